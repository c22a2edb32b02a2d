//! A page names a command with a filter, says something of it, and shows the answer in a frame of its own: the answer is to that
//! command, whatever stands between the two. Without its filter it would tell that nothing else is there.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![allow(dead_code, clippy::allow_attributes, reason = "other tests use other parts of what is shared")]

#[path = "saved/mod.rs"]
mod saved;
mod session;

use ndmp_preflight::table::Status;
use saved::{Saved, of_rule, plain};
use session::read;

const ABOVE: &str = "cl1::> version
NetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023

cl1::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
tay-01                true    true
tay-02                true    true
2 entries were displayed.

";

const LIFS: &str = "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
cl1
            ic1          up/up    192.0.2.61/24      tay-01        e0d     true
            ic2          up/up    192.0.2.62/24      tay-01        e0e     true
2 entries were displayed.
";

const COMMAND: &str = "network interface show -service-policy default-intercluster -curr-node tay-01";

/// How a page names the command.
const HEADS: [&str; 9] = [
    "```bash\nCMD\n# the intercluster LIFs of this node should be up\n```",
    "```\nCMD\n```",
    "- `CMD`",
    "* CMD",
    "1. `CMD`",
    "- Run `CMD`:",
    "The LIFs of one node, by `CMD`, are these.",
    "We asked with CMD.",
    "**CMD**",
];

/// What stands between the two.
const BETWEEN: [&str; 5] =
    ["", "Result (two LIFs):", "Some words.", "# a comment", "This is what we have got on that day, and it is good."];

#[test]
fn an_answer_in_a_frame_below_a_named_command_keeps_its_filter() {
    let mut wrong = Vec::new();
    for head in HEADS {
        for between in BETWEEN {
            for (open, close) in [("```\n", "```\n"), ("<pre>\n", "</pre>\n"), ("{code}\n", "{code}\n")] {
                let head = head.replace("CMD", COMMAND);
                let text = format!("{ABOVE}{head}\n\n{between}\n\n{open}{LIFS}{close}");
                let outcomes = Saved::text(&text).outcomes(&plain());
                let told = of_rule(&outcomes, "intercluster-lif-per-node");
                if !told.iter().any(|own| own.contains("unknown")) || told.iter().any(|own| own.contains("fail")) {
                    wrong.push(format!("{head:?}, {between:?}, {open:?}: {told:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// The first column of what `facts` would show.
fn lines(text: &str) -> Vec<(String, usize, Status)> {
    read(text).answers.iter().map(|answer| (answer.command_line(), answer.records.len(), answer.status)).collect()
}

/// A block of AsciiDoc ends with the line that began it; what the page says below is none of the answer, which one row alone may be.
#[test]
fn a_block_of_a_page_ends_with_the_line_that_began_it() {
    let row = "Vserver        Type    Subtype    State      State       Volume     Aggregate
-------------- ------- ---------- ---------- ----------- ---------- ----------
svm_backup     data    default    stopped    stopped     rv         aggr1";
    let heading = "                                  Admin      Operational Root";
    for below in [
        ". From the source, run the following command:",
        "+\nLearn more about `vserver show`.",
        "NOTE: The state is *stopped*.",
    ] {
        let text = format!("+\n----\ncl1::> vserver show\n{heading}\n{row}\n----\n\n{below}\n");
        assert_eq!(lines(&text), [("vserver show".to_owned(), 1, Status::Complete)], "{below}");
    }
}

/// What a page tells in general terms nobody typed: it has no answer, good or bad.
#[test]
fn a_command_with_a_placeholder_is_no_answer() {
    for named in ["network interface show -vserver _vserver_name_", "`network interface show -vserver <svm>`"] {
        for said in [
            "In this example, \"`lif1`\" is not located on the home port.",
            "It is not an error.",
            "security login create \\",
        ] {
            assert_eq!(lines(&format!("{named}\n+\n{said}\n")), [], "{named}: {said}");
        }
    }
}

/// Words with a blank before a cell in its place may be the end of the cell before: neither is certain.
#[test]
fn no_cell_takes_the_rest_of_the_one_before_it() {
    let text = "cl1::> system node show -fields model,serialnumber
node         model       serialnumber
-------      --------    -------------
tay-01       AFF A400    8ABC123456
tay-02       AFF A400    8ABC123457
2 entries were displayed.

cl1::> ";
    let answers = read(text);
    for record in answers.answers[0].records.iter() {
        for name in ["model", "serialnumber"] {
            assert!(record.cell(name).is_none(), "{name}: {:?}", record.cell(name));
        }
    }
}

/// Of several commands for one table nobody knows which an answer is to: what all of them ask for holds, and it is not whole.
#[test]
fn an_answer_below_several_commands_is_whole_for_none_of_them() {
    let command = "network interface show -role intercluster";
    for (above, held) in [
        (format!("{command} -curr-node tay-01\n{command}\n"), " -role intercluster"),
        (format!("{command}\n{command} -curr-node tay-01\n"), " -role intercluster"),
        (format!("{command}\nnetwork interface show\n"), ""),
        ("network interface show -status-oper down\nnetwork interface show\n".to_owned(), ""),
        (format!("{command} -curr-node tay-01\n# and all of them\n\n{command}\n"), " -role intercluster"),
        (format!("vserver show\n{command} -curr-node tay-01\n{command}\n"), " -role intercluster"),
    ] {
        for text in [
            format!("```\n{above}```\n\n```\n{LIFS}```\n"),
            format!("{above}\n{LIFS}\n"),
            format!("```\n{above}```\n{LIFS}\n"),
            format!("```\n{above}```\n\nThey print what follows here.\n\n```\n{LIFS}```\n"),
        ] {
            let told: Vec<_> =
                lines(&text).into_iter().map(|(line, rows, status)| (line, rows, status != Status::Complete)).collect();
            assert_eq!(told, [(format!("network interface show{held}"), 2, true)], "{text}");
            let outcomes = Saved::text(&format!("{ABOVE}{text}")).outcomes(&plain());
            let told = of_rule(&outcomes, "intercluster-lif-per-node");
            assert!(told.iter().all(|own| !own.contains("fail")), "{told:?}\n{text}");
        }
    }
    // What they show of the rows is another matter, and so is what a page says in general terms before.
    for above in [
        format!("network interface show -vserver <svm>\n{command}\n"),
        format!("{command}\nnetwork interface show -fields role -role intercluster\n"),
        format!("network interface show -role <role>\n{command}\n"),
    ] {
        let told = lines(&format!("```\n{above}```\n\n```\n{LIFS}```\n"));
        assert_eq!(told[0].1, 2, "{above}");
        assert_ne!(told[0].0.contains("-role intercluster"), above.contains("<svm>"), "{told:?}");
    }
}

/// What a page says right behind the line that ends a block is none of the answer in it, whichever line that is.
#[test]
fn what_stands_right_behind_the_end_of_a_block_is_the_page_s() {
    let block = format!("cl1::> network interface show\n{LIFS}");
    let single = "cl1::> cluster show -node tay-01\nNode                  Health  Eligibility\n\
                  --------------------- ------- ------------\ntay-01                true    true\n";
    for mark in ["----", "....", "===="] {
        for said in [
            ". Create a schedule: `job schedule cron create -name NAME`",
            "Learn more about `network interface show` in the reference.",
            "+\nLearn more about it.",
            "* Another step of the list",
            "NOTE: The LIFs of this node are shown.",
        ] {
            for (text, rows) in [(block.as_str(), 2), (single, 1)] {
                let told = lines(&format!("+\n{mark}\n{text}{mark}\n{said}\n"));
                assert_eq!((told.len(), told[0].1, told[0].2), (1, rows, Status::Complete), "{mark} {said}\n{text}");
            }
        }
    }
    // Dots are rows that were left out where no such line began the block.
    let told = lines(&format!(
        "```\ncl1::> network interface show\n{}....\n```\n",
        LIFS.replace("2 entries were displayed.\n", "")
    ));
    assert_eq!(told[0].2, Status::CutOff);
}

/// Dots in the place of failover targets say that there are some.
#[test]
fn targets_that_a_page_left_out_are_no_empty_list() {
    for dots in ["...", ".......", "\u{2026}", "tay-01:e0c, ..."] {
        let text = format!(
            "cl1::> network interface show -failover
         Logical         Home                  Failover        Failover
Vserver  Interface       Node:Port             Policy          Group
-------- --------------- --------------------- --------------- ---------------
cl1
         ic1             tay-01:e0c            local-only      Default
                                               Failover Targets: {dots}
         ic2             tay-02:e0c            local-only      Default
                                               Failover Targets:
                                               {dots}
2 entries were displayed.

cl1::>
"
        );
        let read = read(&text);
        let answer = &read.answers[0];
        assert_ne!(answer.status, Status::Complete, "{text}");
        let last = answer.records.iter().last().unwrap();
        assert!(last.cell("failover-targets").is_none(), "{:?} in {text}", last.cell("failover-targets"));
    }
}
