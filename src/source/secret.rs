//! Secrets in texts: the NDMP password that `generate-password` prints, passwords typed as options, and what this program
//! itself was given to log in with.
//!
//! They are looked for in what a reader sees of a line (`shown`), by their signs (`signs`), in the line below a label, and in
//! columns that are headed so (`columns`).

mod columns;
mod shown;
mod signs;

use std::iter;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

use regex::bytes;
use zeroize::Zeroizing;

use shown::Shown;

/// How every sign of a secret begins, or what is in it: few bytes without regard to case, which are found in a text many times
/// as fast as the signs. Beyond ASCII two characters fold to letters of the signs.
static BEGUN: LazyLock<Option<bytes::Regex>> = LazyLock::new(|| {
    let words = r"(?i-u:pas|pwd|-pw|\bpw\b|kennw|contrase|secret|psk|token|communi|authoriz|(?:api|ate|red).?key|curl)";
    bytes::Regex::new(&format!(r"{words}|(?-u:://)|(?i-u:smbclient|mot de p)|(?i-u:pa)\u{{17f}}|\u{{212a}}")).ok()
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

/// Where secrets stand, in order and apart.
fn find(text: &str) -> Vec<Range<usize>> {
    let Some(begun) = BEGUN.as_ref() else { return Vec::new() };
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut from, mut table) = (0, 0);
    while let Some(at) = begun.find_at(text.as_bytes(), from) {
        let line = around(text, at.start());
        // No sign goes on behind the end of its line.
        from = line.end;
        found.extend(within(text, &line));
        found.extend(below(text, &line));
        if line.start >= table {
            let (cells, end) = columns::below(text, &line);
            found.extend(cells);
            table = end;
        }
    }
    united(found)
}

/// The secrets in a line, and the beginning of the next where the line ends in the middle of one.
fn within(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let own = &text[line.clone()];
    let mut found = Vec::new();
    // In a string that a program wrote a backslash means something; else it may be a letter of a secret.
    for is_written in [false, true].into_iter().filter(|is_written| !is_written || own.contains('\\')) {
        let shown = Shown::of(own, is_written);
        let runs = signs::secrets(&shown.text);
        let text_end = shown.text.trim_end().len();
        let is_full = WIDTHS.contains(&shown.text.trim_end().chars().count());
        let is_torn = is_full && runs.iter().any(|run| run.end == text_end);
        found.extend(runs.iter().filter_map(|run| shown.place(run)));
        if is_torn || signs::is_open(&shown.text) {
            found.extend(first_word(text, line.end).map(|run| run.start - line.start..run.end - line.start));
        }
    }
    found.into_iter().map(|run| line.start + run.start..line.start + run.end).collect()
}

/// Widths of terminals: a line that is as wide may go on in the next.
const WIDTHS: [usize; 6] = [80, 100, 120, 132, 160, 200];

/// The first word of the line that begins at a byte, unless it is an option.
fn first_word(text: &str, start: usize) -> Option<Range<usize>> {
    let line = around(text, start);
    let own = text.get(line.clone()).filter(|_| start < text.len())?;
    let word =
        own.split_whitespace().next().filter(|word| !word.starts_with(['-', '[', '<']) && !word.contains(':'))?;
    let at = start + own.find(word)?;
    let word = word.trim_matches(['"', '\'']);
    let at = at + text[at..].find(word)?;
    (!word.is_empty() && !word.chars().all(|c| c == '*')).then(|| at..at + word.len())
}

/// The password that `generate-password` prints, where a mail client put it below its label, or somebody wrote beside it.
fn below(text: &str, label: &Range<usize>) -> Option<Range<usize>> {
    let own = bare(&Shown::of(&text[label.clone()], false).text).to_lowercase();
    let (before, behind) = own.split_once("password:").or_else(|| own.split_once("password :"))?;
    let mut above = text[..label.start].lines().rev().take(ABOVE);
    let is_answer = !own.contains('@')
        && !signs::is_evidence(before)
        && above.any(|line| {
            let line = line.to_ascii_lowercase();
            line.contains("generate-password") || line.trim_start_matches(['>', ' ', '|']).starts_with("user:")
        });
    let behind = behind.trim_matches(['*', '_', '`', ' ']);
    let is_remarked = before.is_empty() && behind.contains(' ');
    let is_its = is_remarked || behind.is_empty() && label.end < text.len();
    if !is_answer || !is_its {
        return None;
    }
    let mut place = if is_remarked { label.clone() } else { around(text, label.end) };
    while place.end < text.len() && bare(&Shown::of(&text[place.clone()], false).text).is_empty() {
        place = around(text, place.end);
    }
    let line = Shown::of(text.get(place.clone())?, false);
    let skipped = if is_remarked { line.text.find(':')? + 1 } else { 0 };
    let value = bare(&line.text[skipped..]);
    let value = if is_remarked { value.split_whitespace().next()?.to_owned() } else { value };
    let is_word = !value.is_empty() && !value.contains([' ', ':']) && !value.chars().all(|c| c == '*');
    let start = skipped + line.text[skipped..].find(&value)?;
    let run = line.place(&(start..start + value.len()))?;
    (is_word && !signs::is_placeholder(&value)).then(|| place.start + run.start..place.start + run.end)
}

/// A line without what sets it off in a mail or a page.
fn bare(line: &str) -> String {
    behind_mark(line).trim_matches(|c: char| c.is_whitespace() || "*_`>|".contains(c)).to_owned()
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
            "vs1|bkp|ssh|password|backup|\nvs1|bkp1|http|password|backup1|\n",
            "vs1,bkp,ssh,password,backup1,\nvs1,bkp1,http,password,backup1,\n",
            "| bkp | ssh | password | backup_role1 |",
            "password|~07~|ssh|~07~|backup_user1|~07~|vs1|~07~|\ncommunity|~07~|snmp|~07~|public1x|~07~|vs1|~07~|\n",
            "password|ssh|backup_user1|",
            "vs1:bkp:ssh:password:backup_role1:\nvs1:bkp:snmp:community:readonly1:",
            "Authentication Method: password\nRole Name: backup1\n",
            "nobody can get an NDMP password: `admin` and `bkp` are locked",
            "Password: the one that the team has, and nobody else",
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
            "pass: 59",
            "Pass: 59  Fail: 1",
            "pass=59 fail=1 unknown=0",
            "| Pass | 59 |",
            "Pass: ok",
            "Secret: none",
            "shared-key: false",
            "pw: none",
            "community: -",
            "At the \"Password:\" prompt press Enter.",
            "It asks 'Password:' and then logs in.",
            "When it says \"Password:\", type yours.",
        ] {
            assert_eq!(masked_of(text, &[]), text);
        }
    }

    #[test]
    fn a_secret_behind_a_short_or_quoted_label_is_masked() {
        for (text, expected) in [
            ("pass: 5912\n", "pass: ****\n"),
            ("pw: 591\n", "pw: ***\n"),
            ("secret: falsetto\n", "secret: ********\n"),
            ("Password: none\n", "Password: ****\n"),
            ("behind \"Password:\" Wren4711x is typed", "behind \"Password:\" ********* is typed"),
            ("behind \"Password:\" wren", "behind \"Password:\" ****"),
            ("at \"Password:\", type Wren4711x there", "at \"Password:\", type ********* there"),
            ("at \"Password:\" Enter, then pw: Wren4711x", "at \"Password:\" Enter, then pw: *********"),
            ("it's password: 'Wren 4711' today", "it's password: '*********' today"),
        ] {
            assert_eq!(masked_of(text, &[]), expected);
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
