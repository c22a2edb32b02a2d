//! Tables in the markup of a page: HTML's `<td>` and MediaWiki's `{|`, each row to one line of cells between bars.
//!
//! What stands outside the tables stays as it is.

/// Bytes that a tag has at most.
const LONGEST_TAG: usize = 400;

/// The text with its tables in bars; `None` where it holds none.
pub(super) fn barred(text: &str) -> Option<String> {
    let wiki = of_wiki(text);
    of_html(wiki.as_deref().unwrap_or(text)).or(wiki)
}

/// One line of cells.
fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The text of a cell on one line.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tables of MediaWiki: `!` begins a heading, `|-` a row, `|` a cell, `||` the next one on the line.
fn of_wiki(text: &str) -> Option<String> {
    memchr::memmem::find(text.as_bytes(), b"{|")?;
    // What is not closed below is no table.
    let last = text.rfind("\n|}")?;
    let mut out = String::with_capacity(text.len());
    let mut open: Option<Vec<String>> = None;
    let mut is_changed = false;
    let mut behind = 0;
    for line in text.split_inclusive('\n') {
        behind += line.len();
        let said = line.trim();
        let Some(cells) = &mut open else {
            if said.starts_with("{|") && behind <= last + 1 {
                (open, is_changed) = (Some(Vec::new()), true);
            } else {
                out.push_str(line);
            }
            continue;
        };
        let is_end = said.starts_with("|}");
        if is_end || said.starts_with("|-") {
            out.extend((!cells.is_empty()).then(|| row(cells)));
            cells.clear();
            open = open.filter(|_| !is_end);
        } else if let Some(inner) = said.strip_prefix('!').or_else(|| said.strip_prefix('|')) {
            let mark = if said.starts_with('!') && inner.contains("!!") { "!!" } else { "||" };
            cells.extend(inner.split(mark).map(|text| cell(without_attributes(text))));
        } else if let Some(last) = cells.last_mut() {
            *last = cell(&format!("{last} {said}"));
        }
    }
    is_changed.then_some(out)
}

/// A cell without what tells how it is shown: `style="color:red" | up`.
fn without_attributes(cell: &str) -> &str {
    cell.split_once('|').filter(|(attributes, _)| attributes.contains('=')).map_or(cell, |(_, text)| text)
}

/// Tables of HTML, whose tags may stand on however many lines.
fn of_html(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<td") || !lower.contains("</tr") || is_laid_out(&lower) {
        return None;
    }
    let mut page = Page { out: String::with_capacity(text.len()), cells: None };
    let mut rest = 0;
    while let Some((at, end, name)) = next_tag(&lower, rest) {
        page.say(&text[rest..at]);
        page.take(name, &text[at..end]);
        rest = end;
    }
    let open = page.cells.map(|cells| cells.join(" ")).unwrap_or_default();
    Some(page.out + &open + &text[rest..])
}

/// A page as far as it was read.
struct Page {
    out: String,
    /// The cells of the row that is open.
    cells: Option<Vec<String>>,
}

impl Page {
    /// Takes text between tags.
    fn say(&mut self, said: &str) {
        match &mut self.cells {
            Some(cells) => cells.last_mut().into_iter().for_each(|cell| cell.push_str(said)),
            None if said.trim().is_empty() && self.out.ends_with(" |\n") => {}
            None => self.out.push_str(said),
        }
    }

    /// Takes a tag.
    fn take(&mut self, name: &str, tag: &str) {
        const AROUND: [&str; 8] = ["table", "thead", "tbody", "tfoot", "/table", "/thead", "/tbody", "/tfoot"];
        match (name, &mut self.cells) {
            ("tr", None) => {
                self.out.truncate(self.out.trim_end_matches([' ', '\t']).len());
                self.cells = Some(Vec::new());
            }
            ("td" | "th", Some(cells)) => cells.push(String::new()),
            ("/tr", Some(own)) => {
                let own: Vec<String> = own.iter().map(|text| cell(text)).collect();
                self.out.push_str(if self.out.is_empty() || self.out.ends_with('\n') { "" } else { "\n" });
                self.out.extend((!own.is_empty()).then(|| row(&own)));
                self.cells = None;
            }
            (_, Some(cells)) => cells.last_mut().into_iter().for_each(|cell| cell.push(' ')),
            (name, None) if AROUND.contains(&name) => {}
            (_, None) => self.out.push_str(tag),
        }
    }
}

/// The text without the marks by which Jira colours words: `{color:red}false{color}`.
pub(super) fn uncoloured(text: &str) -> Option<String> {
    memchr::memmem::find(text.as_bytes(), b"{color}")?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{color") {
        out.push_str(&rest[..at]);
        let is_named = rest[at + "{color".len()..].starts_with([':', '}']);
        let is_mark = |end: &usize| is_named && !rest[at..*end].contains(char::is_whitespace);
        let end = rest[at..].bytes().take(LONGEST_TAG).position(|byte| byte == b'}');
        let end = end.map(|end| at + end + 1).filter(is_mark).unwrap_or(at + 1);
        out.push_str(if end == at + 1 { "{" } else { "" });
        rest = &rest[end..];
    }
    Some(out + rest)
}

/// Whether the cells of a table hold whole texts, of several lines each: a page is laid out by it.
pub(super) fn is_laid_out(lower: &str) -> bool {
    const LINES: usize = 3;
    let count = |tag: &str| lower.matches(tag).count();
    let mut is_inside = false;
    let mut has_text = || {
        lower.match_indices('<').any(|(at, _)| {
            let tag = &lower[at..];
            is_inside = tag.starts_with("<td") || is_inside && !tag.starts_with("</td");
            is_inside && tag.starts_with("<pre")
        })
    };
    count("</p>") + count("<br") + count("</div>") >= LINES * count("<td") || has_text()
}

/// The next tag behind a byte: where it begins, where it ends, and its name.
fn next_tag(lower: &str, from: usize) -> Option<(usize, usize, &str)> {
    let mut at = from;
    loop {
        at += lower[at..].find('<')?;
        let inner = &lower[at + 1..];
        let end = inner.bytes().take(LONGEST_TAG).position(|byte| byte == b'>');
        let tag = end.map_or("", |end| &inner[..end]);
        let name = tag.split(char::is_whitespace).next().unwrap_or_default();
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match end.filter(|_| is_name(name.trim_start_matches('/').trim_end_matches('/'))) {
            Some(end) => return Some((at, at + 1 + end + 1, name)),
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{barred, uncoloured};

    #[test]
    fn each_row_of_a_page_s_table_is_a_line_of_cells() {
        let html = "<p>x</p>\n<table>\n  <tr><th>Node</th>\n <th>Health</th></tr>\n<tr><td class=\"a\">ayr-1\n</td><td><b>true</b></td></tr></table>\nend\n";
        let rows = "| Node | Health |\n| ayr-1 | true |\n";
        let read = barred(html).unwrap_or_default();
        let lines: String = read.lines().filter(|line| line.starts_with('|')).flat_map(|line| [line, "\n"]).collect();
        assert_eq!(lines, rows);
        assert!(read.starts_with("<p>x</p>\n") && read.ends_with("end\n"), "{read}");
        for wiki in [
            "{| class=\"wikitable\"\n! Node !! Health\n|-\n| ayr-1 || true\n|}\n",
            "{|\n|-\n! Node\n! style=\"x\" | Health\n|-\n| ayr-1\n| true\n|}\n",
        ] {
            assert_eq!(barred(wiki).as_deref(), Some(rows), "{wiki}");
        }
    }

    #[test]
    fn colours_are_no_text() {
        let text = "a {color:red}*true*{color} {color:#de350b}b{color} {colors}\n";
        assert_eq!(uncoloured(text).as_deref(), Some("a *true* b {colors}\n"));
    }

    #[test]
    fn other_text_stays() {
        for text in ["{| not closed\n| a\n", "<ayr> up <td\n", "a <tr> b </tr>\n"] {
            assert_eq!(barred(text), None, "{text}");
        }
    }
}
