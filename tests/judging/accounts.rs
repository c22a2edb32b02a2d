//! Which accounts can get an NDMP password, and of which SVM they are.

use ndmp_preflight::judge::{Question, Verdict};

use super::cluster::{question, ready, said, through};
use super::saved::{Saved, plain};

/// A cluster of ONTAP 9.1, whose list of accounts names no SVM above it, asked for by these options.
fn old(options: &str, accounts: &[&str]) -> Saved {
    let (rows, count) = (accounts.join("\n"), accounts.len());
    Saved::text(&format!(
        "harbor::> version
NetApp Release 9.1P5: Tue Jan 18 11:24:13 UTC 2022

harbor::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

harbor::> vserver show -fields vserver,type
vserver type
------- -----
harbor  admin

harbor::> security login show{options}

                             Authentication             Acct   Is-Nsswitch
User/Group Name  Application Method    Role Name        Locked Group
---------------- ----------- --------- ---------------- ------ -----------
{rows}
{count} entries were displayed.

harbor::>"
    ))
}

const LOCAL: &str = "backup_admin1    ssh         password  backup           no     no";
const GROUP: &str = "quay_backup      ssh         nsswitch  backup           -      yes";
const OF_SERVICE: &str = "quay_backup      ssh         nsswitch  backup           -      no";

fn of(name: Option<&str>) -> Question {
    let mut question = plain();
    question.user.name = name.map(str::to_owned);
    question
}

#[test]
fn a_group_of_the_name_service_gets_no_password_and_a_user_of_it_does() {
    let at = |account: &str, name| said(&old(" -vserver harbor", &[account]), &of(name), "ndmp-user");
    for name in [None, Some("quay_backup")] {
        let (verdict, message) = at(GROUP, name);
        assert_eq!(verdict, Verdict::Fail, "{message}");
        assert!(message.ends_with("nearest is quay_backup: a group of the name service"), "{message}");
        let (verdict, message) = at(OF_SERVICE, name);
        assert_eq!(verdict, Verdict::Pass, "{message}");
        assert!(message.contains("ssh with nsswitch, role backup"), "{message}");
    }
}

#[test]
fn an_account_of_which_no_svm_is_told_leaves_open_what_asks_for_its_name() {
    let listed = old("", &[LOCAL]);
    for name in [None, Some("backup_admin1")] {
        let (verdict, message) = said(&listed, &of(name), "ndmp-user");
        assert_eq!(verdict, Verdict::Unknown, "{message}");
        let why = "it is not told of which SVM backup_admin1 is an account; run `security login show -vserver harbor`";
        assert!(message.ends_with(why), "{message}");
    }
    let (verdict, message) = said(&listed, &of(Some("other_admin")), "ndmp-user");
    assert_eq!(verdict, Verdict::Fail, "no account of that name is anywhere: {message}");
    assert!(message.contains("there is no such account"), "{message}");
}

/// An account of that name at the SVM that is backed up, at the admin SVM too, or at another one.
#[test]
fn whose_account_is_meant_where_the_plan_names_it_alone() {
    let of = |name: &str, svms: &[&str], at_admin: bool| {
        let mut saved = ready();
        if at_admin {
            let own = "svc_ndmp_kingussie ssh     password      backup           no     none\n";
            let other = own.replace("svc_ndmp_kingussie ssh     ", "vsadmin        ssh         ");
            saved.snip("security_login_show", "", own, &format!("{own}{other}")).count("security_login_show", 9, 10);
        }
        let mut planned = through(&[], svms);
        planned.user = Some(name.to_owned());
        said(&saved, &question(planned), "ndmp-user")
    };
    let (verdict, message) = of("vsadmin", &["svm-aviemore-fs1"], false);
    assert_eq!(
        (verdict, message.starts_with("vsadmin of svm-aviemore-fs1 can get")),
        (Verdict::Pass, true),
        "{message}"
    );
    let (verdict, message) = of("vsadmin", &["svm-aviemore-fs1"], true);
    assert_eq!((verdict, message.starts_with("vsadmin of strathspey can get")), (Verdict::Pass, true), "{message}");
    let (verdict, message) = of("vsadmin", &["svm-aviemore-fs1", "svm-boatofgarten-db"], false);
    assert_eq!(
        (verdict, message.contains("vsadmin of svm-boatofgarten-db cannot")),
        (Verdict::Fail, true),
        "{message}"
    );
    let (verdict, message) = of("nobody", &["svm-aviemore-fs1"], false);
    assert_eq!((verdict, message.starts_with("nobody of strathspey cannot")), (Verdict::Fail, true), "{message}");
}
