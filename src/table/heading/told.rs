//! Whether a heading tells its table where no command does: other commands of ONTAP print columns of the same names.
//!
//! Of a heading that is not whole a careful reader believes the name only when it tells the records apart, when it says
//! something that not every table says, and when next to nothing in it is strange.

use super::super::body::Item;
use super::super::{Column, Definition, View};
use super::{Heading, is_meant, normal, ruled};

/// Words in the headings of so many commands that they tell none.
const COMMON: &str = "vserver node name status state type port policy size volume aggregate admin oper operational \
    enabled description comment address ip mode role group health available used% used percent id \
    owner version is server reason root ipspace";
/// Names that stand in many tables, so many of which tell one nevertheless.
const ENOUGH: usize = 3;

/// Names of a table's own beside its keys, among so many of which a few strange ones tell nothing.
const MANY: usize = 5;

/// How well a cell of a heading names its column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// With words of the column's heading alone.
    Own,
    /// The same, with words that stand in many tables.
    Common,
    /// With words that are none of its heading's, or not at all.
    Strange,
}

/// What the cells of a heading say together.
struct Tally {
    named: usize,
    /// Columns beside the keys that are named by words of their own.
    telling: usize,
    /// Keys that are.
    telling_keys: usize,
    /// Columns beside the keys that are named by words of many tables.
    common: usize,
    strange: usize,
}

impl Tally {
    fn of(namings: &[(Naming, bool)]) -> Self {
        let count = |wanted: Naming| namings.iter().filter(|(naming, _)| *naming == wanted).count();
        let telling = namings.iter().filter(|(naming, is_key)| *naming == Naming::Own && !is_key).count();
        let common = namings.iter().filter(|(naming, is_key)| *naming == Naming::Common && !is_key).count();
        let (telling_keys, strange) = (count(Naming::Own) - telling, count(Naming::Strange));
        Self { named: namings.len() - strange, telling, telling_keys, common, strange }
    }

    /// What the names weigh: one of the table's own tells it alone, of those in many tables a few do.
    fn weight(&self) -> usize {
        // In a strange table keys tell nothing: other commands tell their records apart by the same ones.
        let telling = self.telling + if self.strange == 0 { self.telling_keys } else { 0 };
        ENOUGH * telling + self.common
    }

    /// `missing`: columns of the view that nothing names. A new release has columns more, or one with another name.
    fn is_told(&self, missing: usize) -> bool {
        match (self.strange, missing) {
            (0, _) => self.weight() >= ENOUGH,
            // All that the view has, one name of its own among them, and one column more.
            (1, 0) if self.named > 1 && self.telling > 0 => true,
            (1, 0 | 1) | (2, 0) => self.named > 2 * self.strange && self.weight() >= 2 * ENOUGH - missing,
            _ => false,
        }
    }
}

/// Whether the heading at item `at`, some of whose words may be lost or strange, is of this table and no other command's.
pub(in super::super) fn is_told(definition: &Definition, heading: &Heading, items: &[Item<'_>], at: usize) -> bool {
    let Some(cells) = ruled::cells(definition, items, at) else { return false };
    let view = &definition.views[heading.view];
    let key = view.key.as_ref().unwrap_or(&definition.key);
    let is_key = |name: &String| key.contains(name);
    let namings: Vec<(Naming, bool)> = cells
        .iter()
        .zip(&heading.slots)
        .map(|(cell, slot)| (naming(view, definition.column(&slot.name), cell), is_key(&slot.name)))
        .collect();
    let known = |name: &String| {
        let mut named = heading.slots.iter().zip(&namings);
        named.any(|(slot, (naming, _))| slot.name == *name && *naming != Naming::Strange)
    };
    let is_headed = |name: &&String| definition.column(name).is_some_and(|column| !column.headings.is_empty());
    let missing = view.columns.iter().filter(is_headed).filter(|name| !known(name)).count();
    !is_parted(&namings) && Tally::of(&namings).is_told(missing)
}

/// Whether names of fields in one line, among them perhaps some that no column has, are of this table.
pub(in super::super) fn are_told(definition: &Definition, names: &[&str]) -> bool {
    let naming = |name: &&str| {
        let naming = match definition.column(name) {
            None => Naming::Strange,
            Some(_) if is_common_name(name) => Naming::Common,
            Some(_) => Naming::Own,
        };
        (naming, definition.key.iter().any(|key| key == name))
    };
    let namings: Vec<(Naming, bool)> = names.iter().map(naming).collect();
    let has_keys = definition.key.iter().all(|key| names.contains(&key.as_str()));
    let tally = Tally::of(&namings);
    // All fields of a command: a release has some that no other has.
    let is_all = tally.telling >= MANY && tally.named >= 2 * tally.strange;
    has_keys && !is_parted(&namings) && (is_all || tally.is_told(0))
}

/// Whether something strange stands before a key, or for one: what tells the records apart there is another command's.
fn is_parted(namings: &[(Naming, bool)]) -> bool {
    let last = namings.iter().rposition(|(_, is_key)| *is_key).map_or(0, |last| last + 1);
    namings[..last].iter().any(|(naming, _)| *naming == Naming::Strange)
}

fn naming(view: &View, column: Option<&Column>, cell: &[String]) -> Naming {
    let words = || cell.iter().flat_map(|line| line.split_whitespace());
    let is_own = column.is_some_and(|column| view.columns.contains(&column.name));
    let is_in = |heading: &Vec<String>| {
        let own: Vec<String> = heading.iter().flat_map(|line| line.split_whitespace()).map(normal).collect();
        // Of a column that the view has some words may be lost; another one is named in full.
        let is_whole = own.len() == words().count();
        let is_one = |word: &str| own.iter().any(|own| is_meant(&normal(word), own));
        words().all(is_one) && (is_whole || is_own)
    };
    match column {
        Some(column) if words().next().is_some() && column.headings.iter().any(is_in) => {
            // A column that no view shows beside the others may be another command's.
            if is_own && !words().all(is_common) { Naming::Own } else { Naming::Common }
        }
        _ => Naming::Strange,
    }
}

/// Whether all words of a field's name stand in many tables.
pub(in super::super) fn is_common_name(name: &str) -> bool {
    name.split('-').all(is_common)
}

fn is_common(word: &str) -> bool {
    COMMON.split(' ').any(|common| normal(common) == normal(word))
}
