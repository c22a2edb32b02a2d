//! Further commands.

use super::*;

const POLICIES: &[Column] = &[left(&["Vserver"], 9), left(&["Policy"], 26), left(&["Service: Allowed Addresses"], 40)];

const POLICY_NAMES: &[&str] =
    &["default-intercluster", "default-management", "custom", "a-policy-name-that-is-too-long-for-it"];

pub fn service_policies(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: POLICIES, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for group in 0..1 + random.below(2) {
        let vserver = name(random, group);
        lines.push(line(Role::Group, vserver.clone()));
        for number in 0..1 + random.below(3) {
            let policy = format!("{}{number}", random.pick(POLICY_NAMES));
            let mut entries = Vec::new();
            let services = ["intercluster-core", "management-https", "backup-ndmp-control"];
            let services: Vec<&str> = services.into_iter().filter(|_| random.chance(70)).collect();
            for (at, service) in services.into_iter().enumerate() {
                let allowed = random.pick(&["0.0.0.0/0", "0.0.0.0/0, ::/0", "192.0.2.0/24"]);
                let cell = format!("{service}: {allowed}");
                let mut row = if at == 0 { sheet.row(1, &[&policy, &cell]) } else { sheet.row(2, &[&cell]) };
                row.iter_mut().filter(|_| at > 0).for_each(|line| line.role = Role::More);
                lines.extend(row);
                entries.extend(allowed.split(", ").map(|address| format!("{service}:{address}")));
            }
            if entries.is_empty() {
                lines.extend(sheet.row(1, &[&policy, "-"]));
            }
            lines.push(line(Role::Blank, ""));
            records.push(record(&[
                ("vserver", &vserver),
                ("policy", &policy),
                ("allowed-addresses", &entries.join(",")),
            ]));
        }
    }
    lines.pop();
    let command = "network interface service-policy show";
    finished(command, "net int service-policy show", &["vserver", "policy"], (lines, records))
}

const CLUSTER: &[Column] = &[left(&["Node"], 21), left(&["Health"], 7), left(&["Eligibility"], 12)];

pub fn cluster(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: CLUSTER, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let (node, health, eligibility) = (name(random, number), random.pick(BOOLS), random.pick(BOOLS));
        lines.extend(sheet.row(0, &[&node, health, eligibility]));
        records.push(record(&[("node", &node), ("health", health), ("eligibility", eligibility)]));
    }
    footer(&mut lines, records.len());
    let command = "cluster show";
    Expected {
        command,
        typed: command.to_owned(),
        short: "cl sh".to_owned(),
        keys: &["node"],
        lines,
        records,
        counted: true,
    }
}

const NODES: &[Column] = &[
    left(&["Node"], 9),
    left(&["Health"], 6),
    left(&["Eligibility"], 11),
    left(&["Uptime"], 13),
    left(&["Model"], 11),
    left(&["Owner"], 8),
    left(&["Location"], 15),
];

pub fn nodes(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: NODES, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let (node, health, eligibility) = (name(random, number), random.pick(BOOLS), random.pick(BOOLS));
        let uptime = random.pick(&["212 days 07:31", "12 days 03:02", "1 day 00:00", "05:17", "1042 days 23:59"]);
        let model = random.pick(&["FAS9500", "AFF-A700s", "FAS2750", "SIMBOX"]);
        let owner = random.pick(&["", "", "storage", "team-a"]);
        // Two free texts squeezed side by side cannot be told from one.
        let is_squeezed = regime == Regime::Overflow && node.len() > 18;
        let location =
            if is_squeezed && !owner.is_empty() { "" } else { random.pick(&["", "LAB", "room12", "dc-east"]) };
        lines.extend(sheet.row(0, &[&node, health, eligibility, uptime, model, owner, location]));
        records.push(record(&[
            ("node", &node),
            ("health", health),
            ("eligibility", eligibility),
            ("uptime", uptime),
            ("model", model),
            ("owner", owner),
            ("location", location),
        ]));
    }
    footer(&mut lines, records.len());
    let command = "system node show";
    Expected {
        command,
        typed: command.to_owned(),
        short: "sys node sh".to_owned(),
        keys: &["node"],
        lines,
        records,
        counted: true,
    }
}

const VOLUMES: &[Column] = &[
    left(&["Vserver"], 9),
    left(&["Volume"], 12),
    left(&["Aggregate"], 12),
    left(&["State"], 10),
    left(&["Type"], 4),
    right(&["Size"], 10),
    right(&["Available"], 10),
    right(&["Used%"], 5),
];

pub fn volumes(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: VOLUMES, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let (vserver, volume, aggregate) = (name(random, 0), name(random, number + 1), name(random, 2));
        let is_online = random.chance(85);
        let (state, kind) = (if is_online { "online" } else { "offline" }, random.pick(&["RW", "DP", "LS"]));
        let (size, available) =
            (random.pick(&["1GB", "57.24GB", "1000.5MB", "20MB"]), random.pick(&["972.5MB", "18.66MB", "0B"]));
        let used = random.pick(&["0%", "61%", "5%", "100%"]);
        let cells = if is_online { [size, available, used] } else { [size, "-", "-"] };
        lines.extend(sheet.row(0, &[&vserver, &volume, &aggregate, state, kind, cells[0], cells[1], cells[2]]));
        records.push(record(&[
            ("vserver", &vserver),
            ("volume", &volume),
            ("aggregate", &aggregate),
            ("state", state),
            ("type", kind),
            ("size", cells[0]),
            ("available", cells[1]),
            ("percent-used", cells[2]),
        ]));
    }
    footer(&mut lines, records.len());
    let command = "volume show";
    Expected {
        command,
        typed: command.to_owned(),
        short: "vol show".to_owned(),
        keys: &["vserver", "volume"],
        lines,
        records,
        counted: true,
    }
}

pub fn options(random: &mut Random) -> Expected {
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..count(random) {
        let (node, value) = (name(random, number), random.pick(&["persistent", "scsi", "off"]));
        lines.push(line(Role::Group, node.clone()));
        lines.push(line(Role::Row, format!("    {:<33} {value}", "tape.reservations")));
        lines.push(line(Role::Blank, ""));
        records.push(record(&[("vserver", &node), ("option-name", "tape.reservations"), ("option-value", value)]));
    }
    lines.pop();
    footer(&mut lines, records.len());
    let typed = "options tape.reservations".to_owned();
    Expected {
        command: "options",
        short: typed.clone(),
        typed,
        keys: &["vserver", "option-name"],
        lines,
        records,
        counted: true,
    }
}

const VSERVERS: &[Column] = &[
    left(&["Vserver"], 11),
    left(&["Type"], 7),
    left(&["Subtype"], 10),
    left(&["Admin", "State"], 10),
    left(&["Operational", "State"], 11),
    left(&["Root", "Volume"], 10),
    left(&["Aggregate"], 10),
];

pub fn vservers(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: VSERVERS, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let vserver = name(random, number);
        let (root, aggregate) = (format!("root_{number}"), name(random, 3));
        let is_data = random.chance(60);
        let cells = if is_data {
            ["data", "default", "running", "running", root.as_str(), aggregate.as_str()]
        } else {
            [random.pick(&["admin", "node"]), "-", "-", "-", "-", "-"]
        };
        lines.extend(sheet.row(0, &[&vserver, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]]));
        records.push(record(&[
            ("vserver", &vserver),
            ("type", cells[0]),
            ("subtype", cells[1]),
            ("admin-state", cells[2]),
            ("operational-state", cells[3]),
            ("rootvolume", cells[4]),
            ("aggregate", cells[5]),
        ]));
    }
    footer(&mut lines, records.len());
    let command = "vserver show";
    Expected {
        command,
        typed: command.to_owned(),
        short: "vserver sh".to_owned(),
        keys: &["vserver"],
        lines,
        records,
        counted: true,
    }
}

const FIREWALL: &[Column] =
    &[left(&["Vserver"], 7), left(&["Policy"], 12), left(&["Service"], 10), left(&["Allowed"], 19)];

const SERVICES: &[&str] = &["dns", "http", "https", "ndmp", "ndmps", "ntp", "rsh", "snmp", "ssh"];

const ALLOWED: &[&str] = &["0.0.0.0/0", "0.0.0.0/0, ::/0", "192.0.2.0/24", "-", "2001:db8::/32, 198.51.100.0/24"];

pub fn firewall(random: &mut Random, regime: Regime, stacked: bool) -> Expected {
    let sheet = Sheet { columns: FIREWALL, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    let vserver = name(random, 0);
    for number in 0..1 + random.below(3) {
        let policy =
            format!("{}{number}", random.pick(&["cluster", "data", "intercluster", "mgmt", "a_longer_policy_name"]));
        if stacked {
            lines.push(line(Role::Group, vserver.clone()));
            lines.push(line(Role::Group, format!("        {policy}")));
        }
        let services: Vec<&str> = SERVICES.iter().copied().filter(|_| random.chance(60)).collect();
        for (at, service) in services.iter().enumerate() {
            let allowed = random.pick(ALLOWED);
            if at == 0 && !stacked {
                lines.extend(sheet.row(0, &[&vserver, &policy, service, allowed]));
            } else {
                lines.extend(sheet.row(2, &[service, allowed]));
            }
            let list = if allowed == "-" { String::new() } else { allowed.replace(", ", ",") };
            records.push(record(&[
                ("vserver", &vserver),
                ("policy", &policy),
                ("service", service),
                ("allow-list", &list),
            ]));
        }
        if services.is_empty() && stacked {
            lines.truncate(lines.len() - 2);
        }
    }
    if records.is_empty() {
        return firewall(random, regime, stacked);
    }
    let command = "system services firewall policy show";
    finished(command, "system services fire pol show", &["vserver", "policy", "service"], (lines, records))
}
