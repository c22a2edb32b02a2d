//! What a judgement says: verdict, subject, message, evidence, fix. Plain values; knows no format.

use std::collections::BTreeMap;

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

/// The judgement of one rule about one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Name of the rule.
    pub rule: String,
    /// Weight of the rule.
    pub severity: Severity,
    /// The verdict.
    pub verdict: Verdict,
    /// Short code: why unknown, why not applicable, or how it was waived. `None` for pass and fail.
    pub reason: Option<String>,
    /// What was judged (`vserver`, `lif`, `node`, `device`, ...); empty when the outcome has no subject.
    pub subject: BTreeMap<String, String>,
    /// One sentence that names the observed value.
    pub message: String,
    /// Where ONTAP's own text shows it, the decisive cell first.
    pub evidence: Vec<Evidence>,
    /// ONTAP commands that would mend it. Only failures have them.
    pub fix: Vec<String>,
    /// Title of the rule (for people; not part of the JSON report).
    #[serde(skip)]
    pub title: String,
    /// What would have passed, in words (for people; not part of the JSON report).
    #[serde(skip)]
    pub expected: String,
    /// ONTAP command that shows whether the fix worked (for people).
    #[serde(skip)]
    pub verify: Option<String>,
    /// ONTAP command that takes the fix back (for people).
    #[serde(skip)]
    pub undo: Option<String>,
    /// What to do besides or instead of the fix (for people).
    #[serde(skip)]
    pub note: String,
    /// Section of the document that asks for it (for people).
    #[serde(skip)]
    pub section: String,
}

/// One place in ONTAP's own text that a judgement rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// Name of the source as the user knows it.
    pub source: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Length in characters.
    pub length: usize,
    /// The marked text.
    pub text: String,
    /// What is to be said of it; may be empty.
    pub note: String,
    /// The heading lines above it, with their line numbers (for people).
    #[serde(skip)]
    pub heading: Vec<(usize, String)>,
    /// The whole line that holds it (for people).
    #[serde(skip)]
    pub row: String,
}
