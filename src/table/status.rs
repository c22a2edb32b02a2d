//! Whether an answer is all there (contract: "Complete or cut off").

use super::answer::{Answer, Status};
use super::records::{Trouble, TroubleKind};

/// What decides the status of an answer.
pub(super) struct Verdict<'a> {
    /// What is wrong with its lines.
    pub(super) troubles: &'a [Trouble],
    /// Line on which ONTAP says that there is nothing.
    pub(super) empty: Option<usize>,
    /// Line and text of its error.
    pub(super) refused: Option<&'a (usize, String)>,
    /// Line and text of a complaint.
    pub(super) complaint: Option<&'a (usize, String)>,
    /// Line and text of what is none of the answer.
    pub(super) stray: Option<&'a (usize, String)>,
    /// Line of the pager's question, where nothing of the answer follows it.
    pub(super) paged: Option<usize>,
    /// Whether ONTAP counts its rows.
    pub(super) counted: bool,
}

impl Verdict<'_> {
    /// Status, why, and the line that shows it (contract: "Complete or cut off").
    pub(super) fn status(&self, answer: &Answer) -> (Status, String, Option<usize>) {
        let records = answer.records.len();
        if let Some((line, text)) = self.refused.filter(|_| records == 0) {
            return (Status::Refused, text.clone(), Some(*line));
        }
        if let Some(trouble) = self.worst() {
            let (status, why) = trouble_text(trouble);
            return (status, why, Some(trouble.line));
        }
        if let Some((why, line)) = self.beside(records, answer.announced) {
            return (Status::CutOff, why, Some(line));
        }
        let last = answer.records.last_line();
        match (answer.announced, self.empty) {
            (None, Some(_)) if records == 0 => (Status::Empty, String::new(), None),
            (_, Some(line)) if records > 0 => {
                (Status::CutOff, format!("ONTAP says that there is nothing at line {line}, beside rows"), Some(line))
            }
            (Some(count), _) if count != records => {
                (Status::CutOff, format!("ONTAP announced {count} entries, {records} are here"), last)
            }
            (None, _) if self.counted && records > 1 => (
                Status::CutOff,
                format!("{}, and then the text ends without ONTAP's count of entries", records_text(records)),
                last,
            ),
            _ if records == 0 => (Status::CutOff, "no record follows".to_owned(), None),
            _ => (Status::Complete, String::new(), None),
        }
    }

    /// What stands beside the rows and says that some may be missing, and its line.
    fn beside(&self, records: usize, announced: Option<usize>) -> Option<(String, usize)> {
        if let Some((line, text)) = self.refused {
            return Some((format!("{}, and then ONTAP's answer ends with `{text}`", records_text(records)), *line));
        }
        if let Some((line, text)) = self.complaint {
            return Some((format!("ONTAP complains in it: `{text}`"), *line));
        }
        if let Some((line, text)) = self.stray {
            // Words by hand that are all of a line are shown at its place.
            let words = if text.is_empty() { "a line".to_owned() } else { format!("`{text}`") };
            let text =
                format!("{words} in it is none of ONTAP's answer: whatever it says, the answer may not be whole");
            return Some((text, *line));
        }
        let text = "it ends at the pager's question; answer that, or type `rows 0` first";
        // ONTAP has counted what it had: the pager asks for an empty line.
        self.paged.filter(|_| announced != Some(records)).map(|line| (text.to_owned(), line))
    }

    fn worst(&self) -> Option<&Trouble> {
        self.troubles.iter().max_by_key(|trouble| trouble.kind)
    }
}

fn records_text(count: usize) -> String {
    format!("{count} {}", if count == 1 { "record" } else { "records" })
}

fn trouble_text(trouble: &Trouble) -> (Status, String) {
    let line = trouble.line;
    match trouble.kind {
        TroubleKind::Said => (
            Status::CutOff,
            format!("line {line} is none of ONTAP's answer: whatever it says, the answer may not be whole"),
        ),
        TroubleKind::Half => (Status::CutOff, format!("the record at line {line} is not whole")),
        TroubleKind::LeftOut => (Status::CutOff, format!("dots at line {line} stand for rows that were left out")),
        TroubleKind::Sifted => (
            Status::CutOff,
            format!("the command at line {line} passes it on to another one, which may have left rows or words out"),
        ),
        TroubleKind::Shared => (
            Status::CutOff,
            "several commands stand above it that ask for other rows each, and nothing tells which of them it answers"
                .to_owned(),
        ),
        TroubleKind::Bare => (Status::CutOff, format!("no row follows the heading at line {line}")),
        TroubleKind::Unfit => (Status::Unreadable, format!("line {line} fits no column with certainty")),
        TroubleKind::GivenUp => (
            Status::Unreadable,
            format!("the words of line {line} can stand in so many columns that the search for their own was given up"),
        ),
        TroubleKind::Ambiguous => (Status::Unreadable, format!("line {line} can be read in more than one way")),
    }
}
