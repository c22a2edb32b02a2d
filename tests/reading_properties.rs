//! Random answers of real commands, printed as ONTAP prints them and then damaged: every value that is read is the value
//! that was printed, and an answer that is called complete holds all of them.
//!
//! `READING_CASES=100000 cargo test --release --test reading_properties` tries more.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail, and shows what failed"
)]

#[path = "reading/damage.rs"]
mod damage;
#[path = "reading/random.rs"]
mod random;
#[path = "reading/sheet.rs"]
mod sheet;
#[path = "reading/tables.rs"]
mod tables;

use std::collections::BTreeMap;

use damage::{Damage, HARMFUL, HARMLESS};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Status};
use random::Random;
use sheet::{Line, Regime, Role, line};
use tables::{Expected, KINDS, Record};

/// A capture and what it means.
struct Case {
    expected: Vec<Expected>,
    damages: Vec<Damage>,
    bytes: Vec<u8>,
}

fn prompt(random: &mut Random) -> String {
    random.pick(&["cluster1::> ", "cluster1::*> ", "cluster1::>", "AFF-C190::> ", "::> "]).to_owned()
}

/// A session of up to three answers, or one answer alone, perhaps without its command.
fn session(random: &mut Random, kinds: &[usize]) -> (Vec<Expected>, Vec<Line>) {
    let prompt = prompt(random);
    let has_prompts = kinds.len() > 1 || random.chance(70);
    let has_command = has_prompts || random.chance(40);
    let (mut expected, mut lines) = (Vec::new(), Vec::new());
    for &kind in kinds {
        let regime = if random.chance(50) { Regime::Wrapped } else { Regime::Overflow };
        let answer = tables::answer(random, kind, regime);
        let is_short = has_prompts && random.chance(30);
        if has_command {
            let command = if is_short { &answer.short } else { &answer.typed };
            lines.push(line(Role::Prompt, format!("{}{command}", if has_prompts { prompt.as_str() } else { "" })));
            if is_short && answer.command != "options" && answer.short != answer.typed && random.chance(80) {
                lines.push(line(Role::Echo, format!("  ({})", answer.command)));
            }
        }
        lines.extend(answer.lines.iter().cloned());
        if has_prompts && random.chance(60) {
            lines.push(line(Role::Blank, ""));
        }
        expected.push(answer);
    }
    if has_prompts && random.chance(60) {
        lines.push(line(Role::Prompt, prompt));
    }
    (expected, lines)
}

fn case(seed: u64, damages: &[Damage], most: usize) -> Case {
    let mut random = Random::new(seed);
    let kinds: Vec<usize> = (0..1 + random.below(most)).map(|_| random.below(KINDS)).collect();
    let (expected, mut lines) = session(&mut random, &kinds);
    for &damage in damages {
        damage::lines(&mut random, damage, &mut lines);
    }
    if lines.is_empty() {
        lines.push(line(Role::Other, "nothing"));
    }
    let bytes = damage::bytes(&lines, damages);
    Case { expected, damages: damages.to_vec(), bytes }
}

/// What is wrong with the reading of a case; empty when nothing is.
fn faults(case: &Case, tables: &[Definition], must_be_whole: bool) -> (Vec<String>, usize, usize) {
    let Ok(capture) = Capture::read("case", case.bytes.clone()) else { return (Vec::new(), 0, 0) };
    let readings = table::read("case", vec![capture], tables);
    let answers: Vec<&Answer> = readings.iter().flat_map(|reading| &reading.answers).collect();
    let mut faults = differences(case, &answers, tables);
    for (at, answer) in answers.iter().enumerate() {
        // One record that ends the text is whole for all that can be seen.
        let is_last = at + 1 == answers.len() && case.damages.iter().any(|damage| CUTS.contains(damage));
        // Nor does an answer whose beginning is lost show what stood there.
        let is_first = at == 0 && answer.typed.is_none() && case.damages.contains(&Damage::CutStart);
        if !(is_last && answer.records.len() == 1) {
            judge(answer, &case.expected, !is_first, &mut faults);
        }
    }
    if must_be_whole {
        let whole = answers.iter().filter(|answer| answer.status == Status::Complete).count();
        if whole != case.expected.len() || answers.len() != whole {
            let told: Vec<String> = answers
                .iter()
                .map(|a| format!("{} {} {} ({})", a.command, a.options, a.status.word(), a.why))
                .collect();
            faults.push(format!("expected {} whole answers, read {told:?}", case.expected.len()));
        }
    }
    let read = answers.iter().map(|answer| answer.records.len()).sum();
    (faults, read, case.expected.iter().map(|expected| expected.records.len()).sum())
}

/// Where reading in one pass and reading by search differ in more than that one of them reads less.
fn differences(case: &Case, answers: &[&Answer], tables: &[Definition]) -> Vec<String> {
    if answers.iter().all(|answer| !answer.records.is_placed()) {
        return Vec::new();
    }
    let Ok(capture) = Capture::read("case", case.bytes.clone()) else { return Vec::new() };
    let searched = table::read_by_search("case", vec![capture], tables);
    let searched = searched.iter().flat_map(|reading| &reading.answers);
    let is_other = |(one, other): &(&&Answer, &Answer)| one.records.is_placed() && **one != *other;
    let pairs = answers.iter().zip(searched).filter(is_other);
    pairs.map(|(one, other)| format!("in one pass {one:#?}, by search {other:#?}")).collect()
}

fn judge(answer: &Answer, expected: &[Expected], must_be_whole: bool, faults: &mut Vec<String>) {
    let candidates: Vec<&Expected> = expected.iter().filter(|expected| expected.command == answer.command).collect();
    let read: Vec<Record> = answer
        .records
        .iter()
        .map(|record| {
            let text = |cell: &table::Cell| cell.value.text().replace(", ", ",");
            record.fields.iter().map(|(name, cell)| (name.clone(), text(cell))).collect()
        })
        .collect();
    for record in &read {
        if !candidates.iter().any(|expected| expected.records.iter().any(|truth| agrees(record, truth, expected.keys)))
        {
            faults.push(format!("wrong in {} ({}): {record:?}", answer.command, answer.status.word()));
        }
    }
    if must_be_whole && answer.status == Status::Complete {
        // Nothing tells that rows of a table without a count are missing at its end.
        let is_uncounted = answer.command == "storage tape show-media-changer";
        let is_true = is_uncounted
            || candidates.iter().any(|expected| {
                expected.records.len() == read.len()
                    && expected.records.iter().zip(&read).all(|(truth, record)| is_all(record, truth))
            });
        if !is_true {
            faults.push(format!("called complete: {} with {} records", answer.command, read.len()));
        }
    }
}

/// Whether nothing in `record` differs from `truth`: every key that it has, and every other field.
fn agrees(record: &Record, truth: &Record, keys: &[&str]) -> bool {
    let truth: BTreeMap<&str, &str> = truth.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let has_keys = keys.iter().all(|key| record.iter().any(|(name, _)| name == key));
    has_keys && record.iter().all(|(name, value)| same(name, value, truth.get(name.as_str()).copied()))
}

/// `-` and nothing are the same for a list; a list that is not printed has no field.
fn same(name: &str, value: &str, truth: Option<&str>) -> bool {
    let is_list = matches!(name, "allow-list" | "services" | "failover-targets" | "allowed-addresses");
    truth.is_some_and(|truth| value == truth || (is_list && value == "-" && truth.is_empty()))
        || (truth.is_none() && name == "failover-targets" && value.is_empty())
        || (name == "comment" && truth.is_none() && value.is_empty())
}

fn is_all(record: &Record, truth: &Record) -> bool {
    truth.iter().all(|(name, value)| record.iter().any(|(other, read)| other == name && same(name, read, Some(value))))
}

/// Damage after which the text ends early.
const CUTS: &[Damage] = &[Damage::CutEnd, Damage::CutMidRow];

fn cases(usual: u64) -> u64 {
    std::env::var("READING_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

/// Runs `count` cases whose damage `choose` decides, and shows the first faults.
fn run(count: u64, most: usize, must_be_whole: bool, choose: impl Fn(&mut Random) -> Vec<Damage>) {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let mut shown = 0;
    let mut shares: BTreeMap<Vec<Damage>, (usize, usize, usize)> = BTreeMap::new();
    let mut failed = 0;
    for seed in 0..count {
        let damages = choose(&mut Random::new(seed ^ 0xdead_beef));
        let case = case(seed, &damages, most);
        let (faults, read, printed) = faults(&case, &catalog.tables, must_be_whole);
        let share = shares.entry(damages).or_default();
        *share = (share.0 + read, share.1 + printed, share.2 + usize::from(!faults.is_empty()));
        failed += usize::from(!faults.is_empty());
        if !faults.is_empty() && shown < 3 {
            shown += 1;
            let text = Capture::read("case", case.bytes.clone())
                .map(|c| {
                    (1..=c.line_count())
                        .map(|n| format!("{}\n", c.raw_line(n).replace('\u{1b}', "^[").replace('\t', "\\t")))
                        .collect::<String>()
                })
                .unwrap_or_default();
            println!("seed {seed}, {:?}:\n{text}\n  {}\n", case.damages, faults.join("\n  "));
        }
    }
    for (damages, (read, printed, failed)) in &shares {
        if damages.len() < 2 {
            println!("{damages:?}: {read} of {printed} records read, {failed} cases failed");
        }
    }
    assert_eq!(failed, 0, "{failed} of {count} cases failed");
}

#[test]
fn undamaged_answers_are_read_whole() {
    run(cases(2000), 3, true, |_| Vec::new());
}

#[test]
fn harmless_marks_do_not_matter() {
    run(cases(2000), 3, true, |random| vec![HARMLESS[random.below(HARMLESS.len())]]);
}

#[test]
fn one_damage_never_makes_a_wrong_value() {
    run(cases(2000), 2, false, |random| vec![HARMFUL[random.below(HARMFUL.len())]]);
}

#[test]
fn mixed_damage_never_makes_a_wrong_value() {
    run(cases(2000), 2, false, |random| {
        let all: Vec<Damage> = HARMFUL.iter().chain(HARMLESS).copied().collect();
        let mut damages: Vec<Damage> = (0..2 + random.below(2)).map(|_| all[random.below(all.len())]).collect();
        damages.sort();
        damages.dedup();
        damages
    });
}

#[test]
fn undamaged_tables_are_read_in_one_pass() {
    const TABLES: [&str; 6] = [
        "cluster show",
        "security login show",
        "storage tape show",
        "storage tape show-supported-status",
        "system services firewall policy show",
        "volume show",
    ];
    let catalog = Catalog::embedded().expect("the rules are sound");
    let mut shares: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for seed in 0..400 {
        let capture = Capture::read("case", case(seed, &[], 3).bytes).expect("text");
        for answer in table::read("case", vec![capture], &catalog.tables).iter().flat_map(|reading| &reading.answers) {
            let share = shares.entry(answer.command.clone()).or_default();
            share.0 += usize::from(answer.records.is_placed());
            share.1 += 1;
        }
    }
    // An answer that ends the text without a count has to be searched, and so have a few with cells of several words.
    for table in TABLES {
        let (placed, all) = shares.get(table).copied().unwrap_or_default();
        assert!(placed * 2 > all, "{table}: {placed} of {all}");
    }
}
