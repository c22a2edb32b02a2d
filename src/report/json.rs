//! `--format json`: the report value as it is, in the shape `ndmp-preflight/report/v1`.

use std::io;

use serde::Serialize;

use super::Report;
use super::layout::is_harmful;

/// Writes `report`, indented, with a line end behind it.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    pretty(report, out)
}

/// Writes any value, indented, with a line end behind it.
pub fn pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped(out), value)?;
    out.write_all(b"\n")
}

/// Writes characters that command a terminal as `\u009b`, which is the same string in JSON. Those of ASCII are written so
/// already, apart from one.
struct Escaped<'o>(&'o mut dyn io::Write);

impl io::Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The first bytes of all such characters. Pieces of strings come whole, so that no character is cut.
        let text = memchr::memchr3(0x7f, 0xc2, 0xe2, bytes).and_then(|_| str::from_utf8(bytes).ok());
        let Some(mut rest) = text else { return self.0.write_all(bytes).map(|()| bytes.len()) };
        while let Some(at) = rest.find(|c: char| c != '\n' && is_harmful(c)) {
            let (before, after) = rest.split_at(at);
            let bad = after.chars().next().unwrap_or_default();
            write!(self.0, "{before}\\u{:04x}", u32::from(bad))?;
            rest = &after[bad.len_utf8()..];
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
