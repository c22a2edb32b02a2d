//! `--format json`: the report value as it is, in the shape `ndmp-preflight/report/v1`.

use std::io;

use serde::Serialize;

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
