//! Texts that programs wrapped: JSON, lists and strings of Python, HTML, wikis' tables, Rich Text, changes, boxes, literal `\n`,
//! carriage returns alone.
//!
//! They are unwrapped before lines are counted, where it is certain what they are; anything else stays as it is.

use serde_json::Value;

use super::alphabet::Alphabet;
use super::{
    added, controls, documents, edges, embedded, escapes, framed, glue, hanging, json_lines, markup, playbooks,
    printable, rich_text, scalars, strings, struck,
};

/// How far into a capture the signs of wrapping are looked for.
const HEAD: usize = 64 << 10;

/// Bytes that a tag has at most.
const LONGEST_TAG: usize = 400;

/// Lines that make a string worth unwrapping.
const LINES: usize = 3;

/// Signs of a page's markup.
const MARKUP: [&[u8]; 9] = [b"&nbsp;", b"&gt;", b"&#", b"&ensp;", b"<br", b"<BR", b"</p>", b"</P>", b"</span>"];

/// What may have wrapped a text, in the order in which it is undone, each with the bytes of which such a text holds one at least.
const PROGRAMS: [(&[u8], Undone); 19] = [
    (b"{", |text, _| rich_text::shown(text)),
    (b"$^", |text, _| controls::undone(text)),
    (b"=", |text, _| printable::decoded(text)),
    (b"{[", |text, _| documents::told(text)),
    (b"{", |text, _| playbooks::shown(text)),
    (b"{", |text, _| json_lines::said(text)),
    (b"+@", |text, _| added::plain(text)),
    (b"|\xe2", |text, _| framed::plain(text)),
    (b"\x1b<", |text, _| struck::marked(text)),
    (b".+[", |text, _| edges::without_asciidoc(text)),
    (b"[{<\"", |text, _| edges::bare(text)),
    (b"{<", |text, _| markup::barred(text)),
    (b"{", |text, _| markup::uncoloured(text)),
    (b"&<\\[{\"'", of_pages),
    (b"\\\"'<`", |text, _| embedded::parted(text)),
    (b"|", |text, _| scalars::shown(text)),
    (b":", |text, _| hanging::parted(text)),
    (b"\\", |text, _| escapes::undone(text)),
    (b":", |text, _| glue::parted(text)),
];

/// The text with something undone; `None` where there is nothing of it.
type Undone = fn(&str, &Alphabet) -> Option<String>;

/// The text that a program wrapped, the text itself when none did; each with its bytes.
pub(super) fn unwrapped((text, alphabet): (String, Alphabet)) -> (String, Alphabet) {
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    if !alphabet.has(b"\n") && memchr::memchr(b'\r', head).is_some() {
        let text = if text.matches('\r').count() >= LINES { text.replace('\r', "\n") } else { text };
        let alphabet = Alphabet::of(&text);
        return (text, alphabet);
    }
    PROGRAMS.iter().fold((text, alphabet), |(text, alphabet), (bytes, undone)| {
        match alphabet.has(bytes).then(|| undone(&text, &alphabet)).flatten() {
            Some(inner) => {
                let alphabet = Alphabet::of(&inner);
                (inner, alphabet)
            }
            None => (text, alphabet),
        }
    })
}

/// What a page, or a program that writes strings, shows of a text.
fn of_pages(text: &str, alphabet: &Alphabet) -> Option<String> {
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    let inner = if alphabet.has(b"&<") && MARKUP.iter().any(|sign| has(head, sign)) {
        of_html(text).map(|shown| strings::of_lines(&shown).unwrap_or(shown))
    } else if let Some(lines) = strings::of_lines(text) {
        Some(lines)
    } else if alphabet.has(b"\\") && has(head, b"\\n") || opens_list(head) {
        of_programs(text)
    } else {
        None
    };
    inner.or_else(|| strings::of_runs(text))
}

fn has(head: &[u8], sign: &[u8]) -> bool {
    memchr::memmem::find(head, sign).is_some()
}

/// Whether a list of strings may begin here.
fn opens_list(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let is_string = |text: &[u8]| matches!(text.first(), Some(b'\'' | b'"'));
    let is_list = start.strip_prefix(b"[").is_some_and(|inner| is_string(inner.trim_ascii_start()));
    is_list || has(head, b"_lines\": [") || has(head, b"=> {") || start.starts_with(b"{") && has(head, b"\": [")
}

/// Line by line: what JSON, Python or an escaped text holds, and the other lines as they are.
fn of_programs(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut is_changed = false;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = text[at..end].trim_end();
        let json = opening(line).and_then(|open| of_json(&text[at + open..], &text[at..at + open]));
        if let Some((inner, taken)) = json {
            let behind = at + opening(line).unwrap_or(0) + taken;
            out.push_str(&inner);
            at = text[behind..].find('\n').map_or(text.len(), |end| behind + end + 1);
            is_changed = true;
            continue;
        }
        match python(line).or_else(|| escaped(line)) {
            Some(inner) => {
                is_changed = true;
                out.push_str(&inner);
                out.push('\n');
            }
            None => out.push_str(&text[at..end]),
        }
        at = end;
    }
    is_changed.then_some(out)
}

/// Where JSON opens in a line: at its start, or behind `=>`.
fn opening(line: &str) -> Option<usize> {
    if line.starts_with(['{', '[']) {
        return Some(0);
    }
    line.find("=> {").map(|at| at + "=> ".len())
}

/// The text in the JSON value at the start of `text`, and the bytes of that value.
fn of_json(text: &str, before: &str) -> Option<(String, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let mut texts = Vec::new();
    gather(&value, &mut texts);
    let is_text = texts.iter().any(|text| text.lines().count() >= LINES);
    let title = if before.is_empty() { String::new() } else { format!("{before}\n") };
    is_text.then(|| (format!("{title}{}\n", texts.join("\n")), values.byte_offset()))
}

/// The command and the texts of several lines, in order.
fn gather(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains('\n') => add(text.replace("\r\n", "\n"), texts),
        Value::Array(values) if !values.is_empty() && values.iter().all(Value::is_string) => {
            let lines: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            if lines.len() >= LINES {
                add(lines.join("\n"), texts);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, texts)),
        Value::Object(fields) => {
            if let Some(Value::String(command)) = fields.get("cmd").or_else(|| fields.get("command")) {
                texts.push(command.clone());
            }
            fields.values().for_each(|value| gather(value, texts));
        }
        _ => {}
    }
}

fn add(text: String, texts: &mut Vec<String>) {
    // A program gives the same text once whole and once as lines, next to each other.
    if !texts.iter().rev().take(4).any(|other| other.trim_end() == text.trim_end()) {
        texts.push(text);
    }
}

/// The lines in a Python string, byte string or list of strings that is a whole line.
fn python(line: &str) -> Option<String> {
    let line = line.trim();
    let inner = match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
        Some(list) => strings(list)?.join("\n"),
        None => match literal(line)? {
            (text, "") => text,
            _ => return None,
        },
    };
    (inner.lines().count() >= LINES).then(|| inner.replace("\r\n", "\n"))
}

/// The strings of a list.
fn strings(mut list: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    while !list.trim().is_empty() {
        let (text, rest) = literal(list.trim_start())?;
        found.push(text.trim_end_matches(['\r', '\n']).to_owned());
        list = rest.trim_start();
        list = if list.is_empty() { list } else { list.strip_prefix(',')? };
    }
    Some(found)
}

/// The string literal at the start of `text`, and what follows it.
pub(super) fn literal(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix(['b', 'u']).unwrap_or(text);
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut inner = String::new();
    let mut chars = text[1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => inner.push(escape(chars.next()?.1, &mut chars)?),
            c if c == quote => return Some((inner, &text[1 + at + 1..])),
            c => inner.push(c),
        }
    }
    None
}

/// The character behind a backslash.
fn escape(c: char, chars: &mut std::str::CharIndices<'_>) -> Option<char> {
    let mut hex = |digits: usize| {
        let number = (0..digits).map(|_| chars.next().map(|(_, c)| c)).collect::<Option<String>>()?;
        u32::from_str_radix(&number, 16).ok().and_then(char::from_u32)
    };
    match c {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '\\' | '\'' | '"' | '/' => Some(c),
        'x' => hex(2),
        'u' => hex(4),
        _ => None,
    }
}

/// The lines of a text with literal `\n`, told by a ruler among them.
fn escaped(line: &str) -> Option<String> {
    if line.trim_start().starts_with(['"', '\'', '{', '[']) {
        return None;
    }
    let lines = line.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t");
    let is_ruler = |line: &str| line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
    let is_text = lines.lines().count() >= LINES && lines.lines().any(is_ruler);
    is_text.then_some(lines)
}

/// What a browser shows of text in HTML without tables of data.
fn of_html(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let is_html = ["<br", "<pre", "<p>", "<div", "</span>", "&nbsp;", "&#", "&ensp;", "::&gt;", "::*&gt;"]
        .iter()
        .any(|tag| lower.contains(tag));
    if !is_html || lower.contains("<td") && !markup::is_laid_out(&lower) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (shown, taken) = tag(rest).or_else(|| entity(rest)).unwrap_or_else(|| (rest[..1].to_owned(), 1));
        rest = &rest[taken..];
        if shown == "\n" {
            // A literal `\n` behind a break ends the same line.
            rest = rest
                .strip_prefix("\\n")
                .filter(|behind| behind.is_empty() || behind.starts_with(['\r', '\n']))
                .unwrap_or(rest);
            rest = rest.strip_prefix('\r').unwrap_or(rest);
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        out.push_str(&shown);
    }
    Some(out + rest)
}

/// What the tag at the start of `text` shows, and its bytes; `None` for anything else in angle brackets.
fn tag(text: &str) -> Option<(String, usize)> {
    const BREAKS: [&str; 6] = ["br", "br/", "/p", "/div", "/li", "/td"];
    const SILENT: [&str; 29] = [
        "p", "div", "li", "ul", "ol", "span", "b", "i", "strong", "em", "pre", "code", "tt", "font", "a", "u", "o:p",
        "td", "tr", "table", "tbody", "thead", "colgroup", "col", "samp", "kbd", "section", "html", "body",
    ];
    let end = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let name = text[1..end].split_whitespace().next()?.to_ascii_lowercase();
    if BREAKS.contains(&name.as_str()) {
        return Some(("\n".to_owned(), end + 1));
    }
    let name = name.strip_prefix('/').unwrap_or(&name);
    SILENT.contains(&name).then(|| (String::new(), end + 1))
}

/// What the entity at the start of `text` shows, and its bytes.
fn entity(text: &str) -> Option<(String, usize)> {
    const ENTITIES: [(&str, &str); 9] = [
        ("&nbsp;", " "),
        ("&ensp;", " "),
        ("&emsp;", " "),
        ("&thinsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&apos;", "'"),
    ];
    let found = ENTITIES.iter().find(|(name, _)| text.starts_with(name));
    found.map(|(name, shown)| ((*shown).to_owned(), name.len())).or_else(|| numbered(text))
}

/// The same of an entity by its number, `&#160;`, `&#xA0;`; blanks of any width are blanks.
fn numbered(text: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 8;
    let number = text.strip_prefix("&#")?;
    let end = number.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let digits = &number[..end];
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    };
    let shown = code.and_then(char::from_u32).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))?;
    Some((super::line::plain(shown).to_string(), "&#".len() + end + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Alphabet, PROGRAMS};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn nothing_is_undone_in_a_text_without_its_bytes(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "Node   Health\n", "------ ------\n", "oak-01 true  \n", "oak::> version\n", "Value : ", "\n", " ", "  ",
                "content-transfer-encoding: quoted-printable\n", "=20", "=\n", "{\\rtf1 ", "\\par ", "$\n", "^M\n", "^M$\n",
                "{\"msg\": \"oak\"}\n", "+", "@@ -1 +1 @@\n", "| ", " |\n", "+----+\n", "....\n", "+\n", "[code]", "[/code]",
                "<pre>", "</pre>\n", "\"\"\"", "{|\n", "|-\n", "|}\n", "<td>", "</td>", "</tr>\n", "{color:red}", "{color}",
                "&nbsp;", "\\n", "\\r\\n", "\\_", "\\-", "'", "\"", "\",\n", "`", "<![CDATA[", "5 entries were displayed.",
                "\u{2502}", "\u{e9}",
            ]), 0..16)
        ) {
            for (at, (bytes, undone)) in PROGRAMS.iter().enumerate() {
                let text: String = parts.iter().filter(|part| !part.bytes().any(|byte| bytes.contains(&byte))).copied().collect();
                let inner = undone(&text, &Alphabet::of(&text));
                prop_assert!(inner.is_none_or(|inner| inner == text), "{} of {:?}", at, text);
            }
        }
    }
}
