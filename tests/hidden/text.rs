//! What happens to a text between the terminal and the file, without a word of it being changed.

pub(crate) type Change = (&'static str, fn(&str) -> String);

fn lines(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

/// A ready cluster stays ready.
pub(crate) const KEPT: [Change; 5] = [
    ("CR LF", |text| text.replace('\n', "\r\n")),
    ("quoted", |text| lines(text, |line| format!("> {line}"))),
    ("blanks at line ends", |text| lines(text, |line| format!("{line}   "))),
    ("a time before each line", |text| lines(text, |line| format!("2026-11-21 08:00:01 {line}"))),
    ("a blank line at both ends", |text| format!("\n{text}\n")),
];

fn wrapped(text: &str, width: usize) -> String {
    let wrap = |line: &str| {
        let chars: Vec<char> = line.chars().collect();
        let pieces: Vec<String> = chars.chunks(width).map(|piece| piece.iter().collect()).collect();
        pieces.join("\n")
    };
    lines(text, wrap)
}

/// May leave a ready cluster undecided, never not ready.
pub(crate) const HURT: [Change; 6] = [
    ("wrapped at 80", |text| wrapped(text, 80)),
    ("wrapped at 76", |text| wrapped(text, 76)),
    ("wrapped at 72", |text| wrapped(text, 72)),
    ("indented", |text| lines(text, |line| format!("    {line}"))),
    ("single blanks", |text| lines(text, |line| line.split_whitespace().collect::<Vec<_>>().join(" "))),
    ("no blank lines", |text| text.lines().filter(|line| !line.trim().is_empty()).map(|l| format!("{l}\n")).collect()),
];

/// Words as a scanner reads them, one letter wrong.
pub(crate) fn scanned(word: &str) -> Vec<String> {
    let pairs = [("l", "1"), ("o", "0"), ("rn", "m"), ("m", "rn"), ("S", "5"), ("i", "l"), ("e", "c"), ("a", "o")];
    pairs.iter().filter(|(from, _)| word.contains(from)).map(|(from, to)| word.replacen(from, to, 1)).collect()
}
