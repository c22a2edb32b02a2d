//! What is said and asked where the release, the scope or whole answers are not told.

use ndmp_preflight::judge::{Judgement, Question};

use super::cluster::{judged, outcomes};
use super::saved::{Saved, plain, word};

fn version(release: &str) -> String {
    format!("ayr::> version\nNetApp Release {release}: Thu Jun 15 12:03:10 UTC 2023\n\n")
}

fn session(text: &str) -> Saved {
    Saved::text(&format!("{text}ayr::>"))
}

/// What is said of the release, and which one counts.
fn release(text: &str, given: Option<&str>) -> (String, String, Option<String>) {
    let question = Question { ontap: given.map(str::to_owned), ..plain() };
    let saved = session(text);
    let one = outcomes(&saved, &question, "ontap-version").remove(0);
    (word(&one), one.message, judged(&saved, &question).ontap)
}

#[test]
fn the_release_is_that_of_the_cluster_and_else_what_somebody_says() {
    let told =
        |word: &str, text: &str, ontap: Option<&str>| (word.to_owned(), text.to_owned(), ontap.map(str::to_owned));
    let own = version("9.12.1P4");
    let seen = told("pass", "the release is 9.12.1P4", Some("9.12.1P4"));
    assert_eq!(release(&own, None), seen);
    assert_eq!(release(&own, Some("9.12.1")), seen, "the same, in fewer words");
    let text = "cannot be told: `version` says 9.12.1P4, the user says 9.11.1";
    assert_eq!(release(&own, Some("9.11.1")), told("unknown:contradiction", text, None));
    let by_user = told("pass", "the release is 9.11.1, as the user says (--ontap)", Some("9.11.1"));
    let open = told("unknown:not-captured", "cannot be told: not captured; run `version`", None);
    assert_eq!((release(NODES, None), release(NODES, Some("9.11.1"))), (open, by_user.clone()));
    let cut = "ayr::> version\nNetApp Rel\n\n";
    let text =
        "cannot be told: the answer to `version` cannot be read with certainty: no line of it has a form that is known";
    assert_eq!(release(cut, None), told("unknown:unreadable", text, None));
    assert_eq!(release(cut, Some("9.11.1")), by_user);
}

const NODES: &str = "ayr::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true
1 entries were displayed.

";

fn asked(judgement: &Judgement) -> Vec<String> {
    let next = judgement.capture_next.iter();
    next.map(|next| format!("{} {} {}", next.command, next.rules.len(), next.was.clone().unwrap_or_default())).collect()
}

#[test]
fn what_to_capture_next_stands_in_the_order_of_the_tables_with_what_became_of_it() {
    let lifs = "ayr::> network interface show -fields role\nvserver lif role\n------- --- ------------\nayr     ic1 intercluster\n2 entries were displayed.\n\n";
    let refused = "ayr::> storage tape show\nError: command failed: not authorized for that command\n\n";
    let judgement = judged(&session(&format!("{}{lifs}{refused}", version("9.12.1P4"))), &plain());
    let wanted = [
        "cluster show 3 ",
        "network interface show -fields failover-policy,is-home,role,service-policy,status-admin 4 ",
        "storage tape show-media-changer 1 ",
        "system services ndmp node-scope-mode status 20 ",
        "storage tape show 8 refused",
    ];
    assert_eq!(asked(&judgement), wanted);
    let missing: Vec<&str> = judgement.missing.iter().map(|(command, _)| command.as_str()).collect();
    assert_eq!(missing, ["system services ndmp node-scope-mode status", "cluster show", "system node show"]);
    let by = "needed by intercluster-lif-per-node, tape-reservations, tape-reservations-uniform";
    assert_eq!((judgement.missing[1].1.as_str(), judgement.missing[2].1.as_str()), (by, by));
}

#[test]
fn why_the_scope_is_not_known_stands_before_what_rests_on_it() {
    let of = |mode: &str| {
        let text = format!("{}ayr::> system services ndmp node-scope-mode status\n{mode}\n\n", version("9.12.1P4"));
        let one = outcomes(&session(&text), &plain(), "ndmp-scope").remove(0);
        (word(&one), one.message)
    };
    let told = |word: &str, text: &str| (word.to_owned(), text.to_owned());
    assert_eq!(of("NDMP node-scope-mode is disabled."), told("pass", "NDMP is SVM-scoped"));
    assert_eq!(of("NDMP node-scope-mode is enabled."), told("pass", "NDMP is node-scoped"));
    let refused = "Error: command failed: not authorized for that command";
    let text = "cannot be told: the NDMP scope is not known: the cluster refused `system services ndmp node-scope-mode status`: ";
    assert_eq!(of(refused), told("unknown:refused", &format!("{text}{refused}")));
    let (verdict, message) = of("NDMP node-scope-mode is disa");
    assert_eq!(verdict, "unknown:unreadable");
    assert!(
        message.starts_with("cannot be told: the NDMP scope is not known: the answer to `system services"),
        "{message}"
    );
}

/// Where the release is disputed, so is which policies decide, whatever else the evidence shows.
#[test]
fn a_release_that_is_disputed_leaves_open_which_policies_decide() {
    let policies = "ayr::> network interface service-policy show -fields services\n\
        vserver policy services\n------- ------ ---------------------------------\nayr     own    intercluster-core,backup-ndmp-control\n\n";
    let lifs = "ayr::> network interface show -fields role,service-policy,curr-node\nvserver lif role         service-policy curr-node\n\
        ------- --- ------------ -------------- ---------\nayr     ic1 intercluster own            ayr-01\n\n";
    let of = |given: Option<&str>| {
        let question = Question { ontap: given.map(str::to_owned), ..plain() };
        word(&outcomes(&session(&format!("{}{policies}{lifs}", version("9.12.1P4"))), &question, "lif-service-ndmp")[0])
    };
    assert_eq!((of(None).as_str(), of(Some("9.12.1")).as_str()), ("pass", "pass"));
    assert_eq!(of(Some("9.11.1")), "unknown:version-unknown");
}
