//! Letters of more than one byte, at any place of a text and beside any sign that a reader looks for: whatever they do to
//! the answers, the text is read to its end, judged and masked.

mod session;

use std::panic::catch_unwind;

use ndmp_preflight::judge::{Question, judge};
use ndmp_preflight::redaction::Redaction;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use session::catalog;

/// What frames, margins, shells, mails, tickets, programs and pages begin or join with.
const SIGNS: [&str; 40] = [
    "+",
    "@",
    "@@ -1,2 +1,2 @@",
    "-",
    "--- ",
    "+++ ",
    "> ",
    ">",
    "|",
    "||",
    "| |",
    "#",
    "##",
    "* ",
    "- ",
    "1. ",
    "`",
    "```",
    "~~~",
    "$",
    "$ ",
    "PS>",
    "<",
    "<td>",
    "<br>",
    "&nbsp;",
    "&",
    "{",
    "[",
    "]",
    "\"",
    "\\n",
    "\\",
    "%",
    ":",
    "::>",
    "=",
    ",",
    ";",
    "\t",
];

/// Of two, three and four bytes, of no width, a blank, a byte-order mark, and what is no letter at all.
const LETTERS: [&str; 10] = [
    "\u{e9}",
    "\u{2022}",
    "\u{4e2d}",
    "\u{1f600}",
    "\u{301}",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{fffd}",
    "\u{2028}",
];

/// Where something is put: the line, and the place in it, both as parts of all there are.
type Spot = (prop::sample::Index, Place);

#[derive(Clone, Debug)]
enum Place {
    Begin,
    End,
    Alone,
    Within(prop::sample::Index),
    Instead(prop::sample::Index),
}

fn spot() -> impl Strategy<Value = Spot> {
    let place = prop_oneof![
        3 => Just(Place::Begin),
        1 => Just(Place::End),
        1 => Just(Place::Alone),
        3 => any::<prop::sample::Index>().prop_map(Place::Within),
        2 => any::<prop::sample::Index>().prop_map(Place::Instead),
    ];
    (any::<prop::sample::Index>(), place)
}

fn put(lines: &mut Vec<String>, (line, place): &Spot, what: &str) {
    let at = line.index(lines.len());
    let within = |text: &str, index: &prop::sample::Index| {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        places[index.index(places.len())]
    };
    match place {
        Place::Begin => lines[at].insert_str(0, what),
        Place::End => lines[at].push_str(what),
        Place::Alone => lines.insert(at, what.to_owned()),
        Place::Within(index) => {
            let at_byte = within(&lines[at], index);
            lines[at].insert_str(at_byte, what);
        }
        Place::Instead(index) => {
            let from = within(&lines[at], index);
            let one = lines[at][from..].chars().next().map_or(0, char::len_utf8);
            lines[at].replace_range(from..from + one, what);
        }
    }
}

/// What a program makes of a whole text: of each such form a reader takes it back.
const DRESSES: [fn(&str) -> String; 12] = [
    str::to_owned,
    |text| text.replace('_', "\\_").replace('-', "\\-"),
    |text| lines(text, "+"),
    |text| lines(text, "> "),
    |text| lines(text, "| "),
    |text| lines(text, "#\t"),
    |text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")),
    |text| text.replace('&', "&amp;").replace('<', "&lt;").replace(' ', "&nbsp;"),
    |text| text.replace('=', "=3D").replace("true", "tr=\nue").replace('\u{e9}', "=C3=A9"),
    |text| format!("{{\\rtf1\\ansi {}}}", text.replace('\n', "\\par\n")),
    |text| format!("<pre>{}</pre>", text.replace('\n', "<br>")),
    |text| text.replace('\n', "$\n").replace('\t', "^I").replace("::>", "::>^M"),
];

fn lines(text: &str, mark: &str) -> String {
    text.split('\n').map(|line| format!("{mark}{line}\n")).collect()
}

fn survives(text: &str, catalog: &Catalog) -> bool {
    let whole = || {
        let read = table::read("any", vec![Capture::of_text("any.txt", text)], &catalog.tables);
        read.iter().for_each(|reading| {
            judge(reading, catalog, &Question::plain(jiff::civil::date(2026, 11, 22)));
        });
        Redaction::new(&catalog.tables).text(text.as_bytes().to_vec())
    };
    catch_unwind(std::panic::AssertUnwindSafe(whole)).is_ok()
}

#[test]
fn no_letter_at_any_place_ends_the_reading() {
    let catalog = catalog();
    let of_rules = catalog.rules.iter().flat_map(|rule| &rule.examples).map(|example| example.input.clone());
    let of_tables = catalog.tables.iter().flat_map(|table| &table.examples).map(|example| example.input.clone());
    let texts: Vec<String> = of_rules.chain(of_tables).collect();
    assert!(texts.len() > 200, "{}", texts.len());
    let signs = prop::collection::vec((spot(), prop::sample::select(SIGNS.as_slice())), 0..3);
    let letters = prop::collection::vec((spot(), prop::sample::select(LETTERS.as_slice())), 1..4);
    let mut runner = TestRunner::new(Config { cases: 4_000, failure_persistence: None, ..Config::default() });
    let all = (prop::sample::select(texts), signs, letters, prop::sample::select(DRESSES.as_slice()));
    runner
        .run(&all, |(text, signs, letters, dress)| {
            let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
            signs.iter().chain(&letters).for_each(|(spot, what)| put(&mut lines, spot, what));
            let text = dress(&lines.join("\n"));
            prop_assert!(survives(&text, &catalog), "{text}");
            Ok(())
        })
        .unwrap();
}
