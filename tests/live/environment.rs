//! What the programs that we start have of our secrets: nothing. And what is left of them on disks: nothing either.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place, has_openssh};
use crate::server::Faults;

const SAMPLE: &str = "ready-svm-9.12.1";
const CANARY: &str = "c4nary-b1rd-0f-env";

/// The command as it is run behind a line of the shell.
fn behind(line: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{line}; exec \"$0\" \"$@\"")]).arg(command.get_program()).args(command.get_args());
    shell.current_dir(command.get_current_dir().unwrap()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        let _ = match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

/// Puts a program `name` before all others: it notes its words and its environment, and goes on as the true one, if there is
/// one.
fn spy(place: &Place, name: &str) -> String {
    let folder = place.folder.path().join("spies");
    let (own, notes) = (folder.join(name), place.folder.path().join("notes"));
    let path = std::env::var("PATH").unwrap();
    let text = format!(
        "#!/bin/sh\n{{ echo \"RUN {name} $*\"; env; echo \"CORE $(ulimit -c)\"; }} >> {}\nPATH='{path}'\n! command -v {name} >/dev/null || exec {name} \"$@\"\n",
        notes.display()
    );
    place.write(&format!("spies/{name}"), &text);
    fs::set_permissions(own, fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:{path}", folder.display())
}

fn with_secrets<'c>(command: &'c mut Command, path: &str) -> &'c mut Command {
    let variables = [("NDMP_PREFLIGHT_PASSWORD", CANARY), ("NDMP_PREFLIGHT_PASSPHRASE", CANARY), ("PATH", path)];
    command.envs(variables)
}

#[test]
fn no_program_that_is_started_has_a_secret_in_its_environment() {
    if !has_openssh() {
        return;
    }
    let cluster = Cluster::open(SAMPLE);
    // What `Match exec` runs, a command as a way (it leads nowhere), a jump host, and the connections of `ssh` itself.
    for (lines, transport, told) in [
        ("Match exec SPIES/config\n  Compression no\n", "ssh2", "RUN config"),
        ("Host *\n  ProxyCommand SPIES/relay\n", "ssh2", "RUN relay"),
        ("Host 127.0.0.1\n  ProxyJump op@jump.invalid\n", "ssh2", "jump.invalid"),
        ("Match exec SPIES/config\n  Compression no\n", "openssh", "RUN config"),
        ("Host *\n  ProxyCommand SPIES/relay\n", "openssh", "RUN relay"),
        ("", "openssh", "RUN ssh -"),
    ] {
        let place = Place::of(&[&cluster]);
        place.make_key("");
        let path = spy(&place, "ssh");
        spy(&place, "config");
        spy(&place, "relay");
        let lines = lines.replace("SPIES", &place.folder.path().join("spies").display().to_string());
        let before = fs::read_to_string(place.folder.path().join("ssh_config")).unwrap();
        place.write("ssh_config", &format!("{lines}{before}"));
        let mut command = place.command(&["check", SAMPLE, "--deadline", "connect=5", "--transport", transport]);
        let done = Done::of(with_secrets(&mut command, &path).output().unwrap());
        let notes = fs::read_to_string(place.folder.path().join("notes")).unwrap_or_default();
        assert!(notes.contains("RUN ssh -G") && notes.contains(told), "{told}: {done:?}\n{notes}");
        assert!(notes.contains("HOME="), "the environment was noted: {notes}");
        assert!(!notes.contains(CANARY), "{told}: {}", notes.lines().find(|line| line.contains(CANARY)).unwrap());
        assert!(notes.lines().filter(|line| line.starts_with("CORE")).all(|line| line == "CORE 0"), "{notes}");
    }
}

#[test]
fn a_crash_leaves_no_core_file() {
    let cluster = Cluster::open_as(SAMPLE, Manner::default(), Faults { silent: true, ..Faults::default() });
    let place = Place::of(&[&cluster]);
    place.make_key("");
    let mut command = behind("ulimit -c unlimited 2>/dev/null", &place.command(&["check", SAMPLE]));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while cluster.connections().0 == 0 && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args(["-ABRT", &child.id().to_string()]).status().unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
    let cores = place.files(".").into_iter().filter(|name| name.starts_with("core")).count();
    assert_eq!(cores, 0, "{:?}", place.files("."));
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_kept_is_its_owner_s_alone_whatever_the_umask() {
    let cluster = Cluster::plain(SAMPLE);
    for umask in ["0", "022"] {
        let place = Place::of(&[&cluster]);
        let at = |name: &str| place.folder.path().join(name);
        fs::remove_file(at(".ssh/known_hosts")).unwrap();
        let words = ["collect", SAMPLE, "-o", "kept", "--accept-new"];
        let done = Done::of(behind(&format!("umask {umask}"), &place.command(&words)).output().unwrap());
        assert_eq!(done.code, 0, "{done:?}");
        let kept = at(&format!("kept/{SAMPLE}.ndmp.tar.gz"));
        assert_eq!((mode(&kept), mode(&at(".ssh/known_hosts"))), (0o600, 0o600), "umask {umask}");
        // A bundle that others may read does not stay so.
        fs::set_permissions(&kept, fs::Permissions::from_mode(0o666)).unwrap();
        let again = Done::of(behind(&format!("umask {umask}"), &place.command(&words)).output().unwrap());
        assert_eq!((again.code, mode(&kept)), (0, 0o600), "umask {umask}: {again:?}");
    }
}
