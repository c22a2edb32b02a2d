//! The name of a host before each line that it answered, below a program that asked it: `pdsh -w cl1 version`, `cl1: NetApp Release`.

use super::quoting::words_width;
use super::sought::Sought;

/// Programs that put the name there, and the ends of options behind which it stands.
const PROGRAMS: [&str; 4] = ["pdsh", "dsh", "clush", "rush"];
const OPTIONS: [char; 2] = ['w', 'm'];

/// How these programs end.
static ENDS: [Sought; 2] = [Sought::new("dsh "), Sought::new("ush ")];

/// Whether a line of the text may ask hosts.
pub(super) fn may_ask(text: &str) -> bool {
    ENDS.iter().any(|end| end.are_in(text))
}

/// The runs of such lines, first and last, with the words before each. A line of another host ends one.
pub(super) fn runs<'t>(count: usize, line: &dyn Fn(usize) -> &'t str) -> Vec<(usize, usize, String)> {
    let mut runs = Vec::new();
    let mut at = 1;
    while at <= count {
        let words = asked(line(at)).map(|host| format!("{host}: "));
        at += 1;
        let Some(words) = words else { continue };
        let first = at;
        while at <= count && words_width(line(at), &words).is_some() {
            at += 1;
        }
        if at > first {
            runs.push((first, at - 1, words));
        }
    }
    runs
}

/// The one host that a command line asks through such a program.
fn asked(line: &str) -> Option<&str> {
    let mut words = line.contains("sh ").then(|| line.split_whitespace())?;
    words.find(|word| PROGRAMS.contains(&word.rsplit('/').next().unwrap_or_default()))?;
    words.find(|word| word.starts_with('-') && word.ends_with(OPTIONS))?;
    let host = words.next()?;
    (!host.contains([',', '[', '*', '"', '\''])).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn lines_behind_the_name_of_the_host_that_was_asked_are_a_run() {
        let text = [
            "$ pdsh -w ayr1 'version'",
            "ayr1: NetApp",
            "ayr1:",
            "ayr1: x",
            "ayr2: y",
            "",
            "$ dsh -m ayr1,ayr2 x",
            "ayr1: x",
        ];
        assert_eq!(runs(text.len(), &|at| text[at - 1]), [(2, 4, "ayr1: ".to_owned())]);
    }
}
