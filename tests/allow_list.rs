//! Nothing but commands that read can be sent: writes are tried through every door.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::collect::answers::{alone, join};
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::collect::script::{Script, Separator, Setting, Show, Step};
use ndmp_preflight::judge::{Question, ScopeWish};
use ndmp_preflight::rule::Catalog;
use proptest::prelude::*;

fn question() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

const WRITES: [&str; 60] = [
    "",
    " ",
    "show",
    "volume delete -vserver svm1 -volume vol1",
    "cluster show; volume offline -vserver svm1 -volume vol1",
    "cluster show ; reboot",
    "cluster show;reboot",
    "cluster show\nreboot",
    "cluster show\r\nreboot",
    "cluster show\u{2028}reboot",
    "cluster show\u{85}reboot",
    "cluster show\0reboot",
    "cluster show\u{37e} reboot",
    "cluster show\u{ff1b} reboot",
    "cluster show | more",
    "cluster show && reboot",
    "cluster show `reboot`",
    "cluster show $(reboot)",
    "cluster show > file",
    "cluster show { reboot }",
    "cluster show \\; reboot",
    "cluster show -node \"a\"; reboot",
    "cluster show -node 'a; reboot'",
    "cluster show -node !a",
    "cluster show\t-node a",
    "cluster  show",
    " cluster show",
    "cluster show ",
    "Cluster show",
    "cluster SHOW",
    "\u{441}luster show",
    "cluster sh\u{3bf}w",
    "cluster show\u{a0}-node a",
    "cluster show \u{2013}node a",
    "cluster show \u{202e}-node a",
    "cluster sh",
    "vserver delete show",
    "vserver delete -vserver show",
    "system node run show",
    "system node run -node n1 -command sysconfig show",
    "system node reboot show",
    "volume mount show",
    "storage tape offline -node n1 -name show",
    "security login create show",
    "vserver services ndmp generate-password -vserver svm1 -user backup",
    "vserver services ndmp generate-password show",
    "system services ndmp node-scope-mode off",
    "system services ndmp node-scope-mode status; system services ndmp node-scope-mode off",
    "system services ndmp node-scope-mode status -x y",
    "statistics show-periodic",
    "cluster show -confirm true",
    "cluster show -confirmations off",
    "cluster show -force true",
    "cluster show -node a b",
    "cluster show node1",
    "options",
    "options tape.reservations off",
    "options -option-name tape.reservations -option-value off",
    "options -vserver n1 -option-name tape.reservations",
    "options -option-name tape.reservations;reboot",
];

#[test]
fn no_text_that_could_change_anything_becomes_a_command() {
    for text in WRITES.into_iter().chain(["version -v", "version; reboot", "set -privilege advanced", "rows 0"]) {
        let refused = Show::parse(text).expect_err(text);
        assert!(!refused.to_string().chars().any(|c| c.is_control() || !c.is_ascii()), "{refused:?}");
    }
    let long = format!("cluster show -node {}", "a".repeat(2000));
    assert_eq!(Show::parse(&long).unwrap_err().reason, "it is longer than 1000 characters");
}

#[test]
fn the_refusal_says_what_is_wrong() {
    let told = |text: &str| Show::parse(text).unwrap_err().to_string();
    assert_eq!(
        told("volume delete -volume v"),
        "`volume delete -volume v` may not be sent: `delete` is not a word that shows; only commands that show are sent"
    );
    assert_eq!(
        told("vserver delete show"),
        "`vserver delete show` may not be sent: `delete` is not among the command directories that are asked"
    );
    assert_eq!(told("cluster show;x"), "`cluster show;x` may not be sent: `;` stands in no command that only reads");
}

#[test]
fn the_commands_of_the_document_can_be_sent() {
    for text in [
        "version",
        "cluster show",
        "storage tape show",
        "storage tape show -alias",
        "storage tape show-media-changer",
        "storage tape show-supported-status -node cluster1-01",
        "options tape.reservations",
        "options -option-name tape.reservations",
        "system services ndmp node-scope-mode status",
        "network interface show -role intercluster -fields failover-policy,home-node",
        "network interface show -failover",
        "system services firewall policy show -vserver vs1.example -policy mgmt",
        "security login show -instance",
    ] {
        let show = Show::parse(text).unwrap();
        assert_eq!(show.text(), text);
    }
    let show = Show::parse("network interface show -vserver vs1 -fields lif,role").unwrap();
    assert_eq!((show.path(), show.fields().collect::<Vec<_>>()), ("network interface show", vec!["lif", "role"]));
    assert_eq!(Show::parse("options tape.reservations").unwrap().path(), "options");
}

#[test]
fn settings_are_the_named_ones() {
    let settings = [
        Setting::NoConfirmations,
        Setting::NoPager,
        Setting::AskedFieldsOnly,
        Setting::Separator(Separator::numbered(7)),
    ];
    let script = Script::of(settings.map(Step::Set));
    assert_eq!(
        script.text(),
        "set -confirmations off; set -rows 0; set -showallfields false; set -showseparator \"|~07~|\""
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is taken is one line of plain words whose path ends in a reading verb; a script holds as many commands as
    /// went into it.
    #[test]
    fn what_is_taken_is_one_plain_command(text in "(cluster|storage tape|options|version|vserver delete|set)[ ;\n|a-z0-9.-]{0,30}(show)?[ -~]{0,20}") {
        if let Ok(show) = Show::parse(&text) {
            let has_odd = show.text().contains([';', '\n', '|', '"', '`', '$', '&', '<', '>', '{', '\\', '!', '*']);
            prop_assert!(!has_odd, "{}", show);
            let verb = show.path().rsplit(' ').next().unwrap();
            prop_assert!(verb.starts_with("show") || ["version", "options"].contains(&verb), "{}", show);
            let script = Script::of([Step::Show(show)]);
            prop_assert_eq!(script.text().split(';').count(), 1);
        }
    }
}

const TABLE: &str = r#"
command   = "COMMAND"
entity    = "pool"
key       = ["vserver"]
about     = "pools"
reference = "none"

[[column]]
name = "vserver"
type = "name"

[[column]]
name = "FIELD"
type = "word"

[[view]]
columns = ["vserver", "FIELD"]
"#;

const RULE: &str = r#"
id       = "pool-state"
title    = "t"
severity = "must"
why      = "w"
passes   = "p"

[check]
each    = "pool"
expect  = { FIELD = "up" }

[say]
pass = "p"
fail = "f"

[fix]
commands = ["volume delete -vserver {vserver}"]
verify   = "volume delete"

[[example]]
verdict = "pass"
subject = { vserver = "a" }
input = "x"

[[example]]
verdict = "fail"
subject = { vserver = "a" }
input = "x"

[[example]]
verdict = "unknown"
subject = { vserver = "a" }
input = "x"
"#;

/// The plan of a site whose table has this command, argument and field; `None`: its table is not even read.
fn site(command: &str, argument: &str, field: &str) -> Option<Plan> {
    let mut catalog = Catalog::embedded().unwrap();
    let argument = format!("argument = {argument:?}\n");
    let table = argument + &TABLE.replace("COMMAND", command).replace("FIELD", field);
    let files = vec![
        ("site/tables/pool.toml".to_owned(), table),
        ("site/pool-state.toml".to_owned(), RULE.replace("FIELD", field)),
    ];
    catalog.add_site(files).ok()?;
    catalog.rules.retain(|rule| rule.id == "pool-state");
    Some(Plan::of(&catalog, &question()))
}

#[test]
fn a_site_s_table_cannot_bring_a_write_in() {
    let good = site("storage disk show", "", "state").unwrap();
    assert!(good.refused.is_empty());
    assert!(good.steps.iter().any(|step| step.show.text() == "storage disk show -fields vserver,state"));
    for (command, argument, field) in [
        ("volume delete", "", "state"),
        ("vserver delete show", "", "state"),
        ("storage disk show", "; reboot", "state"),
        ("storage disk show", "-confirm true", "state"),
        ("storage disk show", "-x a\nreboot", "state"),
        ("vserver options", "-option-name tape.reservations -option-value off", "state"),
        ("vserver options show", "tape.reservations off", "state"),
    ] {
        let plan = site(command, argument, field).unwrap();
        assert_eq!(plan.refused.len(), 1, "{command} {argument}");
        assert!(plan.steps.iter().all(|step| step.table != command), "{command} {argument}");
    }
    assert!(site("storage disk show; reboot", "", "state").is_none());
}

#[test]
fn the_commands_of_fixes_are_never_planned() {
    let plan = Plan::of(&Catalog::embedded().unwrap(), &question());
    let allowed: Vec<&str> = plan.steps.iter().flat_map(|step| [step.show.text(), step.plain.text()]).collect();
    let all = plan.steps.iter().flat_map(|step| [alone(step, false), alone(step, true)]).chain([join(&plan.steps)]);
    for joined in all {
        for part in joined.script.text().split("; ") {
            assert!(part.starts_with("set -") || part == "version" || allowed.contains(&part), "{part}");
        }
    }
}

#[test]
fn names_of_the_question_do_not_reach_the_commands() {
    let mut odd = question();
    odd.scope = ScopeWish::Svm;
    odd.ontap = Some("9.9.1; reboot".to_owned());
    odd.dma = Some("x; reboot".to_owned());
    odd.user.name = Some("a; reboot".to_owned());
    odd.user.vserver = Some("b; reboot".to_owned());
    odd.dma_addresses = vec!["192.0.2.9".parse().unwrap()];
    let plan = Plan::of(&Catalog::embedded().unwrap(), &odd);
    assert!(join(&plan.steps).script.text().find("reboot").is_none());
}
