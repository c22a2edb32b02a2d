//! Rows that a later complete answer covers and does not show: they are gone. Where no order is known, an answer that has the
//! row and one that lacks it contradict each other.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::chronology::head;
use super::cover::{column_fact, covers, is_option, may_cover};
use super::merge::{entity, key_facts};
use super::{Fact, Facts, Mark, Reason, Row, Why};
use crate::table::{Answer, Status};

/// What becomes of a row.
enum Fate {
    Stays,
    Gone,
    /// What the answers of this table tell of it is not known any more.
    Doubtful(Why),
}

/// Takes the rows out that are gone, and doubts those of which the answers do not agree.
pub(super) fn settle(facts: &mut Facts<'_>) {
    forget(facts);
    let names: Vec<String> = facts.entities.keys().cloned().collect();
    for name in names.iter().filter(|name| *name != "cluster") {
        let listings: Vec<usize> = (0..facts.answers.len()).filter(|&at| is_listing(facts, name, at)).collect();
        if listings.len() < 2 {
            continue;
        }
        let rows = facts.entities.remove(name).unwrap_or_default();
        let rows = rows.into_iter().filter_map(|row| settled(facts, row, &listings)).collect();
        facts.entities.insert(name.clone(), rows);
    }
}

/// A later answer that cannot be read may have shown anything of what it was asked for, apart from what can be read of it.
fn forget(facts: &mut Facts<'_>) {
    // What was asked for again counts as it was answered then.
    let is_unread = |at: &usize| {
        let is_answered = facts.superseded.get(at).is_some_and(|later| facts.is_whole(facts.answers[*later]));
        facts.answers[*at].status == Status::Unreadable && !is_answered && !facts.foreign.contains_key(at)
    };
    let mut unread: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in (0..facts.answers.len()).filter(is_unread) {
        unread.entry(facts.answers[at].table).or_default().push(at);
    }
    for unread in unread.into_values() {
        // Of very many nobody looks which row each of them may be about: the last one stands for all.
        let of_all = unread.last().copied().filter(|_| unread.len() > MANY);
        match of_all {
            Some(last) => forget_before(facts, last, |_, _| true),
            None => unread
                .into_iter()
                .for_each(|at| forget_before(facts, at, |facts, row| may_cover(facts.answers[at], facts.tables, row))),
        }
    }
}

/// Answers of one table that are held against its rows one by one.
const MANY: usize = 64;

/// Makes what was told of the rows before an answer that cannot be read unknown; `is_meant`: whether it may be about a row.
fn forget_before(facts: &mut Facts<'_>, unread: usize, is_meant: impl Fn(&Facts<'_>, &Row) -> bool) {
    let answer = facts.answers[unread];
    let why = facts.trouble(answer);
    for name in super::stale::entities(&facts.tables[answer.table]) {
        let mut rows = facts.entities.remove(&name).unwrap_or_default();
        for row in rows.iter_mut().filter(|row| is_meant(facts, row)) {
            forget_row(facts, row, unread, &why);
        }
        facts.entities.insert(name, rows);
    }
}

/// Makes what was told before of the columns that the answer was asked for unknown.
fn forget_row(facts: &Facts<'_>, row: &mut Row, unread: usize, why: &Why) {
    let answer = facts.answers[unread];
    let table = &facts.tables[answer.table];
    let option = answer.filters.iter().find(|(name, _)| name == "option-name").map(|(_, value)| value);
    let is_asked = |column: &str| match option {
        Some(option) => is_option(column, option),
        None => table.names_options() || facts.shows(answer, column),
    };
    let keys = key_facts(table, answer.view);
    let doubted = Arc::new(why.clone());
    // What shows the row not before it leaves its names beyond doubt; and so does an answer of which a line alone was lost.
    let is_again = |&at: &usize| facts.answers[at].table == answer.table && !facts.may_follow(at, unread);
    let is_there = !answer.records.is_empty() || row.answers.iter().any(is_again);
    for (column, fact) in row.facts.iter_mut() {
        let Fact::Known { mark, .. } = fact else { continue };
        let is_its = |at: usize| facts.answers[at].table == answer.table && facts.may_follow(at, unread);
        if !facts.answer_at(&mark.place).is_some_and(is_its) {
            continue;
        }
        if keys.iter().any(|key| **key == **column) {
            if !is_there {
                mark.doubt = Some(Arc::clone(&doubted));
            }
        } else if is_asked(column) {
            *fact = Fact::Unknown(why.clone());
        }
    }
}

/// Whether the answer claims to show rows of the entity, all in its scope.
fn is_listing(facts: &Facts<'_>, name: &str, at: usize) -> bool {
    let answer = facts.answers[at];
    let table = &facts.tables[answer.table];
    // Of what shows nothing at all was seen to before.
    let is_void = answer.status == Status::Unreadable && answer.records.is_empty();
    entity(table, answer.view) == name && table.lists(name) && !is_void && !facts.foreign.contains_key(&at)
}

/// `listings` are in their order.
fn settled(facts: &Facts<'_>, mut row: Row, listings: &[usize]) -> Option<Row> {
    // Of a session that was recorded for years there are hundreds, in the order of the text but for what was put beside it.
    let many = (row.answers.len() > FEW).then(|| {
        let mut shown = row.answers.clone();
        shown.sort_unstable();
        shown
    });
    for &at in listings {
        let is_shown =
            many.as_ref().map_or_else(|| row.answers.contains(&at), |shown| shown.binary_search(&at).is_ok());
        if is_shown {
            continue;
        }
        match fate(facts, &row, at, listings) {
            Fate::Stays => {}
            Fate::Gone => return None,
            Fate::Doubtful(why) => doubt(facts, &mut row, facts.answers[at].table, &why),
        }
    }
    Some(row)
}

/// Answers that are looked through one by one.
const FEW: usize = 8;

/// What the answer `lacking` says of a row that it does not show; `listings`: the answers that claim to show all rows.
fn fate(facts: &Facts<'_>, row: &Row, lacking: usize, listings: &[usize]) -> Fate {
    let answer = facts.answers[lacking];
    let is_whole = facts.is_whole(answer);
    if is_whole && !covers(answer, facts.tables, row) {
        return Fate::Stays;
    }
    let showing = |at: &&usize| facts.answers[**at].table == answer.table && listings.binary_search(at).is_ok();
    let showing: Vec<usize> = row.answers.iter().filter(showing).copied().collect();
    if showing.is_empty() {
        return Fate::Stays;
    }
    if !is_whole {
        // The later answer to the same question counts, also where it was lost.
        let is_lost = showing.iter().all(|&at| facts.superseded.get(&at) == Some(&lacking));
        return if is_lost { Fate::Doubtful(facts.trouble(answer)) } else { Fate::Stays };
    }
    let orders: Vec<_> = showing.iter().map(|&at| facts.order(&head(facts.answers[at]), &head(answer))).collect();
    if orders.contains(&Some(Ordering::Greater)) {
        return Fate::Stays;
    }
    let is_later = orders.iter().all(|order| *order == Some(Ordering::Less));
    // What a heading tells is which table it is, not whether the command asked for all of it.
    let is_its = answer.is_asked && shows_fields(facts, answer);
    if is_later && is_its && chooses_by_name(facts, answer) && !tells_elsewhere(facts, row, answer) {
        return Fate::Gone;
    }
    Fate::Doubtful(contradiction(facts, row, answer, &showing))
}

/// Whether what the command chooses by cannot have changed: names of the row, and its role.
fn chooses_by_name(facts: &Facts<'_>, answer: &Answer) -> bool {
    let table = &facts.tables[answer.table];
    let keys = key_facts(table, answer.view);
    answer
        .filters
        .iter()
        .map(|(name, _)| column_fact(table, name))
        .all(|fact| fact == "role" || keys.iter().any(|key| key == fact))
}

/// Whether an answer has any of the columns that its command names: else it is another command's.
fn shows_fields(facts: &Facts<'_>, answer: &Answer) -> bool {
    let table = &facts.tables[answer.table];
    let Some(fields) = answer.options.split("-fields ").nth(1) else { return true };
    let names = fields.split([',', ' ']).filter(|name| table.column(name).is_some());
    let is_told =
        |name: &str| answer.records.headed().iter().any(|own| column_fact(table, own) == column_fact(table, name));
    let mut names = names.peekable();
    names.peek().is_none() || answer.records.is_empty() || names.any(is_told)
}

/// Whether answers of other tables tell of the row.
fn tells_elsewhere(facts: &Facts<'_>, row: &Row, answer: &Answer) -> bool {
    row.answers.iter().any(|&at| facts.answers[at].table != answer.table)
}

/// Makes what the answers of a table tell of the row unknown; its names stay, and prove nothing.
fn doubt(facts: &Facts<'_>, row: &mut Row, table: usize, why: &Why) {
    let doubted = Arc::new(why.clone());
    let keys: Vec<&str> = facts.tables[table].key.iter().map(|key| column_fact(&facts.tables[table], key)).collect();
    for (column, fact) in row.facts.iter_mut() {
        let Fact::Known { mark, .. } = fact else { continue };
        if facts.answer_at(&mark.place).is_none_or(|at| facts.answers[at].table != table) {
            continue;
        }
        if keys.contains(&&**column) {
            mark.doubt = Some(Arc::clone(&doubted));
        } else {
            *fact = Fact::Unknown(why.clone());
        }
    }
}

fn contradiction(facts: &Facts<'_>, row: &Row, answer: &Answer, showing: &[usize]) -> Why {
    let lacking = answer.command_line();
    let shown = showing.first().map(|&at| facts.answers[at].command_line()).unwrap_or_default();
    let text =
        format!("the evidence contradicts itself: `{shown}` shows it, `{lacking}` does not; run `{shown}` again");
    let own = row.any_mark(&["lif", "user-or-group-name", "device-id", "vserver", "node"]);
    let marks = own.map(|mark| mark.noted("here")).into_iter();
    let marks = marks.chain([Mark::at(head(answer), [].into()).noted("not in the answer to this")]).collect();
    Why::new(Reason::Contradiction, text).with(marks)
}
