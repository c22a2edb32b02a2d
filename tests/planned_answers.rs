//! The answers to a plan give the verdicts that the saved output of the same cluster gives.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "printed/answers.rs"]
mod answers;
#[path = "printed/cluster.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod cluster;
mod saved;
mod simulated;
#[path = "printed/table.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod table;

use cluster::{Cluster, Handing};
use ndmp_preflight::collect::answers::alone;
use ndmp_preflight::collect::bundle::{Bundle, Entry, How};
use ndmp_preflight::collect::plan::{Known, Plan};
use ndmp_preflight::facts::{Facts, Row};
use ndmp_preflight::judge::{Outcome, judge};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{Column, Reading, read};
use saved::{Saved, catalog, plain, verdicts};
use simulated::Simulated;
use table::Regime;

fn reading(saved: &Saved) -> Reading {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    read("saved", captures, &catalog().tables).remove(0)
}

fn outcomes(reading: &Reading) -> Vec<Outcome> {
    judge(reading, catalog(), &plain()).outcomes
}

/// Outcomes that were decided before and are others now.
fn turned(before: &[Outcome], after: &[Outcome]) -> Vec<String> {
    let (before, after) = (verdicts(before), verdicts(after));
    let decided = before.iter().filter(|(_, word)| !word.starts_with("unknown"));
    decided
        .filter(|(key, word)| after.get(*key) != Some(word))
        .map(|(key, word)| format!("{key}: {word} became {:?}", after.get(key)))
        .collect()
}

fn compare(what: &str, saved: &Saved) -> Bundle {
    let reading = reading(saved);
    let bundle = Simulated { reading: &reading, catalog: catalog() }.collect(&plain());
    let readings = bundle.readings(&catalog().tables);
    assert_eq!(readings.len(), 1, "{what}");
    let wrong = turned(&outcomes(&reading), &outcomes(&readings[0]));
    let texts: String = bundle.entries.iter().map(|entry| format!("== {}\n{}", entry.command, entry.text())).collect();
    assert!(wrong.is_empty(), "{what}: {}\n{:?}\n{texts}", wrong.join("\n"), readings[0].remarks);
    bundle
}

#[test]
fn the_samples_give_the_same_verdicts() {
    for sample in [
        "ready-svm-9.9.1",
        "ready-svm-9.12.1",
        "ready-node-scope",
        "many-faults",
        "terminal-transcript.txt",
        "document-two-nodes",
    ] {
        compare(sample, &Saved::sample(sample));
    }
}

#[test]
fn ready_clusters_are_ready_by_the_plan_alone() {
    for (cluster, by_role) in clusters().iter().flat_map(|cluster| [(cluster, true), (cluster, false)]) {
        let what = format!("{} {} by role: {by_role}", cluster.name, cluster.release);
        let bundle = compare(&what, &cluster.saved(Regime::Overflowing, by_role, Handing::Files));
        let again = outcomes(&bundle.readings(&catalog().tables)[0]);
        let unknown: Vec<&Outcome> = again.iter().filter(|outcome| outcome.verdict.word() == "unknown").collect();
        assert!(unknown.is_empty(), "{what}: {unknown:?}");
        let alone: Vec<&str> =
            bundle.entries.iter().filter(|entry| !entry.how.joined).map(|e| e.command.as_str()).collect();
        assert!(alone.len() < 2, "{what}: {alone:?}");
    }
}

/// All fields of every row, as `-instance` prints them.
fn instances(reading: &Reading, command: &str) -> String {
    let table = catalog().tables.iter().find(|table| command.starts_with(&table.command)).unwrap();
    let facts = Facts::of(reading, catalog());
    let rows = Simulated { reading, catalog: catalog() }.rows(table, &facts);
    let labelled = |row: &Row| {
        let columns = table.columns.iter().filter(|column| column.splits.is_empty() && !column.labels.is_empty());
        let known = columns.filter(|column| rows.iter().any(|row| row.text(&column.fact).is_some()));
        let value = |column: &Column| row.text(&column.fact).unwrap_or("-".into());
        let line = |column: &Column| format!("{:>33}: {}\n", column.labels[0], value(column));
        known.map(line).collect::<String>()
    };
    let blocks: Vec<String> = rows.iter().map(labelled).collect();
    let count = if rows.len() > 1 { format!("{} entries were displayed.\n", rows.len()) } else { String::new() };
    format!("\n{}{count}\n", blocks.join("\n"))
}

#[test]
fn the_plain_forms_give_the_same_verdicts() {
    for sample in ["ready-svm-9.9.1", "ready-svm-9.12.1"] {
        let saved = Saved::sample(sample);
        let reading = reading(&saved);
        let known = Known::of(&reading, catalog(), &plain());
        let mut bundle = Bundle { target: "c1".to_owned(), ..Bundle::default() };
        let release = "NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n";
        for step in Plan::of(catalog(), &plain()).steps.iter().filter(|step| step.applies(&known)) {
            let joined = alone(step, true);
            let plain = step.plain.text();
            let file = |name: &str| saved.files.iter().find(|(file, _)| *file == name).map(|(_, text)| text.clone());
            let name = plain.replace("-option-name ", "").replace(' ', "_") + ".txt";
            let text = file(&name).unwrap_or_else(|| instances(&reading, plain));
            let text: String =
                text.lines().filter(|line| !line.contains("::>")).map(|line| format!("{line}\n")).collect();
            let end = text
                .lines()
                .find(|line| plain == "version" && line.contains(" Release "))
                .map(|line| format!("{line}\n"));
            let mark = if end.is_none() { release } else { "" };
            let end = end.unwrap_or_else(|| release.to_owned());
            let piece = joined.split(format!("{mark}{text}\n{end}").as_bytes()).remove(0).unwrap();
            assert!(piece.whole, "{plain}");
            bundle.push(Entry::new(joined.script.text(), step, How { joined: false, plain: true }, piece));
        }
        let again = &bundle.readings(&catalog().tables)[0];
        let wrong = turned(&outcomes(&reading), &outcomes(again));
        assert!(wrong.is_empty(), "{sample}: {}", wrong.join("\n"));
        assert!(again.answers.iter().all(|answer| answer.status.is_whole()), "{:?}", again.answers);
    }
}

fn clusters() -> Vec<Cluster> {
    let mut node = Cluster::ready("ns.example", &["-n1", "-n2"], "9.9.1P8", false);
    node.is_node_scope = true;
    vec![
        Cluster::ready("c1", &["-01"], "9.9.1P5", false),
        Cluster::ready("c1", &["-01", "-02"], "9.7P19", false),
        Cluster::ready("lab_7", &["-a", "-b", "-c"], "9.15.1", true),
        Cluster::ready("production-cluster-west-07", &["-01", "-02", "-03", "-04"], "9.12.1P4", false),
        Cluster::ready("production-cluster-west-07", &["-01", "-02"], "9.9.1", true),
        Cluster::ready("k", &["1", "2"], "9.10.1", false),
        node,
    ]
}
