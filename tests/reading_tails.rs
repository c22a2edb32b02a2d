//! What people write below an answer, or a page shows there: no record is made of it, and the rows above keep their cells. The texts are
//! made of the examples of all tables, without ONTAP's count.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be, and shows it")]

#[path = "reading/examples.rs"]
mod examples;

use examples::{Told, answers, examples, told};

/// What stands below answers in mail, chats, wikis, forums and pages.
const TAILS: [&str; 44] = [
    "- link one\n- link two",
    "* a\n* b",
    "- the first one (optional)",
    "2. Now enable it\n3. Check again",
    "1) do this",
    "\u{2022} one\n\u{2022} two",
    "a) first\nb) second",
    "Posted by jane on 3 May 2021",
    "Jane Doe\nStorage Team",
    "Step 2",
    "0 Kudos",
    "Mit freundlichen\nGruessen",
    "Mit freundlichen Gr\u{fc}\u{df}en\nHans Muster",
    "https://docs.example.com/us-en/show.html",
    "see https://docs.example.com/x for more",
    "Thanks",
    "Thanks!",
    "OK",
    "(edited)",
    "-- \nJane Doe\nexample.com",
    "10:33",
    "12 May 2021 09:15",
    "Like\nReply",
    "View solution",
    "Best regards,\nJane",
    "Cheers\nTom",
    "Next: check the ports",
    "Now what",
    "is this ok",
    "Sent from my iPhone",
    "Regards",
    "Jane Doe | Storage Team | Example",
    "Tel. +49 30 1234",
    "Comment by Jane Doe [ 03/May/21 ]",
    "all good here",
    "node 2 next",
    "Done",
    "Next part\n=========",
    "## Next step",
    "Page 1 of 3",
    "jane.doe\nLevel 2",
    "Show more",
    "Node Level specifics",
    "cluster1 backup team",
];

/// Whether all that was read of a record was printed of one.
fn is_part(record: &Told, printed: &[Told]) -> bool {
    printed.iter().any(|own| record.iter().all(|(name, value)| own.get(name) == Some(value)))
}

#[test]
fn what_stands_below_an_answer_is_no_record_and_takes_no_cell_away() {
    let (mut tried, mut whole) = (0, 0);
    for (table, text) in examples() {
        let printed = told(&answers(table, &format!("{text}\norkney::>\n")));
        for (gap, tail) in ["", "\n"].into_iter().flat_map(|gap| TAILS.map(|tail| (gap, tail))) {
            let text = format!("{text}{gap}{tail}\n");
            let read = told(&answers(table, &text));
            tried += 1;
            whole += usize::from(read == printed);
            let strange = read.iter().find(|record| !is_part(record, &printed));
            assert!(strange.is_none() && read.len() <= printed.len(), "{strange:?} was read of\n{text}");
        }
    }
    assert!(tried > 4000, "{tried} texts were tried");
    assert!(whole * 1000 >= tried * LEAST, "{whole} of {tried} were read in full");
}

/// Of a thousand such texts so many are read in full at least.
const LEAST: usize = 985;
