//! What a rule reads of the cluster: the columns of its conditions, its subjects and its sentences.

use std::collections::BTreeSet;

use super::template::placeholders;
use super::{Check, Claim, Condition, PARAMETERS, RowCheck, Rule, Test};

/// An entity and one of its columns.
pub type Read = (String, String);

impl Rule {
    /// The entities and columns that it reads: what its verdict rests on, and what its advice is chosen by.
    pub fn needs(&self) -> BTreeSet<Read> {
        let advice = self.fixes.iter().flat_map(|fix| fix.reads.iter().cloned());
        self.rests_on().into_iter().chain(advice).collect()
    }

    /// The entities and columns that its verdict rests on, those that decide whether it applies among them.
    pub fn rests_on(&self) -> BTreeSet<Read> {
        let mut reads: BTreeSet<Read> = self.reads.iter().cloned().collect();
        if self.applies.scope.is_some() {
            reads.insert(read("cluster", "node-scope-mode"));
        }
        if self.applies.ontap.is_some() {
            reads.insert(read("cluster", "release"));
        }
        if let Check::Rows(check) = &self.check {
            of_rows(check, &mut reads);
            reads.extend(self.words().map(|word| read(&check.each, &word)));
        }
        reads
    }

    /// The names in braces of its sentences that are no parameters.
    fn words(&self) -> impl Iterator<Item = String> {
        let texts = [&self.say.pass, &self.say.fail, &self.passes].into_iter();
        let names = texts.flat_map(|text| placeholders(text).unwrap_or_default()).map(|found| found.name);
        let subject: Vec<String> = match &self.check {
            Check::Rows(check) => check.subject.iter().map(|(name, _)| name.clone()).collect(),
            Check::Builtin(_) => Vec::new(),
        };
        names.filter(move |name| !PARAMETERS.contains(&name.as_str()) && name != "count" && !subject.contains(name))
    }
}

fn read(entity: &str, column: &str) -> Read {
    (entity.to_owned(), column.to_owned())
}

fn of_rows(check: &RowCheck, reads: &mut BTreeSet<Read>) {
    let own = |column: &String| read(&check.each, column);
    reads.extend(check.subject.iter().map(|(_, column)| own(column)));
    of_conditions(&check.each, &check.scope, reads);
    match &check.claim {
        Claim::Expect(conditions) | Claim::Some(conditions) => of_conditions(&check.each, conditions, reads),
        Claim::Same(column) => {
            reads.insert(own(column));
        }
        Claim::Has { entity, on, with, distinct, .. } => {
            reads.extend(on.iter().flat_map(|(theirs, ours)| [read(entity, theirs), own(ours)]));
            of_conditions(entity, with, reads);
            reads.extend(distinct.iter().map(|column| read(entity, column)));
        }
    }
}

/// Which roles take NDMP sessions depends on the scope.
fn of_conditions(entity: &str, conditions: &[Condition], reads: &mut BTreeSet<Read>) {
    for condition in conditions {
        reads.insert(read(entity, &condition.column));
        if matches!(&condition.test, Test::Query(query) if query.contains("-roles}")) {
            reads.insert(read("cluster", "node-scope-mode"));
        }
    }
}
