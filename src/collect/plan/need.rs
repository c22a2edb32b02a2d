//! Which columns of which tables the selected rules read, and the fewest tables that tell all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, Purpose, When};
use crate::facts::sources;
use crate::judge::handoff::reads;
use crate::judge::{Question, Scope, unasked};
use crate::rule::{Catalog, OntapRange, Read};
use crate::table::{Column, Definition, Era};

/// A column of a table that somebody reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// Command of the table.
    pub(super) table: String,
    /// Name of the column.
    pub(super) column: String,
    /// Who reads it.
    pub(super) reader: Reader,
    /// When it is read.
    pub(super) when: When,
}

/// What is read, by whom, and when.
struct Wish {
    read: Read,
    reader: Reader,
    when: When,
}

/// Who reads something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// A rule.
    Rule(String),
    /// The report, which names the cluster.
    Name,
    /// The collector, which sends only what applies.
    Branches,
    /// The sheet for the backup administrator.
    Sheet,
}

/// The columns that are read, each of the table that is asked for it: those of the rules, the name of the cluster, and
/// what decides which of all these apply, where that is not known.
pub(super) fn of(catalog: &Catalog, question: &Question, purpose: Purpose, known: &Known) -> Vec<Need> {
    let own = |read: Read, reader: Reader| Wish { read, reader, when: When::default() };
    let mut wishes = wishes(catalog, question);
    if purpose == Purpose::Handoff {
        let of_sheet = |(read, scope)| Wish { read, reader: Reader::Sheet, when: When { era: None, scope } };
        wishes.extend(reads(question).into_iter().map(of_sheet));
    }
    wishes.push(own(cluster_name(), Reader::Name));
    let asks_svms = wishes.iter().any(|wish| wish.read == svm_type());
    // The admin SVM has the cluster's name.
    let named = |wish: Wish| {
        if asks_svms && wish.read == cluster_name() { Wish { read: svm_type(), ..wish } } else { wish }
    };
    let mut wishes: Vec<Wish> = wishes.into_iter().map(named).flat_map(|wish| asked(&wish, &catalog.tables)).collect();
    let needs = told_by(catalog, &wishes, known);
    let read = |column: &str| ("cluster".to_owned(), column.to_owned());
    if known.era.is_none() && needs.iter().any(|need| need.when.era.is_some()) {
        wishes.push(own(read("release"), Reader::Branches));
    }
    if known.scope.is_none() && needs.iter().any(|need| need.when.scope.is_some()) {
        wishes.push(own(read("node-scope-mode"), Reader::Branches));
    }
    told_by(catalog, &wishes, known)
}

/// The columns that tell what is wished.
fn told_by(catalog: &Catalog, wishes: &[Wish], known: &Known) -> Vec<Need> {
    // What is judged is asked in the same way, whether a sheet is written besides or not.
    let (of_sheet, judged): (Vec<&Wish>, Vec<&Wish>) = wishes.iter().partition(|wish| wish.reader == Reader::Sheet);
    let of_judged = chosen(&catalog.tables, &judged, BTreeSet::new());
    let all = chosen(&catalog.tables, &of_sheet, of_judged.clone());
    let mut needs: Vec<Need> = Vec::new();
    for wish in wishes {
        let chosen = if wish.reader == Reader::Sheet { &all } else { &of_judged };
        let tables = || catalog.tables.iter().filter(|table| chosen.contains(table.command.as_str()));
        let entity = wish.read.0.as_str();
        let teller = tables()
            .filter(|_| !is_key(&wish.read, &catalog.tables))
            .find_map(|table| Some((table, told(table, &wish.read)?)));
        needs.extend(teller.and_then(|(table, column)| need(wish, table, column)));
        // Which rows there are must be told too: by the same table, or by one that lists them.
        if entity != "cluster" && !teller.is_some_and(|(table, _)| table.lists(entity)) {
            let listing = tables().find(|table| table.entity == entity && table.lists(entity));
            let keys = listing
                .into_iter()
                .flat_map(|table| table.key.iter().filter_map(move |key| Some((table, table.column(key)?))));
            needs.extend(keys.filter_map(|(table, column)| need(wish, table, column)));
        }
    }
    needs.retain(|need| need.when.is_possible(known));
    needs
}

fn cluster_name() -> Read {
    ("cluster".to_owned(), "cluster-name".to_owned())
}

fn svm_type() -> Read {
    ("vserver".to_owned(), "type".to_owned())
}

fn wishes(catalog: &Catalog, question: &Question) -> Vec<Wish> {
    let rules = catalog.rules.iter().filter(|rule| unasked(rule, question).is_none());
    let of_rule = |rule: &crate::rule::Rule| {
        let scope = rule.applies.scope.as_deref().map(|word| if word == "svm" { Scope::Svm } else { Scope::Node });
        let when = When { era: rule.applies.ontap.and_then(|releases| releases.side()), scope };
        let id = rule.id.clone();
        let wish = move |read: Read| {
            // What decides whether the rule applies is needed before that is known.
            let decides = read.0 == "cluster" && matches!(read.1.as_str(), "release" | "node-scope-mode");
            Wish { read, reader: Reader::Rule(id.clone()), when: if decides { When::default() } else { when } }
        };
        rule.needs().into_iter().map(wish).collect::<Vec<_>>()
    };
    rules.flat_map(of_rule).collect()
}

/// What to ask for a fact that follows from others.
fn asked(wish: &Wish, tables: &[Definition]) -> Vec<Wish> {
    let one = |read| Wish { read, reader: wish.reader.clone(), when: wish.when };
    sources(tables, &wish.read.0, &wish.read.1).into_iter().map(one).collect()
}

fn need(wish: &Wish, table: &Definition, column: &Column) -> Option<Need> {
    let of = |era: Option<Era>| When { era: era.map(range), scope: None };
    let when = wish.when.and(of(table.era))?.and(of(column.era))?;
    Some(Need { table: table.command.clone(), column: column.name.clone(), reader: wish.reader.clone(), when })
}

fn range(era: Era) -> OntapRange {
    match era {
        Era::Old => OntapRange::Before9101,
        Era::New => OntapRange::From9101,
    }
}

/// The column that tells the fact in the records of the table; a cell that is split tells its parts only.
fn told<'t>(table: &'t Definition, (entity, fact): &Read) -> Option<&'t Column> {
    let own = || table.columns.iter().filter(|column| column.splits.is_empty());
    if table.entity == *entity { own().find(|column| column.fact == *fact) } else { None }
}

/// Whether the column is one of those that tell the rows of its entity apart.
fn is_key((entity, fact): &Read, tables: &[Definition]) -> bool {
    let of = |table: &Definition| table.key.iter().any(|key| table.column(key).is_some_and(|key| key.fact == *fact));
    tables.iter().any(|table| table.entity == *entity && of(table))
}

/// Commands of the tables that are asked: those that were chosen `before`, those that alone tell something, then those that tell most of the rest, and
/// for every entity one that lists its rows.
fn chosen<'t>(tables: &'t [Definition], wishes: &[&Wish], before: BTreeSet<&'t str>) -> BTreeSet<&'t str> {
    let mut tellers: BTreeMap<&Read, Vec<&'t Definition>> = BTreeMap::new();
    for wish in wishes.iter().filter(|wish| !is_key(&wish.read, tables)) {
        tellers.insert(&wish.read, tables.iter().filter(|table| told(table, &wish.read).is_some()).collect());
    }
    let mut chosen: BTreeSet<&str> = tellers.values().filter_map(|tables| only(tables)).chain(before).collect();
    loop {
        let open: Vec<&Vec<&Definition>> = tellers
            .values()
            .filter(|tables| !tables.iter().any(|table| chosen.contains(table.command.as_str())))
            .collect();
        let count = |table: &Definition| open.iter().filter(|tables| tables.contains(&table)).count();
        let best = tables.iter().rev().max_by_key(|table| count(table)).filter(|table| count(table) > 0);
        let Some(best) = best else { break };
        chosen.insert(&best.command);
    }
    let entities: BTreeSet<&str> = wishes.iter().map(|wish| wish.read.0.as_str()).filter(|&e| e != "cluster").collect();
    for entity in entities {
        let mut listing = tables.iter().filter(|table| table.entity == entity && table.lists(entity));
        if !listing.clone().any(|table| chosen.contains(table.command.as_str())) {
            chosen.extend(listing.next().map(|table| table.command.as_str()));
        }
    }
    chosen
}

fn only<'t>(tables: &[&'t Definition]) -> Option<&'t str> {
    if let [only] = tables { Some(&only.command) } else { None }
}
