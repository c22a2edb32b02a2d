//! What a shell passed an answer on to: `| tee out.txt` shows all of it, `| grep true` leaves lines out, and what a program that can
//! change words prints is that program's answer.

/// What is left of an answer behind such commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Passed {
    /// All of it.
    #[default]
    Whole,
    /// Lines or words may be missing.
    Sifted,
    /// Any word may be another one.
    Edited,
}

/// What shows all of it, page by page or numbered.
const WHOLE: [&str; 13] = [
    "cat",
    "col",
    "less",
    "more",
    "nl",
    "tee",
    "Out-File",
    "Out-Host",
    "Out-String",
    "Tee-Object",
    "dos2unix",
    "ts",
    "iconv",
];

/// What leaves lines or words out, or puts them in another order or width.
const SIFTERS: [&str; 27] = [
    "grep",
    "egrep",
    "fgrep",
    "zgrep",
    "rg",
    "ack",
    "head",
    "tail",
    "cut",
    "sort",
    "uniq",
    "tac",
    "wc",
    "column",
    "expand",
    "fold",
    "fmt",
    "pr",
    "findstr",
    "find",
    "Select-String",
    "sls",
    "Where-Object",
    "where",
    "?",
    "Select-Object",
    "Sort-Object",
];

/// What the commands behind an answer leave of it; `words`: all words from the first `|` on.
pub(super) fn passed(words: &[&str]) -> Passed {
    words.split(|word| *word == "|").skip(1).map(by).max().unwrap_or_default()
}

/// What one command leaves.
fn by(command: &[&str]) -> Passed {
    let Some((program, rest)) = command.split_first() else { return Passed::Sifted };
    let script = rest.join(" ");
    match *program {
        whole if WHOLE.contains(&whole) => Passed::Whole,
        sifter if SIFTERS.contains(&sifter) => Passed::Sifted,
        "tr" => by_tr(&script),
        "sed" => by_sed(&script),
        // Without a text of its own it prints what it was given.
        "awk" | "gawk" | "mawk" if !script.contains(['"', '=']) && !script.contains("sub(") => Passed::Sifted,
        _ => Passed::Edited,
    }
}

/// Signs that no answer has are taken out for whoever reads it.
fn by_tr(script: &str) -> Passed {
    let is_of_ends = ["\\r", "\\015", "\\000"].iter().any(|sign| script.contains(sign));
    match script.starts_with("-d") {
        true if is_of_ends => Passed::Whole,
        true => Passed::Sifted,
        false => Passed::Edited,
    }
}

/// `s/\r$//` takes the ends of lines away that another system puts there; another `s` or `y` changes words.
fn by_sed(script: &str) -> Passed {
    let bare = script.trim_start_matches("-e ").trim_matches(['\'', '"']);
    if ["s/\\r$//", "s/\\r//g", "s/\\r//", "s/\\x0d$//", "s/^M$//"].contains(&bare) {
        return Passed::Whole;
    }
    let is_edit = |at: usize| {
        let before = bare[..at].chars().next_back();
        let behind = bare[at + 1..].chars().next();
        let begins = before.is_none_or(|c| !c.is_alphabetic());
        begins && behind.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
    };
    let edits =
        bare.char_indices().filter(|(_, c)| matches!(c, 's' | 'y' | 'c' | 'a' | 'i')).any(|(at, _)| is_edit(at));
    if edits || bare.starts_with("-f") { Passed::Edited } else { Passed::Sifted }
}

#[cfg(test)]
mod tests {
    use super::{Passed, passed};

    #[test]
    fn what_can_change_words_is_told_from_what_leaves_them_out() {
        let of = |line: &str| passed(&line.split_whitespace().collect::<Vec<_>>());
        for line in [
            "| cat",
            "| tee out.txt",
            "| tr -d '\\r'",
            "| sed 's/\\r$//'",
            "| less -S",
            "| iconv -f latin1",
            "| tee a | cat",
        ] {
            assert_eq!(of(line), Passed::Whole, "{line}");
        }
        for line in [
            "| grep -v down",
            "| head -9",
            "| tee out.txt | sort | uniq",
            "| sed -n 1,20p",
            "| sed '/false/d'",
            "| sed 5q",
            "| awk '/true/'",
            "| awk '{print $1}'",
            "| findstr /v off",
            "| Select-String normal",
            "| tr -d X",
        ] {
            assert_eq!(of(line), Passed::Sifted, "{line}");
        }
        for line in [
            "| sed s/off/persistent/",
            "| sed -e 's/ off/ persistent/g'",
            "| sed '2s|off|on|'",
            "| sed -f clean.sed",
            "| perl -pe 's/off/persistent/'",
            "| awk '{sub(/off/,\"persistent\")}1'",
            "| python3 clean.py",
            "| ./anonymise.sh",
            "| % { $_ -replace 'off','persistent' }",
            "| tr a b",
            "| tee out.txt | sed 's/off/persistent/'",
            "| grep true | xargs -n1 echo",
        ] {
            assert_eq!(of(line), Passed::Edited, "{line}");
        }
    }
}
