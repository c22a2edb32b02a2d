//! `--format json`: the report value as it is, in the shape `ndmp-preflight/report/v1`.

use std::io;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::Report;

/// Writes `report`, indented, with a line end behind it.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    pretty(report, out)
}

/// Writes any value, indented, with a line end behind it.
pub fn pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A time as RFC 3339 has it, in UTC.
pub(super) fn time<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(time),
        None => serializer.serialize_none(),
    }
}
