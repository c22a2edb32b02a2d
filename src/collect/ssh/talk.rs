//! One script over one channel: both outputs are drained, every deadline is ours, and every byte that came is kept.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use ssh2::{Channel, Stream};

use super::super::clock::Limit;
use super::super::script::Script;
use super::super::transport::{Connection, Deadlines, Exchange, Phase, TransportError, leaves_open};
use super::link::{Failure, Link, code, waiting, words, would_wait};

/// SSH carries a command in one packet, and the library's packets end at 35,000 bytes.
const LONGEST: usize = 32 * 1024;
/// How long a channel may take to close in order when its answer is there.
const CLOSING: Duration = Duration::from_secs(2);
/// Silence behind which a sign of life is sent, so that no firewall forgets the connection; in seconds.
const SIGN_OF_LIFE: u32 = 20;
/// Bytes that are read before deadlines are looked at again.
const STRETCH: usize = 1024 * 1024;
/// Bytes that may come during a script beside twice the largest answer: more than the windows of its channels, and than
/// all that servers say of themselves.
const BESIDE: usize = 16 * 1024 * 1024;

/// A connection that is logged in.
pub(super) struct SshConnection {
    link: Link,
    address: String,
    deadlines: Deadlines,
    most: usize,
    ready: Option<Channel>,
    /// Whether a channel is to be opened while a script runs.
    ahead: bool,
    open: bool,
}

/// The outputs of a script that is running.
struct Reading<'a> {
    stdout: Stream,
    stderr: Stream,
    exchange: &'a mut Exchange,
    most: usize,
}

impl SshConnection {
    pub(super) fn new(link: Link, address: String, deadlines: Deadlines, most: usize) -> Self {
        link.session.set_keepalive(true, SIGN_OF_LIFE);
        Self { link, address, deadlines, most, ready: None, ahead: false, open: true }
    }

    fn channel(&mut self, limits: &[&Limit]) -> Result<Channel, TransportError> {
        if let Some(mut channel) = self.ready.take()
            && self.link.watched(limits, || Ok(is_open(&mut channel))).is_ok_and(|is_open| is_open)
        {
            return Ok(channel);
        }
        self.link.drive(limits, || self.link.session.channel_session()).map_err(no_channel)
    }

    fn converse(&mut self, script: &Script, exchange: &mut Exchange) -> Result<(), TransportError> {
        let text = script.text();
        if text.len() > LONGEST {
            let reason = format!("the commands have {} bytes, and SSH carries {LONGEST} at once", text.len());
            return Err(TransportError::Local(reason));
        }
        self.link.wire.watchdog.allow(Phase::Command, self.most.saturating_mul(2).saturating_add(BESIDE));
        let whole = Limit::begin(Phase::Command, self.deadlines.command);
        let first = Limit::begin(Phase::FirstByte, self.deadlines.first_byte);
        let mut channel = self.channel(&[&first, &whole])?;
        if let Err(error) = self.run(&mut channel, text, &[&first, &whole]) {
            return Err(self.explained(error, &[&first, &whole]));
        }
        let (stdout, stderr) = (channel.stream(0), channel.stderr());
        let reading = Reading { stdout, stderr, exchange: &mut *exchange, most: self.most };
        self.read(&channel, reading, first, &whole)?;
        exchange.exit_status = self.finish(&mut channel)?;
        Ok(())
    }

    /// Runs a script, and asks for the channel of the next one in the same round trip where one is expected. Its refusal
    /// shows when it is needed.
    fn run(&mut self, channel: &mut Channel, text: &str, limits: &[&Limit]) -> Result<(), TransportError> {
        let session = self.link.session.clone();
        let (mut is_running, mut is_open) = (false, !self.ahead || self.ready.is_some());
        let both = || {
            if !is_running {
                match channel.exec(text) {
                    Err(error) if would_wait(&error) => {}
                    done => {
                        done?;
                        is_running = true;
                    }
                }
            }
            if !is_open {
                match session.channel_session() {
                    Err(error) if would_wait(&error) => return Err(error),
                    opened => (self.ready, is_open) = (opened.ok(), true),
                }
            }
            if is_running { Ok(()) } else { Err(waiting()) }
        };
        self.link.drive(limits, both).map_err(no_channel)
    }

    /// Whether an account that may run no command may have a shell: that tells what to ask for.
    fn explained(&mut self, error: TransportError, limits: &[&Limit]) -> TransportError {
        let TransportError::NoExec { reason, .. } = error else { return error };
        let shell = |mut channel: Channel| self.link.drive(limits, || channel.shell());
        let opened = self.link.drive(limits, || self.link.session.channel_session());
        let has_shell = opened.and_then(shell).is_ok();
        TransportError::NoExec { address: self.address.clone(), reason, has_shell }
    }

    /// Reads both outputs to their end. Reading only one of them would wait forever for a server that fills the other.
    fn read(
        &self,
        channel: &Channel,
        mut reading: Reading<'_>,
        mut silence: Limit,
        whole: &Limit,
    ) -> Result<(), TransportError> {
        loop {
            let step = || Ok((reading.step()?, channel.eof()));
            let (moved, ended) =
                self.link.watched(&[&silence, whole], step).map_err(|failure| failure.broken(Phase::Command))?;
            if moved {
                silence = Limit::begin(Phase::Idle, self.deadlines.idle);
                self.link.clock.look(&[whole])?;
            } else if ended {
                return Ok(());
            } else {
                // A sign of life that cannot be sent shows as a broken connection at the next read.
                let sign = || self.link.session.keepalive_send().map_err(Failure::Library);
                let _ = self.link.watched(&[&silence, whole], sign);
                self.link.wait(&[&silence, whole])?;
            }
        }
    }

    /// Closes a channel whose output has ended, and only then asks for the status: before, it is 0 whatever happened.
    /// A server that tells none is not told from one that tells 0; what is complete is never decided by it.
    fn finish(&mut self, channel: &mut Channel) -> Result<Option<i32>, TransportError> {
        let limit = Limit::begin(Phase::Command, CLOSING);
        let closed = self
            .link
            .drive(&[&limit], || channel.close())
            .and_then(|()| self.link.drive(&[&limit], || channel.wait_close()));
        match closed {
            Ok(()) => Ok(channel.exit_status().ok()),
            Err(Failure::Ended(error)) if *error == TransportError::Interrupted => Err(*error),
            Err(_) => {
                self.end();
                Ok(None)
            }
        }
    }

    /// Ends the connection without a word: whoever still waited for an answer would wait again while closing.
    fn end(&mut self) {
        self.open = false;
        self.link.wire.shut();
    }
}

impl Connection for SshConnection {
    fn prepare(&mut self) {
        if self.open && self.ready.is_none() {
            let limit = Limit::begin(Phase::FirstByte, self.deadlines.first_byte);
            self.ready = self.channel(&[&limit]).ok();
        }
    }

    fn expect(&mut self, more: bool) {
        self.ahead = more;
    }

    fn ask(&mut self, script: &Script) -> Exchange {
        let begin = Instant::now();
        let mut exchange = Exchange::default();
        if self.open {
            exchange.broken = self.converse(script, &mut exchange).err();
        } else {
            let reason = "it was closed before".to_owned();
            exchange.broken = Some(TransportError::Broken { phase: Phase::Command, reason });
        }
        if exchange.broken.as_ref().is_some_and(|error| !leaves_open(error)) {
            self.end();
        }
        exchange.duration = begin.elapsed();
        exchange
    }

    fn is_open(&self) -> bool {
        self.open
    }
}

impl Drop for SshConnection {
    fn drop(&mut self) {
        if self.open {
            // A cluster that is told does not count the session any longer.
            let _ = self.link.session.disconnect(None, "done", None);
            self.link.wire.say_no_more();
        }
    }
}

/// Whether a channel that was opened ahead still waits for a command: some servers close one that waits for long.
fn is_open(channel: &mut Channel) -> bool {
    let read = channel.read(&mut [0]);
    !channel.eof() && read.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
}

/// Refused channels and commands leave the session as it is; everything else breaks it.
fn no_channel(failure: Failure) -> TransportError {
    match failure {
        Failure::Library(error) if code(&error) == -34 => {
            TransportError::Local(format!("the command cannot be sent: {}", words(&error)))
        }
        Failure::Library(error) if code(&error) == -21 => {
            TransportError::NoChannel { reason: format!("it may allow fewer sessions at once; {}", words(&error)) }
        }
        Failure::Library(error) if matches!(code(&error), -22 | -32) => {
            TransportError::NoExec { address: String::new(), reason: words(&error), has_shell: false }
        }
        failure => failure.broken(Phase::Command),
    }
}

impl Reading<'_> {
    /// Takes what is there, and tells whether that was anything.
    fn step(&mut self) -> Result<bool, Failure> {
        let room = self.most.saturating_sub(self.exchange.output.len() + self.exchange.errors.len());
        let stretch = room.min(STRETCH) + 1;
        let output = drain(&mut self.stdout, &mut self.exchange.output, stretch)?;
        let errors = drain(&mut self.stderr, &mut self.exchange.errors, stretch)?;
        if self.exchange.output.len() + self.exchange.errors.len() > self.most {
            return Err(TransportError::Flooded { limit: self.most }.into());
        }
        Ok(output + errors > 0)
    }
}

/// Reads what is there, `most` bytes of it.
fn drain(stream: &mut Stream, into: &mut Vec<u8>, most: usize) -> Result<usize, Failure> {
    let mut piece = [0; 32 * 1024];
    let mut taken = 0;
    while taken < most {
        let room = piece.len().min(most - taken);
        match stream.read(&mut piece[..room]) {
            Ok(0) => break,
            Ok(length) => {
                into.extend_from_slice(&piece[..length]);
                taken += length;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(error) => return Err(broken(&error).into()),
        }
    }
    Ok(taken)
}

fn broken(error: &io::Error) -> TransportError {
    let reason =
        format!("the other side, or something on the way, closed it ({})", super::super::clean(&error.to_string()));
    TransportError::Broken { phase: Phase::Command, reason }
}
