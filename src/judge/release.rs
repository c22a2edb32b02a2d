//! ONTAP releases: compared by their numbers, 9.10.1 after 9.9.1.

use crate::rule::{Numbers, SERVICE_POLICIES};

/// A release such as `9.9.1P5`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Release {
    /// As printed.
    pub(super) text: String,
    /// Its numbers: family, minor and patch.
    pub(super) numbers: Numbers,
}

impl Release {
    /// Reads a release; a development build begins with `R`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('R');
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        if !is_patch(&digits[end..]) {
            return None;
        }
        let mut parts = digits[..end].trim_end_matches('.').split('.').map(|part| part.parse().ok());
        let numbers = [parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?];
        Some(Self { text: text.trim().to_owned(), numbers })
    }

    /// Whether firewall policies decide (before 9.10.1).
    pub(super) fn is_old(&self) -> bool {
        self.numbers < SERVICE_POLICIES
    }

    /// Whether a release given by hand stands for the other: `9.9.1` for `9.9.1P5`, `9.12` for `9.12.1P4`.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let told = self.text.trim_start_matches('R').split('.').count().min(self.numbers.len());
        self.numbers[..told] == other.numbers[..told]
            && (self.text == other.text || self.is_plain() || other.is_plain())
    }

    fn is_plain(&self) -> bool {
        self.text.chars().all(|c| c.is_ascii_digit() || c == '.')
    }
}

/// Whether this may stand behind the numbers: `P5`, `RC1`, `P3D2`, `P1X4`, the node of a mixed cluster in `<1O>`; a letter
/// that a scanner took for a digit is none of them.
fn is_patch(text: &str) -> bool {
    let text = text.split(['<', '_', '-', ':', ' ']).next().unwrap_or_default();
    let mut rest = text;
    while let Some(behind) = ["RC", "P", "D", "X", "B", "A", "N"].iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn a_release_that_was_misread_is_none() {
        for text in ["9.9.lP5", "9.1O.1P5", "9.l0.1", "9.10.I", "9.9.1PS", "9,9.1"] {
            let read = Release::parse(text).map(|release| release.numbers);
            assert_eq!(read, None, "{text}");
        }
        for text in ["9.9.1P5", "9.7P19", "9.14.1P1X3", "9.11.1RC1P2", "9.8", "R9.13.1XN_230101"] {
            assert!(Release::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn releases_compare_by_their_numbers() {
        let is_old = |text| Release::parse(text).map(|release| release.is_old());
        for (text, old) in [
            ("9.0", true),
            ("9.7P19", true),
            ("9.9.1RC1", true),
            ("9.10.0", true),
            ("9.10.1", false),
            ("9.18.1P5", false),
        ] {
            assert_eq!(is_old(text), Some(old), "{text}");
        }
        assert_eq!(is_old("nine"), None);
        assert_eq!(is_old("9"), None);
    }

    #[test]
    fn a_release_given_by_hand_may_leave_the_patch_out() {
        let agrees = |a, b| Release::parse(a).zip(Release::parse(b)).is_some_and(|(a, b)| a.agrees(&b));
        assert!(agrees("9.9.1", "9.9.1P5"));
        assert!(!agrees("9.9.1P4", "9.9.1P5"));
        assert!(!agrees("9.10.1", "9.9.1P5"));
        assert!(agrees("9.12", "9.12.1P4"));
        assert!(!agrees("9.1", "9.12.1P4"));
    }
}
