//! The backup that is planned: `[backup]` for all clusters, `[hosts.NAME.backup]` for one, and the options that say the same.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::{TAPES, address, chosen, values};
use crate::fault::{Faults, Section, Text};
use crate::judge::{ATTESTED, Attested, Backup, PLAN, Question};
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
    /// The lists that are told to be empty, by their names in `[backup]`: nothing fills them.
    pub emptied: BTreeSet<&'static str>,
}

/// The keys of lists, each as it is called in `[backup]` and at the top of the file.
const LISTS: [(&str, &str); 3] = [("dma-address", "dma-address"), ("register", "register"), ("svms", "svm")];

impl Planned {
    /// Fills what this one does not tell with what `other` does.
    pub fn over(self, other: &Self) -> Self {
        let Self { emptied, .. } = &self;
        let is_open = |name: &str| !emptied.contains(name);
        fn given<T: Clone>(here: Vec<T>, there: &[T], is_open: bool) -> Vec<T> {
            if here.is_empty() && is_open { there.to_vec() } else { here }
        }
        let [addresses, register, svms] = LISTS.map(|(name, _)| is_open(name));
        let emptied = emptied.union(&other.emptied).copied().collect();
        Self {
            dma: self.dma.or_else(|| other.dma.clone()),
            dma_addresses: given(self.dma_addresses, &other.dma_addresses, addresses),
            register: given(self.register, &other.register, register),
            svms: given(self.svms, &other.svms, svms),
            user: self.user.or_else(|| other.user.clone()),
            reservations: self.reservations.or_else(|| other.reservations.clone()),
            authentication: self.authentication.or_else(|| other.authentication.clone()),
            cab: self.cab.or(other.cab),
            streams: self.streams.or(other.streams),
            tape: self.tape.or(other.tape),
            emptied,
        }
    }

    /// Puts what is told into the question; where nobody tells it, what is attested, and else what the profile of the
    /// application tells.
    pub fn ask(self, question: &mut Question, profile: Option<&Profile>) {
        let attested = |what| {
            let one = question.attested(what)?;
            Some((one.value.clone().unwrap_or_default(), format!("{ATTESTED}{}", one.whose())))
        };
        let of_profile = || Some((profile?.usual_reservations()?.to_owned(), format!("profile {}", profile?.name)));
        let wanted = self.reservations.map(|value| (value, PLAN.to_owned()));
        let wanted = wanted.or_else(|| attested(Attested::DmaReservations)).or_else(of_profile);
        let of_profile = profile.and_then(Profile::uses_cab);
        let has_cab = attested(Attested::DmaSupportsCab).map(|_| true);
        // Where the two exclude each other, neither counts.
        let is_disputed = has_cab.is_some() && of_profile == Some(false);
        let (has_cab, of_profile) = if is_disputed { (None, None) } else { (has_cab, of_profile) };
        let authentication =
            self.authentication.or_else(|| attested(Attested::DmaAuthentication).map(|(word, _)| word));
        question.reservations_told = wanted.is_some();
        if let Some(wanted) = wanted {
            (question.reservations, question.reservations_by) = wanted;
        }
        question.cab_told = self.cab.or(has_cab).is_some();
        question.cab = self.cab.or(has_cab).or(of_profile);
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
        emptied: emptied(root, |(_, at_top)| at_top),
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
        emptied: emptied(section, |(name, _)| name),
        ..told(section, faults)
    }
}

/// The lists that stand there as `[]`: what is told elsewhere does not count for them.
fn emptied(section: &Section, key: fn((&'static str, &'static str)) -> &'static str) -> BTreeSet<&'static str> {
    let is_emptied = |key: &str| section.has(key) && section.is_array(key) && section.one_or_more(key).is_empty();
    LISTS.into_iter().filter(|names| is_emptied(key(*names))).map(|(name, _)| name).collect()
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
