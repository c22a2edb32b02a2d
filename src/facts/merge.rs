//! Joins the records of all answers: by key, the later answer of a session winning, a difference elsewhere a contradiction.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::cover::column_fact;
use super::{Fact, Facts, Mark, Reason, Row, Why};
use crate::source::Place;
use crate::table::{Answer, Cell, Definition, Kind, Misfit, Record, Status, Value, View, is_literal};

/// The answers that a later answer to the same question replaced, with that one.
pub(super) fn superseded(facts: &Facts<'_>) -> BTreeMap<usize, usize> {
    let mut asked: HashMap<(usize, String), Vec<usize>> = HashMap::new();
    for (index, answer) in facts.answers.iter().enumerate() {
        asked.entry((answer.table, answer.command_line())).or_default().push(index);
    }
    let mut superseded = BTreeMap::new();
    for same in asked.into_values().filter(|same| same.len() > 1) {
        let is_answer = |other: &usize| !was_mistyped(facts.answers[*other]);
        for &index in &same {
            let others = || same.iter().copied().filter(is_answer).filter(|other| *other != index);
            let later = others().rfind(|&other| facts.follows(index, other));
            let own = Some(index).filter(|index| !is_answer(index)).and_then(|_| others().next());
            superseded.extend(later.or(own).map(|other| (index, other)));
        }
    }
    superseded
}

/// Whether ONTAP did not take the command for one, so that it never answered the question.
fn was_mistyped(answer: &Answer) -> bool {
    const WORDS: [&str; 4] = ["ambiguous", "not a recognized command", "invalid argument", "is not a known"];
    answer.status == Status::Refused && WORDS.iter().any(|words| answer.why.contains(words))
}

/// Fills the entities of `facts` from its answers.
pub(super) fn join(facts: &mut Facts<'_>) {
    let answers = facts.answers.clone();
    facts.entities.insert("cluster".to_owned(), vec![Row::default()]);
    let mut partial = Vec::new();
    let mut index = Index::new();
    let own = answers.iter().enumerate().filter(|(number, _)| !facts.foreign.contains_key(number)).collect::<Vec<_>>();
    for (number, answer) in own {
        let definition = &facts.tables[answer.table];
        let remarks = remarks(answer);
        let key = key_facts(definition, answer.view);
        let mut names = Names { definition, known: Vec::new() };
        for (at, record) in answer.records.iter().enumerate() {
            let beside = || written_behind(definition, &record).map(|place| by_hand(answer, place));
            let remark = remarks.get(&at).cloned().or_else(beside);
            let mut told = told(&mut names, answer, record.into_owned());
            if let Some(why) = remark {
                annotate(&mut told, &why);
            }
            if key.iter().all(|name| told.iter().any(|(fact, _)| fact == name)) {
                add(facts, &mut index, entity(definition, answer.view), &key, told, number);
            } else {
                partial.push((number, told));
            }
        }
    }
    for (index, told) in partial {
        let definition = &facts.tables[answers[index].table];
        add_partial(
            facts,
            entity(definition, answers[index].view),
            &key_facts(definition, answers[index].view),
            told,
            index,
        );
    }
}

/// Why records prove nothing beside which somebody wrote something, by their indexes. What stands on a line of its own, or
/// beside a group's line, may speak of the record before it and of the one behind it.
fn remarks(answer: &Answer) -> BTreeMap<usize, Arc<Why>> {
    if let Some((doubt, place)) = answer.doubt {
        let mark = Mark::at(place, [].into()).noted(doubt.note());
        let why = Arc::new(Why::new(Reason::Annotated, doubt.text()).with(vec![mark]));
        return (0..answer.records.len()).map(|at| (at, Arc::clone(&why))).collect();
    }
    let mut found = BTreeMap::new();
    if answer.remarks.is_empty() {
        return found;
    }
    let lines: Vec<usize> = answer.records.iter().map(|record| record.line).collect();
    for place in &answer.remarks {
        let why = by_hand(answer, *place);
        let behind = lines.partition_point(|line| *line <= place.line as usize);
        let is_own = behind > 0 && lines[behind - 1] == place.line as usize;
        let both = [behind.checked_sub(1), Some(behind).filter(|&at| !is_own && at < lines.len())];
        found.extend(both.into_iter().flatten().map(|at| (at, Arc::clone(&why))));
    }
    found
}

fn by_hand(answer: &Answer, place: Place) -> Arc<Why> {
    let text = "somebody wrote beside it; remove the words, or capture the answer again";
    let place = Place { source: answer.source as u32, ..place };
    Arc::new(Why::new(Reason::Annotated, text).with(vec![Mark::at(place, [].into()).noted("written by hand")]))
}

/// Where a text goes on behind what ONTAP prints in its column: `Dynamically Qualified - really?`.
fn written_behind(definition: &Definition, record: &Record) -> Option<Place> {
    if !definition.columns.iter().any(|column| column.kind == Kind::Text && !column.words.is_empty()) {
        return None;
    }
    let goes_on = |(name, cell): &&(String, Cell)| {
        let words = definition.column(name).filter(|column| column.kind == Kind::Text).map_or(&[][..], |c| &c.words);
        let text = cell.value.text();
        let is_longer = |own: &String| text.len() > own.len() && text.starts_with(own.as_str());
        words.iter().any(is_longer) && !words.contains(&text)
    };
    // Where ONTAP prints nothing as a rule, a bracket hides none of its words.
    let is_empty = |misfit: &&Misfit| {
        let column = definition.column(&misfit.field).filter(|column| column.kind == Kind::Text);
        column.is_some_and(|column| column.words.iter().any(String::is_empty))
    };
    let of_field = record.fields.iter().find(goes_on).map(|(_, cell)| cell.place);
    of_field.or_else(|| record.misfits.iter().find(is_empty).map(|misfit| misfit.place))
}

fn annotate(told: &mut [(String, Fact)], why: &Arc<Why>) {
    for (_, fact) in told {
        if let Fact::Known { mark, parts, .. } = fact {
            mark.doubt = Some(Arc::clone(why));
            parts.iter_mut().for_each(|part| part.doubt = Some(Arc::clone(why)));
        }
    }
}

/// What the records of a view are about.
pub(super) fn entity(definition: &Definition, view: usize) -> &str {
    definition.views.get(view).and_then(|view: &View| view.entity.as_deref()).unwrap_or(&definition.entity)
}

/// Facts that tell the rows of a view apart.
pub(super) fn key_facts(definition: &Definition, view: usize) -> Vec<String> {
    let key = definition.views.get(view).and_then(|view| view.key.as_ref()).unwrap_or(&definition.key);
    let names = key.iter().filter(|name| name.as_str() != "option-name");
    names.map(|name| definition.column(name).map_or(name.as_str(), |column| column.fact.as_str()).to_owned()).collect()
}

/// The names of the facts that the fields of a table tell.
struct Names<'d> {
    definition: &'d Definition,
    /// Those of the record before: most records of an answer have the same fields in the same order.
    known: Vec<(String, String)>,
}

impl Names<'_> {
    /// The fact of a field, which stands at this place of its record.
    fn fact(&mut self, at: usize, field: &str) -> &str {
        let is_known = self.known.get(at).is_some_and(|(known, _)| known == field);
        if !is_known {
            let fact = column_fact(self.definition, field).to_owned();
            self.known.truncate(at);
            self.known.resize(at, Default::default());
            self.known.push((field.to_owned(), fact));
        }
        &self.known[at].1
    }
}

/// The facts that a record tells, and those that the command's filters tell of it.
fn told(names: &mut Names<'_>, answer: &Answer, record: Record) -> Vec<(String, Fact)> {
    let definition = names.definition;
    let option = record.cell("option-name").map(|cell| cell.value.text().replace('.', "-"));
    // A masked key tells nobody's row.
    let key = definition.views.get(answer.view).and_then(|view| view.key.as_ref()).unwrap_or(&definition.key);
    let misfits = record.misfits.iter().filter(|misfit| !key.contains(&misfit.field));
    let of_misfit = |misfit: &Misfit| {
        (column_fact(definition, &misfit.field).to_owned(), untold(misfit, &record.heading, answer.source))
    };
    let misfits: Vec<(String, Fact)> = misfits.map(of_misfit).collect();
    let mut told = Vec::with_capacity(record.fields.len() + misfits.len() + answer.filters.len());
    for (at, (field, cell)) in record.fields.into_iter().enumerate() {
        let fact = match (&option, field.as_str()) {
            (Some(option), "option-value") => option.as_str(),
            _ => names.fact(at, &field),
        };
        told.push((fact.to_owned(), known(cell, &record.heading, answer.source)));
    }
    told.extend(misfits);
    for (name, value) in &answer.filters {
        let Some(column) = definition.column(name).filter(|_| is_literal(value)) else { continue };
        if !told.iter().any(|(fact, _)| *fact == column.fact) {
            told.push((column.fact.clone(), filtered(answer, value)));
        }
    }
    told
}

fn known(cell: Cell, heading: &Arc<[usize]>, source: usize) -> Fact {
    let placed = |place: &Place| Place { source: source as u32, ..*place };
    let parts = cell.parts.iter().map(|part| Mark::at(placed(part), Arc::clone(heading))).collect();
    Fact::Known { value: cell.value, mark: Mark::at(placed(&cell.place), Arc::clone(heading)), parts }
}

/// A fact whose value somebody masked or mistyped.
fn untold(misfit: &Misfit, heading: &Arc<[usize]>, source: usize) -> Fact {
    let text = format!("`{}` is no value of `{}`; capture the answer again", misfit.word, misfit.field);
    let place = Place { source: source as u32, ..misfit.place };
    Fact::Unknown(Why::new(Reason::Unreadable, text).with(vec![Mark::at(place, Arc::clone(heading))]))
}

/// A fact that only the command line tells: its mark is that line.
fn filtered(answer: &Answer, value: &str) -> Fact {
    let place = Place { source: answer.source as u32, line: answer.line as u32, column: 1, length: 0 };
    Fact::Known { value: Value::Text(value.to_owned()), mark: Mark::at(place, Arc::from([])), parts: Vec::new() }
}

/// Where the row of a key stands: entity and key values to its place.
type Index = HashMap<(String, Vec<Option<String>>), usize>;

fn add(
    facts: &mut Facts<'_>,
    index: &mut Index,
    entity: &str,
    key: &[String],
    told: Vec<(String, Fact)>,
    answer: usize,
) {
    let value = |name: &String| told.iter().find(|(fact, _)| fact == name).and_then(|(_, fact)| text(fact));
    let wanted: Vec<Option<String>> = key.iter().map(value).collect();
    let rows = facts.entities.entry(entity.to_owned()).or_default();
    let at = match key {
        [] if !rows.is_empty() => 0,
        _ => *index.entry((entity.to_owned(), wanted)).or_insert_with(|| {
            rows.push(Row::default());
            rows.len() - 1
        }),
    };
    let mut row = std::mem::take(&mut rows[at]);
    merge(facts, &mut row, told, key, answer);
    if let Some(rows) = facts.entities.get_mut(entity) {
        rows[at] = row;
    }
}

/// A record without its whole key belongs to the only row that has what is known of the key.
fn add_partial(facts: &mut Facts<'_>, entity: &str, key: &[String], told: Vec<(String, Fact)>, answer: usize) {
    let known: Vec<&String> = key.iter().filter(|name| told.iter().any(|(fact, _)| fact == *name)).collect();
    if known.is_empty() && !key.is_empty() {
        return;
    }
    let value = |name: &str| told.iter().find(|(fact, _)| fact == name).and_then(|(_, fact)| text(fact));
    let rows = facts.entities.entry(entity.to_owned()).or_default();
    let fits = |row: &Row| known.iter().all(|name| row.facts.get(*name).and_then(text) == value(name));
    let fitting: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect();
    let at = match fitting.as_slice() {
        [] => {
            rows.push(Row::default());
            rows.len() - 1
        }
        [only] => *only,
        _ => return,
    };
    let mut row = std::mem::take(&mut rows[at]);
    merge(facts, &mut row, told, key, answer);
    if let Some(rows) = facts.entities.get_mut(entity) {
        rows[at] = row;
    }
}

fn text(fact: &Fact) -> Option<String> {
    if let Fact::Known { value, .. } = fact { Some(value.text()) } else { None }
}

fn merge(facts: &Facts<'_>, row: &mut Row, mut told: Vec<(String, Fact)>, key: &[String], answer: usize) {
    if row.facts.is_empty() {
        told.sort_by(|a, b| a.0.cmp(&b.0));
        if told.windows(2).all(|pair| pair[0].0 != pair[1].0) {
            row.facts = std::mem::take(&mut told).into_iter().collect();
        }
    }
    for (name, fact) in told {
        let merged = match row.facts.remove(&name) {
            None => fact,
            // A name is beyond doubt where any answer shows it without a remark.
            Some(old) if key.contains(&name) => {
                if doubt(&old).is_some() {
                    fact
                } else {
                    old
                }
            }
            Some(old) if is_untold(row, &name, &old) || matches!(fact, Fact::Unknown(_)) => later(facts, old, fact),
            Some(old) => observed(facts, row, &name, old, fact),
        };
        row.facts.insert(name, merged);
    }
    if !row.answers.contains(&answer) {
        row.answers.push(answer);
    }
}

fn is_same(old: &Fact, new: &Fact) -> bool {
    match (old, new) {
        (Fact::Known { value: old, .. }, Fact::Known { value: new, .. }) => {
            old.text().eq_ignore_ascii_case(&new.text())
        }
        _ => false,
    }
}

fn doubt(fact: &Fact) -> Option<&Arc<Why>> {
    if let Fact::Known { mark, .. } = fact { mark.doubt.as_ref() } else { None }
}

/// What counts of a column that is told twice: the latest of what was observed, in agreement where no order is known.
fn observed(facts: &Facts<'_>, row: &mut Row, name: &str, old: Fact, new: Fact) -> Fact {
    let mut rivals = row.rivals.remove(name).unwrap_or_else(|| vec![old]);
    let by_hand = rivals.iter().chain([&new]).find_map(doubt).cloned();
    let orders: Vec<_> = rivals.iter().map(|rival| order(facts, rival, &new)).collect();
    if !orders.contains(&Some(Ordering::Greater)) {
        let mut orders = orders.into_iter();
        rivals.retain(|_| orders.next().flatten() != Some(Ordering::Less));
        rivals.push(new);
    }
    let mut fact = match rivals.as_slice() {
        [first, rest @ ..] if rest.iter().all(|rival| is_same(first, rival)) => first.clone(),
        all => contradiction(name, all),
    };
    if let (Fact::Known { mark, .. }, Some(why)) = (&mut fact, by_hand) {
        mark.doubt.get_or_insert(why);
    }
    if rivals.len() > 1 {
        row.rivals.insert(name.to_owned(), rivals);
    }
    fact
}

/// Whether a fact is unknown because its value is masked, and not because others contradict each other.
fn is_untold(row: &Row, name: &str, fact: &Fact) -> bool {
    matches!(fact, Fact::Unknown(_)) && !row.rivals.contains_key(name)
}

/// Of two facts of which one is unknown the later one; where no order is known, the unknown one.
fn later(facts: &Facts<'_>, old: Fact, new: Fact) -> Fact {
    let place = |fact: &Fact| match fact {
        Fact::Known { mark, .. } => Some(mark.place),
        Fact::Unknown(why) => why.marks.first().map(|mark| mark.place),
        Fact::NoneOf(_) => None,
    };
    let order = place(&old).zip(place(&new)).and_then(|(old, new)| facts.order(&old, &new));
    match order {
        Some(Ordering::Less) => new,
        Some(Ordering::Greater) => old,
        _ if matches!(new, Fact::Unknown(_)) => new,
        _ => old,
    }
}

/// Which of two facts was observed first.
fn order(facts: &Facts<'_>, old: &Fact, new: &Fact) -> Option<Ordering> {
    match (old, new) {
        (Fact::Known { mark: old, .. }, Fact::Known { mark: new, .. }) => facts.order(&old.place, &new.place),
        _ => None,
    }
}

/// Different values of one cell, and no order: nobody knows.
fn contradiction(name: &str, rivals: &[Fact]) -> Fact {
    let (mut values, mut marks) = (Vec::new(), Vec::new());
    for rival in rivals {
        let Fact::Known { value, mark, .. } = rival else { continue };
        let value = format!("`{}`", value.text());
        if !values.contains(&value) {
            values.push(value);
            marks.push(mark.clone().noted("here"));
        }
    }
    let text = format!("the evidence contradicts itself: `{name}` is {} at different places", values.join(" and "));
    Fact::Unknown(Why::new(Reason::Contradiction, text).with(marks))
}
