//! Columns that no table describes, as a higher privilege and a newer release print them: kept, and marked in every format.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::io::Write;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use serde_json::{Value, json};

const SESSION: &str = "\
harbor::*> cluster show
Node                 Health  Eligibility   Quorum Mood
-------------------- ------- ------------  ------------
harbor-01            true    true          fine
harbor-02            true    true          bad
2 entries were displayed.

harbor::*> cluster show -instance

               Node: harbor-01
        Node Health: true
   Node Eligibility: true
        Quorum Mood: fine
     Quorum Colours: -

harbor::*> vserver services ndmp show -fields enable,mood
vserver enable mood
------- ------ ----
harbor  true   fine
quay    false  bad
2 entries were displayed.

harbor::*> event status show
Node              Occurs
----------------- ------
harbor-01         12
harbor-02         3
2 entries were displayed.

harbor::*> set -showseparator \"|\"

harbor::*> system node show -fields model,mood
node|model|mood|
Node|Model|Mood|
harbor-01|FAS8300|fine|
harbor-02|FAS8300|bad|
2 entries were displayed.

harbor::*> network interface show -fields status-admin
vserver|lif|status-admin|
Vserver Name|Logical Interface Name|Administrative Status|
harbor|cluster_mgmt|up|

harbor::*> ";

fn facts(format: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
        .args(["facts", "--from", "-", "--format", format, "--color", "never"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(SESSION.as_bytes()).unwrap();
    String::from_utf8(program.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn json_names_them_beside_the_records_that_keep_them() {
    let facts: Value = serde_json::from_str(&facts("json")).unwrap();
    let answers = facts["targets"][0]["answers"].as_array().unwrap();
    let told: Vec<(&str, Value)> = answers
        .iter()
        .map(|answer| (answer["command"].as_str().unwrap(), answer.get("unknown_columns").cloned().unwrap_or_default()))
        .collect();
    let wanted = [
        ("cluster show", json!(["quorum-mood"])),
        ("cluster show", json!(["quorum-mood", "quorum-colours"])),
        ("vserver services ndmp show", json!(["mood"])),
        ("event status show", Value::Null),
        ("system node show", json!(["mood"])),
        ("network interface show", Value::Null),
    ];
    assert_eq!(told, wanted);
    assert_eq!(answers[0]["records"][1]["quorum-mood"], "bad");
    assert_eq!(answers[3]["generic"], true);
}

#[test]
fn people_are_told_once_an_answer() {
    let text = facts("human");
    let marks: Vec<&str> = text.lines().filter(|line| line.contains("unknown column")).collect();
    assert_snapshot!(marks.join("\n"), @r"
    unknown column, kept under its heading: quorum-mood
    unknown columns, kept under their headings: quorum-mood, quorum-colours
    unknown column, kept under its heading: mood
    unknown column, kept under its heading: mood
    ");
}

#[test]
fn a_last_column_names_them_in_csv() {
    let text = facts("csv");
    let tables: Vec<&str> = text.split("\n\n").collect();
    assert_snapshot!(tables[..2].join("\n\n"), @r#"
    command,target,source,line,status,node,health,eligibility,quorum-mood,unknown_columns
    cluster show,stdin,stdin,4,complete,harbor-01,true,true,fine,quorum-mood
    cluster show,stdin,stdin,5,complete,harbor-02,true,true,bad,quorum-mood

    command,target,source,line,status,node,health,eligibility,quorum-mood,quorum-colours,unknown_columns
    cluster show,stdin,stdin,10,complete,harbor-01,true,true,fine,-,"quorum-mood, quorum-colours"
    "#);
    let other = tables.iter().find(|table| table.contains("cluster_mgmt")).unwrap();
    assert!(!other.contains("unknown_columns"), "{other}");
}
