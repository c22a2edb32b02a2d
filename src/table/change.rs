//! Commands that change the cluster: what was shown before them may no longer hold.

use super::Definition;
use super::body::{Item, ItemKind};
use super::command::Typed;

/// A command in a session that changed the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// As typed.
    pub text: String,
    /// Indexes of the tables whose answers it makes old.
    pub tables: Vec<usize>,
    /// The objects that it names: options with their values.
    pub named: Vec<(String, String)>,
    /// Whether it may have made new objects.
    pub adds: bool,
    /// Index of the capture.
    pub source: usize,
    /// Its line.
    pub line: usize,
}

/// Verbs that leave the cluster as it is.
const HARMLESS: [&str; 24] = [
    "bottom",
    "check",
    "date",
    "echo",
    "exit",
    "generate-password",
    "help",
    "history",
    "logout",
    "man",
    "ping",
    "ping6",
    "quit",
    "redo",
    "rows",
    "set",
    "show",
    "status",
    "top",
    "traceroute",
    "traceroute6",
    "up",
    "verify",
    "version",
];

/// Verbs behind which there may be objects that no answer before shows.
const ADDING: [&str; 9] = ["add", "clone", "copy", "create", "import", "join", "move", "rename", "split"];

/// The change that was typed; `None` where the command changes nothing that a table shows, or was not carried out.
pub(super) fn of(
    typed: &Typed,
    items: &[Item<'_>],
    tables: &[Definition],
    (source, line): (usize, usize),
) -> Option<Change> {
    if is_undone(items) {
        return None;
    }
    let inner = nodeshell(typed, tables);
    let typed = inner.as_ref().unwrap_or(typed);
    let is_option = typed.definition.is_some_and(|at| tables[at].command == "options");
    let path: Vec<&str> = typed.command.split(' ').collect();
    let verb = *path.last()?;
    let is_shown = typed.definition.is_some() && !(is_option && sets_option(typed));
    if is_shown || verb.starts_with("sh") || (!is_option && HARMLESS.contains(&verb)) {
        return None;
    }
    let (found, is_own) =
        if is_option { (typed.definition.into_iter().collect(), true) } else { changed(&path, tables) };
    let value = |(name, value): &(String, Option<String>)| Some((name.clone(), value.clone()?));
    let mut named: Vec<(String, String)> = typed.options.iter().filter_map(value).collect();
    // Of what another directory's objects are to these tables only the node and the SVM are known.
    named.retain(|(name, _)| is_option || is_own || ["node", "vserver"].contains(&name.as_str()));
    named.extend(is_option.then(|| Some(("option-name".to_owned(), typed.arguments.first()?.clone()))).flatten());
    let adds = ADDING.iter().any(|adding| verb.starts_with(adding))
        || typed.options.iter().any(|(name, _)| name.starts_with("new"));
    (!found.is_empty()).then(|| Change { text: typed.text.clone(), tables: found, named, adds, source, line })
}

/// Whether ONTAP refused it, or whoever typed it answered no.
fn is_undone(items: &[Item<'_>]) -> bool {
    let answer = |item: &Item<'_>| {
        let text = item.line.text.trim().to_ascii_lowercase();
        let asked =
            text.rsplit_once("{y|n}").or_else(|| text.rsplit_once("(y or n)")).map(|(_, answer)| answer.to_owned());
        asked.map(|answer| answer.trim_start_matches([':', ' ', '?']).to_owned())
    };
    items.iter().any(|item| item.kind == ItemKind::Error)
        || items.iter().filter_map(answer).any(|answer| answer.starts_with('n'))
}

/// `options NAME VALUE`, or the same by option names.
fn sets_option(typed: &Typed) -> bool {
    typed.has_option("option-value") || typed.arguments.len() > 1
}

/// The command for the nodes' own shell in `system node run -node n1 -command options tape.reservations off`.
fn nodeshell(typed: &Typed, tables: &[Definition]) -> Option<Typed> {
    let words: Vec<&str> = typed.text.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "options").filter(|&at| at > 0)?;
    let [_, name, value, ..] = words[at..] else { return None };
    let node = words.iter().position(|word| *word == "-node").and_then(|at| words.get(at + 1));
    let node = node.map(|node| ("vserver".to_owned(), Some((*node).to_owned())));
    Some(Typed {
        text: typed.text.clone(),
        command: "options".to_owned(),
        definition: tables.iter().position(|table| table.command == "options"),
        arguments: vec![name.to_owned(), value.to_owned()],
        options: node.into_iter().collect(),
        ..Typed::default()
    })
}

/// Verbs that may stand before the names of what they change: `vserver services ndmp off vs1`.
const NAMING: [&str; 22] = [
    "add", "clear", "create", "delete", "disable", "enable", "halt", "lock", "migrate", "modify", "off", "offline",
    "on", "online", "reboot", "remove", "rename", "reset", "revert", "start", "stop", "unlock",
];

/// The tables that show what the directory of the command holds, and those that say that it changes them; whether there are
/// any of the first kind.
fn changed(path: &[&str], tables: &[Definition]) -> (Vec<usize>, bool) {
    let is_naming = |typed: &str| {
        let word = typed.split('-').next().unwrap_or(typed);
        NAMING.iter().any(|verb| *verb == word || word.len() > 2 && verb.starts_with(word))
    };
    let fits = |directory: &[&str]| {
        let behind = path.get(directory.len()..).unwrap_or_default();
        (behind.len() == 1 || behind.len() > 1 && is_naming(behind[0]))
            && !directory.is_empty()
            && directory.iter().zip(path).all(|(word, typed)| word.starts_with(typed))
    };
    let is_named = |command: &String| {
        let words: Vec<&str> = command.split(' ').collect();
        words.len() <= path.len() && words.iter().zip(path).all(|(word, typed)| word.starts_with(typed))
    };
    let is_own = |table: &Definition| {
        let words: Vec<&str> = table.command.split(' ').collect();
        fits(&words[..words.len() - 1])
    };
    let is_changed = |table: &Definition| is_own(table) || table.changed_by.iter().any(is_named);
    let found: Vec<usize> = (0..tables.len()).filter(|&at| is_changed(&tables[at])).collect();
    let any_own = found.iter().any(|&at| is_own(&tables[at]));
    (found, any_own)
}
