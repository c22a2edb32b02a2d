//! Simulated clusters behind an SSH server in this process, and the program that asks them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::ontap::{Log, Manner, Ontap};
use crate::server::{Access, Answer, Faults, Reply, Server};

pub(crate) const PASSWORD: &str = "let-me-in";

/// A cluster that answers as a sample says.
pub(crate) struct Cluster {
    pub(crate) name: String,
    server: Server,
    ontap: Arc<Ontap>,
}

impl Cluster {
    pub(crate) fn new(sample: &str, manner: Manner, faults: Faults) -> Self {
        Self::edited(sample, manner, faults, |text| text)
    }

    /// The same, with every answer passed through `edit`.
    pub(crate) fn edited(
        sample: &str,
        manner: Manner,
        faults: Faults,
        edit: impl Fn(String) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::guarded(sample, manner, faults, PASSWORD, edit)
    }

    /// The same with another password; keys do not let in.
    pub(crate) fn guarded(
        sample: &str,
        manner: Manner,
        faults: Faults,
        password: &str,
        edit: impl Fn(String) -> String + Send + Sync + 'static,
    ) -> Self {
        let access = Access { password: password.to_owned(), keys: vec!["none".to_owned()], ..Access::default() };
        Self::of(sample, manner, faults, access, edit)
    }

    pub(crate) fn of(
        sample: &str,
        manner: Manner,
        faults: Faults,
        access: Access,
        edit: impl Fn(String) -> String + Send + Sync + 'static,
    ) -> Self {
        let edit = move |_: &str, reply: Reply| match String::from_utf8(reply.stdout) {
            Ok(text) => Reply { stdout: edit(text).into_bytes(), ..reply },
            Err(error) => panic!("{error}"),
        };
        Self::replying(sample, manner, faults, access, edit)
    }

    /// The same, with every reply to a script passed through `edit`.
    pub(crate) fn replying(
        sample: &str,
        manner: Manner,
        faults: Faults,
        access: Access,
        edit: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::listening("127.0.0.1:0", sample, manner, (access, faults), edit).unwrap()
    }

    /// The same at an address, which this machine may lack.
    pub(crate) fn listening(
        address: &str,
        sample: &str,
        manner: Manner,
        (access, faults): (Access, Faults),
        edit: impl Fn(&str, Reply) -> Reply + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let ontap = Arc::new(Ontap::open(&sample_path(sample), manner).unwrap());
        let own = Arc::clone(&ontap);
        let answer: Answer = Arc::new(move |script: &str| {
            let told = own.told(script);
            let exit_status = u32::try_from(told.status).unwrap_or_default();
            let (stdout, stderr) = (told.output.into_bytes(), told.errors.into_bytes());
            edit(script, Reply { stdout, stderr, exit_status, delay: told.cost, ..Reply::default() })
        });
        let server = Server::start_at(address, answer, access, faults)?;
        Ok(Self { name: sample.trim_end_matches(".txt").to_owned(), server, ontap })
    }

    pub(crate) fn plain(sample: &str) -> Self {
        Self::new(sample, Manner::default(), Faults::default())
    }

    /// The same, and every key lets in.
    pub(crate) fn open(sample: &str) -> Self {
        Self::open_as(sample, Manner::default(), Faults::default())
    }

    /// The same with a manner and faults.
    pub(crate) fn open_as(sample: &str, manner: Manner, faults: Faults) -> Self {
        Self::of(sample, manner, faults, Access::default(), |text| text)
    }

    pub(crate) fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    pub(crate) fn log(&self) -> Log {
        self.ontap.log()
    }

    /// Connections that came, and how many were open at once.
    pub(crate) fn connections(&self) -> (usize, usize) {
        let log = &self.server.log;
        (log.connections.load(Ordering::SeqCst), log.most.load(Ordering::SeqCst))
    }

    /// How many logins by this method were tried.
    pub(crate) fn logins(&self, method: &str) -> usize {
        self.server.log.logins.lock().unwrap().iter().filter(|login| login.starts_with(method)).count()
    }

    pub(crate) fn port(&self) -> u16 {
        self.server.addr.port()
    }
}

/// What a sample answers.
fn answer(sample: &str, cost: Duration) -> Answer {
    let ontap = Ontap::open(&sample_path(sample), Manner { cost, ..Manner::default() }).unwrap();
    Arc::new(move |script: &str| {
        let told = ontap.told(script);
        Reply { stdout: told.output.into_bytes(), delay: told.cost, ..Reply::default() }
    })
}

/// Many clusters behind one server, each on a port of its own.
pub(crate) struct Fleet {
    pub(crate) server: Server,
    /// The names and samples, in the order of the inventory.
    pub(crate) clusters: Vec<(String, String)>,
    ports: Vec<u16>,
}

impl Fleet {
    /// Of these samples, each with the time that a command costs; in the inventory one behind the other.
    pub(crate) fn of(samples: &[(&str, Duration)]) -> Self {
        let mut known: BTreeMap<(&str, Duration), Answer> = BTreeMap::new();
        let answers = samples
            .iter()
            .map(|(sample, cost)| Arc::clone(known.entry((sample, *cost)).or_insert_with(|| answer(sample, *cost))));
        let (server, addrs) =
            Server::start_all("127.0.0.1:0", answers.collect(), Access::default(), &Faults::default()).unwrap();
        let clusters = samples.iter().enumerate().map(|(at, (sample, _))| (format!("c{at:03}"), (*sample).to_owned()));
        Self { server, clusters: clusters.collect(), ports: addrs.iter().map(|addr| addr.port()).collect() }
    }

    /// A folder with an inventory of them all.
    pub(crate) fn place(&self) -> Place {
        let place = Place::of(&[]);
        let addr = |port: &u16| std::net::SocketAddr::from(([127, 0, 0, 1], *port));
        place.write(
            ".ssh/known_hosts",
            &self.ports.iter().map(|port| self.server.known_at(addr(port))).collect::<String>(),
        );
        let row = |((name, _), port): (&(String, String), &u16)| format!("{name},127.0.0.1,{port},op\n");
        let rows: String = self.clusters.iter().zip(&self.ports).map(row).collect();
        place.write("fleet.csv", &format!("name,address,port,user\n{rows}"));
        place.write("ndmp-preflight.toml", "inventory = \"fleet.csv\"\n");
        place
    }
}

pub(crate) fn sample_path(sample: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs").join(sample)
}

/// A folder with an inventory of clusters, in which the program runs.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
}

impl Place {
    /// An inventory of these clusters, all of them known.
    pub(crate) fn of(clusters: &[&Cluster]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let entry = |cluster: &&Cluster| {
            format!(
                "[hosts.\"{}\"]\naddress = \"127.0.0.1\"\nport = {}\nuser = \"op\"\n\n",
                cluster.name,
                cluster.port()
            )
        };
        let own = Self { folder };
        own.write("ndmp-preflight.toml", &clusters.iter().map(entry).collect::<String>());
        own.write(".ssh/known_hosts", &clusters.iter().map(|c| c.server.known_hosts_line()).collect::<String>());
        let home = own.folder.path().join(".ssh");
        let known = home.join("known_hosts");
        own.write(
            "ssh_config",
            &format!(
                "Host *\n  UserKnownHostsFile {}\n  GlobalKnownHostsFile none\n  IdentityFile {}\n  IdentityAgent none\n",
                known.display(),
                home.join("id_ed25519").display()
            ),
        );
        own
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Makes a key that this passphrase locks; `false` where there is no OpenSSH.
    pub(crate) fn make_key(&self, passphrase: &str) -> bool {
        let path = self.folder.path().join(".ssh/id_ed25519");
        let done = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", passphrase, "-f"]).arg(path).status();
        done.is_ok_and(|status| status.success())
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NDMP_PREFLIGHT_")) {
            command.env_remove(name);
        }
        command
            .args(words)
            .current_dir(self.folder.path())
            .stdin(std::process::Stdio::null())
            .env("HOME", self.folder.path())
            .env("NDMP_PREFLIGHT_SSH_CONFIG", self.folder.path().join("ssh_config"))
            .env("NDMP_PREFLIGHT_PASSWORD", PASSWORD)
            .env("NDMP_PREFLIGHT_NOW", "2026-11-22")
            .env_remove("XDG_CACHE_HOME")
            .env_remove("SSH_AUTH_SOCK");
        command
    }

    /// The same at a terminal of its own, at which somebody types `typed`; `None` where no program makes terminals.
    pub(crate) fn at_terminal(&self, words: &[&str], typed: &str) -> Option<Done> {
        self.typed_behind("password of ", std::time::Duration::from_millis(300), words, typed)
    }

    /// What people see who type nothing: every byte that came to the terminal.
    pub(crate) fn seen_at_terminal(&self, words: &[&str]) -> Option<Vec<u8>> {
        let mut command = terminal(&self.command(words), self.folder.path());
        let output = command.env("COLUMNS", "100").stdin(std::process::Stdio::null()).output().ok()?;
        Some(output.stdout)
    }

    /// The same behind another prompt, by somebody who takes so much time.
    pub(crate) fn typed_behind(
        &self,
        prompt: &str,
        pause: std::time::Duration,
        words: &[&str],
        typed: &str,
    ) -> Option<Done> {
        use std::io::{Read, Write};
        let mut command = terminal(&self.command(words), self.folder.path());
        command.env_remove("NDMP_PREFLIGHT_PASSWORD");
        let piped = std::process::Stdio::piped;
        let mut child = command.stdin(piped()).stdout(piped()).stderr(piped()).spawn().ok()?;
        let (mut shown, mut byte) = (Vec::new(), [0]);
        while !shown.ends_with(prompt.as_bytes()) && child.stdout.as_mut().unwrap().read(&mut byte).unwrap() > 0 {
            shown.push(byte[0]);
        }
        // Nobody types before the prompt is there.
        std::thread::sleep(pause);
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let mut output = child.wait_with_output().unwrap();
        output.stdout = [shown, output.stdout].concat();
        Some(Done::of(output))
    }

    pub(crate) fn run(&self, words: &[&str]) -> Done {
        Done::of(self.command(words).output().unwrap())
    }

    /// Every byte of every bundle below `folder`, unpacked.
    pub(crate) fn unpacked(&self, folder: &str) -> String {
        let mut all = String::new();
        for entry in std::fs::read_dir(self.folder.path().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            all += &path.display().to_string();
            let mut bytes = Vec::new();
            flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
            all += &String::from_utf8_lossy(&bytes);
        }
        all
    }

    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join(folder)) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// The command at a terminal of its own.
fn terminal(plain: &Command, folder: &Path) -> Command {
    let line = std::iter::once(plain.get_program()).chain(plain.get_args()).map(|word| word.to_string_lossy());
    let line = line.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).current_dir(folder);
    for (name, value) in plain.get_envs() {
        let _ = match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The report without its times, and without the places in the answers: a quick cluster is asked many commands in one script, and a
/// slow one the same by itself, where it draws another table.
pub(crate) fn timeless(report: &str) -> String {
    let hangs_on_time = |line: &&str| {
        let names = ["collected", "newest", "oldest", "line", "column"];
        names.iter().any(|name| line.trim_start().starts_with(&format!("\"{name}\": ")))
    };
    let lines: Vec<&str> = report.lines().filter(|line| !hangs_on_time(line)).collect();
    assert!(lines.len() < report.lines().count(), "{report}");
    lines.join("\n")
}

/// The verdict on each rule and subject of the first target.
pub(crate) fn verdicts(report: &Value) -> BTreeMap<String, String> {
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    outcomes
        .iter()
        .map(|outcome| (format!("{} {}", word(&outcome["rule"]), outcome["subject"]), word(&outcome["verdict"])))
        .collect()
}

/// Whether OpenSSH's programs are on this machine, without which its configuration is not read; CI has them.
pub(crate) fn has_openssh() -> bool {
    let is_there = Command::new("ssh").arg("-V").output().is_ok();
    assert!(is_there || std::env::var_os("CI").is_none(), "OpenSSH is needed");
    is_there
}
