//! Several commands in one script, and the answers told apart again by their own text.
//!
//! Every command gets a separator of its own, so that headings and rows say themselves which command they answer. What
//! holds no separator (empty tables, errors, sentences) is attributed only where nothing else is possible: the server may
//! stop after an error, print nothing, or end in the middle, and what cannot be told for certain is asked again alone.

mod beside;
mod lines;
mod marks;
mod other_form;
mod parts;
mod torn;

use super::plan::Planned;
use super::script::{Script, Separator, Setting, Show, Step};
use crate::table::Sentence;
use lines::{Kind, Line};
pub use other_form::{has_separators, refused_setting, why_plain};
use parts::Parts;

/// ONTAP's own commands reach this length at most in one exec request.
const LONGEST: usize = 30_000;

/// Commands joined into one script.
#[derive(Clone, Debug)]
pub struct Joined {
    /// What is sent.
    pub script: Script,
    /// The commands in the order of the script, with their places in the order in which they were handed over.
    asked: Vec<Asked>,
    /// What stands around every answer, where they are told apart by marks; its place is that of the mark's own command,
    /// where that was handed over too.
    mark: Option<Asked>,
}

/// A command of a script.
#[derive(Clone, Debug)]
struct Asked {
    /// Its place in what was handed over; `None`: a command that only marks where others begin and end.
    place: Option<usize>,
    /// Its separator; a command that knows none has one all the same, for it may know it after all.
    separator: Option<Separator>,
    /// Whether its answer carries separators, unless it is empty or an error.
    separated: bool,
    /// Sentences that are a whole answer to it.
    sentences: Vec<Sentence>,
}

/// The text that answers one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: Vec<u8>,
    /// Whether its end was seen: what was read is all that the cluster printed.
    pub whole: bool,
}

/// Joins commands into one script; their order in it is ours, their order here that of [`Joined::split`].
///
/// The first has a separator where any has: what stands above it may be a banner, which answers nothing.
pub fn join(asked: &[Planned]) -> Joined {
    let order = order(asked);
    let mut steps = settings();
    let mut known = Vec::new();
    for (number, &place) in (1..).zip(&order) {
        let separator = Separator::numbered(number);
        steps.push(Step::Set(Setting::Separator(separator)));
        steps.push(Step::Show(asked[place].show.clone()));
        known.push(Asked { place: Some(place), separator: Some(separator), ..Asked::of(&asked[place]) });
    }
    Joined { script: Script::of(steps), asked: known, mark: None }
}

/// A script for one command alone, in its machine form or in its plain one, between two commands whose answers are known:
/// what a login or one of our own settings prints stands before the first, and the second shows that the answer is whole.
pub fn alone(asked: &Planned, plain: bool) -> Joined {
    let separator = Some(Separator::numbered(1)).filter(|_| !plain && asked.separated);
    let show = if plain { &asked.plain } else { &asked.show };
    let own = Asked { place: Some(0), separator, separated: separator.is_some(), ..Asked::of(asked) };
    let mut steps = settings();
    steps.extend(separator.map(|separator| Step::Set(Setting::Separator(separator))));
    among(steps, [(own, show)].into_iter())
}

/// The plain forms of several commands, with such a mark before, between and behind them.
pub fn marked(asked: &[Planned]) -> Joined {
    let own = |(place, planned)| (plain_of(place, planned), &planned.plain);
    among(settings(), asked.iter().enumerate().map(own))
}

/// The same without any setting of the session, for a cluster that refuses them.
pub fn bare(asked: &[Planned]) -> Joined {
    let own = |(place, planned)| (plain_of(place, planned), &planned.plain);
    among(Vec::new(), asked.iter().enumerate().map(own))
}

fn plain_of(place: usize, planned: &Planned) -> Asked {
    Asked { place: Some(place), separated: false, ..Asked::of(planned) }
}

/// The mark's own command is asked by the marks.
fn among<'p>(settings: Vec<Step>, commands: impl Iterator<Item = (Asked, &'p Show)>) -> Joined {
    let (show, mut mark) = mark().unzip();
    let sent = || show.clone().map(Step::Show);
    let mut steps: Vec<Step> = settings.into_iter().chain(sent()).collect();
    let mut asked = Vec::new();
    for (own, command) in commands {
        if let Some(mark) = mark.as_mut().filter(|_| command.text() == MARK) {
            mark.place = own.place;
            continue;
        }
        steps.push(Step::Show(command.clone()));
        steps.extend(sent());
        asked.push(own);
    }
    if asked.is_empty() {
        steps.extend(sent());
    }
    Joined { script: Script::of(steps), asked, mark }
}

fn settings() -> Vec<Step> {
    vec![Step::Set(Setting::NoConfirmations), Step::Set(Setting::NoPager), Step::Set(Setting::AskedFieldsOnly)]
}

/// What marks where an answer begins and ends: it costs little and always answers with the same sentence.
pub const MARK: &str = "version";

fn mark() -> Option<(Show, Asked)> {
    let show = Show::parse(MARK).ok()?;
    let release = |text: &str| Sentence { text: text.to_owned(), ..Sentence::default() };
    let sentences = vec![release("NetApp Release {release}:"), release("Lenovo Release {release}:")];
    Some((show, Asked { place: None, separator: None, separated: false, sentences }))
}

/// Commands whose answers carry separators and others in turn, a counted one last: its count shows that it is whole.
/// What is never counted is of devices, which may be none; it stands behind the others, whose neighbours must have rows.
/// What carries none is never the first.
fn order(asked: &[Planned]) -> Vec<usize> {
    let (mut told, others): (Vec<usize>, Vec<usize>) = (0..asked.len()).partition(|&at| asked[at].separated);
    let last = told.iter().rposition(|&at| asked[at].counted).filter(|_| told.len() > 1).map(|at| told.remove(at));
    told.sort_by_key(|&at| !asked[at].counted);
    told.extend(last);
    let mut order = Vec::new();
    let mut told = told.into_iter().peekable();
    for other in others {
        if told.len() > 1 || order.is_empty() {
            order.extend(told.next());
        }
        order.push(other);
    }
    order.extend(told);
    order
}

/// Leaves out the last commands of a script that is too long for one exec request.
pub fn shorten(asked: &mut Vec<Planned>, script: impl Fn(&[Planned]) -> Joined) {
    while asked.len() > 1 && script(asked).is_too_long() {
        asked.truncate(asked.len() / 2);
    }
}

/// Parts commands into as many lots as there are connections, so that the answers of each can be told apart best: even
/// lots, those without separators spread over all of them.
pub fn lots(asked: Vec<Planned>, connections: usize) -> Vec<Vec<Planned>> {
    let count = connections.clamp(1, asked.len().max(1));
    let (told, others): (Vec<Planned>, Vec<Planned>) = asked.into_iter().partition(|planned| planned.separated);
    let mut lots = vec![Vec::new(); count];
    for (at, planned) in others.into_iter().chain(told).enumerate() {
        lots[at % count].push(planned);
    }
    lots.retain(|lot| !lot.is_empty());
    lots
}

impl Asked {
    fn of(planned: &Planned) -> Self {
        Self { place: None, separator: None, separated: planned.separated, sentences: planned.sentences.clone() }
    }
}

impl Joined {
    /// Whether marks show where the answers end, and not the end of the output.
    pub fn is_marked(&self) -> bool {
        self.mark.is_some()
    }

    /// Whether nothing but sentences is asked, of which each could be a line of a banner as well.
    fn has_sentences_only(&self) -> bool {
        self.mark.is_none() && !self.asked.iter().any(|asked| asked.separated)
    }

    /// Whether the script is too long for one exec request.
    pub fn is_too_long(&self) -> bool {
        self.script.text().len() > LONGEST
    }

    /// The answers to the commands, in the order in which they were handed to [`join`]; `None`: cannot be told with
    /// certainty, the command is to be asked alone.
    ///
    /// The answer to a command that was asked [`alone`] is always given: where its end was not seen, it is not `whole`. What
    /// a banner may have printed is no part of it.
    pub fn split(&self, output: &[u8]) -> Vec<Option<Piece>> {
        if let Some(mark) = &self.mark {
            return marks::split(mark, &self.asked, output);
        }
        let pieces = Parts::of(&self.asked, output).pieces();
        let mut answers = vec![None; self.asked.len()];
        for (asked, piece) in self.asked.iter().zip(pieces) {
            if let Some(place) = asked.place {
                answers[place] = piece.map(|text| Piece { text, whole: true });
            }
        }
        answers
    }
}

/// Whether an output shows that the release knows no separators, or no `-fields` at all: every plain form is to be asked.
pub fn is_release_old(output: &[u8]) -> bool {
    const SIGNS: [&str; 3] = ["-showseparator", "argument \"-fields\"", "\"-fields\" was not expected"];
    let is_error = |kind: Kind| matches!(kind, Kind::Error(_) | Kind::Setting(_));
    let lines = lines::of(output);
    let mut errors = lines.iter().filter(|line| is_error(line.kind)).map(Line::words);
    errors.any(|line| SIGNS.iter().any(|sign| line.contains(sign)))
}
