//! Commands that change the cluster: what was shown before them may no longer hold.
//!
//! A command is a change unless it is known to be none (`show`, `set`, a harmless verb, a directory that no table is about), or
//! was not carried out. What it changes is worked out in `reach`; of a command that nobody knows, everything.

mod nodeshell;
mod reach;
mod refusal;

use super::body::{Item, ItemKind};
use super::command::Typed;
use super::segments::is_directory;
use super::{Definition, visits};

/// A command in a session that changed the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// As typed.
    pub text: String,
    /// Its words before the options, in small letters; those of its directory too.
    pub path: String,
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
    /// The last line of what was shown before it: its own, but where a command on the same line showed something first.
    pub until: usize,
    /// The error in which it ended, where that is none that is known to refuse it.
    pub error: Option<String>,
    /// What the cluster said of the objects that it names, and did nothing.
    pub told: Option<Told>,
}

/// What a cluster says of the objects of a command that it did not carry out for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// That there are none.
    Absent,
    /// That they are there.
    Present,
}

impl Change {
    /// Whether it may have been carried out.
    pub fn may_be_done(&self) -> bool {
        self.told.is_none()
    }

    /// Whether it is this command with these options and values, each word spelled out as far as it was typed.
    pub fn is(&self, form: &str) -> bool {
        let words: Vec<&str> = form.split(' ').collect();
        let (path, options) =
            words.split_at(words.iter().position(|word| word.starts_with('-')).unwrap_or(words.len()));
        let own: Vec<&str> = self.path.split(' ').collect();
        let is_word = |(typed, word): (&&str, &&str)| !typed.is_empty() && word.starts_with(typed);
        let [option, values @ ..] = options else {
            return own.len() == path.len() && own.iter().zip(path).all(is_word);
        };
        own.len() == path.len()
            && own.iter().zip(path).all(is_word)
            && self.sets(option.trim_start_matches('-'), values)
    }

    /// Whether it sets this option, to one of these values where there are any. What cannot be read may be any of them.
    fn sets(&self, option: &str, values: &[&str]) -> bool {
        let is_typed = |name: &str| !name.is_empty() && option.starts_with(name);
        let found = self.named.iter().find(|(name, _)| is_typed(name));
        let holds = |list: &str| list.split(',').any(|value| values.is_empty() || values.contains(&value));
        let is_there = || self.text.split_whitespace().filter_map(|word| word.strip_prefix('-')).any(is_typed);
        found.map_or_else(is_there, |(_, list)| holds(list))
    }
}

/// Verbs that leave the cluster as it is, whatever stands before them.
const HARMLESS: [&str; 14] = [
    "check",
    "generate-password",
    "ping",
    "ping6",
    "ping-cluster",
    "probe",
    "show",
    "status",
    "test",
    "traceroute",
    "traceroute6",
    "validate",
    "verify",
    "whoami",
];

/// Options by which a command only tells whether it could be carried out.
const TRIALS: [&str; 5] = ["check-only", "dry-run", "perform-validation-only", "simulate", "validate-only"];

/// Commands of the session itself, or that tell something where nothing follows them. (`redo` repeats whatever was typed.)
const OF_SESSION: [&str; 16] = [
    "bottom", "date", "df", "echo", "exit", "help", "history", "logout", "man", "quit", "rows", "set", "timezone",
    "top", "up", "uptime",
];

/// Verbs behind which there may be objects that no answer before shows.
const ADDING: [&str; 9] = ["add", "clone", "copy", "create", "import", "join", "move", "rename", "split"];

/// What was typed, and what came behind it.
pub(super) struct Typing<'a> {
    /// The command.
    pub(super) typed: &'a Typed,
    /// Whether nothing else was typed on its line: else nobody knows which of them was refused.
    pub(super) is_alone: bool,
    /// Whether it stands on several lines.
    pub(super) is_broken: bool,
    /// The lines behind it, up to the next prompt.
    pub(super) items: &'a [Item<'a>],
    /// Commands before it on its line.
    pub(super) before: &'a [Typed],
    /// Index of the capture, line of the command, and the last one before the next prompt.
    pub(super) place: (usize, usize, usize),
}

/// The change that was typed; `None` where the command changes nothing that a table shows, or was not carried out.
pub(super) fn of(typing: &Typing<'_>, tables: &[Definition]) -> Option<Change> {
    let text = typing.typed.text.trim();
    if typing.typed.is_afar {
        return afar(typing, tables);
    }
    let is_command = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '/'));
    let is_comment = text.starts_with("//");
    if !is_command || is_comment || text.ends_with("^C") || text.ends_with('?') {
        return None;
    }
    let plain = plain(typing.typed, tables);
    let typed = plain.as_ref().unwrap_or(typing.typed);
    let (source, line, last) = typing.place;
    let found = match nodeshell::inner(typed) {
        Some(inner) => {
            let told: Vec<&str> = typing.items.iter().map(|item| item.line.text.as_ref()).collect();
            nodeshell::change(&inner, (first_line(typing.items), &told.join("\n")), tables)?
        }
        None => change(typed, typing, tables)?,
    };
    // Asked last: most commands change nothing, and their answers are long.
    if found.tables.is_empty() || typing.is_alone && refusal::is_undone(typed, typing.items) {
        return None;
    }
    let told = refusal::told(typing.items).filter(|_| typing.is_alone && !typing.is_broken);
    let found = if told.is_some() { only_own(found, typed, tables) } else { found };
    let error = refusal::error(typing.items).filter(|error| typing.is_alone && !refusal::is_refusal(error));
    // The answer to what was asked first on the same line stands below it.
    let is_shown = typing.before.iter().filter_map(|typed| typed.definition).any(|at| found.tables.contains(&at));
    let until = if is_shown { last } else { line };
    Some(Change { text: typing.typed.text.clone(), source, line, until, error, told, ..found })
}

/// The change with the tables alone that show the objects of the command's own directory; options have none.
fn only_own(found: Change, typed: &Typed, tables: &[Definition]) -> Change {
    let path: Vec<&str> = typed.command.split(' ').collect();
    let is_own = |table: &Definition| reach::is_own(&path, table) || table.names_options();
    let own = found.tables.iter().copied().filter(|&at| is_own(&tables[at]));
    Change { tables: own.collect(), ..found }
}

/// The change by a command of another shell, which may have done anything.
fn afar(typing: &Typing<'_>, tables: &[Definition]) -> Option<Change> {
    let (source, line, _) = typing.place;
    let text = typing.typed.text.clone();
    let all = || (0..tables.len()).collect();
    (!refusal::is_undone(typing.typed, typing.items)).then(|| Change {
        text,
        tables: all(),
        adds: true,
        source,
        line,
        until: line,
        ..Change::default()
    })
}

/// Whether a command changes what any table shows, as far as its words tell: asked of what is typed at other shells.
pub(super) fn is_change(text: &str, tables: &[Definition]) -> bool {
    let typed = Typed::parse(text, "", tables);
    let typing = Typing { typed: &typed, is_alone: false, is_broken: false, items: &[], before: &[], place: (0, 0, 0) };
    let is_verb = |word: &str| reach::is_naming(word) && word.len() > 1;
    (typed.command.split(' ').any(is_verb) || sets_option(&typed)) && of(&typing, tables).is_some()
}

/// The command in small letters and without quotation marks or slashes, where it has any: nobody knows how lenient ONTAP is.
fn plain(typed: &Typed, tables: &[Definition]) -> Option<Typed> {
    let path: Vec<&str> = typed.text.split_whitespace().take_while(|word| !word.starts_with('-')).collect();
    let count = path.len();
    let is_odd = path.iter().any(|word| word.contains(['"', '/']) || word.contains(char::is_uppercase));
    let spelled = path.join(" ").replace('"', "").replace('/', " ").to_lowercase();
    let rest: Vec<&str> = typed.text.split_whitespace().skip(count).collect();
    let is_path = typed.definition.is_none() && is_odd && !spelled.contains(['.', ':', '*']);
    is_path.then(|| Typed::parse(format!("{spelled} {}", rest.join(" ")).trim(), "", tables))
}

fn change(typed: &Typed, typing: &Typing<'_>, tables: &[Definition]) -> Option<Change> {
    let options =
        typed.definition.filter(|&at| tables[at].command == "options").or_else(|| by_directory(typed, tables));
    let is_option = options.is_some();
    let path: Vec<&str> = typed.command.split(' ').collect();
    if (typed.definition.is_some() && !(is_option && sets_option(typed)))
        || (!is_option && is_harmless(&path, typing, tables))
    {
        return stated(typed, &path, typing, tables);
    }
    let reach = match options {
        Some(table) => reach::Reach { tables: vec![table], is_own: true, is_known: true },
        None if nodeshell::is_unix(typed) => {
            reach::Reach { tables: (0..tables.len()).collect(), is_own: false, is_known: false }
        }
        None => reach::of(&path, tables),
    };
    let mut named = values(whole_options(typed, typing));
    // Of what another directory's objects are to these tables only the node and the SVM are known.
    named.retain(|(name, _)| reach.is_own || ["node", "vserver", "role"].contains(&name.as_str()));
    // The node may stand before the name of the option: `options etive-01 tape.reservations off`.
    let name = typed.arguments.iter().find(|name| is_option && name.contains('.'));
    named.extend(name.map(|name| ("option-name".to_owned(), name.clone())));
    let is_adding = |word: &&str| ADDING.iter().any(|adding| word.starts_with(adding));
    let adds = !reach.is_known || path.iter().any(is_adding) || typed.options.iter().any(|(n, _)| n.starts_with("new"));
    Some(Change { path: typed.command.to_lowercase(), tables: reach.tables, named, adds, ..Change::default() })
}

/// The table of options, where they are set by the cluster's name for them: `vserver options -vserver etive-01 -option-value off`.
fn by_directory(typed: &Typed, tables: &[Definition]) -> Option<usize> {
    const SET: [&str; 5] = ["modify", "create", "delete", "add", "remove"];
    let is_its = |table: &Definition| {
        let typed: Vec<&str> = typed.command.split(' ').filter(|word| !SET.contains(word)).collect();
        let own: Vec<&str> = table.directory.split(' ').collect();
        table.command == "options" && typed.len() == own.len() && own.iter().zip(&typed).all(|(a, b)| a.starts_with(b))
    };
    tables.iter().position(is_its).filter(|_| sets_option(typed))
}

/// What an error below a command that shows something tells of what the command is about: `Node etive-02 is not reachable.` A table's
/// own answer is read elsewhere.
fn stated(typed: &Typed, path: &[&str], typing: &Typing<'_>, tables: &[Definition]) -> Option<Change> {
    // What an account was refused says nothing of others.
    if typed.definition.is_some() || path.len() < 3 || !typing.is_alone || path.last() == Some(&"generate-password") {
        return None;
    }
    let of_node = refusal::told_state(&refusal::error(typing.items)?)?;
    let reach = reach::of(path, tables);
    // Of a node that does not answer nothing holds.
    let tables = if of_node { (0..tables.len()).collect() } else { reach.tables };
    reach.is_own.then(|| Change { path: typed.command.to_lowercase(), tables, adds: true, ..Change::default() })
}

fn values(options: &[(String, Option<String>)]) -> Vec<(String, String)> {
    options.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?))).collect()
}

/// The options whose values are whole: none of a command on several lines; where text follows right below it, the terminal
/// may have broken the last.
fn whole_options<'t>(typed: &'t Typed, typing: &Typing<'_>) -> &'t [(String, Option<String>)] {
    let is_torn = typing.items.first().is_some_and(|item| item.kind == ItemKind::Text);
    let lost = if typing.is_broken { typed.options.len() } else { usize::from(is_torn) };
    &typed.options[..typed.options.len().saturating_sub(lost)]
}

/// The text right below the command; empty where there is none.
fn first_line<'i>(items: &'i [Item<'_>]) -> &'i str {
    items.first().filter(|item| item.kind == ItemKind::Text).map_or("", |item| item.line.text.trim())
}

/// Whether the command shows something, is the session's own, or goes into a directory.
fn is_harmless(path: &[&str], typing: &Typing<'_>, tables: &[Definition]) -> bool {
    let is_show = |word: &&str| matches!(*word, "sh" | "sho" | "show") || word.starts_with("show-");
    let verb = path.iter().find(|word| is_show(word) || reach::is_naming(word));
    let last = path.last().copied().unwrap_or_default();
    verb.is_some_and(is_show)
        || is_of_session(typing.typed)
        || is_trial(typing)
        || (verb.is_none() && HARMLESS.contains(&last))
        || (OF_SESSION.contains(&path[0]) && (path[0] == "set" || path.len() == 1))
        || path == ["cluster", "date"]
        || visits::is_context(&path.join(" "))
        // Nothing is printed then: text right below is the rest of a command that the terminal broke.
        || (is_directory(&path.join(" "), tables) && is_no_rest(first_line(typing.items)))
}

/// Whether a line below a directory is no rest of a command: none, or the words that the Tab key offers, in columns.
fn is_no_rest(line: &str) -> bool {
    let is_word = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.contains(['=', ',']);
    line.is_empty() || line.contains("  ") && line.split_whitespace().all(is_word)
}

/// Whether the command only tells whether it could be carried out: `metrocluster switchover -simulate`.
fn is_trial(typing: &Typing<'_>) -> bool {
    // The terminal may have broken the command before the value.
    let is_on =
        |value: Option<&str>| value.map_or_else(|| !first_line(typing.items).starts_with("f"), |own| own == "true");
    let is_it = |(name, value): &(String, Option<String>)| TRIALS.contains(&name.as_str()) && is_on(value.as_deref());
    typing.typed.options.iter().any(is_it)
}

/// Whether it is a command of the session, in whatever directory it was typed: `exit`, `set advanced`, `man vserver`.
fn is_of_session(typed: &Typed) -> bool {
    const PRIVILEGES: [&str; 4] = ["admin", "advanced", "diagnostic", "diag"];
    let mut words = typed.text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let is_setting = |word: &str| {
        PRIVILEGES.iter().any(|privilege| privilege.starts_with(word.trim_start_matches("-privilege")))
            || ["-privilege", "-rows", "-units", "-showseparator", "-showallfields", "-confirmations"]
                .iter()
                .any(|option| word.len() > 2 && option.starts_with(word))
    };
    match first {
        "man" | "help" | "?" => true,
        "set" => rest.first().is_some_and(|word| is_setting(word)),
        "rows" | "history" => rest.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit())),
        first => rest.is_empty() && (OF_SESSION.contains(&first) || matches!(first, "clear" | "whoami")),
    }
}

/// `options NAME VALUE`, or the same by option names, however far they are spelled out.
fn sets_option(typed: &Typed) -> bool {
    let is_value = |name: &str| !name.is_empty() && "option-value".starts_with(name);
    typed.options.iter().any(|(name, _)| is_value(name)) || typed.arguments.len() > 1 || typed.arguments == ["-"]
}
