//! Commands in the titles that pages, reports and scripts put above answers: `## cluster show`, `=== cluster show ===`,
//! `Command: cluster show`, `Running "cluster show" on cluster1 ...`.

use super::super::Definition;
use super::bare::bare_command;

/// Words that say before a command that it is run, or that its answer follows.
const LEADS: [&str; 13] = [
    "command",
    "cmd",
    "executed command",
    "executing command",
    "executing",
    "output for",
    "output from",
    "output of",
    "result of",
    "running command",
    "running",
    "run",
    "step",
];

/// Signs that lines of a title are drawn with.
const DRAWN: [char; 9] = ['#', '=', '-', '*', '~', '_', '+', '>', '<'];

/// Quotation marks round a command.
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// The command that a title names, when the line is nothing but that title.
pub(in crate::table) fn titled(line: &str, tables: &[Definition]) -> Option<String> {
    let line = line.trim();
    let (text, is_drawn) = headed(line).map_or_else(|| undrawn(line), |text| (text, true));
    let (text, is_led) = unled(text);
    let text = unquoted(text)?;
    let text = text.trim_end_matches(['.', '\u{2026}', ':']).trim_end();
    // A word with a colon, `options:`, is anybody's.
    let is_title = is_drawn || is_led || line.ends_with(':') && text.contains(' ');
    let command = if is_title && text.len() < line.len() { bare_command(text, tables) } else { None };
    command.filter(|command| shows(command, tables))
}

/// Whether a command shows something: what is to be changed is told in titles too, and nobody says that it was.
fn shows(command: &str, tables: &[Definition]) -> bool {
    let is_show = |word: &str| word.starts_with("show");
    command.split(' ').any(is_show) || tables.iter().any(|table| command.starts_with(table.command.as_str()))
}

/// Words that stand between a command and its answer.
const BETWEEN: [&str; 7] = ["answer", "output", "response", "result", "results", "returns", "stdout"];

/// Words before these that say that what follows is not what the cluster answered.
const NOT_SHOWN: [&str; 6] = ["expected", "planned", "desired", "target", "old", "wrong"];

/// Words that such a line has at most: `Example output:`.
const LONGEST: usize = 3;

/// Whether a line says nothing but that the answer follows: `Output:`.
pub(in crate::table) fn leads_to_answer(line: &str) -> bool {
    let said = line.trim().trim_matches(['*', '`', '#', ' ']).strip_suffix(':').unwrap_or_default();
    let words: Vec<&str> = said.trim_end_matches('*').split_whitespace().collect();
    let is_between = |word: &&str| BETWEEN.iter().any(|own| own.eq_ignore_ascii_case(word));
    let is_word = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_other = |word: &&str| NOT_SHOWN.iter().any(|own| own.eq_ignore_ascii_case(word));
    words.len() <= LONGEST
        && words.iter().all(is_word)
        && words.last().is_some_and(is_between)
        && !words.iter().any(is_other)
}

/// Whether a line may begin with such a title: asked of every line, so it must be cheap. `is_top` tells the first word of a
/// command.
pub(in crate::table) fn may_begin(line: &[u8], is_top: &dyn Fn(&[u8]) -> bool) -> bool {
    let is_sign = |byte: &u8| DRAWN.contains(&char::from(*byte)) || *byte == b' ';
    let behind = line.iter().position(|byte| !is_sign(byte)).map_or(&[][..], |at| &line[at..]);
    let Some(first) = behind.first() else { return false };
    let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 {
        return matches!(behind.get(digits), Some(b'.' | b')'));
    }
    let is_led = |lead: &&str| {
        let may_be = first.eq_ignore_ascii_case(&lead.as_bytes()[0]);
        may_be && behind.get(..lead.len()).is_some_and(|own| own.eq_ignore_ascii_case(lead.as_bytes()))
    };
    let is_marked = behind.len() < line.len() && (is_top(behind) || matches!(first, b'"' | b'\'' | b'`' | b'['));
    is_marked || first.is_ascii_uppercase() && LEADS.iter().any(is_led)
}

/// The text of a heading of a page or a tracker: `<h2>cluster show</h2>`, `h3. cluster show`.
fn headed(line: &str) -> Option<&str> {
    let is_level =
        |sign: &str| sign.len() == 2 && sign.starts_with(['h', 'H']) && sign.ends_with(|c: char| c.is_ascii_digit());
    if let Some((_, text)) = line.split_once(". ").filter(|(sign, _)| is_level(sign)) {
        return Some(text.trim());
    }
    let (tag, rest) = line.strip_prefix('<')?.split_once('>')?;
    let name = tag.split(' ').next().unwrap_or_default();
    let is_heading = is_level(name) || matches!(name, "b" | "strong" | "p" | "li" | "dt");
    let text = rest.strip_suffix('>')?.strip_suffix(name)?.strip_suffix("</")?;
    (is_heading && !text.contains('<')).then_some(text.trim())
}

/// The text within the signs it is drawn with, within brackets or behind a number. One sign alone is that of a list.
fn undrawn(line: &str) -> (&str, bool) {
    let inner = line.trim_start_matches(DRAWN);
    let signs = line.len() - inner.len();
    let is_drawn = signs > 1 || line.starts_with('#');
    let inner = if is_drawn { inner.trim_end_matches(DRAWN).trim() } else { line };
    let bracketed = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let behind = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = behind.strip_prefix(['.', ')']).filter(|rest| behind.len() < inner.len() && rest.starts_with(' '));
    let is_marked = is_drawn || bracketed.is_some() || numbered.is_some();
    (bracketed.or(numbered).unwrap_or(inner).trim(), is_marked)
}

/// The text behind the words that say that it is a command.
fn unled(text: &str) -> (&str, bool) {
    let lead = LEADS.iter().find_map(|lead| {
        let own = text.get(..lead.len())?.eq_ignore_ascii_case(lead).then(|| &text[lead.len()..])?;
        let rest = own.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        (rest.len() < own.len()).then_some(rest)
    });
    (lead.unwrap_or(text), lead.is_some())
}

/// The text in quotation marks, behind which a machine may be named. `None` when more stands behind them.
fn unquoted(text: &str) -> Option<&str> {
    let Some(quote) = text.chars().next().filter(|c| QUOTES.contains(c) || *c == '[') else { return Some(text) };
    let (inner, behind) = text[1..].split_once(if quote == '[' { ']' } else { quote })?;
    let behind = behind.trim_matches([' ', '.', ':', '\u{2026}']);
    let mut words = behind.split_whitespace();
    let is_place = words.next().is_none_or(|word| matches!(word, "on" | "at" | "for" | "from"));
    (is_place && words.count() <= 1).then_some(inner.trim())
}

#[cfg(test)]
mod tests {
    use super::titled;
    use crate::rule::Catalog;

    fn told(line: &str) -> Option<String> {
        titled(line, &Catalog::embedded().unwrap().tables)
    }

    #[test]
    fn a_title_names_a_command() {
        for line in [
            "## cluster show",
            "### `cluster show`",
            "===== cluster show =====",
            "--- cluster show ---",
            "*** cluster show ***",
            ">>> cluster show",
            "#1. cluster show",
            "[cluster show]",
            "Command: cluster show",
            "CMD: cluster show",
            "Running 'cluster show' ...",
            "Running \"cluster show\" on ayr1 ...",
            "Executing command: cluster show",
            "Output of `cluster show`:",
            "Executing command [cluster show] on ayr1 ...",
            "Step 3: cluster show",
            "2) cluster show",
            "cluster show:",
            "<h2>cluster show</h2>",
            "<h3 id=\"x\">cluster show</h3>",
            "<strong>cluster show</strong>",
            "h3. cluster show",
        ] {
            assert_eq!(told(line).as_deref(), Some("cluster show"), "{line}");
        }
        let fields = "=== network interface show -fields role,home-node ===";
        assert_eq!(told(fields).as_deref(), Some("network interface show -fields role,home-node"));
    }

    #[test]
    fn sentences_and_items_are_no_titles() {
        for line in [
            "cluster show",
            "\"cluster show\"",
            "options:",
            "- cluster show",
            "* cluster show",
            "Use \"cluster show\" to see which nodes are healthy",
            "Check `cluster show` again.",
            "Running cluster show tells whether a node is healthy",
            "## cluster show and its columns",
            "## network interface modify -vserver ayr -lif ayr_1 -failover-policy local-only",
            "Step 4: vserver services ndmp off -vserver ayr",
            "Output of the cluster show",
            "<h2>cluster show</h2> of today",
            "<td>cluster show</td>",
            "h3. cluster show and its columns",
            "h7x. cluster show",
            "# Cluster show",
            "Command: run the cluster show",
            "--------- ------ -----------",
            "=========",
            "",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}
