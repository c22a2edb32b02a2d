//! Random answers of real commands, printed as ONTAP prints them and then damaged: every value that is read is the value
//! that was printed, and an answer that is called complete holds all of them.
//!
//! `READING_CASES=100000 cargo test --release --test reading_properties` tries more, from `READING_SEED` on;
//! `READING_SHOWN` is the number of texts that are shown where something is wrong; `READING_UNREAD="[Collapsed]"` shows the
//! texts of that damage of which not all is read.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a test may fail, and shows what failed"
)]

#[path = "reading/by_hand.rs"]
mod by_hand;
#[path = "reading/damage.rs"]
mod damage;
#[path = "reading/floors.rs"]
mod floors;
#[path = "reading/judge.rs"]
mod judge;
#[path = "reading/pasted.rs"]
mod pasted;
#[path = "reading/random.rs"]
mod random;
#[path = "reading/sheet.rs"]
mod sheet;
#[path = "reading/tables.rs"]
mod tables;
#[path = "reading/tally.rs"]
mod tally;
#[path = "reading/trust.rs"]
mod trust;

use std::collections::{BTreeMap, BTreeSet};

use damage::{Damage, FIRST, HARMFUL, HARMLESS};
use floors::FLOORS;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;
use random::Random;
use sheet::{Line, Regime, Role, line};
use tables::{ALL, Expected, KINDS};
use tally::Tally;

/// A capture and what it means.
struct Case {
    expected: Vec<Expected>,
    damages: Vec<Damage>,
    bytes: Vec<u8>,
    /// Whether the damages changed anything.
    is_changed: bool,
}

impl Case {
    fn has(&self, damages: &[Damage]) -> bool {
        self.damages.iter().any(|damage| damages.contains(damage))
    }
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
    let printed = damage::bytes(&lines, &[]);
    let first = FIRST.iter().filter(|damage| damages.contains(damage));
    for &damage in first.chain(damages.iter().filter(|damage| !FIRST.contains(damage))) {
        damage::lines(&mut random, damage, &mut lines);
    }
    if lines.is_empty() {
        lines.push(line(Role::Other, "nothing"));
    }
    let bytes = damage::bytes(&lines, damages);
    let is_changed = bytes != printed;
    Case { expected, damages: damages.to_vec(), bytes, is_changed }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|number| number.parse().ok())
}

/// How a test chooses its cases.
struct Plan {
    /// How many cases, unless told.
    usual: u64,
    /// The most answers of a case.
    most: usize,
    must_be_whole: bool,
    /// How many of the usual cases are known to be read wrongly. None is the aim; one more is a step back.
    wrong: usize,
}

/// Runs cases whose damage `choose` decides, and shows the shortest text of each kind of fault.
fn run(plan: &Plan, choose: impl Fn(&mut Random) -> Vec<Damage>) -> Tally {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let (first, count) = (number("READING_SEED").unwrap_or(0), number("READING_CASES").unwrap_or(plan.usual));
    let mut tally = Tally::default();
    let unread = std::env::var("READING_UNREAD").ok();
    for seed in first..first + count {
        let damages = choose(&mut Random::new(seed ^ 0xdead_beef));
        let case = case(seed, &damages, plan.most);
        let outcome = judge::outcome(&case, &catalog.tables, plan.must_be_whole);
        if unread.as_ref().is_some_and(|name| *name == format!("{damages:?}")) && outcome.whole < outcome.printed {
            println!("{} of {} read:\n{}", outcome.whole, outcome.printed, tally::visible(&case.bytes));
        }
        tally.add(seed, &case, outcome);
    }
    tally.show(number("READING_SHOWN").unwrap_or(3));
    let most = if count == plan.usual && first == 0 { plan.wrong } else { 0 };
    assert!(tally.failed <= most, "{} of {count} cases from seed {first} on failed, {most} are known", tally.failed);
    tally
}

/// Damage of which the reader still takes the half of a name for a whole one now and then: `READING_ALL=1` tries it too.
const UNSOLVED: &[Damage] = &[Damage::BrokenInColumns];

/// Cases with that many different kinds of damage, at least one of which is harmful.
fn run_damaged(usual: u64, most: usize, count: usize, wrong: usize) -> Tally {
    let is_tried = |damage: &Damage| number("READING_ALL").is_some() || !UNSOLVED.contains(damage);
    let harmful: Vec<Damage> = HARMFUL.iter().copied().filter(is_tried).collect();
    let all: Vec<Damage> = harmful.iter().chain(HARMLESS).copied().collect();
    run(&Plan { usual, most, must_be_whole: false, wrong }, |random| {
        let mut damages = vec![random.one_of(&harmful)];
        while damages.len() < count {
            let other = random.one_of(&all);
            if !damages.contains(&other) {
                damages.push(other);
            }
        }
        damages.sort();
        damages
    })
}

#[test]
fn every_table_is_printed() {
    let mut random = Random::new(1);
    let answers = (0..ALL * 10).map(|kind| tables::answer(&mut random, kind % ALL, Regime::Wrapped));
    let printed: BTreeSet<&str> = answers.map(|answer| answer.command).collect();
    let catalog = Catalog::embedded().expect("the rules are sound");
    let missing =
        catalog.tables.iter().map(|table| &table.command).filter(|command| !printed.contains(command.as_str()));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn tables_that_came_later_are_read_whole() {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let mut tally = Tally::default();
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let kind = KINDS + random.below(ALL - KINDS);
        let (expected, lines) = session(&mut random, &[kind]);
        let case = Case { expected, damages: Vec::new(), bytes: damage::bytes(&lines, &[]), is_changed: false };
        let outcome = judge::outcome(&case, &catalog.tables, true);
        tally.add(seed, &case, outcome);
    }
    tally.show(3);
    assert_eq!(tally.failed, 0);
}

#[test]
fn undamaged_answers_are_read_whole() {
    run(&Plan { usual: 1000, most: 3, must_be_whole: true, wrong: 0 }, |_| Vec::new());
}

#[test]
fn harmless_marks_do_not_matter() {
    run(&Plan { usual: 1000, most: 3, must_be_whole: true, wrong: 0 }, |random| vec![random.one_of(HARMLESS)]);
}

#[test]
fn one_damage_makes_no_wrong_value_and_leaves_most_records_whole() {
    let tally = run_damaged(4000, 1, 1, 0);
    // A floor is what was measured with the usual cases.
    if number("READING_CASES").or(number("READING_SEED")).is_none() {
        assert_eq!(tally.below(FLOORS), Vec::<String>::new());
        trust::check(&tally);
    }
}

#[test]
fn two_damages_hardly_ever_make_a_wrong_value() {
    run_damaged(2000, 2, 2, 0);
}

#[test]
fn three_damages_hardly_ever_make_a_wrong_value() {
    run_damaged(2000, 2, 3, 0);
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
