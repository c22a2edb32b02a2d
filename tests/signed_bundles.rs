//! Signatures of bundles, checked by the real `ssh-keygen`: whose they are, what they are for, and that they fit.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;
mod simulated;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::read;
use program::{Ran, program, ran, run};
use saved::{Saved, plain, whole};
use simulated::Simulated;
use tempfile::TempDir;

const NAMESPACE: &str = "ndmp-preflight-bundle";

/// The bundle of a sample.
fn bundle(target: &str) -> Bundle {
    let saved = Saved::sample("ready-svm-9.9.1");
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let reading = read(target, captures, &whole().tables).remove(0);
    Simulated { reading: &reading, catalog: whole() }.collect(&plain())
}

fn keygen(folder: &Path, words: &[&str], input: &Path) -> bool {
    let mut command = Command::new("ssh-keygen");
    command.args(words).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    command.stdin(fs::File::open(folder.join(input)).unwrap()).status().unwrap().success()
}

/// Signs as somebody does by hand.
fn sign(folder: &Path, key: &str, namespace: &str, file: &str) {
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-Y", "sign", "-f", key, "-n", namespace]).current_dir(folder);
    let bytes = fs::File::open(folder.join(file)).unwrap();
    let signed = command.stdin(bytes).stderr(Stdio::null()).output().unwrap();
    assert!(signed.status.success());
    fs::write(folder.join(format!("{file}.sig")), signed.stdout).unwrap();
}

/// A folder with the bundle `b`, signed by `alice`; `signers` lists her and not `mallory`. `None` where there is no OpenSSH.
fn place() -> Option<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    bundle("west").write(&folder.path().join("b")).unwrap();
    for name in ["alice", "mallory"] {
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name])
            .current_dir(folder.path())
            .status();
        if made.is_err() {
            assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
            return None;
        }
    }
    list(folder.path(), "alice@example.com", "");
    sign(folder.path(), "alice", NAMESPACE, "b");
    Some(folder)
}

/// Writes the list of signers, with alice's key by these names.
fn list(folder: &Path, names: &str, options: &str) {
    let key = fs::read_to_string(folder.join("alice.pub")).unwrap();
    fs::write(folder.join("signers"), format!("# who may sign\n{names} {options} {key}")).unwrap();
}

fn verify(folder: &Path) -> Ran {
    run(folder, "verify b --signer signers")
}

/// What it says of the signature, where the bundle alone is not to be trusted.
fn refused(folder: &Path, line: &str) -> String {
    let done = run(folder, line);
    assert_eq!(done.code, 4, "{line}: {}{}", done.out, done.err);
    assert!(!done.out.contains("  signed by "), "{}", done.out);
    let line = done.out.lines().find(|line| line.starts_with("  not signed as it must be: expected ")).unwrap();
    line.to_owned()
}

#[test]
fn a_signature_tells_who_signed() {
    let Some(folder) = place() else { return };
    let done = verify(folder.path());
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.out.contains("\n  signed by alice@example.com, with ED25519 key SHA256:"), "{}", done.out);
    assert!(!done.out.contains("not signed"), "{}", done.out);
    let named = run(folder.path(), "verify b --signer signers --signed-by alice@example.com");
    assert_eq!((named.code, named.out), (0, done.out));
    let unasked = run(folder.path(), "verify b");
    assert_eq!(unasked.code, 0, "{}", unasked.out);
    assert!(unasked.out.contains("  `b.sig` was not looked at: `--signer FILE` tells"), "{}", unasked.out);
    for (names, options) in [
        ("*@example.com", ""),
        ("!mallory@example.com,alice@example.com", ""),
        ("bob@example.com,alice@example.com", "namespaces=\"file,ndmp-preflight-*\""),
    ] {
        list(folder.path(), names, options);
        assert_eq!(verify(folder.path()).code, 0, "{names} {options}");
    }
}

#[test]
fn what_is_not_the_signature_that_was_wanted_is_told_with_what_was_found() {
    let Some(folder) = place() else { return };
    let at = |name: &str| folder.path().join(name);
    let told = refused(folder.path(), "verify b --signer signers --signed-by bob@example.com");
    assert!(
        told.contains("by the key of bob@example.com in `signers`; found one by the key ssh-ed25519 SHA256:"),
        "{told}"
    );
    let (mine, bytes) = (fs::read(at("b.sig")).unwrap(), fs::read(at("b")).unwrap());
    bundle("east").write(&at("other")).unwrap();
    sign(folder.path(), "alice", NAMESPACE, "other");
    fs::copy(at("other.sig"), at("b.sig")).unwrap();
    let told = refused(folder.path(), "verify b --signer signers");
    assert!(told.contains("that does not fit: the bundle or its signature is another one"), "{told}");
    fs::write(at("b.sig"), mine).unwrap();
    fs::copy(at("other"), at("b")).unwrap();
    let told = refused(folder.path(), "verify b --signer signers");
    assert!(told.contains("that does not fit: the bundle or its signature is another one"), "{told}");
    fs::write(at("b"), bytes).unwrap();
    sign(folder.path(), "alice", "file", "b");
    let told = refused(folder.path(), "verify b --signer signers");
    assert!(
        told.contains(
            "expected a signature for `ndmp-preflight-bundle` by a key in `signers`; found one that was made for `file`"
        ),
        "{told}"
    );
    sign(folder.path(), "mallory", NAMESPACE, "b");
    let told = refused(folder.path(), "verify b --signer signers");
    assert!(told.contains("SHA256:") && told.ends_with(", which `signers` does not list"), "{told}");
    let both = run(folder.path(), "verify other b --signer signers");
    assert_eq!(both.code, 4, "{}", both.out);
    assert!(both.out.contains("  signed by alice@example.com"), "{}", both.out);
}

#[test]
fn a_signature_that_is_none_is_told() {
    let Some(folder) = place() else { return };
    let at = |name: &str| folder.path().join(name);
    fs::write(at("b.sig"), "-----BEGIN PGP SIGNATURE-----\n").unwrap();
    assert!(
        refused(folder.path(), "verify b --signer signers")
            .ends_with("found `b.sig`, which is no signature of OpenSSH")
    );
    fs::write(at("b.sig"), "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n").unwrap();
    refused(folder.path(), "verify b --signer signers --signed-by alice@example.com");
    fs::remove_file(at("b.sig")).unwrap();
    assert!(refused(folder.path(), "verify b --signer signers").ends_with("found no signature: `b.sig` is not there"));
    assert!(run(folder.path(), "verify b").out.contains("  not signed: "));
    fs::create_dir(at("b.sig")).unwrap();
    assert!(refused(folder.path(), "verify b --signer signers").ends_with("found `b.sig`, which is no file"));
    fs::remove_dir(at("b.sig")).unwrap();
    assert!(Command::new("mkfifo").arg(at("b.sig")).status().unwrap().success());
    assert!(refused(folder.path(), "verify b --signer signers").ends_with("found `b.sig`, which is no file"));
}

#[test]
fn a_key_that_may_not_sign_bundles_signs_none() {
    let Some(folder) = place() else { return };
    for options in ["namespaces=\"file,git\"", "valid-before=\"20200101\"", "cert-authority"] {
        list(folder.path(), "alice@example.com", options);
        let told = refused(folder.path(), "verify b --signer signers");
        assert!(told.contains("`signers` does not l"), "{options}: {told}");
    }
}

#[test]
fn a_good_signature_makes_no_bad_bundle_good() {
    let Some(folder) = place() else { return };
    let mut part = bundle("west");
    part.entries.retain(|entry| entry.command != "version");
    part.write(&folder.path().join("b")).unwrap();
    sign(folder.path(), "alice", NAMESPACE, "b");
    let done = verify(folder.path());
    assert_eq!(done.code, 3, "{}", done.out);
    assert!(done.out.contains("  missing: ") && done.out.contains("  signed by alice@example.com"), "{}", done.out);
    fs::write(folder.path().join("b"), "junk").unwrap();
    sign(folder.path(), "alice", NAMESPACE, "b");
    assert_eq!(verify(folder.path()).code, 4);
}

#[test]
fn names_that_begin_with_a_dash_are_names() {
    let Some(folder) = place() else { return };
    let at = |name: &str| folder.path().join(name);
    for (from, to) in [("b", "-b"), ("b.sig", "-b.sig"), ("signers", "-s")] {
        fs::rename(at(from), at(to)).unwrap();
    }
    let done = run(folder.path(), "verify --signer=-s -- -b");
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    list(folder.path(), "-O", "");
    fs::rename(at("signers"), at("-s")).unwrap();
    let done = run(folder.path(), "verify --signer=-s --signed-by=-O -- -b");
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
}

#[test]
fn what_lacks_for_checking_is_no_fault_of_the_bundle() {
    let Some(folder) = place() else { return };
    fs::create_dir(folder.path().join("empty")).unwrap();
    for (line, told) in [
        ("verify b --signer nobody", "error: `--signer`: the list of signers `nobody`: "),
        ("verify b --signer empty", "error: `--signer`: the list of signers `empty`: is a directory"),
        ("verify b --signed-by alice@example.com", "--signer <FILE>"),
    ] {
        let done = run(folder.path(), line);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{line}");
        assert!(done.err.contains(told), "{line}: {}", done.err);
    }
    let mut without = program(folder.path(), "verify b --signer signers");
    without.env("PATH", folder.path().join("empty"));
    let done = ran(without);
    assert_eq!(done.code, 2, "{}", done.out);
    assert!(done.err.starts_with("error: `--signer`: `ssh-keygen`, which signs and checks signatures"), "{}", done.err);
}

#[test]
fn one_who_checks_by_hand_sees_the_same() {
    let Some(folder) = place() else { return };
    let words = ["-Y", "verify", "-f", "signers", "-I", "alice@example.com", "-n", NAMESPACE, "-s", "b.sig"];
    assert!(keygen(folder.path(), &words, Path::new("b")));
    assert!(!keygen(folder.path(), &words, Path::new("signers")));
}
