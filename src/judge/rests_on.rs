//! What a judgement rests on besides the answers themselves: how old they are, and what was assumed.

use serde::{Deserialize, Serialize};

use super::context::{Context, Scope};
use super::finding::Finding;
use super::truth::Truth;
use super::{Question, ScopeWish};

/// Dates of the evidence, and what was assumed because no answer tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RestsOn {
    /// Date of the newest answer, where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
    /// Date of the oldest answer, where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest: Option<String>,
    /// Sentences about what was assumed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<String>,
}

impl RestsOn {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Dates, and what the user said in place of an answer.
    pub(super) fn of(context: &Context<'_>) -> Self {
        let reading = context.facts.reading;
        let time = reading.collected.map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let assumed = [release(context), scope(context), tape(context.question), reservations(context.question)];
        // A login tells when the one before it was: the answers are not older than that.
        let told = crate::facts::dates(reading).map(|(oldest, newest)| (oldest.to_string(), newest.to_string()));
        let (oldest, newest) = told.unzip();
        Self {
            newest: time.clone().or(newest),
            oldest: time.or(oldest),
            assumed: assumed.into_iter().flatten().collect(),
        }
    }

    /// Notes a policy that was taken for the LIF's own, and that a verdict rests on.
    pub(super) fn note(&mut self, finding: &Finding<'_>) {
        let word = |name: &str| finding.get(name).unwrap_or_default();
        if word("assumed") != "true" || matches!(finding.truth, Truth::Unknown(_)) {
            return;
        }
        let (lif, policy) = (word("lif"), word("policy"));
        let told = |is_one: bool| {
            let (have, their) = if is_one { ("has", "its role") } else { ("have", "their role") };
            format!(" {have} the firewall policy {policy}, the document's for {their}")
        };
        let of_policy =
            |text: &String| [true, false].iter().find_map(|one| Some(text.strip_suffix(&told(*one))?.to_owned()));
        let known = self.assumed.iter().enumerate().find_map(|(at, text)| Some((at, of_policy(text)?)));
        match known {
            None => self.assumed.push(format!("{lif}{}", told(true))),
            Some((_, lifs)) if lifs.split(", ").any(|own| own == lif) => {}
            Some((at, lifs)) => self.assumed[at] = format!("{lifs}, {lif}{}", told(false)),
        }
    }
}

fn release(context: &Context<'_>) -> Option<String> {
    let is_told = context.facts.cluster().is_some_and(|cluster| cluster.mark("release").is_some());
    let release = context.release.as_ref().ok().filter(|_| !is_told)?;
    Some(format!("the release is {}, as --ontap says", release.text))
}

fn scope(context: &Context<'_>) -> Option<String> {
    let scope = context.scope.as_ref().ok().filter(|_| context.found.is_err())?;
    Some(format!("NDMP is {}-scoped, as --scope says", if *scope == Scope::Svm { "SVM" } else { "node" }))
        .filter(|_| context.question.scope != ScopeWish::Auto)
}

fn tape(question: &Question) -> Option<String> {
    (!question.tape).then(|| "no tape is attached to the cluster, as --tape none says".to_owned())
}

fn reservations(question: &Question) -> Option<String> {
    let is_default = question.tape && question.dma.is_none() && question.reservations_by == "the document";
    let value = &question.reservations;
    is_default.then(|| format!("the backup application wants tape.reservations to be {value}, as the document does"))
}
