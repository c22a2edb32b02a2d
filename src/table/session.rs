//! A capture to answers: by its prompts and commands, else by its name, else by headings and labels.

mod noted;

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::answer::{Answer, Cell, Doubt, Value};
use super::aside::{self, Aside};
use super::body::{Item, ItemKind, items};
use super::effort::Effort;
use super::reader::{self, Origin};
use super::recognise::{Tables, recognise};
use super::segments::{Above, Segment, asked_or_cut, speaks_against};
use super::slip::Slip;
use super::starts::{Part, parts};
use super::store::Records;
use super::{
    Change, Definition, Denial, asked, banner, caption, chained, clusters, generic, mention, ordinary, pairs, parting,
    said, seams, unread, visits,
};
use crate::source::{Capture, Line};
use noted::{note_changes, note_commands};

/// What a capture holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Session {
    /// The answers in the order of the text.
    pub(super) answers: Vec<Answer>,
    /// Names before the prompts, in order, without repetition.
    pub(super) prompts: Vec<String>,
    /// Hosts that were logged in to, each with the name in the prompt that came next.
    pub(super) logins: Vec<(String, String)>,
    /// Commands that changed the cluster, with the names in their prompts.
    pub(super) changes: Vec<(Option<String>, Change)>,
    /// Passwords that the cluster refused, with the names in the prompts.
    pub(super) denials: Vec<(Option<String>, Denial)>,
    /// Commands of tables whose answers could not be read, or did not come, with the names in their prompts.
    pub(super) unanswered: Vec<(Option<String>, String)>,
    /// What was passed over, in words, with the names in the prompts.
    pub(super) remarks: Vec<(Option<String>, String)>,
    /// Commands that the cluster did not know, with the names in their prompts.
    pub(super) slips: Vec<(Option<String>, Slip)>,
    /// What somebody wrote between the answers, in the order of the text.
    pub(super) asides: Vec<Aside>,
}

impl Session {
    /// Whether nothing of ONTAP's was found.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.changes.is_empty() && self.prompts.is_empty() && self.unanswered.is_empty()
    }

    /// Adds what a later part of the text holds.
    fn add(&mut self, part: Self) {
        self.prompts.extend(part.prompts);
        self.logins.extend(part.logins);
        self.answers.extend(part.answers);
        self.changes.extend(part.changes);
        self.denials.extend(part.denials);
        self.unanswered.extend(part.unanswered);
        self.remarks.extend(part.remarks);
        self.slips.extend(part.slips);
    }
}

/// Reads a capture.
///
/// `in_one_pass`: undamaged answers are read so, others by search; else all are.
pub(super) fn read(captures: &Arc<Vec<Capture>>, source: usize, known: &Tables<'_>, in_one_pass: bool) -> Session {
    let tables = known.tables;
    let capture = &captures[source];
    if capture.is_blank() {
        return of_nothing(capture, source, tables);
    }
    let mut session = Session::default();
    let mut segments = asked_or_cut(capture, known);
    let ordinary = in_one_pass.then(|| ordinary::Reader::new(captures, source, known.gates));
    let visits = visits::enter(&mut segments);
    clusters::part_domains(&mut segments);
    session.logins = clusters::logins(&segments);
    if capture.asked.is_none() {
        session.asides = aside::asides(capture, source, &segments, tables);
        said::doubt(&mut segments, capture, &session.asides, tables);
        let is_named_against = speaks_against(&capture.name);
        segments.iter_mut().for_each(|segment| segment.is_named_against = is_named_against);
    }
    banner::without(&mut segments, capture, tables);
    let parts = segments.len().div_ceil(TOGETHER).max(1);
    let effort = || Effort::of(capture.text().len() / parts);
    let read = |segments: &[Segment]| read_some(segments, (ordinary.clone(), &effort()), (capture, source), known);
    let parts: Vec<Session> = segments.par_chunks(TOGETHER).map(read).collect();
    parts.into_iter().for_each(|part| session.add(part));
    visits::leave(&mut session, &visits, tables);
    mention::without_named(&mut session.answers, capture);
    let mut seen = HashSet::new();
    session.prompts.retain(|name| seen.insert(name.clone()));
    if let Some(asked) = capture.asked.as_ref().filter(|asked| !asked.whole) {
        asked::settle(&mut session.answers, asked, (capture, source), tables);
    }
    session
}

/// A capture without any text.
fn of_nothing(capture: &Capture, source: usize, tables: &[Definition]) -> Session {
    let mut session = Session::default();
    match capture.asked.as_ref().and_then(|asked| asked::missing(asked, source, tables)) {
        Some(answer) => session.answers.push(answer),
        None => session.remarks.push((None, format!("`{}`: the file is empty", capture.name))),
    }
    session
}

/// Segments that one thread reads: enough that what it begins with does not count.
const TOGETHER: usize = 128;

/// Reads segments one after another; what one holds tells nothing of another.
fn read_some(
    segments: &[Segment],
    (mut ordinary, effort): (Option<ordinary::Reader<'_>>, &Effort),
    (capture, source): (&Capture, usize),
    known: &Tables<'_>,
) -> Session {
    let mut session = Session::default();
    for segment in segments {
        if let Some(name) =
            segment.prompt.as_ref().filter(|name| !name.is_empty() && session.prompts.last() != Some(name))
        {
            session.prompts.push(name.clone());
        }
        let placed = ordinary.as_mut().and_then(|reader| read_ordinary(reader, segment, (capture, source), known));
        if let Some(answer) = placed {
            note_changes(&mut session, segment, &[], (capture, source), known);
            session.answers.push(answer);
        } else {
            read_segment(&mut session, (segment, effort), (capture, source), known);
        }
    }
    session
}

/// Reads an answer that nothing has damaged: to a known command, or one alone whose heading tells the table.
fn read_ordinary(
    reader: &mut ordinary::Reader<'_>,
    segment: &Segment,
    (capture, source): (&Capture, usize),
    known: &Tables<'_>,
) -> Option<Answer> {
    // Which of several commands above it an answer is of is not told in passing.
    if !segment.stacked.is_empty() {
        return None;
    }
    let lines = (segment.first, segment.last);
    let recognised = |items: &[Item<'_>]| recognise(items, 0, known).map(|(table, _)| table);
    let table = match &segment.typed {
        Some(typed) => typed.definition?,
        None => reader.table(lines, &recognised)?,
    };
    let (gate, all) = (&known.gates.each[table], &known.gates.all);
    let described = ordinary::Table { index: table, definition: &known.tables[table], gate, all };
    let found = reader.read(described, lines)?;
    let is_typed = segment.typed.is_some() && segment.line < segment.first;
    let origin = Origin {
        table,
        typed: segment.typed.clone(),
        prompt: segment.prompt.clone(),
        source,
        line: if is_typed { segment.line } else { first_text(capture, segment) },
        closed: segment.closed,
        is_fenced: segment.is_fenced,
        is_pure: segment.is_pure,
        doubt: segment.doubt(),
        ..Origin::default()
    };
    // Without a prompt or a count nobody knows whether more rows were there, nor whether the last one is all there, where the text
    // ends in it, or where it may go on.
    let is_told = found.announced.map_or(segment.closed, |count| count == found.records.len());
    let is_open = segment.last == capture.line_count() && capture.ends_open() || ends_open(&found.records);
    (is_told || found.announced.is_none() && found.is_of_lines && !is_open)
        .then(|| reader::answer(&known.tables[table], &origin, found.into()))
}

/// Whether the last cell of the last record seems blank, or is a list that may go on.
fn ends_open(records: &Records) -> bool {
    let is_open = |(_, cell): &(String, Cell)| !matches!(&cell.value, Value::Text(text) if !text.is_empty());
    records.last().is_none_or(|last| last.fields.last().is_none_or(is_open))
}

/// Lines that are looked at together for anything known, and lines behind them that a heading may reach into.
const LONGEST_LOOK: usize = 4096;
const REACH: usize = 256;

/// Whether anything in a long text without a command is known. A few lines at a time, because most of such text is none of
/// ONTAP's, and need not be held apart.
fn is_known(segment: &Segment, capture: &Capture, known: &Tables<'_>) -> bool {
    (segment.first..segment.last + 1).into_par_iter().step_by(LONGEST_LOOK).any(|first| {
        let last = segment.last.min(first + LONGEST_LOOK + REACH);
        let lines: Vec<Line<'_>> = (first..=last).map(|number| capture.line(number)).collect();
        let items = items(lines.into_iter());
        let texts = (0..items.len().min(LONGEST_LOOK)).filter(|&at| items[at].kind == ItemKind::Text);
        texts.into_iter().any(|at| recognise(&items, at, known).is_some())
    })
}

/// The first line of a segment that is not blank.
fn first_text(capture: &Capture, segment: &Segment) -> usize {
    (segment.first..=segment.last).find(|&number| !capture.line(number).is_blank()).unwrap_or(1)
}

fn read_segment(
    session: &mut Session,
    (segment, effort): (&Segment, &Effort),
    (capture, source): (&Capture, usize),
    known: &Tables<'_>,
) {
    let is_long = segment.typed.is_none() && segment.last >= segment.first + LONGEST_LOOK;
    if segment.is_manual() || is_long && !is_known(segment, capture, known) {
        return;
    }
    let lines: Vec<Line<'_>> = (segment.first..=segment.last).map(|number| capture.line(number)).collect();
    let read = |lines: Vec<Line<'_>>| {
        let mut session = Session::default();
        read_lines(&mut session, (segment, effort), lines, (capture, source), known);
        session
    };
    session.add(seams::read(lines, &read, known.tables));
}

fn read_lines(
    session: &mut Session,
    (segment, effort): (&Segment, &Effort),
    lines: Vec<Line<'_>>,
    (capture, source): (&Capture, usize),
    known: &Tables<'_>,
) {
    let items: Vec<Item<'_>> = pairs::labelled(items(lines.into_iter()), known.gates);
    note_commands(session, segment, &items, (capture, source), known);
    let origin = |table: usize| Origin {
        table,
        typed: segment.typed.clone(),
        is_shared: false,
        prompt: segment.prompt.clone(),
        source,
        line: if segment.typed.is_some() && segment.line < segment.first { segment.line } else { first_line(&items) },
        closed: segment.closed,
        is_fenced: segment.is_fenced,
        open_end: segment.last == capture.line_count() && capture.ends_open() && !segment.closed,
        is_pure: segment.is_pure,
        effort: effort.clone(),
        doubt: segment.doubt(),
    };
    if read_asked(session, segment, (&items, capture), &origin, known) {
        return;
    }
    let is_foreign = segment.asks_another();
    if let Some(answer) = is_foreign.then(|| generic::read(&origin(0), &items)).flatten() {
        return session.answers.push(answer);
    }
    let before = session.answers.len();
    read_unnamed(session, (&items, capture), &|at| beside(segment, &known.tables[at], origin(at)), known, is_foreign);
    if segment.is_bare && segment.table().is_none() && segment.typed.is_some() && !is_foreign {
        mention::without_sentences(&mut session.answers, before, known.tables);
    }
    if session.answers.len() == before && !mention::is_mention(segment, &items) {
        unread::note(session, (segment, segment.table().map(&origin)), &items, capture, known);
    }
}

/// Reads the answers to the commands that were typed; whether they are there.
fn read_asked(
    session: &mut Session,
    segment: &Segment,
    (items, capture): (&[Item<'_>], &Capture),
    origin: &dyn Fn(usize) -> Origin,
    known: &Tables<'_>,
) -> bool {
    let table = segment.table().filter(|_| !chained::are_together(segment, items, known));
    let own = |table: usize| match segment.asked(table, &known.tables[table]) {
        Above { typed, is_shared: true } => Origin { typed, is_shared: true, ..origin(table) },
        _ => origin(table),
    };
    chained::read(session, segment, items, origin, known)
        || table.is_some_and(|table| read_typed(session, segment, (items, capture), &own(table), known))
}

/// Where an answer comes from that is none to the last command above it: it is that of another one there, or another's.
fn beside(segment: &Segment, definition: &Definition, origin: Origin) -> Origin {
    let Above { typed, is_shared } = segment.asked(origin.table, definition);
    let is_known = typed.is_some() && !is_shared;
    let doubt =
        segment.doubt().or_else(|| segment.other_than(definition).filter(|_| !is_known).map(|doubt| (doubt, None)));
    Origin { typed, is_shared, doubt, ..origin }
}

/// Reads the answer to a known command, and apart from it what follows under another heading.
fn read_typed(
    session: &mut Session,
    segment: &Segment,
    (items, capture): (&[Item<'_>], &Capture),
    origin: &Origin,
    known: &Tables<'_>,
) -> bool {
    let (table, gate) = (origin.table, &known.gates.each[origin.table]);
    let items = if origin.closed { &items[..caption::begin(&known.tables[table], items)] } else { items };
    let end = parting::end(known.tables, table, known.gates, items, true);
    if end == Some(0) {
        return false;
    }
    let (own, rest) = items.split_at(end.unwrap_or(items.len()));
    // Where a prompt was lost, so may have been rows and their count.
    let closed = origin.closed && rest.is_empty();
    let own_origin = Origin { closed, open_end: origin.open_end && rest.is_empty(), ..origin.clone() };
    let Some(answer) = reader::read(&known.tables[table], gate, &own_origin, own) else { return false };
    session.answers.push(answer);
    if !rest.is_empty() {
        let others = |table| {
            let Above { typed, is_shared } = segment.asked(table, &known.tables[table]);
            let typed = typed.filter(|_| is_shared || table != origin.table);
            Origin { table, typed, is_shared, ..origin.clone() }
        };
        let before = session.answers.len();
        read_unnamed(session, (rest, capture), &others, known, false);
        // The same table again, and no command above it: of which cluster it is, and of which day, nobody tells.
        let again = |answer: &&mut Answer| answer.table == origin.table && !answer.is_asked;
        session.answers[before..].iter_mut().filter(again).for_each(|answer| answer.in_session = false);
    }
    true
}

fn first_line(items: &[Item<'_>]) -> usize {
    items.iter().find(|item| item.kind != ItemKind::Blank).map_or(1, |item| item.line.number)
}

/// Answers without a command, one for each heading, label block or sentence that a table knows.
///
/// `is_foreign`: they stand below a command that no table describes, whose they are unless a whole heading says otherwise.
fn read_unnamed(
    session: &mut Session,
    (items, capture): (&[Item<'_>], &Capture),
    origin: &dyn Fn(usize) -> Origin,
    known: &Tables<'_>,
    is_foreign: bool,
) {
    let tables = known.tables;
    let parts = parts(items, known, is_foreign);
    for (index, &Part { from, to, table }) in parts.iter().enumerate() {
        let Some(table) = table else {
            unread::note_heading(session, &items[from], capture);
            continue;
        };
        let mut origin = origin(table);
        origin.line = items[from].line.number;
        if !origin.is_shared {
            origin.typed = origin.typed.or_else(|| mention::named_above(capture, origin.line, table, tables));
        }
        // Nobody knows what stands below a strange heading: it may be more of the answer.
        let strange = parts.get(index + 1).filter(|next| next.table.is_none());
        let doubt = strange.map(|next| (Doubt::Stray, Some(items[next.from].line.number)));
        origin.doubt = origin.doubt.or(doubt);
        origin.closed |= to < items.len();
        origin.open_end &= to == items.len();
        if let Some(answer) = reader::read(&tables[table], &known.gates.each[table], &origin, &items[from..to]) {
            session.answers.push(answer);
        } else if let Some(answer) = reader::read_instances(&tables[table], &origin, &items[from..to]) {
            session.answers.push(answer);
        }
    }
}
