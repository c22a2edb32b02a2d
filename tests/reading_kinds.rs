//! Kinds of text that people save, one test each; and bytes that once were too much.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn read(text: &[u8]) -> Vec<Reading> {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let Ok(capture) = Capture::read("paste.txt", text.to_vec()) else { return Vec::new() };
    table::read("paste", vec![capture], &catalog.tables)
}

fn one(text: &str) -> Reading {
    let mut readings = read(text.as_bytes());
    assert_eq!(readings.len(), 1);
    readings.pop().unwrap()
}

fn values(answer: &Answer, field: &str) -> Vec<String> {
    answer.records.iter().map(|record| record.cell(field).map_or_else(String::new, |cell| cell.value.text())).collect()
}

const LIF: &str = "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
vs1
            lif1         up/up    192.0.2.9/24       node1         e0a     true
";

#[test]
fn separated_text_is_read_by_its_field_names() {
    for separator in ["|~|", ":::", "|||", ";", ","] {
        let rows =
            ["vserver~lif~address~", "Vserver Name~Logical Interface Name~Network Address~", "vs1~IC1~192.0.2.1~"];
        let text = rows.join("\n").replace('~', separator);
        let reading = one(&format!(
            "c1::> set -showseparator \"{separator}\"; network interface show -fields address\n{text}\nc1::>\n"
        ));
        let [answer] = reading.answers.as_slice() else { panic!("{separator}: {:?}", reading.answers) };
        assert_eq!(answer.status, Status::Complete, "{separator}: {}", answer.why);
        assert_eq!((values(answer, "lif"), values(answer, "address")), (vec!["IC1".into()], vec!["192.0.2.1".into()]));
    }
}

#[test]
fn separated_text_needs_no_command() {
    let reading = one("node|~|health|~|eligibility|~|\nNode|~|Health|~|Eligibility|~|\nn1|~|true|~|false|~|\n");
    assert_eq!(reading.answers[0].command, "cluster show");
    assert_eq!(values(&reading.answers[0], "eligibility"), ["false"]);
}

#[test]
fn a_separated_row_with_a_cell_too_few_is_unreadable() {
    let reading = one("node|~|health|~|eligibility|~|\nNode|~|Health|~|Eligibility|~|\nn1|~|true|~|\n");
    assert_eq!((reading.answers[0].status, reading.answers[0].records.len()), (Status::Unreadable, 0));
}

#[test]
fn commands_behind_a_shells_prompt_are_commands() {
    for typed in [
        "joe@host:~$ ssh -l joe cluster1 network interface show -role data",
        "$ ssh joe@cluster1 \"network interface show -role data\"",
        "ssh -p 22 joe@cluster1 net int show -role data",
        "PS C:\\> plink.exe -batch joe@192.0.2.5 network interface show -role data",
        "cluster1::network interface*> show -role data",
        "cluster1::*> cluster1::*> net int sh -role data",
    ] {
        let reading = one(&format!("{typed}\n{LIF}"));
        let answer = reading.answers.first().unwrap_or_else(|| panic!("nothing read below `{typed}`"));
        assert_eq!(answer.filters, [("role".to_owned(), "data".to_owned())], "{typed}");
        assert_eq!(values(answer, "lif"), ["lif1"], "{typed}");
    }
}

#[test]
fn a_nodeshell_ends_an_answer() {
    let reading =
        one(&format!("c1::> network interface show\n{LIF}node1> sysconfig -v\n\tslot 0: System Board\nnode1*> exit\n"));
    assert_eq!(reading.answers.len(), 1);
    assert_eq!(reading.answers[0].status, Status::Complete);
}

#[test]
fn what_no_table_describes_is_read_by_its_headings() {
    let text = "c1::> network port ifgrp show
         Port       Distribution                   Active
Node     IfGrp      Function     MAC Address       Ports   Ports
-------- ---------- ------------ ----------------- ------- -------------------
n1       a0a        ip           02:a0:98:11:22:33 full    e0c, e0d
c1::>
";
    let reading = one(text);
    let [answer] = reading.generic.as_slice() else { panic!("{:?}", reading.generic) };
    assert!(reading.answers.is_empty() && answer.generic);
    assert_eq!((answer.command.as_str(), answer.status), ("network port ifgrp show", Status::Complete));
    assert_eq!(values(answer, "mac-address"), ["02:a0:98:11:22:33"]);
    assert_eq!(values(answer, "ports"), ["e0c, e0d"]);
}

#[test]
fn collapsed_rows_without_types_are_left_out() {
    let text = "c1::> snapmirror policy show
Vserver     Context Identifier                   Is Cleanup Pending?
----------- ------------------------------------ -------------------
vs1 330e6739-0179-11e6-a299-005056bb4bc9 false
c1::>
";
    let reading = one(text);
    assert_eq!((reading.generic[0].status, reading.generic[0].records.len()), (Status::Unreadable, 0));
}

#[test]
fn an_instance_without_a_table_takes_its_names_from_the_labels() {
    let reading = one("c1::> timezone show -instance\n   Timezone: Etc/UTC\nTime Offset: +00:00\nc1::>\n");
    assert_eq!(values(&reading.generic[0], "time-offset"), ["+00:00"]);
}

#[test]
fn lines_of_a_lasting_doubt_are_given_up_together() {
    let mut text = format!("c1::> network interface show\n{LIF}");
    text.push_str(&"            lif2 up\n".repeat(5000));
    let reading = one(&text);
    assert_eq!(reading.answers[0].status, Status::Unreadable);
    assert!(values(&reading.answers[0], "lif").iter().all(|lif| lif == "lif1"));
}

#[test]
fn odd_bytes_are_read_without_panic() {
    let finds: [&[u8]; 8] = [
        "\u{fffd}\u{fffd} |||\n> \u{fffd}\n".as_bytes(),
        b"\x1b[",
        b"> > #\n# ",
        b"Press <space> to\rx\n",
        b"a::>b::>c::>\n--- ---\n",
        b"Node: \n-----\n\n- -\n",
        b"\xff\xfeN\0o\0d\0e\0\n\0",
        "Vserver\u{a0}Name:\t\u{2013}\n::> network interface show -fields \u{2013}\nvserver lif\n------- ---\n"
            .as_bytes(),
    ];
    for bytes in finds {
        let _ = read(bytes);
    }
}

#[test]
fn a_last_heading_without_rows_is_not_passed_over_in_one_pass() {
    let heading =
        "Node                        Alias     Mapping\n--------------------------- --------- ---------------\n";
    let block =
        |device: &str| format!("  Device ID: {device}\nDevice Type: tape drive\nDescription: HP LTO-4\n\n{heading}");
    let row = "tay-1                       st0       SN[HUX93017VC]\n\n";
    let text = format!("tay::> storage tape show -alias\n\n{}{row}{}\ntay::>\n", block("sw7:6.21"), block("sw7:6.22"));
    let answer = one(&text).answers.remove(0);
    assert_eq!((answer.status, answer.records.len()), (Status::CutOff, 1));
    let whole =
        format!("tay::> storage tape show -alias\n\n{}{row}{}{row}\ntay::>\n", block("sw7:6.21"), block("sw7:6.22"));
    let answer = one(&whole).answers.remove(0);
    assert_eq!(
        (answer.status, values(&answer, "device-id")),
        (Status::Complete, vec!["sw7:6.21".into(), "sw7:6.22".into()])
    );
    assert!(answer.records.is_placed());
}

const FAILOVER: &str = "         Logical         Home                  Failover        Failover
Vserver  Interface       Node:Port             Policy          Group
-------- --------------- --------------------- --------------- ---------------
Cluster
         tay-1_clus1     tay-1:e0a             local-only      Cluster
                         Failover Targets: tay-1:e0a, tay-1:e0b,
                                           tay-1:e0c
         tay-1_cluster_net_one
                         tay-1:e0b             local-only      Cluster
                         Failover Targets: tay-1:e0b
tay
         cluster_mgmt    tay-1:e0M             broadcast-domain-wide
                                                               Default
                         Failover Targets: tay-1:e0M, tay-2:e0M
         IC1             tay-1:e0M             disabled        -
4 entries were displayed.
";

fn failover(text: &str) -> Answer {
    one(&format!("tay::> network interface show -failover\n{text}\ntay::>\n")).answers.remove(0)
}

#[test]
fn failover_targets_are_read_in_one_pass() {
    let answer = failover(FAILOVER);
    assert!(answer.records.is_placed());
    assert_eq!((answer.status, answer.records.len()), (Status::Complete, 4));
    let targets = values(&answer, "failover-targets");
    assert_eq!(targets, ["tay-1:e0a, tay-1:e0b, tay-1:e0c", "tay-1:e0b", "tay-1:e0M, tay-2:e0M", ""]);
    let first = answer.records.get(0).unwrap();
    let cell = first.cell("failover-targets").unwrap();
    let places: Vec<_> = cell.parts.iter().map(|part| (part.line, part.column, part.length)).collect();
    assert_eq!(places, [(7, 44, 9), (7, 55, 9), (8, 44, 9)]);
}

#[test]
fn failover_targets_that_are_damaged_are_left_to_the_search() {
    for (from, to) in [
        ("tay-1:e0a, tay-1:e0b,\n", "tay-1:e0a, tay-1:e0b\n"),
        ("                                           tay-1:e0c\n", ""),
        ("                                           tay-1:e0c\n", "   tay-1:e0c\n"),
        ("Failover Targets: tay-1:e0b\n", "Failover Targets: tay-1\n"),
        ("Failover Targets: tay-1:e0b\n", "Failover Targets: tay-1:e0b tay-1:e0c\n"),
        ("Failover Targets: tay-1:e0b\n", "Failover Targets: tay-1:e0b,\n"),
        ("Failover Targets: tay-1:e0b\n", "Failover Targets: tay-1:e0b # why?\n"),
    ] {
        assert!(FAILOVER.contains(from), "{from}");
        let answer = failover(&FAILOVER.replacen(from, to, 1));
        assert!(!answer.records.is_placed(), "{from} -> {to}");
    }
}

#[test]
fn an_undamaged_table_is_read_alike_with_and_without_its_command() {
    let row = |row: usize| {
        let (lif, address) = (format!("lif{row}"), format!("192.0.2.{row}/24"));
        format!("            {lif:<12} up/up    {address:<18} node1         e0a     true\n")
    };
    let rows = (1..=40).map(row);
    let table = format!("{}{}41 entries were displayed.\n", LIF, rows.collect::<String>());
    let alone = one(&table).answers.remove(0);
    let typed = one(&format!("tay::> network interface show\n{table}\ntay::>\n")).answers.remove(0);
    for answer in [&alone, &typed] {
        assert!(answer.records.is_placed());
        assert_eq!((answer.status, answer.records.len(), answer.announced), (Status::Complete, 41, Some(41)));
        assert_eq!(values(answer, "address")[..2], ["192.0.2.9", "192.0.2.1"]);
        assert_eq!(values(answer, "vserver")[40], "vs1");
        let last = answer.records.last().unwrap();
        let place = last.cell("curr-port").unwrap().place;
        let line = answer.line + if answer.typed.is_some() { 45 } else { 44 };
        assert_eq!((place.line as usize, place.column, place.length), (line, 68, 3));
    }
    assert_eq!((alone.line, alone.typed.as_deref()), (1, None));
}

#[test]
fn rows_whose_own_indents_were_doubled_stand_in_their_columns() {
    let doubled = |line: &str| format!("{}{line}\n", " ".repeat(line.len() - line.trim_start().len()));
    let text = format!("tay::> network interface show\n{}\ntay::>\n", LIF.lines().map(doubled).collect::<String>());
    let answer = one(&text).answers.remove(0);
    assert_eq!((answer.status, values(&answer, "address")), (Status::Complete, vec!["192.0.2.9".into()]));
    assert_eq!((values(&answer, "vserver"), values(&answer, "lif")), (vec!["vs1".into()], vec!["lif1".into()]));
    assert_eq!(answer.records.last().unwrap().cell("lif").unwrap().place.column, 25);
}

const ALIASES: &str = "tay::> storage tape show -alias

     Device ID: sw4:10.11
   Device Type: tape drive
   Description: HP LTO-3

Node                     Alias   Mapping
------------------------ ------- ------------------------------------
tay-01                   st0     SN[HU19487T7N]
tay-02                   st0     SN[HU19487T7N]

     Device ID: sw4:10.12
   Device Type: tape drive
   Description: HP LTO-3

Node                     Alias   Mapping
------------------------ ------- ------------------------------------
tay-01                   st1     SN[HU19487T7P]
";

#[test]
fn an_answer_that_nothing_ends_is_read_in_one_pass_as_by_search_where_its_last_line_is_whole() {
    let wrapped = LIF.replace("lif1         up/up ", "a-lif-of-tay \n                         up/up ");
    let grouped = LIF.to_owned() + "            lif2         up/down  192.0.2.10/24      node1         e0a     true\n";
    for (text, is_placed) in [
        (ALIASES.to_owned(), true),
        (ALIASES.trim_end().to_owned(), false),
        (ALIASES.replace("st1     SN[HU19487T7P]", "st1"), false),
        (
            ALIASES.replace(
                "tay-02                   st0     ",
                "tay-02                   a-long-name\n                         ",
            ),
            false,
        ),
        (LIF.to_owned(), true),
        (grouped, true),
        (wrapped, false),
    ] {
        let answers = one(&text).answers;
        let catalog = Catalog::embedded().expect("the rules are sound");
        let capture = Capture::read("paste.txt", text.clone().into_bytes()).unwrap();
        let searched = table::read_by_search("paste", vec![capture], &catalog.tables);
        assert_eq!(answers, searched[0].answers, "{text}");
        assert_eq!(answers[0].records.is_placed(), is_placed, "{text}");
    }
}
