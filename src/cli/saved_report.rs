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
    let wrong = |why: String| Complaint::Usage(format!("report `{}`: {why}{help}", shown(path)));
    let bytes = if path.as_os_str() == "-" {
        LIMIT.read(Vec::new(), std::io::stdin().lock())
    } else {
        file::bytes(path, LIMIT)
    };
    let text = String::from_utf8(bytes.map_err(wrong)?).map_err(|_| wrong("is no text in UTF-8".to_owned()))?;
    Reread::of(text.trim_start_matches('\u{feff}')).map_err(wrong)
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
