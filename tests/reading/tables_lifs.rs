//! Interfaces: their table, where they fail over to, their fields, and one by one.

use super::*;

const STATES: &[&str] = &["up/up", "up/up", "up/up", "up/down", "down/down", "up/-"];

const LIF: &[Column] = &[
    left(&["Vserver"], 11),
    left(&["Logical", "Interface"], 10),
    Column { heading: &["Status", "Admin/Oper"], width: 10, set: Set::Status },
    left(&["Network", "Address/Mask"], 18),
    left(&["Current", "Node"], 13),
    left(&["Current", "Port"], 7),
    left(&["Is", "Home"], 4),
];

pub fn lifs(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: LIF, gap: 1, regime };
    let mut lines = sheet.head();
    if random.chance(70) {
        lines[0].text = "            Logical    Status     Network            Current       Current Is".to_owned();
    }
    let (mut records, mut number) = (Vec::new(), 0);
    for group in 0..1 + random.below(3) {
        let vserver = name(random, group);
        lines.push(line(Role::Group, vserver.clone()));
        for _ in 0..count(random) {
            number += 1;
            let lif = name(random, number);
            let state = random.pick(STATES);
            let ip = address(random);
            let length = random.pick(&["24", "64", "16", "8"]);
            let wwpn = format!("20:0a:00:50:56:b4:{:02x}:{:02x}", random.below(256), random.below(256));
            let is_wwpn = random.chance(8);
            let mask = if is_wwpn { wwpn.clone() } else { format!("{ip}/{length}") };
            let (node, port, home) = (name(random, number % 3), port(random), random.pick(BOOLS));
            lines.extend(sheet.row(1, &[&lif, state, &mask, &node, &port, home]));
            let (admin, oper) = state.split_once('/').expect("two states");
            let mut fields =
                record(&[("vserver", &vserver), ("lif", &lif), ("status-admin", admin), ("status-oper", oper)]);
            fields.extend(if is_wwpn {
                record(&[("wwpn", &wwpn)])
            } else {
                record(&[("address", &ip), ("netmask-length", length)])
            });
            fields.extend(record(&[("curr-node", &node), ("curr-port", &port), ("is-home", home)]));
            records.push(fields);
        }
    }
    finished("network interface show", "net int sh", &["vserver", "lif"], (lines, records))
}

const FAILOVER: &[Column] = &[
    left(&["Vserver"], 8),
    left(&["Logical", "Interface"], 15),
    left(&["Home", "Node:Port"], 21),
    left(&["Failover", "Policy"], 15),
    left(&["Failover", "Group"], 15),
];

fn target_lines(targets: &[String], per_line: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut text = " ".repeat(25) + "Failover Targets:";
    for (at, chunk) in targets.chunks(per_line).enumerate() {
        let is_last = (at + 1) * per_line >= targets.len();
        put(&mut text, 43, &(chunk.join(", ") + if is_last { "" } else { "," }));
        lines.push(line(Role::More, std::mem::take(&mut text)));
    }
    if targets.is_empty() {
        lines.push(line(Role::More, text));
    }
    lines
}

pub fn failover(random: &mut Random, regime: Regime) -> Expected {
    let sheet = Sheet { columns: FAILOVER, gap: 1, regime };
    let mut lines = sheet.head();
    let (mut records, mut number) = (Vec::new(), 0);
    for group in 0..1 + random.below(2) {
        let vserver = name(random, group);
        lines.push(line(Role::Group, vserver.clone()));
        for _ in 0..count(random) {
            number += 1;
            let lif = name(random, number);
            let (node, port_name) = (name(random, number % 3), port(random));
            let policy =
                random.pick(&["system-defined", "local-only", "sfo-partner-only", "broadcast-domain-wide", "disabled"]);
            let cluster_ports = name(random, 0);
            let group_name = random.pick(&["Default", "Cluster", "Mgmt_100", cluster_ports.as_str()]).to_owned();
            lines.extend(sheet.row(1, &[&lif, &format!("{node}:{port_name}"), policy, &group_name]));
            let targets: Vec<String> = (0..random.below(5)).map(|_| format!("{node}:{}", port(random))).collect();
            lines.extend(target_lines(&targets, 1 + random.below(2)));
            records.push(record(&[
                ("vserver", &vserver),
                ("lif", &lif),
                ("home-node", &node),
                ("home-port", &port_name),
                ("failover-policy", policy),
                ("failover-group", &group_name),
                ("failover-targets", &targets.join(",")),
            ]));
        }
    }
    of_lifs("-failover", (lines, records))
}

fn field_value(random: &mut Random, field: &str, number: usize) -> String {
    match field {
        "vserver" => name(random, 0),
        "lif" => name(random, number + 1),
        "role" => random.pick(&["intercluster", "data", "node-mgmt", "cluster-mgmt"]).to_owned(),
        "address" => address(random),
        "home-node" | "curr-node" => name(random, 1),
        "home-port" => port(random),
        "failover-policy" => random.pick(&["local-only", "broadcast-domain-wide", "system-defined"]).to_owned(),
        "firewall-policy" => random.pick(&["mgmt", "data", "intercluster", ""]).to_owned(),
        _ => random.pick(BOOLS).to_owned(),
    }
}

/// A `-fields` table: one heading line of field names, as wide as they and the first row.
pub fn fields(random: &mut Random, regime: Regime) -> Expected {
    let mut names = vec!["vserver", "lif"];
    for field in
        ["role", "address", "home-node", "home-port", "curr-node", "failover-policy", "firewall-policy", "is-home"]
    {
        if random.chance(50) {
            names.push(field);
        }
    }
    let mut records: Vec<Record> = Vec::new();
    for number in 0..count(random) {
        let fields = names.iter().map(|field| {
            let value = field_value(random, field, number);
            ((*field).to_owned(), value)
        });
        records.push(fields.collect());
    }
    let widths: Vec<usize> =
        names.iter().enumerate().map(|(at, name)| name.len().max(records[0][at].1.len())).collect();
    let headings: Vec<[&'static str; 1]> = names.iter().map(|name| [*name]).collect();
    let columns: Vec<Column> = headings
        .iter()
        .zip(&widths)
        .map(|(heading, width)| Column { heading: Box::leak(Box::new(*heading)), width: *width, set: Set::Left })
        .collect();
    let sheet = Sheet { columns: &columns, gap: 1, regime };
    let mut lines = sheet.head();
    for record in &records {
        let cells: Vec<&str> = record.iter().map(|(_, value)| value.as_str()).collect();
        lines.extend(sheet.row(0, &cells));
    }
    let asked = names[2..].join(",");
    let option = if asked.is_empty() { "lif".to_owned() } else { asked };
    of_lifs(&format!("-fields {option}"), (lines, records))
}

/// A label with its value; a long list is broken behind its first element in half of the cases.
fn label_lines(random: &mut Random, label: &str, value: &str) -> Vec<Line> {
    match value.split_once(", ") {
        Some((first, rest)) if value.len() > 40 && random.chance(50) => {
            vec![line(Role::Row, format!("{label:>36}: {first},")), line(Role::Row, format!("{:38}{rest}", ""))]
        }
        _ => vec![line(Role::Row, format!("{label:>36}: {value}"))],
    }
}

pub fn lif_instances(random: &mut Random) -> Expected {
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(3) {
        let (vserver, lif, node) = (name(random, 0), name(random, number), name(random, 1));
        let address = address(random);
        let comment = random.pick(&["", "-", "backup: nightly 02:00", "for tape"]);
        let policy = random.pick(&["local-only", "broadcast-domain-wide"]);
        let services = random.pick(&["intercluster-core, management-https, backup-ndmp-control", "data-core", "-"]);
        let port = port(random);
        let fields = [
            ("Vserver Name", "vserver", vserver.as_str()),
            ("Logical Interface Name", "lif", &lif),
            ("Role", "role", "intercluster"),
            ("Home Node", "home-node", &node),
            ("Home Port", "home-port", &port),
            ("Operational Status", "status-oper", "up"),
            ("Is Home", "is-home", "true"),
            ("Network Address", "address", &address),
            ("Bits in the Netmask", "netmask-length", "24"),
            ("Administrative Status", "status-admin", "up"),
            ("Failover Policy", "failover-policy", policy),
            ("Comment", "comment", comment),
            ("Service List", "services", services),
        ];
        for (label, _, value) in fields {
            lines.extend(label_lines(random, label, value));
        }
        lines.push(line(Role::Blank, ""));
        records.push(fields.iter().map(|(_, field, value)| ((*field).to_owned(), value.replace(", ", ","))).collect());
    }
    lines.pop();
    of_lifs("-instance", (lines, records))
}
