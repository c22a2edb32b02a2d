//! An inventory of the site's own: what `ansible-inventory --list` prints, or CSV. It is written down as the configuration would have
//! it, and read as that: the same keys, checked alike.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};
use toml::{Table, Value};

use super::{Config, Host};
use crate::fault::{Fault, advice};

/// Why an inventory is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InventoryError {
    /// Its form.
    #[error("{0}")]
    Form(String),
    /// What stands in it, as `[hosts.NAME]` would have it.
    #[error("as the configuration has it:\n{}", .0.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n"))]
    Faults(Vec<Fault>),
}

/// The clusters of an inventory; `name` is that of the file, or of the command that printed it.
///
/// # Errors
/// What is wrong with it.
pub fn hosts(name: &str, text: &str) -> Result<Vec<Host>, InventoryError> {
    let text = text.trim_start_matches('\u{feff}');
    let hosts = if text.trim_start().starts_with('{') { of_ansible(text) } else { of_csv(text) };
    let hosts = hosts.map_err(InventoryError::Form)?;
    if hosts.is_empty() {
        return Err(InventoryError::Form("no host stands in it".to_owned()));
    }
    let written = toml::to_string(&Table::from_iter([("hosts".to_owned(), Value::Table(hosts))]));
    let written = written.map_err(|error| InventoryError::Form(error.to_string()))?;
    Config::parse(name, &written).map(|config| config.hosts).map_err(InventoryError::Faults)
}

/// Variables of Ansible, and the keys of `[hosts.NAME]` that they are.
const ANSIBLE: [(&str, &str); 8] = [
    ("ansible_host", "address"),
    ("ansible_user", "user"),
    ("ansible_port", "port"),
    ("ansible_ssh_private_key_file", "identity"),
    ("ndmp_preflight_jump", "jump"),
    ("ndmp_preflight_transport", "transport"),
    ("ndmp_preflight_cluster", "cluster"),
    ("ndmp_preflight_backup", "backup"),
];

/// What `ansible-inventory --list` prints: groups by name, and below `_meta` the variables of each host
/// (docs.ansible.com, "Developing dynamic inventory").
fn of_ansible(text: &str) -> Result<Table, String> {
    let all: Map<String, Json> = serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    let variables = all.get("_meta").and_then(|meta| meta["hostvars"].as_object());
    let variables =
        variables.ok_or("has no `_meta` with `hostvars`: expected what `ansible-inventory --list` prints")?;
    let groups: BTreeMap<&String, BTreeSet<String>> = all
        .keys()
        .filter(|name| *name != "_meta")
        .map(|name| (name, members(&all, name, &mut BTreeSet::new())))
        .collect();
    let names: BTreeSet<&String> = variables.keys().chain(groups.values().flatten()).collect();
    let host = |name: &String| {
        let mut own = Table::from_iter([("address".to_owned(), Value::from(name.as_str()))]);
        let known = variables.get(name).and_then(Json::as_object);
        for (variable, key) in ANSIBLE {
            let value = known.and_then(|known| known.get(variable)).filter(|value| !value.is_null());
            if let Some(value) = value {
                own.insert(key.to_owned(), of_variable(key, value));
            }
        }
        let of = groups.iter().filter(|(_, members)| members.contains(name));
        let of: Vec<Value> = of.map(|(group, _)| Value::from(group.as_str())).collect();
        own.insert("groups".to_owned(), of.into());
        (name.clone(), Value::Table(own))
    };
    Ok(names.into_iter().map(host).collect())
}

/// The hosts of a group, and those of the groups in it.
fn members(all: &Map<String, Json>, group: &str, seen: &mut BTreeSet<String>) -> BTreeSet<String> {
    if !seen.insert(group.to_owned()) {
        return BTreeSet::new();
    }
    let listed = |key: &str| -> Vec<String> {
        let texts = all.get(group).and_then(|own| own[key].as_array());
        texts.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let mut own: BTreeSet<String> = listed("hosts").into_iter().collect();
    listed("children").iter().for_each(|child| own.extend(members(all, child, seen)));
    own
}

/// A variable as TOML: a port is often written as a text.
fn of_variable(key: &str, value: &Json) -> Value {
    let port = value.as_str().filter(|_| key == "port").and_then(|text| text.trim().parse::<i64>().ok());
    port.map_or_else(|| of_json(value), Value::Integer)
}

/// A value as TOML; in a plan `dma_address` is `dma-address`, for Ansible wants no hyphens in names.
fn of_json(value: &Json) -> Value {
    match value {
        Json::Bool(flag) => Value::Boolean(*flag),
        Json::Number(number) if number.is_i64() => Value::Integer(number.as_i64().unwrap_or_default()),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(all) => Value::Array(all.iter().map(of_json).collect()),
        Json::Object(all) => Value::Table(all.iter().map(|(key, own)| (key.replace('_', "-"), of_json(own))).collect()),
        other => Value::String(other.to_string()),
    }
}

/// The columns of CSV: those of `[hosts.NAME]`, and behind `backup.` those of its plan; what each holds.
const COLUMNS: [(&str, Cell); 19] = [
    ("name", Cell::Text),
    ("address", Cell::Text),
    ("user", Cell::Text),
    ("port", Cell::Number),
    ("identity", Cell::Text),
    ("jump", Cell::Text),
    ("transport", Cell::Text),
    ("cluster", Cell::Text),
    ("groups", Cell::List),
    ("backup.dma", Cell::Text),
    ("backup.dma-address", Cell::List),
    ("backup.register", Cell::List),
    ("backup.svms", Cell::List),
    ("backup.user", Cell::Text),
    ("backup.reservations", Cell::Text),
    ("backup.authentication", Cell::Text),
    ("backup.cab", Cell::Flag),
    ("backup.streams", Cell::Number),
    ("backup.tape", Cell::Text),
];

/// What a cell of CSV holds.
#[derive(Clone, Copy)]
enum Cell {
    Text,
    Number,
    Flag,
    /// Parted by blanks or semicolons.
    List,
}

impl Cell {
    /// The cell as TOML; what is not of its kind stays a text, which the configuration then refuses.
    fn value(self, text: &str) -> Value {
        match self {
            Self::Number => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::Integer),
            Self::Flag => text.parse::<bool>().map_or_else(|_| Value::from(text), Value::Boolean),
            Self::List => text.split([';', ' ']).filter(|one| !one.is_empty()).collect::<Vec<_>>().into(),
            Self::Text => Value::from(text),
        }
    }
}

fn of_csv(text: &str) -> Result<Table, String> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let wrong = |error: csv::Error| format!("is no CSV: {error}");
    let headings: Vec<String> = reader.headers().map_err(wrong)?.iter().map(str::to_owned).collect();
    let known = |heading: &String| COLUMNS.iter().find(|(name, _)| name == heading).copied();
    if let Some(strange) = headings.iter().find(|heading| known(heading).is_none()) {
        let help = advice(strange, COLUMNS.iter().map(|(name, _)| *name));
        return Err(format!("has a column `{strange}` that means nothing here: {help}"));
    }
    if !headings.iter().any(|heading| heading == "name") {
        return Err("has no column `name`: its first line names the columns".to_owned());
    }
    let mut hosts = Table::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = headings.iter().zip(&record).filter(|(_, text)| !text.is_empty());
        let (name, own) = host(cells.filter_map(|(heading, text)| Some((known(heading)?, text))));
        let name = name.ok_or_else(|| format!("line {line} has no name"))?;
        if hosts.contains_key(&name) {
            return Err(format!("line {line}: `{name}` is there twice"));
        }
        hosts.insert(name, Value::Table(own));
    }
    Ok(hosts)
}

/// The name of a host, and its table; without an address the name is one.
fn host<'t>(cells: impl Iterator<Item = ((&'static str, Cell), &'t str)>) -> (Option<String>, Table) {
    let (mut name, mut own, mut plan) = (None, Table::new(), Table::new());
    for ((column, cell), text) in cells {
        match column.split_once('.') {
            _ if column == "name" => name = Some(text.to_owned()),
            Some((_, key)) => drop(plan.insert(key.to_owned(), cell.value(text))),
            None => drop(own.insert(column.to_owned(), cell.value(text))),
        }
    }
    if !own.contains_key("address") {
        own.extend(name.clone().map(|name| ("address".to_owned(), Value::String(name))));
    }
    if !plan.is_empty() {
        own.insert("backup".to_owned(), Value::Table(plan));
    }
    (name, own)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSIBLE: &str = r#"{
        "_meta": { "hostvars": {
            "tweed": { "ansible_host": "192.0.2.7", "ansible_port": "2222", "ansible_user": "op", "ansible_password": "x",
                       "ndmp_preflight_backup": { "dma": "netbackup", "dma_address": ["192.0.2.9"], "streams": 4 } },
            "forth": {} } },
        "all": { "children": ["ungrouped", "storage"] },
        "storage": { "children": ["backup", "storage"], "hosts": ["forth"] },
        "backup": { "hosts": ["tweed", "tay"] } }"#;

    #[test]
    fn what_ansible_prints_is_an_inventory() {
        let hosts = hosts("x", ANSIBLE).unwrap();
        let told: Vec<_> =
            hosts.iter().map(|host| (host.name.as_str(), host.address.as_str(), host.groups.join(" "))).collect();
        let wanted = [
            ("forth", "forth", "all storage".to_owned()),
            ("tay", "tay", "all backup storage".to_owned()),
            ("tweed", "192.0.2.7", "all backup storage".to_owned()),
        ];
        assert_eq!(told, wanted);
        let tweed = &hosts[2];
        assert_eq!((tweed.port, tweed.user.as_deref()), (Some(2222), Some("op")));
        assert_eq!((tweed.backup.dma.as_deref(), tweed.backup.streams), (Some("netbackup"), Some(4)));
        assert_eq!(tweed.backup.dma_addresses, ["192.0.2.9".parse::<std::net::IpAddr>().unwrap()]);
    }

    /// The same clusters as CSV are the same clusters.
    #[test]
    fn a_table_is_an_inventory() {
        let csv = "name,address,port,user,groups,backup.dma,backup.dma-address,backup.streams\n\
            forth,,,,all storage,,,\ntay,,,,all;backup; storage,,,\n\
            tweed,192.0.2.7,2222,op,\"all backup storage\",netbackup,192.0.2.9,4\n";
        assert_eq!(hosts("x", csv).unwrap(), hosts("x", ANSIBLE).unwrap());
    }

    #[test]
    fn what_is_no_inventory_says_why() {
        for (text, why) in [
            ("", "has no column `name`"),
            ("name,adress\na,b\n", "has a column `adress` that means nothing here: did you mean `address`?"),
            ("name\na\na\n", "line 3: `a` is there twice"),
            ("name,address\n,192.0.2.1\n", "line 2 has no name"),
            ("name,address\na\n", "is no CSV"),
            ("name\n", "no host stands in it"),
            ("name,port\na,ssh\n", "port"),
            ("name,backup.dma-address\na,b\n", "`b` is not an IP address"),
            ("name,backup.cab\na,maybe\n", "cab"),
            ("{", "is no JSON"),
            ("{\"all\": {}}", "has no `_meta`"),
            ("{\"_meta\": {\"hostvars\": {}}}", "no host stands in it"),
            ("{\"_meta\": {\"hostvars\": {\"a\": {\"ndmp_preflight_backup\": {\"dmaa\": 1}}}}}", "dmaa"),
        ] {
            let told = hosts("hosts.csv", text).unwrap_err().to_string();
            assert!(told.contains(why), "{text:?}: {told}");
        }
    }
}
