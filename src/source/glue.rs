//! Lines that lost their end: a prompt stands behind the last word of an answer.

use super::sought::Sought;

/// What every prompt of ONTAP's holds.
static PROMPT: Sought = Sought::new("::");

/// The end of ONTAP's count.
const COUNTS: [&str; 2] = [" entries were displayed.", " entry was displayed."];

/// The text with these lines parted; `None` where there are none.
pub(super) fn parted(text: &str) -> Option<String> {
    let mut cuts: Vec<usize> = PROMPT.all_in(text).filter_map(|at| before_prompt(text, at)).collect();
    cuts.sort_unstable();
    let mut out = String::with_capacity(text.len() + cuts.len());
    let mut from = 0;
    for cut in &cuts {
        out.push_str(&text[from..*cut]);
        out.push('\n');
        from = *cut;
    }
    (!cuts.is_empty()).then(|| out + &text[from..])
}

/// Words before the last one of ONTAP's shortest sentence: `NDMP node-scope-mode is disabled.`
const WORDS: usize = 1;

/// The part of the line that stands before byte `at`, as far as a line of a table reaches.
fn line_before(text: &str, at: usize) -> &str {
    const LONGEST: usize = 1024;
    let start = memchr::memrchr(b'\n', &text.as_bytes()[at.saturating_sub(LONGEST)..at]);
    start.map_or_else(
        || if at <= LONGEST { &text[..at] } else { "" },
        |start| &text[at.saturating_sub(LONGEST) + start + 1..at],
    )
}

/// Where the prompt whose `::` stands at `at` begins, when a sentence or a date ends right before it.
fn before_prompt(text: &str, at: usize) -> Option<usize> {
    let directory = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, ' ' | '-' | '*');
    if !text[at + 2..].trim_start_matches(directory).starts_with('>') {
        return None;
    }
    let before = line_before(text, at);
    let before = before.strip_suffix('*').unwrap_or(before);
    let (said, last) = before.rsplit_once(' ')?;
    let behind = COUNTS.iter().filter_map(|count| Some(before.rfind(count)? + count.len())).max();
    let glued = behind.or_else(|| {
        let own = before.len() - last.len();
        let is_year = |year: &str| year.starts_with("20") && year.bytes().all(|byte| byte.is_ascii_digit());
        let year =
            last.get(..4).filter(|year| said.trim_start().contains(" Release ") && is_year(year)).map(|_| own + 4);
        let is_said = said.split(' ').filter(|word| is_word(word)).count() >= WORDS;
        let sentence = || last.split_once('.').filter(|(word, _)| is_word(word) && is_said);
        year.or_else(|| sentence().map(|(word, _)| own + word.len() + 1))
    })?;
    let name = &before[glued..];
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let end = at - (line_before(text, at).len() - before.len());
    is_name.then_some(end - name.len())
}

fn is_word(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}
