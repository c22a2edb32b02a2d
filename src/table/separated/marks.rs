//! Which mark parts the cells of a table: told by its heading, and by the lines below that.

use super::super::body::{Item, ItemKind};
use super::super::labels::field_name;
use super::Heading;

/// Marks that somebody draws a table with.
const BARS: [&str; 4] = ["|", "\u{2502}", "\u{2503}", "\u{2551}"];
/// Marks of a file that a spreadsheet or a program wrote.
const PARTING: [&str; 2] = [";", ","];
/// Letters of a heading at most.
const LONGEST: usize = 40;

/// The heading that begins at item `at`: of ONTAP's own separated text, or of a table with a frame.
pub(in super::super) fn find(items: &[Item<'_>], at: usize) -> Option<Heading> {
    two_lines(items, at).or_else(|| bordered(items, at)).or_else(|| quoted(items, at))
}

/// The heading of a table without frame, or in a file of a spreadsheet's: what its words are must tell that it is one.
pub(in super::super) fn drawn(items: &[Item<'_>], at: usize) -> Option<Heading> {
    BARS.into_iter().chain(PARTING).find_map(|mark| parted(items, at, mark))
}

/// The same of a table whose cells tabs part.
pub(in super::super) fn tabbed(items: &[Item<'_>], at: usize) -> Option<Heading> {
    parted(items, at, "\t")
}

/// Names parted by a mark, above a line of as many cells.
fn parted(items: &[Item<'_>], at: usize, mark: &str) -> Option<Heading> {
    let text = items[at].line.text.trim();
    if !text.contains(mark) {
        return None;
    }
    let names: Vec<String> = cells(text, mark).into_iter().map(|(_, name)| name.trim_matches('"').to_owned()).collect();
    // `Node:Port` is one word of a heading, and `Node: ` a label.
    let is_pair = |(one, two): (&str, &str)| {
        one.ends_with(char::is_alphabetic) && two.starts_with(char::is_uppercase) && !two.contains(':')
    };
    let is_plain = |name: &String| !name.contains('.') && name.split_once(':').is_none_or(is_pair);
    let is_name = |name: &String| name.len() <= LONGEST && name.contains(char::is_alphabetic) && is_plain(name);
    let is_below = |next: usize| matches!(items[next].kind, ItemKind::Text);
    let below =
        (at + 1..items.len()).take_while(|&next| items[next].kind != ItemKind::Blank).find(|&next| is_below(next))?;
    let is_even = cells(items[below].line.text.trim(), mark).len() == names.len();
    (names.len() > 1 && is_even && names.iter().all(is_name)).then(|| Heading {
        separator: mark.to_owned(),
        is_bordered: false,
        is_numbered: false,
        is_drawn: true,
        is_escaped: is_markdown(items, at),
        names,
        line: items[at].line.number,
        next: at + 1,
    })
}

/// `| a | b |` above `|---|---|` or another such line, or `|| a || b ||`: names between borders.
fn bordered(items: &[Item<'_>], at: usize) -> Option<Heading> {
    let text = items[at].line.text.trim();
    let bar = BARS.into_iter().find(|bar| text.starts_with(bar))?;
    let border = if text.starts_with("||") && text.ends_with("||") { "||" } else { bar };
    let names: Vec<String> = between(text, border)?.into_iter().map(|(_, name)| name.to_owned()).collect();
    let mut below = (at + 1..items.len()).take_while(|&next| items[next].kind != ItemKind::Blank);
    let is_row = |text: &str| between(text.trim(), bar).is_some_and(|cells| cells.len() == names.len());
    let is_ruled = below.next().is_some_and(|next| is_rule(&items[next].line.text) || is_row(&items[next].line.text));
    let is_told = names.len() >= 2 && names.iter().all(|name| name.contains(char::is_alphanumeric));
    (is_ruled && is_told).then(|| Heading {
        separator: bar.to_owned(),
        is_bordered: true,
        is_numbered: false,
        is_drawn: true,
        is_escaped: is_markdown(items, at),
        names,
        line: items[at].line.number,
        next: at + 1,
    })
}

/// Whether a line is one between rows: `|---|:---:|`, `+----+----+`, and the same of box drawing characters.
pub(in super::super) fn is_rule(text: &str) -> bool {
    let is_line = |c: char| matches!(c, '-' | '=' | '\u{2500}' | '\u{2501}' | '\u{2550}');
    let is_joint = |c: char| matches!(c, '|' | '+' | ':' | ' ') || ('\u{2500}'..='\u{257f}').contains(&c);
    text.contains(is_line) && text.trim().chars().all(|c| is_line(c) || is_joint(c))
}

/// Whether `|---|---|` stands below the heading.
fn is_markdown(items: &[Item<'_>], heading: usize) -> bool {
    let below = items.get(heading + 1).map_or("", |item| &item.line.text);
    is_rule(below) && below.contains('|') && !below.contains('+')
}

/// `"a","b"`: quoted field names, parted by commas or semicolons.
fn quoted(items: &[Item<'_>], at: usize) -> Option<Heading> {
    let text = items[at].line.text.trim();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let separator = PARTING.into_iter().rev().find(|separator| inner.contains(&format!("\"{separator}\"")))?;
    let names: Vec<String> = inner.split(&format!("\"{separator}\"")).map(str::to_owned).collect();
    are_fields(&names).then(|| Heading {
        separator: separator.to_owned(),
        is_bordered: false,
        is_numbered: false,
        is_drawn: true,
        is_escaped: is_markdown(items, at),
        names,
        line: items[at].line.number,
        next: at + 1,
    })
}

fn are_fields(names: &[String]) -> bool {
    let is_field = |name: &String| name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_name_part);
    names.len() >= 2 && names.iter().all(is_field)
}

/// Field names, and below them as many display names.
fn two_lines(items: &[Item<'_>], at: usize) -> Option<Heading> {
    let text = items[at].line.text.trim();
    let first = text.find(|c: char| !is_name_part(c)).filter(|&end| end > 0)?;
    let length = numbered(&text[first..]).or_else(|| text[first..].find(is_name_part)).unwrap_or(text.len() - first);
    let separator = &text[first..first + length];
    // What parts the words of a name parts no cells.
    let is_joint = separator.trim().chars().all(|c| matches!(c, '/' | '-' | '_' | '.'));
    if is_joint || separator.starts_with(char::is_alphanumeric) || separator.trim() == ":" {
        return None;
    }
    let names: Vec<String> = cells(text, separator).into_iter().map(|(_, cell)| cell.to_owned()).collect();
    let below = (at + 1..items.len()).find(|&next| items[next].kind != ItemKind::Blank)?;
    let display: Vec<&str> =
        cells(items[below].line.text.trim(), separator).into_iter().map(|(_, cell)| cell).collect();
    let is_numbered = numbered(separator).is_some();
    let is_display = display.len() == names.len()
        && display.iter().any(|name| name.contains(|c: char| c.is_ascii_uppercase()))
        && (is_numbered || are_display(&names, &display));
    (are_fields(&names) && is_display).then(|| Heading {
        separator: separator.to_owned(),
        is_bordered: false,
        is_numbered,
        is_drawn: false,
        is_escaped: false,
        names,
        line: items[at].line.number,
        next: below + 1,
    })
}

/// Whether cells are display names of the fields above them, and no row: most begin with a capital, and a third share a word.
fn are_display(names: &[String], display: &[&str]) -> bool {
    let titled = display.iter().filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase() || c == '(')).count();
    let shares = |(name, display): (&String, &&str)| {
        let display = field_name(display);
        name.split('-').any(|word| display.split('-').any(|other| other == word))
    };
    let shared = names.iter().zip(display).filter(|pair| shares(*pair)).count();
    titled * 2 > names.len() && shared * 3 >= names.len()
}

/// The length of a separator with a number in it: `|~07~|`.
fn numbered(text: &str) -> Option<usize> {
    let behind = text.strip_prefix("|~")?;
    let digits = behind.find(|c: char| !c.is_ascii_digit()).filter(|&digits| digits > 0)?;
    behind[digits..].starts_with("~|").then_some(digits + 4)
}

pub(super) fn is_name_part(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.')
}

/// The cells of a line with the bytes at which they start; a separator at the end of the line begins no cell, and none between
/// quotation marks does.
pub(super) fn cells<'t>(text: &'t str, separator: &str) -> Vec<(usize, &'t str)> {
    let whole = text.len();
    // Before an empty last cell stand tabs too.
    let is_tab = separator == "\t";
    let inner = text.strip_suffix(separator).or_else(|| text.strip_suffix(separator.trim_end())).filter(|_| !is_tab);
    let text = inner.unwrap_or(text);
    let mut cells = Vec::new();
    let mut from = 0;
    loop {
        let rest = &text[from..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        // A quotation mark is doubled inside such a cell, so that an even number stands before its end.
        let is_closed = || rest.ends_with('"') || rest.contains(&format!("\"{separator}"));
        let is_quoted = rest[blanks..].starts_with('"') && is_closed();
        let mut ends = rest.match_indices(separator).map(|(at, _)| at);
        let is_end = |at: &usize| !is_quoted || rest[..*at].matches('"').count().is_multiple_of(2);
        let end = ends.find(is_end);
        let cell = &rest[..end.unwrap_or(rest.len())];
        cells.push(((from + cell.len() - cell.trim_start().len()).min(whole), cell.trim()));
        match end {
            Some(end) => from += end + separator.len(),
            None => return cells,
        }
    }
}

/// The cells of a line between bars at both of its ends.
pub(super) fn between<'t>(text: &'t str, bar: &str) -> Option<Vec<(usize, &'t str)>> {
    let inner = text.strip_prefix(bar)?.strip_suffix(bar)?;
    let mut from = bar.len();
    let cell = |cell: &'t str| {
        let start = from + (cell.len() - cell.trim_start().len());
        from += cell.len() + bar.len();
        (start, cell.trim())
    };
    Some(inner.split(bar).map(cell).collect())
}
