//! Clusters that misbehave: every run ends in time, with a reason that a person can act on.

use std::time::{Duration, Instant};

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, PASSWORD, Place};
use crate::server::Faults;

const SAMPLE: &str = "ready-svm-9.12.1";
const DEADLINES: &str = "connect=3,key-exchange=3,authentication=5,first-byte=1,idle=0.8,command=2.5,run=12";

/// Checks a cluster with these faults under short deadlines.
fn check(faults: Faults) -> Done {
    let cluster = Cluster::new(SAMPLE, Manner { cost: Duration::from_millis(60), ..Manner::default() }, faults);
    let place = Place::of(&[&cluster]);
    let start = Instant::now();
    let done = place.run(&["check", SAMPLE, "--format", "json", "--deadline", DEADLINES, "-o", "kept"]);
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}: {done:?}", start.elapsed());
    assert!(matches!(done.code, 0 | 3 | 4), "{done:?}");
    // A cluster that was not read leaves no bundle.
    assert_eq!(place.files("kept").len(), usize::from(done.code != 4));
    done
}

fn error(done: &Done) -> String {
    assert_eq!(done.code, 4, "{done:?}");
    done.json()["targets"][0]["error"].as_str().unwrap().to_owned()
}

#[test]
fn a_cluster_that_never_answers_is_unreadable_and_the_phase_is_named() {
    let why = error(&check(Faults { silent: true, ..Faults::default() }));
    assert!(why.contains("first byte"), "{why}");
}

#[test]
fn a_cluster_that_closes_after_the_login_is_unreadable() {
    error(&check(Faults { close_after_authentication: true, ..Faults::default() }));
}

#[test]
fn a_cluster_that_opens_no_channel_is_unreadable() {
    let why = error(&check(Faults { refuse_channel: Some(1), ..Faults::default() }));
    assert!(why.contains("channel"), "{why}");
}

#[test]
fn a_cluster_that_runs_no_commands_is_unreadable() {
    for has_shell in [false, true] {
        let why = error(&check(Faults { refuse_exec: true, has_shell, ..Faults::default() }));
        assert!(why.contains("runs no single command") && why.contains("`check --from`"), "{why}");
        assert_eq!(why.contains("it opens a shell"), has_shell, "{why}");
    }
}

#[test]
fn a_flood_is_ended() {
    let done = check(Faults { flood: Some(80 << 20), ..Faults::default() });
    assert_eq!(done.code, 4, "{done:?}");
}

#[test]
fn a_pager_that_waits_does_not_hold_the_run() {
    let pager = Some("Press <space> to page down, <return> for next line, or 'q' to quit...".to_owned());
    check(Faults { pager, ..Faults::default() });
}

#[test]
fn answers_that_drip_are_ended_by_the_deadline_of_the_command() {
    check(Faults { drip: Some(Duration::from_millis(200)), ..Faults::default() });
}

#[test]
fn cut_answers_are_never_a_pass() {
    let faults = [
        Faults { cut_after: Some(700), ..Faults::default() },
        Faults { disconnect_after: Some(700), ..Faults::default() },
        Faults { truncate: Some(700), ..Faults::default() },
    ];
    for fault in faults {
        let done = check(fault.clone());
        assert_ne!(done.code, 0, "{fault:?}: {done:?}");
    }
}

#[test]
fn what_only_looks_odd_is_no_fault() {
    let banner = Some("authorized use only".to_owned());
    for faults in [
        Faults { no_exit_status: true, ..Faults::default() },
        Faults { error_flood: Some(4 << 20), ..Faults::default() },
        Faults { banner, ..Faults::default() },
        Faults { refuse_channel: Some(2), ..Faults::default() },
        Faults { refuse_connections: Some((1, Duration::from_millis(500))), ..Faults::default() },
    ] {
        let done = check(faults.clone());
        assert_eq!(done.code, 0, "{faults:?}: {done:?}");
    }
}

#[test]
fn a_shell_is_no_ontap() {
    let cluster = Cluster::edited(SAMPLE, Manner::default(), Faults::default(), |_| {
        "bash: line 1: version: command not found\r\n".to_owned()
    });
    let place = Place::of(&[&cluster]);
    for rules in ["*", "tape-drive-visible"] {
        let why = error(&place.run(&["check", SAMPLE, "--format", "json", "--select", rules]));
        assert!(why.contains("is not an ONTAP cluster") && why.contains("command not found"), "{rules}: {why}");
    }
}

#[test]
fn at_a_terminal_the_password_is_asked_for_once_and_not_shown() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let words = ["check", SAMPLE, "--color", "never"];
    let Some(done) = place.at_terminal(&words, &format!("{PASSWORD}\n")) else {
        assert!(std::env::var_os("CI").is_none(), "`script` is needed");
        return;
    };
    assert_eq!((done.code, done.out.matches("password of ").count()), (0, 1), "{done:?}");
    assert!(done.out.contains("exit code  0") && !done.out.contains(PASSWORD), "{done:?}");
}

#[test]
fn without_a_terminal_no_password_is_asked_for() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let mut command = place.command(&["check", SAMPLE, "--format", "json"]);
    let done = Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap());
    let why = error(&done);
    assert!(why.contains("NDMP_PREFLIGHT_PASSWORD is not set, and nobody is at a terminal"), "{why}");
    assert_eq!(cluster.logins("keyboard-interactive") + cluster.logins("password"), 0);
}

#[test]
fn a_wrong_password_is_tried_once_and_the_methods_are_named() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let mut command = place.command(&["check", SAMPLE, "--format", "json"]);
    let done = Done::of(command.env("NDMP_PREFLIGHT_PASSWORD", format!("not-{PASSWORD}")).output().unwrap());
    let why = error(&done);
    assert!(why.contains("not let in") && why.contains("keyboard-interactive"), "{why}");
    // Of several connections the one that tried tells.
    assert!(why.contains("keyboard-interactive (") && !why.contains("keyboard-interactive (not tried"), "{why}");
    assert!(cluster.logins("keyboard-interactive") <= 1, "{}", cluster.logins("keyboard-interactive"));
}

#[test]
fn an_unknown_host_key_is_refused_with_the_line_to_add_and_added_when_wanted() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    place.write(".ssh/known_hosts", "");
    let why = error(&place.run(&["check", SAMPLE, "--format", "json"]));
    assert!(why.contains("SHA256:") && why.contains(&format!("[127.0.0.1]:{} ssh-ed25519 ", cluster.port())), "{why}");
    assert!(cluster.log().scripts.is_empty());
    assert_eq!(place.run(&["check", SAMPLE, "--accept-new"]).code, 0);
    let known = std::fs::read_to_string(place.folder.path().join(".ssh/known_hosts")).unwrap();
    assert_eq!(known.lines().count(), 1, "{known}");
    assert_eq!(place.run(&["check", SAMPLE]).code, 0);
}

#[test]
fn a_bad_deadline_is_a_complaint_and_nothing_is_asked() {
    let cluster = Cluster::plain(SAMPLE);
    let done = Place::of(&[&cluster]).run(&["check", SAMPLE, "--deadline", "conect=1"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("--deadline conect=1") && done.err.contains("`connect`"), "{}", done.err);
    assert_eq!(cluster.connections(), (0, 0));
}

#[test]
fn a_folder_that_cannot_be_is_a_complaint_and_nothing_is_asked() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let done = place.run(&["collect", SAMPLE, "-o", "ndmp-preflight.toml/kept"]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("ndmp-preflight.toml/kept"), "{}", done.err);
    assert_eq!(cluster.connections(), (0, 0));
}
