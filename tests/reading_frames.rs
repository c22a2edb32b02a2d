//! Everything that people and programs put round ONTAP's text, over several answers each: nothing but the answers is read.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Reading};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the rules are sound"));

/// Commands with their answers, as ONTAP prints them.
const ANSWERS: [(&str, &str); 6] = [
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
    ),
    (
        "cluster show",
        "Node                  Health  Eligibility
--------------------- ------- ------------
uist-01               true    true
uist-02               true    false
2 entries were displayed.
",
    ),
    (
        "vserver services ndmp show -vserver svm_barra",
        "
                   Vserver: svm_barra
              NDMP Version: 4
         Enable Offset Map: true
Enable per Qtree Exclusion: true
       Authentication Type: challenge
    Enable NDMP on Vserver: true
  Preferred Interface Role: intercluster, cluster-mgmt, node-mgmt

",
    ),
    (
        "network interface show -fields role,home-node",
        "vserver   lif        role         home-node
--------- ---------- ------------ ---------
svm_barra vatersay1  data         uist-02
uist      benbecula  cluster-mgmt uist-01
uist      eriskay_ic intercluster uist-01
3 entries were displayed.
",
    ),
    ("system services ndmp node-scope-mode status", "NDMP node-scope-mode is disabled.\n"),
    (
        "options -option-name tape.reservations",
        "
uist-01
    tape.reservations                 persistent

uist-02
    tape.reservations                 off
2 entries were displayed.
",
    ),
];

/// Answers whose last line is ONTAP's count.
fn counted() -> impl Iterator<Item = (&'static str, &'static str)> {
    ANSWERS.into_iter().filter(|(_, answer)| answer.trim_end().ends_with("displayed."))
}

fn session_of(answers: &[(&str, &str)], prompt: &str) -> String {
    let one = |(command, answer): &(&str, &str)| format!("{prompt}{command}\n{answer}\n");
    answers.iter().map(one).collect::<String>() + prompt.trim_end() + "\n"
}

/// Texts to be framed: each answer alone, and all of them in one session.
fn sessions() -> Vec<String> {
    let alone = ANSWERS.iter().map(|answer| session_of(&[*answer], "uist::> "));
    alone.chain([session_of(&ANSWERS, "uist::> ")]).collect()
}

fn one(text: &str) -> Reading {
    let capture = Capture::read("paste.txt", text.as_bytes().to_vec()).expect("it is text");
    let mut readings = table::read("paste", vec![capture], &CATALOG.tables);
    assert_eq!(readings.len(), 1, "{text}");
    readings.pop().unwrap()
}

/// Fields of a record with their values.
type Fields = Vec<(String, String)>;

/// What was read: of each answer command, status and what it was asked for, and its records.
fn read(text: &str) -> Vec<(String, Vec<Fields>)> {
    let told = |answer: &table::Answer| {
        let record = |record: &table::Record| {
            record.fields.iter().map(|(name, cell)| (name.to_string(), cell.value.text())).collect::<Fields>()
        };
        let head = format!("{} {:?} {:?} {}", answer.command, answer.status, answer.filters, answer.why);
        (head, answer.records.iter().map(|own| record(&own)).collect())
    };
    one(text).answers.iter().map(told).collect()
}

/// What is read of the framed text is what is read of the plain one.
fn assert_same(framed: &str, plain: &str) {
    let expected = read(plain);
    assert!(!expected.is_empty() && expected.iter().all(|(_, records)| !records.is_empty()), "{plain}");
    assert_eq!(read(framed), expected, "{framed}");
}

/// Every line with something before it; `is_cut` when blanks at the ends of lines are lost.
fn marked(text: &str, is_cut: bool, mark: impl Fn(usize) -> String) -> String {
    let line = |(at, line): (usize, &str)| {
        let line = format!("{}{line}", mark(at));
        if is_cut { line.trim_end().to_owned() + "\n" } else { line + "\n" }
    };
    text.lines().enumerate().map(line).collect()
}

#[test]
fn marks_before_every_line_are_no_text() {
    for mark in ["#", ">", "|", "\u{2502}", "//", ";", "%", "!", "\u{bb}"] {
        for (indent, blank) in [("", ""), ("", " "), ("    ", ""), ("    ", " "), ("\t", " ")] {
            for plain in sessions() {
                for is_cut in [false, true] {
                    let mark = |_| format!("{indent}{mark}{blank}");
                    assert_same(&marked(&plain, is_cut, mark), &plain);
                }
            }
        }
    }
}

#[test]
fn marks_of_lists_and_indents_before_every_line_are_no_text() {
    for mark in ["- ", "* ", "+ ", "  - ", "  * ", "\t", "    ", "  "] {
        for plain in sessions() {
            for is_cut in [false, true] {
                assert_same(&marked(&plain, is_cut, |_| mark.to_owned()), &plain);
            }
        }
    }
}

#[test]
fn times_and_numbers_before_every_line_are_no_text() {
    let stamps: [fn(usize) -> String; 8] = [
        |at| format!("10:{:02}:{:02} ", at / 60, at % 60),
        |at| format!("[10:{:02}:{:02}] ", at / 60, at % 60),
        |at| format!("{:3}  ", at + 1),
        |at| format!("{:<4}", at + 1),
        |at| format!("{}\t", at + 1),
        |at| format!("{:6}\t", at + 7),
        |at| format!("{:3}: ", at + 1),
        |at| format!("{:3} | ", at + 1),
    ];
    for stamp in stamps {
        for plain in sessions() {
            assert_same(&marked(&plain, false, stamp), &plain);
        }
    }
}

#[test]
fn a_margin_keeps_the_places_of_the_captured_text() {
    let plain = session_of(&ANSWERS[..1], "uist::> ");
    let place = |text: &str| {
        let answer = one(text).answers.remove(0);
        let record = answer.records.iter().next().unwrap();
        let place = record.cell("curr-node").unwrap().place;
        (place.line, place.column)
    };
    let (line, column) = place(&plain);
    assert_eq!(place(&marked(&plain, true, |_| "#".to_owned())), (line, column + 1));
    assert_eq!(place(&marked(&plain, true, |_| "  // ".to_owned())), (line, column + 5));
}

#[test]
fn rulers_and_empty_values_are_no_margin() {
    let rows = ["-", "-", "-"].map(|value| format!("{value}         benbecula  up\n")).concat();
    let text = format!(
        "uist::> network interface show -fields status-oper\nvserver   lif        status-oper\n--------- ---------- -----------\n{rows}3 entries were displayed.\n"
    );
    let framed = marked(&text, true, |_| "# ".to_owned());
    assert_eq!(read(&framed), read(&text));
}

#[test]
fn fences_round_answers_are_no_text() {
    let fences =
        [("```", "```"), ("```text", "```"), ("~~~", "~~~"), ("{noformat}", "{noformat}"), ("{code}", "{code}")];
    for (open, close) in
        fences.into_iter().chain([("{code:bash}", "{code}"), ("<pre>", "</pre>"), ("[code]", "[/code]")])
    {
        for plain in sessions() {
            assert_same(&format!("{open}\n{plain}{close}\n"), &plain);
            assert_same(&format!("Dear all,\n\n{open}\n{plain}{close}\nRegards, Mairi\n"), &plain);
        }
    }
}

#[test]
fn marks_of_html_are_shown_as_a_browser_shows_them() {
    for plain in sessions() {
        let escaped = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert_same(&escaped.replace('\n', "<br>\n"), &plain);
        assert_same(&escaped.replace('\n', "<br/>"), &plain);
        assert_same(&escaped.replace(' ', "&nbsp;"), &plain);
        assert_same(&escaped.replace(' ', "&nbsp;").replace('\n', "<br />\n"), &plain);
    }
}

#[test]
fn line_ends_as_words_and_lines_in_quotes_are_shown_as_lines() {
    for plain in sessions() {
        assert_same(&plain.replace('\n', "\\n\n"), &plain);
        assert_same(&plain.lines().map(|line| format!("\"{line}\"\n")).collect::<String>(), &plain);
        assert_same(&plain.lines().map(|line| format!("  '{line}',\n")).collect::<String>(), &plain);
    }
}

#[test]
fn an_empty_line_behind_every_line_is_no_text() {
    for plain in sessions() {
        assert_same(&plain.replace('\n', "\n\n"), &plain);
        assert_same(&plain.replace('\n', "\r\n"), &plain);
    }
}

#[test]
fn a_prompt_or_a_count_that_lost_the_line_end_before_it_is_found() {
    for answer in counted() {
        let plain =
            session_of(&[answer, ("version", "NetApp Release 9.9.1P9: Mon May 01 10:11:12 UTC 2023\n")], "uist::> ");
        assert_same(&plain.replace("displayed.\n\n", "displayed."), &plain);
        assert_same(&plain.replace(" UTC 2023\n\n", " UTC 2023"), &plain);
    }
    for answer in counted() {
        let plain = session_of(&[answer], "uist::> ");
        let count = plain.find(" entries").unwrap() - 2;
        let glued = format!("{} {}", &plain[..count], &plain[count + 1..]);
        assert_same(&glued, &plain);
    }
}

#[test]
fn comments_between_commands_are_no_rows() {
    let plain: String = ANSWERS.iter().map(|(command, answer)| format!("uist::> {command}\n{answer}\n")).collect();
    let plain = plain + "uist::>\n";
    // Nobody can say of which answer they speak, so that none is proof; but all records are read, and none comes of them.
    let records = |text: &str| read(text).into_iter().map(|(_, records)| records).collect::<Vec<_>>();
    for comment in ["# now the next", "# and of the cluster", "// and this", "; the rest"] {
        assert_eq!(records(&plain.replace("uist::> ", &format!("{comment}\nuist::> "))), records(&plain), "{comment}");
    }
}

/// Where each command has a title, the title of the next is none of what the answer above it says.
#[test]
fn a_comment_above_each_command_is_its_title() {
    let of = |title: &str| -> String {
        ANSWERS.iter().map(|(command, answer)| format!("{title}{command}\n{answer}")).collect()
    };
    let plain = of("");
    for mark in ["#", "//", ";"] {
        for title in [format!("{mark} b) service on\n"), format!("{mark} the next\n{mark} of all\n")] {
            let titled = read(&of(&title));
            assert_eq!(titled, read(&plain), "{title}");
        }
        // What may be said of the rows above is none, whatever else is.
        let (first, last) = (of(&format!("{mark} next\n")), format!("{mark} rows cut here\n{mark} next\n"));
        let cut = first.replacen(&format!("{mark} next\nvserver services"), &format!("{last}vserver services"), 1);
        assert_ne!(cut, first);
        assert!(read(&cut)[1].0.contains(" CutOff "), "{cut}");
        // One that stands above one command alone may be said of the answer.
        let (command, answer) = ANSWERS[0];
        let other = ANSWERS.iter().find(|(_, answer)| *answer != ANSWERS[0].1).unwrap();
        let one = format!("{command}\n{answer}{mark} rest left out\n{}\n{}", other.0, other.1);
        assert!(read(&one)[0].0.contains(" CutOff "), "{one}");
    }
}

#[test]
fn a_command_from_the_top_is_the_same_in_every_directory() {
    for answer in ANSWERS {
        let plain = session_of(&[answer], "uist::> ");
        for prompt in ["uist::storage> ", "uist::storage tape*> ", "uist::snapmirror> "] {
            assert_same(&plain.replace("uist::> ", prompt), &plain);
        }
    }
}

/// Prompts of shells.
const SHELLS: [&str; 9] = [
    "$ ",
    "mairi@keir:~$ ",
    "mairi@keir:/srv/dumps# ",
    "mairi@keir ~ % ",
    "[mairi@keir ~]$ ",
    "keir# ",
    "PS C:\\> ",
    "C:\\temp> ",
    "(venv) mairi@keir:~$ ",
];

#[test]
fn the_prompt_of_a_shell_ends_an_answer_and_gives_its_command() {
    let all = session_of(&ANSWERS, "uist::> ");
    for prompt in SHELLS {
        assert_same(&session_of(&ANSWERS, prompt), &all);
        for (command, answer) in ANSWERS {
            let plain = session_of(&[(command, answer)], "uist::> ");
            assert_same(&session_of(&[(command, answer)], prompt), &plain);
            let by_ssh = session_of(&[(command, answer)], &format!("{prompt}ssh mairi@uist "));
            assert_same(&by_ssh.replace("ssh mairi@uist\n", "\n"), &plain);
        }
    }
}

/// Tables of commands that no table describes, with the headings of those that are described.
const OTHERS: [(&str, &str); 3] = [
    (
        "system node autosupport show -fields enable,state",
        "node    state  enable
------- ------ ------
uist-01 online true
uist-02 online true
2 entries were displayed.
",
    ),
    (
        "lun show -fields volume,size,state",
        "vserver   path         volume state  size
--------- ------------ ------ ------ ----
svm_barra /vol/tangasdale/lun_a tangasdale online 60GB
svm_barra /vol/tangasdale/lun_b tangasdale online 90GB
2 entries were displayed.
",
    ),
    (
        "security certificate show -type server",
        "Vserver    Serial Number   Certificate Name                       Type
---------- --------------- -------------------------------------- ------------
uist       5C0B77A19E42D013
                           barra_web                              server
    Certificate Authority: barra_web
          Expiration Date: Fri Nov 12 06:30:00 2027

",
    ),
];

#[test]
fn the_table_of_another_command_is_no_table_of_a_known_one() {
    for prompt in SHELLS.into_iter().chain(["uist::> "]) {
        for other in OTHERS {
            let plain = session_of(&[ANSWERS[1]], "uist::> ");
            assert_same(&session_of(&[other, ANSWERS[1], other], prompt), &plain);
        }
    }
    for (command, answer) in OTHERS {
        let echo = command.split(" -").next().unwrap();
        assert_eq!(read(&format!("  ({echo})\n{answer}")), [], "{command}");
    }
}

#[test]
fn a_field_list_is_put_together_wherever_the_terminal_broke_it() {
    let (command, answer) = ANSWERS[3];
    let plain = session_of(&[(command, answer)], "uist::> ");
    let list = command.find("role").unwrap();
    for at in list + 1..command.len() {
        let broken = format!("{}\n{}", &command[..at], &command[at..]);
        assert_same(&session_of(&[(&broken, answer)], "uist::> "), &plain);
    }
}

#[test]
fn the_echo_of_a_command_names_the_table_below_it() {
    for (command, answer) in counted() {
        let echo = command.split(" -").next().unwrap();
        let text = format!("  ({echo})\n{answer}");
        let plain = session_of(&[(command, answer)], "uist::> ");
        let records = |text: &str| read(text).into_iter().map(|(_, records)| records).collect::<Vec<_>>();
        assert_eq!(records(&text), records(&plain), "{text}");
    }
}
