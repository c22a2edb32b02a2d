//! Evidence that a command typed behind it may have made old.

use ndmp_preflight::facts::Facts;

use super::joined::read;
use super::present::rows;
use super::saved::whole;
use super::session::typed;

const LIFS: &str = "network interface show -fields role,failover-policy,status-oper
vserver lif role         failover-policy status-oper
------- --- ------------ --------------- -----------
ayr     ic1 intercluster local-only      up
ayr     ic2 intercluster local-only      up
2 entries were displayed.";
const POLICY: (&str, &str, &str) = ("lif", "lif", "failover-policy");
const STATUS: (&str, &str, &str) = ("lif", "lif", "status-oper");
const ROLE: (&str, &str, &str) = ("lif", "lif", "role");
const MODIFY: &str = "network interface modify -vserver ayr -lif ic1 -failover-policy disabled";
const KEPT: [&str; 2] = ["ic1 local-only", "ic2 local-only"];

fn of(parts: &[&str], column: (&str, &str, &str)) -> Vec<String> {
    rows(&typed(parts), column)
}

#[test]
fn what_a_command_changes_of_what_it_names_is_old_until_it_is_shown_again() {
    assert_eq!(of(&[LIFS], POLICY), KEPT);
    assert_eq!(of(&[LIFS, MODIFY], POLICY), ["ic1 stale", "ic2 local-only"]);
    assert_eq!(of(&[MODIFY, LIFS], POLICY), KEPT);
    assert_eq!(of(&[LIFS, MODIFY, LIFS], POLICY), KEPT);
    assert_eq!(of(&[LIFS, MODIFY], STATUS), ["ic1 up", "ic2 up"], "that is none of what it sets");
    assert_eq!(of(&[LIFS, MODIFY], ROLE), ["ic1 intercluster", "ic2 intercluster"]);
    // A role stays as long as the LIF does, and whatever else was typed may touch the rest.
    let unknown = "network interface modify -vserver ayr -lif ic1 -failover-policy disabled -comment x";
    assert_eq!(of(&[LIFS, unknown], STATUS), ["ic1 stale", "ic2 up"]);
    assert_eq!(of(&[LIFS, unknown], ROLE), ["ic1 intercluster", "ic2 intercluster"]);
    let several = "network interface modify -vserver ayr -lif ic1,ic2 -failover-policy disabled";
    assert_eq!(of(&[LIFS, several], POLICY), ["ic1 stale", "ic2 stale"]);
    let all = "network interface modify -vserver ayr -lif * -failover-policy disabled";
    assert_eq!(of(&[LIFS, all], POLICY), ["ic1 stale", "ic2 stale"]);
    let elsewhere = "network interface modify -vserver vs1 -lif * -failover-policy disabled";
    assert_eq!(of(&[LIFS, elsewhere], POLICY), KEPT);
    let refused = format!("{MODIFY}\n\nError: command failed: not authorized for that command");
    assert_eq!(of(&[LIFS, &refused], POLICY), KEPT, "it changed nothing");
}

#[test]
fn a_column_that_follows_from_one_that_is_set_is_old_too() {
    let revert = "network interface revert -vserver ayr -lif ic1";
    assert_eq!(of(&[LIFS, revert], STATUS), ["ic1 stale", "ic2 up"]);
    assert_eq!(of(&[LIFS, revert], POLICY), KEPT);
    let down = "network interface modify -vserver ayr -lif ic1 -status-admin down";
    assert_eq!(of(&[LIFS, down], STATUS), ["ic1 stale", "ic2 up"]);
    assert_eq!(of(&[LIFS, down], POLICY), KEPT);
}

const ACCOUNTS: &str = "security login show

Vserver: ayr
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
bkp_ayr        ssh         password      backup           no     none
ops_ayr        ssh         password      admin            no     none
2 entries were displayed.";

#[test]
fn a_command_about_accounts_names_them_in_its_own_way() {
    let locked = ("security-login", "user-or-group-name", "is-account-locked");
    let role = ("security-login", "user-or-group-name", "role");
    for user in ["-username", "-user-or-group-name", "-user"] {
        let lock = format!("security login lock -vserver ayr {user} bkp_ayr");
        assert_eq!(of(&[ACCOUNTS, &lock], locked), ["bkp_ayr stale", "ops_ayr no"], "{user}");
    }
    let unlock = "security login unlock -vserver ayr -username bkp_ayr";
    assert_eq!(of(&[ACCOUNTS, unlock], role), ["bkp_ayr backup", "ops_ayr admin"], "it sets the lock alone");
    let other = "security login modify -vserver ayr -user-or-group-name bkp_ayr -role admin";
    assert_eq!(of(&[ACCOUNTS, other], role), ["bkp_ayr stale", "ops_ayr admin"], "it names the role that it gives");
    // What a role may do all have who have it.
    let rights = "security login role modify -vserver ayr -role backup -cmddirname version -access none";
    assert_eq!(of(&[ACCOUNTS, rights], role), ["bkp_ayr stale", "ops_ayr admin"]);
}

#[test]
fn an_option_that_is_set_makes_no_other_one_old() {
    let shown = "options tape.reservations\n\nayr-01\n    tape.reservations                 scsi\n\nayr-02\n    tape.reservations                 scsi\n2 entries were displayed.";
    let value = ("node", "node", "tape-reservations");
    let set = |name: &str, node: &str| format!("options modify -vserver {node} -option-name {name} -option-value off");
    assert_eq!(of(&[shown, &set("tape.reservations", "ayr-01")], value), ["ayr-01 stale", "ayr-02 scsi"]);
    assert_eq!(of(&[shown, &set("nfs.v3.enable", "ayr-01")], value), ["ayr-01 scsi", "ayr-02 scsi"]);
    assert_eq!(of(&[shown, &set("tape.*", "ayr-01")], value), ["ayr-01 stale", "ayr-02 scsi"]);
    assert_eq!(of(&[&set("tape.reservations", "ayr-01"), shown], value), ["ayr-01 scsi", "ayr-02 scsi"]);
}

/// Why rows may be missing behind a command.
fn missing(parts: &[&str]) -> Option<String> {
    let reading = read(&typed(parts));
    let facts = Facts::of(&reading, whole());
    facts.gap("lif", &[]).map(|why| format!("{}: {}", why.reason, why.text))
}

#[test]
fn a_list_may_lack_what_was_made_behind_it() {
    let made = "network interface create -vserver ayr -lif ic3 -role intercluster -home-node ayr-01 -home-port e0c";
    let show = "network interface show -fields role,failover-policy,status-oper";
    let text = format!("stale: `{made}` was typed behind the answer to `{show}`; run `{show}` again");
    assert_eq!(missing(&[LIFS]), None);
    assert_eq!(missing(&[LIFS, made]), Some(text));
    assert_eq!(missing(&[made, LIFS]), None);
    assert_eq!(missing(&[LIFS, MODIFY]), None, "it is there already");
    let other = "network interface modify -vserver ayr -lif ic9 -failover-policy disabled";
    assert!(missing(&[LIFS, other]).is_some_and(|text| text.starts_with("stale: ")), "that one is nowhere");
    let refused = format!("{made}\n\nError: command failed: not authorized for that command");
    assert_eq!(missing(&[LIFS, &refused]), None);
    let failed = format!("{made}\n\nError: command failed: duplicate entry");
    assert!(missing(&[LIFS, &failed]).is_some(), "there is one of that name, and no answer shows it");
    let known = failed.replace("ic3", "ic2");
    assert_eq!(missing(&[LIFS, &known]), None, "that one is shown");
    assert_eq!(of(&[LIFS, &known], POLICY), KEPT);
}

#[test]
fn what_made_it_old_is_shown_and_what_shows_it_again_is_said() {
    let made =
        "network interface create -vserver ayr -lif ic3 -role intercluster\n\nError: command failed: duplicate entry";
    let reading = read(&typed(&[LIFS, made]));
    let facts = Facts::of(&reading, whole());
    let why = facts.gap("lif", &[]).unwrap();
    assert_eq!(why.commands, ["network interface show -fields role,failover-policy,status-oper"]);
    let shown = facts.lines(why.marks.last().unwrap()).1;
    assert_eq!(shown, "ayr::> network interface create -vserver ayr -lif ic3 -role intercluster");
}

const DEVICES: &str = "storage tape show

Node: ayr-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.4                    tape drive      HP LTO-5                        normal

Node: ayr-02
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.4                    tape drive      HP LTO-5                        normal
2 entries were displayed.";

#[test]
fn a_device_of_one_node_is_none_of_another_one() {
    let online = "storage tape online -node ayr-01 -device-id 0c.4";
    assert_eq!(of(&[DEVICES, online], ("tape-device", "node", "status")), ["ayr-01 stale", "ayr-02 normal"]);
}

/// Of two files nobody knows which is older.
#[test]
fn a_change_in_another_file_makes_all_old() {
    let mut saved = typed(&[LIFS]);
    saved.with("another", &typed(&[MODIFY]).files[0].1);
    assert_eq!(rows(&saved, POLICY), ["ic1 stale", "ic2 local-only"]);
}
