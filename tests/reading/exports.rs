//! A table in the forms in which people keep it, and a session in the frames in which they paste it.

use std::fmt::Write as _;

/// Headings, and the cells of each row.
pub(crate) struct Grid {
    pub(crate) heading: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Grid {
    /// The heading and the rows, as lines.
    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.heading).chain(&self.rows)
    }

    /// Whether a mark stands in no cell.
    fn lacks(&self, mark: &str) -> bool {
        !self.lines().flatten().any(|cell| cell.contains(mark))
    }

    /// All cells as wide as the widest of their column.
    fn padded(&self) -> Vec<Vec<String>> {
        let width = |at: usize| self.lines().map(|row| row[at].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.heading.len()).map(width).collect();
        let row = |row: &Vec<String>| row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        self.lines().map(row).collect()
    }
}

/// Writes a table in a form; `None` where the form cannot hold it.
pub(crate) type Form = fn(&Grid) -> Option<String>;

pub(crate) const FORMS: [(&str, Form); 16] = [
    ("commas", |grid| Some(parted(grid, ",", false))),
    ("semicolons", |grid| Some(parted(grid, ";", false))),
    ("tabs", |grid| grid.lacks("\t").then(|| parted(grid, "\t", false))),
    ("quoted commas", |grid| Some(parted(grid, ",", true))),
    ("quoted semicolons", |grid| Some(parted(grid, ";", true))),
    ("markdown", |grid| drawn(grid, ("| ", " | ", " |"), Some(("|", "|", "|", "---")), false)),
    ("markdown without edges", |grid| drawn(grid, ("", " | ", ""), Some(("", "|", "", "---")), false)),
    ("bars", |grid| drawn(grid, ("|", "|", "|"), None, false)),
    ("org", |grid| drawn(grid, ("| ", " | ", " |"), Some(("|", "+", "|", "-")), true)),
    ("psql", |grid| drawn(grid, (" ", " | ", ""), Some(("", "+", "", "-")), true)),
    ("grid", |grid| boxed(grid, ("|", "+", "+", "+", "-"))),
    ("box", |grid| boxed(grid, ("\u{2502}", "\u{251c}", "\u{253c}", "\u{2524}", "\u{2500}"))),
    ("jira", |grid| {
        let rows = drawn(grid, ("|", "|", "|"), None, false)?;
        let (heading, rows) = rows.split_once('\n')?;
        Some(format!("{}\n{rows}", heading.replace('|', "||")))
    }),
    ("html", |grid| Some(html(grid, ""))),
    ("html, a cell a line", |grid| Some(html(grid, "\n      "))),
    ("wiki", wiki),
];

fn parted(grid: &Grid, mark: &str, is_quoted: bool) -> String {
    let cell = |cell: &String| {
        if is_quoted || cell.contains(mark) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    grid.lines().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(mark) + "\n").collect()
}

/// Between the marks at both ends and between cells; with a line below the heading.
fn drawn(
    grid: &Grid,
    (left, mark, right): (&str, &str, &str),
    rule: Option<(&str, &str, &str, &str)>,
    is_padded: bool,
) -> Option<String> {
    let rows = if is_padded { grid.padded() } else { grid.lines().cloned().collect() };
    let mut lines: Vec<String> = rows.iter().map(|row| format!("{left}{}{right}\n", row.join(mark))).collect();
    if let Some((left, joint, right, run)) = rule {
        let run = |cell: &String| if is_padded { run.repeat(cell.chars().count() + 2) } else { run.to_owned() };
        lines.insert(1, format!("{left}{}{right}\n", rows[0].iter().map(run).collect::<Vec<_>>().join(joint)));
    }
    grid.lacks(mark.trim()).then(|| lines.concat())
}

/// The same with lines above and below as well.
fn boxed(grid: &Grid, (bar, left, joint, right, run): (&str, &str, &str, &str, &str)) -> Option<String> {
    let rows = drawn(
        grid,
        (&format!("{bar} "), &format!(" {bar} "), &format!(" {bar}")),
        Some((left, joint, right, run)),
        true,
    )?;
    let rule = rows.lines().nth(1)?;
    Some(format!("{rule}\n{rows}{rule}\n"))
}

fn html(grid: &Grid, between: &str) -> String {
    let mut text = "<table border=\"1\">\n".to_owned();
    for (at, row) in grid.lines().enumerate() {
        let tag = if at == 0 { "th" } else { "td" };
        let escape = |cell: &String| cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let cell = |cell: &String| format!("<{tag} class=\"x\">{}</{tag}>{between}", escape(cell));
        let cells: String = row.iter().map(cell).collect();
        writeln!(text, "  <tr>{between}{cells}</tr>").unwrap_or_default();
    }
    text + "</table>\n"
}

fn wiki(grid: &Grid) -> Option<String> {
    let rows: String = grid.rows.iter().map(|row| format!("|-\n| {}\n", row.join(" || "))).collect();
    let text = format!("{{| class=\"wikitable\"\n! {}\n{rows}|}}\n", grid.heading.join(" !! "));
    grid.lacks("|").then_some(text)
}

/// Puts a frame round a session.
pub(crate) type Frame = fn(&str) -> String;

pub(crate) const FRAMES: [(&str, Frame); 13] = [
    ("a box", |text| {
        let width = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let edge = format!("+{}+\n", "-".repeat(width + 2));
        format!("{edge}{}{edge}", each(text, |line| format!("| {line:width$} |")))
    }),
    ("bars at both ends", |text| each(text, |line| format!("| {line} |"))),
    ("added", |text| each(text, |line| format!("+{line}"))),
    ("unchanged but for a line", |text| {
        let old = text.lines().last().unwrap_or_default();
        each(text, |line| format!(" {line}")) + &format!("-{old} old\n+\n")
    }),
    ("rich text", |text| {
        let escaped = text.replace('\\', "\\\\").replace('{', "\\{").replace('}', "\\}");
        format!("{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Courier;}}}}\n\\f0\\fs20 {}}}\n", escaped.replace('\n', "\\par\n"))
    }),
    ("numbers", |text| text.lines().enumerate().map(|(at, line)| format!("{}. {line}\n", at + 1)).collect()),
    ("colours", |text| text.replacen("true", "{color:red}true{color}", 1)),
    ("marks of a page on its lines", |text| format!("<pre>{}</pre>\n\nThanks in advance\n", text.trim_end())),
    ("marks of a forum on its lines", |text| format!("[code]{}[/code]\nAny ideas\n", text.trim_end())),
    ("marks of a tracker on its lines", |text| format!("{{noformat}}{}{{noformat}}\n", text.trim_end())),
    ("marks on each line", |text| each(text, |line| format!("<code>{line}</code>"))),
    ("two quotes on each line", |text| {
        each(text, |line| if line.is_empty() { String::new() } else { format!("``{line}``") })
    }),
    ("AsciiDoc", |text| format!("Example:\n+\n....\n{text}....\n+\nThen go on.\n")),
];

fn each(text: &str, frame: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| frame(line) + "\n").collect()
}
