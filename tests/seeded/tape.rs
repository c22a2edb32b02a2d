//! Tape devices, in both regimes.

use super::saved::{Saved, plain};
use super::{NODE, OVERFLOW, WRAPPED};

const TAPE: &str = "storage_tape_show";
const SUPPORTED: &str = "storage_tape_show-supported-status";
/// Only one of the samples has it: what it tells must not contradict what is taken away.
const DRIVES: &str = "storage_tape_show-tape-drive";
const CHANGER: &str = "storage_tape_show-media-changer";
const RESERVATIONS: &str = "options_tape.reservations";
const NONE: &str = "There are no entries matching your query.\n";

fn wrapped(what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    WRAPPED.turns(&plain(), what, damage, wanted, code);
}

fn overflow(what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    OVERFLOW.turns(&plain(), what, damage, wanted, code);
}

#[test]
fn a_device_that_does_not_work_normally() {
    for word in ["offline", "error", "failed"] {
        let drive = move |saved: &mut Saved| {
            let tail = "12.126\n                        tape drive      IBM LTO 8 ULT3580               ";
            saved.snip(TAPE, "Node: drumnadrochit-prd-02", &format!("{tail}normal"), &format!("{tail}{word}"));
        };
        wrapped(word, drive, &["tape-device-status stsw-invergordon-01:12.126/~-02 fail"], 1);
        let changer = |saved: &mut Saved| {
            saved.edit(TAPE, "media changer", "normal", word);
        };
        overflow(word, changer, &["tape-device-status fcsw-boat-of-garten-a:11.126L1/~-01 fail"], 1);
    }
    for word in ["nromal", "rewinding", "in-use"] {
        let drive = |saved: &mut Saved| {
            saved.edit(TAPE, "tape drive", "normal", word);
        };
        overflow(word, drive, &["tape-device-status fcsw-boat-of-garten-a:11.126/~-01 unknown:unknown-value"], 3);
    }
    let unset = |saved: &mut Saved| {
        saved.edit(TAPE, "tape drive", "normal", "-");
    };
    overflow("not told", unset, &["tape-device-status fcsw-boat-of-garten-a:11.126/~-01 unknown:unset"], 3);
}

#[test]
fn a_changer_that_does_not_work_normally() {
    let path = |word: &'static str| {
        move |saved: &mut Saved| {
            saved.edit(CHANGER, "drumnadrochit-prd-02      2b", "normal", word);
        }
    };
    for word in ["error", "offline", "failed"] {
        wrapped(word, path(word), &["media-changer-status stsw-brora-01:4.126L1/~-02 fail"], 1);
    }
    wrapped("odd", path("odd"), &["media-changer-status stsw-brora-01:4.126L1/~-02 unknown:unknown-value"], 3);
    let errors = |saved: &mut Saved| {
        saved.replace(CHANGER, "Errors: -", "Errors: hardware failure 0x44");
    };
    let both = [
        "media-changer-status fcsw-boat-of-garten-a:11.126L1/~-01 fail",
        "media-changer-status fcsw-boat-of-garten-a:11.126L1/~-02 fail",
    ];
    overflow("errors", errors, &both, 1);
    let second = |word: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(CHANGER, "strathspey-02             0e", "strathspey-02             0e", &format!("strathspey-01             0f         mc0      available                 {word}\nstrathspey-02             0e"));
        }
    };
    overflow("two paths", second("normal"), &[], 0);
    overflow("the worst path counts", second("error"), &both[..1], 1);
    overflow(
        "of two paths one is not told",
        second("odd"),
        &["media-changer-status fcsw-boat-of-garten-a:11.126L1/~-01 unknown:unknown-value"],
        3,
    );
}

#[test]
fn a_changer_that_is_listed_and_not_shown() {
    let gone = [
        "media-changer-status stsw-brora-01:4.126L1/~-01 gone",
        "media-changer-status stsw-brora-01:4.126L1/~-02 gone",
    ];
    let none = |saved: &mut Saved| {
        *saved.file(CHANGER) = format!("drumnadrochit-prd::> storage tape show-media-changer\n{NONE}")
    };
    // A complete answer shows that there is no path to judge.
    let wanted =
        [&["media-changer-visible {} fail", "media-changer-status {} not-applicable:no-changer"], &gone[..]].concat();
    wrapped("no changer at all", none, &wanted, 1);
    let other = |saved: &mut Saved| {
        saved.replace(CHANGER, "stsw-brora-01:4.126L1", "stsw-brora-01:4.127L1");
    };
    WRAPPED.reddens(&plain(), "another changer", other, &["media-changer-visible {} fail"], 1);
    let mut question = plain();
    question.expect.changers = Some(2);
    OVERFLOW.turns(&question, "nothing", |_| {}, &[], 1);
    question.expect.changers = Some(1);
    let none = |saved: &mut Saved| {
        *saved.file(CHANGER) = NONE.to_owned();
        saved.cut_lines(TAPE, "126L1", 1).cut_lines(TAPE, "126L1", 1).count(TAPE, 6, 4);
    };
    OVERFLOW.reddens(
        &question,
        "one is expected, none is there",
        none,
        &["media-changer-visible {} fail", "media-changer-status {} not-applicable:no-changer"],
        1,
    );
    OVERFLOW.reddens(
        &plain(),
        "none is expected, none is there",
        none,
        &["media-changer-visible {} not-applicable:no-changer", "media-changer-status {} not-applicable:no-changer"],
        0,
    );
}

#[test]
fn a_drive_that_is_not_qualified() {
    let on_2 = |saved: &mut Saved, from: &str, to: &str| {
        saved.snip(SUPPORTED, "Node: drumnadrochit-prd-02", from, to);
    };
    let both = [
        "tape-drive-qualified stsw-brora-01:4.126/~-02 fail",
        "tape-drive-qualified stsw-invergordon-01:12.126/~-02 fail",
    ];
    let row = "IBM LTO 8 ULT3580               true       Dynamically Qualified\n";
    wrapped(
        "Is Supported false",
        |saved| on_2(saved, row, "IBM LTO 8 ULT3580               false      Nonqualified tape drive\n"),
        &both,
        1,
    );
    let unlisted = |saved: &mut Saved| {
        on_2(saved, row, "");
        saved.count(SUPPORTED, 10, 9);
    };
    wrapped("not listed", unlisted, &both, 1);
    for same in ["IBM LTO-8 ULT3580", "ibm lto8 ult3580", "IBM  LTO 8-ULT3580", "IBM LTO 8 ult 3580"] {
        wrapped(same, |saved| on_2(saved, "IBM LTO 8 ULT3580", &format!("{same:<17}")[..17.max(same.len())]), &[], 0);
    }
    for other in ["IBM LTO 9 ULT3580", "HPE LTO 8 drive  "] {
        wrapped(other, |saved| on_2(saved, "IBM LTO 8 ULT3580", other), &both, 1);
    }
    // Vendor, family and generation make the drive; a vendor that nobody knows decides nothing.
    wrapped("another number", |saved| on_2(saved, "IBM LTO 8 ULT3580", "IBM LTO 8 ULT3581"), &[], 0);
    let untold = both.map(|text| text.replace("fail", "unknown:no-match"));
    let untold: Vec<&str> = untold.iter().map(String::as_str).collect();
    wrapped("misread", |saved| on_2(saved, "IBM LTO 8 ULT3580", "IBN LTO 8 drive  "), &untold, 3);
    let hp = |name: &'static str| {
        move |saved: &mut Saved| {
            saved.edit(SUPPORTED, "Node: strathspey-01", "Hewlett-Packard LTO-8", name);
        }
    };
    overflow("HP is Hewlett-Packard", hp("HP LTO 8"), &[], 0);
    let first = [
        "tape-drive-qualified fcsw-boat-of-garten-a:11.126/~-01 fail",
        "tape-drive-qualified fcsw-nethybridge-b:3.126/~-01 fail",
    ];
    overflow("another generation", hp("HP LTO-9"), &first, 1);
}

#[test]
fn devices_and_luns() {
    let one = |saved: &mut Saved| {
        saved.snip(TAPE, "Node: drumnadrochit-prd-01", "stsw-brora-01:4.126     tape", "stsw-brora-01:4.126L3   tape");
    };
    let target = "tape-target-lun-zero ~-01/stsw-brora-01:4.126 fail";
    WRAPPED.reddens(&plain(), "a target port without LUN 0", one, &[target], 0);
    let all = |saved: &mut Saved| {
        one(saved);
        saved.snip(TAPE, "Node: drumnadrochit-prd-01", "stsw-invergordon-01:12.126", "stsw-invergordon-01:12.126L1");
    };
    // A node without LUN 0 has no target port with one.
    let wanted = ["tape-lun-zero ~-01 fail", target, "tape-target-lun-zero ~-01/stsw-invergordon-01:12.126 fail"];
    WRAPPED.reddens(&plain(), "a node without LUN 0", all, &wanted, 1);
    let node = |saved: &mut Saved| {
        saved.snip("session", "Node: sannox-b", "0d.9  ", "0d.9L2").snip(
            "session",
            "Node: sannox-b",
            "fcsw_brodick:7.14  ",
            "fcsw_brodick:7.14L4",
        );
    };
    let wanted = [
        "tape-lun-zero ~-b fail",
        "tape-target-lun-zero ~-b/0d.9 fail",
        "tape-target-lun-zero ~-b/fcsw_brodick:7.14 fail",
    ];
    NODE.reddens(&plain(), "node scope", node, &wanted, 1);
    let mut question = plain();
    question.expect.drives = Some(2);
    let lost = |saved: &mut Saved| {
        saved.cut_lines(TAPE, "fcsw-nethybridge-b", 1).cut_lines(TAPE, "fcsw-nethybridge-b", 1).count(TAPE, 6, 4);
        saved.without(DRIVES);
    };
    OVERFLOW.reddens(&question, "a drive is missing", lost, &["tape-drive-visible {} fail"], 1);
    question.expect.drives = Some(1);
    OVERFLOW.reddens(&question, "as many as expected", lost, &[], 0);
    OVERFLOW.turns(&question, "one too many from the start", |_| {}, &[], 1);
}

#[test]
fn no_drive_at_all() {
    // What is about each device or each node with tape does not apply; a changer is listed nowhere.
    let none = |saved: &mut Saved| {
        *saved.file(TAPE) = NONE.to_owned();
        *saved.file(CHANGER) = NONE.to_owned();
        saved.without(DRIVES);
    };
    let wanted = [
        "media-changer-status {} not-applicable:no-changer",
        "media-changer-visible {} not-applicable:no-changer",
        "tape-attachment {} not-applicable:no-tape-device",
        "tape-device-status {} not-applicable:no-tape-device",
        "tape-drive-qualified {} not-applicable:no-tape-device",
        "tape-drive-visible {} fail",
        "tape-lun-zero {} not-applicable:no-tape-device",
        "tape-target-lun-zero {} not-applicable:no-tape-device",
    ];
    OVERFLOW.reddens(&plain(), "none", none, &wanted, 1);
    let changers = |saved: &mut Saved| {
        for _ in 0..4 {
            saved.cut_lines(TAPE, "tape drive", 1);
        }
        saved.count(TAPE, 6, 2);
        saved.without(DRIVES);
    };
    let wanted = [
        "tape-drive-qualified {} not-applicable:no-tape-device",
        "tape-drive-visible {} fail",
        "tape-lun-zero ~-01 fail",
        "tape-lun-zero ~-02 fail",
        "tape-target-lun-zero ~-01/fcsw-boat-of-garten-a:11.126 fail",
        "tape-target-lun-zero ~-02/fcsw-boat-of-garten-a:11.126 fail",
    ];
    OVERFLOW.reddens(&plain(), "changers only", changers, &wanted, 1);
}

#[test]
fn reservations_that_are_not_the_wanted_ones() {
    let set = |first: &'static str, second: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(RESERVATIONS, "prd-01", "persistent", first).snip(RESERVATIONS, "prd-02", "persistent", second);
        }
    };
    let uniform = "tape-reservations-uniform {} fail";
    wrapped("one off", set("off", "persistent"), &["tape-reservations ~-01 fail", uniform], 1);
    wrapped("one scsi", set("persistent", "scsi"), &["tape-reservations ~-02 fail", uniform], 1);
    wrapped("both off", set("off", "off"), &["tape-reservations ~-01 fail", "tape-reservations ~-02 fail"], 1);
    let odd = ["tape-reservations ~-01 unknown:unknown-value", "tape-reservations-uniform {} unknown:unknown-value"];
    wrapped("an odd word", set("persistant", "persistent"), &odd, 3);
    let mut question = plain();
    question.reservations = "scsi".to_owned();
    let turn = |what: &str, damage: &dyn Fn(&mut Saved), wanted: &[&str], code| {
        WRAPPED.turns(&question, what, damage, wanted, code)
    };
    turn("as the document wants, not the profile", &|_| {}, &[], 1);
    let pass = ["tape-reservations ~-01 pass", "tape-reservations ~-02 pass"];
    turn("as the profile wants", &set("scsi", "scsi"), &pass, 0);
}

/// All of them, for the table.
pub(super) const EACH: [fn(); 7] = [
    a_device_that_does_not_work_normally,
    a_changer_that_does_not_work_normally,
    a_changer_that_is_listed_and_not_shown,
    a_drive_that_is_not_qualified,
    devices_and_luns,
    no_drive_at_all,
    reservations_that_are_not_the_wanted_ones,
];
