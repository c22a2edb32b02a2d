//! `--format junit`: JUnit XML in the shape that Jenkins, GitLab, GitHub actions and Azure DevOps all read well.
//!
//! One suite a target and one case an outcome. `classname` and `name` together are unique, for a consumer keeps only the
//! first of two equal ones; a class name has no dot, for another splits it there. A failure is `<failure>`, an unknown
//! `<error>`, the rest that did not pass `<skipped>` with its reason in the attribute and in the body, for each consumer
//! reads one of the two. Nothing in it varies from run to run on
//! the same evidence.

use std::borrow::Cow;
use std::io;

use foldhash::HashMap;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use rayon::prelude::*;

use super::account::{account, unread};
use super::format::{Frame, Shape};
use super::layout::{add_subject, harmless};
use super::style::{Ink, Style, Verbosity};
use super::{Report, Summary, Target, site, snippet};
use crate::judge::{Outcome, Verdict};

pub(super) const SHAPE: Shape = Shape { part, frame, ..Shape::of("junit") };

/// Consumers keep little of a long body, and some refuse files for their size.
const BODY: usize = 8 * 1024;

/// Outcomes that one thread looks at: enough that what it begins with does not count.
const TOGETHER: usize = 256;

/// Blanks by which an element stands behind the one that holds it.
const INDENT: usize = 4;

/// What stands of one target: a suite.
fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', INDENT);
    let outer = BytesStart::new("testsuites");
    xml.write_event(Event::Start(outer.borrow()))?;
    let start = xml.get_ref().len();
    suite(target, &mut xml)?;
    Ok(harmless(str::from_utf8(&xml.into_inner()[start..]).map_err(io::Error::other)?, false).into_bytes())
}

/// What stands round the suites.
fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', INDENT);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let lines = &report.tally.lines;
    let counts = lines.iter().map(|line| Counts::of(line.error.is_some(), &line.summary));
    let counts = counts.fold(Counts::default(), Counts::with);
    let mut outer = BytesStart::new("testsuites");
    outer.extend_attributes([
        ("name", report.tool.name),
        ("tests", counts.tests.to_string().as_str()),
        ("skipped", counts.skipped.to_string().as_str()),
        ("failures", counts.failures.to_string().as_str()),
        ("errors", counts.errors.to_string().as_str()),
    ]);
    xml.write_event(Event::Start(outer))?;
    let head = xml.into_inner();
    Ok(Frame { head, tail: b"\n</testsuites>\n".to_vec() })
}

/// How many cases a suite has, and how they ended.
#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    skipped: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(is_unreadable: bool, summary: &Summary) -> Self {
        // A suite without a case would be taken for success.
        let alone = usize::from(is_unreadable || summary.total() == 0);
        Self {
            tests: summary.total() + alone,
            skipped: summary.not_applicable + summary.waived,
            failures: summary.fail,
            errors: summary.unknown + alone,
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            tests: self.tests + other.tests,
            skipped: self.skipped + other.skipped,
            failures: self.failures + other.failures,
            errors: self.errors + other.errors,
        }
    }
}

type Xml = Writer<Vec<u8>>;

fn suite(target: &Target, xml: &mut Xml) -> io::Result<()> {
    let counts = Counts::of(target.error.is_some(), &target.summary);
    let mut suite = BytesStart::new("testsuite");
    suite.extend_attributes([
        ("name", target.target.as_str()),
        ("tests", counts.tests.to_string().as_str()),
        ("skipped", counts.skipped.to_string().as_str()),
        ("errors", counts.errors.to_string().as_str()),
        ("failures", counts.failures.to_string().as_str()),
    ]);
    xml.write_event(Event::Start(suite))?;
    properties(target, xml)?;
    let mut names = Names::of(target);
    if let Some(error) = &target.error {
        let status = Status { word: unread(target), message: error.into(), body: error.into(), element: "error" };
        case(names.next("input", "the input can be read".into()), Some(status), xml)?;
    } else if target.outcomes.is_empty() {
        let message = "nothing was judged: no answer of ONTAP was recognised, or no rule was selected";
        let status = Status { word: "nothing-judged", message: message.into(), body: message.into(), element: "error" };
        case(names.next("input", "the input can be judged".into()), Some(status), xml)?;
    }
    // A large cluster has thousands of outcomes, each of which says its own.
    let told = target.outcomes.par_iter().with_min_len(TOGETHER).map(|outcome| (name(outcome), status(outcome)));
    let told: Vec<(String, Option<Status<'_>>)> = told.collect();
    for (outcome, (name, status)) in target.outcomes.iter().zip(told) {
        case(names.next(&outcome.rule, name), status, xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn properties(target: &Target, xml: &mut Xml) -> io::Result<()> {
    let collected = target.collected.map(|time| time.to_string());
    let site = site::told(&target.site);
    let known = [
        ("cluster", target.cluster.as_deref()),
        ("ontap", target.ontap.as_deref()),
        ("scope", target.scope.as_deref()),
        ("dma", target.dma.as_deref()),
        ("collected", collected.as_deref()),
        ("verdict", Some(target.verdict.word())),
        (site::LABEL, site.as_deref()),
    ];
    xml.write_event(Event::Start(BytesStart::new("properties")))?;
    for (name, value) in known.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let mut property = BytesStart::new("property");
        property.extend_attributes([("name", name), ("value", value)]);
        xml.write_event(Event::Empty(property))?;
    }
    xml.write_event(Event::End(BytesEnd::new("properties")))
}

/// The names of cases that were given away. Class and name together are unique in the report: the cases of a second target
/// whose classes have the same name say that they are its.
struct Names<'t> {
    target: &'t Target,
    /// By class the names that were given, and how often.
    given: Vec<(String, HashMap<String, usize>)>,
    /// Where the class of a rule stands.
    classes: HashMap<&'t str, usize>,
    /// The rule of the case before, and where its class stands.
    last: (&'t str, usize),
}

impl<'t> Names<'t> {
    fn of(target: &'t Target) -> Self {
        Self { target, given: Vec::new(), classes: HashMap::default(), last: ("", usize::MAX) }
    }

    /// Class and name of the next case.
    fn next(&mut self, rule: &'t str, mut name: String) -> (&str, String) {
        if self.last.0 != rule || self.last.1 == usize::MAX {
            self.last = (rule, self.class(rule));
        }
        if self.target.namesakes > 0 {
            name = format!("{name} (target #{})", self.target.namesakes + 1);
        }
        let (class, given) = &mut self.given[self.last.1];
        if let Some(before) = given.insert(name.clone(), 1) {
            let told = format!("{name} #{}", before + 1);
            given.insert(name, before + 1);
            name = told;
        }
        (class, name)
    }

    /// Where the class of a rule stands.
    fn class(&mut self, rule: &'t str) -> usize {
        if let Some(known) = self.classes.get(rule) {
            return *known;
        }
        let class = format!("{}/{rule}", self.target.target).replace('.', "_");
        let at = self.given.iter().position(|(known, _)| *known == class).unwrap_or_else(|| {
            self.given.push((class, HashMap::default()));
            self.given.len() - 1
        });
        self.classes.insert(rule, at);
        at
    }
}

fn name(outcome: &Outcome) -> String {
    let title = if outcome.title.is_empty() { &outcome.rule } else { &outcome.title };
    let about: usize = outcome.subject.iter().map(|(name, value)| name.len() + value.len() + 3).sum();
    let mut name = String::with_capacity(title.len() + about + 32);
    name.push_str(if outcome.beyond { "beyond the document: " } else { "" });
    name.push_str(title);
    if !outcome.subject.is_empty() {
        name.push_str(" [");
        add_subject(&mut name, &outcome.subject);
        name.push(']');
    }
    name
}

/// How a case ended that did not pass.
struct Status<'o> {
    element: &'static str,
    word: &'o str,
    message: Cow<'o, str>,
    body: Cow<'o, str>,
}

fn case((class, name): (&str, String), status: Option<Status<'_>>, xml: &mut Xml) -> io::Result<()> {
    if status.is_none() && is_bare(class) && is_bare(&name) {
        return passed(class, &name, xml.get_mut());
    }
    let mut case = BytesStart::new("testcase");
    case.extend_attributes([("name", name.as_str()), ("classname", class)]);
    let Some(status) = status else { return xml.write_event(Event::Empty(case)) };
    xml.write_event(Event::Start(case))?;
    let mut element = BytesStart::new(status.element);
    element.extend_attributes([("message", &*status.message), ("type", status.word)]);
    xml.write_event(Event::Start(element))?;
    xml.write_event(Event::Text(BytesText::new(&status.body)))?;
    xml.write_event(Event::End(BytesEnd::new(status.element)))?;
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// Whether XML holds the text as it stands.
fn is_bare(text: &str) -> bool {
    let is_bare = |byte: u8| matches!(byte, b' '..=b'~') & !matches!(byte, b'<' | b'>' | b'&' | b'\'' | b'"');
    text.bytes().fold(true, |all, byte| all & is_bare(byte))
}

/// A case that passed, as the writer of events has it: of a large cluster nearly all are such.
fn passed(class: &str, name: &str, xml: &mut Vec<u8>) -> io::Result<()> {
    for part in ["\n        <testcase name=\"", name, "\" classname=\"", class, "\"/>"] {
        xml.extend_from_slice(part.as_bytes());
    }
    Ok(())
}

fn status(outcome: &Outcome) -> Option<Status<'_>> {
    let reason = outcome.reason.as_deref();
    let troubled = |element, word, message| Status { element, word, message, body: body(outcome).into() };
    Some(match outcome.verdict {
        Verdict::Pass => return None,
        Verdict::Fail => troubled("failure", outcome.severity.word(), outcome.message.as_str().into()),
        Verdict::Unknown => {
            troubled("error", reason.unwrap_or("unknown"), with_reason(reason, &outcome.message).into())
        }
        Verdict::NotApplicable | Verdict::Waived => skipped(outcome, reason),
    })
}

fn skipped<'o>(outcome: &'o Outcome, reason: Option<&str>) -> Status<'o> {
    let word = outcome.verdict.word();
    let message = format!("{word}: {}", with_reason(reason.filter(|reason| *reason != word), &outcome.message));
    Status { element: "skipped", word, body: message.clone().into(), message: message.into() }
}

fn with_reason(reason: Option<&str>, message: &str) -> String {
    match reason {
        Some(reason) if message.is_empty() => reason.to_owned(),
        Some(reason) => format!("{reason}: {message}"),
        None => message.to_owned(),
    }
}

/// The message again, for some consumers show the body only, then the evidence and the way out.
fn body(outcome: &Outcome) -> String {
    let style = Style::plain(Verbosity::Normal);
    let mut parts = vec![with_reason(outcome.reason.as_deref(), &outcome.message)];
    parts.extend(snippet::pictures(&outcome.evidence, Ink::Bad, &style));
    parts.extend(account(outcome).iter().map(|(label, text)| format!("{label}: {text}")));
    shortened(parts.join("\n"))
}

fn shortened(mut body: String) -> String {
    const MARK: &str = "\n... (shortened)";
    if body.len() > BODY {
        let end = (0..=BODY - MARK.len()).rev().find(|end| body.is_char_boundary(*end)).unwrap_or(0);
        body.truncate(end);
        body.push_str(MARK);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Xml) -> io::Result<()>) -> io::Result<String> {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', INDENT);
        xml.write_event(Event::Start(BytesStart::new("testsuites")))?;
        xml.write_event(Event::Start(BytesStart::new("testsuite")))?;
        write(&mut xml)?;
        write(&mut xml)?;
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
        String::from_utf8(xml.into_inner()).map_err(io::Error::other)
    }

    #[test]
    fn a_case_that_passed_is_written_alike_with_and_without_events() -> io::Result<()> {
        let (class, name) = ("fleet/cl0001/lif-role", "every LIF [vserver vs1, lif a-b_c]; so: #2");
        assert!(is_bare(class) && is_bare(name));
        let by_events = written(|xml| {
            let mut case = BytesStart::new("testcase");
            case.extend_attributes([("name", name), ("classname", class)]);
            xml.write_event(Event::Empty(case))
        })?;
        assert_eq!(written(|xml| case((class, name.to_owned()), None, xml))?, by_events);
        for strange in ["a<b", "a>b", "a&b", "a\"b", "a'b", "a\nb", "a\tb", "\u{e4}"] {
            assert!(!is_bare(strange), "{strange}");
            assert!(written(|xml| case((class, strange.to_owned()), None, xml))?.contains("<testcase name="));
        }
        Ok(())
    }
}
