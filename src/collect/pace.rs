//! How quickly connections to one cluster follow each other.

#[cfg(feature = "ssh")]
use std::collections::HashMap;
#[cfg(feature = "ssh")]
use std::net::SocketAddr;
#[cfg(feature = "ssh")]
use std::sync::LazyLock;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// ONTAP shuts SSH for a minute after more than 10 new connections in a second. So many may follow each other at once, and then
/// one in each pause: 8 in any second, and what is delayed on its way still keeps below the limit.
const AT_ONCE: u32 = 4;
const PAUSE: Duration = Duration::from_millis(250);

/// The pace of new connections to one cluster: when the next would be due if they came in even steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Pace(Arc<Mutex<Option<Instant>>>);

/// The pace at each address: names that differ may mean the same cluster.
#[cfg(feature = "ssh")]
static PACES: LazyLock<Mutex<HashMap<SocketAddr, Pace>>> = LazyLock::new(Mutex::default);

impl Pace {
    /// The pace that all connections of this process to an address keep.
    #[cfg(feature = "ssh")]
    pub(super) fn at(address: SocketAddr) -> Self {
        PACES.lock().unwrap_or_else(PoisonError::into_inner).entry(address).or_default().clone()
    }

    /// How long the next connection has to wait; nothing: it counts as made now.
    pub(super) fn wait(&self) -> Option<Duration> {
        let mut due = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let next = due.unwrap_or(now).max(now);
        let early = next.duration_since(now).saturating_sub(PAUSE * (AT_ONCE - 1));
        if early.is_zero() {
            *due = Some(next + PAUSE);
            return None;
        }
        Some(early)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_come_at_once_and_then_one_in_each_pause() {
        let pace = Pace::default();
        // Another name for the same.
        let same = pace.clone();
        let begin = Instant::now();
        let at_once =
            (0..100).take_while(|at| if at % 2 == 0 { pace.wait() } else { same.wait() }.is_none()).count() as u32;
        let passed = u32::try_from(begin.elapsed().as_millis() / PAUSE.as_millis()).unwrap();
        assert!((AT_ONCE..=AT_ONCE + passed).contains(&at_once), "{at_once}");
        assert!(pace.wait().is_some_and(|wait| wait <= PAUSE));
    }
}
