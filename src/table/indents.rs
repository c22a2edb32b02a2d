//! Lines that lost their places, because somebody doubled or cut their indent, or a program broke them: their words are put where
//! ONTAP printed them, where that is certain.

use super::heading::Heading;
use super::kind::{self, Fit};
use super::slot::Slot;
use super::word::Word;

/// Puts the lines below a heading whose columns have places where they stood.
pub(super) fn restore(lines: &mut [Vec<Word<'_>>], heading: &Heading) {
    halve_doubled(lines, &heading.slots);
    if let Some(at) = heading.broken_at {
        rejoin(lines, &heading.slots, at);
    }
    // A group's rows are told from its line by their words.
    if heading.placed && !heading.slots.first().is_some_and(|slot| slot.group) {
        indent_lost(lines, &heading.slots);
    }
}

/// Takes half of the indent off, where every indented row stands just twice as far in as a column begins.
fn halve_doubled(lines: &mut [Vec<Word<'_>>], slots: &[Slot]) {
    let offsets: Vec<usize> = slots.iter().skip(1).filter_map(|slot| slot.offset).collect();
    let is_doubled =
        |start: usize| start.is_multiple_of(2) && offsets.contains(&(start / 2)) && !offsets.contains(&start);
    let starts: Vec<usize> = lines.iter().map(|line| line[0].start).filter(|start| *start > 0).collect();
    let is_grouped = slots.first().is_some_and(|slot| slot.group);
    if !is_grouped || starts.is_empty() || !starts.into_iter().all(is_doubled) {
        return;
    }
    for line in lines {
        let shift = line[0].start / 2;
        line[0].gap -= shift.min(line[0].gap);
        line.iter_mut().for_each(|word| (word.start, word.end) = (word.start - shift, word.end - shift));
    }
}

/// Moves the ends of rows, which were broken off where the ruler was, to the columns that its second line tells.
fn rejoin(lines: &mut [Vec<Word<'_>>], slots: &[Slot], broken_at: usize) {
    let Some((slot, offset)) = slots.get(broken_at).and_then(|slot| Some((slot, slot.offset?))) else { return };
    for at in 1..lines.len() {
        let (before, behind) = lines.split_at_mut(at);
        let (Some(above), [line, below @ ..]) = (before.last(), behind) else { continue };
        // A row has more than its group, and lacks the columns behind the break.
        let is_row = above.len() > 1 && above.last().is_some_and(|last| last.end < offset);
        let fits = kind::fit(&slot.kind, line[0].text) > Fit::Never && line.len() + broken_at <= slots.len();
        // Where the column may be blank, it may be a group's line, unless the row above goes on below it.
        let is_within = below.first().is_some_and(|below| below[0].text == "Failover");
        if line[0].start == 0 && is_row && fits && (!slot.blank || is_within) {
            let shift = offset + slot.text_indent(line[0].text);
            move_right(line, shift);
        }
    }
}

/// Moves the lines that lost their indent, or all of it but one blank: they begin in no column of their own, and there is one
/// way only to put all of their cells into columns whose values they are, or go on with.
fn indent_lost(lines: &mut [Vec<Word<'_>>], slots: &[Slot]) {
    for at in 1..lines.len() {
        let (before, line) = lines.split_at(at);
        let (Some(above), Some(line)) = (before.last(), line.first()) else { continue };
        let first = &line[0];
        let is_own = first.width() > slots[0].width || told(line, above, slots, 0).is_some();
        // One run of words may be anything.
        let is_one = line[1..].iter().all(|word| word.gap == 1);
        if first.start > 1 || is_one || is_own {
            continue;
        }
        let own = |slot: &Slot| slot.offset.map(|offset| offset + slot.text_indent(first.text));
        let shifts = slots.iter().skip(1).filter_map(own).filter_map(|own| own.checked_sub(first.start));
        let mut ways: Vec<_> = shifts.filter_map(|shift| Some((told(line, above, slots, shift)?, shift))).collect();
        ways.sort_unstable_by(|one, other| other.cmp(one));
        match ways[..] {
            [(_, shift)] => move_right(&mut lines[at], shift),
            [(best, shift), (second, _), ..] if best > second => move_right(&mut lines[at], shift),
            _ => {}
        }
    }
}

/// How many cells of a line, moved to the right, are told by their type or as the rest of a name above; `None` where one of them
/// stands in no column, or is no value of it.
fn told(line: &[Word<'_>], above: &[Word<'_>], slots: &[Slot], shift: usize) -> Option<usize> {
    let mut told = 0;
    // A word one blank behind a cell that fills its column stands in the next one.
    let is_begun = |word: &Word<'_>| {
        slots.iter().any(|slot| slot.offset.map(|at| at + slot.text_indent(word.text)) == Some(word.start + shift))
    };
    for cell in line.chunk_by(|_, next| next.gap == 1 && !is_begun(next)) {
        let text = cell.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        let start = cell[0].start + shift;
        let own = |slot: &&Slot| slot.offset.map(|offset| offset + slot.text_indent(&text)) == Some(start);
        let slot = slots.iter().find(own)?;
        let broken = above.iter().find(|other| other.start == start && other.ends_at_break());
        let whole = broken.map_or(text.clone(), |other| format!("{}{text}", other.text));
        match kind::fit(&slot.kind, &whole) {
            Fit::Never => return None,
            Fit::Loose => told += usize::from(broken.is_some()),
            Fit::Telling => told += 1,
        }
    }
    Some(told)
}

fn move_right(line: &mut [Word<'_>], shift: usize) {
    line[0].gap += shift;
    line.iter_mut().for_each(|word| (word.start, word.end) = (word.start + shift, word.end + shift));
}
