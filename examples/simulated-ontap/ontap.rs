//! A made-up ONTAP command line that answers as a sample says: settings of the session, `show` commands in any unambiguous
//! abbreviation, ONTAP's own errors. It holds no cluster that could be changed; a command that would change one ends the
//! session and is remembered.

#![allow(dead_code, clippy::allow_attributes, reason = "each of those who include this file uses another part of it")]

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

mod database;
mod manner;
mod printing;
mod typed;

use database::{Database, Row, fits, value};
pub(crate) use manner::{Log, Manner, Piece, Told};
use printing::{EMPTY, blocks, fields_table, plain_table, separated};
use typed::{commands, words};

/// A simulated cluster.
pub(crate) struct Ontap {
    database: Arc<Database>,
    manner: Manner,
    log: Mutex<Log>,
}

/// The settings of one channel.
#[derive(Default)]
struct Session {
    separator: Option<String>,
}

impl Ontap {
    /// A cluster that knows what a folder or a session holds.
    pub(crate) fn open(path: &Path, manner: Manner) -> Result<Self, String> {
        Ok(Self { database: Arc::new(Database::open(path)?), manner, log: Mutex::default() })
    }

    /// The same cluster, behaving so.
    pub(crate) fn behaving(&self, manner: Manner) -> Self {
        Self { database: Arc::clone(&self.database), manner, log: Mutex::default() }
    }

    /// What was asked so far.
    pub(crate) fn log(&self) -> Log {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The text of a channel, its whole answer, and how long it takes.
    pub(crate) fn answer(&self, script: &str) -> (String, i32, Duration) {
        let told = self.told(script);
        (told.output, told.status, told.cost)
    }

    /// All that a channel tells.
    pub(crate) fn told(&self, script: &str) -> Told {
        let mut told = Told::default();
        self.run(script, &mut |piece| {
            *(if self.is_apart(piece) { &mut told.errors } else { &mut told.output }) += &piece.text;
            told.cost += if piece.is_show { self.manner.cost } else { Duration::ZERO };
            told.status = if piece.is_error { 255 } else { told.status };
        });
        told
    }

    /// Whether this is printed on standard error.
    pub(crate) fn is_apart(&self, piece: &Piece) -> bool {
        piece.is_error && self.manner.errors_apart || piece.is_banner && self.manner.banner_apart
    }

    /// Runs the commands of a channel one by one.
    pub(crate) fn run(&self, script: &str, out: &mut dyn FnMut(&Piece)) {
        self.note(|log| log.scripts.push(script.to_owned()));
        if !self.manner.banner.is_empty() {
            out(&Piece { text: crlf(&self.manner.banner), is_banner: true, ..Piece::default() });
        }
        let mut session = Session::default();
        for command in commands(script) {
            let mut piece = self.command(&mut session, &words(&command), &command);
            piece.is_end |= piece.is_error && self.manner.stops_after_error;
            piece.text = crlf(&piece.text);
            out(&piece);
            if piece.is_end {
                return;
            }
        }
    }

    fn note(&self, note: impl FnOnce(&mut Log)) {
        note(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn command(&self, session: &mut Session, words: &[String], typed: &str) -> Piece {
        self.note(|log| log.commands.push(typed.to_owned()));
        match words.first().map(String::as_str) {
            None => Piece::default(),
            Some("set") if !self.may("set") => error("\"set\" is not a recognized command"),
            Some("set") => self.set(session, &words[1..], typed),
            Some("rows") => Piece::default(),
            Some(_) => self.show(session, words, typed),
        }
    }

    /// Whether nobody refused this account the command.
    fn may(&self, command: &str) -> bool {
        let is_shut = self.manner.refused.iter().any(|refused| refused == command);
        !is_shut && (command != "set" || self.may_enter(command))
    }

    /// Whether the account's role holds the command, or a directory above it.
    fn may_enter(&self, command: &str) -> bool {
        let holds = |held: &String| command == held || command.starts_with(&format!("{held} "));
        self.manner.role.as_ref().is_none_or(|role| role.iter().any(holds))
    }

    fn set(&self, session: &mut Session, words: &[String], typed: &str) -> Piece {
        for pair in words.chunks(2) {
            let [name, setting] = pair else { return error(&format!("Missing value for \"{}\"", pair[0])) };
            match name.as_str() {
                _ if self.manner.unknown_settings.contains(name) => {
                    return error(&format!("invalid argument \"{name}\""));
                }
                "-showseparator" if self.manner.is_old => return error("invalid argument \"-showseparator\""),
                "-showseparator" => session.separator = Some(setting.clone()),
                "-rows" | "-confirmations" | "-showallfields" => {}
                "-units" => {}
                _ => return self.write(typed),
            }
        }
        Piece::default()
    }

    /// A command that would change something.
    fn write(&self, typed: &str) -> Piece {
        self.note(|log| log.writes.push(typed.to_owned()));
        let text = format!("THIS WOULD HAVE CHANGED THE CLUSTER: {typed}\n");
        Piece { text, is_error: true, is_end: true, ..Piece::default() }
    }

    fn show(&self, session: &Session, words: &[String], typed: &str) -> Piece {
        let path: Vec<&str> = words.iter().map(String::as_str).take_while(|word| is_path_word(word)).collect();
        let Some((table, length)) = self.resolve(&path) else {
            let is_change = path.len() > 1 && CHANGES.contains(&path[path.len() - 1]);
            let last = path.last().copied().unwrap_or(typed);
            return if is_change {
                self.write(typed)
            } else {
                error(&format!("\"{last}\" is not a recognized command"))
            };
        };
        let definition = &self.database.tables[table];
        let Some(options) = self.options(table, &words[length..]) else { return self.write(typed) };
        let directory = if definition.directory.is_empty() { &definition.command } else { &definition.directory };
        let may = self.may(&definition.command) && self.may_enter(directory);
        if !may || !self.database.knows(table) {
            let first = definition.command.split(' ').next().unwrap_or_default();
            return error(&format!("\"{first}\" is not a recognized command"));
        }
        match self.shown(session, table, &options) {
            Ok(text) => Piece { text, is_show: true, ..Piece::default() },
            Err(text) => Piece { is_show: true, ..error(&text) },
        }
    }

    /// The table of a spelled-out or abbreviated command, and how many words it took.
    fn resolve(&self, path: &[&str]) -> Option<(usize, usize)> {
        let tables = self.database.tables.iter().enumerate();
        let fit = |(at, table): (usize, &ndmp_preflight::table::Definition)| {
            let own: Vec<&str> = table.command.split(' ').collect();
            let fits = own.len() <= path.len() && own.iter().zip(path).all(|(own, word)| own.starts_with(word));
            let exact = own.iter().zip(path).filter(|(own, word)| own == word).count();
            (fits && (own.len() == path.len() || table.command == "options")).then_some((exact, at, own.len()))
        };
        let found: Vec<_> = tables.filter_map(fit).collect();
        let best = found.iter().map(|(exact, ..)| *exact).max()?;
        let mut best = found.iter().filter(|(exact, ..)| *exact == best);
        let (_, at, length) = best.next()?;
        best.next().is_none().then_some((*at, *length))
    }

    /// The options with their full names; `None` where a value would be set.
    fn options(&self, table: usize, words: &[String]) -> Option<Vec<(String, String)>> {
        let definition = &self.database.tables[table];
        let mut options: Vec<(String, String)> = Vec::new();
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix('-') else {
                let is_named = options.iter().any(|(name, _)| name == "option-name");
                if definition.command == "options" && !is_named {
                    options.push(("option-name".to_owned(), word.clone()));
                    continue;
                }
                return None;
            };
            let flags = definition.views.iter().map(|view| view.option.as_str()).chain(["instance"]);
            let columns = definition.columns.iter().map(|column| column.name.as_str()).chain(["fields"]);
            let known: Vec<&str> = flags.clone().chain(columns).filter(|known| known.starts_with(name)).collect();
            let full = known.iter().find(|known| **known == name).or(known.first()).copied().unwrap_or(name);
            let is_flag = flags.into_iter().any(|flag| flag == full);
            let value = if is_flag { String::new() } else { words.next()?.clone() };
            if full == "option-value" {
                return None;
            }
            options.push((full.to_owned(), value));
        }
        Some(options)
    }

    /// Refuses options that the command does not have.
    fn known_options(&self, table: usize, options: &[(String, String)]) -> Result<(), String> {
        let definition = &self.database.tables[table];
        let named = |name: &str| definition.column(name).is_some() || definition.views.iter().any(|v| v.option == name);
        let odd = options.iter().find(|(name, _)| !named(name) && name != "fields" && name != "instance");
        if let Some((name, _)) = odd {
            return Err(format!("invalid argument \"-{name}\""));
        }
        Ok(())
    }

    fn shown(&self, session: &Session, table: usize, options: &[(String, String)]) -> Result<String, String> {
        let definition = &self.database.tables[table];
        let fields = options.iter().find(|(name, _)| name == "fields").map(|(_, value)| value.as_str());
        if self.manner.is_old && fields.is_some() {
            return Err("invalid argument \"-fields\"".to_owned());
        }
        self.known_options(table, options)?;
        let is_instance = options.iter().any(|(name, _)| name == "instance");
        let flag = options.iter().find(|(name, value)| value.is_empty() && name != "instance");
        let option = flag.map_or("", |(name, _)| name.as_str());
        let is_told = !definition.sentences.is_empty() || session.separator.is_none();
        if let Some(text) = self.database.printed(table, options).filter(|_| is_told || is_block(definition)) {
            return Ok(text.to_owned());
        }
        let Some(shelf) = self.database.shelf(table, option) else { return Ok(EMPTY.to_owned()) };
        let filters: Vec<_> = options
            .iter()
            .filter(|(name, value)| name != "fields" && name != "instance" && !value.is_empty())
            .collect();
        let rows: Vec<&Row> =
            shelf.rows.iter().filter(|row| filters.iter().all(|(name, query)| fits(row, name, query))).collect();
        if rows.is_empty() {
            return Ok(EMPTY.to_owned());
        }
        let found = definition.views.iter().find(|view| view.option == option && is_shown(view, &rows));
        let view = found.or(definition.views.first());
        let names = self.columns(table, fields, view)?;
        let is_counted = view.and_then(|view| view.counted).unwrap_or(definition.counted);
        let count = shelf.announced.filter(|_| filters.is_empty()).unwrap_or(rows.len());
        let is_whole_key = definition.key.iter().all(|key| filters.iter().any(|(name, _)| name == key));
        let text = match &session.separator {
            Some(separator) => separated(definition, &names, &rows, separator),
            None if fields.is_some() => fields_table(&names, &rows),
            None if is_whole_key || is_instance => blocks(definition, &rows),
            None => view.map_or_else(String::new, |view| plain_table(definition, view, &rows)),
        };
        let footer = if is_counted && count > 1 { format!("{count} entries were displayed.\n") } else { String::new() };
        Ok(text + &footer)
    }

    /// The fields that are shown, in ONTAP's own order, the keys first though nobody asked for them.
    fn columns(
        &self,
        table: usize,
        fields: Option<&str>,
        view: Option<&ndmp_preflight::table::View>,
    ) -> Result<Vec<String>, String> {
        let definition = &self.database.tables[table];
        let key = view.and_then(|view| view.key.clone()).unwrap_or_else(|| definition.key.clone());
        let own = |name: &str| definition.column(name).filter(|column| column.splits.is_empty()).is_some();
        let asked: Vec<String> = match (fields, view) {
            (Some(fields), _) => fields.split(',').map(|name| name.trim().to_owned()).collect(),
            (None, Some(view)) => {
                let parts = |name: &String| match definition.column(name) {
                    Some(column) if !column.splits.is_empty() => column.splits.clone(),
                    _ => vec![name.clone()],
                };
                view.above.iter().chain(&view.columns).flat_map(parts).collect()
            }
            (None, None) => definition.columns.iter().map(|column| column.name.clone()).collect(),
        };
        if let Some(odd) = asked.iter().find(|name| !own(name)) {
            return Err(format!("invalid argument \"{odd}\""));
        }
        let names = definition.columns.iter().map(|column| &column.name);
        let wanted = names.filter(|name| !key.contains(name) && asked.contains(name));
        Ok(key.iter().chain(wanted).cloned().collect())
    }
}

/// Whether the release prints this view: of two views without an option the one whose columns are known.
fn is_shown(view: &ndmp_preflight::table::View, rows: &[&Row]) -> bool {
    view.columns.iter().any(|name| rows.iter().any(|row| value(row, name).is_some()))
}

/// Whether the command prints blocks, which no separator parts.
fn is_block(definition: &ndmp_preflight::table::Definition) -> bool {
    definition.views.iter().any(|view| view.option.is_empty() && view.above.len() > 1)
}

/// Verbs that end a command which changes something.
const CHANGES: [&str; 20] = [
    "abort",
    "add",
    "boot",
    "clear",
    "create",
    "delete",
    "disable",
    "enable",
    "generate-password",
    "halt",
    "kill-all",
    "migrate",
    "modify",
    "off",
    "offline",
    "on",
    "reboot",
    "remove",
    "revert",
    "start",
];

fn is_path_word(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.contains('.')
}

fn error(text: &str) -> Piece {
    Piece { text: format!("\nError: {text}\n\n"), is_error: true, ..Piece::default() }
}

fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// The value of a field as it is printed.
fn cell(row: &Row, name: &str) -> String {
    value(row, name).map_or_else(|| derived(row, name).unwrap_or_else(|| "-".to_owned()), str::to_owned)
}

/// Fields of which another one tells.
fn derived(row: &Row, name: &str) -> Option<String> {
    let entries = value(row, "allowed-addresses").or_else(|| value(row, "service-allowed-addresses"))?;
    let mut names: Vec<&str> = Vec::new();
    for entry in entries.split(',') {
        let name = entry.split(':').next().unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match name {
        "services" => Some(names.join(",")),
        "service-allowed-addresses" => Some(entries.to_owned()),
        _ => None,
    }
}
