//! ONTAP's placement of cells: wrapped where a session pages, overflowing where it does not.

/// What a line of a rendered answer is, for damage that aims at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Prompt,
    Echo,
    Heading,
    Ruler,
    Group,
    Label,
    Row,
    /// A further line of a record.
    More,
    Blank,
    Footer,
    Other,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub role: Role,
}

pub fn line(role: Role, text: impl Into<String>) -> Line {
    Line { text: text.into().trim_end().to_owned(), role }
}

/// One column: its heading from the top, its width, and how its text stands in it.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub heading: &'static [&'static str],
    pub width: usize,
    pub set: Set,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    Left,
    Right,
    /// The word before the slash is set to the right in four columns.
    Status,
}

pub const fn left(heading: &'static [&'static str], width: usize) -> Column {
    Column { heading, width, set: Set::Left }
}

pub const fn right(heading: &'static [&'static str], width: usize) -> Column {
    Column { heading, width, set: Set::Right }
}

/// Whether a session pages (cells wrap) or not (cells overflow).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    Wrapped,
    Overflow,
}

pub struct Sheet<'a> {
    pub columns: &'a [Column],
    pub gap: usize,
    pub regime: Regime,
}

impl Sheet<'_> {
    pub fn offset(&self, column: usize) -> usize {
        self.columns[..column].iter().map(|column| column.width + self.gap).sum()
    }

    pub fn head(&self) -> Vec<Line> {
        let depth = self.columns.iter().map(|column| column.heading.len()).max().unwrap_or(0);
        let mut lines: Vec<Line> = (0..depth)
            .map(|row| {
                let mut text = String::new();
                for (at, column) in self.columns.iter().enumerate() {
                    let missing = depth - column.heading.len();
                    let Some(word) = row.checked_sub(missing).map(|row| column.heading[row]) else { continue };
                    let start = match column.set {
                        Set::Right => self.offset(at) + column.width.saturating_sub(word.len()),
                        _ => self.offset(at),
                    };
                    put(&mut text, start, word);
                }
                line(Role::Heading, text)
            })
            .collect();
        let rulers: Vec<String> = self.columns.iter().map(|column| "-".repeat(column.width)).collect();
        lines.push(line(Role::Ruler, rulers.join(&" ".repeat(self.gap))));
        lines
    }

    /// One record from column `first` on.
    pub fn row(&self, first: usize, cells: &[&str]) -> Vec<Line> {
        let mut lines = vec![String::new()];
        let mut end = None;
        for (at, cell) in cells.iter().enumerate().map(|(at, cell)| (at + first, *cell)) {
            let own = self.text_offset(at, cell);
            let free = end.map_or(0, |end: usize| end + 1);
            let column_end = self.offset(at) + self.columns[at].width;
            let start = if self.regime == Regime::Wrapped && own < free && !cell.is_empty() {
                lines.push(String::new());
                own
            } else {
                own.max(free)
            };
            let text = lines.last_mut().expect("there is a line");
            put(text, start, cell);
            // A wrapped line ends behind its text: what counts is whether the next text finds room there.
            let text_end = start + cell.len();
            end = Some(match self.regime {
                Regime::Overflow if self.columns[at].set != Set::Right => text_end.max(column_end),
                _ => text_end,
            });
        }
        let texts = lines.into_iter().filter(|text| !text.trim().is_empty()).enumerate();
        texts.map(|(at, text)| line(if at == 0 { Role::Row } else { Role::More }, text)).collect()
    }

    fn text_offset(&self, at: usize, cell: &str) -> usize {
        let offset = self.offset(at);
        match self.columns[at].set {
            Set::Left => offset,
            Set::Right => offset + self.columns[at].width.saturating_sub(cell.len()),
            Set::Status => offset + 4_usize.saturating_sub(cell.split('/').next().map_or(0, str::len)),
        }
    }
}

/// Writes `word` at `start`, or one blank behind what is there.
pub fn put(text: &mut String, start: usize, word: &str) {
    while text.len() < start {
        text.push(' ');
    }
    text.push_str(word);
}
