//! Rows of which somebody lost a word, and words that stand below a table: whatever is lost is unknown, and no other word takes its
//! place. The texts are made of the examples of all tables.

#![expect(
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends at the first thing that is not as it must be, and shows it"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Kind, Record, Status, TableExample};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// Fields of a record with their values as text.
type Told = BTreeMap<String, String>;

fn answers(table: &Definition, text: &str) -> Vec<Answer> {
    let captures = vec![Capture::of_text("paste.txt", text)];
    let all = table::read("paste", captures, &CATALOG.tables).into_iter().flat_map(|reading| reading.answers);
    all.filter(|answer| answer.command == table.command).collect()
}

fn told(answers: &[Answer]) -> Vec<Told> {
    let text = |cell: &table::Cell| cell.value.text().replace(", ", ",");
    let of = |record: &Record| record.fields.iter().map(|(name, cell)| (name.clone(), text(cell))).collect();
    answers.iter().flat_map(|answer| answer.records.iter().map(|record| of(&record)).collect::<Vec<_>>()).collect()
}

/// Whole examples of all tables with rows below a ruler, as sessions.
fn examples() -> impl Iterator<Item = (&'static Definition, String)> {
    let of = |table: &'static Definition| {
        let whole = table.examples.iter().filter(|example| example.status == Status::Complete);
        // Labels beside their values have no places.
        let drawn = whole.filter(|example| !example.input.lines().any(|line| line.contains(": ")));
        drawn.map(move |example| (table, session(table, example)))
    };
    CATALOG.tables.iter().flat_map(of).filter(|(_, text)| text.contains("\n---"))
}

fn session(table: &Definition, example: &TableExample) -> String {
    let command = example.command.as_deref().unwrap_or(&table.command);
    match example.input.contains("::") && example.input.contains('>') {
        true => example.input.clone(),
        false => format!("orkney::> {command}\n{}\n\norkney::>\n", example.input.trim_end_matches('\n')),
    }
}

/// The numbers of the lines that are rows of several words.
fn rows(lines: &[&str]) -> Vec<usize> {
    let is_ruler = |line: &&str| line.contains("---") && line.chars().all(|c| c == '-' || c == ' ');
    let Some(ruler) = lines.iter().rposition(is_ruler) else { return Vec::new() };
    let is_row = |line: &str| words(line).len() > 2 && !line.contains('>') && !line.contains("entr");
    (ruler + 1..lines.len()).filter(|&at| is_row(lines[at])).collect()
}

/// Where the words of a line begin and end.
fn words(line: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (at, byte) in line.bytes().enumerate().filter(|(_, byte)| *byte != b' ') {
        let _ = byte;
        match words.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => words.push((at, at + 1)),
        }
    }
    words
}

/// What is done to a word of a row; `None` where it cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Loss {
    /// Blanks stand in its place.
    Blanked,
    /// It is gone with the blanks behind it.
    Cut,
    /// The blanks behind it are gone.
    Glued,
}

impl Loss {
    const ALL: [Self; 3] = [Self::Blanked, Self::Cut, Self::Glued];

    fn done(self, line: &str, at: usize) -> Option<String> {
        let words = words(line);
        let (from, to) = words[at];
        let next = words.get(at + 1).map(|next| next.0);
        Some(match self {
            Self::Blanked => format!("{}{}{}", &line[..from], " ".repeat(to - from), &line[to..]),
            Self::Cut => format!("{}{}", &line[..from], next.map_or("", |next| &line[next..])),
            Self::Glued => format!("{}{}", &line[..to], &line[next?..]),
        })
    }
}

/// Whether a field was printed with this value, or may hold any words; `""` where its cell may be blank.
fn is_own(table: &Definition, (name, value): (&String, &String), own: &Told, of_fields: bool) -> bool {
    let column = table.column(name);
    let is_free = column.is_none_or(|column| {
        // Names and words may be empty where `-fields` asks for them.
        let may_be_empty = column.blank || of_fields && matches!(column.kind, Kind::Name | Kind::Word | Kind::Port);
        matches!(column.kind, Kind::Text | Kind::Time) || column.kind.is_list() || may_be_empty && value.is_empty()
    });
    is_free || own.get(name) == Some(value)
}

/// What is wrong with the reading of a text of which a word was lost: a value that was not printed, or an answer that is called
/// complete although it tells less.
fn fault(table: &Definition, text: &str, printed: &[Told]) -> Option<String> {
    let answers = answers(table, text);
    let read = told(&answers);
    let of_fields = text.contains("-fields");
    let is_printed =
        |record: &Told| printed.iter().any(|own| record.iter().all(|cell| is_own(table, cell, own, of_fields)));
    if let Some(strange) = read.iter().find(|record| !is_printed(record)) {
        return Some(format!("{strange:?} was not printed"));
    }
    // A cell that holds another word than its column's is shown as unknown.
    let misfits: usize =
        answers.iter().flat_map(|answer| answer.records.iter().map(|one| one.misfits.len()).collect::<Vec<_>>()).sum();
    let count = |all: &[Told]| all.iter().map(BTreeMap::len).sum::<usize>();
    let is_complete = !answers.is_empty() && answers.iter().all(|answer| answer.status == Status::Complete);
    (is_complete && count(&read) + misfits < count(printed)).then(|| "called complete".to_owned())
}

#[test]
fn a_lost_word_is_unknown_and_no_other_word_takes_its_place() {
    // What nothing in the text shows: a name glued to a name, a shorter model that is somebody's name. None is the aim.
    let known = BTreeMap::from(KNOWN);
    let mut faults: BTreeMap<Loss, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    for (table, text) in examples() {
        let printed = told(&answers(table, &text));
        let lines: Vec<&str> = text.lines().collect();
        for row in rows(&lines) {
            for (at, loss) in (0..words(lines[row]).len()).flat_map(|at| Loss::ALL.map(|loss| (at, loss))) {
                let Some(line) = loss.done(lines[row], at) else { continue };
                let mut lines: Vec<&str> = lines.clone();
                lines[row] = line.trim_end();
                let text = lines.join("\n") + "\n";
                tried += 1;
                let found = fault(table, &text, &printed);
                faults.entry(loss).or_default().extend(found.map(|fault| format!("{fault} in\n{text}")));
            }
        }
    }
    assert!(tried > 500, "{tried} texts were tried");
    for (loss, faults) in &faults {
        let most = known.get(loss).copied().unwrap_or(0);
        if faults.len() > most {
            faults.iter().for_each(|fault| println!("{loss:?}: {fault}"));
        }
        assert!(faults.len() <= most, "{loss:?}: {} of {tried} texts are read wrongly, {most} are known", faults.len());
    }
}

/// How many texts are known to be read wrongly.
const KNOWN: [(Loss, usize); 3] = [(Loss::Blanked, 1), (Loss::Cut, 12), (Loss::Glued, 40)];

/// What people write below an answer.
const WORDS: [&str; 9] = [
    "Thanks in advance",
    "Jane Doe",
    "Step 2",
    "Now mount it:",
    "Hope this helps",
    "Node Level specifics",
    "Thanks a lot Jane",
    "so what now",
    "any idea why this is so",
];

/// Tables of one row as `-fields` prints them, of each table and all pairs of its fields that such a row is known of.
fn of_fields() -> Vec<(&'static Definition, String)> {
    let row = |table: &'static Definition| {
        let printed = examples().filter(|(own, _)| own.command == table.command);
        let records = printed.flat_map(|(table, text)| told(&answers(table, &text)));
        let is_word = |value: &&String| !value.is_empty() && !value.contains([' ', ',']);
        let cells = records.flat_map(|record| record.into_iter().filter(|(_, value)| is_word(&value)));
        cells.collect::<Told>()
    };
    let mut texts = Vec::new();
    for table in CATALOG.tables.iter().filter(|table| !table.without_fields && !table.key.is_empty()) {
        let cells = row(table);
        let Some(keys) = table.key.iter().map(|key| cells.get_key_value(key)).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let others: Vec<_> = cells.iter().filter(|(name, _)| !table.key.contains(name)).collect();
        for asked in
            (0..others.len()).step_by(3).flat_map(|at| [&others[at..=at], &others[at..others.len().min(at + 2)]])
        {
            let cells: Vec<_> = keys.iter().copied().chain(asked.iter().copied()).collect();
            texts.push((table, drawn(table, &cells)));
        }
    }
    texts
}

fn drawn(table: &Definition, cells: &[(&String, &String)]) -> String {
    let line = |text: &dyn Fn(&(&String, &String)) -> String| {
        let padded = cells.iter().map(|cell| format!("{:<1$}", text(cell), cell.0.len().max(cell.1.len())));
        padded.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    let ruler = line(&|cell| "-".repeat(cell.0.len().max(cell.1.len())));
    let names: Vec<&str> = cells.iter().skip(table.key.len()).map(|cell| cell.0.as_str()).collect();
    let (heading, row) = (line(&|cell| cell.0.clone()), line(&|cell| cell.1.clone()));
    format!("orkney::> {} -fields {}\n{heading}\n{ruler}\n{row}\n", table.command, names.join(","))
}

#[test]
fn words_below_a_table_of_fields_are_no_record() {
    let mut tried = 0;
    for (table, text) in of_fields() {
        let own = told(&answers(table, &text));
        for (gap, words) in ["", "\n"].into_iter().flat_map(|gap| WORDS.map(|words| (gap, words))) {
            for end in ["", "\norkney::>\n"] {
                let text = format!("{text}{gap}{words}\n{end}");
                let read = told(&answers(table, &text));
                let is_part = |record: &Told| {
                    own.iter().any(|own| record.iter().all(|(name, value)| own.get(name) == Some(value)))
                };
                assert!(read.len() <= own.len() && read.iter().all(is_part), "{read:?} was read of\n{text}");
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried} texts were tried");
}

/// Tables of which a line tells the group of the rows below it, once with two groups.
const GROUPED: [(&str, &str, [&str; 4]); 3] = [
    (
        "network interface show",
        "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----",
        [
            "orkney",
            "            hoy          up/up    192.0.2.1/24       orkney-01     e0M     true",
            "svm_rousay",
            "            eday         up/up    192.0.2.2/24       orkney-01     e0c     true",
        ],
    ),
    (
        "network route show",
        "Vserver             Destination     Gateway         Metric
------------------- --------------- --------------- ------",
        [
            "orkney",
            "                    0.0.0.0/0       192.0.2.254     20",
            "svm_rousay",
            "                    0.0.0.0/0       198.51.100.254  20",
        ],
    ),
    (
        "network interface failover-groups show",
        "                                  Failover
Vserver          Group            Targets
---------------- ---------------- --------------------------------------------
",
        [
            "Cluster",
            "                 Cluster
                                  orkney-01:e0a, orkney-01:e0b",
            "orkney",
            "                 Default
                                  orkney-01:e0c, orkney-01:e0d",
        ],
    ),
];

#[test]
fn the_rows_below_a_group_that_is_blanked_are_not_those_of_the_group_above() {
    for (command, heading, lines) in GROUPED {
        for blank in ["", "    "] {
            let text = |second: &str| {
                let [first, own, _, other] = lines;
                let heading = heading.trim_end();
                format!(
                    "orkney::> {command}\n{heading}\n{first}\n{own}\n{second}\n{other}\n2 entries were displayed.\n\norkney::>\n"
                )
            };
            let table = CATALOG.tables.iter().find(|table| table.command == command);
            let table = table.unwrap_or_else(|| panic!("{command}"));
            let whole = answers(table, &text(lines[2]));
            assert_eq!((whole[0].status, whole[0].records.len()), (Status::Complete, 2), "{command}");
            let lost = answers(table, &text(blank));
            assert_ne!(lost[0].status, Status::Complete, "{command}");
            let (lost, whole) = (told(&lost), told(&whole));
            let is_part =
                |record: &Told| whole.iter().any(|own| record.iter().all(|(name, value)| own.get(name) == Some(value)));
            assert!(lost.iter().all(is_part), "{command}: {lost:?}");
        }
    }
}

#[test]
fn a_label_without_its_value_tells_nothing() {
    let text = |health: &str| {
        format!("orkney::> system node show -node hoy\n\n     Node: hoy\n    Model: FAS8300\n   Health:{health}\n")
    };
    let node = CATALOG.tables.iter().find(|table| table.command == "system node show");
    let node = node.unwrap_or_else(|| panic!("no table of nodes"));
    let whole = answers(node, &text(" true"));
    assert_eq!((whole[0].status, told(&whole)[0].get("health").map(String::as_str)), (Status::Complete, Some("true")));
    let lost = answers(node, &text(""));
    assert_eq!((lost[0].status, told(&lost)[0].get("health")), (Status::CutOff, None));
    assert_eq!(told(&lost)[0].get("model").map(String::as_str), Some("FAS8300"));
    let without_key = answers(node, &text(" true").replace("Node: hoy", "Node:"));
    assert_eq!((without_key[0].status, without_key[0].records.len()), (Status::CutOff, 0));
}

/// What people put in the place of names.
const MASKS: [&str; 8] = ["****-01", "***", "#####", "<node>", "[NODE]", "{node}", "****-*****-01", "no\u{2026}"];

#[test]
fn a_masked_name_hides_its_row_alone() {
    for mask in MASKS {
        for (table, text) in examples() {
            let printed = told(&answers(table, &text));
            let lines: Vec<&str> = text.lines().collect();
            let Some(&row) = rows(&lines).first() else { continue };
            let (from, to) = words(lines[row])[0];
            let room = words(lines[row])[1].0 - from;
            if mask.chars().count() >= room {
                continue;
            }
            let line = format!(
                "{}{mask}{}{}",
                &lines[row][..from],
                " ".repeat((to - from).saturating_sub(mask.chars().count())),
                &lines[row][to..]
            );
            if line.chars().count() != lines[row].chars().count() {
                continue;
            }
            let mut lines = lines.clone();
            lines[row] = &line;
            let text = lines.join("\n") + "\n";
            let answers = answers(table, &text);
            let read = told(&answers);
            let is_part =
                |record: &Told| printed.iter().any(|own| record.iter().all(|cell| is_own(table, cell, own, false)));
            assert!(read.iter().all(is_part), "{read:?} was not printed in\n{text}");
            assert!(read.len() >= printed.len().saturating_sub(1), "{read:?} is all that was read of\n{text}");
            let is_key = read
                .iter()
                .zip(&printed)
                .any(|(read, own)| table.key.iter().any(|key| own.contains_key(key) && !read.contains_key(key)));
            assert!(!is_key || answers[0].status != Status::Complete, "called complete:\n{text}");
        }
    }
}
