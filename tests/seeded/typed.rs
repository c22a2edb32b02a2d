//! What was typed in a session and undoes what a rule beyond the document is about, where nobody captured what came of it.

use ndmp_preflight::judge::Outcome;
use ndmp_preflight::rule::Rule;

use super::broken::ipspace_off;
use super::causes::Base;
use super::saved::{Saved, plain, whole};
use super::{OVERFLOW, planned};

const PROMPT: &str = "strathspey::> ";

/// The ready cluster as one session, in which nothing of the rule's evidence is shown before the end.
fn session(rule: &Rule, end: &str) -> Saved {
    let mut text = String::new();
    let stems: Vec<String> = rule.beyond.iter().map(|command| command.replace(' ', "_")).collect();
    for (name, answer) in OVERFLOW.saved().files {
        let stem = name.trim_end_matches(".txt");
        if !stems.iter().any(|own| stem.starts_with(own.as_str())) {
            text += &format!("{PROMPT}{}\n{answer}\n", stem.replace('_', " "));
        }
    }
    // The files tell when each was saved; a session has one beginning.
    let is_login = |line: &&str| !line.starts_with("Last login time");
    let lines: Vec<&str> = text.lines().filter(is_login).collect();
    Saved::text(&format!("{}\n{end}\n\n{PROMPT}\n", lines.join("\n")))
}

fn of(rule: &Rule, end: &str) -> Vec<Outcome> {
    let mut report = planned::report_by(&session(rule, end), &plain(), whole());
    let mut outcomes = report.targets.remove(0).outcomes;
    outcomes.retain(|outcome| outcome.rule == rule.id);
    outcomes
}

/// The command in full, as it could be typed.
fn filled(form: &str) -> String {
    let path: Vec<&str> = form.split(' ').take_while(|word| !word.starts_with('-')).collect();
    let rest = &form[path.join(" ").len()..];
    let value = if rest.contains('-') && !rest.trim().contains(' ') { " false" } else { "" };
    format!("{} -vserver strathspey{rest}{value}", path.join(" "))
}

fn shortened(command: &str) -> String {
    let short = |word: &str| if word.starts_with('-') { word.to_owned() } else { word.chars().take(6).collect() };
    let (path, options) = command.split_once(" -").unwrap();
    format!("{} -{options}", path.split(' ').map(short).collect::<Vec<_>>().join(" "))
}

#[test]
fn what_was_undone_and_not_shown_again_is_stale() {
    let mut forms = 0;
    for rule in whole().rules.iter().filter(|rule| !rule.undone_by.is_empty()) {
        let word = |outcomes: &[Outcome]| -> Vec<(String, Option<String>)> {
            outcomes.iter().map(|one| (one.verdict.word().to_owned(), one.reason.clone())).collect()
        };
        let uncaptured = vec![("not-applicable".to_owned(), Some("not-captured".to_owned()))];
        let stale = vec![("unknown".to_owned(), Some("stale".to_owned()))];
        assert_eq!(word(&of(rule, PROMPT)), uncaptured, "{}", rule.id);
        for form in &rule.undone_by {
            forms += 1;
            let command = filled(form);
            for typed in [command.clone(), shortened(&command)] {
                let found = of(rule, &format!("{PROMPT}{typed}"));
                assert_eq!(word(&found), stale, "{}: {typed}", rule.id);
                assert!(found[0].message.contains(&typed), "{}", found[0].message);
                assert_eq!(found[0].evidence[0].text.trim_start(), format!("{PROMPT}{typed}").trim_start());
            }
            let refused = of(rule, &format!("{PROMPT}{command}\n\nError: command failed: not authorized"));
            assert_eq!(word(&refused), uncaptured, "{}: {command}, refused", rule.id);
            // A command that nobody knows may reach all that its directory holds, and below `system services` that is the scope.
            let other = command.replace(" ndmp", " iscsi");
            if other != command && form.contains(" -") && !form.starts_with("system services") {
                assert_eq!(word(&of(rule, &format!("{PROMPT}{other}"))), uncaptured, "{}: {other}", rule.id);
            }
        }
    }
    assert!(forms > 10, "{forms}");
}

#[test]
fn what_was_asked_of_some_nodes_leaves_the_others_alone() {
    let rule = whole().rules.iter().find(|rule| rule.id == "no-takeover").unwrap();
    let table = "                              Takeover\nNode           Partner        Possible State Description\n\
                 -------------- -------------- -------- -------------------------------------\n\
                 strathspey-01  strathspey-02  true     ";
    let answer = |state: &str| format!("{PROMPT}storage failover show -node strathspey-01\n{table}{state}");
    let words = |state: &str| -> Vec<String> {
        let outcomes = of(rule, &answer(state));
        outcomes.iter().map(|one| format!("{:?} {}", one.subject.get("node"), one.verdict.word())).collect()
    };
    assert_eq!(words("Connected to strathspey-02"), ["Some(\"strathspey-01\") pass", "None not-applicable"]);
    assert_eq!(words("In takeover"), ["Some(\"strathspey-01\") fail", "None not-applicable"]);
    // Of the others something is known where it was typed.
    let taken =
        format!("{}\n{PROMPT}storage failover takeover -ofnode strathspey-03", answer("Connected to strathspey-02"));
    assert!(of(rule, &taken).iter().any(|one| one.verdict.word() == "unknown"), "{:?}", of(rule, &taken));
    // What was asked of it and got lost is another thing.
    let cut = format!("{PROMPT}storage failover show\n{table}Connected to strathspey-02");
    let two = format!("{cut}\nstrathspey-02  strathspey-01  true     Connected to strathspey-01");
    let outcomes = of(rule, &two);
    let open = outcomes.iter().find(|one| one.verdict.word() == "unknown").unwrap();
    assert_eq!(open.reason.as_deref(), Some("cut-off"));
}

/// NDMP has to be on at each SVM that owns a LIF for it. The document asks for the command that shows it: what its answer leaves
/// out is missing, and not left alone.
#[test]
fn what_a_command_of_the_document_leaves_out_is_unknown() {
    let verdicts = |narrow: bool| -> Vec<String> {
        let mut saved = Base::Planned.saved();
        ipspace_off(&mut saved);
        if narrow {
            saved.without("vserver_services_ndmp_show");
        }
        let mut report = planned::report_by(&saved, &plain(), whole());
        let outcomes = report.targets.remove(0).outcomes;
        let own = outcomes.iter().filter(|one| one.rule == "lif-svm-ndmp-enabled");
        own.map(|one| format!("{} {}", one.subject.get("vserver").map_or("", |svm| svm), one.verdict.word())).collect()
    };
    assert!(verdicts(false).contains(&"ips-tape fail".to_owned()), "{:?}", verdicts(false));
    assert!(verdicts(true).contains(&"ips-tape unknown".to_owned()), "{:?}", verdicts(true));
}

#[test]
fn commands_of_the_session_change_nothing_wherever_they_are_typed() {
    let rule = whole().rules.iter().find(|rule| rule.id == "ontap-version").unwrap();
    let is_stale = |end: &str| {
        let mut report = planned::report_by(&session(rule, end), &plain(), whole());
        report.targets.remove(0).outcomes.into_iter().find(|one| one.reason.as_deref() == Some("stale"))
    };
    for directory in ["", "security login", "network interface", "storage failover"] {
        for typed in [
            "exit",
            "top",
            "up",
            "rows 0",
            "date",
            "history",
            "set advanced",
            "set -privilege advanced",
            "man vserver",
            "help",
            "clear",
            "whoami",
            "off ?\n    -vserver <vserver name>  Vserver",
        ] {
            let found = is_stale(&format!("strathspey::{directory}> {typed}"));
            assert!(found.is_none(), "{directory}> {typed}: {}", found.unwrap().message);
        }
    }
    // What is called as they are in a directory that has such a command.
    assert!(is_stale("strathspey::storage tape alias> set -node strathspey-01 -name st0 -mapping SN[1]").is_some());
}

#[test]
fn the_prompt_of_a_directory_right_below_it_is_a_prompt() {
    let rule = whole().rules.iter().find(|rule| rule.id == "svm-ndmp-enabled").unwrap();
    let off = "strathspey::vserver services ndmp> off -vserver strathspey";
    for between in ["\n", "\n\n"] {
        let outcomes = of(rule, &format!("{PROMPT}vserver services ndmp{between}{off}"));
        assert_eq!(outcomes[0].reason.as_deref(), Some("stale"), "{}", outcomes[0].message);
    }
}
