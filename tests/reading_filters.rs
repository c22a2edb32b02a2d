//! A page names a command with a filter, says something of it, and shows the answer in a frame of its own: the answer is to that
//! command, whatever stands between the two. Without its filter it would tell that nothing else is there.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![allow(dead_code, clippy::allow_attributes, reason = "other tests use other parts of what is shared")]

#[path = "saved/mod.rs"]
mod saved;

use saved::{Saved, of_rule, plain};

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
