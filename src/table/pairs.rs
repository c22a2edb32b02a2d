//! Instance views that somebody put in a table of two columns, a label and its value on each row: `| Home Port | e0d |`. The mark
//! between them stands for the colon.

use super::body::{Item, ItemKind};
use super::recognise::Gates;
use super::separated::is_rule;

/// Marks that part a label from its value.
const MARKS: [char; 5] = ['\t', '|', '\u{2502}', ';', ','];

/// What stands round a label to show it as one.
const EMPHASIS: [char; 4] = ['"', '*', '_', ' '];

/// Rows that make such a table.
const ROWS: usize = 3;

/// What stands over the values.
const TITLES: [&str; 4] = ["value", "values", "wert", "valeur"];

/// A label and its value.
struct Pair<'t> {
    label: &'t str,
    value: &'t str,
    /// The line with a colon in the place of the mark.
    text: String,
}

/// The lines with colons where they are such rows.
pub(super) fn labelled<'a>(mut items: Vec<Item<'a>>, gates: &Gates) -> Vec<Item<'a>> {
    for mark in MARKS {
        let mut at = 0;
        while at < items.len() {
            let texts = items[at..].iter().map_while(|item| pair_in(item, mark)).collect::<Vec<_>>();
            let pairs = || texts.iter().flatten();
            let known = pairs().filter(|pair| gates.knows_label(pair.label)).count();
            let count = texts.len().max(1);
            if known >= ROWS && known * 2 >= pairs().count() {
                let texts: Vec<Option<String>> = texts.into_iter().map(|pair| told(pair?, gates)).collect();
                for (item, text) in items[at..].iter_mut().zip(texts) {
                    match text {
                        Some(text) => item.line = item.line.clone().with_text(text),
                        None => item.kind = ItemKind::Noise,
                    }
                }
            }
            at += count;
        }
    }
    items
}

/// The row; none of what stands over the values.
fn told(pair: Pair<'_>, gates: &Gates) -> Option<String> {
    let is_title = TITLES.iter().any(|title| pair.value.eq_ignore_ascii_case(title)) && !gates.knows_label(pair.label);
    (!is_title).then_some(pair.text)
}

/// The pair in a line, or nothing in the place of a line between rows; `None` where it is neither.
fn pair_in<'t>(item: &'t Item<'_>, mark: char) -> Option<Option<Pair<'t>>> {
    let text: &str = &item.line.text;
    // Few lines have any such mark.
    if !text.contains(mark) {
        return None;
    }
    if item.kind == ItemKind::Ruler || item.kind == ItemKind::Text && is_rule(text) {
        return Some(None);
    }
    if item.kind == ItemKind::Text { pair(text, mark).map(Some) } else { None }
}

fn pair(text: &str, mark: char) -> Option<Pair<'_>> {
    let start = text.len() - text.trim_start().strip_prefix(mark).unwrap_or(text.trim_start()).len();
    let inner = text[start..].trim_end();
    let inner = inner.strip_suffix(mark).unwrap_or(inner).trim_end();
    let (label, behind) = inner.split_once(mark)?;
    let unquoted = |text: &'_ str| text.trim().strip_prefix('"').is_some_and(|text| text.ends_with('"'));
    let is_quoted = unquoted(behind);
    let value = behind.trim().trim_matches('"');
    // Any further mark parts further cells.
    if behind.contains(mark) && !is_quoted || label.trim().is_empty() || label.contains(':') {
        return None;
    }
    let blanks = " ".repeat(text[..start].chars().count());
    let text = format!(
        "{blanks}{}:{}{behind}",
        label.replace(['"', '*'], " "),
        if behind.starts_with(' ') { "" } else { " " }
    );
    let text = if is_quoted { text.replace('"', " ") } else { text };
    Some(Pair { label: label.trim_matches(EMPHASIS).trim_matches(' '), value, text: text.trim_end().to_owned() })
}
