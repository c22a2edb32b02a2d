//! The rules of the house: directions between rooms, edges kept out of the core, sizes of functions and files.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order in which a word of ONTAP walks through them; nothing points back.
const ROOMS: [&str; 6] = ["source", "table", "rule", "facts", "judge", "report"];

/// What takes values and gives values: no file, clock, environment, network, terminal or colour.
const EDGES: [&str; 12] = [
    "std::fs",
    "std::env",
    "std::net::Tcp",
    "std::process",
    "std::time",
    "Timestamp::now",
    "Zoned::now",
    "SystemTime",
    "Instant::now",
    "println!",
    "owo_colors",
    "anstream",
];

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Those of the page, and of what makes one file of it.
fn page_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let own = |path: &PathBuf| path.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
    let all = source_files(&root);
    all.iter().map(|path| (format!("web/{}", own(path)), fs::read_to_string(path).unwrap())).collect()
}

/// All of them.
fn all_sources() -> Vec<(String, String)> {
    sources().into_iter().chain(page_sources()).collect()
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |path: &PathBuf| path.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
    source_files(&root)
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .filter(|(name, _): &(String, String)| !name.ends_with("tests.rs"))
        .collect()
}

/// The text before the tests of a file.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

fn room(name: &str) -> Option<usize> {
    let first = name.split(['/', '.']).next()?;
    ROOMS.iter().position(|room| *room == first)
}

#[test]
fn no_room_looks_back() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(own) = room(&name) else { continue };
        for later in &ROOMS[own + 1..] {
            if code(&text).contains(&format!("crate::{later}")) {
                wrong.push(format!("{name} looks into {later}"));
            }
        }
        for outside in ["crate::cli", "crate::config"] {
            if code(&text).contains(outside) {
                wrong.push(format!("{name} looks into {outside}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_has_no_edges() {
    let mut wrong = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| room(name).is_some() && !name.starts_with("report/style")) {
        wrong.extend(EDGES.iter().filter(|edge| code(text).contains(**edge)).map(|edge| format!("{name} uses {edge}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page hands everything in: the program in it has no file, clock or network, and nothing in it is unsafe.
#[test]
fn the_page_has_no_edges() {
    let own = page_sources().into_iter().filter(|(name, _)| name.starts_with("web/src/"));
    let wrong: Vec<String> = own
        .flat_map(|(name, text)| {
            let found = EDGES.into_iter().filter(move |edge| code(&text).contains(edge));
            found.map(move |edge| format!("{name} uses {edge}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(page_sources().iter().all(|(_, text)| !text.contains("unsafe ")), "nothing is unsafe");
}

/// Programs are started in one place, which keeps our secrets from them; files are written in one, under names of their own.
#[test]
fn programs_are_started_and_files_written_in_one_place_each() {
    let (starts, writes) = ([".spawn()", ".output()", ".status()"], ["fs::write(", "File::create(", ".create(true)"]);
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let uses = |words: &[&str]| words.iter().any(|word| code(&text).contains(word));
        // `known_hosts` grows by lines, under a lock.
        let may_write = ["collect/bundle/draft.rs", "collect/known_hosts.rs"].contains(&name.as_str());
        if uses(&starts) && name != "collect/child.rs" || uses(&writes) && !may_write {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let child = sources().into_iter().find(|(name, _)| name == "collect/child.rs").unwrap().1;
    assert_eq!(code(&child).matches(".spawn()").count(), 2, "both in one function");
}

/// Which command lists or tells what stands in the table files: a second list in Rust would not know a site's own tables.
#[test]
fn facts_and_judge_name_no_command() {
    let catalog = ndmp_preflight::rule::Catalog::embedded().unwrap();
    let commands = || catalog.tables.iter().map(|table| table.command.as_str()).filter(|name| name.contains(' '));
    let mut wrong = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| name.starts_with("facts/") || name.starts_with("judge/")) {
        let lines = code(text).lines().filter(|line| !line.trim_start().starts_with("//"));
        let named = |line: &str| commands().find(|command| line.contains(command)).map(str::to_owned);
        wrong.extend(lines.filter_map(named).map(|command| format!("{name} names `{command}`")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> =
        all_sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no `//!` at the head of {}", silent.join(", "));
}

#[test]
fn files_have_400_lines_at_most() {
    let long = |text: &str| code(text).lines().count();
    let wrong: Vec<String> = all_sources()
        .iter()
        .filter(|(_, text)| long(text) > 400)
        .map(|(name, text)| format!("{name}: {}", long(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Name and lines of each function of a formatted file: from its signature to the brace in the same column.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line
            .trim_start()
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ");
        let Some(name) = head.strip_prefix("fn ").or_else(|| head.strip_prefix("const fn ")) else { continue };
        // What a trait only declares ends with its signature.
        let ends = |line: &&&str| line.ends_with('{') || line.ends_with('}') || line.ends_with(';');
        if lines[at..].iter().find(ends).is_some_and(|line| line.ends_with(';')) {
            continue;
        }
        let end = format!("{}}}", " ".repeat(indent));
        let length = lines[at..].iter().position(|line| **line == end).map_or(1, |length| length + 1);
        found.push((name.split(['(', '<']).next().unwrap_or_default().to_owned(), length));
    }
    found
}

#[test]
fn functions_have_40_lines_at_most_and_ten_as_a_rule() {
    let mut lengths = Vec::new();
    let mut wrong = Vec::new();
    for (name, text) in all_sources() {
        for (function, length) in functions(code(&text)) {
            lengths.push(length);
            if length > 40 {
                wrong.push(format!("{name}: {function} has {length} lines"));
            }
        }
    }
    lengths.sort_unstable();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let median = lengths[lengths.len() / 2];
    assert!(median <= 10, "the median function has {median} lines");
}

/// `libssh2-sys` before 0.3.4 compiles a libssh2 without the mends of CVE-2026-55199 and CVE-2026-55200, and `ssh2` alone is
/// content with it.
#[test]
fn the_ssh_library_is_the_one_with_the_security_mends() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock: toml::Table = fs::read_to_string(root.join("Cargo.lock")).unwrap().parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let locked: Vec<&str> = packages
        .iter()
        .filter(|package| package["name"].as_str() == Some("libssh2-sys"))
        .map(|package| package["version"].as_str().unwrap())
        .collect();
    let number = |version: &str| version.split(['.', '-', '+']).take(3).map(|part| part.parse().unwrap()).collect();
    let known: Vec<Vec<u32>> = locked.iter().map(|version| number(version)).collect();
    assert!(known.len() == 1 && known[0] >= vec![0, 3, 4], "locked is {locked:?}");
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let asked = manifest["dependencies"]["libssh2-sys"]["version"].as_str().unwrap();
    assert!(number(asked) >= vec![0, 3, 4], "asked for is {asked}");
}
