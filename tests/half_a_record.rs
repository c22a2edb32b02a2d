//! A list that ends in a comma, and a cell without the separator behind it, are half a record: no value is made of them.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{Status, read};

/// The policies that an answer in these words is said to hold, with their services, and its status.
fn read_policies(rows: &str) -> (Vec<(String, String)>, Status) {
    let heading = "vserver|~01~|policy|~01~|services|~01~|\nVserver|~01~|Policy|~01~|Service Name|~01~|\n";
    let name = "network_interface_service-policy_show.txt";
    let capture = Capture::read(name, format!("{heading}{rows}").into_bytes()).unwrap();
    let readings = read("c1", vec![capture], &Catalog::embedded().unwrap().tables);
    let answer = &readings[0].answers[0];
    let text = |record: &ndmp_preflight::table::Record, name: &str| record.cell(name).unwrap().value.text();
    let rows = answer.records.iter().map(|record| (text(&record, "policy"), text(&record, "services")));
    (rows.collect(), answer.status)
}

#[test]
fn a_whole_list_is_read() {
    let row = "c1|~01~|p1|~01~|management-core,backup-ndmp-control|~01~|\n";
    let (rows, status) = read_policies(row);
    assert_eq!((rows.len(), status), (1, Status::Complete), "{rows:?}");
    assert_eq!(rows[0].1, "management-core, backup-ndmp-control");
}

#[test]
fn half_a_list_is_no_value() {
    for row in [
        "c1|~01~|p1|~01~|management-core,\n",
        "c1|~01~|p1|~01~|management-core\n",
        "c1|~01~|p1|~01~|management-core,|~01~|\n",
        "c1|~01~|p1|~01~|management-core,\nbackup-ndmp-control|~01~|\n",
        "c1|~01~|p1|~01~|management-core,\n                 backup-ndmp-control|~01~|\n",
    ] {
        let (rows, status) = read_policies(row);
        assert!(rows.is_empty(), "{row}: {rows:?}");
        assert_ne!(status, Status::Complete, "{row}");
    }
}
