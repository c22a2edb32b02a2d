//! What would be sent: the fewest commands and fields that tell what the selected rules read.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::collections::BTreeSet;

use ndmp_preflight::collect::plan::{Known, Plan, Planned};
use ndmp_preflight::collect::role::Role;
use ndmp_preflight::judge::{Expect, Question, Scope, ScopeWish};
use ndmp_preflight::rule::{Catalog, OntapRange};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::read;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

fn question() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

fn line(step: &Planned) -> String {
    let era = step.when.era.map(|era| format!(" {era:?}")).unwrap_or_default();
    let scope = step.when.scope.map(|scope| format!(" {}", scope.word())).unwrap_or_default();
    let first = if step.first { " first" } else { "" };
    format!("{}\n    {}{first}{era}{scope}", step.show, step.plain)
}

fn lines(plan: &Plan) -> Vec<String> {
    assert_eq!(plan.refused, []);
    plan.steps.iter().map(line).collect()
}

/// Commands of the plan without their options, where only these rules are selected.
fn commands(question: &Question, rules: &[&str]) -> Vec<String> {
    let mut catalog = catalog();
    catalog.rules.retain(|rule| rules.is_empty() || rules.contains(&rule.id.as_str()));
    Plan::of(&catalog, question).steps.iter().map(|step| step.show.path().to_owned()).collect()
}

#[test]
fn the_whole_plan() {
    insta::assert_snapshot!(lines(&Plan::of(&catalog(), &question())).join("\n"), @r"
    system services ndmp node-scope-mode status
        system services ndmp node-scope-mode status first
    version
        version first
    cluster show -fields node,health,eligibility
        cluster show
    system services firewall policy show -fields vserver,policy,service,allow-list
        system services firewall policy show Before9101
    network interface show -fields vserver,lif,curr-node,curr-port,is-home,failover-policy,role,status-admin,status-oper,address,home-node,firewall-policy
        network interface show -instance Before9101
    network interface show -fields vserver,lif,curr-node,curr-port,is-home,failover-policy,role,status-admin,status-oper,address,home-node,service-policy
        network interface show -instance From9101
    storage tape show-media-changer -fields device-id,node,initiator,errors,device-state,status
        storage tape show-media-changer
    vserver nfs show -fields vserver,v4.2-seclabel
        vserver nfs show -instance
    system services ndmp show -fields node,enable,clear-text,user-id
        system services ndmp show
    options -option-name tape.reservations
        options -option-name tape.reservations
    network port show -fields node,port,link
        network port show
    security login show -fields vserver,user-or-group-name,application,authentication-method,role,is-account-locked,second-authentication-method,is-ns-switch-group
        security login show -instance svm
    network interface service-policy show -fields vserver,policy,service-allowed-addresses,services
        network interface service-policy show From9101
    snapmirror show -fields source-path,destination-path,state,status
        snapmirror show
    storage failover show -fields node,state-description
        storage failover show
    storage tape show-supported-status -fields node,tape-drive,is-supported,status
        storage tape show-supported-status
    vserver services ndmp show -fields vserver,enable,authtype,preferred-interface-role,is-secure-control-connection-enabled,data-port-range
        vserver services ndmp show -instance svm
    storage tape alias show
        storage tape alias show
    storage tape show -fields node,device-id,device-type,description,status
        storage tape show
    storage tape show-tape-drive -fields node,device-id,serial-number
        storage tape show-tape-drive
    volume show -fields vserver,volume,state,percent-used,node,nodes,snapshot-count
        volume show -instance
    vserver show -fields vserver,type,admin-state,operational-state,disallowed-protocols
        vserver show
    ");
}

#[test]
fn selected_rules_ask_for_their_own_evidence_only() {
    assert_eq!(commands(&question(), &["ontap-version"]), ["cluster identity show", "version"]);
    assert_eq!(commands(&question(), &["capture-secret"]), ["cluster identity show"]);
    assert_eq!(commands(&question(), &["tape-reservations"]), ["cluster identity show", "cluster show", "options"]);
    assert_eq!(
        commands(&question(), &["svm-ndmp-enabled"]),
        ["system services ndmp node-scope-mode status", "vserver services ndmp show", "vserver show"]
    );
    // No rule reads the release here, but it decides which policies make a LIF an intercluster LIF.
    let lif = commands(&question(), &["lif-up"]);
    assert!(lif.contains(&"version".to_owned()), "{lif:?}");
}

#[test]
fn a_column_of_several_fields_is_asked_by_its_parts_and_only_where_it_is_read() {
    let mut catalog = catalog();
    catalog.rules.retain(|rule| rule.id == "lif-up");
    let mut question = question();
    question.ontap = Some("9.9.1".to_owned());
    let plan = Plan::of(&catalog, &question);
    let lif = plan.steps.iter().find(|step| step.table == "network interface show").unwrap();
    // The port of a LIF that is down is what the advice names.
    let fields = "vserver,lif,curr-node,curr-port,role,status-admin,status-oper";
    assert_eq!(lif.show.text(), format!("network interface show -fields {fields}"));
    assert_eq!(lif.rules, ["lif-up"]);
}

#[test]
fn options_shrink_the_plan() {
    let has = |question: &Question, word: &str| commands(question, &[]).iter().any(|command| command.contains(word));
    let all = question();
    for word in ["tape", "options", "firewall", "service-policy", "vserver services ndmp", "system services ndmp show"]
    {
        assert!(has(&all, word), "{word}");
    }
    let no_tape = Question { tape: false, ..question() };
    assert!(!has(&no_tape, "tape") && !has(&no_tape, "options"));
    let expected = Question { tape: false, expect: Expect { drives: Some(1), changers: None }, ..question() };
    assert!(has(&expected, "storage tape show"));
    let svm = Question { scope: ScopeWish::Svm, ..question() };
    assert!(has(&svm, "system services ndmp show") && has(&svm, "vserver services ndmp show"));
    let node = Question { scope: ScopeWish::Node, ..question() };
    assert!(has(&node, "system services ndmp show") && !has(&node, "vserver services") && !has(&node, "login"));
    let old = Question { ontap: Some("9.9.1P5".to_owned()), ..question() };
    assert!(has(&old, "firewall") && !has(&old, "service-policy"));
    let new = Question { ontap: Some("9.12.1".to_owned()), ..question() };
    assert!(!has(&new, "firewall") && has(&new, "service-policy"));
}

/// What is known once these answers are there.
fn known(answers: &str, question: &Question) -> Known {
    let catalog = catalog();
    let readings = read("first", vec![Capture::of_text("first.txt", answers)], &catalog.tables);
    Known::of(&readings[0], &catalog, question)
}

#[test]
fn the_first_answers_tell_which_others_are_worth_sending() {
    let version = "NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n";
    let mode = "NDMP node-scope-mode is disabled.\n";
    let both = known(&format!("{version}{mode}"), &question());
    assert_eq!(both, Known { era: Some(OntapRange::Before9101), scope: Some(Scope::Svm) });
    let plan = Plan::of(&catalog(), &question());
    let first: Vec<&str> = plan.steps.iter().filter(|step| step.first).map(|step| step.table.as_str()).collect();
    assert_eq!(first, ["system services ndmp node-scope-mode status", "version"]);
    assert!(plan.steps.iter().take(2).all(|step| step.first && step.when == Default::default()));
    let sent = |known: &Known| plan.steps.iter().filter(|step| step.applies(known)).count();
    assert_eq!((plan.steps.len(), sent(&both)), (22, 20));
    // What cannot be told speaks for sending.
    assert_eq!(sent(&known("", &question())), 22);
    assert_eq!(sent(&known(version, &question())), 20);
    assert_eq!(sent(&known(mode, &question())), 22);
    let other = Question { ontap: Some("9.12.1".to_owned()), ..question() };
    assert_eq!(known(version, &other).era, None, "the user and `version` contradict each other");
}

#[test]
fn every_rule_s_evidence_is_planned() {
    let mut question = question();
    question.dma_addresses = vec!["192.0.2.9".parse().unwrap()];
    (question.dma, question.user.vserver) = (Some("bareos".to_owned()), Some("vs1".to_owned()));
    question.backup.register = vec!["192.0.2.60".to_owned()];
    (question.backup.svms, question.backup.streams) = (vec!["vs2".to_owned()], Some(4));
    for rule in catalog().rules.iter().filter(|rule| rule.id != "capture-secret") {
        let mut catalog = catalog();
        catalog.rules.retain(|other| other.id == rule.id);
        let plan = Plan::of(&catalog, &question);
        assert!(!rule.needs().is_empty(), "{}", rule.id);
        let speaks_of_nodes = rule.needs().iter().any(|(entity, _)| entity == "node");
        let lists_nodes = plan.steps.iter().any(|step| step.table == "cluster show");
        assert_eq!(speaks_of_nodes, lists_nodes, "{}: a node that is not listed would be missed", rule.id);
        let fields: BTreeSet<(String, String)> = plan
            .steps
            .iter()
            .flat_map(|step| {
                let table = catalog.tables.iter().find(|table| table.command == step.table).unwrap();
                let asked: Vec<&str> = step.show.fields().collect();
                let told = table.columns.iter().filter(move |column| {
                    table.without_fields || asked.contains(&column.field.as_ref().unwrap_or(&column.name).as_str())
                });
                told.map(|column| (table.entity.clone(), column.fact.clone())).collect::<Vec<_>>()
            })
            .collect();
        for (entity, column) in rule.needs() {
            let derived = match (entity.as_str(), column.as_str()) {
                ("cluster", "cluster-name") if !fields.contains(&(entity.clone(), column.clone())) => {
                    ("vserver", "type")
                }
                ("node", "tape-reservations") => ("node", "option-value"),
                ("tape-device", "lun" | "target-port" | "attachment" | "unit") => ("tape-device", "device-id"),
                ("tape-device", "drive-state" | "drive-path" | "drive-errors") => ("tape-device", "status"),
                ("lif", "on-home-node") => ("lif", "curr-node"),
                (entity, column) => (entity, column),
            };
            let wanted = (derived.0.to_owned(), derived.1.to_owned());
            assert!(fields.contains(&wanted), "{} reads {entity}.{column}, and nobody asks for it", rule.id);
        }
        assert!(plan.steps.iter().any(|step| step.rules.contains(&rule.id)), "{}", rule.id);
    }
}

#[test]
fn no_command_is_asked_twice_of_one_cluster() {
    let plan = Plan::of(&catalog(), &question());
    for era in [OntapRange::Before9101, OntapRange::From9101] {
        for scope in [Scope::Svm, Scope::Node] {
            let known = Known { era: Some(era), scope: Some(scope) };
            let sent: Vec<&String> =
                plan.steps.iter().filter(|step| step.applies(&known)).map(|step| &step.table).collect();
            let different: BTreeSet<&&String> = sent.iter().collect();
            assert_eq!(sent.len(), different.len(), "{era:?} {scope:?}");
        }
    }
}

#[test]
fn the_role_may_read_exactly_what_is_asked() {
    let mut catalog = catalog();
    catalog.rules.retain(|rule| rule.id == "tape-reservations");
    let role = Role::of(&Plan::of(&catalog, &question()), "r1", "u1", Some("c1".to_owned()), "publickey").unwrap();
    insta::assert_snapshot!(role.lines().join("\n"), @r#"
    security login role create -vserver c1 -role r1 -cmddirname "cluster identity show" -access readonly
    security login role create -vserver c1 -role r1 -cmddirname "cluster show" -access readonly
    security login role create -vserver c1 -role r1 -cmddirname "set" -access all
    security login role create -vserver c1 -role r1 -cmddirname "version" -access readonly
    security login role create -vserver c1 -role r1 -cmddirname "vserver options" -access readonly
    security login create -vserver c1 -user-or-group-name u1 -application ssh -authentication-method publickey -role r1
    security login publickey create -vserver c1 -username u1 -index 0 -publickey "<the public key, one line>"
    "#);
    let all = Role::of(&Plan::of(&self::catalog(), &question()), "r1", "u1", None, "password").unwrap();
    assert_eq!(all.commands.len(), 22);
    // `set` shows nothing, and changes nothing but the own session.
    let is_fit =
        |line: &String| line.ends_with("-access readonly") || line.ends_with("-cmddirname \"set\" -access all");
    assert!(all.lines().iter().filter(|line| line.contains("role create")).all(is_fit));
    assert!(all.lines().last().unwrap().ends_with("-authentication-method password -role r1"));
}
