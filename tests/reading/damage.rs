//! What terminals, mail clients, word processors and people do to a text.

use super::random::Random;
use super::sheet::{Line, Role, line};
use super::{by_hand, pasted};

macro_rules! damage {
    (harmless: $($harmless:ident),+; harmful: $($harmful:ident),+;) => {
        /// One kind of damage.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Damage {
            $($harmless,)+
            $($harmful,)+
        }

        /// A reader must not mind these.
        pub const HARMLESS: &[Damage] = &[$($harmless),+];

        /// These may cost records or certainty.
        pub const HARMFUL: &[Damage] = &[$($harmful),+];
    };
}

damage! {
    harmless:
        CarriageReturns,
        NoBreakSpaces,
        Quoted,
        QuotedTwice,
        Hashed,
        Spread,
        Utf16,
        Escapes,
        Pager,
        PagerErased,
        TrailingBlanks,
        HeadingsRepeated,
        Banner,
        Warning,
        BoldMarks,
        IndentDoubled;
    harmful:
        Tabs,
        Collapsed,
        IndentsLost,
        RulerLost,
        RulerStars,
        RulerBlank,
        HeadingLost,
        GroupsLost,
        GroupGarbled,
        RowsDropped,
        CountWrong,
        CutEnd,
        CutStart,
        CutMidRow,
        HardWrapped,
        Note,
        BlankLinesLost,
        LineGarbled,
        EnDashes,
        IndentsToOne,
        UpperHeadingLeft,
        HashGlued,
        BrokenInColumns,
        SingleBlanks,
        RuledAnew,
        HeadingsSpread,
        ColumnsOut,
        HeadingJoined,
        FirstHeadingRenamed,
        FieldsInTitleCase,
        KeyColumnOut,
        ColumnAtEnd,
        ColumnInside,
        ColumnsSwapped,
        FirstGroupLost,
        Fences,
        BreakTags,
        Entities,
        LineEndsAsWords,
        LinesInQuotes,
        CountBehind,
        CountLost,
        RemarkBeside,
        ListMarks,
        LineNumbers,
        Backticks;
}

use Damage::*;

/// What is done to a table while all of it is there: before any other damage.
pub const FIRST: &[Damage] = &[
    ColumnsSwapped,
    ColumnsOut,
    KeyColumnOut,
    ColumnAtEnd,
    ColumnInside,
    BrokenInColumns,
    HeadingsSpread,
    HeadingJoined,
    FirstHeadingRenamed,
    Backticks,
    CountBehind,
    RemarkBeside,
    // What is cut in a fence lacks its end, too: below a fence that is closed nothing shows that a word is a half.
    Fences,
];

const PAGER: &str = "Press <space> to page down, <return> for next line, or 'q' to quit...";

/// Damage to the lines; what harms only bytes is done by [`bytes`].
pub fn lines(random: &mut Random, damage: Damage, lines: &mut Vec<Line>) {
    match damage {
        NoBreakSpaces => each(lines, |text| text.replace("  ", "\u{a0} ")),
        Spread => spread(lines),
        Pager | PagerErased => pager(random, damage == PagerErased, lines),
        TrailingBlanks => each(lines, |text| format!("{text}  ")),
        HeadingsRepeated => repeat_heading(random, lines),
        Banner => banner(lines),
        Warning => warn(random, lines),
        BoldMarks => each_with(lines, |line| {
            if matches!(line.role, Role::Heading | Role::Prompt) && !line.text.trim().is_empty() {
                bold(&line.text)
            } else {
                line.text.clone()
            }
        }),
        EnDashes => each_with(lines, |line| {
            if line.role == Role::Prompt { line.text.replace(" -", " \u{2013}") } else { line.text.clone() }
        }),
        IndentDoubled => each(lines, |text| format!("    {text}")),
        Tabs => each(lines, tabs),
        Collapsed => each(lines, |text| text.split_whitespace().collect::<Vec<_>>().join(" ")),
        IndentsLost => each(lines, |text| text.trim_start().to_owned()),
        RulerLost => lines.retain(|line| line.role != Role::Ruler),
        RulerStars => replace_rulers(lines, "***"),
        RulerBlank => replace_rulers(lines, ""),
        HeadingLost => lines.retain(|line| !matches!(line.role, Role::Heading | Role::Ruler)),
        GroupsLost => lines.retain(|line| line.role != Role::Group),
        GroupGarbled => garble(random, lines, Role::Group),
        LineGarbled => garble(random, lines, Role::Row),
        CutEnd => lines.truncate(1 + random.below(lines.len())),
        CutStart => drop(lines.drain(..random.below(lines.len()))),
        CutMidRow => cut_row(random, lines),
        HardWrapped => hard_wrap(72 + random.below(9), lines),
        Note => note(random, lines),
        BlankLinesLost => lines.retain(|line| !line.text.trim().is_empty()),
        _ => by_people(random, damage, lines),
    }
}

/// Damage that people do to the columns, and what they and their programs put beside them.
fn by_people(random: &mut Random, damage: Damage, lines: &mut Vec<Line>) {
    match damage {
        CountWrong => each_with(lines, |line| {
            if line.role == Role::Footer { "99 entries were displayed.".to_owned() } else { line.text.clone() }
        }),
        RowsDropped => drop_rows(random, lines),
        IndentsToOne => pasted::indents_to_one(random, lines),
        UpperHeadingLeft => pasted::upper_heading_left(lines),
        BrokenInColumns => by_hand::broken_in_columns(random, lines),
        SingleBlanks => pasted::single_blanks(random, lines),
        RuledAnew => by_hand::ruled_anew(random, lines),
        HeadingsSpread => by_hand::headings_spread(lines),
        ColumnsOut => by_hand::columns_out(random, lines),
        HeadingJoined => by_hand::heading_joined(lines),
        FirstHeadingRenamed => by_hand::first_heading_renamed(random, lines),
        FieldsInTitleCase => by_hand::fields_in_title_case(lines),
        KeyColumnOut => by_hand::key_column_out(lines),
        ColumnAtEnd | ColumnInside => by_hand::column_inserted(random, damage == ColumnAtEnd, lines),
        ColumnsSwapped => by_hand::columns_swapped(random, lines),
        FirstGroupLost => pasted::first_group_lost(lines),
        Fences => pasted::fences(random, lines),
        CountBehind => pasted::count_behind(lines),
        CountLost => lines.retain(|line| line.role != Role::Footer),
        RemarkBeside => pasted::remark_beside(random, lines),
        ListMarks | LineNumbers => pasted::marked(random, damage == LineNumbers, lines),
        Backticks => pasted::backticks(lines),
        _ => {}
    }
}

/// The text as bytes, with the damage that is done to bytes.
pub fn bytes(lines: &[Line], damages: &[Damage]) -> Vec<u8> {
    let mut text = String::new();
    let end = if damages.contains(&CarriageReturns) { "\r\n" } else { "\n" };
    for line in lines {
        for damage in damages {
            text.push_str(match damage {
                Quoted => "> ",
                QuotedTwice => "> > ",
                Hashed => "# ",
                HashGlued => "#",
                LinesInQuotes => "\"",
                _ => "",
            });
        }
        if damages.contains(&Escapes) {
            text.push_str("\u{1b}[?2004l\u{1b}[0m");
        }
        text.push_str(&if damages.contains(&Entities) { entities(&line.text) } else { line.text.clone() });
        let is_cut = damages.contains(&CutMidRow) && std::ptr::eq(line, &raw const lines[lines.len() - 1]);
        for (_, mark) in BEHIND.iter().filter(|(damage, _)| damages.contains(damage) && !is_cut) {
            text.push_str(mark);
        }
        text.push_str(if damages.contains(&Escapes) { "\u{1b}[K" } else { "" });
        if !is_cut {
            text.push_str(end);
        }
    }
    if damages.contains(&Utf16) {
        return [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    }
    text.into_bytes()
}

/// What stands behind each line.
const BEHIND: [(Damage, &str); 3] = [(BreakTags, "<br>"), (LineEndsAsWords, "\\n"), (LinesInQuotes, "\\n\"")];

fn entities(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(' ', "&nbsp;")
}

fn each(lines: &mut [Line], change: impl Fn(&str) -> String) {
    for line in lines {
        line.text = change(&line.text);
    }
}

fn each_with(lines: &mut [Line], change: impl Fn(&Line) -> String) {
    for line in lines {
        line.text = change(line);
    }
}

fn bold(text: &str) -> String {
    let start = text.len() - text.trim_start().len();
    format!("{}**{}**", &text[..start], text.trim())
}

fn spread(lines: &mut Vec<Line>) {
    *lines = std::mem::take(lines).into_iter().flat_map(|old| [old, line(Role::Blank, "")]).collect();
}

/// Runs of blanks to tab stops, as `unexpand -a` does.
fn tabs(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| **c == ' ').count();
        let stop = (at / 8 + 1) * 8;
        if run >= 2 && at + run >= stop {
            out.push('\t');
            at = stop;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// A place below the first heading, where a pager would stop.
fn inside(random: &mut Random, lines: &[Line]) -> Option<usize> {
    let rows: Vec<usize> =
        (1..lines.len()).filter(|&at| matches!(lines[at].role, Role::Row | Role::More | Role::Group)).collect();
    (!rows.is_empty()).then(|| rows[random.below(rows.len())])
}

fn pager(random: &mut Random, erased: bool, lines: &mut Vec<Line>) {
    let Some(at) = inside(random, lines) else { return };
    if !erased {
        lines.insert(at, Line { text: PAGER.to_owned(), role: Role::Other });
        return;
    }
    let blanks = " ".repeat(PAGER.len());
    let text = match random.below(3) {
        0 => format!("{PAGER}\r{blanks}\r{}", lines[at].text),
        1 => format!("{PAGER}{}{blanks}{}{}", "\u{8}".repeat(PAGER.len()), "\u{8}".repeat(PAGER.len()), lines[at].text),
        _ => format!("{PAGER}\r\u{1b}[K{}", lines[at].text),
    };
    lines[at].text = text;
}

/// The heading again between two records, as after a page break.
fn repeat_heading(random: &mut Random, lines: &mut Vec<Line>) {
    let groups: Vec<usize> = (1..lines.len())
        .filter(|&at| lines[at].role == Role::Group && lines[at].text.trim_start() == lines[at].text)
        .collect();
    if groups.len() < 2 {
        return;
    }
    let at = groups[1 + random.below(groups.len() - 1)];
    let answer = lines[..at].iter().rposition(|line| line.role == Role::Prompt).unwrap_or(0);
    let heading: Vec<Line> = lines[answer..at]
        .iter()
        .skip_while(|line| line.role != Role::Heading)
        .take_while(|line| matches!(line.role, Role::Heading | Role::Ruler))
        .cloned()
        .collect();
    lines.splice(at..at, heading);
}

fn banner(lines: &mut Vec<Line>) {
    let banner = ["", "Last login time: 7/19/2026 06:11:32", "Unsuccessful login attempts since last login: 2", ""];
    lines.splice(0..0, banner.map(|text| line(Role::Other, text)));
}

fn warn(random: &mut Random, lines: &mut Vec<Line>) {
    let Some(at) = (0..lines.len()).rev().find(|&at| lines[at].role == Role::Footer) else { return };
    let warning = [
        "",
        "Warning: Cluster HA has not been configured. Cluster HA must be configured on a",
        "         two-node cluster to ensure data access availability.",
        "",
    ];
    let from = usize::from(random.chance(50));
    lines.splice(at..at, warning[from..].iter().map(|text| line(Role::Other, *text)));
}

fn note(random: &mut Random, lines: &mut Vec<Line>) {
    let Some(at) = inside(random, lines) else { return };
    let text = random.pick(&[
        "<-- this one is wrong, please look at it",
        "(see the ticket for what we changed here)",
        "Then we looked at the second half of the list:",
        "[snip]",
        "...",
        "^^^^ here",
    ]);
    lines.insert(at, line(Role::Other, text));
}

fn replace_rulers(lines: &mut [Line], with: &str) {
    each_with(lines, |line| if line.role == Role::Ruler { with.to_owned() } else { line.text.clone() });
}

fn garble(random: &mut Random, lines: &mut [Line], role: Role) {
    let is_meant = |found: Role| found == role || (role == Role::Row && found == Role::More);
    let at: Vec<usize> = (0..lines.len()).filter(|&at| is_meant(lines[at].role)).collect();
    if at.is_empty() {
        return;
    }
    let line = &mut lines[at[random.below(at.len())]];
    line.text = random.pick(&["~~~ ??? ~~~ ##", "\u{fffd}\u{fffd}\u{fffd} |||", "=== @@ ==="]).to_owned();
}

/// Drops whole records where the count would tell.
fn drop_rows(random: &mut Random, lines: &mut Vec<Line>) {
    let is_counted = lines.iter().any(|line| line.role == Role::Footer);
    // A row that begins at the left may hold the key of the rows below it, of which nobody could tell that it is lost.
    let is_plain = |line: &Line| {
        line.role == Role::Row && line.text.starts_with(' ') && !line.text.contains(": ") && !line.text.ends_with(':')
    };
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| is_plain(&lines[at])).collect();
    if !is_counted || rows.is_empty() {
        return;
    }
    let dropped = rows[random.below(rows.len())];
    let more = lines[dropped + 1..].iter().take_while(|line| matches!(line.role, Role::More | Role::Blank)).count();
    lines.drain(dropped..=dropped + more);
}

fn cut_row(random: &mut Random, lines: &mut Vec<Line>) {
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| matches!(lines[at].role, Role::Row | Role::More)).collect();
    if rows.is_empty() {
        return;
    }
    let at = rows[random.below(rows.len())];
    lines.truncate(at + 1);
    let text = &mut lines[at].text;
    let mut cut = 1 + random.below(text.len());
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    text.truncate(cut);
}

fn hard_wrap(width: usize, lines: &mut Vec<Line>) {
    let wrap = |old: Line| {
        let mut parts = Vec::new();
        let mut rest = old.text.as_str();
        while rest.chars().count() > width {
            let limit = rest.char_indices().nth(width).map_or(rest.len(), |(at, _)| at);
            let Some(at) = rest[..limit].rfind(' ').filter(|&at| !rest[..at].trim().is_empty()) else { break };
            parts.push(Line { text: rest[..at].trim_end().to_owned(), role: old.role });
            rest = rest[at..].trim_start();
        }
        parts.push(Line { text: rest.to_owned(), role: old.role });
        parts
    };
    *lines = std::mem::take(lines).into_iter().flat_map(wrap).collect();
}
