//! What stands above and round a table in pages, logs and notes: instructions that name its command, the login of `ssh`, a first command
//! that was not copied. The table is read as it is alone, in all tables.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be, and shows it")]

#[path = "reading/examples.rs"]
mod examples;
mod session;

use std::collections::BTreeSet;

use examples::{Told, answers, examples, told};
use ndmp_preflight::judge::Verdict;
use ndmp_preflight::table::{Definition, Status};
use session::read;

/// The command of a session and what stands below it.
fn parted(text: &str) -> (&str, &str) {
    let (first, below) = text.split_once('\n').unwrap_or_else(|| panic!("{text}"));
    let (_, command) = first.split_once("::>").unwrap_or_else(|| panic!("{text}"));
    (command.trim_start_matches('*').trim(), below)
}

#[test]
fn a_command_that_instructions_name_before_a_block_is_no_answer() {
    let signs = ["+", "+\n.Show example\n[%collapsible]\n====", "+\n[source,cli]", "+\n====", ".Example"];
    let mut tried = 0;
    for (table, text) in examples() {
        let printed = told(&answers(table, &format!("{text}\norkney::>\n")));
        let (command, _) = parted(&text);
        for (sign, mark) in signs.iter().flat_map(|sign| ["`", ""].map(|mark| (sign, mark))) {
            let page =
                format!(". Look at the cluster:\n+\n{mark}{command}{mark}\n{sign}\n----\n{text}\norkney::>\n----\n");
            let read = answers(table, &page);
            tried += 1;
            assert_eq!(read.len(), 1, "{} answers were read of\n{page}", read.len());
            assert_eq!(told(&read), printed, "{page}");
        }
    }
    assert!(tried > 300, "{tried} pages were tried");
}

#[test]
fn a_password_that_ssh_asks_for_takes_no_answer_away() {
    let asked =
        ["Password:", "admin@orkney's password:", "(admin@orkney) Password:", "Enter passphrase for key '/h/k':"];
    let logins = [
        "Last login time: 8/7/2026 13:10:10",
        "Last login time: 8/7/2026 13:10:10\nUnsuccessful login attempts since last login: 1",
    ];
    let mut tried = 0;
    for (table, text) in examples() {
        let (command, below) = parted(&text);
        let printed = told(&answers(table, &format!("$ ssh admin@orkney {command}\n{below}\n$\n")));
        for (asked, login) in asked.iter().flat_map(|asked| logins.map(|login| (asked, login))) {
            for gap in ["", "\n"] {
                let log = format!("$ ssh admin@orkney {command}\n{asked}\n{gap}{login}\n{gap}{below}\n$\n");
                tried += 1;
                assert_eq!(told(&answers(table, &log)), printed, "{log}");
            }
        }
    }
    assert!(tried > 500, "{tried} logs were tried");
}

#[test]
fn a_table_whose_command_was_not_copied_is_read_and_proves_nothing() {
    let (mut tried, mut read_alone) = (0, 0);
    for (table, text) in examples() {
        let (_, below) = parted(&text);
        let alone = told(&answers(table, below));
        if alone.is_empty() || table.command == "version" || below.contains("::") {
            continue;
        }
        read_alone += 1;
        for session in ["orkney::> version\n", "orkney::*> version\n"] {
            let paste =
                format!("{below}\n{session}NetApp Release 9.9.1P3: Tue Mar 08 13:23:11 UTC 2022\n\norkney::>\n");
            tried += 1;
            assert_eq!(told(&answers(table, &paste)), alone, "{paste}");
            // A banner may say the same; where somebody logged in, it is not even read.
            let login = format!("{below}\nLast login time: 8/7/2026 13:10:10\n\n{session}NetApp Release 9.9.1P3: x\n");
            assert!(answers(table, &login).is_empty(), "{login}");
        }
    }
    assert!(tried > 40 && read_alone > 20, "{tried}, {read_alone}");
    let nodes = "Node                  Health  Eligibility\n--------------------- ------- ------------\n\
                 oak-01                true    true\noak-02                true    true\n2 entries were displayed.\n\n";
    let version = "oak::> version\nNetApp Release 9.9.1P3: Tue Mar 08 13:23:11 UTC 2022\n\noak::>\n";
    // And whether these are all nodes.
    assert_eq!(session::verdicts(&format!("{nodes}{version}"), "node-healthy"), [Verdict::Unknown; 3]);
    let typed = format!("oak::> cluster show\n{nodes}{version}");
    assert_eq!(session::verdicts(&typed, "node-healthy"), [Verdict::Pass; 2]);
}

#[test]
fn a_sentence_that_tells_its_reader_what_to_do_says_nothing_of_counted_rows() {
    let table = "orkney::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
                 oak-01                true    true\noak-02                true    true\n2 entries were displayed.\n\n";
    let status = |words: &str| session::answer(&format!("{table}{words}\n")).status;
    for harmless in [
        "Only clusters with two nodes need this.",
        "You can skip this step if the cluster has one node.",
        "If you omit the option, all nodes are asked.",
        "The volume of this cluster is read-only.",
        "* link:https://docs.example.com/cluster-show.html[cluster show^]",
    ] {
        assert_eq!(status(harmless), Status::Complete, "{harmless}");
    }
    for telling in [
        "Only two of the rows are shown here.",
        "I have omitted the rest of the list.",
        "You can only see the nodes that are in this output.",
        "The lines below were cut by the terminal.",
        "Node 2 was skipped, you should ask it again.",
        "You need to know that only the first node was asked.",
    ] {
        assert_ne!(status(telling), Status::Complete, "{telling}");
    }
}

#[test]
fn a_row_whose_names_push_all_cells_to_the_right_is_a_row_whatever_stands_behind_it() {
    let tables = [
        ("network interface show -fields address", ["vserver", "lif", "address"], ["192.0.2.6", "192.0.2.70"]),
        ("network interface show -fields status-oper", ["vserver", "lif", "status-oper"], ["up", "down"]),
        ("volume show -fields state", ["vserver", "volume", "state"], ["online", "offline"]),
        ("storage failover show -fields enabled", ["node", "partner", "enabled"], ["true", "false"]),
    ];
    for (command, names, values) in tables {
        for (one, other) in [("vs_1", "data_1"), ("oakham", "backup_lif1"), ("a", "b")] {
            let rows = [[one, other, values[0]], [one, &format!("{other}_and_more"), values[1]]];
            let wide: Vec<usize> = (0..3).map(|at| names[at].len().max(rows[0][at].len())).collect();
            let line = |cells: [&str; 3]| format!("{:<2$} {:<3$} {4}", cells[0], cells[1], wide[0], wide[1], cells[2]);
            let ruler: Vec<String> = wide.iter().map(|wide| "-".repeat(*wide)).collect();
            let body = [line(names), ruler.join(" "), line(rows[0]), line(rows[1])].join("\n");
            for behind in
                ["", "\n\nThen look at the next one.", "\n\n---", "\n```\n\nMore of it.", "\n\nNotes\n=====\n"]
            {
                let text = format!("oak::> {command}\n{body}{behind}\n");
                let read = session::answer(&text);
                assert_eq!(session::values(&read, names[2]), values, "{text}");
            }
        }
    }
}

#[test]
fn what_a_host_says_before_the_password_takes_no_answer_away() {
    let banners = [
        "Access restricted to authorized users",
        "This is a private system. All use is logged.\n",
        "Zugriff nur f\u{fc}r Befugte.\nAlles wird aufgezeichnet.\n",
    ];
    let ends = [
        "Password:",
        "admin@orkney's password:\nLast login time: 8/7/2026 13:10:10",
        "Last login time: 8/7/2026 13:10:10",
    ];
    let mut tried = 0;
    for (table, text) in examples() {
        let (command, below) = parted(&text);
        let printed = told(&answers(table, &format!("$ ssh admin@orkney {command}\n{below}\n$\n")));
        for (banner, end) in banners.iter().flat_map(|banner| ends.map(|end| (banner, end))) {
            let log = format!("$ ssh admin@orkney {command}\n{banner}\n{end}\n{below}\n$\n");
            tried += 1;
            assert_eq!(told(&answers(table, &log)), printed, "{log}");
        }
    }
    assert!(tried > 500, "{tried} logs were tried");
}

#[test]
fn an_answer_above_a_password_is_no_banner() {
    // Somebody took out the second command: what stands above the password is the answer of the first.
    let log = "$ ssh admin@orkney system services ndmp node-scope-mode status\nNDMP node-scope-mode is disabled.\nPassword:\n\
               NDMP node-scope-mode is enabled.\n$\n";
    let read = session::read(log).answers;
    assert!(
        read.iter().all(|answer| told(std::slice::from_ref(answer)).iter().all(|own| own["node-scope-mode"] != "on")),
        "{read:#?}"
    );
}

#[test]
fn a_command_that_stands_there_twice_has_one_answer() {
    let mut tried = 0;
    for (table, text) in examples() {
        let (command, _) = parted(&text);
        let (first, _) = text.split_once('\n').unwrap_or_default();
        let whole = format!("{text}\norkney::>\n");
        let printed = told(&answers(table, &whole));
        let last = first.split_whitespace().next_back().unwrap_or_default();
        let begun = &first[..first.len() - last.len() + last.len().min(1)];
        let list = format!("    {last}         {last}-history\n    {last}-more\n");
        let is_plain = last.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let completed = [first, begun].map(|typed| format!("{typed}\n{list}{whole}"));
        let completed = completed.into_iter().filter(|_| is_plain);
        let shown = ["Output", "The output looks like this:", "\u{cd9c}\u{b825}\u{c785}\u{b2c8}\u{b2e4}."]
            .map(|said| format!("List them:\n\n```\n{command}\n```\n\n{said}\n\n```\n{whole}```\n"));
        for text in completed.chain(shown) {
            tried += 1;
            assert_eq!(told(&answers(table, &text)), printed, "{text}");
        }
    }
    assert!(tried > 300, "{tried} texts were tried");
}

#[test]
fn an_indented_answer_above_the_same_command_is_no_list_of_words() {
    let mut tried = 0;
    for (table, text) in examples() {
        let (first, below) = text.split_once('\n').unwrap_or_default();
        let indented: String = below.lines().map(|line| format!("    {line}\n")).collect();
        let count = answers(table, &format!("{first}\n{indented}\norkney::>\n")).len();
        let twice = format!("{first}\n{indented}\n{text}\norkney::>\n");
        tried += 1;
        assert_eq!(answers(table, &twice).len(), count + 1, "{twice}");
        let framed = format!("```\n{text}\norkney::>\n```\n");
        let none = format!("```\n{first}\n```\nThere are no entries matching your query.\n\n");
        let count = answers(table, &none).len() + answers(table, &framed).len();
        assert_eq!(answers(table, &(none + &framed)).len(), count, "{framed}");
    }
    assert!(tried > 20, "{tried} texts were tried");
}

/// What is read of a text without commands: the command of each record's table with its fields, and whether all answers are whole.
fn all_told(text: &str) -> (BTreeSet<(String, Told)>, bool, Vec<String>) {
    let read = read(text);
    let told = |whole: bool| {
        let answers = read.answers.iter().filter(move |answer| !whole || answer.status == Status::Complete);
        answers
            .flat_map(|answer| told(std::slice::from_ref(answer)).into_iter().map(|own| (answer.command.clone(), own)))
    };
    let is_whole = read.answers.iter().all(|answer| answer.status == Status::Complete) && read.remarks.is_empty();
    let strange = told(true).map(|(command, own)| format!("{command}: {own:?}")).collect();
    (told(false).collect(), is_whole, strange)
}

/// Somebody copied tables without their commands right below one another: no row and no label is one of the table above, and none is
/// lost without a word.
#[test]
fn tables_below_one_another_without_commands_are_told_apart() {
    let examples: Vec<(&Definition, String)> =
        examples().map(|(table, text)| (table, parted(&text).1.to_owned())).collect();
    let alone: Vec<_> = examples.iter().map(|(_, text)| all_told(text).0).collect();
    let (mut tried, mut wrong) = (0, Vec::new());
    for (upper, (above, text)) in examples.iter().enumerate() {
        for (lower, (below, other)) in examples.iter().enumerate() {
            let is_read = !alone[upper].is_empty() && !alone[lower].is_empty();
            if !is_read || above.command == below.command || (upper * 7 + lower * 3) % 61 != 0 {
                continue;
            }
            for gap in ["", "\n"] {
                let joined = format!("{text}{gap}{other}");
                let (found, is_whole, whole) = all_told(&joined);
                let own: BTreeSet<_> = alone[upper].union(&alone[lower]).cloned().collect();
                let is_own =
                    |record: &String| own.iter().any(|(command, own)| *record == format!("{command}: {own:?}"));
                tried += 1;
                if let Some(strange) = whole.iter().find(|record| !is_own(record)) {
                    wrong.push(format!("{strange} in\n{joined}"));
                } else if is_whole && !own.is_subset(&found) {
                    wrong.push(format!("rows are lost without a word in\n{joined}"));
                }
            }
        }
    }
    assert!(tried > 100, "{tried} texts were tried");
    assert!(wrong.is_empty(), "{} of {tried} texts\n{}", wrong.len(), wrong.join("\n"));
}

/// Headings that somebody chose himself end the rows above them too, and that nobody knows them is told.
#[test]
fn a_heading_that_no_table_knows_ends_the_rows_above_it() {
    let svms = "Vserver       Type       State    Allowed Protocols\n------------- ---------- -------- -----------------\n\
                svm_hoy       data       running  nfs,ndmp\nsvm_unst      data       stopped  nfs\n";
    for (heading, row) in [
        ("Vserver       CIFS Server    Domain      State", "svm_hoy       HOY            example.com running"),
        ("Vserver       Quota Policy   State", "svm_hoy       default        running"),
        ("Vserver       Export Policy  Rules", "svm_hoy       open           3"),
    ] {
        let ruler: String = heading.chars().map(|c| if c == ' ' { ' ' } else { '-' }).collect();
        let read = read(&format!("{svms}\n{heading}\n{ruler}\n{row}\n"));
        let records: Vec<usize> = read.answers.iter().map(|answer| answer.records.len()).collect();
        assert_eq!(records[0], 2, "{heading}");
        assert!(records.len() == 2 || read.remarks.iter().any(|remark| remark.contains("heading")), "{heading}");
    }
}
