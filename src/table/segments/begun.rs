//! What begins on a line: a prompt of ONTAP's, a command, or what was typed at another shell.

use crate::table::command::shell::Shells;
use crate::table::command::title::titled;
use crate::table::command::{Prompt, Typed, bare_command, carried, is_directory_word};
use crate::table::{Definition, farewell};

/// What begins on a line.
pub(super) enum Begun {
    /// ONTAP's prompt, or that of a shell with a command of ONTAP's.
    Prompt(Prompt),
    /// A command without a prompt.
    Bare(String),
    /// The prompt of a shell with another command.
    Foreign(String),
}

/// What a line begins, if anything.
pub(super) fn begun(text: &str, shells: &mut Shells, tables: &[Definition]) -> Option<Begun> {
    match (Prompt::of(text).map(without_farewell), shells.typed(text)) {
        (Some(prompt), _) => Some(Begun::Prompt(prompt)),
        (None, Some(typed)) if is_ontaps(typed, tables) => Some(Begun::Prompt(Prompt::nameless(typed))),
        (None, Some(typed)) => {
            let of_cluster = carried(typed, tables).map(Begun::Prompt);
            of_cluster.or_else(|| Some(Begun::Foreign(typed.to_owned())))
        }
        (None, None) => bare_command(text, tables).or_else(|| titled(text, tables)).map(Begun::Bare),
    }
}

/// The prompt, at which nothing was typed where the connection ended.
fn without_farewell(prompt: Prompt) -> Prompt {
    let typed = if farewell::is_said(&prompt.typed) { String::new() } else { prompt.typed };
    Prompt { typed, ..prompt }
}

/// Whether the words behind a shell's prompt are a command of ONTAP's.
fn is_ontaps(typed: &str, tables: &[Definition]) -> bool {
    let has_show = || typed.split(' ').any(|word| word.starts_with("show"));
    is_directory_word(typed) && has_show() || Typed::parse(typed, "", tables).definition.is_some()
}
