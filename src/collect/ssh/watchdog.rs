//! Stands between the cluster and the SSH library: hands bytes on in both directions, counts those that come, and ends the
//! connection when they are too many or a deadline has passed.
//!
//! As long as bytes come, the library may not come back from a call, and it keeps without bound what it does not
//! understand. So both are watched from outside of it, in a thread for each connection that lives as long as its socket.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{Shutdown, shutdown};

use super::super::clock::{Clock, Limit};
use super::super::transport::{Phase, TransportError};
use super::LARGEST_LOGIN;

/// The deadlines are looked at this often.
const LOOK: Duration = Duration::from_millis(50);
/// How long a call may take to come back by itself behind a deadline.
const GRACE: Duration = Duration::from_millis(300);
/// How long the rest of a packet is waited for whose beginning came.
const PACKET: Duration = Duration::from_secs(1);
/// Bytes that are handed on at once.
const PIECE: usize = 64 * 1024;

/// What a connection tells its watchdog. Clones tell the same one.
#[derive(Clone)]
pub(super) struct Watchdog(Arc<Kennel>);

struct Kennel {
    clock: Clock,
    state: Mutex<State>,
    ended: Condvar,
}

struct State {
    /// The deadlines of the call that is made at the moment.
    watched: Option<Vec<Limit>>,
    /// Bytes that may still come in this phase.
    left: usize,
    /// Bytes that came in all.
    came: usize,
    allowed: (Phase, usize),
    /// Why the connection was ended from here.
    reason: Option<TransportError>,
    has_ended: bool,
}

impl Watchdog {
    /// Takes its place before the cluster's end of a connection, and returns the end for the library.
    pub(super) fn before(far: &Arc<OwnedFd>, clock: &Clock) -> io::Result<(Self, OwnedFd)> {
        let (own, near) = UnixStream::pair()?;
        near.set_nonblocking(true)?;
        rustix::io::ioctl_fionbio(far, true)?;
        let allowed = (Phase::KeyExchange, LARGEST_LOGIN);
        let state = State { watched: None, left: allowed.1, came: 0, allowed, reason: None, has_ended: false };
        let watchdog = Self(Arc::new(Kennel { clock: clock.clone(), state: Mutex::new(state), ended: Condvar::new() }));
        let (inward, outward) = (Flow::default(), Flow::default());
        let relay = Relay { watchdog: watchdog.clone(), near: near.into(), far: Arc::clone(far), inward, outward };
        thread::Builder::new().spawn(move || relay.run())?;
        Ok((watchdog, own.into()))
    }

    /// From now on so many bytes may come, in a phase that messages name.
    pub(super) fn allow(&self, phase: Phase, bytes: usize) {
        let mut state = self.state();
        (state.left, state.allowed) = (bytes, (phase, bytes));
    }

    /// Whether more than so many bytes came in all, or come within a moment: the library gives a packet up when it has read its
    /// length, and the rest may still be under way. What a server says before a login may begin to come in the phase before.
    pub(super) fn comes_more_than(&self, bytes: usize) -> bool {
        let until = Instant::now() + PACKET;
        loop {
            let state = self.state();
            if state.came > bytes || state.has_ended || Instant::now() >= until {
                return state.came > bytes;
            }
            drop(state);
            thread::sleep(LOOK / 5);
        }
    }

    /// Does something that must not take longer than these deadlines.
    pub(super) fn watched<T>(&self, limits: &[&Limit], call: impl FnOnce() -> T) -> T {
        self.state().watched = Some(limits.iter().map(|limit| (*limit).clone()).collect());
        let value = call();
        self.state().watched = None;
        value
    }

    /// Why it ended the connection, where it did.
    pub(super) fn reason(&self) -> Option<TransportError> {
        self.state().reason.clone()
    }

    /// Waits until everything that was written has gone out, but no longer than this.
    pub(super) fn await_end(&self, most: Duration) {
        // Who waits here waits for nothing else: a panic elsewhere is as good as the end.
        let _ = self.0.ended.wait_timeout_while(self.state(), most, |state| !state.has_ended);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts bytes that came.
    fn count(&self, bytes: usize) -> Result<(), TransportError> {
        let mut state = self.state();
        let (phase, limit) = state.allowed;
        state.came = state.came.saturating_add(bytes);
        let left = state.left.checked_sub(bytes);
        state.left = left.ok_or(TransportError::Overrun { phase, limit })?;
        Ok(())
    }

    /// The deadline that has passed for the call that is made, unless a person is asked in it.
    fn look(&self) -> Result<(), TransportError> {
        let Some(limits) = self.state().watched.clone() else { return Ok(()) };
        if limits.iter().any(Limit::is_paused) {
            return Ok(());
        }
        self.0.clock.look(&limits.iter().collect::<Vec<_>>()).map(drop)
    }
}

/// The thread of a connection.
struct Relay {
    watchdog: Watchdog,
    near: OwnedFd,
    far: Arc<OwnedFd>,
    /// From the cluster to the library.
    inward: Flow,
    outward: Flow,
}

impl Relay {
    fn run(mut self) {
        let (mut looked, mut over) = (Instant::now(), None);
        // The library's end is closed when nobody holds the connection any longer, whatever the cluster still says.
        while !self.outward.is_over() {
            self.wait();
            let done = self.hand_on();
            let must_end = done.err().or_else(|| {
                if looked.elapsed() < LOOK {
                    return None;
                }
                looked = Instant::now();
                let passed = self.watchdog.look().err();
                let since = *over.get_or_insert(looked);
                over = over.filter(|_| passed.is_some());
                passed.filter(|_| since.elapsed() >= GRACE)
            });
            if let Some(reason) = must_end {
                self.end(reason);
                break;
            }
        }
        self.watchdog.state().has_ended = true;
        self.watchdog.0.ended.notify_all();
    }

    fn wait(&self) {
        let mut wanted = Vec::with_capacity(2);
        for (end, from, to) in [(&*self.far, &self.inward, &self.outward), (&self.near, &self.outward, &self.inward)] {
            let mut flags = PollFlags::empty();
            flags.set(PollFlags::IN, from.wants());
            flags.set(PollFlags::OUT, to.holds());
            // An end that is closed wakes whoever asks, whatever he asks for.
            if !flags.is_empty() {
                wanted.push(PollFd::new(end, flags));
            }
        }
        // A signal that cuts the wait short is as good as its end.
        let _ = poll(&mut wanted, Timespec::try_from(LOOK).ok().as_ref());
    }

    fn hand_on(&mut self) -> Result<(), TransportError> {
        let came = self.inward.take(&self.far);
        self.watchdog.count(came)?;
        self.inward.give(&self.near);
        self.outward.take(&self.near);
        self.outward.give(&self.far);
        Ok(())
    }

    fn end(&self, reason: TransportError) {
        self.watchdog.state().reason = Some(reason);
        for end in [&self.near, &*self.far] {
            // Closed by the other side already is as good.
            let _ = shutdown(end, Shutdown::Both);
        }
    }
}

/// The bytes on their way in one direction.
struct Flow {
    piece: Vec<u8>,
    /// Those of the piece that are to be handed on.
    held: std::ops::Range<usize>,
    has_ended: bool,
    is_told: bool,
}

impl Default for Flow {
    fn default() -> Self {
        Self { piece: vec![0; PIECE], held: 0..0, has_ended: false, is_told: false }
    }
}

impl Flow {
    fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    fn wants(&self) -> bool {
        !self.has_ended && !self.holds()
    }

    fn is_over(&self) -> bool {
        self.has_ended && !self.holds()
    }

    /// Takes what is there, and tells how much that was.
    fn take(&mut self, from: &OwnedFd) -> usize {
        if !self.wants() {
            return 0;
        }
        match rustix::io::read(from, &mut self.piece[..]) {
            Err(Errno::AGAIN | Errno::INTR) => {}
            Ok(0) | Err(_) => self.has_ended = true,
            Ok(length) => self.held = 0..length,
        }
        self.held.len()
    }

    /// Hands on what it holds, and behind the last byte that there are no more.
    fn give(&mut self, to: &OwnedFd) {
        while self.holds() {
            match rustix::io::write(to, &self.piece[self.held.clone()]) {
                Ok(length) => self.held.start += length,
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => break,
                // Nobody is there to read it. What the other side said last may still be on its way.
                Err(_) => self.held = 0..0,
            }
        }
        if self.is_over() && !self.is_told {
            self.is_told = true;
            let _ = shutdown(to, Shutdown::Write);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;
    use crate::collect::cancel::Cancel;

    const SHORT: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(20);

    /// A watchdog, the library's end of its connection and the cluster's.
    fn rig() -> (Watchdog, UnixStream, UnixStream, Cancel) {
        let (cluster, far) = UnixStream::pair().unwrap();
        let cancel = Cancel::new();
        let clock = Clock::start(LONG, cancel.clone());
        let (watchdog, near) = Watchdog::before(&Arc::new(far.into()), &clock).unwrap();
        (watchdog, near.into(), cluster, cancel)
    }

    /// What a call into the library is that waits for the end of a connection.
    fn call(watchdog: &Watchdog, near: &mut UnixStream, limit: &Limit) -> (usize, Duration) {
        let begin = Instant::now();
        let read = watchdog.watched(&[limit], || near.read_to_end(&mut Vec::new()).unwrap());
        (read, begin.elapsed())
    }

    #[test]
    fn bytes_go_both_ways_and_the_last_ones_before_the_end() {
        let (watchdog, mut near, mut cluster, _) = rig();
        let many = vec![7; 3 * PIECE + 1];
        let sent = many.clone();
        let writer = thread::spawn(move || {
            cluster.write_all(&sent).unwrap();
            cluster.shutdown(std::net::Shutdown::Write).unwrap();
            let mut got = Vec::new();
            cluster.read_to_end(&mut got).unwrap();
            got
        });
        let mut got = Vec::new();
        near.read_to_end(&mut got).unwrap();
        assert_eq!(got, many);
        near.write_all(b"done").unwrap();
        near.shutdown(std::net::Shutdown::Write).unwrap();
        watchdog.await_end(LONG);
        assert!(watchdog.state().has_ended);
        assert_eq!((&*writer.join().unwrap(), watchdog.reason()), (&b"done"[..], None));
    }

    #[test]
    fn a_call_that_does_not_come_back_is_ended_behind_its_deadline() {
        let (watchdog, mut near, mut cluster, _) = rig();
        cluster.write_all(b"abc").unwrap();
        let limit = Limit::begin(Phase::Idle, SHORT);
        let (read, took) = call(&watchdog, &mut near, &limit);
        assert_eq!((read, watchdog.reason()), (3, Some(limit.passed())));
        assert!((SHORT + GRACE..SHORT + GRACE + Duration::from_secs(1)).contains(&took), "{took:?}");
        assert_eq!(cluster.read(&mut [0]).unwrap(), 0);
    }

    #[test]
    fn the_user_ends_a_call_that_does_not_come_back() {
        let (watchdog, mut near, _cluster, cancel) = rig();
        cancel.cancel();
        call(&watchdog, &mut near, &Limit::begin(Phase::Idle, LONG));
        assert_eq!(watchdog.reason(), Some(TransportError::Interrupted));
    }

    #[test]
    fn a_person_may_type_and_nothing_is_asked_between_calls() {
        let (watchdog, _near, _cluster, cancel) = rig();
        let limit = Limit::begin(Phase::Authentication, SHORT);
        watchdog.watched(&[&limit], || limit.pause(|| thread::sleep(SHORT + 2 * GRACE)));
        assert_eq!(watchdog.reason(), None);
        cancel.cancel();
        thread::sleep(2 * GRACE);
        assert_eq!(watchdog.reason(), None);
    }

    #[test]
    fn bytes_are_counted_anew_when_they_are_allowed_anew() {
        let (watchdog, mut near, mut cluster, _) = rig();
        watchdog.allow(Phase::KeyExchange, 8);
        cluster.write_all(&[0; 8]).unwrap();
        near.set_nonblocking(false).unwrap();
        near.read_exact(&mut [0; 8]).unwrap();
        watchdog.allow(Phase::Command, 8);
        cluster.write_all(&[0; 8]).unwrap();
        near.read_exact(&mut [0; 8]).unwrap();
        assert_eq!(watchdog.reason(), None);
        cluster.write_all(&[0]).unwrap();
        assert_eq!(near.read(&mut [0]).unwrap(), 0);
        assert_eq!(watchdog.reason(), Some(TransportError::Overrun { phase: Phase::Command, limit: 8 }));
    }
}
