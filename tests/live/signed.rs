//! Bundles that are signed when they are collected, with the user's own key.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use crate::rig::{Cluster, Done, Place};

const SAMPLE: &str = "ready-svm-9.12.1";

/// A place with a key in it, and with the list that names its owner.
fn place(cluster: &Cluster, passphrase: &str) -> Option<Place> {
    let place = Place::of(&[cluster]);
    if !crate::rig::has_openssh() || !place.make_key(passphrase) {
        return None;
    }
    let key = fs::read_to_string(place.folder.path().join(".ssh/id_ed25519.pub")).unwrap();
    place.write("signers", &format!("op@example.com namespaces=\"ndmp-preflight-bundle\" {key}"));
    Some(place)
}

fn kept(place: &Place) -> Vec<String> {
    place.files("kept")
}

#[test]
fn a_bundle_is_signed_with_the_key_that_was_named() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(place) = place(&cluster, "") else { return };
    for words in [&["collect", "c1"][..], &["check", "c1"]] {
        let done = place.run(&[words, &["-o", "kept", "--sign", "~/.ssh/id_ed25519"]].concat());
        assert_eq!(done.code, 0, "{done:?}");
        assert_eq!(kept(&place), ["c1.ndmp.tar.gz", "c1.ndmp.tar.gz.sig"]);
        let mode = |name: &str| fs::metadata(place.folder.path().join("kept").join(name)).unwrap().permissions().mode();
        assert_eq!([mode("c1.ndmp.tar.gz") & 0o777, mode("c1.ndmp.tar.gz.sig") & 0o777], [0o600, 0o600]);
        let verified = place.run(&["verify", "kept/c1.ndmp.tar.gz", "--signer", "signers"]);
        assert_eq!(verified.code, 0, "{verified:?}");
        assert!(verified.out.contains("\n  signed by op@example.com, with ED25519 key SHA256:"), "{verified:?}");
        let read = place.run(&["check", "--from", "kept", "--format", "json"]);
        assert_eq!((read.code, read.json()["targets"].as_array().unwrap().len()), (0, 1), "the signature is no target");
    }
    // An older signature would call the new bundle changed.
    assert_eq!(place.run(&["collect", "c1", "-o", "kept"]).code, 0);
    assert_eq!(kept(&place), ["c1.ndmp.tar.gz"]);
}

#[test]
fn the_configuration_names_a_key_for_all_runs() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(place) = place(&cluster, "") else { return };
    let own = fs::read_to_string(place.folder.path().join("ndmp-preflight.toml")).unwrap();
    place.write("ndmp-preflight.toml", &format!("[ssh]\nsign = \".ssh/id_ed25519\"\n{own}"));
    assert_eq!(place.run(&["check", "c1"]).code, 0, "no bundle, and nothing to sign");
    assert_eq!(place.run(&["collect", "c1", "-o", "kept"]).code, 0);
    assert_eq!(kept(&place), ["c1.ndmp.tar.gz", "c1.ndmp.tar.gz.sig"]);
}

#[test]
fn a_key_that_cannot_sign_is_told_before_anybody_is_asked() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(place) = place(&cluster, "") else { return };
    place.write("no-key", "nothing\n");
    for (words, told) in [
        (
            &["collect", "c1", "-o", "kept", "--sign", "nowhere"][..],
            "error: `--sign`: the key `nowhere` does not sign: no such file; ",
        ),
        (
            &["collect", "c1", "-o", "kept", "--sign", "no-key"],
            "error: `--sign`: the key `no-key` does not sign: no-key is not a",
        ),
        (&["check", "c1", "--sign", ".ssh/id_ed25519"], "error: `--sign` signs bundles, and none is kept: "),
        (&["check", "--demo", "--sign", ".ssh/id_ed25519"], "error: `--sign` has no effect with `--demo`: "),
    ] {
        let done = place.run(words);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{done:?}");
        assert!(done.err.starts_with(told), "{done:?}");
    }
    assert_eq!(cluster.connections().0, 0);
    let mut command = place.command(&["collect", "c1", "-o", "kept", "--sign", ".ssh/id_ed25519"]);
    let done = Done::of(command.env("PATH", place.folder.path()).output().unwrap());
    assert!(done.code == 2 && done.err.contains("`ssh-keygen`, which signs"), "{done:?}");
}

#[test]
fn what_the_cluster_said_is_kept_where_nobody_unlocks_the_key() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(place) = place(&cluster, "goldcrest") else { return };
    let words = ["-o", "kept", "--sign", ".ssh/id_ed25519"];
    place.write("kept/c1.ndmp.tar.gz.sig", "of an older bundle");
    let done = place.run(&[&["collect", "c1"][..], &words].concat());
    assert_eq!(done.code, 4, "{done:?}");
    let told = "error: c1: the bundle is kept in `kept/c1.ndmp.tar.gz`, but not signed: the key `.ssh/id_ed25519` does not sign: ";
    assert!(done.err.starts_with(told), "{done:?}");
    assert_eq!(kept(&place), ["c1.ndmp.tar.gz"]);
    let verified = place.run(&["verify", "kept/c1.ndmp.tar.gz", "--signer", "signers"]);
    assert!(verified.code == 4 && verified.out.contains("found no signature"), "{verified:?}");
    let done = place.run(&[&["check", "c1", "--format", "json"][..], &words].concat());
    assert_eq!((done.code, &done.json()["targets"][0]["verdict"]), (4, &"ready".into()), "{done:?}");
    assert!(done.err.contains("but not signed: ") && !done.err.contains("goldcrest"), "{done:?}");
}

#[test]
fn a_person_at_the_terminal_unlocks_the_key() {
    let cluster = Cluster::open(SAMPLE).named("c1");
    let Some(place) = place(&cluster, "") else { return };
    let at = |name: &str| place.folder.path().join(name);
    let made =
        Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "goldcrest", "-f"]).arg(at("locked")).status();
    assert!(made.unwrap().success());
    let key = fs::read_to_string(at("locked.pub")).unwrap();
    place.write("signers", &format!("op@example.com {key}"));
    let words = ["collect", "c1", "-o", "kept", "--sign", "locked"];
    let Some(done) = place.typed_behind("nter passphrase", Duration::from_millis(500), &words, "goldcrest\n") else {
        return;
    };
    assert_eq!(kept(&place), ["c1.ndmp.tar.gz", "c1.ndmp.tar.gz.sig"], "{done:?}");
    assert_eq!(place.run(&["verify", "kept/c1.ndmp.tar.gz", "--signer", "signers"]).code, 0);
}

#[test]
fn the_program_that_signs_hears_no_password() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(place) = place(&cluster, "") else { return };
    place
        .write("bin/ssh-keygen", "#!/bin/sh\nenv >> seen\nPATH=/usr/bin:/bin:/usr/local/bin\nexec ssh-keygen \"$@\"\n");
    let bin = place.folder.path().join("bin");
    fs::set_permissions(bin.join("ssh-keygen"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.command(&["collect", "c1", "-o", "kept", "--sign", ".ssh/id_ed25519"]);
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let done = Done::of(command.env("PATH", path).env("NDMP_PREFLIGHT_PASSPHRASE", "wheatear").output().unwrap());
    assert_eq!(done.code, 0, "{done:?}");
    let seen = fs::read_to_string(place.folder.path().join("seen")).unwrap();
    assert!(seen.contains("LC_ALL=C") && !seen.contains("let-me-in") && !seen.contains("wheatear"), "{seen}");
}
