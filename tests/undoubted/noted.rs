//! Run books: what somebody wrote between an answer and the next prompt, the title of the next step or a note that all is well. Behind
//! an answer that ONTAP does not count, too: an instance view, the media changers, one row.

use crate::saved::{Saved, plain};
use crate::wrong::Wrong;
use crate::{clusters, good};

/// A session with the words below each answer, apart from it.
fn noted(name: &str, answers: &[(String, String)], words: &str) -> String {
    let one = |(command, text): &(String, String)| format!("{name}::> {command}\n{text}\n\n{words}\n\n");
    answers.iter().map(one).collect::<String>() + &format!("{name}::> exit\n")
}

/// The answers, and an instance view behind them, which ONTAP does not count.
fn all(cluster: &crate::Cluster) -> crate::Answers {
    let mut answers = good(cluster);
    let view = format!(
        "\n                             Vserver: {0}\n                        NDMP Version: 4\n                 Authentication Type: challenge\n              Enable NDMP on Vserver: true\n",
        cluster.name
    );
    answers.push((format!("vserver services ndmp show -vserver {}", cluster.name), view));
    answers.push(("version".to_owned(), format!("NetApp Release {}: Fri Mar 14 10:02:12 UTC 2025", cluster.release)));
    answers
}

/// Titles of steps and notes.
const CAPTIONS: [&str; 24] = [
    "Step 12: Check the tape reservations",
    "12) Check that the backup user exists and is not locked  [read only]",
    "12. Check the tape reservations.",
    "Q12: Is it so that NDMP is enabled on the admin SVM?",
    "## 12 Check the users",
    "### Reservations",
    "# check the next table",
    "h2. Services of the LIFs",
    "-- [x] Check that no node is down",
    "=== Section 5: NDMP service ===",
    "10:42 Check the users",
    "[INFO] 12/16 Check the tape reservations",
    "Checking the tape reservations ...",
    "OK.",
    "Looks good.",
    "✔ passed",
    "Passt.",
    "As expected.",
    "| Result | OK |",
    "Result: OK",
    "Findings: none",
    "Checked: NB",
    "All good here, next.\n\nStep 7: List the SVMs",
    "Ensuite les lecteurs de bande :",
];

#[test]
fn titles_and_notes_behind_every_answer_take_nothing_away() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, all(&cluster));
        for words in CAPTIONS {
            wrong.check(&[0], &format!("{name}: {words}"), &Saved::text(&noted(name, &answers, words)));
        }
    }
    wrong.none();
}

/// What is not shown, or not so.
const UNSHOWN: [&str; 14] = [
    "Step 12: the rest was left out",
    "### and so on ...",
    "... more of them",
    "(one more was hidden)",
    "# 2 rows deleted",
    "Not all are shown.",
    "Some lines are missing here.",
    "Only the first page.",
    "I cut the others.",
    "Result: NOK",
    "<snip>",
    "Shortened for this mail.",
    "## Planned values",
    "# still wrong",
];

/// What ONTAP, or somebody, may say of an answer in words that nobody listed: where the answer must be all there, it is in doubt. A row
/// that is shown is shown all the same.
const UNLISTED: [&str; 8] = [
    "Data is stale.",
    "Entries from one node are unavailable.",
    "Check the connection to the node.",
    "Access is restricted for this role.",
    "Output limited to the local node.",
    "Is a duplicate entry",
    "Please try again later.",
    "## Cached from yesterday",
];

#[test]
fn words_on_what_is_not_shown_behind_an_answer_that_is_not_counted_leave_it_in_doubt() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, all(&cluster));
        let needed = |at: usize| {
            let others: crate::Answers =
                answers.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, own)| own.clone()).collect();
            Saved::text(&noted(name, &others, "")).report(&plain()).exit_code != 0
        };
        // What is a sentence ends with it.
        let is_ended = |(command, text): &(String, String)| {
            text.contains("entries were displayed.") || command == "version" || command.contains("node-scope-mode")
        };
        for at in (0..answers.len()).filter(|&at| !is_ended(&answers[at]) && needed(at)) {
            let unlisted = UNLISTED.iter().filter(|_| !answers[at].0.contains(" -role "));
            for words in UNSHOWN.iter().chain(unlisted) {
                let mut own = answers.clone();
                own[at].1 += &format!("\n\n{words}\n");
                let text = noted(name, &own, "");
                wrong.check(&[1, 3], &format!("{name}: {}: {words}", own[at].0), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}
