//! ONTAP's tables as it prints them: wrapped in sessions that page, overflowing in those that do not.

/// How a cell that is wider than its column is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Regime {
    /// The rest of the record goes on the next line, at the next column.
    Wrapped,
    /// The following cells are squeezed to the right until they catch up.
    Overflowing,
}

/// The columns of a table: heading lines, bottom line last, and width; and the blanks between them.
pub(crate) struct Shape {
    pub(crate) columns: Vec<(Vec<&'static str>, usize)>,
    pub(crate) gap: usize,
}

impl Shape {
    pub(crate) fn new(gap: usize, columns: &[(&[&'static str], usize)]) -> Self {
        Self { columns: columns.iter().map(|(lines, width)| (lines.to_vec(), *width)).collect(), gap }
    }

    /// A `-fields` table: as wide as the heading or the cell of the first row.
    pub(crate) fn fields(names: &[&'static str], rows: &[Vec<String>]) -> Self {
        let width = |at: usize, name: &str| rows.first().map_or(0, |row| row[at].len()).max(name.len());
        let columns = names.iter().enumerate().map(|(at, name)| (vec![*name], width(at, name)));
        Self { columns: columns.collect(), gap: 1 }
    }

    fn offset(&self, at: usize) -> usize {
        self.columns[..at].iter().map(|(_, width)| width + self.gap).sum()
    }

    pub(crate) fn heading(&self) -> String {
        let height = self.columns.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
        let mut text = String::new();
        for line in 0..height {
            let cells: Vec<String> = self
                .columns
                .iter()
                .map(|(lines, _)| (line + lines.len()).checked_sub(height).map_or("", |at| lines[at]).to_owned())
                .collect();
            text += &(self.line(&cells, Regime::Overflowing).trim_end().to_owned() + "\n");
        }
        let rulers: Vec<String> = self.columns.iter().map(|(_, width)| "-".repeat(*width)).collect();
        text + &rulers.join(&" ".repeat(self.gap)) + "\n"
    }

    /// One record.
    pub(crate) fn line(&self, cells: &[String], regime: Regime) -> String {
        let (mut done, mut line) = (String::new(), String::new());
        for (at, cell) in cells.iter().enumerate() {
            // The status cell sets its first word to the right.
            let offset = self.offset(at) + if cell.starts_with("up/") { 2 } else { 0 };
            if at > 0 && !cell.is_empty() && line.len() + 1 > offset {
                match regime {
                    Regime::Wrapped => {
                        done += &(line.trim_end().to_owned() + "\n");
                        line.clear();
                    }
                    Regime::Overflowing => line.push(' '),
                }
            }
            while !cell.is_empty() && line.len() < offset {
                line.push(' ');
            }
            line += cell;
        }
        done + line.trim_end()
    }

    /// Heading, rows, and the count below two and more of them.
    pub(crate) fn table(&self, rows: &[Vec<String>], regime: Regime) -> String {
        if rows.is_empty() {
            return EMPTY.to_owned();
        }
        let body: String = rows.iter().map(|row| self.line(row, regime) + "\n").collect();
        self.heading() + &body + &count(rows.len())
    }

    /// A table whose first column stands on a line of its own.
    pub(crate) fn grouped(&self, rows: &[Vec<String>], regime: Regime) -> String {
        if rows.is_empty() {
            return EMPTY.to_owned();
        }
        let (mut text, mut group) = (self.heading(), None);
        for row in rows {
            if group != Some(&row[0]) {
                text += &format!("{}\n", row[0]);
                group = Some(&row[0]);
            }
            let mut cells = row.clone();
            cells[0].clear();
            text += &(self.line(&cells, regime) + "\n");
        }
        text + &count(rows.len())
    }

    /// One table for each value of the first cell, below a line that names it.
    pub(crate) fn sections(&self, label: &str, rows: &[Vec<String>], regime: Regime) -> String {
        if rows.is_empty() {
            return EMPTY.to_owned();
        }
        let (mut text, mut group) = (String::new(), None);
        for row in rows {
            if group != Some(&row[0]) {
                text += &format!("\n{label}: {}\n{}", row[0], self.heading());
                group = Some(&row[0]);
            }
            text += &(self.line(&row[1..], regime) + "\n");
        }
        text + &count(rows.len())
    }
}

/// What ONTAP says when there is nothing to show.
pub(crate) const EMPTY: &str = "There are no entries matching your query.\n";

fn count(rows: usize) -> String {
    if rows > 1 { format!("{rows} entries were displayed.\n") } else { String::new() }
}
