//! What was typed: prompts of every privilege and directory, and commands in any unambiguous abbreviation.

use std::sync::LazyLock;

use regex::Regex;

use super::Definition;

mod afar;
mod bare;
mod carried;
mod pipe;
mod remote;
pub(super) mod shell;
pub(super) mod title;

pub(super) use afar::may_change;
pub(crate) use bare::bare_command;
pub(super) use bare::{DIRECTORIES, short_words};
pub(super) use carried::carried;
pub(crate) use pipe::Passed;
use remote::shell_command;
pub(super) use remote::{kept, shows_file};

/// A prompt at the start of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// Name before `::`, empty when there is none.
    pub(crate) name: String,
    /// Command directory that the session is in.
    pub(crate) directory: String,
    /// What was typed behind it.
    pub(crate) typed: String,
    /// The host of `ssh HOST "command"`, in small letters; empty where ONTAP's own prompt stands there.
    pub(crate) host: String,
}

static PROMPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // A log or the session itself may put the time before it.
    Regex::new(concat!(
        r"^\s*(?:\[[^\]]*\d:\d\d[^\]]*\]\s*|\([^)]*\d:\d\d[^)]*\)\s*|\d[\d/.:T-]*(?: \d\d?:\d\d[\d:.]*)?(?: [AP]M)?(?:Z|[+-]\d\d:?\d\d)?\s+)?",
        r"(?<name>[\w.\-]+(?: [\w.\-]+)?)?\*?::\*?(?<directory>[a-z0-9 \-]*)\*?>",
    ))
    .ok()
});

/// A prompt right behind a mark of another language, or behind the time of a log: `<pre>cl1::> version`,
/// `Nov 22 09:00:00 cl1::> version`.
static GLUED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?:[>}\]"'|]|\d:\d\d\S* +)(?<name>[\w.\-]+)\*?::\*?(?<directory>[a-z0-9 \-]*)\*?>"#).ok()
});

/// Prompts on one line that are looked at, the last ones: each is sought in all that stands behind the one before.
const ON_ONE_LINE: usize = 16;

impl Prompt {
    /// Reads the prompt at the start of `line`; of several on one line the last.
    pub(crate) fn of(line: &str) -> Option<Self> {
        let mut rest = last_prompts(line);
        let mut last: Option<Self> = None;
        while rest.contains("::") && rest.contains('>') {
            let Some((prompt, behind)) = Self::plain(rest).or_else(|| Self::behind_marks(rest)) else { break };
            (last, rest) = (Some(prompt), behind);
        }
        let has_marks = rest.contains("::") && rest.contains('>');
        let of_shell = shell_command(rest).map(|(host, typed)| Self { host, ..Self::nameless(&typed) });
        let inner = of_shell.or_else(|| if has_marks { None } else { nodeshell(rest) });
        inner.or_else(|| last.map(|last| Self { typed: unemphasised(rest), ..last }))
    }

    /// A prompt behind the time of a log or marks of another language, and what stands behind it.
    fn behind_marks(line: &str) -> Option<(Self, &str)> {
        let found = PROMPT.as_ref()?.captures(line).or_else(|| GLUED.as_ref()?.captures(line))?;
        let part = |name| found.name(name).map_or("", |part| part.as_str()).trim().to_owned();
        let prompt = Self { name: part("name"), directory: part("directory"), ..Self::default() };
        Some((prompt, &line[found.get(0)?.end()..]))
    }

    /// A prompt with nothing before its name, as nearly all are, and what stands behind it.
    fn plain(line: &str) -> Option<(Self, &str)> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        let behind = line.trim_start_matches(is_name);
        let name = &line[..line.len() - behind.len()];
        let inner = behind.strip_prefix('*').unwrap_or(behind).strip_prefix("::")?;
        let inner = inner.strip_prefix('*').unwrap_or(inner);
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, ' ' | '-');
        let ends = inner.trim_start_matches(is_word);
        let directory = inner[..inner.len() - ends.len()].trim();
        let typed = ends.strip_prefix('*').unwrap_or(ends).strip_prefix('>')?;
        let prompt = || Self { name: name.to_owned(), directory: directory.to_owned(), ..Self::default() };
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| (prompt(), typed))
    }

    pub(super) fn nameless(typed: &str) -> Self {
        Self { typed: unemphasised(typed), ..Self::default() }
    }
}

/// The line from the name on that stands before the first of its last prompts; all of it where it has few.
fn last_prompts(line: &str) -> &str {
    let Some(marks) = memchr::memmem::rfind_iter(line.as_bytes(), "::").nth(ON_ONE_LINE) else { return line };
    let behind =
        line[..marks].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '*'));
    &line[behind.len()..]
}

/// Whether the words behind a prompt are a command that no node's own shell has: `svm1 > volume show` is the cluster's shell in
/// somebody's shorthand.
fn is_clustershell(typed: &str) -> bool {
    const OWN: [&str; 6] = ["cluster", "network", "security", "system", "volume", "vserver"];
    let mut words = typed.split_whitespace();
    words.next().is_some_and(|first| OWN.contains(&first)) && words.any(|word| word == "show")
}

/// The prompt of a node's own shell, `node1> ` or `node1*> `, which ends an answer and whose commands are others.
fn nodeshell(line: &str) -> Option<Prompt> {
    let (name, rest) = line.split_once('>')?;
    let name = name.strip_suffix('*').unwrap_or(name);
    if is_clustershell(rest) {
        let name = name.trim_end();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        return is_name.then(|| Prompt { name: name.to_owned(), ..Prompt::nameless(rest) });
    }
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !name.ends_with('-');
    let is_typed = rest.is_empty() || rest.starts_with(' ') || rest.starts_with(|c: char| c.is_ascii_lowercase());
    (is_name && is_typed).then(|| Prompt { typed: unemphasised(rest), ..Prompt::nameless("") }).map(|prompt| Prompt {
        // A nodeshell command answers for one node in words of its own.
        typed: if prompt.typed.is_empty() { String::new() } else { format!("nodeshell {}", prompt.typed) },
        ..prompt
    })
}

/// The command without marks of emphasis around it and without a semicolon at its end.
fn unemphasised(text: &str) -> String {
    let text = text.trim().trim_end_matches([';', '"']).trim();
    let inner = text.strip_prefix('*').and_then(|inner| inner.strip_suffix('*'));
    inner.unwrap_or(text).trim().to_owned()
}

/// A command as typed, and what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// The text as typed (continuation lines joined by a blank), without the prompt.
    pub(crate) text: String,
    /// The canonical command path, such as `network interface show`; as typed when no table knows it.
    pub(crate) command: String,
    /// Index of its definition among the tables.
    pub(crate) definition: Option<usize>,
    /// Options in order: name without dash (full where the table knows it), value if one was given.
    pub(crate) options: Vec<(String, Option<String>)>,
    /// Words behind the path that belong to no option.
    pub(crate) arguments: Vec<String>,
    /// What was typed before it on the same line, parted by semicolons.
    pub(crate) before: Vec<Typed>,
    /// What a shell left of its answer.
    pub(crate) passed: Passed,
    /// Whether it is a command of another shell, which may have changed the cluster.
    pub(crate) is_afar: bool,
}

impl Typed {
    /// Reads `text`, typed in command directory `directory`.
    pub(crate) fn parse(text: &str, directory: &str, tables: &[Definition]) -> Self {
        if !directory.is_empty() {
            let within = Self::of_words(text, &format!("{directory} {text}"), tables);
            // ONTAP takes a path from the directory first, and then from the top.
            let whole = if within.definition.is_some() { None } else { Self::from_top(text, directory, tables) };
            return whole.unwrap_or(within);
        }
        Self::of_words(text, &unaliased(text), tables)
    }

    /// The command that is spelled out from the top of the command tree, typed in a directory of it.
    fn from_top(text: &str, directory: &str, tables: &[Definition]) -> Option<Self> {
        let first = text.split_whitespace().next()?;
        let is_top = |word: &&&str| word.starts_with(first) || is_alias(first);
        let top = DIRECTORIES.iter().find(is_top)?;
        // Within `vserver` the word `vserver` may still be of the directory's own.
        let is_spelled = first.len() == top.len() || !directory.starts_with(first);
        let typed = Self::of_words(text, &unaliased(text), tables);
        (is_spelled && typed.definition.is_some()).then_some(typed)
    }

    fn of_words(text: &str, joined: &str, tables: &[Definition]) -> Self {
        let mut words: Vec<&str> = joined.split_whitespace().collect();
        let pipe = words.iter().position(|word| *word == "|");
        let passed = pipe.map(|at| pipe::passed(&words[at..])).unwrap_or_default();
        words.truncate(pipe.unwrap_or(words.len()));
        let path: Vec<&str> = words.iter().take_while(|word| is_path_word(word)).copied().collect();
        let (definition, length) = resolve(&path, tables).map_or((None, path.len()), |(at, length)| (Some(at), length));
        let command = definition.map_or_else(|| path.join(" "), |at| tables[at].command.clone());
        let mut typed = Self { text: text.to_owned(), command, definition, passed, ..Self::default() };
        typed.read_options(&words[length..], definition.map(|at| &tables[at]));
        typed
    }

    /// Whether the command asks for the view of this option.
    pub(crate) fn has_option(&self, name: &str) -> bool {
        self.options.iter().any(|(option, _)| option == name)
    }

    /// The names behind `-fields`.
    pub(super) fn fields(&self) -> Option<&str> {
        self.options.iter().find(|(option, _)| option == "fields")?.1.as_deref()
    }

    /// Whether it ends the session, so that what follows is another's greeting.
    pub(crate) fn ends_session(&self) -> bool {
        matches!(self.command.as_str(), "exit" | "quit" | "logout")
    }

    /// Options and arguments as text, canonical names.
    pub(crate) fn options_text(&self) -> String {
        let options = self.options.iter().map(|(name, value)| match value {
            Some(value) => format!("-{name} {value}"),
            None => format!("-{name}"),
        });
        self.arguments.iter().cloned().chain(options).collect::<Vec<_>>().join(" ")
    }

    fn read_options(&mut self, words: &[&str], definition: Option<&Definition>) {
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix('-').filter(|name| !name.is_empty()) else {
                self.arguments.push((*word).to_owned());
                continue;
            };
            let name = definition.map_or_else(|| name.to_owned(), |definition| full_option(name, definition));
            let takes_value = !is_flag(&name, definition);
            let value = words.next_if(|next| takes_value && (!next.starts_with('-') || next.len() == 1));
            self.options.push((name, value.map(|value| value.trim_matches('"').to_owned())));
        }
    }
}

/// ONTAP's short names for directories.
const ALIASES: [(&str, &str); 7] = [
    ("aggr", "storage aggregate"),
    ("disk", "storage disk"),
    ("firewall", "system services firewall"),
    ("halt", "system node halt"),
    ("node", "system node"),
    ("reboot", "system node reboot"),
    ("run", "system node run"),
];

fn is_alias(word: &str) -> bool {
    ALIASES.iter().any(|(alias, _)| *alias == word)
}

/// The command with ONTAP's short name for a directory spelled out.
fn unaliased(text: &str) -> String {
    let (first, rest) = text.trim_start().split_once(' ').unwrap_or((text, ""));
    let alias = ALIASES.iter().find(|(alias, _)| *alias == first && !rest.is_empty());
    alias.map_or_else(|| text.to_owned(), |(_, whole)| format!("{whole} {rest}"))
}

/// Whether the words begin with a directory of ONTAP's command tree, or with its short name.
pub(super) fn is_directory_word(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    DIRECTORIES.contains(&first) || is_alias(first)
}

fn is_path_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The option that `name` abbreviates: a view's, a column's, or as typed.
fn full_option(name: &str, definition: &Definition) -> String {
    let views = definition.views.iter().map(|view| view.option.as_str()).filter(|option| !option.is_empty());
    let known: Vec<&str> = ["fields", "instance"]
        .into_iter()
        .chain(views)
        .chain(definition.columns.iter().map(|c| c.name.as_str()))
        .collect();
    if known.contains(&name) {
        return name.to_owned();
    }
    let mut fits = known.iter().filter(|option| option.starts_with(name));
    match (fits.next(), fits.next()) {
        (Some(only), None) => (*only).to_owned(),
        _ => name.to_owned(),
    }
}

fn is_flag(name: &str, definition: Option<&Definition>) -> bool {
    name == "instance" || definition.is_some_and(|definition| definition.views.iter().any(|view| view.option == name))
}

/// The table whose command `path` spells out or abbreviates, and how many words of `path` it took.
fn resolve(path: &[&str], tables: &[Definition]) -> Option<(usize, usize)> {
    let fit = |(at, table): (usize, &Definition)| {
        let (mut exact, mut length) = (0, 0);
        for word in table.command.split(' ') {
            let typed = path.get(length).filter(|typed| word.starts_with(**typed))?;
            (exact, length) = (exact + usize::from(word == *typed), length + 1);
        }
        Some((exact, std::cmp::Reverse(table.command.len()), at, length))
    };
    tables.iter().enumerate().filter_map(fit).max().map(|(_, _, at, length)| (at, length))
}

/// The canonical name that ONTAP echoes for an abbreviated command: `  (network interface show)`. It begins with a
/// directory; other words in brackets are somebody's.
pub(crate) fn echo(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix('(')?.strip_suffix(')')?;
    let words: Vec<&str> = inner.split(' ').collect();
    let is_known = DIRECTORIES.contains(&words[0]) || matches!(words.as_slice(), ["rows" | "version"]);
    (is_known && words.iter().all(|word| is_path_word(word))).then_some(inner)
}

/// Whether `typed` cannot be the whole command, or `next` can only be its continuation.
pub(crate) fn continues(typed: &str, next: &str) -> bool {
    let next = next.trim();
    let is_option = next.strip_prefix('-').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_message = ["Error", "Warning", "Usage", "Info"].iter().any(|start| next.starts_with(start));
    let has_option = |text: &str| {
        text.split(' ')
            .skip(1)
            .any(|word| word.strip_prefix('-').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase())))
    };
    // Where the terminal broke the line, the rest of the command stands below it.
    let is_prompt = next.contains("::>") || next.contains("::*>") || next.contains("::") && Prompt::of(next).is_some();
    let is_rest = typed.len() >= SHORTEST && !is_message && !is_prompt && !next.contains("  ") && has_option(next);
    let wants_value = typed.ends_with(',')
        || is_torn_list(typed)
        || typed.split_whitespace().last().is_some_and(|last| VALUED.contains(&last));
    is_option
        || is_rest
        || (wants_value && !next.is_empty() && next.split_whitespace().count() <= 2 && !next.contains("::"))
}

/// Whether the terminal broke a word of a field list at its hyphen.
fn is_torn_list(typed: &str) -> bool {
    typed.ends_with('-') && typed.split_whitespace().rev().nth(1) == Some("-fields")
}

/// Characters that a command has at least whose line a terminal broke.
const SHORTEST: usize = 20;

/// Options that must be followed by a value.
const VALUED: &[&str] = &[
    "-role",
    "-vserver",
    "-lif",
    "-fields",
    "-node",
    "-policy",
    "-service",
    "-service-policy",
    "-user",
    "-netmask",
    "-option-value",
    "-firewall-policy",
    "-failover-policy",
    "-home-node",
    "-curr-node",
    "-data-protocol",
];
