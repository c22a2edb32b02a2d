//! Which words a cell of a kind can hold: a wrong type is impossible, an odd one costs.

use std::borrow::Cow;

use super::Kind;
use super::answer::{is_cut_off, is_hiding};

/// Cost of a word that an open enumeration does not list.
pub(super) const UNKNOWN: u32 = 8;

/// The word for an empty name.
pub(super) const EMPTY: &str = "\"\"";

/// How well a text fits a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Not at all.
    Never,
    /// As almost any word does.
    Loose,
    /// As hardly another type's text does.
    Telling,
}

/// How well the text of a whole cell fits `kind`.
pub(super) fn fit(kind: &Kind, text: &str) -> Fit {
    let words: Vec<&str> = text.split_whitespace().collect();
    match cost(kind, &words, false) {
        None => Fit::Never,
        Some(_) if matches!(kind, Kind::Name | Kind::Word | Kind::Text | Kind::List | Kind::Port) => Fit::Loose,
        Some(UNKNOWN..) => Fit::Loose,
        Some(_) => Fit::Telling,
    }
}

/// What `words` cost as (a part of) a cell of `kind`; `None` where they cannot stand there.
///
/// `continues`: the cell began on an earlier line.
pub(super) fn cost(kind: &Kind, words: &[&str], continues: bool) -> Option<u32> {
    let (first, last) = (*words.first()?, *words.last()?);
    if words.len() == 1 && first == "-" {
        return (!matches!(kind, Kind::OptionName | Kind::DeviceId)).then_some(u32::from(*kind == Kind::Name));
    }
    // So ONTAP prints an empty name: the firewall policy of a cluster LIF.
    if words == [EMPTY] {
        return matches!(kind, Kind::Name | Kind::Word | Kind::Text | Kind::Enumeration { .. }).then_some(1);
    }
    match kind {
        Kind::Text if continues && !first.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '-')) => None,
        // The junction path of a root volume is a slash.
        Kind::Text if words == ["/"] => Some(0),
        Kind::Text if !words.iter().any(|word| word.contains(char::is_alphanumeric)) => None,
        Kind::Text => {
            Some(words.iter().filter(|word| is_bool(word)).count() as u32 * if words.len() > 1 { 10 } else { 1 })
        }
        Kind::Name => {
            (words.len() <= 3 && words.iter().all(|word| is_name(word))).then(|| 16 * (words.len() as u32 - 1))
        }
        Kind::Enumeration { words: known, open } => enumeration(known, *open, words, continues),
        // The rest of a list may be anything.
        Kind::List => (parted(words) && !is_cut_off(last)).then_some(0),
        Kind::Addresses => (parted(words) && words.iter().all(|word| is_addresses(word))).then_some(0),
        Kind::ServiceAddresses => service_addresses(words, continues),
        Kind::Targets => targets(words, continues),
        Kind::Time => time(words, continues),
        Kind::OptionName => (words.len() == 1 && is_single(kind, first) && is_option(first)).then_some(0),
        // Ports without a speed of their own print this one.
        Kind::Word if words == ["-/-"] => Some(0),
        // A clock, or `days`, is a part of a time.
        Kind::Word => (words.len() == 1 && !last.ends_with(',') && first.contains(char::is_alphanumeric))
            .then_some(0)
            .filter(|_| !is_clock(first) && !matches!(first, "day" | "days") && !is_hiding(first)),
        _ => (words.len() == 1 && is_single(kind, first) && !last.ends_with(',')).then_some(0),
    }
}

fn is_single(kind: &Kind, word: &str) -> bool {
    match kind {
        Kind::Bool => is_bool(word),
        Kind::Integer => word.bytes().all(|byte| byte.is_ascii_digit()),
        Kind::UpDown => is_up_down(word),
        Kind::AddressMask => {
            is_wwpn(word) || parted_at(word, b'/').is_some_and(|(ip, length)| is_ip(ip) && is_number(length))
        }
        Kind::Address => is_ip(word),
        Kind::NodePort => parted_at(word, b':').is_some_and(|(node, port)| is_name(node) && is_port(port)),
        Kind::Port => is_port(word),
        Kind::DeviceId => device_id(word).is_some(),
        Kind::Size => is_size(word),
        Kind::Percent => is_number(word.strip_suffix('%').unwrap_or(word)),
        Kind::OptionName => {
            word.contains('.') && word.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_lowercase()))
        }
        _ => true,
    }
}

/// What stands before and behind the first `mark`, an ASCII character. Cells are short: no search is begun for them.
fn parted_at(word: &str, mark: u8) -> Option<(&str, &str)> {
    let at = word.bytes().position(|byte| byte == mark)?;
    Some((&word[..at], &word[at + 1..]))
}

fn is_bool(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_up_down(word: &str) -> bool {
    const STATES: [&str; 4] = ["up", "down", "-", "unknown"];
    let is_state = |state: &str| STATES.iter().any(|own| own.eq_ignore_ascii_case(state));
    parted_at(word, b'/').is_some_and(|(admin, oper)| is_state(admin) && is_state(oper))
}

/// Hexadecimal digits, dots, colons, and the mark of a zone; an `x` where an author masked the last octets, which still
/// tells the network.
fn is_ip(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':' | b'x' | b'%');
    let count = |mark: u8| word.bytes().filter(|byte| *byte == mark).count();
    let is_own = !word.starts_with('x') && word.bytes().all(is_part) && (count(b':') > 1 || count(b'.') == 3);
    is_own || is_masked_address(word)
}

/// Whether somebody hid octets of the address by which its network is told, `x.x.x.21`, or all of it: `***`. Where the last ones
/// alone are an `x`, it is still told: `192.0.2.x`.
pub(super) fn is_masked_address(word: &str) -> bool {
    const HIDING: [char; 7] = ['x', 'X', 'y', 'z', '*', '#', '\u{2022}'];
    // Asked of every cell: few hold such a sign at all.
    if !word.bytes().any(|byte| matches!(byte, b'x' | b'X' | b'*' | b'#' | b'<' | b'[' | 128..)) {
        return false;
    }
    // `<redacted>`, `[IP]`.
    let framed = |open, close| word.len() > 2 && word.starts_with(open) && word.ends_with(close);
    if framed('<', '>') || framed('[', ']') {
        return word.matches(['<', '[']).count() == 1;
    }
    let is_hidden = |part: &str| !part.is_empty() && part.chars().all(|c| HIDING.contains(&c));
    let is_octet = |part: &str| (1..=3).contains(&part.len()) && is_number(part);
    let parts: Vec<&str> = word.split('.').collect();
    if parts.len() != 4 {
        return word.chars().count() > 2 && word.chars().all(|c| matches!(c, '*' | '#' | '\u{2022}'));
    }
    let told = parts.iter().take_while(|part| is_octet(part)).count();
    let is_end = told > 0 && parts[told..].iter().all(|part| part.chars().all(|c| c == 'x'));
    parts.iter().all(|part| is_octet(part) || is_hidden(part)) && told < parts.len() && !is_end
}

pub(super) fn is_wwpn(word: &str) -> bool {
    // Eight bytes and what parts them.
    word.len() == 23
        && word.split(':').count() == 8
        && word.split(':').all(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Letters, digits and the few marks that names of ONTAP, of users and of groups have.
fn is_name(word: &str) -> bool {
    let may_be =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '\\' | '@' | '$' | '*' | '+' | '%' | '\'');
    let is_prefix = || parted_at(word, b'/').is_some_and(|(ip, length)| is_ip(ip) && is_number(length));
    // Nearly all names are of letters, digits and joints alone.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if word.bytes().all(is_plain) {
        return !matches!(word.as_bytes().first(), Some(b'-' | b'.'))
            && !is_cut_off(word)
            && word.bytes().any(|byte| byte.is_ascii_alphanumeric())
            && !is_bool(word);
    }
    !matches!(word.as_bytes().first(), Some(b'-' | b'*' | b'+' | b'\'' | b'.'))
        && !is_cut_off(word)
        && word.chars().all(may_be)
        && word.contains(char::is_alphanumeric)
        && !(is_bool(word) || is_up_down(word) || is_prefix())
}

fn is_dashes(word: &str) -> bool {
    word.bytes().all(|byte| byte == b'-' || byte == b'*')
}

/// Bytes of a port's name at most.
const LONGEST_PORT: usize = 20;

fn is_port(word: &str) -> bool {
    word.len() <= LONGEST_PORT
        && !is_cut_off(word)
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && word.contains(|c: char| c.is_ascii_digit())
}

/// Switch and port, target, and LUN of a tape device ID, read from the right: `sw4:10.11L1` is `sw4:10`, `11`, `1`.
/// No `L` means LUN 0 (docs.netapp.com, "Assign tape aliases").
pub(super) fn device_id(word: &str) -> Option<(&str, &str, &str)> {
    let (path, rest) = word.rsplit_once('.')?;
    let (target, lun) = rest.split_once('L').unwrap_or((rest, "0"));
    (!path.is_empty() && !path.ends_with(':') && is_number(target) && is_number(lun)).then_some((path, target, lun))
}

fn is_size(word: &str) -> bool {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// `05:17`, `212 days 07:31`, `7/19/2026 06:11:32`; a part of one is odd unless the cell began on an earlier line.
fn time(words: &[&str], continues: bool) -> Option<u32> {
    let is_whole = match words {
        [clock] => is_clock(clock),
        [number, days, clock] => is_number(number) && matches!(*days, "day" | "days") && is_clock(clock),
        [date, clock] => date.contains(['/', '-']) && is_clock(clock),
        _ => false,
    };
    words.iter().all(|word| is_time(word)).then_some(if is_whole || continues { 0 } else { 6 })
}

/// Whether the text is the beginning of a time, and none: days without a clock.
pub(super) fn is_cut_time(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_number) && words.all(|word| matches!(word, "day" | "days"))
}

/// `07:31`, `06:11:32`.
fn is_clock(word: &str) -> bool {
    matches!(word.split(':').count(), 2 | 3) && word.split(':').all(is_number)
}

/// Directories of the option names that ONTAP 9 has; names of nodes have dots too.
const OPTIONS: &[&str] = &[
    "autosupport",
    "backup",
    "cdpd",
    "cf",
    "cifs",
    "disk",
    "dns",
    "fcp",
    "flexcache",
    "httpd",
    "ip",
    "iscsi",
    "kerberos",
    "ldap",
    "licensed_feature",
    "lun",
    "ndmpd",
    "nfs",
    "nis",
    "raid",
    "replication",
    "rsh",
    "security",
    "sis",
    "snapmirror",
    "snmp",
    "ssh",
    "tape",
    "telnet",
    "timed",
    "tls",
    "vol",
    "volume",
    "vsm",
    "wafl",
    "webdav",
];

fn is_option(word: &str) -> bool {
    word.split('.').next().is_some_and(|directory| OPTIONS.contains(&directory))
}

fn is_time(word: &str) -> bool {
    matches!(word, "day" | "days")
        || word.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | '+' | '-' | '.'))
}

/// All words but the last end in a comma.
fn parted(words: &[&str]) -> bool {
    words.iter().rev().skip(1).all(|word| word.ends_with(','))
}

fn is_addresses(word: &str) -> bool {
    word.split(',').filter(|part| !part.is_empty()).all(|part| {
        let (ip, length) = part.split_once('/').unwrap_or((part, "0"));
        is_ip(ip) && is_number(length)
    })
}

fn service_addresses(words: &[&str], continues: bool) -> Option<u32> {
    let rest = match words[0].strip_suffix(':') {
        Some(service) if is_name(service) => &words[1..],
        _ if continues => words,
        _ => return None,
    };
    (parted(rest) && rest.iter().all(|word| is_addresses(word))).then_some(0)
}

/// `Failover Targets: a:b, c:d`, its continuation, or the label alone (pages also keep only its first word).
fn targets(words: &[&str], continues: bool) -> Option<u32> {
    let rest = match words {
        ["Failover", ..] if continues => return None,
        ["Failover", "Targets:", rest @ ..] => rest,
        ["Failover"] => &[],
        _ => words,
    };
    rest.iter().all(|word| is_targets(word)).then_some(0)
}

/// Whether a node and a port, both of letters, digits and joints between them, are a target.
pub(super) fn is_target_of(node: &[u8], port: &[u8]) -> bool {
    !matches!(node, b"true" | b"false") && port.len() <= LONGEST_PORT && port.iter().any(u8::is_ascii_digit)
}

fn is_targets(word: &str) -> bool {
    let is_target = |part: &str| part.split_once(':').is_some_and(|(node, port)| is_name(node) && is_port(port));
    word.split(',').filter(|part| !part.is_empty()).all(is_target)
}

fn enumeration(known: &[String], open: bool, words: &[&str], continues: bool) -> Option<u32> {
    let text: Cow<'_, str> = if let [word] = words { (*word).into() } else { words.join(" ").into() };
    let is_known = |word: &String| word.eq_ignore_ascii_case(&text);
    let is_same = |own: Option<&[u8]>| own.is_some_and(|own| own.eq_ignore_ascii_case(text.as_bytes()));
    if continues {
        let is_rest = |word: &String| is_same(word.len().checked_sub(text.len()).map(|at| &word.as_bytes()[at..]));
        return known.iter().any(|word| word.len() > text.len() && is_rest(word)).then_some(3);
    }
    if known.iter().any(is_known) {
        return Some(0);
    }
    let is_part = |word: &String| text.ends_with('-') && is_same(word.as_bytes().get(..text.len()));
    if known.iter().any(is_part) {
        return Some(3);
    }
    let first = words[0];
    let could_be = is_name(first)
        && !is_bool(first)
        && !is_up_down(first)
        && !first.contains(['/', ',', ':', '.'])
        && !is_dashes(first);
    // A size is the next column's, where a cell before it is lost.
    let is_figure = || is_number(first) || is_size(first);
    (open && words.len() == 1 && could_be && !is_figure() && is_like(known, first) && !is_glued(known, first))
        .then_some(UNKNOWN)
}

/// Whether a word may be one of a newer release: it has no digits where none of the known ones has, and is no part of one.
fn is_like(known: &[String], word: &str) -> bool {
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let is_part = |known: &String| known.contains(' ') && known.split(' ').any(|part| part.eq_ignore_ascii_case(word));
    let may_have_digits = |known: &String| has_digit(known) || is_misread(known, word);
    (!has_digit(word) || known.iter().any(may_have_digits)) && !known.iter().any(is_part)
}

/// Whether a word is another one but for a letter or two that somebody or a program misread.
fn is_misread(known: &str, word: &str) -> bool {
    const MOST: usize = 2;
    let differing = || known.bytes().zip(word.bytes()).filter(|(a, b)| !a.eq_ignore_ascii_case(b)).count();
    known.len() == word.len() && known.len() > 2 * MOST && differing() <= MOST
}

/// Whether a word ends in what a column of the kind is known to print, behind other letters: the blank between two cells is lost.
pub(super) fn ends_with_known(kind: &Kind, word: &str) -> bool {
    let ends = |known: &str| {
        let at = word.len().checked_sub(known.len()).filter(|&at| at > 0 && word.is_char_boundary(at));
        known.len() > 1 && at.is_some_and(|at| word[at..].eq_ignore_ascii_case(known))
    };
    match kind {
        Kind::Enumeration { words, .. } => words.iter().any(|known| ends(known)),
        Kind::Bool => ends("true") || ends("false"),
        _ => false,
    }
}

/// Whether a word of the column's stands within a longer one, `aggr_01online`, `onlineRW`: the blank between two cells is lost.
fn is_glued(known: &[String], word: &str) -> bool {
    let before = |known: &String| {
        let at = word.len().checked_sub(known.len()).filter(|&at| at > 0 && word.is_char_boundary(at))?;
        word[at..].eq_ignore_ascii_case(known).then(|| &word[..at])
    };
    // The words of a newer release are made of letters and hyphens alone, as all others are.
    let is_of_name = |name: &str| name.contains(|c: char| c.is_ascii_digit() || c == '_');
    let is_before = |known: &String| {
        let behind =
            word.get(..known.len()).filter(|start| start.eq_ignore_ascii_case(known)).map(|_| &word[known.len()..]);
        behind.is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_uppercase()) && word != word.to_uppercase())
    };
    let mut known = known.iter().filter(|known| known.len() > 1);
    known.any(|known| before(known).is_some_and(is_of_name) || is_before(known))
}
