//! What one command answered: records whose every value remembers where it stood, and whether all of it is there.

use std::sync::Arc;

use super::kind::is_masked_address;
use super::seams::Seams;
use super::store::Records;
pub use super::value::{Status, Value};
use crate::source::Place;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// Where it stands; of a value over several lines the first run.
    pub place: Place,
    /// Where the elements of a list stand, as many as there are elements; else empty.
    pub parts: Vec<Place>,
}

/// One record; `N` is how it holds the names of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record<N = String> {
    /// Field names of ONTAP with their values, in the order printed.
    pub fields: Vec<(N, Cell)>,
    /// Line of its first cell.
    pub line: usize,
    /// Lines of the heading above it.
    pub heading: Arc<[usize]>,
    /// Fields whose values somebody masked or mistyped.
    pub misfits: Vec<Misfit>,
}

/// A word in the place of a field of which it is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The field.
    pub field: String,
    /// The word.
    pub word: String,
    /// Where it stands.
    pub place: Place,
}

impl Misfit {
    /// Whether somebody put the word there to hide another one, as `<removed>` or `x.x.x.x`; else it is mistyped, or no row's.
    pub(super) fn is_mask(&self) -> bool {
        if is_hiding(&self.word) {
            return true;
        }
        const SIGNS: [&str; 10] =
            ["xx", "x.x", "***", "redact", "remov", "mask", "hidden", "anonym", "censor", "private"];
        let word = self.word.to_lowercase();
        self.word.starts_with(['<', '[', '{']) || SIGNS.iter().any(|sign| word.contains(sign))
    }
}

/// Whether the text is a mask in brackets and nothing else.
pub(super) fn is_framed(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    inner
        .or_else(|| text.strip_prefix('[').and_then(|text| text.strip_suffix(']')))
        .is_some_and(|inner| !inner.contains(['<', '[']))
}

/// Whether a name tells nothing: somebody hid it, or left signs of it.
pub(super) fn hides(text: &str) -> bool {
    is_framed(text) || is_hiding(text) || text != "-" && !text.contains(char::is_alphanumeric)
}

/// Whether somebody put the word there to hide a name, or for one: `****-01`, `#####`, `<node>`, `{node}`, `node\u{2026}`.
pub(super) fn is_hiding(word: &str) -> bool {
    if is_cut_off(word) {
        return true;
    }
    // Asked of every word: few hold such a sign at all.
    if !word.bytes().any(|byte| matches!(byte, b'<' | b'[' | b'{' | b'(' | b'"' | b'*' | b'#' | 128..)) {
        return false;
    }
    const FRAMES: [(char, char); 5] = [('<', '>'), ('[', ']'), ('{', '}'), ('(', ')'), ('"', '"')];
    let is_framed =
        FRAMES.iter().any(|(open, close)| word.starts_with(*open) && word.ends_with(*close) && word.len() > 2);
    let is_struck = |sign: char| word.matches(sign).count() > 1;
    is_framed || ['*', '#', '\u{2022}', '\u{2588}'].into_iter().any(is_struck) || word.ends_with('\u{2026}')
}

/// Whether somebody, or a program, left out the rest of a word: `node...`. ONTAP prints such a word nowhere but in a text.
pub(super) fn is_cut_off(word: &str) -> bool {
    word.ends_with("...")
}

/// Whether a text holds any byte of which every mask has one. Of a long text many bytes are looked at in one step.
pub(super) fn holds_sign_of_mask(text: &str) -> bool {
    const AT_ONCE: usize = 16;
    const SIGNS: [bool; 256] = {
        let mut signs = [false; 256];
        let mut byte = 0;
        while byte < signs.len() {
            signs[byte] = is_sign(byte as u8);
            byte += 1;
        }
        signs
    };
    // Without a branch, so that all bytes of a part are compared together.
    const fn is_sign(byte: u8) -> bool {
        let is_frame = (byte == b'<') as u8 | (byte == b'[') as u8;
        let is_struck = (byte == b'*') as u8 | (byte == b'#') as u8 | (byte | 0x20 == b'x') as u8;
        is_frame | is_struck | byte >> 7 != 0
    }
    let (parts, rest) = text.as_bytes().as_chunks::<AT_ONCE>();
    parts.iter().any(|part| part.iter().fold(0, |any, &byte| any | u8::from(is_sign(byte))) != 0)
        || rest.iter().any(|&byte| SIGNS[usize::from(byte)])
}

/// Whether the text is a mask in the place of a value: in brackets, or an address of which octets are hidden.
pub(super) fn is_masked(text: &str) -> bool {
    // Asked of every cell: few hold a sign of a mask at all.
    if !holds_sign_of_mask(text) {
        return false;
    }
    // An address may stand behind its service, and before the length of its network.
    let address = text.split('/').next().unwrap_or(text);
    is_framed(text) || is_masked_address(address.rsplit(':').next().unwrap_or(address))
}

/// Whether the value of a cell is nothing but a mask, or an element of it is, or its rest was left out.
pub(super) fn is_masked_cell(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(text) => is_masked(text) || is_cut_off(text) && !text.contains(' '),
        Value::List(elements) => elements.iter().any(|element| is_masked(element) || is_cut_off(element)),
    }
}

impl Record {
    /// The same with its names borrowed.
    pub(super) fn borrowed(&self) -> Record<&str> {
        let fields = self.fields.iter().map(|(name, cell)| (name.as_str(), cell.clone())).collect();
        Record { fields, line: self.line, heading: Arc::clone(&self.heading), misfits: self.misfits.clone() }
    }
}

impl<N: AsRef<str>> Record<N> {
    /// With the values that are nothing but a mask for misfits: free text takes any word, and a mask tells none.
    pub(super) fn without_masks(mut self) -> Self {
        let masks = self.fields.extract_if(.., |(_, cell)| is_masked_cell(cell));
        let misfit = |(field, cell): (N, Cell)| Misfit {
            field: field.as_ref().to_owned(),
            word: cell.value.text(),
            place: cell.place,
        };
        self.misfits.extend(masks.map(misfit));
        self
    }

    /// The cell of a field.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.fields.iter().find(|(field, _)| field.as_ref() == name).map(|(_, cell)| cell)
    }
}

/// Why a whole answer proves nothing, although it can be read. What it shows can fail, and cannot pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Words in it are none of ONTAP's answer.
    Stray,
    /// It says of itself that it is not whole, or not so: ONTAP complains in it or counts fewer rows, dots or words are among them.
    Broken,
    /// A heading of it names no column; what stands below was told by types and order.
    Supposed,
    /// It stands before the first prompt of a session, where banners are.
    BeforePrompt,
    /// Another command printed it: `cat old.txt`.
    OtherCommand,
    /// Words in another paragraph, or a message of the console, speak against it.
    Said,
    /// The name of its file or folder says that the cluster is not so: `expected`, `old`.
    Named,
    /// Several clusters stand in the text, and nothing tells which of them answered.
    Unattributed,
}

impl Doubt {
    /// What it is and what to do, in a sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::Stray => "words stand in the answer that are not ONTAP's; remove them, or capture the answer again",
            Self::Broken => "it says itself that it is not whole; capture it again",
            Self::Supposed => {
                "a heading is not ONTAP's: which column it is, only its cells tell; capture it as ONTAP prints it"
            }
            Self::BeforePrompt => {
                "it stands above the first prompt, where a banner may repeat any answer; capture it behind a prompt"
            }
            Self::OtherCommand => "another command than ONTAP's `show` printed it; capture the answer itself",
            Self::Said => {
                "words beside it, or a message of the console, say that it does not hold, or not as it stands; capture \
                 it again without them"
            }
            Self::Named => {
                "the name of its file or folder says that it is planned, old, edited or not all there; where it is what the \
                 cluster says now, give it another name"
            }
            Self::Unattributed => "nothing tells which cluster answered; capture it behind a prompt",
        }
    }

    /// A few words for the mark.
    pub fn note(self) -> &'static str {
        match self {
            Self::Stray => "none of ONTAP's answer",
            Self::Broken => "not a whole answer",
            Self::Supposed => "not ONTAP's heading",
            Self::BeforePrompt => "before the first prompt",
            Self::OtherCommand => "printed by this",
            Self::Said => "speaks against it",
            Self::Named => "its file says otherwise",
            Self::Unattributed => "of which cluster?",
        }
    }
}

/// What one command answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Canonical command without options.
    pub command: String,
    /// Its options and arguments, canonical names.
    pub options: String,
    /// The command as typed, where it was.
    pub typed: Option<String>,
    /// Index of the table among the tables.
    pub table: usize,
    /// Index of the view in the table.
    pub view: usize,
    /// Filters with their values: `role` and `intercluster` for `-role intercluster`.
    pub filters: Vec<(String, String)>,
    /// Cluster name in the prompt, where there was one.
    pub prompt: Option<String>,
    /// Index of the capture.
    pub source: usize,
    /// Line of the command, else of the first line of the answer.
    pub line: usize,
    /// Whether it is all there.
    pub status: Status,
    /// Entries that ONTAP announced.
    pub announced: Option<usize>,
    /// The records.
    pub records: Records,
    /// Why it is not complete, in words; empty when it is.
    pub why: String,
    /// The place that shows why it is not complete.
    pub why_place: Option<Place>,
    /// Whether no table describes the command: fields are called as the headings are, and `table` is no index.
    pub generic: bool,
    /// Why lines of it were not read, or not with certainty: their numbers, and words for who wants to follow the reader.
    pub traces: Vec<(usize, String)>,
    /// Where words stand that somebody wrote by hand beside the rows.
    pub remarks: Vec<Place>,
    /// Why all of it proves nothing, although it can be read: what stands there, and where.
    pub doubt: Option<(Doubt, Place)>,
    /// Whether the command is known that it answers: by what was typed, or by the name of the file.
    pub is_asked: bool,
    /// Whether several different answers of one command in one source follow each other in time.
    pub in_session: bool,
    /// What its lines tell of the way in which they were captured.
    pub seams: Seams,
}

impl Answer {
    /// Command and options as one text.
    pub fn command_line(&self) -> String {
        format!("{} {}", self.command, self.options).trim_end().to_owned()
    }

    /// Whether the cluster does not know this very command, or shows it to this account no more than one that does not exist:
    /// nothing was captured then. What is said of another command stands in the place of an answer that was lost.
    pub fn is_unrecognised(&self) -> bool {
        let named = self.why.split('"').nth(1).unwrap_or_default();
        let is_its = !named.is_empty() && format!(" {} ", self.command).contains(&format!(" {named} "));
        self.status == Status::Refused && self.why.contains("is not a recognized command") && is_its
    }

    /// The same with nothing in it, because nobody knows which cluster it is of.
    #[must_use]
    pub(crate) fn unattributed(self, why: &str) -> Self {
        let place = Place { source: self.source as u32, line: self.line as u32, column: 1, length: 0 };
        let (status, why) = (Status::Unreadable, why.to_owned());
        let doubt = Some((Doubt::Unattributed, place));
        Self { status, records: Records::default(), why, doubt, ..self }
    }
}
