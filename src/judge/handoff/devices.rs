//! Drives and changers by serial number: one on two paths or at two nodes is one (ND:tape-backup/assign-tape-aliases-concept.adoc).

use std::collections::BTreeMap;

use super::Desk;
use super::told::Told;
use crate::facts::{Reason, Row};

/// A drive or a changer.
pub(super) struct Device<'f> {
    pub(super) serial: Told,
    /// The rows in which it is seen: a node and a device ID each.
    pub(super) paths: Vec<Path<'f>>,
}

/// A way from a node to a device.
pub(super) struct Path<'f> {
    pub(super) entity: &'static str,
    pub(super) row: &'f Row,
    pub(super) node: String,
    pub(super) id: String,
    pub(super) alias: Told,
    serial: Told,
}

impl Device<'_> {
    /// The aliases that are told, each once.
    pub(super) fn aliases(&self) -> Vec<String> {
        let mut aliases: Vec<String> = self.paths.iter().filter_map(|path| path.alias.text()).collect();
        aliases.sort();
        aliases.dedup();
        aliases
    }
}

/// The tape drives.
pub(super) fn drives<'f>(desk: &Desk<'f>) -> Vec<Device<'f>> {
    let rows = desk.context.facts.rows("tape-device").iter();
    let is_drive = |row: &&Row| match row.text("device-type") {
        Some(kind) => kind == "tape drive",
        // Only what lists drives alone tells a state and no type.
        None => row.facts.contains_key("device-state"),
    };
    grouped(rows.filter(is_drive).map(|row| path(desk, "tape-device", row, "st")).collect())
}

/// The media changers, by either list of them.
pub(super) fn changers<'f>(desk: &Desk<'f>) -> Vec<Device<'f>> {
    let facts = desk.context.facts;
    let mut paths: Vec<Path<'f>> =
        facts.rows("media-changer").iter().map(|row| path(desk, "media-changer", row, "mc")).collect();
    let listed = facts.rows("tape-device").iter().filter(|row| row.is("device-type", "media changer"));
    for row in listed {
        let other = path(desk, "tape-device", row, "mc");
        if !paths.iter().any(|known| known.node == other.node && known.id == other.id) {
            paths.push(other);
        }
    }
    grouped(paths)
}

/// Devices of which no answer tells whether they are drives or changers.
pub(super) fn others<'f>(desk: &Desk<'f>) -> Vec<&'f Row> {
    let is_known = |kind: &str| matches!(kind, "tape drive" | "media changer");
    let is_other = |row: &&Row| match row.text("device-type") {
        Some(kind) => !is_known(&kind),
        None => !row.facts.contains_key("device-state"),
    };
    desk.context.facts.rows("tape-device").iter().filter(is_other).collect()
}

fn path<'f>(desk: &Desk<'f>, entity: &'static str, row: &'f Row, kind: &str) -> Path<'f> {
    let text = |column: &str| row.text(column).unwrap_or_default().into_owned();
    let (node, id) = (text("node"), text("device-id"));
    let serial = serial(desk, entity, row, (&node, &id));
    let alias = alias(desk, (entity, row), (&node, &id), serial.text().as_deref(), kind);
    Path { entity, row, node, id, alias, serial }
}

/// The rows about the aliases of a node, with what each is bound to.
fn aliases<'d>(desk: &'d Desk<'_>, node: &'d str) -> impl Iterator<Item = (&'d Row, Told, Told)> {
    let of = |row: &'d Row, column: &str| Told::of(desk.context, "tape-alias", row, column);
    let own = desk.context.facts.rows("tape-alias").iter().filter(move |row| row.is("node", node));
    own.map(move |row| (row, of(row, "alias-name"), of(row, "alias-mapping")))
}

/// Its own serial number, else the one to which the alias of its device ID is bound.
fn serial(desk: &Desk<'_>, entity: &str, row: &Row, (node, id): (&str, &str)) -> Told {
    let own = Told::of(desk.context, entity, row, "serial-number");
    let bound = aliases(desk, node).filter(|(row, ..)| row.is("device-id", id));
    let bound = bound.filter_map(|(_, _, mapping)| serial_of(&mapping.text()?));
    agreed(own.text().into_iter().chain(bound), "serial number").unwrap_or(own)
}

/// `1097001C33` of `SN[1097001C33]L1`.
fn serial_of(mapping: &str) -> Option<String> {
    Some(mapping.strip_prefix("SN[")?.split_once(']')?.0.to_owned())
}

/// Its own alias, and those that are bound to its device ID or serial number.
fn alias(
    desk: &Desk<'_>,
    (entity, row): (&str, &Row),
    (node, id): (&str, &str),
    serial: Option<&str>,
    kind: &str,
) -> Told {
    let own = Told::of(desk.context, entity, row, "alias");
    let is_its = |(row, name, mapping): &(&Row, Told, Told)| {
        let mapping = mapping.text().unwrap_or_default();
        let by_serial =
            || serial_of(&mapping).zip(serial).is_some_and(|(own, serial)| own.eq_ignore_ascii_case(serial));
        let is_of_kind = name.text().is_some_and(|name| name.starts_with(kind));
        row.is("device-id", id) || is_of_kind && (mapping == id || by_serial())
    };
    let bound = aliases(desk, node).filter(is_its).filter_map(|(_, name, _)| name.text());
    agreed(own.text().into_iter().chain(bound), "alias").unwrap_or(own)
}

/// The one value of all that are told; `None` where none is.
fn agreed(told: impl Iterator<Item = String>, what: &str) -> Option<Told> {
    let mut values: Vec<String> = told.collect();
    values.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    values.sort();
    values.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    match values.as_slice() {
        [] => None,
        [only] => Some(Told::value(only)),
        several => {
            let told: Vec<String> = several.iter().map(|value| format!("`{value}`")).collect();
            Some(Told::open(
                Reason::Contradiction,
                format!("the answers tell more than one {what}: {}", told.join(", ")),
            ))
        }
    }
}

/// Paths to the same serial number together. Where it is not told, the same ID behind a switch is the same device, and at a
/// node of its own another one.
fn grouped(paths: Vec<Path<'_>>) -> Vec<Device<'_>> {
    let mut serials: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in &paths {
        serials.entry(place(path)).or_default().extend(path.serial.text());
    }
    let key = |path: &Path<'_>| {
        let known = serials.get(&place(path)).and_then(|known| known.first());
        let own = path.serial.text();
        own.as_ref().or(known).map_or_else(|| place(path), |serial| format!("SN {}", serial.to_ascii_uppercase()))
    };
    let mut devices: Vec<(String, Device<'_>)> = Vec::new();
    for path in paths {
        let key = key(&path);
        match devices.iter_mut().find(|(known, _)| *known == key) {
            Some((_, device)) => device.take(path),
            None => devices.push((key, Device { serial: path.serial.clone(), paths: vec![path] })),
        }
    }
    devices.into_iter().map(|(_, device)| device).collect()
}

impl<'f> Device<'f> {
    fn take(&mut self, path: Path<'f>) {
        if self.serial.text().is_none() {
            self.serial = path.serial.clone();
        }
        self.paths.push(path);
    }
}

fn place(path: &Path<'_>) -> String {
    if path.id.contains(':') { format!("ID {}", path.id) } else { format!("ID {} of {}", path.id, path.node) }
}
