//! Draws ONTAP's own rows with the decisive cells underlined, the table's heading above them. Rows are single lines.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::layout::{width, wrap};
use super::style::{Ink, Style};
use super::tabulated;
use crate::judge::Evidence;
use crate::source::is_unseen;

const TAB: usize = 8;

/// One picture for each table in which `evidence` stands, as it was printed.
pub(super) fn pictures(evidence: &[Evidence], ink: Ink, style: &Style) -> Vec<String> {
    tables(evidence).iter().map(|table| draw(table, &place(table[0]), ink, style)).collect()
}

/// The same for people: what a live session parts by separators is a table, and a place in a bundle says so.
pub(super) fn tabulated(evidence: &[Evidence], is_bundle: bool, ink: Ink, style: &Style) -> Vec<String> {
    let told = |mark: &Evidence| format!("{}{}", place(mark), if is_bundle { " (in the bundle)" } else { "" });
    let drawn = |part: Vec<(String, Evidence)>| {
        let marks: Vec<&Evidence> = part.iter().map(|(_, mark)| mark).collect();
        draw(&marks, &part[0].0, ink, style)
    };
    let parts = |table: Vec<&Evidence>| {
        let room = room(&table, style);
        let places: Vec<String> = table.iter().map(|mark| told(mark)).collect();
        let marks = tabulated::columns(&table, room).unwrap_or_else(|| table.into_iter().cloned().collect());
        in_sight(places.into_iter().zip(marks).collect(), room)
    };
    tables(evidence).into_iter().flat_map(parts).map(drawn).collect()
}

/// The marks of a table that can be seen together: those of one column each, where the columns are too far apart.
fn in_sight(table: Vec<(String, Evidence)>, room: usize) -> Vec<Vec<(String, Evidence)>> {
    let cells = || table.iter().map(|(_, mark)| cell(mark));
    let left = cells().map(|(start, _)| start).min().unwrap_or(0);
    let right = cells().map(|(start, length)| start + length).max().unwrap_or(0);
    if right - left < room.max(20) {
        return vec![table];
    }
    let mut columns: BTreeMap<usize, Vec<(String, Evidence)>> = BTreeMap::new();
    table.into_iter().for_each(|(place, mark)| columns.entry(mark.column).or_default().push((place, mark)));
    columns.into_values().collect()
}

/// The evidence by the tables in which it stands.
fn tables(evidence: &[Evidence]) -> Vec<Vec<&Evidence>> {
    let mut tables: Vec<Vec<&Evidence>> = Vec::new();
    for mark in evidence {
        let same = |table: &&mut Vec<&Evidence>| table[0].source == mark.source && table[0].heading == mark.heading;
        match tables.iter_mut().find(same) {
            Some(table) => table.push(mark),
            None => tables.push(vec![mark]),
        }
    }
    tables
}

fn place(first: &Evidence) -> String {
    format!("{}:{}:{}", super::layout::clean(&first.source), first.line, first.column)
}

fn digits(marks: &[&Evidence]) -> usize {
    marks.iter().map(|mark| mark.line).max().unwrap_or(1).to_string().len()
}

/// Characters beside the numbers of the lines.
fn room(marks: &[&Evidence], style: &Style) -> usize {
    style.rows().saturating_sub(digits(marks) + 4)
}

/// Draws pieces of evidence that stand in one source under one heading; several cells of a row share its line.
fn draw(evidence: &[&Evidence], place: &str, ink: Ink, style: &Style) -> String {
    let Some(first) = evidence.first() else { return String::new() };
    let mut marks = evidence.to_vec();
    marks.sort_by_key(|mark| (mark.line, mark.column));
    marks.dedup();
    let digits = digits(&marks);
    let window = Window::around(&marks, room(&marks, style));
    let mut picture = Picture { digits, ink, style, window, last: None, lines: Vec::new() };
    picture.arrow(place);
    for (line, text) in &first.heading {
        picture.row(*line, text, false);
    }
    for row in marks.chunk_by(|one, next| one.line == next.line) {
        picture.row(row[0].line, &row[0].row, true);
        picture.carets(row);
    }
    picture.lines.join("\n")
}

struct Picture<'a> {
    digits: usize,
    ink: Ink,
    style: &'a Style,
    window: Window,
    last: Option<usize>,
    lines: Vec<String>,
}

impl Picture<'_> {
    fn arrow(&mut self, place: &str) {
        let arrow = self.style.paint(Ink::Margin, &format!("{}-->", " ".repeat(self.digits + 1)));
        self.lines.push(format!("{arrow} {place}"));
        self.beside("", "");
    }

    /// One line with `number` in the margin.
    fn beside(&mut self, number: &str, text: &str) {
        let margin = self.style.paint(Ink::Margin, &format!(" {number:>digits$} |", digits = self.digits));
        let blank = if text.is_empty() { "" } else { " " };
        self.lines.push(format!("{margin}{blank}{text}"));
    }

    fn row(&mut self, number: usize, text: &str, is_marked: bool) {
        if self.last == Some(number) {
            return;
        }
        if self.last.is_some_and(|last| number > last + 1) {
            self.lines.push(self.style.paint(Ink::Margin, &format!(" {}", ".".repeat(self.digits.max(3)))));
        }
        self.last = Some(number);
        let shown = self.window.cut(&expand(text), is_marked);
        self.beside(&number.to_string(), &shown);
    }

    /// All cells of the row are underlined in one line; the note of the last one stands beside it if there is room, the
    /// others below their cells.
    fn carets(&mut self, marks: &[&Evidence]) {
        let mut line = String::new();
        let mut notes = Vec::new();
        for mark in marks {
            let (start, length) = cell(mark);
            let start = self.window.shift(start).max(width(&line));
            let length = length.min(self.window.room.saturating_sub(start)).max(1);
            line = format!("{}{}", super::layout::pad(&line, start), "^".repeat(length));
            notes.push((start, super::layout::clean(&mark.note)));
        }
        let beside = |(_, note): &(usize, String)| width(&line) + 1 + width(note) <= self.window.room;
        let last = if notes.last().is_some_and(beside) { notes.pop() } else { None };
        let painted: Vec<_> = line.split(' ').map(|word| self.style.paint(self.ink, word)).collect();
        let text = last.map(|(_, note)| self.style.paint(self.ink, &note)).unwrap_or_default();
        self.beside("", format!("{} {text}", painted.join(" ")).trim_end());
        for (start, note) in notes.into_iter().rev().filter(|(_, note)| !note.is_empty()) {
            self.note(start, &note);
        }
    }

    fn note(&mut self, start: usize, note: &str) {
        let left = start.min(self.window.room.saturating_sub(width(note)));
        for line in wrap(note, self.window.room.saturating_sub(left).max(20)) {
            let line = self.style.paint(self.ink, &line);
            self.beside("", &format!("{}{line}", " ".repeat(left)));
        }
    }
}

/// Which columns of long rows are shown; the same for all rows of a picture, so that heading and cell stay aligned.
struct Window {
    start: usize,
    room: usize,
    /// The first column of the marked cells, and the first behind them.
    marked: (usize, usize),
}

impl Window {
    fn around(marks: &[&Evidence], room: usize) -> Self {
        let room = room.max(20);
        let longest = marks.iter().map(|mark| width(&expand(&mark.row))).max().unwrap_or(0);
        let left = marks.iter().map(|mark| cell(mark).0).min().unwrap_or(0);
        let right = marks.iter().map(|mark| cell(mark).0 + cell(mark).1).max().unwrap_or(0);
        let marked = (left, right);
        if longest <= room || right < room {
            return Self { start: 0, room, marked };
        }
        let start = (right + 1).saturating_sub(room).max(left.saturating_sub(room / 3)).min(left.saturating_sub(1));
        Self { start, room, marked }
    }

    fn shift(&self, column: usize) -> usize {
        column.saturating_sub(self.start).min(self.room - 1)
    }

    /// Takes characters from the end of what is shown, and the blanks before them, unless a mark begins there.
    fn leave_out(&self, shown: &mut Vec<char>, count: usize, is_marked: bool) {
        let kept = shown.len() - count;
        if !is_marked || self.start + kept > self.marked.0 {
            shown.truncate(kept);
        }
        let blanks = shown.iter().rev().take_while(|c| c.is_whitespace()).count();
        shown.truncate(shown.len() - blanks);
    }

    /// The part of a row that is shown. A word that its edge would break is left out, unless it is marked.
    fn cut(&self, text: &str, is_marked: bool) -> String {
        if self.start == 0 && text.len() <= self.room {
            return text.trim_end().to_owned();
        }
        let all: Vec<char> = text.chars().collect();
        let end = (self.start + self.room).min(all.len());
        let mut shown: Vec<char> = all.get(self.start..end).unwrap_or_default().to_vec();
        let is_word = |at: usize| all.get(at).is_some_and(|c| !c.is_whitespace());
        if self.start > 0 && !shown.is_empty() {
            let broken = (self.start..end).take_while(|at| is_word(*at)).count();
            if !is_marked || self.start + broken <= self.marked.0 {
                shown[..broken].fill(' ');
            }
            shown[0] = '…';
        }
        if all.len() > end && !shown.is_empty() {
            let broken = (self.start..end).rev().take_while(|at| is_word(end) && is_word(*at)).count();
            self.leave_out(&mut shown, broken, is_marked);
            if shown.len() + 2 > self.room {
                let last = shown.iter().rev().take_while(|c| !c.is_whitespace()).count();
                self.leave_out(&mut shown, last, is_marked);
            }
            if shown.len() + 2 > self.room {
                shown.pop();
            } else {
                shown.push(' ');
            }
            shown.push('…');
        }
        shown.into_iter().collect::<String>().trim_end().to_owned()
    }
}

/// Column, from 0, and length of the marked cell when tabs are expanded.
fn cell(mark: &Evidence) -> (usize, usize) {
    let before = mark.column.saturating_sub(1);
    if is_plain(&mark.row) {
        let start = before.min(mark.row.len());
        return (start, (before.saturating_add(mark.length).min(mark.row.len()) - start).max(1));
    }
    let start = width(&expand(&mark.row.chars().take(before).collect::<String>()));
    let end = width(&expand(&mark.row.chars().take(before.saturating_add(mark.length)).collect::<String>()));
    (start, (end - start).max(1))
}

/// `text` with its tabs as blanks, and what would command a terminal replaced.
fn expand(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    let mut column = 0;
    for c in text.chars() {
        let blanks = if c == '\t' { TAB - column % TAB } else { 1 };
        match c {
            '\t' => shown.push_str(&" ".repeat(blanks)),
            c if is_unseen(c) => shown.push('\u{fffd}'),
            c => shown.push(c),
        }
        column += blanks;
    }
    Cow::Owned(shown)
}

/// Whether each byte of the text is a character of one column.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Verbosity;

    fn evidence(row: &str, text: &str, note: &str) -> Evidence {
        let column = row.chars().count() - row.split_once(text).unwrap().1.chars().count() - text.chars().count() + 1;
        Evidence {
            source: "lif.txt".into(),
            line: 9,
            column,
            length: text.chars().count(),
            text: text.into(),
            note: note.into(),
            field: String::new(),
            heading: vec![(7, "Vserver\tPolicy".into()), (8, "-------\t------".into())],
            row: row.into(),
        }
    }

    fn drawn(mark: &Evidence, width: usize) -> String {
        draw(&[mark], &place(mark), Ink::Bad, &Style { width: Some(width), ..Style::plain(Verbosity::Normal) })
    }

    #[test]
    fn tabs_are_expanded_and_the_carets_stand_under_the_cell() {
        let picture = drawn(&evidence("c1\tdisabled", "disabled", "should be local-only"), 80);
        let expected = "  --> lif.txt:9:4\n   |\n 7 | Vserver Policy\n 8 | ------- ------\n \
                        9 | c1      disabled\n   |         ^^^^^^^^ should be local-only";
        assert_eq!(picture, expected);
    }

    #[test]
    fn a_long_row_is_cut_around_the_cell_and_the_note_stays_in_the_window() {
        let row = format!("{}disabled{}", "a".repeat(100), "b".repeat(100));
        let picture = drawn(&evidence(&row, "disabled", "should be local-only"), 60);
        let widest = picture.lines().map(width).max().unwrap();
        assert!(widest <= 60, "{picture}");
        let row = picture.lines().find(|line| line.starts_with(" 9")).unwrap();
        let carets = picture.lines().find(|line| line.contains("^^^^^^^^")).unwrap();
        let at = |line: &str, c: char| line.chars().position(|x| x == c);
        assert_eq!(at(row, 'd'), at(carets, '^'), "{picture}");
        assert!(row.contains("…") && row.ends_with('…'), "{picture}");
    }

    #[test]
    fn an_escape_sequence_in_the_evidence_does_not_reach_the_terminal() {
        let picture = drawn(&evidence("c1 \u{1b}[2Jdisabled", "disabled", "bad \u{1b}]0;x"), 80);
        assert!(!picture.contains('\u{1b}'));
        assert!(picture.contains("c1 \u{fffd}[2Jdisabled"));
    }

    #[test]
    fn rows_that_do_not_follow_each_other_are_parted() {
        let (one, mut two) = (evidence("c1 disabled", "disabled", ""), evidence("c2 disabled", "disabled", ""));
        two.line = 12;
        let picture = draw(&[&two, &one], &place(&two), Ink::Bad, &Style::plain(Verbosity::Normal));
        let lines: Vec<_> = picture.lines().collect();
        assert_eq!(
            lines[4..],
            ["  9 | c1 disabled", "    |    ^^^^^^^^", " ...", " 12 | c2 disabled", "    |    ^^^^^^^^"]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_place_in_every_row_can_be_drawn(
            row in "[ -~\t\u{e9}\u{0}]{0,300}", note in "[a-z ]{0,90}",
            column in 0usize..400, length in 0usize..400, width in 10usize..200,
        ) {
            let mark = Evidence { row, column, length, note, ..evidence("c1 disabled", "disabled", "") };
            let picture = drawn(&mark, width);
            let room = width.max(40) + 1;
            proptest::prop_assert!(picture.lines().all(|line| line.chars().count() <= room), "{}", picture);
            proptest::prop_assert!(picture.contains('^'));
        }
    }

    #[test]
    fn cells_of_one_row_are_underlined_in_one_line() {
        let (one, two) =
            (evidence("c1 disabled", "c1", "whose"), evidence("c1 disabled", "disabled", "not local-only"));
        let picture = draw(&[&two, &one], &place(&two), Ink::Bad, &Style::plain(Verbosity::Normal));
        let lines: Vec<_> = picture.lines().collect();
        assert_eq!(lines[4..], [" 9 | c1 disabled", "   | ^^ ^^^^^^^^ not local-only", "   | whose"]);
    }

    #[test]
    fn a_place_beyond_the_row_is_drawn_at_its_end() {
        let mut mark = evidence("c1 disabled", "disabled", "cut off here");
        (mark.column, mark.length) = (12, 0);
        assert!(drawn(&mark, 80).ends_with("   |            ^ cut off here"));
    }
}
