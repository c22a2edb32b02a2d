//! Which commands a question needs: from the columns that the rules read, through the tables, to the commands.
//!
//! Nothing here names a command or a rule: what a rule reads stands in its file, and which command tells it in the
//! tables'. A command is asked once, for all fields that any selected rule reads; fields that only older or only newer
//! releases have make two forms of it, of which a cluster gets one.

mod form;
mod need;

use std::collections::BTreeSet;

use super::script::{NotAllowed, Show};
use crate::judge::{Question, Scope};
use crate::rule::{Catalog, OntapRange};
use crate::table::{Definition, Reading, Sentence};
use need::{Need, Reader};

/// When a command is worth sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Only on these releases.
    pub era: Option<OntapRange>,
    /// Only in this NDMP scope.
    pub scope: Option<Scope>,
}

/// What a cluster is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To be judged.
    #[default]
    Check,
    /// To be judged, and for the sheet that the backup administrator needs.
    Handoff,
}

/// One command of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The machine form, with `-fields` where the command knows it.
    pub show: Show,
    /// The form of the document, for releases that do not know the other.
    pub plain: Show,
    /// Whether the answer to `show` carries separators, unless it is empty or an error.
    pub separated: bool,
    /// Canonical command of the table that reads the answer.
    pub table: String,
    /// Where the command stands in ONTAP's hierarchy, as the commands about roles name it.
    pub directory: String,
    /// The rules that need it.
    pub rules: Vec<String>,
    /// What it is for, in a sentence.
    pub why: String,
    /// When it is worth sending.
    pub when: When,
    /// Whether its answer decides which others are sent: the release and the scope.
    pub first: bool,
    /// Sentences that are a whole answer to it.
    pub(super) sentences: Vec<Sentence>,
    /// Whether ONTAP counts two and more rows of its answer.
    pub(super) counted: bool,
}

/// The commands that a question needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The commands, the first ones first.
    pub steps: Vec<Planned>,
    /// Commands that tables name and that may not be sent.
    pub refused: Vec<NotAllowed>,
}

/// What the first answers tell about which further commands are worth sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Firewall policies or service policies; `None`: cannot be told.
    pub era: Option<OntapRange>,
    /// NDMP scope; `None`: cannot be told.
    pub scope: Option<Scope>,
}

impl Plan {
    /// The plan for a question: all commands that a cluster can need, of which nothing is known but what the question
    /// says.
    pub fn of(catalog: &Catalog, question: &Question) -> Self {
        Self::with(catalog, question, Purpose::Check)
    }

    /// The same with what this purpose needs besides.
    pub fn with(catalog: &Catalog, question: &Question, purpose: Purpose) -> Self {
        let known = Known::of(&Reading::default(), catalog, question);
        let needs = need::of(catalog, question, purpose, &known);
        let mut plan = Self::default();
        for table in &catalog.tables {
            let own: Vec<&Need> = needs.iter().filter(|need| need.table == table.command).collect();
            for era in eras(&own) {
                plan.add(catalog, table, &own, era);
            }
        }
        plan.steps.retain(|step| step.applies(&known));
        plan.mark_first();
        plan
    }

    fn add(&mut self, catalog: &Catalog, table: &Definition, needs: &[&Need], era: Option<OntapRange>) {
        let own: Vec<&Need> = needs
            .iter()
            .copied()
            .filter(|need| need.when.era.is_none() || era.is_none() || need.when.era == era)
            .collect();
        let fields: BTreeSet<&str> = own.iter().map(|need| need.column.as_str()).collect();
        // The plain form is the document's: rules beyond it say nothing where it does not show what they read.
        let is_beyond = |need: &&&Need| matches!(&need.reader, Reader::Rule(name) if catalog.rule(name).is_some_and(|rule| !rule.beyond.is_empty()));
        let plain: BTreeSet<&str> =
            own.iter().filter(|need| !is_beyond(need)).map(|need| need.column.as_str()).collect();
        match form::of(table, &fields, if plain.is_empty() { &fields } else { &plain }) {
            Ok(form) => self.steps.push(Planned {
                show: form.show,
                plain: form.plain,
                separated: !table.without_fields,
                table: table.command.clone(),
                directory: if table.directory.is_empty() { table.command.clone() } else { table.directory.clone() },
                rules: rules(&own),
                why: why(table, &own),
                when: When { era, scope: shared(own.iter().map(|need| need.when.scope)) },
                first: false,
                sentences: table.sentences.clone(),
                counted: table.counted,
            }),
            Err(refused) => self.refused.push(refused),
        }
    }

    /// Marks the commands whose answers decide whether others are sent, and puts them before those.
    fn mark_first(&mut self) {
        let by_era = self.steps.iter().any(|step| step.when.era.is_some());
        let by_scope = self.steps.iter().any(|step| step.when.scope.is_some());
        for step in &mut self.steps {
            let tells = |field: &str| step.sentences.iter().any(|sentence| sentence.field == field);
            step.first = by_era && tells("release") || by_scope && tells("node-scope-mode");
        }
        self.steps.sort_by_key(|step| !step.first);
    }
}

/// The eras for which the fields differ: one where they do not.
fn eras(needs: &[&Need]) -> Vec<Option<OntapRange>> {
    let fields = |era: OntapRange| -> BTreeSet<&str> {
        let own = needs.iter().filter(|need| need.when.era.is_none_or(|own| own == era));
        own.map(|need| need.column.as_str()).collect()
    };
    let (old, new) = (fields(OntapRange::Before9101), fields(OntapRange::From9101));
    match (old.is_empty(), new.is_empty()) {
        (true, true) => Vec::new(),
        (false, true) => vec![Some(OntapRange::Before9101)],
        (true, false) => vec![Some(OntapRange::From9101)],
        _ if old == new => vec![None],
        _ => vec![Some(OntapRange::Before9101), Some(OntapRange::From9101)],
    }
}

/// The value that all have; `None` where one has none, or two differ.
fn shared(mut scopes: impl Iterator<Item = Option<Scope>>) -> Option<Scope> {
    let first = scopes.next().flatten()?;
    scopes.all(|scope| scope == Some(first)).then_some(first)
}

fn rules(needs: &[&Need]) -> Vec<String> {
    let rule = |need: &&Need| if let Reader::Rule(rule) = &need.reader { Some(rule.clone()) } else { None };
    let rules: BTreeSet<String> = needs.iter().filter_map(rule).collect();
    rules.into_iter().collect()
}

fn why(table: &Definition, needs: &[&Need]) -> String {
    let has = |reader: &Reader| needs.iter().any(|need| need.reader == *reader);
    let named = has(&Reader::Name).then(|| "the name of the cluster".to_owned());
    let decides = has(&Reader::Branches).then(|| "the choice of the other commands".to_owned());
    let handed = has(&Reader::Sheet).then(|| "the hand-off sheet".to_owned());
    let readers: Vec<String> = rules(needs).into_iter().chain(named).chain(decides).chain(handed).collect();
    format!("tells {}; for {}", table.about, readers.join(", "))
}

impl When {
    /// Both at once; `None` where they exclude each other.
    fn and(self, other: Self) -> Option<Self> {
        let era = both(self.era, other.era)?;
        let scope = both(self.scope, other.scope)?;
        Some(Self { era, scope })
    }

    fn is_possible(&self, known: &Known) -> bool {
        let era = self.era.is_none() || known.era.is_none() || self.era == known.era;
        era && (self.scope.is_none() || known.scope.is_none() || self.scope == known.scope)
    }
}

fn both<T: Copy + PartialEq>(one: Option<T>, other: Option<T>) -> Option<Option<T>> {
    match (one, other) {
        (Some(one), Some(other)) => (one == other).then_some(Some(one)),
        (one, other) => Some(one.or(other)),
    }
}

impl Planned {
    /// The form whose answer is saved as a person captures it: the document's, but never all fields of every row where the
    /// few that are needed do.
    pub fn saved(&self) -> &Show {
        if self.plain.text().ends_with(" -instance") { &self.show } else { &self.plain }
    }

    /// Whether it is worth sending to a cluster of which this is known; what is not known speaks for sending.
    pub fn applies(&self, known: &Known) -> bool {
        self.when.is_possible(known)
    }
}

impl Known {
    /// What the first answers tell, by the judgement's own reckoning.
    pub fn of(reading: &Reading, catalog: &Catalog, question: &Question) -> Self {
        let (era, scope) = crate::judge::branches(reading, catalog, question);
        Self { era, scope }
    }
}
