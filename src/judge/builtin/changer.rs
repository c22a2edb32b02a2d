//! Media changers: every one that a node lists is shown with its paths, and as many as expected.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use crate::facts::{Mark, Reason, Row, Why, named};

/// Every changer in `storage tape show` is also in `storage tape show-media-changer`.
pub(super) fn media_changer_visible<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let [devices, changers] = ["tape-device", "media-changer"].map(|of| named(&context.facts.listing_commands(of)));
    let listed = listed(context);
    let shown = ids(context, "media-changer", |_| true);
    let list_gap = context.facts.gap("tape-device", &[("device-type".to_owned(), "media changer".to_owned())]);
    let expected = context.question.expect.changers.map(|changers| changers as usize);
    if listed.is_empty() && expected.is_none() {
        if let Some((id, mark)) = shown.first_key_value().filter(|_| list_gap.is_none()) {
            let text = format!("{devices} does not list {id}, {changers} does");
            return vec![Finding::unknown(Why::new(Reason::Contradiction, text).with(vec![mark.clone()]))];
        }
        let none = || Finding::not_applicable("no-changer", "no media changer is listed or expected");
        return vec![list_gap.map_or_else(none, Finding::unknown)];
    }
    let gap = context.facts.gap("media-changer", &[]);
    let missing: Vec<(&String, &Mark)> = listed.iter().filter(|(id, _)| !shown.contains_key(*id)).collect();
    if let Some((id, _)) = missing.first() {
        let message = format!("{id} is listed by {devices}, but not by {changers}");
        let marks = missing.iter().map(|(_, mark)| (*mark).clone().noted("not among the media changers"));
        return vec![finding(gap, false, message).word("changer", id.as_str()).marks(marks.collect::<Vec<_>>())];
    }
    if let Some(why) = crossed(context).filter(|_| gap.is_none() && list_gap.is_none()) {
        return vec![Finding::unknown(why)];
    }
    let message = count_message(shown.len(), expected);
    let holds = expected.is_none_or(|expected| expected == shown.len());
    let open = gap.or(list_gap).filter(|_| !holds || expected.is_none());
    let marks: Vec<Mark> = shown.into_values().collect();
    let marks = if marks.is_empty() { context.facts.listings("media-changer", &[]) } else { marks };
    vec![finding(open, holds, message).marks(marks)]
}

/// The nodes at which changers are seen, with the marks of the changers.
type Paths = BTreeMap<(String, String), Mark>;

/// A changer that one of the two answers has at a node, and the other has not: both tell of each node that sees it.
fn crossed(context: &Context<'_>) -> Option<Why> {
    let [devices, changers] = ["tape-device", "media-changer"].map(|of| named(&context.facts.listing_commands(of)));
    let listed = paths(context, "tape-device", |kind| kind.is_some_and(|kind| kind == "media changer"));
    let shown = paths(context, "media-changer", |_| true);
    let of = |all: &Paths, others: &Paths, has: &str, lacks: &str| {
        let ((id, node), mark) = all.iter().find(|(path, _)| !others.contains_key(*path))?;
        let text = format!("{has} has {id} at {node}, and {lacks} has not: one of the two is older, or not whole");
        Some(Why::new(Reason::Contradiction, text).with(vec![mark.clone()]))
    };
    of(&listed, &shown, &devices, &changers).or_else(|| of(&shown, &listed, &changers, &devices))
}

fn paths(context: &Context<'_>, entity: &str, is_wanted: impl Fn(Option<&str>) -> bool) -> Paths {
    let rows = context.facts.rows(entity).iter().filter(|row| is_wanted(row.text("device-type").as_deref()));
    let path = |row: &Row| {
        Some(((row.text("device-id")?.into_owned(), row.text("node")?.into_owned()), row.mark("device-id")?))
    };
    rows.filter_map(path).collect()
}

/// A claim that rows which were not seen may turn round.
fn finding<'f>(gap: Option<Why>, holds: bool, message: String) -> Finding<'f> {
    match gap {
        Some(gap) => Finding::unknown(gap),
        None => Finding::about(Vec::new(), Truth::of(holds)).message(message),
    }
}

fn count_message(shown: usize, expected: Option<usize>) -> String {
    match expected {
        Some(expected) if expected != shown => {
            format!("different media changers shown: {shown}, expected: {expected}")
        }
        _ => format!("media changers shown: {shown}"),
    }
}

fn listed(context: &Context<'_>) -> BTreeMap<String, Mark> {
    ids(context, "tape-device", |kind| kind.is_some_and(|kind| kind == "media changer"))
}

fn ids(context: &Context<'_>, entity: &str, is_wanted: impl Fn(Option<&str>) -> bool) -> BTreeMap<String, Mark> {
    let rows = context.facts.rows(entity).iter().filter(|row| is_wanted(row.text("device-type").as_deref()));
    let mut ids = BTreeMap::new();
    for row in rows {
        if let (Some(id), Some(mark)) = (row.text("device-id"), row.mark("device-id")) {
            ids.entry(id.into_owned()).or_insert(mark);
        }
    }
    ids
}
