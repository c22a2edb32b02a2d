//! A ready cluster, and what stands round its session: loops and tools at a bare `$`, titles that tell of another time, lines of a
//! chat. Never ready where these take something away, and ready where they do not.

use crate::cluster::Cluster;
use crate::hiding::Case;
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

fn cases() -> Vec<Case> {
    let clusters = [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b"], "9.8P9", false),
    ];
    let of = |cluster: &Cluster| {
        let good = cluster.answers(Regime::Overflowing, true);
        Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() }
    };
    clusters.iter().map(of).collect()
}

/// What a shell does to a cluster (`CL`) behind a session.
const CHANGING: [&str; 11] = [
    "$ for c in CL; do ssh admin@$c 'vserver services ndmp off -vserver CL'; done",
    "$ while true; do ssh admin@CL \"vserver services ndmp off -vserver CL\"; done",
    "$ if true; then ssh admin@CL vserver services ndmp off; fi",
    "$ LANG=C ssh admin@CL vserver services ndmp off",
    "$ pssh -H CL vserver services ndmp off",
    "$ clush -w CL vserver services ndmp off",
    "$ parallel ssh admin@{} security login lock -username ndmp_user ::: CL",
    "$ xargs -n1 ssh admin@CL < off.txt",
    "$ make ndmp-off",
    "$ time ssh admin@CL 'vserver services ndmp off'",
    "$ curl -sk -X PATCH https://CL/api/protocols/ndmp/svms/1 -d '{\"enabled\": false}'",
];

/// What it does without touching one.
const HARMLESS: [&str; 8] = [
    "$ for c in CL other; do ping -c1 $c; done",
    "$ if grep -q true CL.txt; then echo ok; fi",
    "$ for c in CL; do ssh admin@$c 'cluster show'; done",
    "$ curl -sk https://CL/api/cluster?fields=version",
    "$ make html",
    "$ LANG=C ls -l",
    "$ while true; do date; sleep 60; done",
    "$ time gzip CL.log",
];

#[test]
fn a_loop_or_a_tool_at_a_shell_counts_where_it_changes_something() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let session = case.session(&case.good);
        for (allowed, lines) in [(&[1, 3][..], &CHANGING[..]), (&[0], &HARMLESS)] {
            for line in lines {
                let line = line.replace("CL", &case.name);
                wrong.check(allowed, &line, &Saved::text(&format!("{session}exit\nGoodbye\n\n{line}\n")));
            }
        }
    }
    wrong.none();
}

/// Titles of a capture that is not of now.
const OTHER_TIMES: [&str; 12] = [
    "How it was:",
    "Before:",
    "Vorher:",
    "Draft:",
    "Last known good:",
    "From my archive, in better times:",
    "Stand vor dem Umbau:",
    "Ancien état :",
    "Requested state:",
    "What the backup team wants to see:",
    "Slightly edited:",
    "Restored from backup:",
];

#[test]
fn a_title_of_another_time_leaves_nothing_ready() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let session = case.session(&case.good);
        for title in OTHER_TIMES {
            wrong.check(&[1, 3], title, &Saved::text(&format!("{title}\n\n{session}")));
            let both = format!("{title}\n\n{session}\nAfter the change:\n\n{session}");
            wrong.check(&[0], &format!("{title} and what holds now"), &Saved::text(&both));
        }
        for title in ["Now:", "Output of today:", "Result of the commands that you asked for:", "Stand heute:"] {
            wrong.check(&[0], title, &Saved::text(&format!("{title}\n\n{session}")));
        }
    }
    wrong.none();
}

/// Lines of chats, tickets and notes.
const NOTES: [&str; 11] = [
    "[5/7/25, 10:02 AM] Ole Hansen: looks good\n[5/7/25, 4:40 PM] Ole Hansen: NDMP is off now",
    "2025-05-07: ndmp off",
    "- LIFs fine\n- tapes fine\n- NDMP off",
    "Rolled back.",
    "Enable NDMP on Vserver: false",
    "Please ignore what Ole sent.",
    "7 May, OH: removed NODE_icl1",
    "Good morning,\nNDMP is off.\nRegards",
    "Scratch that, it was the lab.",
    "nv_backup locked out again",
    "Disregard the above.",
];

#[test]
fn a_note_in_few_words_counts() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let session = case.session(&case.good);
        for note in NOTES {
            let node = if case.name == "esk" { "esk-a" } else { "tay7-01" };
            let note = note.replace("NODE", node);
            wrong.check(&[1, 3], &note, &Saved::text(&format!("{session}\n\n{note}\n")));
        }
    }
    wrong.none();
}
