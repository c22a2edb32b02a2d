//! `known_hosts` in a table: what the file says, which host shows which key, what follows; compared with `ssh-keygen -F`.

#![cfg(feature = "ssh")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test ends at the first thing that is not as it must be"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::known_hosts::{KnownHosts, Naming, Standing, kept_name, line_of, remember};
use ssh_key::PublicKey;

const ED: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDjQj1uVV6IMDTGZBC9TZDUQvENowa4IDL0bmYs/RyWI";
const ED_OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPVXqRylav3yz1g/qFRQoPP6QJkWL8nZJqa6t8VRG0kn";
const EC: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJLj/yDO/+j1FhSN3XlVmb1ugNg/LHMRDNE40bStYDwXMJaaEhw/xCEhWz6UFEHHmSOCLuGNi07VGGQSNv7ncgo=";

fn key(text: &str) -> PublicKey {
    text.parse().unwrap()
}

fn name(host: &str, port: u16) -> String {
    kept_name(&Endpoint { host: host.to_owned(), port, ..Endpoint::default() })
}

fn known(text: &str) -> KnownHosts {
    let mut known = KnownHosts::default();
    known.add("kh", text);
    known
}

fn changed(line: usize) -> Standing {
    Standing::Changed { place: format!("kh:{line}") }
}

fn revoked(line: usize) -> Standing {
    Standing::Revoked { place: format!("kh:{line}") }
}

fn unknown() -> Standing {
    Standing::Unknown { other: None }
}

fn other(line: usize) -> Standing {
    Standing::Unknown { other: Some(format!("kh:{line}")) }
}

/// The file, the host and its port, what follows for the key [`ED`].
fn table() -> Vec<(String, &'static str, u16, Standing)> {
    use Standing::Known;
    vec![
        (format!("filer {ED}"), "filer", 22, Known),
        (format!("filer {ED} a comment # of words"), "filer", 22, Known),
        (format!("filer\t {ED}\r\n"), "filer", 22, Known),
        (format!("FILER.Example.COM {ED}"), "filer.example.com", 22, Known),
        (format!("filer.example.com {ED}"), "Filer.Example.Com", 22, Known),
        (format!("filer,192.0.2.7 {ED}"), "192.0.2.7", 22, Known),
        (format!("2001:db8::7 {ED}"), "2001:db8::7", 22, Known),
        (format!("[2001:db8::7]:2201 {ED}"), "2001:db8::7", 2201, Known),
        (format!("filer {ED}"), "filer", 2201, unknown()),
        (format!("[filer]:2201 {ED}"), "filer", 2201, Known),
        (format!("[filer]:2201 {ED}"), "filer", 22, unknown()),
        (format!("[filer]:2201 {ED}"), "filer", 2202, unknown()),
        (format!("[filer]:2201 {ED_OTHER}\nfiler {ED}"), "filer", 2201, changed(1)),
        (format!("[filer]:22 {ED}"), "filer", 22, unknown()),
        (format!("other {ED}"), "filer", 22, unknown()),
        (String::new(), "filer", 22, unknown()),
        (format!("filer {ED_OTHER}"), "filer", 22, changed(1)),
        (format!("filer {EC}"), "filer", 22, other(1)),
        (format!("filer {EC}\nfiler {ED}"), "filer", 22, Known),
        (format!("filer {EC}\nfiler {ED_OTHER}"), "filer", 22, changed(2)),
        (format!("filer {ED_OTHER}\nfiler {ED}"), "filer", 22, Known),
        (format!("@revoked filer {ED}"), "filer", 22, revoked(1)),
        (format!("@revoked * {ED}\nfiler {ED}"), "filer", 22, revoked(1)),
        (format!("filer {ED}\n@revoked filer {ED}"), "filer", 22, revoked(2)),
        (format!("@revoked filer {ED_OTHER}\nfiler {ED}"), "filer", 22, Known),
        (format!("@revoked other {ED}\nfiler {ED}"), "filer", 22, Known),
        (format!("@revoked filer {ED_OTHER}"), "filer", 22, unknown()),
        (format!("@cert-authority filer {ED}"), "filer", 22, unknown()),
        (format!("@cert-authority filer {ED_OTHER}\nfiler {ED}"), "filer", 22, Known),
        (format!("@nonsense filer {ED}"), "filer", 22, unknown()),
        (format!("* {ED}"), "filer", 22, Known),
        (format!("*.example.com {ED}"), "filer.example.com", 22, Known),
        (format!("*.example.com {ED}"), "example.com", 22, unknown()),
        (format!("192.0.2.* {ED_OTHER}"), "192.0.2.7", 22, changed(1)),
        (format!("filer? {ED}"), "filer1", 22, Known),
        (format!("filer? {ED}"), "filer", 22, unknown()),
        (format!("[*.example.com]:2201 {ED}"), "a.example.com", 2201, Known),
        (format!("*,!filer {ED}"), "filer", 22, unknown()),
        (format!("!filer,* {ED}"), "filer", 22, unknown()),
        (format!("*,!other {ED}"), "filer", 22, Known),
        (format!("!other {ED}"), "filer", 22, unknown()),
        (format!("# filer {ED}"), "filer", 22, unknown()),
        (format!("  filer {ED}"), "filer", 22, Known),
        (format!("\u{0}\u{1} garbage\nfiler ssh-ed25519 !!!\nfiler {ED}"), "filer", 22, Known),
        (format!("filer 1024 35 1234567890\nfiler {ED}"), "filer", 22, Known),
        (format!("|1|broken\n|1|AAAA|BBBB {ED}\nfiler {ED}"), "filer", 22, Known),
    ]
}

#[test]
fn every_line_of_the_table_holds() {
    for (text, host, port, wanted) in table() {
        assert_eq!(known(&text).standing(&name(host, port), &key(ED)), wanted, "{host}:{port} in\n{text}");
    }
}

fn keygen(arguments: &[&str]) -> Option<std::process::Output> {
    Command::new("ssh-keygen").args(arguments).output().ok()
}

#[test]
fn openssh_finds_the_same_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    let path = file.to_str().unwrap();
    if keygen(&["-F", "filer", "-f", "/nonexistent"]).is_none() {
        println!("skipped: no ssh-keygen");
        return;
    }
    let mut compared = 0;
    for (text, host, port, _) in table() {
        fs::write(&file, &text).unwrap();
        let found = keygen(&["-F", &name(host, port), "-f", path]).unwrap();
        let shown = String::from_utf8_lossy(&found.stdout).into_owned();
        let plain =
            shown.lines().any(|line| line.starts_with('#') && !line.ends_with("CA") && !line.contains("REVOKED"));
        assert_eq!(!known(&text).types(&name(host, port)).is_empty(), plain, "{host}:{port} in\n{text}\n{shown}");
        compared += 1;
    }
    assert!(compared > 40);
}

#[test]
fn names_that_openssh_hashed_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    fs::write(&file, format!("Filer {ED}\n[filer]:2201 {ED}\n")).unwrap();
    if keygen(&["-H", "-f", file.to_str().unwrap()]).is_none() {
        println!("skipped: no ssh-keygen");
        return;
    }
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.to_lowercase().contains("filer"), "{text}");
    let known = known(&text);
    for (host, port, wanted) in
        [("filer", 22, Standing::Known), ("filer", 2201, Standing::Known), ("filer", 2202, unknown())]
    {
        assert_eq!(known.standing(&name(host, port), &key(ED)), wanted, "{host}:{port}");
    }
    assert_eq!(known.standing("filer", &key(ED_OTHER)), changed(1));
}

#[test]
fn the_types_come_in_the_order_of_the_files_each_once() {
    let text = format!("filer {EC}\n@revoked filer {ED}\nfiler {ED}\nf* {ED_OTHER}\nother {ED}\n");
    assert_eq!(known(&text).types("filer"), ["ecdsa-sha2-nistp256", "ssh-ed25519"]);
}

#[test]
fn an_alias_stands_for_host_and_port() {
    let alias =
        Endpoint { host_key_alias: Some("Tay".into()), host: "filer".into(), port: 2201, ..Endpoint::default() };
    assert_eq!(kept_name(&alias), "tay");
}

#[test]
fn a_new_key_is_added_once_in_a_private_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("home/.ssh/known_hosts");
    remember(&file, "[filer]:2201", &key(ED), Naming::Plain).unwrap();
    remember(&file, "[filer]:2201", &key(ED), Naming::Plain).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("[filer]:2201 {ED}\n"));
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
}

#[test]
fn hidden_names_are_found_by_openssh_and_by_ourselves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    let names = [name("Filer.example.com", 22), name("filer.example.com", 2201), name("2001:db8::7", 22)];
    for name in names.iter().chain(&names) {
        remember(&file, name, &key(ED), Naming::Hidden).unwrap();
    }
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), names.len(), "{text}");
    assert!(text.lines().all(|line| line.starts_with("|1|") && line.ends_with(&format!("= {ED}"))), "{text}");
    assert!(!text.contains("filer") && !text.contains("2001"), "{text}");
    assert!(names.iter().all(|name| known(&text).standing(name, &key(ED)) == Standing::Known));
    assert_eq!(known(&text).standing(&name("filer.example.com", 2202), &key(ED)), unknown());
    let salts: std::collections::BTreeSet<&str> = text.lines().filter_map(|line| line.split('|').nth(2)).collect();
    assert_eq!(salts.len(), names.len(), "each line has a salt of its own");
    let found = |name: &str| keygen(&["-F", name, "-f", file.to_str().unwrap()]);
    if found("filer").is_none() {
        println!("skipped: no ssh-keygen");
        return;
    }
    for (at, name) in names.iter().enumerate() {
        let shown = String::from_utf8(found(name).unwrap().stdout).unwrap();
        assert!(shown.starts_with(&format!("# Host {name} found: line {}", at + 1)), "{name}: {shown}");
    }
    assert!(!found("[filer.example.com]:2202").unwrap().status.success());
}

#[test]
fn a_line_without_its_end_is_ended_first() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    fs::write(&file, format!("other {EC}")).unwrap();
    remember(&file, "filer", &key(ED), Naming::Plain).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("other {EC}\nfiler {ED}\n"));
}

#[test]
fn nothing_is_added_for_a_changed_or_revoked_key_or_one_of_another_type() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    for text in [format!("filer {ED_OTHER}\n"), format!("@revoked filer {ED}\n"), format!("filer {EC}\n")] {
        fs::write(&file, &text).unwrap();
        assert!(remember(&file, "filer", &key(ED), Naming::Plain).is_err(), "{text}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn many_who_add_at_once_leave_whole_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    std::thread::scope(|scope| {
        for at in 0..8 {
            let file = &file;
            scope.spawn(move || {
                remember(file, "same", &key(ED), Naming::Plain).unwrap();
                remember(file, &format!("own{at}"), &key(ED), Naming::Plain).unwrap();
            });
        }
    });
    let text = fs::read_to_string(&file).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    let wanted: Vec<String> = (0..8).map(|at| format!("own{at} {ED}")).chain([format!("same {ED}")]).collect();
    assert_eq!(lines, wanted);
}

#[test]
fn the_line_to_add_carries_no_comment_and_is_read_back() {
    let mut commented = key(ED);
    commented.set_comment("somebody@somewhere");
    let line = line_of("filer", &commented);
    assert_eq!(line, format!("filer {ED}"));
    assert_eq!(known(&line).standing("filer", &key(ED)), Standing::Known);
}

#[test]
fn a_missing_file_holds_nothing_and_an_unreadable_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let empty = KnownHosts::read(&[folder.path().join("nothing")]).unwrap();
    assert_eq!(empty.standing("filer", &key(ED)), unknown());
    let Err((path, _)) = KnownHosts::read(&[folder.path().to_owned()]) else { panic!("a folder is no file") };
    assert_eq!(path, folder.path());
}
