//! The page of `--format html` in a real browser: what it shows, filters, finds, copies and prints is what the JSON report says; it asks
//! no network, and nothing in it commands it. Where there is no browser the tests say so; in CI one must be there.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

mod captured;
mod chromium;
#[path = "../cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use chromium::run_case;
use program::{program, run};
use serde_json::Value;
use tempfile::tempdir;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs")
}

/// Runs a case of `cases.mjs` on the files of a folder: `page.html`, `report.json` and `report.txt`.
fn check(case: &str, folder: &Path) {
    run_case("cases.mjs", case, folder, &[]);
}

/// Writes the report on `input` as a page, as JSON and for people.
fn write(folder: &Path, place: &Path, input: &str) {
    let reports = [("html", "page.html"), ("json", "report.json")];
    let told: Vec<String> =
        reports.iter().map(|(format, name)| format!("--report {format}={}", folder.join(name).display())).collect();
    let line = format!("check {input} --now 2026-11-22 --color never {}", told.join(" "));
    let mut command = program(place, &line);
    command.env("COLUMNS", "140");
    let ran = program::ran(command);
    assert!([0, 1, 3, 4].contains(&ran.code), "{}", ran.err);
    fs::write(folder.join("report.txt"), ran.out).unwrap();
}

/// The report that a page holds.
fn held(folder: &Path) -> Value {
    let page = fs::read_to_string(folder.join("page.html")).unwrap();
    let (_, text) = page.split_once("<script type=\"application/json\" id=\"report-value\">").unwrap();
    serde_json::from_str(text.split_once("</script>").unwrap().0).unwrap()
}

fn on(case: &str, input: &str) {
    let folder = tempdir().unwrap();
    write(folder.path(), &samples(), input);
    check(case, folder.path());
}

#[test]
fn it_says_what_the_other_reports_say() {
    for input in [
        "--demo",
        "--from document-two-nodes",
        "--from ready-node-scope --fail-on should",
        "--from mail-damaged.txt",
        "--from many-faults --dma netbackup --dma-address 192.0.2.9 --register cluster_mgmt --user backup_admin1",
        "--from many-faults ready-svm-9.12.1 mail-damaged.txt no-such-file",
    ] {
        on("words", input);
    }
}

/// A site that lets a rule weigh less is told beside the verdict, here too.
#[test]
fn it_says_what_the_site_set() {
    let folder = tempdir().unwrap();
    let site = folder.path().join("site.toml");
    fs::write(&site, "[rule.lif-up]\nseverity = \"info\"\n").unwrap();
    write(folder.path(), &samples(), &format!("--from ready-svm-9.12.1 --config {}", site.display()));
    assert!(fs::read_to_string(folder.path().join("report.txt")).unwrap().contains("1 must rule lowered by the site"));
    check("words", folder.path());
    check("site", folder.path());
}

#[test]
fn filters_and_the_search_show_what_the_json_report_has() {
    on("filters", "--demo");
    on("filters", "--from many-faults ready-svm-9.12.1 terminal-transcript.txt");
}

#[test]
fn a_link_leads_to_the_same_filter() {
    on("links", "--demo");
}

#[test]
fn what_is_copied_is_the_command() {
    on("copy", "--demo");
    on("copy-without-clipboard", "--demo");
}

#[test]
fn the_marked_cell_is_that_of_the_evidence() {
    on("marks", "--demo");
}

#[test]
fn each_answer_is_there_as_a_table_and_as_text() {
    on("answers", "--from many-faults");
}

#[test]
fn paper_has_every_finding() {
    on("print", "--demo");
}

#[test]
fn it_can_be_used_without_a_mouse_and_without_eyes() {
    on("keyboard", "--from document-two-nodes");
    for input in ["--demo", "--from ready-svm-9.12.1 mail-damaged.txt no-such-file"] {
        on("accessible", input);
    }
}

#[test]
fn it_fits_a_telephone() {
    on("narrow", "--demo");
}

#[test]
fn nothing_that_a_cluster_printed_commands_the_page() {
    let folder = tempdir().unwrap();
    captured::hostile(folder.path());
    write(folder.path(), folder.path(), "--from in");
    check("hostile", folder.path());
    let path = folder.path().join("report.json");
    let mut report: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    captured::spoilt(&mut report);
    fs::write(&path, report.to_string()).unwrap();
    let page = run(folder.path(), "merge report.json --format html");
    fs::write(folder.path().join("page.html"), page.out).unwrap();
    check("hostile", folder.path());
}

#[test]
fn what_a_live_session_parts_is_a_table() {
    let folder = tempdir().unwrap();
    captured::separated(folder.path());
    write(folder.path(), folder.path(), "--from in");
    check("separated", folder.path());
}

#[test]
fn thousands_of_findings_are_there() {
    let folder = tempdir().unwrap();
    captured::large(folder.path(), 2500);
    write(folder.path(), folder.path(), "--from in");
    let report = held(folder.path());
    let failed = report["targets"][0]["summary"]["fail"].as_u64().unwrap();
    assert!(failed >= 5000, "{failed}");
    check("large", folder.path());
}

/// A report that was only JSON has no rows and no texts of answers: the viewer draws what is there.
#[test]
fn the_viewer_draws_a_report_that_is_json_alone() {
    let folder = tempdir().unwrap();
    write(folder.path(), &samples(), "--from many-faults mail-damaged.txt");
    let merged = run(folder.path(), "merge report.json --format html");
    fs::write(folder.path().join("page.html"), merged.out).unwrap();
    assert!(held(folder.path())["targets"][0]["outcomes"][0]["evidence"].is_array());
    check("filters", folder.path());
    check("plain", folder.path());
}

#[test]
fn a_page_that_was_cut_says_so() {
    let folder = tempdir().unwrap();
    write(folder.path(), &samples(), "--from ready-svm-9.12.1");
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    fs::write(folder.path().join("page.html"), &page[..page.len() - 2000]).unwrap();
    check("cut", folder.path());
}

#[test]
fn no_secret_of_a_capture_is_in_the_page() {
    let folder = tempdir().unwrap();
    captured::with_password(folder.path());
    write(folder.path(), folder.path(), "--from in");
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(
        page.contains("generate-password") && page.contains("Password: ****"),
        "the text is there, the password masked"
    );
    assert!(!page.contains(captured::PASSWORD));
}

#[test]
fn a_page_asks_for_nothing_by_its_own_words() {
    let folder = tempdir().unwrap();
    write(folder.path(), &samples(), "--demo");
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    let (head, _) = page.split_once("<body>").unwrap();
    assert!(head.contains("default-src 'none'; style-src 'sha256-") && head.contains("script-src 'sha256-"));
    for word in
        ["unsafe", "http:", "https:", " src=", "url(", "@import", "innerHTML", "insertAdjacentHTML", "document.write"]
    {
        assert!(!head.contains(word), "{word}");
    }
}
