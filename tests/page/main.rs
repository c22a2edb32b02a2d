//! The page that checks, in a real browser: what it says is what the program says, byte for byte, of samples, PuTTY logs, archives and
//! bundles; it asks no network, and nothing in what is pasted commands it. Where there is no page or no browser the tests say so; in CI
//! both must be there.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

#[path = "../browser/captured.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod captured;
#[path = "../browser/chromium.rs"]
mod chromium;
#[path = "../cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chromium::run_case;
use flate2::Compression;
use flate2::write::GzEncoder;
use program::program;
use tempfile::tempdir;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs")
}

fn check(case: &str, folder: &Path) {
    let Some(page) = chromium::page() else { return };
    run_case("page.mjs", case, folder, &[&page]);
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        copy(&path, &to.join(path.file_name().unwrap()));
    }
}

/// What the program says of what lies in `place`, in the formats that the page saves.
fn write(place: &Path, options: &str) {
    let formats = ["json", "junit", "markdown", "html"];
    let files: Vec<String> = formats.iter().map(|format| format!("--report {format}=report.{format}")).collect();
    let ran = program::ran(program(place, &format!("check {options} --now 2026-11-22 {}", files.join(" "))));
    assert!([0, 1, 3, 4].contains(&ran.code), "{}", ran.err);
    let sheet = format!("handoff {options} --now 2026-11-22 --report markdown=report.handoff-markdown");
    assert!([0, 1, 3, 4].contains(&program::ran(program(place, &sheet)).code));
}

/// `given` names what lies in a new folder, and is handed in; the page and the program say the same of it.
fn alike(fill: impl Fn(&Path), given: &[&str], config: &str) {
    let folder = tempdir().unwrap();
    fill(folder.path());
    fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
    let from = given.join(" ");
    write(folder.path(), &format!("--from {from}"));
    fs::write(folder.path().join("given"), given.join("\n")).unwrap();
    check("alike", folder.path());
}

#[test]
fn it_says_of_each_sample_what_the_program_says() {
    for name in [
        "document-two-nodes",
        "mail-damaged.txt",
        "many-faults",
        "ready-node-scope",
        "ready-svm-9.12.1",
        "ready-svm-9.9.1",
        "terminal-transcript.txt",
    ] {
        alike(|folder| copy(&samples().join(name), &folder.join(name)), &[name], "");
    }
}

const PLAN: &str = r#"
[backup]
dma = "netbackup"
dma-address = ["192.0.2.9"]
register = ["cluster_mgmt"]
user = "backup_admin1"
tape = "local"
streams = 4

[[waiver]]
rule = "lif-failover-local"
reason = "is mended with change 4711"
until = 2026-12-31

[[attest]]
what = "dma-ndmp-version"
value = "v4"
by = "backup team"
on = 2026-11-20

[rule.lif-up]
severity = "should"
"#;

#[test]
fn the_plan_waivers_and_attestations_count_as_in_the_program() {
    alike(|folder| copy(&samples().join("many-faults"), &folder.join("many-faults")), &["many-faults"], PLAN);
}

/// A log of PuTTY: its own header, the ends of lines of Windows, and in a code page.
fn putty(folder: &Path) {
    let session = fs::read_to_string(samples().join("ready-node-scope/session.txt")).unwrap();
    let head = "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.11.20 10:11:12 =~=~=~=~=~=~=~=~=~=~=~=\n";
    let text = format!("{head}login as: admin\nUsing keyboard-interactive authentication.\n{session}");
    fs::write(folder.join("putty.log"), text.replace("\r\n", "\n").replace('\n', "\r\n")).unwrap();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("notepad.txt"), [&[0xff, 0xfe], wide.as_slice()].concat()).unwrap();
}

#[test]
fn a_log_of_putty_is_read_as_the_program_reads_it() {
    alike(putty, &["putty.log"], "");
    alike(putty, &["notepad.txt"], "");
}

fn archive(folder: &Path, from: &str, name: &str) {
    let mut tar = tar::Builder::new(GzEncoder::new(File::create(folder.join(name)).unwrap(), Compression::fast()));
    tar.append_dir_all(from, samples().join(from)).unwrap();
    tar.into_inner().unwrap().finish().unwrap();
}

#[test]
fn an_archive_a_folder_of_folders_and_what_is_broken_are_read_as_the_program_reads_them() {
    alike(|folder| archive(folder, "ready-svm-9.12.1", "cluster1.tar.gz"), &["cluster1.tar.gz"], "");
    let fleet = |folder: &Path| {
        fs::create_dir(folder.join("fleet")).unwrap();
        for name in ["ready-svm-9.9.1", "many-faults", "mail-damaged.txt"] {
            let place = if name.ends_with(".txt") { format!("mailed/{name}") } else { name.to_owned() };
            fs::create_dir_all(folder.join("fleet/mailed")).unwrap();
            copy(&samples().join(name), &folder.join("fleet").join(place));
        }
        fs::write(folder.join("fleet/many-faults/empty.txt"), "").unwrap();
        fs::write(folder.join("fleet/many-faults/README.md"), "read me").unwrap();
        fs::write(folder.join("fleet/many-faults/picture.bin"), [0, 1, 2, 3].repeat(99)).unwrap();
        fs::write(folder.join("fleet/damaged.ndmp.tar.gz"), [0x1f, 0x8b, 8, 0, 1]).unwrap();
    };
    alike(fleet, &["fleet"], "");
}

/// Looks at the page with the many faults on it.
fn on_faults(case: &str) {
    let folder = tempdir().unwrap();
    copy(&samples().join("many-faults/session.txt"), &folder.path().join("session.txt"));
    write(folder.path(), "--from session.txt");
    check(case, folder.path());
}

#[test]
fn what_is_typed_is_judged_at_once_and_marked_in_the_text() {
    on_faults("live");
    on_faults("marks");
}

#[test]
fn the_plan_is_a_form() {
    on_faults("plan");
}

#[test]
fn what_to_capture_can_be_copied() {
    let folder = tempdir().unwrap();
    copy(&samples().join("many-faults/session.txt"), &folder.path().join("session.txt"));
    for (name, options) in [("plan.sh", ""), ("plan-vs1.sh", "--svm vs1")] {
        let line = format!("plan admin@cluster1 --format sh {options}");
        fs::write(folder.path().join(name), program::ran(program(folder.path(), &line)).out).unwrap();
    }
    check("commands", folder.path());
}

#[test]
fn what_is_pasted_joins_the_files_of_its_cluster() {
    on_faults("joined");
}

#[test]
fn it_can_be_used_without_a_mouse_and_without_eyes() {
    on_faults("keyboard");
    on_faults("accessible");
}

#[test]
fn it_fits_a_telephone_and_a_wall() {
    on_faults("widths");
}

#[test]
fn a_configuration_with_faults_is_told_and_nothing_is_judged() {
    on_faults("faults");
}

#[test]
fn a_fault_of_the_program_ends_nothing_else() {
    on_faults("broken");
}

#[test]
fn nothing_that_is_pasted_commands_the_page_or_leaves_it() {
    let folder = tempdir().unwrap();
    captured::hostile(folder.path());
    check("hostile", folder.path());
}

#[test]
fn a_secret_is_masked_before_it_is_shown() {
    let folder = tempdir().unwrap();
    captured::with_password(folder.path());
    fs::write(folder.path().join("secret"), captured::PASSWORD).unwrap();
    check("secret", folder.path());
}

#[test]
fn thousands_of_findings_and_megabytes_of_text_leave_it_smooth() {
    let folder = tempdir().unwrap();
    captured::large(folder.path(), 2500);
    check("large", folder.path());
}

/// A program that was built with the page writes it; every other says where it is.
#[test]
fn the_program_writes_the_page_or_says_where_it_is() {
    let folder = tempdir().unwrap();
    let ran = program::run(folder.path(), "generate page");
    if cfg!(feature = "page") {
        assert!(ran.out.starts_with("<!doctype html>") && ran.out.ends_with("</html>\n"));
        return;
    }
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("built without the page") && ran.err.contains("`preflight.html`"), "{}", ran.err);
}

/// Nothing in the page could ask for anything, were there no policy.
#[test]
fn the_page_names_nothing_outside_of_itself() {
    let Some(page) = chromium::page() else { return };
    let page = fs::read_to_string(page).unwrap();
    let policy =
        page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let rules: Vec<&str> = policy.split("; ").collect();
    assert_eq!((rules[0], rules.len()), ("default-src 'none'", 6), "{policy}");
    assert!(rules[1].starts_with("style-src 'sha256-") && rules[2].starts_with("script-src 'sha256-"));
    assert!(rules[2].ends_with(" 'wasm-unsafe-eval'") && rules[3] == "worker-src blob:");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("connect-src"));
    let (own, program) = page.split_once("<script type=\"text/plain\" id=\"program\">").unwrap();
    assert!(program.len() > 100_000);
    for word in [
        "http:",
        "https:",
        " src=",
        "url(",
        "@import",
        "innerHTML",
        "insertAdjacentHTML",
        "document.write",
        "XMLHttpRequest",
        "WebSocket",
        "localStorage",
        "sessionStorage",
        "indexedDB",
    ] {
        assert!(!own.contains(word), "{word}");
    }
}
