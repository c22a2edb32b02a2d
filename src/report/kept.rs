//! What the JSON report of a part of a run holds of a target besides what others read: all that any format tells of it, so that
//! the reports of all parts make that of the whole.

use serde::{Deserialize, Serialize};

use super::printed::Printed;
use super::{AnswerLine, Target};
use crate::judge::Evidence;
use crate::table::Slip;

/// What stands round a piece of evidence: numbers and texts of the heading's lines, and the row that holds it.
type Around = (Vec<(usize, String)>, String);

/// What is told of a target for people alone.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// Where it stands in the run: its input among all of them, and which target of it.
    pub(super) place: (usize, usize),
    /// SHA-256 of its evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    sources: usize,
    /// Of each answer, why it is what it is.
    why: Vec<String>,
    /// Of each outcome, what stands round its evidence: the heading with the numbers of its lines, and the row.
    around: Vec<Vec<Around>>,
    slips: Vec<Slip>,
    printed: Printed,
    /// Why the further ones among these are what they are.
    further: Vec<String>,
}

impl Kept {
    /// Of a target that was judged in a part of a run.
    pub(super) fn of(target: &Target) -> Option<Self> {
        let around = |mark: &Evidence| (mark.heading.clone(), mark.row.clone());
        let why = |line: &AnswerLine| line.why.clone();
        Some(Self {
            place: target.place?,
            evidence: target.evidence.clone(),
            sources: target.sources,
            why: target.answers.iter().map(why).collect(),
            around: target.outcomes.iter().map(|outcome| outcome.evidence.iter().map(around).collect()).collect(),
            slips: target.slips.clone(),
            printed: target.printed.clone(),
            further: target.printed.further.iter().map(|(line, _)| why(line)).collect(),
        })
    }

    /// Gives it back to the target.
    ///
    /// # Errors
    /// Where it is of another one.
    pub(super) fn restore(self, target: &mut Target) -> Result<(), String> {
        let is_of = self.why.len() == target.answers.len()
            && self.around.len() == target.outcomes.len()
            && self.around.iter().zip(&target.outcomes).all(|(around, own)| around.len() == own.evidence.len());
        if !is_of {
            return Err(format!("what is kept of `{}` fits its answers and outcomes no longer", target.target));
        }
        target.answers.iter_mut().zip(self.why).for_each(|(line, why)| line.why = why);
        for (outcome, around) in target.outcomes.iter_mut().zip(self.around) {
            for (mark, (heading, row)) in outcome.evidence.iter_mut().zip(around) {
                (mark.heading, mark.row) = (heading, row);
            }
        }
        target.evidence = self.evidence;
        (target.place, target.sources, target.slips, target.printed) =
            (Some(self.place), self.sources, self.slips, self.printed);
        target.printed.further.iter_mut().zip(self.further).for_each(|((line, _), why)| line.why = why);
        Ok(())
    }
}
