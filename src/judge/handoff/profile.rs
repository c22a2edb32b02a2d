//! What a profile says to the sheet: the one place that knows how a profile holds it.

use super::sheet::Part;
use super::told::Told;
use crate::facts::Reason;
use crate::rule::{Matter, Profile};

/// The name that its vendor gives the application.
pub(super) fn title(profile: &Profile) -> &str {
    &profile.title
}

/// The roles of the LIFs that the application registers in SVM scope, where its profile names any.
pub(super) fn registered_roles(profile: &Profile) -> Option<&[String]> {
    let roles = profile.registers.as_ref()?.value.roles.as_slice();
    (!roles.is_empty()).then_some(roles)
}

/// Keys and labels of what may be known of an application; block sizes and the rest go by their names in profiles.
const MATTERS: [(Matter, &str, &str); 8] = [
    (Matter::Cab, "cluster_aware_backup", "cluster aware"),
    (Matter::Reservations, "reservations", "reservations"),
    (Matter::Authentication, "authentication", "authentication"),
    (Matter::Registers, "registers", "registers"),
    (Matter::AddressFamily, "address_family", "address family"),
    (Matter::Ports, "ports", "ports"),
    (Matter::NdmpVersions, "ndmp_versions", "NDMP versions"),
    (Matter::BlockSize, "block_size", "block size"),
];

/// What is told of the application itself; `cab`: whether it uses cluster aware backup, where the plan says it.
pub(super) fn lines(profile: &Profile, cab: Option<bool>) -> Vec<Part> {
    let own = [("name", "name", profile.title.as_str()), ("about", "about", profile.about.trim())];
    let own = own.into_iter().map(|(key, label, text)| Part::line(key, label, Told::value(text)));
    let of = |(matter, key, label): (Matter, &'static str, &'static str)| {
        let planned = cab.filter(|_| matter == Matter::Cab).map(|cab| Told::value(if cab { "yes" } else { "no" }));
        Part::line(key, label, planned.unwrap_or_else(|| told(profile, matter)))
    };
    own.chain(MATTERS.into_iter().map(of)).chain([Part::notes("sources", sources(profile))]).collect()
}

/// What a source tells of it; else the question to the vendor.
fn told(profile: &Profile, matter: Matter) -> Told {
    match profile.told(matter) {
        Some(told) if told.remark.is_empty() => Told::value(told.words),
        Some(told) => Told::value(format!("{} ({})", told.words, told.remark.trim())),
        None => Told::open(Reason::AskApplication, "no source tells it: ask its vendor"),
    }
}

/// Where what is told is documented, each source once.
fn sources(profile: &Profile) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    for told in Matter::ALL.into_iter().filter_map(|matter| profile.told(matter)) {
        if !sources.iter().any(|known| known == told.source) {
            sources.push(told.source.to_owned());
        }
    }
    sources
}
