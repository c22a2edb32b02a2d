//! What the titles above two captures in one text tell of their order. Where each has a title of its own the order of the text
//! tells nothing: the newer one may stand on top. Only titles that say so make the lower one the later one.

use crate::source::ascends;

/// What titles tell of two stretches, the first of which stands above the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// No title stands between them, or none above the first.
    Nothing,
    /// The lower one is the later one.
    Later,
    /// So do both titles together, whatever text they stand in.
    Pair,
    /// Each has a title, and they tell no order.
    Open,
    /// The lower one is older, or not what is.
    Against,
}

/// Words that tell that what follows is newer than what stands above.
const LATER: &[&str] = &[
    "after",
    "afterwards",
    "now",
    "again",
    "later",
    "then",
    "next",
    "finally",
    "today",
    "current",
    "currently",
    "latest",
    "update",
    "updated",
    "new",
    "newer",
    "newest",
    "fixed",
    "solved",
    "corrected",
    "repaired",
    "rerun",
    "recheck",
    "retest",
    "retry",
    "repeated",
    "post check",
    "post maintenance",
    "post change",
    "post upgrade",
    "actual",
    "as is",
    "reality",
    "ist",
    "istzustand",
    "ist zustand",
    "nachher",
    "danach",
    "jetzt",
    "nun",
    "erneut",
    "nochmal",
    "nochmals",
    "noch einmal",
    "inzwischen",
    "heute",
    "aktuell",
    "neu",
    "neue",
    "neuer",
    "später",
    "anschließend",
    "behoben",
    "après",
    "maintenant",
    "ensuite",
    "puis",
    "encore",
    "aujourd hui",
    "después",
    "ahora",
    "luego",
    "hoy",
    "dopo",
    "adesso",
    "poi",
    "oggi",
];

/// Words that tell that it is older.
const EARLIER: &[&str] = &[
    "old",
    "older",
    "outdated",
    "obsolete",
    "before",
    "previous",
    "previously",
    "earlier",
    "original",
    "originally",
    "yesterday",
    "baseline",
    "pre",
    "last week",
    "last month",
    "last year",
    "ago",
    "vorher",
    "zuvor",
    "alt",
    "alte",
    "alter",
    "altes",
    "früher",
    "gestern",
    "veraltet",
    "überholt",
    "ursprünglich",
    "ancien",
    "avant",
    "antes",
    "ayer",
    "anterior",
    "ieri",
    "precedente",
];

/// Words that tell that it is not what is, or not here.
const UNREAL: &[&str] = &[
    "expected",
    "target",
    "to be",
    "planned",
    "plan",
    "example",
    "sample",
    "reference",
    "documentation",
    "template",
    "should",
    "wrong",
    "ignore",
    "invalid",
    "copy",
    "other cluster",
    "another cluster",
    "golden",
    "desired",
    "wanted",
    "ideal",
    "simulated",
    "soll",
    "sollzustand",
    "soll zustand",
    "beispiel",
    "geplant",
    "erwartet",
    "ziel",
    "attendu",
    "cible",
    "exemple",
    "esperado",
    "ejemplo",
    "objetivo",
];

/// Words of titles that say what is looked at: ONTAP's own, those of run books, months.
const TOPICS: &str = "ndmp ndmpd tape drive changer medium media library reservation option lif network interface address port \
    failover policy policie firewall service cluster node health vserver svm storage security login user account role backup scope \
    mode node-scope-mode status state supported qualified authentication plaintext version release ontap system license alias path \
    prerequisite precheck preflight check step section part chapter verify show list result output answer command details summary \
    step ok info note intercluster management mgmt data ip ipv4 ipv6 lun 0 the of for and in on at to with a an all each is are \
    enabled disabled running configured does what which q a schritt kapitel prüfung bandlaufwerk laufwerk benutzer knoten \
    ausgabe der die das und von für étape paso jan feb mar apr may jun jul aug sep oct nov dec january february march april june \
    july august september october november december mon tue wed thu fri sat sun am pm utc cet cest gmt hi hello hallo thanks thank \
    you please danke bitte merci gracias grazie prima great good fine perfect okay super";

/// Words of a list that has the newest on top.
const REVERSED: &[&str] = &["most recent first", "newest first", "latest first", "neueste zuerst", "reverse order"];

/// Words behind which numbers count what comes one after the other.
const COUNTED: &[&str] = &[
    "run", "step", "attempt", "day", "comment", "v", "version", "week", "kw", "capture", "check", "test", "try",
    "round", "output", "update", "rev", "revision", "pass", "t", "phase", "take", "reply", "post", "message", "lauf",
    "schritt", "versuch", "tag", "woche", "essai", "étape", "intento", "paso",
];

/// Words that are numbers.
const ORDINALS: [(&str, u64); 9] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("erste", 1),
    ("erster", 1),
    ("zweite", 2),
    ("zweiter", 2),
    ("dritte", 3),
    ("dritter", 3),
];

/// A title with what its words tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    text: String,
    is_later: bool,
    is_earlier: bool,
    /// Whether what stands below it is older than what stands above, or not what is.
    pub(super) is_against: bool,
    /// Whether it says that the newest stands on top.
    pub(super) is_reversed: bool,
}

impl Title {
    pub(super) fn of(text: &str) -> Self {
        let words = words(text);
        let has = |list: &[&str]| list.iter().any(|word| words.contains(&format!(" {word} ")));
        let (is_later, is_earlier) = (has(LATER), has(EARLIER));
        let is_against = has(UNREAL) || is_earlier && !is_later;
        Self { is_later, is_earlier, is_against, is_reversed: has(REVERSED), text: text.to_owned() }
    }

    /// Whether it says that what follows came later, or says nothing but what is looked at, and when.
    pub(super) fn is_of_what_is(&self) -> bool {
        let words = words(&self.text);
        // `site2` is somebody's name.
        let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let is_plain = |word: &str| {
            let one = word.strip_suffix('s').unwrap_or(word);
            is_number(word)
                || word.len() == 1
                || [word, one].iter().any(|word| TOPICS.split(' ').any(|own| own == *word))
        };
        self.is_later || !self.is_against && words.split_whitespace().all(is_plain) && !names_system(&words)
    }

    /// What it tells together with the title of a stretch below that none of the titles between speaks against.
    pub(super) fn before(&self, lower: &Self) -> Told {
        let is_pair = lower.is_later && self.is_earlier && !self.is_later || is_counted(&self.text, &lower.text);
        if is_pair {
            Told::Pair
        } else if lower.is_later && !self.is_later || ascends(&self.text, &lower.text) {
            Told::Later
        } else {
            Told::Open
        }
    }
}

/// Whether the words count systems: `cluster B`, `system 2`.
fn names_system(words: &str) -> bool {
    const SYSTEMS: [&str; 7] = ["cluster", "system", "storage", "svm", "vserver", "site", "filer"];
    let words: Vec<&str> = words.split_whitespace().collect();
    let is_mark = |word: &str| word.len() == 1 || word.bytes().all(|byte| byte.is_ascii_digit());
    words.windows(2).any(|pair| SYSTEMS.contains(&pair[0]) && is_mark(pair[1]))
}

/// The words in small letters with one blank round each.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// Whether two titles are the same but for a number that is greater in the second, and count what comes one after the other.
fn is_counted(upper: &str, lower: &str) -> bool {
    let (own, other) = (parts(upper), parts(lower));
    let mut differing = own.iter().zip(&other).filter(|(own, other)| own != other);
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_greater = |(own, other): (&String, &String)| {
        let number = |part: &String| part.parse::<u64>().ok();
        number(own).zip(number(other)).is_some_and(|(own, other)| own < other)
    };
    let is_one = differing.next().is_some_and(is_greater) && differing.next().is_none();
    let words = || own.iter().filter(|part| !is_number(part));
    // Several numbers alone are an address, or a date.
    let is_sequence =
        own.len() == 1 && words().next().is_none() || words().any(|word| COUNTED.contains(&word.as_str()));
    own.len() == other.len() && is_one && is_sequence
}

/// Words and numbers, apart: `KW47` is `kw` and `47`, `2nd` and `second` are `2`.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in words(text).split_whitespace() {
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let ordinal = ORDINALS.iter().find(|(name, _)| *name == word).map(|(_, number)| number.to_string());
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let split = word.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0 && is_number(&word[at..]));
        match (ordinal, split) {
            (Some(number), _) => parts.push(number),
            (None, Some(at)) => parts.extend([word[..at].to_owned(), word[at..].to_owned()]),
            (None, None) if is_number(bare) => parts.push(bare.to_owned()),
            (None, None) => parts.push(word.to_owned()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Title, Told};

    #[test]
    fn titles_tell_an_order_only_in_words() {
        for (upper, lower, told) in [
            ("before", "after", Told::Pair),
            ("=== Comment #1 ===", "=== Comment #2 ===", Told::Pair),
            ("1st run", "second run", Told::Pair),
            ("KW47", "KW48", Told::Pair),
            ("Original post:", "UPDATE:", Told::Pair),
            ("Eva:", "Now it is fixed:", Told::Later),
            ("20/11/2024", "21/11/2024", Told::Later),
            ("20-Nov-2024", "21-Nov-2024", Told::Later),
            ("08:30", "9:30 AM", Told::Later),
            ("21/11/2024", "20/11/2024", Told::Open),
            ("9:30 PM", "8:30 PM", Told::Open),
            ("v2", "v1", Told::Open),
            ("Site 1", "Site 2", Told::Open),
            ("Rev B", "Rev A", Told::Open),
            ("Max:", "Eva:", Told::Open),
            ("UPDATE:", "Now:", Told::Open),
        ] {
            assert_eq!(Title::of(upper).before(&Title::of(lower)), told, "{upper} / {lower}");
        }
    }

    #[test]
    fn what_is_older_or_not_what_is_comes_last_in_no_text() {
        for text in
            ["Soll", "expected output", "To-be", "Original post:", "as of last week", "wrong output (other cluster)"]
        {
            assert!(Title::of(text).is_against, "{text}");
        }
        for text in ["Ist", "UPDATE:", "now as before", "Then I looked at the LIFs:"] {
            assert!(!Title::of(text).is_against, "{text}");
        }
        assert!(Title::of("(most recent first)").is_reversed);
    }
}
