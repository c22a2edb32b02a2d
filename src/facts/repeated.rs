//! Names that one answer gives to two of its rows: ONTAP gives none twice, so somebody masked several names into one, or a row was
//! copied. Which of the rows is meant elsewhere nobody knows, also where they agree: one of them may be what another answer lacks.

use std::borrow::Cow;
use std::sync::Arc;

use super::merge::key_facts;
use super::{Fact, Facts, Mark, Name, Reason, Row, Why};

/// Where two rows of one answer stand that have the same names, and in which answer.
#[derive(Clone, Debug)]
pub(super) struct Twice {
    answer: usize,
    marks: [Mark; 2],
}

impl Twice {
    pub(super) fn is_superseded(&self, facts: &Facts<'_>) -> bool {
        facts.superseded.contains_key(&self.answer)
    }
}

/// Where the row stands already in the answer that tells this of it again; `None` where it tells of something else, as of another option.
pub(super) fn twice(
    facts: &Facts<'_>,
    row: &Row,
    told: &[(Name, Fact)],
    key: &[String],
    number: usize,
) -> Option<Twice> {
    if row.answers.last() != Some(&number) {
        return None;
    }
    // Rows of options have one name each together with the option, whose value is a fact of its own.
    let option = told.iter().find(|(name, _)| name.is("option-name")).and_then(|(_, fact)| fact.text());
    let option = option.map(|option| option.replace('.', "-"));
    let is_key = |name: &Name| option.as_ref().map_or_else(|| key.iter().any(|key| name.is(key)), |own| !name.is(own));
    let mark = |fact: &Fact| if let Fact::Known { mark, .. } = fact { Some(mark.clone()) } else { None };
    let of = |(name, fact): &(Name, Fact)| {
        let (own, again) = (mark(row.facts.get(name)?)?, mark(fact)?);
        // Below a second heading stands another answer, whose command was lost.
        let is_its = own.place != again.place
            && own.heading == again.heading
            && facts.answer_at(&own.place) == facts.answer_at(&again.place);
        is_its.then_some([own, again])
    };
    let mut others = told.iter().filter(|(name, _)| !is_key(name)).peekable();
    let has_others = others.peek().is_some();
    let marks = others.find_map(of).or_else(|| told.iter().filter(|_| !has_others).find_map(of))?;
    Some(Twice { answer: number, marks })
}

/// Makes unknown what is told of the rows that have one name twice.
pub(super) fn settle(facts: &mut Facts<'_>) {
    let mut entities = std::mem::take(&mut facts.entities);
    for row in entities.values_mut().flatten() {
        let Some(twice) = row.twice.take().filter(|twice| !is_shown_once_later(facts, row, twice)) else { continue };
        doubt(facts, row, &twice);
    }
    facts.entities = entities;
}

/// Whether the same question was answered later, with the name once.
fn is_shown_once_later(facts: &Facts<'_>, row: &Row, twice: &Twice) -> bool {
    let later = facts.superseded.get(&twice.answer);
    later.is_some_and(|later| row.answers.contains(later) && facts.is_whole(facts.answers[*later]))
}

fn doubt(facts: &Facts<'_>, row: &mut Row, twice: &Twice) {
    let answer = facts.answers[twice.answer];
    let (table, command) = (&facts.tables[answer.table], answer.command_line());
    let keys = key_facts(table, answer.view);
    let names: Vec<Cow<'_, str>> = keys.iter().filter_map(|key| row.text(key)).collect();
    let text = format!(
        "`{command}` shows `{}` twice, which is one name for two, or one row copied: capture it again with all names as they are",
        names.join(" ")
    );
    let marks = twice.marks.iter().cloned().map(|mark| mark.noted("the same name")).collect();
    let why = Why { commands: vec![command], ..Why::new(Reason::Contradiction, text).with(marks) };
    let doubted = Arc::new(why.clone());
    for (column, fact) in row.facts.iter_mut() {
        match fact {
            Fact::Known { mark, .. } if keys.iter().any(|key| column.is(key)) => {
                mark.doubt = Some(Arc::clone(&doubted))
            }
            Fact::Known { .. } => *fact = Fact::Unknown(why.clone()),
            _ => {}
        }
    }
}
