//! What the seeded faults gave, as `docs/trust.md` tells it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ndmp_preflight::rule::Catalog;

const START: &str = "<!-- faults: written by the test `seeded_faults` -->\n";
const END: &str = "<!-- end of faults -->";

/// The files whose tests are counted.
const ROOMS: [&str; 9] = [
    include_str!("addressed.rs"),
    include_str!("application.rs"),
    include_str!("causes.rs"),
    include_str!("node_scope.rs"),
    include_str!("overflow.rs"),
    include_str!("planned.rs"),
    include_str!("session.rs"),
    include_str!("tape.rs"),
    include_str!("wrapped.rs"),
];

/// What was done to a rule.
#[derive(Clone, Copy, Default)]
struct Count {
    /// Damages that break its prerequisite, and those of them that it told.
    broken: (usize, usize),
    /// Damages that take its evidence away, and those of them of which it said that it does not know.
    hidden: (usize, usize),
    /// Damages of something else that turned it.
    false_alarms: usize,
}

#[derive(Clone, Default)]
struct Tally {
    /// All damages.
    damages: usize,
    rules: BTreeMap<String, Count>,
}

thread_local! {
    /// Of the test that runs in this thread.
    static TALLY: RefCell<Tally> = RefCell::default();
}

/// Rule and kind of verdict of `rule subject verdict`.
fn kinds<'a>(changes: &'a [String], word: &str) -> BTreeSet<&'a str> {
    let of_kind = |change: &&String| change.rsplit(' ').next().is_some_and(|verdict| verdict.starts_with(word));
    changes.iter().filter(of_kind).filter_map(|change| change.split(' ').next()).collect()
}

/// Counts a damage by what it must turn and what it turned.
pub(crate) fn count(wanted: &[String], seen: &[String]) {
    TALLY.with_borrow_mut(|tally| {
        tally.damages += 1;
        for (word, is_hidden) in [("fail", false), ("unknown", true)] {
            let (wanted, seen) = (kinds(wanted, word), kinds(seen, word));
            for rule in wanted.union(&seen) {
                let own = tally.rules.entry((*rule).to_owned()).or_default();
                let (all, told) = if is_hidden { &mut own.hidden } else { &mut own.broken };
                *all += usize::from(wanted.contains(rule));
                *told += usize::from(wanted.contains(rule) && seen.contains(rule));
                own.false_alarms += usize::from(!wanted.contains(rule));
            }
        }
    });
}

fn table(tally: &Tally) -> String {
    let catalog = Catalog::embedded().unwrap();
    let mut text = format!(
        "{} damages of four ready clusters:\n\n| rule | ways broken | found | ways its evidence was taken | told as unknown \
         | false alarms |\n|---|---|---|---|---|---|\n",
        tally.damages
    );
    for rule in &catalog.rules {
        let Count { broken, hidden, false_alarms } = tally.rules.get(&rule.id).copied().unwrap_or_default();
        let cells = [broken.0, broken.1, hidden.0, hidden.1, false_alarms].map(|number| number.to_string());
        writeln!(text, "| `{}` | {} |", rule.id, cells.join(" | ")).unwrap();
    }
    text
}

/// Holds the document against what this thread counted; with `UPDATE_TRUST` writes it.
pub(crate) fn check() {
    let tests: usize = ROOMS.iter().map(|text| text.matches("#[test]").count()).sum();
    let listed = super::addressed::EACH.len()
        + super::application::EACH.len()
        + super::causes::EACH.len()
        + super::node_scope::EACH.len()
        + super::overflow::EACH.len()
        + super::planned::EACH.len()
        + super::session::EACH.len()
        + super::tape::EACH.len()
        + super::wrapped::EACH.len();
    assert_eq!(tests, listed, "a test is not in `EACH` of its file");
    let table = TALLY.with_borrow(table);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trust.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(START).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_TRUST").is_some() {
        fs::write(&path, format!("{before}{START}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(shown == table, "docs/trust.md is old: run `UPDATE_TRUST=1 cargo test --test seeded_faults the_figures`");
}
