//! What was read of the inputs, before it is judged.

use crate::table::Reading;

/// What was read of one input.
pub enum Gathered {
    /// The clusters that were found in it.
    Readings(Vec<Reading>),
    /// Nothing of it could be read.
    Unreadable {
        /// Name of the target.
        name: String,
        /// Why.
        error: String,
    },
    /// It was not asked, for the run had ended.
    Unasked {
        /// Name of the target.
        name: String,
        /// What ended it.
        error: String,
    },
}

impl Gathered {
    /// Name of its first target.
    pub fn name(&self) -> &str {
        match self {
            Self::Readings(readings) => readings.first().map_or("", |reading| &reading.name),
            Self::Unreadable { name, .. } | Self::Unasked { name, .. } => name,
        }
    }
}
