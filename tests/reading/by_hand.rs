//! What people do by hand to the columns of a table: they leave some out, change their places, and rule them anew.

use super::random::Random;
use super::sheet::{Line, Role, line, put};

/// A table as it is drawn: its heading lines, its ruler with the columns, and the lines below.
struct Drawn {
    heading: Vec<usize>,
    ruler: usize,
    rows: Vec<usize>,
    spans: Vec<(usize, usize)>,
}

/// A text at its distance from the start of its column.
#[derive(Clone, Default)]
struct Text {
    offset: usize,
    text: String,
}

/// Lines with their cells.
type Grid = Vec<(usize, Vec<Text>)>;

/// What to draw: columns with their widths, in their new order.
type Plan = Vec<(usize, usize)>;

/// The heading of a column that ONTAP does not print.
pub const INSERTED: &str = "Quiesce";

fn tables(lines: &[Line]) -> Vec<Drawn> {
    let rulers = (0..lines.len()).filter(|&at| lines[at].role == Role::Ruler);
    rulers
        .map(|ruler| {
            let above = lines[..ruler].iter().rev().take_while(|line| line.role == Role::Heading).count();
            let is_end = |line: &Line| {
                matches!(line.role, Role::Prompt | Role::Echo | Role::Footer | Role::Label | Role::Heading)
            };
            let below = lines[ruler + 1..].iter().take_while(|line| !is_end(line)).count();
            let is_row = |at: &usize| matches!(lines[*at].role, Role::Row | Role::More | Role::Group);
            let rows = (ruler + 1..=ruler + below).filter(is_row).collect();
            Drawn { heading: (ruler - above..ruler).collect(), ruler, rows, spans: spans(&lines[ruler].text) }
        })
        .filter(|table| table.spans.len() > 1 && !table.heading.is_empty())
        .collect()
}

/// Where runs of other characters than blanks begin and end.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let is_inside = |at: usize| chars.get(at).is_some_and(|c| *c != ' ');
    let starts = (0..chars.len()).filter(|&at| is_inside(at) && (at == 0 || !is_inside(at - 1)));
    starts.map(|start| (start, (start..).find(|&at| !is_inside(at)).unwrap_or(chars.len()))).collect()
}

impl Drawn {
    fn gap(&self) -> usize {
        self.spans[1].0 - self.spans[0].1
    }

    fn column(&self, at: usize) -> usize {
        self.spans.iter().rposition(|span| span.0 <= at).unwrap_or(0)
    }

    /// The texts of a line by the column in which each word starts.
    fn by_words(&self, text: &str) -> Vec<Text> {
        let mut texts = vec![Text::default(); self.spans.len()];
        let chars: Vec<char> = text.chars().collect();
        for (from, to) in spans(text) {
            let column = self.column(from);
            let start = self.spans[column].0;
            let cell = &mut texts[column];
            if cell.text.is_empty() {
                cell.offset = from.saturating_sub(start);
            }
            let at = (from.saturating_sub(start)).saturating_sub(cell.offset);
            put(&mut cell.text, at, &chars[from..to].iter().collect::<String>());
        }
        texts
    }

    /// The cells of a line, unless one reaches beyond its column.
    fn cells(&self, text: &str) -> Option<Vec<Text>> {
        let words = spans(text);
        let is_alone = words.len() == 1;
        let fits = words.iter().all(|&(from, to)| {
            let column = self.column(from);
            column + 1 == self.spans.len() || to < self.spans[column + 1].0
        });
        (is_alone || fits).then(|| self.by_words(text))
    }

    /// All lines with their cells, unless one does not fit.
    fn grid(&self, lines: &[Line]) -> Option<Grid> {
        self.rows.iter().map(|&at| Some((at, self.cells(&lines[at].text)?))).collect()
    }

    fn plan(&self) -> Plan {
        self.spans.iter().enumerate().map(|(at, span)| (at, span.1 - span.0)).collect()
    }

    fn draw(&self, plan: &Plan, texts: &[Text]) -> String {
        let (mut text, mut start) = (String::new(), 0);
        for &(column, width) in plan {
            let cell = texts.get(column).cloned().unwrap_or_default();
            if !cell.text.is_empty() {
                let free = if text.is_empty() { 0 } else { text.chars().count() + 1 };
                put(&mut text, (start + cell.offset).max(free), &cell.text);
            }
            start += width + self.gap();
        }
        text
    }

    /// Draws heading and ruler as planned.
    fn draw_head(&self, plan: &Plan, lines: &mut [Line]) {
        for &at in &self.heading {
            lines[at].text = self.draw(plan, &self.by_words(&lines[at].text));
        }
        let rulers: Vec<String> = plan.iter().map(|(_, width)| "-".repeat(*width)).collect();
        lines[self.ruler].text = rulers.join(&" ".repeat(self.gap()));
    }
}

/// The tables with one record on each line and every cell in its column; of several below one another all or none.
fn plain(lines: &[Line]) -> Vec<(Drawn, Grid)> {
    let all = tables(lines).into_iter().map(|table| {
        let is_plain = table.rows.iter().all(|&at| lines[at].role != Role::More);
        let grid = table.grid(lines).filter(|_| is_plain);
        (table, grid)
    });
    let all: Vec<(Drawn, Option<Grid>)> = all.collect();
    let others: Vec<String> =
        all.iter().filter(|(_, grid)| grid.is_none()).map(|(table, _)| lines[table.ruler].text.clone()).collect();
    let is_like_other = |table: &Drawn| others.contains(&lines[table.ruler].text);
    all.into_iter()
        .filter(|(table, _)| !is_like_other(table))
        .filter_map(|(table, grid)| Some((table, grid?)))
        .collect()
}

/// Draws each table whose cells stand in their columns by another plan.
fn redraw(lines: &mut Vec<Line>, choose: impl Fn(&Drawn, &mut Plan)) {
    for (table, grid) in plain(lines) {
        let mut plan = table.plan();
        choose(&table, &mut plan);
        table.draw_head(&plan, lines);
        for (at, cells) in grid {
            lines[at].text = table.draw(&plan, &cells);
        }
    }
    lines.retain(|line| line.role == Role::Blank || line.role == Role::Other || !line.text.trim().is_empty());
}

/// One or two columns behind the second left out with their headings; the same ones in each table.
pub fn columns_out(random: &mut Random, lines: &mut Vec<Line>) {
    let (one, other) = (random.below(64), random.below(64));
    redraw(lines, |_, plan| {
        for number in [one, other] {
            if plan.len() > 3 {
                plan.remove(2 + number % (plan.len() - 2));
            }
        }
    });
}

pub fn key_column_out(lines: &mut Vec<Line>) {
    redraw(lines, |_, plan| {
        plan.remove(0);
    });
}

/// Two columns behind the first in each other's place, with their headings.
pub fn columns_swapped(random: &mut Random, lines: &mut Vec<Line>) {
    let (one, other) = (random.below(64), random.below(64));
    let texts: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    redraw(lines, |table, plan| {
        let count = plan.len() - 1;
        let mut swapped = plan.clone();
        swapped.swap(1 + one % count, 1 + other % count);
        if is_seen(table, &swapped, &texts) {
            *plan = swapped;
        }
    });
}

/// Whether the words of the heading tell that columns have changed places. Where they stand one below the other in the same order
/// as before, their places alone do: together with a damage that takes these away nothing does.
fn is_seen(table: &Drawn, plan: &Plan, texts: &[String]) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    table.heading.iter().any(|&at| words(&table.draw(plan, &table.by_words(&texts[at]))) != words(&texts[at]))
}

/// A column of which no release knows, at the end or, where every cell is in its column, before it.
pub fn column_inserted(random: &mut Random, is_at_end: bool, lines: &mut [Line]) {
    let number = random.below(64);
    for (table, grid) in plain(lines) {
        let count = table.spans.len();
        let place = if is_at_end { count } else { 1 + number % (count - 1) };
        let longest = grid.iter().map(|(at, _)| lines[*at].text.chars().count()).max().unwrap_or(0);
        let mut plan = table.plan();
        let end = table.spans[count - 1].1;
        plan[count - 1].1 += longest.saturating_sub(end);
        plan.insert(place, (count, INSERTED.len()));
        let heading = *table.heading.last().unwrap_or(&0);
        let mut texts = table.by_words(&lines[heading].text);
        texts.push(Text { offset: 0, text: INSERTED.to_owned() });
        table.draw_head(&plan, lines);
        lines[heading].text = table.draw(&plan, &texts);
        for (at, mut cells) in grid {
            if lines[at].role == Role::Row {
                cells.push(Text { offset: 0, text: random.pick(&["true", "false"]).to_owned() });
            }
            lines[at].text = table.draw(&plan, &cells);
        }
    }
}

/// Columns so narrow that their words are broken at the end and go on below, in two columns at once.
pub fn broken_in_columns(random: &mut Random, lines: &mut Vec<Line>) {
    let tight = random.below(4);
    for (table, grid) in plain(lines).into_iter().rev() {
        let headings: Vec<Vec<Text>> = table.heading.iter().map(|&at| table.by_words(&lines[at].text)).collect();
        let mut plan = table.plan();
        let mut broken = 0;
        for (column, width) in &mut plan {
            let is_cell = |(at, _): &&(usize, Vec<Text>)| lines[*at].role == Role::Row;
            let longest = grid.iter().filter(is_cell).map(|(_, cells)| cells[*column].text.len()).max().unwrap_or(0);
            let least = headings.iter().map(|texts| texts[*column].text.len()).max().unwrap_or(0).max(6) + tight;
            if longest > least && broken < 2 {
                *width = least;
                broken += 1;
            }
        }
        table.draw_head(&plan, lines);
        for (at, cells) in grid.into_iter().rev() {
            let drawn = if lines[at].role == Role::Row { pieces(&table, &plan, &cells) } else { Vec::new() };
            let Some((first, more)) = drawn.split_first() else { continue };
            lines[at].text.clone_from(first);
            lines.splice(at + 1..at + 1, more.iter().map(|text| line(Role::More, text.clone())));
        }
    }
}

/// The lines of a record whose cells are broken at the width of their columns.
fn pieces(table: &Drawn, plan: &Plan, cells: &[Text]) -> Vec<String> {
    let stacks: Vec<Vec<String>> = plan.iter().map(|&(column, width)| stack(&cells[column].text, width)).collect();
    let depth = stacks.iter().map(Vec::len).max().unwrap_or(0);
    let rows = (0..depth).map(|row| {
        let text = |(cell, stack): (&Text, &Vec<String>)| Text {
            offset: if stack.len() > 1 { 0 } else { cell.offset },
            text: stack.get(row).cloned().unwrap_or_default(),
        };
        table.draw(plan, &cells.iter().zip(&stacks).map(text).collect::<Vec<_>>())
    });
    rows.collect()
}

/// A text in pieces of at most `width`: at a blank where there is one, else behind a mark within a name.
fn stack(text: &str, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > width {
        let behind_mark = || rest[..width].rfind(['-', '_', '.', ':', '/']).map(|at| at + 1);
        let at = rest[..=width].rfind(' ').filter(|at| *at > 0).or_else(behind_mark).unwrap_or(width);
        pieces.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    pieces.push(rest.to_owned());
    pieces
}

/// A ruler typed by hand, in widths of its own.
pub fn ruled_anew(random: &mut Random, lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.role == Role::Ruler) {
        let runs = line.text.split_whitespace().count();
        let gap = " ".repeat(1 + random.below(3));
        let rulers: Vec<String> = (0..runs).map(|_| "-".repeat(3 + random.below(16))).collect();
        line.text = rulers.join(&gap);
    }
}

/// Headings far apart, while ruler and cells stay where they are.
pub fn headings_spread(lines: &mut [Line]) {
    for table in tables(lines) {
        for &at in &table.heading {
            let texts = table.by_words(&lines[at].text);
            let plan: Plan = table.plan().into_iter().map(|(column, width)| (column, width + 8)).collect();
            lines[at].text = table.draw(&plan, &texts);
        }
    }
}

/// The lines of a heading on one line.
pub fn heading_joined(lines: &mut Vec<Line>) {
    for table in tables(lines).into_iter().rev() {
        let Some((last, above)) = table.heading.split_last() else { continue };
        let mut joined = vec![Text::default(); table.spans.len()];
        for &at in &table.heading {
            for (cell, text) in joined.iter_mut().zip(table.by_words(&lines[at].text)) {
                let words = format!("{} {}", cell.text, text.text).trim().to_owned();
                *cell = Text { offset: 0, text: words };
            }
        }
        let mut text = String::new();
        for (cell, span) in joined.iter().zip(&table.spans).filter(|(cell, _)| !cell.text.is_empty()) {
            let free = if text.is_empty() { 0 } else { text.len() + 2 };
            put(&mut text, span.0.max(free), &cell.text);
        }
        lines[*last].text = text;
        for &at in above.iter().rev() {
            lines.remove(at);
        }
    }
}

/// The first word of a heading is another one.
pub fn first_heading_renamed(random: &mut Random, lines: &mut [Line]) {
    let other = random.pick(&["Name", "Item", "Object", "Title"]);
    for table in tables(lines) {
        let Some(&last) = table.heading.last() else { continue };
        let mut texts = table.by_words(&lines[last].text);
        if !texts[0].text.is_empty() {
            texts[0].text = other.to_owned();
            lines[last].text = table.draw(&table.plan(), &texts);
        }
    }
}

/// `Home Node` for `home-node`.
pub fn fields_in_title_case(lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.role == Role::Heading && line.text == line.text.to_lowercase()) {
        let mut is_first = true;
        let title = |c: char| {
            let c = if c == '-' { ' ' } else { c };
            let out = if is_first { c.to_ascii_uppercase() } else { c };
            is_first = c == ' ';
            out
        };
        line.text = line.text.chars().map(title).collect();
    }
}
