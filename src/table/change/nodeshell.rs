//! Commands of a node's own shell: `system node run -node n1 -command options tape.reservations off`, or typed at `n1> `.

use super::Change;
use crate::table::Definition;
use crate::table::command::Typed;

/// A command for the shell of a node.
pub(super) struct Inner {
    /// The node; `None` where it is not told, or where all are meant.
    node: Option<String>,
    words: Vec<String>,
}

/// Commands that only tell something, as far as they are spelled out here.
const TELLING: &[&str] = &[
    "?",
    "aggr status",
    "cf status",
    "date",
    "df",
    "disk show",
    "environment",
    "exit",
    "fcp show",
    "help",
    "hostname",
    "ifstat",
    "logout",
    "ndmpd probe",
    "ndmpd status",
    "ndmpd version",
    "netstat",
    "ping",
    "priv set",
    "ps",
    "rdfile",
    "stats show",
    "storage show",
    "sysconfig",
    "sysstat",
    "uptime",
    "version",
    "vol status",
];

/// The command for a node's shell that this one holds.
pub(super) fn inner(typed: &Typed) -> Option<Inner> {
    let text = typed.text.replace('"', " ");
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if words.first().is_some_and(|word| word == "nodeshell") {
        return Some(Inner { node: None, words: words.split_off(1) });
    }
    if typed.command != "run" && !typed.command.starts_with("system node run") {
        return None;
    }
    let run = words.iter().position(|word| word == "run")?;
    let mut words = words.split_off(run + 1);
    let at = words.iter().position(|word| word == "-node" || word == "-n");
    let node = at.filter(|at| at + 1 < words.len()).and_then(|at| words.drain(at..at + 2).next_back());
    // `run local sysconfig` names the node without its option.
    let node = node.or_else(|| (!words.is_empty() && words[0] != "-command").then(|| words.remove(0)));
    words.retain(|word| word != "-command");
    let is_name = |node: &String| node != "local" && !node.contains('*');
    Some(Inner { node: node.filter(is_name), words })
}

/// Whether a command is given to the system shell of a node that does more than tell something.
pub(super) fn is_unix(typed: &Typed) -> bool {
    const TELLING: [&str; 16] = [
        "cat", "date", "df", "du", "grep", "head", "kenv", "ls", "netstat", "ps", "sysctl", "tail", "top", "uname",
        "uptime", "vmstat",
    ];
    let is_shell = typed.command.split(' ').any(|word| word.len() > 5 && "systemshell".starts_with(word));
    let behind = typed.text.split_once("-c").and_then(|(_, rest)| rest.split_once(' '));
    let words = behind.map(|(_, words)| words.replace(['"', '\''], " ")).unwrap_or_default();
    let first = words.split_whitespace().find(|word| *word != "sudo");
    is_shell && first.is_some_and(|first| !TELLING.contains(&first))
}

/// Whether an option that rules are about, or one of those whose names begin so, has another value at the node than ONTAP's own.
fn differs(name: &str, told: &str) -> bool {
    const OWN: (&str, &str) = ("tape.reservations", "persistent");
    let mut lines = told.lines().filter(|line| line.trim().starts_with(OWN.0));
    OWN.0.starts_with(name) && lines.any(|line| line.split_whitespace().nth(1) != Some(OWN.1))
}

/// What it changes; `None` where it only tells something. `below` is the text right below it: the answer, or the rest of a
/// command that the terminal broke; `told` all of the answer.
pub(super) fn change(inner: &Inner, (below, told): (&str, &str), tables: &[Definition]) -> Option<Change> {
    let words: Vec<&str> = inner.words.iter().map(String::as_str).collect();
    let text = words.join(" ");
    let is_told = |known: &&&str| text == **known || text.starts_with(&format!("{known} "));
    let sets = words.iter().any(|word| matches!(*word, "up" | "down"));
    if words.is_empty() || TELLING.iter().any(|known| is_told(&known)) || (words[0] == "ifconfig" && !sets) {
        return None;
    }
    let named: Vec<(String, String)> = inner.node.iter().map(|node| ("node".to_owned(), node.clone())).collect();
    let of = |is_its: &dyn Fn(&Definition) -> bool| (0..tables.len()).filter(|&at| is_its(&tables[at])).collect();
    let change = |tables: Vec<usize>, named| Some(Change { tables, named, adds: true, ..Change::default() });
    match words.as_slice() {
        // A list of options is set in columns.
        ["options"] if (below.is_empty() || below.contains("  ")) && !differs("", told) => None,
        // Another value than the cluster showed is no change, and what it showed holds no longer either way.
        ["options", name] if (below.is_empty() || below.starts_with(name)) && !differs(name, told) => None,
        ["options", rest @ ..] => {
            let mut named: Vec<(String, String)> =
                named.into_iter().map(|(_, node)| ("vserver".to_owned(), node)).collect();
            let name = rest.first().filter(|_| rest.len() > 1);
            named.extend(name.map(|name| ("option-name".to_owned(), (*name).to_owned())));
            Some(Change { adds: false, ..change(of(&|table| table.command == "options"), named)? })
        }
        ["ndmpd", ..] => change(of(&|table| table.command.starts_with("system services ndmp")), named),
        _ => change(of(&|_| true), named),
    }
}
