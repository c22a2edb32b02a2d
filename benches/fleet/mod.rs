//! `check --all` over a fleet of simulated clusters on loopback: each on a port of its own of one server, every third with faults.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Outcome;
use super::link::delayed;
use super::ontap::{Manner, Ontap};
use super::process::cost;
use super::server::{Access, Answer, Faults, Reply, Server};

/// Clusters of a run; the first is what the others are held against.
const SIZES: [usize; 3] = [50, 200, 500];

/// Ways of asking: what they are called, their options, and how long a round trip takes.
const WAYS: [(&str, &[&str], u64); 3] =
    [("next door", &[], 0), ("next door, bundles kept", &["-o", "kept"], 0), ("50 ms away", &["--jobs", "32"], 50)];

/// Measures each way at each size.
pub(crate) fn measure() -> Outcome<()> {
    println!(
        "{:<24} {:>8} {:>7} {:>12} {:>13} {:>9} {:>11} {:>12}",
        "way", "clusters", "wall s", "processor s", "of the first", "peak MiB", "connections", "open at once"
    );
    for (way, options, round_trip) in WAYS {
        let mut first = None;
        for clusters in SIZES {
            let folder = tempfile::tempdir()?;
            let server = fleet(folder.path(), clusters, Duration::from_millis(round_trip))?;
            let spent = cost(check(folder.path()).args(options))?;
            let report: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("report.json"))?)?;
            let told = report["targets"].as_array().map(Vec::len);
            if spent.code != 1 || told != Some(clusters) {
                return Err(format!("{clusters} clusters: exit code {}, {told:?} in the report", spent.code).into());
            }
            let each = spent.processor.as_secs_f64() / clusters as f64;
            let of_first = each / *first.get_or_insert(each);
            let (came, most) = (&server.log.connections, &server.log.most);
            println!(
                "{way:<24} {clusters:>8} {:>7.1} {:>12.2} {of_first:>13.2} {:>9.1} {:>11} {:>12}",
                spent.wall.as_secs_f64(),
                spent.processor.as_secs_f64(),
                spent.peak as f64 / 1024.0,
                came.load(Ordering::SeqCst),
                most.load(Ordering::SeqCst)
            );
        }
    }
    Ok(())
}

/// Starts the clusters, and writes down how they are reached.
fn fleet(folder: &Path, clusters: usize, round_trip: Duration) -> Outcome<Server> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs");
    let [ready, faulty] = ["ready-svm-9.12.1", "many-faults"].map(|sample| answer(&samples.join(sample)));
    let (ready, faulty) = (ready?, faulty?);
    let answers = (0..clusters).map(|at| Arc::clone(if at % 3 == 1 { &faulty } else { &ready })).collect();
    let (server, addrs) = Server::start_all("127.0.0.1:0", answers, Access::default(), &Faults::default())?;
    let away = |addr: SocketAddr| if round_trip.is_zero() { Ok(addr) } else { delayed(addr, round_trip) };
    let addrs = addrs.into_iter().map(away).collect::<Result<Vec<_>, _>>()?;
    fs::write(folder.join("known_hosts"), addrs.iter().map(|addr| server.known_at(*addr)).collect::<String>())?;
    let row = |(at, addr): (usize, &SocketAddr)| format!("cluster{at:03},127.0.0.1,{},op\n", addr.port());
    let rows: String = addrs.iter().enumerate().map(row).collect();
    fs::write(folder.join("fleet.csv"), format!("name,address,port,user\n{rows}"))?;
    fs::write(folder.join("ndmp-preflight.toml"), "inventory = \"fleet.csv\"\n")?;
    let known = folder.join("known_hosts");
    let config = format!("Host *\n  UserKnownHostsFile {}\n  GlobalKnownHostsFile none\n", known.display());
    fs::write(folder.join("ssh_config"), config)?;
    Ok(server)
}

fn answer(sample: &Path) -> Outcome<Answer> {
    let ontap = Ontap::open(sample, Manner::default())?;
    Ok(Arc::new(move |script: &str| Reply { stdout: ontap.told(script).output.into_bytes(), ..Reply::default() }))
}

fn check(folder: &Path) -> Command {
    let mut command = super::own();
    command
        .args(["check", "--all", "--format", "junit", "--report", "json=report.json"])
        .env("NDMP_PREFLIGHT_SSH_CONFIG", folder.join("ssh_config"))
        .env("NDMP_PREFLIGHT_PASSWORD", Access::default().password)
        .env("HOME", folder)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
