//! What editors, web pages and people add to the lines of an answer.

use super::random::Random;
use super::sheet::{Line, Role, line};

/// The indent of each line is one blank, or every line but the prompts has one.
pub fn indents_to_one(random: &mut Random, lines: &mut [Line]) {
    let is_all = random.chance(50);
    for line in lines.iter_mut().filter(|line| line.role != Role::Prompt && !line.text.is_empty()) {
        if is_all || line.text.starts_with(' ') {
            line.text = format!(" {}", line.text.trim_start());
        }
    }
}

/// The first of several heading lines starts at the left.
pub fn upper_heading_left(lines: &mut [Line]) {
    let is_heading = |line: Option<&Line>| line.is_some_and(|line| line.role == Role::Heading);
    for at in 0..lines.len() {
        let is_first = is_heading(lines.get(at)) && !(at > 0 && is_heading(lines.get(at - 1)));
        if is_first && is_heading(lines.get(at + 1)) {
            lines[at].text = lines[at].text.trim_start().to_owned();
        }
    }
}

/// Rows typed with single blanks under what ONTAP printed.
pub fn single_blanks(random: &mut Random, lines: &mut [Line]) {
    let is_indented = random.chance(60);
    for line in lines.iter_mut().filter(|line| matches!(line.role, Role::Row | Role::More)) {
        let indent = if is_indented { line.text.len() - line.text.trim_start().len() } else { 0 };
        let words: Vec<&str> = line.text.split_whitespace().collect();
        line.text = " ".repeat(indent) + &words.join(" ");
    }
}

/// The first group line of each answer is gone.
pub fn first_group_lost(lines: &mut Vec<Line>) {
    let mut is_open = true;
    lines.retain(|line| {
        is_open |= line.role == Role::Prompt;
        let is_lost = is_open && line.role == Role::Group;
        is_open &= !is_lost;
        !is_lost
    });
}

/// Fences round each answer, with a language, and prose right behind.
pub fn fences(random: &mut Random, lines: &mut Vec<Line>) {
    let fence = format!("```{}", random.pick(&["", "text", "console", "bash"]));
    let mut out = Vec::new();
    for old in std::mem::take(lines) {
        if old.role == Role::Prompt || out.is_empty() {
            if !out.is_empty() {
                out.push(line(Role::Other, "```"));
                out.push(line(Role::Other, "The last one stays in the cupboard. Now what comes next:"));
            }
            out.push(line(Role::Other, fence.clone()));
        }
        out.push(old);
    }
    out.extend([line(Role::Other, "```"), line(Role::Other, "That is all that we have, as far as we know.")]);
    *lines = out;
}

/// The count of entries behind the last row, on its line.
pub fn count_behind(lines: &mut Vec<Line>) {
    for at in (1..lines.len()).rev().filter(|&at| lines[at].role == Role::Footer).collect::<Vec<_>>() {
        if matches!(lines[at - 1].role, Role::Row | Role::More) {
            let count = lines.remove(at).text;
            lines[at - 1].text += &format!(" {count}");
        }
    }
}

/// A remark beside a row.
pub fn remark_beside(random: &mut Random, lines: &mut [Line]) {
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].role == Role::Row).collect();
    if let Some(&at) = rows.get(random.below(rows.len())) {
        let remark = random.pick(&["<-- leaves in spring", "<- this one", "<=== look here", "// the old one"]);
        lines[at].text += &format!("   {remark}");
    }
}

/// A mark or a number before each line.
pub fn marked(random: &mut Random, is_numbered: bool, lines: &mut [Line]) {
    let mark = random.pick(&["* ", "- ", "\u{2022} "]);
    for (at, line) in lines.iter_mut().enumerate() {
        let text = &line.text;
        line.text = if is_numbered { format!("{:>3}  {text}", at + 1) } else { format!("{mark}{text}") };
    }
}

/// Backticks round each command and the first word of each row.
pub fn backticks(lines: &mut [Line]) {
    for line in lines.iter_mut() {
        let text = line.text.trim();
        match line.role {
            Role::Prompt if !text.is_empty() => line.text = format!("`{text}`"),
            Role::Row => {
                let indent = &line.text[..line.text.len() - line.text.trim_start().len()];
                let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
                line.text = format!("{indent}`{first}` {rest}").trim_end().to_owned();
            }
            _ => {}
        }
    }
}
