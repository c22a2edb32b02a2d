//! What a report says of itself so that a later run can take over of it what is still true: the checksum of each target's evidence, and
//! all else that its judgement hangs on.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Target;

/// What the judgement of a target hangs on besides its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// SHA-256 of the version of the program and of its rules, tables and profiles, and of the site's own.
    pub rules: String,
    /// SHA-256 of the options and of the configuration.
    pub question: String,
    /// The day, where waivers or attestations count by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

impl Terms {
    /// In what a judgement by these hangs on other things than one by `own`.
    fn differing(&self, own: &Self) -> Option<&'static str> {
        let whats = [
            (self.rules != own.rules, "it was judged by other rules"),
            (self.question != own.question, "it was judged with other options or another configuration"),
            (self.day != own.day, "it was judged on another day, by which waivers and attestations count"),
        ];
        whats.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what)
    }
}

/// The targets of an earlier report, by the checksums of their evidence.
#[derive(Clone, Debug, Default)]
pub struct Past {
    inputs: HashMap<String, Vec<Target>>,
}

impl Past {
    /// Of a report that was judged by `terms`, for a run by `own`.
    ///
    /// # Errors
    /// Why nothing of it is still true.
    pub(super) fn of(terms: Option<&Terms>, targets: Vec<Target>, own: &Terms) -> Result<Self, String> {
        let terms = terms.ok_or("it was written without `--resume`, and does not tell what it hangs on")?;
        if let Some(what) = terms.differing(own) {
            return Err(what.to_owned());
        }
        let mut past = Self::default();
        for target in targets {
            // What was taken over stays what it was.
            if let Some(evidence) = target.evidence.clone() {
                past.inputs.entry(evidence).or_default().push(Target { taken_over: true, ..target });
            }
        }
        Ok(past)
    }

    /// The targets of an input with this evidence.
    pub fn of_evidence(&self, evidence: &str) -> Option<Vec<Target>> {
        self.inputs.get(evidence).cloned()
    }
}
