//! The program: parse, dispatch, exit code.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    ExitCode::from(cli::run())
}
