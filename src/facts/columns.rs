//! The facts of a row by column. A row has a dozen of them, which are found at once in a short list; a row with hundreds, as one
//! of options, keeps those that are more in a tree. What a record of an answer tells undamaged stays there until somebody asks.

use std::borrow::{Borrow, Cow};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Fact;
use super::cells::Cells;

/// Longer lists are searched no faster than a tree.
const FEW: usize = 48;

/// Name of a fact in its entity. Rows of one answer share their names.
#[derive(Clone)]
pub enum Name {
    /// A name that the program itself gives.
    Own(&'static str),
    /// A name of the tables, or of the text.
    Told(Arc<str>),
}

/// The facts of one row, each under the name of its column, which stands in one of the three.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    few: Vec<(Name, Fact)>,
    more: BTreeMap<Name, Fact>,
    cells: Option<Cells>,
}

/// Places from which on they are those of cells.
const CELLS: usize = 1 << 16;

impl Columns {
    /// The facts of these columns, of which no two are the same.
    pub(super) fn of(mut told: Vec<(Name, Fact)>) -> Self {
        let more = if told.len() > FEW { told.split_off(FEW).into_iter().collect() } else { BTreeMap::new() };
        Self { few: told, more, cells: None }
    }

    /// The facts of these cells.
    pub(super) fn of_cells(cells: Cells) -> Self {
        Self { cells: Some(cells), ..Self::default() }
    }

    /// Whether nothing is known of the row.
    pub fn is_empty(&self) -> bool {
        self.few.is_empty() && self.more.is_empty() && self.cells.is_none()
    }

    /// What is known of a column.
    pub fn get(&self, column: &str) -> Option<&Fact> {
        if let Some((_, fact)) = self.few.iter().find(|(name, _)| name.is(column)) {
            return Some(fact);
        }
        match &self.cells {
            Some(cells) => cells.position(column).map(|at| cells.get(at)).or_else(|| self.in_tree(column)),
            None => self.in_tree(column),
        }
    }

    fn in_tree(&self, column: &str) -> Option<&Fact> {
        if self.more.is_empty() { None } else { self.more.get(column) }
    }

    /// The value of a column as text, when it is known.
    pub(super) fn text(&self, column: &str) -> Option<Cow<'_, str>> {
        if let Some((_, fact)) = self.few.iter().find(|(name, _)| name.is(column)) {
            return fact.text();
        }
        let cell = self.cells.as_ref().and_then(|cells| Some((cells, cells.position(column)?)));
        match cell {
            Some((cells, at)) => cells.text(at),
            None => self.in_tree(column)?.text(),
        }
    }

    /// What is known of a column that stood at `place` in the row before, as in most rows of an answer; tells there where it stands.
    pub(super) fn get_near(&self, column: &str, place: &Cell<usize>) -> Option<&Fact> {
        if let Some((_, fact)) = self.few.get(place.get()).filter(|(name, _)| name.is(column)) {
            return Some(fact);
        }
        if let Some(cells) = &self.cells
            && let Some(at) = place.get().checked_sub(CELLS).filter(|at| cells.tells(*at, column))
        {
            return Some(cells.get(at));
        }
        if let Some(at) = self.few.iter().position(|(name, _)| name.is(column)) {
            place.set(at);
            return Some(&self.few[at].1);
        }
        if let Some((cells, at)) = self.cells.as_ref().and_then(|cells| Some((cells, cells.position(column)?))) {
            place.set(CELLS + at);
            return Some(cells.get(at));
        }
        self.in_tree(column)
    }

    /// Whether anything is known of a column, be it why it is not told.
    pub fn contains_key(&self, column: &str) -> bool {
        let is_cell = || self.cells.as_ref().is_some_and(|cells| cells.position(column).is_some());
        self.few.iter().any(|(name, _)| name.is(column)) || is_cell() || self.more.contains_key(column)
    }

    /// The names of the columns, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &Name> {
        let cells = self.cells.iter().flat_map(Cells::names);
        self.few.iter().map(|(name, _)| name).chain(cells).chain(self.more.keys())
    }

    /// The columns with what is known of each, in no order.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&Name, &mut Fact)> {
        for (name, fact) in self.cells.take().map(Cells::into_facts).unwrap_or_default() {
            self.insert(name, fact);
        }
        self.few.iter_mut().map(|(name, fact)| (&*name, fact)).chain(self.more.iter_mut())
    }

    /// Takes `fact` for what is known of a column.
    pub(super) fn insert(&mut self, column: impl Into<Name>, fact: Fact) {
        let column = column.into();
        if let Some(cells) = &mut self.cells
            && let Some(at) = cells.position(&column)
        {
            cells.leave(at);
        }
        match self.few.iter().position(|(name, _)| name.is(&column)) {
            Some(at) => self.few[at].1 = fact,
            None if self.few.len() < FEW => self.few.push((column, fact)),
            None => {
                self.more.insert(column, fact);
            }
        }
    }

    /// Takes `fact` for what is known of a column of which nothing is known yet.
    pub(super) fn complete(&mut self, column: impl Into<Name>, fact: Fact) {
        let column = column.into();
        if !self.contains_key(&column) {
            self.insert(column, fact);
        }
    }

    /// Takes out what is known of a column.
    pub(super) fn remove(&mut self, column: &str) -> Option<Fact> {
        if let Some(cells) = &mut self.cells
            && let Some(at) = cells.position(column)
        {
            return Some(cells.take(at));
        }
        match self.few.iter().position(|(name, _)| name.is(column)) {
            Some(at) => {
                let (_, fact) = self.few.swap_remove(at);
                // A name stands in one of the two, so that the next one of the tree may stand in the list.
                self.few.extend(self.more.pop_first());
                Some(fact)
            }
            None => self.more.remove(column),
        }
    }
}

impl Name {
    /// Whether it is this one. Most that are as long end in other letters, which is seen at once.
    pub(super) fn is(&self, other: &str) -> bool {
        let (name, other) = (self.as_bytes(), other.as_bytes());
        name.len() == other.len() && name.last() == other.last() && name == other
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Own(name) => name,
            Self::Told(name) => name,
        }
    }
}

impl From<&'static str> for Name {
    fn from(name: &'static str) -> Self {
        Self::Own(name)
    }
}

impl From<Cow<'_, str>> for Name {
    fn from(name: Cow<'_, str>) -> Self {
        Self::Told(name.into())
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Columns, FEW, Name};
    use crate::facts::{Fact, Reason, Why};

    fn fact(text: &str) -> Fact {
        Fact::Unknown(Why::new(Reason::Unset, text))
    }

    fn text(columns: &Columns, name: &str) -> Option<String> {
        columns.get(name).map(|fact| match fact {
            Fact::Unknown(why) => why.text.clone(),
            _ => String::new(),
        })
    }

    #[test]
    fn few_columns_and_many_are_kept_alike() {
        let name = |at: usize| format!("column-{at}");
        for count in [1, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let told = (0..count).map(|at| (Name::Told(name(at).into()), fact(&name(at)))).collect();
            let mut columns = Columns::of(told);
            columns.insert(Name::Told(name(count).into()), fact("new"));
            columns.insert(Name::Told(name(0).into()), fact("other"));
            columns.complete(Name::Told(name(0).into()), fact("late"));
            assert_eq!(text(&columns, &name(0)).as_deref(), Some("other"));
            assert_eq!(text(&columns, &name(count)).as_deref(), Some("new"));
            let place = Cell::new(count);
            for at in (0..=count).rev() {
                let near = columns.get_near(&name(at), &place);
                assert_eq!(near, columns.get(&name(at)), "{at} of {count}");
            }
            assert_eq!(columns.get_near("no column", &place), None);
            for at in 0..=count {
                assert!(columns.remove(&name(at)).is_some(), "{at} of {count}");
                assert!(!columns.contains_key(&name(at)));
                assert_eq!(columns.keys().count(), count - at);
            }
            assert!(columns.is_empty());
        }
    }
}
