//! Which commands a question needs: from the columns that the rules read, through the tables, to the commands.

use super::script::{NotAllowed, Show};
use crate::judge::{Question, Scope};
use crate::rule::{Catalog, OntapRange};
use crate::table::{Reading, Sentence};

/// When a command is worth sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Only on these releases.
    pub era: Option<OntapRange>,
    /// Only in this NDMP scope.
    pub scope: Option<Scope>,
}

/// One command of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The machine form, with `-fields` where the command knows it.
    pub show: Show,
    /// The form of the document, for releases that do not know the other.
    pub plain: Show,
    /// Whether the answer to `show` carries separators, unless it is empty or an error.
    pub separated: bool,
    /// Canonical command of the table that reads the answer.
    pub table: String,
    /// The rules that need it.
    pub rules: Vec<String>,
    /// What it is for, in a sentence.
    pub why: String,
    /// When it is worth sending.
    pub when: When,
    /// Whether its answer decides which others are sent: the release and the scope.
    pub first: bool,
    /// Sentences that are a whole answer to it.
    pub(super) sentences: Vec<Sentence>,
}

/// The commands that a question needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The commands, the first ones first.
    pub steps: Vec<Planned>,
    /// Commands that tables name and that may not be sent.
    pub refused: Vec<NotAllowed>,
}

/// What the first answers tell about which further commands are worth sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Firewall policies or service policies; `None`: cannot be told.
    pub era: Option<OntapRange>,
    /// NDMP scope; `None`: cannot be told.
    pub scope: Option<Scope>,
}

impl Plan {
    /// The plan for a question.
    pub fn of(_catalog: &Catalog, _question: &Question) -> Self {
        Self::default()
    }
}

impl Planned {
    /// Whether it is worth sending to a cluster of which this is known; what is not known speaks for sending.
    pub fn applies(&self, known: &Known) -> bool {
        let fits = |when: Option<OntapRange>| when.is_none() || known.era.is_none() || when == known.era;
        fits(self.when.era) && (self.when.scope.is_none() || known.scope.is_none() || self.when.scope == known.scope)
    }
}

impl Known {
    /// What the first answers tell, by the judgement's own reckoning.
    pub fn of(reading: &Reading, catalog: &Catalog, question: &Question) -> Self {
        let (era, scope) = crate::judge::branches(reading, catalog, question);
        Self { era, scope }
    }
}
