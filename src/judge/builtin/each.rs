//! What functions about rows have in common: each row of an entity, and a value that is told or not.

use std::net::IpAddr;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::rows;
use super::super::truth::Truth;
use crate::facts::{Fact, Mark, Reason, Row, Why};
use crate::rule::{Claim, Condition, RowCheck, Test};

/// The rows of `entity` whose subject has these names and columns, in this scope; `none`: the reason where there are none.
pub(in crate::judge) fn rows_of(
    entity: &str,
    subject: &[(&str, &str)],
    scope: &[(&str, &str)],
    none: &str,
) -> RowCheck {
    let pair = |(name, column): &(&str, &str)| ((*name).to_owned(), (*column).to_owned());
    let condition = |(column, query): &(&str, &str)| Condition {
        column: (*column).to_owned(),
        test: Test::Query((*query).to_owned()),
    };
    RowCheck {
        each: entity.to_owned(),
        subject: subject.iter().map(pair).collect(),
        scope: scope.iter().map(condition).collect(),
        claim: Claim::Expect(Vec::new()),
        none: none.to_owned(),
    }
}

/// The rows of one subject.
pub(super) type Rows<'a, 'f> = &'a [&'f Row];

/// Judges the rows of each subject; where rows may be missing, one more finding says why. `absent`: what it means that a whole
/// answer shows none.
pub(super) fn each<'f>(
    context: &Context<'f>,
    check: &RowCheck,
    absent: &str,
    mut judge: impl FnMut(Vec<(String, String)>, Rows<'_, 'f>) -> Vec<Finding<'f>>,
) -> Vec<Finding<'f>> {
    let (groups, gap) = rows::subjects(context, check);
    if groups.is_empty() {
        let none = || Finding::not_applicable(&check.none, absent);
        return vec![gap.map_or_else(none, Finding::unknown)];
    }
    let mut findings: Vec<Finding<'f>> = groups.into_iter().flat_map(|(subject, rows)| judge(subject, &rows)).collect();
    findings.extend(gap.map(Finding::unknown));
    findings
}

/// Where rows may be missing, nothing that needs all of them holds; `open`: why they may be.
pub(super) fn needing_all<'f>(findings: Vec<Finding<'f>>, open: Option<Why>) -> Vec<Finding<'f>> {
    let Some(why) = open else { return findings };
    let doubted = |finding: Finding<'f>| match finding.truth {
        Truth::True => Finding { truth: Truth::Unknown(why.clone()), ..finding },
        _ => finding,
    };
    let mut findings: Vec<Finding<'f>> = findings.into_iter().map(doubted).collect();
    findings.push(Finding::unknown(why));
    findings
}

/// The value of a column with its mark; what is not set is not told.
pub(super) fn told(context: &Context<'_>, entity: &str, row: &Row, column: &str) -> Result<(String, Mark), Why> {
    match &*context.facts.look(entity, row, column) {
        Fact::Known { value, mark, .. } => match value.text() {
            text if matches!(text.as_str(), "" | "-") => {
                Err(Why::new(Reason::Unset, format!("its {column} is not set")).with(vec![mark.clone()]))
            }
            text => Ok((text, mark.clone())),
        },
        Fact::Unknown(why) => Err(why.clone()),
        Fact::NoneOf(_) => Err(Why::new(Reason::NotCaptured, format!("no answer tells its {column}"))),
    }
}

/// The IP address of a LIF; a LIF of FC has a WWPN there, which could be read as an IPv6 address: eight pairs of digits.
pub(in crate::judge) fn ip(text: &str) -> Option<IpAddr> {
    let is_wwpn = text.len() == 23 && text.split(':').all(|pair| pair.len() == 2);
    text.parse().ok().filter(|_| !is_wwpn)
}

/// The row of an SVM, or why there is none.
pub(super) fn svm<'f>(context: &Context<'f>, name: &str) -> Result<&'f Row, Why> {
    let row = context.facts.rows("vserver").iter().find(|row| row.is("vserver", name));
    row.ok_or_else(|| {
        let absent = || Why::new(Reason::Contradiction, format!("no answer shows the SVM {name}"));
        context.facts.gap("vserver", &[("vserver".to_owned(), name.to_owned())]).unwrap_or_else(absent)
    })
}
