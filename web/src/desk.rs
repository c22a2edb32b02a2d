//! What was handed in, and what was judged of it last.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ndmp_preflight::check::{Aim, Asked, Selection, judged, targets};
use ndmp_preflight::fault::Fault;
use ndmp_preflight::judge::handoff::sheet;
use ndmp_preflight::judge::{Passes, Questions};
use ndmp_preflight::report::handoff::{Handoff, HandoffFormat};
use ndmp_preflight::report::{Format, Named, Policy, Report, Style, Target, Verbosity, html};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::saved::{Gathered, Held, Source, distinguish, settled, sources};
use ndmp_preflight::source::redacted;
use ndmp_preflight::table::{Reader, Reading};
use serde::Serialize;

use crate::order::{FORM, Order, Trouble};
use crate::site;

/// Name of what was pasted, as a target and as a source.
const PASTE: &str = "paste";
/// Name of the target that several texts are of.
const TEXTS: &str = "texts";
/// Before the name of a format of the sheet.
const HANDOFF: &str = "handoff-";

/// What was handed in, and what was judged of it last.
#[derive(Default)]
pub(crate) struct Desk {
    held: Held,
    /// In the order in which they came.
    tops: Vec<PathBuf>,
    done: Option<Done>,
}

/// What was judged.
struct Done {
    catalog: Catalog,
    questions: Questions,
    selection: Selection,
    left_out: Vec<String>,
    policy: Policy,
    gathered: Vec<Gathered>,
    report: Report,
}

/// What is told of a check besides its report.
#[derive(Serialize)]
pub(crate) struct Told {
    /// Why nothing was judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trouble: Vec<Line>,
    /// Whether nothing was handed in.
    empty: bool,
    /// What was pasted, where a secret was masked in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    masked: Option<String>,
    /// The texts, in the order of their targets.
    sources: Vec<Text>,
}

/// A thing that is wrong.
#[derive(Serialize)]
struct Line {
    /// The line of the form, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<usize>,
    text: String,
}

/// A text that was read.
#[derive(Serialize)]
struct Text {
    name: String,
    lines: usize,
}

/// The applications and the version.
pub(crate) fn about() -> String {
    let profiles = Catalog::for_judging().map(|catalog| catalog.profiles).unwrap_or_default();
    let profiles: Vec<_> =
        profiles.iter().map(|one| serde_json::json!({"name": one.name, "title": one.title})).collect();
    let demo = include_str!("../../sample-outputs/many-faults/session.txt");
    serde_json::json!({"version": env!("CARGO_PKG_VERSION"), "applications": profiles, "demo": demo}).to_string()
}

/// That nothing was judged, and why.
pub(crate) fn trouble(text: &str) -> String {
    Told::of(vec![Line { form: None, text: text.to_owned() }]).json()
}

impl Told {
    fn of(trouble: Vec<Line>) -> Self {
        Self { trouble, empty: false, masked: None, sources: Vec::new() }
    }

    fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl From<Trouble> for Vec<Line> {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Usage(text) => vec![Line { form: None, text }],
            Trouble::Faults(faults) => {
                let line = |fault: &Fault| Line {
                    form: Some(fault.line).filter(|_| fault.file == FORM),
                    text: if fault.file == FORM { told_beside(fault) } else { fault.to_string() },
                };
                faults.iter().map(line).collect()
            }
        }
    }
}

/// What is wrong with a field, and what to do.
fn told_beside(fault: &Fault) -> String {
    let parts = [&fault.message, &fault.help];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("; ")
}

impl Desk {
    pub(crate) fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.came(path);
        self.held.put(Path::new(path), bytes);
    }

    pub(crate) fn put_folder(&mut self, path: &str) {
        self.came(path);
        self.held.put_folder(Path::new(path));
    }

    pub(crate) fn remove(&mut self, path: &str) {
        self.held.remove(Path::new(path));
        self.tops.retain(|top| top != Path::new(path));
    }

    fn came(&mut self, path: &str) {
        let top = Path::new(path).components().next().map(|first| PathBuf::from(first.as_os_str()));
        self.tops.extend(top.filter(|top| !self.tops.contains(top)));
    }

    /// What the plan asks, of the catalog with a site's own rules.
    pub(crate) fn asked(&self, order: &Order) -> Option<(Catalog, Questions)> {
        self.aimed(order).ok().map(|(catalog, aim, _)| (catalog, aim.questions))
    }

    fn aimed(&self, order: &Order) -> Result<(Catalog, Aim, Policy), Trouble> {
        let config = site::configuration(&self.held, &self.tops)?;
        let (options, form) = order.over(&config)?;
        let day = order.day(&options)?;
        let mut catalog = site::catalog(&self.held, &self.tops, &config, day)?;
        let aim = Aim::of(&options, &form.options.backup, &config, &mut catalog, day)?;
        let policy =
            Policy { fail_on: options.fail_on.unwrap_or_default(), allow_unknown: options.allow_unknown == Some(true) };
        Ok((catalog, aim, policy))
    }

    /// Judges what is there.
    pub(crate) fn check(&mut self, order: &Order) -> String {
        self.done = None;
        let told = match self.judged(order) {
            Ok(done) => {
                let told = told(order, done.as_ref());
                self.done = done;
                told
            }
            Err(trouble) => Told::of(trouble.into()),
        };
        told.json()
    }

    fn judged(&self, order: &Order) -> Result<Option<Done>, Trouble> {
        let (catalog, Aim { questions, selection, left_out }, policy) = self.aimed(order)?;
        let reader = Reader::new(&catalog.tables);
        let sources = self.sources(order);
        if sources.is_empty() {
            return Ok(None);
        }
        let gathered = settled(sources, |source| source.gather(&self.held, &catalog, &reader))?;
        let asked = Asked { questions: &questions, passes: Passes::Told, answers: true };
        let mut all: Vec<Target> = gathered.iter().flat_map(|one| targets(one, &catalog, asked, &selection)).collect();
        all.iter_mut().for_each(|target| target.remark_of_plans(&questions));
        let report = Report { left_out: left_out.clone(), ..Report::of(all, policy) };
        drop(reader);
        Ok(Some(Done { catalog, questions, selection, left_out, policy, gathered, report }))
    }

    /// The targets of what is there. Texts are of one cluster unless it is said that they are not.
    fn sources(&self, order: &Order) -> Vec<Source> {
        let is_site = |top: &&PathBuf| site::is_configuration(&self.held, top) || site::is_rules(&self.held, top);
        let tops = self.tops.iter().filter(|top| !is_site(top));
        let mut all: Vec<Source> = tops.flat_map(|top| sources(&self.held, top)).collect();
        if !order.paste.trim().is_empty() {
            all.push(Source::of_text(PASTE, PASTE, order.paste.clone().into_bytes()));
        }
        if !order.apart {
            all = together(all);
        }
        distinguish(&mut all);
        all
    }

    pub(crate) fn shown(&self) -> Option<String> {
        String::from_utf8(html::value(&self.done.as_ref()?.report).ok()?).ok()
    }

    pub(crate) fn report(&self, format: &str) -> Option<Vec<u8>> {
        let done = self.done.as_ref()?;
        if let Some(format) = format.strip_prefix(HANDOFF) {
            return done.handoff(HandoffFormat::named(format)?);
        }
        let mut out = Vec::new();
        let style = Style::of_file(Verbosity::Normal);
        format.parse::<Format>().ok()?.write(&done.report, &style, &mut out).ok()?;
        Some(out)
    }

    pub(crate) fn text(&self, source: &str) -> Option<String> {
        let readings = self.done.as_ref()?.readings();
        let capture = readings.flat_map(|reading| reading.captures.iter()).find(|capture| capture.name == source)?;
        let lines: Vec<&str> = (1..=capture.line_count()).map(|number| capture.raw_line(number)).collect();
        Some(lines.join("\n"))
    }
}

/// The texts as one target: with the folder, where there is one alone, else by themselves.
fn together(all: Vec<Source>) -> Vec<Source> {
    let (mut texts, mut others): (Vec<Source>, Vec<Source>) = all.into_iter().partition(Source::is_text);
    let mut folders = others.iter_mut().filter(|source| source.is_folder());
    if let (Some(_), None) = (folders.next(), folders.next()) {
        let with = |source: Source| if source.is_folder() { source.with(texts.drain(..)) } else { source };
        return others.into_iter().map(with).collect();
    }
    if texts.len() > 1 {
        texts = vec![Source::of_nothing(TEXTS).with(texts)];
    }
    texts.append(&mut others);
    texts
}

fn told(order: &Order, done: Option<&Done>) -> Told {
    let masked = redacted(order.paste.clone().into_bytes());
    let masked = (masked != order.paste).then_some(masked);
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for capture in done.iter().flat_map(|done| done.readings()).flat_map(|reading| reading.captures.iter()) {
        if sources.insert(&capture.name, capture.line_count()).is_none() {
            names.push(capture.name.as_str());
        }
    }
    let text = |name: &str| Text { name: name.to_owned(), lines: sources.get(name).copied().unwrap_or_default() };
    let sources = names.into_iter().map(text).collect();
    Told { trouble: Vec::new(), empty: done.is_none(), masked, sources }
}

impl Done {
    fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.gathered.iter().flat_map(|one| match one {
            Gathered::Readings(readings) => readings.as_slice(),
            Gathered::Unreadable { .. } | Gathered::Unasked { .. } => &[],
        })
    }

    /// The sheet for the backup administrator.
    fn handoff(&self, format: HandoffFormat) -> Option<Vec<u8>> {
        let Self { catalog, questions, selection, .. } = self;
        let one = |reading: &Reading| {
            let question = questions.of(&reading.name);
            let target = judged(reading, catalog, (question, Passes::Counted), selection);
            (target, sheet(reading, catalog, question))
        };
        let all = self.gathered.iter().flat_map(|gathered| match gathered {
            Gathered::Readings(readings) => readings.iter().map(one).collect(),
            Gathered::Unreadable { name, error } | Gathered::Unasked { name, error } => {
                vec![(Target::unreadable(name, error.clone(), questions.of(name)), Default::default())]
            }
        });
        let mut all: Vec<_> = all.collect();
        all.iter_mut().for_each(|(target, _)| target.remark_of_plans(questions));
        let paper = Handoff::of(all, self.policy, self.left_out.clone(), &[]);
        let mut out = Vec::new();
        paper.write(format, &Style::of_file(Verbosity::Normal), &mut out).ok()?;
        Some(out)
    }
}
