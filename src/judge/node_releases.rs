//! Releases that an answer tells node by node: of a cluster whose update is half done some are old, and the one that the cluster
//! itself tells is but that of the node which answered.

use std::cmp::Ordering;

use super::release::Release;
use crate::facts::{Facts, Mark, Reason, Why};
use crate::source::Place;
use crate::table::{Answer, Record};

/// Why nobody knows by which policies NDMP is let in: the releases of nodes lie on both sides of the one that changed it.
pub(super) fn contradiction(facts: &Facts<'_>, release: &Release) -> Option<Why> {
    let own = facts.cluster().and_then(|cluster| cluster.mark("release"));
    facts.reading.generic.iter().find_map(|answer| {
        let told = of_nodes(answer);
        let (_, first) = told.first()?;
        let is_before = own.as_ref().is_some_and(|own| facts.order(&first.place, &own.place) == Some(Ordering::Less));
        let all_old = told.iter().all(|(node, _)| node.is_old());
        // All nodes were old when the answer was given, and have been updated since.
        if is_before && all_old && !release.is_old() {
            return None;
        }
        let (node, mark) = told.into_iter().find(|(node, _)| node.is_old() != release.is_old())?;
        let text = format!(
            "the release is {}, and that of a node {}: of 9.10.1 and of those before not the same policies decide",
            release.text, node.text
        );
        let marks = std::iter::once(mark.noted("the release of this node"));
        let marks = marks.chain(own.clone().map(|own| own.noted("the release"))).collect();
        Some(Why::new(Reason::Contradiction, text).with(marks))
    })
}

/// The releases that an answer tells of nodes, as they run now.
fn of_nodes(answer: &Answer) -> Vec<(Release, Mark)> {
    answer.records.iter().filter_map(|record| of_node(answer, &record)).collect()
}

fn of_node(answer: &Answer, record: &Record) -> Option<(Release, Mark)> {
    record.cell("node")?;
    let text = |names: &[&str]| names.iter().find_map(|name| Some(record.cell(name)?.value.text()));
    let is_now = text(&["is-current", "iscurrent"]).map(|word| word.eq_ignore_ascii_case("true"));
    let installed = record.cell("version").filter(|_| is_now == Some(true));
    let cell = record.cell("current-version").or(installed)?;
    let place = Place { source: answer.source as u32, ..cell.place };
    Some((Release::parse(&cell.value.text())?, Mark::at(place, record.heading.clone())))
}
