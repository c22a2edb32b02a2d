//! Addresses: of IPv4 and IPv6, of Ethernet and of Fibre Channel. Each part keeps its number of digits, so that the text keeps its
//! places, and addresses of one network stay in one where its mask ends between two parts (/8, /16, /24, /64).

use std::collections::HashMap;
use std::net::Ipv6Addr;

/// What stands for the parts of addresses.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// What stands for a part behind the parts before it, as they stood.
    parts: HashMap<String, String>,
    /// How many were given behind these parts, of that many digits.
    counts: HashMap<(String, usize), u32>,
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
    /// IPv6: its first part is that of a registry, and tells nobody.
    Hexadecimal,
    /// Pairs of digits.
    Wire,
}

/// The address with which the text begins. What stands before it must not belong to it.
pub(super) fn found(text: &str) -> Option<Found> {
    let decimal = run(text, |c| c.is_ascii_digit() || c == '.');
    if is_decimal(decimal) && !goes_on(&text[decimal.len()..]) {
        return Some(Found { length: decimal.len(), form: Form::Decimal });
    }
    let colons = run(text, |c| c.is_ascii_hexdigit() || c == ':');
    let rest = &text[colons.len()..];
    if goes_on(rest) {
        return None;
    }
    if is_wire(colons) {
        return Some(Found { length: colons.len(), form: Form::Wire });
    }
    // `cafe::>` is a prompt.
    let is_prompt = colons.ends_with(':') && rest.starts_with(['>', '*']);
    let is_address =
        !is_prompt && colons.contains(|c: char| c.is_ascii_hexdigit()) && colons.parse::<Ipv6Addr>().is_ok();
    is_address.then_some(Found { length: colons.len(), form: Form::Hexadecimal })
}

fn run(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c: char| !is_part(c)).unwrap_or(text.len())]
}

/// Whether the word goes on behind the address, so that it is none.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == ':') && !rest.starts_with(": ")
}

fn is_decimal(text: &str) -> bool {
    let is_part = |part: &str| part.parse::<u8>().is_ok() && (part.len() == 1 || !part.starts_with('0'));
    text.split('.').count() == 4 && text.split('.').all(is_part)
}

/// An address of Ethernet (six pairs) or a name of Fibre Channel (eight).
fn is_wire(text: &str) -> bool {
    let mut pairs = text.split(':');
    pairs.clone().all(|pair| pair.len() == 2) && matches!(pairs.by_ref().count(), 6 | 8)
}

impl Addresses {
    /// What stands for the address.
    pub(super) fn replaced(&mut self, address: &str, found: Found) -> String {
        let mark = if found.form == Form::Decimal { '.' } else { ':' };
        let mut before = String::new();
        let mut shown = String::new();
        for (at, part) in address.split(mark).enumerate() {
            if at > 0 {
                shown.push(mark);
            }
            let is_kept = part.is_empty() || found.form.keeps(&before, part);
            shown.push_str(&if is_kept { part.to_owned() } else { self.part(found.form, &before, part) });
            before.push_str(part);
            before.push(mark);
        }
        shown
    }

    fn part(&mut self, form: Form, before: &str, part: &str) -> String {
        let key = format!("{before}{}", part.to_ascii_lowercase());
        if let Some(known) = self.parts.get(&key) {
            return cased(known, part);
        }
        let count = self.counts.entry((before.to_owned(), part.len())).or_default();
        let mut shown = form.nth(*count, part.len());
        // Whoever is kept as he is must not have a double.
        while form.keeps(before, &shown) {
            *count += 1;
            shown = form.nth(*count, part.len());
        }
        *count += 1;
        self.parts.insert(key, shown.clone());
        cased(&shown, part)
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
            Self::Decimal => match before {
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

    /// The part number `count` of that many digits.
    fn nth(self, count: u32, digits: usize) -> String {
        match (self, digits) {
            (Self::Decimal, 1) => (1 + count % 9).to_string(),
            (Self::Decimal, 2) => (10 + count % 90).to_string(),
            (Self::Decimal, _) => (100 + count % 155).to_string(),
            // The first digit of a group is never zero, which would be left out.
            (Self::Hexadecimal, digits) => {
                let first = 1 << (4 * (digits.max(1) - 1));
                format!("{:x}", first + count % (15 * first))
            }
            (Self::Wire, _) => format!("{:02x}", (count + 1) % 256),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Addresses, found};

    fn replaced(addresses: &mut Addresses, text: &str) -> Option<String> {
        let found = found(text)?;
        Some(addresses.replaced(&text[..found.length], found))
    }

    #[test]
    fn parts_keep_their_digits_and_networks_their_addresses() {
        let mut addresses = Addresses::default();
        let mut shown = |text| replaced(&mut addresses, text).unwrap();
        assert_eq!(shown("198.51.100.7/24"), "100.10.100.1");
        assert_eq!(shown("198.51.100.8"), "100.10.100.2");
        assert_eq!(shown("198.51.100.7"), "100.10.100.1");
        assert_eq!(shown("198.51.100.0"), "100.10.100.0");
        assert_eq!(shown("203.0.113.7"), "101.0.100.1");
        assert_eq!(shown("10.42.9.130"), "10.10.1.100");
        assert_eq!(shown("255.255.240.0"), "255.255.240.0");
        assert_eq!(shown("2001:db8:5::a4/64"), "2001:100:1::10");
        assert_eq!(shown("2001:DB8:5::A5"), "2001:100:1::11");
        assert_eq!(shown("50:0a:09:80:86:57:f8:42"), "01:01:01:01:01:01:01:01");
        assert_eq!(shown("50:0A:09:80:86:57:F8:43"), "01:01:01:01:01:01:01:02");
        assert_eq!(shown("192.0.2.1: refused"), "192.0.1.1");
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in
            ["9.12.1", "1.3.6.1.4.1", "cafe::> version", "cafe::*> version", "::>", "12:03:10", "a:b", "256.1.1.1"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
