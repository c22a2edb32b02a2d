//! Rulers as they stand, and rulers that a word processor made shorter: of two hyphens it makes one dash, or of three.

use super::super::word::Word;

/// Most ways to stretch a ruler that are kept together.
const MOST: usize = 64;
/// Most columns of a table.
const WIDEST: usize = 128;

/// The runs of the ruler below a heading of these words; `None` where the ruler cannot be that heading's.
pub(in super::super) fn trusted<'a>(runs: &[Word<'a>], heads: &[Word<'_>]) -> Option<Vec<Word<'a>>> {
    if runs.len() > WIDEST || runs.iter().all(|run| heads.iter().any(|head| is_over(head, run))) {
        return Some(runs.to_vec());
    }
    [2, 3].into_iter().find_map(|hyphens| stretched(runs, heads, hyphens))
}

/// The same, or the runs as they stand where they reach beyond the heading: of a table that nobody knows the ruler alone tells.
pub(in super::super) fn assumed<'a>(runs: &[Word<'a>], heads: &[Word<'_>]) -> Option<Vec<Word<'a>>> {
    let begins = heads.iter().map(|head| head.start).max();
    let ends = runs.last().map(|run| run.end);
    trusted(runs, heads).or_else(|| (ends > begins).then(|| runs.to_vec()))
}

/// Whether the heading's word stands where a heading over the run is printed: at its left or at its right end.
fn is_over(head: &Word<'_>, run: &Word<'_>) -> bool {
    head.start == run.start || head.end == run.end
}

/// One way to stretch the first runs of a ruler.
#[derive(Clone, Default)]
struct Way<'a> {
    runs: Vec<Word<'a>>,
    /// How many of them begin where a heading's word does.
    begun: usize,
}

impl<'a> Way<'a> {
    fn end(&self) -> usize {
        self.runs.last().map_or(0, |last| last.end)
    }

    /// The same with `run`, so wide, behind a gap; `None` where no heading's word stands over it.
    fn with(&self, run: &Word<'a>, gap: usize, width: usize, heads: &[Word<'_>]) -> Option<Self> {
        let start = self.end() + gap;
        let run = Word { start, end: start + width, ..*run };
        let is_begun = heads.iter().any(|head| head.start == start);
        let fits = is_begun || heads.iter().any(|head| is_over(head, &run));
        let runs = [self.runs.as_slice(), &[run]].concat();
        fits.then_some(Self { runs, begun: self.begun + usize::from(is_begun) })
    }
}

/// The runs as they were when each dash was so many hyphens, where all of them then stand below the heading's words.
fn stretched<'a>(runs: &[Word<'a>], heads: &[Word<'_>], hyphens: usize) -> Option<Vec<Word<'a>>> {
    let mut ways = vec![Way::default()];
    let mut before = 0;
    for run in runs {
        let (gap, dashes) = (run.start - before, run.end - run.start);
        // At the end of a run hyphens may be left that were too few for a dash.
        let left = (hyphens - 1) * (hyphens - 1);
        let widths = (hyphens * dashes).saturating_sub(left).max(dashes)..=hyphens * dashes;
        let longer =
            |way: &Way<'a>| widths.clone().filter_map(|width| way.with(run, gap, width, heads)).collect::<Vec<_>>();
        ways = ways.iter().flat_map(longer).take(MOST).collect();
        // Of the ways to one end the best one goes on.
        ways.sort_by_key(|way| (way.end(), std::cmp::Reverse(way.begun)));
        ways.dedup_by_key(|way| way.end());
        before = run.end;
    }
    ways.into_iter().max_by_key(|way| (way.begun, way.end())).map(|way| way.runs)
}
