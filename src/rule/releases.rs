//! Ranges of ONTAP releases, as rules say for which they are: `>=9.10.1`, `<9.10.1`, `>=9.6 <9.12.1`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::OntapRange;

/// The numbers of a release: family, minor and patch.
pub type Numbers = [u32; 3];

/// The release from which service policies replaced firewall policies (ND:networking/manage_supported_traffic.adoc).
pub(crate) const SERVICE_POLICIES: Numbers = [9, 10, 1];

/// Releases from one on, before another, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releases {
    /// The first that is among them; `None`: every release before.
    pub from: Option<Numbers>,
    /// The first that is not among them any more; `None`: none.
    pub before: Option<Numbers>,
}

impl Releases {
    /// Reads `>=9.6`, `<9.12.1`, or both with a blank between.
    ///
    /// ```
    /// use ndmp_preflight::rule::Releases;
    /// let some = Releases::parse(">=9.6 <9.12.1").ok_or("a range")?;
    /// assert!(some.hold([9, 9, 1]) && !some.hold([9, 12, 1]));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut releases = Self::default();
        for word in text.split_whitespace() {
            let (place, numbers) = match word.strip_prefix(">=") {
                Some(numbers) => (&mut releases.from, numbers),
                None => (&mut releases.before, word.strip_prefix('<')?),
            };
            if place.replace(numbers_of(numbers)?).is_some() {
                return None;
            }
        }
        let is_empty = releases.from.zip(releases.before).is_some_and(|(from, before)| from >= before);
        (releases != Self::default() && !is_empty).then_some(releases)
    }

    /// Whether a release is among them.
    pub fn hold(&self, numbers: Numbers) -> bool {
        self.from.is_none_or(|from| from <= numbers) && self.before.is_none_or(|before| numbers < before)
    }

    /// The side of 9.10.1 on which all of them stand; `None`: they stand on both.
    pub fn side(&self) -> Option<OntapRange> {
        if self.from.is_some_and(|from| from >= SERVICE_POLICIES) {
            return Some(OntapRange::From9101);
        }
        self.before.is_some_and(|before| before <= SERVICE_POLICIES).then_some(OntapRange::Before9101)
    }

    /// Whether every release of a side of 9.10.1 is among them.
    pub(crate) fn hold_all_of(&self, side: OntapRange) -> bool {
        match side {
            OntapRange::Before9101 => self.from.is_none() && self.before.is_none_or(|end| end >= SERVICE_POLICIES),
            OntapRange::From9101 => self.before.is_none() && self.from.is_none_or(|from| from <= SERVICE_POLICIES),
        }
    }
}

/// `9.12` or `9.12.1`.
fn numbers_of(text: &str) -> Option<Numbers> {
    let parts: Vec<u32> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [family, minor] => Some([*family, *minor, 0]),
        [family, minor, patch] => Some([*family, *minor, *patch]),
        _ => None,
    }
}

impl fmt::Display for Releases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from.map(|from| format!(">={}", release_text(from)));
        let before = self.before.map(|before| format!("<{}", release_text(before)));
        f.write_str(&from.into_iter().chain(before).collect::<Vec<_>>().join(" "))
    }
}

/// A release as NetApp writes it: `9.6`, `9.12.1`.
pub fn release_text([family, minor, patch]: Numbers) -> String {
    if patch == 0 { format!("{family}.{minor}") } else { format!("{family}.{minor}.{patch}") }
}

#[cfg(test)]
mod tests {
    use super::super::OntapRange;
    use super::Releases;

    #[test]
    fn ranges_are_read_and_shown_alike() {
        for text in [">=9.10.1", "<9.10.1", ">=9.6 <9.12.1", ">=9.12.1", "<9.7"] {
            let read = Releases::parse(text).map(|releases| releases.to_string());
            assert_eq!(read.as_deref(), Some(text));
        }
        for text in ["", "9.10.1", ">9.10.1", "<=9.9.1", ">=9", "<9.x", ">=9.6 >=9.7", ">=9.12.1 <9.6", ">= 9.6"] {
            assert_eq!(Releases::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_side_of_the_service_policies_is_told_where_there_is_one() {
        let side = |text| Releases::parse(text).map(|releases| releases.side());
        assert_eq!(side(">=9.10.1"), Some(Some(OntapRange::From9101)));
        assert_eq!(side(">=9.12.1"), Some(Some(OntapRange::From9101)));
        assert_eq!(side("<9.10.1"), Some(Some(OntapRange::Before9101)));
        assert_eq!(side(">=9.6 <9.8"), Some(Some(OntapRange::Before9101)));
        assert_eq!(side(">=9.6"), Some(None));
        assert_eq!(side("<9.12.1"), Some(None));
    }
}
