//! Further commands: ports, routes, pairs, aliases, drives and libraries.

use super::*;

const PORTS: &[Column] = &[
    left(&["Port"], 9),
    left(&["IPspace"], 12),
    left(&["Broadcast Domain"], 16),
    left(&["Link"], 4),
    right(&["MTU"], 4),
    Column { heading: &["Speed(Mbps)", "Admin/Oper"], width: 11, set: Set::Status },
    left(&["Health", "Status"], 8),
];

const OLD_PORTS: &[Column] = &[
    left(&["Node"], 6),
    left(&["Port"], 9),
    left(&["IPspace"], 12),
    left(&["Broadcast Domain"], 16),
    left(&["Link"], 5),
    right(&["MTU"], 7),
    Column { heading: &["Speed (Mbps)", "Admin/Oper"], width: 12, set: Set::Status },
];

/// Ports below a line for each node, or below the node in a column, as older releases print them.
pub fn ports(random: &mut Random, regime: Regime, is_old: bool) -> Expected {
    let sheet = Sheet { columns: if is_old { OLD_PORTS } else { PORTS }, gap: 1, regime };
    let (mut lines, mut records) = (if is_old { sheet.head() } else { Vec::new() }, Vec::new());
    for number in 0..1 + random.below(2) {
        let node = name(random, number);
        if is_old {
            lines.push(line(Role::Group, node.clone()));
        } else {
            lines.extend([line(Role::Blank, ""), line(Role::Label, format!("Node: {node}"))]);
            lines.extend(sheet.head());
        }
        for at in 0..count(random) {
            let port = format!("{}{at}", random.pick(&["e0", "e1", "a0a-12", "e4d-20"]));
            let space = random.pick(&["Default", "Cluster", "Default"]);
            let domain = random.pick(&["Default", "Cluster", "Default-1", "-", "a-broadcast-domain-of-the-east"]);
            let (link, mtu) = (random.pick(&["up", "up", "down"]), random.pick(&["1500", "9000"]));
            let speed = random.pick(&["auto/1000", "auto/10000", "auto/-", "-/-"]);
            let health = random.pick(&["healthy", "healthy", "degraded", "-"]);
            let (admin, oper) = speed.split_once('/').expect("two speeds");
            let mut cells = vec![port.as_str(), space, domain, link, mtu, speed];
            let mut fields = record(&[
                ("node", &node),
                ("port", &port),
                ("ipspace", space),
                ("broadcast-domain", domain),
                ("link", link),
                ("mtu", mtu),
                ("speed-admin", admin),
                ("speed-oper", oper),
            ]);
            if !is_old {
                cells.push(health);
                fields.push(("health-status".to_owned(), health.to_owned()));
            }
            lines.extend(sheet.row(usize::from(is_old), &cells));
            records.push(fields);
        }
    }
    finished("network port show", "net port sh", &["node", "port"], (lines, records))
}

const ROUTES: &[Column] =
    &[left(&["Vserver"], 19), left(&["Destination"], 15), left(&["Gateway"], 15), left(&["Metric"], 6)];

pub fn routes(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: ROUTES, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for group in 0..1 + random.below(3) {
        let vserver = name(random, group);
        lines.push(line(Role::Group, vserver.clone()));
        for at in 0..1 + random.below(2) {
            let destination = [random.pick(&["0.0.0.0/0", "::/0"]), "203.0.113.0/24"][at];
            let (gateway, metric) = (address(random), random.pick(&["20", "10", "1"]));
            lines.extend(sheet.row(1, &[destination, &gateway, metric]));
            records.push(record(&[
                ("vserver", &vserver),
                ("destination", destination),
                ("gateway", &gateway),
                ("metric", metric),
            ]));
        }
    }
    finished("network route show", "net route sh", &["vserver", "destination", "gateway"], (lines, records))
}

/// The line of dashes has gaps of its own.
const ROUTE_LIFS: &[Column] = &[left(&["Destination"], 22), left(&["Gateway"], 22), left(&["Logical Interfaces"], 20)];

pub fn route_lifs(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: ROUTE_LIFS, gap: 2, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for group in 0..1 + random.below(2) {
        let vserver = name(random, group);
        lines.extend([line(Role::Blank, ""), line(Role::Label, format!("Vserver: {vserver}"))]);
        lines.extend(sheet.head());
        for at in 0..1 + random.below(2) {
            let destination = [random.pick(&["0.0.0.0/0", "::/0"]), "203.0.113.0/24"][at];
            let gateway = address(random);
            let lifs: Vec<String> = (0..random.below(4)).map(|number| name(random, number + 1)).collect();
            let mut cells: Vec<String> = lifs.iter().map(|lif| format!("{lif},")).collect();
            if let Some(last) = cells.last_mut() {
                last.pop();
            }
            let first = cells.first().map_or("-", String::as_str);
            lines.extend(sheet.row(0, &[destination, &gateway, first]));
            for cell in cells.iter().skip(1) {
                lines.push(line(Role::More, format!("{:48}{cell}", "")));
            }
            records.push(record(&[
                ("vserver", &vserver),
                ("destination", destination),
                ("gateway", &gateway),
                ("lifs", &lifs.join(",")),
            ]));
        }
    }
    finished("network route show-lifs", "net route show-lifs", &["vserver", "destination", "gateway"], (lines, records))
}

const PAIRS: &[Column] = &[
    left(&["Node"], 14),
    left(&["Partner"], 14),
    left(&["Takeover", "Possible"], 8),
    left(&["State Description"], 37),
];

pub fn pairs(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: PAIRS, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..2 * (1 + random.below(3)) {
        let (node, partner) = (name(random, number), name(random, number ^ 1));
        let possible = random.pick(&["true", "true", "false", "-"]);
        let state = match random.below(4) {
            0 => "Waiting for giveback".to_owned(),
            1 => "In takeover".to_owned(),
            _ => format!("Connected to {partner}"),
        };
        lines.extend(sheet.row(0, &[&node, &partner, possible, &state]));
        records.push(record(&[
            ("node", &node),
            ("partner-name", &partner),
            ("possible", possible),
            ("state-description", &state),
        ]));
    }
    finished("storage failover show", "storage fail show", &["node"], (lines, records))
}

const RELATIONSHIPS: &[Column] = &[
    left(&["Source", "Path"], 11),
    left(&["Type"], 4),
    left(&["Destination", "Path"], 12),
    left(&["Mirror", "State"], 7),
    left(&["Relationship", "Status"], 14),
    left(&["Total", "Progress"], 9),
    left(&["Healthy"], 7),
    left(&["Progress", "Last", "Updated"], 8),
];

pub fn relationships(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: RELATIONSHIPS, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let [source, destination] = ["from", "to"].map(|end| format!("{}:{end}{number}", name(random, 0)));
        let (state, status) = (
            random.pick(&["Snapmirrored", "Snapmirrored", "Uninitialized", "Broken-off"]),
            random.pick(&["Idle", "Idle", "Transferring", "Quiesced", "Resyncing"]),
        );
        let (progress, healthy) = (random.pick(&["-", "-", "1.20GB", "0B"]), random.pick(BOOLS));
        let updated = if progress == "-" { "-" } else { "11/20 10:01:02" };
        lines.extend(sheet.row(0, &[&source, "XDP", &destination, state, status, progress, healthy, updated]));
        records.push(record(&[
            ("source-path", &source),
            ("type", "XDP"),
            ("destination-path", &destination),
            ("state", state),
            ("status", status),
            ("progress", progress),
            ("healthy", healthy),
            ("progress-last-updated", updated),
        ]));
    }
    footer(&mut lines, records.len());
    let expected =
        finished("snapmirror show", "snapmirror show", &["source-path", "destination-path"], (lines, records));
    Expected { counted: true, ..expected }
}

/// With its fields alone: its plain form is a block for each SVM.
pub fn nfs_servers(random: &mut Random) -> Expected {
    let (mut lines, mut records) = (
        vec![
            line(Role::Heading, "vserver                v4.2-seclabel"),
            line(Role::Ruler, "---------------------- -------------"),
        ],
        Vec::new(),
    );
    for number in 0..count(random) {
        let (vserver, labels) = (name(random, number), random.pick(&["disabled", "disabled", "enabled"]));
        lines.push(line(Role::Row, format!("{vserver:<22} {labels}")));
        records.push(record(&[("vserver", &vserver), ("v4.2-seclabel", labels)]));
    }
    footer(&mut lines, records.len());
    let expected = finished("vserver nfs show", "vserver nfs show", &["vserver"], (lines, records));
    Expected {
        typed: "vserver nfs show -fields v4.2-seclabel".to_owned(),
        short: "vserver nfs sh -fields v4.2-seclabel".to_owned(),
        counted: true,
        ..expected
    }
}

const NODE_SCOPE: &[Column] =
    &[left(&["Node"], 21), left(&["Enabled"], 9), left(&["Clear text"], 11), left(&["User Id"], 9)];

pub fn node_scope(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: NODE_SCOPE, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let (node, user) = (name(random, number), random.pick(&["root", "ndmpuser", "backup"]));
        let (enable, clear) = (random.pick(BOOLS), random.pick(BOOLS));
        lines.extend(sheet.row(0, &[&node, enable, clear, user]));
        records.push(record(&[("node", &node), ("enable", enable), ("clear-text", clear), ("user-id", user)]));
    }
    finished("system services ndmp show", "system services ndmp sh", &["node"], (lines, records))
}

const SVM_SCOPE: &[Column] = &[left(&["VServer"], 11), left(&["Enabled"], 9), left(&["Authentication type"], 30)];

pub fn svm_scope(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: SVM_SCOPE, gap: 2, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let (vserver, enable) = (name(random, number), random.pick(BOOLS));
        let kinds = random.pick(&["challenge", "plaintext", "challenge, plaintext", "plaintext, plaintext_sso"]);
        lines.extend(sheet.row(0, &[&vserver, enable, kinds]));
        let list = kinds.replace(", ", ",");
        records.push(record(&[("vserver", &vserver), ("enable", enable), ("authtype", &list)]));
    }
    finished("vserver services ndmp show", "vserver services ndmp sh", &["vserver"], (lines, records))
}

const SESSIONS: &[Column] = &[left(&["Vserver"], 11), left(&["Session", "Id"], 25)];

pub fn sessions(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: SESSIONS, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for number in 0..count(random) {
        let (vserver, id) = (name(random, 0), format!("{}:{}", 1000 + number, 1 + random.below(65_000)));
        lines.extend(sheet.row(0, &[&vserver, &id]));
        records.push(record(&[("vserver", &vserver), ("session-id", &id)]));
    }
    finished("vserver services ndmp status", "vserver services ndmp stat", &["vserver", "session-id"], (lines, records))
}

const FAILOVER_GROUPS: &[Column] = &[left(&["Vserver"], 16), left(&["Group"], 16), left(&["Failover", "Targets"], 44)];

pub fn failover_groups(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: FAILOVER_GROUPS, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    for group in 0..1 + random.below(2) {
        let vserver = name(random, group);
        lines.push(line(Role::Group, vserver.clone()));
        for number in 0..1 + random.below(2) {
            let (name, node) = (format!("{}{number}", random.pick(&["Default", "Cluster", "fg_"])), name(random, 1));
            lines.push(line(Role::Row, format!("{:17}{name}", "")));
            let targets: Vec<String> = (0..1 + random.below(4)).map(|_| format!("{node}:{}", port(random))).collect();
            for (at, chunk) in targets.chunks(2).enumerate() {
                let end = if (at + 1) * 2 >= targets.len() { "" } else { "," };
                lines.push(line(Role::More, format!("{:34}{}{end}", "", chunk.join(", "))));
            }
            let targets = targets.join(",");
            records.push(record(&[("vserver", &vserver), ("failover-group", &name), ("targets", &targets)]));
        }
    }
    let command = "network interface failover-groups show";
    finished(command, "net int failover-groups sh", &["vserver", "failover-group"], (lines, records))
}

const ALIASES: &[Column] = &[left(&["Alias"], 38), left(&["Mapping"], 40)];

pub fn aliases(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: ALIASES, gap: 2, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let node = name(random, number);
        lines.extend([line(Role::Label, format!("Node: {node}")), line(Role::Blank, "")]);
        lines.extend(sheet.head());
        for at in 0..count(random) {
            let (alias, mapping) = (
                format!("{}{at}", random.pick(&["st", "mc"])),
                format!("SN[HU19487T{at}N]{}", random.pick(&["", "L1"])),
            );
            lines.extend(sheet.row(0, &[&alias, &mapping]));
            records.push(record(&[("node", &node), ("alias-name", &alias), ("alias-mapping", &mapping)]));
        }
        lines.push(line(Role::Blank, ""));
    }
    lines.pop();
    finished("storage tape alias show", "storage tape alias sh", &["node", "alias-name"], (lines, records))
}

const LIBRARIES: &[Column] = &[
    left(&["Node"], 12),
    left(&["LUN Group"], 11),
    left(&["LUN Count"], 10),
    left(&["Library Name"], 18),
    left(&["Library Target Port"], 21),
    left(&["Initiator"], 10),
];

pub fn libraries(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: LIBRARIES, gap: 1, regime };
    let (mut lines, mut records) = (sheet.head(), Vec::new());
    let node = name(random, 0);
    for number in 0..count(random) {
        let (group, luns) = (number.to_string(), random.pick(&["1", "2", "16"]));
        let (library, initiator) =
            (random.pick(&["IBM 3573-TL", "HP MSL G3 Series", "STK L700"]), random.pick(&["0d", "2b"]));
        let target = random.pick(&["510a09800000412d", "510a09820000412d"]);
        lines.extend(sheet.row(0, &[if number == 0 { &node } else { "" }, &group, luns, library, target, initiator]));
        records.push(record(&[
            ("node", &node),
            ("lun-group", &group),
            ("lun-count", luns),
            ("library-name", library),
            ("library-target-port", target),
            ("initiator", initiator),
        ]));
    }
    let command = "storage tape library config show";
    uncounted(command, "storage tape library config sh", &["node", "lun-group"], (lines, records))
}
