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

/// What of a gap is still to be told.
struct Rest<'p> {
    asked: &'p [Asked],
    parts: &'p [Part],
    is_head: bool,
    is_tail: bool,
    /// Whether the answer before it is surely at its end.
    is_ended: bool,
    /// The line behind the gap.
    at: usize,
}

/// What became of a gap.
struct Settled {
    /// First line, and the line behind the last, of each command's answer; `None`: it cannot be told.
    told: Vec<Option<(usize, usize)>>,
    /// Whether there is text of which nobody knows whose it is.
    is_open: bool,
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
        let Some(blocks) = &self.blocks else { return pieces };
        let gaps = self.gaps(blocks);
        let settled: Vec<Settled> = gaps
            .iter()
            .enumerate()
            .map(|(at, gap)| self.settle(gap, at.checked_sub(1).map(|at| &blocks[at])))
            .collect();
        for (at, block) in blocks.iter().enumerate() {
            let is_open = |gap: usize| settled[gap].is_open;
            let behind = &gaps[at + 1];
            // Text that nobody owns may go on with the block before it, unless a count ended that, or begin the next. Even
            // behind a count it may say that rows are missing.
            let ends = match is_open(at + 1) {
                true => block.counted && !self.complains(behind),
                false => block.counted || !self.is_at_end(behind),
            };
            if block.sound && ends && !is_open(at) {
                let warnings = if at == 0 { self.warnings(&gaps[0]) } else { Vec::new() };
                let own = lines::text(&self.lines[block.from..block.to]);
                pieces[block.asked] = Some([warnings, own].concat());
            }
        }
        for (gap, settled) in gaps.iter().zip(&settled) {
            for (asked, range) in (gap.first..gap.last).zip(&settled.told) {
                pieces[asked] = range.map(|(from, to)| lines::text(&self.lines[from..to]));
            }
        }
        pieces
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

    /// Whether the first thing in a gap is a warning or an error.
    fn complains(&self, gap: &Gap) -> bool {
        let is_complaint = |kind| matches!(kind, Kind::Warning(_) | Kind::Missing(_) | Kind::Error(_));
        self.parts(gap).first().is_some_and(|part| is_complaint(part.kind))
    }

    /// Warnings above the first block that tell of missing rows; others are of a banner, or say nothing of the rows.
    fn warnings(&self, gap: &Gap) -> Vec<u8> {
        let lines = &self.lines[gap.from..gap.to];
        lines.iter().filter(|line| matches!(line.kind, Kind::Missing(_))).flat_map(|line| line.text).copied().collect()
    }

    /// Whether nothing follows, so that an output that ends too early would look the same.
    fn is_at_end(&self, gap: &Gap) -> bool {
        gap.is_tail && gap.first == gap.last
    }

    /// Sentences are of one command each: those in front are told whatever follows them.
    fn settle(&self, gap: &Gap, before: Option<&Block>) -> Settled {
        let parts = self.parts(gap);
        let asked = &self.asked[gap.first..gap.last];
        let is_told = |(asked, part): &(&Asked, &Part)| part.kind == Kind::Other && self.is_whole(asked, part);
        let front = asked.iter().zip(&parts).take_while(is_told).count();
        let is_ended = front > 0 || before.is_some_and(|block| block.counted);
        let rest = Rest {
            asked: &asked[front..],
            parts: &parts[front..],
            is_head: gap.is_head && front == 0,
            is_tail: gap.is_tail,
            is_ended,
            at: gap.to,
        };
        let told = self.settle_rest(&rest);
        let is_open = told.is_none();
        if gap.is_head && !self.is_bare(gap) {
            // Of what stands there nobody knows whether a banner or the cluster printed it.
            return Settled { told: vec![None; asked.len()], is_open };
        }
        let own = parts[..front].iter().map(|part| Some((part.from, part.to)));
        let told = told.map_or(vec![None; rest.asked.len()], |told| told.into_iter().map(Some).collect());
        Settled { told: own.chain(told).collect(), is_open }
    }

    /// Whether an output ends with a sentence for each command, and holds no other that could be one's answer.
    fn is_bare(&self, gap: &Gap) -> bool {
        let is_said = |line: &&Line<'_>| !matches!(line.kind, Kind::Blank | Kind::Login | Kind::Setting(_));
        let said: Vec<&Line<'_>> = self.lines.iter().filter(is_said).collect();
        let (above, own) = said.split_at(said.len().saturating_sub(self.asked.len()));
        let is_each_told = || own.iter().zip(self.asked).all(|(line, asked)| tells(asked, line));
        gap.is_tail
            && own.len() == self.asked.len()
            && is_each_told()
            && !above.iter().any(|line| tells_any(self.asked, line))
    }

    fn settle_rest(&self, rest: &Rest<'_>) -> Option<Vec<(usize, usize)>> {
        let told = match rest.asked {
            [] if rest.is_head => !rest.parts.iter().any(|part| matches!(part.kind, Kind::Error(_))),
            [] => return rest.parts.is_empty().then(Vec::new),
            [only] if !rest.is_tail => return self.settle_one(rest, only).map(|range| vec![range]),
            [_] if rest.is_ended && self.is_refusal(rest.parts) => true,
            asked => {
                rest.parts.len() == asked.len()
                    && asked.iter().zip(rest.parts).all(|(asked, part)| self.is_whole(asked, part))
            }
        };
        let ranges = rest.parts.iter().take(rest.asked.len()).map(|part| (part.from, part.to));
        told.then(|| ranges.collect())
    }

    /// One command between two that are known, or before the first of them.
    fn settle_one(&self, rest: &Rest<'_>, asked: &Asked) -> Option<(usize, usize)> {
        let always_speaks = asked.separated || !asked.sentences.is_empty();
        match rest.parts {
            // A list of devices may be printed as nothing at all.
            [] if always_speaks || rest.is_head => None,
            [] => Some((rest.at, rest.at)),
            [only] if self.is_whole(asked, only) => Some((only.from, only.to)),
            // The error may also end the answer before it, where this one printed nothing.
            [only] if matches!(only.kind, Kind::Error(_)) => {
                (always_speaks || self.is_refusal(rest.parts)).then_some((only.from, only.to))
            }
            [first, .., last] | [first @ last] if !always_speaks && !rest.is_head => {
                let is_other = |part: &Part| matches!(part.kind, Kind::Error(_) | Kind::Warning(_) | Kind::Missing(_));
                let is_plain = !rest.parts.iter().any(is_other);
                is_plain.then_some((first.from, last.to))
            }
            _ => None,
        }
    }

    /// Whether this is the answer to a command that the account may not use, or that the release does not know: nothing
    /// follows it, so that it is whole at the end of an output too.
    fn is_refusal(&self, parts: &[Part]) -> bool {
        let [only] = parts else { return false };
        let is_closed = self.lines[only.to - 1].is_closed();
        let words: Vec<String> = self.lines[only.from..only.to].iter().map(Line::words).collect();
        let words = words.join(" ");
        matches!(only.kind, Kind::Error(_)) && is_closed && words.ends_with("is not a recognized command")
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
                Kind::Blank | Kind::Login | Kind::Setting(_) => continue,
                Kind::Error(starts) | Kind::Warning(starts) | Kind::Missing(starts) => !starts,
                Kind::Other | Kind::Footer(_) => !is_sentence,
                _ => false,
            };
            let alike = |part: &&mut Part| match (part.kind, line.kind) {
                (Kind::Other, Kind::Other | Kind::Footer(_)) => !tells_any(self.asked, &self.lines[part.from]),
                (Kind::Error(_), Kind::Error(_))
                | (Kind::Warning(_), Kind::Warning(_))
                | (Kind::Missing(_), Kind::Missing(_)) => true,
                _ => false,
            };
            match parts.last_mut().filter(alike).filter(|_| goes_on) {
                Some(part) => part.to = at + 1,
                None => parts.push(Part { kind: line.kind, from: at, to: at + 1 }),
            }
        }
        if gap.is_head {
            // Many a banner warns, but not of missing rows.
            let is_banner = |part: &Part| match part.kind {
                Kind::Other => !tells_any(self.asked, &self.lines[part.from]),
                kind => matches!(kind, Kind::Warning(_)),
            };
            let banner = parts.iter().take_while(|part| is_banner(part)).count();
            parts.drain(..banner);
        }
        parts
    }
}

/// Whether a line is a sentence that is a whole answer to a command.
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
        let is_own = |asked: &Asked| asked.separator.is_some_and(|own| own.number() == number);
        // A sentence holds no separators: rows of its command are somebody else's words.
        let own = asked.iter().position(is_own).filter(|at| asked[*at].sentences.is_empty())?;
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
        let is_even = own.iter().all(|line| width(line) == width(&own[0]) && line.is_closed());
        // A heading that comes again is of another answer, or of a banner that holds one.
        let is_one = own.iter().filter(|line| line.words() == own[0].words()).count() == 1;
        self.sound = own.len() > 2 && is_even && is_one;
        let rows = own.len().saturating_sub(2);
        let beside = |line: &&Line<'_>| matches!(line.kind, Kind::Blank | Kind::Warning(_) | Kind::Missing(_));
        let behind = self.to + lines[self.to..end].iter().take_while(beside).count();
        if let Some(Kind::Footer(count)) = lines[..end].get(behind).map(|line| line.kind) {
            self.to = behind + 1;
            self.counted = count == rows;
        }
    }
}
