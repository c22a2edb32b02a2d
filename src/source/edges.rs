//! Marks of frames on the lines of the text that they frame: `oak-01  true[/code]`, `<code>Node: oak-01</code>`, and AsciiDoc's.
//!
//! A mark that closes is put on the empty line behind, where one is, so that what an author says below is none of the answer.

use super::fence::{self, is_tracker};
use super::sought::Sought;

/// Elements of pages that stand round a line or round a text.
const ELEMENTS: [&str; 12] =
    ["blockquote", "code", "details", "div", "kbd", "li", "p", "pre", "samp", "section", "span", "tt"];

/// Signs of which such a mark has one at least.
const SIGNS: [&str; 12] =
    ["[/", "[code", "[pre", "[quote", "{code", "{noformat", "{quote", "{panel", "</", "<pre", "<code", "\"\"\""];

/// Signs of AsciiDoc's lines.
static ASCIIDOC: [Sought; 5] = [
    Sought::new("...."),
    Sought::new("\n+\n"),
    Sought::new("\n+\r\n"),
    Sought::new("[listing"),
    Sought::new("[source"),
];

/// The text without these marks; `None` where there are none.
pub(super) fn bare(text: &str) -> Option<String> {
    let has = |sign: &&str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    // A page with tables is read as one.
    if !SIGNS.iter().any(has) || has(&"<td") || has(&"<TD") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut is_changed = false;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let (body, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
        let Some((inner, mark)) = framed(body) else {
            out.push_str(line);
            continue;
        };
        is_changed = true;
        out.push_str(inner);
        out.push_str(end);
        if let Some(mark) = mark.filter(|mark| !end.is_empty() && fence::is_fence(mark)) {
            out.push_str(mark);
            out.push_str(end);
            lines.next_if(|next| next.trim().is_empty());
        }
    }
    is_changed.then_some(out)
}

/// What stands between the marks of a line that has other text, and the mark that closes a frame opened above.
fn framed(line: &str) -> Option<(&str, Option<&str>)> {
    let (mut inner, mut opened) = (line, 0);
    while let Some(rest) = without_opening(inner) {
        (inner, opened) = (rest, opened + 1);
    }
    let mut closing = Vec::new();
    while let Some((rest, mark)) = without_closing(inner) {
        inner = rest;
        closing.push(mark);
    }
    if opened + closing.len() == 0 || inner.trim().is_empty() && fence::is_fence(line) {
        return None;
    }
    if inner.trim().is_empty() {
        // Of several marks alone on a line one says as much; a pair of them stands round an empty line.
        return Some((if opened == closing.len() { "" } else { "```" }, None));
    }
    Some((inner, closing.get(opened).copied()))
}

/// The line behind a mark at its start.
fn without_opening(line: &str) -> Option<&str> {
    let start = line.trim_start();
    let (close, is_mark): (char, fn(&str) -> bool) = match start.as_bytes().first()? {
        b'[' => (']', is_tracker),
        b'{' => ('}', is_tracker),
        b'<' => ('>', is_element),
        _ => return None,
    };
    let (inner, rest) = start[1..].split_once(close)?;
    (is_mark(inner) && !inner.starts_with('/')).then_some(rest)
}

/// The line before a mark at its end, and that mark.
fn without_closing(line: &str) -> Option<(&str, &str)> {
    let end = line.trim_end();
    if let Some(rest) = end.strip_suffix("\"\"\"").filter(|rest| !rest.contains('"') && !rest.trim().is_empty()) {
        return Some((rest, "\"\"\""));
    }
    let open = match end.as_bytes().last()? {
        b']' => '[',
        b'}' => '{',
        b'>' => '<',
        _ => return None,
    };
    let at = end.rfind(open)?;
    let inner = &end[at + 1..end.len() - 1];
    let is_mark = match open {
        '<' => inner.strip_prefix('/').is_some_and(is_element),
        '[' => inner.starts_with('/') && is_tracker(inner),
        _ => is_tracker(inner),
    };
    is_mark.then(|| (&end[..at], &end[at..]))
}

fn is_element(inner: &str) -> bool {
    let name = inner.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    ELEMENTS.contains(&name.as_str())
}

/// The text without AsciiDoc's lines `....` round a text and `+` between parts; `None` where there are none.
pub(super) fn without_asciidoc(text: &str) -> Option<String> {
    if !ASCIIDOC.iter().any(|sign| sign.are_in(text)) {
        return None;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_mark = |at: &usize| lines[*at].trim_end() == "+" || is_style(lines[*at], lines.get(at + 1).copied());
    let mut marks: Vec<usize> = (0..lines.len()).filter(is_mark).collect();
    let mut open: Option<usize> = None;
    for at in (0..lines.len()).filter(|&at| is_dotted(lines[at])) {
        match open.filter(|&open| lines[open].trim_end() == lines[at].trim_end() && ends_block(lines.get(at + 1))) {
            Some(start) if lines[start..at].iter().any(|line| is_telling(line)) => {
                marks.extend([start, at]);
                open = None;
            }
            _ => open = Some(at).filter(|&at| begins_block(at.checked_sub(1).map(|above| lines[above]))),
        }
    }
    if marks.is_empty() {
        return None;
    }
    marks.sort_unstable();
    let own = |(at, line): (usize, &&str)| match marks.binary_search(&at) {
        // What stands round a text is a fence, whoever draws it.
        Ok(_) if is_dotted(line) => line.replace(line.trim_end(), "```"),
        Ok(_) => line[line.trim_end().len()..].to_owned(),
        Err(_) => (*line).to_owned(),
    };
    Some(lines.iter().enumerate().map(own).collect())
}

/// Whether a line tells how the block below it is shown: `[source, cli]`, `[listing]`.
fn is_style(line: &str, below: Option<&str>) -> bool {
    let own = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_named = |own: &str| {
        own == "listing" || own.strip_prefix("source").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let fence = below.unwrap_or_default().trim();
    own.is_some_and(is_named) && fence.len() >= 4 && (fence.bytes().all(|byte| byte == b'-') || is_dotted(fence))
}

fn is_dotted(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 4 && line.bytes().all(|byte| byte == b'.')
}

/// Whether a block may begin below a line: dots below a row stand for rows that were left out.
fn begins_block(above: Option<&str>) -> bool {
    let above = above.map_or("", str::trim);
    above.is_empty() || above == "+" || above.ends_with(':') || above.starts_with(['[', '.'])
}

fn ends_block(below: Option<&&str>) -> bool {
    let below = below.map_or("", |below| below.trim());
    below.is_empty() || below == "+" || below.starts_with(['[', '.', '=', '*'])
}

/// Whether a line is one that only a session has: a ruler, or a prompt.
fn is_telling(line: &str) -> bool {
    let line = line.trim_end();
    line.contains("----") && line.bytes().all(|byte| matches!(byte, b'-' | b' '))
        || line.contains("::") && line.contains('>')
}

#[cfg(test)]
mod tests {
    use super::{bare, without_asciidoc};

    #[test]
    fn marks_on_the_lines_of_a_text_are_none_of_it() {
        for (framed, own) in [
            ("<pre>a\nb  c</pre>\n\nd\n", "a\nb  c\n</pre>\nd\n"),
            ("[code]a\nb[/code]\nd\n", "a\nb\n[/code]\nd\n"),
            ("{code:bash}a\nb{code}\n", "a\nb\n{code}\n"),
            ("<code>a</code>\n<code class=\"x\">b</code>\n", "a\nb\n"),
            ("a</code></pre>\n", "a\n</pre>\n"),
            ("<pre><code>\na\n<code></code>\n</code></pre>\n", "```\na\n\n```\n"),
            ("x = f(\na\nb\"\"\"\n", "x = f(\na\nb\n\"\"\"\n"),
        ] {
            assert_eq!(bare(framed).as_deref(), Some(own), "{framed}");
        }
        for other in ["a <b> c</b\n", "[/vol/x]\n", "<node> a\n", "{code}\na\n{code}\n", "a [1]\n", "</pre>\n"] {
            assert_eq!(bare(other), None, "{other}");
        }
    }

    #[test]
    fn the_dots_of_asciidoc_are_fences() {
        let text = "x:\n+\n....\nayr::> version\na\n....\n+\ny\n";
        assert_eq!(without_asciidoc(text).as_deref(), Some("x:\n\n```\nayr::> version\na\n```\n\ny\n"));
        for other in ["ayr::> x\na\n....\nb\n....\n", "....\nnothing\n....\n", "a + b\n"] {
            assert_eq!(without_asciidoc(other), None, "{other}");
        }
    }
}
