//! The plan that mends what failed: the commands of the rules' fixes, each once, what rests on others behind them; and what no
//! command can do. It is rehearsed: what a command does is applied to the facts, as far as the tables tell it, and the rules
//! run again. What fails only then is planned behind it.

mod order;
mod spare;
mod step;

use std::collections::BTreeMap;

use super::advice::{self, Advice};
use super::context::Context;
use super::{Outcome, Question, Severity, Verdict, attestation, judged, unread, waiver};
use crate::facts::Facts;
use crate::rule::{Catalog, Rule};
use crate::table::Reading;
use order::Order;
pub use step::{Mended, Step, Then};

/// So often at most the rules run again for what failed only behind other steps.
const ROUNDS: usize = 8;

/// What mends a cluster, step by step, and what the rules would say then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixPlan {
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// The outcomes behind all steps whose effects are known.
    pub after: Vec<Outcome>,
}

/// A failure with the ways to mend it, one for each thing that it is about.
struct Failure {
    outcome: Outcome,
    why: String,
    ways: Vec<Advice>,
    /// What its rule is about.
    entity: String,
}

/// The plan for the cluster that was read.
pub fn plan(reading: &Reading, catalog: &Catalog, question: &Question) -> FixPlan {
    let facts = Facts::of(reading, catalog);
    match facts.of_no_cluster() {
        Some(untold) => of_facts(Facts::of(&untold, catalog), catalog, question),
        None => of_facts(facts, catalog, question),
    }
}

fn of_facts(mut facts: Facts<'_>, catalog: &Catalog, question: &Question) -> FixPlan {
    let order = Order::of(&catalog.tables);
    let (mut steps, mut apart): (Vec<Step>, Vec<Step>) = (Vec::new(), Vec::new());
    let (mut after, mut failures) = told(&facts, catalog, question);
    let begun = facts.entities();
    for _ in 0..ROUNDS {
        let known = steps.len();
        failures.retain(|failure| !apart.iter().any(|step| step.is_for(&failure.outcome)));
        step::add(&mut steps, failures, &order);
        if steps.len() == known {
            break;
        }
        let mut new = steps.split_off(known);
        new.sort_by_key(|step| order.rank(step));
        if part(&mut steps, &mut new, &mut apart) {
            facts.restore(begun.clone());
            steps.iter_mut().for_each(|step| step.rehearse(&mut facts));
        }
        for mut step in new {
            let before = (!step.is_due()).then(|| facts.entities());
            step.rehearse(&mut facts);
            let found = before.and_then(|before| {
                let harm = harm(&after, &told(&facts, catalog, question).0)?;
                facts.restore(before);
                Some(harm)
            });
            match found {
                Some(harm) => apart.push(step.set_apart(&harm)),
                None => steps.push(step),
            }
        }
        (after, failures) = told(&facts, catalog, question);
    }
    steps.extend(apart);
    let by_subject = by_subject(&after);
    steps.iter_mut().for_each(|step| step.settle(&by_subject));
    spare::take_out(&mut steps, &mut facts, begun, catalog, question);
    FixPlan { steps, after }
}

/// Sets two steps apart of which the later takes back the earlier; whether there were such. What is planned excludes itself then, and
/// to do both would end all sessions twice for nothing.
fn part(steps: &mut Vec<Step>, new: &mut Vec<Step>, apart: &mut Vec<Step>) -> bool {
    let taken_back = |step: &Step| steps.iter().position(|own| own.is_taken_back_by(step));
    let Some((later, first)) = new.iter().enumerate().find_map(|(at, step)| Some((at, taken_back(step)?))) else {
        return false;
    };
    let (later, first) = (new.remove(later), steps.remove(first));
    let harm = |other: &Step| {
        let rules: Vec<String> = other.mends.iter().map(|one| format!("`{}`", one.rule)).collect();
        format!("it takes back the step for {}, and both are planned: say which of them holds", rules.join(" and "))
    };
    let (of_first, of_later) = (harm(&later), harm(&first));
    apart.extend([first.set_apart(&of_first), later.set_apart(&of_later)]);
    true
}

/// The first `must` rule that holds no more, and did before.
fn harm(before: &[Outcome], after: &[Outcome]) -> Option<String> {
    let is_open = |outcome: &&Outcome| {
        outcome.severity == Severity::Must && matches!(outcome.verdict, Verdict::Fail | Verdict::Unknown)
    };
    let known = by_subject(before);
    let is_new = |outcome: &&Outcome| !known.get(&(outcome.rule.as_str(), &outcome.subject)).is_some_and(is_open);
    let worse = after.iter().filter(is_open).find(is_new)?;
    Some(format!("`{}` would be {} behind it", worse.rule, worse.verdict.word()))
}

/// By rule and subject.
type Outcomes<'o> = BTreeMap<(&'o str, &'o BTreeMap<String, String>), &'o Outcome>;

fn by_subject(outcomes: &[Outcome]) -> Outcomes<'_> {
    outcomes.iter().map(|outcome| ((outcome.rule.as_str(), &outcome.subject), outcome)).collect()
}

/// What the rules say of the facts, and the failures that no waiver covers.
fn told(facts: &Facts<'_>, catalog: &Catalog, question: &Question) -> (Vec<Outcome>, Vec<Failure>) {
    let mut context = Context::of(facts, question, catalog);
    let (mut outcomes, mut ways) = (Vec::new(), Vec::new());
    for rule in &catalog.rules {
        context.rule = Some(rule);
        for (finding, outcome) in judged(&context, rule) {
            let is_failed = outcome.verdict == Verdict::Fail;
            ways.push((rule, if is_failed { advice::each(&context, rule, &finding) } else { Vec::new() }));
            outcomes.push(outcome);
        }
    }
    waiver::apply(&mut outcomes, question, catalog);
    outcomes.extend(attestation::findings(question, context.profile()));
    outcomes.extend(unread::outcomes(facts.reading));
    let mut ways = ways.into_iter();
    let failure = |outcome: &Outcome| {
        let own = ways.next();
        (outcome.verdict == Verdict::Fail).then(|| Failure::of(outcome, own))
    };
    let failures = outcomes.iter().filter_map(failure).collect();
    (outcomes, failures)
}

impl Failure {
    /// A failure without a rule is a finding on the configuration: what mends it is its note.
    fn of(outcome: &Outcome, own: Option<(&Rule, Vec<Advice>)>) -> Self {
        let (rule, mut ways) = own.unzip();
        let ways = ways.get_or_insert_default();
        if ways.is_empty() {
            ways.push(Advice { note: outcome.note.clone(), ..Advice::default() });
        }
        Self {
            why: rule.map_or_else(|| outcome.title.clone(), |rule: &Rule| rule.why.clone()),
            entity: rule.and_then(order::entity).unwrap_or_default(),
            ways: std::mem::take(ways),
            outcome: outcome.clone(),
        }
    }
}
