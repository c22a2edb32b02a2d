//! The commands that were typed in a session, each worked out once, whatever directory they were typed in.

use std::collections::HashMap;
use std::sync::Arc;

use crate::table::Definition;
use crate::table::command::Typed;

/// The commands that were typed in a session, each worked out once.
pub(super) struct Commands<'a> {
    pub(super) tables: &'a [Definition],
    /// By directory, command and text as typed.
    pub(super) known: HashMap<(String, String, String), Arc<Typed>>,
}

impl Commands<'_> {
    /// What was typed; ONTAP's echo on the line behind it tells the command that was abbreviated.
    pub(super) fn typed(&mut self, echo: Option<String>, text: &str, directory: &str) -> Option<Arc<Typed>> {
        let (before, text) = text.rsplit_once(';').unwrap_or(("", text));
        let mut directory = directory.to_owned();
        let mut enter = |text: &str| {
            let typed = Typed::parse(text.trim(), &directory, self.tables);
            if is_directory(&typed.command, self.tables) {
                directory.clone_from(&typed.command);
            }
            typed
        };
        // Most lines hold one command: nothing was typed before it.
        let before: Vec<Typed> = before.split(';').filter(|_| !before.is_empty()).map(&mut enter).collect();
        let text = text.trim().to_owned();
        let (directory, path) = match echo {
            Some(name) => (String::new(), format!("{name} {}", options_of(&text))),
            None => (directory, text.clone()),
        };
        let tables = self.tables;
        let parse = |(directory, path, text): &(String, String, String)| {
            Arc::new(Typed { text: text.clone(), ..Typed::parse(path, directory, tables) })
        };
        let typed = Arc::clone(self.known.entry((directory, path, text)).or_insert_with_key(parse));
        if before.iter().any(|typed| !typed.text.is_empty()) {
            return Some(Arc::new(Typed { before, ..(*typed).clone() }));
        }
        (!typed.text.is_empty()).then_some(typed)
    }
}

/// Whether the words are the whole of a command directory, which one goes into: `vserver services ndmp; off`.
pub(in crate::table) fn is_directory(words: &str, tables: &[Definition]) -> bool {
    let typed: Vec<&str> = words.split_whitespace().collect();
    let is_its = |table: &Definition| {
        let words: Vec<&str> = table.command.split(' ').collect();
        let above = &words[..words.len() - 1];
        (1..=above.len())
            .any(|count| typed.len() == count && above.iter().zip(&typed).all(|(word, typed)| word.starts_with(typed)))
    };
    !typed.is_empty() && tables.iter().any(is_its)
}

fn options_of(text: &str) -> String {
    text.split_whitespace().skip_while(|word| !word.starts_with('-')).collect::<Vec<_>>().join(" ")
}
