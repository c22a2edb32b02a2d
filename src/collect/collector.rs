//! Asks one cluster everything that a plan holds, over a few connections at once, and gives the bundle of its answers.
//!
//! The release and the NDMP mode are asked first, what applies in any case at the same time, and what depends on them as
//! soon as they are known.

use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::bundle::{Bundle, Entry};
use super::cancel::Cancel;
use super::desk::Desk;
use super::hand::Hand;
use super::pace::Pace;
use super::plan::{Known, Plan};
use super::transport::{Transport, TransportError};
use crate::judge::{Question, judge};
use crate::rule::Catalog;
use crate::table::{Answer, Reading, Status};

/// The most connections that a cluster gets.
pub const MOST_CONNECTIONS: usize = 4;

/// What is to be learned of one cluster.
pub struct Errand<'a> {
    /// Name by which the user knows the cluster.
    pub target: &'a str,
    /// Where it is, for the bundle; without user and secrets.
    pub address: &'a str,
    /// `ssh2` or `openssh`.
    pub transport: &'a str,
    /// The commands.
    pub plan: &'a Plan,
    /// The tables and rules.
    pub catalog: &'a Catalog,
    /// What is judged.
    pub question: &'a Question,
    /// The release and the mode where the user tells both. What they call for is asked at the same time as they are, and what
    /// the cluster's own answers do not call for is not kept.
    pub expected: Option<Known>,
    /// How many connections may be open at once.
    pub connections: usize,
    /// How long all of it may take.
    pub limit: Duration,
}

/// Why a cluster gave no bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CollectError {
    /// It could not be reached, or did not let us in.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// Something else than ONTAP answers.
    #[error(
        "{address} is not an ONTAP cluster: `version` was answered with {seen}; give the address of the cluster management LIF"
    )]
    NotOntap {
        /// Address and port.
        address: String,
        /// The beginning of the answer.
        seen: String,
    },
    /// The account needs a new password.
    #[error(
        "{address} lets the account in and wants a new password instead of answering: `{seen}`; change it (log in once by hand, or let an administrator run `security login password`), then try again"
    )]
    PasswordExpired {
        /// Address and port.
        address: String,
        /// Its words.
        seen: String,
    },
    /// It was silent where an answer had to come, and had said something else before.
    #[error("{error}; what came before that: `{seen}`")]
    Stalled {
        /// The error of the deadline.
        error: String,
        /// The beginning of what came.
        seen: String,
    },
    /// `--fail-fast`.
    #[error("was not asked: `--fail-fast` ended the run after `{by}`")]
    NotAsked {
        /// The cluster that was not ready, or could not be asked.
        by: String,
    },
    /// The way to it failed each time.
    #[error("{error}; asked {times} times, with `--retries {}`", times - 1)]
    Retried {
        /// The last error.
        error: Box<CollectError>,
        /// How often it was asked.
        times: u32,
    },
    /// The plan holds nothing.
    #[error("the selected rules need no command of {target}; nothing was asked")]
    NothingToAsk {
        /// Name of the target.
        target: String,
    },
}

/// Asks a cluster; `told` hears how many commands are answered.
///
/// # Errors
/// Why there is no answer at all.
pub fn collect(
    errand: &Errand<'_>,
    transport: &dyn Transport,
    cancel: &Cancel,
    told: &(dyn Fn(usize) + Sync),
) -> Result<Bundle, CollectError> {
    collect_at_pace(errand, transport, cancel, told, &Pace::default())
}

/// The same, no faster than `pace` allows, which others keep too.
pub(super) fn collect_at_pace(
    errand: &Errand<'_>,
    transport: &dyn Transport,
    cancel: &Cancel,
    told: &(dyn Fn(usize) + Sync),
    pace: &Pace,
) -> Result<Bundle, CollectError> {
    if errand.plan.steps.is_empty() {
        return Err(CollectError::NothingToAsk { target: errand.target.to_owned() });
    }
    let started = Timestamp::now();
    let hands = errand.connections.clamp(1, MOST_CONNECTIONS).min(errand.plan.steps.len());
    let desk = Desk::new(errand, hands);
    let until = (Instant::now() + errand.limit, errand.limit);
    thread::scope(|scope| {
        for index in 0..hands {
            let hand = Hand { index, desk: &desk, transport, pace, cancel, until, told };
            scope.spawn(move || {
                hand.work();
                // Who is still on the way is no longer needed.
                if hand.desk.is_over() {
                    cancel.cancel();
                }
            });
        }
    });
    let (seen, refused) = (desk.came_last(), desk.refused_setting());
    let entries = desk.entries()?;
    // Where no first commands were needed, nobody has looked yet.
    if !errand.plan.steps.iter().any(|step| step.first) {
        errand.stranger(&entries, &seen).map_or(Ok(()), Err)?;
    }
    let mut bundle = errand.bundle(entries, started);
    refused.iter().for_each(|words| bundle.remark(&of_setting(words)));
    Ok(bundle)
}

impl Errand<'_> {
    /// The bundle of these answers, with what is to be said of the whole.
    fn bundle(&self, entries: Vec<Entry>, started: Timestamp) -> Bundle {
        let mut bundle = Bundle { started, ended: Timestamp::now(), ..self.draft(entries) };
        let readings = bundle.readings(&self.catalog.tables);
        refusals(&readings).iter().for_each(|remark| bundle.remark(remark));
        bundle.cluster = readings.first().and_then(|reading| judge(reading, self.catalog, self.question).cluster);
        bundle
    }

    fn draft(&self, entries: Vec<Entry>) -> Bundle {
        let mut bundle = Bundle {
            target: self.target.to_owned(),
            address: self.address.to_owned(),
            transport: self.transport.to_owned(),
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            ..Bundle::default()
        };
        entries.into_iter().for_each(|entry| bundle.push(entry));
        bundle
    }

    fn readings(&self, entries: &[Entry]) -> Vec<Reading> {
        self.draft(entries.to_vec()).readings(&self.catalog.tables)
    }

    /// What the first answers tell of the release and the mode.
    pub(super) fn known(&self, entries: &[Entry]) -> Known {
        match self.readings(entries).first() {
            Some(reading) => Known::of(reading, self.catalog, self.question),
            None => Known::of(&Reading::default(), self.catalog, self.question),
        }
    }

    /// Whether an answer lacks something that the cluster announced.
    pub(super) fn is_cut(&self, entry: &Entry) -> bool {
        let readings = self.readings(std::slice::from_ref(entry));
        readings.iter().flat_map(|reading| &reading.answers).any(|answer| answer.status == Status::CutOff)
    }

    /// Whether the answers tell anything.
    pub(super) fn tells(&self, entries: &[Entry]) -> bool {
        let tells = |answer: &Answer| {
            !answer.records.is_empty() || matches!(answer.status, Status::Empty | Status::Refused | Status::Complete)
        };
        self.readings(entries).iter().flat_map(|reading| &reading.answers).any(tells)
    }

    /// Why what answered cannot be ONTAP, going by the answers to the first commands and what else was seen.
    pub(super) fn stranger(&self, entries: &[Entry], seen: &[u8]) -> Option<CollectError> {
        let seen = String::from_utf8_lossy(seen);
        let speaks = |line: &str| line.starts_with("Error: ") || line.contains(" Release ");
        if self.tells(entries) || seen.lines().any(|line| speaks(line.trim())) {
            return None;
        }
        let words = super::clean(&seen);
        let seen = if words.is_empty() { "nothing".to_owned() } else { format!("`{words}`") };
        Some(CollectError::NotOntap { address: self.address.to_owned(), seen })
    }
}

/// What an account lacks, in one sentence.
fn refusals(readings: &[Reading]) -> Option<String> {
    let answers = readings.iter().flat_map(|reading| &reading.answers);
    let refused: Vec<String> =
        answers.filter(|answer| is_right(answer)).map(|answer| format!("`{}`", answer.command)).collect();
    if refused.is_empty() {
        return None;
    }
    let role = "`ndmp-preflight role` prints the role that may";
    Some(format!("this account may not use {}, or the release does not know it; {role}", refused.join(", ")))
}

/// What a refused setting of the session means.
fn of_setting(words: &str) -> String {
    let (words, asked) = (super::clean(words), "the commands that show were asked all the same");
    let advice = if words.contains("\"set\"") {
        "this account may not use `set`, whose settings make answers easier to read; `ndmp-preflight role` prints the role that may"
    } else {
        "this release does not know the setting"
    };
    format!("the cluster refused a setting of the session (`{words}`): {advice}; {asked}")
}

fn is_right(answer: &Answer) -> bool {
    let why = answer.why.to_lowercase();
    let words = ["not a recognized command", "not authorized", "insufficient privileges", "access denied"];
    answer.status == Status::Refused && words.iter().any(|word| why.contains(word))
}
