//! Texts that a version control system shows as added: a `+` before every line, below the line that tells where they stand.

/// The text without the signs; `None` where nothing is shown so, or where lines were taken out too.
pub(super) fn plain(text: &str) -> Option<String> {
    memchr::memmem::find(text.as_bytes(), b"@@ ")?;
    let is_place = |line: &str| line.starts_with("@@ -") && line[4..].contains(" @@");
    let first = text.lines().position(is_place)?;
    let mut added = text.lines().skip(first).filter(|line| !line.is_empty() && !is_place(line));
    if !added.all(|line| line.starts_with(['+', '\\'])) {
        return None;
    }
    let own =
        |(at, line): (usize, &str)| line.strip_prefix('+').filter(|_| at > first).unwrap_or(line).to_owned() + "\n";
    let mut out: String = text.lines().enumerate().map(own).collect();
    // Where the text ends within a line, it still does.
    out.truncate(out.len() - usize::from(!text.ends_with('\n')));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn signs_of_added_lines_are_no_text() {
        let text = "+++ b/a.txt\n@@ -0,0 +1,2 @@\n+Node  Health\n+----- ------\n\\ No newline at end of file\n";
        let own = "+++ b/a.txt\n@@ -0,0 +1,2 @@\nNode  Health\n----- ------\n\\ No newline at end of file\n";
        assert_eq!(plain(text).as_deref(), Some(own));
        for text in ["+a\n+b\n", "@@ -1,2 +1,2 @@\n-a\n+b\n", "@@ -1,2 +1,2 @@\n a\n+b\n"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
