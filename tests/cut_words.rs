//! Words of which somebody or a program left out the rest: `node...`. In all tables such a cell is unknown, and so is such a list.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be, and shows it")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Definition, Kind};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// The fields of the records of a table in a text, and what they hold.
fn told(table: &Definition, text: &str) -> Vec<BTreeMap<String, String>> {
    let captures = vec![Capture::of_text("paste.txt", text)];
    let readings = table::read("paste", captures, &CATALOG.tables);
    let answers = readings.iter().flat_map(|reading| &reading.answers).filter(|own| own.command == table.command);
    let records = answers.flat_map(|answer| answer.records.iter().collect::<Vec<_>>());
    let fields =
        |record: &table::Record| record.fields.iter().map(|(name, cell)| (name.clone(), cell.value.text())).collect();
    records.map(|record| fields(&record)).collect()
}

/// The text with the value cut at a place where it stands as a word; as long as before where it is long enough.
fn cut(text: &str, value: &str) -> Vec<String> {
    let is_apart = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace());
    let places = text.match_indices(value).filter(|(at, _)| {
        let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        is_apart(before) && is_apart(text.as_bytes().get(at + value.len()))
    });
    let cut = |(at, _): (usize, &str)| {
        let kept: String = value.chars().take(value.chars().count().saturating_sub(3).max(1)).collect();
        (value.len() > 3).then(|| format!("{}{kept}...{}", &text[..at], &text[at + value.len()..]))
    };
    places.filter_map(cut).collect()
}

#[test]
fn a_word_whose_rest_was_left_out_is_no_value() {
    let mut tried = 0;
    for table in &CATALOG.tables {
        for example in table.examples.iter().filter(|example| example.command.is_none()) {
            let printed = told(table, &example.input);
            let cells = printed.iter().flatten().filter(|(name, value)| {
                let kind = table.column(name).map(|column| &column.kind);
                !kind.is_none_or(|kind| *kind == Kind::Text) && !value.contains(' ')
            });
            for (_, value) in cells {
                for text in cut(&example.input, value) {
                    tried += 1;
                    for (name, read) in told(table, &text).iter().flatten() {
                        let is_text = table.column(name).is_none_or(|column| column.kind == Kind::Text);
                        assert!(is_text || !read.contains("..."), "{name}={read} was read of\n{text}");
                    }
                }
            }
        }
    }
    assert!(tried > 300, "{tried} texts were tried");
}

#[test]
fn a_list_that_ends_in_dots_tells_nothing() {
    let lists = [
        (
            "vserver show",
            "harbor::> vserver show -fields allowed-protocols\nvserver allowed-protocols\n------- -----------------\nquay    nfs,ndmp,...\nharbor  cifs,ndmp\n2 entries were displayed.\n\nharbor::>\n",
            "allowed-protocols",
        ),
        (
            "vserver services ndmp show",
            "harbor::> vserver services ndmp show -vserver quay\n                   Vserver: quay\n    Enable NDMP on Vserver: true\n  Preferred Interface Role: intercluster, cluster-mgmt, ...\n\nharbor::>\n",
            "preferred-interface-role",
        ),
    ];
    for (command, text, field) in lists {
        let table = CATALOG.tables.iter().find(|table| table.command == command);
        let read = told(table.unwrap_or_else(|| panic!("{command}")), text);
        assert!(!read.is_empty() && read[0].contains_key("vserver") && !read[0].contains_key(field), "{read:?}");
    }
}
