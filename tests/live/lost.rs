//! Answers that never come, or not to their end: the report says why and what to do, and judges what came.

use ndmp_preflight::report::Format;
use std::time::Duration;

use serde_json::Value;

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place};
use crate::server::{Access, Faults, Reply};

const SAMPLE: &str = "ready-svm-9.12.1";
const DEADLINES: &str = "first-byte=1,idle=0.7,command=20,run=40";

/// Never answers `security login show`, and stops in the middle of `storage tape show`.
fn half_dead(script: &str, reply: Reply) -> Reply {
    // Joined with others it says nothing, so that it is asked alone.
    let is_joined = script.matches(" show").count() > 1;
    if script.contains("; security login show") || script.contains("; storage tape show ") && is_joined {
        return Reply { delay: Duration::from_secs(3600), ..reply };
    }
    if !script.contains("; storage tape show ") {
        return reply;
    }
    let at = position(&reply.stdout, b"st0").unwrap_or(reply.stdout.len() / 2);
    let end = at + position(&reply.stdout[at..], b"\n").unwrap_or_default() + 5;
    Reply { stdout: reply.stdout[..end.min(reply.stdout.len())].to_vec(), hangs: true, ..reply }
}

fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn messages(report: &Value, rule: &str) -> Vec<(String, String)> {
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let own = outcomes.iter().filter(|outcome| outcome["rule"] == rule && outcome["verdict"] == "unknown");
    own.map(|outcome| (word(&outcome["reason"]), word(&outcome["message"]))).collect()
}

fn answer<'r>(report: &'r Value, command: &str) -> &'r Value {
    let answers = report["targets"][0]["answers"].as_array().unwrap();
    answers.iter().find(|answer| answer["command"].as_str().unwrap().starts_with(command)).unwrap()
}

#[test]
fn the_report_says_why_there_is_no_answer_and_judges_what_came() {
    for way in ["ssh2", "openssh"] {
        let cluster = Cluster::replying(SAMPLE, Manner::default(), Faults::default(), Access::default(), half_dead);
        let place = Place::of(&[&cluster]);
        if !place.make_key("") {
            assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
            return;
        }
        let check = |more: &[&str]| {
            let words = ["check", SAMPLE, "--format", "json", "--transport", way, "--deadline", DEADLINES];
            let mut command = place.command(&[&words, more].concat());
            Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap())
        };
        let done = check(&["-o", "kept"]);
        assert_eq!(done.code, 3, "{way}: {done:?}");
        let report = done.json();
        let user = messages(&report, "ndmp-user");
        let [(reason, message)] = user.as_slice() else { panic!("{user:?}") };
        assert_eq!(reason, "not-captured");
        assert!(message.contains("`security login show"), "{message}");
        let why =
            "timed out: first byte took longer than 1 s; the cluster may be busy; `--deadline first-byte=SECONDS`";
        assert!(message.contains(why) && message.contains("`check --from`"), "{message}");
        assert_eq!(answer(&report, "security login show")["status"], "missing");
        // Rows came; nobody knows how many there are.
        let tape = answer(&report, "storage tape show ");
        assert_eq!((&tape["status"], &tape["records"]), (&"cut-off".into(), &3.into()), "{way}: {tape}");
        let judged = crate::rig::verdicts(&report);
        assert!(judged.iter().any(|(name, verdict)| name.starts_with("tape-device-status") && verdict == "pass"));
        let torn = messages(&report, "tape-device-status");
        assert!(
            torn.iter().any(|(reason, text)| reason == "cut-off" && text.contains("timed out: idle took longer")),
            "{torn:?}"
        );
        let kept = format!("kept/{SAMPLE}.ndmp.tar.gz");
        for format in Format::words() {
            let later = place.run(&["check", "--from", &kept, "--format", format]);
            assert_eq!(later.code, 3);
            if format == "json" {
                assert_eq!(later.out, done.out, "{way}");
            } else if format != "openmetrics" {
                // Numbers alone say no reasons.
                assert!(later.out.contains("--deadline first-byte=SECONDS"), "{}", later.out);
            }
        }
        assert_eq!(place.run(&["verify", &kept]).code, 3, "{way}");
    }
}
