//! Answers that are missing, cut off, refused, empty, or contradict each other: never a fail, never a pass of nothing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use std::collections::{BTreeMap, BTreeSet};

use ndmp_preflight::judge::{Outcome, Verdict};
use ndmp_preflight::report::Target;
use saved::{Saved, changes, key, owed, plain, verdicts};

const FOLDERS: [&str; 2] = ["ready-svm-9.9.1", "ready-svm-9.12.1"];

/// The rules of which something became unknown, with the reasons, as `rule:reason`.
fn opened(before: &[Outcome], after: &[Outcome]) -> BTreeSet<String> {
    let known = verdicts(before);
    let new = after.iter().filter(|outcome| known.get(&key(outcome)) != Some(&saved::word(outcome)));
    let open = new.filter(|outcome| outcome.verdict == Verdict::Unknown);
    open.map(|outcome| format!("{}:{}", outcome.rule, outcome.reason.clone().unwrap())).collect()
}

fn stem(file: &str) -> &str {
    file.trim_end_matches(".txt")
}

/// The first line when it is a command, so that the answer alone is damaged.
fn command(text: &str) -> String {
    text.lines().next().filter(|line| line.contains("::>")).map(|line| format!("{line}\n")).unwrap_or_default()
}

/// What each damage may never do.
fn no_lie(what: &str, before: &[Outcome], target: &Target, allow_fail: bool) {
    let known = verdicts(before);
    for outcome in &target.outcomes {
        let is_new = known.get(&key(outcome)) != Some(&saved::word(outcome));
        let is_bad = outcome.verdict == Verdict::Fail && !allow_fail;
        assert!(!is_new || !is_bad, "{what}: {} became {}: {}", key(outcome), saved::word(outcome), outcome.message);
        let was_open = known.get(&key(outcome)).is_some_and(|word| word == "fail" || word.starts_with("unknown"));
        assert!(!(was_open && outcome.verdict == Verdict::Pass), "{what}: {} became pass", key(outcome));
    }
    assert_eq!(owed(&target.outcomes), Vec::<String>::new(), "{what}");
}

/// Which rules rest on which file of the wrapped sample alone: (file, rules, exit code without it).
const RESTS: [(&str, &[&str], u8); 14] = [
    ("cluster_show", &["intercluster-lif-per-node", "tape-reservations", "tape-reservations-uniform"], 3),
    // What the answers by role show, the whole table shows again.
    ("network_interface_show", &[], 0),
    ("network_interface_show_-failover", &["lif-failover-cluster-mgmt", "lif-failover-local"], 3),
    // The document's own names of policies hold where no LIF tells its policy.
    ("network_interface_show_-fields_firewall-policy", &[], 0),
    (
        "network_interface_show_-role_cluster-mgmt",
        &["lif-failover-cluster-mgmt", "lif-firewall-ndmp", "lif-home", "lif-up"],
        3,
    ),
    (
        "network_interface_show_-role_intercluster",
        &["intercluster-lif-per-node", "lif-failover-local", "lif-firewall-ndmp", "lif-home", "lif-up"],
        3,
    ),
    ("network_interface_show_-role_node-mgmt", &["lif-failover-local", "lif-firewall-ndmp", "lif-home", "lif-up"], 3),
    ("options_tape.reservations", &["tape-reservations", "tape-reservations-uniform"], 3),
    ("security_login_show", &["ndmp-user"], 3),
    ("storage_tape_show-media-changer", &["media-changer-status", "media-changer-visible"], 3),
    ("storage_tape_show-supported-status", &["tape-drive-qualified"], 3),
    ("system_services_firewall_policy_show", &["lif-firewall-ndmp"], 3),
    ("version", &["ontap-version"], 3),
    ("vserver_services_ndmp_show", &["svm-ndmp-authentication"], 3),
];

#[test]
fn without_an_answer_its_rules_are_unknown_and_refused_they_say_so() {
    let mut whole = Saved::sample("ready-svm-9.9.1");
    // The nodes are listed by two commands; here by one.
    whole.without("system_node_show");
    let before = whole.outcomes(&plain());
    for (file, rules, code) in RESTS {
        let mut gone = whole.clone();
        gone.without(file);
        let report = gone.report(&plain());
        no_lie(&format!("without {file}"), &before, &report.targets[0], false);
        let seen: BTreeSet<String> = opened(&before, &report.targets[0].outcomes)
            .iter()
            .map(|open| open.split(':').next().unwrap().to_owned())
            .collect();
        assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), rules, "without {file}");
        assert_eq!(report.exit_code, code, "without {file}: {}", report.because);
        let mut refused = whole.clone();
        let text = refused.file(file);
        *text = format!("{}\nError: \"show\" is not a recognized command\n", command(text));
        let report = refused.report(&plain());
        no_lie(&format!("{file} refused"), &before, &report.targets[0], false);
        // Nobody may assume a policy where the answer that was asked for it is refused.
        let is_asked = file.ends_with("-fields_firewall-policy");
        let (rules, code) = if is_asked { (&["lif-firewall-ndmp"] as &[&str], 3) } else { (rules, code) };
        let wanted: BTreeSet<String> = rules.iter().map(|rule| format!("{rule}:refused")).collect();
        assert_eq!(opened(&before, &report.targets[0].outcomes), wanted, "{file} refused");
        assert_eq!(report.exit_code, code, "{file} refused: {}", report.because);
    }
}

#[test]
fn without_the_scope_everything_that_depends_on_it_is_unknown() {
    let mut saved = Saved::sample("ready-svm-9.12.1");
    let before = saved.outcomes(&plain());
    saved.without("system_services_ndmp_node-scope-mode_status");
    let after = saved.outcomes(&plain());
    let wanted = [
        "lif-failover-cluster-mgmt",
        "lif-failover-local",
        "lif-home",
        "lif-up",
        "mgmt-lif-service-ndmp",
        "ndmp-scope",
        "ndmp-scope-deprecated",
        "ndmp-user",
        "node-ndmp-clear-text",
        "node-ndmp-default-user",
        "node-ndmp-enabled",
        "svm-ndmp-authentication",
        "svm-ndmp-enabled",
        "svm-ndmp-preferred-role",
    ];
    let wanted: BTreeSet<String> = wanted.iter().map(|rule| format!("{rule}:not-captured")).collect();
    assert_eq!(opened(&before, &after), wanted);
    // Intercluster LIFs take NDMP sessions in both scopes.
    assert_eq!(saved::of_rule(&after, "lif-up").len(), 5);
    let mut question = plain();
    question.scope = ndmp_preflight::judge::ScopeWish::Svm;
    let wanted = ["ndmp-scope {} unknown:not-captured", "ndmp-scope-deprecated {} unknown:not-captured"];
    assert_eq!(changes(&before, &saved.outcomes(&question)), wanted, "the wanted scope is judged");
}

#[test]
fn an_empty_answer_shows_an_emptiness_only_where_that_can_be() {
    let empties: [(&str, &[&str], u8); 9] = [
        (
            "cluster_show",
            &[
                "intercluster-lif-per-node {} unknown:contradiction",
                "tape-reservations {} unknown:contradiction",
                "tape-reservations-uniform {} unknown:contradiction",
            ],
            3,
        ),
        (
            "options_tape.reservations",
            &[
                "tape-reservations ~-01 unknown:not-captured",
                "tape-reservations ~-02 unknown:not-captured",
                "tape-reservations-uniform {} unknown:not-captured",
            ],
            3,
        ),
        // Whoever asked has logged in.
        ("security_login_show", &["ndmp-user {} unknown:contradiction"], 3),
        (
            "storage_tape_show-media-changer",
            &["media-changer-status {} not-applicable:no-changer", "media-changer-visible {} fail"],
            1,
        ),
        ("version", &["ontap-version {} unknown:not-captured"], 3),
        // Other SVMs are known, and `true` is said of the admin SVM elsewhere.
        ("vserver_services_ndmp_show", &["svm-ndmp-authentication {} unknown:contradiction"], 3),
        (
            "vserver_services_ndmp_show_-vserver_drumnadrochit-prd",
            // The other answer shows what this one lacks.
            &[
                "svm-ndmp-authentication {} unknown:contradiction",
                "svm-ndmp-enabled ~ unknown:contradiction",
                "svm-ndmp-preferred-role ~ unknown:not-captured",
            ],
            3,
        ),
        (
            "network_interface_show_-role_intercluster",
            // The LIFs of the admin SVM that no answer for a role shows: it is of another time, or not whole.
            &[
                "intercluster-lif-per-node ~-01 unknown:contradiction",
                "intercluster-lif-per-node ~-02 unknown:contradiction",
                "lif-failover-cluster-mgmt {} unknown:contradiction",
                "lif-failover-local {} unknown:contradiction",
                "lif-firewall-ndmp {} unknown:contradiction",
                "lif-home {} unknown:contradiction",
                "lif-up {} unknown:contradiction",
            ],
            3,
        ),
        (
            "storage_tape_show",
            &[
                "media-changer-visible {} unknown:contradiction",
                "tape-attachment {} not-applicable:no-tape-device",
                "tape-device-status {} not-applicable:no-tape-device",
                "tape-drive-qualified {} not-applicable:no-tape-device",
                "tape-drive-visible {} fail",
                "tape-lun-zero {} not-applicable:no-tape-device",
                "tape-target-lun-zero {} not-applicable:no-tape-device",
            ],
            1,
        ),
    ];
    let mut whole = Saved::sample("ready-svm-9.9.1");
    whole.without("system_node_show");
    let before = whole.outcomes(&plain());
    for (file, wanted, code) in empties {
        let mut saved = whole.clone();
        let text = saved.file(file);
        *text = format!("{}There are no entries matching your query.\n", command(text));
        let report = saved.report(&plain());
        let seen = changes(&before, &report.targets[0].outcomes);
        let seen: Vec<String> = seen.into_iter().filter(|change| !change.ends_with(" gone")).collect();
        let wanted: Vec<String> = wanted.iter().map(|text| text.replace('~', "drumnadrochit-prd")).collect();
        assert_eq!(seen, wanted, "{file} empty");
        assert_eq!(report.exit_code, code, "{file} empty: {}", report.because);
        assert_eq!(owed(&report.targets[0].outcomes), Vec::<String>::new(), "{file} empty");
    }
}

/// Answers of one record are whole by ONTAP's own habit: no count stands below them, and nothing tells that more followed.
fn is_cut_to_one_record(target: &Target, file: &str) -> bool {
    target
        .answers
        .iter()
        .filter(|answer| answer.source == file)
        .any(|answer| answer.records == 1 && answer.status == "complete")
}

#[test]
fn a_text_that_ends_at_any_line_never_makes_a_fail_and_never_hides_what_is_lost() {
    for name in [FOLDERS[0], FOLDERS[1], "ready-node-scope", "terminal-transcript.txt"] {
        let whole = Saved::sample(name);
        let before = whole.outcomes(&plain());
        let known = verdicts(&before);
        // Not every line at every run: the tests would take a minute.
        let every = if name.starts_with("ready-svm") { 5 } else { 29 };
        for (index, (file, text)) in whole.files.iter().enumerate() {
            let lines: Vec<&str> = text.lines().collect();
            for at in (index % every..lines.len()).step_by(every) {
                let mut saved = whole.clone();
                *saved.file(stem(file)) = lines[..at].iter().map(|line| format!("{line}\n")).collect();
                let report = saved.report(&plain());
                let target = &report.targets[0];
                let one = is_cut_to_one_record(target, file);
                no_lie(&format!("{name}/{file} ends after line {at}"), &before, target, one);
                let quiet = lost(&known, &target.outcomes);
                let is_block = file.contains("media-changer");
                let may = one || is_block || name.contains("transcript");
                assert!(
                    may || quiet.is_empty(),
                    "{name}/{file} ends after line {at}: {quiet:?} are lost without a word"
                );
            }
        }
    }
}

/// One row has no count below it, so only the error tells that more should have come.
#[test]
fn an_answer_that_an_error_ends_is_not_whole() {
    let error = "Error: show failed: RPC: Timed out [from mgwd on node \"drumnadrochit-prd-02\"]\n";
    for name in [FOLDERS[0], FOLDERS[1], "ready-node-scope"] {
        let whole = Saved::sample(name);
        let before = whole.outcomes(&plain());
        let known = verdicts(&before);
        for (file, text) in &whole.files {
            let lines: Vec<&str> = text.lines().collect();
            for at in (3..lines.len()).step_by(4) {
                let mut saved = whole.clone();
                let head: String = lines[..at].iter().map(|line| format!("{line}\n")).collect();
                *saved.file(stem(file)) = format!("{head}{error}");
                let report = saved.report(&plain());
                let what = format!("{name}/{file} fails after line {at}");
                no_lie(&what, &before, &report.targets[0], false);
                let quiet = lost(&known, &report.targets[0].outcomes);
                assert!(quiet.is_empty(), "{what}: {quiet:?} are lost without a word");
            }
        }
    }
}

/// Subjects that are gone though their rule has no outcome without a subject that is unknown.
fn lost<'a>(known: &'a BTreeMap<String, String>, after: &[Outcome]) -> Vec<&'a String> {
    let after = verdicts(after);
    let is_open = |rule: &str| after.get(&format!("{rule} {{}}")).is_some_and(|word| word.starts_with("unknown"));
    let gone = known.keys().filter(|key| !key.ends_with(" {}") && !after.contains_key(*key));
    gone.filter(|key| !is_open(key.split(' ').next().unwrap())).collect()
}

#[test]
fn half_a_block_is_no_path() {
    let mut saved = Saved::sample("ready-svm-9.9.1");
    let text = saved.file("storage_tape_show-media-changer");
    *text = text.split("Paths:").next().unwrap().to_owned();
    let after = saved.outcomes(&plain());
    assert_eq!(saved::of_rule(&after, "media-changer-status"), ["{} unknown:cut-off"]);
    let mut saved = Saved::sample("ready-svm-9.9.1");
    let text = saved.file("security_login_show");
    *text = text.split("User/Group").next().unwrap().to_owned();
    assert_eq!(saved::of_rule(&saved.outcomes(&plain()), "ndmp-user"), ["{} unknown:cut-off"]);
}

#[test]
fn a_list_that_is_cut_off_may_go_on() {
    let mut saved = Saved::sample("ready-svm-9.12.1");
    let text = saved.file("network_interface_service-policy_show");
    let end = text.find("management-ntp-client").unwrap();
    text.truncate(text[..end].rfind('\n').unwrap() + 1);
    let after = saved.outcomes(&plain());
    let seen = saved::of_rule(&after, "mgmt-lif-service-ndmp");
    assert_eq!(seen[..2], ["cluster_mgmt unknown:cut-off", "strathspey-01_mgmt1 unknown:cut-off"]);
    // The blank line behind a policy shows its end.
    assert_eq!(saved::of_rule(&after, "lif-service-ndmp")[0], "strathspey-01_icl1 pass");
    let text = saved.file("network_interface_service-policy_show");
    *text = text.replace("\n\n", "\n");
    // Without it and without the count the first line of a policy may be missing, so that one holds another's services.
    let after = saved.outcomes(&plain());
    assert_eq!(saved::of_rule(&after, "lif-service-ndmp")[0], "strathspey-01_icl1 unknown:cut-off");
}

#[test]
fn other_files_that_say_otherwise_contradict_and_later_answers_of_a_session_count() {
    let mut saved = Saved::sample("ready-svm-9.9.1");
    let before = saved.outcomes(&plain());
    let copies = [
        ("version", "9.9.1P5", "9.9.1P6", vec!["ontap-version {} unknown:contradiction"]),
        (
            "options_tape.reservations",
            "persistent\n2",
            "scsi\n2",
            vec!["tape-reservations ~-02 unknown:contradiction", "tape-reservations-uniform {} unknown:contradiction"],
        ),
        (
            "vserver_services_ndmp_show",
            "nfs01\n              true      challenge",
            "nfs01\n              true      plaintext",
            vec!["svm-ndmp-authentication svm-glenurquhart-nfs01 unknown:contradiction"],
        ),
        (
            "network_interface_show_-role_node-mgmt",
            "192.0.2.22/24      drumnadrochit-prd-02\n                                                                   e0M     true",
            "192.0.2.22/24      drumnadrochit-prd-02\n                                                                   e0M     false",
            vec!["lif-home ~-02_mgmt1 unknown:contradiction"],
        ),
        (
            "storage_tape_show",
            "IBM 3584L32                     normal",
            "IBM 3584L32                     error",
            vec!["tape-device-status stsw-brora-01:4.126L1/~-01 unknown:contradiction"],
        ),
    ];
    for (file, from, to, wanted) in copies {
        let text = saved.file(file).clone();
        assert!(text.contains(from), "{file}");
        let mut twice = saved.clone();
        twice.with("again", &text.replacen(from, to, 1));
        let wanted: Vec<String> = wanted.iter().map(|text| text.replace('~', "drumnadrochit-prd")).collect();
        let after = twice.outcomes(&plain());
        assert_eq!(changes(&before, &after), wanted, "{file} twice");
        assert_eq!(owed(&after), Vec::<String>::new(), "{file} twice");
        // In one session, the later answer counts: first wrong, then right.
        let mut later = saved.clone();
        *later.file(file) = format!("{}\n{text}", text.replacen(from, to, 1));
        assert_eq!(changes(&before, &later.outcomes(&plain())), Vec::<String>::new(), "{file} in one session");
    }
}

#[test]
fn carriage_returns_change_nothing() {
    for name in [FOLDERS[0], FOLDERS[1], "ready-node-scope", "terminal-transcript.txt"] {
        let mut saved = Saved::sample(name);
        let before = saved.outcomes(&plain());
        saved.files.iter_mut().for_each(|(_, text)| *text = text.replace('\n', "\r\n"));
        assert_eq!(changes(&before, &saved.outcomes(&plain())), Vec::<String>::new(), "{name}");
    }
}
