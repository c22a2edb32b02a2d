//! What a cluster prints before its first answer, on either stream, answers nothing: no verdict rests on it.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::thread;

use direct::{CATALOG, SAMPLES, verdicts};
use ndmp_preflight::judge::Verdict;
use ontap::Manner;

mod direct;
#[path = "../examples/simulated-ontap/ontap.rs"]
mod ontap;

const RELEASE: &str = "NetApp Release 9.5P3: Sun Jan 12 11:24:13 UTC 2020\n";
const SVM: &str = "NDMP node-scope-mode is disabled.\n";
const NODE: &str = "NDMP node-scope-mode is enabled.\n";
const EMPTY: &str = "There are no entries matching your query.\n";
const DENIED: &str = "\nError: \"version\" is not a recognized command\n\n";
const COMPLAINT: &str = "Warning: Unable to list entries on node n2. RPC: Couldn't make connection.\n";
const ROWS: &str = "node|~01~|health|~01~|eligibility|~01~|\nNode|~01~|Health|~01~|Eligibility|~01~|\n\
                    n9|~01~|true|~01~|true|~01~|\n";

/// What a message of the day may hold: the answers of other clusters, and the words of ours.
fn messages() -> Vec<String> {
    let mut messages = vec![SVM.to_owned(), ROWS.to_owned()];
    for (mark, between) in [(DENIED, NODE), (DENIED, RELEASE), (RELEASE, SVM), (RELEASE, "")] {
        messages.push(format!("{mark}{between}{mark}"));
    }
    messages.push(format!("{COMPLAINT}{RELEASE}{NODE}"));
    messages.push(format!("{RELEASE}{EMPTY}{SVM}{ROWS}"));
    messages
}

fn manners() -> Vec<Manner> {
    let (version, scope) = ("version", "system services ndmp node-scope-mode status");
    let all: [&[&str]; 5] =
        [&[], &[version], &[scope], &[version, scope], &[scope, "storage tape show", "cluster show", "set"]];
    let streams = [(false, false), (true, false), (false, true)];
    let of = |refused: &[&str], (errors_apart, stops_after_error): (bool, bool)| Manner {
        refused: refused.iter().map(|command| (*command).to_owned()).collect(),
        errors_apart,
        stops_after_error,
        ..Manner::default()
    };
    streams.into_iter().flat_map(|how| all.iter().map(move |refused| of(refused, how))).collect()
}

/// What a message adds to the verdicts on a cluster.
fn added(sample: &str, manner: &Manner) -> Vec<String> {
    let quiet = verdicts(sample, manner.clone());
    let mut added = Vec::new();
    // A message that holds the cluster's own refusal of `version` is not told from it where nothing follows that.
    let is_alike = manner.stops_after_error && manner.refused.iter().any(|command| command == "version");
    for message in messages() {
        for banner_apart in [false, true] {
            if is_alike && !banner_apart && message.starts_with(DENIED) {
                continue;
            }
            let told = verdicts(sample, Manner { banner: message.clone(), banner_apart, ..manner.clone() });
            // A rule beyond the document says nothing where the answers that it rests on are lost.
            let is_silent = |name: &str, verdict: Verdict| {
                let rule = CATALOG.rule(name.split(' ').next().unwrap_or_default());
                verdict == Verdict::NotApplicable && rule.is_some_and(|rule| !rule.beyond.is_empty())
            };
            let more = told.iter().find(|(name, verdict)| {
                **verdict != Verdict::Unknown
                    && !is_silent(name, **verdict)
                    && quiet.get(*name).is_none_or(|quiet| quiet != *verdict)
            });
            added.extend(
                more.map(|more| format!("{sample} {manner:?}\non standard error: {banner_apart}\n{message}\n{more:?}")),
            );
        }
    }
    added
}

#[test]
fn no_verdict_rests_on_a_message_of_the_day() {
    let manners = manners();
    let of = |sample: &'static str, some: &[Manner]| some.iter().flat_map(|m| added(sample, m)).collect::<Vec<_>>();
    let added: Vec<String> = thread::scope(|scope| {
        let cases = [(SAMPLES[0], &manners[..8]), (SAMPLES[0], &manners[8..]), (SAMPLES[1], &manners[..2])];
        let workers: Vec<_> = cases.into_iter().map(|(sample, some)| scope.spawn(move || of(sample, some))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(added.is_empty(), "{} verdicts rest on a message, as in\n{}", added.len(), added[0]);
}

#[test]
fn an_ordinary_message_changes_nothing() {
    for sample in SAMPLES {
        let quiet = verdicts(sample, Manner::default());
        for banner_apart in [false, true] {
            let banner =
                "\nWelcome. Authorised use only.\nAsk the storage team before you change anything.\n\n".to_owned();
            assert_eq!(verdicts(sample, Manner { banner, banner_apart, ..Manner::default() }), quiet);
        }
    }
}
