//! The command line: a file a command, and the few things that they share. Reports go to standard output, everything
//! else to standard error.

use std::env;
use std::io::Write;

use clap::builder::Resettable;
use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use ndmp_preflight::report::{Exit, clean, harmless};
use ndmp_preflight::source::{forget, is_unseen};

mod aim;
mod application;
#[cfg(feature = "ssh")]
mod asking;
mod backup_options;
mod blame;
mod causes;
mod check;
mod collect;
mod complaint;
mod completion;
mod delivery;
mod diff;
mod disk;
mod documentation;
mod effect;
mod exit_codes;
mod explain;
mod facts;
mod file;
mod fix;
mod generate;
mod glossary;
mod handoff;
mod history;
mod hosts;
mod input;
#[cfg(unix)]
mod interrupt;
#[cfg(not(unix))]
#[path = "uninterrupted.rs"]
mod interrupt;
mod inventory;
mod live;
mod merge;
mod options;
mod output;
mod overlap;
mod paper;
mod plan;
mod progress;
mod purpose;
mod redact;
mod resume;
mod role;
mod rules;
mod saved_report;
mod setting;
mod shard;
#[cfg(feature = "ssh")]
mod signals;
mod signatures;
mod site;
mod ssh_options;
mod trend;
mod verify;
mod version;
mod waive;

use complaint::Complaint;

/// Tells whether a NetApp ONTAP 9 cluster is ready for NDMP tape backup, with the evidence and the fix.
///
/// It reads what ONTAP printed, and sends no change to any cluster. `--version --verbose` tells what it was built with.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 110, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Collect(collect::Collect),
    Facts(facts::Facts),
    Fix(fix::Fix),
    Handoff(handoff::Handoff),
    Plan(plan::Plan),
    Role(role::Role),
    Verify(verify::Verify),
    Redact(redact::Redact),
    Diff(diff::Diff),
    Trend(trend::Trend),
    Merge(merge::Merge),
    Waive(waive::Waive),
    Rules(rules::Rules),
    Explain(explain::Explain),
    Generate(generate::Generate),
}

const EXIT_CODES: &str = "\
Exit codes, the same for every format (`check` and `merge` have others for monitoring: --exit-codes nagios):
  0  ready: every applicable must rule passed or is validly waived
  1  not ready: at least one must rule failed (with --fail-on should, a should rule too)
  2  usage or configuration: nothing was judged
  3  undecided: no must rule failed, but one is unknown, something was left out, or nothing was judged
  4  at least one target could not be read at all, or its bundle not be kept
When several apply: 2, 4, 1, 3, 0.";

/// Parses the arguments, runs the command, and tells how the program ends.
pub(crate) fn run() -> u8 {
    #[cfg(unix)]
    leave_no_core();
    interrupt::survive_limits();
    let code = told_or_done();
    forget();
    code
}

/// A core file holds the memory of the program, and its environment: there may be passwords in both. Elsewhere than on Unix
/// nobody asks a cluster, and so there is none.
#[cfg(unix)]
fn leave_no_core() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Where the limit cannot be set, there is nothing else to do.
    let _ = setrlimit(Resource::Core, none);
    // A program that takes core files in their place does not ask for the limit.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

fn told_or_done() -> u8 {
    if let Some(done) = version::told().or_else(|| application::listed(sober)) {
        return ended(done.map(Exit::code));
    }
    let command = match parsed() {
        Ok(cli) => cli.command,
        Err(error) => return refused(&blame::on_variables(error)),
    };
    blame::strangers(Cli::command);
    ended(done(command))
}

/// How the program ends that ran its command.
fn done(command: Command) -> Result<u8, Complaint> {
    let done = match command {
        Command::Check(check) => return check.run(),
        Command::Merge(merge) => return merge.run(),
        Command::Collect(collect) => collect.run(),
        Command::Facts(facts) => facts.run(),
        Command::Fix(fix) => fix.run(),
        Command::Handoff(handoff) => handoff.run(),
        Command::Plan(plan) => plan.run(),
        Command::Role(role) => role.run(),
        Command::Verify(verify) => verify.run(),
        Command::Redact(redact) => redact.run(),
        Command::Diff(diff) => diff.run(),
        Command::Trend(trend) => trend.run(),
        Command::Waive(waive) => waive.run(),
        Command::Rules(rules) => rules.run(),
        Command::Explain(explain) => explain.run(),
        Command::Generate(generate) => generate.run(Cli::command()),
    };
    done.map(Exit::code)
}

fn ended(done: Result<u8, Complaint>) -> u8 {
    done.unwrap_or_else(|complaint| exit_codes::complained(&complaint, told(&complaint)))
}

/// A variable that is set to nothing says nothing: CI systems set them so.
fn sober() -> clap::Command {
    // To tell all options twice takes longer than reading a small cluster.
    if env::vars_os().all(|(_, value)| !value.is_empty()) {
        return Cli::command();
    }
    let is_blank = |arg: &Arg| arg.get_env().and_then(env::var_os).is_some_and(|value| value.is_empty());
    let sober = |arg: Arg| if is_blank(&arg) { arg.env(Resettable::Reset) } else { arg };
    Cli::command().mut_subcommands(|command| command.mut_args(sober).mut_subcommands(|own| own.mut_args(sober)))
}

fn parsed() -> Result<Cli, clap::Error> {
    let matches = sober().try_get_matches()?;
    matches.subcommand().map_or(Ok(()), |(_, command)| effect::look(command))?;
    Cli::from_arg_matches(&matches)
}

/// Help and version come from the parser as errors too.
fn refused(error: &clap::Error) -> u8 {
    let text = error.render();
    // A word that commands a terminal would stand among the parser's own colours: then there are none.
    let text = if is_tame() { harmless(&text.ansi().to_string(), true) } else { plain(error) };
    // A closed pipe changes nothing about how the program ends.
    let _ =
        if error.use_stderr() { write!(anstream::stderr(), "{text}") } else { write!(anstream::stdout(), "{text}") };
    if error.use_stderr() { exit_codes::said(&plain(error), Exit::Usage.code()) } else { Exit::Ready.code() }
}

/// Whether nothing that the parser may repeat holds characters that nobody sees.
fn is_tame() -> bool {
    let variables = env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NDMP_PREFLIGHT_"));
    env::args_os().chain(variables.map(|(_, value)| value)).all(|word| !word.to_string_lossy().contains(is_unseen))
}

/// The complaint about the same words without these characters: no line of it is theirs.
fn plain(error: &clap::Error) -> String {
    let words = env::args_os().map(|word| clean(&word.to_string_lossy()));
    let tame = Cli::command().try_get_matches_from(words).err().filter(|tame| tame.kind() == error.kind());
    harmless(&tame.as_ref().unwrap_or(error).render().to_string(), false)
}

fn told(complaint: &Complaint) -> u8 {
    match complaint {
        Complaint::Usage(message) => say(&Complaint::Usage(blame::told(message.clone())).to_string()),
        _ => say(&complaint.to_string()),
    }
    if let Complaint::Interrupted { code, .. } = complaint {
        return *code;
    }
    Exit::Usage.code()
}

/// One message on standard error. It has no colours of its own, and none of the texts that it tells of gets through.
fn say(message: &str) {
    let _ = writeln!(anstream::stderr(), "{}", harmless(message, false));
}
