//! A secret that is planted everywhere is found nowhere.

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place};
use crate::server::{Access, Faults};
use ndmp_preflight::report::Format;

const CANARY: &str = "c4nary-b1rd-0f-war";

/// Runs a command with the canary as password and passphrase; gives everything that it said.
fn said(place: &Place, words: &[&str]) -> String {
    let mut command = place.command(words);
    command.env("NDMP_PREFLIGHT_PASSWORD", CANARY).env("NDMP_PREFLIGHT_PASSPHRASE", CANARY);
    let Done { out, err, .. } = Done::of(command.output().unwrap());
    format!("{out}\n{err}")
}

#[test]
fn a_planted_secret_is_in_no_output_report_or_bundle() {
    // Behind a banner on standard output nothing counts that is not whole, and what does not count is not kept.
    for banner in [format!("\nNDMP Password: {CANARY}\n\n"), String::new()] {
        let all = planted(Manner { banner: banner.clone(), ..Manner::default() });
        assert!(all.contains("strathspey") && all.contains("capture-secret"), "{all}");
        assert!(!banner.is_empty() || all.contains("****"), "the planted secret was seen and masked");
        assert!(!all.contains(CANARY), "{}", all.lines().find(|line| line.contains(CANARY)).unwrap_or_default());
    }
}

/// All that is said of a cluster whose answers hold a password.
fn planted(manner: Manner) -> String {
    let banner = Some(format!("Password: {CANARY}\r\n"));
    let faults = Faults { banner, ..Faults::default() };
    // Behind rows; and behind the last answer, where nothing is kept but rows.
    let is_last = !manner.banner.is_empty();
    let planted = move |text: String| {
        let secret = "\r\nPassword: c4nary-b1rd-0f-war\r\n";
        let lines = text.lines().map(|line| match line.contains("strathspey-01") {
            true => format!("{line}{secret}"),
            false => format!("{line}\r\n"),
        });
        lines.collect::<String>() + if is_last { secret } else { "" }
    };
    let cluster = Cluster::guarded("ready-svm-9.12.1", manner, faults, CANARY, planted);
    let place = Place::of(&[&cluster]);
    let name = cluster.name.as_str();
    let mut all = String::new();
    for locked in [false, place.make_key(CANARY)] {
        all += &format!("{locked}");
        for format in Format::words() {
            all += &said(&place, &["check", name, "-v", "--format", format, "-o", "kept", "--report", "json=r.json"]);
        }
        all += &said(&place, &["facts", name, "--format", "json"]);
        all += &said(&place, &["collect", name, "-o", "kept"]);
        all += &said(&place, &["check", "--from", "kept", "-v"]);
    }
    all += &std::fs::read_to_string(place.folder.path().join("r.json")).unwrap();
    all += &place.unpacked("kept");
    all
}

/// Everything that this cluster gets out of the program, which has the canary: each format, files and bundles.
fn everything(cluster: &Cluster) -> String {
    let place = Place::of(&[cluster]);
    let name = cluster.name.as_str();
    let reports = ["--report", "json=r.json", "--report", "junit=r.xml", "--report", "human=r.txt"];
    let mut all = String::new();
    for format in Format::words() {
        all += &said(&place, &[&["check", name, "-v", "--format", format, "-o", "kept"][..], &reports].concat());
    }
    all += &said(&place, &["facts", name]);
    all += &said(&place, &["collect", name, "-v", "-o", "kept"]);
    for file in ["r.json", "r.xml", "r.txt"] {
        all += &std::fs::read_to_string(place.folder.path().join(file)).unwrap_or_default();
    }
    if !place.files("kept").is_empty() {
        all += &place.unpacked("kept");
        let kept = format!("kept/{name}.ndmp.tar.gz");
        let live = said(&place, &["check", name, "--format", "json", "-o", "kept"]);
        let mut later = place.command(&["check", "--from", &kept, "--format", "json"]);
        let later = Done::of(later.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap());
        assert_eq!(live, format!("{}\n{}", later.out, later.err), "who lacks the secret reads the same");
    }
    all
}

fn assert_masked(all: &str, around: &str) {
    assert!(!all.contains(CANARY), "{}", all.lines().find(|line| line.contains(CANARY)).unwrap_or_default());
    let masked = around.replace("CANARY", &"*".repeat(CANARY.len()));
    assert!(all.contains(&masked), "`{masked}` in {all}");
}

fn with_canary(text: &str) -> String {
    text.replace("CANARY", CANARY)
}

#[test]
fn a_password_that_comes_back_in_an_answer_is_masked() {
    let free = "node-of-<CANARY>x";
    let spoken = with_canary(free);
    let echo = move |text: String| {
        let error = with_canary("Error: the login of op with CANARY is old");
        format!("{}\r\n{error}\r\n", text.replace("strathspey-01", &spoken))
    };
    let cluster = Cluster::guarded("ready-svm-9.12.1", Manner::default(), Faults::default(), CANARY, echo);
    assert_masked(&everything(&cluster), free);
}

#[test]
fn a_password_that_comes_back_before_the_login_is_masked() {
    let banner = Some(with_canary("Hello CANARY!\r\n"));
    let cluster = Cluster::new("ready-svm-9.12.1", Manner::default(), Faults { banner, ..Faults::default() });
    assert_masked(&everything(&cluster), "Before the login it says: Hello CANARY!");
}

#[test]
fn a_password_that_comes_back_from_what_is_no_ontap_is_masked() {
    let shell = "what is CANARY?";
    let echo = move |_| with_canary(shell);
    let cluster = Cluster::guarded("ready-svm-9.12.1", Manner::default(), Faults::default(), CANARY, echo);
    assert_masked(&everything(&cluster), "answered with `what is CANARY?`");
    let prompt = |_| with_canary("Password: CANARY\r\n");
    let cluster = Cluster::guarded("ready-svm-9.12.1", Manner::default(), Faults::default(), CANARY, prompt);
    assert_masked(&everything(&cluster), "answered with `Password: CANARY`");
}

#[test]
fn a_password_that_comes_back_in_a_question_is_masked() {
    let question = with_canary("You said CANARY, now the code:");
    let access = Access { keys: vec!["none".to_owned()], question, ..Access::default() };
    let cluster = Cluster::of("ready-svm-9.12.1", Manner::default(), Faults::default(), access, |text| text);
    assert_masked(&everything(&cluster), "nobody answers `You said CANARY, now the code:`");
}

#[test]
fn a_password_that_is_a_word_of_ssh_and_ontap_lets_in_and_hides_no_evidence() {
    let methods = vec![russh::MethodKind::Password];
    let access = Access { methods, password: "password".to_owned(), ..Access::default() };
    let cluster = Cluster::of("ready-svm-9.12.1", Manner::default(), Faults::default(), access, |text| text);
    let place = Place::of(&[&cluster]);
    let mut command = place.command(&["check", &cluster.name, "--format", "json"]);
    let done = Done::of(command.env("NDMP_PREFLIGHT_PASSWORD", "password").output().unwrap());
    let verdicts = crate::rig::verdicts(&done.json());
    let is = |verdict: &str| verdicts.values().filter(|other| *other == verdict).count();
    assert_eq!((done.code, is("fail"), is("unknown")), (0, 0, 0), "{done:?}");
}
