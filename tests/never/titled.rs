//! A ready cluster with something broken, and a title, a sentence or a message beside its answers that tells of it: captures under
//! titles whose order nobody knows, titles that name another cluster, words that speak against what they stand beside. Never
//! ready; and ready where the words say nothing of the kind.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::{Answers, Case};
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

/// Every break of a cluster, with what it is called.
fn cases() -> Vec<(String, Case)> {
    let cluster = Cluster::ready("tay7", &["-01", "-02", "-03"], "9.15.1", false);
    let mut cases = Vec::new();
    for (at, found) in BREAKS.iter().enumerate().filter(|(_, found)| found.is_old != Some(true)) {
        let mut broken = cluster.clone();
        (found.damage)(&mut broken);
        let printed = |cluster: &Cluster| cluster.answers(Regime::Overflowing, at % 2 == 0);
        let (good, bad) = (printed(&cluster), printed(&broken));
        cases.push((found.name.to_owned(), Case { name: cluster.name.clone(), good, bad, other: Vec::new() }));
    }
    cases
}

/// What the break changes, as it is without it.
fn changed_good(case: &Case) -> Answers {
    case.changed().iter().map(|(command, good, _)| ((*command).to_owned(), (*good).to_owned())).collect()
}

/// How titles are drawn: `T` is the text.
const DRAWN: [&str; 6] = ["T", "=== T ===", "## T", "T:", "[T]", "-----\nT\n-----"];

fn drawn(title: &str, at: usize) -> String {
    DRAWN[at % DRAWN.len()].replace('T', title)
}

/// Titles of which the upper one stands above what holds now.
const OPEN: [(&str, &str); 20] = [
    ("update", "original post"),
    ("current", "previous"),
    ("actual", "target"),
    ("as is", "to be"),
    ("Ist", "Soll"),
    ("v2", "v1"),
    ("2nd run", "1st run"),
    ("post check", "pre check"),
    ("21/11/2026", "20/11/2026"),
    ("21-Nov-2026", "20-Nov-2026"),
    ("Friday", "Monday"),
    ("KW48", "KW47"),
    ("09:30", "08:30"),
    ("step 2", "step 1"),
    ("PROD", "DR"),
    ("site A", "site B"),
    ("correct output", "wrong output"),
    ("ours", "example from the guide"),
    ("Max", "Eva"),
    ("here is what I see", "here is what Eva sees"),
];

#[test]
fn captures_under_titles_have_no_order_of_themselves() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        for (other, (upper, lower)) in OPEN.iter().enumerate().skip(at % 7).step_by(7) {
            let (upper, lower) = (drawn(upper, at + other), drawn(lower, at + other));
            let (whole, part) = (case.session(&case.good), case.session(&changed_good(&case)));
            for below in [&whole, &part] {
                let text = format!("{upper}\n\n{}\n{lower}\n\n{below}", case.session(&case.bad));
                wrong.check(&[1, 3], &format!("{what} under {upper:?}, {lower:?} below"), &Saved::text(&text));
            }
            let text = format!("{upper}\n\n{whole}\n{lower}\n\n{whole}");
            if !lower.contains("example") && !lower.contains("wrong") {
                wrong.check(&[0], &format!("{what} twice the same, {lower:?}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

/// Titles that tell that the lower one is the newer one.
const TOLD: [(&str, &str); 12] = [
    ("before", "after"),
    ("first run", "second run"),
    ("step 1", "step 2"),
    ("comment #1", "comment #2"),
    ("v1", "v2"),
    ("original post", "update"),
    ("20/11/2026", "21/11/2026"),
    ("2026-11-20", "2026-11-21"),
    ("08:30", "09:30"),
    ("Eva", "now"),
    ("vorher", "nachher"),
    ("KW47", "KW48"),
];

#[test]
fn titles_that_tell_an_order_keep_it() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        for (other, (upper, lower)) in TOLD.iter().enumerate().skip(at % 3).step_by(3) {
            let (upper, lower) = (drawn(upper, at + other), drawn(lower, at + other));
            let text = format!("{upper}\n\n{}\n{lower}\n\n{}", case.session(&case.bad), case.session(&case.good));
            wrong.check(&[0], &format!("{what} under {upper:?}, {lower:?} below"), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// What is changed between two looks is a session, whatever stands above its parts.
#[test]
fn a_change_between_tells_the_order() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        let change = BREAKS.iter().find(|found| found.name == what).unwrap().changes.first();
        let Some(change) = change.map(|change| change.replace('C', &case.name).replace('N', "tay7-02")) else {
            continue;
        };
        let (bad, good, prompt) = (case.session(&case.bad), case.session(&case.good), case.prompt());
        let text = format!("{}\n\n{bad}{prompt}{change}\n\n{}\n\n{good}", drawn("LIFs", at), drawn("the rest", at));
        // What a command made of a drive stands in the place of its name, and that is where it was shown first.
        let allowed: &[u8] = if what == "drive-offline" { &[0, 3] } else { &[0] };
        wrong.check(allowed, &format!("{what} `{change}`"), &Saved::text(&text));
    }
    wrong.none();
}

/// Titles that name a cluster: `@` is its name.
const NAMED: [&str; 9] =
    ["=== @ ===", "# @", "Cluster: @", "[@]", "@:", "Output from @", "Host @", "@.example.com", "*@*"];

/// Answers behind commands without the name of a cluster.
fn bare(answers: &Answers) -> String {
    answers.iter().map(|(command, text)| format!("$ {command}\n{text}\n")).collect()
}

#[test]
fn a_title_may_name_another_cluster() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        let changed = changed_good(&case);
        let rest: Answers = case.good.iter().filter(|answer| !changed.contains(answer)).cloned().collect();
        for form in NAMED.iter().skip(at % 3).step_by(3) {
            let title = |name: &str| form.replace('@', name);
            let text = format!("{}\n\n{}\n{}\n\n{}", title("tay7"), bare(&rest), title("tay8"), bare(&changed));
            wrong.check(&[1, 3], &format!("{what} below {:?}", title("tay8")), &Saved::text(&text));
            let text = format!("{}\n\n{}\n{}\n\n{}", title("tay7"), bare(&rest), title("tay7"), bare(&changed));
            wrong.check(&[0], &format!("{what} below {:?} twice", title("tay7")), &Saved::text(&text));
            let text = format!("{}\n\n{}\n{}\n\n{}", title("tay7-01"), bare(&rest), title("tay7-02"), bare(&changed));
            wrong.check(&[0], &format!("{what} below {:?}", title("tay7-02")), &Saved::text(&text));
        }
        let file = |(command, text): &(String, String)| {
            let host = if changed.iter().any(|(own, _)| own == command) { "tay8" } else { "tay7" };
            (format!("{}_{host}.txt", command.replace(' ', "_")), text.clone())
        };
        let saved = Saved { files: case.good.iter().map(file).collect() };
        wrong.check(&[1, 3], &format!("{what} in files of another cluster"), &saved);
    }
    wrong.none();
}

/// Words that speak against the answers beside them.
const AGAINST: [&str; 27] = [
    "N is down since this morning.",
    "N was taken over",
    "NDMP was turned off",
    "NDMP is disabled",
    "the NDMP service does not run",
    "the user is locked",
    "backup-ndmp-control was removed from the policy",
    "tape.reservations is now off",
    "this output is old",
    "outdated",
    "wrong cluster, sorry",
    "this is from the DR cluster",
    "example from the documentation",
    "this is how it should look",
    "I edited the output",
    "some rows removed",
    "truncated",
    "no longer valid",
    "will be enabled tonight",
    "Knoten N ist ausgefallen",
    "veralteter Stand",
    "le noeud N est hors service",
    "NDMP está deshabilitado",
    "NDMP 已禁用",
    "Open points:\n- enable NDMP on the second cluster\n- ndmp_user still locked",
    "Errors: none, but NDMP is still disabled",
    "Offene Punkte: Benutzer ist noch gesperrt",
];

/// Words that say nothing of the answers beside them.
const HARMLESS: [&str; 13] = [
    "Then I looked at the LIFs:",
    "Here is what you asked for.",
    "Kind regards, Ann",
    "NDMP node-scope-mode is disabled, so this is SVM scope:",
    "Next, tape drives:",
    "I removed the passwords.",
    "All green as far as I can see.",
    "Is NDMP disabled?",
    "Danach die Bandlaufwerke:",
    "Et voilà.",
    "No errors here.",
    "Confidential - do not distribute",
    "All up, nothing is down.",
];

/// The session with words above answer number `at`, and those with it on top and at the end.
fn with_words(case: &Case, words: &str, at: usize) -> [String; 3] {
    let session = case.session(&case.good);
    let (above, below) = case.good.split_at(1 + at % (case.good.len() - 1));
    let (above, below) = (case.session(&above.to_vec()), case.session(&below.to_vec()));
    let above = above.trim_end().trim_end_matches(case.prompt().trim_end());
    [
        format!("{above}{words}\n\n{below}"),
        format!("{words}\n\n{session}"),
        format!("{session}exit\nGoodbye\n\n{words}\n"),
    ]
}

#[test]
fn words_that_speak_against_an_answer_take_its_proof() {
    let mut wrong = Wrong::default();
    let (_, case) = cases().swap_remove(0);
    for (at, words) in AGAINST.iter().enumerate() {
        let words = words.replace('N', "tay7-02").replace("tay7-02DMP", "NDMP");
        for (place, text) in with_words(&case, &words, at).iter().enumerate() {
            wrong.check(&[1, 3], &format!("{words:?} at {place}"), &Saved::text(text));
        }
    }
    for (at, words) in HARMLESS.iter().enumerate() {
        // Behind what ONTAP does not count, nothing but a title or its own prompt may stand.
        for (place, text) in with_words(&case, words, 1 + at % 2).iter().enumerate() {
            wrong.check(&[0], &format!("{words:?} at {place}"), &Saved::text(text));
        }
    }
    wrong.none();
}

/// Messages of the console, with whether they speak of what must be.
const MESSAGES: [(&str, bool); 8] = [
    ("Nov 20 08:10:01 [tay7-02:vifmgr.lifdown.noports:EMERGENCY]: LIF tay7-02_icl1 is being unconfigured.", true),
    ("Wed Nov 20 08:10:01 UTC [tay7-02: netif.linkDown:info]: Ethernet e0c: Link down, check cable.", true),
    ("Nov 20 08:10:01 [tay7-02:tapemc.device.offline:error]: Tape device 0c.7 is offline.", true),
    ("Nov 20 08:10:01 [tay7-01:cf.fsm.takeoverStarted:NOTICE]: Failover monitor: takeover started", true),
    ("Nov 20 08:10:01 [tay7-01:kern.syslog.msg:notice]: NDMP service disabled on Vserver tay7.", true),
    ("Nov 20 08:10:01 [tay7-01:useradmin.account.locked:warning]: User ndmp_user has been locked.", true),
    ("Broadcast Message from root@tay7-02: *** System going down IMMEDIATELY ***", true),
    ("Nov 20 08:10:01 [tay7-01:wafl.vol.autoSize.done:info]: Automatic increase size of volume v9 done.", false),
];

#[test]
fn messages_of_the_console_take_the_proof_of_what_they_speak_of() {
    let mut wrong = Wrong::default();
    let (_, case) = cases().swap_remove(0);
    let (session, prompt) = (case.session(&case.good), case.prompt());
    for (message, is_trouble) in MESSAGES {
        let allowed: &[u8] = if is_trouble { &[1, 3] } else { &[0] };
        // Behind a prompt it seems to be typed, and nobody knows what that does.
        let typed = format!("{}{message}\n", session.trim_end_matches('\n'));
        for (place, text) in [
            format!("{session}{message}\n{prompt}\n"),
            if is_trouble { typed } else { session.clone() },
            format!("{session}\n{message}\n\n{prompt}exit\nGoodbye\n"),
        ]
        .iter()
        .enumerate()
        {
            wrong.check(allowed, &format!("{message:?} at {place}"), &Saved::text(text));
        }
        // Shown once more behind it, all is known again.
        let text = format!("{session}{message}\n{session}");
        wrong.check(&[0], &format!("{message:?} and all again"), &Saved::text(&text));
    }
    wrong.none();
}
