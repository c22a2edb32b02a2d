//! Ended at any moment while it writes a bundle with its signature, reports and `known_hosts`: each is the old one or a whole new
//! one, and nothing lies beside them. `INTERRUPTED=1000` tries more moments than the usual 60, `INTERRUPTED_SEED` others.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::bundle::Bundle;
use rustix::process::{Pid, Signal, kill_process};

use crate::random::Random;
use crate::rig::{Cluster, Place};

const SAMPLE: &str = "ready-svm-9.12.1";
const BUNDLE: &str = "kept/c1.ndmp.tar.gz";
const SIGNATURE: &str = "kept/c1.ndmp.tar.gz.sig";
const KNOWN: &str = ".ssh/known_hosts";
const REPORTS: [&str; 2] = ["out/report.json", "out/report.xml"];
const WORDS: [&str; 12] = [
    "check",
    "c1",
    "-o",
    "kept",
    "--sign",
    ".ssh/id_ed25519",
    "--accept-new",
    "--report",
    "json=out/report.json",
    "--report",
    "junit=out/report.xml",
    "--quiet",
];

fn variable(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// A folder with the files of an earlier run, and what they hold.
struct Scene {
    place: Place,
    bundle: Vec<u8>,
    signature: Vec<u8>,
    /// `known_hosts` before and behind the first visit.
    known: (String, String),
    /// How long a run takes that nobody disturbs.
    length: Duration,
}

impl Scene {
    /// `None` where there is no OpenSSH.
    fn new(cluster: &Cluster) -> Option<Self> {
        let place = Place::of(&[cluster]);
        if !crate::rig::has_openssh() || !place.make_key("") {
            return None;
        }
        let key = fs::read_to_string(place.folder.path().join(".ssh/id_ed25519.pub")).unwrap();
        place.write("signers", &format!("op@example.com {key}"));
        place.write("out/none", "");
        let known = format!("# of another cluster\n[192.0.2.9]:22 {key}");
        place.write(KNOWN, &known);
        let start = Instant::now();
        assert_eq!(place.run(&WORDS).code, 0);
        let length = start.elapsed();
        let bytes = |name: &str| fs::read(place.folder.path().join(name)).unwrap();
        let (bundle, signature) = (bytes(BUNDLE), bytes(SIGNATURE));
        let behind = String::from_utf8(bytes(KNOWN)).unwrap();
        assert!(behind.len() > known.len() && behind.starts_with(&known), "{behind}");
        Some(Self { bundle, signature, known: (known, behind), length, place })
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.place.folder.path().join(name)
    }

    /// Lays the files as the earlier run left them.
    fn lay(&self) {
        fs::create_dir_all(self.at("kept")).unwrap();
        fs::create_dir_all(self.at("out")).unwrap();
        fs::write(self.at(BUNDLE), &self.bundle).unwrap();
        fs::write(self.at(SIGNATURE), &self.signature).unwrap();
        fs::write(self.at(KNOWN), &self.known.0).unwrap();
        REPORTS.iter().for_each(|name| fs::write(self.at(name), "old").unwrap());
    }

    fn begun(&self) -> Child {
        self.place.command(&WORDS).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Files that are none of those that are wanted.
    fn strange(&self) -> BTreeSet<String> {
        let wanted =
            ["kept/c1.ndmp.tar.gz", "kept/c1.ndmp.tar.gz.sig", "out/report.json", "out/report.xml", "out/none"];
        let of = |folder: &str| {
            self.place.files(folder).into_iter().map(|name| format!("{folder}/{name}")).collect::<Vec<_>>()
        };
        let all = [of("kept"), of("out"), of(".ssh")].concat();
        let of_ssh = [KNOWN, ".ssh/id_ed25519", ".ssh/id_ed25519.pub"];
        all.into_iter().filter(|name| !wanted.contains(&name.as_str()) && !of_ssh.contains(&name.as_str())).collect()
    }

    /// The bundle is the old one or a whole new one. Gives whether it is new, and whether a signature lies beside it, which fits.
    fn bundle(&self) -> (bool, bool) {
        let bytes = fs::read(self.at(BUNDLE)).unwrap();
        Bundle::of("b", &bytes).unwrap();
        let is_signed = self.at(SIGNATURE).exists();
        if is_signed {
            let namespace = ndmp_preflight::collect::signature::NAMESPACE;
            let mut check = Command::new("ssh-keygen");
            check.args(["-Y", "verify", "-f", "signers", "-I", "op@example.com", "-n", namespace, "-s", SIGNATURE]);
            check.current_dir(self.place.folder.path()).stdin(fs::File::open(self.at(BUNDLE)).unwrap());
            assert!(check.stdout(Stdio::null()).status().unwrap().success(), "the signature does not fit");
        }
        (bytes != self.bundle, is_signed)
    }

    /// Each report is the old one or a whole new one. Gives how many are new.
    fn reports(&self) -> usize {
        let texts = REPORTS.map(|name| fs::read_to_string(self.at(name)).unwrap());
        let is_whole = |text: &&String| {
            let is_json =
                || serde_json::from_str::<serde_json::Value>(text).is_ok_and(|json| json["verdict"] == "ready");
            is_json() || text.starts_with("<?xml") && text.trim_end().ends_with("</testsuites>")
        };
        assert!(texts.iter().all(|text| text == "old" || is_whole(&text)), "{texts:?}");
        texts.iter().filter(|text| *text != "old").count()
    }

    /// `known_hosts` is the old one, or has one more line. Gives whether it has.
    fn is_known(&self) -> bool {
        let text = fs::read_to_string(self.at(KNOWN)).unwrap();
        assert!(text == self.known.0 || text == self.known.1, "{text}");
        text == self.known.1
    }
}

/// When a run is ended.
enum Moment {
    /// So long after its start.
    After(Duration),
    /// So long after a file was begun under another name.
    Writing(Duration),
}

fn wait(scene: &Scene, child: &mut Child, moment: &Moment) {
    let sleep = match moment {
        Moment::After(time) => *time,
        Moment::Writing(time) => {
            let before = scene.strange();
            while scene.strange() == before && child.try_wait().unwrap().is_none() {
                thread::sleep(Duration::from_micros(200));
            }
            *time
        }
    };
    thread::sleep(sleep);
}

fn ended(child: &mut Child, signal: Signal) -> ExitStatus {
    let own = Pid::from_child(child);
    if child.try_wait().unwrap().is_none() {
        // It may end in between.
        let _ = kill_process(own, signal);
    }
    child.wait().unwrap()
}

/// How many runs ended in which way.
#[derive(Debug, Default)]
struct Count {
    done: u32,
    by_handler: u32,
    by_signal: u32,
    new_bundles: u32,
    unsigned: u32,
    new_reports: u32,
    left: u32,
}

#[test]
fn whenever_it_is_ended_each_file_is_the_old_one_or_a_whole_new_one() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(scene) = Scene::new(&cluster) else { return };
    let (rounds, seed) = (variable("INTERRUPTED", 60), variable("INTERRUPTED_SEED", 20_261_126));
    let mut random = Random::new(seed);
    let mut count = Count::default();
    for round in 0..rounds {
        scene.lay();
        let before = scene.strange();
        let signal = if random.chance(50) { Signal::TERM } else { Signal::KILL };
        let part = |random: &mut Random, of: Duration| of.mul_f64(random.below(1000) as f64 / 1000.0);
        let moment = if random.chance(50) {
            Moment::Writing(part(&mut random, Duration::from_millis(12)))
        } else {
            Moment::After(part(&mut random, scene.length))
        };
        let mut child = scene.begun();
        wait(&scene, &mut child, &moment);
        let status = ended(&mut child, signal);
        let told = format!("seed {seed}, round {round}, {signal:?}, {status}");
        let left = scene.strange().difference(&before).count() as u32;
        let ((is_new, is_signed), reports, is_known) = (scene.bundle(), scene.reports(), scene.is_known());
        match (status.code(), status.signal()) {
            (Some(0), None) => {
                assert!(is_new && is_signed && reports == 2 && is_known && left == 0, "{told}");
                count.done += 1;
            }
            (Some(143), None) if signal == Signal::TERM => {
                assert!(left == 0 && is_signed, "{told}: {:?}", scene.strange());
                count.by_handler += 1;
            }
            // Before anybody listens to signals nothing is begun.
            (None, Some(15)) if signal == Signal::TERM => {
                assert!(left == 0 && !is_new && reports == 0 && !is_known, "{told}");
                count.by_signal += 1;
            }
            (None, Some(9)) if signal == Signal::KILL => count.by_signal += 1,
            _ => panic!("{told}"),
        }
        let is_draft = |name: &String| name.contains("/.ndmp-preflight-") && name.ends_with(".tmp");
        assert!(scene.strange().iter().all(is_draft), "{told}: {:?}", scene.strange());
        count.new_bundles += u32::from(is_new);
        count.unsigned += u32::from(!is_signed);
        count.new_reports += reports as u32;
        count.left += left;
    }
    #[expect(clippy::print_stdout, reason = "the figures of a long run are what it is made for")]
    {
        println!("{rounds} runs, seed {seed}: {count:?}");
    }
    assert!(count.by_handler > 0 && count.by_signal > 0 && count.done < rounds as u32, "{count:?}");
    // What was left by those who were killed disturbs nobody.
    scene.lay();
    assert_eq!(scene.place.run(&WORDS).code, 0);
    assert_eq!((scene.bundle(), scene.reports(), scene.is_known()), ((true, true), 2, true));
    let read = scene.place.run(&["check", "--from", "kept", "--format", "json"]);
    assert_eq!((read.code, read.json()["targets"].as_array().unwrap().len()), (0, 1), "{read:?}");
}

#[test]
fn runs_at_once_into_one_folder_leave_what_belongs_together() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(scene) = Scene::new(&cluster) else { return };
    for _ in 0..variable("INTERRUPTED", 60) / 12 {
        scene.lay();
        let runs: Vec<Child> = (0..4).map(|_| scene.begun()).collect();
        for run in runs {
            let done = run.wait_with_output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        }
        assert_eq!((scene.bundle(), scene.reports(), scene.is_known()), ((true, true), 2, true));
        assert!(scene.strange().is_empty(), "{:?}", scene.strange());
    }
}

#[test]
fn folders_that_vanish_meanwhile_are_told_and_take_nothing_else_along() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let Some(scene) = Scene::new(&cluster) else { return };
    let mut random = Random::new(variable("INTERRUPTED_SEED", 20_261_126));
    for round in 0..variable("INTERRUPTED", 60) / 6 {
        scene.lay();
        let child = scene.begun();
        thread::sleep(scene.length.mul_f64(random.below(1000) as f64 / 1000.0));
        let gone = ["kept", "out"][round as usize % 2];
        let moved = scene.at("moved");
        let _ = fs::remove_dir_all(&moved);
        fs::rename(scene.at(gone), &moved).unwrap();
        let done = child.wait_with_output().unwrap();
        let (code, said) = (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap());
        let is_there = scene.at(gone).exists();
        match (gone, code) {
            // Before it was moved, or into a new folder of that name.
            (_, 0) => assert!(gone == "kept" || !is_there, "{said}"),
            ("kept", 4) => assert!(said.contains("c1: the bundle could not be kept: "), "{said}"),
            ("out", 2) => {
                assert!(said.contains("`out/report.") && said.contains("no such file or directory"), "{said}")
            }
            _ => panic!("{gone}: {code}: {said}"),
        }
        assert!(!said.contains("panicked"), "{said}");
        if gone == "out" {
            assert!(scene.bundle().1 && !is_there, "{said}");
            fs::create_dir_all(scene.at("out")).unwrap();
        } else {
            assert!(scene.reports() == 2 && is_there == scene.at(BUNDLE).exists(), "{said}");
        }
    }
}

/// Deadlines go by a clock that nobody sets; what is told of the time is what the clock said.
#[test]
fn a_clock_that_was_set_back_meanwhile_makes_no_bundle_bad() {
    let folder = tempfile::tempdir().unwrap();
    for (started, ended) in [
        ("2026-11-22T08:00:00Z", "2026-11-22T07:00:00Z"),
        ("2026-11-22T08:00:00Z", "1970-01-01T00:00:00Z"),
        ("1970-01-01T00:00:00Z", "2106-02-07T06:28:15Z"),
    ] {
        let time = |text: &str| text.parse().unwrap();
        let bundle =
            Bundle { target: "c1".to_owned(), started: time(started), ended: time(ended), ..Bundle::default() };
        let path = folder.path().join("b");
        bundle.write(&path).unwrap();
        let read = Bundle::read(&path).unwrap();
        assert_eq!((read.started, read.ended), (bundle.started, bundle.ended));
        assert!(Path::new(&path).exists());
    }
}
