//! A disk that is full, files that may not grow, a folder in which nothing may be written: each is told, what was there stays, and
//! nothing lies beside it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::rig::{Cluster, Done, Place};

const SAMPLE: &str = "ready-svm-9.12.1";

/// A disk in memory with little room, which only root can have.
struct Disk(PathBuf);

impl Disk {
    fn at(path: &Path) -> Option<Self> {
        fs::create_dir_all(path).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "none"]).arg(path).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(path.to_owned()))
    }

    /// Takes all room but for so many pages.
    fn fill(&self, pages: usize) {
        let page = [0; 4096];
        let mut count = 0;
        while fs::write(self.0.join(format!("fill-{count:02}")), page).is_ok() {
            count += 1;
        }
        for last in 0..=pages {
            fs::remove_file(self.0.join(format!("fill-{:02}", count - last))).unwrap();
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// All that lies in the folder, with what is in it.
fn held(place: &Place, folder: &str) -> Vec<(String, Vec<u8>)> {
    let read = |name: String| (name.clone(), fs::read(place.folder.path().join(folder).join(&name)).unwrap());
    place.files(folder).into_iter().map(read).collect()
}

#[test]
fn a_full_disk_takes_no_file_away() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let place = Place::of(&[&cluster]);
    let Some(disk) = Disk::at(&place.folder.path().join("disk")) else { return };
    assert_eq!(place.run(&["collect", "c1", "-o", "disk"]).code, 0);
    place.write("disk/report.json", "old");
    disk.fill(0);
    let before = held(&place, "disk");
    let words = ["check", "c1", "-o", "disk", "--report", "json=disk/report.json", "--format", "json"];
    let done = place.run(&words);
    assert_eq!(done.code, 2, "{}", done.err);
    assert_eq!(done.json()["targets"][0]["verdict"], "ready", "what the cluster said is told all the same");
    for told in [
        "c1: the bundle could not be kept: bundle `disk/c1.ndmp.tar.gz`: No space",
        "report `disk/report.json` could not",
    ] {
        assert!(done.err.contains(told), "{told}: {}", done.err);
    }
    assert!(done.err.contains("was left as it is") && !done.err.contains("panicked"), "{}", done.err);
    assert!(held(&place, "disk") == before, "{:?}", place.files("disk"));
    assert_eq!(place.run(&["collect", "c1", "-o", "disk"]).code, 4);
    assert!(held(&place, "disk") == before, "{:?}", place.files("disk"));
}

#[test]
fn a_full_disk_leaves_known_hosts_as_it_was() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let place = Place::of(&[&cluster]);
    let Some(disk) = Disk::at(&place.folder.path().join("disk")) else { return };
    // So long that the new line begins in this page and ends in the next one.
    place.write("disk/known_hosts", &format!("#{}\n", "-".repeat(4050)));
    place.write(
        "ssh_config",
        &format!(
            "Host *\n  UserKnownHostsFile {}\n  GlobalKnownHostsFile none\n",
            disk.0.join("known_hosts").display()
        ),
    );
    disk.fill(0);
    let before = held(&place, "disk");
    let done = place.run(&["check", "c1", "--accept-new", "--format", "json"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.out.contains("No space left on device"), "{done:?}");
    assert!(held(&place, "disk") == before, "{}", fs::read_to_string(disk.0.join("known_hosts")).unwrap());
    fs::remove_file(disk.0.join("fill-00")).unwrap();
    assert_eq!(place.run(&["check", "c1", "--accept-new"]).code, 0);
    assert_eq!(place.run(&["check", "c1"]).code, 0, "it is known by now");
}

#[test]
fn files_that_may_not_grow_are_told_and_not_left() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let place = Place::of(&[&cluster]);
    assert_eq!(place.run(&["collect", "c1", "-o", "kept"]).code, 0);
    place.write("kept/report.json", "old");
    let before = held(&place, "kept");
    let plain = place.command(&["check", "c1", "-o", "kept", "--report", "json=kept/report.json", "--quiet"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -f 2; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    limited.current_dir(place.folder.path()).envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = limited.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.code().is_some(), "{output:?}");
    let done = Done::of(output);
    assert_eq!(done.code, 2, "{done:?}");
    assert!(done.err.contains("File too large") && !done.err.contains("panicked"), "{done:?}");
    assert!(held(&place, "kept") == before, "{:?}", place.files("kept"));
}

#[test]
fn a_full_device_at_standard_output_is_told() {
    let place = Place::of(&[]);
    for format in ["human", "json", "jsonl", "junit"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = place.command(&["check", "--demo", "--format", format, "--report", "json=report.json"]);
        let done = Done::of(command.stdout(full).output().unwrap());
        assert_eq!(done.code, 2, "{format}: {done:?}");
        assert!(done.err.contains("error: standard output: No space left on device"), "{format}: {done:?}");
        let report = fs::read_to_string(place.folder.path().join("report.json")).unwrap_or_default();
        assert!(report.is_empty() || report.ends_with("}\n"), "{format}");
    }
}

/// Nobody, where these tests run as root, for whom everything may be written.
fn as_nobody(place: &Place, words: &[&str]) -> Option<Done> {
    let program = place.folder.path().join("program");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_ndmp-preflight"), &program).unwrap();
    }
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let plain = place.command(words);
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = if is_root { Command::new("setpriv") } else { Command::new("env") };
    if is_root {
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]);
    }
    command.arg(&program).args(plain.get_args()).current_dir(place.folder.path());
    let output = command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).output().ok()?;
    Some(Done::of(output))
}

#[test]
fn a_folder_that_may_only_be_read_keeps_what_it_has() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let place = Place::of(&[&cluster]);
    assert_eq!(place.run(&["collect", "c1", "-o", "kept"]).code, 0);
    place.write("kept/report.json", "old");
    let mode = |mode| fs::set_permissions(place.folder.path().join("kept"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    let before = held(&place, "kept");
    let words = ["check", "c1", "-o", "kept", "--report", "json=kept/report.json", "--format", "json"];
    let Some(done) = as_nobody(&place, &words) else { return };
    mode(0o755);
    assert_eq!((done.code, &done.json()["targets"][0]["verdict"]), (2, &"ready".into()), "{done:?}");
    assert!(done.err.contains("c1: the bundle could not be kept: bundle `kept/c1.ndmp.tar.gz`: "), "{done:?}");
    assert!(done.err.contains("report `kept/report.json` could not be written: permission denied"), "{done:?}");
    assert!(held(&place, "kept") == before, "{:?}", place.files("kept"));
}
