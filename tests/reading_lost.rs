//! Answers of which somebody lost a part: headings, indents, keys, the end of a line.

mod session;

use ndmp_preflight::table::{Doubt, Status};
use session::{answer, read, told, value};

#[test]
fn rows_without_heading_are_read_by_the_asked_fields_and_their_types() {
    let text = "\
etive::> network interface show -role intercluster -fields address,curr-node
etive etive_ic1 192.0.2.31 etive-01
etive etive_ic2 192.0.2.32 etive-02

etive::> ";
    let answer = answer(text);
    assert_eq!(
        told(&answer),
        [
            "vserver=etive lif=etive_ic1 address=192.0.2.31 curr-node=etive-01",
            "vserver=etive lif=etive_ic2 address=192.0.2.32 curr-node=etive-02",
        ]
    );
    assert_eq!(answer.status, Status::CutOff);
    assert_eq!(answer.doubt.map(|(doubt, _)| doubt), Some(Doubt::Supposed));
}

#[test]
fn fields_of_one_type_without_heading_are_not_told_apart() {
    let text = "\
etive::> system services ndmp show -fields enable,clear-text
etive-01 true false
etive-02 true true

etive::> ";
    assert_eq!(told(&answer(text)), ["node=etive-01", "node=etive-02"]);
}

#[test]
fn a_sentence_below_a_command_is_no_row_without_heading() {
    let text = "\
etive::> volume show -fields node
nothing here today

etive::> ";
    assert_eq!(read(text).answers.iter().map(|answer| answer.records.len()).sum::<usize>(), 0);
}

#[test]
fn asked_fields_alone_are_read_and_belong_to_nobody() {
    let text = "\
etive::> network interface show -vserver <svm> -lif <lif> -fields service-policy
service-policy: default-intercluster

etive::> ";
    let answer = answer(text);
    assert_eq!(told(&answer), ["service-policy=default-intercluster"]);
    assert_eq!(answer.status, Status::CutOff);
}

#[test]
fn a_key_that_only_the_command_names_is_taken_from_there() {
    let table = "
                             Authentication             Acct   Is-Nsswitch
User/Group Name  Application Method    Role Name        Locked Group
---------------- ----------- --------- ---------------- ------ -----------
backup1          ssh         password  backup           no     no

etive::> ";
    let named = answer(&format!("etive::> security login show -vserver svm_awe\n{table}"));
    assert_eq!(
        named.records.get(0).and_then(|record| record.cell("vserver").map(|cell| cell.value.text())).as_deref(),
        Some("svm_awe")
    );
    for pattern in ["svm*", "!svm_awe", "<svm>", "svm_awe|svm_orchy"] {
        let open = answer(&format!("etive::> security login show -vserver {pattern}\n{table}"));
        assert_eq!(open.records.get(0).map(|record| record.cell("vserver").is_some()), Some(false), "{pattern}");
    }
}

#[test]
fn rows_that_lost_their_indent_go_on_where_they_can() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_orchy_archive
data    default    running    running     archive_   etive_01_
root       aggr1
svm_awe     data    default    running    stopped     awe_root   aggr2
2 entries were displayed.

etive::> ";
    let answer = answer(text);
    assert_eq!(
        told(&answer),
        [
            "vserver=svm_orchy_archive type=data subtype=default admin-state=running operational-state=running rootvolume=archive_root aggregate=etive_01_aggr1",
            "vserver=svm_awe type=data subtype=default admin-state=running operational-state=stopped rootvolume=awe_root aggregate=aggr2",
        ]
    );
    assert_eq!(answer.status, Status::Complete);
}

#[test]
fn a_row_of_one_run_of_words_keeps_its_place() {
    let text = "\
etive::> storage failover show
                              Takeover
Node           Partner        Possible State Description
-------------- -------------- -------- -------------------------------------
etive-01       etive-02       true     Connected to etive-02
etive-of-north etive-of-the-far-south true In takeover
2 entries were displayed.

etive::> ";
    let told = told(&answer(text));
    assert_eq!(told[0], "node=etive-01 partner-name=etive-02 possible=true state-description=Connected to etive-02");
    assert_eq!(
        told[1],
        "node=etive-of-north partner-name=etive-of-the-far-south possible=true state-description=In takeover"
    );
}

#[test]
fn a_broken_name_whose_rest_cannot_be_read_is_not_told() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_awe     data    default    running    running     awe_       etive_01_
?? ??

etive::> ";
    let told = told(&answer(text));
    assert_eq!(told, ["vserver=svm_awe type=data subtype=default admin-state=running operational-state=running"]);
}

#[test]
fn the_last_row_keeps_the_cells_before_the_cut() {
    let text = "\
etive::> network interface show -role intercluster
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
etive
            ic_one       up/up    192.0.2.31/26      etive-01      e0e     true
            ic_two       up/up    192.0.2
";
    let answer = answer(text);
    assert_eq!(told(&answer)[1], "vserver=etive lif=ic_two status-admin=up status-oper=up");
    assert_eq!(answer.status, Status::CutOff);
}

#[test]
fn a_clock_that_was_cut_leaves_no_half_time() {
    let text = "\
etive::> system node show
Node      Health Eligibility Uptime        Model       Owner    Location
--------- ------ ----------- ------------- ----------- -------- ---------------
etive-01  true   true        12 days 03:02 FAS2750              room12
etive-02  true   true        1042 d
";
    let second = told(&answer(text)).into_iter().nth(1).unwrap_or_default();
    assert!(!second.contains("uptime") && !second.contains("model"), "{second}");
}

#[test]
fn the_end_of_a_list_is_no_other_s_beginning() {
    let text = "\
etive::> vserver services ndmp show
Vserver       Enabled   Authentication type
------------- --------- -------------------
etive         true      challenge
svm_awe       false     plaintext, challenge
svm_orc";
    assert_eq!(told(&answer(text))[1], "vserver=svm_awe enable=false authtype=plaintext, challenge");
}

#[test]
fn heading_words_over_no_cell_and_in_no_order_name_no_columns() {
    let text = "\
etive::> system services ndmp show
Node Clear text Enabled User Id
--------------------- --------- ----------- ---------
etive-01 false true tapes
1 entries were displayed.

etive::> ";
    assert_eq!(told(&answer(text)), ["node=etive-01 user-id=tapes"]);
}

#[test]
fn a_heading_line_of_the_author_stands_over_its_column() {
    let text = "\
etive::> security login show
Vserver: etive
                                                              Lock
User/Group                 Application             Method     State
-------------------------- ----------------------- ---------- ------
admin                      service-processor       password   no
backup1                    ssh                     publickey  yes

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.status, Status::CutOff);
    assert!(answer.why.contains("count"), "{}", answer.why);
    assert_eq!(
        told(&answer)[1],
        "vserver=etive user-or-group-name=backup1 application=ssh authentication-method=publickey is-account-locked=yes"
    );
    assert_eq!(answer.doubt.map(|(doubt, _)| doubt), Some(Doubt::Supposed));
}

#[test]
fn a_label_that_no_table_knows_above_a_table_is_kept() {
    let text = "\
etive::> storage tape show-media-changer

Media Changer: 0g.2L1
  Description: IBM 3573-TL
         WWNN: 2:00a:000e11:10d201
         WWPN: 2:00b:000e11:10d201
Serial Number: 00ETIVE0002_LL0
   Bus Domain: fc

       Errors: -

Paths:
Node                      Initiator  Alias    Device State              Status
------------------------  ---------  -------  ------------------------  --------
etive-01                  0g         mc0      in-use                    normal

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.status, Status::Complete);
    assert!(told(&answer)[0].contains("bus-domain=fc"), "{:?}", told(&answer));
}

#[test]
fn a_label_may_say_what_the_whole_table_is_about() {
    let text = "\
etive::> vserver services ndmp show -instance
Vserver: etive
NDMP Enabled: true
Authentication Type: challenge

etive::> ";
    assert_eq!(told(&answer(text)), ["vserver=etive enable=true authtype=challenge"]);
}

#[test]
fn columns_that_a_mail_broke_off_come_back() {
    let text = "\
etive::> network interface show -failover
         Logical         Home                  Failover
Failover
Vserver  Interface       Node:Port             Policy
Group
-------- --------------- --------------------- ---------------
---------------
etive
         etive_ic1       etive-01:e0e          local-only
Default
                         Failover Targets: etive-01:e0e, etive-01:e0f
         etive_ic2       etive-02:e0e          disabled
Default
                         Failover Targets: etive-02:e0e, etive-02:e0f
2 entries were displayed.

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.status, Status::Complete);
    assert_eq!(
        told(&answer)[1],
        "vserver=etive lif=etive_ic2 home-node=etive-02 home-port=e0e failover-policy=disabled failover-group=Default failover-targets=etive-02:e0e, etive-02:e0f"
    );
}

#[test]
fn a_cell_that_had_no_room_comes_on_the_next_line() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_awe     data    default    running    running     awe_root   aggr_a
svm_orchy   data    dp-destination        stopped     orchy_root aggr_b
                               running
svm_kin     data    dp-destination        stopped     kin_root   aggr_b
3 entries were displayed.

etive::> ";
    let told = told(&answer(text));
    assert_eq!(
        told[1],
        "vserver=svm_orchy type=data subtype=dp-destination admin-state=running operational-state=stopped rootvolume=orchy_root aggregate=aggr_b"
    );
    // Where it did not come, nobody knows it, and what stands in the next column is not its.
    assert!(told[2].contains("operational-state=stopped") && !told[2].contains("admin-state"), "{}", told[2]);
}

#[test]
fn a_heading_that_pushes_others_aside_gives_them_no_other_columns() {
    let text = "\
etive::> network interface show
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
etive
            cluster_mgmt up/up    192.0.2.70/26      etive-02      e0M     true
            etive_ic1    up/up    192.0.2.81/26      etive-01      e0e     true
2 entries were displayed.

etive::> ";
    for heading in ["<removed-by-security>", "Bezeichnung-neu", "<removed>"] {
        for own in ["Node", "Admin/Oper", "Address/Mask"] {
            let line = "Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home";
            let read = read(&text.replace(line, &line.replace(own, heading)));
            let answer = &read.answers[0];
            for (record, port) in ["e0M", "e0e"].into_iter().enumerate() {
                for (field, wanted) in
                    [("curr-port", port), ("is-home", "true"), ("curr-node", ["etive-02", "etive-01"][record])]
                {
                    let found = value(answer, record, field);
                    assert!(
                        found.is_none() || found.as_deref() == Some(wanted),
                        "{own} as {heading}: {field} {found:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_a_narrow_terminal_cut_with_a_word_of_the_heading_is_no_value() {
    let text = "\
etive::> network port show

Node: etive-01
                                                  Speed(Mbps
Port      IPspace      Broadcast Domain Link MTU  Admin/Oper
--------- ------------ ---------------- ---- ---- ----------
e0a       Cluster      Cluster          up   9000 auto/10000
e0b       Cluster      Cluster          up   9000 auto/10000
2 entries were displayed.

etive::> ";
    let cut = &read(text).answers[0];
    assert_eq!(
        (cut.status, value(cut, 0, "mtu").as_deref(), value(cut, 0, "speed-oper")),
        (Status::CutOff, Some("9000"), None)
    );
    let whole = &read(&text.replace("Speed(Mbps\n", "Speed(Mbps)\n")).answers[0];
    assert_eq!((whole.status, value(whole, 0, "speed-oper").as_deref()), (Status::Complete, Some("10000")));
}
