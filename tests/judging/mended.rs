//! What a plan that mends says of several failures at once: in which order, and what of it is mended by the way.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::Verdict;
use ndmp_preflight::judge::fix::{FixPlan, Step, Then, plan};
use ndmp_preflight::rule::Catalog;

use super::cluster::question;
use super::joined::read;
use super::saved::{Saved, plain, whole, word};
use super::session::{NODES, SVM_SCOPE, typed};

const ACCOUNTS: &str = "security login show

Vserver: ayr
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
admin          ssh         password      admin            no     none

Vserver: vs1
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
vsbackup       ssh         password      vsadmin-backup   no     none
2 entries were displayed.";
const LIFS: &str = "network interface show -fields role,status-admin,status-oper,home-node,curr-node
vserver lif role         status-admin status-oper home-node curr-node
------- --- ------------ ------------ ----------- --------- ---------
ayr     ic1 intercluster up           up          ayr-01    ayr-01
1 entries were displayed.";

fn planned_for(saved: &Saved, planned: Planned) -> FixPlan {
    plan(&read(saved), whole(), &question(planned))
}

fn of_user(user: &str) -> Planned {
    Planned { user: Some(user.to_owned()), ..Planned::default() }
}

fn commands(plan: &FixPlan) -> Vec<String> {
    plan.steps.iter().filter_map(|step: &Step| step.commands.first().cloned()).collect()
}

fn begins(plan: &FixPlan, begins: &[&str]) {
    let all = commands(plan);
    assert_eq!(all.len(), begins.len(), "{all:#?}");
    for (command, begin) in all.iter().zip(begins) {
        assert!(command.starts_with(begin), "{all:#?}");
    }
}

/// No table tells what making a LIF does; that it is about LIFs its directory tells.
#[test]
fn a_lif_is_made_behind_the_user_although_its_rule_is_about_nodes() {
    let plan = planned_for(&typed(&[SVM_SCOPE, NODES, ACCOUNTS, LIFS]), of_user("bkp_ayr"));
    begins(&plan, &["security login create -vserver ayr -user-or-group-name bkp_ayr", "network interface create"]);
}

#[test]
fn an_account_that_is_made_takes_no_other_one_away() {
    let plan = planned_for(&typed(&[SVM_SCOPE, ACCOUNTS]), of_user("bkp_ayr"));
    begins(&plan, &["security login create -vserver ayr -user-or-group-name bkp_ayr"]);
    let user = plan.after.iter().find(|outcome| outcome.rule == "ndmp-user").unwrap();
    assert_eq!(user.verdict, Verdict::Pass, "{}", user.message);
    let own = Planned { svms: vec!["vs1".to_owned()], ..of_user("bkp_ayr") };
    let plan = planned_for(&typed(&[SVM_SCOPE, ACCOUNTS]), own);
    let other: Vec<String> = plan.after.iter().filter(|one| one.rule == "backup-svm-user").map(word).collect();
    assert_eq!(other, ["pass"], "that of the other SVM is there still");
    assert!(plan.steps.iter().flat_map(|step| &step.mends).all(|one| one.then == Then::Passes), "{:#?}", plan.steps);
}

/// Why the commands are not rehearsed that would mend a node which is not healthy, as the second one is not.
fn untried(command: &str) -> Option<String> {
    let plan = by_commands(&[command]);
    assert_eq!(commands(&plan), [command]);
    plan.steps[0].not_rehearsed.clone()
}

/// The plan for that node by rules of which each has one of these commands.
fn by_commands(commands: &[&str]) -> FixPlan {
    let rule = |(at, command): (usize, &&str)| {
        let mut rule = whole().rule("node-healthy").unwrap().clone();
        rule.id += &format!("-{at}");
        rule.fixes[0].commands = vec![(*command).to_owned()];
        rule
    };
    let catalog = Catalog { rules: commands.iter().enumerate().map(rule).collect(), ..whole().clone() };
    let nodes = NODES.replace("ayr-02                true ", "ayr-02                false");
    plan(&read(&typed(&[SVM_SCOPE, &nodes, ACCOUNTS, LIFS])), &catalog, &plain())
}

#[test]
fn of_two_commands_that_give_one_thing_another_value_one_is_planned_and_rather_one_that_is_known() {
    let of = |own: &str, other: &str| {
        let command = |value: &str| format!("network interface modify -vserver ayr -lif ic1 -failover-policy {value}");
        let plan = by_commands(&[&command(own), &command(other)]);
        let own = self::commands(&plan);
        own.iter().map(|one| one.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("local-only", "disabled"), ["local-only"]);
    assert_eq!(of("<one>", "<another>"), ["<one>"], "both are still to be filled in");
    assert_eq!(of("<one>", "disabled"), ["disabled"]);
    assert_eq!(of("disabled", "<one>"), ["disabled"]);
    let of_two = ["ic1", "ic2"].map(|lif| format!("network interface revert -vserver ayr -lif {lif}"));
    assert_eq!(self::commands(&by_commands(&[&of_two[0], &of_two[1]])), of_two, "they are about two things");
}

#[test]
fn what_a_command_does_is_known_where_the_tables_tell_it_and_an_answer_shows_what_it_names() {
    let unseen = Some("no answer shows what the command names".to_owned());
    let untold = Some("no table tells what the command does".to_owned());
    assert_eq!(untried("security login unlock -vserver ayr -username admin"), None);
    assert_eq!(untried("security login unlock -vserver ayr -username nobody"), unseen);
    assert_eq!(untried("network interface revert -vserver ayr -lif ic1"), None);
    assert_eq!(untried("network interface revert -vserver ayr -lif ic9"), unseen);
    assert_eq!(untried("storage tape online -node ayr-02 -device-id 0c.4"), unseen);
    let account = "security login create -vserver ayr -user-or-group-name a -application ssh -role backup";
    assert_eq!(untried(account).as_deref(), Some("it does not say `-authentication-method`"));
    assert_eq!(untried("system node reboot"), untold, "without options too");
    assert_eq!(untried("system node reboot -node ayr-02"), untold);
    assert_eq!(untried("system services ndmp node-scope-mode off"), None);
    assert_eq!(
        untried("security login unlock -vserver ayr -username <name>").as_deref(),
        Some("it depends on what is filled in")
    );
}

#[test]
fn what_concerns_the_cluster_no_more_behind_a_step_says_why() {
    let planned = Planned { cab: Some(true), ..of_user("bkp_arran") };
    let plan = planned_for(&Saved::sample("ready-node-scope"), planned);
    assert_eq!(commands(&plan)[0], "system services ndmp node-scope-mode off");
    let of_nodes: Vec<_> =
        plan.steps.iter().flat_map(|step| &step.mends).filter(|one| one.rule == "node-ndmp-user").collect();
    assert_eq!(of_nodes.len(), 2);
    for one in of_nodes {
        assert_eq!((one.then, one.says.as_str()), (Then::NotApplicable, "NDMP is SVM-scoped"));
    }
}

/// What a policy lets in behind a command that names one of its services.
#[test]
fn of_a_policy_the_service_that_a_command_names_is_given_anew_and_the_others_stay() {
    let mut saved = super::cluster::ready();
    let (own, narrow) = ("backup-ndmp-control: 0.0.0.0/0, ::/0", "backup-ndmp-control: 192.0.2.0/24");
    saved.snip("network_interface_service-policy_show", "default-intercluster", own, narrow);
    let planned = Planned { dma_addresses: vec!["203.0.113.9".parse().unwrap()], ..Planned::default() };
    let plan = planned_for(&saved, planned);
    let modify = "network interface service-policy modify-service -vserver strathspey -policy default-intercluster";
    assert!(commands(&plan).iter().any(|command| command.starts_with(modify)), "{:#?}", commands(&plan));
    let behind: Vec<&str> = plan
        .after
        .iter()
        .filter(|one| one.rule == "lif-service-ndmp" && one.message.contains("default-intercluster"))
        .map(|one| one.message.as_str())
        .collect();
    assert!(
        behind.iter().all(|text| text.matches("192.0.2.0/24").count() == 1 && text.contains("203.0.113.9/32")),
        "{behind:#?}"
    );
    assert!(!behind.is_empty());
}
