//! What an answer tells of the form in which its command was asked, and of the settings of the session.

use super::super::plan::Planned;
use super::lines::{self, Kind, Line};

/// Why the plain form of a command is to be asked, where the answer to the other says so: an error that is about the form or
/// names a field that was asked for, or text that the separators do not part. What is refused is refused in any form.
pub fn why_plain(asked: &Planned, answer: &[u8]) -> Option<&'static str> {
    if is_form_unknown(asked, answer) {
        Some("the cluster does not know the other, or a field of it")
    } else if asked.separated && !is_parted(answer) {
        Some("what the other printed cannot be read for certain")
    } else {
        None
    }
}

/// Words of errors about an argument, whichever.
const SIGNS: [&str; 8] = [
    "invalid argument",
    "was not expected",
    "ambiguous argument",
    "unexpected argument",
    "invalid field",
    "invalid value specified for \"-fields\"",
    "is not a valid field",
    "unknown field",
];

/// Words of errors that have nothing to do with the form.
const REFUSALS: [&str; 4] =
    ["is not a recognized command", "not authorized", "insufficient privileges", "access denied"];

fn is_form_unknown(asked: &Planned, answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_ascii_lowercase();
    let fields: Vec<&str> = asked.show.fields().chain(["fields"]).collect();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let names = |error: &str| error.split(|c| !is_part(c)).any(|word| fields.contains(&word.trim_start_matches('-')));
    let mut errors = text.split("error:").skip(1).map(|error| error.split_whitespace().collect::<Vec<_>>().join(" "));
    errors.any(|error| {
        let is_refused = REFUSALS.iter().any(|words| error.contains(words));
        !is_refused && (SIGNS.iter().any(|sign| error.contains(sign)) || names(&error))
    })
}

/// Whether a heading and rows of one width stand there, or no table at all.
fn is_parted(answer: &[u8]) -> bool {
    let lines = lines::of(answer);
    let width = |line: &Line<'_>| if let Kind::Marked(_, count) = line.kind { Some(count) } else { None };
    let rows: Vec<usize> = lines.iter().filter_map(width).collect();
    let is_strange = |line: &Line<'_>| matches!(line.kind, Kind::Other | Kind::Confused);
    !lines.iter().any(is_strange) && rows.iter().all(|own| *own == rows[0])
}

/// The cluster's words about a setting of the session that it refuses.
pub fn refused_setting(output: &[u8]) -> Option<String> {
    let lines = lines::of(output);
    let first = lines.iter().position(|line| line.kind == Kind::Setting(true))?;
    let goes_on = lines[first + 1..].iter().take_while(|line| line.kind == Kind::Setting(false)).count();
    let words: Vec<String> = lines[first..=first + goes_on].iter().map(Line::words).collect();
    Some(words.join(" "))
}

/// Whether an output shows that separators are in effect.
pub fn has_separators(output: &[u8]) -> bool {
    lines::of(output).iter().any(|line| matches!(line.kind, Kind::Marked(..)))
}
