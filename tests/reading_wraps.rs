//! What programs and pages put round answers and into them: names before every line, escaped marks, titles that name the command,
//! lists of strings, tables that lay a page out. What is read is what is read without them, two of them at once too.

#![expect(clippy::expect_used, reason = "a test may fail")]

#[path = "wrapped/answers.rs"]
mod answers;

use std::sync::LazyLock;

use answers::ANSWERS;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the rules are sound"));

fn session(answers: &[(&str, &str)]) -> String {
    answers.iter().map(|(command, answer)| format!("orkney::> {command}\n{answer}\n")).collect::<String>()
        + "orkney::>\n"
}

/// Each answer alone, and all of them one behind the other.
fn sessions() -> Vec<String> {
    ANSWERS.iter().map(|answer| session(&[*answer])).chain([session(&ANSWERS)]).collect()
}

fn answers(text: &str) -> Vec<Answer> {
    let capture = Capture::read("paste.txt", text.as_bytes().to_vec()).expect("it is text");
    let readings = table::read("paste", vec![capture], &CATALOG.tables);
    readings.into_iter().flat_map(|reading| reading.answers).collect()
}

/// Of each answer its command, with its status where that may be told, and its records as text.
fn told(text: &str, has_status: bool) -> Vec<String> {
    let record = |record: &table::Record| {
        record.fields.iter().map(|(name, cell)| format!("{name}={} ", cell.value.text())).collect::<String>() + "\n"
    };
    let answer = |answer: &Answer| {
        let status = if has_status { format!("{:?}", answer.status) } else { String::new() };
        let records: String = answer.records.iter().map(|own| record(&own)).collect();
        format!("{} {status}\n{records}", answer.command)
    };
    answers(text).iter().map(answer).collect()
}

#[track_caller]
fn assert_same(wrapped: &str, plain: &str) {
    assert_eq!(told(wrapped, true), told(plain, true), "{wrapped}");
}

fn by_line(text: &str, line: impl Fn(&str) -> String) -> String {
    text.lines().map(|own| line(own) + "\n").collect()
}

/// The names of machines, programs and files before every line.
const NAMES: [&str; 8] = [
    "[orkney] ",
    "orkney: ",
    "[192.0.2.31] out: ",
    "runner-1  | ",
    "INFO:paramiko:",
    "null_resource.show (local-exec): ",
    "logs/orkney.txt:",
    "backup> ",
];

fn named(text: &str, name: &str) -> String {
    by_line(text, |line| format!("{name}{line}"))
}

fn collapsed_as_markdown(text: &str) -> String {
    text.replace('_', "\\_").replace('*', "\\*")
}

fn of_word(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("  ", "&nbsp; ");
    by_line(&escaped, |line| format!("<p class=MsoNormal><span style='font-size:9.0pt'>{line}<o:p></o:p></span></p>\n"))
}

fn in_yaml(text: &str) -> String {
    let item = |line: &str| {
        let is_word = line.starts_with(char::is_alphanumeric) && !line.contains(": ");
        if is_word { format!("  - {line}") } else { format!("  - '{line}'") }
    };
    format!("ok: [orkney] =>\n  changed: false\n  stdout_lines:\n{}  rc: 0\n", by_line(text, item))
}

fn in_strings(text: &str) -> String {
    let item = |line: &str| format!("            \"{}\",", line.replace('\\', "\\\\").replace('"', "\\\""));
    format!(
        "def test_it():\n    answer = \"\\n\".join(\n        [\n{}        ]\n    )\n    assert answer\n",
        by_line(text, item)
    )
}

fn hanging(text: &str) -> String {
    format!("\nNcController : 192.0.2.31\nValue        : \n{}\n\n", by_line(text, |line| format!("{:15}{line}", "")))
}

fn shown_by_letters(text: &str) -> String {
    by_line(text, |line| format!("{line}^M$"))
}

#[test]
fn a_name_before_every_line_is_no_text() {
    for name in NAMES {
        for plain in sessions() {
            assert_same(&named(&plain, name), &plain);
            let trimmed = by_line(&named(&plain, name), |line| line.trim_end().to_owned());
            assert_same(&trimmed, &plain);
            // What stands before the first prompt is alike on no two lines.
            let login = format!("(joe@orkney) Password: \n\nLast login time: 11/20/2026 10:02:03\n\n{plain}");
            assert_same(&named(&login, name), &plain);
            assert_same(&by_line(&named(&login, name), |line| line.trim_end().to_owned()), &plain);
        }
    }
    for plain in sessions() {
        let numbered: String =
            plain.lines().enumerate().map(|(at, line)| format!("logs/orkney.txt:{}:{line}\n", at + 1)).collect();
        assert_same(&numbered, &plain);
    }
}

#[test]
fn rows_that_begin_alike_are_no_names() {
    for answer in ANSWERS {
        let rows = "ayr: a\nayr: b\nayr: c\n";
        assert_eq!(told(rows, true), Vec::<String>::new());
        // The heading of separated text does not begin as its rows do.
        let plain = session(&[answer]);
        assert!(!told(&plain, true).is_empty());
    }
    let separated = "orkney::> cluster show -fields health\nnode|health|\nNode|Health|\nayr|true|\nayr2|true|\n2 entries were displayed.\norkney::>\n";
    assert_eq!(told(separated, true), ["cluster show Complete\nnode=ayr health=true \nnode=ayr2 health=true \n"]);
}

#[test]
fn marks_that_a_converter_escaped_are_no_part_of_a_name() {
    for plain in sessions() {
        assert_same(&collapsed_as_markdown(&plain), &plain);
        assert_same(&collapsed_as_markdown(&plain).replace("orkney-0", "orkney\\-0"), &plain);
        assert_same(&collapsed_as_markdown(&plain).replace("192.0.2.", "192\\.0\\.2\\."), &plain);
    }
}

#[test]
fn an_account_keeps_the_backslash_behind_its_domain() {
    for account in ["ISLES\\joe", "ISLES\\_joe", "isles\\_tape"] {
        let text =
            session(&[ANSWERS[6]]).replace("ISLES\\joe ", &format!("{account} ")).replace("tape_writer", "tapewriter");
        let text = text.replace("svm_flotta", "svmflotta");
        assert!(told(&text, true)[0].contains(&format!("user-or-group-name={account} ")), "{text}");
    }
}

/// Titles of pages, reports and scripts, `COMMAND` in the place of the command.
const TITLES: [&str; 13] = [
    "## COMMAND\n",
    "### `COMMAND`\n",
    "===== COMMAND =====",
    "--- COMMAND ---",
    "*** COMMAND ***\n",
    "[COMMAND]",
    "Command: COMMAND",
    "Command: COMMAND\nOutput:",
    "Command: COMMAND\n\n**Example output:**",
    "Running \"COMMAND\" on orkney ...",
    "Output of COMMAND:",
    "+ ssh joe@orkney \"COMMAND\"",
    "2. COMMAND\n",
];

#[test]
fn the_title_above_an_answer_names_its_command() {
    for title in TITLES {
        let titled = |answers: &[(&str, &str)]| -> String {
            answers
                .iter()
                .map(|(command, answer)| format!("{}\n{answer}\n", title.replace("COMMAND", command)))
                .collect()
        };
        for count in 2..=ANSWERS.len() {
            // Behind the last answer no command follows, so that some words for it are others.
            let plain = session(&ANSWERS[..count]);
            assert_eq!(told(&titled(&ANSWERS[..count]), false), told(&plain, false), "{}", titled(&ANSWERS[..count]));
        }
        let reversed: Vec<_> = ANSWERS.iter().rev().copied().collect();
        assert_eq!(told(&titled(&reversed), false), told(&session(&reversed), false), "{}", titled(&reversed));
    }
}

#[test]
fn labels_above_another_table_are_an_answer_of_their_own() {
    let labels = ANSWERS[2].1;
    for (_, table) in [ANSWERS[0], ANSWERS[3], ANSWERS[6]] {
        for title in ["NDMP of the SVM", "## NDMP"] {
            let text = format!("{title}\n{labels}\n{table}");
            let told = told(&text, false);
            assert_eq!(told.len(), 2, "{told:?}");
            assert!(told[0].starts_with("vserver services ndmp show") && told[0].contains("maxversion=4"), "{told:?}");
            assert!(!told[1].contains("ndmp") && !told[1].contains("challenge"), "{told:?}");
        }
    }
}

#[test]
fn strings_within_another_text_are_lines() {
    for plain in sessions() {
        let records = |text: &str| told(text, false);
        assert_eq!(records(&in_strings(&plain)), records(&plain), "{}", in_strings(&plain));
        assert_eq!(records(&in_yaml(&plain)), records(&plain), "{}", in_yaml(&plain));
        let list = serde_json::to_string_pretty(&plain.lines().collect::<Vec<_>>()).unwrap();
        let nested =
            format!("TASK [show] ***\nok: [orkney] => {{\n    \"msg\": [\n{list}\n    ]\n}}\n\nPLAY RECAP ***\n");
        assert_same(&nested, &plain);
        let one_line = serde_json::json!({ "changed": false, "stdout": plain }).to_string();
        assert_same(&format!("ok: [orkney] => {one_line}\n"), &plain);
    }
}

#[test]
fn strings_that_are_no_answer_stay() {
    let commands =
        "run(\n    [\n        \"cluster show\",\n        \"version\",\n        \"vserver show\",\n    ]\n)\n";
    assert_eq!(told(commands, true), Vec::<String>::new());
}

#[test]
fn word_and_tables_that_lay_out_a_page_are_shown_as_text() {
    for plain in sessions() {
        assert_same(&of_word(&plain), &plain);
        let escaped = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let cells = by_line(&escaped, |line| format!("<p>{line}</p>"));
        let page = format!("<table><tr><td><p>1</p></td>\n<td><p>Show it:</p>\n{cells}</td></tr></table>\n");
        assert_eq!(told(&page, false), told(&plain, false), "{page}");
    }
}

#[test]
fn letters_for_control_characters_are_no_text() {
    for plain in sessions() {
        assert_same(&shown_by_letters(&plain), &plain);
        assert_same(&by_line(&plain, |line| format!("{line}$")), &plain);
        assert_same(&by_line(&plain, |line| format!("{line}^M")), &plain);
    }
}

#[test]
fn a_value_that_hangs_below_its_property_is_an_answer() {
    for (_, answer) in [ANSWERS[0], ANSWERS[1], ANSWERS[3], ANSWERS[5], ANSWERS[6]] {
        assert_eq!(told(&hanging(answer), true), told(answer, true), "{}", hanging(answer));
    }
}

#[test]
fn a_mail_as_it_was_sent_is_shown_as_a_mail_program_shows_it() {
    for plain in sessions() {
        let wrapped = by_line(&plain.replace('=', "=3D"), |line| {
            if line.len() > 75 { format!("{}=\n{}", &line[..75], &line[75..]) } else { line.to_owned() }
        });
        let mail = format!("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n{wrapped}");
        assert_same(&mail, &plain);
    }
}

#[test]
fn a_log_of_json_says_a_line_with_each_object() {
    for plain in sessions() {
        let msg = |line: &str| {
            serde_json::json!({ "time": "2026-11-20T10:02:03Z", "level": "info", "msg": line }).to_string()
        };
        assert_same(&by_line(&plain, msg), &plain);
        let log = |line: &str| serde_json::json!({ "log": format!("{line}\n"), "stream": "stdout" }).to_string();
        assert_same(&by_line(&plain, log), &plain);
    }
}

#[test]
fn texts_in_xml_and_in_components_begin_behind_the_mark() {
    for plain in sessions() {
        assert_same(&format!("<result>\n<output><![CDATA[{plain}]]></output>\n</result>\n"), &plain);
        assert_same(&format!("      <Output lang=\"text\">{{`{plain}`}}</Output>\n"), &plain);
    }
}

#[test]
fn lines_that_a_version_control_system_shows_as_added_are_lines() {
    for plain in sessions() {
        let head = "diff --git a/orkney.txt b/orkney.txt\n--- /dev/null\n+++ b/orkney.txt\n@@ -0,0 +1,99 @@\n";
        assert_same(&(head.to_owned() + &by_line(&plain, |line| format!("+{line}"))), &plain);
        // What was taken out is told apart from what stands there, or no record is read of both.
        let both = head.to_owned() + &by_line(&plain, |line| format!("-{line}\n+{line}"));
        let is_nothing = |answer: &String| answer.lines().count() == 1 && !answer.contains("Complete");
        let own = told(&plain, true);
        assert!(
            told(&both, true).iter().all(|answer| is_nothing(answer) || own.contains(answer)),
            "{:?}",
            told(&both, true)
        );
    }
}

#[test]
fn letters_that_nobody_sees_are_no_part_of_a_name() {
    for plain in sessions() {
        for unseen in ["\u{ad}", "\u{200b}", "\u{2060}", "\u{200e}", "\u{feff}"] {
            assert_same(&plain.replace('_', &format!("{unseen}_")).replace("-0", &format!("-{unseen}0")), &plain);
        }
    }
}

#[test]
fn rulers_may_be_drawn_with_lines() {
    for plain in sessions() {
        for line in ["\u{2500}", "\u{2501}", "\u{2014}"] {
            let is_ruler = |line: &str| line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
            let drawn = by_line(&plain, |own| if is_ruler(own) { own.replace('-', line) } else { own.to_owned() });
            assert_same(&drawn, &plain);
        }
    }
}

#[test]
fn two_cells_that_lost_the_blank_between_them_are_no_cell() {
    let volumes = |row: &str| {
        format!(
            "orkney::> volume show\nVserver   Volume       Aggregate    State      Type       Size  Available Used%
--------- ------------ ------------ ---------- ---- ---------- ---------- -----
flotta    scapa        aggr_01      online     RW        600GB    81.81GB   86%
{row}
2 entries were displayed.\norkney::>\n"
        )
    };
    for row in [
        "flotta    hoy          aggr_02online       RW        600GB    81.81GB   86%",
        "flotta    hoy       aggr_02online     RW        600GB    81.81GB   86%",
        "flotta hoy aggr_02offline RW 600GB 81.81GB 86%",
    ] {
        let told = told(&volumes(row), true);
        assert!(!told[0].contains("aggr_02o") && !told[0].contains("Complete"), "{told:?}");
        assert!(told[0].contains("volume=scapa aggregate=aggr_01 state=online"), "{told:?}");
    }
}

#[test]
fn two_wraps_at_once_are_taken_off() {
    type Wrap = fn(&str) -> String;
    let outer: [Wrap; 4] = [
        |text| named(text, "[orkney] "),
        |text| named(text, "runner-1  | "),
        |text| text.replace('\n', "\r\n"),
        |text| by_line(text, |line| format!("> {line}")),
    ];
    let inner: [Wrap; 4] = [
        collapsed_as_markdown,
        |text| by_line(text, |line| format!("# {line}")),
        |text| format!("```\n{text}```\n"),
        |text| named(text, "orkney: "),
    ];
    for plain in [session(&ANSWERS), session(&ANSWERS[..1]), session(&ANSWERS[2..4])] {
        for outer in outer {
            for inner in inner {
                assert_same(&outer(&inner(&plain)), &plain);
            }
        }
    }
}
