//! Tape drives and media changers.

use super::*;

const TAPE: &[Column] =
    &[left(&["Device ID"], 22), left(&["Device Type"], 14), left(&["Description"], 30), left(&["Status"], 8)];

pub fn device(random: &mut Random, number: usize) -> String {
    let path = random.pick(&[
        "0b",
        "sw4:10",
        "stsw-broc6510-01:15",
        "fc202_6:2",
        "1a",
        "MY_SWITCH:5",
        "qeg-tape-brocade2-8g:0",
    ]);
    let lun = if random.chance(40) { format!("L{}", 1 + random.below(4)) } else { String::new() };
    format!("{path}.{}{lun}", number + random.below(3) * 40)
}

pub const DRIVES: &[&str] = &[
    "HP LTO-3",
    "IBM LTO 5 ULT3580",
    "Hewlett-Packard LTO-5",
    "HP MSL G3 Series",
    "Quantum DLT7000",
    "Sun StorageTek T10000 D Tape Drive",
    "Certance Ultrium 2",
    "PX70-TL",
    "STK L700",
];

pub fn tape(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: TAPE, gap: 2, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(3) {
        let node = name(random, number);
        lines.push(line(Role::Label, format!("Node: {node}")));
        lines.extend(sheet.head());
        for device_number in 0..count(random) {
            let id = device(random, device_number);
            let kind = random.pick(&["tape drive", "media changer"]);
            let (description, status) = (random.pick(DRIVES), random.pick(&["normal", "normal", "error", "offline"]));
            lines.extend(sheet.row(0, &[&id, kind, description, status]));
            records.push(record(&[
                ("node", &node),
                ("device-id", &id),
                ("device-type", kind),
                ("description", description),
                ("status", status),
            ]));
        }
        lines.push(line(Role::Blank, ""));
    }
    lines.pop();
    footer(&mut lines, records.len());
    let command = "storage tape show";
    Expected {
        command,
        typed: command.to_owned(),
        short: "st tape show".to_owned(),
        keys: &["node", "device-id"],
        lines,
        records,
        counted: true,
    }
}

const SUPPORTED: &[Column] =
    &[left(&["Tape Drives"], 30), left(&["Is", "Supported"], 9), left(&["Support Status"], 31)];

pub fn supported(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: SUPPORTED, gap: 2, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let node = name(random, number);
        lines.push(line(Role::Label, format!("Node: {node}")));
        lines.extend(sheet.head());
        for at in 0..count(random) {
            let drive = format!("{} {at}", random.pick(DRIVES));
            let (is, status) = if random.chance(80) {
                ("true", random.pick(&["Qualified", "Dynamically Qualified"]))
            } else {
                ("false", "Nonqualified tape drive")
            };
            lines.extend(sheet.row(0, &[&drive, is, status]));
            records.push(record(&[("node", &node), ("tape-drive", &drive), ("is-supported", is), ("status", status)]));
        }
        lines.push(line(Role::Blank, ""));
    }
    lines.pop();
    footer(&mut lines, records.len());
    let command = "storage tape show-supported-status";
    let short = "storage tape show-supp".to_owned();
    Expected { command, typed: command.to_owned(), short, keys: &["node", "tape-drive"], lines, records, counted: true }
}

const PATHS: &[Column] = &[
    left(&["Node"], 24),
    left(&["Initiator"], 9),
    left(&["Alias"], 7),
    left(&["Device State"], 24),
    left(&["Status"], 8),
];

/// The labels above the paths of a changer; the last one stands between blank lines.
fn changer_labels(labels: &[(&str, &str, &str)]) -> Vec<Line> {
    let mut lines: Vec<Line> =
        labels.iter().map(|(label, _, value)| line(Role::Label, format!("{label:>13}: {value}"))).collect();
    lines.insert(labels.len() - 1, line(Role::Blank, ""));
    lines.extend([line(Role::Blank, ""), line(Role::Other, "Paths:")]);
    lines
}

pub fn changers(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: PATHS, gap: 2, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let id = device(random, number * 7);
        let description = random.pick(DRIVES);
        let serial = format!("00FRU78{number}0000_LL{}", random.below(9));
        let labels = [
            ("Media Changer", "device-id", id.as_str()),
            ("Description", "description", description),
            ("WWNN", "wwnn", "2:00a:000e11:10b919"),
            ("WWPN", "wwpn", "2:00b:000e11:10b919"),
            ("Serial Number", "serial-number", &serial),
            ("Errors", "errors", "-"),
        ];
        lines.extend(changer_labels(&labels));
        lines.extend(sheet.head());
        for path in 0..1 + random.below(2) {
            let node = name(random, path);
            let (alias, state) =
                (format!("mc{path}"), random.pick(&["in-use", "available", "reserved-by-another-host"]));
            lines.extend(sheet.row(0, &[&node, "2b", &alias, state, "normal"]));
            let own = [
                ("node", &*node),
                ("initiator", "2b"),
                ("alias", &alias),
                ("device-state", state),
                ("status", "normal"),
            ];
            records.push(
                record(&labels.map(|(_, field, value)| (field, value))).into_iter().chain(record(&own)).collect(),
            );
        }
        lines.push(line(Role::Blank, ""));
    }
    lines.pop();
    let keys = &["device-id", "node", "initiator"];
    uncounted("storage tape show-media-changer", "storage tape show-media", keys, (lines, records))
}
