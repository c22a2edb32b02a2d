//! The library alone: reads a text, judges it, and prints the report as JSON. No command line and no network is in it.
//!
//! ```sh
//! cargo run --no-default-features --example judge-text -- sample-outputs/terminal-transcript.txt
//! ```

use std::error::Error;
use std::{env, fs, io};

use ndmp_preflight::check::{Selection, judged};
use ndmp_preflight::judge::{Passes, Question};
use ndmp_preflight::report::{Format, Policy, Report, Style, Verbosity};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("name a file with what ONTAP printed")?;
    let capture = Capture::read(&path, fs::read(&path)?)?;
    let catalog = Catalog::embedded().map_err(|faults| faults.first().map(ToString::to_string).unwrap_or_default())?;
    // The day on which waivers are valid, and what is planned: nothing is.
    let question = Question::plain(jiff::civil::date(2026, 11, 22));
    let all = Selection::new(&[], &[], &catalog)?;
    let readings = table::read(&path, vec![capture], &catalog.tables);
    let targets = readings.iter().map(|reading| judged(reading, &catalog, (&question, Passes::Told), &all)).collect();
    let report = Report::of(targets, Policy::default());
    Format::Json.write(&report, &Style::of_file(Verbosity::Normal), &mut io::stdout().lock())?;
    Ok(())
}
