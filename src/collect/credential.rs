//! Where secrets come from: the environment, or the person at the terminal. Never from an option or a file.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::embedded::is_word;
use crate::source::hold;

/// The variable that holds the password of the account.
pub const PASSWORD_VARIABLE: &str = "NDMP_PREFLIGHT_PASSWORD";
/// The variable that holds the passphrase of private keys.
pub const PASSPHRASE_VARIABLE: &str = "NDMP_PREFLIGHT_PASSPHRASE";

/// A secret that is wiped from memory when it is dropped. The SSH library makes copies that it does not wipe, and one is
/// held so that the secret can be masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text as a secret, which is masked from now on wherever a server sends it back.
    pub fn new(text: String) -> Self {
        hold(&text, is_word(&text));
        Self::open(text)
    }

    /// Takes a text that the server would show while it is typed, such as the name of a user: it may stand in any answer.
    pub fn open(text: String) -> Self {
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

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { account } => write!(f, "password of {account}: "),
            Self::Passphrase { file } => write!(f, "passphrase of `{file}` (empty: without this key): "),
            Self::Challenge { account, words, .. } => write!(f, "{account} asks: {words} "),
        }
    }
}

/// Answers questions for secrets.
pub trait Prompt: Send + Sync {
    /// The secret, `None` when nobody can give it. `again` is how many answers to this question were wrong so far.
    fn secret(&self, question: &Question, again: usize) -> Option<Secret>;

    /// Whether a person can be asked.
    fn is_interactive(&self) -> bool;
}

/// The environment first, then the person at the terminal, where there is one.
#[derive(Debug)]
pub struct Terminal {
    password: Option<Secret>,
    passphrase: Option<Secret>,
    interactive: bool,
    /// Passphrases that were typed, `None` where a person wants to go without the key. Held while a person types, so that
    /// one question is asked at a time.
    typed: Mutex<HashMap<Question, Option<Secret>>>,
}

impl Terminal {
    /// Takes the secrets of the environment, and looks whether a person is there.
    pub fn of_environment() -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty()).map(Secret::new);
        let seen = io::stdin().is_terminal() || io::stderr().is_terminal();
        Self {
            password: variable(PASSWORD_VARIABLE),
            passphrase: variable(PASSPHRASE_VARIABLE),
            interactive: seen && std::fs::File::open("/dev/tty").is_ok(),
            typed: Mutex::default(),
        }
    }

    fn environment_secret(&self, question: &Question) -> Option<Secret> {
        match question {
            Question::Password { .. } => self.password.clone(),
            Question::Passphrase { .. } => self.passphrase.clone(),
            Question::Challenge { .. } => None,
        }
    }

    fn typed_secret(&self, question: &Question, again: usize) -> Option<Secret> {
        let mut typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(secret) = typed.get(question).filter(|_| again == 0) {
            return secret.clone();
        }
        // What is typed is never echoed, not even where the server would allow it.
        let text = rpassword::prompt_password(format!("{}{question}", refused(question, again)))
            .inspect_err(let_ctrl_c_arrive)
            .ok();
        let is_open = matches!(question, Question::Challenge { echo: true, .. });
        let secret = text.filter(|text| !text.is_empty()).map(if is_open { Secret::open } else { Secret::new });
        if matches!(question, Question::Passphrase { .. }) {
            typed.insert(question.clone(), secret.clone());
        }
        secret
    }
}

/// Who types a second time wants to know that the first was wrong; what stood in the environment counts as such too.
fn refused(question: &Question, again: usize) -> &'static str {
    match question {
        _ if again == 0 => "",
        Question::Password { .. } => "that password was not accepted; ",
        Question::Passphrase { .. } => "that passphrase is wrong; ",
        Question::Challenge { .. } => "that answer was not accepted; ",
    }
}

/// Ctrl-C at a prompt is raised as a signal, whose handler runs in a thread of its own and sets the wish to end.
fn let_ctrl_c_arrive(error: &io::Error) {
    if error.kind() == io::ErrorKind::Interrupted {
        thread::sleep(Duration::from_millis(100));
    }
}

impl Prompt for Terminal {
    fn secret(&self, question: &Question, again: usize) -> Option<Secret> {
        let known = self.environment_secret(question).filter(|_| again == 0);
        known.or_else(|| self.interactive.then(|| self.typed_secret(question, again)).flatten())
    }

    fn is_interactive(&self) -> bool {
        self.interactive
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_person(password: Option<&str>) -> Terminal {
        let password = password.map(|text| Secret::new(text.to_owned()));
        Terminal { password, passphrase: None, interactive: false, typed: Mutex::default() }
    }

    #[test]
    fn a_wrong_secret_of_the_environment_is_not_given_again() {
        let question = Question::Password { account: "op@filer:22".into() };
        let terminal = without_person(Some("opensesame"));
        assert_eq!(terminal.secret(&question, 0).unwrap().reveal(), "opensesame");
        assert_eq!(terminal.secret(&question, 1), None);
        assert_eq!(terminal.secret(&Question::Passphrase { file: "id".into() }, 0), None);
    }

    #[test]
    fn who_is_asked_again_hears_why() {
        let question = Question::Password { account: "op@filer:22".into() };
        assert_eq!((refused(&question, 0), refused(&question, 1)), ("", "that password was not accepted; "));
        assert_eq!(refused(&Question::Passphrase { file: "id".into() }, 2), "that passphrase is wrong; ");
    }

    #[test]
    fn a_secret_shows_itself_nowhere() {
        let terminal = without_person(Some("opensesame"));
        assert!(!format!("{terminal:?}").contains("opensesame"));
    }
}
