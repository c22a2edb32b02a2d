//! Runs the program in a folder of its own, apart from the environment of whoever runs the tests.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// How a run ended, and what it said.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, to run in `folder` with the words of `line`.
pub(crate) fn program(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NDMP_PREFLIGHT_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).args(line.split_whitespace());
    command
        .env("HOME", folder)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn ran(mut command: Command) -> Ran {
    let done = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

/// Runs the words of `line` in `folder`.
pub(crate) fn run(folder: &Path, line: &str) -> Ran {
    ran(program(folder, line))
}

/// Runs the words of `line` in `folder` and gives it `input` to read.
pub(crate) fn run_on(folder: &Path, line: &str, input: &str) -> Ran {
    let mut command = program(folder, line);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let written = child.stdin.take().unwrap().write_all(input.as_bytes());
    // A program that refuses its arguments ends without reading.
    assert!(written.is_ok() || written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe));
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}
