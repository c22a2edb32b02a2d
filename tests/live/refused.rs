//! What a cluster refuses is the same fact on both ways to it, whatever stream and status it comes with.

use serde_json::Value;

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place};
use crate::server::Faults;

const SAMPLE: &str = "ready-svm-9.12.1";

/// The report on such a cluster, which lets any key in; `None` where OpenSSH is not there.
fn report(sample: &str, way: &str, manner: &Manner) -> Option<Value> {
    let cluster = Cluster::open_as(sample, manner.clone(), Faults::default());
    let place = Place::of(&[&cluster]);
    if !place.make_key("") {
        assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
        return None;
    }
    // With several connections it is chance what is asked together, and with that where a value stands.
    let words = ["check", sample, "--gentle", "--format", "json", "--transport", way, "-o", "kept"];
    let mut command = place.command(&words);
    let done = Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap());
    assert!(matches!(done.code, 0 | 1 | 3), "{way}: {done:?}");
    let kept = format!("kept/{sample}.ndmp.tar.gz");
    assert_eq!(place.run(&["check", "--from", &kept, "--format", "json"]).out, done.out, "{way}");
    let mut report = done.json();
    // Two visits differ in their times.
    assert!(report["targets"][0].as_object_mut().unwrap().remove("collected").is_some());
    for date in ["newest", "oldest"] {
        assert!(report["targets"][0]["rests_on"].as_object_mut().unwrap().remove(date).is_some());
    }
    Some(report)
}

fn refusing() -> Manner {
    let refused = ["security login show", "storage tape show"].map(str::to_owned).to_vec();
    Manner { refused, ..Manner::default() }
}

/// What two reports differ in: `answers` and `outcomes` one by one, and the rest.
fn assert_same(seen: &Value, wanted: &Value, of: &str) {
    for list in ["answers", "outcomes"] {
        let (seen, wanted) = (&seen["targets"][0][list], &wanted["targets"][0][list]);
        let differ = |one: &Value, other: &Value| {
            let other = other.as_array().unwrap();
            one.as_array().unwrap().iter().filter(|entry| !other.contains(entry)).cloned().collect::<Vec<_>>()
        };
        let (more, less) = (differ(seen, wanted), differ(wanted, seen));
        assert!(more.is_empty() && less.is_empty(), "{of}: {list}\nseen {more:#?}\nwanted {less:#?}");
    }
    assert_eq!(seen, wanted, "{of}");
}

fn outcome<'r>(report: &'r Value, rule: &str) -> &'r Value {
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    outcomes.iter().find(|outcome| outcome["rule"] == rule).unwrap()
}

#[test]
fn a_refused_command_is_told_alike_on_both_ways_and_on_both_streams() {
    let Some(wanted) = report(SAMPLE, "ssh2", &refusing()) else { return };
    for rule in ["ndmp-user", "tape-drive-visible"] {
        let told = outcome(&wanted, rule);
        assert_eq!((&told["verdict"], &told["reason"]), (&"unknown".into(), &"refused".into()), "{told}");
        assert!(told["message"].as_str().unwrap().contains("is not a recognized command"), "{told}");
    }
    for (way, errors_apart) in [("openssh", false), ("ssh2", true), ("openssh", true)] {
        let seen = report(SAMPLE, way, &Manner { errors_apart, ..refusing() }).unwrap();
        assert_same(&seen, &wanted, &format!("{way}, errors apart: {errors_apart}"));
    }
}

#[test]
fn a_cluster_that_stops_or_is_old_is_judged_alike_on_both_streams() {
    let old = Manner { is_old: true, ..Manner::default() };
    let stops = Manner { stops_after_error: true, ..refusing() };
    for (sample, manner) in [("ready-svm-9.9.1", old), (SAMPLE, stops)] {
        for way in ["ssh2", "openssh"] {
            let Some(wanted) = report(sample, way, &manner) else { return };
            let seen = report(sample, way, &Manner { errors_apart: true, ..manner.clone() }).unwrap();
            assert_same(&seen, &wanted, &format!("{sample} {way}"));
        }
    }
}

#[test]
fn a_version_that_is_refused_is_told_alike_on_both_ways_and_on_both_streams() {
    let manner = Manner { refused: vec!["version".to_owned()], ..Manner::default() };
    for (way, errors_apart) in [("ssh2", false), ("openssh", false), ("ssh2", true), ("openssh", true)] {
        let Some(seen) = report(SAMPLE, way, &Manner { errors_apart, ..manner.clone() }) else { return };
        let told = outcome(&seen, "ontap-version");
        assert_eq!((&told["verdict"], &told["reason"]), (&"unknown".into(), &"refused".into()), "{told}");
        assert!(told["message"].as_str().unwrap().contains("\"version\" is not a recognized command"), "{told}");
    }
}
