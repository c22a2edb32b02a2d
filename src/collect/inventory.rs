//! What a program of the site's prints: its inventory. It is started without a shell, gets no secrets, and has a minute.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::child::{Event, Running};

/// How long it may take.
const LIMIT: Duration = Duration::from_secs(60);

/// Larger ones are none.
const MOST: usize = 64 << 20;

/// How long is waited for a word of it.
const PACE: Duration = Duration::from_millis(50);

/// What the program prints that is run in `folder`.
///
/// # Errors
/// It is not there, fails, takes too long or prints too much; in words.
pub fn printed(words: &[&str], folder: &Path) -> Result<String, String> {
    let (program, arguments) = words.split_first().ok_or("no program is named")?;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    let started = Running::start(&mut command, true);
    let mut running = started.map_err(|error| format!("`{program}` could not be run: {error}"))?;
    let (mut output, mut errors, start) = (Vec::new(), Vec::new(), Instant::now());
    loop {
        match running.next(PACE) {
            Event::Output(bytes) => output.extend(bytes),
            Event::Errors(bytes) => errors.extend(bytes),
            Event::Ended(status) if status.success() => break,
            Event::Ended(status) => return Err(format!("`{program}` ended with {status}: {}", last_line(&errors))),
            Event::Nothing => {}
        }
        if start.elapsed() > LIMIT {
            return Err(format!("`{program}` did not end within {} s", LIMIT.as_secs()));
        }
        if output.len().max(errors.len()) > MOST {
            return Err(format!("`{program}` printed more than {MOST} bytes, which is no inventory"));
        }
    }
    String::from_utf8(output).map_err(|_| format!("`{program}` printed no text in UTF-8"))
}

fn last_line(errors: &[u8]) -> String {
    let text = String::from_utf8_lossy(errors);
    let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").trim().to_owned();
    line.chars().take(300).collect()
}
