//! Texts in a box: a bar before and behind every line, perhaps lines above and below, and none between cells.

/// Lines that make a box.
const LINES: usize = 3;

/// Bars that boxes are drawn with.
const BARS: [char; 4] = ['|', '\u{2502}', '\u{2503}', '\u{2551}'];

/// The text without its boxes; `None` where there is none. The lines above and below a box stay as empty ones.
pub(super) fn plain(text: &str) -> Option<String> {
    let may_be = BARS.iter().any(|bar| {
        [format!("{bar}\n"), format!("{bar}\r\n")]
            .iter()
            .any(|end| memchr::memmem::find(text.as_bytes(), end.as_bytes()).is_some())
    });
    if !may_be {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<&str> = Vec::with_capacity(lines.len());
    let mut at = 0;
    let mut is_changed = false;
    while at < lines.len() {
        let run = lines[at..].iter().map_while(|line| inside(line)).collect::<Vec<_>>();
        if run.len() >= LINES && run.iter().any(|line| is_telling(line)) {
            let is_spaced = run.iter().all(|line| line.is_empty() || line.starts_with(' '));
            out.extend(run.iter().map(|line| if is_spaced { line.get(1..).unwrap_or_default() } else { line }));
            is_changed = true;
        } else {
            out.extend(&lines[at..at + run.len()]);
        }
        at += run.len();
        out.extend(lines.get(at));
        at += 1;
    }
    // Where the text ends within a line, it still does.
    is_changed.then(|| out.join("\n") + if text.ends_with('\n') { "\n" } else { "" })
}

/// What stands between the bars of a line, or nothing in the place of a line of the box itself; `None` of any other line.
fn inside(line: &str) -> Option<&str> {
    let line = line.trim();
    let is_side = |c: char| matches!(c, '-' | '=' | '\u{2500}' | '\u{2501}' | '\u{2550}');
    let sides = line.strip_prefix(is_corner).and_then(|rest| rest.strip_suffix(is_corner));
    if sides.is_some_and(|sides| !sides.is_empty() && sides.chars().all(is_side)) {
        return Some("");
    }
    let bar = line.chars().next().filter(|c| BARS.contains(c))?;
    let inner = line.strip_prefix(bar)?.strip_suffix(bar)?;
    (!inner.contains(bar)).then(|| inner.trim_end())
}

/// A plus sign, or a corner of the box drawing characters.
fn is_corner(c: char) -> bool {
    c == '+' || matches!(c, '\u{250c}'..='\u{251b}' | '\u{2552}'..='\u{255d}' | '\u{256d}'..='\u{2570}')
}

/// Whether a line is one that only an answer has: a ruler of several columns, or a prompt.
fn is_telling(line: &str) -> bool {
    let is_ruler = line.contains("--- -") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
    is_ruler || line.contains("::> ") || line.contains("::*> ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_box_is_no_part_of_its_text() {
        let own = "\n ayr::> x\nNode  Health\n----- ------\nayr-1 true\n\nend\n";
        let boxed = "+--------------+\n|  ayr::> x    |\n| Node  Health |\n| ----- ------ |\n| ayr-1 true   |\n+--------------+\nend\n";
        assert_eq!(plain(boxed).as_deref(), Some(own));
        let drawn = boxed.replace('|', "\u{2502}").replace('+', "\u{250c}");
        assert_eq!(plain(&drawn).as_deref(), Some(own));
        for other in ["| Node | Health |\n|---|---|\n| a | b |\n", "| a |\n| b |\n| c |\n", "a |\nb |\nc |\n"] {
            assert_eq!(plain(other), None, "{other}");
        }
    }
}
