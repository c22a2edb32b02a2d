//! Dates that a text tells: in login times, mail headers, logs of terminals and prompts.

use jiff::civil::{DateTime, Time};

/// The order of day and month where both are numbers parted by a slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slash {
    /// ONTAP's own: `11/21/2026`.
    MonthFirst,
    /// Anybody's: told only where one of them is above twelve.
    Either,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// German and French names that do not begin as the English ones.
const OTHER_MONTHS: [(&str, i8); 10] = [
    ("mär", 3),
    ("mrz", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    ("fév", 2),
    ("avr", 4),
    ("juin", 6),
    ("juil", 7),
    ("aoû", 8),
];

/// The first date with a year in `text`, with its time of day where that follows (else midnight).
pub(super) fn date(text: &str, slash: Slash) -> Option<DateTime> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",()[]".contains(c)).filter(|w| !w.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let (date, clock) = word.split_once('T').filter(|(date, _)| date.contains('-')).unwrap_or((word, ""));
        let found = numbers(date, slash).map(|date| (date, at + 1)).or_else(|| named(&words, at));
        let Some(((year, month, day), next)) = found else { continue };
        let times = std::iter::once(&clock).chain(words[next..].iter().take(5)).chain(words[..at].iter().rev().take(3));
        let mut times = times;
        let (hour, minute, second) = times.find_map(|word| time(word)).unwrap_or((0, 0, 0));
        let is_afternoon = words[next..].iter().take(6).any(|word| word.eq_ignore_ascii_case("pm"));
        let is_morning = words[next..].iter().take(6).any(|word| word.eq_ignore_ascii_case("am"));
        let hour = match hour {
            12 if is_morning => 0,
            1..=11 if is_afternoon => hour + 12,
            hour => hour,
        };
        if let Ok(date) = DateTime::new(year, month, day, hour, minute, second, 0) {
            return Some(date);
        }
    }
    None
}

/// A date in somebody's text, maybe without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    has_year: bool,
    date: DateTime,
}

impl Written {
    /// A whole date.
    pub(super) fn of(date: DateTime) -> Self {
        Self { has_year: true, date }
    }

    /// Whether it is earlier; one without year tells nothing beside one with it.
    pub(super) fn is_before(&self, other: &Self) -> bool {
        self.has_year == other.has_year && self.date < other.date
    }
}

/// A year for dates without one: a leap year.
const SOME_YEAR: i16 = 2000;

/// The first date in `text`, also one without its year: `22 Nov 10:00`, `Nov 22`, `22.11. 10:00`.
pub(super) fn written(text: &str) -> Option<Written> {
    if let Some(date) = date(text, Slash::MonthFirst) {
        return Some(Written::of(date));
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",()[]".contains(c)).filter(|word| !word.is_empty()).collect();
    let number = |word: &&str| word.trim_end_matches(['.', ',', ':']).parse::<i8>().ok();
    let beside = |at: usize| {
        let month = month(words[at])?;
        let day = at.checked_sub(1).and_then(|at| number(&words[at])).or_else(|| words.get(at + 1).and_then(number))?;
        Some((month, day))
    };
    let dotted = |word: &&str| {
        let (day, month) = word.strip_suffix('.')?.split_once('.')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    };
    let (month, day) = (0..words.len()).find_map(beside).or_else(|| words.iter().find_map(dotted))?;
    let (hour, minute, second) = words.iter().find_map(|word| time(word)).unwrap_or((0, 0, 0));
    let date = DateTime::new(SOME_YEAR, month, day, hour, minute, second, 0).ok()?;
    Some(Written { has_year: false, date })
}

/// Whether both texts tell a date, or else a time of day, and the second one's is later.
pub(crate) fn ascends(upper: &str, lower: &str) -> bool {
    // `21-Nov-2024`
    let parted = |text: &str| written(&text.replace('-', " "));
    let of = |text: &str| written(text).or_else(|| date(text, Slash::Either).map(Written::of)).or_else(|| parted(text));
    match (of(upper), of(lower)) {
        (Some(upper), Some(lower)) => upper.is_before(&lower),
        (None, None) => any_time(upper).zip(any_time(lower)).is_some_and(|(upper, lower)| upper < lower),
        _ => false,
    }
}

/// The first time of day in a text, as hours, minutes and seconds.
fn any_time(text: &str) -> Option<(i8, i8, i8)> {
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| c.is_whitespace() || "[](),=#*".contains(c));
    let (hour, minute, second) = words().filter(|word| word.contains(':')).find_map(time)?;
    let has = |sign: &str| words().any(|word| word == sign || word.ends_with(sign) && word.contains(':'));
    let hour = if has("pm") && hour < 12 { hour + 12 } else { hour };
    Some((if has("am") && hour == 12 { 0 } else { hour }, minute, second))
}

/// The time of day with which a text begins, maybe in brackets.
pub(super) fn time_of_day(text: &str) -> Option<Time> {
    let word = text.trim_start_matches(['[', '(']).split([']', ')', ' ']).next()?;
    let (hour, minute, second) = time(word)?;
    Time::new(hour, minute, second, 0).ok()
}

/// `2026-11-21`, `2026.11.21`, `21.11.2026`, `11/21/2026`.
fn numbers(word: &str, slash: Slash) -> Option<(i16, i8, i8)> {
    let mark = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '.' | '/'))?;
    let parts: Vec<&str> = word.trim_end_matches([':', '.', ';']).split(mark).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if first.len() == 4 {
        return Some((first.parse().ok()?, second.parse().ok()?, third.parse().ok()?));
    }
    let (a, b): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let year = third.parse().ok().filter(|_| third.len() == 4)?;
    match (mark, slash) {
        ('/', Slash::MonthFirst) => Some((year, a, b)),
        ('/', Slash::Either) if a > 12 => Some((year, b, a)),
        ('/', Slash::Either) if b > 12 || a == b => Some((year, a, b)),
        ('/', Slash::Either) => None,
        _ => Some((year, b, a)),
    }
}

/// `18 Nov 2026`, `November 18, 2026`, `Nov 18 08:00:01 2026`: the month's name at `at`, the day beside it, then the year.
fn named(words: &[&str], at: usize) -> Option<((i16, i8, i8), usize)> {
    let month = month(words[at])?;
    let day =
        |at: usize| words.get(at)?.trim_end_matches(['.', ',']).parse::<i8>().ok().filter(|day| (1..=31).contains(day));
    let year =
        |at: usize| words.get(at)?.trim_end_matches(',').parse::<i16>().ok().filter(|year| (1990..2100).contains(year));
    let before = at.checked_sub(1).and_then(day);
    if let (Some(day), Some(year)) = (before, year(at + 1)) {
        return Some(((year, month, day), at + 2));
    }
    let day = day(at + 1)?;
    let next = (at + 2..at + 5).find(|&next| year(next).is_some())?;
    // A time between the day and the year belongs to the date.
    Some(((year(next)?, month, day), if next == at + 2 { next + 1 } else { at + 2 }))
}

fn month(word: &str) -> Option<i8> {
    let lower = word.trim_end_matches('.').to_lowercase();
    let is_word = lower.chars().count() >= 3 && lower.chars().all(char::is_alphabetic);
    let english = MONTHS.iter().position(|month| is_word && lower.starts_with(month)).map(|at| at as i8 + 1);
    let other = || OTHER_MONTHS.iter().find(|(name, _)| is_word && lower.starts_with(name)).map(|(_, month)| *month);
    english.or_else(other)
}

/// `08:00:01`, `9:12`, with whatever stands behind the seconds.
fn time(word: &str) -> Option<(i8, i8, i8)> {
    let mut parts = word.split(':');
    let number = |part: &str| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<i8>().ok()
    };
    let hour = parts.next().filter(|hour| (1..=2).contains(&hour.len())).and_then(number)?;
    let minute = number(parts.next()?)?;
    let second = parts.next().and_then(number).unwrap_or(0);
    Some((hour, minute, second))
}

#[cfg(test)]
mod tests {
    use super::{Slash, date};

    #[test]
    fn dates_are_read_in_the_forms_that_people_meet() {
        for (text, told) in [
            ("Last login time: 11/21/2026 08:00:01", "2026-11-21T08:00:01"),
            ("Sat, 21 Nov 2026 09:12:00 +0000", "2026-11-21T09:12:00"),
            ("On Mon, 9 Nov 2026 at 09:12, Tom wrote:", "2026-11-09T09:12:00"),
            ("Sent: Saturday, November 21, 2026 9:12 PM", "2026-11-21T21:12:00"),
            ("On Nov 21, 2026, at 12:05 AM, Ann wrote:", "2026-11-21T00:05:00"),
            ("Am 21.11.2026 um 09:12 schrieb Ann:", "2026-11-21T09:12:00"),
            ("=~=~= PuTTY log 2026.11.21 08:00:01 =~=~=", "2026-11-21T08:00:01"),
            ("Script started on 2026-11-21 08:00:01+00:00", "2026-11-21T08:00:01"),
            ("[2026-11-21T08:00:01Z]", "2026-11-21T08:00:01"),
            ("Sat Nov 21 08:00:01 2026", "2026-11-21T08:00:01"),
            ("Gesendet: Samstag, 21. November 2026 09:12", "2026-11-21T09:12:00"),
        ] {
            assert_eq!(date(text, Slash::MonthFirst).map(|date| date.to_string()).as_deref(), Some(told), "{text}");
        }
    }

    #[test]
    fn a_day_that_may_be_a_month_is_no_date_but_where_ontap_prints_it() {
        assert_eq!(date("Sent: 11/10/2026 09:12", Slash::Either), None);
        assert!(date("Sent: 21/11/2026 09:12", Slash::Either).is_some());
        assert!(date("Last login time: 11/10/2026 09:12:00", Slash::MonthFirst).is_some());
        assert_eq!(date("netmask 255.255.255.0 port 10000", Slash::Either), None);
    }
}
