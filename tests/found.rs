//! Texts that once made a wrong value or a wrong verdict, each with what must be said of them instead.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn read(name: &str, text: &str) -> Reading {
    table::read("found", vec![Capture::of_text(name, text)], &catalog().tables).remove(0)
}

fn answers(text: &str) -> Vec<Answer> {
    read("session.txt", text).answers
}

fn outcomes(text: &str) -> Vec<Outcome> {
    judge(&read("session.txt", text), &catalog(), &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes
}

fn value(answer: &Answer, record: usize, field: &str) -> Option<String> {
    answer.records.get(record)?.cell(field).map(|cell| cell.value.text())
}

const TAPE: &str = "\
Node: etive-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
sanqy1:4.126            tape drive      IBM LTO 7 ULT3580               normal
";

#[test]
fn the_beginning_of_a_row_is_no_part_of_the_row_above() {
    let read = read("storage_tape_show.txt", &format!("{TAPE}sanqy1"));
    let answer = &read.answers[0];
    assert_ne!(answer.status, Status::Complete);
    assert_eq!(value(answer, 0, "description").as_deref(), Some("IBM LTO 7 ULT3580"));
    assert_eq!(value(answer, 0, "status").as_deref(), Some("normal"));
}

#[test]
fn options_hold_for_the_first_table_alone() {
    let text = "\
etive::> network interface show -role cluster-mgmt -fields status-admin
vserver lif          status-admin
------- ------------ ------------
etive   cluster_mgmt up

vserver lif     failover-policy
------- ------- ---------------
etive   ic1     local-only

etive::> ";
    let answers = answers(text);
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0].filters, [("role".to_owned(), "cluster-mgmt".to_owned())]);
    assert_eq!((answers[1].filters.len(), answers[1].options.as_str()), (0, ""));
    assert_eq!(value(&answers[1], 0, "lif").as_deref(), Some("ic1"));
}

#[test]
fn a_table_behind_the_count_of_another_is_read_for_itself() {
    let text = "\
etive::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
etive-01              true    true
etive-02              true    true
2 entries were displayed.

Vserver       Enabled   Authentication type
------------- --------- -------------------
etive         true      challenge

etive::> ";
    let answers = answers(text);
    let seen: Vec<(&str, Status, usize)> =
        answers.iter().map(|answer| (answer.command.as_str(), answer.status, answer.records.len())).collect();
    let wanted = [("cluster show", Status::Complete, 2), ("vserver services ndmp show", Status::Complete, 1)];
    assert_eq!(seen, wanted);
}

#[test]
fn rows_below_a_heading_whose_label_is_lost_belong_to_nobody() {
    let heading: String = TAPE.lines().skip(1).take(2).map(|line| format!("{line}\n")).collect();
    let row = "sanqy2:4.126            tape drive      IBM LTO 7 ULT3580               normal\n";
    let text = format!("etive::> storage tape show\n\n{TAPE}\n{heading}{row}2 entries were displayed.\n\netive::> ");
    let answer = &answers(&text)[0];
    assert_eq!((answer.status, answer.records.len()), (Status::Unreadable, 1), "{}", answer.why);
}

#[test]
fn a_release_that_may_be_cut_is_none() {
    let cut = answers("etive::> version\nNetApp Release 9.1");
    assert_eq!((cut.len(), cut[0].status, cut[0].records.len()), (1, Status::Unreadable, 0), "{}", cut[0].why);
    let whole = answers("etive::> version\nNetApp Release 9.1: Wed Jan 11 10:26:24 UTC 2017\n");
    assert_eq!(value(&whole[0], 0, "release").as_deref(), Some("9.1"));
}

#[test]
fn text_that_contradicts_the_file_s_name_wins() {
    let text = "\
Node: etive-01
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
IBM LTO 7 ULT3580               true       Dynamically Qualified
";
    let read = read("storage_tape_show.txt", text);
    assert_eq!(read.answers[0].command, "storage tape show-supported-status");
    assert_eq!(value(&read.answers[0], 0, "is-supported").as_deref(), Some("true"));
}

#[test]
fn the_later_sentence_of_a_session_tells_the_scope() {
    let text = "\
etive::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

etive::> system services ndmp node-scope-mode on
NDMP node-scope-mode is enabled.

etive::> ";
    let scope = outcomes(text).into_iter().find(|outcome| outcome.rule == "ndmp-scope").unwrap();
    assert_eq!((scope.verdict, scope.message.as_str()), (Verdict::Pass, "NDMP is node-scoped"));
}

#[test]
fn a_change_behind_a_show_makes_it_old_and_is_named() {
    let text = "\
etive::> version
NetApp Release 9.9.1P5: Mon Mar 21 12:14:03 UTC 2022

etive::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

etive::> system services ndmp node-scope-mode on

etive::> ";
    let scope = outcomes(text).into_iter().find(|outcome| outcome.rule == "ndmp-scope").unwrap();
    assert_eq!((scope.verdict, scope.reason.as_deref()), (Verdict::Unknown, Some("stale")));
    let what = "`system services ndmp node-scope-mode on` was typed behind the answer to \
                `system services ndmp node-scope-mode status`; run `system services ndmp node-scope-mode status` again";
    assert!(scope.message.ends_with(what), "{}", scope.message);
    let lines: Vec<usize> = scope.evidence.iter().map(|evidence| evidence.line).collect();
    assert_eq!(lines, [5, 7], "what was shown, and what changed it");
}

#[test]
fn no_policy_is_assumed_where_the_answer_that_was_asked_for_it_is_refused() {
    let firewall = "\
etive::> system services firewall policy show -policy intercluster
Vserver Policy       Service    Allowed
------- ------------ ---------- -------------------
etive
        intercluster
                     ndmp       0.0.0.0/0

etive::> network interface show -role intercluster
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
etive
            ic1          up/up    192.0.2.9/24       etive-01      e0c     true

etive::> ";
    let verdict = |text: &str| {
        let all = outcomes(text);
        let of_lif = |outcome: &&Outcome| outcome.rule == "lif-firewall-ndmp" && !outcome.subject.is_empty();
        let outcome = all.iter().find(of_lif).unwrap();
        (outcome.verdict, outcome.message.clone())
    };
    let (assumed, message) = verdict(firewall);
    assert_eq!(assumed, Verdict::Pass);
    assert!(message.contains("no answer tells the LIF's own"), "{message}");
    let asked = "network interface show -fields firewall-policy\nError: command failed: not permitted\n\netive::> ";
    let (refused, message) = verdict(&format!("{firewall}{asked}"));
    assert_eq!(refused, Verdict::Unknown, "{message}");
}

const NODES: &str = "\
etive::> system services ndmp show
Node                  Enabled   Clear text  User Id
--------------------- --------- ----------- ---------
etive-01              true      false       bkp
etive-02              true      false       bkp
2 entries were displayed.

etive::> ";

#[test]
fn a_comment_within_an_answer_is_never_passed_over() {
    for mark in ["#", "//", ";"] {
        for words in ["one node left out", "output truncated here", "n3 did not answer"] {
            let comment = format!("{mark} {words}\n");
            for before in ["etive-01", "etive-02", "2 entries"] {
                let answer = &answers(&NODES.replacen(&format!("\n{before}"), &format!("\n{comment}{before}"), 1))[0];
                assert_ne!(answer.status, Status::Complete, "{comment} before {before}");
            }
        }
        let above = format!("{mark} the nodes, as of this evening\n{NODES}");
        assert_eq!(answers(&above)[0].status, Status::Complete, "{mark}");
    }
}

#[test]
fn a_heading_that_somebody_renamed_is_another_column() {
    let answer = &answers(&NODES.replace("Enabled   Clear text ", "Foo       Bar        "))[0];
    assert_eq!((value(answer, 0, "enable"), value(answer, 0, "clear-text")), (None, None));
    assert_eq!(value(answer, 0, "user-id").as_deref(), Some("bkp"));
    let cluster = "etive::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
                   etive-01              true    true\netive-02              true    true\n2 entries were displayed.\n\n\
                   etive::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is enabled.\n\n";
    let verdicts = |heading: &str| {
        let nodes = NODES.replace("Enabled   Clear text ", heading);
        let all = outcomes(&format!("{cluster}{nodes}"));
        let own = all.into_iter().filter(|outcome| outcome.rule == "node-ndmp-clear-text");
        own.map(|outcome| outcome.verdict).collect::<Vec<_>>()
    };
    assert_eq!(verdicts("Enabled   Clear text "), [Verdict::Pass, Verdict::Pass]);
    assert_eq!(verdicts("Foo       Bar        "), [Verdict::Unknown, Verdict::Unknown]);
}

#[test]
fn headings_renamed_in_another_order_are_no_columns_of_ontaps() {
    let crossed = &answers(&NODES.replace("Enabled   Clear text ", "Plain text Service    "))[0];
    assert_eq!((value(crossed, 0, "enable"), value(crossed, 0, "clear-text").as_deref()), (None, Some("true")));
    // A part of ONTAP's own heading names its column, wherever it stands.
    let part = &answers(&NODES.replace("Enabled   Clear text ", "Text      On?        "))[0];
    assert_eq!((value(part, 0, "enable"), value(part, 0, "clear-text").as_deref()), (None, Some("true")));
    let swapped = &answers(&NODES.replace("Enabled   Clear text ", "Clear text Enabled   "))[0];
    assert_eq!(value(swapped, 0, "enable").as_deref(), Some("false"));
    assert_eq!(value(swapped, 0, "clear-text").as_deref(), Some("true"));
}

#[test]
fn words_behind_a_sign_in_the_place_of_rows_end_no_answer() {
    for words in ["$ rows", "$ one more node", "$ etive-02"] {
        let text = NODES.replace("etive-02              true      false       bkp", words);
        assert_ne!(answers(&text)[0].status, Status::Complete, "{words}");
    }
}

#[test]
fn a_text_that_ends_within_a_line_is_cut_however_whole_its_last_word_is() {
    let text = "\
etive::> storage tape show-supported-status

Node: etive-01
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
IBM LTO 8 ULT3580               true       Dynamically Qualified
Sony AIT-9                      false";
    let answer = &answers(text)[0];
    assert_eq!(answer.status, Status::CutOff);
    assert_eq!(value(answer, 0, "status").as_deref(), Some("Dynamically Qualified"));
}

#[test]
fn a_masked_cell_is_unknown_alone_and_the_trace_names_it() {
    let text = NODES.replace("etive-01              true ", "etive-01              <no>  ").replace("<no>  ", "nope  ");
    let answer = &answers(&text)[0];
    assert_eq!(answer.records.len(), 2);
    assert_eq!((value(answer, 0, "enable"), value(answer, 0, "user-id").as_deref()), (None, Some("bkp")));
    assert_eq!(value(answer, 1, "enable").as_deref(), Some("true"));
    assert_eq!(answer.traces, [(4, "`nope` is no value of `enable`".to_owned())]);
}

#[test]
fn what_a_shell_shows_of_a_file_behind_a_session_proves_nothing() {
    let nodes = "etive::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
                 etive-01              true    true\netive-02              true    true\n2 entries were displayed.\n\n\
                 etive::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is enabled.\n\netive::> exit\n";
    let table = NODES.replace("etive::> system services ndmp show\n", "").replace("etive::> ", "");
    let verdicts = |show: &str| {
        let all = outcomes(&format!("{nodes}joe@jump:~$ {show}\n{table}joe@jump:~$ \n"));
        let own = all.into_iter().filter(|outcome| outcome.rule == "node-ndmp-enabled");
        own.map(|outcome| outcome.verdict).collect::<Vec<_>>()
    };
    for show in ["cat last-week.txt", "less ndmp.log", "head -20 x", "./collect.sh", "python3 show.py", "whoami"] {
        assert!(verdicts(show).iter().all(|verdict| *verdict == Verdict::Unknown), "{show}");
    }
    let asked = verdicts("ssh admin@etive system services ndmp show");
    assert_eq!(asked, [Verdict::Pass, Verdict::Pass]);
}

#[test]
fn words_behind_a_label_s_value_contradict_what_another_answer_tells() {
    let plain = "etive::> vserver services ndmp show\nVServer       Enabled   Authentication type\n------------- --------- -------------------\n\
                 etive         true      challenge\n\n";
    let verdict = |value: &str| {
        let whole = format!(
            "{plain}etive::> vserver services ndmp show -vserver etive\n\n                       Vserver: etive\n        \
                 Enable NDMP on Vserver: {value}\n           Authentication Type: challenge\n\netive::> vserver show -fields type\nvserver type\n\
                 ------- -----\netive   admin\n\netive::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is disabled.\n\netive::> "
        );
        outcomes(&whole).into_iter().find(|outcome| outcome.rule == "svm-ndmp-enabled").map(|outcome| outcome.verdict)
    };
    assert_eq!(verdict("true"), Some(Verdict::Pass));
    for odd in ["tru", "true  (to be changed tonight)", "true  !! was false", "true [old]", "tme"] {
        assert_ne!(verdict(odd), Some(Verdict::Pass), "{odd}");
    }
}

#[test]
fn a_table_without_its_key_is_no_other_commands() {
    let text = "\
etive::> vserver show
                   Admin      Operational Root
Type    Subtype    State      State       Volume     Aggregate
------- ---------- ---------- ----------- ---------- ----------
data    default    running    running     root_0     backup_3
data    default    running    running     root_1     backup_4
2 entries were displayed.

etive::> ";
    let read = read("session.txt", text);
    assert!(read.answers.iter().all(|answer| answer.command == "vserver show"), "{:?}", read.answers);
}
