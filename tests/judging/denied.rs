//! Accounts to which the cluster would not give a password, and what must be shown before they count again.

use ndmp_preflight::judge::Outcome;

use super::cluster::outcomes;
use super::saved::{Saved, plain, word};
use super::session::{ADMIN_SVM, RELEASE, SVM_SCOPE, typed};

const ACCOUNTS: &str = "security login show

Vserver: ayr
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
bkp_ayr        ssh         password      backup           no     none
1 entries were displayed.";
const DENIAL: &str =
    "vserver services ndmp generate-password -vserver ayr -user bkp_ayr\n\nError: command failed: entry doesn't exist";
const OF_OTHER: &str =
    "vserver services ndmp generate-password -vserver ayr -user bkp_bute\n\nError: command failed: entry doesn't exist";
const UNLOCK: &str = "security login unlock -vserver ayr -username bkp_ayr";
const REFUSED: &str =
    "security login unlock -vserver ayr -username bkp_ayr\n\nError: command failed: not authorized for that command";
const ELSEWHERE: &str = "vserver services ndmp modify -vserver ayr -authtype challenge";

fn user(saved: &Saved) -> Outcome {
    outcomes(saved, &plain(), "ndmp-user").remove(0)
}

/// What becomes of the account where these were typed behind the release, the scope and the admin SVM.
fn behind(parts: &[&str]) -> String {
    word(&user(&typed(&[&[RELEASE, SVM_SCOPE, ADMIN_SVM], parts].concat())))
}

#[test]
fn an_account_that_got_no_password_is_none_until_it_was_changed_and_shown_again() {
    let denied = "unknown:contradiction";
    assert_eq!(behind(&[ACCOUNTS]), "pass");
    assert_eq!(behind(&[ACCOUNTS, OF_OTHER]), "pass", "that was another account");
    assert_eq!(behind(&[ACCOUNTS, DENIAL]), denied);
    assert_eq!(behind(&[DENIAL, ACCOUNTS]), denied, "nothing of it was changed");
    assert_eq!(behind(&[DENIAL, UNLOCK, ACCOUNTS]), "pass");
    assert_eq!(behind(&[DENIAL, RELEASE, UNLOCK, ACCOUNTS]), "pass", "other answers between them");
    assert_eq!(behind(&[UNLOCK, DENIAL, ACCOUNTS]), denied, "it was changed before");
    assert_eq!(behind(&[UNLOCK, RELEASE, DENIAL, ACCOUNTS]), denied);
    assert_eq!(behind(&[DENIAL, REFUSED, ACCOUNTS]), denied, "the change was refused");
    assert_eq!(behind(&[DENIAL, ELSEWHERE, ACCOUNTS]), denied, "that changes no account");
    assert_eq!(behind(&[ACCOUNTS, DENIAL, UNLOCK]), "unknown:stale", "it was not shown again");
}

/// Two files, of which nobody knows which one is older.
#[test]
fn a_change_in_another_file_mends_nothing() {
    let [denial, change] =
        [[RELEASE, DENIAL].as_slice(), &[RELEASE, SVM_SCOPE, ADMIN_SVM, UNLOCK, ACCOUNTS]].map(typed);
    let mut both = change;
    assert_eq!(word(&user(&both)), "pass");
    both.with("other", &denial.files[0].1);
    let one = user(&both);
    assert_eq!(word(&one), "unknown:contradiction");
    let text = "it got no NDMP password; find out why, and ask again";
    assert!(one.message.ends_with(text), "{}", one.message);
}
