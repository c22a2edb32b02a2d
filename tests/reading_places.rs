//! Rows that lost their places, marks that two programs put around lines, and ends that were cut: no cell is told that may be
//! another column's.

mod session;

use ndmp_preflight::table::{Answer, Status};
use session::{read, values};

fn answers(text: &str) -> Vec<Answer> {
    read(text).answers
}

#[test]
fn literal_ends_of_lines_are_taken_off_behind_other_marks() {
    let one = "Is Extension 0x2050 Enabled: true\\n\n";
    let identity = "cluster identity show\n\n          Cluster UUID: 1cd8a442-86d1-11e0-ae1c-123478563412\n          \
                    Cluster Name: tay\n Cluster Serial Number: 1-80-000013\n      Cluster Location: attic\n";
    let marked = |mark: &str| identity.replace('\n', &format!("{mark}\n"));
    let texts = [marked("\\n").replace(' ', "&nbsp;"), marked("<br>\\n"), marked("\\n\u{1b}[K")];
    assert_eq!(values(&answers(one)[0], "is-extension-0x2050-enabled"), ["true"]);
    for text in texts {
        assert_eq!(values(&answers(&text)[0], "cluster-name"), ["tay"], "{text}");
    }
}

#[test]
fn a_text_that_ends_within_a_line_still_does_without_its_marks() {
    let text = "tay::> network port show\\n\n\\n\nNode: perth-01\\n\n\
                \x20                                                 Speed(Mbps) Health\\n\n\
                Port      IPspace      Broadcast Domain Link  MTU Admin/Oper  Status\\n\n\
                --------- ------------ ---------------- ---- ---- ----------- --------\\n\n\
                e0a       Default      Default          up   9000 auto/1000   healthy\\n\n\
                e0b       Default      Clust";
    assert_eq!(values(&answers(text)[0], "broadcast-domain"), ["Default", ""]);
}

#[test]
fn marks_behind_marks_of_quotation_are_taken_off() {
    let list = "> > - tay::>storage tape alias show\n> > - Node: perth-01\n> > - \n> > - Alias   Mapping\n\
                > > - ------- ----------------\n> > - mc0     SN[HU19487T0N]L1\n> > - mc1     SN[HU19487T1N]L1\n\
                > > - 2 entries were displayed.\n> > - \n> > - tay::>\n";
    assert_eq!(values(&answers(list)[0], "node"), ["perth-01", "perth-01"]);
    let numbers = ">   1  tay::*> options tape.reservations\n>   2  perth-01\n>   3      tape.reservations      off\n\
                   >   4  \n>   5  perth-02\n>   6      tape.reservations      scsi\n>   7  2 entries were displayed.\n\
                   >   8  \n>   9  tay::*>\n";
    assert_eq!(values(&answers(numbers)[0], "vserver"), ["perth-01", "perth-02"]);
}

#[test]
fn a_count_that_was_broken_behind_a_row_is_no_part_of_it() {
    let text = "tay::> storage failover show\n                              Takeover\n\
                Node           Partner        Possible State Description\n\
                -------------- -------------- -------- -------------------------------------\n\
                perth-01       perth-02       true     Connected to perth-02\n\
                perth-02       perth-01       true     Connected to perth-01 2 entries were\ndisplayed.\ntay::>\n";
    let read = &answers(text)[0];
    assert_eq!((read.status, read.announced), (Status::Complete, Some(2)));
    assert_eq!(values(read, "state-description"), ["Connected to perth-02", "Connected to perth-01"]);
}

#[test]
fn one_row_typed_with_single_blanks_is_read_by_its_words() {
    let text = "tay::> storage tape show-supported-status\nNode: perth-01\n                                Is\n\
                Tape Drives                     Supported  Support Status\n\
                ------------------------------  ---------  -------------------------------\n\
                Hewlett-Packard LTO-5 0 false Nonqualified tape drive\n\ntay::>\n";
    let read = &answers(text)[0];
    assert!(["Hewlett-Packard LTO-5 0", ""].contains(&values(read, "tape-drive").concat().as_str()), "{read:?}");
    assert!(!values(read, "status").contains(&"tape drive".to_owned()));
}

#[test]
fn an_indent_of_one_blank_tells_no_column() {
    let text = "tay::> system services firewall policy show\nVserver Policy       Service\n\
                ------- ------------ ----------\nperth\n mgmt\n https\n ndmps\n snmp\n ssh\n4 entries were displayed.\n\ntay::>\n";
    assert!(values(&answers(text)[0], "vserver").iter().all(|vserver| vserver == "perth"));
}

#[test]
fn words_between_the_lines_of_a_list_leave_it_unknown() {
    let text = "tay::>net int service-policy show\n\
                Vserver   Policy                     Service: Allowed Addresses\n\
                --------- -------------------------- ----------------------------------------\nperth\n\
                \x20default-management0        management-https: 192.0.2.0/24\n\n\
                \x20default-management1        intercluster-core: 192.0.2.0/24\n<-- this one is wrong, please look at it\n\
                \x20management-https: 0.0.0.0/0\n backup-ndmp-control: 192.0.2.0/24\n2 entries were displayed.\n\ntay::>\n";
    let read = &answers(text)[0];
    assert!(!values(read, "allowed-addresses").contains(&"intercluster-core:192.0.2.0/24".to_owned()), "{read:?}");
}

#[test]
fn a_list_of_addresses_goes_on_behind_a_comma_alone() {
    let text = "tay::*> system services firewall policy show\n\
                Vserver Allowed             Service    Policy\n------- ------------------- ---------- ------------\n\
                perth   -                   dns        cluster0\n        0.0.0.0/0           http\n\
                \x20       2001:db8::/32, 198.51.100.0/24 https\n        -                   ntp\n\
                4 entries were displayed.\n\ntay::*>\n";
    assert!(!values(&answers(text)[0], "policy").contains(&"https".to_owned()));
}

#[test]
fn the_first_line_of_a_second_group_is_no_first_one_s() {
    let text = "tay::*> system services firewall policy show\nVserver Policy       Service\n\
                ------- ------------ ----------\n        cluster0\n                     http\n                     https\n\
                \x20                    ndmp\n3 entries were displayed.\n\ntay::*>\n";
    assert!(answers(text).iter().all(|read| values(read, "vserver").iter().all(|vserver| vserver != "cluster0")));
}

#[test]
fn the_last_row_of_a_text_that_ends_within_it_tells_no_cell_aside() {
    let text = "tay::> storage tape library config show\n\
                Node         LUN Group   LUN Count  Library Name       Library Target Port   Initiator\n\
                ------------ ----------- ---------- ------------------ --------------------- ----------\n\
                perth        0           1          HP MSL G3 Series   510a09800000412d      0d\n\
                \x201           2          STK L700           510a098200004";
    let read = &answers(text)[0];
    assert!(!values(read, "library-name").contains(&"STK".to_owned()), "{read:?}");
    assert!(!values(read, "library-target-port").contains(&"L700".to_owned()), "{read:?}");
}

#[test]
fn a_group_above_somebody_s_words_is_one() {
    let text = "tay::*> net int service-policy show\n\
                Vserver   Policy                     Service: Allowed Addresses\n\
                --------- -------------------------- ----------------------------------------\nPerth\n\
                \x20         default-management0        management-https: 192.0.2.0/24\n\nPerth-1\n\
                Then we looked at the second half of the list:\n\
                \x20         default-intercluster0      intercluster-core: 0.0.0.0/0\n2 entries were displayed.\n\ntay::*>\n";
    assert_eq!(values(&answers(text)[0], "vserver"), ["Perth", "Perth-1"]);
}

#[test]
fn a_list_behind_a_label_does_not_go_on_with_a_sentence() {
    let labels = "                        Vserver Name: perth\n              Logical Interface Name: ic_1\n\
                  \x20                               Role: intercluster\n                           Home Node: perth-01\n\
                  \x20                     Service List: intercluster-core,\n\
                  \x20                                    management-https, backup-ndmp-control\n";
    let read = &answers(&format!("```\n{labels}```\nThat is all that we have, as far as we know.\n"))[0];
    assert_eq!(values(read, "services"), ["intercluster-core, management-https, backup-ndmp-control"]);
}
