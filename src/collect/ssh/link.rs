//! One session of the SSH library with its socket and its clock.
//!
//! The library is run without blocking: whenever it would wait, we wait for the socket ourselves, in short pieces. Its
//! own timeouts are for one wait each, and a server that drips a byte now and then never meets them.
//!
//! The library waits for the server's leave to log in (RFC 4253, section 10) before it tries to. That is a round trip for
//! nothing: the server takes its messages in order, and hangs up where it gives no leave. So the login begins while the leave is on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use ssh2::{BlockDirections, ErrorCode, Session};

use super::super::clean;
use super::super::clock::{Clock, Limit};
use super::super::transport::{Phase, TransportError};
use super::wire::Wire;

/// `LIBSSH2_ERROR_EAGAIN`: the library would wait.
const WOULD_WAIT: ErrorCode = ErrorCode::Session(-37);
/// `LIBSSH2_ERROR_TIMEOUT`: the library waited a minute for one packet.
const WAITED: ErrorCode = ErrorCode::Session(-9);

/// `LIBSSH2_ERROR_OUT_OF_BOUNDARY`: a packet is larger than the library's largest.
pub(super) const TOO_LARGE: i32 = -41;

/// What the library says while it waits for the leave to log in: keys are exchanged, the host key is proven, the question
/// is sent. Where it says anything else, nothing is begun early.
const WAITS_FOR_LEAVE: &str = "Failed to get response to ssh-userauth request";

/// A session. Clones are the same session, and only one thread may use it at a time.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) session: Session,
    pub(super) wire: Wire,
    pub(super) clock: Clock,
    /// Whether the server gave us leave to log in.
    may_log_in: Arc<AtomicBool>,
}

/// Why something the library did has no result.
#[derive(Debug)]
pub(super) enum Failure {
    /// A deadline, or the user.
    Ended(Box<TransportError>),
    /// The library says so.
    Library(ssh2::Error),
}

impl Failure {
    /// The error of a conversation that broke in this phase.
    pub(super) fn broken(self, phase: Phase) -> TransportError {
        match self {
            Self::Ended(error) => *error,
            Self::Library(error) => broken(phase, &error),
        }
    }

    /// The library's number of the error; 0 when it was not the library.
    pub(super) fn code(&self) -> i32 {
        match self {
            Self::Library(error) => code(error),
            Self::Ended(_) => 0,
        }
    }
}

/// The error of a conversation that broke in this phase, as the library tells it.
pub(super) fn broken(phase: Phase, error: &ssh2::Error) -> TransportError {
    if code(error) == TOO_LARGE {
        too_large(phase, error)
    } else {
        TransportError::Broken { phase, reason: words(error) }
    }
}

/// The error of a server that sends more at once than the library takes.
pub(super) fn too_large(phase: Phase, error: &ssh2::Error) -> TransportError {
    TransportError::Local(format!(
        "during {} the server sent more at once than the SSH library takes (35,000 bytes; the text that it shows before a \
         login may be longer): `--transport openssh` takes your own `ssh`, which can ({})",
        phase.word(),
        words(error)
    ))
}

/// Whether the library would wait.
pub(super) fn would_wait(error: &ssh2::Error) -> bool {
    error.code() == WOULD_WAIT
}

/// What the library says when it would wait.
pub(super) fn waiting() -> ssh2::Error {
    ssh2::Error::from_errno(WOULD_WAIT)
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Ended(Box::new(error))
    }
}

/// The library's number of an error.
pub(super) fn code(error: &ssh2::Error) -> i32 {
    match error.code() {
        ErrorCode::Session(code) | ErrorCode::SFTP(code) => code,
    }
}

/// The library's words and number.
pub(super) fn words(error: &ssh2::Error) -> String {
    let what = match code(error) {
        -13 | -43 | -7 => "the other side, or something on the way, closed it",
        _ => "the SSH library says",
    };
    format!("{what} ({}, {})", clean(error.message()), code(error))
}

impl Link {
    pub(super) fn new(session: Session, wire: Wire, clock: Clock) -> Self {
        Self { session, wire, clock, may_log_in: Arc::default() }
    }

    /// Exchanges keys. Behind it the host key is known, and the leave to log in is at least asked for.
    pub(super) fn greet(&self, limit: &Limit) -> Result<(), Failure> {
        self.drive_alone(&[limit], || match self.ask_leave() {
            Err(error) if would_wait(&error) && error.message() == WAITS_FOR_LEAVE => Ok(()),
            done => done,
        })
    }

    /// Waits for the leave to log in, and for all that the server tells before it, its signature algorithms among it.
    pub(super) fn await_leave(&self, limit: &Limit) -> Result<(), Failure> {
        self.drive_alone(&[limit], || self.ask_leave())
    }

    /// Whether the server gave us leave to log in. It may have come together with the end, and wait to be taken.
    pub(super) fn has_leave(&self) -> bool {
        self.ask_leave().is_ok()
    }

    fn ask_leave(&self) -> Result<(), ssh2::Error> {
        if !self.may_log_in.load(Ordering::Relaxed) {
            self.session.clone().handshake()?;
            self.may_log_in.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Repeats a step of the library until it no longer would wait; a leave that comes meanwhile is taken.
    pub(super) fn drive<T>(
        &self,
        limits: &[&Limit],
        mut step: impl FnMut() -> Result<T, ssh2::Error>,
    ) -> Result<T, Failure> {
        self.drive_alone(limits, || match self.ask_leave() {
            Err(error) if !would_wait(&error) => Err(error),
            _ => step(),
        })
    }

    /// Repeats a step of the library until it no longer would wait.
    fn drive_alone<T>(
        &self,
        limits: &[&Limit],
        mut step: impl FnMut() -> Result<T, ssh2::Error>,
    ) -> Result<T, Failure> {
        loop {
            match self.watched(limits, || step().map_err(Failure::Library)) {
                Err(Failure::Library(error)) if error.code() == WOULD_WAIT => self.wait(limits)?,
                Err(Failure::Library(error)) if error.code() == WAITED => {
                    let passed = limits.first().map(|limit| limit.passed());
                    return Err(passed.map_or(Failure::Library(error), Failure::from));
                }
                done => return done,
            }
        }
    }

    /// Calls the library while the watchdog looks at these deadlines: as long as bytes come, it may not come back. Where the
    /// watchdog ended the connection, its reason is the error, not that the library finds it closed.
    pub(super) fn watched<T>(
        &self,
        limits: &[&Limit],
        call: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let done = self.wire.watchdog.watched(limits, call);
        match (done, self.wire.watchdog.reason()) {
            (Err(Failure::Library(error)), _) if would_wait(&error) => Err(Failure::Library(error)),
            (Err(_), Some(reason)) => Err(reason.into()),
            (done, _) => done,
        }
    }

    /// Waits until the socket is ready for what the library wants, or until the next look.
    pub(super) fn wait(&self, limits: &[&Limit]) -> Result<(), TransportError> {
        let left = self.clock.look(limits)?;
        let wanted = match self.session.block_directions() {
            BlockDirections::Outbound => PollFlags::OUT,
            BlockDirections::Both => PollFlags::IN | PollFlags::OUT,
            BlockDirections::Inbound | BlockDirections::None => PollFlags::IN,
        };
        let limit = Timespec::try_from(left).ok();
        // A signal that cuts the wait short is as good as its end.
        let _ = poll(&mut [PollFd::new(&self.wire, wanted)], limit.as_ref());
        Ok(())
    }
}
