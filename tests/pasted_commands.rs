//! Names of the cluster in commands that people paste into it: of every failing example of every rule, one name after another
//! is made one that ONTAP would take for something else. It comes out in no command, and the note says why there is none.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::collect::role::Role;
use ndmp_preflight::judge::{Judgement, Outcome, Verdict, judge};
use ndmp_preflight::rule::{Catalog, Example};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{is_pasteable, read};
use ndmp_preflight::trial::question;

/// What a name must not hold: it ends a command, chooses objects, quotes, or asks for help.
const SIGNS: [char; 16] = [';', '*', '!', '|', '<', '>', '"', '\'', '`', '\\', '$', '{', '?', '&', '#', '='];

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

fn judged(catalog: &Catalog, example: &Example, input: &str) -> Vec<Judgement> {
    let today = jiff::civil::date(2026, 11, 22);
    let question = question(catalog, example, today).unwrap();
    let captures = vec![Capture::of_text("example", input)];
    read("example", captures, &catalog.tables).iter().map(|reading| judge(reading, catalog, &question)).collect()
}

/// The command lines of an outcome: those that stand alone, and those in its sentences.
fn commands(outcome: &Outcome) -> Vec<String> {
    let quoted = |text: &String| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let alone = outcome.fix.iter().chain(&outcome.verify).chain(&outcome.undo).cloned();
    let is_command = |text: &String| text.contains(" -");
    alone.chain([&outcome.note, &outcome.message].into_iter().flat_map(quoted).filter(is_command)).collect()
}

/// The values of options in these commands that stand in the text: what the cluster told.
fn names(commands: &[String], input: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().collect();
        let values = words.windows(2).filter(|pair| pair[0].starts_with('-') && pair[0] != "-fields");
        let is_told = |value: &&str| value.len() > 2 && !value.starts_with('-') && input.contains(*value);
        names.extend(values.map(|pair| pair[1]).filter(is_told).map(str::to_owned));
    }
    names.sort();
    names.dedup();
    names
}

#[test]
fn no_strange_name_of_a_cluster_gets_into_a_command() {
    let catalog = catalog();
    let (mut tried, mut withheld) = (0, 0);
    for (number, rule) in catalog.rules.iter().enumerate() {
        for example in rule.examples.iter().filter(|example| example.verdict == Verdict::Fail) {
            let outcomes = judged(&catalog, example, &example.input).into_iter().flat_map(|judged| judged.outcomes);
            let all: Vec<String> = outcomes.flat_map(|outcome| commands(&outcome)).collect();
            for (at, name) in names(&all, &example.input).iter().enumerate() {
                // Of the same length, so that columns stay where they are.
                let sign = SIGNS[(number + at) % SIGNS.len()];
                let middle = name.char_indices().nth(name.chars().count() / 2).unwrap().0;
                let odd = format!("{}{sign}{}", &name[..middle], &name[middle + 1..]);
                tried += 1;
                for judged in judged(&catalog, example, &example.input.replace(name.as_str(), &odd)) {
                    withheld += usize::from(is_silent(&judged, &odd, &rule.id));
                }
            }
        }
    }
    assert!(tried > 40 && withheld > 20, "{tried} names were tried, of {withheld} commands were withheld");
}

/// Whether a command was withheld for the name; it is in none in any case.
fn is_silent(judged: &Judgement, odd: &str, rule: &str) -> bool {
    for outcome in &judged.outcomes {
        // Between its own marks a name would part a sentence: there it is told by others.
        let is_parted = odd.contains('`') && outcome.message.contains(odd);
        let lines = [&outcome.fix[..], &outcome.verify, &outcome.undo].concat();
        for command in if is_parted { lines } else { commands(outcome) } {
            assert!(!command.contains(odd), "{rule}: `{odd}` in {command}");
            let words: Vec<&str> = std::iter::once("").chain(command.split_whitespace()).collect();
            let pairs = words.windows(2).filter(|pair| !pair[1].starts_with(['-', '<']) && !pair[1].ends_with('>'));
            let is_mapping = |pair: &[&str]| pair[0] == "-mapping" && is_bound_to_serial(pair[1]);
            let strange: Vec<&str> =
                pairs.filter(|pair| !is_pasteable(pair[1]) && !is_mapping(pair)).map(|pair| pair[1]).collect();
            assert_eq!(strange, Vec::<&str>::new(), "{rule}: {command}");
        }
    }
    judged.capture_next.iter().for_each(|next| assert!(!next.command.contains(odd), "{}", next.command));
    let told = |outcome: &&Outcome| {
        outcome.note.contains("No command is printed: ") && outcome.note.contains(&odd.replace('`', "'"))
    };
    judged.outcomes.iter().filter(told).inspect(|outcome| assert!(outcome.fix.is_empty(), "{outcome:?}")).count() > 0
}

/// What the reference of the command documents: `SN[`, letters and digits, `]`, and the LUN. Or what stays to be filled in.
fn is_bound_to_serial(word: &str) -> bool {
    let (serial, lun) = word.strip_prefix("SN[").and_then(|rest| rest.split_once(']')).unwrap_or_default();
    let is_plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    word == "SN[<serial-number>]" || (serial.len() > 1 && is_plain(serial) && is_plain(lun))
}

/// An alias is set anew by a command that holds brackets: there, and nowhere else, and with a serial number between them.
#[test]
fn a_serial_number_in_brackets_is_printed_where_an_alias_is_set() {
    let catalog = catalog();
    let rule = catalog.rule("tape-alias-uniform").unwrap();
    let example = rule.examples.iter().find(|example| example.verdict == Verdict::Fail).unwrap();
    let note = |mapping: &str| {
        let outcomes = judged(&catalog, example, &example.input.replace("SN[HU0410AB7C]", mapping));
        let mut of_rule = outcomes.into_iter().flat_map(|judged| judged.outcomes).filter(|one| one.rule == rule.id);
        of_rule.find(|one| one.verdict == Verdict::Fail).map(|one| one.note).unwrap_or_default()
    };
    for mapping in ["SN[10WT000933]", "SN[10WT000933]L4", "SN[00FRU7800000_LL0]L1", "SN[ab]"] {
        let wanted = format!("`storage tape alias set -node <node> -name <alias> -mapping {mapping}`");
        assert!(note(mapping).contains(&wanted), "{}", note(mapping));
    }
    for mapping in ["SN[10WT;00933]", "SN[10WT000933]L4;x", "SN[10WT000933]Lx", "SN[10[WT]", "SN[*]", "SN[x]"] {
        let note = note(mapping);
        assert!(note.contains("No command is printed: ") && !note.contains(" -mapping "), "{note}");
    }
    let path = note("sw4:10.11");
    assert!(path.contains("-mapping SN[<serial-number>]`") && !path.contains("sw4:10.11"), "{path}");
}

#[test]
fn no_strange_name_gets_into_a_role() {
    let catalog = catalog();
    let plan = Plan::of(&catalog, &ndmp_preflight::judge::Question::plain(jiff::civil::date(2026, 11, 22)));
    for sign in SIGNS.into_iter().chain([' ', '\n', '\u{202e}']) {
        let odd = format!("a{sign}b");
        for [name, user, svm] in [[odd.as_str(), "u", "s"], ["r", &odd, "s"], ["r", "u", &odd]] {
            let role = Role::of(&plan, name, user, Some(svm.to_owned()), "password");
            assert!(role.is_err_and(|error| error.contains("is no name that ONTAP takes")), "{odd:?}");
        }
    }
}
