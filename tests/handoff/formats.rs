//! Each format read back: by a reader of CSV, by one of JSON, and cell by cell.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{CLYDE, edited, handoff, sheet, without};

/// The tables of CSV by their names: heads and rows.
pub(crate) fn tables(text: &str) -> Vec<(String, Vec<String>, Vec<Vec<String>>)> {
    let mut tables = Vec::new();
    for part in text.split("\n\n").filter(|part| !part.trim().is_empty()) {
        let mut reader = csv::Reader::from_reader(part.as_bytes());
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        let rows: Vec<Vec<String>> = rows.collect();
        assert_eq!(heads[..2], ["table", "target"]);
        tables.push((rows[0][0].clone(), heads, rows));
    }
    tables
}

/// The cells of a row of Markdown, a stroke behind a backslash being no border.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in line.trim_matches('|').chars() {
        match c {
            '|' if !is_escaped => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    cells
}

#[test]
fn csv_has_the_drives_one_row_a_path() {
    let out = handoff(CLYDE, "--dma netbackup --format csv").out;
    let tables = tables(&out);
    let names: Vec<&str> = tables.iter().map(|(name, ..)| name.as_str()).collect();
    for wanted in ["verdict", "open", "sheet", "register.hosts", "login.users", "devices.drives", "volumes.volumes"] {
        assert!(names.contains(&wanted), "{names:?}");
    }
    let (_, heads, rows) = tables.iter().find(|(name, ..)| name == "devices.drives").unwrap();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("{heads:?}"));
    assert_eq!(rows.len(), 4);
    let path = |row: &Vec<String>| {
        [at("serial_number"), at("node"), at("device_id"), at("path_alias")].map(|at| row[at].clone())
    };
    assert_eq!(
        rows.iter().map(path).collect::<Vec<_>>(),
        [
            ["HUBUTE0001", "clyde-01", "0c.4", "st0"],
            ["10WTARRAN1", "clyde-01", "swa:3.126", "st1"],
            ["10WTARRAN1", "clyde-01", "swb:4.126", "st1"],
            ["10WTARRAN1", "clyde-02", "swa:3.126", "st0"],
        ]
    );
    let (_, _, users) = tables.iter().find(|(name, ..)| name == "login.users").unwrap();
    assert!(users[0].contains(&"vserver services ndmp generate-password -vserver clyde -user bkp_clyde".to_owned()));
}

#[test]
fn markdown_tables_have_as_many_cells_in_each_row() {
    let out = handoff(CLYDE, "--dma netbackup --svm svm_bute --format markdown").out;
    let mut wide = 0;
    let mut rows = 0;
    for line in out.lines() {
        if !line.starts_with('|') {
            wide = 0;
            continue;
        }
        let count = cells(line).len();
        assert!(wide == 0 || count == wide, "{line}");
        (wide, rows) = (count, rows + 1);
    }
    assert!(rows > 20, "{out}");
    assert!(
        out.contains("- **password**: `vserver services ndmp generate-password -vserver clyde -user bkp_clyde`"),
        "{out}"
    );
    assert!(out.contains("| clyde-01 | swa:3.126 |"), "{out}");
}

/// No line is wider than a terminal, but for a command, which is there to be copied.
#[test]
fn the_sheet_for_people_says_the_same_as_json() {
    let out = handoff(CLYDE, "--dma netbackup -v").out;
    let target = sheet(CLYDE, "--dma netbackup");
    let mut told = Vec::new();
    walk(&target["sheet"], &mut told);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let out = flat(&out);
    for text in &told {
        assert!(out.contains(&flat(text)), "`{text}` is not in the sheet for people");
    }
    assert!(told.len() > 100);
}

fn walk(value: &Value, told: &mut Vec<String>) {
    match value {
        Value::String(text) => told.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| walk(one, told)),
        Value::Object(map) => match map.get("value") {
            Some(Value::Null) => told.push(map["why"].as_str().unwrap().to_owned()),
            Some(own) => walk(own, told),
            None => map.values().for_each(|one| walk(one, told)),
        },
        _ => {}
    }
}

/// Every key that a sheet has stands in the page for programs, and no other.
#[test]
fn the_contract_names_every_key() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/contract.md")).unwrap();
    let table = |heading: &str| -> Vec<(String, BTreeSet<String>)> {
        let lines = page.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
        let row = |line: &str| {
            let named: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
            (named[0].to_owned(), named[1..].iter().map(|name| (*name).to_owned()).collect())
        };
        lines.take_while(|line| line.starts_with('|')).map(row).collect()
    };
    let mut told = table("| chapter | keys |");
    told.extend(table("| list | keys of an entry |"));
    let mut seen: Vec<(String, BTreeSet<String>)> =
        told.iter().map(|(name, _)| (name.clone(), BTreeSet::new())).collect();
    let mut note = |name: &str, key: &str| {
        let own = seen.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no row for `{name}`"));
        own.1.insert(key.to_owned());
    };
    for sheet in every_kind() {
        for (chapter, parts) in sheet.as_object().unwrap() {
            for (key, part) in parts.as_object().unwrap() {
                let entries: Vec<&Value> =
                    part.as_array().into_iter().flatten().filter(|one| one.is_object()).collect();
                let is_list = part.is_array() && !matches!(key.as_str(), "notes" | "nothing" | "sources");
                note(chapter, &if is_list { format!("{key}[...]") } else { key.clone() });
                for entry in entries {
                    entry.as_object().unwrap().keys().for_each(|own| note(&format!("{chapter}.{key}"), own));
                    let paths = entry["paths"].as_array().into_iter().flatten().filter_map(Value::as_object);
                    paths.flat_map(|path| path.keys()).for_each(|own| note(&format!("devices.{key}.paths"), own));
                }
            }
        }
    }
    assert_eq!(seen, told);
}

/// Sheets that have every chapter and key among them.
fn every_kind() -> Vec<Value> {
    let unknown = edited(CLYDE, "0c.4                    tape drive ", "0c.4                    unknown    ");
    let unknown = without(&unknown, "storage tape show-tape-drive");
    let alias = "clyde::> storage tape alias show\n\nNode: clyde-01\n\nAlias                                   Mapping\n\
                 --------------------------------------  ----------------------------------------\n\
                 st9                                     SN[GONE]\n\nclyde::> options";
    let unknown = edited(&unknown, "clyde::> options", alias);
    let cut = edited(
        CLYDE,
        "7 entries were displayed.\n\nclyde::> network interface service",
        "\nclyde::> network interface service",
    );
    let no_volumes = without(&without(CLYDE, "volume show"), "storage tape show\n");
    let no_changers = without(CLYDE, "storage tape show-media-changer");
    [
        (CLYDE, "--dma netbackup --svm svm_bute --streams 2 --authentication challenge"),
        (CLYDE, "--dma networker --register nobody --tape none"),
        (&unknown, "--reservations scsi"),
        (&cut, "--reservations scsi"),
        (&no_volumes, "--reservations scsi"),
        (&no_changers, "--reservations scsi"),
        ("NetApp Release 9.8P9: Tue Oct 26 10:00:00 UTC 2021\n", "--scope node"),
        ("NetApp Release 9.8P9: Tue Oct 26 10:00:00 UTC 2021\n", "--scope svm"),
    ]
    .map(|(text, options)| sheet(text, options)["sheet"].clone())
    .into_iter()
    .chain([super::node_scope::sample()])
    .collect()
}

#[test]
fn quiet_leaves_the_last_lines_alone() {
    let out = handoff(CLYDE, "--dma netbackup -q").out;
    assert!(out.starts_with("verdict    not ready\nexit code  1, because 1 must rule failed: `lif-up`"), "{out}");
}
