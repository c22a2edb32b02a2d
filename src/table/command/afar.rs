//! What is typed at other shells and may change a cluster: by other means than a plain `ssh HOST COMMAND`, at the service processor of a
//! node, or at a switch between it and the tape drives.

use super::super::{Definition, change};
use super::remote::{AROUND, is_ssh};
use super::{DIRECTORIES, is_alias};

/// Verbs of NetApp's toolkit for PowerShell that leave a cluster as it is.
const READING: [&str; 5] = ["Get-", "Connect-", "Test-", "Read-", "Show-"];

/// Commands that leave every cluster as it is, whatever stands behind them.
const HARMLESS: [&str; 84] = [
    "arp",
    "awk",
    "bat",
    "cat",
    "cd",
    "chmod",
    "clear",
    "cls",
    "code",
    "column",
    "copy",
    "cp",
    "curl",
    "cut",
    "date",
    "diff",
    "dig",
    "dir",
    "echo",
    "egrep",
    "emacs",
    "env",
    "exit",
    "export",
    "fgrep",
    "file",
    "find",
    "findstr",
    "gc",
    "getent",
    "git",
    "grep",
    "gzip",
    "head",
    "history",
    "host",
    "hostname",
    "http",
    "id",
    "ip",
    "less",
    "ls",
    "ll",
    "mail",
    "mailx",
    "man",
    "md",
    "mkdir",
    "more",
    "mutt",
    "mv",
    "nano",
    "nc",
    "ncat",
    "ndmp-preflight",
    "netcat",
    "netstat",
    "nmap",
    "notepad",
    "nslookup",
    "openssl",
    "ping",
    "printf",
    "pwd",
    "rm",
    "rsync",
    "scp",
    "script",
    "sed",
    "sftp",
    "snmpwalk",
    "sort",
    "ssh-copy-id",
    "ssh-keygen",
    "ssh-keyscan",
    "tail",
    "tar",
    "tee",
    "telnet",
    "touch",
    "traceroute",
    "vi",
    "vim",
    "wget",
];

/// Programs that carry out what is written elsewhere.
const APPLYING: [[&str; 2]; 6] = [
    ["terraform", "apply"],
    ["terraform", "destroy"],
    ["tofu", "apply"],
    ["tofu", "destroy"],
    ["pulumi", "up"],
    ["awx", "launch"],
];

/// Words in the name of a script that tell that it ends something.
const ENDING: [&str; 9] = ["delete", "destroy", "disable", "down", "halt", "off", "reboot", "shutdown", "stop"];

/// Whether a command of another shell may change a cluster. `clusters`: the names of those whose prompts stand above.
pub(in crate::table) fn may_change(typed: &str, clusters: &[&str], tables: &[Definition]) -> bool {
    if !["for ", "while ", "until ", "if "].iter().any(|word| typed.starts_with(word)) {
        return one_may_change(typed, clusters, tables);
    }
    typed.split([';', '\n']).filter_map(inner).any(|command| one_may_change(command, clusters, tables))
}

/// A command of a loop or a condition without the words that make it one; `None` where it is a loop's list of names.
fn inner(piece: &str) -> Option<&str> {
    const AROUND: [&str; 10] = ["if", "then", "else", "elif", "while", "until", "do", "done", "fi", "!"];
    let mut rest = piece.trim();
    while let Some((_, behind)) = rest.split_once(' ').filter(|(first, _)| AROUND.contains(first)) {
        rest = behind.trim_start();
    }
    let is_list = rest.starts_with("for ") || matches!(rest, "true" | "done" | "fi" | "");
    (!is_list).then_some(rest)
}

fn one_may_change(typed: &str, clusters: &[&str], tables: &[Definition]) -> bool {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let first = words.iter().find(|word| !AROUND.contains(word)).copied().unwrap_or_default();
    let is_toolkit = first.contains("-Nc") && !READING.iter().any(|verb| first.starts_with(verb));
    is_toolkit
        || is_request(first, typed, &words)
        || is_carried_out(first, &words)
        || is_sent(first, typed, &words)
        || stops(first, &words)
        || !is_harmless(first, typed) && (holds_change(typed, tables) || names(typed, clusters, tables))
}

/// A request to the REST interface that does more than ask.
fn is_request(first: &str, typed: &str, words: &[&str]) -> bool {
    let is_data = |word: &&str| *word == "-d" || word.starts_with("--data") || *word == "--json";
    matches!(first, "curl" | "curl.exe" | "http" | "wget" | "Invoke-RestMethod" | "Invoke-WebRequest")
        && (["PATCH", "POST", "PUT", "DELETE"].iter().any(|method| typed.to_uppercase().contains(method))
            || words.iter().any(is_data))
}

/// A playbook, a plan, or a script whose name tells that it ends something.
fn is_carried_out(first: &str, words: &[&str]) -> bool {
    let has = |word: &str| words.iter().any(|own| own.trim_matches(['"', '\'']) == word);
    let is_playbook = first.starts_with("ansible") && !has("--check") && first != "ansible-inventory";
    let is_script = |word: &str| {
        let (name, kind) = word.rsplit(['/', '\\']).next().unwrap_or_default().rsplit_once('.').unwrap_or_default();
        ["sh", "py", "ps1", "pl", "exp", "bat", "cmd", "yml"].contains(&kind)
            && name.split(|c: char| !c.is_alphanumeric()).any(|part| ENDING.contains(&part.to_lowercase().as_str()))
    };
    let is_ending = |word: &&str| word.split(|c: char| !c.is_alphanumeric()).any(|part| ENDING.contains(&part));
    let is_made = first == "make" && words.iter().skip(1).any(is_ending);
    let is_run = !HARMLESS.contains(&first) && words.iter().take(4).any(|word| is_script(word));
    is_playbook || is_made || is_run || APPLYING.iter().any(|[program, verb]| first == *program && has(verb))
}

/// Commands that a file or another command gives to `ssh`.
fn is_sent(first: &str, typed: &str, words: &[&str]) -> bool {
    let is_called = |word: &&str| is_ssh(word.trim_matches(['(', '`', ';']));
    let is_fed = is_called(&first) && words.iter().any(|word| matches!(*word, "<" | "-m"));
    (is_fed || words.iter().skip(1).any(is_called)) && !typed.contains("show")
}

/// Whether it stops a node, a port of one, or one of a switch.
fn stops(first: &str, words: &[&str]) -> bool {
    let is_of_processor = matches!(words, ["system", "power", "off" | "cycle", ..] | ["system", "reset" | "core", ..]);
    let is_of_port = words.contains(&"ifconfig") && words.contains(&"down");
    let is_of_switch = first.ends_with("disable") && first.len() > "disable".len() || first == "cfgclear";
    is_of_processor
        || is_of_port
        || is_of_switch
        || matches!(first, "halt" | "poweroff" | "reboot" | "shutdown" | "fastboot" | "hareboot" | "reload")
}

/// Whether the program leaves every cluster as it is, and hands on to no other.
fn is_harmless(first: &str, typed: &str) -> bool {
    let name = first.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.strip_suffix(".exe").unwrap_or(name);
    let is_reading = READING.iter().any(|verb| name.starts_with(verb)) || name.starts_with("Select-");
    (HARMLESS.contains(&name) || is_reading || name.contains('='))
        && !["&&", "||", ";"].iter().any(|sign| typed.contains(sign))
}

/// Whether the text of a command of ONTAP's that changes something stands in it. Where very many may begin, nobody looks at all.
fn holds_change(typed: &str, tables: &[Definition]) -> bool {
    /// Words of a command that may tell that it changes something.
    const LONGEST: usize = 24;
    const MOST: usize = 64;
    let mut looked = 0;
    let pieces = typed.split(['"', '\'', ';', '|', '&', '(', ')', '{', '}']);
    pieces.into_iter().any(|piece| {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let is_short = |word: &str| word.len() > 2 && DIRECTORIES.iter().any(|top| top.starts_with(word));
        let is_top = |at: &usize| is_short(words[*at]) || is_alias(words[*at]);
        (0..words.len().saturating_sub(1)).filter(is_top).any(|at| {
            looked += 1;
            let command = words[at..].iter().take(LONGEST).copied().collect::<Vec<_>>().join(" ");
            looked > MOST || change::is_change(&command, tables)
        })
    })
}

/// Whether it names a cluster, and asks it for nothing that a table shows.
fn names(typed: &str, clusters: &[&str], tables: &[Definition]) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_of =
        |word: &str, name: &&str| word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let named = |word: &str| clusters.iter().any(|name| is_of(word, name));
    let asks = || typed.contains("show") || tables.iter().any(|table| typed.contains(table.command.as_str()));
    typed.split(|c| !is_word(c)).any(named) && !asks()
}
