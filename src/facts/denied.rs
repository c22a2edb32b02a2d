//! Accounts to which the cluster would not give a password: what their rows show proves nothing, until something of them was changed
//! and they are shown again.

use std::cmp::Ordering;
use std::sync::Arc;

use super::merge::entity;
use super::{Fact, Facts, Mark, Reason, Row, Why};
use crate::source::Place;
use crate::table::Denial;

/// Puts the rows of such accounts in doubt.
pub(super) fn settle(facts: &mut Facts<'_>) {
    let reading = facts.reading;
    for denial in &reading.denials {
        let name = entity(&facts.tables[denial.table], 0).to_owned();
        let mut rows = facts.entities.remove(&name).unwrap_or_default();
        let why = Arc::new(why(denial));
        let is_its = |row: &&mut Row| {
            denial.named.iter().all(|(field, value)| row.text(field).is_none_or(|own| own.eq_ignore_ascii_case(value)))
        };
        for row in rows.iter_mut().filter(is_its) {
            doubt(facts, row, denial, &why);
        }
        facts.entities.insert(name, rows);
    }
}

fn doubt(facts: &Facts<'_>, row: &mut Row, denial: &Denial, why: &Arc<Why>) {
    for (_, fact) in row.facts.iter_mut() {
        if let Fact::Known { mark, .. } = fact
            && !is_mended(facts, denial, &mark.place)
        {
            mark.doubt.get_or_insert_with(|| Arc::clone(why));
        }
    }
}

/// Whether accounts were changed between the denial and what is shown.
fn is_mended(facts: &Facts<'_>, denial: &Denial, shown: &Place) -> bool {
    let is_between = |change: &crate::table::Change| {
        let at = super::stale::place(change);
        // No answer need stand between the two.
        let is_below = denial.source == change.source && denial.line < change.line;
        change.may_be_done()
            && change.tables.contains(&denial.table)
            && (is_below || facts.order(&place(denial), &at) == Some(Ordering::Less))
            && facts.order(&at, shown) == Some(Ordering::Less)
    };
    facts.reading.changes.iter().any(is_between)
}

fn place(denial: &Denial) -> Place {
    Place { source: denial.source as u32, line: denial.line as u32, column: 1, length: 0 }
}

fn why(denial: &Denial) -> Why {
    let text = format!(
        "`{}` was answered with `{}`: whatever the account shows, it got no NDMP password; find out why, and ask again",
        denial.text, denial.words
    );
    let mark = Mark::at(place(denial), [].into()).noted("refused");
    Why::new(Reason::Contradiction, text).with(vec![mark])
}
