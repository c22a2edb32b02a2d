//! Answers that somebody exported, drew, framed or masked: each example of each table in every form, as people paste them. No value
//! may be read wrongly, and nearly all records must be read whole.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends at the first thing that is not as it must be, and shows it"
)]

#[path = "reading/blocks.rs"]
mod blocks;
#[path = "reading/exports.rs"]
mod exports;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use exports::{FORMS, FRAMES, Grid};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Kind, Record, Status, TableExample};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// Fields of a record with their values as text.
type Told = BTreeMap<String, String>;

fn answers(text: &str) -> Vec<Answer> {
    let captures = vec![Capture::of_text("paste.txt", text)];
    table::read("paste", captures, &CATALOG.tables).into_iter().flat_map(|reading| reading.answers).collect()
}

fn told(answer: &Answer) -> Vec<Told> {
    let text = |cell: &table::Cell| cell.value.text().replace(", ", ",");
    let of = |record: &Record| record.fields.iter().map(|(name, cell)| (name.clone(), text(cell))).collect();
    answer.records.iter().map(|record| of(&record)).collect()
}

/// The whole examples of a table that are taken.
const OF_EACH: usize = 3;

/// Whole examples of all tables, with the command that was typed.
fn examples() -> impl Iterator<Item = (&'static Definition, &'static str, &'static TableExample)> {
    let of = |table: &'static Definition| {
        let whole = table.examples.iter().filter(|example| example.status == Status::Complete);
        whole.take(OF_EACH).map(move |example| (table, example.command.as_deref().unwrap_or(&table.command), example))
    };
    CATALOG.tables.iter().flat_map(of)
}

fn session(command: &str, text: &str) -> String {
    // Some examples are sessions themselves.
    match text.contains("::") && text.contains('>') {
        true => text.to_owned(),
        false => format!("orkney::> {command}\n{}\n\norkney::>\n", text.trim_end_matches('\n')),
    }
}

/// The records of an example as it is printed.
fn printed(table: &Definition, command: &str, example: &TableExample) -> Option<Vec<Told>> {
    let answers = answers(&session(command, &example.input));
    answers.iter().find(|answer| answer.command == table.command && !answer.records.is_empty()).map(told)
}

fn is_part(read: &Told, all: &[Told]) -> bool {
    all.iter().any(|own| read.iter().all(|(name, value)| own.get(name) == Some(value)))
}

/// How many of the printed records are read whole, those of other tables included that are read wrongly.
fn judge(table: &Definition, text: &str, drawn: &[Told]) -> usize {
    // A few headings are those of two commands.
    let answers: Vec<Answer> = answers(text).into_iter().filter(|answer| answer.command == table.command).collect();
    for answer in &answers {
        for record in &told(answer) {
            assert!(is_part(record, drawn), "{record:?} was not written in\n{text}");
        }
        let is_short = answer.status == Status::Complete && answer.records.len() < drawn.len();
        assert!(!is_short, "called complete with {} records:\n{text}", answer.records.len());
    }
    let read: Vec<Told> = answers.iter().flat_map(told).collect();
    drawn.iter().filter(|record| read.contains(record)).count()
}

/// The columns in which somebody draws these records: their fields, or headings as ONTAP has them.
fn columns(table: &Definition, records: &[Told], is_headed: bool) -> Vec<(String, Vec<String>)> {
    let has = |name: &String| records.iter().all(|record| record.contains_key(name));
    let is_plain = |name: &String| {
        let kind = table.column(name).map(|column| &column.kind);
        has(name) && kind.is_some_and(|kind| !matches!(kind, Kind::ServiceAddresses | Kind::Targets))
    };
    let mut drawn: Vec<(String, Vec<String>)> = Vec::new();
    for name in records[0].keys().filter(|name| is_plain(name)) {
        let whole = table.columns.iter().find(|column| column.splits.contains(name) && column.splits.iter().all(has));
        let column = whole.filter(|_| is_headed).or_else(|| table.column(name));
        let Some(column) = column else { continue };
        let heading = column.headings.first().map(|lines| lines.join(" ")).or_else(|| column.labels.first().cloned());
        let fields = if is_headed && whole.is_some() { column.splits.clone() } else { vec![name.clone()] };
        let heading = if is_headed { heading.unwrap_or_default() } else { name.clone() };
        if !drawn.iter().any(|(other, own)| *own == fields || *other == heading) {
            drawn.push((heading, fields));
        }
    }
    // Whoever draws a table begins with what tells its rows apart.
    let is_key = |fields: &[String]| table.key.iter().position(|key| fields.contains(key)).unwrap_or(usize::MAX);
    drawn.sort_by_key(|(_, fields)| is_key(fields));
    drawn
}

/// The records as cells, and as what these tell.
fn grid(table: &Definition, records: &[Told], is_headed: bool) -> Option<(Grid, Vec<Told>)> {
    let columns = columns(table, records, is_headed);
    let between = |fields: &[String]| if fields.iter().any(|field| field.contains("port")) { ":" } else { "/" };
    let cell = |record: &Told, fields: &[String]| {
        fields.iter().map(|field| record[field].as_str()).collect::<Vec<_>>().join(between(fields))
    };
    let row = |record: &Told| columns.iter().map(|(_, fields)| cell(record, fields)).collect::<Vec<String>>();
    let rows: Vec<Vec<String>> = records.iter().map(row).collect();
    let heading: Vec<String> = columns.iter().map(|(heading, _)| heading.clone()).collect();
    let has_keys = table.key.iter().all(|key| columns.iter().any(|(_, fields)| fields.contains(key)));
    let is_drawn = |name: &String| columns.iter().any(|(_, fields)| fields.contains(name));
    let of =
        |record: &Told| record.iter().filter(|(name, _)| is_drawn(name)).map(|(a, b)| (a.clone(), b.clone())).collect();
    let drawn: Vec<Told> = records.iter().map(of).collect();
    (has_keys && columns.len() > 2).then_some((Grid { heading, rows }, drawn))
}

#[test]
fn tables_in_every_form_are_read_with_their_command() {
    let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (table, command, example) in examples() {
        let Some(records) = printed(table, command, example) else { continue };
        for is_headed in [false, true] {
            let Some((grid, drawn)) = grid(table, &records, is_headed) else { continue };
            for (form, write) in FORMS {
                let Some(text) = write(&grid) else { continue };
                let whole = judge(table, &session(&table.command, &text), &drawn);
                let share = shares.entry(form).or_default();
                *share = (share.0 + whole, share.1 + drawn.len());
                if whole < drawn.len() {
                    println!("{form}: {whole} of {}:\n{text}", drawn.len());
                }
            }
        }
    }
    println!("{shares:?}");
    for (form, (whole, all)) in shares {
        assert!(all > 50 && whole * 100 >= all * 95, "{form}: {whole} of {all}");
    }
}

/// Without a command the headings alone must tell the table; then the same is read.
#[test]
fn tables_in_every_form_are_read_without_their_command_or_not_at_all() {
    let (mut whole, mut all) = (0, 0);
    for (table, command, example) in examples() {
        let Some(records) = printed(table, command, example) else { continue };
        for is_headed in [false, true] {
            let Some((grid, drawn)) = grid(table, &records, is_headed) else { continue };
            for (_, write) in FORMS {
                let Some(text) = write(&grid) else { continue };
                for answer in answers(&text).iter().filter(|answer| answer.command == table.command) {
                    for record in &told(answer) {
                        assert!(is_part(record, &drawn), "{record:?} was not written in\n{text}");
                    }
                    whole += drawn.iter().filter(|record| told(answer).contains(record)).count();
                }
                all += drawn.len();
            }
        }
    }
    println!("{whole} of {all}");
    assert!(whole * 100 >= all * 90, "{whole} of {all}");
}

#[test]
fn a_frame_round_a_session_takes_nothing_from_it() {
    for (table, command, example) in examples() {
        let text = session(command, &example.input);
        let plain = answers(&text);
        // What is read from a part of a line, as a count behind a row is, has another place in a frame.
        for (name, frame) in FRAMES {
            let read = answers(&frame(&text));
            let all = |answers: &[Answer]| answers.iter().flat_map(told).collect::<Vec<_>>();
            assert_eq!(all(&read), all(&plain), "{} in {name}:\n{}", table.command, frame(&text));
        }
    }
}

/// The text with an address masked in each of its lines; the length stays, where that is possible.
fn masked(text: &str, mask: impl Fn(&[&str]) -> String) -> String {
    let is_address =
        |word: &str| word.split('.').count() == 4 && word.split('.').all(|part| part.parse::<u8>().is_ok());
    let hide = |word: &str| {
        let address = word.split('/').next().unwrap_or(word);
        let parts: Vec<&str> = address.split('.').collect();
        let hidden = || format!("{}{}", mask(&parts), &word[address.len()..]);
        if is_address(address) { format!("{:<width$}", hidden(), width = word.len()) } else { word.to_owned() }
    };
    text.lines()
        .map(|line| line.split(' ').map(hide).collect::<Vec<_>>().join(" ").trim_end().to_owned() + "\n")
        .collect()
}

#[test]
fn a_masked_address_is_unknown_and_leaves_its_row() {
    const MASKS: [fn(&[&str]) -> String; 4] = [
        |parts| format!("x.x.x.{}", parts[3]),
        |parts| format!("{}.x.x.{}", parts[0], parts[3]),
        |parts| "*".repeat(parts.join(".").len()),
        |parts| format!("XX.XX.XX.{}", parts[3]),
    ];
    let (mut kept, mut all) = (0, 0);
    for (table, command, example) in examples() {
        let Some(records) = printed(table, command, example) else { continue };
        for mask in MASKS {
            let text = session(command, &masked(&example.input, mask));
            if text == session(command, &example.input) {
                continue;
            }
            for answer in answers(&text).iter().filter(|answer| answer.command == table.command) {
                for record in &told(answer) {
                    assert!(is_part(record, &records), "{record:?} was not printed in\n{text}");
                    let hidden = |value: &String| value.contains("x.x") || value.contains("**") || value.contains("XX");
                    assert!(!record.values().any(hidden), "{record:?} in\n{text}");
                    kept += 1;
                }
            }
            all += records.len();
        }
    }
    println!("{kept} of {all}");
    assert!(all > 100 && kept * 100 >= all * 90, "{kept} of {all}");
}

/// The headings of an example, each with one letter of one of its words wrong.
fn misspelt(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_ruler = |line: &str| line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
    let Some(ruler) = lines.iter().position(|line| is_ruler(line)) else { return Vec::new() };
    let Some(heading) = ruler.checked_sub(1) else { return Vec::new() };
    let long =
        |(_, word): &(usize, &str)| word.chars().count() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut at = 0;
    let words = lines[heading].split(' ').map(|word| {
        at += word.len() + 1;
        (at - word.len() - 1, word)
    });
    let spelled = |(start, word): (usize, &str)| {
        let wrong = start + word.len() / 2;
        let line = format!("{}1{}", &lines[heading][..wrong], &lines[heading][wrong + 1..]);
        let above = lines[..heading].iter().copied();
        above.chain([line.as_str()]).chain(lines[ruler..].iter().copied()).map(|line| format!("{line}\n")).collect()
    };
    words.filter(long).map(spelled).collect()
}

#[test]
fn a_letter_wrong_in_a_heading_makes_no_wrong_value() {
    let (mut whole, mut all) = (0, 0);
    for (table, command, example) in examples() {
        let Some(records) = printed(table, command, example) else { continue };
        for text in misspelt(&example.input) {
            let text = session(command, &text);
            let is_known =
                |name: &String| table.columns.iter().any(|own| own.name == *name || own.splits.contains(name));
            let known = |record: Told| -> Told {
                record.into_iter().filter(|(name, value)| !value.is_empty() && is_known(name)).collect()
            };
            let records: Vec<Told> = records.iter().cloned().map(known).collect();
            let read: Vec<Told> = answers(&text).iter().flat_map(told).map(known).collect();
            for record in &read {
                assert!(is_part(record, &records), "{record:?} was not printed in\n{text}");
            }
            let found = records.iter().filter(|record| read.contains(record)).count();
            if found < records.len() {
                println!("{found} of {}:\n{text}", records.len());
            }
            (whole, all) = (whole + found, all + records.len());
        }
    }
    println!("{whole} of {all}");
    // Names of fields have no place that tells them: a wrong one may be another field's.
    assert!(all > 100 && whole * 100 >= all * 80, "{whole} of {all}");
}

#[test]
fn what_a_shell_passes_on_is_not_called_whole() {
    for (table, command, example) in examples().filter(|(_, _, example)| !example.input.contains("::")) {
        let read = |typed: &str| {
            let text = format!("joe@jump:~$ {typed}\n{}\njoe@jump:~$\n", example.input.trim_end());
            let all = answers(&text).into_iter().filter(|answer| answer.command == table.command);
            all.collect::<Vec<Answer>>()
        };
        let plain = read(&format!("ssh admin@192.0.2.10 \"{command}\""));
        for (filter, is_whole) in [
            ("grep -v foo", false),
            ("head -40", false),
            ("awk '{print $1, $2}'", false),
            ("Select-String up", false),
            ("tee out.txt | grep up", false),
            ("tee out.txt", true),
            ("less", true),
        ] {
            for typed in [
                format!("ssh admin@192.0.2.10 \"{command}\" | {filter}"),
                format!("ssh admin@192.0.2.10 '{command}' | {filter}"),
                format!("ssh admin@192.0.2.10 {command} | {filter}"),
            ] {
                let sifted = read(&typed);
                let of = |answers: &[Answer]| answers.iter().flat_map(told).collect::<Vec<_>>();
                assert_eq!(of(&sifted), of(&plain), "{typed}");
                for (own, plain) in sifted.iter().zip(&plain) {
                    let wanted = match plain.status {
                        Status::Complete if !is_whole => Status::CutOff,
                        status => status,
                    };
                    assert_eq!(own.status, wanted, "{typed}: {}", own.why);
                }
            }
        }
    }
}

#[test]
fn a_prompt_of_a_name_and_a_sign_is_the_cluster_s() {
    const TOPS: [&str; 6] = ["cluster", "network", "security", "system", "volume", "vserver"];
    let is_its = |command: &str| TOPS.iter().any(|top| command.split(' ').next() == Some(top));
    for (table, command, example) in
        examples().filter(|(_, command, example)| is_its(command) && !example.input.contains("::"))
    {
        let of = |prompt: &str| {
            let text = format!("ssh joe@192.0.2.10\nPassword:\n\n{prompt} {command}\n{}\n", example.input.trim_end());
            let all = answers(&text).into_iter().filter(|answer| answer.command == table.command);
            all.map(|answer| (answer.status, told(&answer))).collect::<Vec<_>>()
        };
        let own = of("orkney::>");
        for prompt in ["orkney >", "orkney>", "svm_1 >"] {
            assert_eq!(of(prompt), own, "{prompt} {command}");
        }
    }
}

/// A spreadsheet saves each line with as many cells as the widest one has, the count of a table too.
#[test]
fn a_count_that_a_spreadsheet_gave_more_cells_is_the_count() {
    for separator in [",", ";"] {
        for count in
            ["2 entries were displayed.SEPSEP", "\"2 entries were displayed.\"SEPSEP", "2 entries were displayed."]
        {
            let rows = "node,health,eligibility\nNode,Health,Eligibility\norkney-01,true,true\norkney-02,true,true\n";
            let text = rows.replace(',', separator) + &count.replace("SEP", separator) + "\n";
            let captures = vec![Capture::of_text("cluster_show.csv", &text)];
            let all: Vec<Answer> = table::read("paste", captures, &CATALOG.tables)
                .into_iter()
                .flat_map(|reading| reading.answers)
                .collect();
            let seen: Vec<_> = all.iter().map(|own| (own.status, own.records.len(), own.announced)).collect();
            assert_eq!(seen, [(Status::Complete, 2, Some(2))], "{text}");
        }
    }
}
