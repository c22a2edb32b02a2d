//! Waivers that are bound to what was observed: they lapse when it changes, and with nothing else.

use super::*;

/// The rules of which something fails.
fn failing(folder: &Path) -> Vec<String> {
    let all = outcomes(&check(folder));
    let failed = all.iter().filter(|one| one["verdict"] == "fail");
    let mut rules: Vec<String> = failed.map(|one| one["rule"].as_str().unwrap().to_owned()).collect();
    rules.dedup();
    rules
}

/// Each failing rule is waived as `waive` writes it; then one character of each value that it is bound to changes.
#[test]
fn a_waiver_lapses_when_any_value_that_it_is_bound_to_changes() {
    let folder = cluster("");
    let path = folder.path();
    let rules = failing(path);
    assert!(rules.len() > 12, "{rules:?}");
    for rule in &rules {
        let done = waive(path, &format!("{rule} --until 2026-12-31 --reason r"));
        assert_eq!(done.code, 0, "{}", done.err);
        fs::write(path.join(CONFIG), &done.out).unwrap();
        let (verdicts, findings) = found(path, rule);
        assert!(!verdicts.contains(&"fail".to_owned()) && findings.is_empty(), "{rule}: {findings:?}\n{}", done.out);
        let entries: Vec<&str> = done.out.split("\n\n").collect();
        let bound = done.out.lines().filter(|line| line.starts_with("observed")).count();
        assert_eq!(bound, entries.len(), "{rule} is bound to nothing:\n{}", done.out);
        for at in 0..entries.len() {
            let changed: Vec<String> = entries
                .iter()
                .enumerate()
                .map(|(own, entry)| {
                    let from = entry.find("observed").unwrap();
                    let line = from + entry[from..].find('\n').unwrap();
                    let end = from + entry[from..line].rfind('"').unwrap();
                    if own == at { format!("{}~{}", &entry[..end], &entry[end..]) } else { (*entry).to_owned() }
                })
                .collect();
            fs::write(path.join(CONFIG), changed.join("\n\n")).unwrap();
            let (verdicts, findings) = found(path, rule);
            assert_eq!(verdicts.iter().filter(|verdict| *verdict == "fail").count(), 1, "{rule} {at}");
            assert!(findings.len() == 1 && findings[0].0 == "waiver-lapsed", "{rule} {at}: {findings:?}");
            assert!(findings[0].1.contains("lapsed") && findings[0].1.contains("and now there is `"), "{findings:?}");
        }
        fs::write(path.join(CONFIG), "").unwrap();
    }
}

/// The cluster changes, and not the waiver.
#[test]
fn what_the_cluster_shows_now_decides() {
    let only = "only = { lif = \"tweed-01_ic1\" }\n";
    let judged = |observed: &str, now: &str| {
        let folder = cluster(&waiver("lif-failover-local", &format!("{only}{observed}"), "2026-12-31"));
        for entry in fs::read_dir(folder.path().join("cluster")).unwrap() {
            let file = entry.unwrap().path();
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, text.replace("broadcast-domain-wide", now)).unwrap();
        }
        found(folder.path(), "lif-failover-local")
    };
    let bound = "observed = \"broadcast-domain-wide\"\n";
    let (verdicts, findings) = judged(bound, "broadcast-domain-wide");
    assert!(verdicts.contains(&"waived".to_owned()) && findings.is_empty(), "{findings:?}");
    let (verdicts, findings) = judged(bound, "sfo-partner-only");
    assert!(verdicts.contains(&"fail".to_owned()), "{verdicts:?}");
    let told = "the waiver of `lif-failover-local` lapsed for lif tweed-01_ic1, vserver tweed: waived was `broadcast-domain-wide`, \
        and now there is `failover-policy: sfo-partner-only`";
    assert!(findings.len() == 1 && findings[0].0 == "waiver-lapsed" && findings[0].1.contains(told), "{findings:?}");
    let (verdicts, findings) = judged("", "sfo-partner-only");
    assert!(verdicts.contains(&"waived".to_owned()) && findings.is_empty(), "bound to nothing: {findings:?}");
    // What was waived is right now.
    let (verdicts, findings) = judged(bound, "local-only");
    assert!(!verdicts.contains(&"fail".to_owned()) && findings[0].0 == "waiver-unmatched", "{findings:?}");
}

#[test]
fn neither_blanks_nor_the_order_of_a_list_or_of_the_cells_matter() {
    for (rule, observed, is_waived) in [
        ("svm-ndmp-authentication", "\"plaintext, challenge\"", true),
        ("svm-ndmp-authentication", "\"challenge,plaintext\"", true),
        ("svm-ndmp-authentication", "\"  challenge ,  plaintext \"", true),
        ("svm-ndmp-authentication", "\"plaintext\"", false),
        ("svm-ndmp-authentication", "[\"plaintext\", \"challenge\"]", false),
        ("media-changer-status", "[\"error\", \"offline\"]", true),
        ("media-changer-status", "[\"offline\", \"error\"]", true),
        ("media-changer-status", "\"offline\"", false),
        ("media-changer-status", "[\"offline\", \"error\", \"error\"]", false),
        ("lif-up", "\"DOWN\"", false),
        ("svm-ndmp-authentication", "\"authtype: challenge, plaintext\"", true),
        ("svm-ndmp-authentication", "\"enable: challenge, plaintext\"", false),
        ("media-changer-status", "[\"device-state: offline\", \"status: error\"]", true),
        // The same words, each in the column of the other.
        ("media-changer-status", "[\"device-state: error\", \"status: offline\"]", false),
        ("media-changer-status", "[\"offline\", \"status: error\"]", false),
        ("lif-up", "\"status-oper: down\"", true),
        ("lif-up", "\"status-admin: down\"", false),
    ] {
        let folder = cluster(&waiver(rule, &format!("observed = {observed}\n"), "2026-12-31"));
        let (verdicts, findings) = found(folder.path(), rule);
        assert_eq!(verdicts.contains(&"waived".to_owned()), is_waived, "{rule} {observed}");
        assert_eq!(findings.iter().any(|(rule, _)| rule == "waiver-lapsed"), !is_waived, "{rule} {observed}");
    }
}

/// A LIF whose link is down was waived, and now somebody has taken it down: the same word, in another column.
#[test]
fn the_same_word_in_another_column_is_another_failure() {
    let folder = cluster("");
    let path = folder.path();
    let done = waive(path, "lif-up --until 2026-12-31 --reason r");
    assert!(done.out.contains("observed = \"status-oper: down\"\n"), "{}{}", done.out, done.err);
    fs::write(path.join(CONFIG), &done.out).unwrap();
    assert_eq!(found(path, "lif-up").1, []);
    for entry in fs::read_dir(path.join("cluster")).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("tweed-02_ic1 up/down", "tweed-02_ic1 down/up")).unwrap();
    }
    let (verdicts, findings) = found(path, "lif-up");
    assert!(verdicts.contains(&"fail".to_owned()) && findings[0].0 == "waiver-lapsed", "{verdicts:?} {findings:?}");
    assert!(
        findings[0].1.contains("waived was `status-oper: down`, and now there is `status-admin: down`"),
        "{findings:?}"
    );
}
