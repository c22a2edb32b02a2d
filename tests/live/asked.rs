//! `collect` asks what `plan` lists under the same options, wherever they stand, and nothing else.

use std::collections::BTreeSet;

use crate::rig::{Cluster, Done, Place, verdicts};

const SAMPLE: &str = "ready-svm-9.12.1";

/// The commands of `plan`, all of which a cluster gets where release and scope are told, and their plain forms.
struct Planned {
    commands: BTreeSet<String>,
    plain: BTreeSet<String>,
}

impl Planned {
    fn of(place: &Place, options: &str) -> Self {
        let done = place.run(&[&["plan", "--format", "json"], &words(options)[..]].concat());
        let commands = done.json()["commands"].as_array().unwrap().clone();
        let all = |key: &str| commands.iter().map(|command| command[key].as_str().unwrap().to_owned()).collect();
        Self { commands: all("command"), plain: all("plain") }
    }

    /// Whether this is what reached the cluster; a plain form follows where the release does not know the other, and
    /// `version` an answer that is asked for alone.
    fn is_sent_to(&self, cluster: &Cluster) -> bool {
        let sent = sent(cluster);
        let more: Vec<&String> = sent.difference(&self.commands).collect();
        sent.is_superset(&self.commands)
            && more.iter().all(|command| *command == "version" || self.plain.contains(*command))
    }
}

fn words(options: &str) -> Vec<&str> {
    options.split_whitespace().collect()
}

fn collect(place: &Place, options: &str) -> Done {
    place.run(&[&["collect", SAMPLE, "-o", "kept"], &words(options)[..]].concat())
}

/// What reached the cluster, without the settings of the own session.
fn sent(cluster: &Cluster) -> BTreeSet<String> {
    cluster.log().commands.into_iter().filter(|command| !command.starts_with("set ")).collect()
}

#[test]
fn what_is_collected_is_what_the_same_options_plan() {
    for options in [
        "--ontap 9.12.1P4 --scope svm",
        "--ontap 9.12.1P4 --scope svm --tape none",
        "--ontap 9.12.1P4 --scope node",
        "--ontap 9.12.1P4 --scope svm --select lif-*",
        "--ontap 9.12.1P4 --scope svm --ignore *tape* --ignore ndmp-user",
        "--ontap 9.12.1P4 --scope svm --select lif-allowed-dma --dma-address 192.0.2.9 --dma netbackup",
        "--select tape-reservations",
    ] {
        let cluster = Cluster::plain(SAMPLE);
        let place = Place::of(&[&cluster]);
        let done = collect(&place, options);
        assert_eq!(done.code, 0, "{options}: {done:?}");
        assert!(Planned::of(&place, options).is_sent_to(&cluster), "{options}: {:?}", sent(&cluster));
    }
}

#[test]
fn collect_takes_the_options_of_the_environment_and_the_file_too() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let wanted = Planned::of(&place, "--select tape-reservations");
    assert_eq!(wanted.commands.len(), 3, "{:?}", wanted.commands);
    let mut command = place.command(&["collect", SAMPLE, "-o", "kept"]);
    assert!(command.env("NDMP_PREFLIGHT_SELECT", "tape-reservations").status().unwrap().success());
    assert!(wanted.is_sent_to(&cluster), "{:?}", sent(&cluster));

    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let inventory = std::fs::read_to_string(place.folder.path().join("ndmp-preflight.toml")).unwrap();
    place.write("ndmp-preflight.toml", &format!("select = \"tape-reservations\"\n{inventory}"));
    assert_eq!(collect(&place, "").code, 0);
    assert!(wanted.is_sent_to(&cluster), "{:?}", sent(&cluster));
}

#[test]
fn a_bundle_of_some_rules_is_judged_by_them_as_the_live_cluster_is() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    assert_eq!(collect(&place, "--select tape-*").code, 0);
    let judged = |words: &[&str]| {
        let done = place.run(&[words, &["--select", "tape-*", "--format", "json"]].concat());
        (done.code, verdicts(&done.json()))
    };
    let bundle = format!("kept/{SAMPLE}.ndmp.tar.gz");
    let (live, later) = (judged(&["check", SAMPLE]), judged(&["check", "--from", &bundle]));
    let is_good = |verdict: &String| matches!(verdict.as_str(), "pass" | "not-applicable");
    assert!(later.0 == 0 && later.1.len() > 8 && later.1.values().all(is_good), "{later:?}");
    assert_eq!(live, later);
}

#[test]
fn options_that_cannot_be_are_a_complaint_and_nothing_is_asked() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    for (options, told) in [
        ("--select no-such-*", "`--select no-such-*` matches no rule"),
        ("--dma no-such", "no profile of a backup application is called `no-such`"),
        ("--tape somewhere", "[possible values: local, none]"),
    ] {
        let done = collect(&place, options);
        assert_eq!(done.code, 2, "{options}: {done:?}");
        assert!(done.err.contains(told), "{options}: {done:?}");
    }
    assert_eq!(cluster.connections(), (0, 0));
    assert!(place.files("kept").is_empty());
}
