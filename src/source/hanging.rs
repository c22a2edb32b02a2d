//! Texts that a program showed as the value of a property, each line below the first one: `Value  : ` of PowerShell, with the
//! answer hanging behind the colon.

use super::sought::Sought;

/// Columns that such a property has at most before its value.
const WIDEST: usize = 40;

/// What parts a value from its property.
static PARTING: [Sought; 2] = [Sought::new(" : "), Sought::new(" :\n")];

/// Lines of a text that hangs.
const LINES: usize = 3;

/// The text with each such value on lines of its own; `None` where there is none.
pub(super) fn parted(text: &str) -> Option<String> {
    PARTING.iter().find(|sign| sign.are_in(text))?;
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut is_changed = false;
    let mut at = 0;
    while at < lines.len() {
        if let Some((width, count)) = of_toolkit(&lines[at..]) {
            // Which cluster answered is told in the line above, and stays.
            out.extend([lines[at], "\n\n"]);
            let own = lines[at + 1..=at + count].iter().map(|line| line.get(width..).unwrap_or_default());
            own.for_each(|line| out.extend([line, "\n"]));
            (at, is_changed) = (at + 1 + count, true);
            continue;
        }
        // The properties right above it say nothing of the answer.
        let above = lines[at..].iter().take_while(|line| is_property(line)).count();
        if above > 1 && hanging(&lines[at + above - 1..]).is_some() {
            out.push_str(&"\n".repeat(above - 1));
            at += above - 1;
        }
        let Some((width, count)) = hanging(&lines[at..]) else {
            out.extend([lines[at], "\n"]);
            at += 1;
            continue;
        };
        let first = lines[at].get(width..).unwrap_or_default();
        let below = lines[at + 1..at + count].iter().map(|line| line.get(width..).unwrap_or_default());
        out.extend([&lines[at][..width.min(lines[at].len())], "\n"]);
        std::iter::once(first).chain(below).for_each(|line| out.extend([line, "\n"]));
        (at, is_changed) = (at + count, true);
    }
    out.truncate(out.len() - usize::from(!text.ends_with('\n')));
    is_changed.then_some(out)
}

/// Whether a line is `Name  : value`.
fn is_property(line: &str) -> bool {
    let name = line.split_once(" :").map(|(name, _)| name.trim_end());
    name.is_some_and(|name| {
        name.starts_with(char::is_alphabetic) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The column at which a value begins that hangs below the first of `lines`, and its lines with the first.
fn hanging(lines: &[&str]) -> Option<(usize, usize)> {
    let first = lines[0];
    let colon = first.get(..first.len().min(WIDEST)).and_then(|start| start.find(" :"))?;
    let name = first[..colon].trim_end();
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let width = colon + 3;
    let hangs = |line: &&&str| {
        line.trim().is_empty() || line.len() > width && line.as_bytes()[..width].iter().all(|b| *b == b' ')
    };
    if !is_name || !matches!(first.as_bytes().get(colon + 2), None | Some(b' ')) {
        return None;
    }
    let below: Vec<&&str> = lines[1..].iter().take_while(hangs).collect();
    let said = below.iter().rposition(|line| !line.trim().is_empty())?;
    let is_told = below[..=said].iter().any(|line| is_telling(line[width.min(line.len())..].trim_end()));
    (said + 1 >= LINES && is_told).then_some((width, said + 2))
}

/// The same below the first of `lines`, where an object of NetApp's toolkit begins there: it holds an answer, whatever that is.
fn of_toolkit(lines: &[&str]) -> Option<(usize, usize)> {
    let value = lines.get(1).filter(|line| lines[0].starts_with("NcController") && line.starts_with("Value"))?;
    let colon = value.find(" :").filter(|colon| value[..*colon].trim_end() == "Value" && is_property(lines[0]))?;
    let width = colon + 3;
    let hangs = |line: &&&str| line.len() > width && line.as_bytes()[..width].iter().all(|b| *b == b' ');
    let below = lines[2..].iter().take_while(|line| line.trim().is_empty() || hangs(line)).collect::<Vec<_>>();
    let said = below.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    (value.len() <= width || value.is_char_boundary(width)).then_some((width, said + 1))
}

/// Whether a line is one that only an answer has: a ruler, or ONTAP's count.
fn is_telling(line: &str) -> bool {
    let is_ruler = line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
    is_ruler || line.ends_with(" entries were displayed.")
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn a_value_of_several_lines_stands_by_itself() {
        let text = "NcController : 192.0.2.9\nValue        : \n               Node  Health\n               ----- ------\n               ayr-1 true\n\nPS C:\\> \n";
        let own = "NcController : 192.0.2.9\n\n\nNode  Health\n----- ------\nayr-1 true\n\nPS C:\\> \n";
        assert_eq!(parted(text).as_deref(), Some(own));
    }

    #[test]
    fn an_answer_of_one_line_stands_by_itself_too() {
        let text = "NcController : ayr\nValue        : It is on.\n\nPS C:\\> \n";
        assert_eq!(parted(text).as_deref(), Some("NcController : ayr\n\nIt is on.\n\nPS C:\\> \n"));
    }

    #[test]
    fn lists_below_a_label_stay() {
        for text in ["Services : a,\n           b,\n           c,\n           d\n", "a : b\n", "x :\n"] {
            assert_eq!(parted(text), None, "{text}");
        }
    }
}
