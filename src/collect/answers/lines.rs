//! The lines of a script's output, told apart as far as they tell which command they answer.

use crate::table::is_harmless;

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It holds the separator of this number, so many times.
    Marked(u16, usize),
    /// It holds separators of two commands, or one that nobody set.
    Confused,
    Blank,
    /// What ONTAP says at a login.
    Login,
    /// `N entries were displayed.`
    Footer(usize),
    /// ONTAP says that there is nothing.
    Empty,
    /// The first line of an error, or one that goes on with it.
    Error(bool),
    /// The same of an error of one of our own settings, which answers no command.
    Setting(bool),
    /// The first line of a warning, or one that goes on with it.
    Warning(bool),
    /// The same of a warning that rows are missing.
    Missing(bool),
    Other,
}

/// A line with its place in the output.
#[derive(Clone, Debug)]
pub(super) struct Line<'o> {
    pub(super) text: &'o [u8],
    pub(super) kind: Kind,
}

impl Line<'_> {
    /// The words without the blanks around them.
    pub(super) fn words(&self) -> String {
        String::from_utf8_lossy(self.text).trim().to_owned()
    }

    /// Whether it ends as a line does.
    pub(super) fn is_closed(&self) -> bool {
        self.text.ends_with(b"\n")
    }
}

/// The lines of an output.
pub(super) fn of(output: &[u8]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for text in output.split_inclusive(|byte| *byte == b'\n') {
        let kind = kind(text, lines.last().map(|line| line.kind));
        lines.push(Line { text, kind });
    }
    let mut from = 0;
    while from < lines.len() {
        let goes_on = lines[from + 1..].iter().take_while(|line| line.kind == Kind::Error(false)).count();
        let behind = from + 1 + goes_on;
        if lines[from].kind == Kind::Error(true) && lines[from..behind].iter().any(is_of_setting) {
            lines[from..behind].iter_mut().for_each(|line| line.kind = Kind::Setting(line.kind == Kind::Error(true)));
        }
        from = behind;
    }
    lines
}

/// The bytes of lines without the blank ones around them.
pub(super) fn text(lines: &[Line<'_>]) -> Vec<u8> {
    let is_told = |line: &Line<'_>| line.kind != Kind::Blank;
    let first = lines.iter().position(is_told).unwrap_or(lines.len());
    let behind = lines.iter().rposition(is_told).map_or(first, |last| last + 1);
    lines[first..behind].iter().flat_map(|line| line.text).copied().collect()
}

fn kind(bytes: &[u8], before: Option<Kind>) -> Kind {
    let whole = String::from_utf8_lossy(bytes);
    let text = whole.trim();
    if text.is_empty() {
        return Kind::Blank;
    }
    if let Some(kind) = marked(text) {
        return kind;
    }
    let is_login =
        ["Last login", "Last Login", "Unsuccessful login attempts", "Your privilege", "This is your first recorded"]
            .iter()
            .any(|start| text.starts_with(start));
    let goes_on = whole.starts_with(' ');
    match before {
        _ if is_login => Kind::Login,
        _ if text.starts_with("Error:") => Kind::Error(true),
        _ if is_complaint(text) => Kind::Missing(true),
        _ if ["Warning:", "WARNING:", "Info:", "Note:", "Notice:"].iter().any(|start| text.starts_with(start)) => {
            Kind::Warning(true)
        }
        Some(Kind::Error(_)) if goes_on => Kind::Error(false),
        Some(Kind::Warning(_)) if goes_on => Kind::Warning(false),
        Some(Kind::Missing(_)) if goes_on => Kind::Missing(false),
        _ => footer(text).map_or_else(|| if is_empty(text) { Kind::Empty } else { Kind::Other }, Kind::Footer),
    }
}

/// Whether a line of an error names `set`, or an option of it that no other command has.
fn is_of_setting(line: &Line<'_>) -> bool {
    let names = ["\"set\"", "-showseparator", "-showallfields", "-confirmations", "\"-rows\""];
    names.iter().any(|name| line.words().contains(name))
}

/// Whether a line begins as ONTAP's own complaints do, and none that is known to be harmless: rows may be missing.
fn is_complaint(text: &str) -> bool {
    ["Warning:", "Info:", "RPC:"].iter().any(|start| text.starts_with(start)) && !is_harmless(text)
}

/// The separators in a line: `|~07~|`.
fn marked(text: &str) -> Option<Kind> {
    let mut found: Option<(u16, usize)> = None;
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("|~") {
        let digits = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        rest = behind;
        let Some(number) = behind[..digits].parse().ok().filter(|_| behind[digits..].starts_with("~|")) else {
            continue;
        };
        found = match found {
            Some((known, _)) if known != number => return Some(Kind::Confused),
            Some((known, count)) => Some((known, count + 1)),
            None => Some((number, 1)),
        };
    }
    found.map(|(number, count)| Kind::Marked(number, count))
}

fn footer(text: &str) -> Option<usize> {
    text.strip_suffix(" entries were displayed.")?.parse().ok()
}

fn is_empty(text: &str) -> bool {
    matches!(text, "There are no entries matching your query." | "This table is currently empty.")
        || text.starts_with("There are no ") && text.ends_with('.') && text.len() < 80
}
