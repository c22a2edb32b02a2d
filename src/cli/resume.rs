//! `--resume REPORT`: what an earlier run judged, and what is still true of it.

use std::path::Path;

use jiff::civil::Date;
use ndmp_preflight::config::{Options, Planned};
use ndmp_preflight::report::resume::{Past, Terms};

use super::complaint::{Complaint, shown};
use super::saved_report;
use super::say;
use super::setting::Setting;
use super::shard::{question, rules};

/// What the judgement of this run hangs on besides the evidence. Before rules are left out, which the options tell.
pub(super) fn terms(options: &Options, planned: &Planned, setting: &Setting) -> Result<Terms, Complaint> {
    Ok(Terms { rules: rules(&setting.catalog)?, question: question(options, planned, setting), day: None })
}

/// The same with the day, where it counts.
pub(super) fn on(terms: Terms, today: Date, setting: &Setting) -> Terms {
    let counts = !setting.config.waivers.is_empty() || !setting.config.attestations.is_empty();
    Terms { day: counts.then(|| today.to_string()), ..terms }
}

/// What can be taken over of the report. Where that is nothing, all is judged, and the reason is told: no run ends for it.
pub(super) fn past(report: &str, terms: &Terms) -> Past {
    let path = Path::new(report);
    let read = || saved_report::text(path).and_then(|text| Past::read(text, terms));
    let past = if path.exists() { read() } else { Err("it is not there yet".to_owned()) };
    past.unwrap_or_else(|why| {
        say(&format!("note: nothing is taken over from `{}`: {why}", shown(path)));
        Past::default()
    })
}
