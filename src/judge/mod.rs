//! Rule x facts to outcome: three-valued truth with its evidence.
//!
//! Each selected rule gives one outcome for each of its subjects, or one without a subject. Rules about rows are judged by
//! `rows`, the few that no form can say by `builtin`; both give findings, which become outcomes here.

mod advice;
mod asking;
mod attestation;
mod backup;
mod builtin;
mod capture_next;
mod conditions;
mod context;
mod disputed;
mod finding;
mod fitting;
pub mod fix;
mod gives;
pub mod handoff;
mod node_releases;
mod outcome;
mod question;
mod related;
mod release;
mod rests_on;
mod rows;
mod say;
mod site;
mod truth;
mod uncaptured;
mod unread;
mod waiver;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

pub use asking::OpenQuestion;
pub use attestation::{Attestation, Attested, AttestedLine, Takes};
pub use backup::Backup;
pub use capture_next::CaptureNext;
pub use context::Scope;
pub(crate) use disputed::{ATTESTED, PLAN};
pub use outcome::{Evidence, Outcome};
pub use question::{Expect, MOST_ADDRESSES, Passes, Question, Questions, ScopeWish, UserWish, Waiver};
pub use rests_on::RestsOn;
pub use site::SiteLine;
pub use unread::UNREAD;

pub use crate::rule::{Severity, Verdict};

use crate::facts::{Facts, Mark, Reason, Why};
use crate::rule::{Catalog, Check, OntapRange, Releases, Rule, SERVICE_POLICIES, release_text};
use crate::table::Reading;
use advice::Advice;
use builtin::addressed;
use context::Context;
use finding::Finding;
use truth::Truth;

/// What was judged of one cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The cluster's own name.
    pub cluster: Option<String>,
    /// ONTAP release.
    pub ontap: Option<String>,
    /// The scope that was judged.
    pub scope: Option<String>,
    /// The outcomes, in the order of the rules.
    pub outcomes: Vec<Outcome>,
    /// Commands whose answers are needed and not there, with the rules that need them.
    pub missing: Vec<(String, String)>,
    /// The commands to capture next, each once, in the order of the tables.
    pub capture_next: Vec<CaptureNext>,
    /// How old the evidence is, and what was assumed.
    pub rests_on: RestsOn,
    /// What the site's configuration set of the rules.
    pub site: Vec<SiteLine>,
    /// What neither a command nor a source tells of the backup application that is named.
    pub questions: Vec<OpenQuestion>,
}

/// Judges what was read by the rules of `catalog`.
pub fn judge(reading: &Reading, catalog: &Catalog, question: &Question) -> Judgement {
    judge_telling(reading, catalog, question, Passes::Told)
}

/// The same for reports that show so much of what passed.
pub fn judge_telling(reading: &Reading, catalog: &Catalog, question: &Question, passes: Passes) -> Judgement {
    let facts = Facts::of(reading, catalog);
    if let Some(untold) = facts.of_no_cluster() {
        return of_facts(&Facts::of(&untold, catalog), catalog, question, passes);
    }
    let judgement = of_facts(&facts, catalog, question, passes);
    facts.release();
    judgement
}

/// Which rules concern the cluster by its release and by its scope, as far as the reading and the question tell.
pub fn branches(reading: &Reading, catalog: &Catalog, question: &Question) -> (Option<OntapRange>, Option<Scope>) {
    let facts = Facts::of(reading, catalog);
    let context = Context::of(&facts, question, catalog);
    (context.era.ok(), context.scope.ok())
}

fn of_facts(facts: &Facts<'_>, catalog: &Catalog, question: &Question, passes: Passes) -> Judgement {
    let reading = facts.reading;
    let context = Context::of(facts, question, catalog);
    let mut outcomes = Vec::new();
    let mut missing: Vec<(String, BTreeSet<String>)> = Vec::new();
    let mut next = capture_next::List::default();
    let mut rests_on = RestsOn::of(&context);
    // What a context remembers is one thread's own.
    let new = || Context { passes, ..Context::of(facts, question, catalog) };
    let judged: Vec<_> = catalog.rules.par_iter().map_init(new, judged_next).collect();
    for (rule, judged) in catalog.rules.iter().zip(judged) {
        for (finding, outcome) in judged {
            note_missing(&mut missing, rule, &finding);
            next.note(rule, &finding);
            rests_on.note(&finding);
            outcomes.push(outcome);
        }
    }
    waiver::apply(&mut outcomes, question, catalog);
    outcomes.extend(attestation::findings(question, context.profile()));
    outcomes.extend(unread::outcomes(reading));
    let is_answered = |command: &str| reading.answers.iter().any(|answer| command.starts_with(&answer.command));
    missing.retain(|(command, _)| !is_answered(command));
    let capture_next = next.settled(reading, catalog);
    let needed = |rules: BTreeSet<String>| format!("needed by {}", rules.into_iter().collect::<Vec<_>>().join(", "));
    Judgement {
        cluster: facts.cluster_name(),
        ontap: context.release.as_ref().ok().map(|release| release.text.clone()),
        scope: context.scope.as_ref().ok().map(|scope| scope.word().to_owned()),
        outcomes,
        capture_next,
        rests_on,
        site: site::lines(catalog),
        questions: asking::open(question, catalog),
        missing: missing.into_iter().map(|(command, rules)| (command, needed(rules))).collect(),
    }
}

fn judged_next<'f>(context: &mut Context<'f>, rule: &'f Rule) -> Vec<(Finding<'f>, Outcome)> {
    context.rule = Some(rule);
    judged(context, rule)
}

/// What a rule finds, and what becomes of it.
fn judged<'f>(context: &Context<'f>, rule: &Rule) -> Vec<(Finding<'f>, Outcome)> {
    let of = |finding| {
        let finding = uncaptured::rest(context, rule, maybe_alone(context, rule, undoubted(finding)));
        let finding = disputed::doubted(context, rule, finding);
        let outcome = outcome(context, rule, &finding);
        (finding, outcome)
    };
    findings(context, rule).into_iter().map(of).collect()
}

/// What somebody wrote beside, or what another answer lacks, can fail, but proves nothing.
fn undoubted(finding: Finding<'_>) -> Finding<'_> {
    let doubt = finding.marks.iter().find_map(|mark| mark.doubt.clone());
    match (&finding.truth, doubt) {
        (Truth::True, Some(why)) if finding.not_applicable.is_none() => {
            Finding { truth: Truth::Unknown((*why).clone()), ..finding }
        }
        _ => finding,
    }
}

fn note_missing(missing: &mut Vec<(String, BTreeSet<String>)>, rule: &Rule, finding: &Finding<'_>) {
    let Truth::Unknown(why) = &finding.truth else { return };
    for command in &why.commands {
        match missing.iter_mut().find(|(other, _)| other == command) {
            Some((_, rules)) => {
                rules.insert(rule.id.clone());
            }
            None => missing.push((command.clone(), BTreeSet::from([rule.id.clone()]))),
        }
    }
}

fn findings<'f>(context: &Context<'f>, rule: &Rule) -> Vec<Finding<'f>> {
    if let Some(finding) = inapplicable(context, rule) {
        return vec![finding];
    }
    match &rule.check {
        Check::Rows(check) => rows::judge(context, check),
        Check::Builtin(name) => match builtin::find(name) {
            Some(judge) => judge(context),
            None => {
                vec![Finding::unknown(crate::facts::Why::new(
                    Reason::NotCaptured,
                    format!("there is no built-in `{name}`"),
                ))]
            }
        },
    }
}

/// Reason and sentence of a rule that the question alone rules out, whatever the cluster says.
///
/// What is not told of the backup names the option that tells it.
pub fn unasked(rule: &Rule, question: &Question) -> Option<(&'static str, &'static str)> {
    let expects = question.expect.drives.is_some() || question.expect.changers.is_some();
    if rule.applies.tape && !question.tape && !expects {
        return Some(("no-tape", "no tape is attached to the cluster (--tape none)"));
    }
    let (applies, backup) = (&rule.applies, &question.backup);
    let has_svm = !backup.svms.is_empty() || question.user.vserver.is_some();
    // Whoever names a user of a data SVM, or one that may be, says by it which LIFs sessions come through.
    let names_user = question.user.vserver.is_some() || question.user.name.is_some() && !backup.svms.is_empty();
    let has_lif = !backup.register.is_empty() || !backup.register_roles.is_empty() || names_user;
    let untold = [
        (applies.dma && !question.tells_of_application(), NO_APPLICATION),
        (applies.address && question.dma_addresses.is_empty(), NO_ADDRESS),
        (applies.register && !has_lif, NO_REGISTER),
        (applies.svm && !has_svm, NO_SVM),
        (applies.streams && backup.streams.is_none(), NO_STREAMS),
    ];
    untold.into_iter().find(|(is_untold, _)| *is_untold).map(|(_, reason)| reason)
}

/// What nobody told of the backup that is planned: reason and sentence.
const NO_APPLICATION: (&str, &str) = ("no-application", "no backup application is named (--dma)");
const NO_ADDRESS: (&str, &str) = ("no-address", "no address of the backup application is given (--dma-address)");
const NO_REGISTER: (&str, &str) =
    ("no-register", "nobody told which LIF the backup application addresses (--register)");
const NO_SVM: (&str, &str) = ("no-svm", "no data SVM is named (--svm, or [user] vserver for the backup user's)");
const NO_STREAMS: (&str, &str) = ("no-streams", "nobody told how many streams are planned (--streams)");

/// Why the rule does not concern the cluster, or why that cannot be told.
fn inapplicable<'f>(context: &Context<'f>, rule: &Rule) -> Option<Finding<'f>> {
    match unasked(rule, context.question) {
        Some((reason, _)) if reason == NO_SVM.0 && !addressed::only_svms(context).is_empty() => {}
        Some((reason, text)) => return Some(Finding::not_applicable(reason, text)),
        // The SVM of the backup user may be the admin SVM, which is none of those.
        None if rule.applies.svm && context.named_svms().is_empty() => {
            return Some(Finding::not_applicable(NO_SVM.0, NO_SVM.1));
        }
        None => {}
    }
    if let Some(wanted) = &rule.applies.scope {
        match &context.scope {
            Err(why) => return Some(Finding::unknown(why.clone())),
            Ok(scope) if scope.word() != wanted => {
                let text = if *scope == Scope::Svm { "NDMP is SVM-scoped" } else { "NDMP is node-scoped" };
                return Some(Finding::not_applicable("wrong-scope", text));
            }
            Ok(_) => {}
        }
    }
    if let Some(finding) = alone(context, rule).or_else(|| uncaptured::of(context, rule)) {
        return Some(finding);
    }
    rule.applies.ontap.and_then(|releases| out_of(releases, context))
}

/// Why the release is not one of these, or why that cannot be told. Where no answer tells the release, others may tell on which
/// side of 9.10.1 it stands.
fn out_of<'f>(releases: Releases, context: &Context<'f>) -> Option<Finding<'f>> {
    let side = match &context.era {
        Ok(side) => *side,
        Err(why) => return Some(Finding::unknown(why.clone())),
    };
    let is_new = match &context.release {
        Ok(release) if releases.hold(release.numbers) => return None,
        Ok(release) => releases.from.is_none_or(|from| from <= release.numbers),
        Err(_) if releases.hold_all_of(side) => return None,
        Err(_) if releases.side().is_some_and(|own| own != side) => side == OntapRange::From9101,
        Err(why) => return Some(Finding::unknown(Why { reason: Reason::VersionUnknown, ..why.clone() })),
    };
    let (reason, end) = if is_new { ("new-release", releases.before) } else { ("old-release", releases.from) };
    let end = end.unwrap_or(SERVICE_POLICIES);
    let text = match (is_new, end == SERVICE_POLICIES) {
        (true, true) => "from ONTAP 9.10.1 service policies decide".to_owned(),
        (false, true) => "before ONTAP 9.10.1 firewall policies decide".to_owned(),
        (true, false) => format!("it is for releases before ONTAP {}", release_text(end)),
        (false, false) => format!("it is for releases from ONTAP {}", release_text(end)),
    };
    Some(Finding::not_applicable(reason, &text))
}

/// Why a rule of several nodes says nothing of this cluster.
fn alone<'f>(context: &Context<'f>, rule: &Rule) -> Option<Finding<'f>> {
    let is_alone = rule.applies.nodes && context.facts.rows("node").len() == 1;
    (is_alone && context.facts.gap("node", &[]).is_none())
        .then(|| Finding::not_applicable("single-node", "the cluster has one node"))
}

/// What fails in a cluster of several nodes may be right where nobody knows how many there are.
fn maybe_alone<'f>(context: &Context<'f>, rule: &Rule, finding: Finding<'f>) -> Finding<'f> {
    let is_open = rule.applies.nodes && finding.truth == Truth::False && context.facts.rows("node").len() < 2;
    match is_open.then(|| context.facts.gap("node", &[])).flatten() {
        Some(why) => Finding { truth: Truth::Unknown(why), ..finding },
        None => finding,
    }
}

fn outcome<'f>(context: &Context<'f>, rule: &Rule, finding: &Finding<'f>) -> Outcome {
    let (verdict, reason, message) = verdict(context, rule, finding);
    let marks = match &finding.truth {
        Truth::Unknown(why) => Cow::Owned([&*why.marks, &*finding.marks].concat()),
        _ => Cow::Borrowed(&finding.marks),
    };
    let advice = if verdict == Verdict::Fail { advice::of(context, rule, finding) } else { Advice::default() };
    let is_open = matches!(verdict, Verdict::Fail | Verdict::Unknown);
    let is_counted = verdict == Verdict::Pass && context.passes == Passes::Counted;
    let mut subject = BTreeMap::new();
    finding.subject.iter().for_each(|(name, value)| drop(subject.insert(name.clone(), value.clone())));
    Outcome {
        rule: rule.id.clone(),
        severity: rule.severity,
        severity_was: rule.severity_was,
        verdict,
        reason,
        subject,
        message,
        evidence: if is_counted { Vec::new() } else { evidence(context.facts, &marks, verdict) },
        fix: advice.commands,
        beyond: !rule.beyond.is_empty(),
        title: rule.title.clone(),
        expected: if is_open { say::sentence(&rule.passes, finding, context) } else { String::new() },
        verify: advice.verify,
        undo: advice.undo,
        note: advice.note,
        section: if is_open { rule.document.section.clone() } else { String::new() },
    }
}

fn verdict(context: &Context<'_>, rule: &Rule, finding: &Finding<'_>) -> (Verdict, Option<String>, String) {
    if let Some((reason, text)) = &finding.not_applicable {
        return (Verdict::NotApplicable, Some(reason.clone()), text.clone());
    }
    let said = |template: &str| {
        if finding.message.is_empty() { say::sentence(template, finding, context) } else { finding.message.clone() }
    };
    match &finding.truth {
        Truth::True if context.passes == Passes::Counted => (Verdict::Pass, None, String::new()),
        Truth::True => (Verdict::Pass, None, said(&rule.say.pass)),
        Truth::False => (Verdict::Fail, None, said(&rule.say.fail)),
        Truth::Unknown(why) => {
            (Verdict::Unknown, Some(why.reason.word().to_owned()), format!("cannot be told: {}", why.text))
        }
    }
}

/// Marks to evidence: the marked characters, the line that holds them, and the heading above.
fn evidence(facts: &Facts<'_>, marks: &[Mark], verdict: Verdict) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut seen = BTreeSet::new();
    for mark in marks {
        let Some(capture) = facts.reading.captures.get(mark.place.source as usize) else { continue };
        if mark.place.line == 0 {
            continue;
        }
        let (heading, row) = facts.lines(mark);
        let (column, length) = span(mark, &row);
        let text = row.chars().skip(column - 1).take(length).collect();
        let note = mark.note.clone();
        // Failures alone are waived, for as long as their columns show the same.
        let field = if verdict == Verdict::Fail { mark.column.to_string() } else { String::new() };
        let one = Evidence {
            source: capture.name.clone(),
            line: mark.place.line as usize,
            column,
            length,
            text,
            note,
            field,
            heading,
            row,
        };
        if seen.insert((mark.place.source, one.line, one.column)) {
            evidence.push(one);
        }
    }
    evidence
}

/// Column and length of a mark; a mark without a length is the whole line.
fn span(mark: &Mark, row: &str) -> (usize, usize) {
    if mark.place.length > 0 {
        let column = mark.place.column.max(1) as usize;
        let rest = row.trim_end().chars().count().saturating_sub(column - 1).max(1);
        return (column, (mark.place.length as usize).min(rest));
    }
    let indent = row.chars().take_while(|c| c.is_whitespace()).count();
    (indent + 1, row.trim().chars().count())
}
