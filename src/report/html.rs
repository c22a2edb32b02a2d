//! `--format html`: one page that holds the report as JSON, with the keys beside `--format json` that people want to see, and the
//! viewer that draws it. Nothing in it asks a network, and no name in it is taken for a mark of the page.

use std::fmt::Write;
use std::io;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::format::{Frame, Shape};
use super::layout::clean;
use super::{Report, Style, Target, cause, human, json};
use crate::judge::{Evidence, Outcome, Verdict};

pub(super) const SHAPE: Shape =
    Shape { part, frame, between: |_| b",\n", tells_passes: true, shows_answers: true, ..Shape::of("html") };

/// The modules of the viewer, in an order in which none needs a later one when it starts.
const MODULES: [&str; 10] = [
    include_str!("html/words.js"),
    include_str!("html/groups.js"),
    include_str!("html/nodes.js"),
    include_str!("html/element.js"),
    include_str!("html/evidence.js"),
    include_str!("html/finding.js"),
    include_str!("html/answers.js"),
    include_str!("html/filter.js"),
    include_str!("html/viewer.js"),
    include_str!("html/start.js"),
];

/// What a target is called by in the page beside `--format json`, and where it stands.
fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    embedded(&told(target)?)
}

fn told(target: &Target) -> io::Result<Value> {
    let mut value = serde_json::to_value(target)?;
    value["sources"] = target.sources.into();
    for (line, answer) in target.answers.iter().zip(listed(&mut value["answers"])) {
        answer["why"] = line.why.as_str().into();
    }
    for (printed, answer) in target.printed.answers.iter().zip(listed(&mut value["answers"])) {
        extend(answer, serde_json::to_value(printed)?);
    }
    let further = target.printed.further.iter().map(|(line, printed)| {
        let mut answer = serde_json::to_value(line)?;
        answer["why"] = line.why.as_str().into();
        extend(&mut answer, serde_json::to_value(printed)?);
        Ok(answer)
    });
    let further: Vec<Value> = further.collect::<io::Result<_>>()?;
    if !further.is_empty() {
        value["further_answers"] = further.into();
    }
    for (outcome, shown) in target.outcomes.iter().zip(listed(&mut value["outcomes"])) {
        tell(outcome, target, shown);
    }
    Ok(value)
}

fn listed(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

fn extend(value: &mut Value, with: Value) {
    if let (Some(fields), Value::Object(more)) = (value.as_object_mut(), with) {
        fields.extend(more);
    }
}

/// What is behind an outcome that needs attention: ONTAP's own rows, and why an answer is not there.
fn tell(outcome: &Outcome, target: &Target, shown: &mut Value) {
    if matches!(outcome.verdict, Verdict::Pass | Verdict::NotApplicable) {
        return;
    }
    for (mark, seen) in outcome.evidence.iter().zip(listed(&mut shown["evidence"])) {
        let Evidence { heading, row, .. } = mark;
        extend(seen, json!({ "heading": heading, "row": row }));
    }
    if outcome.verdict == Verdict::Unknown {
        let causes = cause::of(&[outcome], target);
        if !causes.is_empty() {
            shown["causes"] = causes.into();
        }
    }
}

/// The value on one line; nothing in it ends the script that holds it.
fn embedded(value: &Value) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    json::compact(value, &mut text)?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    // In JSON it stands in strings alone.
    Ok(text.replace('<', "\\u003c").into_bytes())
}

/// What the page holds, alone: what the viewer draws.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn value(report: &Report) -> io::Result<Vec<u8>> {
    let targets: Vec<Value> = report.targets.iter().map(told).collect::<io::Result<_>>()?;
    let mut value = rest(report)?;
    value.insert("targets".to_owned(), targets.into());
    let mut text = Vec::new();
    json::compact(&Value::Object(value), &mut text)?;
    Ok(text)
}

/// The page round the targets.
fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let (style, script) = (style(), script());
    let verdict = human::words(report.verdict);
    let told = format!("Exit code {}, because {}.", report.exit_code, clean(&report.because));
    let head = format!(
        include_str!("html/page.html"),
        style_hash = hash(&style),
        script_hash = hash(&script),
        style = style,
        script = script,
        verdict = verdict,
        told = escaped(&told),
    );
    let rest = String::from_utf8(embedded(&Value::Object(rest(report)?))?).map_err(io::Error::other)?;
    let rest = rest.trim_start_matches('{');
    let (head, tail) =
        (format!("{}{{\"targets\":[\n", head.trim_end()), format!("\n],{rest}</script>\n</body>\n</html>\n"));
    Ok(Frame { head: head.into_bytes(), tail: tail.into_bytes() })
}

/// The report without its targets, with what is told of it for people.
fn rest(report: &Report) -> io::Result<Map<String, Value>> {
    let mut value = serde_json::to_value(json::without_targets(report))?;
    value["because"] = report.because.as_str().into();
    let mut fields = value.as_object().cloned().unwrap_or_default();
    fields.remove("targets");
    Ok(fields)
}

/// The style sheet, with the line ends that a page has when it is read.
fn style() -> String {
    include_str!("html/viewer.css").replace("\r\n", "\n")
}

/// The modules as one: what they take from each other is there already.
fn script() -> String {
    let is_kept = |line: &&str| !line.starts_with("import ");
    let mut script = String::from("\n");
    MODULES.iter().flat_map(|module| module.lines()).filter(is_kept).for_each(|line| {
        script.push_str(line);
        script.push('\n');
    });
    script
}

/// How a Content-Security-Policy names a script or a style sheet.
pub(super) fn hash(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        let sign = |at: usize| char::from(SIGNS[bits >> (18 - 6 * at) & 63]);
        (0..4).for_each(|at| text.push(if at > three.len() { '=' } else { sign(at) }));
    }
    text
}

pub(super) fn escaped(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => {
                let _ = write!(text, "&#{};", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 4648.
    #[test]
    fn base64_is_that_of_the_standard() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (plain, text) in pairs {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn the_modules_are_one_script_that_takes_nothing_from_elsewhere() {
        let script = script();
        assert!(!script.contains("</script") && !script.contains("<!--"));
        assert!(!script.contains("import ") && script.contains("export function render("));
        assert!(!style().contains("url(") && !style().contains("@import"));
    }
}
