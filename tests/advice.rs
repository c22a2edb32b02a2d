//! Every error of the way to a cluster says what a storage administrator can do about it.

use std::time::Duration;

use ndmp_preflight::collect::transport::{Phase, TransportError, unreachable};

fn text(text: &str) -> String {
    text.to_owned()
}

fn late(phase: Phase) -> TransportError {
    TransportError::TimedOut { phase, after: Duration::from_secs(10) }
}

/// Errors, how each begins, and what it advises.
fn table() -> Vec<(TransportError, &'static str, &'static [&'static str])> {
    let address = || text("192.0.2.9:22");
    let (host, algorithm, fingerprint) = (|| text("filer"), || text("ssh-ed25519"), || text("SHA256:abc"));
    let (place, line, file) = (|| text("/home/op/kh:7"), || text("filer ssh-ed25519 AAAA"), || text("/home/op/kh"));
    vec![
        (
            TransportError::NameUnknown { host: host(), reason: text("no address") },
            "the name `filer` is not known: no address",
            &["check the spelling", "cluster management LIF"],
        ),
        (
            TransportError::Refused { address: address() },
            "192.0.2.9:22 refused the connection",
            &[
                "more than 10 new connections in a second",
                "`security protocol ssh show`",
                "wait a minute",
                "`--gentle`",
                "cluster management LIF",
            ],
        ),
        (
            unreachable(address(), "no route to host"),
            "192.0.2.9:22 cannot be reached: no route to host",
            &["check the address", "firewalls", "cluster management LIF"],
        ),
        (
            late(Phase::Connect),
            "timed out: connect took longer than 10 s",
            &["firewall", "`--deadline connect=SECONDS`"],
        ),
        (
            late(Phase::KeyExchange),
            "timed out: key exchange took",
            &["`--gentle`", "`--deadline key-exchange=SECONDS`"],
        ),
        (
            late(Phase::Authentication),
            "timed out: authentication took",
            &["directory server", "`--deadline authentication=SECONDS`"],
        ),
        (late(Phase::FirstByte), "timed out: first byte took longer than 10 s", &["`--deadline first-byte=SECONDS`"]),
        (late(Phase::Idle), "timed out: idle took longer than 10 s", &["`--deadline idle=SECONDS`"]),
        (late(Phase::Command), "timed out: command took longer than 10 s", &["`--deadline command=SECONDS`"]),
        (late(Phase::Run), "timed out: whole run took longer than 10 s", &["`--deadline run=SECONDS`", "`--select`"]),
        (
            TransportError::NotSsh { address: address(), reason: text("it says `HTTP`") },
            "192.0.2.9:22 does not answer as an SSH server: it says `HTTP`",
            &[],
        ),
        (
            TransportError::NoCommonAlgorithm { address: address(), what: text("cipher"), reason: text("r") },
            "no common cipher with 192.0.2.9:22: r",
            &["`security ssh show`", "`--transport openssh`"],
        ),
        (
            TransportError::HostKeyUnknown {
                host: host(),
                algorithm: algorithm(),
                fingerprint: fingerprint(),
                line: line(),
                file: file(),
            },
            "the host key of filer is not known: ssh-ed25519 SHA256:abc",
            &["Ask the storage administrator", "/home/op/kh", "--accept-new", "\nfiler ssh-ed25519 AAAA"],
        ),
        (
            TransportError::HostKeyOther {
                host: host(),
                algorithm: algorithm(),
                fingerprint: fingerprint(),
                place: place(),
                line: line(),
            },
            "the host key of filer is not known: ssh-ed25519 SHA256:abc; /home/op/kh:7 knows",
            &["Ask the storage administrator", "\nfiler ssh-ed25519 AAAA"],
        ),
        (
            TransportError::HostKeyChanged {
                host: host(),
                algorithm: algorithm(),
                fingerprint: fingerprint(),
                place: place(),
            },
            "the host key of filer has CHANGED: ssh-ed25519 SHA256:abc is not the key in /home/op/kh:7",
            &["Ask the storage administrator", "take that line out", "Nothing was sent"],
        ),
        (
            TransportError::HostKeyRevoked {
                host: host(),
                algorithm: algorithm(),
                fingerprint: fingerprint(),
                place: place(),
            },
            "the host key of filer is revoked in /home/op/kh:7: ssh-ed25519 SHA256:abc",
            &["Ask the storage administrator", "nothing was sent"],
        ),
        (
            TransportError::Broken { phase: Phase::Command, reason: text("r") },
            "the connection broke during command: r",
            &["try again", "`--gentle`"],
        ),
        (
            TransportError::NoChannel { reason: text("r") },
            "the server opens no further channel: r",
            &["sessions", "`--gentle`"],
        ),
        (
            TransportError::Flooded { limit: 64 },
            "the answer is larger than 64 bytes",
            &["no answer to a `show` command", "ONTAP"],
        ),
        (
            TransportError::Overrun { phase: Phase::Authentication, limit: 64 },
            "more than 64 bytes came during authentication",
            &["check the address and the port"],
        ),
    ]
}

#[test]
fn every_error_says_what_to_do() {
    let mut wrong = Vec::new();
    for (error, start, advice) in table() {
        let said = error.to_string();
        let missing = advice.iter().filter(|part| !said.contains(**part));
        let missing: Vec<&&str> = missing.chain(Some(&start).filter(|start| !said.starts_with(**start))).collect();
        if !missing.is_empty() {
            wrong.push(format!("{missing:?} is missing in: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_way_through_others_is_not_advised_about_as_a_direct_one() {
    let reason = text("the way through `stone`: Permission denied");
    let said = TransportError::Unreachable { address: text("192.0.2.9:22"), reason }.to_string();
    assert_eq!(said, "192.0.2.9:22 cannot be reached: the way through `stone`: Permission denied");
}
