//! Commands that stand on a line without a prompt, as pages tell them.

use super::super::Definition;
use super::{ALIASES, is_path_word, unaliased, unemphasised};

/// A command line without a prompt: a known command spelled out in full, or another with an option of ONTAP's form.
pub(crate) fn bare_command(line: &str, tables: &[Definition]) -> Option<String> {
    let text = unemphasised(line.trim());
    let first = text.split_whitespace().next()?;
    if !is_path_word(first) || text.len() > 400 {
        return None;
    }
    let whole = unaliased(&text);
    let known = tables.iter().any(|table| {
        whole.strip_prefix(table.command.as_str()).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(" -") || (table.names_options() && is_option_name(rest))
        })
    });
    (known || is_other_command(&text)).then_some(text)
}

/// `tape.reservations`, and which nodes are asked: `tape.reservations -node etive-01`.
fn is_option_name(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let is_name = words.next().is_some_and(|name| name.contains('.'));
    let is_option = |word: &str| word.strip_prefix('-').is_some_and(|name| name.len() > 1 && is_path_word(name));
    is_name && words.next().is_none_or(is_option)
}

/// The top directories of ONTAP's command hierarchy, as far as pasted sessions use them.
pub(in crate::table) const DIRECTORIES: &[&str] = &[
    "cluster",
    "event",
    "job",
    "lun",
    "metrocluster",
    "network",
    "options",
    "security",
    "set",
    "snapmirror",
    "statistics",
    "storage",
    "system",
    "volume",
    "vserver",
];

/// Directories that ONTAP knows by their last words too, or that people shorten, with the commands that pages tell of them.
const SHORT: [&str; 14] = [
    "aggr",
    "broadcast-domain",
    "disk",
    "failover-groups",
    "fcp",
    "ifgrp",
    "iscsi",
    "net",
    "nvme",
    "reachability",
    "route",
    "subnet",
    "vlan",
    "vol",
];
const VERBS: [&str; 13] = [
    "add",
    "add-ports",
    "create",
    "delete",
    "disable",
    "enable",
    "migrate",
    "modify",
    "remove-ports",
    "repair",
    "restore",
    "revert",
    "show",
];

/// `broadcast-domain add-ports -ports ...`: a command that one begins to type below the top of the tree.
fn is_short_command(words: &[&str], path: usize) -> bool {
    let is_option = |word: &&str| word.strip_prefix('-').is_some_and(|name| name.len() > 1 && is_path_word(name));
    let is_verb = path.checked_sub(1).and_then(|last| words.get(last)).is_some_and(|last| VERBS.contains(last));
    SHORT.contains(&words[0]) && path >= 2 && is_verb && words.get(path).is_some_and(is_option)
}

/// `directory word ... -option value`, or a spelled-out `show` of a command that no table describes.
fn is_other_command(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let path = words.iter().take_while(|word| is_path_word(word)).count();
    let follows = words.get(path).is_none_or(|word| {
        word.strip_prefix('-').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    });
    let is_spelled = words.get(path.wrapping_sub(1)).is_some_and(|last| last.starts_with("show") || words.len() > path);
    DIRECTORIES.contains(&words[0]) && path >= 2 && follows && is_spelled || is_short_command(&words, path)
}

/// Words that begin a command below the top of the tree.
pub(in crate::table) fn short_words() -> impl Iterator<Item = &'static str> {
    ALIASES.iter().map(|(alias, _)| *alias).chain(SHORT)
}
