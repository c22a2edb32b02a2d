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
    /// Whether ONTAP counts the entries.
    pub counted: bool,
}

pub fn record(fields: &[(&str, &str)]) -> Record {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn footer(lines: &mut Vec<Line>, count: usize) {
    if count >= 2 {
        lines.push(line(Role::Footer, format!("{count} entries were displayed.")));
    }
}

/// An answer about interfaces, with the options of its command.
fn of_lifs(options: &str, (mut lines, records): (Vec<Line>, Vec<Record>)) -> Expected {
    footer(&mut lines, records.len());
    let command = "network interface show";
    let (typed, short) = (format!("{command} {options}"), format!("net int sh {options}"));
    Expected { command, typed, short, keys: &["vserver", "lif"], lines, records, counted: true }
}

/// The parts of an answer that do not differ between its records.
fn finished(
    command: &'static str,
    short: &str,
    keys: &'static [&'static str],
    table: (Vec<Line>, Vec<Record>),
) -> Expected {
    let (mut lines, records) = table;
    footer(&mut lines, records.len());
    Expected { command, typed: command.to_owned(), short: short.to_owned(), keys, lines, records, counted: true }
}

/// An answer that ONTAP does not count.
fn uncounted(
    command: &'static str,
    short: &str,
    keys: &'static [&'static str],
    table: (Vec<Line>, Vec<Record>),
) -> Expected {
    let (lines, records) = table;
    Expected { command, typed: command.to_owned(), short: short.to_owned(), keys, lines, records, counted: false }
}

/// The kinds that random cases choose among; the floors were measured with these.
pub const KINDS: usize = 32;

/// Those, and the tables that came later.
pub const ALL: usize = KINDS + 2;

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
        16 => vservers(random, regime),
        17 => ports(random, regime, false),
        18 => ports(random, regime, true),
        19 => routes(random, regime),
        20 => route_lifs(random, regime),
        21 => pairs(random, regime),
        22 => node_scope(random, regime),
        23 => svm_scope(random, regime),
        24 => sessions(random, regime),
        25 => failover_groups(random, regime),
        26 => aliases(random, regime),
        27 => libraries(random, regime),
        28 => drives(random, regime),
        29 => tape_aliases(random, regime),
        30 => identity(random),
        31 => sentence(random),
        32 => relationships(random, regime),
        _ => nfs_servers(random),
    }
}

fn count(random: &mut Random) -> usize {
    [1, 1, 2, 2, 3, 4, 5, 7][random.below(8)]
}

const BOOLS: &[&str] = &["true", "true", "true", "false"];

const LOGINS: &[Column] = &[
    left(&["User/Group", "Name"], 14),
    left(&["Application"], 11),
    left(&["Authentication", "Method"], 13),
    left(&["Role Name"], 16),
    left(&["Acct", "Locked"], 6),
    left(&["Second", "Authentication", "Method"], 14),
];

fn login_head(vserver: &str, sheet: &Sheet<'_>) -> [Line; 6] {
    [
        line(Role::Blank, ""),
        line(Role::Label, format!("Vserver: {vserver}")),
        line(Role::Heading, "                                                                 Second"),
        line(Role::Heading, "User/Group                 Authentication                 Acct   Authentication"),
        line(Role::Heading, "Name           Application Method        Role Name        Locked Method"),
        sheet.head().pop().expect("a ruler"),
    ]
}

fn logins(random: &mut Random, regime: Regime) -> Expected {
    let mut columns = LOGINS.to_vec();
    columns[2].heading = &["Authentication", "Method"];
    let sheet = Sheet { columns: &columns, gap: 1, regime };
    let (mut lines, mut records) = (Vec::new(), Vec::new());
    for number in 0..1 + random.below(2) {
        let vserver = name(random, number);
        lines.extend(login_head(&vserver, &sheet));
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
    Expected {
        command,
        typed: command.to_owned(),
        short: "sec login sh".to_owned(),
        keys,
        lines,
        records,
        counted: true,
    }
}

#[path = "tables_further.rs"]
mod further;
#[path = "tables_lifs.rs"]
mod interfaces;
#[path = "tables_more.rs"]
mod more;
#[path = "tables_paths.rs"]
mod paths;
#[path = "tables_tapes.rs"]
mod tapes;
use further::{
    aliases, failover_groups, libraries, nfs_servers, node_scope, pairs, ports, relationships, route_lifs, routes,
    sessions, svm_scope,
};
use interfaces::{failover, fields, lif_instances, lifs};
use more::{cluster, firewall, nodes, options, service_policies, volumes, vservers};
use paths::{drives, identity, sentence, tape_aliases};
use tapes::{DRIVES, changers, device, supported, tape};
