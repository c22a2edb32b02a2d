//! The backup that is planned, as the user told it, and what was not told of it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::layout::{clean, hang};
use super::style::{Ink, Style};
use crate::judge::{Outcome, Question, Verdict};

/// What is told of the backup; only what is told is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Profile of the backup application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dma: Option<String>,
    /// Where it connects from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dma_addresses: Vec<String>,
    /// The LIFs that it addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub register: Vec<String>,
    /// The backup user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Data SVMs with an NDMP service of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub svms: Vec<String>,
    /// Method of tape reservations, where an option or the application tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reservations: Option<String>,
    /// How the application proves who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication: Option<String>,
    /// Whether it uses cluster aware backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cab: Option<bool>,
    /// Streams at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streams: Option<u32>,
    /// `none` where no tape is attached to the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tape: Option<Cow<'static, str>>,
    /// What is not told, and the rules that are not judged for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untold: Vec<Untold>,
}

/// A part of the plan that is not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untold {
    /// The option that tells it.
    pub option: Cow<'static, str>,
    /// The rules that do not apply without it.
    pub rules: Vec<String>,
}

/// Reasons of rules that do not apply because something is not told, with the option that tells it.
const UNTOLD: [(&str, &str); 5] = [
    ("no-application", "--dma"),
    ("no-address", "--dma-address"),
    ("no-register", "--register"),
    ("no-svm", "--svm"),
    ("no-streams", "--streams"),
];

impl Planned {
    /// What the question tells, and what its outcomes lacked.
    pub(super) fn of(question: &Question, outcomes: &[Outcome]) -> Self {
        let backup = &question.backup;
        Self {
            dma: question.dma.clone(),
            dma_addresses: question.dma_addresses.iter().map(ToString::to_string).collect(),
            register: backup.register.clone(),
            user: question.user.name.clone(),
            svms: backup.svms.clone(),
            reservations: question.reservations_told.then(|| question.reservations.clone()),
            authentication: backup.authentication.clone(),
            cab: question.cab,
            streams: backup.streams,
            tape: (!question.tape).then_some(Cow::Borrowed("none")),
            untold: untold(outcomes),
        }
    }

    /// Whether nothing is told, and nothing would be judged otherwise if it were.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The plan in a sentence, and what is not told of it.
    pub(super) fn lines(&self, style: &Style) -> Option<String> {
        let told = self.told();
        let line = |head: &str, text: &str| hang(&style.paint(Ink::Faint, head), 10, text, style.prose());
        let rules = |untold: &Untold| format!("{} ({})", untold.option, untold.rules.join(", "));
        if !told.is_empty() {
            let open: Vec<String> = self.untold.iter().map(rules).collect();
            let open = (!open.is_empty()).then(|| line("not told  ", &open.join(", ")));
            return Some(
                [Some(line("planned   ", &told.join(", "))), open].into_iter().flatten().collect::<Vec<_>>().join("\n"),
            );
        }
        let options: Vec<&str> = self.untold.iter().map(|untold| untold.option.as_ref()).collect();
        let count: usize = self.untold.iter().map(|untold| untold.rules.len()).sum();
        let (last, first) = options.split_last()?;
        let all = if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) };
        Some(line("planned   ", &format!("nothing is told of the backup; {all} would let {count} more rules speak")))
    }

    fn told(&self) -> Vec<String> {
        let list = |texts: &[String]| texts.iter().map(|text| clean(text)).collect::<Vec<_>>().join(", ");
        let from =
            if self.dma_addresses.is_empty() { String::new() } else { format!(" from {}", list(&self.dma_addresses)) };
        let application = match &self.dma {
            Some(name) => Some(clean(name) + &from),
            None => (!from.is_empty()).then(|| format!("a backup application{from}")),
        };
        let parts = [
            application,
            (!self.register.is_empty()).then(|| format!("registered at {}", list(&self.register))),
            self.user.as_ref().map(|user| format!("user {}", clean(user))),
            (!self.svms.is_empty())
                .then(|| format!("{} {}", if self.svms.len() == 1 { "SVM" } else { "SVMs" }, list(&self.svms))),
            self.authentication.as_ref().map(|word| format!("authentication {word}")),
            self.cab.map(|cab| format!("{} cluster aware backup", if cab { "with" } else { "without" })),
            self.reservations.as_ref().map(|value| format!("tape.reservations {value}")),
            self.streams.map(|streams| format!("{streams} streams")),
            self.tape.as_ref().map(|_| "no tape at the cluster".to_owned()),
        ];
        parts.into_iter().flatten().collect()
    }
}

fn untold(outcomes: &[Outcome]) -> Vec<Untold> {
    let of = |(reason, option): (&str, &'static str)| {
        let is_for_it =
            |outcome: &&Outcome| outcome.verdict == Verdict::NotApplicable && outcome.reason.as_deref() == Some(reason);
        let rules: BTreeSet<&str> = outcomes.iter().filter(is_for_it).map(|outcome| outcome.rule.as_str()).collect();
        let rules: Vec<String> = rules.into_iter().map(str::to_owned).collect();
        (!rules.is_empty()).then_some(Untold { option: option.into(), rules })
    };
    UNTOLD.into_iter().filter_map(of).collect()
}
