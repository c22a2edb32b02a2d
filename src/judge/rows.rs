//! Rules about the rows of an entity: which are in scope, whether the claim holds for each subject, and what is missing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashMap;

use super::conditions::{Conditions, condition_truth, proven};
use super::context::Context;
use super::finding::Finding;
use super::question::Passes;
use super::related;
use super::truth::{self, Truth};
use crate::facts::{Fact, Mark, Reason, Row, Why};
use crate::rule::{Claim, Condition, RowCheck, Test};

/// The subjects of a rule with their rows, in the order of the text.
pub(super) type Groups<'a> = Vec<(Vec<(String, String)>, Vec<&'a Row>)>;

/// Judges a rule about rows.
pub(super) fn judge<'f>(context: &Context<'f>, check: &RowCheck) -> Vec<Finding<'f>> {
    let (groups, gap) = subjects(context, check);
    findings(context, check, groups, gap)
}

/// The subjects in the rule's scope, and why some may be missing.
pub(super) fn subjects<'a>(context: &Context<'a>, check: &RowCheck) -> (Groups<'a>, Option<Why>) {
    let rows = context.facts.rows(&check.each);
    let mut members = Vec::new();
    let mut untold: Option<Why> = None;
    let scope = Conditions::of(context, &check.each, &check.scope);
    for row in rows {
        match member(context, check, row, &scope) {
            Truth::False => {}
            Truth::True => match missing(context, check, row) {
                Some(why) => untold = untold.or_else(|| Some(shown(why, row))),
                None => members.push(row),
            },
            Truth::Unknown(why) => untold = untold.or_else(|| Some(shown(why, row))),
        }
    }
    let gap = untold.or_else(|| scope_gap(context, check)).or_else(|| unknown_scope(context, check));
    (grouped(check, members), gap)
}

fn findings<'f>(context: &Context<'f>, check: &RowCheck, groups: Groups<'f>, gap: Option<Why>) -> Vec<Finding<'f>> {
    if groups.is_empty() {
        let none = || Finding::not_applicable(&check.none, "a complete answer shows none");
        return vec![gap.map_or_else(none, Finding::unknown)];
    }
    let has_subject = !check.subject.is_empty();
    let mut findings: Vec<Finding<'_>> = groups
        .into_iter()
        .map(|(subject, rows)| claim(context, check, subject, &rows, gap.as_ref().filter(|_| !has_subject)))
        .collect();
    if let Some(gap) = gap.filter(|_| has_subject) {
        findings.push(Finding::unknown(gap));
    }
    findings
}

/// The rows of each subject, subjects in the order of their first row.
fn grouped<'r>(check: &RowCheck, rows: Vec<&'r Row>) -> Groups<'r> {
    let mut places: HashMap<Vec<Cow<'r, str>>, usize> = HashMap::default();
    let mut groups: Groups<'r> = Vec::new();
    for row in rows {
        let values = check.subject.iter().map(|(_, column)| row.text(column).unwrap_or_default());
        let at = *places.entry(values.collect()).or_insert(groups.len());
        if at == groups.len() {
            groups.push((subject(check, row), Vec::new()));
        }
        groups[at].1.push(row);
    }
    groups
}

/// The reason with the row's own words, where it has none.
fn shown(why: Why, row: &Row) -> Why {
    let marks = if why.marks.is_empty() {
        row.any_mark(&["lif", "vserver", "node"]).into_iter().collect()
    } else {
        why.marks.clone()
    };
    why.with(marks)
}

/// Why a row cannot be a subject: a name of it is not told, as in a block that ends before its nodes.
fn missing(context: &Context<'_>, check: &RowCheck, row: &Row) -> Option<Why> {
    let (_, column) = check.subject.iter().find(|(_, column)| row.text(column).is_none())?;
    Some(match context.facts.fact(&check.each, row, column) {
        Fact::Unknown(why) if !matches!(why.reason, Reason::ColumnMissing | Reason::NotCaptured) => why,
        _ => Why::new(Reason::CutOff, format!("the record ends before its `{column}`")),
    })
}

fn subject(check: &RowCheck, row: &Row) -> Vec<(String, String)> {
    check
        .subject
        .iter()
        .map(|(name, column)| (name.clone(), row.text(column).unwrap_or_default().into_owned()))
        .collect()
}

/// Whether a row is in the rule's scope. An SVM of a node or of the system is in no list of NDMP services.
fn member(context: &Context<'_>, check: &RowCheck, row: &Row, scope: &Conditions<'_>) -> Truth {
    match scope.select(context, row) {
        Truth::Unknown(why) if why.is_row_absent && is_without_ndmp(check, row) => Truth::False,
        // The SVM of a node has no NDMP service of its own.
        Truth::Unknown(why) if check.each == "vserver" && why.reason == Reason::NotCaptured && is_of_node(row) => {
            Truth::False
        }
        Truth::True
            if context.scope.is_err()
                && depends_on_scope(check)
                && row.text("role").as_deref() != Some("intercluster") =>
        {
            context.scope.as_ref().err().map_or(Truth::True, |why| Truth::Unknown(why.clone()))
        }
        truth => truth,
    }
}

fn is_of_node(row: &Row) -> bool {
    row.text("type").as_deref() == Some("node")
}

fn is_without_ndmp(check: &RowCheck, row: &Row) -> bool {
    check.each == "vserver" && !matches!(row.text("type").as_deref(), Some("admin" | "data"))
}

/// Whether the rows in scope depend on the NDMP scope.
fn depends_on_scope(check: &RowCheck) -> bool {
    check.scope.iter().any(|condition| matches!(&condition.test, Test::Query(query) if query.contains("-roles}")))
}

fn unknown_scope(context: &Context<'_>, check: &RowCheck) -> Option<Why> {
    context.scope.as_ref().err().filter(|_| depends_on_scope(check)).cloned()
}

/// Why rows in the rule's scope may be missing.
fn scope_gap(context: &Context<'_>, check: &RowCheck) -> Option<Why> {
    gap(context, &check.each, &check.scope, &[])
}

/// Why rows of `entity` that meet the conditions and have the `fixed` values may be missing.
pub(super) fn gap(
    context: &Context<'_>,
    entity: &str,
    conditions: &[Condition],
    fixed: &[(String, String)],
) -> Option<Why> {
    if entity == "cluster" {
        return None;
    }
    let literals = conditions.iter().filter_map(|condition| {
        let Test::Query(query) = &condition.test else { return None };
        let query = truth::query(&context.filled(query))?;
        Some((condition.column.clone(), query.literals()?.into_iter().map(str::to_owned).collect::<Vec<_>>()))
    });
    let mut scopes = vec![fixed.to_vec()];
    for (column, words) in literals {
        scopes = scopes.iter().flat_map(|scope| words.iter().map(|word| with(scope, &column, word))).collect();
    }
    scopes.iter().find_map(|scope| entity_gap(context, entity, scope))
}

fn with(scope: &[(String, String)], column: &str, word: &str) -> Vec<(String, String)> {
    let mut scope = scope.to_vec();
    scope.push((column.to_owned(), word.to_owned()));
    scope
}

fn entity_gap(context: &Context<'_>, entity: &str, scope: &[(String, String)]) -> Option<Why> {
    let is_admin = entity == "vserver" && scope.iter().any(|(column, word)| column == "type" && word == "admin");
    if let Some(name) = context.facts.cluster_name().filter(|_| is_admin) {
        let is_seen = context.facts.rows("vserver").iter().any(|row| row.is("vserver", &name));
        return if is_seen { None } else { context.facts.gap(entity, &with(scope, "vserver", &name)) };
    }
    context.facts.gap(entity, scope)
}

fn claim<'f>(
    context: &Context<'f>,
    check: &RowCheck,
    subject: Vec<(String, String)>,
    rows: &[&'f Row],
    gap: Option<&Why>,
) -> Finding<'f> {
    let finding = match &check.claim {
        Claim::Expect(conditions) => expect(context, check, subject, rows, conditions),
        Claim::Some(conditions) => some(context, check, subject, rows, conditions),
        Claim::Same(column) => same(context, check, subject, rows, column),
        Claim::Has { .. } => related::has(context, check, subject, rows),
    };
    match (gap, &finding.truth) {
        (Some(gap), Truth::True) if needs_all(&check.claim) => {
            Finding { truth: Truth::Unknown(gap.clone()), ..finding }
        }
        _ => finding,
    }
}

/// Whether rows that were not seen could turn the claim from true to false.
fn needs_all(claim: &Claim) -> bool {
    matches!(claim, Claim::Expect(_) | Claim::Same(_))
}

/// Every row meets all conditions: the worst row speaks.
fn expect<'f>(
    context: &Context<'f>,
    check: &RowCheck,
    subject: Vec<(String, String)>,
    rows: &[&'f Row],
    conditions_: &[Condition],
) -> Finding<'f> {
    let mut worst: Option<(Truth, &'f Row)> = None;
    for row in rows {
        let truth = proven(context, &check.each, row, conditions_);
        let is_worse = worst.as_ref().is_none_or(|(other, _)| truth.is_not_above(other) && truth != *other);
        if is_worse {
            worst = Some((truth, row));
        }
    }
    let Some((truth, row)) = worst else { return Finding::unknown(Why::new(Reason::NotCaptured, "no row was seen")) };
    let is_counted = truth == Truth::True && context.passes == Passes::Counted;
    let marks = if is_counted { Vec::new() } else { marks(context, check, row, conditions_, &truth) };
    Finding::about(subject, truth).marks(marks).words_of(row)
}

/// The cells that the conditions look at, those that do not hold first.
fn marks(context: &Context<'_>, check: &RowCheck, row: &Row, conditions: &[Condition], truth: &Truth) -> Vec<Mark> {
    let mut marks: Vec<(bool, Mark)> = Vec::new();
    for condition in conditions {
        let holds = *truth == Truth::True || condition_truth(context, &check.each, row, condition) == Truth::True;
        if let Some(mark) = row.mark(&condition.column) {
            marks.push((holds, if holds { mark } else { mark.noted(&wanted(context, condition)) }));
        }
    }
    marks.sort_by_key(|(holds, _)| *holds);
    if *truth == Truth::False {
        marks.retain(|(holds, _)| !holds);
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}

pub(super) fn wanted(context: &Context<'_>, condition: &Condition) -> String {
    match &condition.test {
        Test::Query(query) => {
            let query = context.filled(query);
            query.strip_prefix('!').map_or_else(
                || format!("should be {}", query.replace('|', " or ")),
                |not| format!("should not be {not}"),
            )
        }
        Test::List { holds, within: Some(within) } if holds == within => {
            format!("should be {} alone", holds.join(", "))
        }
        Test::List { holds, .. } => format!("should hold {}", holds.join(", ")),
    }
}

/// At least one row meets all conditions.
fn some<'f>(
    context: &Context<'f>,
    check: &RowCheck,
    subject: Vec<(String, String)>,
    rows: &[&'f Row],
    conditions_: &[Condition],
) -> Finding<'f> {
    let truths: Vec<Truth> = rows.iter().map(|row| proven(context, &check.each, row, conditions_)).collect();
    let found = truths.iter().position(|truth| *truth == Truth::True);
    let mut truth = truths.into_iter().fold(Truth::False, Truth::or);
    if truth == Truth::False
        && let Some(why) = gap(context, &check.each, &check.scope, &fixed(check, rows))
    {
        truth = Truth::Unknown(why);
    }
    let shown: Vec<&&Row> = found.map_or_else(|| rows.iter().collect(), |at| vec![&rows[at]]);
    let column = conditions_.first().map_or("", |condition| condition.column.as_str());
    let marks: Vec<Mark> = shown.iter().filter_map(|row| row.mark(column)).collect();
    let row = shown.first().map_or(&rows[0], |row| row);
    Finding::about(subject, truth).marks(marks).words_of(row)
}

/// Values that all rows of a subject share: those of its own columns.
fn fixed(check: &RowCheck, rows: &[&Row]) -> Vec<(String, String)> {
    let first = rows.first();
    check.subject.iter().filter_map(|(_, column)| Some((column.clone(), first?.text(column)?.into_owned()))).collect()
}

/// All rows have the same value.
fn same<'f>(
    context: &Context<'f>,
    check: &RowCheck,
    subject: Vec<(String, String)>,
    rows: &[&'f Row],
    column: &str,
) -> Finding<'f> {
    let mut values: BTreeMap<String, Mark> = BTreeMap::new();
    let mut unknown = None;
    let kind = context.kind(&check.each, column);
    for row in rows {
        let fact = context.facts.fact(&check.each, row, column);
        let strange = truth::strange(&fact, kind);
        match fact {
            _ if strange.is_some() => unknown = unknown.or(strange),
            Fact::Known { mark: Mark { doubt: Some(why), .. }, .. } => unknown = unknown.or(Some((*why).clone())),
            Fact::Known { value, mark, .. } if value.text() != "-" => {
                // ONTAP's words do not differ by their case.
                values.entry(value.text().to_lowercase()).or_insert(mark);
            }
            Fact::Known { mark, .. } => {
                unknown = unknown.or(Some(Why::new(Reason::Unset, "the value is not set").with(vec![mark])))
            }
            Fact::Unknown(why) => unknown = unknown.or(Some(why)),
            Fact::NoneOf(_) => {}
        }
    }
    let truth = match (values.len(), unknown) {
        (2.., _) => Truth::False,
        (_, Some(why)) => Truth::Unknown(why),
        (0, None) => Truth::Unknown(Why::new(Reason::NotCaptured, "no answer tells it")),
        (_, None) => Truth::True,
    };
    let words = values.keys().cloned().collect::<Vec<_>>().join(", ");
    let marks: Vec<Mark> = values.into_values().collect();
    Finding::about(subject, truth).marks(marks).word(column.to_owned(), words)
}
