//! Text that is struck out or hidden by its style, of a page (`text-decoration: line-through`, `display:none`) or of a terminal (the
//! attributes 9 and 8): each of its lines gets the marks by which people strike out a line.

use std::ops::Range;

/// The mark on both sides of what is struck out.
const MARK: &str = "~~";

/// Bytes that a tag has at most.
const LONGEST_TAG: usize = 400;

/// Elements without a text.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"];

/// The text with these marks; `None` where nothing in it is struck out so.
pub(super) fn marked(text: &str) -> Option<String> {
    let of_page = rewritten(text, &of_page(text));
    let text = of_page.as_deref().unwrap_or(text);
    rewritten(text, &of_terminal(text)).or(of_page)
}

/// What is struck out: the bytes from its first to its last mark, and those of the text between them.
struct Struck {
    whole: Range<usize>,
    inner: Range<usize>,
}

fn rewritten(text: &str, all: &[Struck]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for struck in all {
        out.push_str(&text[at..struck.whole.start]);
        text[struck.inner.clone()].split_inclusive('\n').for_each(|line| out.push_str(&line_of(line)));
        at = struck.whole.end;
    }
    (!all.is_empty()).then(|| out + &text[at..])
}

/// A line between marks; a blank one stays as it is.
fn line_of(line: &str) -> String {
    let own = line.trim_end_matches(['\r', '\n']);
    if own.trim().is_empty() { line.to_owned() } else { format!("{MARK}{own}{MARK}{}", &line[own.len()..]) }
}

/// The elements of a page whose style strikes them out or hides them, the outermost.
fn of_page(text: &str) -> Vec<Struck> {
    let mut all: Vec<Struck> = Vec::new();
    for (at, _) in text.match_indices("style") {
        let is_within = all.last().is_some_and(|last| at < last.whole.end);
        all.extend(element(text, at).filter(|_| !is_within));
    }
    all
}

/// The element in whose first tag the attribute at this byte stands, where it strikes out.
fn element(text: &str, at: usize) -> Option<Struck> {
    let near = at.saturating_sub(LONGEST_TAG);
    let start = near + memchr::memrchr(b'<', &text.as_bytes()[near..at])?;
    let end = at + text.as_bytes()[at..].iter().take(LONGEST_TAG).position(|byte| *byte == b'>')?;
    let tag = &text[start + 1..end];
    let name = tag.split(char::is_whitespace).next().filter(|name| is_name(name))?;
    (!tag.contains('<') && !tag.ends_with('/') && strikes(&text[at..end])).then_some(())?;
    (!VOID.iter().any(|own| own.eq_ignore_ascii_case(name))).then_some(())?;
    // Of one that does not end, nobody knows how far it reaches.
    let (inner, whole) = closed(text, name, end + 1).unwrap_or((text.len(), text.len()));
    Some(Struck { whole: start..whole, inner: end + 1..inner })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn strikes(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    ["line-through", "display:none", "visibility:hidden"].iter().any(|sign| style.contains(sign))
}

/// Where the text of an element ends, and where its last tag does.
fn closed(text: &str, name: &str, from: usize) -> Option<(usize, usize)> {
    let (mut at, mut open) = (from, 1usize);
    loop {
        at += text[at..].find('<')?;
        let behind = &text[at + 1..];
        let is_end = behind.starts_with('/');
        let own = behind.trim_start_matches('/');
        let is_its = own.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            && own[name.len()..].starts_with(|c: char| c == '>' || c.is_whitespace());
        match (is_its, is_end) {
            (true, true) if open == 1 => return Some((at, at + 1 + behind.find('>')? + 1)),
            (true, true) => open -= 1,
            (true, false) => open += 1,
            (false, _) => {}
        }
        at += 1;
    }
}

/// What a terminal shows struck out or not at all.
fn of_terminal(text: &str) -> Vec<Struck> {
    let mut all = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (at, _) in text.match_indices("\u{1b}[") {
        let parameters = &text[at + 2..];
        let length = parameters.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
        if !parameters[length..].starts_with('m') {
            continue;
        }
        let end = at + 2 + length + 1;
        let is_struck = struck(&parameters[..length]);
        match (&open, is_struck) {
            (None, Some(true)) => open = Some(at..end),
            (Some(first), Some(false)) => {
                all.push(Struck { whole: first.start..end, inner: first.end..at });
                open = None;
            }
            _ => {}
        }
    }
    all.extend(open.map(|first| Struck { whole: first.start..text.len(), inner: first.end..text.len() }));
    all
}

/// Whether attributes of a terminal strike out or hide what follows (`true`), or end that (`false`).
fn struck(parameters: &str) -> Option<bool> {
    let mut numbers = parameters.split(';').map(|number| number.parse::<u16>().unwrap_or(0));
    let mut told = None;
    while let Some(number) = numbers.next() {
        match number {
            8 | 9 => told = Some(true),
            0 | 28 | 29 => told = Some(false),
            // The numbers behind it are those of a colour.
            38 | 48 | 58 => {
                let count = if numbers.next() == Some(2) { 3 } else { 1 };
                (0..count).for_each(|_| _ = numbers.next());
            }
            _ => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn what_a_style_strikes_out_is_marked_on_each_line() {
        for (text, shown) in [
            ("<span style=\"text-decoration: line-through;\">ayr-01  true</span>\n", "~~ayr-01  true~~\n"),
            ("<div STYLE='x' style=\"DISPLAY : none\">a\n\n<div>b</div>\n</div>c", "~~a~~\n\n~~<div>b</div>~~\nc"),
            ("a <i style=\"visibility:hidden\">b</i> c", "a ~~b~~ c"),
            ("a\n<p style=\"display:none\">b\nc", "a\n~~b~~\n~~c~~"),
            ("\u{1b}[9mayr-01\u{1b}[0m up\n", "~~ayr-01~~ up\n"),
            ("\u{1b}[1;8mayr-01\nayr-02\u{1b}[m\n", "~~ayr-01~~\n~~ayr-02~~\n"),
            ("\u{1b}[9ma\nb", "~~a~~\n~~b~~"),
        ] {
            assert_eq!(marked(text).as_deref(), Some(shown), "{text:?}");
        }
        for text in [
            "<span style=\"color: red\">true</span>",
            "<br style=\"display:none\"/>a",
            "<input type=text style=\"display:none\">true",
            "a < b style=\"display:none\" c",
            "\u{1b}[1;32mtrue\u{1b}[0m",
            "\u{1b}[38;5;9mtrue\u{1b}[0m",
            "\u{1b}[48;2;8;9;8mtrue\u{1b}[0m",
            "\u{1b}[8Gtrue",
        ] {
            assert_eq!(marked(text), None, "{text:?}");
        }
    }
}
