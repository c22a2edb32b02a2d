//! What decides at the edges of a rule: rows without a name, unset values, words beside each other, and which of two sentences
//! is said. Each of these was once changed without a test that noticed.

mod session;

use ndmp_preflight::judge::{Expect, Outcome, Question, Verdict, judge};
use session::{catalog, read};

fn plain() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

fn outcomes(text: &str, question: &Question, rule: &str) -> Vec<Outcome> {
    let all = judge(&read(text), &catalog(), question).outcomes;
    all.into_iter().filter(|outcome| outcome.rule == rule).collect()
}

/// Verdict and reason of each outcome.
fn words(outcomes: &[Outcome]) -> Vec<String> {
    let word = |outcome: &Outcome| match &outcome.reason {
        Some(reason) => format!("{}:{reason}", outcome.verdict.word()),
        None => outcome.verdict.word().to_owned(),
    };
    outcomes.iter().map(word).collect()
}

const CHANGER: &str = "\
ayr::> storage tape show-media-changer

Media Changer: 0c.22L1
  Description: QUANTUM Scalar i6
         WWNN: 5:00a:0c4d21:7e03f2
         WWPN: 5:00b:0c4d21:7e03f2
Serial Number: MXA0000001_LL1

       Errors: -

Paths:
Node                      Initiator  Alias    Device State              Status
------------------------  ---------  -------  ------------------------  --------
ayr-01                    0c         mc0      available                 normal

ayr::>";

fn tapes(first: &str, second: &str) -> String {
    format!(
        "ayr::> storage tape show

Node: ayr-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.22                   tape drive      {first:<31} normal
0c.22L1                 media changer   QUANTUM Scalar i6               normal

Node: ayr-02
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0d.11                   tape drive      {second:<31} normal
3 entries were displayed.

"
    )
}

#[test]
fn how_many_changers_are_expected_is_said_where_another_number_is_shown() {
    let said = |changers: Option<u32>| {
        let question = Question { expect: Expect { changers, ..Expect::default() }, ..plain() };
        let text = tapes("HP LTO-6", "HP LTO-6") + CHANGER;
        let outcome = outcomes(&text, &question, "media-changer-visible").remove(0);
        (outcome.verdict, outcome.message)
    };
    let shown = "media changers shown: 1".to_owned();
    assert_eq!(said(None), (Verdict::Pass, shown.clone()));
    assert_eq!(said(Some(1)), (Verdict::Pass, shown));
    assert_eq!(said(Some(2)), (Verdict::Fail, "different media changers shown: 1, expected: 2".to_owned()));
}

#[test]
fn a_drive_is_looked_for_in_the_list_of_its_own_node() {
    let supported = "ayr::> storage tape show-supported-status

Node: ayr-01
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
HP LTO-6                        true       Dynamically Qualified
IBM LTO 7 ULT3580               false      Not Qualified

Node: ayr-02
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
IBM LTO 7 ULT3580               true       Dynamically Qualified
3 entries were displayed.

ayr::>";
    let of = |first: &str, second: &str| {
        words(&outcomes(&(tapes(first, second) + supported), &plain(), "tape-drive-qualified"))
    };
    assert_eq!(of("HP LTO-6", "IBM LTO 7 ULT3580"), ["pass", "pass"]);
    assert_eq!(of("IBM LTO 7 ULT3580", "IBM LTO 7 ULT3580"), ["fail", "pass"]);
    assert_eq!(of("HP LTO-6", "HP LTO-6")[0], "pass");
    assert_ne!(of("HP LTO-6", "HP LTO-6")[1], "pass", "the other node lists it, its own does not");
    assert_eq!(of("-", "IBM LTO 7 ULT3580"), ["unknown:unset", "pass"]);
}

fn reservations(first: &str, second: &str) -> String {
    let block = |node: &str, value: &str| format!("\n{node}\n    tape.reservations             {value}\n");
    format!(
        "ayr::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true
ayr-02                true    true
2 entries were displayed.

ayr::> options tape.reservations
{}{}2 entries were displayed.

ayr::>",
        block("ayr-01", first),
        block("ayr-02", second)
    )
}

#[test]
fn values_that_differ_fail_and_those_that_are_not_told_leave_it_open() {
    let of = |first: &str, second: &str| {
        words(&outcomes(&reservations(first, second), &plain(), "tape-reservations-uniform"))
    };
    assert_eq!(of("persistent", "persistent"), ["pass"]);
    assert_eq!(of("persistent", "scsi"), ["fail"]);
    assert_eq!(of("persistent", "-"), ["unknown:unset"]);
    assert_eq!(of("-", "-"), ["unknown:unset"]);
    assert_eq!(of("persistent", "persistcnt"), ["unknown:unknown-value"]);
    assert_eq!(of("persistcnt", "-"), ["unknown:unknown-value"], "the first trouble speaks");
    assert_eq!(of("-", "persistcnt"), ["unknown:unset"], "the first trouble speaks");
}

/// LIFs of an old release, with a firewall policy each.
fn lifs(policies: &[(&str, &str)]) -> String {
    let rows: String =
        policies.iter().map(|(lif, policy)| format!("ayr     {lif:<8} intercluster {policy}\n")).collect();
    let count = policies.len();
    format!(
        "ayr::> version
NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022

ayr::> vserver show -fields vserver,type
vserver type
------- -----
ayr     admin

ayr::> system services firewall policy show
Vserver Policy       Service    Allowed
------- ------------ ---------- -------------------
ayr
        intercluster
                     ndmp       0.0.0.0/0
        closed
                     https      0.0.0.0/0
2 entries were displayed.

ayr::> network interface show -fields role,firewall-policy
vserver lif      role         firewall-policy
------- -------- ------------ ---------------
{rows}{count} entries were displayed.

ayr::>"
    )
}

#[test]
fn a_lif_without_a_firewall_policy_is_not_judged_by_that_of_others() {
    let text = lifs(&[("ic1", "intercluster"), ("ic2", "-"), ("ic3", "closed")]);
    let outcomes = outcomes(&text, &plain(), "lif-firewall-ndmp");
    assert_eq!(words(&outcomes)[..3], ["pass", "unknown:unset", "fail"]);
    assert!(outcomes[1].message.contains("the LIF has no firewall policy"), "{}", outcomes[1].message);
    let wanted =
        "system services firewall policy create -vserver ayr -policy closed -service ndmp -allow-list 0.0.0.0/0";
    assert_eq!(outcomes[2].fix, [wanted]);
}

#[test]
fn what_to_capture_is_named_in_the_form_that_shows_it() {
    let next = |text: &str| -> Vec<String> {
        judge(&read(text), &catalog(), &plain()).capture_next.into_iter().map(|next| next.command).collect()
    };
    let version = "ayr::> version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n\nayr::>";
    let all = next(version);
    assert!(all.iter().any(|command| command == "network interface show"), "its plain view shows most of it: {all:?}");
    assert!(all.iter().any(|command| command == "cluster show"), "its plain view shows the health: {all:?}");
    let lifs = "
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
ayr
            ic1        up/up      192.0.2.60/24      ayr-01        e0c     true
            ic2        up/up      192.0.2.61/24      ayr-02        e0c     true
2 entries were displayed.

ayr::>";
    // What was captured is never named again as it was.
    let all = next(&format!("{version} network interface show{lifs}"));
    assert!(all.iter().any(|command| command == "network interface show -fields role"), "{all:?}");
    assert!(!all.iter().any(|command| command == "network interface show"), "{all:?}");
}

#[test]
fn a_record_that_ends_before_its_node_is_no_subject_and_leaves_the_rule_open() {
    let text =
        CHANGER.replace("ayr-01                    0c         mc0      available                 normal\n\nayr::>", "");
    let found = outcomes(&text, &plain(), "media-changer-status");
    assert!(!found.is_empty() && found.iter().all(|outcome| outcome.verdict == Verdict::Unknown), "{found:?}");
    assert!(found.iter().any(|outcome| outcome.subject.is_empty()), "{found:?}");
    assert_eq!(words(&outcomes(CHANGER, &plain(), "media-changer-status")), ["pass"]);
}

const LIFS_WITHOUT_SVM: &str = "\
ayr::> network interface show -fields status-admin,status-oper,role
lif      status-admin status-oper role
-------- ------------ ----------- ------------
ic1      up           up          intercluster
ic2      up           down        intercluster
2 entries were displayed.

ayr::>";

#[test]
fn a_row_without_one_of_its_names_is_no_subject_and_leaves_the_rule_open() {
    let found = outcomes(LIFS_WITHOUT_SVM, &plain(), "lif-up");
    assert_eq!(words(&found), ["unknown:cut-off"]);
    assert!(found[0].subject.is_empty(), "{found:?}");
    assert!(found[0].message.ends_with("the record ends before its `vserver`"), "{}", found[0].message);
}

/// SVMs of every type, and which of them have NDMP; `listed` are rows of the list, `count` is what ONTAP counts.
fn svms(listed: &str, count: usize) -> String {
    format!(
        "ayr::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

ayr::> vserver show -fields vserver,type
vserver type
------- ------
Cluster system
ayr     admin
ayr-01  node
vs1     data
vs2     data
5 entries were displayed.

ayr::> vserver services ndmp show -fields vserver,enable,authtype
vserver enable authtype
------- ------ ---------
{listed}{count} entries were displayed.

ayr::>"
    )
}

#[test]
fn only_svms_that_can_have_ndmp_are_judged_by_it_and_none_of_those_is_forgotten() {
    let of = |listed: &str, count: usize| words(&outcomes(&svms(listed, count), &plain(), "svm-ndmp-authentication"));
    let (admin, first, second) =
        ("ayr     true   challenge\n", "vs1     true   plaintext\n", "vs2     false  challenge\n");
    assert_eq!(
        of(&format!("{admin}{first}{second}"), 3),
        ["pass", "fail"],
        "those of nodes and of the system are in no list"
    );
    let torn = of(&format!("{admin}{first}"), 3);
    assert!(torn[..2] == ["pass", "fail"] && torn.len() > 2, "{torn:?}");
    assert!(torn[2..].iter().all(|word| word.starts_with("unknown:")), "{torn:?}");
}

#[test]
fn lifs_that_count_in_one_scope_alone_wait_for_the_scope() {
    let text = |scope: &str| {
        format!(
            "{scope}ayr::> network interface show -fields status-admin,status-oper,role
vserver lif      status-admin status-oper role
------- -------- ------------ ----------- ------------
ayr     ic1      up           up          intercluster
ayr     nm1      up           down        node-mgmt
2 entries were displayed.

ayr::>"
        )
    };
    let mode =
        |word: &str| format!("ayr::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is {word}.\n\n");
    let of = |scope: &str| words(&outcomes(&text(scope), &plain(), "lif-up"));
    assert_eq!(of(&mode("disabled")), ["pass", "fail"]);
    assert_eq!(of(&mode("enabled")), ["pass"]);
    assert_eq!(of(""), ["pass", "unknown:not-captured"]);
}
