//! Reports as files: what `check --format json` or `jsonl` wrote.

use std::path::Path;

use ndmp_preflight::report::reread::Reread;

use super::complaint::{Complaint, shown};
use ndmp_preflight::saved::Limit;

use super::file;

/// Larger files are no reports.
const LIMIT: Limit = Limit { megabytes: 1024, advice: "write the reports of fewer clusters into one file" };

/// Reads the file, `-` for standard input.
pub(super) fn read(path: &Path) -> Result<Reread, Complaint> {
    let help = "; `ndmp-preflight check ... --report json=FILE` writes one";
    reread(path).map_err(|why| Complaint::Usage(format!("report `{}`: {why}{help}", shown(path))))
}

/// The same, or why not.
pub(super) fn reread(path: &Path) -> Result<Reread, String> {
    Reread::of(text(path)?.trim_start_matches('\u{feff}'))
}

/// Its text.
pub(super) fn text(path: &Path) -> Result<String, String> {
    let bytes = if path.as_os_str() == "-" {
        LIMIT.read(Vec::new(), std::io::stdin().lock())
    } else {
        file::bytes(path, LIMIT)
    };
    String::from_utf8(bytes?).map_err(|_| "is no text in UTF-8".to_owned())
}

/// Whether the file is something else that this program writes.
pub(super) fn is_other_shape(path: &Path) -> bool {
    let value =
        file::bytes(path, LIMIT).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let schema = value.as_ref().and_then(|value| value["schema"].as_str()).unwrap_or_default();
    schema.starts_with("ndmp-preflight/") && !schema.starts_with("ndmp-preflight/report/")
}

/// Whether the file is a report, and not what a cluster printed.
pub(super) fn is_report(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 64];
    let read =
        path.is_file().then(|| std::fs::File::open(path).and_then(|mut file| file.read(&mut start)).ok()).flatten();
    let start = String::from_utf8_lossy(&start[..read.unwrap_or(0)]).into_owned();
    start.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}
