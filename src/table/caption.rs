//! What somebody wrote between an answer and the next prompt that belongs to neither: the title of the next step of a run book, a note
//! that all is well.
//!
//! Any line above a prompt may be a row, or tell of one, the more where ONTAP does not count the rows of the answer. So only what stands apart, has the form of a heading or a note, and speaks of nothing that is not shown, is taken for a caption.

use super::body::{Item, ItemKind};
use super::labels::labelled;
use super::{Definition, said, stray};

/// Paragraphs that may stand above a prompt: a note on what was seen, and the title of what comes.
const MOST: usize = 3;

/// Where the captions above the next prompt begin; the number of items where there are none.
pub(super) fn begin(definition: &Definition, items: &[Item<'_>]) -> usize {
    let mut end = items.len();
    for _ in 0..MOST {
        let Some(begin) = paragraph(definition, &items[..end]) else { break };
        end = begin;
    }
    // Where an empty line stands between all lines, it parts nothing; a count, and an answer that is a sentence, end by themselves.
    let last = items[..end].iter().rfind(|item| item.kind != ItemKind::Blank);
    let is_ended =
        last.is_some_and(|last| matches!(last.kind, ItemKind::Footer(_))) || !definition.sentences.is_empty();
    let is_close = || items[..end].windows(2).any(|pair| pair.iter().all(|item| item.kind == ItemKind::Text));
    if is_ended || is_close() { end } else { items.len() }
}

/// The begin of the lowest paragraph, with an empty line above it, where all of its lines are captions.
fn paragraph(definition: &Definition, items: &[Item<'_>]) -> Option<usize> {
    let last = items.iter().rposition(|item| item.kind != ItemKind::Blank)?;
    let above = items[..last].iter().rposition(|item| item.kind == ItemKind::Blank)?;
    let own = &items[above + 1..=last];
    let is_caption = |item: &Item<'_>| {
        let raw = item.line.raw().trim();
        let is_words = matches!(item.kind, ItemKind::Text | ItemKind::Ruler)
            || item.is_aside()
            || item.points && is_note(&raw.to_lowercase());
        is_words && labelled(definition, &item.line, 0, false).is_none() && is_caption(raw)
    };
    own.iter().all(is_caption).then_some(above + 1)
}

/// Words of whoever speaks of what is not shown, or not so.
const UNSHOWN: &str = "additional also another been but cached continued cut else etc except false fake further hidden interrupted left \
    less limited lost missing more old omitted only other others planned remaining repeated rest restricted sample second since \
    skipped snip stale still third too truncated unavailable until was were yesterday";

/// Words that make a sentence of a heading: it may say anything, and be ONTAP's.
const TOLD: &str = "are could from had has have is no not";

/// First words of what leads to the next answer.
const LEADS: [&str; 8] = ["and", "dann", "ensuite", "jetzt", "next", "now", "nun", "then"];

/// First words of whoever says what is to be looked at next, or asks it.
const PLANS: [&str; 18] = [
    "are",
    "check",
    "checking",
    "collect",
    "collecting",
    "confirm",
    "do",
    "does",
    "ensure",
    "identify",
    "is",
    "list",
    "listing",
    "prüfe",
    "running",
    "show",
    "verify",
    "verifying",
];

/// Whether a line has the form of a heading or a note, and speaks of nothing that is not shown.
fn is_caption(line: &str) -> bool {
    let text = line.trim_matches(['|', ' ']).replace(" | ", ": ").replace("  [", " [").replace("  (", " (");
    let lower = text.to_lowercase().replace("read only", "").replace("read-only", "");
    let is_plan = is_plan(&lower);
    let is_formed = is_plan || is_heading(&text) || is_note(&lower) || is_lead(&lower);
    let whole = if is_plan { text.trim_end_matches(['.', ' ', '\u{2026}']) } else { text.as_str() };
    let is_even = !["  ", "\t", "..", "\u{2026}"].iter().any(|sign| whole.contains(sign));
    let holds = |list: &str, word: &str| list.split(' ').any(|own| own == word);
    // What is to be looked for is not what was found.
    let is_bad = |word: &str| {
        holds(UNSHOWN, word) || !is_plan && (holds(TOLD, word) || said::is_bad_word(word)) && !is_labelled_note(&lower)
    };
    let is_shown = || !unmarked(&lower).split(|c: char| !c.is_alphanumeric()).any(is_bad);
    let is_whole = || is_plan || !stray::speaks_of_missing(&lower);
    is_formed && is_even && is_shown() && is_whole() && !stray::is_command(unmarked(&text))
}

/// Whether words in small letters say what is to be looked at: behind a mark, as a question, or without a full stop. What ONTAP tells
/// its reader to do ends with one.
pub(super) fn is_plan(lower: &str) -> bool {
    const ASKING: [&str; 4] = ["are", "do", "does", "is"];
    let plain = unmarked(lower);
    let first = plain.split(' ').next().unwrap_or_default();
    let is_marked = plain.len() < lower.len();
    let is_open = !plain.ends_with('.') || plain.ends_with("...");
    plain.contains(' ')
        && PLANS.contains(&first)
        && if ASKING.contains(&first) { plain.ends_with('?') } else { is_marked || is_open }
}

/// `Now the users:`
fn is_lead(lower: &str) -> bool {
    lower.ends_with(':') && lower.contains(' ') && LEADS.contains(&lower.split(' ').next().unwrap_or_default())
}

/// A line without the marks of headings and lists: `## `, `3.2 `, `16) `, `h2. `, `-- [x] `, `Step 4: `.
pub(super) fn unmarked(text: &str) -> &str {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once(' ').filter(|(mark, _)| is_mark(mark, rest.len() == text.len())) {
        rest = behind.trim_start();
    }
    rest
}

/// A word that numbers or marks what stands behind it. A bare number is none at the begin of a line.
fn is_mark(word: &str, is_first: bool) -> bool {
    const NAMES: [&str; 9] = ["step", "schritt", "section", "part", "étape", "paso", "[x]", "info", "[info]"];
    const LONGEST: usize = 8;
    let number = word.trim_start_matches(['h', 'q', 'Q', '[', '(', '#']).trim_end_matches(['.', ')', ':', ']']);
    let is_digit = |byte: u8| byte.is_ascii_digit() || b".:/".contains(&byte);
    let is_number = (1..=LONGEST).contains(&number.len()) && number.bytes().all(is_digit);
    let is_bare = number.len() == word.len() && !word.contains(['.', ':', '/']);
    !word.contains(char::is_alphanumeric)
        || NAMES.contains(&word.to_lowercase().as_str())
        || is_number && !(is_bare && is_first)
}

/// Whether a line begins with a mark of headings, and words follow it, the first with a great letter.
fn is_heading(text: &str) -> bool {
    let rest = unmarked(text);
    let is_drawn = text.len() > 6 && text.starts_with(['=', '*', '~']) && text.ends_with(['=', '*', '~']);
    rest.len() < text.len() && rest.starts_with(char::is_uppercase) || is_drawn
}

/// What a note says where all is as it should be.
const GOOD: [&str; 26] = [
    "ok",
    "okay",
    "good",
    "all good",
    "fine",
    "done",
    "pass",
    "passed",
    "looks good",
    "looks fine",
    "looks ok",
    "as expected",
    "as requested",
    "none",
    "no findings",
    "no issues",
    "passt",
    "in ordnung",
    "gut",
    "alles gut",
    "wie erwartet",
    "conforme",
    "correcto",
    "bene",
    "tout va bien",
    "next",
];

/// Words without the signs round them.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// `OK`, `Looks good.`, `--> PASS`, `One library, as expected.`, and what is labelled so.
fn is_note(lower: &str) -> bool {
    bare(lower).split([',', '.', ';']).any(|part| GOOD.contains(&bare(part))) || is_labelled_note(lower)
}

/// `Result: OK`, `Findings: none`, `Checked: NB`.
fn is_labelled_note(lower: &str) -> bool {
    const LABELS: [&str; 8] =
        ["result", "check", "checked", "checked by", "findings", "finding", "verified", "verified by"];
    // Three letters are somebody's, unless they are a word.
    let is_name = |value: &str| value.chars().count() <= 3 && value.chars().all(char::is_alphabetic);
    let is_signed = |value: &str| {
        GOOD.contains(&value) || is_name(value) && !said::is_bad_word(value) && !matches!(value, "no" | "non")
    };
    let labelled = bare(lower).split_once(": ");
    labelled.is_some_and(|(label, value)| LABELS.contains(&label) && is_signed(bare(value)))
}

#[cfg(test)]
mod tests {
    use super::is_caption;

    #[test]
    fn headings_and_notes_are_told_from_rows_and_from_words_on_what_is_not_shown() {
        for text in [
            "Step 12: Check the tape reservations",
            "16) Check that the backup user exists and is not locked [read-only]",
            "Q16: Is it so that the backup user exists?",
            "h2. NDMP in the firewall policy",
            "### Reservations",
            "-- [x] Check that NDMP is on",
            "=== Section 5: NDMP service ===",
            "10:42 Check the users",
            "[INFO] 12/16 Check whether the user is locked",
            "## 12 Check the tape reservations",
            "Checking the tape reservations ...",
            "# check that no node is down",
            "OK.",
            "✔ passed",
            "--> PASS",
            "Passt.",
            "| Result | OK |",
            "Findings: none",
            "Checked: NB",
            "Ensuite les lecteurs de bande :",
            "One library, as expected.",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in [
            "cl1-02 0e mc0 available normal",
            "CL1-02 0e mc0 available normal",
            "Enable NDMP on Vserver true",
            "Enable NDMP on Vserver: false",
            "Media Changer: swa:3.40L2",
            "Paths:",
            "Node",
            "TAPE1 offline",
            "A second library is there.",
            "The other one is in the lab.",
            "Step 12: the rest was left out",
            "### and so on ...",
            "Check: locked",
            "Check the rest",
            "12 rows deleted",
            "# Broken",
            "## Planned values",
            "Result: NOK",
            "Result: no",
            "(one more was hidden)",
            "# 2 rows deleted",
            "storage tape show",
            "Some lines are missing here.",
            "Not all are shown.",
            "Data is stale.",
            "Entries from one node are unavailable.",
            "Some nodes are unhealthy.",
            "Check the connection to the node.",
            "Command interrupted.",
            "Access is restricted for this role.",
            "Output limited to the local node.",
            "The list is abridged.",
            "Is a duplicate entry",
            "Show all entries with the option.",
            "Running in takeover mode.",
            "Please try again later.",
            "Continued on next page.",
            "Verify that ayr-02 was removed",
            "# Data is stale",
            "## Cached from yesterday",
            "Not the production one.",
            "Read from the cache.",
        ] {
            assert!(!is_caption(text), "{text}");
        }
    }
}
