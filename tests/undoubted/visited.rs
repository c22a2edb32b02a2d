//! Visits to an SVM: the same cluster, of which that SVM's rows alone are seen.

use crate::cluster::Cluster;
use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{clusters, good, session};

const INFO: &str = "\nInfo: Use 'exit' command to return.\n\n";
/// The NDMP service of the SVM of data, as it is.
const OWN: &str = "vserver services ndmp show\nVserver       Enabled   Authentication type\n------------- --------- -------------------\nsvm_data      false     challenge\n";

/// The session, a visit to the SVM of data in which this is typed, and what is typed behind it.
fn visit(cluster: &Cluster, inside: &[&str]) -> String {
    let name = &cluster.name;
    let typed: String = inside.iter().map(|typed| format!("svm_data::> {typed}\n")).collect();
    format!("{name}::> vserver context -vserver svm_data\n{INFO}{typed}svm_data::> exit\n\n")
}

#[test]
fn a_visit_to_an_svm_leaves_the_cluster_what_it_is() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        let text = session(name, &answers);
        let inner = "volume show\nVserver   Volume       Aggregate    State      Type       Size  Available Used%\n--------- ------------ ------------ ---------- ---- ---------- ---------- -----\nsvm_data  svm_data_root aggr1       online     RW          1GB    972.1MB    0%\n";
        for (what, inside) in [
            ("nothing", &[][..]),
            ("another command", &[inner]),
            ("the same value", &[OWN]),
            ("several", &[inner, "", OWN]),
            ("a change of its own", &["volume modify -volume v1 -comment x\n"]),
            ("a change of its LIF", &["network interface modify -lif data1 -status-admin down\n"]),
            ("no LIFs", &["network interface show -role intercluster\nThere are no entries matching your query.\n"]),
        ] {
            let own = visit(&cluster, inside);
            wrong.check(&[0], &format!("{name}: {what}, behind"), &Saved::text(&format!("{text}{own}{name}::>\n")));
            let at = answers.len() / 2;
            let text = session(name, &answers[..at]) + &own + &session(name, &answers[at..]);
            wrong.check(&[0], &format!("{name}: {what}, between"), &Saved::text(&text));
        }
        for typed in
            ["vserver context svm_data", "vse cont -vs svm_data", "vserver context -vserver svm_data -privilege admin"]
        {
            let own = visit(&cluster, &[]).replace("vserver context -vserver svm_data", typed);
            wrong.check(&[0], &format!("{name}: {typed}"), &Saved::text(&format!("{text}{own}{name}::>\n")));
            let left = own.split("svm_data::> exit").next().unwrap();
            wrong.check(
                &[0],
                &format!("{name}: {typed}, not left"),
                &Saved::text(&format!("{text}{left}svm_data::>\n")),
            );
        }
    }
    wrong.none();
}

#[test]
fn what_an_svm_cannot_have_shown_is_no_proof() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        // Each answer of the cluster at the prompt of the SVM, and nowhere else.
        for (at, (command, text)) in answers.iter().enumerate() {
            let rest: Vec<(String, String)> =
                answers.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, own)| own.clone()).collect();
            let typed = format!("{command}\n{text}");
            let text = format!("{}{}{name}::>\n", session(name, &rest), visit(&cluster, &[&typed]));
            wrong.check(&[3], &format!("{name}: {command} within"), &Saved::text(&text));
        }
        let text = session(name, &answers);
        for (what, inside) in [
            ("another SVM", &[OWN.replace("svm_data ", "svm_other")][..]),
            (
                "the cluster itself",
                &[format!("vserver services ndmp show -vserver {name}\n{}", OWN.split_once('\n').unwrap().1)],
            ),
            ("a change of the cluster", &[format!("vserver services ndmp off -vserver {name}\n")]),
        ] {
            let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
            let text = format!("{text}{}{name}::>\n", visit(&cluster, &inside));
            wrong.check(&[1, 3], &format!("{name}: {what}"), &Saved::text(&text));
        }
        // Nobody went there: it is a cluster of that name.
        let stranger = format!("{text}svm_data::> {OWN}\nsvm_data::> exit\n\n{name}::>\n");
        wrong.check(&[3], &format!("{name}: another prompt"), &Saved::text(&stranger));
        let refused = format!(
            "{text}{name}::> vserver context -vserver svm_data\n\nError: command failed: no such SVM\n\n{name}::>\n"
        );
        wrong.check(&[0], &format!("{name}: refused"), &Saved::text(&refused));
    }
    wrong.none();
}
