//! Qualified tape drives: the description of an attached drive against the names that ONTAP supports.

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::rows;
use super::super::truth::Truth;
use crate::facts::{Row, Why};
use crate::rule::{Claim, Condition, RowCheck, Test};

/// The node's show-supported-status lists each of its drives, with Is Supported true.
pub(super) fn tape_drive_qualified(context: &Context<'_>) -> Vec<Finding> {
    let (groups, gap) = rows::subjects(context, &drives());
    if groups.is_empty() {
        return vec![
            gap.map_or_else(|| Finding::not_applicable("no-tape-device", "no tape drive is shown"), Finding::unknown),
        ];
    }
    let mut findings: Vec<Finding> =
        groups.iter().filter_map(|(subject, rows)| Some(qualified(context, subject.clone(), rows.first()?))).collect();
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

fn qualified(context: &Context<'_>, subject: Vec<(String, String)>, drive: &Row) -> Finding {
    let node = drive.text("node").unwrap_or_default();
    let Some(description) = drive.text("description").filter(|text| !matches!(text.as_str(), "-" | "")) else {
        let why = Why::new("unset", "the drive has no description").with(drive.mark("device-id").into_iter().collect());
        return Finding::about(subject, Truth::Unknown(why)).words_of(drive);
    };
    let is_its = |row: &&Row| {
        row.text("node").as_ref() == Some(&node)
            && row.text("tape-drive").is_some_and(|name| is_same_drive(&name, &description))
    };
    let found: Vec<&Row> = context.facts.rows("supported-tape-drive").iter().filter(is_its).collect();
    let own = drive.mark("description");
    if found.is_empty() {
        return unlisted(context, subject, drive, &node, &description);
    }
    let supported: Vec<Option<String>> = found.iter().map(|row| row.text("is-supported")).collect();
    let truth = match supported.as_slice() {
        all if all.iter().all(|word| word.as_deref() == Some("true")) => Truth::True,
        all if all.iter().all(|word| word.as_deref() == Some("false")) => Truth::False,
        _ => Truth::Unknown(Why::new("contradiction", format!("`{description}` is listed with different words"))),
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
    Finding::about(subject, truth).marks(mark).marks(own).message(message).words_of(drive)
}

fn unlisted(
    context: &Context<'_>,
    subject: Vec<(String, String)>,
    drive: &Row,
    node: &str,
    description: &str,
) -> Finding {
    let mark = drive.mark("description").map(|mark| mark.noted("not among the supported drives"));
    let truth = match context.facts.gap("supported-tape-drive", &[("node".to_owned(), node.to_owned())]) {
        Some(why) => Truth::Unknown(why),
        None => Truth::False,
    };
    let message = if truth == Truth::False {
        format!("{description} is not among the supported drives of {node}")
    } else {
        String::new()
    };
    Finding::about(subject, truth).marks(mark).message(message).words_of(drive)
}

/// Names that differ only in case, blanks, hyphens, `DLT2k` for `DLT2000`, or HP for Hewlett-Packard are one drive.
fn is_same_drive(name: &str, description: &str) -> bool {
    plain(name) == plain(description)
}

fn plain(name: &str) -> String {
    let packed: String = name.to_ascii_lowercase().chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let packed = packed.replace("hewlettpackard", "hp");
    let mut plain = String::new();
    let mut rest = packed.as_str();
    while let Some(at) = rest.find("dlt") {
        let behind = &rest[at + 3..];
        let mut chars = behind.chars();
        let is_short = chars.next().is_some_and(|c| c.is_ascii_digit()) && chars.next() == Some('k');
        plain.push_str(&rest[..at + 3]);
        if is_short {
            plain.push_str(&behind[..1]);
            plain.push_str("000");
        }
        rest = &behind[if is_short { 2 } else { 0 }..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::is_same_drive;

    #[test]
    fn minor_differences_are_one_drive_and_any_other_letter_is_another() {
        for (a, b) in [
            ("Digital DLT2k", "DIGITAL DLT2000"),
            ("HP LTO-5", "Hewlett-Packard LTO 5"),
            ("IBM ULT3580TD6", "IBM ULT3580-TD6"),
        ] {
            assert!(is_same_drive(a, b), "{a} is {b}");
        }
        for (a, b) in
            [("HP LTO-5", "HP LTO-6"), ("IBM LTO 5", "IBM LTO 5 HH"), ("DLT2000", "DLT2000XT"), ("DLT4k", "DLT40000")]
        {
            assert!(!is_same_drive(a, b), "{a} is not {b}");
        }
    }
}
