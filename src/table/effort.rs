//! How many steps the searches of a text may take together: what a text costs grows with its size, however many tables of however
//! many columns are in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Steps for the tables of any text; a step takes some nanoseconds, and the widest genuine lines take half a million.
const BASE: u64 = 60_000_000;
/// Steps for each byte beside these: most damaged lines take less than fifty.
pub(super) const PER_BYTE: u64 = 100;

/// What is left of it for those who read one after another.
#[derive(Clone, Debug)]
pub(super) struct Effort(Arc<AtomicU64>);

impl Effort {
    /// For a text of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        Self(Arc::new(AtomicU64::new(BASE + PER_BYTE * bytes as u64)))
    }

    /// Takes the steps, where there are so many left.
    pub(super) fn take(&self, steps: u64) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(steps)).is_ok()
    }
}

/// For a text whose size nobody has told: one answer.
impl Default for Effort {
    fn default() -> Self {
        Self::of(0)
    }
}
