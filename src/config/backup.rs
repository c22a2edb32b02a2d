//! The backup that is planned: `[backup]` for all clusters, `[hosts.NAME.backup]` for one, and the options that say the same.

use std::net::IpAddr;

use super::{TAPES, address, chosen, values};
use crate::fault::{Faults, Section, Text};
use crate::judge::{Attested, Backup, Question};
use crate::rule::Profile;

/// What `reservations` may say.
pub const RESERVATIONS: [&str; 3] = ["off", "scsi", "persistent"];

/// What `authentication` may say: ONTAP's words for how an NDMP session proves who it is
/// (NetAppDocs/ontap, tape-backup/supported-ndmp-authentication-methods-concept.adoc).
pub const AUTHENTICATIONS: [&str; 3] = ["challenge", "plaintext", "plaintext_sso"];

/// The keys of `[backup]`.
const KEYS: [&str; 10] =
    ["dma", "dma-address", "register", "svms", "user", "reservations", "authentication", "cab", "streams", "tape"];

/// What is told of the backup; what is `None` or empty was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// The backup application, by the name of its profile.
    pub dma: Option<String>,
    /// Where its servers connect from.
    pub dma_addresses: Vec<IpAddr>,
    /// The LIFs that it addresses, by address or by name.
    pub register: Vec<String>,
    /// The data SVMs that are backed up with their own NDMP service.
    pub svms: Vec<String>,
    /// The backup user.
    pub user: Option<String>,
    /// One of [`RESERVATIONS`].
    pub reservations: Option<String>,
    /// One of [`AUTHENTICATIONS`].
    pub authentication: Option<String>,
    /// Whether the application uses cluster aware backup.
    pub cab: Option<bool>,
    /// Streams at the same time, of the whole cluster.
    pub streams: Option<u32>,
    /// Whether tape devices are attached to the cluster.
    pub tape: Option<bool>,
}

impl Planned {
    /// Fills what this one does not tell with what `other` does.
    pub fn over(self, other: &Self) -> Self {
        fn given<T: Clone>(here: Vec<T>, there: &[T]) -> Vec<T> {
            if here.is_empty() { there.to_vec() } else { here }
        }
        Self {
            dma: self.dma.or_else(|| other.dma.clone()),
            dma_addresses: given(self.dma_addresses, &other.dma_addresses),
            register: given(self.register, &other.register),
            svms: given(self.svms, &other.svms),
            user: self.user.or_else(|| other.user.clone()),
            reservations: self.reservations.or_else(|| other.reservations.clone()),
            authentication: self.authentication.or_else(|| other.authentication.clone()),
            cab: self.cab.or(other.cab),
            streams: self.streams.or(other.streams),
            tape: self.tape.or(other.tape),
        }
    }

    /// Puts what is told into the question; where nobody tells it, what is attested, and else what the profile of the
    /// application tells.
    pub fn ask(self, question: &mut Question, profile: Option<&Profile>) {
        let attested = |what| {
            let one = question.attested(what)?;
            Some((one.value.clone().unwrap_or_default(), format!("the attestation of {}", one.whose())))
        };
        let of_profile = || Some((profile?.usual_reservations()?.to_owned(), format!("profile {}", profile?.name)));
        let wanted = self.reservations.map(|value| (value, "--reservations".to_owned()));
        let wanted = wanted.or_else(|| attested(Attested::DmaReservations)).or_else(of_profile);
        let has_cab = attested(Attested::DmaSupportsCab).map(|_| true);
        let authentication =
            self.authentication.or_else(|| attested(Attested::DmaAuthentication).map(|(word, _)| word));
        question.reservations_told = wanted.is_some();
        if let Some(wanted) = wanted {
            (question.reservations, question.reservations_by) = wanted;
        }
        question.cab_told = self.cab.or(has_cab).is_some();
        question.cab = self.cab.or(has_cab).or_else(|| profile?.uses_cab());
        question.dma = profile.map(|profile| profile.name.clone()).or(self.dma);
        question.dma_addresses = self.dma_addresses.iter().map(IpAddr::to_canonical).collect();
        question.user.name = self.user.or(question.user.name.take());
        question.tape = self.tape.unwrap_or(true);
        let registers = profile.and_then(|profile| profile.registers.as_ref());
        let register_roles = registers.map(|cell| cell.value.roles.clone()).unwrap_or_default();
        let (register, svms, streams) = (self.register, self.svms, self.streams);
        question.backup = Backup { register, register_roles, svms, authentication, streams };
    }

    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Reads `[backup]`, and what of it the file says at its top as options.
pub(super) fn of_file(root: &Section, faults: &Faults) -> Planned {
    let at_top = Planned {
        register: values(root.one_or_more("register")),
        svms: values(root.one_or_more("svm")),
        ..told(root, faults)
    };
    let own = root.section("backup", &KEYS).map(|section| of(&section, faults));
    own.unwrap_or_default().over(&at_top)
}

/// Reads `[hosts.NAME.backup]`.
pub(super) fn of_host(host: &Section, faults: &Faults) -> Planned {
    host.section("backup", &KEYS).map(|section| of(&section, faults)).unwrap_or_default()
}

fn of(section: &Section, faults: &Faults) -> Planned {
    Planned {
        register: values(section.one_or_more("register")),
        svms: values(section.one_or_more("svms")),
        user: section.text("user").map(|text: Text| text.value),
        ..told(section, faults)
    }
}

/// The keys that are called alike at the top of the file and in `[backup]`.
fn told(section: &Section, faults: &Faults) -> Planned {
    let word = |key, words: &[&'static str]| {
        let words: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
        chosen(section, faults, key, &words).map(str::to_owned)
    };
    Planned {
        dma: section.text("dma").map(|text| text.value),
        dma_addresses: section.one_or_more("dma-address").iter().filter_map(|text| address(text, faults)).collect(),
        reservations: word("reservations", &RESERVATIONS),
        authentication: word("authentication", &AUTHENTICATIONS),
        cab: section.flag("cab"),
        streams: section.number("streams", 1),
        tape: chosen(section, faults, "tape", &TAPES),
        ..Planned::default()
    }
}
