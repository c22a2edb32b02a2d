//! One report through every format: what each says, and that all say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::{env, fs, io};

use ndmp_preflight::report::facts::{Facts, FactsFormat, FactsTarget};
use ndmp_preflight::report::{Format, Policy, Report, Style, Verbosity};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::fixture;

fn written(report: &Report, format: Format, style: Style) -> String {
    let mut out = Vec::new();
    format.write(report, &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(report: &Report, format: Format) -> String {
    written(report, format, Style::plain(Verbosity::Normal))
}

fn fleet() -> Report {
    Report::of(vec![fixture::target(fixture::outcomes()), fixture::unreadable()], Policy::default())
}

#[test]
fn human_report() {
    insta::assert_snapshot!(plain(&fixture::report(), Format::Human));
}

#[test]
fn human_report_with_everything() {
    insta::assert_snapshot!(written(&fixture::report(), Format::Human, Style::plain(Verbosity::Verbose)));
}

#[test]
fn human_report_on_several_targets_in_brief() {
    insta::assert_snapshot!(written(&fleet(), Format::Human, Style::plain(Verbosity::Quiet)));
}

#[test]
fn human_report_on_a_narrow_terminal() {
    let style = Style { width: Some(72), ..Style::plain(Verbosity::Normal) };
    let text = written(&fixture::report(), Format::Human, style);
    let is_command = |line: &str| {
        line.starts_with("      ") || ["fix:", "check:", "undo:", "-->"].iter().any(|label| line.contains(label))
    };
    let wide: Vec<_> = text.lines().filter(|line| line.chars().count() > 72 && !is_command(line)).collect();
    assert_eq!(wide, Vec::<&str>::new(), "lines that are wider than the terminal");
}

#[test]
fn json_report() {
    insta::assert_snapshot!(plain(&fixture::report(), Format::Json));
}

#[test]
fn junit_report() {
    insta::assert_snapshot!(plain(&fleet(), Format::Junit));
}

#[test]
fn facts_for_people() {
    let targets =
        vec![FactsTarget::of(&fixture::reading(), &[]), FactsTarget::unreadable("annex", "no such file".into())];
    let mut out = Vec::new();
    Facts::of(targets).write(FactsFormat::Human, &Style::plain(Verbosity::Normal), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn facts_as_csv() {
    let mut out = Vec::new();
    let facts = Facts::of(vec![FactsTarget::of(&fixture::reading(), &[])]);
    facts.write(FactsFormat::Csv, &Style::plain(Verbosity::Normal), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn facts_as_json() {
    let mut out = Vec::new();
    let facts = Facts::of(vec![FactsTarget::of(&fixture::reading(), &[])]);
    facts.write(FactsFormat::Json, &Style::plain(Verbosity::Normal), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn colour_adds_nothing_but_colour() {
    for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
        let painted = written(&fleet(), Format::Human, Style { colour: true, ..Style::plain(verbosity) });
        assert!(painted.contains("\u{1b}["), "there is colour");
        let bare = anstream::adapter::strip_str(&painted).to_string();
        assert_eq!(bare, written(&fleet(), Format::Human, Style::plain(verbosity)));
    }
}

#[test]
fn the_json_report_is_the_report_value() {
    let none = Report::of(Vec::new(), Policy::default());
    let left_out = Report { left_out: vec!["lif-up".into()], ..fleet() };
    for report in [none, fixture::report(), fleet(), left_out] {
        assert_eq!(plain(&report, Format::Json), serde_json::to_string_pretty(&report).unwrap() + "\n");
    }
}

#[test]
fn a_report_of_lines_is_the_json_report_in_lines() {
    let left_out = Report { left_out: vec!["lif-up".into()], ..fleet() };
    for report in [Report::of(Vec::new(), Policy::default()), fixture::report(), left_out] {
        let mut whole = serde_json::to_value(&report).unwrap();
        let text = plain(&report, Format::Jsonl);
        let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let last = lines.pop().unwrap();
        assert_eq!(Value::Array(lines), whole["targets"].take());
        whole.as_object_mut().unwrap().remove("targets");
        assert_eq!(last, whole);
    }
}

#[test]
fn the_json_report_has_the_keys_of_the_contract_and_no_other() {
    let json: Value = serde_json::from_str(&plain(&fixture::report(), Format::Json)).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |words: &str| words.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>();
    let target = &json["targets"][0];
    let outcome = &target["outcomes"][0];
    assert_eq!(keys(&json), set("schema tool verdict exit_code targets"));
    let named = "target cluster ontap scope dma planned verdict summary answers outcomes capture_next rests_on remarks";
    assert_eq!(keys(target), set(named));
    assert_eq!(keys(&target["capture_next"][0]), set("command rules was"));
    assert_eq!(keys(&target["rests_on"]), set("newest oldest assumed"));
    assert_eq!(keys(&target["answers"][0]), set("command source line status records announced"));
    assert_eq!(
        keys(outcome),
        set("rule severity verdict reason subject message evidence fix title expected check undo section")
    );
    assert_eq!(keys(&outcome["evidence"][0]), set("source line column length text note"));
    assert_eq!(target["answers"][0]["command"], "network interface show -role intercluster -failover");
    assert_eq!(json["exit_code"], 1);
}

/// Verdicts with their numbers, as each format tells them.
#[test]
fn all_formats_count_the_same() {
    let report = fixture::report();
    let json: Value = serde_json::from_str(&plain(&report, Format::Json)).unwrap();
    let summary = &json["targets"][0]["summary"];
    let count = |word: &str| summary[word].as_u64().unwrap();
    assert_eq!(["fail", "unknown", "waived", "not-applicable", "pass"].map(count), [4, 5, 1, 4, 2]);

    let human = plain(&report, Format::Human);
    assert!(human.contains("4 fail, 5 unknown, 1 waived, 4 not applicable, 2 pass"), "{human}");

    let cases = cases(&plain(&report, Format::Junit));
    let junit = |kind: &str| cases.iter().filter(|case| case.kind == kind).count() as u64;
    assert_eq!(junit("failure"), count("fail"));
    assert_eq!(junit("error"), count("unknown"));
    assert_eq!(junit("skipped"), count("waived") + count("not-applicable"));
    assert_eq!(junit("success"), count("pass"));
}

struct Case {
    class: String,
    name: String,
    kind: String,
    message: String,
    body: String,
}

fn attribute(tag: &BytesStart, name: &str) -> String {
    let found = tag.try_get_attribute(name).unwrap();
    found
        .map(|found| found.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
        .unwrap_or_default()
}

/// Reads JUnit XML the way a consumer does.
fn cases(xml: &str) -> Vec<Case> {
    let mut reader = Reader::from_str(xml);
    let mut cases: Vec<Case> = Vec::new();
    let mut inside = false;
    loop {
        let event = reader.read_event().unwrap();
        inside = inside && !matches!(event, Event::End(_));
        let (tag, text) = match &event {
            Event::Eof => return cases,
            Event::Start(tag) | Event::Empty(tag) => (Some(tag), String::new()),
            Event::Text(text) => (None, text.decode().unwrap().into_owned()),
            Event::GeneralRef(_) => (None, "&".to_owned()),
            _ => continue,
        };
        let name = tag.map(|tag| String::from_utf8(tag.name().as_ref().to_vec()).unwrap()).unwrap_or_default();
        match (name.as_str(), tag, cases.last_mut()) {
            ("testcase", Some(tag), _) => cases.push(Case {
                class: attribute(tag, "classname"),
                name: attribute(tag, "name"),
                kind: "success".into(),
                message: String::new(),
                body: String::new(),
            }),
            ("failure" | "error" | "skipped", Some(tag), Some(case)) => {
                (case.kind, case.message) = (name, attribute(tag, "message"));
                inside = true;
            }
            ("", None, Some(case)) if inside => case.body.push_str(&text),
            _ => {}
        }
    }
}

#[test]
fn junit_cases_have_names_of_their_own_and_classes_without_dots() {
    let mut target = fixture::target(fixture::outcomes());
    target.outcomes.extend(fixture::outcomes());
    let cases = cases(&plain(&Report::of(vec![target.clone(), target], Policy::default()), Format::Junit));
    assert_eq!(cases.len(), 4 * fixture::outcomes().len());
    let names: BTreeSet<_> = cases.iter().map(|case| (&case.class, &case.name)).collect();
    assert_eq!(names.len(), cases.len());
    assert!(cases.iter().all(|case| case.class.starts_with("prod_example/") && !case.class.contains('.')));
}

#[test]
fn junit_gives_the_reason_of_a_skip_as_attribute_and_as_body() {
    let cases = cases(&plain(&fixture::report(), Format::Junit));
    let skipped: Vec<_> = cases.iter().filter(|case| case.kind == "skipped").collect();
    assert_eq!(skipped.len(), 5);
    for case in skipped {
        assert!(!case.message.is_empty() && case.body.contains(&case.message), "{}: {}", case.name, case.body);
    }
}

#[test]
fn junit_sums_add_up() {
    let xml = plain(&fleet(), Format::Junit);
    let mut sums: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref().starts_with(b"testsuite") => {
                for name in ["tests", "failures", "errors", "skipped"] {
                    sums.entry(name).or_default().push(attribute(&tag, name).parse().unwrap());
                }
            }
            _ => {}
        }
    }
    assert_eq!(sums["tests"], [17, 16, 1]);
    assert_eq!(sums["failures"], [4, 4, 0]);
    assert_eq!(sums["errors"], [6, 5, 1]);
    assert_eq!(sums["skipped"], [5, 5, 0]);
}

#[test]
fn a_long_junit_body_is_shortened() {
    let mut target = fixture::target(fixture::outcomes());
    target.outcomes[0].fix = vec!["vserver show é ".repeat(2000)];
    let cases = cases(&plain(&Report::of(vec![target], Policy::default()), Format::Junit));
    assert!(cases[0].body.len() <= 8 * 1024 && cases[0].body.trim_end().ends_with("(shortened)"));
}

/// The schema is checked where `xmllint` is; a CI run without it fails, for a gate that is not there is no gate.
fn meets_schema(xml: &str) -> Option<Result<(), String>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xml");
    fs::write(&file, xml).unwrap();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/junit.xsd");
    match Command::new("xmllint").args(["--noout", "--schema", schema]).arg(&file).output() {
        Ok(run) if run.status.success() => Some(Ok(())),
        Ok(run) => Some(Err(String::from_utf8_lossy(&run.stderr).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            assert!(env::var("CI").is_err(), "`xmllint` is needed to check the JUnit schema");
            None
        }
        Err(error) => panic!("xmllint: {error}"),
    }
}

#[test]
fn junit_meets_the_schema() {
    let blank = Report::of(vec![fixture::target(vec![])], Policy::default());
    for report in [fleet(), blank] {
        let checked = meets_schema(&plain(&report, Format::Junit));
        assert!(checked.is_none_or(|checked| checked == Ok(())), "{:?}", meets_schema(&plain(&report, Format::Junit)));
    }
}

#[test]
fn the_junit_schema_refuses_what_consumers_misread() {
    let xml = plain(&fleet(), Format::Junit);
    let spoilt = [
        xml.replacen("prod_example/", "prod.example/", 1),
        xml.replacen(" type=\"must\"", "", 1),
        xml.replacen(" skipped=\"5\"", "", 1),
        xml.replace("harbor-02]", "harbor-01]"),
    ];
    for text in spoilt {
        assert_ne!(text, xml);
        assert!(meets_schema(&text).is_none_or(|checked| checked.is_err()));
    }
}
