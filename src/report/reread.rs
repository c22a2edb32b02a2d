//! Reports that this program wrote as JSON, a whole one or a target a line, read again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::kept::Kept;
use super::planned::Planned;
use super::shard::{self, Shard};
use super::verdict::Exit;
use super::{AnswerLine, FailOn, Policy, Readiness, Report, Tally, Target, Tool};
use crate::judge::{AttestedLine, CaptureNext, OpenQuestion, Outcome, Question, RestsOn, Severity, SiteLine, Verdict};

/// What the key `schema` of a report says.
pub(super) const SCHEMA: &str = "ndmp-preflight/report/v1";

/// A report as it was written; each target is kept whole, whatever keys it has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reread {
    schema: &'static str,
    tool: Tool,
    /// The verdict about all targets.
    pub verdict: Readiness,
    /// How the run ended.
    pub exit_code: u8,
    /// The targets.
    pub targets: Vec<Value>,
    /// Rules that were left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Which part of a run it is about, where the run was shared.
    #[serde(skip)]
    shard: Option<Shard>,
}

/// What is read of a target; the rest of it stands in its value.
#[derive(Deserialize)]
struct Saved {
    target: String,
    cluster: Option<String>,
    ontap: Option<String>,
    scope: Option<String>,
    dma: Option<String>,
    collected: Option<String>,
    answers: Vec<AnswerLine>,
    outcomes: Vec<Outcome>,
    error: Option<String>,
    #[serde(default)]
    not_asked: bool,
    #[serde(default)]
    capture_next: Vec<CaptureNext>,
    #[serde(default)]
    rests_on: RestsOn,
    #[serde(default)]
    remarks: Vec<String>,
    #[serde(default)]
    site: Vec<SiteLine>,
    #[serde(default)]
    planned: Planned,
    #[serde(default)]
    attestations: Vec<AttestedLine>,
    #[serde(default)]
    questions: Vec<OpenQuestion>,
    kept: Option<Kept>,
}

impl Reread {
    /// Reads the text of a report.
    ///
    /// # Errors
    /// Why it is none, or not all of one.
    pub fn of(text: &str) -> Result<Self, String> {
        let whole: Result<Value, _> = serde_json::from_str(text);
        let (mut frame, targets) = match whole {
            Ok(mut frame) if frame.get("targets").is_some() => {
                let targets = frame["targets"].take();
                (frame, targets.as_array().cloned().ok_or("its `targets` is no list")?)
            }
            _ => lines(text)?,
        };
        if frame["schema"] != SCHEMA {
            return Err(format!("is no report of this program: expected `\"schema\": \"{SCHEMA}\"`"));
        }
        let left_out: Vec<Value> = frame["left_out"].as_array().cloned().unwrap_or_default();
        let exit_code = frame["exit_code"].as_u64().and_then(|code| u8::try_from(code).ok()).filter(|code| *code <= 4);
        let exit_code = exit_code.ok_or("its `exit_code` is none of this program's")?;
        let shard = frame.get_mut("shard").map(Value::take).map(serde_json::from_value::<Shard>).transpose();
        let report = Self {
            shard: shard.map_err(|error| format!("its `shard`: {error}"))?,
            left_out: left_out.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            exit_code,
            targets,
            ..Self::blank()
        };
        report.judged()?;
        Ok(Self { verdict: report.gravest()?, ..report })
    }

    fn blank() -> Self {
        let Report { tool, verdict, .. } = Report::closing(Tally::default());
        Self {
            schema: SCHEMA,
            tool,
            verdict,
            exit_code: Exit::Undecided.code(),
            targets: Vec::new(),
            left_out: Vec::new(),
            shard: None,
        }
    }

    /// One report out of many. It ends as the gravest of them does.
    ///
    /// # Errors
    /// None of those that were read.
    pub fn merged(reports: Vec<Self>) -> Result<Self, String> {
        let mut all = Self { exit_code: Exit::Ready.code(), ..Self::blank() };
        for report in reports {
            all.exit_code = graver(all.exit_code, report.exit_code);
            all.targets.extend(report.targets);
            for rule in report.left_out {
                if !all.left_out.contains(&rule) {
                    all.left_out.push(rule);
                }
            }
        }
        if all.targets.is_empty() {
            all.exit_code = graver(all.exit_code, Exit::Undecided.code());
        }
        Ok(Self { verdict: all.gravest()?, ..all })
    }

    fn gravest(&self) -> Result<Readiness, String> {
        let mut words = Vec::new();
        for target in &self.targets {
            let word = target["verdict"].as_str().unwrap_or_default();
            words.push(READINESS.into_iter().find(|known| known.word() == word).ok_or("a target has no verdict")?);
        }
        let calm = if words.is_empty() { Readiness::Undecided } else { Readiness::Ready };
        Ok(READINESS.into_iter().find(|verdict| words.contains(verdict)).unwrap_or(calm))
    }

    /// The targets, as far as formats other than JSON tell of them.
    ///
    /// # Errors
    /// What is not as this program writes it.
    pub fn judged(&self) -> Result<Vec<Target>, String> {
        self.targets.iter().map(target).collect()
    }

    /// What made the verdicts what they are: nobody wrote it down, and the verdicts tell it.
    fn policy(&self, targets: &[Target]) -> Policy {
        let verdict = |at: usize| self.targets.get(at).and_then(|value| value["verdict"].as_str()).unwrap_or_default();
        let has_failed = |target: &Target| {
            target.outcomes.iter().any(|one| one.verdict == Verdict::Fail && one.severity == Severity::Must)
        };
        let by_should = targets
            .iter()
            .enumerate()
            .any(|(at, target)| verdict(at) == Readiness::NotReady.word() && !has_failed(target));
        let allow_unknown = self.exit_code == Exit::Ready.code() && self.verdict == Readiness::Undecided;
        Policy { fail_on: if by_should { FailOn::Should } else { FailOn::Must }, allow_unknown }
    }

    /// The report as a value that every format renders, as far as it was written down.
    ///
    /// # Errors
    /// What is not as this program writes it.
    pub fn report(&self) -> Result<Report, String> {
        let targets = self.judged()?;
        let policy = self.policy(&targets);
        let report = Report { left_out: self.left_out.clone(), ..Report::of(targets, policy) };
        if report.exit_code == self.exit_code {
            return Ok(report);
        }
        Ok(Report { exit_code: self.exit_code, because: "one of the reports says so".to_owned(), ..report })
    }

    /// Whether it is about a part of a run that was shared.
    pub fn is_part(&self) -> bool {
        self.shard.is_some()
    }

    /// The report of a whole run out of those of its parts, each with its name: what a single machine would have written.
    ///
    /// # Errors
    /// A part that is missing, there twice, or of another run.
    pub fn whole(parts: &[(String, Self)]) -> Result<Report, String> {
        let shards: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.shard.as_ref())).collect();
        shard::settle(&shards)?;
        let mut targets = Vec::new();
        for (name, part) in parts {
            targets.extend(part.judged().map_err(|why| format!("`{name}`: {why}"))?);
        }
        targets.sort_by_key(|target| target.place);
        targets.iter_mut().for_each(|target| target.place = None);
        let policy = shards.iter().find_map(|(_, shard)| Some((*shard)?.policy)).unwrap_or_default();
        let left_out = parts.first().map(|(_, part)| part.left_out.clone()).unwrap_or_default();
        let unkept = shards.iter().filter_map(|(_, shard)| *shard).flat_map(|shard| shard.unkept.clone());
        let mut unkept: Vec<(String, String)> = unkept.collect();
        unkept.sort_by_key(|(name, _)| targets.iter().position(|target| target.target == *name));
        // What is to be said of bundles stands in the remarks of their targets already.
        let report = Report::of(targets, policy);
        let targets = report.targets;
        let report = Report { targets: Vec::new(), left_out, ..report }.unkept(&unkept);
        Ok(Report { targets, ..report })
    }

    /// How the program ends.
    pub fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }
}

/// The gravest first.
const READINESS: [Readiness; 4] = [Readiness::Unreadable, Readiness::NotReady, Readiness::Undecided, Readiness::Ready];

/// When several apply: 2, 4, 1, 3, 0.
fn graver(one: u8, other: u8) -> u8 {
    [2, 4, 1, 3, 0].into_iter().find(|code| [one, other].contains(code)).unwrap_or(one)
}

/// A target a line, and the report without them on the last one.
fn lines(text: &str) -> Result<(Value, Vec<Value>), String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let parsed: Result<Vec<Value>, _> = lines.map(serde_json::from_str).collect();
    let mut targets = parsed.map_err(|error| format!("is no report of this program: {error}"))?;
    let last = targets.pop().ok_or("is empty")?;
    if last.get("schema").is_none() {
        return Err("is cut: its last line, which says what all targets are together, is missing".to_owned());
    }
    Ok((last, targets))
}

fn target(value: &Value) -> Result<Target, String> {
    Saved::deserialize(value).map_err(|error| format!("a target of it: {error}"))?.target()
}

/// The same of its text.
pub(super) fn target_of(text: &str) -> Result<Target, String> {
    let saved: Saved = serde_json::from_str(text).map_err(|error| format!("a target of it: {error}"))?;
    saved.target()
}

impl Saved {
    /// The target as it was judged.
    fn target(self) -> Result<Target, String> {
        let saved = self;
        let mut target = Target::unreadable(&saved.target, String::new(), &Question::plain(jiff::civil::Date::MIN));
        (target.error, target.not_asked) = (saved.error, saved.not_asked);
        target.outcomes = saved.outcomes;
        for mark in target.outcomes.iter_mut().flat_map(|outcome| &mut outcome.evidence) {
            // The row was not written down; what stands in it was.
            mark.row = " ".repeat(mark.column.clamp(1, WIDEST) - 1) + &mark.text;
            mark.column = mark.column.clamp(1, WIDEST);
        }
        let target = Target {
            cluster: saved.cluster,
            ontap: saved.ontap,
            scope: saved.scope,
            dma: saved.dma,
            collected: saved.collected.and_then(|time| time.parse::<Timestamp>().ok()),
            answers: saved.answers,
            capture_next: saved.capture_next,
            rests_on: saved.rests_on,
            remarks: saved.remarks,
            site: saved.site,
            planned: saved.planned,
            attestations: saved.attestations,
            questions: saved.questions,
            ..target
        };
        let Some(kept) = saved.kept else { return Ok(target) };
        let mut target = target;
        kept.restore(&mut target)?;
        Ok(target)
    }
}

/// Wider rows are none of ONTAP's.
const WIDEST: usize = 10_000;
