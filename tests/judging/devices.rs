//! Tape drives and media changers: lists that contradict themselves or each other.

use ndmp_preflight::judge::Verdict;

use super::cluster::outcomes;
use super::saved::{Saved, plain};
use super::session::typed;

/// What is said of one drive, of which the list of its node has these two rows.
fn listed(first: &str, second: &str) -> (Verdict, String) {
    let text = format!(
        "ayr::> storage tape show

Node: ayr-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.22                   tape drive      HP LTO-6                        normal
1 entries were displayed.

ayr::> storage tape show-supported-status

Node: ayr-01
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
HP LTO-6                        {first}
HP LTO-6 Ultrium                {second}
2 entries were displayed.

ayr::>"
    );
    let mut all = outcomes(&Saved::text(&text), &plain(), "tape-drive-qualified");
    assert_eq!(all.len(), 1, "{all:?}");
    let one = all.remove(0);
    (one.verdict, one.message)
}

#[test]
fn a_drive_is_qualified_where_all_that_its_list_says_of_it_agrees() {
    let (yes, no) = ("true       Dynamically Qualified", "false      Not Qualified");
    assert_eq!(listed(yes, yes).0, Verdict::Pass);
    assert_eq!(listed(no, no).0, Verdict::Fail);
    for (first, second) in [(yes, no), (no, yes)] {
        let (verdict, message) = listed(first, second);
        assert_eq!(verdict, Verdict::Unknown);
        assert!(message.ends_with("`HP LTO-6` is listed with different words"), "{message}");
    }
    for (odd, same) in
        [("true       Nonqualified", yes), ("false      Qualified", no), ("false      Dynamically Qualified", no)]
    {
        contradicts_itself(odd, same);
    }
}

fn contradicts_itself(odd: &str, same: &str) {
    for (first, second) in [(odd, same), (same, odd)] {
        let (verdict, message) = listed(first, second);
        assert_eq!(verdict, Verdict::Unknown, "{odd}");
        assert!(message.ends_with("it is supported and that it is not"), "{odd}: {message}");
    }
}

#[test]
fn a_drive_that_is_supported_and_not_qualified_contradicts_itself() {
    contradicts_itself("true       Not Qualified", "true       Dynamically Qualified");
}

/// What is said of a drive of this name, where the list of its node has one drive.
fn named(description: &str, listed: &str) -> (Verdict, String) {
    let text = format!(
        "ayr::> storage tape show

Node: ayr-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.22                   tape drive      {description:<31} normal
1 entries were displayed.

ayr::> storage tape show-supported-status

Node: ayr-01
                                Is
Tape Drives                     Supported  Support Status
------------------------------  ---------  -------------------------------
{listed:<31} true       Qualified
1 entries were displayed.

ayr::>"
    );
    let mut all = outcomes(&Saved::text(&text), &plain(), "tape-drive-qualified");
    assert_eq!(all.len(), 1, "{all:?}");
    let one = all.remove(0);
    (one.verdict, one.message)
}

#[test]
fn a_drive_is_found_by_another_spelling_of_its_name_and_missed_only_where_both_are_plain() {
    for (description, listed) in [
        ("ULT3580-TD6", "IBM LTO 6 ULT3580"),
        ("STK T10000C", "T10000C"),
        ("HP LTO-6 x", "HP LTO-6"),
        ("HP-LTO-6", "HP LTO-6"),
        ("DRIVE HP LTO-6", "HP LTO-6"),
        ("ACME - 6", "ACME 6"),
        ("ACME-1-2", "ACME 1 2"),
        ("ACME \"6\"", "ACME 6"),
    ] {
        let (verdict, message) = named(description, listed);
        assert_eq!(verdict, Verdict::Pass, "{description} {listed}: {message}");
        assert!(message.contains(&format!("lists `{listed}`")), "{message}");
    }
    for (description, listed) in [
        ("ULT3580-TD6", "Hewlett-Packard LTO-6"),
        ("T10000C", "IBM LTO 7 ULT3580"),
        ("DRIVE HP LTO-6", "IBM LTO 6 ULT3580"),
        ("IBM LTO 8 ULT3580", "IBM LTO 7 ULT3580"),
    ] {
        let missed = format!("{description} is not among the supported drives of ayr-01");
        assert_eq!(named(description, listed), (Verdict::Fail, missed), "{listed}");
    }
    // Whose they are, or of which generation, is not told.
    for (description, listed) in [
        ("XHP LTO-6", "HP LTO-7"),
        ("HP 6", "IBM LTO 6"),
        ("LTO-6", "HP LTO-6"),
        ("ACME 1 2", "ACME 12"),
        ("ACME 6 - 7", "ACME 6 7"),
        ("HP LTO-6 xy", "HP LTO-6"),
    ] {
        let (verdict, message) = named(description, listed);
        assert_eq!(verdict, Verdict::Unknown, "{description} {listed}: {message}");
    }
}

/// The note on a drive that has another alias at each of two nodes, where both are bound to this.
fn bound(mapping: &str) -> String {
    let node = |name: &str, alias: &str| {
        format!(
            "Node: {name}\nAlias           Mapping\n--------------- -----------------------\n{alias:<15} {mapping}\n"
        )
    };
    let text = format!(
        "storage tape alias show\n{}\n{}2 entries were displayed.",
        node("ayr-01", "st0"),
        node("ayr-02", "st4")
    );
    let mut all = outcomes(&typed(&[&text]), &plain(), "tape-alias-uniform");
    assert_eq!((all.len(), all[0].verdict), (1, Verdict::Fail), "{all:?}");
    all.remove(0).note
}

#[test]
fn an_alias_is_set_to_what_a_serial_number_can_be_and_to_nothing_else() {
    for plain in ["SN[10WT083321]", "SN[00X4U78A1130_LL0]", "SN[HU1948]L1", "SN[HU1948]L12", "SN[AB]"] {
        let note = bound(plain);
        assert!(note.contains(&format!("-mapping {plain}`")), "{note}");
    }
    for strange in ["SN[10WT;3321]", "SN[HU1948]L", "SN[HU1948]L1x", "SN[HU1948]1", "SN[A]", "SN[HU*]"] {
        let note = bound(strange);
        assert!(!note.contains(" -mapping SN["), "{strange}: {note}");
    }
}
