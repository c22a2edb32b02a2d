//! What is said of the application against what sources tell of it: told, and never taken for a fact unseen.

use super::attestation::allows;
use super::context::Context;
use super::finding::Finding;
use super::truth::Truth;
use super::{Attestation, Attested, Outcome, Question};
use crate::facts::{Reason, Why};
use crate::rule::{Profile, Rule};

/// What rests on an attestation that the profile disputes is not known, unless the plan itself says it.
pub(super) fn doubted<'f>(context: &Context<'f>, rule: &Rule, finding: Finding<'f>) -> Finding<'f> {
    let Some((profile, what)) = of(context, rule).filter(|(_, what)| rests_on(*what, &finding)) else { return finding };
    let attested = context.question.attested(what).filter(|one| counts(context, one));
    match attested.and_then(|one| Some((one.whose(), one.disputed_by(profile)?))) {
        Some((whose, disputed)) => {
            let text =
                format!("`{}` is attested by {whose}, and {disputed}: ask its vendor, and {}", what.word(), said(what));
            let why = Why::new(Reason::Contradiction, text).with(finding.marks.clone());
            Finding { truth: Truth::Unknown(why), marks: Vec::new(), ..finding }
        }
        None => finding,
    }
}

/// How it is said so that it counts.
fn said(what: Attested) -> &'static str {
    match what {
        Attested::DmaSupportsCab | Attested::DmaReservations | Attested::DmaAuthentication => "say it in [backup]",
        _ => "where it is right, have a profile of your own say it (--rules)",
    }
}

/// Whether the finding would be another one by the profile. Of cluster aware backup neither counts where they exclude each other.
fn rests_on(what: Attested, finding: &Finding<'_>) -> bool {
    match (&finding.truth, what) {
        _ if finding.not_applicable.is_some() => false,
        (Truth::Unknown(why), _) => why.reason == Reason::AskApplication,
        (_, what) => what != Attested::DmaSupportsCab,
    }
}

/// Whether it is what the judgement rests on: the plan may say the same, or otherwise.
fn counts(context: &Context<'_>, one: &Attestation) -> bool {
    let question = context.question;
    match one.what {
        Attested::DmaSupportsCab => question.cab.is_none(),
        Attested::DmaReservations => question.reservations_by.starts_with(ATTESTED),
        Attested::DmaAuthentication => question.backup.authentication == one.value,
        _ => true,
    }
}

/// How [`crate::judge::Question::reservations_by`] begins where they are attested.
pub(crate) const ATTESTED: &str = "the attestation of ";

/// The profile of the application, and what can be attested of the matter on which the rule rests.
fn of<'c>(context: &Context<'c>, rule: &Rule) -> Option<(&'c Profile, Attested)> {
    let is_its = |what: &Attested| what.matter().is_some_and(|matter| matter.rules().contains(&rule.id.as_str()));
    Some((context.profile()?, Attested::ALL.into_iter().find(is_its)?))
}

/// Findings on what the plan says against the profile: the plan counts, and nobody shall miss it.
pub(super) fn of_plan(question: &Question, profile: Option<&Profile>) -> Vec<Outcome> {
    let of = |what: Attested| {
        let (profile, matter) = (profile?, what.matter()?);
        let (planned, told) = (planned(question, what)?, profile.told(matter)?);
        let is_against = !allows(profile, what, &planned)?;
        let message = format!(
            "the plan says {} = {planned}, and the profile {} says: {} ({})",
            matter.word(),
            profile.name,
            told.words,
            told.source
        );
        let subject = std::iter::once(("what".to_owned(), matter.word().to_owned())).collect();
        is_against.then(|| Outcome {
            title: "the plan agrees with what sources tell of the application".to_owned(),
            expected: "a plan that the application can follow by its profile".to_owned(),
            note: "ask the vendor of the application; where the plan is right, a profile of the site's own says so (`--rules`)".to_owned(),
            ..Outcome::of_configuration("plan-contradicted", subject, message)
        })
    };
    Attested::ALL.into_iter().filter_map(of).collect()
}

/// What the plan itself says of it.
fn planned(question: &Question, what: Attested) -> Option<String> {
    match what {
        Attested::DmaSupportsCab => question.cab.filter(|cab| *cab && question.cab_told).map(|cab| cab.to_string()),
        Attested::DmaReservations if question.reservations_by == PLAN => Some(question.reservations.clone()),
        Attested::DmaAuthentication => {
            let attested = question.attested(what).and_then(|one| one.value.as_ref());
            question.backup.authentication.clone().filter(|planned| Some(planned) != attested)
        }
        _ => None,
    }
}

/// [`crate::judge::Question::reservations_by`] where the plan tells them.
pub(crate) const PLAN: &str = "--reservations";
