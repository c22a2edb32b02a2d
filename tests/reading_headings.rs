//! Headings that somebody changed: ruled anew, moved, renamed, with columns elsewhere. What their words and places tell is read,
//! and nothing else.

mod session;

use ndmp_preflight::table::Status;
use session::{answer, read, values};

#[test]
fn a_ruler_typed_anew_leaves_the_columns_to_the_heading() {
    let text = "tay::> vserver services ndmp show\n\
                VServer      Quiesce  Enabled    Authentication type\n---- -------- ----- -----\n\
                perth        true     false      plaintext\ndundee       false    false      challenge\n\
                2 entries were displayed.\n\ntay::>\n";
    let read = answer(text);
    assert_eq!(values(&read, "enable"), ["false", "false"]);
    assert_eq!(values(&read, "authtype"), ["plaintext", "challenge"]);
    let nodes = "tay::> system node show\n\
                 Node      Health Eligibility Uptime        Model       Owner    Location\n\
                 -------   --------   ------   -----   --------   -----   ---------\n\
                 perth-01  false  true        212 days 07:31 FAS2750             attic\n\
                 perth-02  true   true        12 days 03:02 FAS2750     storage\n\
                 2 entries were displayed.\n\ntay::>\n";
    let read = answer(nodes);
    assert_eq!(read.status, Status::Complete);
    assert_eq!(values(&read, "owner"), ["", "storage"]);
    assert_eq!(values(&read, "location"), ["attic", ""]);
}

#[test]
fn a_heading_that_was_spread_tells_its_columns_in_turn() {
    let text = "tay::> storage tape library config show\n\
                Node                 LUN Count          LUN Group           Library Name               \
                Library Target Port           Initiator\n\
                ------------ ---------- ----------- ------------------ --------------------- ----------\n\
                perth-01     16         0           IBM 3573-TL        510a09800000412d      2b\ntay::>\n";
    let read = answer(text);
    assert_eq!((values(&read, "lun-count"), values(&read, "lun-group")), (vec!["16".into()], vec!["0".into()]));
}

#[test]
fn a_collapsed_heading_is_parted_where_that_makes_names() {
    let text = "tay::> storage tape show-media-changer\nMedia Changer: 1a.80\nDescription: IBM 3573-TL\n\
                WWNN: 2:00a:000e11:10b919\nWWPN: 2:00b:000e11:10b919\nSerial Number: 00FRU7800000_LL5\n\n\
                Errors: -\n\nPaths:\nNode Initiator Device State\n\
                ------------------------ --------- ------------------------\nperth-01 2b in-use\ntay::>\n";
    let read = answer(text);
    assert_eq!((values(&read, "device-state"), values(&read, "alias")), (vec!["in-use".into()], vec![String::new()]));
}

#[test]
fn a_word_that_two_columns_have_at_the_bottom_tells_neither_without_the_upper_line() {
    let text = "tay::>vserver show\nRoot       Operational Admin\n\
                Vserver     Type    Subtype    Volume     State       State      Aggregate\n\
                ----------- ------- ---------- ---------- ----------- ---------- ----------\n\
                perth       data    default    root_0     running     stopped    aggr0\n\
                dundee      data    default    root_1     running     running    aggr0\n2 entries were displayed.\n\n";
    let read = answer(text);
    assert_eq!(values(&read, "rootvolume"), ["root_0", "root_1"]);
    assert_eq!(
        (values(&read, "admin-state"), values(&read, "operational-state")),
        (vec![String::new(); 2], vec![String::new(); 2])
    );
    assert!(!read.status.is_whole());
}

#[test]
fn an_upper_line_in_its_place_tells_which_of_two_columns_it_is() {
    let text = "tay::*> security login show\n\nVserver: perth\n\
                \x20                                          Second\n\
                User/Group                                 Authentication                                  Acct           \
                Authentication\n\
                Name                   Application         Method                 Role Name                Locked         \
                Method\n\
                -------------- ----------- -------------- ---------------- ------ -------------\n\
                tam            ssh         none           admin            no     nsswitch\n\
                ailsa          http        none           readonly         no     publickey\n\
                2 entries were displayed.\n\ntay::*>\n";
    let read = answer(text);
    assert_eq!(values(&read, "authentication-method"), ["nsswitch", "publickey"]);
    assert_eq!(values(&read, "second-authentication-method"), ["none", "none"]);
}

#[test]
fn a_column_of_another_name_among_known_ones_is_none_of_theirs() {
    let text = "tay::> storage tape show\nNode: perth-01\n\
                Device ID               Device Type     Quiesce  Status\n\
                ----------------------  --------------  -------  --------\n\
                1a.40                   media changer   false    error\n\
                sw4:5.81                media changer   true     error\n2 entries were displayed.\n\ntay::>\n";
    assert_eq!(values(&answer(text), "description"), ["", ""]);
}

#[test]
fn a_first_column_that_was_renamed_is_told_by_all_others() {
    let text = "tay::> network route show\nTitle               Destination     Gateway         Metric\n\
                ------------------- --------------- --------------- ------\nperth\n\
                \x20                   0.0.0.0/0       203.0.113.119   20\n\
                \x20                   203.0.113.0/24  192.0.2.163     1\n2 entries were displayed.\n\ntay::>\n";
    let read = answer(text);
    assert_eq!(values(&read, "vserver"), ["perth", "perth"]);
    assert!(read.doubt.is_some());
    let table = |node: &str, port: &str| {
        format!(
            "Node: {node}\n                                                  Speed(Mbps) Health\n\
             Item      IPspace      Broadcast Domain Link  MTU Admin/Oper  Status\n\
             --------- ------------ ---------------- ---- ---- ----------- --------\n\
             {port}       Default      Cluster          up   9000 auto/1000   healthy\n"
        )
    };
    let (first, second) = (table("perth-01", "e0a"), table("perth-02", "e0b"));
    let read = answer(&format!("tay::> network port show\n\n{first}\n{second}2 entries were displayed.\n\ntay::>\n"));
    assert_eq!(values(&read, "port"), ["e0a", "e0b"]);
}

#[test]
fn columns_in_another_order_above_a_ruler_that_tells_nothing_are_not_called_whole() {
    let text = "tay::> system services ndmp show\nNode                  Clear text  Enabled   User Id\n***\n\
                perth-01              false       true      tapeuser\ntay::>\n";
    let read = answer(text);
    assert_eq!((values(&read, "enable"), values(&read, "clear-text")), (vec![String::new()], vec![String::new()]));
    assert!(!read.status.is_whole());
}

#[test]
fn a_heading_that_another_table_names_in_full_is_not_this_one_s() {
    let text = "Vserver Policy       Allowed\n------- ------------ -------------------\nperth\n        mgmt\n\
                \x20                    0.0.0.0/0, ::/0\n                     192.0.2.0/24\n2 entries were displayed.\n";
    assert_eq!(read(text).answers, []);
}

#[test]
fn the_end_of_a_broken_ruler_belongs_to_it() {
    let text = "tay::> storage tape show-supported-status\nNode: perth-01\n                                Is\n\
                Tape Drives                     Supported  Quiesce  Support Status\n\
                ------------------------------  ---------  -------\n-------------------------------\n\
                HP LTO-3 0                      true       false    Dynamically Qualified\n\
                STK L700 1                      true       false    Qualified\n2 entries were displayed.\n\ntay::>\n";
    assert_eq!(values(&answer(text), "status"), ["Dynamically Qualified", "Qualified"]);
}

#[test]
fn a_ruler_of_one_run_tells_no_column_that_the_heading_lacks() {
    let text = "tay::>storage failover show\n                              Takeover\n\
                Node           Partner        Possible\n***\nperth-01       perth-02       true\n\
                perth-02       perth-01       true\n2 entries were displayed.\n\ntay::>\n";
    let told: String = read(text).answers.iter().flat_map(|answer| values(answer, "state-description")).collect();
    assert_eq!(told, "");
    // The command was seen, and what it answered is told or named as unread.
    let answered: Vec<(Status, usize)> =
        read(text).answers.iter().map(|answer| (answer.status, answer.records.len())).collect();
    assert_eq!(answered, [(Status::Unreadable, 0)]);
}

#[test]
fn a_heading_that_may_name_two_columns_is_what_is_at_fault() {
    let text = "tay::> security login show\nVserver: tay\n                                                 Authentication\n\
                User/Group                 Application Method    Role Name\n\
                ------------------------   -----------  --------  ----------\n\
                bkp                        ssh          password  backup\n\ntay::>\n";
    let read = answer(text);
    assert_eq!((read.status, read.records.len()), (Status::Unreadable, 0));
    assert_eq!(read.why, "line 3 can be read in more than one way");
}

#[test]
fn one_column_for_node_and_port_is_the_home_s_or_the_current_one_s() {
    let text = |word: &str| {
        format!(
            "tay::> network interface show\n\
             \x20           Logical    Status     Network            {word:<18} Is\n\
             Vserver     Interface  Admin/Oper Address/Mask       Node:Port          Home\n\
             ----------- ---------- ---------- ------------------ ------------------ ----\ntay\n\
             \x20           ic1          up/up    192.0.2.21/25      perth-01:e0c       true\n\
             \x20           ic2          up/down  192.0.2.22/25      perth-02:e0d       false\n\
             2 entries were displayed.\n\ntay::>\n"
        )
    };
    let ports = ["e0c".to_owned(), "e0d".to_owned()];
    let none = vec![String::new(); 2];
    for (word, home, current) in [("Current", &none[..], &ports[..]), ("Home", &ports, &none), ("Remote", &none, &none)]
    {
        let read = answer(&text(word));
        assert_eq!((&values(&read, "home-port")[..], &values(&read, "curr-port")[..]), (home, current), "{word}");
    }
    let drawn = "tay::> network interface show\nVserver\tLogical Interface\tCurrent Node:Port\tIs Home\n\
                 tay\tic1\tperth-01:e0c\ttrue\ntay\tic2\tperth-02:e0d\tfalse\n2 entries were displayed.\n\ntay::>\n";
    assert_eq!(values(&answer(drawn), "curr-port"), ports);
}
