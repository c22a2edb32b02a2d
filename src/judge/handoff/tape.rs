//! The chapters on tape: drives with their device files, changers, reservations.

use super::Desk;
use super::devices::{self, Device, Path};
use super::profile;
use super::sheet::{Chapter, Line, Part, Table, Thing, Things};
use super::told::Told;
use crate::facts::{Reason, Row};

/// How a device file begins: rewinds, does not, unloads and reloads; and how it ends: low, medium, high and highest compression
/// (ND:tape-backup/tape-device-name-format-concept.adoc).
const BEGINNINGS: [&str; 3] = ["r", "nr", "ur"];
const ENDS: [&str; 4] = ["l", "m", "h", "a"];

/// The twelve device files of a drive with this alias; none of what is no alias of a drive.
pub(super) fn device_files(alias: &str) -> Vec<String> {
    let is_drive = alias.strip_prefix("st").is_some_and(|n| !n.is_empty() && n.bytes().all(|c| c.is_ascii_digit()));
    let files = |end: &&str| BEGINNINGS.iter().map(move |begin| format!("{begin}{alias}{end}")).collect::<Vec<_>>();
    if is_drive { ENDS.iter().flat_map(files).collect() } else { Vec::new() }
}

/// The one that suits most applications: it does not rewind, so that several backups fit on a tape, and compresses most.
pub(super) fn recommended_file(alias: &str) -> Option<String> {
    device_files(alias).into_iter().find(|file| file.starts_with("nr") && file.ends_with('a'))
}

pub(super) fn chapter(desk: &Desk<'_>) -> Chapter {
    let title = "Tape drives and changers".to_owned();
    if !desk.context.question.tape {
        let none = "none at the cluster: three-way or remote backup (--tape none)";
        let parts = vec![Part::line("tape", "tape", Told::value(none))];
        return Chapter { key: "devices", title, parts };
    }
    let drives = devices::drives(desk);
    let changers = devices::changers(desk);
    let mut parts = Vec::new();
    let drive_gap = desk.context.facts.gap("tape-device", &[]);
    let changer_gap = desk.context.facts.gap("media-changer", &[]);
    for (gap, key, label, is_empty) in [
        (drive_gap, "more_drives", "drives", drives.is_empty()),
        (changer_gap, "more_changers", "changers", changers.is_empty()),
    ] {
        let none = || is_empty.then(|| Told::value("none"));
        let told = gap.as_ref().map(Told::untold).or_else(none);
        let label = if is_empty { label.to_owned() } else { format!("more {label}") };
        parts.extend(told.map(|told| Part::line(key, &label, told)));
    }
    let of = |device: &Device<'_>| drive(desk, device);
    parts.push(Part::Things(Things { key: "drives", noun: "drive", things: drives.iter().map(of).collect() }));
    let of = |device: &Device<'_>| changer(desk, device);
    parts.push(Part::Things(Things { key: "changers", noun: "changer", things: changers.iter().map(of).collect() }));
    parts.extend(rest(desk));
    parts.push(Part::notes("notes", NOTES.map(str::to_owned).into()));
    Chapter { key: "devices", title, parts }
}

const NOTES: [&str; 3] = [
    "the file to use is a recommendation: it does not rewind behind a backup, and compresses most; a restore takes the same last \
     letter as its backup",
    "the beginnings: r rewinds, nr does not, ur unloads and reloads; the ends: l, m, h and a are low, medium, high and highest \
     compression of the drive",
    "an alias is one node's own; ONTAP names the device ID, not the alias, in its messages",
];

fn common(desk: &Desk<'_>, device: &Device<'_>) -> Vec<Line> {
    let of = |column: &str| told_by(desk, device, column);
    vec![
        Line::new("description", "description", of("description")),
        Line::new("serial_number", "serial number", device.serial.clone()),
        Line::new("wwnn", "WWNN", of("wwnn")),
        Line::new("wwpn", "WWPN", of("wwpn")),
        Line::new("alias", "alias", alias(device)),
    ]
}

/// What the first path that tells it tells; several that differ are a contradiction.
fn told_by(desk: &Desk<'_>, device: &Device<'_>, column: &str) -> Told {
    let all: Vec<Told> =
        device.paths.iter().map(|path| Told::of(desk.context, path.entity, path.row, column)).collect();
    let mut told: Vec<String> = Vec::new();
    for text in all.iter().filter_map(Told::text) {
        if !told.contains(&text) {
            told.push(text);
        }
    }
    match told.as_slice() {
        [only] => Told::value(only),
        [] => all.into_iter().next().unwrap_or_else(|| Told::open(Reason::NotCaptured, "no answer tells it")),
        // Another port of the drive on another path has a name of its own.
        several => Told::List(several.to_vec()),
    }
}

/// The alias, where all nodes have the same; else that of each.
fn alias(device: &Device<'_>) -> Told {
    let untold = device.paths.iter().find(|path| path.alias.text().is_none());
    match (device.aliases().as_slice(), untold) {
        ([only], None) => Told::value(only),
        (_, Some(path)) => path.alias.clone(),
        _ => Told::value(format!("differs: {}", by_node(device, |alias| Some(alias.to_owned())))),
    }
}

/// What is made of the alias, at each node that has another.
fn by_node(device: &Device<'_>, make: impl Fn(&str) -> Option<String>) -> String {
    let each = |path: &Path<'_>| Some(format!("{} at {}", make(&path.alias.text()?)?, path.node));
    let mut texts: Vec<String> = device.paths.iter().filter_map(each).collect();
    texts.dedup();
    texts.join(", ")
}

fn drive(desk: &Desk<'_>, device: &Device<'_>) -> Thing {
    let mut lines = common(desk, device);
    let aliases = device.aliases();
    let files: Vec<String> = aliases.iter().flat_map(|alias| device_files(alias)).collect();
    let untold = |device: &Device<'_>| match alias(device) {
        Told::Untold(why) => Told::Untold(why),
        told => no_drive(&told),
    };
    let file = match aliases.as_slice() {
        _ if files.is_empty() => untold(device),
        [only] => recommended_file(only).map_or_else(|| untold(device), Told::Value),
        _ => Told::value(format!("differs: {}", by_node(device, recommended_file))),
    };
    lines.push(Line::new("use", "recommended file", file));
    lines.push(Line::new(
        "device_files",
        "device files",
        if files.is_empty() { untold(device) } else { Told::List(files) },
    ));
    Thing { lines, table: Some(with_files(paths(desk, device))) }
}

/// The table of paths with the file to use at each of them, behind its alias.
fn with_files(mut table: Table) -> Table {
    let Some(at) = table.columns.iter().position(|column| *column == "alias") else { return table };
    table.columns.insert(at + 1, "use");
    for row in &mut table.rows {
        let file = match &row[at] {
            Told::Untold(why) => Told::Untold(why.clone()),
            told => told.text().and_then(|alias| recommended_file(&alias)).map_or_else(|| no_drive(told), Told::Value),
        };
        row.insert(at + 1, file);
    }
    table
}

fn no_drive(alias: &Told) -> Told {
    Told::open(Reason::UnknownValue, format!("`{}` is no alias of a drive", alias.text().unwrap_or_default()))
}

fn changer(desk: &Desk<'_>, device: &Device<'_>) -> Thing {
    Thing { lines: common(desk, device), table: Some(paths(desk, device)) }
}

/// One row a path.
fn paths(desk: &Desk<'_>, device: &Device<'_>) -> Table {
    let row = |path: &Path<'_>| {
        let status = Told::of(desk.context, path.entity, path.row, "status");
        let (node, id) = (Told::value(&path.node), Told::value(&path.id));
        let initiator = path.row.text("initiator").map(|port| Told::value(port.into_owned()));
        vec![node, id, initiator.unwrap_or_else(|| Told::value("")), path.alias.clone(), status]
    };
    let columns = vec!["node", "device_id", "initiator", "alias", "status"];
    let table = Table { key: "paths", title: "", columns, rows: device.paths.iter().map(row).collect() };
    without_empty(table, 2)
}

/// The table without a column that says nothing.
fn without_empty(mut table: Table, at: usize) -> Table {
    if table.rows.iter().all(|row| row[at].is("")) {
        table.columns.remove(at);
        table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
    }
    table
}

/// Devices that are neither, and aliases of which no answer tells the device.
fn rest(desk: &Desk<'_>) -> Vec<Part> {
    let device = |row: &&Row| {
        let of = |column: &str| Told::of(desk.context, "tape-device", row, column);
        ["node", "device-id", "device-type", "description"].map(of).into()
    };
    let others: Vec<Vec<Told>> = devices::others(desk).iter().map(device).collect();
    let columns = vec!["node", "device_id", "device_type", "description"];
    let unknown = Table { key: "other_devices", title: "neither drive nor changer", columns, rows: others };
    let columns = vec!["node", "alias", "bound_to"];
    let loose =
        Table { key: "loose_aliases", title: "aliases of devices that are not told", columns, rows: loose(desk) };
    vec![Part::Table(unknown), Part::Table(loose)]
}

fn loose(desk: &Desk<'_>) -> Vec<Vec<Told>> {
    let all = devices::drives(desk).into_iter().chain(devices::changers(desk));
    let known: Vec<(String, String)> =
        all.flat_map(|device| device.paths).filter_map(|path| Some((path.node.clone(), path.alias.text()?))).collect();
    let of = |row: &Row, column: &str| Told::of(desk.context, "tape-alias", row, column);
    let is_loose = |row: &&Row| {
        let pair = row.text("node").zip(row.text("alias-name"));
        pair.is_none_or(|(node, alias)| !known.iter().any(|(at, name)| *at == node && *name == alias))
    };
    let rows = desk.context.facts.rows("tape-alias").iter().filter(is_loose);
    rows.map(|row| ["node", "alias-name", "alias-mapping"].map(|column| of(row, column)).into()).collect()
}

/// What each node is set to, and what the application must be set to.
pub(super) fn reservations(desk: &Desk<'_>) -> Chapter {
    let question = desk.context.question;
    let row = |row: &Row| {
        let value = Told::of(desk.context, "node", row, "tape-reservations");
        vec![Told::value(row.text("node").unwrap_or_default()), value]
    };
    let wanted = match (question.reservations_told, &question.dma) {
        (false, Some(word)) => {
            let name = desk.profile.map_or(word.as_str(), profile::title);
            Told::open(
                Reason::AskApplication,
                format!("no source tells what {name} reserves drives by: ask its vendor"),
            )
        }
        _ => Told::value(&question.reservations),
    };
    let by = wanted.text().map(|_| Part::line("wanted_by", "by", Told::value(&question.reservations_by)));
    let mut parts: Vec<Part> = std::iter::once(Part::line("wanted", "wanted", wanted)).chain(by).collect();
    let rows = desk.context.facts.rows("node").iter().map(row).collect();
    parts.extend(desk.without_nodes());
    parts.push(Part::Table(Table { key: "nodes", title: "", columns: vec!["node", "tape_reservations"], rows }));
    let same =
        "the application must reserve drives in the same way: off, scsi (SPC-2 reserve and release) or persistent";
    parts.push(Part::notes("notes", vec![same.to_owned()]));
    Chapter { key: "reservations", title: "Tape reservations".to_owned(), parts }
}
