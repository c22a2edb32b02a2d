//! Codes in words: reasons, exit codes, and findings on the configuration, from the page that other programs rely on.

use ndmp_preflight::report::hang;
use owo_colors::OwoColorize;

/// The page, whose tables a test compares with the program.
const PAGE: &str = include_str!("../../docs/contract.md");

/// A code, what it is a code of, and what is said of it.
pub(super) struct Entry {
    pub(super) code: String,
    kind: &'static str,
    says: String,
    helps: String,
}

/// The tables of the page by their headings.
const TABLES: [(&str, &str); 4] = [
    ("| reason |", "reason of an unknown outcome"),
    ("| not applicable |", "reason of an outcome that is not applicable"),
    ("| finding |", "finding on the configuration or on what was handed in"),
    ("| code |", "exit code"),
];

/// All codes, in the order of the page.
pub(super) fn entries() -> Vec<Entry> {
    TABLES.into_iter().flat_map(|(heading, kind)| table(heading, kind)).collect()
}

fn table(heading: &str, kind: &'static str) -> Vec<Entry> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
    let entry = |line: &str| {
        let mut cells = line.split('|').skip(1).map(|cell| cell.trim().to_owned());
        let code = cells.next().unwrap_or_default().trim_matches('`').to_owned();
        Entry { code, kind, says: cells.next().unwrap_or_default(), helps: cells.next().unwrap_or_default() }
    };
    rows.take_while(|line| line.starts_with('|')).map(entry).collect()
}

impl Entry {
    /// Its page.
    pub(super) fn page(&self, wide: usize) -> String {
        let line = |label: &str, text: &str| {
            let head = format!("{}  ", format!("{label:<9}").dimmed());
            if text.is_empty() { String::new() } else { hang(&head, 11, text, wide) + "\n" }
        };
        let head = hang("", 0, &format!("{} ({})", self.code.bold(), self.kind), wide);
        format!("{head}\n\n{}{}", line("says", &self.says), line("helps", &self.helps))
    }

    /// Whether the word means it: exit codes are numbers, of which all are meant by `exit-codes`.
    pub(super) fn is(&self, word: &str) -> bool {
        self.code == word || (self.kind == "exit code" && matches!(word, "exit-code" | "exit-codes"))
    }
}
