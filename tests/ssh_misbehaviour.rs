//! Servers that misbehave: each ends in the right error within its deadline, and what came before is kept.

#![cfg(feature = "ssh")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends at the first thing that is not as it must be"
)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::script::{Script, Show, Step};
use ndmp_preflight::collect::ssh::{HostKeyPolicy, SshTransport};
use ndmp_preflight::collect::transport::{Connection, Deadlines, Exchange, Phase, Transport, TransportError};
use russh::MethodKind;

#[path = "rig/mod.rs"]
mod rig;
#[path = "../examples/simulated-ontap/server.rs"]
mod server;

use rig::{Answers, at_once, connect, endpoint, patient, refusal, script, transport};
use server::{Access, Faults, Reply, Server};

const PASSWORD: &str = "let-me-in";
/// A deadline that is met at once on any machine, and one that must not be waited for.
const SOON: Duration = Duration::from_millis(400);

/// A server, and an endpoint that knows its key.
struct Rig {
    server: Server,
    endpoint: Endpoint,
    folder: tempfile::TempDir,
}

fn rig(access: Access, faults: Faults, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Rig {
    let server = Server::start(Arc::new(answer), access, faults).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    std::fs::write(&file, server.known_hosts_line()).unwrap();
    let endpoint = endpoint(server.addr.port(), "preflight", &file);
    Rig { server, endpoint, folder }
}

fn text(stdout: &str) -> Reply {
    Reply { stdout: stdout.as_bytes().to_vec(), ..Reply::default() }
}

fn misbehaving(faults: Faults) -> Rig {
    rig(Access::default(), faults, |_| text(&"0123456789".repeat(60)))
}

fn open(rig: &Rig, deadlines: Deadlines) -> Box<dyn Connection> {
    connect(&rig.endpoint, deadlines, Answers::of(&[PASSWORD], false)).unwrap()
}

/// Asks one command; the answer must not have taken as long as the patient deadlines.
fn ask(rig: &Rig, deadlines: Deadlines) -> (Exchange, Box<dyn Connection>) {
    let mut connection = open(rig, deadlines);
    let begin = Instant::now();
    let exchange = connection.ask(&script("cluster show"));
    assert!(begin.elapsed() < Duration::from_secs(10), "took {:?}", begin.elapsed());
    (exchange, connection)
}

fn timed_out(phase: Phase, after: Duration) -> Option<TransportError> {
    Some(TransportError::TimedOut { phase, after })
}

#[test]
fn an_answer_comes_back_with_both_outputs_and_the_status() {
    let rig = rig(Access::default(), Faults::default(), |script| Reply {
        stdout: format!("asked {script}\r\n").into_bytes(),
        stderr: b"\xffwarning".to_vec(),
        exit_status: 3,
        ..Reply::default()
    });
    let (exchange, mut connection) = ask(&rig, patient());
    assert_eq!(exchange.output, b"asked cluster show\r\n");
    assert_eq!((&*exchange.errors, exchange.exit_status, exchange.broken), (&b"\xffwarning"[..], Some(3), None));
    connection.prepare();
    assert_eq!(connection.ask(&script("version")).output, b"asked version\r\n");
    assert!(connection.is_open());
    assert_eq!(rig.server.log.channels.load(Ordering::SeqCst), 2);
}

#[test]
fn a_dropped_connection_is_gone_at_the_server() {
    let rig = misbehaving(Faults::default());
    let (_, connection) = ask(&rig, patient());
    assert_eq!(rig.server.log.open.load(Ordering::SeqCst), 1);
    drop(connection);
    let begin = Instant::now();
    while rig.server.log.open.load(Ordering::SeqCst) > 0 {
        assert!(begin.elapsed() < Duration::from_secs(10), "still open");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(rig.server.log.most.load(Ordering::SeqCst), 1);
}

#[test]
fn a_cut_connection_keeps_what_came() {
    let rig = misbehaving(Faults { cut_after: Some(500), ..Faults::default() });
    let (exchange, mut connection) = ask(&rig, patient());
    assert_eq!(exchange.output.len(), 500);
    assert!(matches!(exchange.broken, Some(TransportError::Broken { phase: Phase::Command, .. })), "{exchange:?}");
    assert!(!connection.is_open());
    let again = connection.ask(&script("version"));
    assert!(again.broken.unwrap().to_string().contains("closed before"));
}

#[test]
fn a_disconnect_message_is_a_broken_connection() {
    let rig = misbehaving(Faults { disconnect_after: Some(500), ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    assert!(matches!(exchange.broken, Some(TransportError::Broken { .. })), "{exchange:?}");
    assert!(exchange.exit_status.is_none() && !connection.is_open());
}

#[test]
fn silence_ends_at_the_first_byte_and_dropping_waits_no_more() {
    let rig = misbehaving(Faults { silent: true, ..Faults::default() });
    let limit = Duration::from_secs(2);
    let (exchange, connection) = ask(&rig, Deadlines { first_byte: limit, ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::FirstByte, limit));
    assert!(exchange.duration >= limit, "{:?}", exchange.duration);
    let begin = Instant::now();
    drop(connection);
    assert!(begin.elapsed() < limit / 2, "dropping took {:?}", begin.elapsed());
}

#[test]
fn a_drip_ends_at_the_command_though_each_byte_comes_in_time() {
    let rig = misbehaving(Faults { drip: Some(Duration::from_millis(20)), ..Faults::default() });
    let deadlines = Deadlines { command: Duration::from_millis(800), idle: Duration::from_secs(15), ..patient() };
    let (exchange, _) = ask(&rig, deadlines);
    assert_eq!(exchange.broken, timed_out(Phase::Command, deadlines.command));
    assert!(!exchange.output.is_empty() && exchange.output.len() < 600, "{}", exchange.output.len());
}

#[test]
fn a_slow_drip_ends_at_the_idle_time() {
    let rig = misbehaving(Faults { drip: Some(Duration::from_secs(19)), ..Faults::default() });
    let (exchange, _) = ask(&rig, Deadlines { idle: SOON, ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::Idle, SOON));
    assert_eq!(exchange.output, b"0");
}

#[test]
fn a_pager_ends_at_the_idle_time_and_is_kept() {
    let pager = "Press <space> to page down, <return> for next line, or 'q' to quit... ";
    let rig = misbehaving(Faults { pager: Some(pager.to_owned()), ..Faults::default() });
    let (exchange, _) = ask(&rig, Deadlines { idle: SOON, ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::Idle, SOON));
    assert!(exchange.output.ends_with(pager.as_bytes()));
}

#[test]
fn the_whole_run_has_a_deadline_of_its_own() {
    let rig = misbehaving(Faults { silent: true, ..Faults::default() });
    let (exchange, _) = ask(&rig, Deadlines { run: Duration::from_millis(1500), ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::Run, Duration::from_millis(1500)));
}

#[test]
fn a_flood_is_ended_and_bounded() {
    let limit = 1024 * 1024;
    for faults in [
        Faults { flood: Some(64 * limit), ..Faults::default() },
        Faults { error_flood: Some(64 * limit), ..Faults::default() },
    ] {
        let rig = misbehaving(faults);
        let transport = transport(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).with_largest_answer(limit);
        let mut connection = transport.connect().unwrap();
        let exchange = connection.ask(&script("cluster show"));
        assert_eq!(exchange.broken, Some(TransportError::Flooded { limit }));
        assert!(exchange.output.len() + exchange.errors.len() <= limit + 2);
        assert!(!connection.is_open());
    }
}

#[test]
fn more_errors_than_the_window_holds_block_nothing() {
    let size = 5 * 1024 * 1024;
    let rig = misbehaving(Faults { error_flood: Some(size), ..Faults::default() });
    let (exchange, _) = ask(&rig, patient());
    assert_eq!((exchange.errors.len(), exchange.output.len(), exchange.broken), (size, 600, None));
}

#[test]
fn a_large_answer_comes_whole() {
    let answer = "0123456789abcde\n".repeat(512 * 1024);
    let copy = answer.clone();
    let rig = rig(Access::default(), Faults::default(), move |_| text(&copy));
    let (exchange, _) = ask(&rig, patient());
    assert_eq!((exchange.output.len(), exchange.broken), (answer.len(), None));
    assert!(exchange.output == answer.as_bytes());
}

#[test]
fn a_truncated_answer_in_order_is_no_error_here() {
    let rig = misbehaving(Faults { truncate: Some(500), ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    assert_eq!((exchange.output.len(), exchange.exit_status, exchange.broken), (500, Some(0), None));
    assert!(connection.is_open());
}

#[test]
fn a_missing_status_does_not_hold_the_answer() {
    let rig = misbehaving(Faults { no_exit_status: true, ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    assert_eq!((exchange.output.len(), exchange.broken), (600, None));
    assert!(connection.is_open() && exchange.duration < Duration::from_secs(5));
}

#[test]
fn a_connection_closed_behind_the_login_is_told_at_the_first_command() {
    let rig = misbehaving(Faults { close_after_authentication: true, ..Faults::default() });
    let error = match connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)) {
        Err(error) => error,
        Ok(mut connection) => {
            thread::sleep(Duration::from_millis(400));
            connection.ask(&script("cluster show")).broken.unwrap()
        }
    };
    let phases = [Phase::Authentication, Phase::Command];
    assert!(matches!(&error, TransportError::Broken { phase, .. } if phases.contains(phase)), "{error:?}");
}

#[test]
fn a_refused_channel_leaves_the_connection_open() {
    let rig = misbehaving(Faults { refuse_channel: Some(3), ..Faults::default() });
    let mut connection = open(&rig, patient());
    for _ in 0..2 {
        assert_eq!(connection.ask(&script("cluster show")).broken, None);
    }
    connection.prepare();
    let error = connection.ask(&script("cluster show")).broken.unwrap();
    assert!(matches!(&error, TransportError::NoChannel { .. }), "{error:?}");
    assert!(connection.is_open());
}

#[test]
fn a_refused_command_is_told() {
    let rig = misbehaving(Faults { refuse_exec: true, ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    let error = exchange.broken.unwrap().to_string();
    assert!(error.contains("it runs no commands for this account"), "{error}");
    assert!(connection.is_open());
}

#[test]
fn a_script_that_is_too_long_is_not_sent() {
    let rig = misbehaving(Faults::default());
    let mut connection = open(&rig, patient());
    let show = Show::parse("network interface show -fields home-node,home-port").unwrap();
    let long = Script::of(std::iter::repeat_n(Step::Show(show), 1000));
    assert!(long.text().len() > 32 * 1024);
    let error = connection.ask(&long).broken.unwrap().to_string();
    assert!(error.contains("SSH carries 32768 at once"), "{error}");
    assert!(connection.is_open() && rig.server.log.scripts.lock().unwrap().is_empty());
    let show = Show::parse("cluster show").unwrap();
    let longest = Script::of(std::iter::repeat_n(Step::Show(show), 32 * 1024 / 14));
    assert!(longest.text().len() > 32_000);
    assert_eq!(connection.ask(&longest).broken, None);
}

#[test]
fn ctrl_c_ends_at_once_wherever_it_waits() {
    let rig = misbehaving(Faults { silent: true, ..Faults::default() });
    at_once(|cancel| {
        let (prompt, policy) = (Answers::of(&[PASSWORD], false), HostKeyPolicy::default());
        let transport = SshTransport::new(rig.endpoint.clone(), patient(), policy, prompt, cancel.clone());
        let mut connection = transport.connect().unwrap();
        let stopper = stop(cancel);
        let exchange = connection.ask(&script("cluster show"));
        drop(connection);
        let late = stopper.join().unwrap().elapsed();
        assert_eq!(exchange.broken, Some(TransportError::Interrupted));
        assert_eq!(transport.connect().err(), Some(TransportError::Interrupted));
        late
    });
}

/// A port that lets nobody in and refuses nobody: its queue is full.
fn full_queue() -> (tokio::runtime::Runtime, tokio::net::TcpListener, Vec<std::net::TcpStream>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        socket.listen(1).unwrap()
    });
    let address = listener.local_addr().unwrap();
    let waiting = (0..8).filter_map(|_| std::net::TcpStream::connect_timeout(&address, SOON).ok()).collect();
    (runtime, listener, waiting)
}

#[test]
fn a_way_that_swallows_everything_ends_at_connect() {
    let (_runtime, listener, _waiting) = full_queue();
    let port = listener.local_addr().unwrap().port();
    let error = refusal(&nobody(port), Deadlines { connect: SOON, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::Connect, SOON));
    let endpoint = Endpoint { connect_timeout: Some(Duration::from_secs(1)), ..nobody(port) };
    let deadlines = Deadlines { connect: Deadlines::default().connect, ..patient() };
    let error = refusal(&endpoint, deadlines, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::Connect, Duration::from_secs(1)));
}

#[test]
fn ctrl_c_ends_a_connection_that_does_not_come_about() {
    let (_runtime, full, _waiting) = full_queue();
    let silent = listener(std::mem::forget);
    for port in [full.local_addr().unwrap().port(), silent] {
        at_once(|cancel| {
            let policy = HostKeyPolicy::default();
            let transport = SshTransport::new(nobody(port), patient(), policy, Answers::none(), cancel.clone());
            let stopper = stop(cancel);
            assert_eq!(transport.connect().err(), Some(TransportError::Interrupted));
            stopper.join().unwrap().elapsed()
        });
    }
}

/// Sets the user's wish to end in a moment, and tells when.
fn stop(cancel: Cancel) -> thread::JoinHandle<Instant> {
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        cancel.cancel();
        Instant::now()
    })
}

/// A listener that takes connections and does this with each.
fn listener(with: impl Fn(std::net::TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(&with));
    port
}

fn nobody(port: u16) -> Endpoint {
    Endpoint { port, known_hosts: Vec::new(), ..endpoint(port, "preflight", "/nonexistent".as_ref()) }
}

#[test]
fn a_server_that_says_nothing_ends_at_the_key_exchange() {
    let port = listener(std::mem::forget);
    let error = refusal(&nobody(port), Deadlines { key_exchange: SOON, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::KeyExchange, SOON));
}

#[test]
fn a_banner_that_drips_forever_ends_at_the_key_exchange() {
    let port = listener(|mut stream| {
        thread::spawn(move || {
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        });
    });
    let error = refusal(&nobody(port), Deadlines { key_exchange: SOON, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::KeyExchange, SOON));
}

#[test]
fn a_web_server_is_no_ssh_server() {
    let port = listener(|mut stream| {
        let _ = stream.read(&mut [0; 512]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    });
    let error = refusal(&nobody(port), patient(), Answers::none());
    assert!(matches!(&error, TransportError::NotSsh { .. }), "{error:?}");
    let wanted = "does not answer as an SSH server: it says `Connection: close`";
    assert_eq!(error.to_string(), format!("127.0.0.1:{port} {wanted}"));
}

#[test]
fn a_server_that_closes_without_a_word_may_be_busy() {
    let busy = |mut stream: std::net::TcpStream| drop(stream.write_all(b"Not allowed at this time\r\n"));
    for port in [listener(drop), listener(busy)] {
        let error = refusal(&nobody(port), patient(), Answers::none());
        let TransportError::Broken { phase: Phase::KeyExchange, reason } = &error else { panic!("{error:?}") };
        assert!(reason.contains("too many sessions"), "{reason}");
    }
}

#[test]
fn a_port_where_nobody_listens_refuses() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = refusal(&nobody(port), patient(), Answers::none());
    assert_eq!(error, TransportError::Refused { address: format!("127.0.0.1:{port}") });
}

#[test]
fn a_name_that_is_not_there_is_told() {
    let endpoint = Endpoint { host: "filer.invalid".to_owned(), ..nobody(22) };
    let error = refusal(&endpoint, patient(), Answers::none());
    assert!(matches!(&error, TransportError::NameUnknown { host, .. } if host == "filer.invalid"), "{error:?}");
}

#[test]
fn only_sha_1_is_no_common_algorithm_and_the_offer_is_told() {
    let rig = misbehaving(Faults { sha1_only: true, ..Faults::default() });
    let error = refusal(&rig.endpoint, patient(), Answers::none()).to_string();
    assert!(error.contains("no common algorithm with 127.0.0.1:"), "{error}");
    for offered in ["curve25519-sha256", "rsa-sha2-512", "aes256-ctr", "hmac-sha2-256", "security ssh show"] {
        assert!(error.contains(offered), "{offered} in {error}");
    }
    assert!(!error.contains("-cert-"), "{error}");
}

#[test]
fn an_unknown_key_is_refused_with_the_line_that_makes_it_known() {
    let rig = misbehaving(Faults::default());
    let file = rig.folder.path().join("empty");
    let mut endpoint = rig.endpoint.clone();
    endpoint.known_hosts = vec![file.clone()];
    let error = refusal(&endpoint, patient(), Answers::of(&[PASSWORD], false));
    let TransportError::HostKeyUnknown { host, fingerprint, line, .. } = &error else { panic!("{error:?}") };
    assert_eq!(host, &format!("[127.0.0.1]:{}", rig.server.addr.port()));
    assert!(fingerprint.starts_with("SHA256:") && fingerprint.len() == 50, "{fingerprint}");
    assert_eq!(format!("{line}\n"), rig.server.known_hosts_line());
    assert!(!file.exists() && rig.server.log.logins.lock().unwrap().is_empty());
    std::fs::write(&file, line).unwrap();
    assert!(connect(&endpoint, patient(), Answers::of(&[PASSWORD], false)).is_ok());
}

#[test]
fn a_new_key_is_accepted_once_when_wanted_by_four_at_once() {
    let rig = misbehaving(Faults::default());
    let file = rig.folder.path().join("new/known_hosts");
    let endpoint = Endpoint { known_hosts: vec![file.clone()], ..rig.endpoint.clone() };
    let policy = HostKeyPolicy { accept_new: true };
    let prompt = Answers::of(&[PASSWORD], false);
    let transport = SshTransport::new(endpoint, patient(), policy, prompt, Cancel::new());
    thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(|| transport.connect().is_ok())).collect();
        assert!(all.into_iter().all(|one| one.join().unwrap()));
    });
    assert_eq!(std::fs::read_to_string(&file).unwrap(), rig.server.known_hosts_line());
}

#[test]
fn another_key_is_refused_even_where_new_ones_are_accepted() {
    let rig = misbehaving(Faults::default());
    let other = misbehaving(Faults::default());
    let name = format!("[127.0.0.1]:{}", rig.server.addr.port());
    let file = rig.folder.path().join("known_hosts");
    for (text, wanted) in [
        (format!("# first\n{name} {}\n", other.server.host_key), "has CHANGED"),
        (format!("# first\n@revoked {name} {}\n", rig.server.host_key), "is revoked in"),
    ] {
        std::fs::write(&file, &text).unwrap();
        let policy = HostKeyPolicy { accept_new: true };
        let prompt = Answers::of(&[PASSWORD], false);
        let transport = SshTransport::new(rig.endpoint.clone(), patient(), policy, prompt, Cancel::new());
        let error = transport.connect().err().unwrap().to_string();
        assert!(error.contains(wanted) && error.contains(&format!("{}:2", file.display())), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
    assert!(rig.server.log.logins.lock().unwrap().is_empty());
}

fn access(methods: &[MethodKind], all: bool) -> Access {
    Access { methods: methods.to_vec(), all, ..Access::default() }
}

#[test]
fn a_password_goes_by_either_method_and_is_asked_for_once() {
    for method in [MethodKind::Password, MethodKind::KeyboardInteractive] {
        let rig = rig(access(&[method], false), Faults::default(), |_| text("ok"));
        let prompt = Answers::of(&[PASSWORD], true);
        let transport = transport(&rig.endpoint, patient(), prompt.clone());
        thread::scope(|scope| {
            let all: Vec<_> = (0..4).map(|_| scope.spawn(|| transport.connect().is_ok())).collect();
            assert!(all.into_iter().all(|one| one.join().unwrap()), "{method:?}");
        });
        assert_eq!(prompt.asked.load(Ordering::SeqCst), 1, "{method:?}");
    }
}

#[test]
fn a_wrong_password_of_the_environment_is_tried_once_by_all_connections() {
    let rig = misbehaving(Faults::default());
    let transport = transport(&rig.endpoint, patient(), Answers::of(&["wrong"], false));
    let errors: Vec<TransportError> = (0..3).map(|_| transport.connect().err().unwrap()).collect();
    assert_eq!(*rig.server.log.logins.lock().unwrap(), ["keyboard-interactive"]);
    let TransportError::NotAuthenticated { user, tried, offered, advice, .. } = &errors[0] else {
        panic!("{:?}", errors[0])
    };
    assert_eq!(user, "preflight");
    assert_eq!(tried, &["keyboard-interactive (refused)", "password (not tried: the password was refused already)"]);
    assert_eq!(offered, &["publickey", "keyboard-interactive", "password"]);
    assert!(advice.contains("security login show -user-or-group-name preflight"), "{advice}");
}

#[test]
fn a_person_may_mistype() {
    let rig = misbehaving(Faults::default());
    let prompt = Answers::of(&["wrong", PASSWORD], true);
    assert!(connect(&rig.endpoint, patient(), prompt.clone()).is_ok());
    assert_eq!(prompt.asked.load(Ordering::SeqCst), 2);
}

#[test]
fn without_a_secret_nothing_is_tried_and_the_way_out_is_told() {
    let banner = "\u{1b}[2JAuthorised users only\r\n";
    let rig = misbehaving(Faults { banner: Some(banner.to_owned()), ..Faults::default() });
    let error = refusal(&rig.endpoint, patient(), Answers::none()).to_string();
    let wanted = format!(
        "preflight@127.0.0.1:{}: not let in; tried keyboard-interactive (no password: NDMP_PREFLIGHT_PASSWORD is not set, \
         and nobody is at a terminal), password (no password: NDMP_PREFLIGHT_PASSWORD is not set, and nobody is at a \
         terminal); the server offers publickey, keyboard-interactive, password. Give a key that the cluster knows, set \
         NDMP_PREFLIGHT_PASSWORD, or run at a terminal. Before the login it says: [2JAuthorised users only",
        rig.server.addr.port()
    );
    assert_eq!(error, wanted);
    assert!(rig.server.log.logins.lock().unwrap().is_empty());
}

#[test]
fn a_challenge_is_answered_by_the_person_and_not_with_the_password() {
    let access = Access {
        question: "One-time code: ".to_owned(),
        password: "123456".to_owned(),
        ..access(&[MethodKind::KeyboardInteractive], false)
    };
    let rig = rig(access, Faults::default(), |_| text("ok"));
    let secrets = vec!["the-password".to_owned()];
    let prompt = Answers { secrets, challenge: Some("123456".to_owned()), interactive: true, ..Answers::default() };
    assert!(connect(&rig.endpoint, patient(), Arc::new(prompt)).is_ok());
}

/// Two keys in files, and their public lines.
fn two_keys(rig: &Rig) -> Vec<(std::path::PathBuf, String)> {
    let key = |name: &str| {
        let path = rig.folder.path().join(name);
        let made = std::process::Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path.to_str().unwrap()])
            .status();
        made.is_ok_and(|status| status.success()).then(|| {
            let line = std::fs::read_to_string(path.with_extension("pub")).unwrap().trim_end().to_owned();
            (path, line)
        })
    };
    ["one", "two"].into_iter().filter_map(key).collect()
}

/// A server for the second of two keys.
fn keyed(methods: &[MethodKind], all: bool, attempts: usize) -> Option<(Rig, Vec<(std::path::PathBuf, String)>)> {
    let probe = misbehaving(Faults::default());
    let keys = two_keys(&probe);
    if keys.len() < 2 {
        println!("skipped: no ssh-keygen");
        return None;
    }
    let access = Access { keys: vec![keys[1].1.clone()], attempts, ..access(methods, all) };
    let mut rig = rig(access, Faults::default(), |_| text("ok"));
    rig.endpoint.identities = keys.iter().map(|key| key.0.clone()).collect();
    // The keys lie in the folder of the probe.
    std::mem::forget(probe.folder);
    Some((rig, keys))
}

#[test]
fn keys_are_tried_in_their_order_and_the_right_one_first_next_time() {
    let Some((rig, _)) = keyed(&[MethodKind::PublicKey], false, 6) else { return };
    let transport = transport(&rig.endpoint, patient(), Answers::none());
    assert!(transport.connect().is_ok());
    let first = rig.server.log.logins.lock().unwrap().len();
    assert!(transport.connect().is_ok());
    let logins = rig.server.log.logins.lock().unwrap().clone();
    assert_ne!(logins[0], logins[1]);
    assert!(logins[first..].iter().all(|login| login == &logins[first - 1]), "{logins:?}");
}

#[test]
fn a_text_before_the_login_that_nobody_asked_for_is_no_error() {
    let Some((keyed, _)) = keyed(&[MethodKind::PublicKey], false, 6) else { return };
    let faults = Faults { banner: Some("Authorised users only\r\n".repeat(100)), ..Faults::default() };
    let mut rig = rig(Access::default(), faults, |_| text("ok"));
    rig.endpoint.identities = keyed.endpoint.identities.clone();
    let mut connection = connect(&rig.endpoint, patient(), Answers::none()).unwrap();
    assert_eq!(connection.ask(&script("cluster show")).output, b"ok");
}

#[test]
fn two_factors_are_passed_one_after_the_other() {
    for second in [MethodKind::Password, MethodKind::KeyboardInteractive] {
        let Some((rig, _)) = keyed(&[MethodKind::PublicKey, second], true, 10) else { return };
        let connected = connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false));
        assert!(connected.is_ok(), "{second:?}: {:?}", connected.err());
        let error = refusal(&rig.endpoint, patient(), Answers::of(&["wrong"], false)).to_string();
        assert!(error.contains("(right, but not enough)") && error.contains("(refused)"), "{error}");
    }
}

#[test]
fn the_password_first_and_the_key_then() {
    let Some((rig, _)) = keyed(&[MethodKind::KeyboardInteractive, MethodKind::PublicKey], true, 10) else { return };
    let connected = connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false));
    assert!(connected.is_ok(), "{:?}", connected.err());
}

/// An agent that has this key and never signs.
fn stubborn_agent(socket: &std::path::Path, public: &str) {
    let blob = public.parse::<ssh_key::PublicKey>().unwrap().to_bytes().unwrap();
    let length = |bytes: usize| u32::try_from(bytes).unwrap().to_be_bytes();
    let list = [&[12, 0, 0, 0, 1], &length(blob.len())[..], &blob, &length(3), b"one"].concat();
    let answer = [&length(list.len())[..], &list].concat();
    let listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || {
                let mut head = [0; 5];
                while stream.read_exact(&mut head).is_ok() && head[4] == 11 {
                    stream.write_all(&answer).unwrap();
                }
                thread::sleep(Duration::from_secs(60));
            });
        }
    });
}

#[test]
fn an_agent_that_never_signs_ends_at_the_authentication() {
    let Some((rig, keys)) = keyed(&[MethodKind::PublicKey], false, 6) else { return };
    let socket = rig.folder.path().join("agent");
    stubborn_agent(&socket, &keys[1].1);
    let endpoint = Endpoint { identities: Vec::new(), agent: Some(socket), ..rig.endpoint.clone() };
    let limit = Duration::from_secs(1);
    let error = refusal(&endpoint, Deadlines { authentication: limit, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::Authentication, limit));
}

#[test]
fn a_server_that_hangs_up_is_told_with_the_number_of_attempts() {
    let Some((rig, keys)) = keyed(&[MethodKind::PublicKey], false, 1) else { return };
    let endpoint = Endpoint { identities: vec![keys[0].0.clone()], ..rig.endpoint.clone() };
    let error = refusal(&endpoint, patient(), Answers::none());
    let TransportError::NotAuthenticated { advice, .. } = &error else { panic!("{error:?}") };
    assert!(advice.starts_with("The server hung up after 1 attempt "), "{advice}");
}

#[test]
fn refused_connections_come_back() {
    let pause = Duration::from_millis(500);
    let rig = misbehaving(Faults { refuse_connections: Some((1, pause)), ..Faults::default() });
    assert!(connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).is_ok());
    let error = refusal(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false));
    assert!(matches!(error, TransportError::Refused { .. }), "{error:?}");
    thread::sleep(pause + Duration::from_millis(500));
    assert!(connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).is_ok());
}
