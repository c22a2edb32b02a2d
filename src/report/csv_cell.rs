//! A cell of CSV that is safe in a spreadsheet.

use super::layout::clean;

/// The cell without characters that nobody sees, and without effect in a spreadsheet. Some pass over blanks at its beginning,
/// and some take the wide signs of East Asian text for the others.
pub(super) fn fit(cell: &str) -> String {
    const SIGNS: [char; 9] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\''];
    let cell = clean(cell);
    let is_formula = cell.trim_start().starts_with(SIGNS) && cell != "-";
    if is_formula { format!("'{cell}") } else { cell }
}
