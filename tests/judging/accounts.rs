//! Which accounts can get an NDMP password, and of which SVM they are.

use ndmp_preflight::judge::{Outcome, Question, Verdict};

use super::cluster::{judged, outcomes, question, ready, said, through};
use super::saved::{Saved, plain, word};

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
        let who = if name.is_some() { "an NDMP password" } else { "nearest is quay_backup" };
        assert!(message.ends_with(&format!("{who}: a group of the name service")), "{message}");
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
        let next = judged(&listed, &of(name)).capture_next;
        assert!(next.iter().any(|next| next.command == "security login show -vserver harbor"), "{next:?}");
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

/// What is said of the users of a cluster of this release, by one account of the list.
fn of_account(release: &str, head: &str, row: &str) -> (String, String) {
    let one = account(release, head, row);
    (word(&one), one.message)
}

/// What is asked next where the list holds this account.
fn asked_next(row: &str) -> Vec<String> {
    let next = judged(&listing("9.12.1P4", TODAY, row), &plain()).capture_next;
    next.into_iter().map(|next| next.command).collect()
}

fn account(release: &str, head: &str, row: &str) -> Outcome {
    outcomes(&listing(release, head, row), &plain(), "ndmp-user").remove(0)
}

fn listing(release: &str, head: &str, row: &str) -> Saved {
    let text = format!(
        "ayr::> version
NetApp Release {release}: Thu Jun 15 12:03:10 UTC 2023

ayr::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

ayr::> vserver show -fields vserver,type
vserver type
------- -----
ayr     admin

ayr::> security login show

Vserver: ayr
{head}
{row}
1 entries were displayed.

ayr::>"
    );
    Saved::text(&text)
}

const TODAY: &str = "                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------";

#[test]
fn what_an_account_lacks_is_told_and_what_nobody_tells_of_it_is_no_proof() {
    let is_fail =
        |text: &str| ("fail".to_owned(), format!("no user of ayr can get an NDMP password; nearest is {text}"));
    let open = |reason: &str, text: &str| (format!("unknown:{reason}"), format!("cannot be told: {text}"));
    let strange = |word: &str, column: &str| {
        open("unknown-value", &format!("`{word}` is no word that ONTAP is known to print as {column}"))
    };
    let passes = ("pass".to_owned(), "bk of ayr can get an NDMP password: ssh with password, role backup".to_owned());
    for (row, wanted) in [
        ("bk             ssh         password      backup           no     none", passes.clone()),
        ("bk             ssh         password      backup           no     -", passes),
        (
            "bk             ssh         password      backup           no     publickey",
            is_fail("bk: second method publickey"),
        ),
        (
            "bk             ssh         password      backup           no     odd",
            strange("odd", "second-authentication-method"),
        ),
        ("bk             ssh         password      backup           yes    none", is_fail("bk: the account is locked")),
        (
            "bk             ssh         password      backup           -      none",
            open("unset", "it is not told whether the account is locked"),
        ),
        (
            "bk             ssh         password      readonly         -      none",
            is_fail("bk: role readonly, not admin or backup"),
        ),
        (
            "bk             ssh         pa55word      backup           no     none",
            strange("pa55word", "authentication-method"),
        ),
        (
            "bk             ssh         publickey     backup           no     none",
            is_fail("bk: method publickey, not password"),
        ),
        (
            "bk             http        password      backup           no     none",
            is_fail("bk: application http, not ssh"),
        ),
        (
            "grp            ssh         nsswitch      backup           yes    none",
            is_fail("grp: the account is locked"),
        ),
        (
            "grp            ssh         nsswitch      backup           -      none",
            open(
                "column-missing",
                "it is not told whether it is a user or a group of the name service; run `security login show -fields is-ns-switch-group`",
            ),
        ),
    ] {
        assert_eq!(of_account("9.12.1P4", TODAY, row), wanted, "{row}");
    }
    let found = asked_next("grp            ssh         nsswitch      backup           -      none");
    assert!(found.iter().any(|command| command.ends_with("-fields is-ns-switch-group")), "{found:?}");
    let row = "bk             ssh         password      backup           no     none   <-- gone soon";
    let one = account("9.12.1P4", TODAY, row);
    let shown: Vec<&str> = one.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
    assert_eq!((word(&one).as_str(), shown), ("unknown:annotated", vec!["<-- gone soon"]));
}

/// Accounts have a second method since ONTAP 9.3: that a list does not show it means nothing before.
#[test]
fn a_list_without_second_methods_tells_enough_before_they_came() {
    let head = "                           Authentication                 Acct
User/Group Name Application Method       Role Name        Locked
--------------- ----------- ------------ ---------------- ------";
    let row = "bk              ssh         password     backup           no";
    for (release, verdict) in [
        ("9.2P1", "pass"),
        ("9.3", "unknown:column-missing"),
        ("9.3P2", "unknown:column-missing"),
        ("9.12.1", "unknown:column-missing"),
    ] {
        assert_eq!(of_account(release, head, row).0, verdict, "{release}");
    }
}

#[test]
fn a_word_that_is_neither_yes_nor_no_does_not_tell_a_user_from_a_group() {
    let account = "quay_backup      ssh         nsswitch  backup           -      maybe";
    let found = outcomes(&old(" -vserver harbor", &[account]), &of(None), "ndmp-user");
    assert_eq!(word(&found[0]), "unknown:unreadable", "{}", found[0].message);
    assert!(found[0].message.contains("`maybe` is no value of `is-ns"), "{}", found[0].message);
}
