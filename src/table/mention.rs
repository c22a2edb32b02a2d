//! Commands that a page names and nobody typed: what stands below is what the page says of them, and no answer.

use std::collections::HashSet;
use std::sync::Arc;

use super::aside::has_cells;
use super::body::{Item, ItemKind, footer, items};
use super::command::{Typed, bare_command};
use super::prose::is_long_sentence;
use super::segments::Segment;
use super::word::is_ruler;
use super::{Answer, Definition, Status, stray};
use crate::source::Capture;

/// Whether a command without a prompt is named alone: in general terms, or before a sentence. Where a line below may be ONTAP's, or
/// speaks of trouble, it may have been typed.
pub(super) fn is_mention(segment: &Segment, items: &[Item<'_>]) -> bool {
    let texts = || items.iter().filter(|item| item.kind == ItemKind::Text).map(|item| item.line.text.trim());
    let may_be_printed =
        |text: &str| text.contains("  ") || text.contains('\t') || stray::may_be_trouble(text) || tells_state(text);
    let is_printed = |item: &Item<'_>| !matches!(item.kind, ItemKind::Text | ItemKind::Blank | ItemKind::Ruler);
    let is_said = || texts().next().is_some_and(|text| is_long_sentence(text) || is_block_sign(text));
    // What nobody typed prints nothing: only cells may be another's.
    let is_named = || is_general(segment) && !texts().any(has_cells) || is_said() && !texts().any(may_be_printed);
    segment.is_bare && is_named() && !items.iter().any(is_printed)
}

/// Whether a line of AsciiDoc begins or goes on with a block: `+`, `.Show example`, `[%collapsible]`, `====`.
fn is_block_sign(text: &str) -> bool {
    let is_title = || text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_list =
        || text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|own| !own.contains(' '));
    let is_fence = || text.len() >= 4 && ['=', '*', '.'].iter().any(|sign| text.chars().all(|c| c == *sign));
    text == "+" || is_title() || is_list() || is_fence()
}

/// Whether a command without a prompt is told in general terms, so that nobody typed it: what it would set is set nowhere.
pub(super) fn is_general(segment: &Segment) -> bool {
    segment.is_bare && segment.typed.as_deref().is_some_and(is_in_general)
}

/// Whether a command is told in general terms: `volume show -vserver <svm>`.
pub(super) fn is_in_general(typed: &Typed) -> bool {
    let is_told = |word: &str| is_placeholder(word) || matches!(word, "..." | "\u{2026}");
    typed.text.split_whitespace().any(is_told)
}

/// Takes out what stands below a command without a prompt and is no answer, where the same command was typed at a prompt further below and
/// answered, or in a frame of its own right below: a page names what it shows then.
pub(super) fn without_named(answers: &mut Vec<Answer>, capture: &Capture) {
    let is_prompted = |answer: &Answer| capture.raw_line(answer.line).contains("::");
    let is_void =
        |answer: &Answer| answer.status == Status::Unreadable && answer.records.is_empty() && !is_prompted(answer);
    let command = |answer: &Answer| answer.command_line().to_lowercase();
    if !answers.iter().any(is_void) {
        return;
    }
    let (mut typed, mut next) = (HashSet::new(), None);
    let mut is_kept: Vec<bool> = Vec::with_capacity(answers.len());
    for answer in answers.iter().rev() {
        let is_named = || typed.contains(&command(answer)) || next.as_ref() == Some(&command(answer));
        is_kept.push(!is_void(answer) || !is_named());
        next = (answer.status != Status::Unreadable).then(|| command(answer));
        if answer.status != Status::Unreadable && is_prompted(answer) {
            typed.insert(command(answer));
        }
    }
    let mut is_kept = is_kept.into_iter().rev();
    answers.retain(|_| is_kept.next() != Some(false));
}

/// Lines above an answer without a command in which one is looked for.
const REACH: usize = 20;

/// The command that words above an answer without one name for it, in whatever sentence or list: `- \`cluster show -node n1\``. Its
/// options may have left rows out.
pub(super) fn named_above(capture: &Capture, line: usize, table: usize, tables: &[Definition]) -> Option<Arc<Typed>> {
    let is_word = |text: &&str| {
        let text = text.trim();
        !has_cells(text) && !is_ruler(text) && !text.contains("::") && footer(text).is_none()
    };
    let own = |text: &str| {
        let typed = Typed::parse(&bare_command(text, tables)?, "", tables);
        (typed.definition == Some(table)).then_some(typed)
    };
    let of_line = |line: &str| {
        let at = line.find(&tables[table].command);
        let plain = |at: usize| line[at..].split(['`', '"', '\'', ':', ';', '(', ')']).next().unwrap_or_default();
        let quoted = || line.split(['`', '"', '\'']).skip(1).step_by(2).find_map(own);
        quoted().or_else(|| own(plain(at?).trim_end_matches(['.', ',', ' '])))
    };
    let above = (1..line).rev().take(REACH).map(|number| capture.raw_line(number));
    let named = above.take_while(is_word).find_map(of_line)?;
    (!named.options.is_empty()).then(|| Arc::new(named))
}

/// Takes out the sentences behind the first so many answers: a page tells what ONTAP says where something is set, and nobody asked
/// for it.
pub(super) fn without_sentences(answers: &mut Vec<Answer>, first: usize, tables: &[Definition]) {
    let is_sentence = |answer: &Answer| tables[answer.table].columns.iter().all(|own| own.headings.is_empty());
    let of_page = answers.split_off(first);
    answers.extend(of_page.into_iter().filter(|answer| !is_sentence(answer)));
}

/// Whether lines hold nothing but what somebody, or a host, says: no cells, and none of ONTAP's own sentences and complaints.
pub(super) fn are_said(lines: impl Iterator<Item = usize>, capture: &Capture, tables: &[Definition]) -> bool {
    let is_told = |text: &str| tables.iter().flat_map(|table| &table.sentences).any(|own| own.is_told_by(text));
    let is_said = |item: &Item<'_>| match item.kind {
        ItemKind::Blank | ItemKind::Noise => true,
        ItemKind::Text => {
            let text = item.line.text.trim();
            !has_cells(text) && !text.contains("---") && !is_told(text)
        }
        _ => false,
    };
    items(lines.map(|number| capture.line(number))).iter().all(is_said)
}

/// Whether a sentence may be ONTAP's own of a form that no table knows, for it tells how something is set.
pub(super) fn tells_state(text: &str) -> bool {
    const WORDS: [&str; 7] = ["disabled", "enabled", "locked", "set to", "stopped", "switched", "turned"];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Whether a word stands for one that each reader of a page puts there: `<svm>`, `_volume_name_`.
fn is_placeholder(word: &str) -> bool {
    let is_within = |(open, close): (char, char)| {
        word.strip_prefix(open)
            .and_then(|word| word.strip_suffix(close))
            .is_some_and(|inner| !inner.is_empty() && !hides(inner))
    };
    [('<', '>'), ('_', '_'), ('{', '}'), ('[', ']')].into_iter().any(is_within)
}

/// Whether somebody put the words in the place of a name that was typed.
fn hides(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    ["redact", "remov", "mask", "hidden", "anonym", "censor", "xx", "**"].iter().any(|sign| lower.contains(sign))
}
