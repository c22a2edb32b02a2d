//! Which clusters are visited: each once, under a name of its own, and those at one address one after the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::collect::bundle::SUFFIX;
use crate::collect::endpoint::{Endpoint, Typed};
use crate::collect::transport::TransportError;
use crate::config::Host;

/// A cluster to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Name of the target, different for each.
    pub name: String,
    /// What the user typed, or the name in the inventory.
    pub typed: String,
    /// Its entry in the inventory.
    pub entry: Option<Host>,
}

/// A visit, and where it goes.
pub struct Place {
    /// The visit.
    pub visit: Visit,
    pub(super) endpoint: Result<Endpoint, TransportError>,
}

/// Where a run goes.
#[derive(Default)]
pub struct Route {
    /// The visits, in the order in which they were named.
    pub places: Vec<Place>,
    /// What was named once more, and is asked once: what was typed first, and what later.
    pub repeated: Vec<(String, String)>,
}

/// The clusters that were named, each with its entry.
pub(super) fn visits(hosts: &[String], inventory: &[Host]) -> Vec<Visit> {
    let entries: BTreeMap<&str, &Host> = inventory.iter().rev().map(|entry| (entry.name.as_str(), entry)).collect();
    let visit = |typed: &String| {
        let host = Typed::parse(typed).map_or_else(|_| typed.clone(), |typed| typed.host);
        let entry = entries.get(typed.as_str()).or_else(|| entries.get(host.as_str())).map(|entry| (*entry).clone());
        Visit { name: host, typed: typed.clone(), entry }
    };
    let mut known = BTreeSet::new();
    hosts.iter().filter(|typed| known.insert(*typed)).map(visit).collect()
}

/// Leaves out what is another one once more; gives what was typed for both, the first one first.
pub(super) fn leave_out_repeated(places: &mut Vec<Place>) -> Vec<(String, String)> {
    let mut kept: Vec<Place> = Vec::with_capacity(places.len());
    let mut repeated = Vec::new();
    let mut accounts: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for place in places.drain(..) {
        let account = place.endpoint.as_ref().ok().map(|endpoint| (endpoint.user.clone(), berth(endpoint)));
        let others = account.map(|account| accounts.entry(account).or_default());
        let first = others.iter().flat_map(|others| others.iter()).filter_map(|at| kept.get(*at));
        if let Some(first) = first.into_iter().find(|other| is_same(other, &place)) {
            repeated.push((first.visit.typed.clone(), place.visit.typed));
            continue;
        }
        if let Some(others) = others {
            others.push(kept.len());
        }
        kept.push(place);
    }
    *places = kept;
    repeated
}

/// Whether the same cluster is meant by two that go to one account. Two entries of the inventory are two clusters, whatever
/// stands in them.
fn is_same(one: &Place, other: &Place) -> bool {
    let entries = (one.visit.entry.as_ref(), other.visit.entry.as_ref());
    !matches!(entries, (Some(one), Some(other)) if one.name != other.name)
}

/// Where connections end: what these have in common is limited together.
fn berth(endpoint: &Endpoint) -> (String, String) {
    let detour = endpoint.detour.as_ref().map(|detour| format!("{detour:?}"));
    (endpoint.address().to_lowercase(), detour.unwrap_or_default())
}

/// Gives targets of one name the names that were typed.
pub(super) fn tell_apart(places: &mut [Place]) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    places.iter().for_each(|place| *names.entry(place.visit.name.clone()).or_default() += 1);
    for visit in places.iter_mut().map(|place| &mut place.visit) {
        if names.get(&visit.name).is_some_and(|count| *count > 1) {
            visit.name.clone_from(&visit.typed);
        }
    }
}

/// The visits by their numbers, those at one address together, in the order in which they were named.
pub(super) fn by_address(places: &[Place]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        let group = place
            .endpoint
            .as_ref()
            .map_or(groups.len(), |endpoint| *known.entry(berth(endpoint)).or_insert(groups.len()));
        match groups.get_mut(group) {
            Some(others) => others.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

/// Two targets that would be kept in one file, and its name. Some disks take large and small letters for the same.
pub(super) fn clash(places: &[Place]) -> Option<(String, String, String)> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    places.iter().find_map(|place| {
        let (name, file) = (place.visit.name.as_str(), file_name(&place.visit.name));
        let first = known.insert(file.to_lowercase(), name)?;
        Some((first.to_owned(), name.to_owned(), file))
    })
}

/// The name of a target's bundle, one that every file system takes.
pub(super) fn file_name(target: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = target.chars().map(fits).collect();
    format!("{}{SUFFIX}", name.trim_start_matches('.'))
}
