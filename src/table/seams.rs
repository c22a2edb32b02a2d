//! Lines that a terminal or a console broke at the width of its window, within words: each of exactly so many characters, and its
//! rest at the left edge of the next line.
//!
//! ONTAP goes on at the left edge with nothing but a new record. An answer that seems to do otherwise, or whose ruler is broken,
//! is read with these lines put together as well; where that does not tell what is right, nothing at the breaks is.

use std::collections::BTreeSet;

use super::answer::{Answer, Record, Status};
use super::session::Session;
use super::{Definition, Kind};
use crate::source::Line;

/// Columns of the narrowest window.
const NARROWEST: usize = 40;

/// Breaks of exactly the same width that are no chance.
const TELLING: usize = 3;

/// What an answer's lines tell of the way in which they were captured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seams {
    /// Lines at the left edge that were taken for the rest of the line above.
    pub rests: Vec<usize>,
    /// Lines that were not read, or not with certainty.
    pub troubles: Vec<usize>,
}

/// Reads lines as they stand, and where that shows that they may be broken, put together as well: the session that is right.
pub(super) fn read<'a>(
    lines: Vec<Line<'a>>,
    read: &dyn Fn(Vec<Line<'a>>) -> Session,
    tables: &[Definition],
) -> Session {
    let Some(folds) = Folds::of(&lines) else { return read(lines) };
    let plain = read(lines.clone());
    if !folds.are_suspected() {
        return plain;
    }
    let whole = folds.ways(&plain).into_iter().map(read).collect();
    folds.best(plain, whole, tables)
}

/// The lines of a segment that may have been broken.
struct Folds<'l, 'a> {
    lines: &'l [Line<'a>],
    width: usize,
    /// Which lines may go on with the next one.
    full: Vec<bool>,
}

impl<'l, 'a> Folds<'l, 'a> {
    /// Finds the longest lines that others follow; `None` where nothing can have been broken.
    fn of(lines: &'l [Line<'a>]) -> Option<Self> {
        let width = lines.iter().map(width).max().filter(|&width| width >= NARROWEST)?;
        let goes_on = |pair: &[Line<'a>]| {
            let (line, next) = (&pair[0], &pair[1]);
            let is_same = is_dashes(line.raw()) == is_dashes(next.raw());
            // Dashes alone may be somebody's mark, but not below a ruler.
            let is_own = width_of_own(next).is_some_and(|next| next > 0) || is_dashes(next.raw());
            let is_count = [" entries were ", " entry was "].iter().any(|words| next.text.contains(words));
            width_of_own(line) == Some(width) && is_own && is_same && !is_count
        };
        let full: Vec<bool> = lines.windows(2).map(goes_on).chain([false]).collect();
        full.contains(&true).then_some(Self { lines, width, full })
    }

    /// Whether the reading of the lines as they stand shows that they may be broken.
    fn are_suspected(&self) -> bool {
        self.is_ruler_broken()
    }

    /// Whether a ruler goes on on the next line.
    fn is_ruler_broken(&self) -> bool {
        self.lines.iter().zip(&self.full).any(|(line, full)| *full && is_dashes(line.raw()))
    }

    /// Whether a row may go on on the next line.
    fn is_row_full(&self) -> bool {
        self.full[self.headed()..].contains(&true)
    }

    /// Whether all lines that go on at the left edge are rests of lines of exactly this width.
    fn breaks_all(&self, plain: &Session) -> bool {
        let mut rests = rests(plain).peekable();
        rests.peek().is_some() && rests.all(|rest| self.is_behind_full(rest))
    }

    fn is_behind_full(&self, number: usize) -> bool {
        let at = self.lines.iter().position(|line| line.number == number);
        at.and_then(|at| at.checked_sub(1)).is_some_and(|above| self.full[above])
    }

    /// The lines put together in each way that there may be: wherever one is full; only where the plain reading goes wrong.
    fn ways(&self, plain: &Session) -> Vec<Vec<Line<'a>>> {
        let odd: BTreeSet<usize> = rests(plain).chain(troubles(plain)).collect();
        let headed = self.headed();
        // A heading was broken only where its ruler was.
        let is_broken = self.is_ruler_broken();
        let is_near = |at: usize| [at, at + 1].iter().any(|&at| odd.contains(&self.lines[at].number));
        let is_odd = |at: usize, _| if at <= headed { is_broken } else { is_near(at) };
        // A row that ends where the ruler does is whole.
        let ruled = self.ruled();
        let all = self.joined(&|at, length| if at <= headed { is_broken } else { Some(length) != ruled });
        let some = self.joined(&is_odd);
        if all == some { vec![all] } else { vec![all, some] }
    }

    /// The last line of rulers.
    fn headed(&self) -> usize {
        self.lines.iter().rposition(|line| is_dashes(line.raw())).unwrap_or(0)
    }

    /// Columns of the last ruler, with the lines on which it goes on.
    fn ruled(&self) -> Option<usize> {
        let last = self.lines.iter().rposition(|line| is_dashes(line.raw()))?;
        let first = (0..last).rev().take_while(|&at| self.full[at] && is_dashes(self.lines[at].raw())).count();
        Some(self.lines[last - first..=last].iter().map(|line| line.raw().trim_end().len()).sum())
    }

    /// The lines, those that are full put together with the next one, where they `may` be: by index, and columns so far.
    fn joined(&self, may: &dyn Fn(usize, usize) -> bool) -> Vec<Line<'a>> {
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut at = 0;
        while at < self.lines.len() {
            let first = at;
            while self.full[at] && may(at, (at + 1 - first) * self.width) {
                at += 1;
            }
            let whole = || self.lines[first..=at].iter().map(Line::raw).collect::<String>();
            let line = &self.lines[first];
            lines.push(if at > first { line.folded(whole(), self.width) } else { line.clone() });
            at += 1;
        }
        lines
    }

    /// Of the plain reading and those of the lines put together the one that is right; the plain one without what stands at the
    /// breaks, where nothing tells which is.
    fn best(&self, plain: Session, whole: Vec<Session>, tables: &[Definition]) -> Session {
        let strange = strange(&plain, tables);
        let is_whole = |own: &Session| {
            let is_one = |answer: &Answer| is_sound(answer) && answer.seams.rests.is_empty();
            !own.answers.is_empty() && own.answers.iter().all(is_one) && self::strange(own, tables).is_subset(&strange)
        };
        let mut whole: Vec<Session> = whole.into_iter().filter(is_whole).collect();
        whole.sort_by_key(|own| std::cmp::Reverse(rank(own)));
        let is_plain_sound = !plain.answers.is_empty() && plain.answers.iter().all(is_sound);
        match whole.as_slice() {
            [] if self.is_ruler_broken() && !(is_plain_sound && strange.is_empty() && !self.is_row_full()) => {
                self.doubted(plain, true)
            }
            [] if !self.breaks_all(&plain) || is_plain_sound && rests(&plain).count() < TELLING => plain,
            [] => self.doubted(plain, false),
            [one, other, ..] if rank(one) == rank(other) && !are_same(one, other) => {
                self.doubted(plain, self.is_ruler_broken())
            }
            [one, ..] if is_plain_sound && !self.is_ruler_broken() && !self.is_told(&plain, one, tables) => {
                self.doubted(plain, false)
            }
            _ => whole.swap_remove(0),
        }
    }

    /// Whether the lines put together give what the text tells to be right: another value of a free text may be words of which a
    /// mail client broke the line at a blank.
    fn is_told(&self, plain: &Session, whole: &Session, tables: &[Definition]) -> bool {
        let is_text = |answer: &Answer, name: &str| {
            let column = tables.get(answer.table).and_then(|table| table.column(name));
            column.is_none_or(|column| column.kind == Kind::Text)
        };
        let differ = |(plain, whole): (&Answer, &Answer)| {
            let both = plain.records.iter().zip(whole.records.iter());
            let mut cells = both.flat_map(|(plain, whole)| {
                let of = |name: &str| plain.cell(name).map(|cell| cell.value.text());
                let all = whole.fields.iter().map(|(name, cell)| (name.clone(), of(name), cell.value.text()));
                all.filter(|(_, plain, whole)| plain.as_ref() != Some(whole)).collect::<Vec<_>>()
            });
            cells.all(|(name, plain, text)| !is_text(whole, &name) || self.stands_elsewhere(&plain, &text))
        };
        rests(plain).count() >= TELLING || plain.answers.iter().zip(&whole.answers).all(differ)
    }

    /// Whether the word of `whole` that the plain text has in two parts stands on a line that nobody broke.
    fn stands_elsewhere(&self, plain: &Option<String>, whole: &str) -> bool {
        let parts: Vec<&str> = plain.as_deref().unwrap_or_default().split(' ').collect();
        let mut new = whole.split(' ').filter(|word| !parts.contains(word)).peekable();
        let is_known = |word: &str| self.lines.iter().any(|line| line.text.split([' ', ':']).any(|own| own == word));
        new.peek().is_some() && new.all(is_known)
    }

    /// The reading without what stands at the breaks, or below a broken heading at all.
    fn doubted(&self, mut plain: Session, is_headed: bool) -> Session {
        let odd: BTreeSet<usize> = rests(&plain).collect();
        let pairs = self.lines.windows(2).zip(&self.full).filter(|(_, full)| **full).map(|(pair, _)| pair);
        let ends: BTreeSet<(usize, usize)> = pairs.map(|pair| (pair[0].number, pair[1].number)).collect();
        let is_odd = |(_, next): &&(usize, usize)| is_headed || odd.contains(next);
        let mut breaks: Vec<(usize, usize)> = ends.iter().filter(is_odd).copied().collect();
        if breaks.is_empty() {
            breaks.extend(ends);
        }
        let Some(&(first, _)) = breaks.first() else { return plain };
        for answer in &mut plain.answers {
            let is_sure = |record: &Record| !is_headed && !breaks.iter().any(|pair| self.is_at(record, *pair));
            let kept: Vec<Record> = answer.records.iter().map(std::borrow::Cow::into_owned).filter(is_sure).collect();
            if kept.len() == answer.records.len() && is_sound(answer) && answer.status != Status::Complete {
                continue;
            }
            answer.records = kept.into();
            if matches!(answer.status, Status::Complete | Status::Empty | Status::CutOff) {
                answer.status = Status::Unreadable;
                answer.why = format!(
                    "line {first} is broken at column {}, within words or between them: nothing tells which; capture it in a wider window",
                    self.width
                );
                answer.why_place =
                    Some(crate::source::Place { line: first as u32, ..answer.why_place.unwrap_or_default() });
            }
        }
        plain
    }

    /// Whether the record has a cell at the end of the first line, or on the second.
    fn is_at(&self, record: &Record, (line, next): (usize, usize)) -> bool {
        let is_at = |place: &crate::source::Place| {
            let reaches = (place.column + place.length) as usize > self.width;
            place.line as usize == next || place.line as usize == line && reaches
        };
        let places = record.fields.iter().flat_map(|(_, cell)| std::iter::once(&cell.place).chain(&cell.parts));
        places.into_iter().any(is_at)
    }
}

/// Columns of a line as captured, with the blanks at its end.
fn width(line: &Line<'_>) -> usize {
    width_of_own(line).unwrap_or_else(|| line.text.chars().count())
}

/// The same of a line in which nothing was changed, and no tab stands.
fn width_of_own(line: &Line<'_>) -> Option<usize> {
    (!line.is_changed() && !line.raw().contains('\t')).then(|| line.raw().chars().count())
}

/// A ruler, or what a break left of one.
fn is_dashes(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|byte| matches!(byte, b'-' | b' '))
}

fn rests(session: &Session) -> impl Iterator<Item = usize> {
    session.answers.iter().flat_map(|answer| answer.seams.rests.iter().copied())
}

fn troubles(session: &Session) -> impl Iterator<Item = usize> {
    session.answers.iter().flat_map(|answer| answer.seams.troubles.iter().copied())
}

/// How many answers are complete, and how many records are in all.
fn rank(session: &Session) -> (usize, usize) {
    let complete = session.answers.iter().filter(|answer| answer.status == Status::Complete);
    (complete.count(), session.answers.iter().map(|answer| answer.records.len()).sum())
}

/// Whether nothing in an answer is wrong but that more rows may follow.
fn is_sound(answer: &Answer) -> bool {
    let is_counted = answer.announced.is_none_or(|count| count == answer.records.len());
    let is_read = matches!(answer.status, Status::Complete | Status::Empty | Status::Refused | Status::CutOff);
    answer.seams.troubles.is_empty() && is_counted && is_read
}

/// The fields of an answer that its table does not know.
fn strange(session: &Session, tables: &[Definition]) -> BTreeSet<String> {
    let of = |answer: &Answer| {
        let table = tables.get(answer.table);
        let is_strange = |name: &String| table.is_some_and(|table| table.column(name).is_none());
        answer.records.names().into_iter().filter(is_strange).collect::<Vec<_>>()
    };
    session.answers.iter().flat_map(of).collect()
}

/// Whether two readings tell the same values.
fn are_same(one: &Session, other: &Session) -> bool {
    let values = |session: &Session| {
        let of = |record: &Record| {
            record.fields.iter().map(|(name, cell)| (name.clone(), cell.value.clone())).collect::<Vec<_>>()
        };
        let records =
            session.answers.iter().flat_map(|answer| answer.records.iter().map(|own| of(&own)).collect::<Vec<_>>());
        records.collect::<Vec<_>>()
    };
    values(one) == values(other)
}
