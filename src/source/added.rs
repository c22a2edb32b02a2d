//! Texts that a version control system shows as changed: a sign before every line, for those that were added, taken out, or neither.

/// Lines that such a text has at least: heading, ruler and row.
const LINES: usize = 3;

/// What stands above the lines of a file, and between parts of it.
const TITLES: [&str; 7] = ["diff ", "index ", "--- ", "+++ ", "@@ -", "\\ No newline", "Index: "];

/// The text as it is now, without the signs and without the lines that were taken out; `None` where nothing is shown so.
pub(super) fn plain(text: &str) -> Option<String> {
    memchr::memchr2_iter(b'+', b'@', text.as_bytes()).find(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n')?;
    // Where a place is told, the signs begin below it.
    let is_place = |line: &str| line.starts_with("@@ -") && line[4..].contains(" @@");
    let place = text.lines().position(is_place);
    let first = place.unwrap_or(0);
    let is_title = |line: &str| TITLES.iter().any(|title| line.starts_with(title)) && !is_ruler(line);
    let lines = || text.lines().skip(first).filter(|line| !line.is_empty() && !is_title(line));
    // Looked at first: of a line without a sign, the first letter may be longer than a byte.
    let is_signed = lines().all(|line| line.starts_with(['+', '-', ' ']) && !(line.starts_with('-') && is_ruler(line)));
    if !is_signed || lines().count() < LINES {
        return None;
    }
    let is_told = place.is_some()
        || lines().any(|line| is_ruler(&line[1..]) || ["::> ", "::*> "].iter().any(|prompt| line.contains(prompt)));
    if !is_told || !lines().any(|line| line.starts_with('+')) {
        return None;
    }
    let own = |(at, line): (usize, &str)| match line.as_bytes().first() {
        Some(_) if at < first || is_title(line) => Some(line.to_owned() + "\n"),
        Some(b'-') => None,
        Some(_) => Some(line[1..].to_owned() + "\n"),
        None => Some("\n".to_owned()),
    };
    let mut out: String = text.lines().enumerate().filter_map(own).collect();
    // Where the text ends within a line, it still does.
    out.truncate(out.len() - usize::from(!text.ends_with('\n')));
    Some(out)
}

fn is_ruler(line: &str) -> bool {
    line.contains("----") && line.bytes().all(|byte| matches!(byte, b'-' | b' '))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn signs_of_changed_lines_are_no_text() {
        let own = "Node  Health\n----- ------\nayr-1 true\n";
        for text in [
            "@@ -0,0 +1,3 @@\n+Node  Health\n+----- ------\n+ayr-1 true\n",
            "@@ -1,3 +1,3 @@\n Node  Health\n ----- ------\n-ayr-1 false\n+ayr-1 true\n",
            "+Node  Health\n+----- ------\n+ayr-1 true\n",
            " Node  Health\n ----- ------\n-ayr-1 false\n+ayr-1 true\n",
        ] {
            let read = plain(text).unwrap_or_default();
            assert_eq!(
                read.strip_prefix("@@ -0,0 +1,3 @@\n").or(read.strip_prefix("@@ -1,3 +1,3 @@\n")).unwrap_or(&read),
                own
            );
        }
    }

    #[test]
    fn other_signs_are_the_text_s_own() {
        for text in [
            "+a\n\u{2022} b\n ----\n",
            "+a\n+b\n+c\n",
            " Node\n----- --\n+a\n",
            "+---+\n| a |\n+---+\n",
            "- a\n- b\n- c\n",
            "+a\nb\n ----\n",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
