//! Where secrets come from: the environment, or the person at the terminal. Never from an option or a file.

use std::fmt;

use zeroize::Zeroizing;

/// A secret that is wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text as a secret.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself; only for handing it to the server or to a key.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(...)")
    }
}

/// A secret that is needed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// The password of an account.
    Password {
        /// `user@host:port`
        account: String,
    },
    /// The passphrase of a private key.
    Passphrase {
        /// The file.
        file: String,
    },
    /// What the server asks besides the password, such as the code of a token.
    Challenge {
        /// `user@host:port`
        account: String,
        /// The server's words, without control characters.
        words: String,
        /// Whether what is typed may be seen.
        echo: bool,
    },
}

/// Answers questions for secrets.
pub trait Prompt: Send + Sync {
    /// The secret, `None` when nobody can give it. `again` is how many answers were wrong so far.
    fn secret(&self, question: &Question, again: usize) -> Option<Secret>;

    /// Whether a person can be asked.
    fn is_interactive(&self) -> bool;
}
