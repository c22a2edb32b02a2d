//! Every table's examples give the records that the table file says, and every layout of a table has an example.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Definition, TableExample, Value};
use ndmp_preflight::trial;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

#[test]
fn every_example_gives_the_records_that_its_table_file_says() {
    let tables = catalog().tables;
    let tried = tables.iter().filter_map(|table| trial::table_examples(&tables, table).err());
    let wrong: Vec<String> = tried.flatten().collect();
    assert!(wrong.is_empty(), "{} examples are wrong\n{}", wrong.len(), wrong.join("\n"));
}
