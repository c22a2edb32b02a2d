//! A file with its changes behind switches: which pieces of it are written otherwise, as a tree, and how each is written.

use std::ops::Range;

/// A piece that is written otherwise.
pub struct Wrap {
    pub range: Range<usize>,
    pub kind: Kind,
    pub inner: Vec<Wrap>,
}

pub enum Kind {
    /// Nothing is changed: it only holds others.
    File,
    /// The values that the body of a function is replaced by; whether it returns `impl Iterator`.
    Body { values: Vec<(u32, String)>, iterator: bool },
    /// An operator whose outcome is turned round: `==`, `!=` and `!`.
    Turned { number: u32 },
    /// `&&` or `||` between two.
    Joined { number: u32, left: Range<usize>, right: Range<usize>, and: bool },
    /// Whole other texts, each of pieces that are rendered and of plain text.
    Copies { copies: Vec<(u32, Vec<Piece>)>, own: Box<Kind> },
    /// A guard of an arm: its condition replaced by true or false, the arm deleted.
    Guard { truth: Option<u32>, falsity: Option<u32>, deleted: Option<u32>, bare: bool },
    /// An arm without a guard, deleted.
    Arm { number: u32 },
}

pub enum Piece {
    Source(Range<usize>),
    Text(String),
}

fn is(number: u32) -> String {
    format!("crate::mutant::is({number})")
}

impl Wrap {
    /// What stands at a range within it, with what is written otherwise there.
    fn part(&self, text: &str, range: &Range<usize>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        for inner in self.inner.iter().filter(|one| one.range.start >= range.start && one.range.end <= range.end) {
            out += &text[at..inner.range.start];
            out += &inner.render(text);
            at = inner.range.end;
        }
        out + &text[at..range.end]
    }

    fn pieces(&self, text: &str, pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Source(range) => self.part(text, range),
            Piece::Text(own) => own.clone(),
        };
        pieces.iter().map(piece).collect()
    }

    pub fn render(&self, text: &str) -> String {
        self.of_kind(text, &self.kind)
    }

    fn of_kind(&self, text: &str, kind: &Kind) -> String {
        let whole = || self.part(text, &self.range);
        match kind {
            Kind::File => whole(),
            Kind::Body { values, iterator } => body(values, *iterator, &whole()),
            Kind::Turned { number } => format!("(({}) != {})", whole(), is(*number)),
            Kind::Joined { number, left, right, and } => {
                let (left, right) = (self.part(text, left), self.part(text, right));
                let m = is(*number);
                if *and {
                    format!("(if ({left}) == {m} {{ {m} }} else {{ {right} }})")
                } else {
                    format!("(if ({left}) != {m} {{ !{m} }} else {{ {right} }})")
                }
            }
            Kind::Copies { copies, own } => {
                let arms = copies
                    .iter()
                    .map(|(number, pieces)| format!("if {} {{ {} }} else ", is(*number), self.pieces(text, pieces)));
                format!("({}{{ {} }})", arms.collect::<String>(), self.of_kind(text, own))
            }
            Kind::Guard { truth, falsity, deleted, bare } => {
                let mut out: String =
                    deleted.iter().chain(falsity).map(|number| format!("!{} && ", is(*number))).collect();
                match truth {
                    Some(number) => out += &format!("({} || ({}))", is(*number), whole()),
                    None if *bare => out += &whole(),
                    None => out += &format!("({})", whole()),
                }
                out
            }
            Kind::Arm { number } => format!("{} if !{}", whole(), is(*number)),
        }
    }
}

fn body(values: &[(u32, String)], iterator: bool, own: &str) -> String {
    let mut out = String::new();
    let mut before = String::new();
    let mut after = String::new();
    for (number, value) in values {
        if iterator {
            let changed = format!("{before}crate::mutant::Either::Changed({value}){after}");
            out += &format!("if {} {{ return {changed}; }} ", is(*number));
            before += "crate::mutant::Either::Own(";
            after += ")";
        } else {
            out += &format!("if {} {{ return {value}; }} ", is(*number));
        }
    }
    if iterator { format!("{out}{before}{{ {own} }}{after}") } else { out + own }
}
