//! Banner, key exchange and the judgement of the host key: until all three are done, nothing of ours is sent.

use ssh_key::{HashAlg, PublicKey};
use ssh2::{MethodType, Session};

use super::super::clean;
use super::super::clock::{Clock, Limit};
use super::super::endpoint::Endpoint;
use super::super::known_hosts::{KnownHosts, Naming, Standing, kept_name, line_of, remember};
use super::super::revoked_keys::RevokedKeys;
use super::super::transport::{Phase, TransportError};
use super::HostKeyPolicy;
use super::link::{Failure, Link};
use super::wire::Wire;

/// Host key algorithms in the order of our liking. Certificates are never asked for: the library cannot check who signed
/// them.
const ALGORITHMS: [&str; 6] = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
];

/// What servers say instead of a banner when they have too many connections.
const BUSY: [&str; 2] = ["Exceeded MaxStartups", "Not allowed at this time"];

/// Exchanges keys over a way, and returns the session whose host key is known.
pub(super) fn greet(
    endpoint: &Endpoint,
    policy: HostKeyPolicy,
    wire: Wire,
    clock: &Clock,
    limit: &Limit,
) -> Result<Link, TransportError> {
    let known = known_hosts(endpoint)?;
    let revoked = RevokedKeys::read(&endpoint.revoked_host_keys)?;
    let name = kept_name(endpoint);
    let session = session(&wire, &preference(&known.types(&name)))
        .map_err(|error| TransportError::Local(format!("no SSH session can be made: {error}")))?;
    let link = Link::new(session, wire, clock.clone());
    let judged = link.greet(limit).map_err(|failure| refusal(endpoint, &link, failure)).and_then(|()| {
        let key = shown_key(endpoint, &link.session)?;
        judge(endpoint, policy, (&known, &revoked), &key)
    });
    match judged {
        Ok(()) => Ok(link),
        Err(error) => {
            link.wire.shut();
            Err(error)
        }
    }
}

/// What the `known_hosts` files say that `ssh` is configured to have.
pub(in super::super) fn known_hosts(endpoint: &Endpoint) -> Result<KnownHosts, TransportError> {
    let files: Vec<_> = endpoint.known_hosts.iter().chain(&endpoint.global_known_hosts).cloned().collect();
    KnownHosts::read(&files).map_err(|(file, error)| {
        let reason = "it may hold the cluster's key or revoke it";
        TransportError::Local(format!("`{}` cannot be read: {error}; {reason}", file.display()))
    })
}

fn session(wire: &Wire, host_keys: &str) -> Result<Session, ssh2::Error> {
    let mut session = Session::new()?;
    session.set_blocking(false);
    session.method_pref(MethodType::HostKey, host_keys)?;
    session.set_tcp_stream(wire.socket());
    Ok(session)
}

/// The types by which the host is known come first, or a server with several keys would show one of another type.
fn preference(known: &[String]) -> String {
    let is_known = |algorithm: &&str| {
        known.iter().any(|word| word == algorithm || (word == "ssh-rsa" && algorithm.starts_with("rsa-")))
    };
    let (first, rest): (Vec<&str>, Vec<&str>) = ALGORITHMS.iter().partition(|algorithm| is_known(algorithm));
    [first, rest].concat().join(",")
}

/// What a failed key exchange means.
fn refusal(endpoint: &Endpoint, link: &Link, failure: Failure) -> TransportError {
    let address = endpoint.address();
    let banner = link.session.banner_bytes().map(|bytes| clean(&String::from_utf8_lossy(bytes)));
    // The protocol allows 255 bytes.
    if link.session.banner_bytes().is_some_and(|bytes| bytes.len() > 255) {
        let reason = "the line by which it names itself does not end".to_owned();
        return TransportError::NotSsh { address, reason };
    }
    let greeted = banner.as_ref().is_some_and(|text| text.starts_with("SSH-"));
    match (failure.code(), failure) {
        (-5, _) => TransportError::NoCommonAlgorithm {
            address,
            what: "algorithm".to_owned(),
            reason: format!("the server is `{}`; we offer {}", banner.unwrap_or_default(), offer(&link.session)),
        },
        (-2 | -3 | -7 | -13 | -43, _) if !greeted => match (link.wire.complaint(), banner) {
            (Some(reason), _) => TransportError::Unreachable { address, reason },
            (None, Some(said)) if !said.is_empty() && !BUSY.iter().any(|words| said.contains(words)) => {
                TransportError::NotSsh { address, reason: format!("it says `{said}`") }
            }
            _ => {
                let reason = "it closed without a word: it may have too many sessions, or be no SSH server".to_owned();
                TransportError::Broken { phase: Phase::KeyExchange, reason }
            }
        },
        (_, failure) => failure.broken(Phase::KeyExchange),
    }
}

/// What we offer, of the kinds on which servers are strict.
fn offer(session: &Session) -> String {
    let kinds = [
        ("key exchange", MethodType::Kex),
        ("host key", MethodType::HostKey),
        ("cipher", MethodType::CryptCs),
        ("MAC", MethodType::MacCs),
    ];
    let listed = |(word, kind)| {
        let names = session.supported_algs(kind).unwrap_or_default();
        let plain: Vec<&str> = names.into_iter().filter(|name| !name.contains("-cert-")).collect();
        format!("{word} {}", plain.join(" "))
    };
    kinds.map(listed).join("; ")
}

fn shown_key(endpoint: &Endpoint, session: &Session) -> Result<PublicKey, TransportError> {
    let key = session.host_key().and_then(|(bytes, _)| PublicKey::from_bytes(bytes).ok());
    key.ok_or_else(|| TransportError::NotSsh {
        address: endpoint.address(),
        reason: "its host key cannot be read".to_owned(),
    })
}

/// Lets a known key pass, adds a new one where that is wanted, and refuses all others.
fn judge(
    endpoint: &Endpoint,
    policy: HostKeyPolicy,
    (known, revoked): (&KnownHosts, &RevokedKeys),
    key: &PublicKey,
) -> Result<(), TransportError> {
    let host = kept_name(endpoint);
    let algorithm = key.algorithm().as_str().to_owned();
    let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
    let line = line_of(&host, key);
    let file = endpoint.known_hosts.first();
    let shown = file.map_or_else(|| "known_hosts".to_owned(), |file| file.display().to_string());
    if let Some(place) = revoked.place_of(key) {
        return Err(TransportError::HostKeyRevoked { host, algorithm, fingerprint, place: place.to_owned() });
    }
    match (known.standing(&host, key), file) {
        (Standing::Known, _) => Ok(()),
        (Standing::Unknown { other: None }, Some(file)) if policy.accept_new => {
            let naming = if endpoint.hash_known_hosts { Naming::Hidden } else { Naming::Plain };
            remember(file, &host, key, naming).map_err(|error| {
                TransportError::Local(format!("the new host key of {host} cannot be added to `{shown}`: {error}"))
            })
        }
        (Standing::Unknown { other: None }, _) => {
            Err(TransportError::HostKeyUnknown { host, algorithm, fingerprint, line, file: shown })
        }
        (Standing::Unknown { other: Some(place) }, _) => {
            Err(TransportError::HostKeyOther { host, algorithm, fingerprint, place, line })
        }
        (Standing::Changed { place }, _) => Err(TransportError::HostKeyChanged { host, algorithm, fingerprint, place }),
        (Standing::Revoked { place }, _) => Err(TransportError::HostKeyRevoked { host, algorithm, fingerprint, place }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_types_come_first_and_certificates_never() {
        let order = preference(&["ssh-rsa".to_owned(), "ecdsa-sha2-nistp256".to_owned()]);
        let wanted =
            "ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256,ssh-ed25519,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521";
        assert_eq!(order, wanted);
        assert!(preference(&[]).starts_with("ssh-ed25519,"));
        assert!(!preference(&["ssh-ed25519-cert-v01@openssh.com".to_owned()]).contains("cert"));
    }
}
