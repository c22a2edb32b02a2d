//! Tape devices as nodes see them: how many, over how many paths, under which aliases.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::rows;
use super::super::truth::Truth;
use super::each::{needing_all, rows_of, told};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};

/// Kinds of devices, and the number of the rule that says how many of them one node can have.
const MOST: [(&str, &str); 2] = [("tape drive", "drives"), ("media changer", "changers")];

/// A node sees at most so many drives and changers as its file says.
pub(super) fn tape_device_count<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let check = rows_of("tape-device", &[("node", "node")], &[], "no-tape-device");
    let (groups, gap) = rows::subjects(context, &check);
    if groups.is_empty() && gap.is_none() {
        return vec![Finding::not_applicable("no-tape-device", "no tape device is shown")];
    }
    let most = MOST.map(|(kind, name)| (kind, context.number(name)));
    needing_all(groups.into_iter().map(|(subject, rows)| counted(subject, &rows, most)).collect(), gap)
}

fn counted<'f>(subject: Vec<(String, String)>, rows: &[&'f Row], most: [(&str, usize); 2]) -> Finding<'f> {
    let node = subject[0].1.clone();
    let of = |kind: &str| -> BTreeSet<Cow<'_, str>> {
        rows.iter().filter(|row| row.is("device-type", kind)).filter_map(|row| row.text("unit")).collect()
    };
    let counts = most.map(|(kind, most)| (kind, of(kind).len(), most));
    let told: Vec<String> = counts.iter().map(|(kind, count, most)| format!("{kind}s: {count} of {most}")).collect();
    let marks = rows.iter().take(1).filter_map(|row| row.mark("device-id"));
    let over = counts.iter().find(|(_, count, most)| count > most);
    let about = |truth| Finding::about(subject.clone(), truth).word("node", &node).marks(marks.collect::<Vec<_>>());
    let message = format!("{node} sees {}", told.join(", "));
    match over {
        None => about(Truth::True).message(message),
        // Where no serial numbers are told, two paths count as two devices.
        Some((kind, ..)) if has_paths(rows, kind) => {
            let text = format!("{message}; which of them are one device is not told, for lack of serial numbers");
            about(Truth::Unknown(Why::new(Reason::ColumnMissing, text)))
        }
        Some(_) => about(Truth::False).message(format!("{message}: ONTAP does not use the others")),
    }
}

fn has_paths(rows: &[&Row], kind: &str) -> bool {
    rows.iter().any(|row| row.is("device-type", kind) && row.text("unit") == row.text("device-id"))
}

/// At most so many paths of a node as its file says lead to one tape drive. Of media changers the answers about drives tell no serial number.
pub(super) fn tape_path_count<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let mut paths: BTreeMap<(String, String), (BTreeSet<String>, Vec<Mark>)> = BTreeMap::new();
    let (mut is_untold, mut lost) = (false, None);
    for row in context.facts.rows("tape-device").iter().filter(|row| row.is("device-type", "tape drive")) {
        let (Some(node), Some(id), Some(unit)) = (row.text("node"), row.text("device-id"), row.text("unit")) else {
            continue;
        };
        if unit == id {
            is_untold = true;
            lost = lost.or_else(|| lost_serial(context, row));
        }
        if unit != id {
            let known = paths.entry((node.into_owned(), unit.into_owned())).or_default();
            known.0.insert(id.into_owned());
            known.1.extend(row.mark("device-id"));
        }
    }
    let findings: Vec<Finding<'f>> =
        paths.into_iter().map(|path| path_finding(path, context.number("paths"))).collect();
    // Where no drive tells its serial number, nothing of the evidence was captured.
    if findings.is_empty() && is_untold && lost.is_none() {
        let run = named(&context.facts.telling_commands("tape-device", "serial-number"));
        let text = format!("beyond the document; {run} would tell which devices are one");
        return vec![Finding::not_applicable(Reason::NotCaptured.word(), &text)];
    }
    let gap = context.facts.gap("tape-device", &[]);
    if findings.is_empty() && gap.is_none() {
        return vec![Finding::not_applicable("no-tape-device", "no tape drive is shown")];
    }
    let untold = || {
        let text = "some tape drives have no serial number, so that nobody knows which of them are one device";
        is_untold.then(|| Why::new(Reason::ColumnMissing, text))
    };
    needing_all(findings, gap.or(lost).or_else(untold))
}

/// Why the serial number of a drive is not told although somebody asked for it.
fn lost_serial(context: &Context<'_>, row: &Row) -> Option<Why> {
    match context.facts.fact("tape-device", row, "serial-number") {
        Fact::Unknown(why) if !matches!(why.reason, Reason::NotCaptured | Reason::ColumnMissing) => Some(why),
        _ => context.facts.asked_in_vain("tape-device", row, "serial-number"),
    }
}

/// A node and a device, the paths between them and where these are seen.
type Paths = ((String, String), (BTreeSet<String>, Vec<Mark>));

fn path_finding<'f>(((node, unit), (ids, marks)): Paths, most: usize) -> Finding<'f> {
    let subject = vec![("node".to_owned(), node.clone()), ("device".to_owned(), unit.clone())];
    let ids: Vec<String> = ids.into_iter().collect();
    let message = format!("{node} reaches {unit} over {} path(s): {}", ids.len(), ids.join(", "));
    let marks: Vec<Mark> = marks.into_iter().take(most + 1).collect();
    Finding::about(subject, Truth::of(ids.len() <= most)).marks(marks).message(message)
}

/// A device has one alias on all nodes, bound to its serial number.
pub(super) fn tape_alias_uniform<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let mut aliases: BTreeMap<String, Vec<(String, String, Vec<Mark>)>> = BTreeMap::new();
    let mut open = None;
    for row in context.facts.rows("tape-alias") {
        let cell = |column| told(context, "tape-alias", row, column);
        match (cell("alias-mapping"), cell("alias-name"), cell("node")) {
            (Ok((mapping, bound)), Ok((alias, mark)), Ok((node, _))) => {
                aliases.entry(mapping).or_default().push((node, alias, vec![mark, bound]));
            }
            (Err(why), ..) | (_, Err(why), _) | (.., Err(why)) => open = open.or(Some(why)),
        }
    }
    let findings: Vec<Finding<'f>> = aliases.into_iter().map(alias_finding).collect();
    open = open.or_else(|| context.facts.gap("tape-alias", &[]));
    if findings.is_empty() && open.is_none() {
        return vec![Finding::not_applicable("no-alias", "no alias of a tape device is shown")];
    }
    needing_all(findings, open)
}

fn alias_finding<'f>((mapping, bound): (String, Vec<(String, String, Vec<Mark>)>)) -> Finding<'f> {
    let of_serial = mapping.starts_with("SN[");
    let names: BTreeSet<&String> = bound.iter().map(|(_, alias, _)| alias).collect();
    let told: Vec<String> = bound.iter().map(|(node, alias, _)| format!("{alias} on {node}")).collect();
    let message = match (of_serial, names.len()) {
        (false, _) => format!("{} is bound to the path {mapping}, not to a serial number", told.join(", ")),
        (true, 1) => format!("{mapping} is {}", told.join(", ")),
        (true, _) => format!("{mapping} has different aliases: {}", told.join(", ")),
    };
    let marks: Vec<Mark> = bound.iter().flat_map(|(_, _, marks)| marks.clone()).collect();
    let finding =
        Finding::about(vec![("device".to_owned(), mapping.clone())], Truth::of(of_serial && names.len() == 1));
    let finding = finding.word("bound-to", if of_serial { "serial" } else { "path" }).word("alias-mapping", mapping);
    finding.marks(marks).message(message)
}
