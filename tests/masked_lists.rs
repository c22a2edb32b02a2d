//! What a list tells of which a name was masked, misread or edited: nothing of what it seems to lack, and nothing of an edited name.

mod session;

use ndmp_preflight::judge::{Question, judge};
use session::{catalog, read};

fn words(text: &str, rule: &str) -> Vec<String> {
    let all = judge(&read(text), &catalog(), &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes;
    let word = |reason: &Option<String>, verdict: &str| match reason {
        Some(reason) => format!("{verdict}:{reason}"),
        None => verdict.to_owned(),
    };
    let own = all.iter().filter(|outcome| outcome.rule == rule);
    own.map(|outcome| word(&outcome.reason, outcome.verdict.word())).collect()
}

fn tapes(node: &str, drive: &str, changer: &str) -> String {
    format!(
        "ayr::> storage tape show

Node: {node}
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.22                   tape drive      {drive:<31} normal
{changer:<23} media changer   QUANTUM Scalar i6               normal
2 entries were displayed.

"
    )
}

fn changers(changer: &str, errors: &str) -> String {
    format!(
        "ayr::> storage tape show-media-changer

Media Changer: {changer}
  Description: QUANTUM Scalar i6
         WWNN: 5:00a:0c4d21:7e03f2
         WWPN: 5:00b:0c4d21:7e03f2
Serial Number: MXA0000001_LL1

       Errors: {errors}

Paths:
Node                      Initiator  Alias    Device State              Status
------------------------  ---------  -------  ------------------------  --------
ayr-01                    0c         mc0      available                 normal

ayr::>"
    )
}

fn supported(node: &str, drive: &str, word: &str, status: &str) -> String {
    format!(
        "ayr::> storage tape show-supported-status

Node: {node}
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
{drive:<31} {word:<10} {status}
HP LTO-6                        true       Dynamically Qualified
2 entries were displayed.

ayr::>"
    )
}

const IBM: &str = "IBM LTO 8 ULT3580";

fn qualified(of: (&str, &str), list: (&str, &str, &str, &str)) -> String {
    let text = tapes(of.0, of.1, "0c.22L1") + &supported(list.0, list.1, list.2, list.3);
    words(&text, "tape-drive-qualified").join(" ")
}

#[test]
fn a_drive_whose_name_somebody_edited_is_no_listed_one() {
    let list = |drive: &str| qualified(("ayr-01", IBM), ("ayr-01", drive, "true", "Dynamically Qualified"));
    assert_eq!(list(IBM), "pass");
    assert_eq!(list("IBM LTO 7 ULT3580"), "fail");
    for edited in ["IBM LTO 8 (now 7) ULT3580", "IBM LTO 8->7 ULT3580", "IBM LTO 8 or 7", "(old) IBM LTO 8 ULT3580"] {
        assert!(list(edited).starts_with("unknown"), "{edited}: {}", list(edited));
    }
    assert!(list("todo IBM LTO 8 ULT3580").starts_with("unknown"));
}

#[test]
fn a_row_that_says_supported_and_nonqualified_contradicts_itself() {
    let list = |word: &str, status: &str| qualified(("ayr-01", IBM), ("ayr-01", IBM, word, status));
    assert_eq!(list("true", "Qualified"), "pass");
    assert_eq!(list("false", "Nonqualified tape drive"), "fail");
    assert_eq!(list("true", "Nonqualified tape drive"), "unknown:contradiction");
}

#[test]
fn the_list_of_a_node_whose_name_is_masked_lacks_nothing() {
    for mask in ["***", "<node1>", "[redacted]", "\u{2588}\u{2588}\u{2588}\u{2588}", "????"] {
        let own = qualified((mask, IBM), ("ayr-01", IBM, "true", "Qualified"));
        let other = qualified(("ayr-01", IBM), (mask, IBM, "true", "Qualified"));
        for verdict in [own, other] {
            assert!(!verdict.contains("fail") && !verdict.contains("pass"), "{mask}: {verdict}");
        }
    }
}

#[test]
fn marks_round_a_dash_are_none_of_it() {
    let errors = |errors: &str| words(&changers("0c.22L1", errors), "media-changer-status").join(" ");
    assert_eq!(errors("-"), "pass");
    for marked in ["\"-\"", "'-'"] {
        assert_eq!(errors(marked), "pass", "{marked}");
    }
    assert_eq!(errors("hardware error"), "fail");
}
