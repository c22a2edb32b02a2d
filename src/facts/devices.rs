//! What follows from a tape device's ID and alias: target port, LUN, attachment, and which drive or changer it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::derive::{each_row, text_fact};
use super::{Fact, Facts, Row};

/// Completes the rows of tape devices.
pub(super) fn complete(facts: &mut Facts<'_>) {
    let serials = serials(facts);
    each_row(facts, "tape-device", |row| {
        paths(row);
        unit(row, &serials);
    });
}

/// Target port, LUN and attachment out of a device ID: `sw4:10.11L1` is target `sw4:10.11`, LUN 1, behind a switch.
/// A LUN of 0 is never printed (ND:tape-backup/assign-tape-aliases-concept.adoc).
fn paths(row: &mut Row) {
    let (Some(id), Some(mark)) = (row.text("device-id"), row.mark("device-id")) else { return };
    let Some((path, rest)) = id.rsplit_once('.') else { return };
    let (target, lun) = rest.split_once('L').unwrap_or((rest, "0"));
    let attachment = if path.contains(':') { "fc-switch" } else { "local" };
    for (name, value) in
        [("target-port", format!("{path}.{target}")), ("lun", lun.to_owned()), ("attachment", attachment.to_owned())]
    {
        row.facts.insert(name, text_fact(&value, mark.clone()));
    }
}

/// Serial numbers by device ID, from the mappings of aliases: `SN[1097001C33]`, with the LUN of a changer behind it
/// (ND:tape-backup/assign-tape-aliases-concept.adoc). A device ID with several of them tells none.
fn serials(facts: &Facts<'_>) -> BTreeMap<String, Option<String>> {
    let mut serials: BTreeMap<String, Option<String>> = BTreeMap::new();
    for row in facts.rows("tape-alias") {
        let (Some(id), Some(mapping)) = (row.text("device-id"), row.text("alias-mapping")) else { continue };
        let Some(serial) = mapping.strip_prefix("SN[").and_then(|rest| Some(rest.split_once(']')?.0.to_owned())) else {
            continue;
        };
        serials
            .entry(id.into_owned())
            .and_modify(|known| *known = known.take().filter(|known| *known == serial))
            .or_insert_with(|| Some(serial.clone()));
    }
    serials
}

/// The serial number where it is known, else the ID: one drive may be reached over several paths.
fn unit(row: &mut Row, serials: &BTreeMap<String, Option<String>>) {
    let Some(id) = row.facts.get("device-id").cloned() else { return };
    let (Fact::Known { mark, .. }, Some(text)) = (&id, row.text("device-id")) else { return };
    let own = row.text("serial-number").filter(|serial| !matches!(&**serial, "-" | "")).map(Cow::into_owned);
    let serial = own.or_else(|| serials.get(&*text).cloned().flatten());
    let unit = serial.map_or_else(|| id.clone(), |serial| text_fact(&serial, mark.clone()));
    row.facts.insert("unit", unit);
}
