//! Every format over the same reports, each read back by a reader of its own: all say the same.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod limits;
mod readers;
#[path = "../saved/mod.rs"]
mod saved;
mod tap;

use std::collections::BTreeSet;

use ndmp_preflight::judge::{Outcome, Question, Verdict, Waiver, judge};
use ndmp_preflight::report::{FailOn, Format, Policy, Report, Style, Target, Verbosity, clean};
use ndmp_preflight::source::{Capture, is_unseen};
use ndmp_preflight::table;
use readers::{Counts, Read, reader};
use saved::{Saved, plain, whole};

/// A text that commands a terminal, a table, a spreadsheet, a CI system or a parser, as the name of a LIF.
const HOSTILE: &str = "::error::x%0A##[error]|`b`<b>*_#;=1+1\u{1b}[2J\u{202e}\"\\";

fn judged(name: &str, saved: &Saved, question: &Question) -> Vec<Target> {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read(name, captures, &whole().tables);
    readings.iter().map(|reading| Target::of(reading, judge(reading, whole(), question), question)).collect()
}

/// The reports: each sample, a fleet of all, what is unreadable, blank or waived, two targets of one name, and names that
/// command something.
fn reports() -> Vec<(String, Report)> {
    const SAMPLES: [&str; 7] = [
        "document-two-nodes",
        "mail-damaged.txt",
        "many-faults",
        "ready-node-scope",
        "ready-svm-9.12.1",
        "ready-svm-9.9.1",
        "terminal-transcript.txt",
    ];
    let of = |targets: Vec<Target>| Report::of(targets, Policy::default());
    let sample = |name: &str| judged(name, &Saved::sample(name), &plain());
    let mut reports: Vec<(String, Report)> =
        SAMPLES.iter().map(|name| ((*name).to_owned(), of(sample(name)))).collect();
    let unreadable = || Target::unreadable("annex", "`annex.txt`: no such file\nor a second line".to_owned(), &plain());
    let twice = || [sample("many-faults"), sample("many-faults")].concat();
    let all = SAMPLES.iter().flat_map(|name| sample(name)).chain([unreadable()]).chain(twice()).collect();
    reports.push(("fleet".to_owned(), of(all)));
    reports.push(("unreadable".to_owned(), of(vec![unreadable()])));
    reports.push(("nothing".to_owned(), of(Vec::new())));
    reports.push(("blank".to_owned(), of(judged("blank", &Saved::text("nothing of ONTAP\n"), &plain()))));
    let waiver = |rule: &str, until| Waiver {
        rule: rule.to_owned(),
        only: Vec::new(),
        observed: Vec::new(),
        reason: "re-homed".to_owned(),
        until,
        place: "ndmp-preflight.toml:1".to_owned(),
    };
    let date = jiff::civil::date;
    let waivers = vec![waiver("lif-home", date(2026, 12, 31)), waiver("lif-up", date(2026, 1, 1))];
    let question = Question { waivers, ..plain() };
    reports.push(("waived".to_owned(), of(judged("waived", &Saved::sample("many-faults"), &question))));
    reports.push(("hostile".to_owned(), of(vec![hostile()])));
    let policy = Policy { fail_on: FailOn::Should, ..Policy::default() };
    reports.push(("should".to_owned(), Report::of(sample("many-faults"), policy)));
    reports
}

/// A target all of whose names command something.
fn hostile() -> Target {
    let mut target = judged("many-faults", &Saved::sample("many-faults"), &plain()).remove(0);
    target.target = format!("=1+1 {HOSTILE}");
    target.cluster = Some(HOSTILE.to_owned());
    target.remarks.push(HOSTILE.to_owned());
    for outcome in &mut target.outcomes {
        outcome.message.push_str(HOSTILE);
        outcome.subject.values_mut().for_each(|value| value.push_str(HOSTILE));
        outcome.note.push_str(HOSTILE);
        for mark in &mut outcome.evidence {
            mark.source = format!("./{HOSTILE}/{}", mark.source);
            mark.text.push_str(HOSTILE);
            mark.note.push_str(HOSTILE);
        }
    }
    target
}

fn written(report: &Report, format: Format) -> String {
    let mut out = Vec::new();
    format.write(report, &Style::plain(Verbosity::Normal), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn counts(report: &Report) -> Counts {
    let outcomes = || report.targets.iter().flat_map(|target| &target.outcomes);
    let of = |verdict| outcomes().filter(|outcome| outcome.verdict == verdict).count();
    let is_blank = |target: &&Target| target.error.is_some() || target.outcomes.is_empty();
    Counts {
        pass: Some(of(Verdict::Pass)),
        fail: of(Verdict::Fail),
        unknown: of(Verdict::Unknown),
        not_applicable: Some(of(Verdict::NotApplicable)),
        waived: Some(of(Verdict::Waived)),
        unjudged: report.targets.iter().filter(is_blank).count(),
    }
}

/// Each format says how many of what there are, as far as its form tells them apart.
#[test]
fn every_format_counts_the_same() {
    for (name, report) in reports() {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Human) {
            let text = written(&report, format);
            let read = reader(format)(&text);
            let wanted = counts(&report);
            let seen = Counts {
                pass: read.counts.pass.or(wanted.pass),
                not_applicable: read.counts.not_applicable.or(wanted.not_applicable),
                waived: read.counts.waived.or(wanted.waived),
                ..read.counts
            };
            assert_eq!(seen, wanted, "{name} as {}\n{}", format.word(), &text[..text.len().min(3000)]);
        }
    }
}

/// What stands of a finding besides its message: expected, fix, check, undo, note and section.
fn account(outcome: &Outcome) -> Vec<String> {
    let own = [&outcome.expected, &outcome.note, &outcome.section].map(String::as_str).to_vec();
    let commands = outcome.fix.iter().chain(&outcome.verify).chain(&outcome.undo).map(String::as_str);
    own.into_iter().chain(commands).filter(|text| !text.is_empty()).map(clean).collect()
}

/// A text, and how formats spell it in which a sign has another meaning: backticks are marks of code, `\\` parts folders, and
/// `##[` begins a command of the runner.
fn spelled(text: &str) -> [String; 4] {
    [text.to_owned(), text.replace('`', ""), text.replace('\\', "/"), text.replace("##[", "# #[")]
}

#[test]
fn every_format_says_how_to_mend_a_finding() {
    for (name, report) in reports() {
        // Metrics are numbers, and a monitoring system has room for the first of what mends.
        let has_no_room = |format: &Format| matches!(format, Format::Human | Format::Openmetrics | Format::Nagios);
        for format in Format::ALL.into_iter().filter(|format| !has_no_room(format)) {
            let Read { texts, .. } = reader(format)(&written(&report, format));
            let told = texts.join("\n");
            let of = |verdict| {
                report.targets.iter().flat_map(|target| &target.outcomes).filter(move |o| o.verdict == verdict)
            };
            for outcome in of(Verdict::Fail).chain(of(Verdict::Unknown)) {
                for text in account(outcome) {
                    // What commands a terminal is taken out of XML, not replaced.
                    let text =
                        if format == Format::Junit { text.split("::error").next().unwrap().to_owned() } else { text };
                    let is_told = spelled(&text).iter().any(|text| told.contains(text));
                    assert!(is_told, "{name} as {}: {} lacks `{text}`", format.word(), outcome.rule);
                }
                if let Some(mark) = outcome.evidence.first() {
                    let source = clean(mark.source.trim_start_matches("./"));
                    assert!(
                        spelled(&source).iter().any(|source| told.contains(source)),
                        "{name} as {}: no source `{source}`",
                        format.word()
                    );
                }
            }
        }
    }
}

/// Nothing of a name commands whoever reads the report, and no character in it is unseen.
#[test]
fn no_format_lets_a_name_command_anybody() {
    let report = Report::of(vec![hostile()], Policy::default());
    for format in Format::ALL {
        let text = written(&report, format);
        let strange: BTreeSet<char> = text.chars().filter(|c| is_unseen(*c) && *c != '\n').collect();
        assert!(strange.is_empty(), "{}: {strange:?}", format.word());
        // Commands of the runner stand at the beginning of a line, those of its older form anywhere.
        if format == Format::Github {
            let is_command = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
            let own = |line: &&str| {
                ["::error ", "::warning ", "::group::", "::endgroup::"].iter().any(|w| line.starts_with(w))
            };
            let foreign: Vec<&str> = text.lines().filter(is_command).filter(|line| !own(line)).collect();
            assert_eq!(foreign, Vec::<&str>::new());
            assert!(text.lines().filter(|line| own(line)).all(|line| !line.contains("\u{1b}")));
        }
    }
}

/// The same evidence gives the same bytes.
#[test]
fn no_format_varies() {
    for format in Format::ALL {
        let one = |_: ()| {
            written(&Report::of(judged("a", &Saved::sample("many-faults"), &plain()), Policy::default()), format)
        };
        assert_eq!(one(()), one(()), "{}", format.word());
    }
}
