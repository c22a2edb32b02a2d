//! Secrets in texts: the NDMP password that `generate-password` prints, passwords typed as options, and what this program
//! itself was given to log in with.

use std::iter;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

use regex::{Captures, Match, Regex, bytes};
use zeroize::Zeroizing;

/// Where a secret stands in a line. A blank or an equals sign parts an option from its value, a colon a label.
static SECRET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        // An option of a command, spelled out as far as it must be: `-password X`, `-outbound-password "A B"`, `-pw X`.
        r#"(?im)(?:^|\s)--?(?:[a-z][a-z-]*-)?(?:pass(?:w(?:o(?:rd?)?|d)?|phrase)?|pw)(?:[ \t]+|=)"#,
        r#"(?:"(?<quoted>[^"\n]+)"|'(?<single>[^'\n]+)'|(?<typed>[^\s"'<{\[*-]\S*))"#,
        // A label with a value behind it, which is all of the line.
        r#"|^(?<before>[^\n]*?)\b(?:NDMP[ \t]+)?(?:passwor[dt]|passwd|pwd|passphrase|kennwort|mot de passe|contraseña)[*_`"]*[ \t]*[:=][*_`"]*[ \t\x{a0}]*"#,
        r#"(?:"(?<said>[^"\n]+)"|(?<shown>[^\s"*`]\S*?))["*_`,;|]*[ \t\r\x08\x07|]*$"#,
        // A login in an address, and the tool that types passwords.
        r#"|://[^\s/:@]+:(?<address>[^\s/@]+)@|\bsshpass(?:[ \t]+-p[ \t]*|=)(?<pass>\S+)"#,
    ))
    .ok()
});

/// How every sign of a secret begins, or what is in it: few bytes without regard to case, which are found in a text many times
/// as fast as the signs. Beyond ASCII two characters fold to letters of the signs.
static BEGUN: LazyLock<Option<bytes::Regex>> =
    LazyLock::new(|| bytes::Regex::new(r"(?i-u:pas|pwd|-pw|ken|con)|(?-u:://)|(?i-u:pa)\u{17f}|\u{212a}").ok());

/// What every secret has near it.
static SIGN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)passw|passphrase|kennwort|mot de passe|contrase|pwd|-pass|-pw|sshpass|://[^\s/:@]+:").ok()
});

/// Labels and columns of ONTAP's that end with the word and tell no password, by what stands before it.
const EVIDENCE: [&str; 5] = ["clear text", "clear-text", "cleartext", "plain text", "plaintext"];

/// Words that ONTAP prints behind such labels, and that are no passwords.
const TRUTHS: [&str; 10] = ["true", "false", "yes", "no", "enabled", "disabled", "none", "-", "on", "off"];

/// Sequences that a terminal was sent: they show nothing.
static ESCAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][A-Z0-9]|[=>78cDEHM])").ok()
});

/// Secrets of this run, in every part of it: a server may send back what it was told, wherever and to whomever it likes.
/// They stay in memory until the program ends, for their echo may come late; then they are wiped.
static HELD: RwLock<Vec<Held>> = RwLock::new(Vec::new());

struct Held {
    secret: Zeroizing<String>,
    /// Whether it may be a word of ONTAP: masked there, it would be evidence that is gone.
    is_word: bool,
}

/// Shorter secrets are not looked for: they stand in every other word, and masking those would wipe the evidence out.
const SHORTEST: usize = 4;

/// From now on this secret is masked in everything that is [`masked`], and unless it is a word that ONTAP itself prints, in
/// everything that is [`redacted`](super::redacted): a password such as `plaintext` must not hide a fault.
pub fn hold(secret: &str, is_word: bool) {
    let secret = secret.trim();
    if secret.chars().count() < SHORTEST {
        return;
    }
    let mut held = HELD.write().unwrap_or_else(PoisonError::into_inner);
    if !held.iter().any(|other| *other.secret == secret) {
        held.push(Held { secret: Zeroizing::new(secret.to_owned()), is_word });
    }
}

/// Wipes all secrets that are held; for a program that ends now.
pub fn forget() {
    HELD.write().unwrap_or_else(PoisonError::into_inner).clear();
}

/// `text` of a message with every secret masked: what looks like one, and what is held.
pub fn masked(text: String) -> String {
    without(text, |_| true)
}

/// `text` of an answer with every secret masked that is no word of ONTAP.
pub(super) fn masked_evidence(text: String) -> String {
    without(text, |held| !held.is_word)
}

fn without(mut text: String, is_meant: impl Fn(&Held) -> bool) -> String {
    let mut found = find(&text);
    let held = HELD.read().unwrap_or_else(PoisonError::into_inner);
    let meant = held.iter().filter(|held| is_meant(held));
    found.extend(meant.flat_map(|held| occurrences(&text, &held.secret)));
    overwrite(&mut text, united(found));
    text
}

/// Overwrites what looks like a secret with asterisks, and tells where it stood (byte ranges after it). What is held is left
/// as it is: a bundle must read the same to those who do not hold it.
pub(super) fn mask(text: &mut String) -> Vec<Range<usize>> {
    let found = find(text);
    overwrite(text, found)
}

/// Writes one asterisk a character over these places, which are in order and apart; gives where they are then.
fn overwrite(text: &mut String, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if found.is_empty() {
        return found;
    }
    let mut masked = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(found.len());
    let mut from = 0;
    for run in found {
        masked.push_str(&text[from..run.start]);
        let start = masked.len();
        masked.extend(text[run.clone()].chars().map(|_| '*'));
        places.push(start..masked.len());
        from = run.end;
    }
    masked.push_str(&text[from..]);
    *text = masked;
    places
}

/// Everywhere where the secret stands, also inside of words and where it overlaps itself.
fn occurrences(text: &str, secret: &str) -> impl Iterator<Item = Range<usize>> {
    let step = secret.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    iter::from_fn(move || {
        let start = from + text.get(from..)?.find(secret)?;
        from = start + step;
        Some(start..start + secret.len())
    })
}

/// The same places in order, those that overlap as one.
fn united(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|run| run.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for run in found {
        match apart.last_mut() {
            Some(last) if run.start < last.end => last.end = last.end.max(run.end),
            _ => apart.push(run),
        }
    }
    apart
}

fn find(text: &str) -> Vec<Range<usize>> {
    let Some(begun) = BEGUN.as_ref() else { return Vec::new() };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(at) = begun.find_at(text.as_bytes(), from) {
        let lines = around(text, at.start());
        let start = lines.start;
        from = lines.end;
        // No sign goes on behind the end of its line.
        let is_signed = SIGN.as_ref().is_some_and(|sign| sign.is_match(&text[lines.clone()]));
        let Some(secret) = is_signed.then(|| SECRET.as_ref()).flatten() else { continue };
        let runs = secret.captures_iter(&text[lines.clone()]).filter_map(|captures| run(&captures));
        found.extend(runs.map(|run| start + run.start..start + run.end));
        found.extend(below(text, &lines));
    }
    found
}

/// Where the secret stands that was found in a line, if it is one.
fn run(captures: &Captures<'_>) -> Option<Range<usize>> {
    let options = ["quoted", "single", "typed", "address", "pass"];
    if let Some(value) = options.iter().find_map(|name| captures.name(name)) {
        return visible(&value);
    }
    let value = captures.name("said").or_else(|| captures.name("shown"))?;
    let before = captures.name("before").map_or("", |before| before.as_str()).trim_end().to_ascii_lowercase();
    let is_evidence = EVIDENCE.iter().any(|label| before.ends_with(label)) || is_truth(&before, value.as_str());
    visible(&value).filter(|_| !is_evidence && !is_placeholder(value.as_str()))
}

/// Whether somebody has taken the password out, or did not type it: `<hidden>`, `(hidden)`, `^C`.
fn is_placeholder(value: &str) -> bool {
    let is_in = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    is_in('<', '>') || is_in('(', ')') || is_in('[', ']') || value.starts_with('^') && value.chars().count() == 2
}

/// Whether a label with further words before it tells yes, no or a number.
fn is_truth(before: &str, value: &str) -> bool {
    let is_alone = before.rsplit(['>', '|', ')', ']', '\u{2502}']).next().is_none_or(|words| words.trim().is_empty());
    let value = value.to_ascii_lowercase();
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    value == "-" || (!is_alone && (TRUTHS.contains(&value.as_str()) || is_number))
}

/// The characters of a value that a terminal shows, from the first to the last; `None` where there are none, or asterisks.
fn visible(value: &Match<'_>) -> Option<Range<usize>> {
    let text = value.as_str();
    let mut hidden = ESCAPE.as_ref()?.find_iter(text).peekable();
    let mut shown: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_control() || *c == '\x1b').collect();
    shown.retain(|&(at, c)| {
        while hidden.next_if(|run| run.end() <= at).is_some() {}
        c != '\x1b' && hidden.peek().is_none_or(|run| at < run.start())
    });
    let (first, last) = (shown.first()?, shown.last()?);
    let is_masked = shown.iter().all(|(_, c)| *c == '*');
    (!is_masked).then(|| value.start() + first.0..value.start() + last.0 + last.1.len_utf8())
}

/// The password that `generate-password` prints, where a mail client put it below its label, or somebody wrote beside it.
fn below(text: &str, label: &Range<usize>) -> Option<Range<usize>> {
    let bare =
        |line: &str| behind_mark(line).trim_matches(|c: char| c.is_whitespace() || "*_`>|".contains(c)).to_owned();
    let own = bare(&text[label.clone()]).to_ascii_lowercase();
    let (before, behind) = own.split_once("password:")?;
    let is_evidence = EVIDENCE.iter().any(|label| before.trim_end().ends_with(label));
    let mut above = text[..label.start].lines().rev().take(ABOVE);
    let is_answer = !own.contains('@')
        && !is_evidence
        && above.any(|line| {
            let line = line.to_ascii_lowercase();
            line.contains("generate-password") || line.trim_start_matches(['>', ' ', '|']).starts_with("user:")
        });
    let is_remarked = before.is_empty() && behind.trim().contains(' ');
    let mut place = if is_remarked { label.clone() } else { around(text, label.end) };
    while place.end < text.len() && bare(&text[place.clone()]).is_empty() {
        place = around(text, place.end);
    }
    let line = text.get(place.clone())?;
    let skipped = if is_remarked { line.to_ascii_lowercase().find("password:")? + "password:".len() } else { 0 };
    let value = bare(if is_remarked { line[skipped..].split_whitespace().next()? } else { line });
    let is_word = !value.is_empty() && !value.contains([' ', ':']) && !value.chars().all(|c| c == '*');
    let start = place.start + skipped + line[skipped..].find(&value)?;
    let is_its = is_remarked || behind.trim().is_empty() && label.end < text.len();
    let is_it = is_answer && is_word && is_its;
    (is_it && !is_placeholder(&value)).then(|| start..start + value.len())
}

/// The line without the mark or the number that stands before every line of a text.
fn behind_mark(line: &str) -> &str {
    const MARKS: [&str; 7] = ["#", "//", ";", "%", "!", "-", "+"];
    let text = line.trim_start();
    let (first, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let is_number = !rest.trim().is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || MARKS.contains(&first) { rest } else { line }
}

/// Lines above a label in which the rest of the answer stands.
const ABOVE: usize = 6;

/// The line that holds byte `at`, with its end.
fn around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked_of(text: &str, secrets: &[&str]) -> String {
        let mut text = text.to_owned();
        let found = secrets.iter().flat_map(|secret| occurrences(&text, secret)).chain(find(&text));
        let found = united(found.collect());
        overwrite(&mut text, found);
        text
    }

    #[test]
    fn secrets_are_masked_inside_of_words_and_where_they_overlap() {
        assert_eq!(masked_of("op:wren-7x,", &["wren-7x"]), "op:*******,");
        assert_eq!(masked_of("mywren-7xs wren-7 wren-7x", &["wren-7x"]), "my*******s wren-7 *******");
        assert_eq!(masked_of("a wren-7x-linnet b", &["wren-7x", "7x-linnet"]), "a ************** b");
        assert_eq!(masked_of("wrenwrens", &["wrens", "wren"]), "*********");
        assert_eq!(masked_of("xaaaaaax", &["aaaa"]), "x******x");
        assert_eq!(masked_of("größe größen", &["größe"]), "***** *****n");
    }

    #[test]
    fn what_is_held_and_what_looks_like_a_secret_are_masked_together() {
        assert_eq!(masked_of("Password: wren-7x-more\nwren-7x\n", &["wren-7x"]), "Password: ************\n*******\n");
        assert_eq!(masked_of("add -pw wren-7xyz wren\n", &["xyz wr"]), "add -pw ************en\n");
    }

    #[test]
    fn passwords_are_masked_in_every_shape() {
        let word = "wren7xLinnet42q";
        for shape in [
            "Password: {}",
            "   Password: {}\r",
            "NDMP Password: {}",
            "**Password:** {}",
            "> Password: {}",
            "| Password: {} |",
            "2026-11-21 08:00:01 Password: {}",
            "(admin@192.0.2.1) Password: {}",
            "                            Password: {}",
            "Password: \"{}\"",
            "x -password {}",
            "x -password \"{}\" -y z",
            "x -password '{}' -y z",
            "x -passw {} -y",
            "x -passphrase {}",
            "plink -pw {} host",
            "x -outbound-password {}",
            "x -ndmp-password {}",
            "x --password={}",
            "password={}",
            "sshpass -p {} ssh admin@192.0.2.1",
            "curl https://admin:{}@192.0.2.1/api",
            "\"password\": \"{}\",",
            "Passwd: {}",
            "Das NDMP-Passwort: {}",
            "Kennwort: {}",
            "Mot de passe : {}",
            "Contraseña: {}",
            "SSHPASS={} ssh admin@192.0.2.1",
            "Password:\u{a0}{}",
            "Vserver: vs1\n   User: bkp\nPassword:\n{}\n",
            "Vserver: vs1\n   User: bkp\nPassword:\n\n{}\n",
            "Vserver: vs1\n   User: bkp\nPassword: {} (please keep)\n",
            "cl1::> vserver services ndmp generate-password -vserver vs1 -user bkp\n> Password:\n> {}\n",
            "# cl1::> vserver services ndmp generate-password -vserver vs1 -user bkp\n# Password:\n#\n# {}\n",
            "- cl1::> vserver services ndmp generate-password -vserver vs1 -user bkp\n- Password:\n- {}\n",
            "  1  cl1::> vserver services ndmp generate-password\n  2  Password:\n  3  {}\n",
            "#Password: {}",
            "    // Password: {}",
            "  4  Password: {}",
        ] {
            let text = shape.replace("{}", word);
            let masked = masked_of(&text, &[]);
            assert_eq!(masked, text.replace(word, &"*".repeat(word.len())), "{shape}");
        }
        assert_eq!(masked_of("x -password \"A B\" -y", &[]), "x -password \"***\" -y");
        assert_eq!(masked_of("Password: \x1b[0mwren7x\x1b[K\r\n", &[]), "Password: \x1b[0m******\x1b[K\r\n");
        assert_eq!(masked_of("Password: true\n", &[]), "Password: ****\n", "a password may be a word");
    }

    #[test]
    fn evidence_is_never_masked() {
        for text in [
            "Allow Clear Text Password: true",
            "                        Allow Clear Text Password: false",
            "> Allow Clear Text Password: false\r",
            "(DEPRECATED)-Allow Clear Text Password: true",
            "Password Hash Function: sha512",
            "Minimum Password Length: 8",
            "Is Password Required: true",
            "Initial Password: -",
            "Vserver Password: enabled",
            "Maximum Password: 12",
            "admin          ssh         password      admin            no     none",
            "security login create -user-or-group-name bkp -application ssh -authentication-method password -role backup",
            "security login create -second-authentication-method password",
            "[-password <text>] - Password",
            "(admin@192.0.2.1) Password: ",
            "(admin@192.0.2.1) Password: \x1b[K",
            "Password:\r\n",
            "Password: <hidden>",
            "Password: (hidden)",
            "Password: ^C",
            "cl1::> generate-password\nUser: bkp\nAllow Clear Text Password:\n  true\n",
            "Password: \x1b[?25h\x07\r\n\r\nLast login time: 11/21/2026 08:00:01\r\n",
            "(admin@192.0.2.1) Password:\n\nLast login time: 11/21/2026 08:00:01\n",
            "ssh -l admin 192.0.2.1",
            "0.0.0.0/0, ::/0",
        ] {
            assert_eq!(masked_of(text, &[]), text);
        }
    }

    #[test]
    fn what_is_held_is_masked_and_too_short_a_secret_is_not_held() {
        hold(" chaffinch-of-secret-rs\n", false);
        hold("\u{2603}\u{2604}\u{2605}", false);
        let text = "say chaffinch-of-secret-rs \u{2603}\u{2604}\u{2605}!";
        assert_eq!(masked(text.to_owned()), format!("say {} \u{2603}\u{2604}\u{2605}!", "*".repeat(22)));
        hold("bunting-of-secret-rs", true);
        let word = "say bunting-of-secret-rs";
        assert_eq!(masked(word.to_owned()), format!("say {}", "*".repeat(20)));
        assert_eq!(masked_evidence(word.to_owned()), word, "evidence may not vanish behind a password");
        let mut text = text.to_owned();
        assert!(mask(&mut text).is_empty(), "a bundle reads the same to everybody");
    }
}
