//! How long it takes to ask a cluster: `cargo bench --bench collecting`.
//!
//! OpenSSH's server on loopback answers as a cluster of `sample-outputs/` does, behind a proxy that makes each round trip
//! 50 ms long. Asked are the same 16 commands: by OpenSSH's `ssh host 'a; b; ...'`; by `ndmp-preflight collect`, which asks for the
//! release and the NDMP scope first; and by `check` when the user tells both (`told`). Four of the commands are for a rule of the
//! site's own, so that there are 16. Commands cost the cluster nothing, then 100 ms each. Shown are medians and their ratios.
//!
//! `cargo bench --bench collecting -- fleet`: what `check --all` costs over 50, 200 and 500 simulated clusters on loopback.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench shows its figures")]

use std::error::Error;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use link::delayed;
use ontap::{Manner, Ontap};

mod fleet;
mod link;
#[path = "../examples/simulated-ontap/ontap.rs"]
mod ontap;
mod process;
#[path = "../examples/simulated-ontap/server.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "tests use the rest of it")]
mod server;

const ROUND_TRIP: Duration = Duration::from_millis(50);
const RUNS: usize = 9;
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs/ready-svm-9.9.1");

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().collect();
    let done = match words.iter().position(|word| word == "--answer") {
        Some(at) => words.get(at + 1).map_or(Err("--answer needs a socket".into()), |socket| answer(socket)),
        None if words.iter().any(|word| word == "fleet") => fleet::measure(),
        None => measure(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("collecting: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the server runs for each channel: this program once more. It asks the cluster, which waits in the bench, so that
/// reading the sample is not measured.
fn answer(socket: &str) -> Outcome<()> {
    let mut cluster = UnixStream::connect(socket)?;
    cluster.write_all(env::var("SSH_ORIGINAL_COMMAND")?.as_bytes())?;
    cluster.shutdown(Shutdown::Write)?;
    std::io::copy(&mut cluster, &mut std::io::stdout().lock())?;
    Ok(())
}

/// Answers each script that comes over the socket.
fn serve(socket: &Path, cost: u64) -> Outcome<()> {
    let ontap = Arc::new(Ontap::open(Path::new(SAMPLE), Manner::default())?);
    let listener = UnixListener::bind(socket)?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let ontap = Arc::clone(&ontap);
            thread::spawn(move || run(&ontap, client, cost));
        }
    });
    Ok(())
}

fn run(ontap: &Ontap, mut client: UnixStream, cost: u64) {
    let mut script = String::new();
    if client.read_to_string(&mut script).is_err() {
        return;
    }
    ontap.run(&script, &mut |piece| {
        if piece.is_show {
            thread::sleep(Duration::from_millis(cost));
        }
        // Who does not listen any more has heard enough.
        let _ = client.write_all(piece.text.as_bytes());
    });
}

fn measure() -> Outcome<()> {
    println!("round trip {} ms, medians of {RUNS} runs, in ms", ROUND_TRIP.as_millis());
    println!(
        "{:>13} {:>8} {:>14} {:>15} {:>15}",
        "command costs", "commands", "ssh 'a; b; ..'", "collect", "check, told"
    );
    for cost in [0, 100] {
        let cluster = Cluster::start(cost)?;
        let commands = cluster.commands()?;
        let joined = commands.join("; ");
        let (mut theirs, mut ours, mut told) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..RUNS {
            theirs.push(timed(&mut cluster.ssh(&joined))?);
            fs::remove_dir_all(cluster.bundles())?;
            ours.push(timed(&mut cluster.collect())?);
            told.push(timed(&mut cluster.check_told())?);
        }
        let theirs = median(theirs);
        let shown = |ours: Duration| format!("{} ({:.2})", ours.as_millis(), ours.as_secs_f64() / theirs.as_secs_f64());
        let [ours, told] = [ours, told].map(|times| shown(median(times)));
        let count = commands.len();
        println!("{cost:>13} {count:>8} {:>14} {ours:>15} {told:>15}", theirs.as_millis());
    }
    Ok(())
}

/// The program, without what the environment tells it.
fn own() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"));
    let inherited = env::vars_os().map(|(name, _)| name);
    let own = |name: &OsString| name.to_string_lossy().starts_with("NDMP_PREFLIGHT_");
    inherited.filter(own).for_each(|name| _ = command.env_remove(name));
    command.env_remove("SSH_AUTH_SOCK");
    command
}

fn timed(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    let done = command.stdin(Stdio::null()).output()?;
    let took = start.elapsed();
    if done.status.success() && !done.stdout.is_empty() | !done.stderr.is_empty() {
        return Ok(took);
    }
    Err(format!("{command:?} ended with {}: {}", done.status, String::from_utf8_lossy(&done.stderr)).into())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A server with keys of its own in a folder of its own, and the long way to it.
struct Cluster {
    folder: tempfile::TempDir,
    server: Child,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Cluster {
    fn start(cost: u64) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let at = |name: &str| folder.path().join(name);
        for key in ["host", "user"] {
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(at(key));
            done(&mut keygen)?;
        }
        fs::copy(at("user.pub"), at("authorized_keys"))?;
        fs::write(at("sshd_config"), server_config(&folder.path().display().to_string(), port)?)?;
        serve(&at("socket"), cost)?;
        fs::create_dir(at("rules"))?;
        fs::write(at("rules").join("site-inventory.toml"), SITE_RULE)?;
        let sshd = find("sshd").ok_or("OpenSSH's server is not installed (Debian: openssh-server)")?;
        fs::create_dir_all("/run/sshd").unwrap_or_default();
        let log = fs::File::create(at("log"))?;
        let mut server = Command::new(sshd);
        server.args(["-D", "-e", "-f"]).arg(at("sshd_config")).stdin(Stdio::null()).stderr(log);
        let server = server.spawn()?;
        let to = SocketAddr::from(([127, 0, 0, 1], port));
        wait_for(to)?;
        let address = delayed(to, ROUND_TRIP)?;
        let key = fs::read_to_string(at("host.pub"))?;
        fs::write(at("known_hosts"), format!("[127.0.0.1]:{} {key}", address.port()))?;
        fs::write(at("ssh_config"), client_config(&folder.path().display().to_string(), address))?;
        Ok(Self { folder, server })
    }

    /// The commands that a bundle says were sent.
    fn commands(&self) -> Outcome<Vec<String>> {
        done(&mut self.collect())?;
        let bundle = fs::read_dir(self.bundles())?.next().ok_or("no bundle was written")??.path();
        let manifest = manifest(&bundle)?;
        let commands = manifest["commands"].as_array().ok_or("the manifest names no command")?;
        let text = |command: &serde_json::Value| command["command"].as_str().map(str::to_owned);
        Ok(commands.iter().filter_map(text).collect())
    }

    fn bundles(&self) -> PathBuf {
        self.folder.path().join("bundles")
    }

    fn collect(&self) -> Command {
        let mut command = self.program("collect");
        command.arg("-o").arg(self.bundles());
        command
    }

    /// The whole check of a cluster of which the user tells release and scope.
    fn check_told(&self) -> Command {
        let mut command = self.program("check");
        command.args(["--scope", "svm", "--ontap", "9.9.1P5", "--allow-unknown"]);
        command
    }

    fn program(&self, word: &str) -> Command {
        let mut command = own();
        command
            .args([word, "cluster", "--rules"])
            .arg(self.folder.path().join("rules"))
            .env("NDMP_PREFLIGHT_SSH_CONFIG", self.folder.path().join("ssh_config"))
            .current_dir(self.folder.path());
        command
    }

    fn ssh(&self, joined: &str) -> Command {
        let mut command = Command::new("ssh");
        let config = self.folder.path().join("ssh_config");
        command.arg("-F").arg(config).args(["-T", "cluster", joined]).env_remove("SSH_AUTH_SOCK");
        command
    }
}

fn server_config(folder: &str, port: u16) -> Outcome<String> {
    let program = env::current_exe()?;
    Ok(format!(
        "ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n\
         PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nAuthenticationMethods publickey\n\
         MaxStartups 100\nSetEnv HOME={folder}\nForceCommand {} --answer {folder}/socket\n",
        program.display()
    ))
}

/// A rule of a site that reads four tables more.
const SITE_RULE: &str = r#"
id       = "site-inventory"
title    = "the inventory of the site is at hand"
severity = "info"
why      = "The site keeps ports, volumes, aliases and models in its bundles."
passes   = "the release is readable"

[check]
builtin = "ontap-version"
reads   = ["cluster.release", "port.link", "volume.state", "tape-alias.alias-mapping", "node.model"]

[[example]]
verdict = "pass"
subject = {}
input   = "tay::> version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n\ntay::>"

[[example]]
verdict = "fail"
subject = {}
input   = "tay::> version\nNetApp Release 8.3.2: Thu Jun 15 12:03:10 UTC 2023\n\ntay::>"

[[example]]
verdict = "unknown"
subject = {}
input   = "tay::> cluster show\n\ntay::>"
"#;

fn client_config(folder: &str, address: SocketAddr) -> String {
    format!(
        "Host cluster\n  HostName 127.0.0.1\n  Port {}\n  IdentityFile {folder}/user\n  IdentitiesOnly yes\n  \
         UserKnownHostsFile {folder}/known_hosts\n  GlobalKnownHostsFile none\n",
        address.port()
    )
}

fn done(command: &mut Command) -> Outcome<()> {
    let done = command.output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("{command:?} ended with {}: {}", done.status, String::from_utf8_lossy(&done.stderr)).into())
}

fn find(program: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&paths).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    places.map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn wait_for(address: SocketAddr) -> Outcome<()> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err("OpenSSH's server does not listen".into())
}

/// The manifest of a bundle.
fn manifest(bundle: &Path) -> Outcome<serde_json::Value> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(fs::File::open(bundle)?));
    for entry in archive.entries()? {
        let entry = entry?;
        if entry.path()?.file_name().is_some_and(|name| name == "manifest.json") {
            return Ok(serde_json::from_reader(entry)?);
        }
    }
    Err("the bundle holds no manifest".into())
}
