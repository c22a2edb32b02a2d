//! One captured text: bytes in any encoding that people save, decoded, with secrets masked before anything else sees it.

use std::cmp::Ordering;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::alphabet::Alphabet;
use super::epoch::{self, Epoch, Epochs};
use super::quoting::Quoting;
use super::{Line, Place};
use super::{hosts, line, secret, wrapping};

/// The largest capture that is read, in bytes.
pub const LARGEST: u64 = 512 << 20;

/// One captured text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// Name of the source as the user knows it.
    pub name: String,
    /// The decoded text, secrets masked.
    text: String,
    /// Byte offsets at which its lines start.
    starts: Vec<u32>,
    /// Whether nothing in it may be anybody's mark, so that no line need be looked through.
    is_usual: bool,
    /// Whether each line reads as it was captured, and none of its words can be a mask.
    is_clear: bool,
    /// Which of them stand behind a mark of quotation of their own.
    quoting: Quoting,
    /// When its lines were written.
    epochs: Epochs,
    /// Where NDMP passwords and the like stood.
    pub secrets: Vec<Place>,
    /// The command that it answers, where that was noted when it was captured.
    pub asked: Option<Asked>,
}

/// The command that a capture is known to answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The command as sent.
    pub command: String,
    /// Whether the end of the answer was seen.
    pub whole: bool,
    /// Why there is no answer, or no end of it, where that is known.
    pub lost: String,
}

/// Text of `bytes` in whatever encoding, with every secret masked: what looks like one, and what this program holds
/// and ONTAP does not print itself.
pub fn redacted(bytes: Vec<u8>) -> String {
    secret::masked_evidence(decode(bytes))
}

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// Control characters as in a program or an archive.
    #[error("the file is binary; expected text that ONTAP printed")]
    Binary,
    /// Too large.
    #[error("the file is larger than {} MiB; save the answers of the `show` commands alone", LARGEST >> 20)]
    TooLarge,
}

impl Capture {
    /// Decodes `bytes` (UTF-8, UTF-16 with or without a mark, else Windows-1252) and masks secrets.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, CaptureError> {
        if bytes.len() as u64 > LARGEST {
            return Err(CaptureError::TooLarge);
        }
        let text = decode(bytes);
        let alphabet = Alphabet::of(&text);
        if !alphabet.is_of(is_plain) && is_binary(&text) {
            return Err(CaptureError::Binary);
        }
        let (mut text, alphabet) = wrapping::unwrapped((text, alphabet));
        let secrets = secret::mask(&mut text);
        let starts = line_starts(&text);
        // An asterisk stands for each character of a secret.
        let is_usual = secrets.is_empty() && line::are_usual(&alphabet);
        let is_clear = is_usual && !line::may_be_changed(&text, &alphabet) && !line::may_hold_mask(&text, &alphabet);
        let mut capture = Self { name: name.to_owned(), text, starts, is_usual, is_clear, ..Self::default() };
        let asks = hosts::may_ask(&capture.text);
        capture.quoting = Quoting::find(capture.line_count(), &|number| capture.raw_line(number), asks);
        capture.epochs = Epochs::of(&capture);
        capture.secrets = secrets.iter().map(|run| capture.place_of(run.start, run.end)).collect();
        Ok(capture)
    }

    /// The text of a session that is known to be text, for examples and tests.
    pub fn of_text(name: &str, text: &str) -> Self {
        Self::read(name, text.as_bytes().to_vec()).unwrap_or_else(|_| Self { name: name.to_owned(), ..Self::default() })
    }

    /// Whether it holds nothing but white space: readable, but no evidence.
    pub fn is_blank(&self) -> bool {
        self.text.trim_start().is_empty()
    }

    /// Number of lines.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// Line `number` (from 1) as captured, without its end.
    pub fn raw_line(&self, number: usize) -> &str {
        let Some(&start) = number.checked_sub(1).and_then(|index| self.starts.get(index)) else { return "" };
        let end = self.starts.get(number).map_or(self.text.len(), |&next| next as usize);
        let mut line = &self.text.as_bytes()[start as usize..end];
        while let [before @ .., b'\n' | b'\r'] = line {
            line = before;
        }
        &self.text[start as usize..][..line.len()]
    }

    /// The number of the line that holds byte `at` of the text.
    pub(crate) fn line_at(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= at)
    }

    /// Byte of the text at which line `number` (from 1) starts.
    pub(crate) fn line_start(&self, number: usize) -> usize {
        let index = number.saturating_sub(1);
        self.starts.get(index).map_or(self.text.len(), |&start| start as usize)
    }

    /// The bytes of line `number` (from 1), without its end.
    pub(crate) fn line_bytes(&self, number: usize) -> &[u8] {
        let line = &self.text.as_bytes()[self.line_start(number)..self.line_start(number + 1)];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Line `number` (from 1) with terminal, mail and word-processor marks taken off.
    pub fn line(&self, number: usize) -> Line<'_> {
        let raw = self.raw_line(number);
        match self.quoting.width(number, raw) {
            0 => self.clean(number, raw),
            quoted => Line::clean_behind(number, raw, quoted),
        }
    }

    /// The same of a line that nobody quotes, as captured.
    pub(crate) fn clean<'c>(&self, number: usize, raw: &'c str) -> Line<'c> {
        if self.is_usual { Line::of_usual(number, raw) } else { Line::clean(number, raw) }
    }

    /// Whether each line reads as it was captured, and no word can be a mask that somebody put in the place of a value.
    pub(crate) fn is_clear(&self) -> bool {
        self.is_clear
    }

    /// Whether line `number` (from 1) stands behind a mark of quotation that hides how it begins.
    pub(crate) fn is_quoted(&self, number: usize) -> bool {
        self.quoting.holds(number)
    }

    /// The stretch of text that holds line `number`, with its dates.
    pub fn epoch(&self, number: usize) -> Option<&Epoch> {
        self.epochs.at(number)
    }

    /// Which of two lines was written first, as far as quotation, dates and (of a session) the order of the text tell. A text
    /// that is quoted is older than what quotes it.
    pub fn order(&self, a: usize, b: usize, is_session: bool) -> Option<Ordering> {
        match epoch::depth(self.raw_line(b)).cmp(&epoch::depth(self.raw_line(a))) {
            Ordering::Equal => self.epochs.order(a, b, is_session),
            order => Some(order),
        }
    }

    /// Which of a line of this capture and a line of another one was written first, by the dates that they tell.
    pub fn order_beside(&self, own: usize, other: &Self, line: usize) -> Option<Ordering> {
        epoch::between(self.epoch(own), other.epoch(line))
    }

    /// Whether the text ends inside a line, so that its last word may be cut.
    pub fn ends_open(&self) -> bool {
        !self.text.ends_with('\n')
    }

    fn place_of(&self, start: usize, end: usize) -> Place {
        let index = self.starts.partition_point(|&s| s as usize <= start).saturating_sub(1);
        let line_start = self.starts.get(index).map_or(0, |&s| s as usize);
        let column = self.text[line_start..start].chars().count() + 1;
        let length = self.text[start..end].chars().count();
        Place { source: 0, line: index as u32 + 1, column: column as u32, length: length as u32 }
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut starts = vec![0];
    starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
    if starts.last().is_some_and(|&last| last as usize == text.len()) {
        starts.pop();
    }
    starts
}

fn decode(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return encoding.decode_without_bom_handling(&bytes).0.into_owned();
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned())
}

/// UTF-16 of mostly ASCII text has a NUL in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let pairs = sample.len() / 2;
    memchr::memchr(0, sample)?;
    let nuls = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    if pairs >= 2 && nuls(1) * 10 >= pairs * 7 && nuls(0) * 10 < pairs {
        Some(UTF_16LE)
    } else if pairs >= 2 && nuls(0) * 10 >= pairs * 7 && nuls(1) * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Characters at the beginning of a capture that tell whether it is text.
const TELLING: usize = 65_536;

/// Whether a byte is one that no program counts, in whatever text.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

fn is_binary(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(TELLING)];
    if head.is_ascii() {
        let is_odd = |byte: &&u8| matches!(byte, 0..=6 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
        return head.iter().filter(is_odd).count() * 20 > head.len();
    }
    let is_odd = |c: char| {
        c == '\u{FFFD}'
            || c == '\0'
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x08' | '\x1b' | '\x07' | '\x0c'))
    };
    let odd = text.chars().take(TELLING).filter(|&c| is_odd(c)).count();
    odd * 20 > text.chars().take(TELLING).count()
}
