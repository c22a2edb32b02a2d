//! What a reading of a line costs: all prices in one place, each with its reason.
//!
//! One column of displacement costs 1. A wrong type is impossible and has no price. What matters is the order: a word that
//! nobody reads costs more than any word that was moved, and a record that ends too early costs more than a line passed over.

/// A cell of several words that ends where a column to its right begins, in blanks that somebody typed.
pub(super) const HOLE: u32 = 5;
/// A tab inside a cell: tabs part cells.
pub(super) const TAB: u32 = 20;
/// A word within a cell, one blank behind the word before, that stands just where a column to the right begins.
pub(super) const UNDER_ANOTHER: u32 = 3;
/// The same where more blanks stand before it: it is that column's, and hardly this one's.
pub(super) const FOREIGN: u32 = 25;
/// A column that may be blank, left blank where no places are seen: each one is a guess.
pub(super) const BLANK: u32 = 2;
/// Columns of displacement that a cell pays for at most: one that was moved at all may have been moved far.
pub(super) const FARTHEST: u32 = 12;
/// Columns that the first cell of a line can stand away from its own: nothing on its line has pushed it.
pub(super) const FARTHEST_FIRST: u32 = 8;
/// For each column of that: an indent tells where a record begins.
pub(super) const FIRST: u32 = 3;
/// A cell left of its column, one blank behind the word before: ONTAP never puts a cell there.
pub(super) const DRAWN: u32 = 8;
/// A cell that stands as far aside as the one before, which was pushed: ONTAP puts it back where it has room.
pub(super) const STILL_ASIDE: u32 = 2;
/// A line that goes on with a record.
pub(super) const GOES_ON: u32 = 1;
/// A line that goes on with a cell of the line before.
pub(super) const SAME_CELL: u32 = 2;
/// A line that goes on with a free text, which fits almost anything.
pub(super) const SAME_TEXT: u32 = 6;
/// A cell that ONTAP put on the next line, because the cell before it reached into its column.
pub(super) const OVERRUN: u32 = 1;
/// Going on in a column that may be blank, where its place cannot be seen.
pub(super) const ODD_COLUMN: u32 = 4;
/// Going on at the left although other lines are indented.
pub(super) const LOST_INDENT: u32 = 8;
/// A cell that stands just below the heading of another column, in a line that is read without its places.
pub(super) const ABROAD: u32 = MARGIN + 1;
/// A line whose words stand at places of their own in a table where places are seen.
pub(super) const FREE: u32 = 14;
/// Beginning below a heading with a row whose group was not told.
pub(super) const ORPHAN: u32 = 10;
/// A cell that somebody lost, where all others of its line stand in their places: less than a word in the place of another column.
pub(super) const LOST: u32 = 20;
/// A word in the place of a column that is no value of it: less than passing over its line, more than any moved word.
pub(super) const MISFIT: u32 = 26;
/// The same where the word is one that somebody puts there to hide a value: hardly more than a word of an unknown release.
pub(super) const MASKED: u32 = 9;
/// Passing over a line.
pub(super) const PASSED_OVER: u32 = 30;
/// Leaving a record unfinished: more than passing over the line that would have to begin another one.
pub(super) const UNFINISHED: u32 = 45;
/// Ending with an unfinished record: a text may be cut there, so less than passing over its last line, also where it was moved.
pub(super) const CUT: u32 = PASSED_OVER - 6;
/// Ending a record early in the middle of a table, where all words of its last line stand in their places: somebody, or an editor, lost
/// what stood behind them.
pub(super) const EARLY: u32 = CUT;
/// How much more another reading must cost than the best one, where places are not seen: less than one blank more.
pub(super) const MARGIN: u32 = 3;
/// A way that costs so much more than the best one is given up: more than an unfinished record and a line passed over.
pub(super) const HOPELESS: u32 = 90;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worse_costs_more() {
        const { assert!(PASSED_OVER > FARTHEST + DRAWN, "a line passed over, and a cell that was moved") }
        const { assert!(MISFIT < PASSED_OVER && MISFIT > FARTHEST + DRAWN, "a word that fits no column, and its whole line") }
        const { assert!(UNFINISHED > PASSED_OVER, "a record unfinished, and a line passed over") }
        const { assert!(CUT < PASSED_OVER, "an unfinished end, and a last line passed over") }
        const { assert!(EARLY + MARGIN < PASSED_OVER, "a record that ends early in its places, and its line passed over") }
        const { assert!(HOPELESS > UNFINISHED + PASSED_OVER, "what is given up, and what may still be best") }
        const { assert!(MARGIN > BLANK, "a reading in doubt, and a blank that is placed elsewhere") }
        const { assert!(FREE > FARTHEST, "a line without places, and one cell that was moved") }
        const { assert!(LOST < FOREIGN && LOST < PASSED_OVER, "a cell that is lost, and a word in another column's place") }
        const { assert!(FOREIGN > FARTHEST + HOLE, "a word below the next heading, and a cell that was moved") }
    }
}
