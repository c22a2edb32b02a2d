//! Readers of the formats, which know nothing of how they are written: counts, and all texts without their escapes.

use std::collections::{BTreeMap, BTreeSet};

use ndmp_preflight::report::Format;
use quick_xml::events::Event;
use serde_json::Value;

use super::tap::tap;

/// How many of what; `None` where the form does not tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) pass: Option<usize>,
    pub(crate) fail: usize,
    pub(crate) unknown: usize,
    pub(crate) not_applicable: Option<usize>,
    pub(crate) waived: Option<usize>,
    /// Targets that were not judged at all.
    pub(crate) unjudged: usize,
}

/// What was read back.
pub(crate) struct Read {
    pub(crate) counts: Counts,
    pub(crate) texts: Vec<String>,
}

pub(crate) fn reader(format: Format) -> fn(&str) -> Read {
    match format {
        Format::Json => json,
        Format::Jsonl => jsonl,
        Format::Junit => junit,
        Format::Sarif => sarif,
        Format::Markdown => markdown,
        Format::Github => github,
        Format::Gitlab => gitlab,
        Format::Openmetrics => openmetrics,
        Format::Csv => csv,
        Format::Nagios => nagios,
        Format::Tap => tap,
        Format::Html => html,
        Format::Human => panic!("nobody reads it back"),
    }
}

/// Every string of a value.
pub(super) fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| strings(one, found)),
        Value::Object(all) => all.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

fn of_targets(targets: &[Value]) -> Read {
    let mut counts = Counts { pass: Some(0), not_applicable: Some(0), waived: Some(0), ..Counts::default() };
    let mut texts = Vec::new();
    for target in targets {
        let outcomes = target["outcomes"].as_array().unwrap();
        counts.unjudged += usize::from(outcomes.is_empty());
        for outcome in outcomes {
            match outcome["verdict"].as_str().unwrap() {
                "pass" => *counts.pass.as_mut().unwrap() += 1,
                "fail" => counts.fail += 1,
                "unknown" => counts.unknown += 1,
                "not-applicable" => *counts.not_applicable.as_mut().unwrap() += 1,
                "waived" => *counts.waived.as_mut().unwrap() += 1,
                word => panic!("{word}"),
            }
        }
        strings(target, &mut texts);
    }
    // JSON holds what cannot be seen as it is; the other readers get it replaced.
    let texts = texts.iter().map(|text| ndmp_preflight::report::clean(text)).collect();
    Read { counts, texts }
}

fn json(text: &str) -> Read {
    let report: Value = serde_json::from_str(text).unwrap();
    assert_eq!(report["schema"], "ndmp-preflight/report/v1");
    of_targets(report["targets"].as_array().unwrap())
}

/// The report that a page holds for its viewer, which a browser finds by the first end of a script behind it.
fn html(text: &str) -> Read {
    let (_, behind) = text.split_once("<script type=\"application/json\" id=\"report-value\">").unwrap();
    json(behind.split("</script").next().unwrap())
}

fn jsonl(text: &str) -> Read {
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.pop().unwrap();
    assert_eq!((&last["schema"], last.get("targets")), (&Value::from("ndmp-preflight/report/v1"), None));
    of_targets(&lines)
}

fn junit(text: &str) -> Read {
    let (mut counts, mut texts) =
        (Counts { pass: Some(0), not_applicable: Some(0), waived: Some(0), ..Counts::default() }, Vec::new());
    let (mut names, mut class) = (BTreeSet::new(), String::new());
    let mut xml = quick_xml::Reader::from_str(text);
    loop {
        let event = xml.read_event().unwrap();
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            match &event {
                Event::Text(text) => texts.push(text.decode().unwrap().into_owned()),
                Event::GeneralRef(entity) => texts.push(format!("&{};", entity.decode().unwrap())),
                Event::Eof => break,
                _ => {}
            }
            continue;
        };
        let attribute = |name: &str| {
            element
                .try_get_attribute(name)
                .unwrap()
                .map(|value| value.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
                .unwrap_or_default()
        };
        texts.push("\n".to_owned());
        let kind = attribute("type");
        match element.name().as_ref() {
            b"testcase" => {
                assert!(names.insert((attribute("classname"), attribute("name"))), "twice: {}", attribute("name"));
                class = attribute("classname");
                *counts.pass.as_mut().unwrap() += 1;
                continue;
            }
            b"failure" => counts.fail += 1,
            b"error" if class.ends_with("/input") => counts.unjudged += 1,
            b"error" => counts.unknown += 1,
            b"skipped" if kind == "waived" => *counts.waived.as_mut().unwrap() += 1,
            b"skipped" => *counts.not_applicable.as_mut().unwrap() += 1,
            _ => continue,
        }
        *counts.pass.as_mut().unwrap() -= 1;
    }
    let joined = texts.concat();
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    let text = plain.iter().fold(joined, |text, (entity, sign)| text.replace(entity, sign));
    Read { counts, texts: vec![text] }
}

fn sarif(text: &str) -> Read {
    // Types that were made from the published schema.
    let typed: serde_sarif::sarif::Sarif = serde_json::from_str(text).unwrap();
    assert_eq!(typed.runs.len(), 1);
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(value["version"], "2.1.0");
    let run = &value["runs"][0];
    let rules: BTreeSet<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let (mut counts, mut texts, mut prints) =
        (Counts { waived: Some(0), ..Counts::default() }, Vec::new(), BTreeSet::new());
    for result in run["results"].as_array().unwrap() {
        let rule = result["ruleId"].as_str().unwrap();
        assert!(rules.contains(rule), "{rule}");
        assert!(prints.insert(result["partialFingerprints"]["ndmpPreflight/v1"].as_str().unwrap()), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()) && !uri.contains(['|', '"', '<', '`', '\\']), "{uri}");
        // Any other kind has the level `none` (SARIF 2.1.0, 3.27.10).
        let kind = result["kind"].as_str().unwrap();
        assert_eq!(kind == "fail", result["level"] != "none", "{result}");
        match (kind, rule) {
            ("fail", "input") => counts.unjudged += 1,
            ("fail", _) if result.get("suppressions").is_some() => *counts.waived.as_mut().unwrap() += 1,
            ("fail", _) => counts.fail += 1,
            ("open", _) => counts.unknown += 1,
            other => panic!("{other:?}"),
        }
        strings(result, &mut texts);
        texts.push(decoded(uri));
    }
    Read { counts, texts }
}

/// A path without its escapes.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(str::from_utf8(&behind[..2]).unwrap(), 16).unwrap());
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn gitlab(text: &str) -> Read {
    let issues: Vec<Value> = serde_json::from_str(text).unwrap();
    let (mut counts, mut texts, mut prints) = (Counts::default(), Vec::new(), BTreeSet::new());
    for issue in &issues {
        assert!(prints.insert(issue["fingerprint"].as_str().unwrap().to_owned()), "{issue}");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        assert!(!issue["location"]["path"].as_str().unwrap().starts_with("./"));
        let is_input = issue["check_name"] == "input";
        let severity = issue["severity"].as_str().unwrap();
        assert!(["blocker", "critical", "major", "minor", "info"].contains(&severity), "{severity}");
        match issue["description"].as_str().unwrap() {
            _ if is_input => counts.unjudged += 1,
            text if text.contains(": fail: ") => counts.fail += 1,
            text if text.contains(": unknown: ") => counts.unknown += 1,
            text => panic!("{text}"),
        }
        strings(issue, &mut texts);
    }
    Read { counts, texts }
}

/// By the Monitoring Plugins Development Guidelines: a state, a text, and behind the one bar of the output `label=value;warn;crit;min;max`.
fn nagios(text: &str) -> Read {
    let (first, long) = text.split_once('\n').unwrap();
    let (told, performance) = first.split_once(" | ").unwrap();
    let state = told.strip_prefix("NDMP ").unwrap().split(": ").next().unwrap();
    assert!(["OK", "WARNING", "CRITICAL", "UNKNOWN"].contains(&state), "{told}");
    assert_eq!(text.matches('|').count(), 1, "{text}");
    let mut values = BTreeMap::new();
    for one in performance.split(' ') {
        let (label, value) = one.split_once('=').unwrap();
        assert!(label.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{one}");
        let mut fields = value.split(';');
        let number: usize = fields.next().unwrap().parse().unwrap();
        assert!(fields.clone().count() <= 4 && fields.all(|field| field.bytes().all(|byte| byte.is_ascii_digit())));
        assert_eq!(values.insert(label.to_owned(), number), None, "{label} is there twice");
    }
    let counts = Counts {
        pass: Some(values["pass"]),
        fail: values["fail"],
        unknown: values["unknown"],
        not_applicable: Some(values["not_applicable"]),
        waived: Some(values["waived"]),
        unjudged: values["unjudged"],
    };
    Read { counts, texts: long.lines().map(str::to_owned).collect() }
}

fn github(text: &str) -> Read {
    let data = |text: &str| {
        text.replace("%0A", "\n").replace("%0D", "\r").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let (mut counts, mut texts) = (Counts::default(), Vec::new());
    let (mut errors, mut warnings) = (0, 0);
    for line in text.lines() {
        if let Some(annotation) = line
            .strip_prefix("::error ")
            .or_else(|| line.strip_prefix("::warning "))
            .or_else(|| line.strip_prefix("::notice "))
        {
            let (properties, message) = annotation.split_once("::").unwrap();
            assert!(properties.split(',').all(|pair| pair.split_once('=').is_some()), "{line}");
            errors += usize::from(line.starts_with("::error "));
            warnings += usize::from(line.starts_with("::warning "));
            texts.push(data(message));
            continue;
        }
        let first = line.split(' ').next().unwrap_or_default();
        match first.trim_end_matches(':') {
            "fail" => counts.fail += 1,
            "unknown" => counts.unknown += 1,
            "unreadable" | "nothing-judged" => counts.unjudged += 1,
            _ => {}
        }
        texts.push(line.to_owned());
    }
    assert!(errors <= 10 && warnings <= 10, "{errors} {warnings}");
    Read { counts, texts }
}

/// The text format of Prometheus, as strict as its own reader: one description a family, its samples together, no sample twice.
fn openmetrics(text: &str) -> Read {
    assert!(text.ends_with("# EOF\n"));
    let (mut families, mut samples) = (BTreeSet::new(), BTreeMap::new());
    let mut current = String::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            current = rest.split(' ').next().unwrap().to_owned();
            assert!(families.insert(current.clone()), "{line}");
            continue;
        }
        if line.starts_with('#') {
            assert!(line == "# EOF" || line == format!("# TYPE {current} gauge"), "{line}");
            continue;
        }
        let (head, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = head.split_once('{').unwrap_or((head, "}"));
        assert_eq!(name, current, "{line}");
        assert!(samples.insert(head.to_owned(), value.parse::<f64>().unwrap()).is_none(), "twice: {line}");
        let inner = labels.strip_suffix('}').unwrap().replace("\\\\", "").replace("\\\"", "");
        assert_eq!(inner.matches('"').count() % 2, 0, "{line}");
    }
    let sum = |label: &str| {
        let own =
            samples.iter().filter(|(head, _)| head.starts_with("ndmp_preflight_rule_outcomes") && head.contains(label));
        own.map(|(_, value)| *value as usize).sum::<usize>()
    };
    let of = |verdict: &str| sum(&format!(",verdict=\"{verdict}\"}}"));
    let targets = samples.keys().filter(|head| head.starts_with("ndmp_preflight_ready")).count();
    let told: BTreeSet<&str> = samples
        .keys()
        .filter_map(|head| head.strip_prefix("ndmp_preflight_rule_outcomes{target=\"")?.split("\",rule=").next())
        .collect();
    let counts = Counts {
        pass: Some(of("pass")),
        fail: of("fail"),
        unknown: of("unknown"),
        not_applicable: Some(of("not-applicable")),
        waived: Some(of("waived")),
        unjudged: targets - told.len(),
    };
    Read { counts, texts: Vec::new() }
}

fn csv(text: &str) -> Read {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let columns = table.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let (mut counts, mut texts) =
        (Counts { pass: Some(0), not_applicable: Some(0), waived: Some(0), ..Counts::default() }, Vec::new());
    for row in table.records() {
        let row = row.unwrap();
        let is_formula = |cell: &&str| cell.trim_start().starts_with(['=', '+', '-', '@']) && *cell != "-";
        assert_eq!(row.iter().find(is_formula), None);
        match &row[at("verdict")] {
            "pass" => *counts.pass.as_mut().unwrap() += 1,
            "fail" => counts.fail += 1,
            "unknown" => counts.unknown += 1,
            "not-applicable" => *counts.not_applicable.as_mut().unwrap() += 1,
            "waived" => *counts.waived.as_mut().unwrap() += 1,
            "unreadable" | "nothing-judged" => counts.unjudged += 1,
            word => panic!("{word}"),
        }
        texts.extend(row.iter().map(|cell| cell.trim_start_matches('\'').trim_start_matches("./").to_owned()));
    }
    Read { counts, texts }
}

fn markdown(text: &str) -> Read {
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
    let mut counts = Counts::default();
    let (mut texts, mut level, mut title, mut strong) = (Vec::new(), None, String::new(), None);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Heading { level: own, .. }) => level = Some(own),
            Event::End(TagEnd::Heading(_)) => {
                if level.take() == Some(HeadingLevel::H3) {
                    counts.fail += usize::from(title.starts_with("fail: "));
                    counts.unknown += usize::from(title.starts_with("unknown: "));
                }
                texts.push(std::mem::take(&mut title));
            }
            Event::Start(Tag::Strong) => strong = Some(String::new()),
            Event::End(TagEnd::Strong) => {
                let word = strong.take().unwrap();
                assert!(matches!(word.as_str(), "unreadable" | "nothing-judged"), "{word}");
                counts.unjudged += 1;
            }
            Event::Text(text) | Event::Code(text) => {
                texts.push(text.to_string());
                let kept = if level.is_some() { Some(&mut title) } else { strong.as_mut() };
                if let Some(kept) = kept {
                    kept.push_str(&text);
                }
            }
            Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::TableCell) => texts.push("\n".to_owned()),
            // A name has made a link, a picture, HTML or an emphasis of itself.
            Event::Html(text) | Event::InlineHtml(text) => panic!("HTML: {text}"),
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough)) => {
                panic!("{tag:?}")
            }
            _ => {}
        }
    }
    Read { counts, texts: vec![texts.concat()] }
}
