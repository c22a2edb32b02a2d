//! What was read of the inputs, before it is judged.

use ndmp_preflight::table::Reading;

/// What was read of one input.
pub(crate) enum Gathered {
    /// The clusters that were found in it.
    Readings(Vec<Reading>),
    /// Nothing of it could be read.
    Unreadable {
        /// Name of the target.
        name: String,
        /// Why.
        error: String,
    },
}

impl Gathered {
    /// Name of its first target.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Readings(readings) => readings.first().map_or("", |reading| &reading.name),
            Self::Unreadable { name, .. } => name,
        }
    }
}

/// Everything that was read.
#[derive(Default)]
pub(crate) struct Taken {
    /// The inputs in the order in which they were named.
    pub(crate) gathered: Vec<Gathered>,
    /// Targets whose bundles could not be kept, and why.
    pub(crate) unkept: Vec<Unkept>,
}

/// A target whose bundle could not be kept, and why.
pub(crate) type Unkept = (String, String);
