//! Texts that stand between the marks of a string over several lines in somebody's program: `OUTPUT = """Node  Health`.
//!
//! The first line begins behind the mark, so that its words would stand aside of the columns below them.

use memchr::memmem;

/// What begins a string over several lines.
const MARKS: [&str; 4] = ["\"\"\"", "'''", CDATA, "`"];

/// What begins a text in XML that holds signs of its own.
const CDATA: &str = "<![CDATA[";

/// Lines that must end in a literal `\r` before it is taken for one.
const RETURNS: usize = 3;

/// The text with each such string on lines of its own; `None` where there is none.
pub(super) fn parted(text: &str) -> Option<String> {
    let has = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let returns = memmem::find_iter(text.as_bytes(), "\\r\n").take(RETURNS).count();
    if returns < RETURNS && !MARKS.iter().any(|mark| has(mark)) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + RETURNS);
    let mut is_changed = false;
    for line in text.split_inclusive('\n') {
        let (own, end) = line.split_at(line.trim_end_matches(['\r', '\n']).len());
        let said = own.strip_suffix("\\r").filter(|_| returns >= RETURNS).unwrap_or(own);
        let (before, behind) = said.split_at(opening(said).unwrap_or(0));
        is_changed |= said.len() < own.len() || !before.is_empty();
        out.push_str(before);
        out.push_str(if before.is_empty() { "" } else { "\n" });
        out.push_str(behind);
        out.push_str(end);
    }
    is_changed.then_some(out)
}

/// Where in a line of a program the text of a string begins that does not end in it.
fn opening(line: &str) -> Option<usize> {
    let (at, length) = MARKS.into_iter().filter_map(|mark| Some((line.find(mark)?, mark.len()))).min()?;
    let (before, mark, text) = (line[..at].trim_end(), &line[at..at + length], &line[at + length..]);
    if mark == CDATA {
        return (!text.contains("]]>") && text.contains(char::is_alphanumeric)).then_some(at + length);
    }
    // Letters before the mark tell how the string is written: `rb"""`.
    let before = before.trim_end_matches(['b', 'r', 'u', 'f']).trim_end();
    let is_value = before.ends_with(['=', ':', '(', ',', '[', '{']) || before.is_empty() && length > 1;
    // A page puts a command that it tells between such marks too, and may break the line there.
    let is_value = is_value && (length > 1 || text.contains("::") || text.contains("  "));
    (is_value && !text.contains(mark) && text.contains(char::is_alphanumeric)).then_some(at + length)
}

#[cfg(test)]
mod tests {
    use super::{opening, parted};

    #[test]
    fn the_text_of_a_string_begins_on_a_line_of_its_own() {
        let text = "NODES = \"\"\"Node  Health\\r\n----- ------\\r\nayr-1 true\\r\n\"\"\"\n";
        let own = "NODES = \"\"\"\nNode  Health\n----- ------\nayr-1 true\n\"\"\"\n";
        assert_eq!(parted(text).as_deref(), Some(own));
        let text = "    content: `::> cluster show\nNode  Health\n";
        assert_eq!(parted(text).as_deref(), Some("    content: `\n::> cluster show\nNode  Health\n"));
    }

    #[test]
    fn words_between_marks_are_no_such_string() {
        for line in [
            "Type: `cluster show`",
            "Type: `network interface show",
            "```text",
            "a `b",
            "x = '''one line'''",
            "'''",
            "c=\"\"\"",
        ] {
            assert_eq!(opening(line), None, "{line}");
        }
        assert_eq!(parted("Node  Health\\r\n"), None);
    }
}
