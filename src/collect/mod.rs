//! The outside world: which commands to send (`plan`), how to get there (`transport`), and what came back (`bundle`).
//!
//! A collector connects to a cluster, sends scripts of `show` commands, and keeps every byte that came back in a bundle.
//! Live runs and `--from BUNDLE` are judged from the same bundle, so that both give the same report.

pub mod answers;
pub mod bundle;
pub mod cancel;
#[cfg(feature = "ssh")]
mod child;
#[cfg(feature = "ssh")]
mod clock;
pub mod collector;
#[cfg(feature = "ssh")]
pub mod credential;
mod desk;
mod digest;
#[cfg(feature = "ssh")]
pub mod endpoint;
#[cfg(feature = "ssh")]
pub mod fleet;
mod hand;
#[cfg(feature = "ssh")]
pub mod inventory;
pub mod judged;
#[cfg(feature = "ssh")]
pub mod known_hosts;
#[cfg(feature = "ssh")]
pub mod openssh;
mod pace;
pub mod plan;
#[cfg(feature = "ssh")]
mod revoked_keys;
pub mod role;
pub mod script;
#[cfg(feature = "ssh")]
pub mod signature;
#[cfg(feature = "ssh")]
pub mod ssh;
#[cfg(feature = "ssh")]
pub mod ssh_config;
pub mod transport;
pub mod verify;

#[cfg(feature = "ssh")]
pub use child::end_programs;

use crate::source::{is_unseen, masked};

/// Text of the other side, fit for a message: secrets masked, no control characters, one line, not endless.
pub(crate) fn clean(text: &str) -> String {
    /// Characters of a foreign text that a message shows.
    const SHOWN: usize = 400;
    // Once while its lines are lines, and again for what control characters and blanks had hidden.
    let line = masked(plain(&masked(text.to_owned())));
    if line.chars().count() > SHOWN { line.chars().take(SHOWN).chain("...".chars()).collect() } else { line }
}

/// Text of the other side that is compared and not shown: on one line, without control characters, nothing masked.
pub(crate) fn plain(text: &str) -> String {
    let shown: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    let words: Vec<&str> = shown.split_whitespace().collect();
    words.join(" ")
}

#[cfg(all(test, feature = "ssh"))]
mod tests {
    use super::clean;

    #[test]
    fn foreign_text_obeys_no_terminal_and_stays_short() {
        assert_eq!(clean("\u{1b}]0;x\u{7} a\r\n\tb \u{202e}c\u{200b}\0 "), "]0;x a b c");
        assert_eq!(clean(&"x".repeat(500)), format!("{}...", "x".repeat(400)));
    }

    #[test]
    fn foreign_text_gives_no_secret_away() {
        crate::source::hold("goldcrest of  clean-rs", false);
        let text = "Password: wheatear\r\nyou said goldcrest of  clean-rs, gold\u{7}crest";
        assert_eq!(clean(text), format!("Password: ******** you said {}, goldcrest", "*".repeat(22)));
        crate::source::hold("redstart-of-clean-rs", true);
        assert_eq!(clean("red\u{7}start-of-clean-rs"), "*".repeat(20));
        let long = "y".repeat(390) + "redstart-of-clean-rs";
        assert_eq!(clean(&long), format!("{}{}...", "y".repeat(390), "*".repeat(10)));
    }
}
