//! Any bytes are read without panic, and every place that is told lies inside the text.
//!
//! `cargo +nightly fuzz run reading`; what it finds becomes a test in `tests/reading_kinds.rs`.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the rules are sound"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(capture) = Capture::read("fuzz", bytes.to_vec()) else { return };
    let lines = capture.line_count();
    let searched = table::read_by_search("fuzz", vec![capture.clone()], &CATALOG.tables);
    let readings = table::read("fuzz", vec![capture], &CATALOG.tables);
    // In whatever way an answer is read, it says the same.
    for (reading, searched) in readings.iter().zip(&searched) {
        for (one, other) in reading.answers.iter().zip(&searched.answers) {
            assert!(!one.records.is_placed() || one == other, "in one pass {one:#?}, by search {other:#?}");
        }
    }
    for reading in readings {
        for answer in reading.answers.iter().chain(&reading.generic) {
            assert!(answer.line >= 1 && answer.line <= lines.max(1));
            for (_, cell) in answer.records.iter().flat_map(|record| record.fields.clone()) {
                assert!(cell.place.line as usize <= lines);
            }
        }
    }
});
