//! Blocks of labels, with words below them and with a label told twice.

use ndmp_preflight::table::{Answer, Definition, Status, TableExample};

use super::{CATALOG, Told, answers, printed, session, told};

/// Label blocks among the whole examples, with what is read of them.
fn blocks() -> Vec<(&'static Definition, String, Vec<Told>)> {
    let is_block = |example: &TableExample| {
        let labels = example.input.lines().filter(|line| line.contains(": ")).count();
        labels >= 2 && !example.input.contains("---") && !example.input.contains("entries were")
    };
    let of = |(table, command, example): (&'static Definition, &str, &TableExample)| {
        let text = session(command, &example.input);
        let text = text.trim_end().rsplit_once('\n').map_or(String::new(), |(text, _)| text.trim_end().to_owned());
        // The last label's value is what is at stake.
        let is_asked = text.contains(&format!("> {}", table.command));
        let read = printed(table, command, example).filter(|read| is_asked && read.len() == 1)?;
        Some((table, text, read))
    };
    let all = CATALOG.tables.iter().flat_map(|table| {
        let whole = table.examples.iter().filter(|example| example.status == Status::Complete && is_block(example));
        whole.map(move |example| (table, example.command.as_deref().unwrap_or(&table.command), example))
    });
    all.filter_map(of).collect()
}

#[test]
fn words_below_a_block_of_labels_take_no_value_from_it() {
    let blocks = blocks();
    assert!(blocks.len() >= 8, "only {} blocks", blocks.len());
    for (table, text, own) in blocks {
        for words in
            ["Next step", "Thanks!", "10:33", "2. Next step", "** To set it, run the following command:", "Reply"]
        {
            for gap in ["\n\n", "\n\n\n", "\n----\n\n"] {
                let said = format!("{text}{gap}{words}\n");
                let answers: Vec<Answer> =
                    answers(&said).into_iter().filter(|answer| answer.command == table.command).collect();
                let read: Vec<Told> = answers.iter().flat_map(told).collect();
                assert_eq!(read, own, "{said}");
                let is_unread = answers.iter().any(|answer| answer.status == Status::Unreadable);
                assert!(!is_unread, "called unreadable:\n{said}");
            }
        }
    }
}

#[test]
fn a_label_that_is_told_twice_is_unknown() {
    for (table, text, own) in blocks() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().skip(2) {
            let Some((label, value)) = line.split_once(": ").filter(|(_, value)| !value.trim().is_empty()) else {
                continue;
            };
            let field = own[0].iter().find(|(name, own)| **own == value.trim() && !table.key.contains(name));
            let Some((field, _)) = field.filter(|_| own[0].values().filter(|own| *own == value.trim()).count() == 1)
            else {
                continue;
            };
            let twice = format!("{text}\n{label}: other{at}\n");
            let answers: Vec<Answer> =
                answers(&twice).into_iter().filter(|answer| answer.command == table.command).collect();
            let read: Vec<Told> = answers.iter().flat_map(told).collect();
            assert!(read.iter().all(|record| !record.contains_key(field)), "{field} is told of {read:?} in\n{twice}");
            assert!(answers.iter().all(|answer| answer.status != Status::Complete), "called complete:\n{twice}");
        }
    }
}
