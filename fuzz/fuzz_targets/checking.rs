//! Any text is judged without panic, and every format that comes of it is well-formed and commands no terminal.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ndmp_preflight::judge::{Question, judge};
use ndmp_preflight::report::{Format, Policy, Report, Style, Target, Verbosity};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the rules are sound"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(capture) = Capture::read("fuzz", bytes.to_vec()) else { return };
    let question = Question::plain(jiff::civil::date(2026, 11, 22));
    let readings = table::read("fuzz", vec![capture], &CATALOG.tables);
    let targets = readings.iter().map(|reading| Target::of(reading, judge(reading, &CATALOG, &question), &question));
    let report = Report::of(targets.collect(), Policy::default());
    for format in Format::ALL {
        let mut text = Vec::new();
        format.write(&report, &Style::plain(Verbosity::Verbose), &mut text).expect("memory takes all");
        let text = String::from_utf8(text).expect("reports are text");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{format:?}: {text:?}");
        if matches!(format, Format::Json) {
            let _: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        }
    }
});
