//! Columns and labels of somebody's own beside what ONTAP prints: a remark to each row, what it is really, of which cluster it is. What
//! such a column says against a row is a remark beside that row. A column of a newer release says nothing against it.

use crate::source::Place;
use crate::table::{Answer, Cell, Definition, Record};

/// The columns of an answer that its table does not have.
pub(super) struct Added {
    columns: Vec<(String, Sort)>,
    /// The name in the prompt above the answer.
    cluster: Option<String>,
}

/// What a column that a table does not have may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Anything: of a release that the table does not know, or of whoever wrote it.
    Any,
    /// A remark, or what is: whatever is not good speaks against the row.
    Remark,
    /// What is not so yet, or any more, where it says yes.
    Negation,
    /// The cluster of the row.
    Cluster,
    /// A column of the table once more, for another time.
    Rival,
}

/// Names of columns with remarks, or with what is really so.
const REMARKS: [&str; 30] = [
    "actual",
    "anmerkung",
    "anmerkungen",
    "bemerkung",
    "bemerkungen",
    "checked",
    "comment",
    "comments",
    "commentaire",
    "gepr\u{fc}ft",
    "hinweis",
    "info",
    "ist",
    "issue",
    "issues",
    "kommentar",
    "nota",
    "note",
    "notes",
    "observaciones",
    "problem",
    "real",
    "reality",
    "really",
    "remark",
    "remarks",
    "remarque",
    "tested",
    "todo",
    "verified",
];
/// Names of columns that tell what is not so, or not yet.
const NEGATIONS: [&str; 16] = [
    "broken", "dead", "deleted", "disabled", "down", "draft", "geplant", "inactive", "locked", "obsolete", "offline",
    "outdated", "pending", "planned", "removed", "retired",
];
/// Words behind the name of a column that make another one of it.
const RIVALS: [&str; 16] = [
    "actual", "after", "alt", "before", "expected", "ist", "neu", "new", "now", "old", "planned", "real", "soll",
    "target", "vorher", "wanted",
];
/// Values that say nothing against a row.
const GOOD: [&str; 20] = [
    "", "-", "--", "checked", "done", "fine", "good", "ja", "n/a", "none", "normal", "ok", "okay", "online", "oui",
    "s\u{ed}", "true", "up", "x", "yes",
];
/// Words of values that speak against a row, whatever column they stand in.
const BAD: [&str; 24] = [
    "broken",
    "dead",
    "defekt",
    "defective",
    "degraded",
    "down",
    "draft",
    "failed",
    "faulty",
    "geplant",
    "incorrect",
    "kaputt",
    "missing",
    "offline",
    "outdated",
    "pending",
    "planned",
    "retired",
    "stopped",
    "tbd",
    "todo",
    "unhealthy",
    "unreachable",
    "wrong",
];

impl Added {
    /// The columns that the headings and labels of an answer name, and its table does not.
    pub(super) fn of(definition: &Definition, answer: &Answer) -> Self {
        let names = answer.records.headed().into_iter().filter(|name| definition.column(name).is_none());
        let columns = names.map(|name| (name.clone(), sort(definition, &name))).collect();
        let cluster = answer.prompt.clone().filter(|name| !name.is_empty() && !name.starts_with('@'));
        Self { columns, cluster }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Where such a column speaks against a record.
    pub(super) fn speaks_against(&self, record: &Record<&str>) -> Option<Place> {
        let of = |(name, sort): &(String, Sort)| {
            let cell: &Cell = record.cell(name)?;
            self.is_against(*sort, &cell.value.text()).then_some(cell.place)
        };
        self.columns.iter().find_map(of)
    }

    fn is_against(&self, sort: Sort, value: &str) -> bool {
        let lower = value.trim().to_lowercase();
        let is_good = GOOD.contains(&lower.as_str());
        match sort {
            Sort::Rival => true,
            Sort::Remark => !is_good,
            Sort::Negation => matches!(lower.as_str(), "yes" | "true" | "x" | "ja" | "oui") || is_bad(&lower),
            Sort::Cluster => self.cluster.as_ref().is_some_and(|own| !is_good && !own.eq_ignore_ascii_case(&lower)),
            Sort::Any => is_bad(&lower),
        }
    }
}

fn is_bad(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| BAD.contains(&word)) || lower.starts_with("to be ") || lower.starts_with("not ")
}

/// What a column may say, by its name: the words of its heading with a joint between each two.
fn sort(definition: &Definition, name: &str) -> Sort {
    let lower = name.to_lowercase();
    let is_own = |stem: &str| {
        let is_named = |lines: &Vec<String>| lines.join("-").replace(' ', "-").eq_ignore_ascii_case(stem);
        let mut columns = definition.columns.iter();
        columns.any(|column| column.name == stem || column.headings.iter().any(is_named))
    };
    let rival = lower.rsplit_once('-').filter(|(_, last)| RIVALS.contains(last));
    match lower.as_str() {
        "cluster" | "cluster-name" => Sort::Cluster,
        name if REMARKS.contains(&name) => Sort::Remark,
        name if NEGATIONS.contains(&name) => Sort::Negation,
        _ if rival.is_some_and(|(stem, _)| is_own(stem)) => Sort::Rival,
        _ => Sort::Any,
    }
}
