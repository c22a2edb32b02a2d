//! What people see of a report: the last screen, widths, one block for one cause, and live answers as tables.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::program::{program, ran, run};
use ndmp_preflight::collect::answers::Piece;
use ndmp_preflight::collect::bundle::{Bundle, Entry, How};
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;
use tempfile::tempdir;

/// The text of `check` in a terminal of so many columns.
fn shown(folder: &Path, line: &str, columns: usize) -> String {
    let mut command = program(folder, line);
    command.env("COLUMNS", columns.to_string());
    ran(command).out
}

/// The lines from the verdict on the target to the end.
fn last_screen(text: &str) -> Vec<&str> {
    let all: Vec<&str> = text.lines().collect();
    let from = all.iter().rposition(|line| line.starts_with("demo: ")).unwrap();
    all[from..].to_vec()
}

#[test]
fn the_last_screen_has_the_verdict_and_every_failed_rule_with_its_fix() {
    let folder = tempdir().unwrap();
    let text = run(folder.path(), "check --demo").out;
    let json: serde_json::Value = serde_json::from_str(&run(folder.path(), "check --demo --format json").out).unwrap();
    let screen = last_screen(&text);
    assert!(screen.len() <= 60, "{} lines", screen.len());
    let outcomes = json["targets"][0]["outcomes"].as_array().unwrap();
    let count = |verdict: &str, weight: &str| {
        let of =
            outcomes.iter().filter(|one| one["verdict"] == verdict && (weight.is_empty() || one["severity"] == weight));
        of.map(|one| one["rule"].as_str().unwrap()).collect::<BTreeSet<_>>().len()
    };
    let (must, should, open) = (count("fail", "must"), count("fail", "should"), count("unknown", ""));
    let told =
        format!("demo: not ready; {must} must and {should} should rules failed, {open} rules could not be told,");
    assert!(must > 10 && should > 1 && open > 1 && screen[..2].join(" ").starts_with(&told), "{told}");
    let failed: Vec<&str> = outcomes
        .iter()
        .filter(|outcome| outcome["verdict"] == "fail")
        .map(|outcome| outcome["rule"].as_str().unwrap())
        .collect();
    assert!(failed.len() > 15);
    for rule in failed {
        let lines: Vec<usize> = (0..screen.len())
            .filter(|at| {
                screen[*at].starts_with("  ")
                    && screen[*at][2..].starts_with(['m', 's', 'i'])
                    && screen[*at].split_whitespace().nth(1) == Some(rule)
            })
            .collect();
        assert_eq!(lines.len(), 1, "{rule}");
        let fixes: Vec<&str> = outcomes
            .iter()
            .filter(|outcome| outcome["rule"] == rule && outcome["verdict"] == "fail")
            .filter_map(|outcome| outcome["fix"][0].as_str())
            .collect();
        let below = screen[lines[0]..].iter().take(3).any(|line| fixes.first().is_some_and(|fix| line.ends_with(fix)));
        assert_eq!(below, !fixes.is_empty(), "{rule}");
    }
    assert!(screen.contains(&"capture these commands next:"));
    assert!(screen.last().unwrap().contains(&format!("and {} more", must - 4)));
}

#[test]
fn what_passed_is_a_number_unless_everything_is_wanted() {
    let folder = tempdir().unwrap();
    let brief = run(folder.path(), "check --demo").out;
    assert!(!brief.lines().any(|line| line.starts_with("pass ")), "{brief}");
    let json: serde_json::Value = serde_json::from_str(&run(folder.path(), "check --demo --format json").out).unwrap();
    let passed = json["targets"][0]["summary"]["pass"].as_u64().unwrap();
    let flat = brief.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(passed > 50 && flat.contains(&format!(", {passed} outcomes passed (-v lists them) failed,")), "{brief}");
    let whole = run(folder.path(), "check --demo -v").out;
    assert_eq!(whole.lines().filter(|line| line.starts_with("pass ")).count() as u64, passed);
    assert!(!whole.contains("-v lists them"));
}

#[test]
fn one_rule_that_failed_is_one_block_and_so_is_one_cause() {
    let folder = tempdir().unwrap();
    let text = run(folder.path(), "check --demo").out;
    let blocks: Vec<&str> =
        text.lines().filter(|line| line.starts_with("fail ") || line.starts_with("unknown ")).collect();
    let mut names: Vec<&str> = blocks.iter().filter_map(|line| line.split_whitespace().nth(2)).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    // Two rules failed for some subjects, and cannot be told of others.
    assert_eq!(all, names.len() + 2, "{blocks:?}");
    assert!(text.contains("unknown must tape-drive-qualified (cut-off)  5 subjects\n"));
    let whole = run(folder.path(), "check --demo -v").out;
    // Of more than a few places the others are counted.
    let drives = |text: &str| text.matches("not among the supported drives").count();
    assert_eq!((drives(&text), drives(&whole)), (2, 3));
    assert_eq!(text.matches("  ... and 1 more places, with -v\n").count(), 1);
}

#[test]
fn rules_that_wait_for_one_command_say_so_once() {
    let folder = tempdir().unwrap();
    fs::write(
        folder.path().join("x.txt"),
        "c1::> version\nNetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n\nc1::>\n",
    )
    .unwrap();
    let text = run(folder.path(), "check --from x.txt").out.replace("\n  ", " ");
    let told = "the NDMP scope is not known: not captured; run `system services ndmp node-scope-mode status`";
    assert_eq!(text.matches(told).count(), 2, "rules of the document, and those beyond it: {text}");
}

/// A session in which this was typed for `storage tape show`, and refused in these words.
fn refused(typed: &str, words: &str) -> String {
    format!(
        "c1::> version\nNetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n\nc1::> {typed}\n\nError: {words}\n\nc1::>\n"
    )
}

#[test]
fn a_command_that_was_misspelt_or_refused_is_the_cause() {
    let folder = tempdir().unwrap();
    for (typed, words, told) in [
        ("storage tpe show", "\"tpe\" is not a recognized command", "`storage tpe show` at x.txt:4 is misspelt"),
        ("storage tape shwo", "\"shwo\" is not a recognized command", "meant is `storage tape show`"),
        ("storage tape show", "not authorized for that command", "the cluster refused `storage tape show`: Error: not"),
    ] {
        fs::write(folder.path().join("x.txt"), refused(typed, words)).unwrap();
        let text = run(folder.path(), "check --from x.txt --select tape-drive-visible").out;
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(flat.matches(told).count(), 2, "in its block and on the last screen: {typed}\n{text}");
    }
    fs::write(folder.path().join("x.txt"), refused("date shwo", "\"shwo\" is not a recognized command")).unwrap();
    let text = run(folder.path(), "check --from x.txt --select tape-drive-visible").out;
    assert!(!text.contains("cause:"), "{text}");
}

/// Whether a line is there to be copied, and so never broken.
fn is_command(line: &str) -> bool {
    let labels = ["fix: ", "check: ", "undo: ", "--> "];
    labels.iter().any(|label| line.contains(label)) || line.starts_with("      ")
}

#[test]
fn the_width_is_what_is_told_else_80_and_marks_stay_under_their_words() {
    let folder = tempdir().unwrap();
    for (columns, text) in [
        (60, shown(folder.path(), "check --demo", 60)),
        (80, run(folder.path(), "check --demo").out),
        (100, shown(folder.path(), "check --demo", 100)),
        (138, shown(folder.path(), "check --demo", 138)),
    ] {
        let lines: Vec<&str> = text.lines().collect();
        let wide: Vec<_> = lines.iter().filter(|line| line.chars().count() > columns && !is_command(line)).collect();
        assert!(wide.is_empty(), "{columns}: {wide:?}");
        assert!(lines.iter().any(|line| line.chars().count() > columns - 12), "{columns}: as wide as there is room");
        let at = lines.iter().position(|line| line.contains("^^^^^^^^^^^^^^^^^^^^^")).unwrap();
        let start = lines[at].chars().position(|c| c == '^').unwrap();
        let marked: String = lines[at - 1].chars().skip(start).take(21).collect();
        assert_eq!(marked, "broadcast-domain-wide", "{columns}");
    }
    let nonsense = {
        let mut command = program(folder.path(), "check --demo");
        command.env("COLUMNS", "wide");
        ran(command).out
    };
    assert_eq!(nonsense, run(folder.path(), "check --demo").out);
}

#[test]
fn no_word_of_a_row_is_broken() {
    let folder = tempdir().unwrap();
    let source = include_str!("../../sample-outputs/many-faults/session.txt");
    let words: Vec<&str> = source.split_whitespace().collect();
    for columns in [50, 66, 80] {
        let text = shown(folder.path(), "check --demo", columns);
        for line in text
            .lines()
            .filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()) && line.contains('…'))
        {
            let (_, row) = line.split_once(" | ").unwrap();
            let broken: Vec<&str> =
                row.split_whitespace().filter(|word| *word != "…" && !words.contains(word)).collect();
            assert!(broken.is_empty(), "{columns}: {broken:?} in {line}");
        }
    }
}

/// A bundle with one answer of a live session.
fn bundle(folder: &Path, command: &str, answer: &str) {
    let catalog = Catalog::embedded().unwrap();
    let plan = Plan::of(&catalog, &Question::plain(jiff::civil::date(2026, 11, 22)));
    let mut bundle =
        Bundle { target: "c1".into(), started: "2026-11-22T08:00:00Z".parse().unwrap(), ..Bundle::default() };
    for (command, answer) in [("version", "NetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n"), (command, answer)]
    {
        let step = plan.steps.iter().find(|step| step.show.path() == command).unwrap();
        let piece = Piece { text: answer.as_bytes().to_vec(), whole: true };
        bundle.push(Entry::new(step.show.text(), step, How::default(), piece));
    }
    fs::write(folder.join("c1.ndmp.tar.gz"), bundle.bytes()).unwrap();
}

#[test]
fn a_live_answer_is_shown_as_a_table_and_as_one_of_the_bundle() {
    let folder = tempdir().unwrap();
    let answer = "node|~08~|device-id|~08~|device-type|~08~|description|~08~|status|~08~|\n\
        Node|~08~|Device ID|~08~|Device Type|~08~|Description|~08~|Status|~08~|\n\
        c1-01|~08~|0c.6|~08~|\"tape drive\"|~08~|\"IBM LTO 7 ULT3580\"|~08~|offline|~08~|\n\
        c1-01|~08~|0c.7|~08~|\"tape drive\"|~08~|\"IBM LTO 7 ULT3580\"|~08~|normal|~08~|\n\
        2 entries were displayed.\n";
    bundle(folder.path(), "storage tape show", answer);
    let check = "check --from c1.ndmp.tar.gz --select tape-device-status";
    let wide = shown(folder.path(), check, 100);
    let narrow = shown(folder.path(), check, 50);
    let all = [
        " 1 | node   device-id  device-type  description        status",
        " 3 | c1-01  0c.6       tape drive   IBM LTO 7 ULT3580  offline",
    ];
    let some = [" 1 | node   device-id  …  status", " 3 | c1-01  0c.6       …  offline"];
    for (text, rows) in [(&wide, all), (&narrow, some)] {
        let at = text.find("  --> c1/storage_tape_show.txt:3:65 (in the bundle)\n").unwrap();
        let drawn: Vec<&str> = text[at..].lines().skip(2).take(4).collect();
        assert_eq!((drawn[0], drawn[1], drawn[2]), (rows[0], " ...", rows[1]), "{text}");
        let start = drawn[3].chars().position(|c| c == '^').unwrap();
        assert_eq!(drawn[2].chars().skip(start).collect::<String>(), "offline", "{text}");
        assert!(drawn[3].ends_with("^^^^^^^ should be normal") && !text.contains("|~"), "{text}");
    }
    let junit = run(folder.path(), &format!("{check} --format junit")).out;
    assert!(junit.contains("c1-01|~08~|0c.6|~08~|"), "other formats show what was printed: {junit}");
}

#[test]
fn in_brief_a_single_target_still_has_its_reason() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "check -q --from nowhere.txt");
    assert_eq!(done.code, 4);
    let told = "because `nowhere` could not be read: `nowhere.txt`: no such file or directory";
    assert!(done.out.split_whitespace().collect::<Vec<_>>().join(" ").ends_with(told), "{}", done.out);
}

#[test]
fn a_report_in_a_file_is_whole_however_little_is_shown() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "check --demo -q --report human=full.txt");
    let file = fs::read_to_string(folder.path().join("full.txt")).unwrap();
    assert!(done.out.lines().count() < 10, "{}", done.out);
    assert_eq!(file, run(folder.path(), "check --demo").out);
    run(folder.path(), "check --demo -v --report human=full.txt");
    let file = fs::read_to_string(folder.path().join("full.txt")).unwrap();
    assert_eq!(file, run(folder.path(), "check --demo -v").out);
}

#[test]
fn lists_for_people_fit_their_width() {
    let folder = tempdir().unwrap();
    for columns in [80, 120] {
        let rules = shown(folder.path(), "rules", columns);
        assert!(rules.lines().all(|line| line.chars().count() <= columns), "{columns}: {rules}");
        let facts = shown(folder.path(), "facts --demo", columns);
        let rows = facts.lines().filter(|line| line.starts_with("  ") && line.trim().contains("  "));
        let wide: Vec<_> = rows.filter(|line| line.chars().count() > columns).collect();
        assert!(wide.is_empty(), "{columns}: {wide:?}");
    }
}

#[test]
fn rules_that_say_nothing_for_want_of_a_capture_are_named_in_the_last_lines() {
    let folder = tempdir().unwrap();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs/ready-svm-9.12.1");
    let line = |options: &str| {
        let done = run(folder.path(), &format!("check --from {sample} -q --now 2026-11-22 {options}"));
        assert_eq!(done.code, 0, "{}", done.out);
        done.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let told = line("--dma-address 192.0.2.9");
    assert!(
        told.contains(" silent 2 must rules beyond the document, for nothing of their evidence was captured: "),
        "{told}"
    );
    assert!(told.contains("`route-covers-address`"), "{told}");
}

#[test]
fn a_failed_should_rule_is_not_called_nothing() {
    let folder = tempdir().unwrap();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs/document-two-nodes");
    for file in fs::read_dir(sample).unwrap().map(|entry| entry.unwrap().path()) {
        if !file.ends_with("security_login_show.txt") {
            fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
    }
    let done = run(folder.path(), "check --from . -q --now 2026-11-22");
    assert_eq!(done.code, 3, "{}", done.out);
    assert!(done.out.contains("1 fail,") && done.out.contains("because no must rule failed, but"), "{}", done.out);
}
