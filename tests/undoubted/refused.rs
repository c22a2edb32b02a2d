//! Changes that were not carried out, or that were only tried: what was shown before still holds.

use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{changes, clusters, good, session};

/// Errors that refuse what was asked for one object.
const REFUSED: [&str; 7] = [
    "Error: command failed: Giveback is not required: node \"N\" is not taken over.",
    "Error: command failed: Failed to initiate takeover. Reason: Takeover is disabled.",
    "Error: command failed: LIF \"x\" cannot be modified.",
    "Error: command failed: The policy is in use and cannot be deleted.",
    "Error: command failed: Cannot disable it while sessions are active.",
    "\nError: command failed: Cannot delete the LIF. The LIF must be administratively down\n       to be deleted.\n",
    "Error: command failed: The volume must be offline.",
];

/// The same where something may have been done all the same, or where a state is told that the answers show otherwise.
const OPEN: [&str; 8] = [
    "Error: command failed: LIF \"x\" cannot be modified.\n1 entry was modified.",
    "Error: command failed: LIF \"x\" cannot be modified.\n\nError: command failed on N.",
    "Info: LIF \"y\" is now down.\nError: command failed: LIF \"x\" cannot be modified.",
    "Error: command failed: Cannot initiate takeover: node N is in takeover.",
    "Error: command failed: Failed to initiate takeover. Reason: node N is down.",
    "Error: command failed: It cannot be disabled: it is already so.",
    "Error: command failed: It cannot be removed from the last node and was rolled back on others.",
    "x\nError: command failed: LIF \"x\" cannot be modified.",
];

#[test]
fn what_is_refused_for_one_object_changed_nothing() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, node) = (&cluster.name, &cluster.nodes[1]);
        let text = session(name, &good(&cluster));
        for change in changes(&cluster).iter().filter(|own| !own.contains(" run ")) {
            let mut check = |codes: &[u8], change: &str, error: &str| {
                let error = error.replace('N', node);
                let text = format!("{text}{name}::> {change}\n\n{error}\n\n{name}::>\n");
                wrong.check(codes, &format!("{change}: {error}"), &Saved::text(&text));
            };
            let is_one = !change.contains(['*', ',']);
            REFUSED.iter().for_each(|error| check(if is_one { &[0] } else { &[1, 3] }, change, error));
            OPEN.iter().for_each(|error| check(&[1, 3], change, error));
            // What holds for one node may have been done at others.
            let of_all = format!("{change} -vserver *");
            REFUSED.iter().take(3).for_each(|error| check(&[1, 3], &of_all, error));
        }
    }
    wrong.none();
}

#[test]
fn a_change_that_matched_nothing_changed_nothing() {
    const NOTHING: &str = "There are no entries matching your query.";
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, node) = (&cluster.name, &cluster.nodes[1]);
        let text = session(name, &good(&cluster));
        let typed =
            |change: &str, said: &str| Saved::text(&format!("{text}{name}::> {change}\n\n{said}\n\n{name}::>\n"));
        for change in [
            "network interface modify -vserver C -lif nosuch* -status-admin down",
            "net int mod -vserver svm_gone -status-admin down",
            "network interface delete -vserver svm_gone -lif N_icl1",
            "vserver services ndmp modify -vserver svm_gone -enable false",
            "security login lock -vserver C -username nobody",
            "storage tape offline -node nosuch -device-id 0c.7",
            "system node reboot -node nosuch",
        ] {
            let change = change.replace('N', node).replace('C', name);
            wrong.check(&[0], &change, &typed(&change, NOTHING));
            let done = format!("{NOTHING}\n1 entry was modified.");
            wrong.check(&[0, 1, 3], &format!("{change}, and something"), &typed(&change, &done));
        }
        // It has what the answers show no more.
        for change in changes(&cluster).iter().filter(|own| !own.contains(" run ") && !own.starts_with("network port"))
        {
            wrong.check(&[1, 3], &format!("{change}, and there is nothing"), &typed(change, NOTHING));
        }
    }
    wrong.none();
}

#[test]
fn an_object_that_is_there_already_is_the_one_that_was_shown() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, node) = (&cluster.name, &cluster.nodes[1]);
        let text = session(name, &good(&cluster));
        for said in ["Error: command failed: duplicate entry", "Error: duplicate entry"] {
            for (codes, change) in [
                (&[0][..], "network interface create -vserver C -lif N_icl1 -role intercluster -address 192.0.2.99"),
                (&[3], "network interface create -vserver C -lif N_icl9 -role intercluster -address 192.0.2.99"),
                (&[3], "network interface create -lif N_icl1 -role intercluster -address 192.0.2.99"),
                (
                    &[0],
                    "security login create -vserver C -user-or-group-name ndmp_user -application ssh -authentication-method password -role backup",
                ),
                // It takes no user away that fits.
                (
                    &[0, 3],
                    "security login create -vserver C -user-or-group-name other -application ssh -authentication-method password -role backup",
                ),
            ] {
                let change = change.replace('N', node).replace('C', name);
                let text = format!("{text}{name}::> {change}\n\n{said}\n\n{name}::>\n");
                wrong.check(codes, &format!("{change}: {said}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

#[test]
fn a_command_that_only_tries_changes_nothing() {
    const TRIALS: [&str; 5] =
        ["-simulate", "-validate-only true", "-perform-validation-only true", "-check-only true", "-dry-run true"];
    const ANSWERS: [&str; 3] = ["", "[Job 441] Job succeeded: The simulation is successful.", "Validation succeeded."];
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let name = &cluster.name;
        let text = session(name, &good(&cluster));
        let mut check = |codes: &[u8], change: &str, answer: &str| {
            let text = format!("{text}{name}::> {change}\n{answer}\n\n{name}::>\n");
            wrong.check(codes, &format!("{change}: {answer}"), &Saved::text(&text));
        };
        let is_own = |change: &&String| !change.contains(" run ") && !change.starts_with("options");
        for (at, change) in changes(&cluster).iter().filter(is_own).enumerate() {
            for (trial, answer) in TRIALS.iter().zip(ANSWERS.iter().cycle().skip(at)) {
                check(&[0], &format!("{change} {trial}"), answer);
                let off = trial.replace(" true", "");
                check(&[1, 3], &format!("{change} {off} false"), answer);
                check(&[1, 3], &format!("{change} {off}x"), answer);
            }
        }
        for verb in ["check", "test", "validate", "verify"] {
            check(&[0], &format!("cluster image {verb} -version 9.11.1P10"), ANSWERS[2]);
            check(&[0], &format!("vserver services ndmp {verb} -vserver {name}"), ANSWERS[2]);
        }
        check(&[1, 3], "cluster image update -version 9.11.1P10", "");
        check(&[1, 3], "metrocluster switchover", "");
    }
    wrong.none();
}
