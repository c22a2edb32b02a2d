//! Answers to facts: the rows of each entity (LIF, node, SVM, tape device ...), joined by key from all answers that tell
//! something of it. A fact is known with its marks, or unknown with its reason; nothing is ever filled in.

mod absent;
mod added;
mod advice;
mod cells;
mod chronology;
mod columns;
mod cover;
mod denied;
mod derive;
mod devices;
mod effect;
mod fields;
mod foreign;
mod merge;
mod pieces;
mod presence;
mod queried;
mod reason;
mod repeated;
mod roles;
mod stale;
mod tellers;
mod telling;
mod titles;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::rule::Catalog;
use crate::source::Place;
use crate::table::{Answer, Change, Definition, Reading, Value};
use chronology::Chronology;

pub(crate) use advice::named;
pub(crate) use chronology::dates;
pub use columns::{Columns, Name};
pub use cover::Scope;
pub(crate) use derive::{sources, supposed};
pub(crate) use effect::{Entities, Form, effects};
pub use reason::Reason;
pub use tellers::{Teller, tellers};
pub(crate) use telling::is_by_hand;

/// Words of ONTAP that a fact or a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where they stand.
    pub place: Place,
    /// Lines of the heading above.
    pub heading: Arc<[usize]>,
    /// The column that tells them; empty where none does.
    pub column: Name,
    /// What is to be said of them.
    pub note: String,
    /// Why they prove nothing, although they stand there: somebody wrote beside them, or another answer lacks them.
    pub doubt: Option<Arc<Why>>,
}

impl Mark {
    /// A mark without a remark.
    pub fn at(place: Place, heading: Arc<[usize]>) -> Self {
        Self { place, heading, column: Name::from(""), note: String::new(), doubt: None }
    }

    /// The mark of an element of the list that this one is of; `parts`: where its elements stand.
    #[must_use]
    pub(crate) fn of_part(&self, parts: &[Place], at: usize) -> Self {
        Self { place: parts.get(at).copied().unwrap_or(self.place), ..self.clone() }
    }

    /// The same mark of a cell of this column.
    #[must_use]
    pub fn of(self, column: &Name) -> Self {
        Self { column: column.clone(), ..self }
    }

    /// The same mark with a remark.
    #[must_use]
    pub fn noted(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }
}

/// Why something cannot be told: a short code, a sentence, and the words of ONTAP that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Why, as a code.
    pub reason: Reason,
    /// A sentence.
    pub text: String,
    /// The words that show it; may be empty when nothing was captured.
    pub marks: Vec<Mark>,
    /// Commands whose answers would tell it.
    pub commands: Vec<String>,
    /// Whether a whole answer that lists all such rows does not hold this one.
    pub is_row_absent: bool,
}

impl Why {
    /// A reason with its sentence.
    pub fn new(reason: Reason, text: impl Into<String>) -> Self {
        Self { reason, text: text.into(), marks: Vec::new(), commands: Vec::new(), is_row_absent: false }
    }

    /// The same with marks.
    #[must_use]
    pub fn with(mut self, marks: Vec<Mark>) -> Self {
        self.marks = marks;
        self
    }
}

/// What is known of one column of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The value, and where it stands.
    Known {
        /// The value as printed.
        value: Value,
        /// Where it stands; the elements of a list in `parts`.
        mark: Mark,
        /// Where the elements of a list stand, as many as there are elements; else empty.
        parts: Vec<Place>,
    },
    /// None of these, for what it is worth: complete answers for these values do not hold the row.
    NoneOf(Vec<&'static str>),
    /// Cannot be told.
    Unknown(Why),
}

impl Fact {
    /// The value as text, when it is known.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        if let Self::Known { value, .. } = self { Some(value.as_text()) } else { None }
    }
}

/// One row of an entity.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The facts by column; what no answer tells is absent.
    pub facts: Columns,
    /// Indexes of the answers that hold the row.
    answers: Vec<usize>,
    /// By column what was observed, where no order tells which of it counts.
    rivals: BTreeMap<String, Vec<Fact>>,
    /// Where one answer shows it twice.
    twice: Option<Box<repeated::Twice>>,
}

impl Row {
    /// The value of a column as text, when it is known.
    pub fn text(&self, column: &str) -> Option<Cow<'_, str>> {
        self.facts.text(column)
    }

    /// Whether the value of a column is known, and this text.
    pub(crate) fn is(&self, column: &str, text: &str) -> bool {
        self.text(column).is_some_and(|own| own == text)
    }

    /// The mark of a column, when it is known.
    pub fn mark(&self, column: &str) -> Option<Mark> {
        match self.facts.get(column) {
            Some(Fact::Known { mark, .. }) => Some(mark.clone()),
            _ => None,
        }
    }

    /// Where the row stands: its first key, else its first fact by name.
    pub fn any_mark(&self, columns: &[&str]) -> Option<Mark> {
        let keyed = columns.iter().find_map(|column| self.mark(column));
        let is_known = |name: &&Name| matches!(self.facts.get(name), Some(Fact::Known { .. }));
        keyed.or_else(|| self.mark(self.facts.keys().filter(is_known).min()?))
    }
}

/// What the records of an answer tell, all together.
#[derive(Debug)]
struct Told {
    /// Names of the facts.
    facts: BTreeSet<String>,
    /// Whether every record has its whole key.
    has_keys: bool,
}

/// Rows that take their time to be freed.
const MANY: usize = 1000;

/// All facts about one cluster.
#[derive(Debug)]
pub struct Facts<'a> {
    /// What was read.
    pub reading: &'a Reading,
    /// The tables.
    pub tables: &'a [Definition],
    /// The answers.
    answers: Vec<&'a Answer>,
    /// For each of them the facts that its records tell, and whether each record has its whole key.
    told: Vec<Told>,
    /// Where they stand.
    chronology: Chronology,
    /// Answers that a later answer to the same question replaced, with that one.
    superseded: BTreeMap<usize, usize>,
    /// Answers that cannot be this cluster's, or not of this time.
    foreign: BTreeMap<usize, Why>,
    /// Changes that may have made rows of a table which no answer shows.
    grown: Vec<(usize, &'a Change)>,
    entities: BTreeMap<String, Vec<Row>>,
    /// What was asked of absent facts already.
    telling: absent::Known,
}

impl<'a> Facts<'a> {
    /// Joins the answers of a reading.
    pub fn of(reading: &'a Reading, catalog: &'a Catalog) -> Self {
        let facts = Self::without(reading, catalog, BTreeMap::new());
        let foreign = foreign::find(&facts);
        if foreign.is_empty() { facts } else { Self::without(reading, catalog, foreign) }
    }

    /// Joins all answers but the foreign ones.
    fn without(reading: &'a Reading, catalog: &'a Catalog, foreign: BTreeMap<usize, Why>) -> Self {
        let answers: Vec<&Answer> = reading.answers.iter().collect();
        let tables = &catalog.tables;
        let told = answers.iter().map(|answer| Told::of(&tables[answer.table], answer)).collect();
        let chronology = Chronology::of(&answers, reading);
        let (superseded, grown, entities) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        let telling = absent::Known::default();
        let mut facts =
            Self { reading, tables, answers, told, chronology, superseded, foreign, grown, entities, telling };
        facts.superseded = merge::superseded(&facts);
        merge::join(&mut facts);
        repeated::settle(&mut facts);
        presence::settle(&mut facts);
        queried::settle(&mut facts);
        derive::complete(&mut facts);
        queried::settle_absent(&mut facts);
        queried::settle_left_out(&mut facts);
        stale::settle(&mut facts);
        denied::settle(&mut facts);
        facts
    }

    /// Frees the rows, those of a large cluster beside what comes next.
    pub(crate) fn release(mut self) {
        let entities = std::mem::take(&mut self.entities);
        if entities.values().map(Vec::len).sum::<usize>() > MANY {
            rayon::spawn(|| drop(entities));
        }
    }

    /// The rows of an entity in the order of the text.
    pub fn rows(&self, entity: &str) -> &[Row] {
        self.entities.get(entity).map_or(&[], Vec::as_slice)
    }

    /// The one row of the entity `cluster`.
    pub fn cluster(&self) -> Option<&Row> {
        self.rows("cluster").first()
    }

    /// The cluster's name, which is also the admin SVM's.
    pub fn cluster_name(&self) -> Option<String> {
        self.cluster().and_then(|cluster| cluster.text("cluster-name")).map(Cow::into_owned)
    }

    /// The reading with nothing in it, where two clusters answered and nothing tells them apart.
    pub fn of_no_cluster(&self) -> Option<Reading> {
        let (first, second) = derive::two_clusters(self)?;
        let why = format!("cannot tell whether `{first}` or `{second}` answered");
        let unread = |answer: &Answer| answer.clone().unattributed(&why);
        let answers = self.reading.answers.iter().map(unread).collect();
        Some(Reading { answers, cluster: None, ..self.reading.clone() })
    }

    /// What is known of a column of a row of `entity`; an absent fact comes with the reason for its absence.
    pub fn fact(&self, entity: &str, row: &Row, column: &str) -> Fact {
        self.look(entity, row, column).into_owned()
    }

    /// The same, borrowed where an answer tells it.
    pub(crate) fn look<'r>(&self, entity: &str, row: &'r Row, column: &str) -> Cow<'r, Fact> {
        self.look_near(entity, row, column, &Cell::default())
    }

    /// The same where the column stood at `place` in the row before; tells there where it stands in this one.
    pub(crate) fn look_near<'r>(&self, entity: &str, row: &'r Row, column: &str, place: &Cell<usize>) -> Cow<'r, Fact> {
        let absent = || Cow::Owned(Fact::Unknown(self.absence(entity, row, column)));
        row.facts.get_near(column, place).map_or_else(absent, Cow::Borrowed)
    }

    /// The captured lines of a mark: heading with line numbers, and the line itself.
    pub fn lines(&self, mark: &Mark) -> (Vec<(usize, String)>, String) {
        let Some(capture) = self.reading.captures.get(mark.place.source as usize) else {
            return (Vec::new(), String::new());
        };
        let heading = mark.heading.iter().map(|&line| (line, capture.raw_line(line).to_owned())).collect();
        (heading, capture.raw_line(mark.place.line as usize).to_owned())
    }
}
