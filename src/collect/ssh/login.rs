//! Logging in: keys of the agent, key files, keyboard-interactive, password; one factor or several.
//!
//! As few round trips as can be: what is likely is tried at once, and the server is asked for its methods only when
//! nothing is likely, or before a person is asked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;

use super::super::clock::Limit;
use super::super::credential::{PASSWORD_VARIABLE, Prompt, Question, Secret};
use super::super::endpoint::Endpoint;
use super::super::plain;
use super::super::transport::{Phase, TransportError};
use super::keys::{Key, Keys, Kind, keys};
use super::link::{Failure, Link, code, words};
use super::vault::{Answers, Password, Vault};

/// So many keys are tried before the server is asked what it offers.
const AT_ONCE: usize = 3;
/// So many keys are tried where a password may be needed behind them: servers hang up at the sixth wrong attempt.
const BEFORE_PASSWORD: usize = 4;
/// How often a person may mistype.
const TYPING: usize = 3;
/// More factors than any server asks for.
const FACTORS: usize = 4;

pub(super) const PUBLIC_KEY: &str = "publickey";
pub(super) const INTERACTIVE: &str = "keyboard-interactive";
pub(super) const PASSWORD: &str = "password";

/// What came of a factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// We are in.
    In,
    /// It was right, and the server wants another one.
    More,
    /// It was not taken, and why.
    No(String),
}

/// One attempt to log in on one connection.
pub(super) struct Login<'a> {
    pub(super) link: &'a Link,
    pub(super) endpoint: &'a Endpoint,
    pub(super) prompt: &'a dyn Prompt,
    pub(super) vault: &'a Vault,
    pub(super) limit: &'a Limit,
    /// What was tried, in words.
    pub(super) tried: Vec<String>,
    pub(super) attempts: usize,
    pub(super) factors: Vec<String>,
    pub(super) offered: Option<Vec<String>>,
}

impl<'a> Login<'a> {
    pub(super) fn new(
        link: &'a Link,
        endpoint: &'a Endpoint,
        prompt: &'a dyn Prompt,
        vault: &'a Vault,
        limit: &'a Limit,
    ) -> Self {
        let (tried, factors) = (Vec::new(), Vec::new());
        Self { link, endpoint, prompt, vault, limit, tried, attempts: 0, factors, offered: None }
    }

    /// Logs in.
    pub(super) fn run(mut self) -> Result<(), TransportError> {
        let Keys { mut keys, unusable } = keys(self.endpoint);
        self.tried.extend(unusable);
        let worked = self.vault.worked();
        keys.sort_by_key(|key| (matches!(key.kind, Kind::Locked(..)), !worked.contains(&key.label)));
        let open = keys.iter().filter(|key| !matches!(key.kind, Kind::Locked(..))).count();
        let (open, locked) = keys.split_at(open);
        let mut step = match &worked[..] {
            [way] if way == INTERACTIVE || way == PASSWORD => self.with_password(way)?,
            _ if open.is_empty() || open.len() > AT_ONCE => self.ask_methods()?,
            _ => Step::More,
        };
        for _ in 0..FACTORS {
            if step == Step::In {
                self.vault.works(&self.factors);
                return Ok(());
            }
            step = self.round(open, locked)?;
            if matches!(step, Step::No(_)) {
                return Err(self.refused());
            }
        }
        Err(self.refused())
    }

    /// Tries everything for the next factor.
    fn round(&mut self, open: &[Key], locked: &[Key]) -> Result<Step, TransportError> {
        let most = if self.offered.is_some() && !self.has_password() { usize::MAX } else { BEFORE_PASSWORD };
        let mut step = self.with_keys(open, most)?;
        if matches!(step, Step::No(_)) && self.offered.is_none() {
            step = self.ask_methods()?;
        }
        if matches!(step, Step::No(_)) {
            step = self.with_keys(locked, usize::MAX)?;
        }
        for method in [INTERACTIVE, PASSWORD] {
            if matches!(step, Step::No(_)) && self.may(method) {
                step = self.with_password(method)?;
            }
        }
        Ok(step)
    }

    pub(super) fn may(&self, method: &str) -> bool {
        self.offered.as_ref().is_none_or(|offered| offered.iter().any(|word| word == method))
    }

    pub(super) fn has_password(&self) -> bool {
        let question = Question::Password { account: self.account() };
        (self.may(INTERACTIVE) || self.may(PASSWORD))
            && (self.prompt.is_interactive() || self.prompt.secret(&question, 0).is_some())
    }

    fn account(&self) -> String {
        format!("{}@{}", self.endpoint.user, self.endpoint.address())
    }

    /// Asks what the server offers, which costs a round trip.
    fn ask_methods(&mut self) -> Result<Step, TransportError> {
        let (link, user) = (self.link, &*self.endpoint.user);
        // The binding panics where the server's list is not UTF-8.
        let ask = || {
            let asked = catch_unwind(AssertUnwindSafe(|| link.session.auth_methods(user).map(str::to_owned)));
            asked.unwrap_or_else(|_| Err(ssh2::Error::from_errno(ssh2::ErrorCode::Session(-14))))
        };
        let answer = link.drive(&[self.limit], ask);
        if link.session.authenticated() {
            self.factors.push("none".to_owned());
            return Ok(Step::In);
        }
        match answer {
            Ok(list) => self.offered = Some(list.split(',').map(plain).filter(|word| !word.is_empty()).collect()),
            Err(Failure::Ended(error)) => return Err(*error),
            Err(Failure::Library(error)) => return Err(self.hung_up(&error)),
        }
        Ok(Step::No(String::new()))
    }

    /// Tries keys, apart from those that were a factor already.
    fn with_keys(&mut self, keys: &[Key], most: usize) -> Result<Step, TransportError> {
        let new = keys.iter().filter(|key| !self.factors.contains(&key.label)).collect::<Vec<_>>();
        for (count, key) in new.iter().enumerate() {
            if !self.may(PUBLIC_KEY) {
                break;
            }
            if count == most {
                let rest = new.len() - count;
                self.tried.push(format!("{rest} further keys (not tried, to leave attempts for the password)"));
                break;
            }
            match self.with_key(key)? {
                Step::No(reason) => self.tried.push(format!("{} ({reason})", key.label)),
                step => {
                    self.factors.push(key.label.clone());
                    return Ok(step);
                }
            }
        }
        Ok(Step::No(String::new()))
    }

    fn with_key(&mut self, key: &Key) -> Result<Step, TransportError> {
        if !key.signs_one_way() {
            self.link.await_leave(self.limit).map_err(|failure| failure.broken(Phase::Authentication))?;
        }
        let result = match &key.kind {
            Kind::Agent(socket) => {
                self.attempts += 1;
                self.with_agent(socket, key.blob.clone().unwrap_or_default())
            }
            Kind::File(text) => self.with_file(text, None),
            Kind::Locked(path, text) => return self.with_locked(&key.label, path, text),
        };
        self.judge(PUBLIC_KEY, &key.label, result)
    }

    fn with_file(&mut self, text: &str, passphrase: Option<&str>) -> Result<(), Failure> {
        self.attempts += 1;
        let (link, user) = (self.link, &self.endpoint.user);
        link.drive(&[self.limit], || link.session.userauth_pubkey_memory(user, None, text, passphrase))
    }

    /// A wrong passphrase shows before anything is sent, so a person may type again.
    fn with_locked(&mut self, label: &str, path: &Path, text: &str) -> Result<Step, TransportError> {
        let question = Question::Passphrase { file: path.display().to_string() };
        for again in 0..TYPING {
            let given = self.limit.pause(|| self.prompt.secret(&question, again));
            let Some(passphrase) = given else {
                let reason = if again == 0 { "locked, and nobody gives its passphrase" } else { "wrong passphrase" };
                return Ok(Step::No(reason.to_owned()));
            };
            let result = self.with_file(text, Some(passphrase.reveal()));
            if !result.as_ref().is_err_and(|failure| matches!(failure.code(), -16 | -48)) {
                return self.judge(PUBLIC_KEY, label, result);
            }
            self.attempts -= 1;
        }
        Ok(Step::No("wrong passphrase".to_owned()))
    }

    /// The library waits for the agent without a limit, so it does it in a thread that is left alone when time is up.
    fn with_agent(&self, socket: &Path, blob: Vec<u8>) -> Result<(), Failure> {
        let (link, limit, user) = (self.link.clone(), self.limit.clone(), self.endpoint.user.clone());
        let (socket, (teller, heard)) = (socket.to_owned(), channel());
        thread::spawn(move || drop(teller.send(sign(&link, &limit, &user, &socket, &blob))));
        loop {
            let left = self.link.clock.look(&[self.limit]).map_err(|error| {
                self.link.wire.shut();
                Failure::from(error)
            })?;
            match heard.recv_timeout(left) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::Library(ssh2::Error::unknown())),
            }
        }
    }

    /// Tries the password by one of the two methods that take it.
    fn with_password(&mut self, method: &str) -> Result<Step, TransportError> {
        let vault = self.vault;
        let mut state = vault.password(&self.link.clock, self.limit)?;
        let known = match &*state {
            Password::Bad => return Ok(self.note(method, "not tried: the password was refused already")),
            Password::Good(secret) => Some(secret.clone()),
            Password::Untried if !self.has_password() => {
                let reason = format!("no password: {PASSWORD_VARIABLE} is not set, and nobody is at a terminal");
                return Ok(self.note(method, &reason));
            }
            Password::Untried => None,
        };
        if known.is_some() {
            drop(state);
            return Ok(self.one_password(method, known, 0)?.0);
        }
        for again in 0..TYPING {
            let (step, given) = self.one_password(method, None, again)?;
            match (step, given) {
                (Step::No(_), None) => break,
                (Step::No(_), Some(_)) => *state = Password::Bad,
                (step, given) => {
                    *state = given.map_or(Password::Untried, Password::Good);
                    return Ok(step);
                }
            }
            if !self.prompt.is_interactive() || !self.may(method) {
                break;
            }
        }
        Ok(Step::No(String::new()))
    }

    /// One try with a password, and the password that was given.
    fn one_password(
        &mut self,
        method: &str,
        known: Option<Secret>,
        again: usize,
    ) -> Result<(Step, Option<Secret>), TransportError> {
        let (link, limit, account) = (self.link, self.limit, self.account());
        let user = &*self.endpoint.user;
        let hang_up = || link.wire.shut();
        let mut answers = Answers::new(self.prompt, &account, limit, (known, again), &hang_up);
        let result = if method == INTERACTIVE {
            link.drive(&[limit], || link.session.userauth_keyboard_interactive(user, &mut answers))
        } else {
            let Some(secret) = answers.password() else { return Ok((self.note(method, "no password given"), None)) };
            link.drive(&[limit], || link.session.userauth_password(user, secret.reveal()))
        };
        let (given, unanswered, said) = (answers.given.take(), answers.unanswered.take(), answers.said.join(" "));
        self.attempts += 1;
        if let Some(words) = unanswered {
            // Ctrl-C at a prompt looks like a person who gives no answer.
            link.clock.look(&[])?;
            return Err(self.broken_off(method, &words));
        }
        let step = self.judge(method, method, result)?;
        match &step {
            Step::No(reason) if said.is_empty() => drop(self.note(method, reason)),
            Step::No(reason) => drop(self.note(method, &format!("{reason}; the server says: {said}"))),
            _ => self.factors.push(method.to_owned()),
        }
        Ok((step, given))
    }

    pub(super) fn note(&mut self, method: &str, reason: &str) -> Step {
        self.tried.push(format!("{method} ({reason})"));
        Step::No(reason.to_owned())
    }

    /// What a result of the library means. A refusal may be the half of a success, which only the server's new list tells.
    fn judge(&mut self, method: &str, label: &str, result: Result<(), Failure>) -> Result<Step, TransportError> {
        let error = match result {
            // First, for a thread that still waits for the agent holds the session.
            Err(Failure::Ended(error)) => return Err(*error),
            _ if self.link.session.authenticated() => return Ok(Step::In),
            Ok(()) => return Ok(Step::No("no answer".to_owned())),
            Err(Failure::Library(error)) => error,
        };
        let gone = matches!(code(&error), -7 | -13 | -43) || error.message().starts_with("Waiting for");
        match code(&error) {
            _ if gone => {
                self.tried.push(format!("{label} (no answer)"));
                Err(self.hung_up(&error))
            }
            -18 if method == PUBLIC_KEY => Ok(Step::No("refused".to_owned())),
            -18 => self.half_or_refused(method),
            -19 if error.message().starts_with("Invalid signature") => self.half_or_refused(method),
            -19 | -42 => Ok(Step::No(format!("does not sign: {}", words(&error)))),
            -15 => Ok(Step::No("the password has expired; change it on the cluster first".to_owned())),
            _ => Ok(Step::No(words(&error))),
        }
    }

    fn half_or_refused(&mut self, method: &str) -> Result<Step, TransportError> {
        let before = self.offered.take();
        if self.ask_methods()? == Step::In {
            return Ok(Step::In);
        }
        let half = before.map_or_else(|| !self.may(method), |before| self.offered.as_ref() != Some(&before));
        Ok(if half { Step::More } else { Step::No("refused".to_owned()) })
    }
}

/// Logs in with one key of the agent.
fn sign(link: &Link, limit: &Limit, user: &str, socket: &Path, blob: &[u8]) -> Result<(), Failure> {
    let mut agent = link.session.agent().map_err(Failure::Library)?;
    agent.set_identity_path(socket).map_err(Failure::Library)?;
    agent.connect().map_err(Failure::Library)?;
    agent.list_identities().map_err(Failure::Library)?;
    let identities = agent.identities().map_err(Failure::Library)?;
    let identity = identities.iter().find(|identity| identity.blob() == blob);
    let identity = identity.ok_or_else(|| Failure::Library(ssh2::Error::unknown()))?;
    link.drive(&[limit], || agent.userauth(user, identity))
}
