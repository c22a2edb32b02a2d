//! What the loader refuses in a table file that reads wrong, and what it fills in.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use insta::assert_snapshot;
use ndmp_preflight::fault::Fault;
use ndmp_preflight::table::{Definition, Status, Value, parse_definition};

const PORT: &str = r#"command = "network port show"
entity = "port"
key = ["port"]
about = "the ports"
[[column]]
name = "port"
heading = ["Port"]
[[column]]
name = "speed"
heading = ["Speed(Mbps)", "Admin/Oper"]
splits = ["speed-admin", "speed-oper"]
[[column]]
name = "speed-admin"
labels = ["Speed Administrative"]
[[column]]
name = "speed-oper"
[[column]]
name = "oper"
heading = ["Speed Oper"]
[[column]]
name = "targets"
type = "targets"
[[view]]
columns = ["port", "speed", "targets"]
[[example]]
command = "net port show"
input = "Port Speed"
status = "cut-off"
records = [{ port = "e0a", targets = ["n1:e0a", "n2:e0a"] }, { port = "" }]
"#;

fn loaded() -> Definition {
    parse_definition("tables/port.toml", PORT).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

/// The faults of the table after some of its words were replaced.
fn faults_with(from: &str, to: &str) -> String {
    assert!(PORT.contains(from), "`{from}` is not in the table");
    let faults = parse_definition("tables/port.toml", &PORT.replacen(from, to, 1)).unwrap_err();
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_heading_of_two_fields_needs_both_of_them() {
    assert_snapshot!(faults_with("splits = [\"speed-admin\", \"speed-oper\"]\n", ""), @r#"
    error: `Admin/Oper` stands over two fields
      --> tables/port.toml:10:28
       |
    10 | heading = ["Speed(Mbps)", "Admin/Oper"]
       |                            ^^^^^^^^^^
       = help: name both fields in `splits`, or say `one-field = true` where its cells hold one value
    "#);
    assert_snapshot!(faults_with("splits = [\"speed-admin\", \"speed-oper\"]", "splits = [\"speed-admin\"]"), @r#"
    error: `Admin/Oper` stands over two fields
      --> tables/port.toml:10:28
       |
    10 | heading = ["Speed(Mbps)", "Admin/Oper"]
       |                            ^^^^^^^^^^
       = help: name both fields in `splits`, or say `one-field = true` where its cells hold one value
    "#);
    assert_snapshot!(faults_with("heading = [\"Port\"]", "heading = [\"Port\"]\nor-headings = [[\"Node/Port\"]]"), @r#"
    error: `Node/Port` stands over two fields
     --> tables/port.toml:8:18
      |
    8 | or-headings = [["Node/Port"]]
      |                  ^^^^^^^^^
      = help: name both fields in `splits`, or say `one-field = true` where its cells hold one value
    "#);
}

#[test]
fn a_heading_with_a_slash_may_stand_over_one_field() {
    for heading in
        ["[\"User/Group Name\"]\none-field = true", "[\"Speed/\"]", "[\"/Port\"]", "[\"User/Group\", \"Name\"]"]
    {
        let text = PORT.replacen("[\"Port\"]", heading, 1);
        assert!(parse_definition("tables/port.toml", &text).is_ok(), "{heading}");
    }
}

#[test]
fn an_example_tells_all_its_faults_at_once() {
    let from = PORT.split_once("[[example]]\n").unwrap().1;
    let to =
        "inputs = \"\"\nstatus = \"cut off\"\nrecords = [{ prot = \"e0a\" }, { port = 1 }, \"e0b\"]\n[[example]]\n";
    assert_snapshot!(faults_with(from, to), @r#"
    error: unknown key `inputs` in `[[example]]`
      --> tables/port.toml:26:1
       |
    26 | inputs = ""
       | ^^^^^^
       = help: did you mean `input`?

    error: unknown status `cut off`
      --> tables/port.toml:27:11
       |
    27 | status = "cut off"
       |           ^^^^^^^
       = help: did you mean `cut-off`?

    error: unknown key `prot` in `[[records]]`
      --> tables/port.toml:28:14
       |
    28 | records = [{ prot = "e0a" }, { port = 1 }, "e0b"]
       |              ^^^^
       = help: did you mean `port`?

    error: `port` is a number
      --> tables/port.toml:28:39
       |
    28 | records = [{ prot = "e0a" }, { port = 1 }, "e0b"]
       |                                       ^
       = help: expected a string

    error: `records` is a string
      --> tables/port.toml:28:44
       |
    28 | records = [{ prot = "e0a" }, { port = 1 }, "e0b"]
       |                                            ^^^^^
       = help: expected a table

    error: missing key `input` in `[[example]]`
      --> tables/port.toml:29:1
       |
    29 | [[example]]
       | ^^^^^^^^^^^
       = help: expected the text that ONTAP printed

    error: missing key `records` in `[[example]]`
      --> tables/port.toml:29:1
       |
    29 | [[example]]
       | ^^^^^^^^^^^
       = help: expected what is read from it
    "#);
}

#[test]
fn an_example_says_what_its_file_says() {
    let table = loaded();
    let example = &table.examples[0];
    assert_eq!((example.command.as_deref(), example.input.as_str()), (Some("net port show"), "Port Speed"));
    assert_eq!(example.status, Status::CutOff);
    let targets = Value::List(["n1:e0a", "n2:e0a"].map(str::to_owned).to_vec());
    assert_eq!(example.records[0]["targets"], targets);
    assert_eq!(example.records[0]["port"], Value::Text("e0a".into()));
    assert_eq!((example.records.len(), example.records[1].len()), (2, 1));
}

#[test]
fn the_name_of_a_field_is_one_of_its_labels_and_headings() {
    let table = loaded();
    let admin = table.column("speed-admin").unwrap();
    assert_eq!(admin.labels, ["Speed Administrative", "speed-admin", "speed admin"]);
    assert_eq!(admin.headings, [["speed-admin"], ["speed admin"]]);
    assert_eq!(table.column("port").unwrap().labels, ["port"]);
    assert_eq!(table.column("port").unwrap().headings, [["Port"]]);
}

#[test]
fn a_name_that_another_column_is_called_by_is_left_to_it() {
    let table = loaded();
    assert_eq!(table.column("speed-oper").unwrap().headings, [["speed-oper"]]);
    assert_eq!(table.column("speed-oper").unwrap().labels, ["speed-oper", "speed oper"]);
}

#[test]
fn cells_without_a_heading_and_cells_of_two_fields_get_none() {
    let table = loaded();
    assert!(table.column("targets").unwrap().headings.is_empty());
    assert_eq!(table.column("speed").unwrap().headings, [["Speed(Mbps)", "Admin/Oper"]]);
    assert!(table.column("speed").unwrap().labels.is_empty());
}
