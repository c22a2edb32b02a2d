//! What a live session parts by separators, as the table that people would have seen.

use super::layout::{pad, width};
use crate::judge::Evidence;

/// Columns at the left that are always shown: they tell the rows apart.
const KEYS: usize = 2;
/// Stands where columns are left out.
const GAP: &str = "…";

/// The same evidence in columns, in no more than `room` characters where leaving out columns that are not marked does it;
/// `None` where the text has no separators, or its lines do not fit each other.
pub(super) fn columns(marks: &[&Evidence], room: usize) -> Option<Vec<Evidence>> {
    let first = marks.first()?;
    let separator = separator(&first.heading.first()?.1)?;
    let heading: Vec<Vec<Cell>> = first.heading.iter().map(|(_, text)| cells(text, &separator)).collect();
    let rows: Vec<Vec<Cell>> = marks.iter().map(|mark| cells(&mark.row, &separator)).collect();
    let count = heading.first()?.len();
    if heading.iter().chain(&rows).any(|cells| cells.len() != count) {
        return None;
    }
    let spans: Vec<(usize, usize)> = marks.iter().zip(&rows).map(|(mark, cells)| span(mark, cells)).collect();
    let wide = |at: usize| heading.iter().chain(&rows).map(|cells| width(&cells[at].text)).max().unwrap_or(0);
    let wide: Vec<usize> = (0..count).map(wide).collect();
    let layout = Layout { kept: kept(&wide, &spans, room), wide };
    let heading: Vec<(usize, String)> =
        first.heading.iter().zip(&heading).map(|((line, _), cells)| (*line, layout.line(cells))).collect();
    let moved = marks.iter().zip(&rows).zip(&spans).map(|((mark, cells), span)| {
        let (column, length) = layout.place(mark, cells, *span);
        Evidence { column, length, heading: heading.clone(), row: layout.line(cells), ..(*mark).clone() }
    });
    Some(moved.collect())
}

/// A cell of a line that separators part.
struct Cell {
    /// Without the quotes that a cell with blanks or commas has.
    text: String,
    /// Characters before its text.
    start: usize,
}

/// Which columns are shown, and how wide they are.
struct Layout {
    kept: Vec<bool>,
    wide: Vec<usize>,
}

impl Layout {
    fn line(&self, cells: &[Cell]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            if self.kept[at] {
                parts.push(pad(&cell.text, self.wide[at]));
            } else if self.is_gap(at) {
                parts.push(GAP.to_owned());
            }
        }
        parts.join("  ").trim_end().to_owned()
    }

    /// Whether the first of columns that are left out.
    fn is_gap(&self, at: usize) -> bool {
        !self.kept[at] && at.checked_sub(1).is_none_or(|before| self.kept[before])
    }

    /// Characters before a column.
    fn before(&self, column: usize) -> usize {
        let shown = |at: &usize| if self.kept[*at] { self.wide[*at] + 2 } else { 3 * usize::from(self.is_gap(*at)) };
        (0..column).map(|at| shown(&at)).sum()
    }

    /// Column, from 1, and length of a mark.
    fn place(&self, mark: &Evidence, cells: &[Cell], (from, to): (usize, usize)) -> (usize, usize) {
        let within = mark.column.saturating_sub(1 + cells[from].start).min(width(&cells[from].text));
        let start = self.before(from) + within;
        let end = if from == to {
            let behind = (mark.column + mark.length).saturating_sub(1 + cells[from].start);
            self.before(from) + behind.min(width(&cells[from].text))
        } else {
            self.before(to) + width(&cells[to].text)
        };
        (start + 1, end.saturating_sub(start).max(1))
    }
}

/// `|~12~|` of a line that begins a table.
fn separator(heading: &str) -> Option<String> {
    let (_, behind) = heading.split_once("|~")?;
    let (number, _) = behind.split_once("~|")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("|~{number}~|"))
}

fn cells(line: &str, separator: &str) -> Vec<Cell> {
    let mut start = 0;
    let mut cells: Vec<Cell> = Vec::new();
    for text in line.split(separator) {
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let quote = usize::from(inner.is_some());
        cells.push(Cell { text: inner.unwrap_or(text).to_owned(), start: start + quote });
        start += width(text) + width(separator);
    }
    // Behind the last separator stands nothing.
    cells.pop_if(|cell| cell.text.is_empty());
    cells
}

/// The first and the last cell that a mark touches.
fn span(mark: &Evidence, cells: &[Cell]) -> (usize, usize) {
    let at = |column: usize| cells.iter().rposition(|cell| cell.start <= column + 1).unwrap_or(0);
    let from = at(mark.column.saturating_sub(1));
    (from, at((mark.column + mark.length).saturating_sub(3)).max(from))
}

/// All columns where they fit, else the first ones and those that are marked.
fn kept(wide: &[usize], spans: &[(usize, usize)], room: usize) -> Vec<bool> {
    let whole = wide.iter().sum::<usize>() + 2 * wide.len().saturating_sub(1);
    let is_marked = |at: usize| spans.iter().any(|(from, to)| (*from..=*to).contains(&at));
    (0..wide.len()).map(|at| whole <= room || at < KEYS || is_marked(at)).collect()
}
