//! Tables that somebody drew anew from ONTAP's, rows that somebody marked, and names that somebody hid.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn read(text: &str) -> Reading {
    let catalog = Catalog::embedded().unwrap();
    table::read("uist", vec![Capture::of_text("uist.txt", text)], &catalog.tables).remove(0)
}

fn only(text: &str) -> Answer {
    let mut answers = read(text).answers;
    assert_eq!(answers.len(), 1, "{text}");
    answers.remove(0)
}

/// Fields and values of each record, those that are told.
fn fields(answer: &Answer) -> Vec<Vec<(String, String)>> {
    let record = |record: &table::Record| {
        let mut all: Vec<(String, String)> =
            record.fields.iter().map(|(name, cell)| (name.to_string(), cell.value.text())).collect();
        all.sort();
        all
    };
    answer.records.iter().map(|own| record(&own)).collect()
}

/// Command, ONTAP's answer, and the same as a person draws it: cells that ONTAP prints once for several rows are blank.
const DRAWN: [(&str, &str, &str); 3] = [
    (
        "network interface show",
        "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
uist
            benbecula    up/up    192.0.2.11/24      uist-01       e0M     true
            eriskay_ic   up/down  192.0.2.12/24      uist-02       e0a     false
svm_barra
            vatersay1    up/up    192.0.2.77/26      uist-02       a0a-21  true
3 entries were displayed.
",
        "| Vserver | Logical Interface | Status Admin/Oper | Network Address/Mask | Current Node | Current Port | Is Home |
|---|---|:---:|---|---|---|---|
| uist | benbecula | up/up | 192.0.2.11/24 | uist-01 | e0M | true |
|  | eriskay_ic | up/down | 192.0.2.12/24 | uist-02 | e0a | false |
| svm_barra | vatersay1 | up/up | 192.0.2.77/26 | uist-02 | a0a-21 | true |
3 entries were displayed.
",
    ),
    (
        "storage failover show",
        "                              Takeover
Node           Partner        Possible State Description
-------------- -------------- -------- -------------------------------------
uist-01        uist-02        true     Connected to uist-02
uist-02        uist-01        true     Connected to uist-01
2 entries were displayed.
",
        "| Node | Partner | Takeover Possible | State Description |
|---|---|---|---|
| uist-01 | uist-02 | true | Connected to uist-02 |
| uist-02 | uist-01 | true | Connected to uist-01 |
2 entries were displayed.
",
    ),
    (
        "vserver services ndmp show",
        "VServer       Enabled   Authentication type
------------- --------- -------------------
uist          true      challenge
svm_barra     false     challenge
2 entries were displayed.
",
        "| VServer | Enabled | Authentication type |
|---|---|---|
| uist | true | challenge |
| svm_barra | false | challenge |
2 entries were displayed.
",
    ),
];

#[test]
fn a_drawn_table_says_what_ontap_s_says_with_its_command_and_without() {
    for (command, plain, drawn) in DRAWN {
        let wanted = only(&format!("uist::> {command}\n{plain}\nuist::>\n"));
        assert_eq!(wanted.status, Status::Complete, "{command}");
        for text in [format!("uist::> {command}\n\n{drawn}\nuist::>\n"), drawn.to_owned()] {
            let found = only(&text);
            assert_eq!((found.command.as_str(), fields(&found)), (command, fields(&wanted)), "{text}");
            assert_eq!(found.status, Status::Complete, "{text}: {}", found.why);
        }
    }
}

#[test]
fn a_blank_cell_that_nothing_above_tells_is_no_name() {
    for (command, _, drawn) in DRAWN {
        let rows: Vec<&str> = drawn.lines().collect();
        let cells: Vec<&str> = rows[2].split('|').collect();
        let first = format!("|  |{}", cells[2..].join("|"));
        let found = only(&format!("uist::> {command}\n{}\n", drawn.replacen(rows[2], &first, 1)));
        assert_ne!(found.status, Status::Complete, "{command}");
        assert!(fields(&found).iter().flatten().all(|(_, value)| !value.is_empty()), "{command}: {:?}", fields(&found));
    }
}

/// A blank cell is the one above it only where both are surely of one group.
#[test]
fn a_blank_cell_below_a_row_that_is_not_read_or_begins_a_group_is_no_name() {
    let names = |rows: &str| -> Vec<(String, String)> {
        let table = format!("| Vserver | Policy | Service | Allowed |\n|---|---|---|---|\n{rows}");
        let found = only(&format!("uist::> system services firewall policy show\n{table}\nuist::>\n"));
        let name = |record: &table::Record, column: &str| {
            record.cell(column).map(|cell| cell.value.text()).unwrap_or_default()
        };
        found.records.iter().map(|record| (name(&record, "vserver"), name(&record, "policy"))).collect()
    };
    let pair = |vserver: &str, policy: &str| (vserver.to_owned(), policy.to_owned());
    let first = "| uist | mgmt | dns | 0.0.0.0/0 |\n";
    assert_eq!(names(&format!("{first}|  |  | ndmp | 0.0.0.0/0 |\n")), [pair("uist", "mgmt"), pair("uist", "mgmt")]);
    assert_eq!(
        names(&format!("{first}|  | data | ndmp | 0.0.0.0/0 |\n")),
        [pair("uist", "mgmt"), pair("uist", "data")]
    );
    assert_eq!(names(&format!("{first}| svm_barra |  | ndmp | 0.0.0.0/0 |\n")), [pair("uist", "mgmt")]);
    assert_eq!(
        names(&format!("{first}| svm_barra | data | ndmp |\n|  |  | dns | 0.0.0.0/0 |\n")),
        [pair("uist", "mgmt")]
    );
}

/// A row with a mark before it is that row, and no proof.
#[test]
fn a_row_that_somebody_marked_is_read_and_proves_nothing() {
    for (command, plain, _) in DRAWN {
        let wanted = fields(&only(&format!("uist::> {command}\n{plain}\n")));
        let rows = plain.lines().skip_while(|line| !line.starts_with("---")).skip(1);
        for row in rows.filter(|row| row.contains("  ")) {
            let blanks = row.len() - row.trim_start().len();
            let arrows = ["-->", "==>", "=>", "\u{2192}"].into_iter().filter(|_| blanks > 4);
            for marked in arrows.map(|arrow| format!("{arrow}{}", &row[arrow.chars().count()..])) {
                let text = format!("uist::> {command}\n{}\n", plain.replacen(row, &marked, 1));
                let found = only(&text);
                assert_eq!(fields(&found), wanted, "{text}");
                assert!(!found.remarks.is_empty() || found.status != Status::Complete, "{text}");
            }
            let struck = format!("~~{row}~~");
            let found = only(&format!("uist::> {command}\n{}\n", plain.replacen(row, &struck, 1)));
            assert!(fields(&found).iter().flatten().all(|(_, value)| !value.contains('~')), "{:?}", fields(&found));
            assert!(!found.remarks.is_empty() || found.status != Status::Complete, "{struck}");
        }
    }
}

/// Names right below the count, such as a chat's, a shell's or a document's, say nothing of the rows; what may be said of them does.
#[test]
fn a_name_below_the_count_leaves_the_answer_whole() {
    let (command, plain, _) = DRAWN[1];
    let status = |line: &str| only(&format!("uist::> {command}\n{plain}{line}\n")).status;
    for line in
        ["LIFs:", "And the LIFs:", "## LIFs", "1. next", "Roe, Tom", "[11/20 9:13 AM] Roe, Tom", "Jane Doe  9:15 AM"]
    {
        assert_eq!(status(line), Status::Complete, "{line}");
    }
    for line in [
        "rest hidden",
        "uist-03 down",
        "uist-03        uist-04        true",
        "was off",
        "admin ssh password",
        "bkp            ssh         password",
        "now off",
        "one is gone",
        "node lost",
    ] {
        assert_eq!(status(line), Status::CutOff, "{line}");
    }
}

#[test]
fn what_netapp_s_toolkit_for_powershell_ran_is_a_command() {
    let (command, plain, _) = DRAWN[2];
    let wanted = only(&format!("uist::> {command}\n{plain}\nuist::>\n"));
    for typed in [format!("PS C:\\> Invoke-NcSsh \"{command}\""), format!("PS C:\\> Invoke-NcSsh -Command '{command}'")]
    {
        let found = only(&format!("{typed}\n{plain}"));
        assert_eq!((found.command.as_str(), fields(&found)), (command, fields(&wanted)), "{typed}");
    }
}

#[test]
fn an_answer_whose_key_somebody_hid_is_not_whole() {
    let table = "\n                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
admin          ssh         password      admin            no     none
ndmp           ssh         password      backup           no     none
2 entries were displayed.
";
    let status = |name: &str| only(&format!("uist::> security login show\n\nVserver: {name}{table}\nuist::>\n")).status;
    assert_eq!(status("uist"), Status::Complete);
    for hidden in ["<cluster>", "[removed]"] {
        assert_ne!(status(hidden), Status::Complete, "{hidden}");
    }
}
