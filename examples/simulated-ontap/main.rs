//! The simulated cluster to try by hand: as an SSH server, as the command that an SSH server forces, or for one script.
//!
//! ```text
//! cargo simulated --from sample-outputs/many-faults --listen 127.0.0.1:2222
//! NDMP_PREFLIGHT_PASSWORD=let-me-in ndmp-preflight check --accept-new op@127.0.0.1:2222
//!
//! ForceCommand .../simulated-ontap --from .../sample-outputs/many-faults --cost 100     (in sshd_config)
//! cargo simulated --from sample-outputs/many-faults 'version; cluster show'
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for demonstrations")]

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

#[path = "ontap.rs"]
mod ontap;
#[path = "server.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "tests use the rest of it")]
mod server;

use ontap::{Manner, Ontap};
use server::{Access, Answer, Faults, Reply, Server};

const USAGE: &str = "usage: simulated-ontap --from PATH [--listen ADDRESS] [--cost MILLISECONDS] [--old] \
                     [--refuse COMMAND] [--errors-apart] [SCRIPT]";

struct Options {
    from: PathBuf,
    manner: Manner,
    listen: Option<String>,
    script: Option<String>,
}

fn main() -> ExitCode {
    match options(std::env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { from: PathBuf::new(), manner: Manner::default(), listen: None, script: None };
    options.script = std::env::var("SSH_ORIGINAL_COMMAND").ok();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value\n{USAGE}"));
        match word.as_str() {
            "--from" => options.from = value()?.into(),
            "--cost" => {
                let cost = value()?.parse().map_err(|_| format!("`--cost` is a number of milliseconds\n{USAGE}"))?;
                options.manner.cost = Duration::from_millis(cost);
            }
            "--listen" => options.listen = Some(value()?),
            "--old" => options.manner.is_old = true,
            "--errors-apart" => options.manner.errors_apart = true,
            "--refuse" => options.manner.refused.push(value()?),
            _ if word.starts_with('-') => return Err(format!("unknown option `{word}`\n{USAGE}")),
            _ => options.script = Some(word),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<u8, String> {
    match &options.listen {
        Some(address) => listen(options, address),
        None => answer(options),
    }
}

/// Serves whoever logs in as anybody, with any key or the password that is shown.
fn listen(options: &Options, address: &str) -> Result<u8, String> {
    let ontap = Ontap::open(&options.from, options.manner.clone())?;
    let answer: Answer = Arc::new(move |script: &str| {
        eprintln!("{script}");
        let told = ontap.told(script);
        let exit_status = u32::try_from(told.status).unwrap_or_default();
        let (stdout, stderr) = (told.output.into_bytes(), told.errors.into_bytes());
        Reply { stdout, stderr, exit_status, delay: told.cost, ..Reply::default() }
    });
    let access = Access::default();
    println!("user: any; password: {}; any key", access.password);
    let server = Server::start_at(address, answer, access, Faults::default())
        .map_err(|error| format!("`--listen {address}`: {error}"))?;
    println!("listening on {}; {}", server.addr, server.known_hosts_line().trim_end());
    loop {
        std::thread::park();
    }
}

fn answer(options: &Options) -> Result<u8, String> {
    let script = options.script.as_ref().ok_or(USAGE)?;
    let ontap = Ontap::open(&options.from, options.manner.clone())?;
    let mut status = 0;
    ontap.run(script, &mut |piece| {
        if piece.is_show {
            std::thread::sleep(options.manner.cost);
        }
        let is_apart = ontap.is_apart(piece);
        let mut out: Box<dyn Write> = if is_apart { Box::new(std::io::stderr()) } else { Box::new(std::io::stdout()) };
        // Who does not listen any more has heard enough.
        let _ = out.write_all(piece.text.as_bytes()).and_then(|()| out.flush());
        status = if piece.is_error { 255 } else { status };
    });
    Ok(status)
}
