//! The advice about backup users.

use super::*;

const LOGIN: [&str; 6] =
    ["vserver", "user-or-group-name", "application", "authentication-method", "role", "is-account-locked"];

fn login(rows: &[[&str; 6]], name: Option<&str>) -> Outcome {
    let mut question = question();
    question.user = UserWish { name: name.map(str::to_owned), ..UserWish::default() };
    let table: Vec<&[&str]> = [&LOGIN[..]].into_iter().chain(rows.iter().map(|row| &row[..])).collect();
    let session = fields("security login show -fields role,is-account-locked", &table);
    failure("ndmp-user", &question, &session)
}

const PASSWORD: &str = "keep its output out of saved text";

#[test]
fn a_locked_user_is_unlocked_and_another_role_is_changed_only_for_the_user_that_was_named() {
    advised(
        &login(&[["ayr", "tape", "ssh", "password", "backup", "yes"]], None),
        "fix: security login unlock -vserver ayr -username tape
         check: security login show -vserver ayr -user-or-group-name tape
         undo: security login lock -vserver ayr -username tape",
        "ask before you unlock it",
    );
    let create = |user: &str| {
        let entry = format!("-vserver ayr -user-or-group-name {user} -application ssh -authentication-method password");
        let check = format!("check: security login show -vserver ayr -user-or-group-name {user}");
        format!("fix: security login create {entry} -role backup\n{check}\nundo: security login delete {entry}")
    };
    let monitor = ["ayr", "monitor", "ssh", "password", "readonly", "no"];
    advised(&login(&[monitor], None), &create("<user>"), PASSWORD);
    advised(&login(&[monitor], Some("tape")), &create("tape"), PASSWORD);
    advised(
        &login(&[monitor], Some("monitor")),
        "fix: security login modify -vserver ayr -user-or-group-name monitor -application ssh -authentication-method password -role backup
         check: security login show -vserver ayr -user-or-group-name monitor
         undo: security login modify -vserver ayr -user-or-group-name monitor -application ssh -authentication-method password -role readonly",
        "monitor can no longer do what only the role readonly may",
    );
    advised(
        &login(&[["ayr", "monitor", "ssh", "password", "readonly", "yes"]], Some("monitor")),
        "fix: security login modify -vserver ayr -user-or-group-name monitor -application ssh -authentication-method password -role backup
         fix: security login unlock -vserver ayr -username monitor
         check: security login show -vserver ayr -user-or-group-name monitor
         undo: security login modify -vserver ayr -user-or-group-name monitor -application ssh -authentication-method password -role readonly",
        "`security login lock` locks it again",
    );
    advised(
        &login(&[["ayr", "tape", "ssh", "publickey", "backup", "-"]], Some("tape")),
        &create("tape"),
        "tape is there, but not for ssh with a password",
    );
}
