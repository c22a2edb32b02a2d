//! What a program or a person put down as the outcome of a check, in whatever form: `NDMP ..... CRITICAL`, `2 of 24 checks failed`,
//! `"enabled": false`, `exit code: 1`. Behind an answer nobody but them says anything.

use super::plain::holds;
use crate::table::{caption, farewell};

/// Words of an outcome that is not good.
const BAD: &str = "critical crit error errors fail failed fails failing failure failures fatal ko nok red rot rojo rouge rosso degraded \
    unhealthy unready broken missing wrong gone removed deleted dropped unplugged hidden blocked alert alarm violation violations noncompliant fehler fehlgeschlagen kritisch \
    defekt fehlt échec erreur manquant fallo falla errore mancante";

/// Words of a state that is not good, unless it is that of a thing that is as it should be when off.
const OFF: &str = "false off disabled down offline inactive stopped nein aus deaktiviert";

/// Things that may be off, down or not so.
const EITHER: &str = "scope mode plain plaintext clear cleartext locked lock takeover is_locked";

/// Words that deny what stands behind them.
const DENIALS: &str = "0 no not none without zero kein keine keinen ohne nicht aucun aucune sans pas ningún ninguna sin nessun nessuna senza";

/// Words over which such a word reaches: `no node is down`.
const REACH: usize = 3;

/// Words of such a line at most: longer ones are sentences.
const LONGEST: usize = 14;

/// Words of a sentence at least: what it says is asked elsewhere.
const SENTENCE: usize = 4;

/// Whether a line puts down that something is not as it should be. A record that a program wrote is looked at part by part.
pub(super) fn is_bad(line: &str) -> bool {
    let lower = line.to_lowercase();
    // What is to be looked for was not found, unless what came of it stands behind; the end of a connection is none of the cluster's.
    let is_parted = ["..", ": ", " - ", "->", "=", "|", "\t", "  "]
        .iter()
        .any(|sign| caption::unmarked(lower.trim()).contains(sign));
    if caption::is_plan(lower.trim()) && !is_parted || farewell::is_said(line.trim()) {
        return false;
    }
    let is_record = lower.trim_start().starts_with(['{', '[', '<']);
    if is_record { lower.split([',', '{', '}', '/']).any(is_bad_part) } else { is_bad_part(&lower) }
}

fn is_bad_part(lower: &str) -> bool {
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_sentence = words.len() >= SENTENCE && lower.trim_end().ends_with(['.', '!', '?']);
    if words.is_empty() || words.len() > LONGEST || is_sentence || lower.trim_end().ends_with([':', '-', '?']) {
        return false;
    }
    let is_either = words.iter().any(|word| holds(EITHER, word));
    let is_denied = |at: usize| {
        let before = words[at.saturating_sub(REACH)..at].iter().any(|word| holds(DENIALS, word));
        before || words.get(at + 1).is_some_and(|next| *next == "0" || *next == "none")
    };
    let is_said = |(at, word): (usize, &&str)| {
        (holds(BAD, word) || !is_either && holds(OFF, word) || is_locked(&words, at)) && !is_denied(at)
    };
    let is_unknown = matches!(words.as_slice(), ["unknown", _] | [_, "unknown"]);
    words.iter().enumerate().any(is_said) || is_unknown || is_short_count(lower) || is_exit(&words)
}

/// `"locked": true`, `ndmpbkp  locked`.
fn is_locked(words: &[&str], at: usize) -> bool {
    let is_so = || !words.iter().any(|word| matches!(*word, "false" | "no" | "unlocked" | "nein"));
    matches!(words[at], "locked" | "gesperrt") && is_so()
}

/// `0/2 drives usable`, `22 of 24 checks passed`, `Score: 7/10`: fewer than all.
fn is_short_count(lower: &str) -> bool {
    let scored =
        ["score", "result", "passed", "ok", "checks"].iter().find_map(|label| lower.trim().strip_prefix(label));
    if let Some((some, all)) = scored.and_then(|rest| rest.trim_start_matches([':', '=', ' ']).split_once('/')) {
        let end = all.find(|c: char| !c.is_ascii_digit()).unwrap_or(all.len());
        return some.parse::<u32>().ok().zip(all[..end].parse::<u32>().ok()).is_some_and(|(some, all)| some < all);
    }
    let text = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let number = |text: &str| text.parse::<u32>().ok();
    let words: Vec<&str> = text.split_whitespace().collect();
    let of_words = || match words.as_slice() {
        [some, "of" | "von" | "out", all, _, ..] => number(some).zip(number(all)),
        _ => None,
    };
    let of_fraction = || {
        let (some, all) = words.first()?.split_once('/')?;
        words.get(1).filter(|next| next.starts_with(char::is_alphabetic))?;
        number(some).zip(number(all))
    };
    of_words().or_else(of_fraction).is_some_and(|(some, all)| some < all)
}

/// `exit code: 1`, `rc=2`.
fn is_exit(words: &[&str]) -> bool {
    let is_code = |pair: &[&str]| {
        matches!(pair[0], "code" | "rc" | "status" | "returned") && pair[1].parse::<u32>().is_ok_and(|code| code > 0)
    };
    let is_of_end = words.iter().any(|word| matches!(*word, "exit" | "return" | "rc" | "returned" | "exited"));
    is_of_end && words.windows(2).any(is_code)
}

#[cfg(test)]
mod tests {
    use super::is_bad;

    #[test]
    fn outcomes_that_are_not_good_are_told_from_others() {
        for line in [
            "ayr: CRITICAL",
            "NDMP ..... CRITICAL",
            "ic1 -> KO",
            "ndmpbkp  locked",
            "Health: false (ayr-02)",
            "NDMP ayr false challenge",
            "2 of 24 checks failed",
            "Total: 24, OK: 22, FAILED: 2",
            "Status: degraded",
            "| NDMP user | rot |",
            "0/2 drives usable",
            "22 of 24 checks passed",
            "Score: 7/10 (LIF ic1)",
            "UNKNOWN: ndmp",
            "exit code: 1",
            "  \"enabled\": false",
            "      \"locked\": true",
            "<is-enabled>false</is-enabled>",
            "Ampel: ROT",
            "- Check tape drives - FAILED",
            "Verify users -> KO",
            "User ........ gone",
            "| 7 May | OH | removed ic_2 |",
            "<results status=\"passed\"><info><vserver-name>ayr</vserver-name><is-enabled>false</is-enabled></info></results>",
            "{\"svm\": {\"name\": \"ayr\"}, \"scope\": \"svm\", \"is_running\": true, \"enabled\": false}",
        ] {
            assert!(is_bad(line), "{line}");
        }
        for line in [
            "0 errors, 0 warnings",
            "FAILED: 0",
            "24 of 24 checks passed",
            "no errors",
            "exit code: 0",
            "ok=12 changed=0 unreachable=0 failed=0",
            "node-scope-mode: off",
            "\"locked\": false",
            "plaintext: false",
            "Connection to ayr closed.",
            "Kind regards, Ann",
            "page 1/2",
            "Errors: -",
            "Failed drives:",
            "Is NDMP disabled?",
            "-- [x] Check that no node is down",
            "FATAL ERROR: Network error: Connection timed out",
            "The account was never locked.",
            "I am off on Friday, please ask Ute.",
            "11/3 2025",
        ] {
            assert!(!is_bad(line), "{line}");
        }
    }
}
