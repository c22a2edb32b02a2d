//! The collector without a network: it asks the simulated cluster directly, over connections that can break.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::collector::{CollectError, Errand, collect};
use ndmp_preflight::collect::plan::{Known, Plan};
use ndmp_preflight::collect::script::Script;
use ndmp_preflight::collect::transport::{Connection, Exchange, Phase, Transport, TransportError};
use ndmp_preflight::judge::{Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ontap::{Log, Manner, Ontap};

#[path = "../examples/simulated-ontap/ontap.rs"]
mod ontap;
#[path = "collector/troubles.rs"]
mod troubles;

/// What comes back: the number of the connection, that of the script, its text and its answer.
type Fault = dyn Fn(usize, usize, &str, Vec<u8>) -> Exchange + Send + Sync;

/// Why the connection of this number is not made.
type Refusal = dyn Fn(usize) -> Option<TransportError> + Send + Sync;

struct Cluster {
    ontap: Ontap,
    fault: Box<Fault>,
    refusal: Box<Refusal>,
    scripts: AtomicUsize,
    open: AtomicUsize,
    most: AtomicUsize,
    /// When connections were asked for.
    times: Mutex<Vec<Instant>>,
    /// Whether a connection breaks at a script whose channel was opened ahead.
    breaks_ahead: AtomicBool,
}

/// A simulated cluster, reached directly.
struct Direct(Arc<Cluster>);

struct Line {
    cluster: Arc<Cluster>,
    number: usize,
    is_open: bool,
    is_ahead: bool,
}

fn whole(output: Vec<u8>) -> Exchange {
    Exchange { output, exit_status: Some(0), ..Exchange::default() }
}

fn broken(output: Vec<u8>, broken: TransportError) -> Exchange {
    Exchange { output, broken: Some(broken), ..Exchange::default() }
}

fn reset() -> TransportError {
    TransportError::Broken { phase: Phase::Command, reason: "reset by peer".to_owned() }
}

fn silence() -> TransportError {
    TransportError::TimedOut { phase: Phase::FirstByte, after: Duration::from_millis(10) }
}

fn refused() -> TransportError {
    TransportError::Refused { address: "192.0.2.1:22".to_owned() }
}

fn question() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

impl Direct {
    fn with(
        sample: &str,
        manner: Manner,
        fault: impl Fn(usize, usize, &str, Vec<u8>) -> Exchange + Send + Sync + 'static,
        refusal: impl Fn(usize) -> Option<TransportError> + Send + Sync + 'static,
    ) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs").join(sample);
        Self(Arc::new(Cluster {
            ontap: Ontap::open(&path, manner).unwrap(),
            fault: Box::new(fault),
            refusal: Box::new(refusal),
            scripts: AtomicUsize::default(),
            open: AtomicUsize::default(),
            most: AtomicUsize::default(),
            times: Mutex::default(),
            breaks_ahead: AtomicBool::default(),
        }))
    }

    fn new(sample: &str, manner: Manner) -> Self {
        Self::with(sample, manner, |_, _, _, output| whole(output), |_| None)
    }

    fn faulty(sample: &str, fault: impl Fn(usize, usize, &str, Vec<u8>) -> Exchange + Send + Sync + 'static) -> Self {
        Self::with(sample, Manner::default(), fault, |_| None)
    }

    fn log(&self) -> Log {
        self.0.ontap.log()
    }

    fn connections(&self) -> usize {
        self.0.times.lock().unwrap().len()
    }

    fn collect(&self, connections: usize) -> Result<Bundle, CollectError> {
        self.collect_again(connections, None)
    }

    fn collect_again(&self, connections: usize, expected: Option<Known>) -> Result<Bundle, CollectError> {
        let (catalog, question) = (Catalog::embedded().unwrap(), question());
        let plan = Plan::of(&catalog, &question);
        let errand = Errand {
            target: "simulated",
            address: "192.0.2.1:22",
            transport: "ssh2",
            plan: &plan,
            catalog: &catalog,
            question: &question,
            expected,
            connections,
            limit: Duration::from_secs(20),
        };
        collect(&errand, self, &Cancel::new(), &|_| {})
    }
}

impl Transport for Direct {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        let number = {
            let mut times = self.0.times.lock().unwrap();
            times.push(Instant::now());
            times.len()
        };
        if let Some(error) = (self.0.refusal)(number) {
            return Err(error);
        }
        let open = self.0.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(open, Ordering::SeqCst);
        Ok(Box::new(Line { cluster: Arc::clone(&self.0), number, is_open: true, is_ahead: false }))
    }
}

impl Connection for Line {
    fn expect(&mut self, more: bool) {
        self.is_open &= !(self.is_ahead && self.cluster.breaks_ahead.load(Ordering::SeqCst));
        self.is_ahead = more;
    }

    fn ask(&mut self, script: &Script) -> Exchange {
        let begin = Instant::now();
        if !self.is_open {
            return broken(Vec::new(), reset());
        }
        let at = self.cluster.scripts.fetch_add(1, Ordering::SeqCst) + 1;
        let (text, _, cost) = self.cluster.ontap.answer(script.text());
        std::thread::sleep(cost);
        let exchange = (self.cluster.fault)(self.number, at, script.text(), text.into_bytes());
        self.is_open = exchange.broken.is_none();
        Exchange { duration: begin.elapsed(), ..exchange }
    }

    fn is_open(&self) -> bool {
        self.is_open
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.cluster.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The verdict on each rule and subject.
fn verdicts(bundle: &Bundle) -> BTreeMap<String, Verdict> {
    let mut catalog = Catalog::embedded().unwrap();
    // What the plain forms do not tell, the rules beyond the document do not judge.
    catalog.rules.retain(|rule| rule.beyond.is_empty());
    let readings = bundle.readings(&catalog.tables);
    assert_eq!(readings.len(), 1);
    let outcomes = judge(&readings[0], &catalog, &question()).outcomes;
    outcomes.iter().map(|outcome| (format!("{} {:?}", outcome.rule, outcome.subject), outcome.verdict)).collect()
}

/// Compares with the verdicts where nothing goes wrong.
fn assert_same(verdicts_seen: &BTreeMap<String, Verdict>, sample: &str) {
    let wanted = verdicts(&Direct::new(sample, Manner::default()).collect(1).unwrap());
    let differ: Vec<_> = wanted.iter().filter(|(name, verdict)| verdicts_seen.get(*name) != Some(verdict)).collect();
    assert!(differ.is_empty() && wanted.len() == verdicts_seen.len(), "wanted {differ:#?}");
}

const NEW: &str = "ready-svm-9.12.1";

#[test]
fn everything_is_asked_over_four_connections_and_seldom_twice() {
    let cluster = Direct::new(NEW, Manner::default());
    let bundle = cluster.collect(4).unwrap();
    let log = cluster.log();
    let shows: Vec<&String> = log.commands.iter().filter(|command| !command.starts_with("set ")).collect();
    let sent: Vec<&str> = bundle.entries.iter().map(|entry| entry.command.as_str()).collect();
    assert!(sent.iter().all(|sent| shows.iter().any(|show| show == sent)));
    // One that comes last in its script, and whose answer has no count, is asked once more between two `version`s.
    let again = bundle.entries.iter().filter(|entry| !entry.how.joined).count();
    assert!(again <= 2, "{:#?}", bundle.entries);
    assert_eq!(shows.len(), sent.len() + 3 * again, "{shows:#?}");
    assert!(bundle.entries.iter().all(|entry| !entry.how.plain && (entry.how.joined == entry.note().is_empty())));
    assert!(log.writes.is_empty());
    assert_eq!(bundle.cluster.as_deref(), Some("strathspey"));
    assert!(verdicts(&bundle).values().all(|verdict| !matches!(verdict, Verdict::Fail | Verdict::Unknown)));
    assert!(cluster.0.most.load(Ordering::SeqCst) <= 4);
}

#[test]
fn what_does_not_apply_is_not_sent() {
    let sent = |sample: &str| {
        let cluster = Direct::new(sample, Manner::default());
        cluster.collect(4).unwrap();
        cluster.log().commands
    };
    let has = |commands: &[String], text: &str| commands.iter().any(|command| command.starts_with(text));
    let new = sent(NEW);
    assert!(has(&new, "network interface service-policy show") && !has(&new, "system services firewall"));
    // The nodes' own service must be on in SVM scope too.
    assert!(has(&new, "vserver services ndmp show") && has(&new, "system services ndmp show"));
    let old = sent("ready-svm-9.9.1");
    assert!(has(&old, "system services firewall") && !has(&old, "network interface service-policy show"));
    let node = sent("ready-node-scope");
    assert!(has(&node, "system services ndmp show") && !has(&node, "security login show"));
}

#[test]
fn a_server_that_closes_channels_which_wait_costs_no_answer() {
    let cluster = Direct::new(NEW, Manner { is_old: true, ..Manner::default() });
    cluster.0.breaks_ahead.store(true, Ordering::SeqCst);
    let bundle = cluster.collect(1).unwrap();
    assert_same(&verdicts(&bundle), NEW);
    assert_eq!(cluster.connections(), 2, "it comes back once, and opens nothing ahead any more");
}

#[test]
fn a_gentle_collection_uses_one_connection() {
    let cluster = Direct::new(NEW, Manner::default());
    let bundle = cluster.collect(1).unwrap();
    assert_eq!((cluster.connections(), cluster.0.scripts.load(Ordering::SeqCst)), (1, 2));
    assert_same(&verdicts(&bundle), NEW);
}

#[test]
fn slow_commands_are_shared_out() {
    let slow = Manner { cost: Duration::from_millis(40), ..Manner::default() };
    let counts = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&counts);
    let count = move |_: usize, _: usize, script: &str, output: Vec<u8>| {
        told.lock().unwrap().push(script.split("; ").filter(|step| !step.starts_with("set ")).count());
        whole(output)
    };
    let cluster = Direct::with(NEW, slow, count, |_| None);
    let bundle = cluster.collect(4).unwrap();
    let counts = counts.lock().unwrap();
    assert!(counts.iter().all(|count| *count <= bundle.entries.len() / 3), "{counts:?}");
    assert_eq!(cluster.connections(), 4);
}

#[test]
fn an_old_release_is_asked_in_plain_words() {
    let cluster = Direct::new("ready-svm-9.9.1", Manner { is_old: true, ..Manner::default() });
    let bundle = cluster.collect(4).unwrap();
    assert!(bundle.entries.iter().filter(|entry| entry.how.plain).count() > 5);
    let log = cluster.log().commands;
    let shows = log.iter().filter(|command| !command.starts_with("set ") && *command != "version").count();
    assert!(shows <= 2 * bundle.entries.len(), "each once in either form: {log:#?}");
    assert!(bundle.entries.iter().filter(|entry| entry.how.plain).all(|entry| entry.note().contains("plain form")));
    assert_same(&verdicts(&bundle), "ready-svm-9.9.1");
}

#[test]
fn a_cluster_that_stops_after_an_error_answers_all_the_same() {
    let refused = vec!["storage tape show".to_owned(), "security login show".to_owned()];
    let manner = Manner { refused: refused.clone(), ..Manner::default() };
    let stopping = Manner { stops_after_error: true, ..manner.clone() };
    let bundle = Direct::new(NEW, stopping).collect(4).unwrap();
    assert_eq!(verdicts(&bundle), verdicts(&Direct::new(NEW, manner).collect(4).unwrap()));
}

#[test]
fn a_refused_command_is_a_fact_and_the_role_is_named() {
    let manner = Manner { refused: vec!["storage tape show".to_owned()], ..Manner::default() };
    let bundle = Direct::new(NEW, manner).collect(4).unwrap();
    let entry = bundle.entries.iter().find(|entry| entry.command.starts_with("storage tape show -fields")).unwrap();
    assert!(entry.text().contains("is not a recognized command"), "{}", entry.text());
    let remark = bundle.remarks.join("\n");
    assert!(remark.contains("`storage tape show`") && remark.contains("ndmp-preflight role"), "{remark}");
}

#[test]
fn an_answer_that_lacks_rows_is_asked_once_more() {
    // The cluster announces more than it shows.
    let cluster = Direct::new("many-faults", Manner::default());
    let bundle = cluster.collect(4).unwrap();
    let asked = "storage tape show-supported-status";
    let times = cluster.log().commands.iter().filter(|command| command.starts_with(asked)).count();
    // Where it could not be told apart from the others, it was asked alone before.
    assert!((2..=3).contains(&times), "{times}");
    let entry = bundle.entries.iter().find(|entry| entry.command.starts_with(asked)).unwrap();
    assert!(entry.note().contains("once more") && !entry.how.joined, "{entry:?}");
}

#[test]
fn what_an_earlier_bundle_calls_for_is_asked_at_once_and_never_kept_when_it_is_wrong() {
    let catalog = Catalog::embedded().unwrap();
    let known = |sample: &str| {
        let bundle = Direct::new(sample, Manner::default()).collect(1).unwrap();
        Known::of(&bundle.readings(&catalog.tables)[0], &catalog, &question())
    };
    // Over one connection, so that a slow cluster is not asked in pieces.
    let right = Direct::new(NEW, Manner::default());
    assert_same(&verdicts(&right.collect_again(1, Some(known(NEW))).unwrap()), NEW);
    assert_eq!(right.0.scripts.load(Ordering::SeqCst), 1, "everything in one round");
    for (sample, other) in [(NEW, "ready-node-scope"), ("ready-node-scope", NEW), ("ready-svm-9.9.1", NEW)] {
        let cluster = Direct::new(sample, Manner::default());
        let bundle = cluster.collect_again(4, Some(known(other))).unwrap();
        assert_same(&verdicts(&bundle), sample);
        let usual = Direct::new(sample, Manner::default()).collect(4).unwrap();
        let commands = |bundle: &Bundle| bundle.entries.iter().map(|entry| entry.command.clone()).collect::<Vec<_>>();
        assert_eq!(commands(&bundle), commands(&usual), "{sample} taken for {other}");
    }
}
