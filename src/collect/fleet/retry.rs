//! Asking again where the way to a cluster failed. What the cluster itself said is never asked for a second time: who is not let in
//! would be locked out, and another host key stays another one.

use std::thread;
use std::time::{Duration, Instant};

use super::Recall;
use crate::collect::bundle::Bundle;
use crate::collect::collector::CollectError;
use crate::collect::transport::{Phase, TransportError};

/// Before the second time; then twice as long each time, and never longer than ONTAP shuts its door for
/// (`security protocol ssh modify -per-source-limit`, a minute).
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// How often the wish to end is looked for.
const PACE: Duration = Duration::from_millis(50);

/// Asks, and again so many times; the bundle says how often, and so does the error.
pub(super) fn asked(
    retries: u32,
    recall: &Recall,
    mut ask: impl FnMut() -> Result<Bundle, CollectError>,
) -> Result<Bundle, CollectError> {
    let mut pause = PAUSE;
    let mut faults: Vec<String> = Vec::new();
    loop {
        let times = u32::try_from(faults.len()).unwrap_or(u32::MAX) + 1;
        match ask() {
            Ok(mut bundle) => {
                if let Some(last) = faults.last() {
                    bundle.remark(&format!("asked {times} times, for the way to it failed; the last time: {last}"));
                }
                return Ok(bundle);
            }
            Err(error) if times <= retries && is_of_the_way(&error) && waited(pause, recall) => {
                faults.push(error.to_string());
                pause = (pause * 2).min(LONGEST);
            }
            Err(error) if times > 1 && !recall.is_called() => {
                return Err(CollectError::Retried { error: Box::new(error), times });
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether it may be otherwise the next time.
fn is_of_the_way(error: &CollectError) -> bool {
    let CollectError::Transport(error) = error else { return false };
    match error {
        TransportError::Refused { .. } | TransportError::Unreachable { .. } | TransportError::NoChannel { .. } => true,
        // A login that was on its way counts there, and a run that took all its time would take it again.
        TransportError::TimedOut { phase, .. } | TransportError::Broken { phase, .. } => {
            !matches!(phase, Phase::Authentication | Phase::Run)
        }
        _ => false,
    }
}

/// Waits; `false` where the user ends it.
fn waited(pause: Duration, recall: &Recall) -> bool {
    let start = Instant::now();
    while start.elapsed() < pause && !recall.is_called() {
        thread::sleep(PACE);
    }
    !recall.is_called()
}
