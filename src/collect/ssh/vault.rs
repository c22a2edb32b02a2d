//! What the connections to one cluster know together: which way in worked, and whether the password is right.
//!
//! A wrong password is tried once, not once a connection: accounts are locked for less.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use ssh2::{KeyboardInteractivePrompt, Prompt as Asked};

use super::super::clock::{Clock, Limit};
use super::super::credential::{Prompt, Question, Secret};
use super::super::transport::TransportError;
use super::super::{clean, plain};

/// Words of questions for another password than the one that is known: those are never answered.
const NEW_PASSWORDS: [&str; 5] = ["new password", "retype", "re-enter", "reenter", "change your password"];

/// Words of questions that ask for another thing than the password.
const OTHER_THINGS: [&str; 7] = ["code", "token", "otp", "one-time", "pin:", "factor", "duo"];

/// What the connections to one cluster share.
#[derive(Debug, Default)]
pub(super) struct Vault {
    worked: Mutex<Vec<String>>,
    password: Mutex<Password>,
}

/// What is known of the account's password.
#[derive(Debug, Default)]
pub(super) enum Password {
    /// Nothing yet.
    #[default]
    Untried,
    /// The server took it.
    Good(Secret),
    /// The server refused it.
    Bad,
}

impl Vault {
    /// The factors that let the last connection in.
    pub(super) fn worked(&self) -> Vec<String> {
        self.worked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes the factors that let a connection in.
    pub(super) fn works(&self, factors: &[String]) {
        *self.worked.lock().unwrap_or_else(PoisonError::into_inner) = factors.to_vec();
    }

    /// What is known of the password. While one connection tries it, the others wait here; that time is not theirs.
    pub(super) fn password(&self, clock: &Clock, limit: &Limit) -> Result<MutexGuard<'_, Password>, TransportError> {
        limit.pause(|| {
            loop {
                match self.password.try_lock() {
                    Ok(guard) => return Ok(guard),
                    Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
                    Err(TryLockError::WouldBlock) => {
                        clock.look(&[])?;
                        thread::sleep(Duration::from_millis(5));
                    }
                }
            }
        })
    }
}

/// Answers the questions of one try of keyboard-interactive.
pub(super) struct Answers<'a> {
    pub(super) prompt: &'a dyn Prompt,
    pub(super) account: &'a str,
    pub(super) limit: &'a Limit,
    /// The password, where it is known.
    pub(super) known: Option<Secret>,
    /// How many passwords were wrong so far.
    pub(super) again: usize,
    /// The password that was given.
    pub(super) given: Option<Secret>,
    /// What was asked and nobody could answer, with what was said beside it.
    pub(super) unanswered: Option<String>,
    /// Ends the connection: a question that nobody answers is not answered with nothing.
    pub(super) hang_up: &'a dyn Fn(),
    /// What the server said beside its questions.
    pub(super) said: Vec<String>,
}

impl<'a> Answers<'a> {
    /// Answers to one try, with the password where it is known, and how many were wrong so far.
    pub(super) fn new(
        prompt: &'a dyn Prompt,
        account: &'a str,
        limit: &'a Limit,
        (known, again): (Option<Secret>, usize),
        hang_up: &'a dyn Fn(),
    ) -> Self {
        Self { prompt, account, limit, known, again, given: None, unanswered: None, hang_up, said: Vec::new() }
    }
}

impl Answers<'_> {
    /// The password that is known, or that somebody gives.
    pub(super) fn password(&mut self) -> Option<Secret> {
        let question = Question::Password { account: self.account.to_owned() };
        let ask = || self.limit.pause(|| self.prompt.secret(&question, self.again));
        self.given = self.known.clone().or_else(ask);
        self.given.clone()
    }

    fn answer(&mut self, asked: &Asked<'_>) -> Option<String> {
        let (words, lower) = (clean(&asked.text), plain(&asked.text).to_lowercase());
        let is_new = NEW_PASSWORDS.iter().any(|word| lower.contains(word));
        let other = asked.echo || OTHER_THINGS.iter().any(|word| lower.contains(word));
        let secret = if is_new {
            None
        } else if !other && self.given.is_none() {
            self.password()
        } else {
            let account = self.account.to_owned();
            let question = Question::Challenge { account, words, echo: asked.echo };
            self.limit.pause(|| self.prompt.secret(&question, 0))
        };
        secret.map(|secret| secret.reveal().to_owned())
    }
}

impl KeyboardInteractivePrompt for Answers<'_> {
    fn prompt<'a>(&mut self, _: &str, instructions: &str, prompts: &[Asked<'a>]) -> Vec<String> {
        self.said.extend(Some(clean(instructions)).filter(|words| !words.is_empty()));
        let mut answers = Vec::new();
        for asked in prompts {
            match self.answer(asked).filter(|_| self.unanswered.is_none()) {
                Some(answer) => answers.push(answer),
                None => {
                    let said = self.said.iter().cloned().chain([clean(&asked.text)]);
                    self.unanswered.get_or_insert(said.collect::<Vec<_>>().join(" "));
                }
            }
        }
        if self.unanswered.is_some() {
            // Before anything is sent: the library would send what is returned here.
            (self.hang_up)();
            return vec![String::new(); prompts.len()];
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::transport::Phase;

    struct Echo;

    impl Prompt for Echo {
        fn secret(&self, question: &Question, again: usize) -> Option<Secret> {
            Some(Secret::new(match question {
                Question::Password { .. } => format!("password {again}"),
                Question::Passphrase { .. } => return None,
                Question::Challenge { words, .. } => format!("to {words}"),
            }))
        }

        fn is_interactive(&self) -> bool {
            true
        }
    }

    fn answers(questions: &[&str]) -> Vec<String> {
        answered(questions).0
    }

    fn answered(questions: &[&str]) -> (Vec<String>, Option<String>) {
        let limit = Limit::begin(Phase::Authentication, Duration::from_secs(1));
        let hung_up = std::cell::Cell::new(false);
        let hang_up = || hung_up.set(true);
        let mut answers = Answers::new(&Echo, "op@filer:22", &limit, (None, 1), &hang_up);
        let asked: Vec<Asked<'_>> = questions.iter().map(|text| Asked { text: (*text).into(), echo: false }).collect();
        let given = answers.prompt("", "", &asked);
        assert_eq!(hung_up.get(), answers.unanswered.is_some());
        (given, answers.unanswered)
    }

    #[test]
    fn the_password_goes_to_the_question_for_it_and_only_once() {
        assert_eq!(answers(&["(op@filer) Password: "]), ["password 1"]);
        assert_eq!(answers(&["Kennwort:"]), ["password 1"]);
        assert_eq!(answers(&["Verification \u{1b}[31mcode:"]), ["to Verification [31mcode:"]);
        assert_eq!(answers(&["Password:", "Once more:"]), ["password 1", "to Once more:"]);
    }

    #[test]
    fn a_question_that_holds_the_password_is_told_without_it() {
        let (given, unanswered) = answered(&["Password:", "password 1 is old; new password:"]);
        assert_eq!((&*given[0], unanswered.as_deref()), ("", Some("********** is old; new password:")));
    }

    #[test]
    fn a_new_password_is_never_given() {
        assert_eq!(answers(&["Password:", "Enter new password:"]), ["", ""]);
        assert_eq!(answers(&["Enter a new password:"]), [""]);
        assert_eq!(answers(&["Retype the password:"]), [""]);
    }
}
