//! A cluster that is asked is judged as its bundle is, and as its sample is.

use ndmp_preflight::collect::script::Show;
use ndmp_preflight::report::Format;

use crate::ontap::Manner;
use crate::rig::{Cluster, Place, sample_path, timeless, verdicts};
use crate::server::Faults;

const SAMPLES: [&str; 6] = [
    "ready-svm-9.9.1",
    "ready-svm-9.12.1",
    "ready-node-scope",
    "document-two-nodes",
    "many-faults",
    "terminal-transcript.txt",
];

/// Asks the cluster and judges its bundle in every format; gives the exit code.
fn same_as_bundle(place: &Place, cluster: &Cluster) -> i32 {
    let name = cluster.name.as_str();
    let mut codes = Vec::new();
    for format in Format::words() {
        let live = place.run(&["check", name, "-o", "kept", "--format", format]);
        let kept = format!("kept/{name}.ndmp.tar.gz");
        let later = place.run(&["check", "--from", &kept, "--format", format]);
        assert!(!live.out.is_empty(), "{live:?}");
        assert_eq!(live.out, later.out, "{name} {format}");
        assert_eq!(live.code, later.code, "{name} {format}");
        codes.push(live.code);
    }
    assert!(codes.iter().all(|code| *code == codes[0]));
    codes[0]
}

#[test]
fn a_live_report_is_that_of_the_bundle_byte_for_byte() {
    for sample in SAMPLES {
        let cluster = Cluster::plain(sample);
        same_as_bundle(&Place::of(&[&cluster]), &cluster);
    }
}

#[test]
fn a_live_cluster_is_judged_as_its_sample_is() {
    for sample in SAMPLES {
        let cluster = Cluster::plain(sample);
        let place = Place::of(&[&cluster]);
        let live = verdicts(&place.run(&["check", &cluster.name, "--format", "json"]).json());
        let path = sample_path(sample).display().to_string();
        let saved = verdicts(&place.run(&["check", "--from", &path, "--format", "json"]).json());
        for (outcome, verdict) in saved.iter().filter(|(_, verdict)| *verdict != "unknown") {
            let rule = outcome.split(' ').next().unwrap();
            // The evidence of a rule beyond the document that nobody saved is asked of a cluster.
            let speaks = || live.keys().any(|key| key.split(' ').next() == Some(rule));
            if verdict == "not-applicable" && !live.contains_key(outcome) && speaks() {
                continue;
            }
            // And such a rule says nothing of a cluster that does not know the command by which it is asked.
            let is_silent = |rule: &str| live.get(&format!("{rule} {{}}")).is_some_and(|told| told == "not-applicable");
            if !live.contains_key(outcome) && is_silent(rule) {
                continue;
            }
            assert_eq!(live.get(outcome), Some(verdict), "{sample}: {outcome}");
        }
        let fails = |verdicts: &std::collections::BTreeMap<String, String>| {
            verdicts.iter().filter(|(_, verdict)| *verdict == "fail").map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(fails(&live), fails(&saved), "{sample}");
    }
}

#[test]
fn only_reading_commands_reach_the_cluster_and_no_more_than_four_connections() {
    for sample in SAMPLES {
        let cluster = Cluster::plain(sample);
        let place = Place::of(&[&cluster]);
        place.run(&["check", &cluster.name]);
        let log = cluster.log();
        assert!(log.writes.is_empty(), "{:?}", log.writes);
        for command in log.commands.iter().filter(|command| !command.starts_with("set ")) {
            assert!(Show::parse(command).is_ok(), "{command}");
        }
        let settings = ["confirmations off", "rows 0", "showallfields false", "showseparator \"|~"];
        for command in log.commands.iter().filter(|command| command.starts_with("set ")) {
            assert!(settings.iter().any(|setting| command.starts_with(&format!("set -{setting}"))), "{command}");
        }
        let (came, most) = cluster.connections();
        assert!(came <= 4 && most <= 4, "{came} connections, {most} at once");
    }
}

#[test]
fn a_gentle_check_uses_one_connection_and_says_the_same() {
    let (cluster, other) = (Cluster::plain("many-faults"), Cluster::plain("many-faults"));
    let gentle = Place::of(&[&cluster]).run(&["check", "many-faults", "--gentle", "--format", "json"]);
    assert_eq!(cluster.connections(), (1, 1));
    let usual = Place::of(&[&other]).run(&["check", "many-faults", "--format", "json"]);
    assert_eq!(verdicts(&gentle.json()), verdicts(&usual.json()));
}

#[test]
fn an_old_release_gives_the_same_verdicts() {
    let old = Cluster::new("ready-svm-9.9.1", Manner { is_old: true, ..Manner::default() }, Faults::default());
    let place = Place::of(&[&old]);
    assert_eq!(same_as_bundle(&place, &old), 0);
    assert!(place.unpacked("kept").contains("plain form"));
}

#[test]
fn a_login_banner_on_standard_output_changes_nothing() {
    let banner = "\nLast login time: 11/21/2026 18:02:11\n\n".to_owned();
    let cluster = Cluster::new("ready-svm-9.12.1", Manner { banner, ..Manner::default() }, Faults::default());
    assert_eq!(same_as_bundle(&Place::of(&[&cluster]), &cluster), 0);
}

/// What a message of the day may hold: the answers of a cluster that is in order, and of another release.
const MESSAGES: [&str; 4] = [
    "\nNDMP node-scope-mode is disabled.\n",
    "\nNetApp Release 9.12.1P4: Thu Jun 15 09:27:51 UTC 2023\n\nNDMP node-scope-mode is disabled.\n\n",
    "\nNDMP node-scope-mode is disabled.\n\nNetApp Release 9.5P3: Sun Jan 12 11:24:13 UTC 2020\n\n",
    "\nNetApp Release 9.5P3: Sun Jan 12 11:24:13 UTC 2020\nNetApp Release 9.5P3: Sun Jan 12 11:24:13 UTC 2020\n\
     There are no entries matching your query.\n",
];

#[test]
fn what_a_banner_says_is_no_answer() {
    let denied = ["version", "system services ndmp node-scope-mode status"];
    for sample in ["ready-svm-9.12.1", "ready-node-scope"] {
        for refused in [vec![], vec![denied[0]], vec![denied[1]], denied.to_vec()] {
            for errors_apart in [false, true] {
                let refused: Vec<String> = refused.iter().map(|&command| command.to_owned()).collect();
                let manner = Manner { refused, errors_apart, ..Manner::default() };
                let told = |banner: &str| {
                    let manner = Manner { banner: banner.to_owned(), ..manner.clone() };
                    let cluster = Cluster::new(sample, manner, Faults::default());
                    let report = Place::of(&[&cluster]).run(&["check", &cluster.name, "--format", "json"]).json();
                    let told = |name: &str| report["targets"][0][name].clone();
                    (told("ontap"), told("scope"), verdicts(&report))
                };
                let quiet = told("");
                // Where the command that marks the answers is denied elsewhere than in the text, less can be told.
                let is_unmarked = errors_apart && manner.refused.iter().any(|command| command == "version");
                for banner in MESSAGES {
                    let told = told(banner);
                    let is_open = told.0.is_null() && told.1.is_null() && told.2["ndmp-scope {}"] == "unknown";
                    let is_safe = is_unmarked && is_open && told.2["ontap-version {}"] == "unknown";
                    assert!(
                        is_safe || told == quiet,
                        "{sample} {:?} {errors_apart}: {banner}\n{told:?}",
                        manner.refused
                    );
                }
            }
        }
    }
}

#[test]
fn a_cluster_that_stops_after_an_error_is_judged_as_one_that_goes_on() {
    let refused = vec!["storage tape show".to_owned()];
    let going_on = Manner { refused, ..Manner::default() };
    let stopping = Manner { stops_after_error: true, ..going_on.clone() };
    let judged = |manner| {
        let cluster = Cluster::new("ready-svm-9.12.1", manner, Faults::default());
        let place = Place::of(&[&cluster]);
        assert_eq!(same_as_bundle(&place, &cluster), 3);
        verdicts(&place.run(&["check", &cluster.name, "--format", "json"]).json())
    };
    assert_eq!(judged(stopping), judged(going_on));
}

#[test]
fn refused_commands_are_told_with_the_words_of_ontap_and_the_role() {
    let refused = vec!["storage tape show".to_owned(), "security login show".to_owned()];
    let cluster = Cluster::new("ready-svm-9.12.1", Manner { refused, ..Manner::default() }, Faults::default());
    let place = Place::of(&[&cluster]);
    let done = place.run(&["check", &cluster.name, "--format", "json"]);
    assert_eq!(done.code, 3);
    let report = done.json();
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    let drive = outcomes.iter().find(|outcome| outcome["rule"] == "tape-drive-visible").unwrap();
    assert_eq!((&drive["verdict"], &drive["reason"]), (&"unknown".into(), &"refused".into()));
    let remarks = report["targets"][0]["remarks"].to_string();
    for word in ["`storage tape show`", "`security login show`", "ndmp-preflight role"] {
        assert!(remarks.contains(word), "{remarks}");
    }
    let human = place.run(&["check", &cluster.name]).out;
    assert!(human.contains("is not a recognized command") && human.contains("ndmp-preflight role"), "{human}");
}

#[test]
fn facts_of_a_live_cluster_are_those_of_its_bundle() {
    let cluster = Cluster::plain("many-faults");
    let place = Place::of(&[&cluster]);
    let live = place.run(&["facts", "many-faults", "--format", "json", "-o", "kept"]);
    let later = place.run(&["facts", "--from", "kept/many-faults.ndmp.tar.gz", "--format", "json"]);
    assert_eq!((live.code, &live.out), (0, &later.out));
    assert!(live.json()["targets"][0]["answers"].as_array().unwrap().len() > 10);
}

#[test]
fn a_kept_bundle_is_verified_and_a_changed_one_is_not() {
    let cluster = Cluster::plain("ready-svm-9.12.1");
    let place = Place::of(&[&cluster]);
    assert_eq!(place.run(&["check", "ready-svm-9.12.1", "-o", "kept"]).code, 0);
    let kept = "kept/ready-svm-9.12.1.ndmp.tar.gz";
    let verified = place.run(&["verify", kept]);
    assert_eq!(verified.code, 0, "{verified:?}");
    let path = place.folder.path().join(kept);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_ne!(place.run(&["verify", kept]).code, 0);
}

#[test]
fn what_the_user_tells_is_asked_for_in_one_round() {
    let slow = Manner { cost: std::time::Duration::from_millis(30), ..Manner::default() };
    let cluster = Cluster::new("ready-svm-9.12.1", slow, Faults::default());
    let place = Place::of(&[&cluster]);
    let first = place.run(&["check", &cluster.name, "--format", "json"]);
    let before = cluster.log().scripts.len();
    assert!(before >= 2, "what the first answers tell decides what is asked behind them: {before}");
    let words = ["check", &cluster.name, "--ontap", "9.12.1", "--scope", "svm", "--format", "json"];
    let told = place.run(&words);
    let scripts = cluster.log().scripts.len() - before;
    assert_eq!((first.code, told.code), (0, 0), "{told:?}");
    // One for each connection, of which more are opened where the cluster is slow, and one to look behind.
    assert!(scripts <= 5, "{before} scripts, then {scripts}");
    assert!(cluster.log().writes.is_empty());
}

#[test]
fn nothing_is_left_on_this_machine_but_what_was_asked_for() {
    let cluster = Cluster::plain("ready-svm-9.12.1");
    let place = Place::of(&[&cluster]);
    let files = || {
        let mut found = Vec::new();
        let mut folders = vec![place.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found.sort();
        found
    };
    let before = files();
    assert_eq!(place.run(&["check", &cluster.name]).code, 0);
    assert_eq!(files(), before);
}

#[test]
fn the_user_s_own_ssh_gives_the_same_bundle() {
    let cluster = Cluster::open("many-faults");
    let place = Place::of(&[&cluster]);
    if !place.make_key("") {
        assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
        return;
    }
    let report = |transport: &str| {
        place.run(&["check", "many-faults", "--transport", transport, "--format", "json", "-o", transport])
    };
    let (ssh2, openssh) = (report("ssh2"), report("openssh"));
    assert_eq!((ssh2.code, openssh.code), (1, 1), "{openssh:?}");
    let (ssh2, openssh) = (timeless(&ssh2.out), timeless(&openssh.out));
    let other: Vec<_> = ssh2.lines().zip(openssh.lines()).filter(|(one, two)| one != two).collect();
    assert!(other.is_empty() && ssh2.len() == openssh.len(), "{other:#?}");
    assert!(place.unpacked("openssh").contains("\"transport\": \"openssh\""));
    assert!(cluster.log().writes.is_empty());
}
