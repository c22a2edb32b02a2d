//! Answers with labels above their rows, with labels alone, and in a sentence.

use super::*;

const PATHS: &[Column] = &[
    left(&["Node"], 24),
    left(&["Initiator"], 9),
    left(&["Alias"], 7),
    left(&["Device State"], 24),
    left(&["Status"], 8),
];

pub fn drives(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: PATHS, gap: 2, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let (id, description) = (device(random, number * 7), random.pick(DRIVES));
        let serial = format!("HU19487T{number}N{}", random.below(9));
        let errors = random.pick(&["-", "-", "hardware error"]);
        let labels = [
            ("Tape Drive", "device-id", id.as_str()),
            ("Description", "description", description),
            ("WWNN", "wwnn", "5:001:10a001:3c5f5d"),
            ("WWPN", "wwpn", "5:001:10a001:3c5f5e"),
            ("Serial Number", "serial-number", &serial),
            ("Errors", "errors", errors),
        ];
        lines.extend(labels.iter().map(|(label, _, value)| line(Role::Label, format!("{label:>13}: {value}"))));
        lines.extend([line(Role::Blank, ""), line(Role::Other, "Paths:")]);
        lines.extend(sheet.head());
        for path in 0..1 + random.below(2) {
            let (node, alias) = (name(random, path), format!("st{path}"));
            let state = random.pick(&["available", "ready-write-enabled", "reserved-by-another-host", "offline"]);
            let status = random.pick(&["normal", "error", "offline"]);
            lines.extend(sheet.row(0, &[&node, "2b", &alias, state, status]));
            let mut fields: Record =
                labels.iter().map(|(_, field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
            fields.extend(record(&[
                ("node", &node),
                ("initiator", "2b"),
                ("alias", &alias),
                ("device-state", state),
                ("path-status", status),
            ]));
            records.push(fields);
        }
        lines.push(line(Role::Blank, ""));
    }
    lines.pop();
    let keys = &["node", "device-id"];
    uncounted("storage tape show-tape-drive", "storage tape show-tape", keys, (lines, records))
}

const TAPE_ALIASES: &[Column] = &[left(&["Node"], 24), left(&["Alias"], 7), left(&["Mapping"], 36)];

pub fn tape_aliases(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: TAPE_ALIASES, gap: 1, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let (id, description) = (device(random, number * 7), random.pick(DRIVES));
        let kind = random.pick(&["tape drive", "media changer"]);
        for (label, value) in [("Device ID", id.as_str()), ("Device Type", kind), ("Description", description)] {
            lines.push(line(Role::Label, format!("{label:>14}: {value}")));
        }
        lines.push(line(Role::Blank, ""));
        lines.extend(sheet.head());
        for path in 0..1 + random.below(2) {
            let (node, alias) = (name(random, path), format!("st{path}"));
            let mapping = format!("SN[HU19487T{number}N]{}", random.pick(&["", "L1"]));
            lines.extend(sheet.row(0, &[&node, &alias, &mapping]));
            records.push(record(&[
                ("device-id", &id),
                ("device-type", kind),
                ("description", description),
                ("node", &node),
                ("alias-name", &alias),
                ("alias-mapping", &mapping),
            ]));
        }
        lines.push(line(Role::Blank, ""));
    }
    lines.pop();
    Expected {
        command: "storage tape show",
        typed: "storage tape show -alias".to_owned(),
        short: "st tape show -alias".to_owned(),
        keys: &["node", "device-id", "alias-name"],
        lines,
        records,
        counted: false,
    }
}

pub fn identity(random: &mut Random) -> Expected {
    let (cluster, location) = (name(random, 0), random.pick(&["quay 4, rack 2", "-", "LAB"]));
    let fields = [
        ("Cluster UUID", "cluster-uuid", "1cd8a442-86d1-11e0-ae1c-123478563412"),
        ("Cluster Name", "cluster-name", cluster.as_str()),
        ("Cluster Serial Number", "cluster-serial-number", "1-80-000013"),
        ("Cluster Location", "cluster-location", location),
        ("Cluster Contact", "cluster-contact", "-"),
    ];
    let mut lines = vec![line(Role::Blank, "")];
    lines.extend(fields.iter().map(|(label, _, value)| line(Role::Row, format!("{label:>22}: {value}"))));
    let text = |value: &str| value.replace(", ", ",");
    let records = vec![fields.iter().map(|(_, field, value)| ((*field).to_owned(), text(value))).collect()];
    let command = "cluster identity show";
    let short = "cluster identity sh".to_owned();
    Expected { command, typed: command.to_owned(), short, keys: &[], lines, records, counted: false }
}

/// An answer in a sentence, which only its command tells.
pub fn sentence(random: &mut Random) -> Expected {
    let release = random.pick(&["9.14.1RC1", "9.13.1P5D2", "9.7"]);
    let is_on = random.chance(50);
    let (word, extension) = (if is_on { "enabled" } else { "disabled" }, random.pick(BOOLS));
    let (command, text, field, value) = match random.below(3) {
        0 => ("version", format!("NetApp Release {release}: Tue Nov 28 12:06:15 UTC 2023"), "release", release),
        1 => (
            "system services ndmp node-scope-mode status",
            format!("NDMP node-scope-mode is {word}."),
            "node-scope-mode",
            word,
        ),
        _ => (
            "vserver services ndmp extensions show",
            format!("Is Extension 0x2050 Enabled: {extension}"),
            "is-extension-0x2050-enabled",
            extension,
        ),
    };
    let (lines, records) = (vec![line(Role::Other, text)], vec![record(&[(field, value)])]);
    let typed = command.to_owned();
    Expected { command, short: typed.clone(), typed, keys: &[], lines, records, counted: false }
}
