//! What a judgement says: verdict, subject, message, evidence, fix. Plain values; knows no format.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rule::{Severity, Verdict};

/// The judgement of one rule about one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Name of the rule.
    pub rule: String,
    /// Weight of the rule.
    pub severity: Severity,
    /// The weight that its file gives the rule, where a site has given it another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity_was: Option<Severity>,
    /// The verdict.
    pub verdict: Verdict,
    /// Short code: why unknown, why not applicable, or how it was waived. `None` for pass and fail.
    pub reason: Option<String>,
    /// What was judged (`vserver`, `lif`, `node`, `device`, ...); empty when the outcome has no subject.
    pub subject: BTreeMap<String, String>,
    /// One sentence that names the observed value; empty where what passed is only counted.
    pub message: String,
    /// Where ONTAP's own text shows it, the decisive cell first; none where what passed is only counted.
    pub evidence: Vec<Evidence>,
    /// ONTAP commands that would mend it. Only failures have them.
    pub fix: Vec<String>,
    /// Whether the document does not have the rule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beyond: bool,
    /// Title of the rule.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Of what did not pass, what would have, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// ONTAP commands that show whether the fix worked.
    #[serde(rename = "check", default, skip_serializing_if = "Vec::is_empty")]
    pub verify: Vec<String>,
    /// ONTAP commands that take the fix back; none where it is not known what was there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undo: Vec<String>,
    /// What to do besides or instead of the fix.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Of what did not pass, the section of the document that asks for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
}

impl Outcome {
    /// That a sheet for the backup administrator names no host: it is not finished, whatever the rules say.
    pub(crate) fn of_no_host(message: &str) -> Self {
        let (severity, verdict) = (Severity::Must, Verdict::Unknown);
        let open = Self::of_configuration("registered-lif", BTreeMap::new(), message.to_owned());
        Self { severity, verdict, reason: Some("no-match".to_owned()), ..open }
    }

    /// A finding about an entry of the configuration, which no rule asks for: what `title` says does not hold.
    pub(super) fn of_configuration(rule: &str, subject: BTreeMap<String, String>, message: String) -> Self {
        Self {
            rule: rule.to_owned(),
            severity: Severity::Should,
            severity_was: None,
            verdict: Verdict::Fail,
            reason: None,
            subject,
            message,
            evidence: Vec::new(),
            fix: Vec::new(),
            beyond: false,
            title: String::new(),
            expected: String::new(),
            verify: Vec::new(),
            undo: Vec::new(),
            note: String::new(),
            section: String::new(),
        }
    }
}

/// One place in ONTAP's own text that a judgement rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// ONTAP's name of the column that tells it, of a failure; empty where no column does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// The heading lines above it, with their line numbers (for people).
    #[serde(skip)]
    pub heading: Vec<(usize, String)>,
    /// The whole line that holds it (for people).
    #[serde(skip)]
    pub row: String,
}
