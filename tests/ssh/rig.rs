//! What the tests of both ways to a cluster share: scripts, prompts that count, short deadlines.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::credential::{Prompt, Question, Secret};
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::script::{Script, Show, Step};
use ndmp_preflight::collect::ssh::{HostKeyPolicy, SshTransport};
use ndmp_preflight::collect::transport::{Connection, Deadlines, Transport, TransportError};

/// A script of one command.
pub(crate) fn script(command: &str) -> Script {
    Script::of([Step::Show(Show::parse(command).unwrap())])
}

/// Gives these passwords and passphrases, one after another, and counts how often it was asked.
#[derive(Default)]
pub(crate) struct Answers {
    pub(crate) secrets: Vec<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) interactive: bool,
    pub(crate) asked: AtomicUsize,
    pub(crate) questions: Mutex<Vec<Question>>,
}

impl Answers {
    pub(crate) fn none() -> Arc<Self> {
        Arc::new(Self::default())
    }

    pub(crate) fn of(secrets: &[&str], interactive: bool) -> Arc<Self> {
        let secrets = secrets.iter().map(|text| (*text).to_owned()).collect();
        Arc::new(Self { secrets, interactive, ..Self::default() })
    }
}

impl Prompt for Answers {
    fn secret(&self, question: &Question, again: usize) -> Option<Secret> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.questions.lock().unwrap().push(question.clone());
        let secret = match question {
            Question::Challenge { .. } => self.challenge.clone(),
            _ => self.secrets.get(again).cloned(),
        };
        secret.filter(|text| !text.is_empty()).map(Secret::new)
    }

    fn is_interactive(&self) -> bool {
        self.interactive
    }
}

/// Deadlines that no test on a busy machine meets by accident.
pub(crate) fn patient() -> Deadlines {
    let seconds = Duration::from_secs(20);
    Deadlines {
        connect: seconds,
        says_connect: false,
        key_exchange: seconds,
        authentication: seconds,
        first_byte: seconds,
        idle: seconds,
        command: seconds,
        run: Duration::from_secs(60),
    }
}

/// An endpoint on the loopback that knows nothing but its own `known_hosts`.
pub(crate) fn endpoint(port: u16, user: &str, known_hosts: &Path) -> Endpoint {
    Endpoint {
        typed: format!("{user}@127.0.0.1:{port}"),
        alias: "127.0.0.1".to_owned(),
        host: "127.0.0.1".to_owned(),
        port,
        user: user.to_owned(),
        known_hosts: vec![known_hosts.to_owned()],
        ..Endpoint::default()
    }
}

/// Connects once.
pub(crate) fn connect(
    endpoint: &Endpoint,
    deadlines: Deadlines,
    prompt: Arc<dyn Prompt>,
) -> Result<Box<dyn Connection>, TransportError> {
    transport(endpoint, deadlines, prompt).connect()
}

pub(crate) fn transport(endpoint: &Endpoint, deadlines: Deadlines, prompt: Arc<dyn Prompt>) -> SshTransport {
    SshTransport::new(endpoint.clone(), deadlines, HostKeyPolicy::default(), prompt, Cancel::new())
}

/// The error of a connection that must not come about.
pub(crate) fn refusal(endpoint: &Endpoint, deadlines: Deadlines, prompt: Arc<dyn Prompt>) -> TransportError {
    match connect(endpoint, deadlines, prompt) {
        Ok(_) => panic!("connected to {}", endpoint.address()),
        Err(error) => error,
    }
}

/// Does this with a wish to end, until it ends within 200 ms: a busy machine may be late, but not each time.
pub(crate) fn at_once(try_once: impl Fn(Cancel) -> Duration) {
    let mut late = Vec::new();
    while late.last().is_none_or(|late| *late >= Duration::from_millis(200)) {
        assert!(late.len() < 4, "ended {late:?} late");
        late.push(try_once(Cancel::new()));
    }
}
