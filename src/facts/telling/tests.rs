use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::{Reader, Shapes};
use crate::facts::Fact;
use crate::facts::added::Added;
use crate::facts::cells::Cells;
use crate::facts::fields::Fields;
use crate::rule::Catalog;
use crate::source::Capture;
use crate::table::{self, Reading};

/// Holds each record that stays in its text against the same one read at once; tells how many there are.
fn held(catalog: &Catalog, reading: &Reading) -> usize {
    let mut count = 0;
    for answer in &reading.answers {
        let definition = &catalog.tables[answer.table];
        let (fields, added) = (Fields::of(definition, answer), Added::of(definition, answer));
        let Some(mut shapes) = fields.in_place().filter(|_| added.is_empty()).map(Shapes::new) else { continue };
        // What is left in its text has no remarks.
        let mut reader = Reader { definition, answer, fields, remarks: BTreeMap::new(), added };
        for at in 0..answer.records.len() {
            let Some(alike) = shapes.alike(at, &reader.fields) else { continue };
            let told = reader.read(at).unwrap_or_default();
            let cells = Cells::of(&alike, at);
            for (name, fact) in &told {
                let place = cells.position(name).map(|at| (cells.text(at), cells.get(at)));
                let text = if let Fact::Known { value, .. } = fact { Some(value.as_text()) } else { None };
                assert_eq!(place, Some((text, fact)), "`{}` of record {at}", &**name);
            }
            assert_eq!(Cells::of(&alike, at).into_facts(), told, "record {at}");
            count += 1;
        }
    }
    count
}

fn read(catalog: &Catalog, name: &str, text: &str) -> usize {
    let readings = table::read(name, vec![Capture::of_text(name, text)], &catalog.tables);
    readings.iter().map(|reading| held(catalog, reading)).sum()
}

#[test]
fn what_stays_in_its_text_is_what_reading_it_tells() {
    let catalog = Catalog::embedded().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs");
    let mut count = 0;
    for entry in fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()) {
        let files = if entry.is_dir() {
            fs::read_dir(&entry).unwrap().map(|file| file.unwrap().path()).collect()
        } else {
            vec![entry]
        };
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            count += read(&catalog, &name, &String::from_utf8_lossy(&fs::read(&file).unwrap()));
        }
    }
    assert!(count > 20, "{count} records stay in their texts");
}

/// The file of one answer, as its name tells.
const FAILOVER: &str = "network_interface_show_-failover.txt";

/// Cells of each column, right ones and such as people leave.
const CELLS: [(usize, &[&str]); 6] = [
    (13, &["lif1", "a_long_name1", "lif-2", "_lif_", "-", "x"]),
    (11, &["up/up", "down/-", "up", "-", "", "x/x"]),
    (19, &["192.0.2.7/24", "x.x.x.7/24", "192.0.2.x/24", "2001:db8::1/64", "50:0a:09:81:00:00:00:01", "-", ""]),
    (14, &["node1", "cl1-01", "node2", "node.x", "-", ""]),
    (8, &["e0a", "e0M", "a0a-10", "-", ""]),
    (4, &["true", "false", "-", "_true_", ""]),
];

proptest! {
    #[test]
    fn damaged_rows_read_in_place_as_they_read_at_once(
        rows in proptest::collection::vec(proptest::collection::vec(any::<prop::sample::Index>(), CELLS.len()), 1..5),
        is_failover in any::<bool>(),
    ) {
        let catalog = Catalog::embedded().unwrap();
        let mut text = if is_failover {
            "         Logical         Home                  Failover        Failover\nVserver  Interface       Node:Port             Policy          Group\n-------- --------------- --------------------- --------------- ---------------\nvs1\n".to_owned()
        } else {
            "            Logical    Status     Network            Current       Current Is\nVserver     Interface  Admin/Oper Address/Mask       Node          Port    Home\n----------- ---------- ---------- ------------------ ------------- ------- ----\nvs1\n".to_owned()
        };
        for row in &rows {
            let cell = |at: usize| *row[at].get(CELLS[at].1);
            if is_failover {
                text += &format!("         {:<16}{:<22}local-only      Default\n", cell(0), format!("{}:{}", cell(3), cell(4)));
                text += &format!("                         Failover Targets: {}:e0c, n1:e0d,\n                                           {}:e0e\n", cell(3), cell(3));
            } else {
                let line: String = (0..CELLS.len()).map(|at| format!("{:<1$}", cell(at), CELLS[at].0.saturating_sub(2 * usize::from(at == 0)))).collect();
                text += &format!("            {}\n", line.trim_end());
            }
        }
                read(&catalog, if is_failover { FAILOVER } else { "network_interface_show.txt" }, &text);
    }
}

#[test]
fn an_undamaged_table_stays_in_its_text() {
    let catalog = Catalog::embedded().unwrap();
    let heading = "         Logical         Home                  Failover        Failover\nVserver  Interface       Node:Port             Policy          Group\n-------- --------------- --------------------- --------------- ---------------\n";
    let rows: String = (1..=3).map(|at| format!("         lif{at}            node{at}:e0a             local-only      Default\n                         Failover Targets: node1:e0c, node2:e0d,\n                                           node{at}:e0e\n")).collect();
    let text = format!("{heading}vs1\n{rows}3 entries were displayed.\n");
    assert_eq!(read(&catalog, FAILOVER, &text), 3);
    // An octet that somebody hid may stand anywhere, and a prompt has a mark of quotation.
    for other in ["x.1", "cl1::> "] {
        assert_eq!(read(&catalog, FAILOVER, &format!("{text}\n{other}\n")), 0, "{other}");
    }
}
