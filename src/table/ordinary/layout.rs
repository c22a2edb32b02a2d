//! The heading of an undamaged table to the lanes in which its cells stand.

use std::sync::Arc;

use super::super::body::{self, ItemKind};
use super::super::gate::Gate;
use super::super::heading::{self, Heading};
use super::super::reader::keys;
use super::super::slot::Slot;
use super::super::{Definition, Kind};
use crate::source::Line;

/// The most columns.
pub(super) const MOST: usize = 24;

/// The number of the first line.
const FIRST: usize = 1;

/// Columns in their places.
pub(super) struct Layout {
    /// The columns from left to right.
    pub(super) slots: Arc<[Slot]>,
    /// Where their cells stand.
    pub(super) lanes: Vec<Lane>,
    /// How many at the left are told once for several records.
    pub(super) groups: usize,
    /// Index of the view.
    pub(super) view: usize,
    /// Names of the fields that labels above the heading tell.
    pub(super) above: Vec<String>,
    /// Which lines of the heading's text hold words, counted from its first.
    pub(super) lines: Vec<usize>,
    /// Whether a row with as many words as columns can be read in one way only.
    pub(super) is_countable: bool,
    /// Whether a list on lines of its own stands below each row; its slot is the last one, and has no lane.
    pub(super) has_list: bool,
}

/// Where the cells of a column stand.
#[derive(Clone, Copy)]
pub(super) struct Lane {
    /// Column at which they start, from 0.
    pub(super) start: u32,
    /// Column behind them.
    pub(super) end: u32,
    /// Whether they are set to the right.
    pub(super) right: bool,
    /// Whether they hold the states of a LIF, the first of them set to the right in four columns.
    pub(super) status: bool,
    /// Whether they may be blank.
    pub(super) blank: bool,
}

/// The layout below a heading's text.
pub(super) fn of(definition: &Definition, gate: &Gate, text: &str) -> Option<Layout> {
    let lines = text.lines().enumerate().map(|(at, line)| Line::clean(FIRST + at, line));
    let items = body::items(lines);
    let at = items.iter().position(|item| item.kind == ItemKind::Text)?;
    // A complaint or a remark above or within a heading says something of the rows.
    let is_heading = |item: &body::Item<'_>| {
        matches!(item.kind, ItemKind::Text | ItemKind::Ruler | ItemKind::Blank) && item.remark.is_none() && !item.asks
    };
    if !items.iter().all(is_heading) || !gate.lets_heading(&items, at) || !definition.sentences.is_empty() {
        return None;
    }
    let heading = heading::sound(definition, &items, at).filter(|heading| heading.next == items.len())?;
    layout(definition, heading)
}

fn layout(definition: &Definition, heading: Heading) -> Option<Layout> {
    let slots = heading.slots;
    let view = definition.views.get(heading.view)?;
    let groups = slots.iter().take_while(|slot| slot.group).count();
    let in_slot = |key: &String| slots.iter().any(|slot| slot.name == *key || slot.splits.contains(key));
    let is_told = |key: &String| in_slot(key) || view.above.contains(key);
    let has_list = slots.last().is_some_and(|slot| slot.kind == Kind::Targets && !slot.headed);
    let placed = &slots[..slots.len() - usize::from(has_list)];
    let is_plain = heading.placed
        && (2..=MOST).contains(&placed.len())
        && groups < placed.len()
        && placed.iter().all(|slot| slot.named && slot.offset.is_some() && slot.width > 0)
        && keys(definition, heading.view).iter().all(is_told);
    if !is_plain {
        return None;
    }
    let lanes = placed.iter().map(lane).collect();
    let is_free = |slot: &Slot| matches!(slot.kind, Kind::Text | Kind::Time | Kind::List | Kind::Targets);
    let is_countable = !(placed.iter().any(|slot| slot.blank) && placed.iter().any(is_free));
    let lines = heading.lines.iter().map(|line| line - FIRST).collect();
    let above = view.above.clone();
    Some(Layout { slots: slots.into(), lanes, groups, view: heading.view, above, lines, is_countable, has_list })
}

fn lane(slot: &Slot) -> Lane {
    let start = slot.offset.unwrap_or(0);
    Lane {
        start: start as u32,
        end: (start + slot.width) as u32,
        right: slot.right,
        status: slot.kind == Kind::UpDown && slot.width >= 10,
        blank: slot.blank,
    }
}
