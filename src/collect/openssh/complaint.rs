//! What `ssh` complains about, as one of our errors.

use super::super::clean;
use super::super::credential::PASSWORD_VARIABLE;
use super::super::endpoint::Endpoint;
use super::super::known_hosts::kept_name;
use super::super::transport::{Phase, TransportError, unreachable};

/// The error that the words of `ssh` mean; `phase` is what it was doing.
pub(super) fn of(endpoint: &Endpoint, errors: &[u8], phase: Phase) -> TransportError {
    let text = String::from_utf8_lossy(errors);
    let words = clean(&text);
    let known = trust(endpoint, &text, &words).or_else(|| way(endpoint, &text, &words));
    known.unwrap_or_else(|| {
        let reason = if words.is_empty() { "`ssh` ended without a word".to_owned() } else { words };
        TransportError::Broken { phase, reason }
    })
}

/// Whether `ssh` ended because of a host key.
pub(super) fn is_about_host_key(errors: &[u8]) -> bool {
    String::from_utf8_lossy(errors).contains("Host key verification failed")
}

/// What a line of `ssh` begins with when the connection, its master or its channel failed it.
const OWN: [&str; 12] = [
    "mux_client",
    "muxclient",
    "Control socket connect(",
    "ControlSocket ",
    "Connection to ",
    "Connection closed by ",
    "Connection reset by ",
    "Shared connection to ",
    "Timeout, server ",
    "client_loop: ",
    "ssh: ",
    "kex_exchange_identification: ",
];

/// Whether `ssh` says that it failed itself, and not the command that it sent.
pub(super) fn is_own(errors: &[u8]) -> bool {
    let text = String::from_utf8_lossy(errors);
    text.lines().any(|line| OWN.iter().any(|start| line.starts_with(start))) || text.contains("Session open refused by")
}

/// Whether `ssh` waited in vain.
pub(super) fn is_timeout(errors: &[u8]) -> bool {
    String::from_utf8_lossy(errors).contains("timed out")
}

/// The same error, told what was tried, and which key is locked.
pub(super) fn with_tried(error: TransportError, tried: &[String], locked: Option<&str>) -> TransportError {
    let TransportError::NotAuthenticated { user, host, tried: unknown, offered, advice } = error else { return error };
    let tried = if tried.is_empty() { unknown } else { tried.to_vec() };
    let advice = match locked.map(clean) {
        Some(key) => format!(
            "The key `{key}` is locked, and its passphrase was not given, or another one was: load it with \
             `ssh-add {key}`, or run this at a terminal, where `ssh` asks for it"
        ),
        None => advice,
    };
    TransportError::NotAuthenticated { user, host, tried, offered, advice }
}

/// Words about who is who.
fn trust(endpoint: &Endpoint, text: &str, words: &str) -> Option<TransportError> {
    let has = |part: &str| text.contains(part);
    if has("REMOTE HOST IDENTIFICATION HAS CHANGED") || has("REVOKED HOST KEY DETECTED") {
        return Some(host_key(endpoint, text));
    }
    if is_about_host_key(text.as_bytes()) {
        let (address, by_hand) = (endpoint.address(), by_hand(endpoint));
        return Some(TransportError::Local(format!(
            "{address}: `ssh` does not trust a host key: {}. Nothing was sent. Log in once with `{by_hand}` and compare the \
             fingerprint that it shows",
            words.trim_end_matches('.')
        )));
    }
    let denied = has("Permission denied") || has("Too many authentication failures");
    denied.then(|| not_authenticated(endpoint, text, words))
}

/// Words about the way there.
fn way(endpoint: &Endpoint, text: &str, words: &str) -> Option<TransportError> {
    let has = |part: &str| text.contains(part);
    let (address, reason) = (endpoint.address(), words.to_owned());
    if has("Could not resolve hostname") {
        return Some(TransportError::NameUnknown { host: endpoint.host.clone(), reason });
    }
    if has("Connection refused") {
        return Some(TransportError::Refused { address });
    }
    if has("timed out") {
        return Some(unreachable(address, &format!("timed out: {reason}")));
    }
    if ["banner line too long", "No SSH version received", "invalid characters", "invalid format"]
        .iter()
        .any(|part| has(part))
    {
        return Some(TransportError::NotSsh { address, reason });
    }
    if has("No route to host") || has("Network is unreachable") {
        return Some(unreachable(address, &reason));
    }
    if let Some((_, what)) = text.split_once("no matching ").filter(|_| has("Unable to negotiate")) {
        let what = clean(what.split(" found").next().unwrap_or_default());
        return Some(TransportError::NoCommonAlgorithm { address, what, reason });
    }
    if has("exec request failed") {
        return Some(TransportError::NoExec { address, reason, has_shell: false });
    }
    (has("Session open refused") || has("open failed")).then_some(TransportError::NoChannel { reason })
}

/// The same way, for a person.
fn by_hand(endpoint: &Endpoint) -> String {
    let port = if endpoint.port == 22 { String::new() } else { format!("-p {} ", endpoint.port) };
    format!("ssh {port}-l {} {}", endpoint.user, endpoint.alias)
}

/// The pieces of the warning of `ssh`.
fn host_key(endpoint: &Endpoint, text: &str) -> TransportError {
    let word_before = |mark: &str| text.split(mark).next().and_then(|head| head.split_whitespace().last());
    let host = kept_name(endpoint);
    if text.contains("REVOKED HOST KEY") {
        let algorithm = clean(word_before(" host key for").unwrap_or("its key"));
        let (fingerprint, place) = ("(`ssh` does not tell its fingerprint)".to_owned(), "`known_hosts`".to_owned());
        return TransportError::HostKeyRevoked { host, algorithm, fingerprint, place };
    }
    let algorithm = clean(word_before(" key sent by").unwrap_or("its key"));
    let fingerprint = text.split_whitespace().find(|word| word.starts_with("SHA256:")).unwrap_or_default();
    let offending = text.split("Offending ").nth(1).and_then(|rest| rest.split(" key in ").nth(1));
    let place = offending.and_then(|rest| rest.lines().next()).map_or_else(|| "`known_hosts`".to_owned(), clean);
    TransportError::HostKeyChanged { host, algorithm, fingerprint: clean(fingerprint.trim_end_matches('.')), place }
}

/// `user@host: Permission denied (publickey,password).`
fn not_authenticated(endpoint: &Endpoint, text: &str, words: &str) -> TransportError {
    let offered = text.split("Permission denied (").nth(1).and_then(|rest| rest.split(')').next()).unwrap_or_default();
    TransportError::NotAuthenticated {
        user: endpoint.user.clone(),
        host: endpoint.address(),
        tried: vec!["what `ssh` is configured to".to_owned()],
        offered: offered.split(',').map(clean).filter(|word| !word.is_empty()).collect(),
        advice: format!(
            "`ssh` says: {}. See whether `{}` lets you in by hand; it asks for passwords itself, at a terminal, and does not \
             take {PASSWORD_VARIABLE}",
            words.trim_end_matches('.'),
            by_hand(endpoint)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &str) -> TransportError {
        let endpoint = Endpoint {
            host: "filer".into(),
            alias: "filer".into(),
            user: "op".into(),
            port: 22,
            ..Endpoint::default()
        };
        of(&endpoint, text.as_bytes(), Phase::Authentication)
    }

    #[test]
    fn the_words_of_ssh_become_errors() {
        let refused = of_text("ssh: connect to host filer port 22: Connection refused\r\n");
        assert_eq!(refused, TransportError::Refused { address: "filer:22".into() });
        let name = of_text("ssh: Could not resolve hostname filer: Name or service not known\r\n");
        assert!(matches!(name, TransportError::NameUnknown { host, .. } if host == "filer"));
        let slow = of_text("ssh: connect to host filer port 22: Connection timed out\r\n");
        assert!(matches!(slow, TransportError::Unreachable { reason, .. } if reason.starts_with("timed out")));
        let kex = of_text(
            "Unable to negotiate with 192.0.2.7 port 22: no matching key exchange method found. Their offer: \
             diffie-hellman-group14-sha1\r\n",
        );
        assert!(matches!(kex, TransportError::NoCommonAlgorithm { what, .. } if what == "key exchange method"));
        let denied = of_text("op@filer: Permission denied (publickey,keyboard-interactive).\r\n");
        let TransportError::NotAuthenticated { offered, advice, .. } = denied else { panic!("{denied:?}") };
        assert_eq!(offered, ["publickey", "keyboard-interactive"]);
        let wanted =
            "`ssh` says: op@filer: Permission denied (publickey,keyboard-interactive). See whether `ssh -l op filer` ";
        assert!(advice.starts_with(wanted) && advice.ends_with("NDMP_PREFLIGHT_PASSWORD"), "{advice}");
        let silent = of_text("");
        assert!(matches!(silent, TransportError::Broken { reason, .. } if reason == "`ssh` ended without a word"));
    }

    #[test]
    fn the_words_of_a_cluster_are_not_those_of_ssh() {
        for own in [
            "mux_client_request_session: session request failed: Session open refused by peer",
            "x\nConnection to filer closed by remote host.\r\n",
        ] {
            assert!(is_own(own.as_bytes()), "{own}");
        }
        for other in ["", "\r\nError: \"security\" is not a recognized command\r\n", "Last login to ssh: yesterday\n"] {
            assert!(!is_own(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_changed_key_is_told_with_its_place() {
        let text = "@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@\nIT IS POSSIBLE THAT SOMEONE IS \
                    DOING SOMETHING NASTY!\nThe fingerprint for the ED25519 key sent by the remote host is\n\
                    SHA256:abcdefgh.\nPlease contact your system administrator.\nAdd correct host key in \
                    /home/op/.ssh/known_hosts to get rid of this message.\nOffending ED25519 key in \
                    /home/op/.ssh/known_hosts:7\nHost key verification failed.\n";
        let wanted = TransportError::HostKeyChanged {
            host: "filer".into(),
            algorithm: "ED25519".into(),
            fingerprint: "SHA256:abcdefgh".into(),
            place: "/home/op/.ssh/known_hosts:7".into(),
        };
        assert_eq!(of_text(text), wanted);
    }
}
