//! Which tables a command makes old: those of its own directory, those that name it, and where neither is known, all that it could
//! reach.

use crate::table::Definition;

/// What a command changes.
pub(super) struct Reach {
    /// Indexes of the tables.
    pub(super) tables: Vec<usize>,
    /// Whether one of them shows what the command's directory holds.
    pub(super) is_own: bool,
    /// Whether any table says so; else they are all that it could reach.
    pub(super) is_known: bool,
}

/// Directories whose objects no table shows.
const ELSEWHERE: &[&str] = &[
    "application",
    "autosupport",
    "cluster agent",
    "cluster date",
    "cluster log-forwarding",
    "cluster peer",
    "cluster time-service",
    "dashboard",
    "event",
    "export-policy",
    "job",
    "license",
    "lun",
    "network connections",
    "network qos-marking",
    "network route",
    "network tcpdump",
    "network test-path",
    "qos",
    "san",
    "security audit",
    "security certificate",
    "security key-manager",
    "security login banner",
    "security login motd",
    "security login publickey",
    "security login role",
    "security multi-admin-verify",
    "security protocol",
    "security saml-sp",
    "security session",
    "security ssh",
    "security ssl",
    "snaplock",
    "snapmirror",
    "snapshot",
    "statistics",
    "storage aggregate",
    "storage automated-working-set-analyzer",
    "storage disk",
    "storage encryption",
    "storage errors",
    "storage firmware",
    "storage pool",
    "storage raid-options",
    "storage shelf",
    "system configuration backup",
    "system feature-usage",
    "system health",
    "system license",
    "system node autosupport",
    "system node coredump",
    "system node image package",
    "system script",
    "system service-processor",
    "system snmp",
    "system timeout",
    "volume efficiency",
    "volume quota",
    "volume snapshot",
    "vserver active-directory",
    "vserver audit",
    "vserver cifs",
    "vserver config-replication",
    "vserver export-policy",
    "vserver fpolicy",
    "vserver iscsi",
    "vserver locks",
    "vserver name-mapping",
    "vserver nfs",
    "vserver nvme",
    "vserver object-store-server",
    "vserver peer",
    "vserver security",
    "vserver services name-service",
    "vserver services web",
    "vserver vscan",
];

/// The fewest letters by which a directory is known in [`ELSEWHERE`]: with fewer it may be another one.
const FEWEST: usize = 3;

/// Verbs that may stand before the names of what they change: `vserver services ndmp off vs1`.
const NAMING: [&str; 22] = [
    "add", "clear", "create", "delete", "disable", "enable", "halt", "lock", "migrate", "modify", "off", "offline",
    "on", "online", "reboot", "remove", "rename", "reset", "revert", "start", "stop", "unlock",
];

/// Whether the word is a verb that changes something.
pub(super) fn is_naming(typed: &str) -> bool {
    let word = typed.split('-').next().unwrap_or(typed);
    NAMING.iter().any(|verb| *verb == word || word.len() > 2 && verb.starts_with(word))
}

/// What the command of these words changes.
pub(super) fn of(path: &[&str], tables: &[Definition]) -> Reach {
    let is_named = |command: &String| {
        let words: Vec<&str> = command.split(' ').collect();
        words.len() <= path.len() && words.iter().zip(path).all(|(word, typed)| word.starts_with(typed))
    };
    let is_changed = |table: &Definition| is_own(path, table) || table.changed_by.iter().any(is_named);
    let found: Vec<usize> = (0..tables.len()).filter(|&at| is_changed(&tables[at])).collect();
    if found.is_empty() && !is_elsewhere(path) {
        return Reach { tables: reachable(path, tables), is_own: false, is_known: false };
    }
    let is_own = found.iter().any(|&at| is_own(path, &tables[at]));
    Reach { tables: found, is_own, is_known: true }
}

/// Whether the table shows what the directory of the command holds.
pub(super) fn is_own(path: &[&str], table: &Definition) -> bool {
    let words: Vec<&str> = table.command.split(' ').collect();
    is_in(path, &words[..words.len() - 1])
}

/// Whether the command changes what this directory holds: a verb behind it, and names behind that.
fn is_in(path: &[&str], directory: &[&str]) -> bool {
    let behind = path.get(directory.len()..).unwrap_or_default();
    (behind.len() == 1 || behind.len() > 1 && is_naming(behind[0]))
        && !directory.is_empty()
        && directory.iter().zip(path).all(|(word, typed)| word.starts_with(typed))
}

/// Whether no table is about the directory of the command.
fn is_elsewhere(path: &[&str]) -> bool {
    let is_short = |word: &str, typed: &str| word.starts_with(typed) && (typed.len() >= FEWEST || word == typed);
    ELSEWHERE.iter().any(|directory| {
        let words: Vec<&str> = directory.split(' ').collect();
        words.len() < path.len() && words.iter().zip(path).all(|(word, typed)| is_short(word, typed))
    })
}

/// The tables that a command could change of which nothing else is known: by its first word, else all.
fn reachable(path: &[&str], tables: &[Definition]) -> Vec<usize> {
    let first = path.first().copied().unwrap_or_default();
    let is_within = |top: &str| first.len() >= FEWEST && top.starts_with(first);
    let is_reached = |table: &Definition| match first {
        _ if is_within("security") => table.command.starts_with("security"),
        _ if is_within("storage") => table.command.starts_with("storage"),
        _ if is_within("network") => !table.command.starts_with("storage") && !table.command.starts_with("security"),
        _ => true,
    };
    (0..tables.len()).filter(|&at| is_reached(&tables[at])).collect()
}
