//! What nobody listed counts as doubt: a line that is none of an answer, a command that nobody knows, a file without answers.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{Answer, Status, read};
use saved::{Saved, catalog, plain};

const SAMPLES: [&str; 2] = ["ready-svm-9.12.1", "ready-svm-9.9.1"];

/// Complaints and remarks in words that no list of the program holds. What would fit the columns of a table is none of them.
const LINES: [&str; 20] = [
    "ayr-04: RPC failure",
    "warning: some nodes did not answer the request",
    "WARN some rows could not be shown here today",
    "* Warning: ayr-04 did not answer",
    "Notice: some rows are hidden",
    "Note: the rows of ayr-04 are old",
    "Only the first 3 nodes are listed here, sorry",
    "Node \"ayr-04\" is not healthy",
    "entry doesn't exist",
    "[ayr-04] timed out!",
    "^C",
    "(some output omitted)",
    "(to be changed tonight)",
    "[snipped]",
    "# this one is still down",
    "!! was false until yesterday",
    "// not yet, ask Ann",
    "<-- planned",
    "<< rows cut >>",
    "=== the rest was deleted ===",
];

/// Name and text of each answer of a sample, without what a login prints.
fn answers(sample: &str) -> Vec<(String, String)> {
    let saved = Saved::sample(sample);
    let is_login = |line: &&str| !line.starts_with("Last login");
    let body = |text: &str| text.lines().filter(is_login).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned();
    let command = |name: &str| name.trim_end_matches(".txt").replace('_', " ");
    let without_prompt = |text: String| {
        text.split_once("::>").map_or(text.clone(), |_| {
            let lines = text.lines().filter(|line| !line.contains("::>"));
            lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
        })
    };
    saved.files.iter().map(|(name, text)| (command(name), without_prompt(body(text)))).collect()
}

fn session(answers: &[(String, String)]) -> String {
    answers.iter().map(|(command, text)| format!("ayr::> {command}\n{text}\n\n")).collect::<String>() + "ayr::> "
}

/// The only answer to a command in a session of its own.
fn read_one(command: &str, text: &str) -> Option<Answer> {
    let text = session(&[(command.to_owned(), text.to_owned())]);
    let mut read = read("ayr", vec![Capture::of_text("x.txt", &text)], &catalog().tables);
    read.remove(0).answers.into_iter().next()
}

/// What an answer says where it claims to be all there, and sure.
fn claimed(answer: Option<Answer>) -> Option<Vec<Vec<(String, String)>>> {
    let answer = answer.filter(|answer| answer.status == Status::Complete && answer.doubt.is_none())?;
    if !answer.remarks.is_empty() {
        return None;
    }
    let text = |record: std::borrow::Cow<'_, ndmp_preflight::table::Record>| {
        record.fields.iter().map(|(name, cell)| (name.clone(), cell.value.text())).collect()
    };
    Some(answer.records.iter().map(text).collect())
}

#[test]
fn a_line_that_is_none_of_the_answer_is_never_passed_over() {
    let (mut silent, mut cases) = (Vec::new(), 0);
    for (command, text) in SAMPLES.iter().flat_map(|sample| answers(sample)) {
        let whole = claimed(read_one(&command, &text));
        assert!(whole.is_some(), "{command} is not whole before anything is put in");
        let lines: Vec<&str> = text.lines().collect();
        let last = lines.len();
        for line in LINES {
            for at in (0..=last).filter(|at| *at < 3 || *at + 4 > last || at % 5 == 0) {
                let with = [&lines[..at], &[line], &lines[at..]].concat().join("\n");
                cases += 1;
                if claimed(read_one(&command, &with)) == whole {
                    silent.push(format!("{command}, line {at}: {line}"));
                }
            }
        }
    }
    assert!(cases > 5000, "{cases}");
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn a_letter_round_an_answer_says_nothing_of_it() {
    // Where ONTAP does not count the rows, what stands below may be one.
    for (command, text) in answers(SAMPLES[0]).into_iter().filter(|(_, text)| text.ends_with("displayed.")) {
        let whole = claimed(read_one(&command, &text));
        for letter in [
            "Regards,\nAnn",
            "Viele Gr\u{fc}\u{df}e\nAnn",
            "And the next one:",
            "=== Tape ===",
            "> On Monday Tom wrote:",
        ] {
            let with = claimed(read_one(&command, &format!("{text}\n\n{letter}\n")));
            assert_eq!(with, whole, "{command}: {letter}");
        }
    }
}

/// A ready cluster in one session, and what was typed behind it.
fn code(behind: &str) -> (u8, String) {
    let text = session(&answers(SAMPLES[0])) + behind + "\n\nayr::> ";
    let report = Saved::text(&text.replace("ayr::>", "strathspey::>")).report(&plain());
    (report.exit_code, report.because)
}

#[test]
fn a_command_that_nobody_knows_makes_old_what_it_could_reach() {
    for command in [
        "frobnicate all",
        "ndmp off -vserver strathspey",
        "interface modify -vserver strathspey -lif strathspey-01_icl1 -status-admin down",
        "reboot -node strathspey-01",
        "halt -node strathspey-01",
        "Vserver Services NDMP Off -vserver strathspey",
        "/vserver/services/ndmp/off -vserver strathspey",
        "\"vserver\" services ndmp off -vserver strathspey",
        "network fcp adapter modify -node strathspey-01 -adapter 0e -status-admin down",
        "network port broadcast-domain remove-ports -broadcast-domain Default -ports strathspey-01:e3a",
        "system power-cycle",
        "storage failover modify -node strathspey-01 -enabled false",
        "network route delete -vserver strathspey -destination 0.0.0.0/0",
        "vserver services ndmp extensions modify -is-extension-0x2050-enabled false",
        "system configuration recovery node restore -backup x",
        "systemshell -node strathspey-01",
        "run -node strathspey-01 ndmpd off",
        "system node run -node * \"options tape.reservations off\"",
        "system node run -node strathspey-01 -command ifconfig e3a down",
        "vserver services ndmp off showroom",
        "redo 4",
        "vserver services ndmp\noff strathspey",
        "run -node strathspey-01 fcadmin config -d 0e",
        "\nNov 22 09:00:00 strathspey::> vserver services ndmp off -vserver strathspey",
        "set -confirmations off; vserver services ndmp off -vserver strathspey",
        "options -vserver strathspey-01 -option-name tape.reservations -opt\nion-value off",
        "vserver services ndmp off -vserver *\n\nError: command failed on svm-b\n1 entry was acted on.",
    ] {
        let (code, because) = code(command);
        assert_eq!(code, 3, "{command}: {because}");
    }
}

#[test]
fn a_command_that_changes_nothing_and_one_that_was_not_carried_out_leave_a_cluster_ready() {
    for command in [
        "",
        "rows 0",
        "set -privilege advanced",
        "history",
        "vserver services ndmp",
        "network ping -node strathspey-01 -destination 192.0.2.9",
        "snapmirror update -destination-path a:b",
        "volume snapshot create -vserver svm-aviemore-fs1 -volume a -snapshot b",
        "autosupport invoke -node * -type all",
        "event log show",
        "run -node strathspey-01 ndmpd status",
        "system node run -node strathspey-01 -command sysconfig -t",
        "run -node strathspey-01 options tape.reservations",
        "vserver services ndmp off -vserver strathspey^C",
        "network interface delete -vserver strathspey -lif x\n\nDo you want to continue? {y|n}: n",
        "network interface delete -vserver strathspey -lif x\n\nDo you want to continue? {y|n}: ^C",
        "vserver services ndmp off -vserver strathspey\n\nError: command failed: not authorized for that command",
        "vserver services ndmp sho\n\nError: ambiguous command",
        "# vserver services ndmp off",
    ] {
        let (code, because) = code(command);
        assert_eq!(code, 0, "{command}: {because}");
    }
}

#[test]
fn a_change_before_a_show_on_one_line_is_not_lost() {
    let cluster = answers(SAMPLES[0]).into_iter().find(|(command, _)| command == "cluster show").unwrap().1;
    let (code, because) = code(&format!("vserver services ndmp off -vserver strathspey; cluster show\n{cluster}"));
    assert_eq!(code, 3, "{because}");
}

#[test]
fn what_another_command_printed_proves_nothing() {
    for command in ["system services ndmp node-scope-mode status", "security login show", "vserver services ndmp show"]
    {
        for (asked, code) in [("event log show", 3), ("frobnicate", 3), ("lun show", 3), (command, 0)] {
            let mut all = answers(SAMPLES[0]);
            all.retain(|(own, _)| !own.starts_with("vserver services ndmp") || command != "vserver services ndmp show");
            let of = |wanted: &str| answers(SAMPLES[0]).into_iter().find(|(own, _)| own == wanted).unwrap().1;
            all.retain(|(own, _)| own != command);
            all.push((asked.to_owned(), of(command)));
            if command == "vserver services ndmp show" {
                let own = "vserver services ndmp show -vserver strathspey";
                all.push((if code == 0 { own } else { asked }.to_owned(), of(own)));
            }
            let report = Saved::text(&session(&all).replace("ayr::>", "strathspey::>")).report(&plain());
            assert_eq!(report.exit_code, code, "{command} below {asked}: {}", report.because);
        }
    }
}

#[test]
fn a_file_beside_others_without_an_answer_is_named() {
    for (text, why) in
        [("", "it is empty"), ("hello\n", "no answer"), ("Error: command failed: RPC: timed out\n", "no answer")]
    {
        let mut saved = Saved::sample(SAMPLES[0]);
        saved.with("errors.log", text);
        let report = saved.report(&plain());
        assert_eq!(report.exit_code, 3, "{text}");
        let named = report.targets[0].outcomes.iter().find(|outcome| outcome.rule == "capture-unread").unwrap();
        assert!(named.message.contains("errors.log") && named.message.contains(why), "{}", named.message);
    }
}

/// A letter may end a text that somebody wrote; a file of one answer alone is ONTAP's to its end.
#[test]
fn what_stands_below_the_only_answer_of_a_file_is_no_letter() {
    let (_, text) = answers(SAMPLES[0]).into_iter().find(|(command, _)| command == "storage tape show").unwrap();
    let status = |name: &str, line: &str| {
        let capture = Capture::of_text(name, &format!("{text}\n\n{line}\n"));
        read("ayr", vec![capture], &catalog().tables).remove(0).answers[0].status
    };
    for (line, of_file, of_text) in [
        ("ayr-04: RPC failure", Status::CutOff, Status::CutOff),
        ("the others come tomorrow", Status::CutOff, Status::Complete),
        ("Regards", Status::Complete, Status::Complete),
    ] {
        assert_eq!((status("storage_tape_show.txt", line), status("mail.txt", line)), (of_file, of_text), "{line}");
    }
}
