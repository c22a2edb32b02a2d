//! Qualified tape drives: the description of an attached drive against the names that ONTAP supports.

use std::borrow::Cow;
use std::rc::Rc;

use foldhash::HashMap;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::rows;
use super::super::truth::Truth;
use super::drive_model::{self, Name, Sameness};
use crate::facts::{Mark, Reason, Row, Why};
use crate::rule::{Claim, Condition, RowCheck, Test};

/// The node's show-supported-status lists each of its drives, with Is Supported true.
pub(super) fn tape_drive_qualified<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let (groups, gap) = rows::subjects(context, &drives());
    if groups.is_empty() {
        return vec![
            gap.map_or_else(|| Finding::not_applicable("no-tape-device", "no tape drive is shown"), Finding::unknown),
        ];
    }
    let supported = supported(context);
    let judge = |subject: &Vec<_>, rows: &Vec<&'f Row>| {
        let drive = rows.first()?;
        let of_node = supported.get(&*drive.text("node").unwrap_or_default()).map_or(&[][..], Vec::as_slice);
        Some(qualified(context, subject.clone(), drive, of_node))
    };
    let mut findings: Vec<Finding<'_>> = groups.iter().filter_map(|(subject, rows)| judge(subject, rows)).collect();
    findings.extend(gap.map(Finding::unknown));
    findings
}

fn drives() -> RowCheck {
    let named = |name: &str, column: &str| (name.to_owned(), column.to_owned());
    let test = Test::Query("tape drive".to_owned());
    RowCheck {
        each: "tape-device".to_owned(),
        subject: vec![named("node", "node"), named("device", "device-id")],
        scope: vec![Condition { column: "device-type".to_owned(), test }],
        claim: Claim::Expect(Vec::new()),
        none: "no-tape-device".to_owned(),
    }
}

/// The names that each node lists, with their rows.
fn supported<'f>(context: &Context<'f>) -> HashMap<String, Vec<(&'f Row, Rc<Name>)>> {
    let mut supported: HashMap<String, Vec<(&Row, Rc<Name>)>> = HashMap::default();
    for row in context.facts.rows("supported-tape-drive") {
        if let (Some(node), Some(drive)) = (row.text("node"), row.text("tape-drive")) {
            supported.entry(node.into_owned()).or_default().push((row, Name::known(&drive)));
        }
    }
    supported
}

fn qualified<'f>(
    context: &Context<'f>,
    subject: Vec<(String, String)>,
    drive: &'f Row,
    named: &[(&'f Row, Rc<Name>)],
) -> Finding<'f> {
    let node = drive.text("node").unwrap_or_default();
    let Some(description) = drive.text("description").filter(|text| !matches!(&**text, "-" | "")) else {
        let why =
            Why::new(Reason::Unset, "the drive has no description").with(drive.mark("device-id").into_iter().collect());
        return Finding::about(subject, Truth::Unknown(why)).words_of(drive);
    };
    let own_name = Name::known(&description);
    let found: Vec<&Row> = named
        .iter()
        .filter(|(_, name)| drive_model::compare(name, &own_name) == Sameness::Same)
        .map(|(row, _)| *row)
        .collect();
    let own = drive.mark("description");
    if found.is_empty() {
        return unlisted(context, subject, drive, (&node, &own_name), named);
    }
    let torn = found.iter().find_map(|row| torn(context, row));
    let finding = listed(subject, drive, &node, &found).marks(own);
    match torn.filter(|_| finding.truth == Truth::True) {
        Some(why) => Finding { truth: Truth::Unknown(why), ..finding },
        None => finding,
    }
}

/// Why a row of the list may say otherwise: its last column is not told, and the answer is not whole.
fn torn(context: &Context<'_>, row: &Row) -> Option<Why> {
    let (entity, column) = ("supported-tape-drive", "status");
    if row.text(column).is_some() { None } else { context.facts.asked_in_vain(entity, row, column) }
}

/// The drive's own rows of the list say whether it is supported.
fn listed<'f>(subject: Vec<(String, String)>, drive: &'f Row, node: &str, found: &[&'f Row]) -> Finding<'f> {
    let description = drive.text("description").unwrap_or_default();
    let supported: Vec<Option<Cow<'_, str>>> = found.iter().map(|row| row.text("is-supported")).collect();
    let denies = |row: &&Row| {
        let status = row.text("status").unwrap_or_default();
        match row.text("is-supported").as_deref() {
            Some("true") => status.starts_with("No"),
            Some("false") => matches!(&*status, "Qualified" | "Dynamically Qualified"),
            _ => false,
        }
    };
    let truth = match supported.as_slice() {
        _ if found.iter().any(denies) => {
            let text = format!("the list says of `{description}` that it is supported and that it is not");
            Truth::Unknown(Why::new(Reason::Contradiction, text))
        }
        all if all.iter().all(|word| word.as_deref() == Some("true")) => Truth::True,
        all if all.iter().all(|word| word.as_deref() == Some("false")) => Truth::False,
        _ => Truth::Unknown(Why::new(Reason::Contradiction, format!("`{description}` is listed with different words"))),
    };
    let row = found[0];
    let name = row.text("tape-drive").unwrap_or_default();
    let status = row.text("status").unwrap_or_default();
    let verb = if truth == Truth::True { "is qualified" } else { "is not qualified" };
    let message = format!(
        "{description} at {} {verb}: {node} lists `{name}`, {status}",
        drive.text("device-id").unwrap_or_default()
    );
    let note = if truth == Truth::True { "" } else { "should be true" };
    let mark = row.mark("is-supported").map(|mark| mark.noted(note));
    Finding::about(subject, truth).marks(mark).message(message).words_of(drive)
}

/// None of the listed names is the drive's: it is not qualified where its words and theirs tell so.
fn unlisted<'f>(
    context: &Context<'f>,
    subject: Vec<(String, String)>,
    drive: &'f Row,
    (node, own_name): (&str, &Name),
    named: &[(&'f Row, Rc<Name>)],
) -> Finding<'f> {
    let description = drive.text("description").unwrap_or_default();
    let mark = drive.mark("description").map(|mark| mark.noted("not among the supported drives"));
    let listed: Vec<Mark> = named.iter().filter_map(|(row, _)| row.mark("tape-drive")).collect();
    // A list that has no drive at all of the node is not its own: ONTAP lists those that nobody attached too.
    let is_told = own_name.is_whole()
        && !named.is_empty()
        && named.iter().all(|(_, name)| drive_model::compare(name, own_name) == Sameness::Different);
    let truth = match context.facts.gap("supported-tape-drive", &[("node".to_owned(), node.to_owned())]) {
        Some(why) => Truth::Unknown(why),
        None if is_told => Truth::False,
        None => {
            let text = format!(
                "no name in the list of {node} is plainly `{description}`: compare vendor, family and generation by eye"
            );
            Truth::Unknown(Why::new(Reason::NoMatch, text).with(mark.iter().cloned().chain(listed.clone()).collect()))
        }
    };
    let message = if truth == Truth::False {
        format!("{description} is not among the supported drives of {node}")
    } else {
        String::new()
    };
    let listed = if truth == Truth::False { listed } else { Vec::new() };
    Finding::about(subject, truth).marks(mark).marks(listed).message(message).words_of(drive)
}
