//! What the lines of a table are read as.

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Step {
    /// It begins a record.
    New,
    /// It begins a record although the one before is unfinished.
    Abrupt,
    /// It goes on with a record.
    GoesOn,
    /// It cannot be read.
    PassedOver,
}

/// Words of a line in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Assigned {
    /// Index of the column.
    pub(in super::super) slot: usize,
    /// The first word.
    pub(in super::super) from: usize,
    /// The word behind the last.
    pub(in super::super) to: usize,
    /// Whether the cell began on an earlier line.
    pub(in super::super) goes_on: bool,
    /// Whether no other reading of them is nearly as cheap.
    pub(in super::super) sure: bool,
    /// Whether they are no value of the column in whose place they stand.
    pub(in super::super) is_misfit: bool,
}

/// A line's reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Reading {
    /// What the line is.
    pub(in super::super) step: Step,
    /// Its cells.
    pub(in super::super) cells: Vec<Assigned>,
    /// What its cells cost.
    pub(in super::super) cost: u32,
    /// Whether it was read without regard to its places, although those of other lines tell.
    pub(in super::super) is_free: bool,
    /// Whether it was passed over because the search for its cells would have taken too long.
    pub(in super::super) is_given_up: bool,
    /// Whether it is certain what the line is.
    pub(in super::super) sure: bool,
    /// Columns in which another reading that is nearly as cheap puts words of this line.
    pub(in super::super) rivals: Vec<usize>,
    /// How much more the best reading costs that differs, where one is nearly as cheap.
    pub(in super::super) second: Option<u32>,
    /// Why it is in doubt, in words; `None` where it is not.
    pub(in super::super) trace: Option<String>,
}

impl Reading {
    pub(super) fn exact(cells: Vec<(usize, usize, usize)>) -> Self {
        let assigned = |(slot, from, to)| Assigned { slot, from, to, goes_on: false, sure: true, is_misfit: false };
        let cells = cells.into_iter().map(assigned).collect();
        Self {
            step: Step::New,
            cells,
            cost: 0,
            is_free: false,
            is_given_up: false,
            sure: true,
            rivals: Vec::new(),
            second: None,
            trace: None,
        }
    }

    pub(in super::super) fn passed_over() -> Self {
        Self { step: Step::PassedOver, ..Self::exact(Vec::new()) }
    }

    /// A line that has so many ways that they were not all looked at.
    pub(super) fn given_up() -> Self {
        let trace = "its words can stand in so many columns in so many ways that the search was given up";
        Self { is_given_up: true, trace: Some(trace.to_owned()), ..Self::passed_over() }
    }

    /// Whether it begins a record at the left edge of the table.
    pub(in super::super) fn starts_at_left(&self) -> bool {
        matches!(self.step, Step::New | Step::Abrupt) && self.cells.first().is_some_and(|cell| cell.slot == 0)
    }
}
