//! How the program ends when a person, a CI system or a closed terminal wants it to: soon, and with all that it started.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place};
use crate::server::Faults;

const SAMPLE: &str = "ready-svm-9.12.1";
const SIGNALS: [(&str, i32); 3] = [("INT", 130), ("TERM", 143), ("HUP", 129)];

fn silent() -> Cluster {
    Cluster::open_as(SAMPLE, Manner::default(), Faults { silent: true, ..Faults::default() })
}

/// A number of seconds that nothing else on this machine sleeps.
fn nap() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("300.{}{:03}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Programs other than ours whose command line holds `mark`.
fn running(mark: &str, own: u32) -> Vec<String> {
    let line = |entry: fs::DirEntry| {
        let is_other = entry.file_name() != *own.to_string();
        let bytes = fs::read(entry.path().join("cmdline")).ok().filter(|_| is_other)?;
        Some(String::from_utf8_lossy(&bytes).replace('\0', " "))
    };
    let lines = fs::read_dir("/proc").unwrap().flatten().filter_map(line);
    lines.filter(|line| line.contains(mark)).collect()
}

/// Whether none of them is left. Who was killed takes its time to go on a busy machine.
fn gone(mark: &str, own: u32) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(3) && !running(mark, own).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    running(mark, own).is_empty()
}

/// Starts the command, waits until it runs something whose command line holds `mark`, and ends it with a signal. Nothing of
/// what it started may be left.
fn ended(command: &mut Command, mark: &str, signal: &str) -> Done {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (id, began) = (child.id(), Instant::now());
    while running(mark, id).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "`{mark}` never ran");
        thread::sleep(Duration::from_millis(20));
    }
    // All connections are on their way by then.
    thread::sleep(Duration::from_millis(500));
    let start = Instant::now();
    assert!(Command::new("kill").args([&format!("-{signal}"), &id.to_string()]).status().unwrap().success());
    let done = done(child);
    assert!(start.elapsed() < Duration::from_secs(2), "{signal}: {:?}", start.elapsed());
    assert!(gone(mark, id), "{signal}: {:?}", running(mark, id));
    done
}

fn done(child: std::process::Child) -> Done {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some(), "{output:?}");
    Done::of(output)
}

/// Checks with this in the configuration of `ssh`, and nothing is left behind each signal.
fn leaves_nothing(cluster: &Cluster, lines: &str, words: &[&str], mark: &str) {
    if !crate::rig::has_openssh() {
        return;
    }
    for (signal, code) in SIGNALS {
        let place = Place::of(&[cluster]);
        place.make_key("");
        let known = fs::read_to_string(place.folder.path().join("ssh_config")).unwrap();
        place.write("ssh_config", &format!("{known}{lines}"));
        let own = place.folder.path().display().to_string();
        let mark = if mark.is_empty() { &own } else { mark };
        let words = [&["check", &cluster.name, "-o", "kept", "--report", "json=report.json"], words].concat();
        let done = ended(&mut place.command(&words), mark, signal);
        assert_eq!((done.code, done.out.as_str()), (code, ""), "{done:?}");
        assert!(done.err.starts_with("ended by "), "{done:?}");
        assert!(place.files("kept").is_empty());
        assert!(place.files(".").iter().all(|name| !name.contains("report.json")), "{:?}", place.files("."));
    }
}

#[test]
fn a_proxy_command_is_ended_with_all_that_it_runs() {
    let nap = nap();
    leaves_nothing(&silent(), &format!("  ProxyCommand sh -c 'sleep {nap}; true'\n"), &[], &nap);
}

#[test]
fn a_configuration_that_takes_its_time_is_ended() {
    let nap = nap();
    leaves_nothing(&silent(), &format!("Match host 127.0.0.1 exec \"sleep {nap}\"\n"), &[], &nap);
}

#[test]
fn the_user_s_own_ssh_is_ended_with_its_masters() {
    leaves_nothing(&silent(), "", &["--transport", "openssh"], "");
}

#[test]
fn who_ignores_that_the_terminal_is_gone_goes_on() {
    if !crate::rig::has_openssh() {
        return;
    }
    let cluster = silent();
    let place = Place::of(&[&cluster]);
    let nap = nap();
    let known = fs::read_to_string(place.folder.path().join("ssh_config")).unwrap();
    place.write("ssh_config", &format!("{known}  ProxyCommand sleep {nap}\n"));
    let plain = place.command(&["check", &cluster.name]);
    let mut command = Command::new("sh");
    // As `nohup` does it.
    command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    command.current_dir(place.folder.path()).stdin(Stdio::null());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let kill = |signal: &str| Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    while running(&nap, child.id()).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    assert!(kill("-HUP").success());
    thread::sleep(Duration::from_millis(1500));
    assert!(!running(&nap, child.id()).is_empty(), "went on");
    assert!(kill("-TERM").success());
    let id = child.id();
    assert_eq!(done(child).code, 143);
    assert!(gone(&nap, id), "{:?}", running(&nap, id));
}

#[test]
fn who_does_not_end_in_time_is_ended_with_all_that_runs() {
    if !crate::rig::has_openssh() {
        return;
    }
    let cluster = silent();
    let place = Place::of(&[&cluster]);
    let nap = nap();
    let known = fs::read_to_string(place.folder.path().join("ssh_config")).unwrap();
    // Lines without end before the greeting keep the library busy; not so many that it ends the connection for them.
    let lines = "while echo hello; do sleep 0.01; done";
    place.write("ssh_config", &format!("{known}  ProxyCommand sh -c '({lines}) & sleep {nap}; true'\n"));
    let mut command = place.command(&["check", &cluster.name, "-o", "kept", "--report", "json=report.json"]);
    let done = ended(&mut command, &nap, "TERM");
    assert_eq!((done.code, done.out.as_str()), (143, ""), "{done:?}");
    assert!(place.files("kept").is_empty());
}
