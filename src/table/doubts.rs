//! Which cells of a record are not certain although they can be read: what stands below them may be their rest.

use super::Kind;
use super::blocks::Row;
use super::cells::Piece;
use super::drafts::Draft;
use super::kind::{self, Fit};
use super::records::TroubleKind;
use super::slot::Slot;
use super::word::Word;

mod shifts;

/// A record with what is known of its lines.
pub(super) struct Doubts<'d, F> {
    pub(super) draft: &'d Draft,
    pub(super) slots: &'d [Slot],
    /// All lines of the table.
    pub(super) lines: &'d [Row<'d>],
    /// Whether something stands behind the table, so that the end of the text cut nothing off.
    pub(super) is_over: bool,
    /// The words of a part of a cell.
    pub(super) piece: &'d F,
}

/// Where the parts begin that end a word, but for its first letter.
fn ends(word: &str) -> impl Iterator<Item = usize> + '_ {
    word.char_indices().skip(1).map(|(at, _)| at)
}

impl<'a, F: Fn(&(usize, usize, usize)) -> Piece<'a>> Doubts<'_, F> {
    /// For each column why its cell is not certain: it can be read otherwise, or what stands below, unread, may be its rest.
    pub(super) fn of_columns(&self) -> Vec<Option<TroubleKind>> {
        let cut = self.cut_end();
        let (moved, at_end) = (shifts::of(self), shifts::at_end(self));
        let drawn = self.drawn();
        let of = |slot: usize| {
            let may_lack =
                self.ends_in_comma(slot) || self.is_broken(slot) || self.is_above(slot) || self.ends_broken(slot);
            let may_lack = may_lack || self.is_torn_list(slot) || self.may_end_list(slot);
            let is_cut = cut.is_some_and(|(first, _)| slot >= first);
            let is_odd = self.draft.unsure[slot] || (self.draft.misfit[slot] && is_cut);
            let is_aside = is_cut && cut.is_some_and(|(_, is_aside)| is_aside);
            if is_odd && !is_cut || self.has_aside(slot) || self.may_be_of_text(slot) || moved[slot] {
                Some(TroubleKind::Ambiguous)
            } else if self.is_lost(slot)
                || self.may_hold_lost(slot)
                || at_end.contains(&slot)
                || is_odd
                || is_aside
                || may_lack
                || drawn.is_some_and(|first| slot >= first)
                || (self.draft.torn && self.may_go_on(slot))
            {
                Some(TroubleKind::Half)
            } else {
                None
            }
        };
        (0..self.slots.len()).map(of).collect()
    }

    /// Of an unfinished record the first column whose cell may have been cut with what is lost, and whether the last word stands
    /// beside its column, so that it may be the end of the cell before.
    fn cut_end(&self) -> Option<(usize, bool)> {
        let last = self.draft.last_slot;
        let &(row, from, to) = self.draft.cells[last].last()?;
        let is_end = to == self.lines[row].0.len();
        let word = &self.lines[row].0[from];
        let own = self.slots[last].offset.map(|offset| offset + self.slots[last].text_indent(word.text));
        let is_aside = self.lines[row].1 && own != Some(word.start) && word.gap < 2;
        (is_end && self.draft.is_half(self.slots)).then(|| (last.saturating_sub(usize::from(is_aside)), is_aside))
    }

    /// Of a record that ends early in the middle of a table the first column whose cell may be the next one's: where somebody took
    /// a word out, with the blanks behind it, what stood behind it was drawn to the left, and the end is lacking.
    fn drawn(&self) -> Option<usize> {
        let last = self.draft.last_slot;
        let &(row, ..) = self.draft.cells[last].last()?;
        let is_whole = self.slots[last + 1..].iter().all(|slot| slot.blank && !slot.dashed);
        if is_whole || row + 1 == self.lines.len() {
            return None;
        }
        let may_be_next = |slot: &usize| {
            let text =
                self.last(*slot).map(|piece| piece.words.iter().map(|word| word.text).collect::<Vec<_>>().join(" "));
            let fit = |at: usize, text: &str| kind::fit(&self.slots[at].kind, text);
            // A dash is every column's.
            let fits = |text: String| {
                let (next, own) = (fit(slot + 1, &text), fit(*slot, &text));
                text == kind::EMPTY || next > Fit::Never && next >= own
            };
            text.is_none_or(fits)
        };
        (0..=last).rev().take_while(may_be_next).last()
    }

    fn last(&self, slot: usize) -> Option<Piece<'a>> {
        self.draft.cells[slot].last().map(self.piece)
    }

    /// A cell that had no room on its line, and did not come on the next one, or that ONTAP never leaves blank.
    fn is_lost(&self, slot: usize) -> bool {
        let is_needed = slot < self.draft.last_slot && !self.slots[slot].blank;
        self.draft.cells[slot].is_empty() && (is_needed || self.slots[slot].dashed)
    }

    /// The first of the cells that ONTAP prints, and that are missing at the record's end.
    fn missing(&self) -> Option<usize> {
        let next = self.draft.last_slot + 1;
        (self.is_over && self.draft.is_half(self.slots) && !self.slots[next].blank).then_some(next)
    }

    /// A cell before a lost one, whose end may be that one's: somebody lost the blanks between the two.
    fn may_hold_lost(&self, slot: usize) -> bool {
        let is_before = slot + 1 < self.slots.len() && (self.is_lost(slot + 1) || self.missing() == Some(slot + 1));
        if self.draft.cells[slot].is_empty() || !is_before {
            return false;
        }
        let next = &self.slots[slot + 1].kind;
        let Some(word) = self.last(slot).and_then(|piece| piece.words.last().copied()) else { return false };
        let own = kind::fit(&self.slots[slot].kind, word.text);
        let is_value = |at: usize| kind::fit(next, &word.text[at..]) > Fit::Never;
        let is_typed = matches!(next, Kind::Enumeration { .. } | Kind::Bool);
        if is_typed {
            kind::ends_with_known(next, word.text)
        } else {
            own < Fit::Telling && ends(word.text).any(is_value)
        }
    }

    /// A free text with words in brackets close behind it, which were taken for somebody's and may be its rest.
    fn has_aside(&self, slot: usize) -> bool {
        self.slots[slot].kind == Kind::Text && self.last(slot).is_some_and(|piece| piece.has_aside())
    }

    /// A blank cell, or the free text before it whose last word may be what is missing there: the row was pushed, and no place
    /// tells whose the word is.
    fn may_be_of_text(&self, slot: usize) -> bool {
        let text = (0..=slot).rfind(|&slot| !self.draft.cells[slot].is_empty());
        let Some(text) = text.filter(|&text| self.slots[text].kind == Kind::Text) else { return false };
        let Some(piece) = self.last(text).filter(|piece| piece.words.len() > 1) else { return false };
        let (first, last) = (&piece.words[0], &piece.words[piece.words.len() - 1]);
        let is_told = |slot: &Slot| {
            matches!(slot.kind, Kind::Size | Kind::Percent | Kind::Bool | Kind::UpDown | Kind::AddressMask)
                && kind::cost(&slot.kind, &[last.text], false).is_some()
        };
        let behind = (text + 1..self.slots.len()).take_while(|&slot| self.draft.cells[slot].is_empty());
        let is_pushed = self.slots[text].offset != Some(first.start);
        is_pushed && behind.map(|slot| &self.slots[slot]).any(is_told)
    }

    fn ends_in_comma(&self, slot: usize) -> bool {
        let ends = |last: Piece<'_>| last.words.last().is_some_and(|word| word.text.ends_with(','));
        self.slots[slot].goes_on_below() && self.last(slot).is_some_and(ends)
    }

    /// A list at the end of its line, above one that cannot be read, or that is a word alone where no groups are: a window may have
    /// broken its last element there.
    fn is_torn_list(&self, slot: usize) -> bool {
        let Some(&(row, _, to)) = self.draft.cells[slot].last().filter(|_| self.slots[slot].kind == Kind::List) else {
            return false;
        };
        // So ONTAP prints lists of fields; elsewhere a blank stands behind each comma, where a line may break.
        let is_tight = |last: Piece<'_>| last.words.last().is_some_and(|word| word.text.contains(','));
        let is_last = to == self.lines[row].0.len() && self.last(slot).is_some_and(is_tight);
        let is_word = |next: &Row<'_>| next.0.len() == 1 && next.0[0].start == 0;
        let is_above_word = || !self.is_grouped() && self.lines.get(row + 1).is_some_and(is_word);
        is_last && (self.draft.torn || self.draft.unread.is_some() || is_above_word())
    }

    /// A word that is all of its record, right below a list: it may be the end of that.
    fn may_end_list(&self, slot: usize) -> bool {
        let is_alone = || self.draft.cells.iter().enumerate().all(|(other, cells)| other == slot || cells.is_empty());
        let Some(&(row, ..)) = self.draft.cells[slot].first().filter(|_| is_alone() && !self.is_grouped()) else {
            return false;
        };
        let above = row.checked_sub(1).and_then(|above| self.lines[above].0.last());
        let is_list = self.slots.last().is_some_and(|last| last.kind == Kind::List);
        is_list && self.lines[row].0.len() == 1 && above.is_some_and(|word| word.text.contains(','))
    }

    /// Whether a word alone may be the name of a group.
    fn is_grouped(&self) -> bool {
        self.slots.iter().any(|slot| slot.group)
    }

    /// A name that ends where ONTAP breaks names, above a line that cannot be read: that may hold its rest, wherever it stands.
    fn ends_broken(&self, slot: usize) -> bool {
        let is_broken = |last: Piece<'_>| last.words.last().is_some_and(Word::ends_at_break);
        let is_name = matches!(self.slots[slot].kind, Kind::Name | Kind::Word | Kind::Address | Kind::Port);
        is_name && (self.draft.torn || self.draft.unread.is_some()) && self.last(slot).is_some_and(is_broken)
    }

    /// A text at the end of its line may go on at the left edge, where a mail client broke it.
    fn is_broken(&self, slot: usize) -> bool {
        let (Kind::Text, Some(last)) = (&self.slots[slot].kind, self.draft.cells[slot].last()) else { return false };
        let end = self.lines[last.0].0.last().map(|word| word.end);
        let ends_line = self.last(slot).and_then(|piece| piece.words.last().map(|word| word.end)) == end;
        let is_loose = |slot: usize, cell: &(usize, usize, usize)| {
            let words: Vec<&str> = (self.piece)(cell).words.iter().map(|word| word.text).collect();
            kind::fit(&self.slots[slot].kind, &words.join(" ")) != Fit::Telling
        };
        let is_next = |slot: usize, cell: &(usize, usize, usize)| {
            cell.0 == last.0 + 1 && cell.1 == 0 && self.lines[cell.0].0[0].start == 0 && is_loose(slot, cell)
        };
        let mut all = self.draft.cells.iter().enumerate();
        ends_line && (self.draft.torn || all.any(|(slot, cells)| cells.iter().any(|cell| is_next(slot, cell))))
    }

    /// A word that stands below the cell in a line that cannot be read may be its rest, where it had no room above.
    fn is_above(&self, slot: usize) -> bool {
        let Some((words, placed)) = self.draft.unread.map(|row| &self.lines[row]) else { return false };
        let (column, next) = (&self.slots[slot], self.slots.get(slot + 1).and_then(|next| next.offset));
        let is_below =
            |word: &&Word<'_>| column.offset <= Some(word.start) && next.is_none_or(|next| word.start < next);
        let (Some(below), Some(piece)) = (words.iter().find(is_below), self.last(slot)) else { return false };
        let Some(last) = piece.words.last().filter(|_| *placed && column.offset.is_some()) else { return false };
        let is_full = (last.end >= column.end() && !last.has_break_inside()) || last.ends_at_break();
        let is_long = last.end + 1 + (below.end - below.start) > column.end();
        let may_be = match column.kind {
            Kind::Name | Kind::Word | Kind::Address | Kind::Size | Kind::Percent => is_full,
            Kind::Text | Kind::Time | Kind::Addresses => is_full || is_long,
            _ => false,
        };
        may_be && !self.is_row(words)
    }

    /// Whether a line holds a value of its own: one of a type that is never broken over lines, in its place.
    fn is_row(&self, words: &[Word<'_>]) -> bool {
        let is_value = |slot: &Slot, word: &Word<'_>| {
            let is_short = matches!(slot.kind, Kind::Bool | Kind::UpDown | Kind::Enumeration { .. } | Kind::DeviceId);
            let stands = slot.offset.map(|offset| offset + slot.text_indent(word.text)) == Some(word.start);
            is_short && stands && kind::fit(&slot.kind, word.text) == Fit::Telling
        };
        words.iter().any(|word| self.slots.iter().any(|slot| is_value(slot, word)))
    }

    /// Whether a line that cannot be read may go on with the cell.
    fn may_go_on(&self, slot: usize) -> bool {
        let is_blank = self.slots[slot].blank && self.draft.cells[slot].is_empty();
        let is_open = slot == self.draft.last_slot && self.is_open_ended();
        let may_list = |word: &Word<'_>| self.slots[slot].may_list(word.text.trim_end_matches(','));
        let is_list = self.draft.unread.is_none_or(|row| self.lines[row].0.iter().any(may_list));
        (self.slots[slot].goes_on_below() && is_list) || is_blank || is_open
    }

    /// Whether nothing in the last cell shows that it is whole.
    fn is_open_ended(&self) -> bool {
        let last = self.draft.cells[self.draft.last_slot].iter().map(self.piece);
        match &self.slots[self.draft.last_slot].kind {
            Kind::Text => true,
            Kind::Name | Kind::Word => {
                self.last(self.draft.last_slot).is_some_and(|piece| piece.words.last().is_some_and(Word::ends_at_break))
            }
            Kind::Enumeration { words, .. } => {
                let text: Vec<&str> = last.flat_map(|piece| piece.words.iter().map(|word| word.text)).collect();
                !words.contains(&text.join(" "))
            }
            _ => false,
        }
    }
}
