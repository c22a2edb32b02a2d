//! What the answers cover: whether all rows of a scope were seen, and why a fact is absent.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::advice::not_captured;
use super::chronology::head;
use super::merge::{entity, key_facts, keys_of_rows};
use super::telling::doubted;
use super::{Facts, Mark, Reason, Row, Told, Why};
use crate::rule::Query;
use crate::table::{Answer, Definition, Doubt, Record, Status, View, is_literal};

/// Column and literal value pairs that all rows of a scope have.
pub type Scope = Vec<(String, String)>;

/// Whether an answer, were it whole, would hold every row of the scope: each of its filters lets the scope through.
pub(super) fn is_covered(answer: &Answer, tables: &[Definition], scope: &[(String, String)]) -> bool {
    lets_all(answer, tables, |fact, value| scope.iter().any(|(column, literal)| column == fact && lets(value, literal)))
}

/// Whether an answer, were it whole, would hold the row. A list is let through where any element is.
pub(super) fn covers(answer: &Answer, tables: &[Definition], row: &Row) -> bool {
    lets_all(answer, tables, |fact, value| row.text(fact).is_some_and(|literal| lets_list(value, &literal)))
}

/// The same but for the filter by one fact.
pub(super) fn covers_but(answer: &Answer, tables: &[Definition], row: &Row, fact: &str) -> bool {
    lets_all(answer, tables, |own, value| {
        own == fact || row.text(own).is_some_and(|literal| lets_list(value, &literal))
    })
}

/// Whether an answer, were it whole, may hold the row: what is not told of the row is no reason why not.
pub(super) fn may_cover(answer: &Answer, tables: &[Definition], row: &Row) -> bool {
    // Whom a name meant that somebody masked, nobody knows.
    let is_masked = |value: &str| value.starts_with(['<', '[', '{']) && value.ends_with(['>', ']', '}']);
    lets_all(answer, tables, |fact, value| {
        is_masked(value) || row.text(fact).is_none_or(|literal| lets_list(value, &literal))
    })
}

/// Whether each filter of an answer lets through; `lets`: the one by this fact and value does.
fn lets_all(answer: &Answer, tables: &[Definition], lets: impl Fn(&str, &str) -> bool) -> bool {
    let definition = &tables[answer.table];
    answer.filters.iter().all(|(name, value)| {
        let fact = definition.column(name).map_or(name.as_str(), |column| column.fact.as_str());
        let is_option = name == "option-name" && definition.derived.iter().any(|fact| is_option(&fact.column, value));
        is_option || lets(fact, value)
    })
}

/// Whether a filter as typed lets a list through: one of its elements does, and where the filter tells what is not wanted, all do.
pub(super) fn lets_list(filter: &str, list: &str) -> bool {
    let mut elements = list.split(", ");
    if filter.starts_with('!') {
        elements.all(|element| lets(filter, element))
    } else {
        elements.any(|element| lets(filter, element))
    }
}

/// Whether a filter as typed lets a value through.
pub(super) fn lets(filter: &str, literal: &str) -> bool {
    if is_literal(filter) {
        return filter.eq_ignore_ascii_case(literal);
    }
    // A list of what is not wanted: `!http,!console`.
    if filter.contains(',') && filter.split(',').all(|one| one.trim().starts_with('!')) {
        return filter.split(',').all(|one| lets(one.trim(), literal));
    }
    let filter = filter.replace(',', "|");
    Query::parse(&filter).is_ok_and(|query| query.matches(literal))
}

impl Told {
    pub(super) fn of(table: &Definition, answer: &Answer) -> Self {
        let names = |record: &Record<&str>| -> BTreeSet<String> {
            let own = record.fields.iter().map(|(name, _)| *name);
            own.chain(answer.filters.iter().map(|(name, _)| name.as_str()))
                .map(|name| column_fact(table, name).to_owned())
                .collect()
        };
        let key = key_facts(table, answer.view);
        let mut told = Self { facts: BTreeSet::new(), has_keys: true };
        let mut last: Vec<String> = Vec::new();
        for record in answer.records.of_each_shape() {
            let fields = || record.fields.iter().map(|(name, _)| *name);
            // Most records of an answer have the same fields.
            if !last.is_empty() && fields().eq(&last) {
                continue;
            }
            last = fields().map(str::to_owned).collect();
            let named = names(&record);
            told.has_keys &= key.iter().all(|name| named.contains(name));
            told.facts.extend(record.fields.iter().map(|(name, _)| column_fact(table, name).to_owned()));
        }
        told
    }
}

impl Facts<'_> {
    /// Why rows of `entity` in this scope may be missing; `None` when a whole answer shows all of them.
    pub fn gap(&self, entity_name: &str, scope: &[(String, String)]) -> Option<Why> {
        let scope = &self.owned(entity_name, scope);
        let lists = |answer: &&&Answer| {
            let table = &self.tables[answer.table];
            entity(table, answer.view) == entity_name
                && table.lists(entity_name)
                && is_covered(answer, self.tables, scope)
        };
        let answers: Vec<&&Answer> = self.current().filter(lists).collect();
        if let Some(why) = answers.iter().find_map(|answer| self.strange(answer)) {
            return Some(why.clone());
        }
        let is_sound = |answer: &&&&Answer| self.is_whole(answer) && self.outgrown(answer).is_none();
        let is_shown = answers.iter().filter(is_sound).any(|answer| answer.doubt.is_none());
        if is_shown || !self.of_each_node(entity_name, scope).is_empty() {
            return None;
        }
        let outgrown = answers.iter().filter(|answer| self.is_whole(answer)).find_map(|answer| self.outgrown(answer));
        let broken = || answers.iter().min_by_key(|answer| answer.status).map(|answer| self.trouble(answer));
        let untold = || not_captured(&self.listing_commands(entity_name));
        // What is in doubt may be a list of other rows.
        let doubted = answers.iter().filter(is_sound).find_map(|answer| doubted(self, answer));
        Some(doubted.or(outgrown).or_else(broken).unwrap_or_else(untold))
    }

    /// The scope with the SVM that alone can own such rows: LIFs for management are the admin SVM's, and so are intercluster
    /// LIFs where a whole list of the SVMs shows none of an IPspace (ND:networking/ipspace_properties.adoc).
    fn owned(&self, entity_name: &str, scope: &[(String, String)]) -> Scope {
        let has = |wanted: &str| scope.iter().find(|(column, _)| column == wanted).map(|(_, word)| word.as_str());
        let is_admins = match has("role") {
            Some("cluster-mgmt" | "node-mgmt") => true,
            Some("intercluster") => self.has_no_ipspaces(),
            _ => false,
        };
        let admin = self.cluster_name().filter(|_| entity_name == "lif" && is_admins && has("vserver").is_none());
        scope.iter().cloned().chain(admin.map(|admin| ("vserver".to_owned(), admin))).collect()
    }

    fn has_no_ipspaces(&self) -> bool {
        let lists = |answer: &&Answer| lists_svm_types(&self.tables[answer.table]) && answer.filters.is_empty();
        let is_told =
            self.current().any(|answer| lists(answer) && self.is_whole(answer) && self.outgrown(answer).is_none());
        let is_plain = |row: &Row| match row.text("type").as_deref() {
            Some("admin" | "data" | "node") => true,
            Some("system") => row.text("vserver").as_deref() == Some("Cluster"),
            _ => false,
        };
        is_told && self.rows("vserver").iter().all(is_plain)
    }

    /// The answers that no later answer to the same question replaced.
    pub(super) fn current(&self) -> impl Iterator<Item = &&'_ Answer> {
        let kept = self.answers.iter().enumerate().filter(|(at, _)| !self.superseded.contains_key(at));
        kept.map(|(_, answer)| answer)
    }

    /// Why an answer cannot be this cluster's.
    fn strange(&self, answer: &Answer) -> Option<&Why> {
        let at = self.answers.iter().position(|known| std::ptr::eq(*known, answer))?;
        self.foreign.get(&at)
    }

    /// The whole answers that list every row of `entity` in this scope: what shows that a row is not there.
    pub fn listings(&self, entity_name: &str, scope: &[(String, String)]) -> Vec<Mark> {
        let lists = |answer: &&&Answer| {
            let table = &self.tables[answer.table];
            entity(table, answer.view) == entity_name
                && table.lists(entity_name)
                && self.is_whole(answer)
                && is_covered(answer, self.tables, scope)
        };
        let mut found: Vec<&Answer> = self.current().filter(lists).copied().collect();
        if found.is_empty() {
            found = self.of_each_node(entity_name, scope);
        }
        found.into_iter().map(|answer| Mark::at(head(answer), Arc::from([]))).collect()
    }

    /// Whether an answer holds all its rows: a block or a group line that ends before the names of a row is no row.
    pub(super) fn is_whole(&self, answer: &Answer) -> bool {
        answer.status.is_whole() && self.strange(answer).is_none() && self.told(answer).is_none_or(|told| told.has_keys)
    }

    fn told(&self, answer: &Answer) -> Option<&Told> {
        let at = self.answers.iter().position(|known| std::ptr::eq(*known, answer))?;
        self.told.get(at)
    }

    /// Why a list in the row may go on: every answer that holds the row ends with it, and is not whole.
    pub fn torn(&self, entity_name: &str, row: &Row) -> Option<Why> {
        let holding = || row.answers.iter().map(|&answer| self.answers[answer]);
        let is_last = |answer: &&Answer| {
            let table = &self.tables[answer.table];
            let key = key_facts(table, answer.view);
            let last = answer.records.last_line();
            let first = key.iter().rev().find_map(|name| row.mark(name)).map(|mark| mark.place.line as usize);
            entity(table, answer.view) == entity_name && !answer.status.is_whole() && first >= last
        };
        let all = holding().all(|answer| is_last(&answer));
        holding().next().filter(|_| all).map(|answer| self.trouble(answer))
    }

    /// Why an answer is not whole.
    pub(super) fn trouble(&self, answer: &Answer) -> Why {
        if let Some(why) = self.strange(answer) {
            return why.clone();
        }
        let place = answer.why_place.unwrap_or_else(|| head(answer));
        let mark = Mark::at(place, Arc::from([])).noted(&answer.why);
        let command = answer.command_line();
        let (reason, text) = match answer.status {
            status if status.is_whole() && !self.is_whole(answer) => {
                (Reason::CutOff, format!("the answer to `{command}` is cut off: it ends before a whole record"))
            }
            Status::Refused => (Reason::Refused, format!("the cluster refused `{command}`: {}", answer.why)),
            Status::CutOff => (Reason::CutOff, format!("the answer to `{command}` is cut off: {}", answer.why)),
            Status::Unreadable if matches!(answer.doubt, Some((Doubt::Unattributed, _))) => {
                (Reason::Contradiction, format!("`{command}`: {}", answer.why))
            }
            Status::Unreadable => {
                (Reason::Unreadable, format!("the answer to `{command}` cannot be read with certainty: {}", answer.why))
            }
            _ => {
                return Why::new(
                    Reason::NotCaptured,
                    format!("`{command}` was asked, and no answer came: {}", answer.why),
                );
            }
        };
        Why { commands: vec![command], ..Why::new(reason, text).with(vec![mark]) }
    }

    /// Why an answer that was asked for `column` of `row` does not show it: it is refused, cut off or unreadable, or it has not the
    /// column that its command names.
    pub fn asked_in_vain(&self, entity_name: &str, row: &Row, column: &str) -> Option<Why> {
        let is_asked = |answer: &&&Answer| {
            !answer.status.is_whole()
                && tells(&self.tables[answer.table], entity_name, column)
                && covers(answer, self.tables, row)
                && self.shows(answer, column)
        };
        let broken = self.current().find(is_asked).map(|answer| self.trouble(answer));
        broken.or_else(|| self.named_in_vain(entity_name, row, column)).or_else(|| self.unread(entity_name, column))
    }

    /// Whether this program asked for the answer, and the cluster does not know the command: then nothing was captured. Whoever types a
    /// command wants its evidence, and its refusal is a fact.
    pub fn is_uncaptured(&self, answer: &Answer) -> bool {
        let is_asked = self.reading.captures.get(answer.source).is_some_and(|capture| capture.asked.is_some());
        is_asked && answer.is_unrecognised()
    }

    /// Whether any answer shows the column, or was asked for it, whatever became of it.
    pub fn is_shown(&self, entity_name: &str, column: &str) -> bool {
        let shows = |answer: &&&Answer| {
            let table = &self.tables[answer.table];
            // A filter tells an element of a list.
            let tells_some = || {
                let is_list = table.column(column).is_some_and(|own| own.kind.is_list());
                is_list && self.filters_by(answer, column) && !answer.records.is_empty()
            };
            tells(table, entity_name, column) && (self.shows(answer, column) || tells_some())
        };
        let asked = || self.current().filter(|answer| !self.is_uncaptured(answer));
        asked().any(|answer| shows(&answer)) || self.unread(entity_name, column).is_some()
    }

    /// Why a whole answer to a command that names the column does not show it: somebody renamed its heading.
    fn named_in_vain(&self, entity_name: &str, row: &Row, column: &str) -> Option<Why> {
        let is_named = |answer: &&&Answer| {
            let table = &self.tables[answer.table];
            let fields = answer.options.split("-fields ").nth(1).unwrap_or_default();
            let mut names = fields.split([',', ' ']);
            let is_strange = |record: &Record| record.fields.iter().any(|(name, _)| table.column(name).is_none());
            names.any(|name| is_told_by(table, name, column))
                && tells(table, entity_name, column)
                && covers(answer, self.tables, row)
                && !self.told(answer).is_some_and(|told| told.facts.contains(column))
                && answer.records.iter().any(|record| is_strange(&record))
        };
        let answer = self.current().find(is_named)?;
        let text = format!(
            "`{}` names `{column}`, and its answer has no such column; capture it again",
            answer.command_line()
        );
        Some(Why::new(Reason::ColumnMissing, text).with(vec![Mark::at(head(answer), Arc::from([]))]))
    }

    /// Why nobody knows what a command answered that may have been asked for the column: its answer cannot be read.
    fn unread(&self, entity_name: &str, column: &str) -> Option<Why> {
        let is_asking = |command: &&String| {
            self.tables.iter().any(|table| table.command == **command && tells(table, entity_name, column))
        };
        let command = self.reading.unanswered.iter().find(is_asking)?;
        Some(Why::new(Reason::Unreadable, format!("the answer to `{command}` cannot be read; capture it again")))
    }

    /// Whether the answer was asked for by a value of the column, as `-role X` asks by the role.
    pub(super) fn filters_by(&self, answer: &Answer, column: &str) -> bool {
        let table = &self.tables[answer.table];
        answer.filters.iter().any(|(name, _)| is_told_by(table, name, column))
    }

    /// Whether the answer's view shows the column: a record has it, or the view lists it.
    pub(super) fn shows(&self, answer: &Answer, column: &str) -> bool {
        let table = &self.tables[answer.table];
        let is_fact = |name: &str| is_told_by(table, name, column);
        let is_told =
            |told: &Told| told.facts.contains(column) || values_of(table, column).any(|of| told.facts.contains(of));
        let in_record = self.told(answer).is_some_and(is_told);
        let option = answer.options.split("-fields ").nth(1);
        let asked = option.map(|fields| fields.split([',', ' ']).any(is_fact));
        let view = view_asked(table, answer);
        let in_view = || {
            if is_instance(table, answer) {
                return true;
            }
            let mut columns = view.map(|view| view.columns.iter().chain(&view.above)).into_iter().flatten();
            table.views.iter().all(|view| view.columns.is_empty())
                || columns.any(|name| {
                    is_fact(name) || table.column(name).is_some_and(|c| c.splits.iter().any(|split| is_fact(split)))
                })
        };
        in_record
            || (answer.records.is_empty() && asked.unwrap_or_else(in_view))
            || (answer.status == Status::CutOff && asked.unwrap_or_else(in_view))
    }
}

/// The view that the command asks for; what was refused shows none.
fn view_asked<'t>(table: &'t Definition, answer: &Answer) -> Option<&'t View> {
    let words: Vec<&str> = answer.options.split_whitespace().collect();
    let is_asked = |view: &&View| {
        !view.option.is_empty() && words.iter().any(|word| word.strip_prefix('-') == Some(view.option.as_str()))
    };
    table.views.iter().find(is_asked).or_else(|| table.views.get(answer.view))
}

/// Whether the command asks for all fields of a record: with `-instance`, or with its whole key.
fn is_instance(table: &Definition, answer: &Answer) -> bool {
    let keyed = |key: &String| answer.filters.iter().any(|(name, _)| name == key);
    answer.options.split_whitespace().any(|word| word == "-instance") || table.key.iter().all(keyed)
}

pub(super) fn tells(table: &Definition, entity_name: &str, column: &str) -> bool {
    let is_key = || (0..table.views.len().max(1)).any(|view| keys_of_rows(table, view).any(|key| key == column));
    (table.columns.iter().any(|c| c.fact == column) || values_of(table, column).next().is_some())
        && table.tells(entity_name)
        && !is_key()
}

/// Whether its answers are the list of all SVMs: that of the SVMs that can have some service tells no types.
pub(super) fn lists_svm_types(table: &Definition) -> bool {
    table.entity == "vserver" && table.lists("vserver") && table.columns.iter().any(|column| column.fact == "type")
}

/// Name of the fact that a column tells.
pub(super) fn column_fact<'a>(table: &'a Definition, name: &'a str) -> &'a str {
    table.column(name).map_or(name, |column| column.fact.as_str())
}

/// Whether the column tells the fact: under its own name, or as the value of the option of that name.
fn is_told_by(table: &Definition, name: &str, fact: &str) -> bool {
    let own = column_fact(table, name);
    own == fact || values_of(table, fact).any(|value| value == own)
}

/// The facts of the table that are the value of the option `option`.
fn values_of<'t>(table: &'t Definition, option: &str) -> impl Iterator<Item = &'t str> {
    let derived = table.derived.iter().filter(move |derived| derived.column == option && table.names_options());
    let from = derived.flat_map(|derived| &derived.from).filter(|(entity, _)| *entity == table.entity);
    from.map(|(_, column)| column.as_str())
}

/// Whether the filter by an option's name is that of the fact: `tape.reservations` of `tape-reservations`.
pub(super) fn is_option(fact: &str, name: &str) -> bool {
    name.replace('.', "-").eq_ignore_ascii_case(fact)
}
