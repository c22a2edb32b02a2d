//! Stub of the judge.

use super::{Outcome, Question};
use crate::rule::Catalog;
use crate::table::Reading;

/// What was judged of one cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// ONTAP release.
    pub ontap: Option<String>,
    /// The scope that was judged.
    pub scope: Option<String>,
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
    /// Commands whose answers are needed and not there, with the reason.
    pub missing: Vec<(String, String)>,
}

/// Judges `reading` (stub).
pub fn judge(_reading: &Reading, _catalog: &Catalog, _question: &Question) -> Judgement {
    Judgement::default()
}
