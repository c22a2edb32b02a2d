//! Limits of who reads the reports.

use ndmp_preflight::report::{Format, Policy, Report, Target};

use super::saved::{Saved, plain};
use super::{judged, written};

fn many(count: usize) -> Report {
    let one = judged("many-faults", &Saved::sample("many-faults"), &plain()).remove(0);
    let named = |at: usize| Target { target: format!("cluster{at}"), ..one.clone() };
    Report::of((0..count).map(named).collect(), Policy::default())
}

/// GitHub shows ten errors and ten warnings of a step: the first says what all come to, the worst of any target follow.
#[test]
fn github_shows_the_worst_of_all_targets() {
    let mut report = many(3);
    let mut targets = std::mem::take(&mut report.targets);
    // Only the last has failures of must rules.
    for target in &mut targets[..2] {
        target.outcomes.retain(|outcome| outcome.severity.word() != "must");
    }
    let text = written(&Report::of(targets, Policy::default()), Format::Github);
    let of = |kind: &str| text.lines().filter(|line| line.starts_with(&format!("::{kind} "))).collect::<Vec<_>>();
    assert_eq!((of("error").len(), of("warning").len()), (10, 9), "{text}");
    assert!(of("error")[1..].iter().all(|line| line.contains("title=cluster2%3A")), "{text}");
    assert!(text.starts_with("::error title=ndmp-preflight%3A not ready::exit code 1, because "), "{text}");
    assert!(text.lines().next().unwrap().contains("18 of "), "{text}");
    assert!(text.lines().all(|line| line.len() < 3 * 4096));
}

/// A job summary of GitHub is 1 MiB at most: what there is no room for is said, and the verdict on each is there.
#[test]
fn markdown_fits_into_a_job_summary() {
    let text = written(&many(400), Format::Markdown);
    assert!(text.len() < 1 << 20, "{}", text.len());
    let left = text.matches("\n\nLeft out, for the summary would be too large; other formats have it.").count();
    assert!(left > 0);
    let full = text.matches("### fail: must `lif-failover-local`").count();
    assert_eq!(left + full, 400);
    assert!((0..400).all(|at| text.contains(&format!("| cluster{at} | not-ready |"))));
}

/// Nagios reads 8 KiB of a plug-in: the counts of all are in its first line, the worst of each cluster comes first, and what finds no
/// room is said to be missing.
#[test]
fn nagios_reads_all_of_what_a_plugin_prints() {
    let one = written(&many(1), Format::Nagios);
    assert!(one.starts_with("NDMP CRITICAL: cluster0 not ready, "), "{one}");
    assert!(
        one.contains("\n  fail must lif-failover-local: ") && one.contains("\n    fix: network interface modify "),
        "{one}"
    );
    // What must hold comes before what should.
    assert!(one.matches("\n  fail must ").count() == 12 && !one.contains("\n  fail should "), "{one}");
    assert!(one.ends_with("\n  and 16 more findings\n"), "{one}");
    let all = written(&many(400), Format::Nagios);
    assert!(all.len() < 8192, "{}", all.len());
    assert!(all.starts_with("NDMP CRITICAL: 400 clusters: 400 not ready; "), "{}", &all[..200]);
    assert!(all.contains(" not_ready=400;;0;0;400 "), "{}", all.lines().next().unwrap());
    assert!(all.ends_with("(no room for more: `--report html=FILE` beside this one holds all)\n"), "{all}");
    // A long name and a long message take nothing of that away.
    let mut long = many(1);
    let mut target = long.targets.remove(0);
    target.target = "x".repeat(50_000);
    target.outcomes.iter_mut().for_each(|outcome| outcome.message = "|\n".repeat(50_000));
    let text = written(&Report::of(vec![target; 3], Policy::default()), Format::Nagios);
    assert!(text.len() < 8192 && text.matches('|').count() == 1, "{}", text.len());
}

/// GitHub refuses a run of more than 25,000 results and a file of more than 10 MB (compressed), and keeps the worst 5,000: a report of
/// more is cut, and says so.
#[test]
fn sarif_fits_into_code_scanning() {
    let of = |report: &Report| -> serde_json::Value { serde_json::from_str(&written(report, Format::Sarif)).unwrap() };
    let small = of(&many(3));
    let levels = |value: &serde_json::Value| {
        let results = value["runs"][0]["results"].as_array().unwrap();
        let mut counts = std::collections::BTreeMap::new();
        for one in results {
            *counts.entry(one["level"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
        counts
    };
    let one: std::collections::BTreeMap<String, usize> =
        levels(&small).into_iter().map(|(level, count)| (level, count / 3)).collect();
    let said = |value: &serde_json::Value| value["runs"][0]["invocations"][0]["toolExecutionNotifications"].clone();
    assert!(said(&small).is_null() && small["runs"][0]["results"][0]["ruleId"] != "left-out");
    // More of what must hold than of all else, and the other way round.
    for (targets, errors) in [(1500, 19_999), (900, 900 * one["error"])] {
        let text = written(&many(targets), Format::Sarif);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let counts = levels(&value);
        let all: usize = counts.values().sum();
        assert_eq!((counts["error"], all), (errors, errors + 5000 + 1), "{counts:?}");
        let results = value["runs"][0]["results"].as_array().unwrap();
        let told = results[0]["message"]["text"].as_str().unwrap();
        let sum = targets * one.values().sum::<usize>();
        assert!(
            told.starts_with(&format!("{} of {sum} results are here, failures of must rules before others", all - 1)),
            "{told}"
        );
        assert_eq!(said(&value)[0]["message"]["text"], told);
        assert!(results.len() <= 25_000, "{}", results.len());
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
        let packed = packed.finish().unwrap().len();
        assert!(packed < 10_000_000, "{packed}");
    }
}
