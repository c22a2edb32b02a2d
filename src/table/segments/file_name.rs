//! What the names of files and folders tell of the answers in them: which command they answer, and that they are none of the cluster's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::table::Definition;
use crate::table::command::{DIRECTORIES, Typed, bare_command};

/// The commands that names of files spell out, without their folders: those of a fleet are mostly the same.
#[derive(Default)]
pub(in crate::table) struct FileNames(Mutex<HashMap<String, Option<Arc<Typed>>>>);

impl FileNames {
    /// Names that are kept: nobody has so many who does not want to fill the memory.
    const MOST: usize = 256;

    /// The command of a file: `network_interface_show_-role_intercluster.txt`.
    pub(super) fn typed(&self, name: &str, tables: &[Definition]) -> Option<Arc<Typed>> {
        let file = name.rsplit('/').next()?;
        let all = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all().get(file) {
            return known.clone();
        }
        let typed = typed_by_name(file, tables);
        let mut all = all();
        if all.len() < Self::MOST {
            all.insert(file.to_owned(), typed.clone());
        }
        typed
    }
}

/// The command that the name of a file spells out: behind a number, a date or the name of the cluster, in capitals, in short words.
fn typed_by_name(file: &str, tables: &[Definition]) -> Option<Arc<Typed>> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let spelled = stem.replace('_', " ");
    let small = without_number(&spelled).to_lowercase();
    let typed = |command: String| {
        let typed = Typed { text: String::new(), ..Typed::parse(&command, "", tables) };
        typed.definition.is_some().then(|| Arc::new(typed))
    };
    bare_command(&spelled, tables)
        .and_then(typed)
        .or_else(|| behind_name(&small, tables).and_then(typed).filter(|typed| typed.arguments.is_empty()))
        .or_else(|| hyphenated(&small, tables).and_then(typed))
}

/// The words behind a number: `05-`, `5. `.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < text.len() { rest.trim_start_matches(['-', '.', ')', ' ']) } else { text }
}

/// The command at the beginning, or behind a word or two that begin none.
fn behind_name(text: &str, tables: &[Definition]) -> Option<String> {
    const BEFORE: usize = 2;
    let words: Vec<&str> = text.split(' ').collect();
    let is_top = |word: &str| word.len() > 2 && DIRECTORIES.iter().any(|top| top.starts_with(word));
    let first = words.iter().take(BEFORE + 1).position(|word| is_top(word))?;
    let command = words[first..].join(" ");
    let is_short = words[first..].iter().any(|word| word.starts_with("show"));
    bare_command(&command, tables).or(Some(command).filter(|_| is_short))
}

/// The command whose words stand between hyphens: `network-interface-show--role-intercluster`.
fn hyphenated(text: &str, tables: &[Definition]) -> Option<String> {
    let (table, rest) = tables.iter().find_map(|table| {
        let rest = text.strip_prefix(&table.command.replace(' ', "-"))?;
        (rest.is_empty() || rest.starts_with("--")).then_some((table, rest))
    })?;
    let Some((option, value)) = rest.strip_prefix("--").and_then(|rest| rest.split_once('-')) else {
        return rest.is_empty().then(|| table.command.clone());
    };
    Some(format!("{} -{option} {value}", table.command))
}

/// Whether the name of a file, or of a folder that it lies in, says that the cluster is not so, or not all of it there. What stands
/// above where somebody looks from says nothing.
pub(in crate::table) fn speaks_against(name: &str) -> bool {
    const WORDS: [&str; 16] = [
        "draft",
        "edited",
        "expected",
        "fake",
        "invalid",
        "obsolete",
        "old",
        "outdated",
        "partial",
        "planned",
        "simulated",
        "soll",
        "template",
        "todo",
        "truncated",
        "wrong",
    ];
    const PAIRS: [[&str; 2]; 3] = [["before", "fix"], ["before", "change"], ["not", "valid"]];
    const LAST: [&str; 2] = ["target", "unfinished"];
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    let is_above = folders.starts_with(['/', '~', '.']) || folders.contains(':');
    let folders = if is_above { "" } else { folders };
    let holds = |text: &str| {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.iter().any(|word| WORDS.contains(word))
            || words.windows(2).any(|pair| PAIRS.iter().any(|own| own == pair))
    };
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
    let last = stem.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    holds(file) || folders.split('/').any(holds) || LAST.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::speaks_against;

    #[test]
    fn names_of_files_and_folders_may_speak_against_what_is_in_them() {
        for name in [
            "version_expected.txt",
            "version.txt.expected",
            "expected/version.txt",
            "SOLL/version.txt",
            "version-old.txt",
            "options_tape.reservations_target.txt",
            "cluster_show_before_fix.txt",
        ] {
            assert!(speaks_against(name), "{name}");
        }
        for name in [
            "version.txt",
            "cl1/version_2026-03-04.txt",
            "/home/joe/old/version.txt",
            "oldham_version.txt",
            "../expected/version.txt",
        ] {
            assert!(!speaks_against(name), "{name}");
        }
    }
}
