//! The day, and the time, that the name of a file or of its folder tells.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use regex::{Captures, Regex};

/// `2026-11-20`, `20261120`; behind it `T0815`, `_08-15-00`, `T08:15:00Z`.
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = r"(?:^|\D)(\d{4})-?(\d{2})-?(\d{2})";
    let time = r"(?:[T_ -](\d{2})[:.-]?(\d{2})(?:[:.-]?(\d{2}))?Z?)?";
    Regex::new(&format!(r"{day}{time}(?:\D|$)")).ok()
});

/// The time that a path tells, UTC: its last part that tells a day; without a time of day the beginning of it.
pub fn named_time(path: &str) -> Option<Timestamp> {
    let named = NAMED.as_ref()?;
    let parts = path.split(['/', '\\']).rev();
    parts.filter_map(|part| named.captures(part)).find_map(|found| time(&found))
}

fn time(found: &Captures<'_>) -> Option<Timestamp> {
    let number = |at: usize| found.get(at).map_or(Some(0), |part| part.as_str().parse::<i16>().ok());
    let small = |at: usize| number(at).and_then(|number| i8::try_from(number).ok());
    let day = DateTime::new(number(1)?, small(2)?, small(3)?, small(4)?, small(5)?, small(6)?, 0).ok()?;
    // No ONTAP 9 is older, and numbers of another meaning often are.
    let is_day = day.date() >= date(2016, 1, 1);
    is_day.then(|| day.to_zoned(TimeZone::UTC).ok()).flatten().map(|time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_day() {
        for (path, told) in [
            ("runs/2026-11-20/tweed.ndmp.tar.gz", "2026-11-20T00:00:00Z"),
            ("tweed-20261120.json", "2026-11-20T00:00:00Z"),
            ("tweed-2026-11-20T0815.json", "2026-11-20T08:15:00Z"),
            ("20261120T081530Z.jsonl", "2026-11-20T08:15:30Z"),
            ("2026-11-20_08-15-30.json", "2026-11-20T08:15:30Z"),
            // The name itself goes before its folder, and that before what is above it.
            ("2026-01-01/2026-11-19/r-2026-11-20.json", "2026-11-20T00:00:00Z"),
            ("2026-01-01/2026-11-19/r.json", "2026-11-19T00:00:00Z"),
            // A count behind it is no time of day.
            ("2026-11-20-7.json", "2026-11-20T00:00:00Z"),
        ] {
            assert_eq!(named_time(path).map(|time| time.to_string()).as_deref(), Some(told), "{path}");
        }
    }

    #[test]
    fn other_numbers_tell_none() {
        for path in ["tweed.json", "2026-13-01.json", "20261399", "1202611201", "build-19700101", "12345678", ""] {
            assert_eq!(named_time(path), None, "{path}");
        }
    }
}
