//! The advice about a failure fits what was seen: one small session for each way in which a rule can fail.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "mending/users.rs"]
mod users;

use ndmp_preflight::judge::{Outcome, Question, ScopeWish, UserWish, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

fn question() -> Question {
    let mut question = Question::plain(jiff::civil::date(2026, 11, 22));
    question.scope = ScopeWish::Svm;
    question.ontap = Some("9.9.1".to_owned());
    question
}

/// The only failure of the rule; the session is of the cluster `ayr` and ends with a prompt.
fn failure(rule: &str, question: &Question, session: &str) -> Outcome {
    let catalog = Catalog::embedded().unwrap();
    let text = format!("{session}\nayr::>\n");
    let readings = table::read("session", vec![Capture::of_text("session", &text)], &catalog.tables);
    let outcomes = judge(&readings[0], &catalog, question).outcomes;
    let of_rule: Vec<Outcome> = outcomes.into_iter().filter(|outcome| outcome.rule == rule).collect();
    let failed = of_rule.iter().find(|outcome| outcome.verdict == Verdict::Fail);
    failed.cloned().unwrap_or_else(|| panic!("{rule} does not fail: {of_rule:#?}"))
}

/// Fix, check and undo, one a line.
fn commands(outcome: &Outcome) -> String {
    let lines = |label: &str, commands: &[String]| -> String {
        commands.iter().map(|command| format!("{label}: {command}\n")).collect()
    };
    lines("fix", &outcome.fix) + &lines("check", &outcome.verify) + &lines("undo", &outcome.undo)
}

#[track_caller]
fn advised(outcome: &Outcome, wanted: &str, note: &str) {
    let wanted: String = wanted.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(commands(outcome), wanted, "{}", outcome.message);
    assert!(outcome.note.contains(note), "the note lacks `{note}`: {}", outcome.note);
    let texts = || outcome.fix.iter().chain(&outcome.verify).chain(&outcome.undo).chain([&outcome.note]);
    assert!(texts().all(|text| !text.contains('{') && !text.contains('}')), "{outcome:#?}");
}

/// A command that was asked with `-fields`, and the table that ONTAP prints for it.
fn fields(command: &str, table: &[&[&str]]) -> String {
    let wide = |at: usize| table.iter().map(|row| row[at].len()).max().unwrap();
    let wides: Vec<usize> = (0..table[0].len()).map(wide).collect();
    let line = |cells: Vec<String>| cells.join(" ").trim_end().to_owned() + "\n";
    let row = |row: &&[&str]| line(row.iter().zip(&wides).map(|(cell, wide)| format!("{cell:wide$}")).collect());
    let ruler = line(wides.iter().map(|wide| "-".repeat(*wide)).collect());
    let count = table.len() - 1;
    let count = if count > 1 { format!("{count} entries were displayed.\n") } else { String::new() };
    let rows: String = table[1..].iter().map(row).collect();
    format!("ayr::> {command}\n{}{ruler}{rows}{count}\n", row(&table[0]))
}

const NODES: &str = "ayr::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true
ayr-02                true    true
2 entries were displayed.

";

const LIF: [&str; 8] =
    ["vserver", "lif", "home-node", "curr-node", "curr-port", "is-home", "status-admin", "status-oper"];

/// Two nodes; the second has a good intercluster LIF, the first one has these.
fn nodes_with(rows: &[[&str; 8]]) -> String {
    let good = ["ayr", "ic9", "ayr-02", "ayr-02", "e0c", "true", "up", "up"];
    let table: Vec<&[&str]> =
        [&LIF[..]].into_iter().chain(rows.iter().map(|row| &row[..])).chain([&good[..]]).collect();
    let names = LIF[2..].join(",");
    NODES.to_owned() + &fields(&format!("network interface show -role intercluster -fields {names}"), &table)
}

#[test]
fn a_node_without_a_lif_gets_one_and_one_whose_lif_is_down_gets_that_one_mended() {
    let rule = "intercluster-lif-per-node";
    let judged = |rows: &[[&str; 8]]| failure(rule, &question(), &nodes_with(rows));
    advised(
        &judged(&[["ayr", "ic1", "ayr-01", "ayr-01", "e0c", "true", "down", "down"]]),
        "fix: network interface modify -vserver ayr -lif ic1 -status-admin up
         check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper,curr-node
         undo: network interface modify -vserver ayr -lif ic1 -status-admin down",
        "Somebody took ic1 down: ask why before you bring it up.",
    );
    advised(
        &judged(&[["ayr", "ic1", "ayr-01", "ayr-01", "e0c", "true", "up", "down"]]),
        "check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper,curr-node",
        "See `network port show -node ayr-01 -port e0c`, then the port's cable and the switch.",
    );
    advised(
        &judged(&[]),
        "fix: network interface create -vserver ayr -lif <name> -service-policy default-intercluster -home-node ayr-01 -home-port <port> -address <address> -netmask <netmask> -failover-policy local-only
         check: network interface show -home-node ayr-01 -fields role,status-admin,status-oper,curr-node
         undo: network interface delete -vserver ayr -lif <name>",
        "No intercluster LIF has its home on ayr-01.",
    );
    advised(
        &judged(&[
            ["ayr", "ic1", "ayr-01", "ayr-01", "e0c", "true", "down", "down"],
            ["ayr", "ic2", "ayr-01", "ayr-01", "e0d", "true", "down", "down"],
        ]),
        "fix: network interface modify -vserver ayr -lif ic1 -status-admin up
         fix: network interface modify -vserver ayr -lif ic2 -status-admin up
         check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper,curr-node
         check: network interface show -vserver ayr -lif ic2 -fields status-admin,status-oper,curr-node
         undo: network interface modify -vserver ayr -lif ic1 -status-admin down
         undo: network interface modify -vserver ayr -lif ic2 -status-admin down",
        "Somebody took ic2 down",
    );
}

#[test]
fn a_lif_whose_port_is_not_told_is_not_replaced_by_a_new_one() {
    let table: [&[&str]; 2] = [&["vserver", "lif", "home-node", "status-oper"], &["ayr", "ic1", "ayr-01", "down"]];
    let one = "ayr::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true

";
    let session = fields("network interface show -role intercluster -fields home-node,status-oper", &table);
    advised(
        &failure("intercluster-lif-per-node", &question(), &(one.to_owned() + &session)),
        "check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper,curr-node,curr-port",
        "ic1 is at home on ayr-01: mend that one instead of making another.",
    );
}

#[test]
fn a_lif_that_is_down_is_brought_up_only_where_the_administrator_took_it_down() {
    let judged = |row: [&str; 8]| failure("lif-up", &question(), &nodes_with(&[row]));
    advised(
        &judged(["ayr", "ic1", "ayr-01", "ayr-01", "e0c", "true", "down", "down"]),
        "fix: network interface modify -vserver ayr -lif ic1 -status-admin up
         check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper
         undo: network interface modify -vserver ayr -lif ic1 -status-admin down",
        "ask why before you bring it up",
    );
    advised(
        &judged(["ayr", "ic1", "ayr-01", "ayr-01", "e0c", "true", "up", "down"]),
        "check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper",
        "See `network port show -node ayr-01 -port e0c`",
    );
    let table: [&[&str]; 2] = [&["vserver", "lif", "status-oper"], &["ayr", "ic1", "down"]];
    let session = fields("network interface show -role intercluster -fields status-oper", &table);
    advised(
        &failure("lif-up", &question(), &session),
        "check: network interface show -vserver ayr -lif ic1 -fields status-admin,status-oper,curr-node,curr-port",
        "Only where the administrative status is down",
    );
}

#[test]
fn undo_restores_what_was_there_and_is_a_note_where_that_is_not_known() {
    let away = ["ayr", "ic1", "ayr-01", "ayr-02", "e0e", "false", "up", "up"];
    advised(
        &failure("lif-home", &question(), &nodes_with(&[away])),
        "fix: network interface revert -vserver ayr -lif ic1
         check: network interface show -vserver ayr -lif ic1 -fields curr-node,curr-port,is-home
         undo: network interface migrate -vserver ayr -lif ic1 -destination-node ayr-02 -destination-port e0e",
        "ends the sessions that run on the LIF",
    );
    let table: [&[&str]; 2] = [&["vserver", "lif", "is-home"], &["ayr", "ic1", "false"]];
    let session = fields("network interface show -role intercluster -fields is-home", &table);
    advised(
        &failure("lif-home", &question(), &session),
        "fix: network interface revert -vserver ayr -lif ic1
         check: network interface show -vserver ayr -lif ic1 -fields curr-node,curr-port,is-home",
        "The way back is not known, because no answer shows the present curr-node and curr-port: note it before you change it.",
    );
}

/// An intercluster LIF with the firewall policy `dmz`, and what that lists of ndmp.
fn firewall(entry: &str) -> String {
    let table: [&[&str]; 2] = [&["vserver", "lif", "firewall-policy"], &["ayr", "ic1", "dmz"]];
    format!(
        "{}ayr::> system services firewall policy show
Vserver Policy       Service    Allowed
------- ------------ ---------- -------------------
ayr
        dmz
                     https      198.51.100.0/24
{entry}
",
        fields("network interface show -role intercluster -fields firewall-policy", &table)
    )
}

const WITH_NDMP: &str = "                     ndmp       198.51.100.0/24, 203.0.113.0/24\n2 entries were displayed.\n";

#[test]
fn a_firewall_policy_without_the_entry_gets_it_and_an_empty_one_gets_addresses() {
    let rule = "lif-firewall-ndmp";
    advised(
        &failure(rule, &question(), &firewall("")),
        "fix: system services firewall policy create -vserver ayr -policy dmz -service ndmp -allow-list 0.0.0.0/0
         check: system services firewall policy show -vserver ayr -policy dmz -service ndmp
         undo: system services firewall policy delete -vserver ayr -policy dmz -service ndmp",
        "Every LIF with this policy is opened",
    );
    let empty = firewall("                     ndmp       -\n2 entries were displayed.\n");
    advised(
        &failure(rule, &question(), &empty),
        "fix: system services firewall policy modify -vserver ayr -policy dmz -service ndmp -allow-list 0.0.0.0/0
         check: system services firewall policy show -vserver ayr -policy dmz -service ndmp",
        "To shut it again: `system services firewall policy delete -vserver ayr -policy dmz -service ndmp`.",
    );
}

#[test]
fn addresses_are_added_to_those_that_are_there_and_undo_takes_only_them_away() {
    let mut question = question();
    question.dma_addresses = vec!["192.0.2.9".parse().unwrap()];
    advised(
        &failure("lif-allowed-dma", &question, &firewall(WITH_NDMP)),
        "fix: system services firewall policy modify -vserver ayr -policy dmz -service ndmp -allow-list 198.51.100.0/24,203.0.113.0/24,192.0.2.9/32
         check: system services firewall policy show -vserver ayr -policy dmz -service ndmp
         undo: system services firewall policy modify -vserver ayr -policy dmz -service ndmp -allow-list 198.51.100.0/24,203.0.113.0/24",
        "it repeats what is allowed now",
    );
    advised(
        &failure("lif-allowed-dma", &question, &firewall("")),
        "fix: system services firewall policy create -vserver ayr -policy dmz -service ndmp -allow-list 192.0.2.9/32
         check: system services firewall policy show -vserver ayr -policy dmz -service ndmp
         undo: system services firewall policy delete -vserver ayr -policy dmz -service ndmp",
        "instead of 192.0.2.9/32",
    );
    let empty = firewall("                     ndmp       -\n2 entries were displayed.\n");
    advised(
        &failure("lif-allowed-dma", &question, &empty),
        "fix: system services firewall policy modify -vserver ayr -policy dmz -service ndmp -allow-list 192.0.2.9/32
         check: system services firewall policy show -vserver ayr -policy dmz -service ndmp",
        "To shut it again",
    );
}

/// An intercluster LIF with the service policy `backup`, and the second line of what that holds.
fn service(line: &str) -> String {
    let table: [&[&str]; 2] = [&["vserver", "lif", "service-policy"], &["ayr", "ic1", "backup"]];
    format!(
        "{}ayr::> network interface service-policy show
Vserver   Policy                     Service: Allowed Addresses
--------- -------------------------- ----------------------------------------
ayr
          backup                     intercluster-core: 0.0.0.0/0
{line}
",
        fields("network interface show -role intercluster -fields service-policy", &table)
    )
}

#[test]
fn a_service_policy_gets_the_service_or_its_addresses() {
    let mut question = question();
    question.ontap = Some("9.12.1".to_owned());
    question.dma_addresses = vec!["192.0.2.9".parse().unwrap()];
    let without = service("");
    advised(
        &failure("lif-service-ndmp", &question, &without),
        "fix: network interface service-policy add-service -vserver ayr -policy backup -service backup-ndmp-control -allowed-addresses 192.0.2.9/32
         check: network interface service-policy show -vserver ayr -policy backup
         undo: network interface service-policy remove-service -vserver ayr -policy backup -service backup-ndmp-control",
        "copy the policy with `network interface service-policy clone`",
    );
    advised(
        &failure("lif-allowed-dma", &question, &without),
        "fix: network interface service-policy add-service -vserver ayr -policy backup -service backup-ndmp-control -allowed-addresses 192.0.2.9/32
         check: network interface service-policy show -vserver ayr -policy backup
         undo: network interface service-policy remove-service -vserver ayr -policy backup -service backup-ndmp-control",
        "set -privilege advanced",
    );
    let other = service("                                     backup-ndmp-control: 198.51.100.0/24");
    advised(
        &failure("lif-allowed-dma", &question, &other),
        "fix: network interface service-policy modify-service -vserver ayr -policy backup -service backup-ndmp-control -allowed-addresses 198.51.100.0/24,192.0.2.9/32
         check: network interface service-policy show -vserver ayr -policy backup
         undo: network interface service-policy modify-service -vserver ayr -policy backup -service backup-ndmp-control -allowed-addresses 198.51.100.0/24",
        "it repeats what is allowed now",
    );
}

fn ndmp(column: &str, value: &str) -> String {
    let table: [&[&str]; 2] = [&["vserver", "enable", column], &["ayr", "true", value]];
    fields(&format!("vserver services ndmp show -fields enable,{column}"), &table)
}

#[test]
fn lists_keep_what_does_no_harm_and_are_restored_whole() {
    let modify = "vserver services ndmp modify -vserver ayr";
    let show = "check: vserver services ndmp show -vserver ayr -fields";
    let role = "-preferred-interface-role";
    let all = "intercluster,cluster-mgmt,node-mgmt";
    advised(
        &failure("svm-ndmp-preferred-role", &question(), &ndmp("preferred-interface-role", "intercluster,data")),
        &format!(
            "fix: {modify} {role} {all},data\n{show} preferred-interface-role\nundo: {modify} {role} intercluster,data"
        ),
        "",
    );
    advised(
        &failure("svm-ndmp-preferred-role", &question(), &ndmp("preferred-interface-role", "cluster-mgmt")),
        &format!("fix: {modify} {role} {all}\n{show} preferred-interface-role\nundo: {modify} {role} cluster-mgmt"),
        "",
    );
    advised(
        &failure("svm-ndmp-authentication", &question(), &ndmp("authtype", "plaintext,challenge")),
        &format!("fix: {modify} -authtype challenge\n{show} authtype\nundo: {modify} -authtype plaintext,challenge"),
        "See first that the backup application is set to MD5",
    );
    advised(
        &failure("svm-ndmp-authentication", &question(), &ndmp("authtype", "plaintext_sso")),
        &format!("fix: {modify} -authtype challenge\n{show} authtype\nundo: {modify} -authtype plaintext_sso"),
        "With plaintext_sso there are no NDMP passwords",
    );
}

const NODE_SCOPE: &str = "ayr::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is enabled.\n\n";

#[test]
fn the_scope_that_is_wanted_is_not_advised_away() {
    advised(
        &failure("ndmp-scope", &question(), NODE_SCOPE),
        "fix: system services ndmp node-scope-mode off
         check: system services ndmp node-scope-mode status
         undo: system services ndmp node-scope-mode on",
        "`off` is SVM scope",
    );
    let mut node = question();
    advised(
        &failure("ndmp-scope-deprecated", &node, NODE_SCOPE),
        "fix: system services ndmp node-scope-mode off
         check: system services ndmp node-scope-mode status
         undo: system services ndmp node-scope-mode on",
        "Plan it with the backup administrator",
    );
    node.scope = ScopeWish::Node;
    advised(&failure("ndmp-scope-deprecated", &node, NODE_SCOPE), "", "Node scope is what was asked for");
}

#[test]
fn only_the_nodes_that_differ_are_changed_and_each_is_restored() {
    let options = "ayr::> options tape.reservations

ayr-01
    tape.reservations                 persistent

ayr-02
    tape.reservations                 scsi
2 entries were displayed.

";
    let option = "options -vserver ayr-02 -option-name tape.reservations -option-value";
    advised(
        &failure("tape-reservations-uniform", &question(), &format!("{NODES}{options}")),
        &format!("fix: {option} persistent\ncheck: options tape.reservations\nundo: {option} scsi"),
        "Change it while no backup runs",
    );
}

#[test]
fn a_drive_that_was_taken_offline_is_brought_back_and_one_in_error_is_not() {
    let session = |status: &str| {
        format!(
            "ayr::> storage tape show
Node: ayr-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
fcsw7:2.40              tape drive      HP LTO-7                        {status}

"
        )
    };
    advised(
        &failure("tape-device-status", &question(), &session("offline")),
        "fix: storage tape online -node ayr-01 -device-id fcsw7:2.40
         check: storage tape show -node ayr-01
         undo: storage tape offline -node ayr-01 -device-id fcsw7:2.40",
        "see first whether it is in repair",
    );
    advised(
        &failure("tape-device-status", &question(), &session("error")),
        "check: storage tape show -node ayr-01",
        "`storage tape show-errors -node ayr-01 -device-id fcsw7:2.40`",
    );
}
