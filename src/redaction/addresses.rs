//! Addresses: of IPv4 and IPv6, of Ethernet and of Fibre Channel. Each part keeps its number of digits, so that the text keeps its
//! places, and addresses of one network stay in one where its mask ends between two parts (/8, /16, /24, /64).

use std::collections::{HashMap, HashSet};
use std::net::Ipv6Addr;

/// What stands for the parts of addresses.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// What stands for a part behind the parts before it, as they stood.
    parts: HashMap<String, String>,
    /// What was given behind these parts, of that many digits.
    taken: HashMap<(String, usize), HashSet<String>>,
}

/// An address at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Length in bytes.
    pub(super) length: usize,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Decimal,
    /// The same in a name: `ip-192-0-2-1`.
    Hyphened,
    /// IPv6: its first part is that of a registry, and tells nobody.
    Hexadecimal,
    /// Pairs of digits.
    Wire,
}

/// Longer ones there are none.
const LONGEST: usize = 64;

/// The address with which the text begins; `before` is what stands before it.
pub(super) fn found(before: &str, text: &str) -> Option<Found> {
    let start = text.as_bytes().first()?;
    if start.is_ascii_digit() && !is_within(before) {
        let decimal = run(text, |c| c.is_ascii_digit() || c == '.').trim_end_matches('.');
        let masked = text[decimal.len()..].strip_prefix('.').filter(|rest| is_mask(rest)).is_some();
        if is_decimal(decimal, '.', if masked { 3 } else { 4 }) {
            return Some(Found { length: decimal.len(), form: Form::Decimal });
        }
        let hyphened = run(text, |c| c.is_ascii_digit() || c == '-').trim_end_matches('-');
        if before.ends_with("ip-") && is_decimal(hyphened, '-', 4) {
            return Some(Found { length: hyphened.len(), form: Form::Hyphened });
        }
    }
    (start.is_ascii_hexdigit() && is_free(before)).then(|| coloned(text)).flatten()
}

fn coloned(text: &str) -> Option<Found> {
    let all = run(text, |c| c.is_ascii_hexdigit() || c == ':');
    let rest = &text[all.len()..];
    if rest.starts_with(char::is_alphanumeric) || all.ends_with(':') && rest.starts_with(['>', '*']) {
        // `cafe::>` is a prompt.
        return None;
    }
    let one = if all.ends_with(':') && !all.ends_with("::") { &all[..all.len() - 1] } else { all };
    if is_wire(one) {
        return Some(Found { length: one.len(), form: Form::Wire });
    }
    one.parse::<Ipv6Addr>().is_ok().then_some(Found { length: one.len(), form: Form::Hexadecimal })
}

fn run(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let end = text.char_indices().take(LONGEST).find(|(_, c)| !is_part(*c)).map(|(at, _)| at);
    // What is longer is none: nothing of it is taken.
    &text[..end.unwrap_or(if text.len() < LONGEST { text.len() } else { 0 })]
}

/// Whether a number goes on from before, as those of an identifier do: `1.3.6.1.4.1`.
fn is_within(before: &str) -> bool {
    let number = before.strip_suffix('.').unwrap_or(before);
    number.ends_with(|c: char| c.is_ascii_digit()) && number.len() < before.len()
}

/// Whether an address with colons may begin here: behind `:` only where a label ends so.
fn is_free(before: &str) -> bool {
    let Some(label) = before.strip_suffix(':') else { return true };
    let word = label.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.contains(|c: char| !c.is_ascii_hexdigit())
}

/// `x`, `*` in place of the last part.
fn is_mask(rest: &str) -> bool {
    let end = rest.find(|c| !matches!(c, 'x' | 'X' | '*')).unwrap_or(rest.len());
    (1..=3).contains(&end) && !rest[end..].starts_with(char::is_alphanumeric)
}

fn is_decimal(text: &str, mark: char, count: usize) -> bool {
    let is_part = |part: &str| part.len() < 4 && part.parse::<u8>().is_ok();
    text.split(mark).count() == count && text.split(mark).all(is_part)
}

/// An address of Ethernet (six pairs) or a name of Fibre Channel (eight).
fn is_wire(text: &str) -> bool {
    let mut pairs = text.split(':');
    pairs.clone().all(|pair| pair.len() == 2) && matches!(pairs.by_ref().count(), 6 | 8)
}

impl Addresses {
    /// What stands for the address.
    pub(super) fn replaced(&mut self, address: &str, found: Found) -> String {
        let mark = match found.form {
            Form::Decimal => '.',
            Form::Hyphened => '-',
            _ => ':',
        };
        let (mut before, mut shown) = (String::new(), String::new());
        for (at, part) in address.split(mark).enumerate() {
            if at > 0 {
                shown.push(mark);
            }
            let lower = part.to_ascii_lowercase();
            let is_kept = part.is_empty() || found.form.keeps(&before, &lower);
            shown.push_str(&cased(&if is_kept { lower.clone() } else { self.part(found.form, &before, &lower) }, part));
            before.push_str(&lower);
            before.push(if mark == '-' { '.' } else { mark });
        }
        shown
    }

    fn part(&mut self, form: Form, before: &str, part: &str) -> String {
        let key = format!("{before}{part}");
        if let Some(known) = self.parts.get(&key) {
            return known.clone();
        }
        let taken = self.taken.entry((before.to_owned(), part.len())).or_default();
        // Whoever is kept as he is must not have a double, and nobody is himself.
        let all = || (0..form.count(part.len())).map(|count| form.nth(count, part.len()));
        let is_free = |shown: &String| !form.keeps(before, shown) && !taken.contains(shown);
        let shown = all().find(|shown| is_free(shown) && shown != part).or_else(|| all().find(is_free));
        let shown = shown.unwrap_or_else(|| form.nth(0, part.len()));
        taken.insert(shown.clone());
        self.parts.insert(key, shown.clone());
        shown
    }
}

/// In capitals where the address was.
fn cased(shown: &str, part: &str) -> String {
    if part.contains(|c: char| c.is_ascii_uppercase()) { shown.to_ascii_uppercase() } else { shown.to_owned() }
}

impl Form {
    /// Whether a part tells nobody: what is special everywhere, and what begins all private addresses.
    fn keeps(self, before: &str, part: &str) -> bool {
        match self {
            Self::Decimal | Self::Hyphened => match before {
                "" => matches!(part, "0" | "10" | "127" | "169" | "172" | "192" | "224" | "255"),
                "192." => part == "168" || part == "0",
                "169." => part == "254",
                _ if before.starts_with("127.") || before.starts_with("255.") => true,
                _ => matches!(part, "0" | "255"),
            },
            Self::Hexadecimal => before.is_empty() || part == "0",
            Self::Wire => false,
        }
    }

    /// How many parts of that many digits can be given.
    fn count(self, digits: usize) -> u32 {
        match (self, digits) {
            (Self::Decimal | Self::Hyphened, 1) => 9,
            (Self::Decimal | Self::Hyphened, 2) => 90,
            (Self::Decimal | Self::Hyphened, _) => 155,
            (Self::Hexadecimal, digits) => 15 << (4 * (digits.clamp(1, 4) - 1)),
            (Self::Wire, _) => 255,
        }
    }

    /// The part number `count` of that many digits.
    fn nth(self, count: u32, digits: usize) -> String {
        match (self, digits) {
            (Self::Decimal | Self::Hyphened, 1) => (1 + count).to_string(),
            (Self::Decimal | Self::Hyphened, 2) => (10 + count).to_string(),
            (Self::Decimal | Self::Hyphened, _) => (100 + count).to_string(),
            // The first digit of a group is never zero, which would be left out.
            (Self::Hexadecimal, digits) => format!("{:x}", (1 << (4 * (digits.clamp(1, 4) - 1))) + count),
            (Self::Wire, _) => format!("{:02x}", count + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, found};

    fn replaced(addresses: &mut Addresses, before: &str, text: &str) -> Option<String> {
        let found = found(before, text)?;
        Some(addresses.replaced(&text[..found.length], found))
    }

    #[test]
    fn parts_keep_their_digits_and_networks_their_addresses() {
        let mut addresses = Addresses::default();
        let mut shown = |text| replaced(&mut addresses, "", text).unwrap();
        assert_eq!(shown("198.51.100.7/24"), "100.10.101.1");
        assert_eq!(shown("198.51.100.8"), "100.10.101.2");
        assert_eq!(shown("198.51.100.7."), "100.10.101.1");
        assert_eq!(shown("198.51.100.7:10000"), "100.10.101.1");
        assert_eq!(shown("198.51.100.0"), "100.10.101.0");
        assert_eq!(shown("198.51.100.x"), "100.10.101");
        assert_eq!(shown("203.0.113.7"), "101.0.100.1");
        assert_eq!(shown("10.10.1.10"), "10.11.2.11");
        assert_eq!(shown("255.255.240.0"), "255.255.240.0");
        assert_eq!(shown("2001:db8:5::a4/64"), "2001:100:1::10");
        assert_eq!(shown("2001:DB8:5::A5."), "2001:100:1::11");
        assert_eq!(shown("2001:DB8:6::A5"), "2001:100:2::10");
        assert_eq!(shown("50:0a:09:80:86:57:f8:42"), "01:01:01:01:01:01:01:01");
        assert_eq!(shown("50:0A:09:80:86:57:F8:43"), "01:01:01:01:01:01:01:02");
        assert_eq!(shown("192.0.2.1: refused"), "192.0.1.2");
    }

    #[test]
    fn what_stands_beside_it_hides_no_address() {
        for (before, text) in [
            ("(", "198.51.100.7)"),
            ("IP:", "198.51.100.7"),
            ("addr:", "2001:db8::7"),
            ("WWPN:", "50:0a:09:80:86:57:f8:42"),
            ("It is ", "2001:db8::7."),
            ("ip-", "198-51-100-7.example"),
            ("lif", "198.51.100.7"),
            ("", "010.042.009.130"),
        ] {
            let mut addresses = Addresses::default();
            assert!(
                replaced(&mut addresses, before, text).is_some_and(|shown| !text.starts_with(&shown)),
                "{before}{text}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        let long = "1.".repeat(100_000);
        for text in [
            "9.12.1",
            "1.3.6.1.4.1",
            "cafe::> version",
            "cafe::*> version",
            "::>",
            "12:03:10",
            "a:b",
            "256.1.1.1",
            long.as_str(),
        ] {
            assert_eq!(found("", text), None, "{}", &text[..text.len().min(20)]);
        }
        assert_eq!(found("1.3.", "6.1.4.1"), None);
    }
}
