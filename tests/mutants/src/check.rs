//! Writes the changed files, and leaves out what does not compile until the rest does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::list::Mutant;
use crate::plant::planted;

/// What became of the changes of a list in the copy.
#[derive(Default)]
pub struct Planted {
    pub found: BTreeSet<u32>,
    /// Why each that is left out does not compile.
    pub unviable: BTreeMap<u32, String>,
}

/// Writes the sources of `from`, with the changes of a list, to `to`.
pub fn write(from: &Path, to: &Path, mutants: &[Mutant], planted_: &mut Planted) -> io::Result<()> {
    let files: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.file.as_str()).collect();
    let left_out: BTreeSet<u32> = planted_.unviable.keys().copied().collect();
    for file in files {
        let own: Vec<&Mutant> = mutants.iter().filter(|mutant| mutant.file == file).collect();
        let text = fs::read_to_string(from.join(file))?;
        let (changed, found) = planted(&text, &own, &left_out).map_err(io::Error::other)?;
        planted_.found.extend(found);
        put(&to.join(file), &changed)?;
    }
    let lib = fs::read_to_string(from.join("src/lib.rs"))?;
    put(&to.join("src/lib.rs"), &format!("#![allow(warnings)]\n{lib}pub(crate) mod mutant;\n"))?;
    let build = fs::read_to_string(from.join("build.rs"))?;
    put(&to.join("build.rs"), &format!("{build}\n#[path = \"src/mutant.rs\"]\nmod mutant;\n"))?;
    put(&to.join("src/mutant.rs"), include_str!("mutant.rs"))
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) { Ok(()) } else { fs::write(path, text) }
}

/// Plants a list, and takes back what does not compile, round by round.
pub fn viable(from: &Path, to: &Path, mutants: &[Mutant], arguments: &[String]) -> io::Result<Planted> {
    let mut planted = Planted::default();
    for mutant in mutants.iter().filter(|mutant| lends_otherwise(mutant)) {
        planted.unviable.insert(mutant.number, "yields `&mut` where `&` is said".to_owned());
    }
    for round in 1..60 {
        write(from, to, mutants, &mut planted)?;
        let errors = errors(to, arguments)?;
        let mut more = 0;
        for (file, at, message) in &errors {
            let text = fs::read_to_string(to.join(file))?;
            let uncovered = message.starts_with("non-exhaustive");
            match if uncovered { last_arm(&text, *at, mutants) } else { nearest(&text, *at) } {
                Some(number) => {
                    if planted.unviable.insert(number, message.clone()).is_none() {
                        more += 1;
                    }
                }
                None => eprintln!("no change before {file}:{at}: {message}"),
            }
        }
        eprintln!("round {round}: {} errors, {more} changes left out", errors.len());
        if errors.is_empty() || more == 0 {
            break;
        }
    }
    Ok(planted)
}

/// Whether a value is an iterator over what is borrowed to be changed, which no function says that it returns.
fn lends_otherwise(mutant: &Mutant) -> bool {
    let returned = mutant.function.as_ref().map_or("", |function| &function.return_type);
    returned.contains("impl Iterator") && returned.contains('&') && mutant.replacement.contains("Box::leak(")
}

/// The number in the last `is(N)` before a byte.
fn nearest(text: &str, at: usize) -> Option<u32> {
    const SWITCH: &str = "crate::mutant::is(";
    let at = if text[at..].starts_with(SWITCH) { at + SWITCH.len() } else { at };
    let start = text[..at].rfind(SWITCH)? + SWITCH.len();
    text[start..].split(')').next()?.parse().ok()
}

/// The arm that is deleted last in a `match` that then leaves values out: an arm before it may be needed no less.
fn last_arm(text: &str, at: usize, mutants: &[Mutant]) -> Option<u32> {
    let of = |number: u32| mutants.get(number as usize - 1);
    let numbers =
        text[at..].split("crate::mutant::is(").skip(1).filter_map(|rest| rest.split(')').next()?.parse().ok());
    let mut arms = numbers.filter(|&number| of(number).is_some_and(|mutant| mutant.genre == "MatchArm")).peekable();
    let function = |number: u32| of(number)?.function.as_ref().map(|one| one.function_name.clone());
    let own = function(*arms.peek()?);
    arms.take_while(|&number| function(number) == own).last()
}

/// Where the compiler finds a fault: file, byte, message.
fn errors(to: &Path, arguments: &[String]) -> io::Result<Vec<(String, usize, String)>> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(to).args(["check", "--message-format=json"]).args(arguments).stderr(Stdio::null());
    let output = cargo.output()?;
    let mut found = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        let message = &value["message"];
        if value["reason"] != "compiler-message" || message["level"] != "error" {
            continue;
        }
        let words = message["message"].as_str().unwrap_or_default().to_owned();
        let spans = message["spans"].as_array().cloned().unwrap_or_default();
        match spans.iter().find(|span| span["is_primary"] == true) {
            Some(span) => {
                let (file, at) = place(span);
                found.push((file, at, words));
            }
            None => eprintln!("{words}"),
        }
    }
    Ok(found)
}

/// Where a span stands in a file of the copy: where a macro is called, if it is of one.
fn place(span: &Value) -> (String, usize) {
    let mut span = span;
    while span["file_name"].as_str().is_some_and(|name| !name.starts_with("src/") && !name.starts_with("build.rs"))
        && !span["expansion"]["span"].is_null()
    {
        span = &span["expansion"]["span"];
    }
    let at = span["byte_start"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    (span["file_name"].as_str().unwrap_or_default().to_owned(), at)
}
