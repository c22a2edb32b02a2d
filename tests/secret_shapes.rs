//! Secrets in pasted text: every shape in which people hand one over, in each place where it may stand, in all that comes out.
//! Neither the secret nor half of it may be there, and no text with one may be said to hold none.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
#[path = "secret/shapes.rs"]
mod shapes;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use ndmp_preflight::collect::answers::Piece;
use ndmp_preflight::collect::bundle::{Bundle, Entry, How, SUFFIX};
use ndmp_preflight::collect::plan::{Plan, Planned};
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;
use program::{Ran, run};
use serde_json::Value;
use shapes::{Shape, shapes};
use tempfile::tempdir;

/// What comes out, besides what is kept in bundles.
const OUTPUTS: [&str; 8] = [
    "check --format human -v",
    "check --format json",
    "check --format jsonl",
    "check --format junit",
    "check --format html",
    "facts --format human -v",
    "facts --format json",
    "facts --format csv",
];

const VERSION: &str = "NetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n";

/// The shapes of which a part is in the text.
fn leaks<'s>(text: &str, shapes: &'s [Shape]) -> Vec<&'s Shape> {
    shapes.iter().filter(|shape| shape.halves().iter().any(|half| text.contains(half.as_str()))).collect()
}

fn assert_silent(text: &str, shapes: &[Shape], what: &str) {
    let told: Vec<String> = leaks(text, shapes).iter().map(|shape| format!("{:?}", shape.text)).collect();
    assert!(told.is_empty(), "{} of {} in {what}:\n{}", told.len(), shapes.len(), told.join("\n"));
}

/// Runs each output on the folder, which holds a target for each shape.
fn look(folder: &Path, shapes: &[Shape], place: &str) -> Vec<(String, Ran)> {
    let outputs = OUTPUTS.iter().map(|line| (format!("{line}, {place}"), run(folder, &format!("{line} --from in"))));
    let outputs: Vec<(String, Ran)> = outputs.collect();
    assert!(outputs.iter().filter(|(_, ran)| ran.out.len() > shapes.len()).count() >= 6, "something comes out");
    for (what, ran) in &outputs {
        assert_silent(&ran.out, shapes, what);
        assert_silent(&ran.err, shapes, &format!("the notes of {what}"));
    }
    outputs
}

/// The verdict of the rule on each target.
fn verdicts(report: &str) -> BTreeMap<String, String> {
    let report: Value = serde_json::from_str(report).unwrap();
    let of = |target: &Value| {
        let outcomes = target["outcomes"].as_array().unwrap();
        let own = outcomes.iter().find(|outcome| outcome["rule"] == "capture-secret");
        own.map(|own| (target["target"].as_str().unwrap().to_owned(), own["verdict"].as_str().unwrap().to_owned()))
    };
    report["targets"].as_array().unwrap().iter().filter_map(of).collect()
}

/// Whether it is a secret of another service, which opens nothing for a backup application: masked, and no alarm.
fn is_other(shape: &Shape) -> bool {
    let text = shape.text.to_lowercase();
    ["community", "passphrase"].iter().any(|word| text.contains(word))
}

/// Each shape in a file of its own target; all that comes out keeps it, and the rule finds it.
fn in_files(place: &str, file: impl Fn(&Shape) -> String) {
    let shapes = shapes();
    let folder = tempdir().unwrap();
    for (at, shape) in shapes.iter().enumerate() {
        let target = folder.path().join(format!("in/s{at:03}"));
        fs::create_dir_all(&target).unwrap();
        fs::write(target.join("session.txt"), file(shape)).unwrap();
    }
    let outputs = look(folder.path(), &shapes, place);
    let verdicts = verdicts(&outputs[1].1.out);
    let verdict = |at: usize| verdicts.get(&format!("s{at:03}")).map_or("", String::as_str);
    let is_right = |(at, shape): &(usize, &Shape)| verdict(*at) == "fail" || is_other(shape) && verdict(*at) == "pass";
    let wrong = shapes.iter().enumerate().filter(|one| !is_right(one));
    let passed: Vec<&str> = wrong.map(|(_, shape)| shape.text.as_str()).collect();
    let others = shapes.iter().enumerate().filter(|(at, shape)| is_other(shape) && verdict(*at) == "pass").count();
    assert!(others > 6, "{others} secrets of other services are no alarm");
    assert!(passed.is_empty(), "{} of {} are not found, {place}:\n{passed:#?}", passed.len(), shapes.len());
}

#[test]
fn a_secret_that_stands_alone_is_found_and_comes_out_nowhere() {
    in_files("alone", |shape| format!("{}\n", shape.text));
}

#[test]
fn a_secret_in_a_session_is_found_and_comes_out_nowhere() {
    let nodes = "cl::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
        ayr-1                 true    true\nayr-2                 true    true\n2 entries were displayed.\n\ncl::>\n";
    in_files("in a session", |shape| format!("cl::> version\n{VERSION}\n{}\n\n{nodes}", shape.text));
}

#[test]
fn a_secret_in_a_bundle_comes_out_nowhere_and_is_not_kept() {
    let shapes = shapes();
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let catalog = Catalog::embedded().unwrap();
    let steps = Plan::of(&catalog, &Question::plain(jiff::civil::date(2026, 11, 22))).steps;
    let step: &Planned = steps.iter().find(|step| step.table == "version").unwrap();
    let mut kept = String::new();
    for (at, shape) in shapes.iter().enumerate() {
        let text = format!("{VERSION}\n{}\n", shape.text);
        let piece = Piece { text: text.into_bytes(), whole: true };
        let entry = Entry::new("set -rows 0; version", step, How::default(), piece);
        let mut bundle = Bundle { target: format!("s{at:03}"), ..Bundle::default() };
        bundle.push(entry.noted(&shape.text).lost(&shape.text));
        bundle.remark(&shape.text);
        let path = folder.path().join(format!("in/s{at:03}{SUFFIX}"));
        bundle.write(&path).unwrap();
        flate2::read::GzDecoder::new(fs::File::open(&path).unwrap()).read_to_string(&mut kept).unwrap();
    }
    assert!(kept.contains("s000"));
    assert_silent(&kept, &shapes, "the bundles");
    look(folder.path(), &shapes, "in a bundle");
}

#[test]
fn there_are_shapes_of_every_kind() {
    let count = shapes().len();
    assert!(count >= 116, "{count}");
}
