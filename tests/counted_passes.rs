//! Reports that show of a passed rule only that it passed are the same whether more was told of it or not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use ndmp_preflight::judge::{Passes, judge_telling};
use ndmp_preflight::report::{Format, Policy, Report, Style, Target, Verbosity};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;
use saved::{Saved, plain, whole};

const SAMPLES: [&str; 5] =
    ["document-two-nodes", "mail-damaged.txt", "many-faults", "ready-node-scope", "ready-svm-9.12.1"];

fn report(sample: &str, passes: Passes) -> Report {
    let captures = Saved::sample(sample).files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &whole().tables);
    let target = |reading| Target::of(reading, judge_telling(reading, whole(), &plain(), passes), &plain());
    Report::of(readings.iter().map(target).collect(), Policy::default())
}

fn text(report: &Report, format: Format, verbosity: Verbosity) -> String {
    let mut out = Vec::new();
    format.write(report, &Style::plain(verbosity), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn reports_that_only_count_what_passed_miss_nothing() {
    for sample in SAMPLES {
        let (told, counted) = (report(sample, Passes::Told), report(sample, Passes::Counted));
        for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
            for format in Format::ALL {
                let is_same = text(&told, format, verbosity) == text(&counted, format, verbosity);
                assert_eq!(is_same, !format.tells_passes(verbosity), "{sample} as {} {verbosity:?}", format.word());
            }
        }
    }
}
