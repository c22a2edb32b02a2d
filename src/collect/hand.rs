//! One connection at work: it gets in, asks what the desk gives it, and comes back once when it breaks.

use std::thread;
use std::time::{Duration, Instant};

use super::cancel::Cancel;
use super::desk::{Desk, Next};
use super::pace::Pace;
use super::transport::{Connection, Phase, Transport, TransportError};

/// One of the connections to a cluster.
pub(super) struct Hand<'a> {
    pub(super) index: usize,
    pub(super) desk: &'a Desk<'a>,
    pub(super) transport: &'a dyn Transport,
    pub(super) pace: &'a Pace,
    pub(super) cancel: &'a Cancel,
    /// When the whole run must have ended, and how long that is.
    pub(super) until: (Instant, Duration),
    /// Hears how many commands are answered.
    pub(super) told: &'a (dyn Fn(usize) + Sync),
}

impl Hand<'_> {
    /// Works until everything is asked, or this connection cannot go on.
    pub(super) fn work(&self) {
        if !self.desk.is_called() {
            return;
        }
        let (mut is_back, mut may_prepare) = (false, true);
        loop {
            let mut connection = match self.open() {
                Ok(connection) => connection,
                Err(error) => return self.desk.gone(self.index, error),
            };
            let before = self.desk.answered();
            let Some(error) = self.serve(connection.as_mut(), &mut may_prepare) else { return };
            drop(connection);
            if matches!(error, TransportError::Interrupted | TransportError::NoExec { .. }) {
                return self.desk.gone(self.index, error);
            }
            // A connection that brought nothing may come back once.
            let is_idle = self.desk.answered() == before;
            if is_idle && is_back {
                return self.desk.gone(self.index, error);
            }
            is_back = is_idle;
            if let Err(error) = self.rest(if is_idle { Duration::from_secs(1) } else { Duration::from_millis(250) }) {
                return self.desk.gone(self.index, error);
            }
        }
    }

    /// Asks until there is nothing left, or the connection breaks; gives why it broke. A channel that was opened ahead may
    /// be the reason: then none is any more.
    fn serve(&self, connection: &mut dyn Connection, may_prepare: &mut bool) -> Option<TransportError> {
        let (mut is_prepared, before) = (false, self.desk.answered());
        loop {
            match self.desk.next(is_prepared || !*may_prepare) {
                Next::End => return None,
                Next::Prepare => {
                    connection.prepare();
                    is_prepared = true;
                }
                Next::Ask(lot, more) => {
                    connection.expect(more && *may_prepare);
                    let exchange = connection.ask(&lot.joined.script);
                    *may_prepare &= !is_prepared || exchange.broken.is_none();
                    is_prepared = more && *may_prepare;
                    let broken = self.desk.settle(lot, &exchange, self.desk.answered() > before);
                    (self.told)(self.desk.answered());
                    if broken.is_some() {
                        return broken;
                    }
                    if !connection.is_open() {
                        let reason = "the cluster ended the connection".to_owned();
                        return Some(TransportError::Broken { phase: Phase::Command, reason });
                    }
                }
            }
            if self.desk.is_over() {
                return None;
            }
        }
    }

    /// Gets in, and has patience with a cluster that refuses.
    fn open(&self) -> Result<Box<dyn Connection>, TransportError> {
        let mut delay = Duration::from_secs(1);
        loop {
            while let Some(wait) = self.pace.wait() {
                self.rest(wait)?;
            }
            let begin = Instant::now();
            let error = match self.transport.connect() {
                Ok(connection) => {
                    self.desk.came(begin.elapsed());
                    return Ok(connection);
                }
                Err(error) => error,
            };
            // As long as others work, one less will do. Where nobody was ever let in, nobody will be for long.
            let patience = Duration::from_secs(if self.desk.was_in() { 32 } else { 2 });
            let is_refused = matches!(error, TransportError::Refused { .. });
            if !is_refused || self.is_spare() || delay > patience {
                return Err(error);
            }
            self.rest(delay)?;
            delay *= 2;
        }
    }

    /// Whether others do the work.
    fn is_spare(&self) -> bool {
        self.desk.was_in() && self.desk.has_others()
    }

    /// Does nothing for a while.
    fn rest(&self, time: Duration) -> Result<(), TransportError> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            if self.cancel.is_cancelled() || self.desk.is_over() {
                return Err(TransportError::Interrupted);
            }
            if Instant::now() > self.until.0 {
                return Err(TransportError::TimedOut { phase: Phase::Run, after: self.until.1 });
            }
            thread::sleep(Duration::from_millis(20).min(end.saturating_duration_since(Instant::now())));
        }
        Ok(())
    }
}
