//! A capture to segments: what was typed, and the lines behind it up to the next prompt or command.

mod begun;
mod commands;
mod fences;
mod file_name;
mod heads;
mod messages;
mod several;

use std::collections::HashMap;
use std::sync::Arc;

use super::command::shell::{Shells, is_showing};
use super::command::title::leads_to_answer;
use super::command::{Passed, Typed, bare_command, continues, echo, may_change};
use super::recognise::Tables;
use super::{Definition, Doubt, candidates, clusters, stray};
use crate::source::{Asked, Capture, Line};
use begun::{Begun, begun};
use commands::Commands;
pub(super) use commands::is_directory;
use fences::{end_at_blocks, end_at_fence};
pub(super) use file_name::{FileNames, speaks_against};
pub(super) use several::Above;

/// A prompt or a command with the lines behind it.
#[derive(Default)]
pub(super) struct Segment {
    /// Name in the prompt.
    pub(super) prompt: Option<String>,
    /// What was typed.
    pub(super) typed: Option<Arc<Typed>>,
    /// Line of the prompt or the command.
    pub(super) line: usize,
    /// First line behind it.
    pub(super) first: usize,
    /// Last line before the next.
    pub(super) last: usize,
    /// Whether another follows.
    pub(super) closed: bool,
    /// Whether the command stands on several lines: a terminal may have broken any word of it.
    pub(super) is_broken: bool,
    /// Whether the capture is this answer and nothing else, so that no letter stands in it.
    pub(super) is_pure: bool,
    /// Whether it is no prompt, and one follows.
    pub(super) is_before_prompt: bool,
    /// The host that was logged in to, or that a command was sent to; empty where none was.
    pub(super) login: String,
    /// Whether it stands behind the fence that ended an answer.
    pub(super) is_behind_fence: bool,
    /// Whether a fence ends it.
    pub(super) is_fenced: bool,
    /// Whether its command stands without a prompt.
    pub(super) is_bare: bool,
    /// The commands without a prompt right above its own: which of them an answer below is of, its heading tells.
    pub(super) stacked: Vec<Arc<Typed>>,
    /// Whether a fence stands behind its command.
    pub(super) has_fence: bool,
    /// Whether a command of another shell showed it behind a session: nobody knows how old it is.
    is_shown: bool,
    /// Whether it is what another command of another shell printed.
    is_foreign: bool,
    /// The line on which somebody, or the console, speaks against it.
    pub(super) said: Option<usize>,
    /// Whether the name of its file or folder speaks against it.
    pub(super) is_named_against: bool,
}

/// The segments of a capture: the one that it is known to answer, else those that it is cut into.
pub(super) fn asked_or_cut(capture: &Capture, known: &Tables<'_>) -> Vec<Segment> {
    let of_asked = |asked| vec![Segment::of_asked(asked, capture.line_count(), known.tables)];
    let mut segments = capture.asked.as_ref().map_or_else(|| segments(capture, known), of_asked);
    if let [only] = segments.as_mut_slice()
        && only.typed.is_none()
    {
        only.name_by(&capture.name, known);
    }
    segments
}

impl Segment {
    /// Whether a manual page was asked for.
    pub(super) fn is_manual(&self) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.text.split_whitespace().next() == Some("man"))
    }

    /// Whether several commands that show something stand on its line.
    pub(super) fn is_chain(&self) -> bool {
        self.typed.as_ref().is_some_and(|typed| typed.before.iter().any(|typed| typed.definition.is_some()))
    }

    /// Whether its command shows what no table knows.
    pub(super) fn asks_another(&self) -> bool {
        let is_other =
            |typed: &Typed| typed.definition.is_none() && typed.command.split(' ').any(|word| word.starts_with("sh"));
        self.typed.as_deref().is_some_and(is_other)
    }

    /// Index of the table of its command, where one describes it.
    pub(super) fn table(&self) -> Option<usize> {
        self.typed.as_ref()?.definition
    }

    /// Whether it is what another shell's command to log in printed.
    pub(super) fn is_login(&self) -> bool {
        self.prompt.as_deref() == Some("") && self.typed.is_none()
    }

    /// Why nothing that stands behind it is proof, and the line that shows it, if it is another one.
    pub(super) fn doubt(&self) -> Option<(Doubt, Option<usize>)> {
        let before = self.is_before_prompt.then_some((Doubt::BeforePrompt, None));
        let is_edited = || self.typed.as_ref().is_some_and(|typed| typed.passed == Passed::Edited);
        let shown = || (self.is_shown || is_edited()).then_some((Doubt::OtherCommand, None));
        let named = || self.is_named_against.then_some((Doubt::Named, None));
        before.or_else(shown).or_else(|| self.said.map(|line| (Doubt::Said, Some(line)))).or_else(named)
    }

    /// The same where an answer of this table stands below another command. `node-scope-mode on` says what `status` says.
    pub(super) fn other_than(&self, table: &Definition) -> Option<Doubt> {
        let typed: Vec<&str> = self.typed.as_ref()?.command.split(' ').collect();
        let own: Vec<&str> = table.command.split(' ').collect();
        let is_beside = own.len() > 1
            && typed.len() == own.len()
            && own[..own.len() - 1].iter().zip(&typed).all(|(a, b)| a.starts_with(b));
        // What changes something prints a sentence on it, and no table.
        (!is_beside || table.sentences.is_empty()).then_some(Doubt::OtherCommand)
    }

    /// Takes the command from the name of the file, where that spells one out.
    pub(super) fn name_by(&mut self, name: &str, known: &Tables<'_>) {
        self.typed = known.gates.files.typed(name, known.tables);
        self.is_pure = self.typed.is_some();
    }

    /// The whole capture, which answers one command. That its end was seen is no count of its rows: a cluster prints one
    /// below them however it is asked.
    pub(super) fn of_asked(asked: &Asked, last: usize, tables: &[Definition]) -> Self {
        let typed = Some(Arc::new(Typed::parse(&asked.command, "", tables)));
        Self { typed, line: 1, first: 1, last, is_pure: true, ..Self::default() }
    }
}

/// The segments of a capture in the order of the text.
fn segments(capture: &Capture, known: &Tables<'_>) -> Vec<Segment> {
    let tables = known.tables;
    let mut segments = vec![Segment { line: 1, first: 1, ..Segment::default() }];
    let (mut prompt, mut behind) = (None, 1);
    let mut shells = Shells::default();
    let mut commands = Commands { tables, known: HashMap::new() };
    for (number, line) in candidates::lines(capture, &known.gates.tops).into_iter().map(|at| (at, capture.line(at))) {
        if number < behind || is_of_manual(&segments, &line) {
            continue;
        }
        if line.is_fence() {
            end_at_fence(capture, &mut segments, number);
            continue;
        }
        let (directory, text, login) = match begun(&line.text, &mut shells, tables) {
            Some(Begun::Prompt(found)) => {
                prompt = Some(clusters::named_by(&found));
                (found.directory, found.typed, Some(found.host))
            }
            Some(Begun::Bare(text)) => {
                prompt = prompt.filter(|_| !has_left(&segments));
                (String::new(), text, None)
            }
            other => {
                other.into_iter().for_each(|other| end_at_shell(capture, &mut segments, number, other, tables));
                continue;
            }
        };
        let (text, first) = whole_command(capture, text, number + 1, tables);
        let (is_broken, first) = (first > number + 1, heads::behind(capture, first, &line.text, &mut prompt));
        let typed = commands.typed(echoed(capture, first), &text, &directory);
        let (prompt, is_bare, login) = (prompt.clone(), login.is_none(), login.unwrap_or_default());
        behind = behind_lead(capture, first);
        let own =
            Segment { prompt, typed, line: number, first: behind, is_broken, is_bare, login, ..Segment::default() };
        open(capture, &mut segments, own);
    }
    segments.last_mut().into_iter().for_each(|open| open.last = capture.line_count());
    without_blank(capture, messages::end_above(capture, end_at_blocks(capture, segments)))
}

/// Whether the last command ended the session: what stands behind it without a prompt may be another cluster's.
fn has_left(segments: &[Segment]) -> bool {
    segments.iter().rev().find_map(|own| own.typed.as_ref()).is_some_and(|typed| typed.ends_session())
}

/// Whether a line stands within the manual page that was asked for last, whose examples are no part of the session: these are indented.
fn is_of_manual(segments: &[Segment], line: &Line<'_>) -> bool {
    line.text.starts_with("  ") && segments.last().is_some_and(Segment::is_manual)
}

/// The line behind the words that lead from a command to its answer, which may stand behind an empty line; `first` without any.
fn behind_lead(capture: &Capture, first: usize) -> usize {
    let next = if capture.line(first).is_blank() { first + 1 } else { first };
    if leads_to_answer(&capture.line(next).text) { next + 1 } else { first }
}

/// Ends what was open before a prompt or a command, and begins with it.
fn open(capture: &Capture, segments: &mut Vec<Segment>, own: Segment) {
    let titles = titled_above(capture, segments, &own).max(usize::from(is_of_two_lines(capture, &own)));
    close(segments, own.line - titles);
    let mut stacked = if own.is_bare { stacked(capture, segments) } else { Vec::new() };
    // The answers to the commands of one line stand below each other.
    let before = own.typed.iter().flat_map(|typed| &typed.before).filter(|typed| typed.definition.is_some());
    stacked.extend(before.map(|typed| Arc::new(typed.clone())));
    segments.push(Segment { stacked, ..own });
}

/// How many lines above a command are its title: comments, where the command before it has such a title too.
fn titled_above(capture: &Capture, segments: &[Segment], own: &Segment) -> usize {
    // What may be said of the rows above is no title.
    let is_title = |line: &usize| {
        let line = capture.line(*line);
        line.is_comment() && !stray::may_say_missing(line.raw().trim())
    };
    let comments = |line: usize| (1..line).rev().take_while(is_title).count();
    let is_titled = |above: &&Segment| above.is_bare && above.typed.is_some() && comments(above.line) > 0;
    if own.is_bare && segments.last().is_some_and(|above| is_titled(&above)) { comments(own.line) } else { 0 }
}

/// Whether the first line of a shell's prompt stands above a command that was given to `ssh`: `joe@hop /cygdrive/c`, then `$ ssh ...`.
fn is_of_two_lines(capture: &Capture, own: &Segment) -> bool {
    if own.login.is_empty() || own.line < 2 {
        return false;
    }
    let above = capture.line(own.line - 1).text.trim().to_owned();
    let mut words = above.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_path =
        |word: &str| word.starts_with(['/', '~', '(']) || word.starts_with("MINGW") || word.starts_with("MSYS");
    let has_time = above.starts_with('[') && above.contains("]  ") && above.contains(':');
    let is_account = first.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
    has_time && above.ends_with(['~', '/'])
        || is_account && words.clone().count() > 0 && words.all(is_path)
        || first.starts_with("\u{250c}\u{2500}")
}

/// Takes the commands without a prompt right above a line, below which nothing stands: they are asked together.
fn stacked(capture: &Capture, segments: &mut [Segment]) -> Vec<Arc<Typed>> {
    let is_silent = |line: usize| capture.line(line).is_blank() || capture.line(line).is_comment();
    let is_empty = |above: &Segment| (above.first..=above.last).all(is_silent);
    let Some(above) = segments.last_mut().filter(|above| above.is_bare && is_empty(above)) else { return Vec::new() };
    let mut stacked = std::mem::take(&mut above.stacked);
    // What changes something is told by itself.
    if above.typed.as_ref().is_some_and(|typed| typed.definition.is_some()) {
        stacked.extend(above.typed.take());
    }
    stacked
}

/// Ends what was open before line `number`, on which something is asked.
fn close(segments: &mut [Segment], number: usize) {
    if let Some(open) = segments.last_mut() {
        (open.last, open.closed) = (number - 1, true);
    }
}

/// The names in the prompts of the session, the last ones.
fn names(segments: &[Segment]) -> Vec<&str> {
    const MOST: usize = 64;
    let prompts = segments.iter().rev().take(MOST).filter_map(|segment| segment.prompt.as_deref());
    let mut names: Vec<&str> =
        prompts.map(|name| name.trim_start_matches(clusters::HOST)).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Ends the answer before the prompt of a shell, whose command is not ONTAP's. What it prints answers nothing; but what it shows
/// of a file may be anything.
fn end_at_shell(capture: &Capture, segments: &mut Vec<Segment>, number: usize, begun: Begun, tables: &[Definition]) {
    let Begun::Foreign(typed) = begun else { return };
    let typed = typed.as_str();
    if heads::says_failed(capture, number, typed) || heads::is_of_file(capture, segments, number, typed, tables) {
        return;
    }
    close(segments, number);
    if may_change(typed, &names(segments), tables) {
        let (line, first) = (number, number + 1);
        let known = Typed { text: typed.to_owned(), command: typed.to_owned(), is_afar: true, ..Typed::default() };
        let prompt = segments.iter().rev().find_map(|segment| segment.prompt.clone());
        segments.push(Segment { prompt, typed: Some(Arc::new(known)), line, first, ..Segment::default() });
        return;
    }
    let is_showing = is_showing(typed);
    let is_shown = is_showing && segments.iter().any(|segment| segment.typed.is_some());
    let (is_behind_fence, is_foreign) = (is_shown, !is_showing);
    let first = number + 1;
    segments.push(Segment { line: first, first, is_behind_fence, is_shown, is_foreign, ..Segment::default() });
}

/// The command with the lines that go on with it, and the number of the line behind it.
fn whole_command(capture: &Capture, mut text: String, mut next: usize, tables: &[Definition]) -> (String, usize) {
    while next <= capture.line_count() && !text.is_empty() {
        let line = capture.line(next);
        // Pages tell a command in general terms, and right below it as it was typed.
        let is_another = || bare_command(&line.text, tables).is_some();
        // What stands below a question mark is ONTAP's help.
        let goes_on = continues(&text, &line.text) && !text.ends_with('?') && !is_another();
        if !goes_on && !is_rest_of_list(&text, line.text.trim(), tables) {
            break;
        }
        text = joined(&text, line.text.trim());
        next += 1;
    }
    (text, next)
}

/// Whether the terminal broke a field list within a word, of which `next` is the rest: only both together name fields.
fn is_rest_of_list(text: &str, next: &str, tables: &[Definition]) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b',');
    let mut words = text.rsplit(' ');
    let (Some(list), Some("-fields")) = (words.next(), words.next()) else { return false };
    // Behind the last name of a heading in separated text stands a separator too.
    if next.is_empty() || next.ends_with(',') || !next.bytes().all(is_part) {
        return false;
    }
    let Some(table) = Typed::parse(text, "", tables).definition else { return false };
    let is_field = |name: &str| tables[table].column(name).is_some();
    let whole = format!("{list}{next}");
    list.split(',').next_back().is_some_and(|torn| !is_field(torn)) && whole.split(',').all(is_field)
        || next.starts_with(',') && next[1..].split(',').all(is_field)
}

fn without_blank(capture: &Capture, mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.retain(|segment| !segment.is_foreign);
    segments.retain(|segment| segment.prompt.is_some() || segment.typed.is_some() || segment.first <= segment.last);
    let only_blank = |segment: &Segment| {
        segment.typed.is_none() && (segment.first..=segment.last).all(|n| capture.line(n).is_blank())
    };
    if segments.len() > 1 {
        segments.retain(|segment| segment.prompt.is_some() || !only_blank(segment));
    }
    segments
}

/// A command that goes on: `-preferred` and `-interface-role` are one word, and so are the halves of one that a terminal broke.
/// What stands below a whole option is its value.
fn joined(text: &str, next: &str) -> String {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_list = text.rsplit(' ').nth(1) == Some("-fields");
    let is_word = !next.starts_with('-') && !last.starts_with('-') && (is_list || !last.ends_with(','));
    let is_broken = (next.starts_with('-') && last == "-preferred") || is_word;
    if is_broken { format!("{text}{next}") } else { format!("{text} {next}") }
}

/// The echo on line `number`, or behind an empty line there.
fn echoed(capture: &Capture, number: usize) -> Option<String> {
    let is_empty = number < capture.line_count() && capture.line(number).is_blank();
    let line = capture.line(if is_empty { number + 1 } else { number });
    echo(&line.text).map(str::to_owned)
}
