//! Why nobody is let in, in words: what was tried, what the server offers, and what to do.

use super::super::clean;
use super::super::credential::PASSWORD_VARIABLE;
use super::super::transport::{Phase, TransportError};
use super::keys::certificate;
use super::link::{TOO_LARGE, code, too_large, words};
use super::login::{INTERACTIVE, Login, PASSWORD, PUBLIC_KEY};
use crate::table::narrowed;

/// The library's largest packet, in bytes.
const LARGEST_PACKET: usize = 35_000;

impl Login<'_> {
    /// A question that nobody answers; the connection was ended, so that nothing was sent for it.
    pub(super) fn broken_off(&mut self, method: &str, words: &str) -> TransportError {
        self.note(method, &format!("broken off: nobody answers `{words}`"));
        let user = clean(&self.endpoint.user);
        let is_new = words.to_lowercase().contains("password");
        let advice = if is_new {
            format!(
                "The server wants a new password before it lets {user} in, and this program gives none: log in once by hand, \
                 or let an administrator run `security login password{}`",
                narrowed("username", &self.endpoint.user)
            )
        } else {
            "The server asks for more than a password: run at a terminal, or use a key".to_owned()
        };
        self.not_authenticated(advice)
    }

    pub(super) fn hung_up(&mut self, error: &ssh2::Error) -> TransportError {
        // While it waits for the answer to a key it tells the reason as its own.
        let is_waiting = error.message().starts_with("Waiting for");
        if code(error) == TOO_LARGE || is_waiting && self.link.wire.watchdog.comes_more_than(LARGEST_PACKET) {
            return too_large(Phase::Authentication, error);
        }
        if !self.link.has_leave() {
            let reason = format!("{}; no login was looked at yet: it may have too many sessions", words(error));
            return TransportError::Broken { phase: Phase::Authentication, reason };
        }
        if self.attempts == 0 && self.tried.is_empty() {
            return TransportError::Broken { phase: Phase::Authentication, reason: words(error) };
        }
        let keys = "where many keys are tried, name the right one with `IdentityFile` and `IdentitiesOnly yes` in \
                    ~/.ssh/config";
        let (count, words) = (self.attempts, words(error));
        let attempts = if count == 1 { "attempt" } else { "attempts" };
        let advice = format!("The server hung up after {count} {attempts} ({words}); it may allow no more: {keys}");
        self.not_authenticated(advice)
    }

    pub(super) fn refused(&mut self) -> TransportError {
        let has_password = self.has_password();
        let advice = if let Some(reason) = self.openssh_only() {
            format!("{reason}; --transport openssh takes your own `ssh`, which can")
        } else if has_password || !(self.may(INTERACTIVE) || self.may(PASSWORD)) {
            format!(
                "Compare with `security login show{}` on the cluster: the account needs the application ssh with one of these \
                 methods",
                narrowed("user-or-group-name", &self.endpoint.user)
            )
        } else {
            format!("Give a key that the cluster knows, set {PASSWORD_VARIABLE}, or run at a terminal")
        };
        // The library has the banner only when it asked for the methods; -50 means none.
        let banner = self.link.session.userauth_banner().ok().flatten().map(clean).filter(|text| !text.is_empty());
        let banner = banner.map(|text| format!(". Before the login it says: {text}")).unwrap_or_default();
        self.not_authenticated(advice + &banner)
    }

    /// What only OpenSSH can: methods of the server, or a certificate of the user's.
    fn openssh_only(&self) -> Option<String> {
        let ours = |method: &String| [PUBLIC_KEY, INTERACTIVE, PASSWORD].contains(&&**method);
        let offered = self.offered.as_deref().unwrap_or_default();
        if !offered.is_empty() && !offered.iter().any(ours) {
            return Some(format!("The SSH library knows no {}", offered.join(", ")));
        }
        let certificate = certificate(self.endpoint).filter(|_| self.may(PUBLIC_KEY))?;
        Some(format!("The SSH library cannot show the certificate `{}`", certificate.display()))
    }

    fn not_authenticated(&mut self, advice: String) -> TransportError {
        let mut tried = std::mem::take(&mut self.tried);
        tried.extend(self.factors.iter().map(|factor| format!("{factor} (right, but not enough)")));
        TransportError::NotAuthenticated {
            user: clean(&self.endpoint.user),
            host: self.endpoint.address(),
            tried,
            offered: self.offered.take().unwrap_or_default().iter().map(|method| clean(method)).collect(),
            advice,
        }
    }
}
