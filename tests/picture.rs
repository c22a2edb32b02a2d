//! The picture at the head of the README is a report that the program really wrote: that of `check --demo`, in its own colours.
//!
//! `UPDATE_README=1 cargo test --test picture` draws it anew. Look at it then.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use anstyle_svg::Term;
use program::{program, ran};
use tempfile::tempdir;

/// Columns of the terminal.
const WIDTH: &str = "104";

/// The finding that is shown in full.
const FINDING: &str = "fail must lif-failover-local";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.svg")
}

/// What the terminal shows, with its colours.
fn report() -> String {
    let folder = tempdir().unwrap();
    let mut command = program(folder.path(), "check --demo --now 2026-11-22 --color always");
    command.env("COLUMNS", WIDTH).env_remove("NO_COLOR");
    ran(command).out
}

/// The line without its colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, text)| text))
}

/// Behind this rule the list of the last screen is cut: what follows is alike.
const LAST: &str = "  must   svm-ndmp-authentication";

/// The colours of the picture: those of the oldest terminals cannot be read on black.
const COLOURS: [(&str, &str); 7] = [
    (".fg { fill: #AAAAAA }", ".fg { fill: #D6DCE4 }"),
    (".bg { fill: #000000 }", ".bg { fill: #161B22 }"),
    (".fg-blue { fill: #0000AA }", ".fg-blue { fill: #79B8FF }"),
    (".fg-cyan { fill: #00AAAA }", ".fg-cyan { fill: #56D4DD }"),
    (".fg-red { fill: #AA0000 }", ".fg-red { fill: #FF7B72 }"),
    (".dimmed { opacity: 0.4; }", ".dimmed { opacity: 0.7; }"),
    (">\n  <style>", " role=\"img\">\n  <title>a report of ndmp-preflight</title>\n  <style>"),
];

/// The command, a finding with its evidence, and of the last screen its beginning and its end.
fn shown(report: &str) -> String {
    let lines: Vec<&str> = report.lines().collect();
    let at = |start: &str| lines.iter().position(|line| plain(line).starts_with(start)).unwrap();
    let finding = at(FINDING);
    let finding = &lines[finding..finding + lines[finding..].iter().position(|line| line.is_empty()).unwrap()];
    let prompt = "$ \u{1b}[1mndmp-preflight check --demo\u{1b}[0m";
    let head = [prompt, lines[0], "", "\u{1b}[2m[...]\u{1b}[0m", ""];
    let rest = ["", "\u{1b}[2m[...]\u{1b}[0m", ""];
    let last = &lines[at("demo: not ready")..at(LAST) + 2];
    let all = head.iter().chain(finding).chain(&rest).chain(last).chain(&rest).chain(&lines[at("examined")..]);
    all.map(|line| format!("{line}\n")).collect()
}

fn picture() -> String {
    let drawn = Term::new().render_svg(&shown(&report()));
    COLOURS.iter().fold(drawn, |drawn, (from, to)| {
        assert!(drawn.contains(from), "{from}\n{drawn}");
        drawn.replacen(from, to, 1)
    })
}

#[test]
fn the_picture_of_a_report_is_what_the_program_writes() {
    let drawn = picture();
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path(), drawn).unwrap();
        return;
    }
    let kept = fs::read_to_string(path()).unwrap().replace("\r\n", "\n");
    assert!(kept == drawn, "docs/report.svg is old: run `UPDATE_README=1 cargo test --test picture`, and look at it");
}

/// The page of the demo, which the guide links.
#[test]
fn the_page_of_the_demo_is_what_the_program_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (path, folder) = (root.join("docs/demo.html"), tempdir().unwrap());
    let written = ran(program(folder.path(), "check --demo --now 2026-11-22 --format html")).out;
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(path, written).unwrap();
        return;
    }
    let kept = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(kept == written, "docs/demo.html is old: run `UPDATE_README=1 cargo test --test picture`");
    let page = fs::read_to_string(root.join("docs/README.md")).unwrap();
    assert!(page.contains("](demo.html)"), "the guide links it");
}

#[test]
fn the_readme_opens_with_it_and_it_shows_what_matters() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let head: String = readme.lines().take_while(|line| !line.starts_with("## ")).collect();
    assert!(head.contains("](docs/report.svg)"), "{head}");
    let picture = fs::read_to_string(path()).unwrap();
    let mut xml = quick_xml::Reader::from_str(&picture);
    let (mut text, mut elements) = (String::new(), 0);
    loop {
        match xml.read_event().unwrap() {
            quick_xml::events::Event::Text(part) => text.push_str(&part.decode().unwrap()),
            quick_xml::events::Event::GeneralRef(_) => text.push('?'),
            quick_xml::events::Event::Start(_) => elements += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert!(elements > 40, "{elements}");
    // The finding, ONTAP's own words, what mends it, and the verdict with its reason.
    for part in
        ["broadcast-domain-wide", "-failover-policy local-only", "demo: ", "not ready", "exit code", "1, because"]
    {
        assert!(text.replace('\u{a0}', " ").contains(part), "{part}\n{text}");
    }
    assert!(!picture.contains("href") && !picture.contains("<script") && !picture.contains("url("), "it loads nothing");
    let lines = shown(&report()).lines().count();
    assert!((35..=55).contains(&lines), "{lines} lines");
    assert!(report().lines().all(|line| plain(line).chars().count() <= 200));
}
