//! `--format json`: the report value as it is, in the shape `ndmp-preflight/report/v1`; and `--format jsonl`, the same with
//! each target on a line of its own.

use std::io;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::format::{Frame, Shape};
use super::kept::Kept;
use super::{Report, Style, Tally, Target};
use crate::source::is_unseen;

pub(super) const SHAPE: Shape = Shape { part, frame, between: |_| b",\n", tells_passes: true, ..Shape::of("json") };

pub(super) const LINES: Shape =
    Shape { part: line, frame: last_line, is_shown_at_once: true, tells_passes: true, ..Shape::of("jsonl") };

/// A target, and in a run that is shared, or that a later one may take over, what is kept of it.
#[derive(Serialize)]
struct Whole<'t> {
    #[serde(flatten)]
    target: &'t Target,
    /// For no person, and so on one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<Box<RawValue>>,
}

impl<'t> Whole<'t> {
    fn of(target: &'t Target) -> io::Result<Self> {
        Ok(Self { target, kept: Kept::of(target).map(|kept| to_raw_value(&kept)).transpose()? })
    }
}

/// What stands of one target: its value, as deep as it stands in the report.
fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let own = escaped(&serde_json::to_vec_pretty(&Whole::of(target)?)?)?;
    let mut part = Vec::with_capacity(own.len() + own.len() / 4);
    part.extend_from_slice(b"    ");
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', &own) {
        part.extend_from_slice(&own[start..=end]);
        part.extend_from_slice(b"    ");
        start = end + 1;
    }
    part.extend_from_slice(&own[start..]);
    Ok(part)
}

/// A target on a line of its own.
fn line(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut line = escaped(&serde_json::to_vec(&Whole::of(target)?)?)?;
    line.push(b'\n');
    Ok(line)
}

/// JSON with its unseen characters escaped, at once: a target is thousands of small pieces.
fn escaped(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut all = Vec::with_capacity(text.len() + 1);
    io::Write::write_all(&mut Escaped(&mut all), text)?;
    Ok(all)
}

/// The last line of a report of lines: the report without its targets. Where it is missing, the report was cut.
fn last_line(report: &Report, _: &Style) -> io::Result<Frame> {
    let mut value = serde_json::to_value(without_targets(report))?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("targets");
    }
    let mut tail = Vec::new();
    serde_json::to_writer(Escaped(&mut tail), &value)?;
    tail.push(b'\n');
    Ok(Frame { head: Vec::new(), tail })
}

/// The report as its frame tells it.
pub(super) fn without_targets(report: &Report) -> Report {
    let (left_out, because, tool) = (report.left_out.clone(), String::new(), report.tool.clone());
    let (shard, resume) = (report.shard.clone(), report.resume.clone());
    Report { targets: Vec::new(), tally: Tally::default(), left_out, shard, resume, because, tool, ..*report }
}

/// What stands round the targets.
fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    const NONE: &str = "\n  \"targets\": []";
    let mut whole = Vec::new();
    pretty(&without_targets(report), &mut whole)?;
    let whole = String::from_utf8(whole).map_err(io::Error::other)?;
    let is_empty = report.tally.lines.is_empty();
    // No string holds a line end, so that this is the list itself.
    let Some((head, tail)) = whole.split_once(NONE).filter(|_| !is_empty) else {
        return Ok(Frame { head: whole.into_bytes(), tail: Vec::new() });
    };
    Ok(Frame { head: format!("{head}\n  \"targets\": [\n").into_bytes(), tail: format!("\n  ]{tail}").into_bytes() })
}

/// Writes any value, indented, with a line end behind it.
pub fn pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped(out), value)?;
    out.write_all(b"\n")
}

/// Writes any value on one line.
pub(super) fn compact(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(Escaped(out), value)?;
    Ok(())
}

/// A time as RFC 3339 has it, in UTC.
pub(super) fn time<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(time),
        None => serializer.serialize_none(),
    }
}

/// Writes characters that nobody sees as `\u009b`, which is the same string in JSON.
struct Escaped<'o>(&'o mut dyn io::Write);

impl io::Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Those of ASCII are escaped already, apart from one. Pieces of strings come whole, so that no character is cut.
        let is_plain = bytes.is_ascii() && memchr::memchr(0x7f, bytes).is_none();
        let text = if is_plain { None } else { str::from_utf8(bytes).ok() };
        let Some(mut rest) = text else { return self.0.write_all(bytes).map(|()| bytes.len()) };
        while let Some(at) = rest.find(|c: char| c != '\n' && is_unseen(c)) {
            let (before, after) = rest.split_at(at);
            let bad = after.chars().next().unwrap_or_default();
            self.0.write_all(before.as_bytes())?;
            bad.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(self.0, "\\u{unit:04x}"))?;
            rest = &after[bad.len_utf8()..];
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
