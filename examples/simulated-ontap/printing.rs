//! Records to the text that ONTAP prints: parted by a separator, as a table, or as blocks of labels.

use ndmp_preflight::table::{Definition, Kind, View};

use super::cell;
use super::database::{Row, value};

/// What ONTAP says when there is nothing to show.
pub(super) const EMPTY: &str = "There are no entries matching your query.\n";

/// Two lines of headings, and rows, each cell with a separator behind it.
pub(super) fn separated(definition: &Definition, names: &[String], rows: &[&Row], separator: &str) -> String {
    let line = |cells: Vec<String>| cells.iter().map(|cell| format!("{cell}{separator}")).collect::<String>() + "\n";
    let display = |name: &String| label(definition, name);
    let quoted = |text: String| if text.contains([',', ' ']) { format!("\"{text}\"") } else { text };
    let mut text = line(names.to_vec()) + &line(names.iter().map(display).collect());
    for row in rows {
        text += &line(names.iter().map(|name| quoted(cell(row, name))).collect());
    }
    text
}

/// What a person calls a field.
fn label(definition: &Definition, name: &str) -> String {
    let Some(column) = definition.column(name) else { return name.to_owned() };
    let heading = column.headings.first().map(|lines| lines.join(" "));
    column.labels.first().cloned().or(heading).unwrap_or_else(|| {
        let mut words = name.replace('-', " ");
        words[..1].make_ascii_uppercase();
        words
    })
}

/// A `-fields` table: field names are its headings, and it is as wide as its widest cells.
pub(super) fn fields_table(names: &[String], rows: &[&Row]) -> String {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| names.iter().map(|name| cell(row, name)).collect()).collect();
    let headings: Vec<Vec<String>> = names.iter().map(|name| vec![name.clone()]).collect();
    let sheet = Sheet::of(headings, &cells);
    sheet.heading() + &cells.iter().map(|row| sheet.line(row)).collect::<String>()
}

/// The plain table of a view: keys that stand for several rows on lines of their own, or as labels above the table.
pub(super) fn plain_table(definition: &Definition, view: &View, rows: &[&Row]) -> String {
    let is_below = |name: &&String| definition.column(name).is_some_and(|column| column.headings.is_empty());
    let (below, names): (Vec<&String>, Vec<&String>) = view.columns.iter().partition(is_below);
    let heading = |name: &&String| definition.column(name).and_then(|column| column.headings.first().cloned());
    let headings: Vec<Vec<String>> = names.iter().map(|name| heading(name).unwrap_or_default()).collect();
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| names.iter().map(|name| joined(definition, row, name)).collect()).collect();
    let mut sheet = Sheet::of(headings, &cells);
    sheet.limit(40);
    let group = |name: &&String| definition.column(name).is_some_and(|column| column.group);
    let groups = names.iter().take_while(|name| group(name)).count().min(names.len() - 1);
    let (mut text, mut above, mut own) = (String::new(), Vec::new(), Vec::new());
    for (row, mut line) in rows.iter().zip(cells) {
        let labels: Vec<String> =
            view.above.iter().map(|name| format!("{}: {}", label(definition, name), cell(row, name))).collect();
        if text.is_empty() || labels != above {
            text += &labels.iter().map(|label| format!("{label}\n")).collect::<String>();
            text += &sheet.heading();
            (above, own) = (labels, Vec::new());
        }
        let keys: Vec<String> = line.iter_mut().take(groups).map(std::mem::take).collect();
        for (at, key) in keys.iter().enumerate().filter(|_| keys != own) {
            text += &format!("{}{key}\n", " ".repeat(sheet.widths[..at].iter().map(|width| width + 1).sum()));
        }
        own = keys;
        let indent = " ".repeat(sheet.widths[..groups].iter().map(|width| width + 1).sum());
        let rest = services(definition, view, &mut line);
        let offset = sheet.widths[..line.len() - 1].iter().map(|width| width + 1).sum();
        text += &sheet.line(&line);
        text += &rest.iter().map(|entry| format!("{}{entry}\n", " ".repeat(offset))).collect::<String>();
        let targets = |name: &&String| format!("{indent}Failover Targets: {}", cell(row, name).replace(',', ", "));
        text += &below.iter().map(|name| targets(name).trim_end_matches('-').to_owned() + "\n").collect::<String>();
    }
    text
}

/// Services stand one below the other, each with its addresses: the first in the row, the others below it.
fn services(definition: &Definition, view: &View, line: &mut [String]) -> Vec<String> {
    let is_last = view.columns.last().and_then(|name| definition.column(name));
    let Some(last) = line.last_mut().filter(|_| is_last.is_some_and(|last| last.kind == Kind::ServiceAddresses)) else {
        return Vec::new();
    };
    let mut entries: Vec<String> = Vec::new();
    for entry in last.split(',') {
        let (service, address) = entry.split_once(':').unwrap_or((entry, ""));
        let own = format!("{service}: ");
        match entries.last_mut().filter(|entry| entry.starts_with(&own)) {
            Some(entry) => *entry += &format!(", {address}"),
            None => entries.push(own + address),
        }
    }
    *last = entries.remove(0);
    entries
}

/// The cell of a column, of several fields too.
fn joined(definition: &Definition, row: &Row, name: &str) -> String {
    let parts = definition.column(name).map(|column| column.splits.clone()).unwrap_or_default();
    let [first, second] = parts.as_slice() else { return cell(row, name) };
    let between = if definition.column(name).is_some_and(|column| column.kind == Kind::NodePort) { ":" } else { "/" };
    format!("{}{between}{}", cell(row, first), cell(row, second))
}

/// Headings of one to three lines, and the widths of the columns.
struct Sheet {
    headings: Vec<Vec<String>>,
    widths: Vec<usize>,
}

impl Sheet {
    fn of(headings: Vec<Vec<String>>, cells: &[Vec<String>]) -> Self {
        let wide = |(at, lines): (usize, &Vec<String>)| {
            let cells = cells.iter().map(|row| row[at].len());
            cells.chain(lines.iter().map(String::len)).max().unwrap_or(1)
        };
        Self { widths: headings.iter().enumerate().map(wide).collect(), headings }
    }

    /// Longer lists of services run over several lines.
    fn limit(&mut self, widest: usize) {
        self.widths.iter_mut().for_each(|width| *width = (*width).min(widest));
    }

    fn heading(&self) -> String {
        let height = self.headings.iter().map(Vec::len).max().unwrap_or(0);
        let word = |lines: &Vec<String>, line: usize| {
            (line + lines.len()).checked_sub(height).and_then(|at| lines.get(at)).cloned().unwrap_or_default()
        };
        let lines = (0..height).map(|at| self.headings.iter().map(|lines| word(lines, at)).collect::<Vec<_>>());
        let rulers: Vec<String> = self.widths.iter().map(|width| "-".repeat(*width)).collect();
        lines.chain([rulers]).map(|cells| self.line(&cells)).collect()
    }

    fn line(&self, cells: &[String]) -> String {
        let padded = cells.iter().zip(&self.widths).map(|(cell, width)| format!("{cell:width$}"));
        padded.collect::<Vec<_>>().join(" ").trim_end().to_owned() + "\n"
    }
}

/// Labels and values, a block for each record.
pub(super) fn blocks(definition: &Definition, rows: &[&Row]) -> String {
    let mut text = String::new();
    let is_known = |name: &&String| rows.iter().any(|row| value(row, name).is_some());
    let names: Vec<&String> = definition.columns.iter().map(|column| &column.name).filter(is_known).collect();
    let wide = names.iter().map(|name| label(definition, name).len()).max().unwrap_or(0);
    for row in rows {
        let line =
            |name: &&String| format!("{:>wide$}: {}\n", label(definition, name), cell(row, name).replace(',', ", "));
        text.push('\n');
        text += &names.iter().map(line).collect::<String>();
    }
    text
}
