//! A program that is run under a deadline: both of its outputs are drained, and it is ended together with what it started.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::cancel::Cancel;
use super::credential::{PASSPHRASE_VARIABLE, PASSWORD_VARIABLE};

/// Process groups that run, for a program that is ended in the middle.
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// How long the error output may stay open behind the end of the program: something it left behind may hold it.
const LINGER: Duration = Duration::from_millis(300);

/// What a program did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// It wrote to its standard output.
    Output(Vec<u8>),
    /// It wrote to its standard error.
    Errors(Vec<u8>),
    /// It has ended and all of its output was seen.
    Ended(ExitStatus),
    /// Nothing in the time that was given.
    Nothing,
}

/// A program that runs; ended when dropped.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    heard: Receiver<(bool, Vec<u8>)>,
    /// Whether it leads a process group of its own.
    leads: bool,
    open: usize,
    exited: Option<(ExitStatus, Instant)>,
}

impl Running {
    /// Starts a program without input. A program that may ask at the terminal must not lead a group of its own, or the
    /// terminal stops it.
    pub(super) fn start(command: &mut Command, leads: bool) -> io::Result<Self> {
        Self::listened(command.stdin(Stdio::null()), leads)
    }

    /// The same, and it reads these bytes.
    pub(super) fn fed(command: &mut Command, input: Vec<u8>, leads: bool) -> io::Result<Self> {
        let mut own = Self::listened(command.stdin(Stdio::piped()), leads)?;
        if let Some(mut pipe) = own.child.stdin.take() {
            // Who ends without having read all of it has its reasons, and tells them.
            thread::spawn(move || drop(pipe.write_all(&input)));
        }
        Ok(own)
    }

    fn listened(command: &mut Command, leads: bool) -> io::Result<Self> {
        let mut child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()), leads)?;
        let (teller, heard) = channel();
        let open = [child.stdout.take().map(|pipe| listen(pipe, false, teller.clone()))].iter().flatten().count()
            + [child.stderr.take().map(|pipe| listen(pipe, true, teller))].iter().flatten().count();
        Ok(Self { child, heard, leads, open, exited: None })
    }

    /// The next thing it does, within `limit`.
    pub(super) fn next(&mut self, limit: Duration) -> Event {
        if self.open > 0 {
            match self.heard.recv_timeout(limit) {
                Ok((_, bytes)) if bytes.is_empty() => self.open -= 1,
                Ok((false, bytes)) => return Event::Output(bytes),
                Ok((true, bytes)) => return Event::Errors(bytes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.open = 0,
            }
        } else {
            thread::sleep(limit.min(Duration::from_millis(5)));
        }
        match self.exit_status() {
            Some((status, since)) if self.open == 0 || since.elapsed() > LINGER => Event::Ended(status),
            _ => Event::Nothing,
        }
    }

    /// Whether it still runs.
    pub(super) fn is_running(&mut self) -> bool {
        self.exit_status().is_none()
    }

    fn exit_status(&mut self) -> Option<(ExitStatus, Instant)> {
        if self.exited.is_none() {
            self.exited = reap(&mut self.child).ok().flatten().map(|status| (status, Instant::now()));
        }
        self.exited
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end(&mut self.child, self.leads);
    }
}

/// Starts a program, as the leader of a process group of its own where that is wanted. All programs are started here, and none
/// of them has our secrets in its environment: `ssh` hands that on to whatever its configuration runs.
pub(super) fn spawn(command: &mut Command, leads: bool) -> io::Result<Child> {
    command.env_remove(PASSWORD_VARIABLE).env_remove(PASSPHRASE_VARIABLE);
    if !leads {
        return command.spawn();
    }
    let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    let child = command.process_group(0).spawn()?;
    groups.extend(group(&child));
    Ok(child)
}

fn group(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// How a program ended, where it has. Its number may be another program's from then on.
fn reap(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    let status = child.try_wait();
    if !matches!(status, Ok(None)) {
        let own = group(child);
        groups.retain(|group| Some(*group) != own);
    }
    status
}

/// Ends a program, with its process group where it leads one.
pub(super) fn end(child: &mut Child, leads: bool) {
    if !matches!(reap(child), Ok(None)) {
        return;
    }
    if let Some(group) = group(child).filter(|_| leads) {
        // Already gone is as good.
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.kill();
    while matches!(reap(child), Ok(None)) {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Ends all programs that lead a process group; for a program that ends now. None can be started any more afterwards.
pub fn end_programs() {
    let groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    for group in groups.iter() {
        let _ = kill_process_group(*group, Signal::KILL);
    }
    // Whoever starts one waits for the lock for ever, and the program ends.
    std::mem::forget(groups);
}

/// Reads a pipe to its end in a thread of its own; an empty piece tells the end.
fn listen(mut pipe: impl Read + Send + 'static, errors: bool, teller: Sender<(bool, Vec<u8>)>) {
    thread::spawn(move || {
        let mut piece = vec![0; 32 * 1024];
        loop {
            let length = match pipe.read(&mut piece) {
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => 0,
            };
            if teller.send((errors, piece[..length].to_vec())).is_err() || length == 0 {
                return;
            }
        }
    });
}

/// What a short program wrote, if it ends within `limit` and before the user wants to end.
pub(super) fn output_of(
    command: &mut Command,
    limit: Duration,
    cancel: &Cancel,
) -> io::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
    output_of_running(Running::start(command, true)?, limit, cancel)
}

/// The same of one that runs already.
pub(super) fn output_of_running(
    mut running: Running,
    limit: Duration,
    cancel: &Cancel,
) -> io::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
    let (begin, mut output, mut errors) = (Instant::now(), Vec::new(), Vec::new());
    while begin.elapsed() < limit {
        if cancel.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match running.next(limit.saturating_sub(begin.elapsed()).min(Duration::from_millis(50))) {
            Event::Output(bytes) => output.extend(bytes),
            Event::Errors(bytes) => errors.extend(bytes),
            Event::Ended(status) => return Ok((status, output, errors)),
            Event::Nothing => {}
        }
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, format!("no end after {} s", limit.as_secs_f32())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_outputs_and_the_status_come_back() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "printf out; printf err >&2; exit 3"]);
        let (status, output, errors) = output_of(&mut shell, Duration::from_secs(20), &Cancel::new()).unwrap();
        assert_eq!((status.code(), &output[..], &errors[..]), (Some(3), &b"out"[..], &b"err"[..]));
    }

    #[test]
    fn a_program_that_never_ends_is_ended_with_its_children() {
        let begin = Instant::now();
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 60 & echo $!; wait"]);
        let error = output_of(&mut shell, Duration::from_millis(300), &Cancel::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(begin.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_left_over_child_that_holds_the_error_output_does_not_hold_us() {
        let begin = Instant::now();
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 20 >/dev/null & echo done"]);
        let (_, output, _) = output_of(&mut shell, Duration::from_secs(15), &Cancel::new()).unwrap();
        assert_eq!(output, b"done\n");
        assert!(begin.elapsed() < Duration::from_secs(10));
    }
}
