//! The words of a rule: how much it weighs, and what it may say about a subject.

use serde::Serialize;

/// The five words that a rule may say about a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The evidence shows that the prerequisite does not hold.
    Fail,
    /// The evidence is missing, refused, cut off, garbled, or contradicts itself.
    Unknown,
    /// The prerequisite failed, and a valid waiver accepts that.
    Waived,
    /// The evidence shows that the prerequisite holds.
    Pass,
    /// The prerequisite does not concern this cluster.
    NotApplicable,
}

impl Verdict {
    /// The word of the verdict in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Waived => "waived",
            Self::Pass => "pass",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A failure means that the cluster is not ready.
    Must,
    /// A failure is worth mending; it decides only with `--fail-on should`.
    Should,
    /// Information; never decides.
    Info,
}

impl Severity {
    /// The word of the severity in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Info => "info",
        }
    }
}
