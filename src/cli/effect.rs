//! Options that were typed and would change nothing: whoever typed them expects something, so they are refused. In the
//! environment and in the configuration file they are defaults for all runs, and no slip.

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, Error};

use super::ssh_options::SshOptions;

/// What takes the place of HOST, so that no cluster is asked.
const INSTEAD: [(&str, &str); 2] = [("from", "`--from`"), ("demo", "`--demo`")];

/// Looks at the options of one command.
///
/// # Errors
/// Those that have no effect, and why.
pub(super) fn look(command: &ArgMatches) -> Result<(), Error> {
    let Some((_, with)) = INSTEAD.iter().find(|(id, _)| is_typed(command, id)) else { return Ok(()) };
    let options = SshOptions::augment_args(Command::new("ssh"));
    let idle: Vec<String> = options.get_arguments().filter(|arg| is_typed(command, arg.get_id())).map(name).collect();
    match idle.split_last() {
        None => Ok(()),
        Some((last, [])) => Err(refusal(&format!("{last} has"), with, "it")),
        Some((last, others)) => Err(refusal(&format!("{} and {last} have", others.join(", ")), with, "them")),
    }
}

/// Whether it stands on the command line. Commands that do not have it have not been given it.
fn is_typed(command: &ArgMatches, id: impl AsRef<str>) -> bool {
    let id = id.as_ref();
    command.try_contains_id(id).is_ok() && command.value_source(id) == Some(ValueSource::CommandLine)
}

fn name(arg: &Arg) -> String {
    let short = arg.get_short().map(|short| format!(" (`-{short}`)")).unwrap_or_default();
    format!("`--{}`{short}", arg.get_long().unwrap_or_default())
}

fn refusal(idle: &str, with: &str, them: &str) -> Error {
    let why = "no cluster is asked over SSH";
    let help = format!("leave {them} out, or name a HOST instead of {with}");
    Error::raw(ErrorKind::ArgumentConflict, format!("{idle} no effect with {with}: {why}; {help}\n"))
}
