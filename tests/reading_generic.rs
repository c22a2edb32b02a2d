//! Answers of commands that no table describes, of columns that none knows, and headings over damaged rulers.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn one(text: &str) -> Reading {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let capture = Capture::read("paste.txt", text.as_bytes().to_vec()).expect("the text is text");
    let mut readings = table::read("paste", vec![capture], &catalog.tables);
    assert_eq!(readings.len(), 1);
    readings.pop().unwrap()
}

/// The only answer.
fn answer(text: &str) -> Answer {
    let Reading { mut answers, generic, .. } = one(text);
    answers.extend(generic);
    assert_eq!(answers.len(), 1, "{text}");
    answers.pop().unwrap()
}

fn values(answer: &Answer, field: &str) -> Vec<String> {
    answer.records.iter().map(|record| record.cell(field).map_or_else(String::new, |cell| cell.value.text())).collect()
}

/// The same text after a word processor made one dash of so many hyphens, in its rulers.
fn with_dashes(text: &str, hyphens: usize, dash: &str) -> String {
    let is_ruler = |line: &&str| line.contains("---") && line.chars().all(|c| matches!(c, '-' | ' '));
    let dashed = |line: &str| line.replace(&"-".repeat(hyphens), dash);
    text.lines().map(|line| if is_ruler(&line) { dashed(line) } else { line.to_owned() } + "\n").collect()
}

const NODES: &str = "tay::> system node show
Node      Health Eligibility Uptime        Model       Owner    Location
--------- ------ ----------- ------------- ----------- -------- ---------------
tay-1     true   true        212 days 07:31
                                           FAS9500              Hall 1 Row 4
tay-2     true   true        5 days 00:01  FAS9500     Storage
2 entries were displayed.
";

#[test]
fn a_ruler_of_dashes_for_pairs_of_hyphens_has_its_columns_below_the_headings() {
    for (hyphens, dash) in [(2, "\u{2013}"), (2, "-"), (3, "\u{2014}")] {
        let answer = answer(&with_dashes(NODES, hyphens, dash));
        assert_eq!(answer.status, Status::Complete, "{hyphens}: {}", answer.why);
        assert_eq!(values(&answer, "uptime"), ["212 days 07:31", "5 days 00:01"]);
        assert_eq!(values(&answer, "owner"), ["", "Storage"]);
        assert_eq!(values(&answer, "location"), ["Hall 1 Row 4", ""]);
    }
}

#[test]
fn a_shortened_ruler_parts_the_columns_of_two_wide_ones() {
    let text = "tay::> network interface service-policy show
Vserver   Policy                     Service: Allowed Addresses
--------- -------------------------- ----------------------------------------
tay
          default-intercluster       intercluster-core: 192.0.2.0/24
                                     management-https: 192.0.2.0/24
          default-management         management-ssh: 192.0.2.0/24
2 entries were displayed.
";
    let whole = answer(text);
    let halved = answer(&with_dashes(text, 2, "\u{2013}"));
    assert_eq!((whole.status, halved.status), (Status::Complete, Status::Complete), "{}", halved.why);
    assert_eq!(values(&halved, "allowed-addresses"), values(&whole, "allowed-addresses"));
    assert_eq!(values(&halved, "policy"), ["default-intercluster", "default-management"]);
}

#[test]
fn what_no_table_describes_is_read_below_a_shortened_ruler() {
    let text = "tay::> storage disk show
                     Usable           Disk    Container   Container
Disk                   Size Shelf Bay Type    Type        Name      Owner
---------------- ---------- ----- --- ------- ----------- --------- --------
1.0.3                     -     0   3 SAS     unassigned  -         -
1.0.4                1.63TB     0   4 SAS     spare       Pool0     tay-2
2 entries were displayed.
";
    for (hyphens, dash) in [(2, "\u{2013}"), (3, "\u{2014}")] {
        let answer = answer(&with_dashes(text, hyphens, dash));
        assert_eq!(answer.status, Status::Complete, "{hyphens}: {}", answer.why);
        assert_eq!(values(&answer, "usable-size"), ["-", "1.63TB"]);
        assert_eq!(values(&answer, "owner"), ["-", "tay-2"]);
    }
}

#[test]
fn a_ruler_that_ends_before_the_last_heading_and_fits_no_stretching_is_not_trusted() {
    let ruler = "--------- ------ ----------- ------------- ----------- -------- ---------------";
    let text = NODES.replace(ruler, "---- --- ------ -- ----- ---- ---");
    let answer = answer(&text);
    assert!(values(&answer, "uptime").iter().all(|uptime| uptime != "212"), "{:?}", values(&answer, "uptime"));
    assert!(values(&answer, "location").iter().all(|location| ["Hall 1 Row 4", ""].contains(&location.as_str())));
}

#[test]
fn a_label_that_stands_a_column_beside_the_others_is_a_label() {
    let text = "tay::> system health alert show
               Node: tay-1
    Possible Effect: Access to the shelf could be lost if a second
                     supply fails.
 Corrective Action: 1. Check the cord.
                     2. Replace the unit.
tay::>
";
    let answer = answer(text);
    assert_eq!(answer.status, Status::Complete, "{}", answer.why);
    assert_eq!(values(&answer, "possible-effect"), ["Access to the shelf could be lost if a second supply fails."]);
    assert_eq!(values(&answer, "corrective-action"), ["1. Check the cord. 2. Replace the unit."]);
}

#[test]
fn what_follows_an_unread_label_does_not_go_on_with_the_one_above() {
    let text = "tay::> system health alert show
               Node: tay-1
    Possible Effect: Access could be lost.
  Action: 1. Check the cord.
                     2. Replace the unit.
tay::>
";
    let answer = answer(text);
    assert_ne!(answer.status, Status::Complete);
    assert!(values(&answer, "possible-effect").iter().all(|effect| effect == "Access could be lost."));
}

#[test]
fn a_slash_in_a_heading_parts_no_cells() {
    let text = "tay::> network device-discovery show
Node/       Local  Discovered
Protocol    Port   Device (LLDP: ChassisID)  Interface         Platform
----------- ------ ------------------------- ----------------  ----------------
tay-1/cdp
            e0M    sw-1                      Ethernet1/1       N9K
            e0a    sw-2                      Ethernet1/2       N9K
2 entries were displayed.
";
    let answer = answer(text);
    assert_eq!(answer.status, Status::Complete, "{}", answer.why);
    assert_eq!(values(&answer, "node-protocol"), ["tay-1/cdp", "tay-1/cdp"]);
    assert_eq!(values(&answer, "interface"), ["Ethernet1/1", "Ethernet1/2"]);
}

#[test]
fn rows_of_one_word_a_column_are_read_where_a_wide_cell_pushed_them_aside() {
    let fields = "tay::> storage aggregate show -fields size,state
aggregate size state
--------- ---- ------
aggr0     1GB  online
aggr_data_number_1 10.5TB online
2 entries were displayed.
";
    let read = answer(fields);
    assert_eq!((read.status, values(&read, "size")), (Status::Complete, vec!["1GB".into(), "10.5TB".into()]));
    let table = "tay::> lun show
Vserver   Path                            State   Mapped   Type        Size
--------- ------------------------------- ------- -------- -------- --------
vs1       /vol/luns/lun1                  online  mapped   linux     50.01GB
vs1       /vol/a_much_longer_volume_name_x/lun_number_2 online unmapped vmware 1.5TB
2 entries were displayed.
";
    let read = answer(table);
    assert_eq!((read.status, values(&read, "state")), (Status::Complete, vec!["online".into(), "online".into()]));
    assert_eq!(values(&read, "size"), ["50.01GB", "1.5TB"]);
}

#[test]
fn a_wide_word_of_a_sentence_does_not_make_cells_of_the_words_behind_it() {
    let text = "tay::> policy show
Name      Label  Owner    Size
--------- ------ -------- ------
a         x      joe      1GB
b         archived until  2GB
2 entries were displayed.
";
    assert!(values(&answer(text), "owner").iter().all(|owner| owner != "until"));
}

#[test]
fn fields_that_no_table_knows_are_never_blank() {
    let text = "tay::> network port show -fields mac,link,mtu,speed-oper
node  port mac               link mtu  speed-oper
----- ---- ----------------- ---- ---- ----------
tay-1 e0M  02:a0:98:00:00:01 up   1500 1000
tay-1 a0a-3012 02:a0:98:00:00:02 up 9000 -
2 entries were displayed.
";
    let read = answer(text);
    assert_eq!(read.status, Status::Complete, "{}", read.why);
    assert_eq!(values(&read, "mac"), ["02:a0:98:00:00:01", "02:a0:98:00:00:02"]);
    assert_eq!(values(&read, "speed-oper"), ["1000", "-"]);
    let marked = "tay::> volume show -fields policy,junction-path
vserver volume policy  junction-path
------- ------ ------- -------------
vs1     vol0   default /
vs1     vol_projects default /projects
2 entries were displayed.
";
    let policies = values(&answer(marked), "policy");
    assert!(policies.iter().all(|policy| policy == "default"), "{policies:?}");
}

#[test]
fn fields_have_other_spellings() {
    let text = "tay::> security login show -fields authmethod,role,acctlocked
vserver user-or-group-name application authmethod role  acctlocked
------- ------------------ ----------- ---------- ----- ----------
tay     admin              console     password   admin no
tay_vs_long_name backup    ssh         password   backup yes
2 entries were displayed.
";
    let read = answer(text);
    assert_eq!((read.status, values(&read, "is-account-locked")), (Status::Complete, vec!["no".into(), "yes".into()]));
    assert_eq!(values(&read, "authentication-method"), ["password", "password"]);
}

#[test]
fn groups_on_lines_of_their_own_hold_for_all_of_their_rows() {
    let text = "tay::> network route show
Vserver             Destination     Gateway         Metric
------------------- --------------- --------------- ------
tay
                    0.0.0.0/0       192.0.2.1       20
vs1
                    0.0.0.0/0       203.0.113.1     20
                    2001:db8:aa:bb::/64 2001:db8::1 30
3 entries were displayed.
";
    let read = answer(text);
    assert_eq!(read.status, Status::Complete, "{}", read.why);
    assert_eq!(values(&read, "vserver"), ["tay", "vs1", "vs1"]);
    assert_eq!(values(&read, "gateway"), ["192.0.2.1", "203.0.113.1", "2001:db8::1"]);
}

#[test]
fn a_wrapped_row_is_no_group() {
    let text = "tay::> storage aggregate show
Aggregate     Size Available Used% State   #Vols  Nodes            RAID Status
--------- -------- --------- ----- ------- ------ ---------------- ------------
aggr0_tay_1
           368.4GB   17.85GB   95% online       1 tay-1            raid_dp,
                                                                   normal
aggr1       10.5TB     8.2TB   22% online      12 tay-2            raid_dp,
                                                                   normal
2 entries were displayed.
";
    let read = answer(text);
    assert_eq!((read.status, read.records.len()), (Status::Complete, 2), "{}", read.why);
    assert_eq!(values(&read, "raid-status"), ["raid_dp, normal", "raid_dp, normal"]);
}

#[test]
fn ports_are_read_as_older_releases_print_them() {
    let text = "tay::> network port show
                                      Auto-Negot  Duplex     Speed (Mbps)
Node   Port   Role         Link   MTU Admin/Oper  Admin/Oper Admin/Oper
------ ------ ------------ ---- ----- ----------- ---------- ------------
tay-1
       e0a    cluster      up    9000  true/true  full/full   auto/10000
       e0M    node-mgmt    up    1500  true/true  full/full   auto/1000
2 entries were displayed.
";
    let read = answer(text);
    assert_eq!(read.status, Status::Complete, "{}", read.why);
    assert_eq!(
        (values(&read, "node"), values(&read, "mtu")),
        (vec!["tay-1".to_owned(); 2], vec!["9000".into(), "1500".into()])
    );
}

#[test]
fn tables_of_wikis_and_spreadsheets_are_read_by_their_field_names() {
    let names = ["vserver", "lif", "address", "home-port"];
    let rows = [["vs1", "lif1", "192.0.2.1", "e0a"], ["vs1", "lif-two", "192.0.2.2", "a0a-12"]];
    let line = |cells: &[&str], start: &str, between: &str, end: &str| format!("{start}{}{end}\n", cells.join(between));
    let table = |head: (&str, &str, &str), row: (&str, &str, &str), ruler: &str| {
        let body = rows.iter().map(|cells| line(cells, row.0, row.1, row.2)).collect::<String>();
        line(&names, head.0, head.1, head.2) + ruler + &body
    };
    let border = ("| ", " | ", " |");
    let kinds = [
        table(border, border, "|---|:--|---|---|\n"),
        table(border, border, "| --- | --- | --- | --- |\n"),
        table(("|| ", " || ", " ||"), border, ""),
        table(("\"", "\",\"", "\""), ("\"", "\",\"", "\""), ""),
        table(("\"", "\";\"", "\""), ("", ";", ""), ""),
    ];
    for text in kinds {
        for typed in ["", "tay::> network interface show -fields address,home-port\n"] {
            let read = answer(&format!("{typed}{text}"));
            assert_eq!(read.command, "network interface show", "{text}");
            assert_eq!(values(&read, "lif"), ["lif1", "lif-two"], "{text}");
            assert_eq!(values(&read, "home-port"), ["e0a", "a0a-12"], "{text}");
            let last = read.records.last().unwrap();
            let place = last.cell("lif").unwrap().place;
            let whole = format!("{typed}{text}");
            let line = whole.lines().nth(place.line as usize - 1).unwrap();
            assert!(line[place.column as usize - 1..].trim_start_matches('"').starts_with("lif-two"), "{text}");
        }
    }
}

#[test]
fn a_bordered_row_with_a_cell_too_many_is_left_out() {
    let text = "| vserver | lif | address |\n|---|---|---|\n| vs1 | lif1 | 192.0.2.1 |\n| vs1 | a | b | 192.0.2.2 |\n";
    let read = answer(text);
    assert_eq!((read.status, values(&read, "lif")), (Status::Unreadable, vec!["lif1".into()]));
}

#[test]
fn a_bordered_table_below_its_command_may_have_headings_for_names() {
    let text =
        "tay::> cluster show\n| Node | Health | Eligibility |\n|---|---|---|\n| tay-1 | true | false |\ntay::>\n";
    let read = answer(text);
    assert_eq!((read.status, values(&read, "eligibility")), (Status::Complete, vec!["false".into()]), "{}", read.why);
    let text = "tay::> job show\n| Job ID | Name |\n|---|---|\n| 12 | Sync all |\ntay::>\n";
    let read = answer(text);
    assert_eq!((values(&read, "job-id"), values(&read, "name")), (vec!["12".into()], vec!["Sync all".into()]));
}

/// A view that no table has, of its keys and two invented columns; each heading over so many lines.
fn other_view(table: &table::Definition, tall: bool) -> Option<String> {
    let keys: Vec<_> = table.key.iter().map(|key| table.column(key)).collect::<Option<Vec<_>>>()?;
    let heads: Vec<String> =
        keys.iter().map(|key| key.headings.first().map(|lines| lines.join(" "))).collect::<Option<_>>()?;
    let rows = table.examples.iter().find(|example| example.status == Status::Complete)?;
    let own = rows.records.first()?;
    let value = |key: &&table::Column| match own.get(&key.name) {
        Some(value) if !value.text().contains(' ') => Some(value.text()),
        _ => None,
    };
    let mut cells = keys.iter().map(value).collect::<Option<Vec<_>>>()?;
    cells.extend(["low".to_owned(), "12 m".to_owned()]);
    let lows = ["Level", "Depth"].map(str::to_owned);
    let lower: Vec<String> = heads.iter().cloned().chain(lows).collect();
    let width = |at: usize| lower[at].len().max(cells[at].len()).max(7);
    let line = |texts: &dyn Fn(usize) -> String| {
        let padded = (0..lower.len()).map(|at| format!("{:<1$}", texts(at), width(at)));
        padded.collect::<Vec<_>>().join(" ").trim_end().to_owned()
    };
    let upper = line(&|at| if at < heads.len() { String::new() } else { "Wharf".to_owned() });
    let upper = if tall { format!("{upper}\n") } else { String::new() };
    let (head, ruler, row) =
        (line(&|at| lower[at].clone()), line(&|at| "-".repeat(width(at))), line(&|at| cells[at].clone()));
    Some(format!("c1::> {} -tide\n{upper}{head}\n{ruler}\n{row}\n\nc1::>\n", table.command))
}

#[test]
fn a_view_that_no_table_has_keeps_what_is_known_and_names_the_rest_by_itself() {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let mut tried = 0;
    for (table, tall) in catalog.tables.iter().flat_map(|table| [(table, true), (table, false)]) {
        let Some(text) = other_view(table, tall).filter(|_| !table.key.is_empty()) else { continue };
        let reading = one(&text);
        let [answer] = reading.answers.as_slice() else { panic!("{text}") };
        // Of two lines the lower one alone names the column where it is a whole heading with the keys.
        let depth = ["wharf-depth", "depth"].map(|name| values(answer, name).concat());
        assert_eq!(depth.concat(), "12 m", "{text}");
        let record = answer.records.iter().next().expect("a record");
        assert!(table.key.iter().all(|key| record.cell(key).is_some()), "{text}");
        tried += 1;
    }
    assert!(tried > 10, "{tried} views were tried");
}
