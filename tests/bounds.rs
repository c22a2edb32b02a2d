//! Texts that nobody would type, which must not cost more than their size is worth: each kind is made in two sizes, and the program
//! reads it with limits on its processor time and memory that leave room for a slow machine, but none for work that grows
//! with the square of the text.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output};

use tempfile::tempdir;

/// Seconds of processor time, and kilobytes of memory; an unoptimised program on a busy machine needs a fifth of it.
const SECONDS: u32 = 40;
const KILOBYTES: u32 = 900_000;

/// `check` of a text, with both limits.
fn check(text: &str, options: &str) -> Output {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("text.txt"), text).unwrap();
    let program = env!("CARGO_BIN_EXE_ndmp-preflight");
    let limited = format!("ulimit -t {SECONDS} -v {KILOBYTES} -c 0; exec {program} check --from text.txt {options}");
    let mut command = Command::new("sh");
    command.args(["-c", &limited]).current_dir(folder.path()).env("RAYON_NUM_THREADS", "2");
    command.output().unwrap()
}

/// The exit code, where the program ended by itself.
fn code(kind: &str, text: &str) -> (i32, String) {
    let output = check(text, "-v");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let code = output.status.code().unwrap_or_else(|| panic!("{kind}: {} bytes: {}: {err}", text.len(), output.status));
    assert!(matches!(code, 1 | 3 | 4), "{kind}: exit code {code}: {err}");
    assert!(!err.contains("panicked"), "{kind}: {err}");
    // Long lines are broken anywhere.
    (code, out.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| line(at) + "\n").collect()
}

/// A table of `-fields` whose blanks a mail has collapsed; `cell` for row and column.
fn of_fields(columns: usize, rows: usize, cell: impl Fn(usize, usize) -> String) -> String {
    let names: Vec<String> = (0..columns).map(|at| format!("field-{at}")).collect();
    let ruler: Vec<String> = names.iter().map(|name| "-".repeat(name.len())).collect();
    let mut text = format!("cl1::> volume show -fields {}\n", names.join(","));
    writeln!(text, "vserver volume {}\n------- ------ {}", names.join(" "), ruler.join(" ")).unwrap();
    for row in 0..rows {
        let cells: Vec<String> = (0..columns).map(|column| cell(row, column)).collect();
        writeln!(text, "vs{} vol{row} {}", row % 4, cells.join(" ")).unwrap();
    }
    text + &format!("{rows} entries were displayed.\n\ncl1::>\n")
}

/// A word that may stand in many columns.
fn vague(row: usize, column: usize) -> String {
    ["-", "online", "true", "default", "/vol", "12", "3%", "node1"][(row * 7 + column * 3) % 8].to_owned()
}

/// Every kind of hostile text, of about so many kilobytes.
fn kinds(size: usize) -> Vec<(&'static str, String)> {
    let repeated = |text: &str| text.repeat(size * 1024 / text.len());
    let many = |line: &str| repeated(&format!("{line}\n"));
    let lif = "network interface show";
    vec![
        ("prompts on a line", repeated("::>")),
        ("named prompts on a line", repeated("cl1::> ")),
        ("prompts with commands on a line", repeated("cl1::> version ")),
        ("prompts behind marks on a line", repeated("<pre>cl1::> ")),
        ("names of clusters", lines(size * 36, |at| format!("c{at}::> version\nNetApp Release 9.1"))),
        ("names of clusters alone", lines(size * 100, |at| format!("c{at}::>"))),
        ("unknown columns", of_fields(100, size / 2 + 1, vague)),
        ("very many unknown columns", of_fields(1000, size / 9 + 1, vague)),
        (
            "columns with blank cells",
            of_fields(60, size * 2, |row, at| if (row + at) % 9 == 0 { String::new() } else { vague(row, at) }),
        ),
        (
            "many tables of many columns",
            (0..size / 4).map(|_| of_fields(60, 2, vague).replace("field-0", "size")).collect(),
        ),
        ("one row", format!("cl1::> {lif}\n{}", of_fields(2, 1, |_, _| repeated("ab cd ")))),
        ("tables without commands", repeated("Vserver Interface\n------- ---------\nvs1 l1\nvs1 l1\n\n")),
        (
            "tables of other headings",
            lines(size * 12, |at| format!("Vserver Name{at}\n------- ------------\nvs1     l{at}\n")),
        ),
        ("passwords", many("Password: x")),
        ("commands", many(&format!("cl1::> {lif}"))),
        ("counts", format!("cl1::> {lif}\n{}", many("3 entries were displayed."))),
        ("rulers", format!("cl1::> {lif}\n{}", many("----- ----- -----"))),
        (
            "labels",
            format!("cl1::> {lif} -instance\n{}", lines(size * 24, |at| format!("  Strange Label {at}: value {at}"))),
        ),
        ("fields", format!("cl1::> {lif} -fields {}\n", repeated("abc,"))),
        ("options", format!("cl1::> {lif}{}\n", repeated(" -abc"))),
        ("quotes", lines(size, |at| ">".repeat(at % 1000) + " cl1::> version")),
        ("fences", many("```\ncl1::> version\n```")),
        ("escapes", repeated("\u{1b}[0m")),
        ("backspaces", repeated("a\u{8}")),
        ("returns", repeated("a\r")),
        ("pagers", repeated("Press <space> to page down, <return> for next line, or 'q' to quit... ")),
        ("one word", repeated("a")),
        ("blanks", repeated(" ")),
        ("empty lines", repeated("\n")),
        ("separators", format!("cl1::> set -showseparator \"|\"\n\ncl1::> {lif} -fields lif\n{}", many("vs1|l1|"))),
        ("tabs", format!("cl1::> {lif}\n{}", many("a\tb\tc\td\te\tf"))),
    ]
}

/// Kinds that cost little, and hours where each line is held against all others.
fn large(size: usize) -> Vec<(&'static str, String)> {
    let repeated = |text: &str| text.repeat(size * 1024 / text.len());
    let many = |line: &str| repeated(&format!("{line}\n"));
    let lif = "network interface show";
    vec![
        (
            "mistyped commands",
            lines(size * 13, |at| format!("cl1::> {lif} -foo{at}\nError: invalid argument \"-foo{at}\"\n")),
        ),
        (
            "answers of no form",
            format!(
                "cl1::> {lif} -fields address\nvserver lif address\n------- --- -------\n{}{} entries were displayed.\n\n",
                lines(size * 8, |at| format!("vs1 l{at} 192.0.2.7")),
                size * 8
            ) + &lines(size * 12, |at| format!("cl1::> {lif} -lif l{at}\nNDMP is somehow\n")),
        ),
        (
            "hosts",
            lines(size * 14, |at| format!("joe@jump:~$ ssh admin@h{at}.example.com version\nNetApp Release 9.1")),
        ),
        ("tables of a wiki", many("{|")),
        ("tables of a wiki before an end", many("{|") + "\n|}\n"),
        ("tags", "<td</tr".to_owned() + &repeated("<")),
        ("texts in a page", "<td>a</td></tr>".to_owned() + &repeated("<pre")),
        ("colours", "{color}".to_owned() + &repeated("{color:red ")),
        ("bars", many("| a |")),
        ("rich text", "{\\rtf1 ".to_owned() + &repeated("{\\b ")),
        ("changed lines", "+a ----\n".to_owned() + &many("+a b")),
        (
            "calls on a line",
            "joe@hop:~$ ssh admin@cl1 \"version\"".to_owned() + &repeated(" && ssh admin@cl1 \"version\""),
        ),
        ("commands at a shell", "cl1::> version\n\njoe@hop:~$ foo ".to_owned() + &repeated("vserver ")),
        ("scripts", "cl1::> version\nNetApp Release 9.1\n\n".to_owned() + &many("joe@hop:~$ ./run cl1")),
        ("styles without an end", repeated("<span style=\"text-decoration:line-through\">a ")),
        (
            "rows and strange lines",
            format!("cl1::> {lif} -fields address\nvserver lif address\n------- --- -------\n")
                + &lines(size * 14, |at| format!("vs1     l{at}  192.0.2.7\nsome broken row {at} of them")),
        ),
    ]
}

#[test]
fn what_costs_little_does_so_when_it_is_large() {
    for (kind, text) in large(800) {
        code(kind, &text);
    }
}

#[test]
fn no_text_costs_more_than_its_size_is_worth() {
    for (kind, text) in kinds(60) {
        code(kind, &text);
    }
}

#[test]
fn two_kinds_at_once_cost_no_more() {
    let kinds = kinds(12);
    for (at, (kind, text)) in kinds.iter().enumerate() {
        let (other, behind) = &kinds[(at * 7 + 3) % kinds.len()];
        code(&format!("{kind} before {other}"), &format!("{text}\n{behind}"));
    }
}

#[test]
fn a_search_that_was_given_up_is_told_as_such() {
    // The second column takes no such word, so that every other way is looked for.
    let text = of_fields(60, 200, vague).replace("field-0", "size").replace("-------", "----");
    let (code, out) = code("no row", &text);
    assert_eq!(code, 3);
    assert!(out.contains("the search for their own was given up"), "{out}");
}

#[test]
fn too_many_names_for_a_text_are_no_clusters() {
    let names = |count: usize| lines(count, |at| format!("c{at}::> version\nNetApp Release 9.12.1: Thu Jun 15 2023"));
    let (code, out) = code("names", &names(100));
    assert_eq!(code, 3);
    assert!(out.contains("100 names stand before prompts"), "{out}");
    let few = check(&names(60), "--format json --select ontap-version");
    let json: serde_json::Value = serde_json::from_slice(&few.stdout).unwrap();
    assert_eq!(json["targets"].as_array().unwrap().len(), 60);
}

/// `check` with these options, in a folder of its own, with limits.
fn demo(options: &str, files: &[(&str, &str)]) -> (Option<i32>, String) {
    let folder = tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let program = env!("CARGO_BIN_EXE_ndmp-preflight");
    let limited = format!("ulimit -t {SECONDS} -v {KILOBYTES} -c 0; exec {program} check {options}");
    // In the shell of the tests, because only it knows `<( )`.
    let output = Command::new("bash").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout),
    )
}

#[test]
fn what_never_ends_is_no_input_and_a_pipe_is_read_once() {
    let version = "NetApp Release 9.9.1P5: Mon Mar 21 12:14:03 UTC 2022\n";
    let (code, said) = demo("--from /dev/zero", &[]);
    assert_eq!((code, said.contains("is a device and no file")), (Some(4), true), "{said}");
    let (code, said) = demo("--demo --config /dev/zero", &[]);
    assert_eq!((code, said.contains("is a device and no file")), (Some(2), true), "{said}");
    for pipe in
        ["--from <(cat version.txt)", "--from /dev/stdin < version.txt", "--from /dev/stdin < <(cat version.txt)"]
    {
        let (code, said) = demo(&format!("--format json --select ontap-version {pipe}"), &[("version.txt", version)]);
        assert_eq!(code, Some(0), "{pipe}: {said}");
    }
    let (code, said) = demo("--from <(gzip -c version.txt)", &[("version.txt", version)]);
    assert_eq!((code, said.contains("is compressed: save it, and name the file")), (Some(4), true), "{said}");
}

#[test]
fn settings_cost_no_more_than_their_size_is_worth() {
    let (code, said) = demo("--demo --jobs 20000", &[]);
    assert_eq!(code, Some(1), "{said}");
    let addresses: String = (0..65).map(|at| format!(" --dma-address 192.0.2.{at}")).collect();
    let (code, said) = demo(&format!("--demo{addresses}"), &[]);
    assert_eq!((code, said.contains("65 `--dma-address`; at most 64")), (Some(2), true), "{said}");
    let waiver =
        "[[waiver]]\nrule = \"lif-home\"\nonly = { lif = \"x\" }\nreason = \"moves back\"\nuntil = 2027-01-01\n";
    let faults = waiver.replace("rule =", "rulee =");
    for (kind, text, expected) in [("waivers", waiver, 1), ("faults", faults.as_str(), 2), ("one line", "a=[],", 2)] {
        let text = text.repeat(200_000 / text.len());
        let (code, said) = demo("--demo --config c.toml", &[("c.toml", &text)]);
        assert_eq!(code, Some(expected), "{kind}: {}", &said[..said.len().min(400)]);
    }
}
