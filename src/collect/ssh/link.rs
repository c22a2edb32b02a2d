//! One session of the SSH library with its socket and its clock.
//!
//! The library is run without blocking: whenever it would wait, we wait for the socket ourselves, in short pieces. Its
//! own timeouts are for one wait each, and a server that drips a byte now and then never meets them.

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

/// A session. Clones are the same session, and only one thread may use it at a time.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) session: Session,
    pub(super) wire: Wire,
    pub(super) clock: Clock,
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
            Self::Library(error) => TransportError::Broken { phase, reason: words(&error) },
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
    /// Repeats a step of the library until it no longer would wait.
    pub(super) fn drive<T>(
        &self,
        limits: &[&Limit],
        mut step: impl FnMut() -> Result<T, ssh2::Error>,
    ) -> Result<T, Failure> {
        loop {
            match step() {
                Ok(value) => return Ok(value),
                Err(error) if error.code() == WOULD_WAIT => self.wait(limits)?,
                Err(error) if error.code() == WAITED => {
                    let passed = limits.first().map(|limit| limit.passed());
                    return Err(passed.map_or(Failure::Library(error), Failure::from));
                }
                Err(error) => return Err(Failure::Library(error)),
            }
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
