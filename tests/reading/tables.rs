//! Random answers of real commands: what ONTAP would print, and what it means.

use super::random::{Random, address, name, port};
use super::sheet::{Column, Line, Regime, Role, Set, Sheet, left, line, put, right};

/// Field names and values of one record; lists are parted by commas.
pub type Record = Vec<(String, String)>;

/// An answer with what it means.
#[derive(Clone, Debug)]
pub struct Expected {
    pub command: &'static str,
    pub typed: String,
    pub short: String,
    pub keys: &'static [&'static str],
    pub lines: Vec<Line>,
    pub records: Vec<Record>,
}

pub fn record(fields: &[(&str, &str)]) -> Record {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn footer(lines: &mut Vec<Line>, count: usize) {
    if count >= 2 {
        lines.push(line(Role::Footer, format!("{count} entries were displayed.")));
    }
}

pub const KINDS: usize = 17;

pub fn answer(random: &mut Random, kind: usize, regime: Regime) -> Expected {
    match kind {
        0 | 1 => lifs(random, regime),
        2 => failover(random, regime),
        3 => fields(random, regime),
        4 => tape(random, regime),
        5 => supported(random, regime),
        6 => logins(random, regime),
        7 => firewall(random, regime, false),
        8 => firewall(random, regime, true),
        9 => service_policies(random, regime),
        10 => cluster(random, regime),
        11 => nodes(random, regime),
        12 => volumes(random, regime),
        13 => options(random),
        14 => lif_instances(random),
        15 => changers(random, regime),
        _ => vservers(random, regime),
    }
}

fn count(random: &mut Random) -> usize {
    [1, 1, 2, 2, 3, 4, 5, 7][random.below(8)]
}

const STATES: &[&str] = &["up/up", "up/up", "up/up", "up/down", "down/down", "up/-"];
const BOOLS: &[&str] = &["true", "true", "true", "false"];

const LIF: &[Column] = &[
    left(&["Vserver"], 11),
    left(&["Logical", "Interface"], 10),
    Column { heading: &["Status", "Admin/Oper"], width: 10, set: Set::Status },
    left(&["Network", "Address/Mask"], 18),
    left(&["Current", "Node"], 13),
    left(&["Current", "Port"], 7),
    left(&["Is", "Home"], 4),
];

fn lifs(random: &mut Random, regime: Regime) -> Expected {
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
    footer(&mut lines, records.len());
    let command = "network interface show";
    Expected {
        command,
        typed: command.to_owned(),
        short: "net int sh".to_owned(),
        keys: &["vserver", "lif"],
        lines,
        records,
    }
}

const FAILOVER: &[Column] = &[
    left(&["Vserver"], 8),
    left(&["Logical", "Interface"], 15),
    left(&["Home", "Node:Port"], 21),
    left(&["Failover", "Policy"], 15),
    left(&["Failover", "Group"], 15),
];

fn failover(random: &mut Random, regime: Regime) -> Expected {
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
            let mut text = " ".repeat(25) + "Failover Targets:";
            let per_line = 1 + random.below(2);
            for (at, chunk) in targets.chunks(per_line).enumerate() {
                let is_last = (at + 1) * per_line >= targets.len();
                put(&mut text, 43, &(chunk.join(", ") + if is_last { "" } else { "," }));
                lines.push(line(Role::More, std::mem::take(&mut text)));
            }
            if targets.is_empty() {
                lines.push(line(Role::More, text));
            }
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
    footer(&mut lines, records.len());
    let typed = "network interface show -failover".to_owned();
    let short = "net int show -failover".to_owned();
    Expected { command: "network interface show", typed, short, keys: &["vserver", "lif"], lines, records }
}

/// A `-fields` table: one heading line of field names, as wide as they and the first row.
fn fields(random: &mut Random, regime: Regime) -> Expected {
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
            let value = match *field {
                "vserver" => name(random, 0),
                "lif" => name(random, number + 1),
                "role" => random.pick(&["intercluster", "data", "node-mgmt", "cluster-mgmt"]).to_owned(),
                "address" => address(random),
                "home-node" | "curr-node" => name(random, 1),
                "home-port" => port(random),
                "failover-policy" => random.pick(&["local-only", "broadcast-domain-wide", "system-defined"]).to_owned(),
                "firewall-policy" => random.pick(&["mgmt", "data", "intercluster", ""]).to_owned(),
                _ => random.pick(BOOLS).to_owned(),
            };
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
    footer(&mut lines, records.len());
    let asked = names[2..].join(",");
    let option = if asked.is_empty() { "lif".to_owned() } else { asked };
    Expected {
        command: "network interface show",
        typed: format!("network interface show -fields {option}"),
        short: format!("net int sh -fields {option}"),
        keys: &["vserver", "lif"],
        lines,
        records,
    }
}

const TAPE: &[Column] =
    &[left(&["Device ID"], 22), left(&["Device Type"], 14), left(&["Description"], 30), left(&["Status"], 8)];

fn device(random: &mut Random, number: usize) -> String {
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

const DRIVES: &[&str] = &[
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

fn tape(random: &mut Random, regime: Regime) -> Expected {
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
    }
}

const SUPPORTED: &[Column] =
    &[left(&["Tape Drives"], 30), left(&["Is", "Supported"], 9), left(&["Support Status"], 31)];

fn supported(random: &mut Random, regime: Regime) -> Expected {
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
    Expected { command, typed: command.to_owned(), short, keys: &["node", "tape-drive"], lines, records }
}

const LOGINS: &[Column] = &[
    left(&["User/Group", "Name"], 14),
    left(&["Application"], 11),
    left(&["Authentication", "Method"], 13),
    left(&["Role Name"], 16),
    left(&["Acct", "Locked"], 6),
    left(&["Second", "Authentication", "Method"], 14),
];

fn logins(random: &mut Random, regime: Regime) -> Expected {
    let mut columns = LOGINS.to_vec();
    columns[2].heading = &["Authentication", "Method"];
    let sheet = Sheet { columns: &columns, gap: 1, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let vserver = name(random, number);
        lines.push(line(Role::Blank, ""));
        lines.push(line(Role::Label, format!("Vserver: {vserver}")));
        lines.extend([
            line(Role::Heading, "                                                                 Second"),
            line(Role::Heading, "User/Group                 Authentication                 Acct   Authentication"),
            line(Role::Heading, "Name           Application Method        Role Name        Locked Method"),
            sheet.head().pop().expect("a ruler"),
        ]);
        for at in 0..count(random) {
            let user = if random.chance(15) { format!("DEMO\\trident{at}") } else { name(random, at + 1) };
            let application = random.pick(&["console", "http", "ontapi", "service-processor", "ssh", "ssh", "snmp"]);
            let method = random.pick(&["password", "password", "publickey", "domain", "nsswitch", "community"]);
            let role = random.pick(&["admin", "backup", "vsadmin", "readonly", "a-long-custom-role-name"]);
            let locked = random.pick(&["no", "no", "yes", "-"]);
            let second = random.pick(&["none", "none", "publickey"]);
            lines.extend(sheet.row(0, &[&user, application, method, role, locked, second]));
            records.push(record(&[
                ("vserver", &vserver),
                ("user-or-group-name", &user),
                ("application", application),
                ("authentication-method", method),
                ("role", role),
                ("is-account-locked", locked),
                ("second-authentication-method", second),
            ]));
        }
    }
    footer(&mut lines, records.len());
    let command = "security login show";
    let keys = &["vserver", "user-or-group-name", "application", "authentication-method"];
    Expected { command, typed: command.to_owned(), short: "sec login sh".to_owned(), keys, lines, records }
}

#[path = "tables_more.rs"]
mod more;
use more::{changers, cluster, firewall, lif_instances, nodes, options, service_policies, volumes, vservers};
