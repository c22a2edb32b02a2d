//! Attestations: what no command of a cluster can show, said by somebody (`[[attest]]`). It counts for a year, and then no longer.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use super::{Outcome, Question, disputed};
use crate::rule::{Matter, Profile};

/// How long an attestation counts that does not say it.
const YEAR: fn() -> Span = || 1.year();

/// What can be attested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attested {
    /// The application uses cluster aware backup.
    DmaSupportsCab,
    /// The method of tape reservations that the application is set to.
    DmaReservations,
    /// The authentication that the application is set to.
    DmaAuthentication,
    /// The families of addresses that the application talks over.
    DmaAddressFamily,
    /// The version of NDMP that the application is set to.
    DmaNdmpVersion,
    /// The size of the blocks that the application writes to tape.
    DmaBlockSize,
    /// The ports for data are open between the cluster and the servers of the application.
    DataPortsOpen,
    /// The NDMP password was generated after the login password was last set.
    NdmpPasswordGenerated,
}

impl Attested {
    /// Whether it tells how the application works.
    pub(super) fn is_of_application(self) -> bool {
        !matches!(self, Self::DataPortsOpen | Self::NdmpPasswordGenerated | Self::DmaReservations)
    }

    /// All that can be attested.
    pub const ALL: [Self; 8] = [
        Self::DmaSupportsCab,
        Self::DmaReservations,
        Self::DmaAuthentication,
        Self::DmaAddressFamily,
        Self::DmaNdmpVersion,
        Self::DmaBlockSize,
        Self::DataPortsOpen,
        Self::NdmpPasswordGenerated,
    ];

    /// The cell of a profile that tells the same.
    pub fn matter(self) -> Option<Matter> {
        Some(match self {
            Self::DmaSupportsCab => Matter::Cab,
            Self::DmaReservations => Matter::Reservations,
            Self::DmaAuthentication => Matter::Authentication,
            Self::DmaAddressFamily => Matter::AddressFamily,
            Self::DmaNdmpVersion => Matter::NdmpVersions,
            Self::DmaBlockSize => Matter::BlockSize,
            Self::DataPortsOpen | Self::NdmpPasswordGenerated => return None,
        })
    }

    /// Its word in `what`.
    pub fn word(self) -> &'static str {
        match self {
            Self::DmaSupportsCab => "dma-supports-cab",
            Self::DmaReservations => "dma-reservations",
            Self::DmaAuthentication => "dma-authentication",
            Self::DmaAddressFamily => "dma-address-family",
            Self::DmaNdmpVersion => "dma-ndmp-version",
            Self::DmaBlockSize => "dma-block-size",
            Self::DataPortsOpen => "data-ports-open",
            Self::NdmpPasswordGenerated => "ndmp-password-generated",
        }
    }

    /// What it says, in a sentence without its end.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::DmaSupportsCab => "the backup application uses cluster aware backup",
            Self::DmaReservations => "the backup application is set to this method of tape reservations",
            Self::DmaAuthentication => "the backup application is set to this authentication",
            Self::DmaAddressFamily => "the backup application talks NDMP over these families of addresses",
            Self::DmaNdmpVersion => "the backup application is set to this version of NDMP",
            Self::DmaBlockSize => "the backup application writes blocks of this size to tape",
            Self::DataPortsOpen => "the ports for data are open between the cluster and the backup servers",
            Self::NdmpPasswordGenerated => "the NDMP password was generated after the login password was last set",
        }
    }

    /// What its `value` may be.
    pub fn takes(self) -> Takes {
        match self {
            Self::DmaReservations => Takes::OneOf(&["off", "scsi", "persistent"]),
            Self::DmaAuthentication => Takes::OneOf(&["challenge", "plaintext", "plaintext_sso"]),
            Self::DmaAddressFamily => Takes::OneOf(&["ipv4", "ipv6", "both"]),
            Self::DmaNdmpVersion => Takes::OneOf(&["v2", "v3", "v4"]),
            Self::DmaBlockSize => Takes::Kib,
            Self::DmaSupportsCab | Self::DataPortsOpen | Self::NdmpPasswordGenerated => Takes::Nothing,
        }
    }
}

/// What the value of an attestation may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It has none: the word says it all.
    Nothing,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A number of KiB.
    Kib,
}

/// What somebody attests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// What is attested.
    pub what: Attested,
    /// Its value, where it has one.
    pub value: Option<String>,
    /// By whom.
    pub by: String,
    /// When.
    pub on: Date,
    /// Last day on which it counts, UTC; `None`: that day a year later.
    pub until: Option<Date>,
    /// Where it stands: file and line.
    pub place: String,
}

/// An attestation, as a report tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttestedLine {
    /// What is attested, such as `dma-supports-cab`.
    pub what: Cow<'static, str>,
    /// Its value, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// By whom.
    pub by: String,
    /// When, `YYYY-MM-DD`.
    pub on: String,
    /// Last day on which it counts, `YYYY-MM-DD`.
    pub until: String,
    /// Whether it still counts.
    pub counts: bool,
}

impl Attestation {
    /// Last day on which it counts, UTC.
    pub fn end(&self) -> Date {
        self.until.unwrap_or_else(|| self.on.saturating_add(YEAR()))
    }

    /// Whether it counts on that day.
    pub fn counts(&self, today: Date) -> bool {
        (self.on..=self.end()).contains(&today)
    }

    /// `backup team on 2026-11-20`: whose word it is.
    pub fn whose(&self) -> String {
        format!("{} on {}", self.by, self.on)
    }

    /// The same for a report of that day.
    pub fn line(&self, today: Date) -> AttestedLine {
        let (value, by, on, until) = (self.value.clone(), self.by.clone(), self.on.to_string(), self.end().to_string());
        AttestedLine { what: self.what.word().into(), value, by, on, until, counts: self.counts(today) }
    }
}

impl Attestation {
    /// What the profile of the application tells instead, with its source; `None`: it says the same, or nothing of it.
    pub fn disputed_by(&self, profile: &Profile) -> Option<String> {
        let told = self.what.matter().and_then(|matter| profile.told(matter))?;
        let is_disputed = !allows(profile, self.what, self.value.as_deref().unwrap_or_default())?;
        let (name, about) = (&profile.name, self.what.matter().map_or("", Matter::word));
        is_disputed.then(|| format!("the profile {name} says of {about}: {} ({})", told.words, told.source))
    }
}

/// Whether the application can be set so by its profile; `None`: it tells nothing of that.
pub(super) fn allows(profile: &Profile, what: Attested, value: &str) -> Option<bool> {
    let clear = |word: &str| word.starts_with("plaintext");
    Some(match what {
        Attested::DmaSupportsCab => profile.uses_cab()?,
        Attested::DmaReservations => profile.reservations.as_ref()?.value.allows(value),
        Attested::DmaAuthentication => {
            let offers = &profile.authentication.as_ref()?.value.offers;
            offers.iter().any(|offer| offer == value || clear(offer) && clear(value))
        }
        Attested::DmaAddressFamily => {
            let family = &profile.address_family.as_ref()?.value;
            family == "both" || family == value
        }
        Attested::DmaNdmpVersion => profile.ndmp_versions.as_ref()?.value.iter().any(|version| version == value),
        Attested::DmaBlockSize => {
            let (sizes, size) = (&profile.block_size.as_ref()?.value, value.parse::<u32>().ok()?);
            sizes.least.is_none_or(|least| least <= size) && sizes.most.is_none_or(|most| size <= most)
        }
        Attested::DataPortsOpen | Attested::NdmpPasswordGenerated => return None,
    })
}

impl Question {
    /// The latest attestation of this that counts.
    pub fn attested(&self, what: Attested) -> Option<&Attestation> {
        let counts = |one: &&Attestation| one.what == what && one.counts(self.today);
        self.attestations.iter().filter(counts).max_by_key(|one| one.on)
    }
}

/// Findings on attestations that no longer count, or that the plan or the profile of the application contradicts.
pub(super) fn findings(question: &Question, profile: Option<&Profile>) -> Vec<Outcome> {
    let of = |one: &Attestation| {
        if one.end() < question.today {
            let message = format!("the attestation of {} by {} counted until {}", told(one), one.whose(), one.end());
            return Some(finding("attestation-lapsed", one, message));
        }
        let message = match (contradiction(question, one), profile.and_then(|profile| one.disputed_by(profile))) {
            (Some((said, planned)), _) => format!("{} attests {said}, and the plan says {planned}", one.by),
            (None, Some(disputed)) => format!("{} attests {}, and {disputed}", one.by, told(one)),
            (None, None) => return None,
        };
        Some(finding("attestation-contradicted", one, message))
    };
    // A later one of the same has taken its place.
    let is_latest = |one: &&Attestation| question.attested(one.what).is_none_or(|latest| latest == *one);
    let found = question.attestations.iter().filter(is_latest).filter_map(of);
    found.chain(disputed::of_plan(question, profile)).collect()
}

fn told(one: &Attestation) -> String {
    let value = one.value.as_ref().map(|value| format!(" ({value})")).unwrap_or_default();
    format!("`{}`{value}", one.what.word())
}

/// What the attestation says, and what the plan says of the same.
fn contradiction(question: &Question, one: &Attestation) -> Option<(String, String)> {
    let value = one.value.clone().unwrap_or_default();
    let planned = match one.what {
        Attested::DmaSupportsCab if question.cab == Some(false) => "that it is not used".to_owned(),
        Attested::DmaReservations if question.reservations_told => question.reservations.clone(),
        Attested::DmaAuthentication => question.backup.authentication.clone()?,
        _ => return None,
    };
    (planned != value).then(|| (told(one), planned))
}

fn finding(rule: &str, one: &Attestation, message: String) -> Outcome {
    let subject = std::iter::once(("what".to_owned(), one.what.word().to_owned())).collect();
    Outcome {
        title: "every attestation counts".to_owned(),
        expected: "an attestation that has not lapsed, and that agrees with the plan and with what sources tell of the application".to_owned(),
        note: "have it attested again, or take it out of the configuration; where a source is wrong or old, have a profile of your own say so (`--rules`)".to_owned(),
        ..Outcome::of_configuration(rule, subject, format!("{message} ({})", one.place))
    }
}
