//! Marks that people, programs and terminals put round ONTAP's text, one test each.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn one(text: &str) -> Reading {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let capture = Capture::read("paste.txt", text.as_bytes().to_vec()).expect("it is text");
    let mut readings = table::read("paste", vec![capture], &catalog.tables);
    assert_eq!(readings.len(), 1, "{text}");
    readings.pop().unwrap()
}

fn values(answer: &Answer, field: &str) -> Vec<String> {
    answer.records.iter().map(|record| record.cell(field).map_or_else(String::new, |cell| cell.value.text())).collect()
}

/// The only answer, which must be complete.
fn whole(text: &str) -> Answer {
    let mut reading = one(text);
    assert_eq!(reading.answers.len(), 1, "{text}\n{reading:?}");
    let answer = reading.answers.pop().unwrap();
    assert_eq!(answer.status, Status::Complete, "{text}\n{}", answer.why);
    answer
}

const LIF: &str = "            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
vs1
            lif1         up/up    192.0.2.1/24       node1         e0a     true
            lif2         up/up    192.0.2.2/24       node2         e0b     true
";
const COUNT: &str = "2 entries were displayed.\n";

fn session() -> String {
    format!("c1::> network interface show\n{LIF}{COUNT}\nc1::>\n")
}

fn assert_lifs(answer: &Answer) {
    assert_eq!(values(answer, "vserver"), ["vs1", "vs1"]);
    assert_eq!(values(answer, "lif"), ["lif1", "lif2"]);
    assert_eq!(values(answer, "address"), ["192.0.2.1", "192.0.2.2"]);
    assert_eq!(values(answer, "curr-port"), ["e0a", "e0b"]);
}

/// Every line with something before it.
fn marked(text: &str, mark: impl Fn(usize) -> String) -> String {
    text.lines().enumerate().map(|(at, line)| format!("{}{line}\n", mark(at))).collect()
}

#[test]
fn marks_round_a_word_are_not_its_own() {
    for (word, marked) in [("lif1", "*lif1*"), ("lif1", "`lif1`"), ("lif1  ", "*lif1*"), ("lif1  ", "`lif1`")] {
        let text = session().replacen(word, marked, 1);
        assert_lifs(&whole(&text));
    }
    for marked in ["_vs1_", "__vs1__", "*vs1*", "`vs1`"] {
        assert_lifs(&whole(&session().replace("vs1", marked)));
    }
}

#[test]
fn marked_words_keep_the_columns_of_the_captured_line() {
    let answer = whole(&session().replacen("lif1", "*lif1*", 1));
    let record = answer.records.iter().next().unwrap();
    let place = |field: &str| record.cell(field).map(|cell| (cell.place.line, cell.place.column)).unwrap();
    assert_eq!((place("lif"), place("curr-port")), ((6, 14), (6, 70)));
}

#[test]
fn an_asterisk_alone_stays() {
    let text = format!("c1::network interface*> show -vserver *\n{LIF}{COUNT}").replace("---------- ", "********** ");
    assert_lifs(&whole(&text));
}

const CLUSTER: &str = "c1::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
node1                 true    true
";

#[test]
fn a_warning_does_not_take_the_rows_below_it() {
    let hint = "Warning: Cluster HA has not been configured. Cluster HA must be configured\n";
    for rest in ["         on a two-node cluster.\n", "on a two-node cluster to ensure\ndata access availability.\n"] {
        let answer = whole(&format!(
            "{CLUSTER}{hint}{rest}node2                 true    true\n2 entries were displayed.\nc1::>\n"
        ));
        assert_eq!(values(&answer, "node"), ["node1", "node2"]);
    }
    let collapsed = CLUSTER.replace("                 ", " ").replace("    ", " ");
    let answer = one(&format!("{collapsed}{hint}node2 true true\nc1::>\n")).answers.remove(0);
    assert!(answer.status != Status::Complete || values(&answer, "node") == ["node1", "node2"]);
}

#[test]
fn an_answer_that_lacks_a_nodes_entries_is_not_complete() {
    let warning = "Warning: Unable to list entries on node node2. RPC: Couldn't make connection\n";
    let answer = one(&format!("{CLUSTER}{warning}node3                 true    true\nc1::>\n")).answers.remove(0);
    assert_eq!((answer.status, values(&answer, "node")), (Status::CutOff, vec!["node1".into(), "node3".into()]));
}

#[test]
fn questions_of_pagers_are_no_rows() {
    for pager in ["--More--", "-- More --", "--More-- (50%)", "--More--(50%)", "<--- More --->", "(END)", ":"] {
        assert_lifs(&whole(&session().replacen("            lif2", &format!("{pager}\n            lif2"), 1)));
    }
    let erased = session().replacen("            lif2", "--More--\r        \r            lif2", 1);
    assert_lifs(&whole(&erased));
}

#[test]
fn a_count_that_is_cut_is_still_the_count() {
    for cut in ["2 e", "2 entries", "2 entries were disp"] {
        assert_lifs(&whole(&format!("c1::> network interface show\n{LIF}{cut}")));
        let answer = one(&format!("c1::> network interface show\n{LIF}{}", cut.replace('2', "3"))).answers.remove(0);
        assert_eq!((answer.status, answer.announced, answer.records.len()), (Status::CutOff, Some(3), 2));
    }
}

#[test]
fn lines_behind_a_bar_are_quoted() {
    for bar in ["| ", "\u{2502} ", "// ", "; ", "\u{bb} ", "\u{bb}"] {
        let answer = whole(&marked(&session(), |_| bar.to_owned()));
        assert_lifs(&answer);
        let place = answer.records.iter().next().unwrap().cell("lif").unwrap().place;
        assert_eq!((place.line as usize, place.column as usize), (6, 13 + bar.chars().count()));
    }
    let answer = whole(&format!("Dear all,\nplease look:\n\n{}\nRegards\n", marked(&session(), |_| "| ".to_owned())));
    assert_lifs(&answer);
}

#[test]
fn lines_behind_a_time_stamp_or_a_number_are_quoted() {
    let stamps: [fn(usize) -> String; 6] = [
        |at| format!("[10:11:{at:02}] "),
        |at| format!("2024-03-05 10:11:{at:02},123 INFO  [ssh] "),
        |at| format!("2024-03-05T10:11:{at:02}.001Z "),
        |at| format!("{:6}\t", at + 1),
        |at| format!("{}: ", at + 7),
        |at| format!("{:4} | ", at + 1),
    ];
    for stamp in stamps {
        assert_lifs(&whole(&marked(&session(), stamp)));
        assert_lifs(&whole(&marked(&format!("{LIF}{COUNT}"), stamp)));
    }
}

#[test]
fn a_password_behind_a_time_stamp_is_masked() {
    let text = "[10:11:00] c1::> vserver services ndmp generate-password -vserver vs1 -user backup\n[10:11:01] Vserver: vs1\n[10:11:01]    User: backup\n[10:11:01] Password: qX7pL2mN9vR4\n";
    let capture = Capture::read("paste.txt", text.as_bytes().to_vec()).unwrap();
    assert!((1..=capture.line_count()).all(|line| !capture.raw_line(line).contains("qX7p")));
}

#[test]
fn a_moved_cursor_and_an_erased_line_are_shown_as_a_terminal_shows_them() {
    let question = "Press <space> to page down, <return> for next line, or 'q' to quit... ";
    for erased in ["\x1b[2K\x1b[1G", "\x1b[2K\r", "\r\x1b[K", "\r\x1b[J", "\x1b[70D\x1b[K", "\x1b[G\x1b[0K"] {
        let text = session().replacen("            lif2", &format!("{question}{erased}            lif2"), 1);
        assert_lifs(&whole(&text));
    }
    assert_lifs(&whole(&session().replacen("            lif2", "\x1b[12Clif2", 1)));
    assert_lifs(&whole(&session().replacen("            lif2", "\x1b[13Glif2", 1)));
}

#[test]
fn what_programs_wrapped_is_unwrapped() {
    let table = format!("{LIF}{COUNT}");
    let lines: Vec<&str> = table.lines().collect();
    let json = serde_json::json!({ "changed": false, "stdout": table, "stdout_lines": lines });
    let pretty = serde_json::to_string_pretty(&json).unwrap();
    let quoted: Vec<String> = lines.iter().map(|line| format!("'{line}'")).collect();
    let wrapped = [
        format!("{json}\n"),
        format!("TASK [debug] *****\nok: [c1] => {pretty}\n\nPLAY RECAP ****\n"),
        format!("[{}]\n", quoted.join(", ")),
        format!("b'{}'\n", table.replace('\n', "\\r\\n")),
        format!("\"{}\"\n", table.replace('\n', "\\n")),
        format!("{}\n", table.replace('\n', "\\n")),
        table.replace('\n', "\r"),
        format!("<p>{}</p>", table.replace(' ', "&nbsp;").replace('\n', "<br>\n")),
        format!("<pre>c1::&gt; network interface show\n{table}</pre>\n"),
    ];
    for text in wrapped {
        assert_lifs(&whole(&text));
    }
}

#[test]
fn the_command_beside_a_wrapped_answer_tells_its_filters() {
    let json = serde_json::json!({ "cmd": "network interface show -role data", "stdout": format!("{LIF}{COUNT}") });
    assert_eq!(whole(&json.to_string()).filters, [("role".to_owned(), "data".to_owned())]);
}

#[test]
fn an_echo_may_stand_behind_an_empty_line() {
    let text = format!("c1::> network int sh -role data\n\n  (network interface show)\n{LIF}{COUNT}\nc1::>\n");
    let answer = whole(&text);
    assert_lifs(&answer);
    assert_eq!(answer.filters, [("role".to_owned(), "data".to_owned())]);
}

#[test]
fn short_names_of_directories_are_known() {
    let text = "c1::> node show -fields model\nnode  model\n----- --------\nnode1 AFF-A400\nnode2 AFF-A400\n";
    let answer = whole(&format!("{text}{COUNT}"));
    assert_eq!(
        (answer.command.as_str(), values(&answer, "node")),
        ("system node show", vec!["node1".into(), "node2".into()])
    );
}

#[test]
fn an_emphasised_label_at_the_end_of_a_line_is_no_frame() {
    let text = "\
etive::> cluster show -node etive-01

       `Node:` etive-01
  `Node` UUID: a67f9f34-9d8f-11da-b484-000423b6f094
    `Comment:`
`Eligibility:` true
     `Health:` true

etive::> ";
    let reading = one(text);
    assert_eq!(values(&reading.answers[0], "eligibility"), ["true"]);
    assert_eq!(reading.answers[0].status, Status::Complete);
}
