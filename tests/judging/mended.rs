//! What a plan that mends says of several failures at once: in which order, and what of it is mended by the way.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::fix::{FixPlan, Step, Then, plan};
use ndmp_preflight::judge::{Question, Verdict};

use super::cluster::question;
use super::joined::read;
use super::saved::{Saved, whole, word};
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

fn planned(saved: &Saved, question: &Question) -> FixPlan {
    plan(&read(saved), whole(), question)
}

fn of_user(user: &str) -> Question {
    question(Planned { user: Some(user.to_owned()), ..Planned::default() })
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
    let plan = planned(&typed(&[SVM_SCOPE, NODES, ACCOUNTS, LIFS]), &of_user("bkp_ayr"));
    begins(&plan, &["security login create -vserver ayr -user-or-group-name bkp_ayr", "network interface create"]);
}

#[test]
fn an_account_that_is_made_takes_no_other_one_away() {
    let plan = planned(&typed(&[SVM_SCOPE, ACCOUNTS]), &of_user("bkp_ayr"));
    begins(&plan, &["security login create -vserver ayr -user-or-group-name bkp_ayr"]);
    let user = plan.after.iter().find(|outcome| outcome.rule == "ndmp-user").unwrap();
    assert_eq!(user.verdict, Verdict::Pass, "{}", user.message);
    let own = question(Planned { user: Some("bkp_ayr".to_owned()), svms: vec!["vs1".to_owned()], ..Planned::default() });
    let plan = planned(&typed(&[SVM_SCOPE, ACCOUNTS]), &own);
    let other: Vec<String> = plan.after.iter().filter(|one| one.rule == "backup-svm-user").map(word).collect();
    assert_eq!(other, ["pass"], "that of the other SVM is there still");
    assert!(plan.steps.iter().flat_map(|step| &step.mends).all(|one| one.then == Then::Passes), "{:#?}", plan.steps);
}
