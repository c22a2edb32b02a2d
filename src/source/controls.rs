//! Control characters that a program showed by letters: `$` at the end of each line, `^M` for a carriage return, `^I` for a tab,
//! as `cat -A`, `vi` and `less` have them.

/// Lines that make such a text.
const LINES: usize = 3;

/// The text with what the letters stand for; `None` where they stand for themselves.
pub(super) fn undone(text: &str) -> Option<String> {
    // An editor shows a tilde for each line behind the end, and below them the file's name.
    let is_below = |line: &str| line == "~" || line.starts_with(['"', ':']);
    let end = memchr::memmem::find(text.as_bytes(), b"\n~\n").map(|end| end + 1);
    let end = end.filter(|&end| text[end..].lines().all(is_below)).unwrap_or(text.len());
    let ends = |mark: &str| {
        let mut said = text[..end].lines().map(str::trim_end).filter(|line| !line.is_empty());
        let first = said.next()?;
        (first.ends_with(mark) && said.clone().count() + 1 >= LINES && said.all(|line| line.ends_with(mark)))
            .then_some(mark.len())
    };
    let width = ends("^M$").or_else(|| ends("$")).or_else(|| ends("^M"))?;
    let line = |line: &str| {
        let line = line.trim_end();
        let own = &line[..line.len().saturating_sub(width)];
        own.replace("^I", "\t") + "\n"
    };
    Some(text[..end].lines().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::undone;

    #[test]
    fn ends_of_lines_that_are_shown_are_no_text() {
        assert_eq!(undone("a^Ib^M$\n^M$\nc^M$\n").as_deref(), Some("a\tb\n\nc\n"));
        assert_eq!(undone("a$\n$\nc$\n").as_deref(), Some("a\n\nc\n"));
        assert_eq!(undone("a^M\n^M\nc^M").as_deref(), Some("a\n\nc\n"));
        assert_eq!(undone("a$\n$\nc$\n~\n~\n\"x.txt\" 3L, 6B\n").as_deref(), Some("a\n\nc\n"));
        for text in ["a$\nb\nc$\n", "joe$\n$\n", "a\nb\nc\n", ""] {
            assert_eq!(undone(text), None, "{text}");
        }
    }
}
