//! Who is to blame for a wrong value: an option that was typed, a variable of the environment, or the configuration; and
//! variables that nothing reads, which are slips.

use std::collections::BTreeSet;
use std::env;

use clap::Command;
use clap::error::{ContextKind, ContextValue};
use ndmp_preflight::fault::nearest;

use super::say;

/// What all our variables begin with.
const PREFIX: &str = "NDMP_PREFLIGHT_";
/// Those that no option names: secrets, and another configuration of `ssh`.
const OTHERS: [&str; 3] = ["NDMP_PREFLIGHT_PASSWORD", "NDMP_PREFLIGHT_PASSPHRASE", "NDMP_PREFLIGHT_SSH_CONFIG"];

/// The parser's complaint, on the variable where its value stands there.
pub(super) fn on_variables(mut error: clap::Error) -> clap::Error {
    for kind in [ContextKind::InvalidArg, ContextKind::PriorArg] {
        let Some(ContextValue::String(option)) = error.get(kind) else { continue };
        let word = option.split([' ', '=', '[']).next().unwrap_or_default();
        if let Some(variable) = word.strip_prefix("--").and_then(set_variable) {
            error.insert(kind, ContextValue::String(format!("{variable} in the environment")));
        }
    }
    error
}

/// Our own complaint about the value of an option, with the place where the value stands if nobody typed it.
pub(super) fn told(message: String) -> String {
    let option = message.strip_prefix("`--").and_then(|rest| rest.split([' ', '`', '=']).next());
    let Some(option) = option.filter(|option| !is_typed(option)) else { return message };
    match set_variable(option) {
        Some(variable) => format!("{message} (it stands in the environment: {variable})"),
        None => format!("{message} (it stands in the configuration)"),
    }
}

/// The variable of an option that is set, and counts because the option was not typed.
fn set_variable(option: &str) -> Option<String> {
    let name = format!("{PREFIX}{}", option.to_uppercase().replace('-', "_"));
    let is_set = env::var_os(&name).is_some_and(|value| !value.is_empty());
    (is_set && !is_typed(option)).then_some(name)
}

/// Whether the option stands on the command line, by its long name or by a short one that has it.
fn is_typed(option: &str) -> bool {
    let short = match option {
        "output" => Some('o'),
        "quiet" => Some('q'),
        "verbose" => Some('v'),
        _ => None,
    };
    let long = format!("--{option}");
    env::args_os().skip(1).any(|word| {
        let word = word.to_string_lossy();
        let is_short =
            || short.is_some_and(|short| word.starts_with('-') && !word.starts_with("--") && word.contains(short));
        word == long || word.starts_with(&format!("{long}=")) || is_short()
    })
}

/// Names the variables of ours that nothing reads.
pub(super) fn strangers(program: fn() -> Command) {
    let names = env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    let names: Vec<String> = names.filter(|name| name.starts_with(PREFIX)).collect();
    // Mostly there are none, and telling all options takes longer than reading a small cluster.
    if names.is_empty() {
        return;
    }
    let program = program();
    let all = program.get_subcommands().flat_map(Command::get_arguments);
    let known: BTreeSet<String> = all.filter_map(|arg| Some(arg.get_env()?.to_string_lossy().into_owned())).collect();
    let known: BTreeSet<&str> = known.iter().map(String::as_str).chain(OTHERS).collect();
    for name in names.into_iter().filter(|name| !known.contains(name.as_str())) {
        let near = nearest(&name[PREFIX.len()..], known.iter().map(|name| &name[PREFIX.len()..]));
        let help = near.map(|near| format!("; did you mean {PREFIX}{near}?")).unwrap_or_default();
        say(&format!("warning: nothing reads {name} of the environment{help}"));
    }
}
