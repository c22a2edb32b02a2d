//! Characters that nobody sees leave the program nowhere: not with the cluster's names, not with the names of files and folders,
//! and not with the words of the command line; in no format, and on no line that is not the program's own.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::fs;
use std::path::Path;

use ndmp_preflight::report::Format;
use ndmp_preflight::report::facts::FactsFormat;
use ndmp_preflight::source::is_unseen;
use program::{Ran, program, ran, run};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

const SESSION: &str = include_str!("../sample-outputs/many-faults/session.txt");

/// One of each kind: of terminals, of XML, of the reading direction, of no width, of no sense.
const UNSEEN: [char; 24] = [
    '\u{7f}',
    '\u{85}',
    '\u{9b}',
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{180e}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2060}',
    '\u{2066}',
    '\u{206f}',
    '\u{feff}',
    '\u{fe0f}',
    '\u{fff9}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{1ffff}',
    '\u{e0041}',
    '\u{e0100}',
];

/// A word with all of them, which reads `IC1` to who sees it.
fn word() -> String {
    let hidden: String = UNSEEN.iter().collect();
    format!("I{hidden}C1")
}

/// The first of them in a text that may have line ends and tabs.
fn found(text: &str) -> Option<String> {
    let is_bad = |c: char| is_unseen(c) && !matches!(c, '\n' | '\t');
    let at = text.find(is_bad)?;
    let line = text[..at].matches('\n').count();
    Some(format!("{:?} in line {}: {:?}", text[at..].chars().next(), line + 1, text.lines().nth(line)))
}

fn assert_none(done: &Ran, what: &str) {
    for (text, stream) in [(&done.out, "standard output"), (&done.err, "standard error")] {
        assert_eq!(found(text), None, "{what}, {stream}");
        let forged = text.lines().find(|line| line.trim_start().starts_with("FORGED"));
        assert_eq!(forged, None, "{what}, {stream}");
    }
}

/// A capture in which a LIF, the cluster and a remark have such a name, in a folder and a file that have it too.
fn place() -> TempDir {
    let folder = tempdir().unwrap();
    let text = SESSION.replace("tweed-02", &word()).replace("svm_kelso", &format!("k{}", word()));
    assert!(text != SESSION);
    let target = folder.path().join("in").join(format!("t{}", word()));
    fs::create_dir_all(&target).unwrap();
    fs::write(target.join(format!("s\nFORGED{}.txt", word())), text).unwrap();
    fs::write(target.join(format!("u\u{1b}[31m{}.bin", word())), [0, 159, 146, 150, 0]).unwrap();
    folder
}

#[test]
fn nothing_unseen_comes_out_of_a_capture_in_any_format() {
    let folder = place();
    let mut lines: Vec<String> = Format::words()
        .into_iter()
        .map(|format| format!("check --from in -v --color never --format {format}"))
        .collect();
    lines.extend(FactsFormat::WORDS.map(|format| format!("facts --from in -v --color never --format {format}")));
    lines.push("check --from in --color never --report human=in/there".to_owned());
    for line in &lines {
        let done = run(folder.path(), line);
        assert_none(&done, line);
    }
    for format in Format::words() {
        let done = run(folder.path(), &format!("check --from in -q --report {format}=r"));
        assert_none(&done, format);
        assert_eq!(done.code, 1, "{}", done.err);
        assert_eq!(found(&fs::read_to_string(folder.path().join("r")).unwrap()), None, "{format}");
        fs::remove_file(folder.path().join("r")).unwrap();
    }
}

#[test]
fn what_json_escapes_is_still_what_was_there() {
    let folder = place();
    let done = run(folder.path(), "check --from in --format json");
    let report: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(report["targets"][0]["target"], format!("t{}", word()));
}

#[test]
fn junit_stays_xml() {
    let folder = place();
    let done = run(folder.path(), "check --from in --format junit");
    let mut reader = quick_xml::Reader::from_str(&done.out);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    let is_of_xml =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert_eq!(done.out.find(|c| !is_of_xml(c)), None);
}

/// Command lines in which `@` is any word.
const LINES: [&[&str]; 27] = [
    &["@"],
    &["--@"],
    &["check", "--@"],
    &["check", "--demo", "@"],
    &["check", "--demo", "--format", "@"],
    &["check", "--demo", "--format=@"],
    &["check", "--demo", "--scope", "@"],
    &["check", "--demo", "--dma", "@"],
    &["check", "--demo", "--dma-address", "@"],
    &["check", "--demo", "--ontap", "@"],
    &["check", "--demo", "--now", "@"],
    &["check", "--demo", "--select", "@"],
    &["check", "--demo", "--jobs", "@"],
    &["check", "--demo", "--report", "@"],
    &["check", "--demo", "--report", "@=x"],
    &["check", "--demo", "--report", "json=@/x"],
    &["check", "--demo", "--config", "@"],
    &["check", "--demo", "--rules", "@"],
    &["check", "--demo", "--color", "@"],
    &["check", "@"],
    &["check", "host", "--deadline", "@"],
    &["facts", "--demo", "--command", "@ show"],
    &["check", "--from", "@"],
    &["verify", "@"],
    &["plan", "@"],
    &["role", "--account", "@"],
    &["explain", "@"],
];

fn said(folder: &Path, words: &[&str], word: &str) -> Ran {
    let mut command = program(folder, "");
    command.args(words.iter().map(|own| own.replace('@', word)));
    // As at a terminal: a colour that the program did not choose would get through.
    command.env("CLICOLOR_FORCE", "1");
    ran(command)
}

#[test]
fn no_word_of_the_command_line_comes_back_raw() {
    let folder = tempdir().unwrap();
    let colour = "x\u{1b}[8mhidden\u{1b}[0m";
    for words in LINES {
        for word in [word().as_str(), "x\nFORGED: all is well", colour, "x\u{9b}31my", "x\ry"] {
            let done = said(folder.path(), words, word);
            let plain = |text: &str| anstream::adapter::strip_str(text).to_string();
            let tame = Ran { code: done.code, out: plain(&done.out), err: plain(&done.err) };
            assert_none(&tame, &format!("{words:?} with {word:?}"));
            assert!(!done.out.contains("\u{1b}[8m") && !done.err.contains("\u{1b}[8m"), "{words:?}: {:?}", done.err);
        }
    }
}

#[test]
fn no_word_of_the_environment_comes_back_raw() {
    let folder = tempdir().unwrap();
    for name in ["SCOPE", "DMA", "FORMAT", "REPORT", "CONFIG", "RULES", "JOBS", "NOW", "SELECT", "COLOR"] {
        for word in [word().as_str(), "x\u{1b}[8mhidden"] {
            let mut command = program(folder.path(), "check --demo");
            command.env(format!("NDMP_PREFLIGHT_{name}"), word).env("CLICOLOR_FORCE", "1");
            let done = ran(command);
            assert!(done.code == 2 && !done.err.contains("\u{1b}[8m"), "{name}: {}", done.err);
            assert_eq!(found(&anstream::adapter::strip_str(&done.err).to_string()), None, "{name}: {:?}", done.err);
        }
    }
}

/// What taking one apostrophe away makes of a cell.
fn undone(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[test]
fn no_cell_is_a_formula_to_a_spreadsheet_and_each_can_be_had_back() {
    let values = ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted", "''twice", "=cmd|'/C", "plain"];
    let rows: String = values.iter().enumerate().map(|(at, value)| format!("row{at:<5} {value}\n")).collect();
    let text = format!(
        "cl::> volume frob show\nName     Value\n-------- ----------\n{rows}{} entries were displayed.\n\ncl::>\n",
        values.len()
    );
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("=cmd.txt"), text).unwrap();
    let csv = run(folder.path(), "facts --from =cmd.txt --format csv").out;
    let json: Value = serde_json::from_str(&run(folder.path(), "facts --from =cmd.txt --format json").out).unwrap();
    let records = json["targets"][0]["answers"][0]["records"].as_array().unwrap();
    let told: Vec<&str> = records.iter().map(|record| record["value"].as_str().unwrap()).collect();
    assert_eq!(told, values, "{csv}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let cells: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let is_formula = |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']) && *cell != "-";
    assert_eq!(cells.iter().flatten().find(is_formula), None);
    let own: Vec<&str> = cells[1..].iter().map(|row| undone(row.last().unwrap())).collect();
    assert_eq!(own, values);
    assert_eq!((undone(&cells[1][1]), undone(&cells[1][2])), ("=cmd", "=cmd.txt"));
    let nothing = run(folder.path(), "facts --demo --format csv").out;
    assert!(nothing.contains(",-,") && !nothing.contains("'-"), "ONTAP's word for nothing is no formula");
}
