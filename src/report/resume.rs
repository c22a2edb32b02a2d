//! What a report says of itself so that a later run can take over of it what is still true: the checksum of each target's evidence, and
//! all else that its judgement hangs on.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Target;
use super::reread::{SCHEMA, target_of};

/// What the judgement of a target hangs on besides its evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// SHA-256 of the version of the program and of its rules, tables and profiles, and of the site's own.
    pub rules: String,
    /// SHA-256 of the options and of the configuration.
    pub question: String,
    /// The day, where waivers or attestations count by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

impl Terms {
    /// In what a judgement by these hangs on other things than one by `own`.
    fn differing(&self, own: &Self) -> Option<&'static str> {
        let whats = [
            (self.rules != own.rules, "it was judged by other rules"),
            (self.question != own.question, "it was judged with other options or another configuration"),
            (self.day != own.day, "it was judged on another day, by which waivers and attestations count"),
        ];
        whats.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what)
    }
}

/// The targets of an earlier report, by the checksums of their evidence. Of a target no more than its place in the report is known
/// until it is taken over: most of what stands there is read once, and that only by who needs it.
#[derive(Clone, Debug, Default)]
pub struct Past {
    text: String,
    inputs: HashMap<String, Vec<Range<usize>>>,
}

/// As much of a report as tells what it hangs on.
#[derive(Deserialize)]
struct Frame {
    schema: Option<Value>,
    resume: Option<Terms>,
}

/// Where the targets of a report are.
#[derive(Deserialize)]
struct Listed<'t> {
    #[serde(borrow)]
    targets: Vec<&'t RawValue>,
}

/// As much of a target as tells whose evidence it is of.
#[derive(Deserialize)]
struct Told {
    kept: Option<Evidence>,
}

#[derive(Deserialize)]
struct Evidence {
    evidence: Option<String>,
}

impl Past {
    /// Of the text of a report, for a run by `own`.
    ///
    /// # Errors
    /// Why it is none, or why nothing of it is still true.
    pub fn read(text: String, own: &Terms) -> Result<Self, String> {
        let mut inputs: HashMap<String, Vec<Range<usize>>> = HashMap::new();
        for target in targets(&text, own)? {
            if let Some(evidence) = evidence(target)? {
                let start = target.as_ptr().addr() - text.as_ptr().addr();
                inputs.entry(evidence).or_default().push(start..start + target.len());
            }
        }
        Ok(Self { text, inputs })
    }

    /// The targets of an input with this evidence; none where what stands of them fits no longer.
    pub fn of_evidence(&self, evidence: &str) -> Option<Vec<Target>> {
        let read = |range: &Range<usize>| target_of(self.text.get(range.clone())?).ok();
        let is_own = |target: &Target| target.evidence.as_deref() == Some(evidence);
        // What was taken over stays what it was.
        let taken = |target: Target| Target { taken_over: true, ..target };
        self.inputs.get(evidence)?.iter().map(|range| read(range).filter(is_own).map(taken)).collect()
    }
}

/// The texts of the targets of a report, where they are still true.
fn targets<'t>(text: &'t str, own: &Terms) -> Result<Vec<&'t str>, String> {
    let body = text.trim_start_matches('\u{feff}').trim_end();
    let (frame, targets) = match indented(body).or_else(|| rewritten(body)) {
        Some(whole) => whole,
        None => lines(body)?,
    };
    if frame.schema.as_ref().and_then(Value::as_str) != Some(SCHEMA) {
        return Err(format!("is no report of this program: expected `\"schema\": \"{SCHEMA}\"`"));
    }
    let terms = frame.resume.ok_or("it was written without `--resume`, and does not tell what it hangs on")?;
    terms.differing(own).map_or(Ok(targets), |what| Err(what.to_owned()))
}

/// A report as this program writes it: what stands so far from the margin is a target, for no string holds the end of a line.
fn indented(text: &str) -> Option<(Frame, Vec<&str>)> {
    const LIST: &str = "\n  \"targets\": [";
    let start = memmem::find(text.as_bytes(), LIST.as_bytes())? + LIST.len();
    let end = start + memmem::find(&text.as_bytes()[start..], b"\n  ]")?;
    let frame = format!("{}{}", text.get(..start)?, text.get(end..)?);
    let frame: Frame = serde_json::from_str(&frame).ok()?;
    let list = text.get(start..end)?;
    let starts: Vec<usize> = memmem::find_iter(list.as_bytes(), b"\n    {\n").collect();
    let ends = starts.iter().skip(1).copied().chain([list.len()]);
    let target = |(start, end): (&usize, usize)| Some(list.get(*start..end)?.trim().trim_end_matches(','));
    Some((frame, starts.iter().zip(ends).map(target).collect::<Option<_>>()?))
}

/// A report that somebody has written anew.
fn rewritten(text: &str) -> Option<(Frame, Vec<&str>)> {
    let listed: Listed<'_> = serde_json::from_str(text).ok()?;
    Some((serde_json::from_str(text).ok()?, listed.targets.into_iter().map(RawValue::get).collect()))
}

/// A target a line, and the report without them on the last one.
fn lines(text: &str) -> Result<(Frame, Vec<&str>), String> {
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.pop().ok_or("is empty")?;
    let frame: Frame = serde_json::from_str(last).map_err(|error| format!("is no report of this program: {error}"))?;
    if frame.schema.is_none() {
        return Err("is cut: its last line, which says what all targets are together, is missing".to_owned());
    }
    Ok((frame, lines))
}

/// Of what evidence a target is.
fn evidence(target: &str) -> Result<Option<String>, String> {
    if let Some(evidence) = told_first(target) {
        return Ok(Some(evidence.to_owned()));
    }
    let told: Told = serde_json::from_str(target).map_err(|error| format!("a target of it: {error}"))?;
    Ok(told.kept.and_then(|kept| kept.evidence))
}

/// The same where it stands at the beginning of what is kept, as this program writes it. Whoever reads the target sees whether it is so.
fn told_first(target: &str) -> Option<&str> {
    const KEPT: &str = "\"kept\":";
    const EVIDENCE: &str = "\"evidence\":\"";
    let kept = target.get(memmem::find(target.as_bytes(), KEPT.as_bytes())? + KEPT.len()..)?;
    let at = memmem::find(&kept.as_bytes()[..kept.len().min(NEAR)], EVIDENCE.as_bytes())? + EVIDENCE.len();
    let digits = kept.get(at..at + DIGITS)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits)
}

/// Bytes of what is kept in which its evidence begins: its place stands before.
const NEAR: usize = 100;
/// Hexadecimal digits of a SHA-256.
const DIGITS: usize = 64;
