//! An output to the texts that answer its commands: blocks that carry a separator, and the gaps between them.

use super::Asked;
use super::lines::{self, Kind, Line};

/// An output with the blocks that say themselves which command they answer.
pub(super) struct Parts<'o> {
    asked: &'o [Asked],
    lines: Vec<Line<'o>>,
    /// `None` where separators stand as in no answer to this script.
    blocks: Option<Vec<Block>>,
}

/// Heading and rows of one command, and what surely belongs to them.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// Which command, by its place in the script.
    asked: usize,
    /// First line, and the line behind the last.
    from: usize,
    to: usize,
    /// Whether ONTAP's count shows that it is whole.
    counted: bool,
    /// Whether its lines are a heading and rows of one width.
    sound: bool,
}

/// What stands between two blocks, or before the first, or behind the last.
#[derive(Clone, Copy, Debug)]
struct Gap {
    /// Commands that can have been answered there, by their places in the script.
    first: usize,
    last: usize,
    from: usize,
    to: usize,
    is_head: bool,
    is_tail: bool,
}

/// A part of a gap that is a whole answer by itself.
#[derive(Clone, Copy, Debug)]
struct Part {
    kind: Kind,
    from: usize,
    to: usize,
}

/// What became of a gap.
enum Settled {
    /// Every command in it has its answer: first line, and the line behind the last.
    Told(Vec<(usize, usize)>),
    /// Nobody knows whose text it is.
    Open,
}

impl<'o> Parts<'o> {
    pub(super) fn of(asked: &'o [Asked], output: &'o [u8]) -> Self {
        let lines = lines::of(output);
        let blocks = blocks(asked, &lines);
        Self { asked, lines, blocks }
    }

    /// The texts, in the order of the script.
    pub(super) fn pieces(&self) -> Vec<Option<Vec<u8>>> {
        let mut pieces = vec![None; self.asked.len()];
        if let Some(own) = self.before_end_mark() {
            pieces[0] = own;
            return pieces;
        }
        let Some(blocks) = &self.blocks else { return pieces };
        let gaps = self.gaps(blocks);
        let settled: Vec<Settled> = gaps
            .iter()
            .enumerate()
            .map(|(at, gap)| self.settle(gap, at.checked_sub(1).map(|at| &blocks[at])))
            .collect();
        for (at, block) in blocks.iter().enumerate() {
            let is_open = |gap: usize| matches!(settled[gap], Settled::Open);
            // Text that nobody owns may go on with the block before it, unless a count ended that, or begin the next.
            let ends = block.counted || !is_open(at + 1) && !self.is_at_end(&gaps[at + 1]);
            if block.sound && ends && !is_open(at) {
                pieces[block.asked] = Some(self.text(block.from, block.to));
            }
        }
        for (gap, settled) in gaps.iter().zip(&settled) {
            if let Settled::Told(ranges) = settled {
                for (asked, (from, to)) in (gap.first..gap.last).zip(ranges) {
                    pieces[asked] = Some(self.text(*from, *to));
                }
            }
        }
        pieces
    }

    /// Of a command that was asked alone: what stands before the sentence that marks the end.
    fn before_end_mark(&self) -> Option<Option<Vec<u8>>> {
        let [own, mark] = self.asked else { return None };
        if mark.place.is_some() || own.place.is_none() {
            return None;
        }
        let last = self.lines.iter().rposition(|line| line.kind != Kind::Blank);
        let end = last.filter(|&last| self.lines[last].is_closed() && tells(mark, &self.lines[last]));
        let from = self.lines.iter().position(|line| !matches!(line.kind, Kind::Blank | Kind::Login)).unwrap_or(0);
        Some(end.map(|end| self.text(from.min(end), end)))
    }

    fn gaps(&self, blocks: &[Block]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let (mut first, mut from) = (0, 0);
        for block in blocks {
            gaps.push(Gap { first, last: block.asked, from, to: block.from, is_head: from == 0, is_tail: false });
            (first, from) = (block.asked + 1, block.to);
        }
        let (last, to) = (self.asked.len(), self.lines.len());
        gaps.push(Gap { first, last, from, to, is_head: blocks.is_empty(), is_tail: true });
        gaps
    }

    /// Whether nothing follows, so that an output that ends too early would look the same.
    fn is_at_end(&self, gap: &Gap) -> bool {
        gap.is_tail && gap.first == gap.last
    }

    fn settle(&self, gap: &Gap, before: Option<&Block>) -> Settled {
        let parts = self.parts(gap);
        let asked = &self.asked[gap.first..gap.last];
        let told = match asked {
            [] if gap.is_head => !parts.iter().any(|part| matches!(part.kind, Kind::Error(_))),
            [] => parts.is_empty(),
            [only] if !gap.is_tail => return self.settle_one(gap, only, &parts, before),
            _ => parts.len() == asked.len() && asked.iter().zip(&parts).all(|(asked, part)| self.is_whole(asked, part)),
        };
        if told && !asked.is_empty() {
            return Settled::Told(parts.iter().map(|part| (part.from, part.to)).collect());
        }
        if told { Settled::Told(Vec::new()) } else { Settled::Open }
    }

    /// One command between two that are known, or before the first of them.
    fn settle_one(&self, gap: &Gap, asked: &Asked, parts: &[Part], before: Option<&Block>) -> Settled {
        let always_speaks = asked.separated || !asked.sentences.is_empty();
        match parts {
            // A list of devices may be printed as nothing at all.
            [] if always_speaks || gap.is_head => Settled::Open,
            [] => Settled::Told(vec![(gap.to, gap.to)]),
            [only] if self.is_whole(asked, only) => Settled::Told(vec![(only.from, only.to)]),
            [only] if matches!(only.kind, Kind::Error(_)) => {
                // The error may also end the answer before it, where this one printed nothing.
                let is_its = always_speaks || before.is_some_and(|block| block.counted);
                if is_its { Settled::Told(vec![(only.from, only.to)]) } else { Settled::Open }
            }
            [first, .., last] | [first @ last] if !always_speaks && !gap.is_head => {
                let is_other = |part: &Part| matches!(part.kind, Kind::Error(_) | Kind::Warning(_));
                let is_plain = !parts.iter().any(is_other);
                if is_plain { Settled::Told(vec![(first.from, last.to)]) } else { Settled::Open }
            }
            _ => Settled::Open,
        }
    }

    /// Whether a part is a whole answer to the command, and cannot be half of one.
    fn is_whole(&self, asked: &Asked, part: &Part) -> bool {
        let is_closed = self.lines[part.to - 1].is_closed();
        match part.kind {
            Kind::Empty => is_closed && asked.sentences.is_empty(),
            Kind::Other => is_closed && part.to == part.from + 1 && tells(asked, &self.lines[part.from]),
            _ => false,
        }
    }

    /// The parts of a gap: sentences of commands, empty texts, errors, and runs of other lines. What a login says is
    /// none; before the first answer a banner is none either.
    fn parts(&self, gap: &Gap) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for at in gap.from..gap.to {
            let line = &self.lines[at];
            let is_sentence = self.asked.iter().any(|asked| tells(asked, line));
            let goes_on = match line.kind {
                Kind::Blank | Kind::Login => continue,
                Kind::Error(starts) | Kind::Warning(starts) => !starts,
                Kind::Other | Kind::Footer(_) => !is_sentence,
                _ => false,
            };
            let alike = |part: &&mut Part| match (part.kind, line.kind) {
                (Kind::Other, Kind::Other | Kind::Footer(_)) => !tells_any(self.asked, &self.lines[part.from]),
                (Kind::Error(_), Kind::Error(_)) | (Kind::Warning(_), Kind::Warning(_)) => true,
                _ => false,
            };
            match parts.last_mut().filter(alike).filter(|_| goes_on) {
                Some(part) => part.to = at + 1,
                None => parts.push(Part { kind: line.kind, from: at, to: at + 1 }),
            }
        }
        if gap.is_head {
            // Many a banner warns: a warning before everything else is taken for one.
            let is_banner = |part: &Part| match part.kind {
                Kind::Other => !tells_any(self.asked, &self.lines[part.from]),
                kind => matches!(kind, Kind::Warning(_)),
            };
            let banner = parts.iter().take_while(|part| is_banner(part)).count();
            parts.drain(..banner);
        }
        parts
    }

    /// The lines without the blank ones around them.
    fn text(&self, from: usize, to: usize) -> Vec<u8> {
        let is_told = |line: &Line<'_>| line.kind != Kind::Blank;
        let lines = &self.lines[from..to];
        let first = lines.iter().position(is_told).unwrap_or(lines.len());
        let behind = lines.iter().rposition(is_told).map_or(first, |last| last + 1);
        lines[first..behind].iter().flat_map(|line| line.text).copied().collect()
    }
}

pub(super) fn tells(asked: &Asked, line: &Line<'_>) -> bool {
    line.kind == Kind::Other && asked.sentences.iter().any(|sentence| sentence.is_told_by(&line.words()))
}

fn tells_any(asked: &[Asked], line: &Line<'_>) -> bool {
    asked.iter().any(|asked| tells(asked, line))
}

/// The blocks in the order of the script; `None` where their order is another, or lines hold separators of two.
fn blocks(asked: &[Asked], lines: &[Line<'_>]) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let number = match line.kind {
            Kind::Marked(number, _) => number,
            Kind::Confused => return None,
            _ => continue,
        };
        let own = asked.iter().position(|asked| asked.separator.is_some_and(|own| own.number() == number))?;
        match blocks.last_mut() {
            Some(block) if block.asked == own => block.to = at + 1,
            Some(block) if block.asked > own => return None,
            _ => blocks.push(Block { asked: own, from: at, to: at + 1, counted: false, sound: false }),
        }
    }
    let ends: Vec<usize> =
        (1..=blocks.len()).map(|next| blocks.get(next).map_or(lines.len(), |block| block.from)).collect();
    for (block, end) in blocks.iter_mut().zip(ends) {
        block.finish(lines, end);
    }
    Some(blocks)
}

impl Block {
    /// Looks whether the block is a heading with rows, and takes ONTAP's count behind it.
    fn finish(&mut self, lines: &[Line<'_>], end: usize) {
        let width = |line: &Line<'_>| if let Kind::Marked(_, count) = line.kind { count } else { 0 };
        let own = &lines[self.from..self.to];
        self.sound = own.len() > 2 && own.iter().all(|line| width(line) == width(&own[0]) && line.is_closed());
        let rows = own.len().saturating_sub(2);
        let beside = |line: &&Line<'_>| matches!(line.kind, Kind::Blank | Kind::Warning(_));
        let behind = self.to + lines[self.to..end].iter().take_while(beside).count();
        if let Some(Kind::Footer(count)) = lines[..end].get(behind).map(|line| line.kind) {
            self.to = behind + 1;
            self.counted = count == rows;
        }
    }
}
