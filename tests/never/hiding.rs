//! Ways in which a capture hides that something is broken: what is good stands where it is read first, last, or alone.

use super::saved::Saved;

/// Commands with their answers.
pub(crate) type Answers = Vec<(String, String)>;

/// A break with what was printed before and after it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) good: Answers,
    pub(crate) bad: Answers,
    /// Answers of another ready cluster.
    pub(crate) other: Answers,
}

impl Case {
    /// The good answers that the break changes, with the bad ones.
    pub(crate) fn changed(&self) -> Vec<(&str, &str, &str)> {
        let bad =
            |command: &str| self.bad.iter().find(|(other, _)| other == command).map_or("", |(_, text)| text.as_str());
        let all = self.good.iter().map(|(command, text)| (command.as_str(), text.as_str(), bad(command)));
        all.filter(|(_, good, bad)| good != bad).collect()
    }

    fn changed_bad(&self) -> Answers {
        self.changed().iter().map(|(command, _, bad)| ((*command).to_owned(), (*bad).to_owned())).collect()
    }

    pub(crate) fn prompt(&self) -> String {
        format!("{}::> ", self.name)
    }

    pub(crate) fn session(&self, answers: &Answers) -> String {
        let prompt = self.prompt();
        answers.iter().map(|(command, text)| format!("{prompt}{command}\n{text}\n")).collect::<String>()
            + &prompt
            + "\n"
    }

    /// The bad session without what is bad, the answers that held it changed further; `None` where nothing bad is printed.
    pub(crate) fn without_the_bad(&self, change: impl Fn(&str) -> String) -> Option<Saved> {
        let changed: Vec<(String, String)> = self
            .changed()
            .iter()
            .map(|(command, good, bad)| Some(((*command).to_owned(), without_the_bad(good, bad)?)))
            .collect::<Option<_>>()?;
        let text = |(command, text): &(String, String)| {
            let hidden = changed.iter().find(|(other, _)| other == command);
            (command.clone(), hidden.map_or_else(|| text.clone(), |(_, text)| change(text)))
        };
        Some(Saved::text(&self.session(&self.bad.iter().map(text).collect())))
    }

    /// The good session with the answers of these commands changed.
    pub(crate) fn with(&self, change: impl Fn(&str, &str) -> String) -> Saved {
        let changed: Vec<&str> = self.changed().iter().map(|(command, ..)| *command).collect();
        let text = |(command, text): &(String, String)| {
            let text = if changed.contains(&command.as_str()) { change(command, text) } else { text.clone() };
            (command.clone(), text)
        };
        Saved::text(&self.session(&self.good.iter().map(text).collect()))
    }
}

/// A way to put the newer, bad state together with the older, good one.
pub(crate) type Way = (&'static str, fn(&Case) -> Saved);

pub(crate) const NEWER: [Way; 11] = [
    ("shown again behind it", |case| Saved::text(&(case.session(&case.good) + &case.session(&case.changed_bad())))),
    ("all shown again", |case| Saved::text(&(case.session(&case.good) + &case.session(&case.bad)))),
    ("another login behind it", |case| {
        Saved::text(&format!(
            "{}exit\nGoodbye\n\nLast login time: 11/18/2026 07:00:01\n{}",
            case.session(&case.good),
            case.session(&case.changed_bad())
        ))
    }),
    ("logins in reverse", |case| {
        Saved::text(&format!(
            "Last login time: 11/21/2026 08:00:00\n{}exit\nGoodbye\n\nLast login time: 11/18/2026 07:00:01\n{}",
            case.session(&case.changed_bad()),
            case.session(&case.good)
        ))
    }),
    ("an answer to a mail", |case| {
        Saved::text(&format!(
            "Hi Tom,\n\nnow it looks like this:\n\n{}\nOn Mon, 16 Nov 2026 at 09:12, Tom wrote:\n{}",
            case.session(&case.changed_bad()),
            quoted(&case.session(&case.good))
        ))
    }),
    ("an answer below a quoted mail", |case| {
        Saved::text(&format!(
            "On Mon, 16 Nov 2026 at 09:12, Tom wrote:\n{}\nIt is not so any more:\n\n{}",
            quoted(&case.session(&case.good)),
            case.session(&case.changed_bad())
        ))
    }),
    ("mails with headers, newest first", |case| {
        Saved::text(&format!(
            "From: Ann\nSent: Saturday, November 21, 2026 9:12 AM\nTo: Tom\nSubject: RE: tape\n\n{}\n\nFrom: Tom\nSent: Monday, November 16, 2026 9:12 AM\nTo: Ann\nSubject: tape\n\n{}",
            case.session(&case.changed_bad()),
            case.session(&case.good)
        ))
    }),
    ("a mail without date above another", |case| {
        Saved::text(&format!(
            "Hi,\n\n{}\n-----Original Message-----\nFrom: Tom\nSent: Monday, November 16, 2026 9:12 AM\nSubject: tape\n\n{}",
            case.session(&case.changed_bad()),
            case.session(&case.good)
        ))
    }),
    ("times in prompts, newest first", |case| {
        Saved::text(
            &(stamped(case, &case.changed_bad(), "[2026-11-21 08:00:01] ")
                + &stamped(case, &case.good, "[2026-11-18 08:00:01] ")),
        )
    }),
    ("times above prompts, newest first", |case| {
        Saved::text(
            &(stamped(case, &case.changed_bad(), "11/21/2026 08:00:01\n")
                + &stamped(case, &case.good, "11/18/2026 08:00:01\n")),
        )
    }),
    ("files without an order", |case| files(case)),
];

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}\n")).collect()
}

fn stamped(case: &Case, answers: &Answers, stamp: &str) -> String {
    case.session(answers).replace(&case.prompt(), &format!("{stamp}{}", case.prompt()))
}

fn files(case: &Case) -> Saved {
    let file = |n: usize, (command, text): &(String, String)| {
        (format!("{n:02}.txt"), format!("{}{command}\n{text}\n{}\n", case.prompt(), case.prompt()))
    };
    let all = case.good.iter().chain(case.changed().is_empty().then_some(&case.good[0]));
    let mut files: Vec<(String, String)> = all.enumerate().map(|(n, answer)| file(n, answer)).collect();
    files.extend(case.changed_bad().iter().enumerate().map(|(n, answer)| file(50 + n, answer)));
    Saved { files }
}

/// Which lines of `text` the other text does not have in their order: what the verdict rests on.
pub(crate) fn deciding(text: &str, other: &str) -> Vec<usize> {
    let (own, other): (Vec<&str>, Vec<&str>) = (text.lines().collect(), other.lines().collect());
    let mut longest = vec![vec![0_usize; other.len() + 1]; own.len() + 1];
    for at in (0..own.len()).rev() {
        for beside in (0..other.len()).rev() {
            longest[at][beside] = if own[at] == other[beside] {
                longest[at + 1][beside + 1] + 1
            } else {
                longest[at + 1][beside].max(longest[at][beside + 1])
            };
        }
    }
    let (mut at, mut beside, mut found) = (0, 0, Vec::new());
    while at < own.len() {
        if beside < other.len() && own[at] == other[beside] {
            (at, beside) = (at + 1, beside + 1);
        } else if beside < other.len() && longest[at][beside + 1] >= longest[at + 1][beside] {
            beside += 1;
        } else {
            found.push(at);
            at += 1;
        }
    }
    found.retain(|&at| !own[at].trim().is_empty() && !own[at].contains("entries were"));
    found
}

/// The bad answer without the lines that show what is bad; its count is that of the rest.
pub(crate) fn without_the_bad(good: &str, bad: &str) -> Option<String> {
    let gone = deciding(bad, good);
    if gone.is_empty() {
        return None;
    }
    let count = |line: &str| line.split_once(" entries were").and_then(|(count, _)| count.parse::<usize>().ok());
    let kept = bad.lines().enumerate().filter(|(at, _)| !gone.contains(at)).filter_map(|(_, line)| match count(line) {
        Some(count) if count < gone.len() + 2 => None,
        Some(count) => Some(format!("{} entries were displayed.\n", count - gone.len())),
        None => Some(format!("{line}\n")),
    });
    Some(kept.collect())
}

/// The command as it may be typed: words cut short, from inside of its directory, the object without its option.
pub(crate) fn spelled(change: &str) -> Vec<String> {
    let words: Vec<&str> = change.split(' ').collect();
    let path = words.iter().take_while(|word| !word.starts_with('-')).count();
    let (path, rest) = words.split_at(path);
    let mut forms = vec![change.to_owned()];
    if path.len() > 2 && !change.starts_with("system node run") && !change.starts_with("options") {
        let verb = path.len() - 1;
        let short: Vec<&str> = path.iter().map(|word| &word[..word.len().min(4)]).collect();
        forms.push([&short[..], rest].concat().join(" "));
        forms.push(format!("{}; {}", path[..verb].join(" "), [&path[verb..], rest].concat().join(" ")));
        forms.push(format!("rows 0; {change}"));
        if let [_, value, ..] = rest {
            forms.push([path, &[*value], &rest[2..]].concat().join(" "));
        }
    }
    forms
}
