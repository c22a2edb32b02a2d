//! Host keys are judged alike on both ways to a cluster, and as `ssh` is configured to, never more weakly.

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::openssh::OpensshTransport;
use ndmp_preflight::collect::ssh::HostKeyPolicy;
use ndmp_preflight::collect::transport::{Deadlines, Transport};

use crate::rig::{Cluster, Done, Place};

const SAMPLE: &str = "ready-svm-9.12.1";
const WAYS: [&str; 2] = ["ssh2", "openssh"];
const OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPVXqRylav3yz1g/qFRQoPP6QJkWL8nZJqa6t8VRG0kn";
const OF_OTHER_TYPE: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJLj/yDO/+j1FhSN3XlVmb1ugNg/LHMRDNE40bStYDwXMJaaEhw/xCEhWz6UFEHHmSOCLuGNi07VGGQSNv7ncgo=";

/// A cluster that every key lets in, and a folder that does not know it.
struct Stranger {
    cluster: Cluster,
    place: Place,
    /// The line that makes it known.
    line: String,
}

impl Stranger {
    /// `None` where OpenSSH is not installed; `lines` go before the others of the configuration of `ssh`.
    fn new(lines: &str) -> Option<Self> {
        let cluster = Cluster::open(SAMPLE);
        let place = Place::of(&[&cluster]);
        if !place.make_key("") {
            assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
            return None;
        }
        let own = Self { line: read(&place, ".ssh/known_hosts"), cluster, place };
        own.know("");
        own.configure(lines);
        Some(own)
    }

    fn configure(&self, lines: &str) {
        let config = read(&self.place, "ssh_config");
        self.place.write("ssh_config", &format!("Host *\n{lines}\n{config}"));
    }

    fn know(&self, text: &str) {
        self.place.write(".ssh/known_hosts", text);
    }

    fn known(&self) -> String {
        read(&self.place, ".ssh/known_hosts")
    }

    fn path(&self) -> String {
        self.place.folder.path().join(".ssh/known_hosts").display().to_string()
    }

    fn name(&self) -> String {
        format!("[127.0.0.1]:{}", self.cluster.port())
    }

    fn check(&self, way: &str, more: &[&str]) -> Done {
        self.place.run(&[&["check", SAMPLE, "--format", "json", "--transport", way], more].concat())
    }

    /// Why the cluster is refused; nothing was asked, and nothing became known.
    fn refusal(&self, way: &str, more: &[&str]) -> String {
        let before = self.known();
        let done = self.check(way, more);
        assert_eq!(done.code, 4, "{way}: {done:?}");
        assert!(self.cluster.log().scripts.is_empty(), "{way}");
        assert_eq!(self.known(), before, "{way}");
        done.json()["targets"][0]["error"].as_str().unwrap().to_owned()
    }
}

fn read(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.folder.path().join(name)).unwrap()
}

/// What `ssh-keygen` says of a public key.
fn fingerprint(stranger: &Stranger) -> String {
    stranger.place.write("shown.pub", stranger.line.split_once(' ').unwrap().1);
    let shown = std::process::Command::new("ssh-keygen")
        .args(["-l", "-f"])
        .arg(stranger.place.folder.path().join("shown.pub"))
        .output()
        .unwrap();
    let text = String::from_utf8(shown.stdout).unwrap();
    text.split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn an_unknown_key_is_refused_with_its_fingerprint_and_the_line_to_add() {
    let Some(stranger) = Stranger::new("") else { return };
    let fingerprint = fingerprint(&stranger);
    assert!(fingerprint.starts_with("SHA256:"), "{fingerprint}");
    for way in WAYS {
        let why = stranger.refusal(way, &[]);
        let first = format!("the host key of {} is not known: ssh-ed25519 {fingerprint}", stranger.name());
        assert!(why.starts_with(&first) && why.contains(&stranger.path()), "{way}: {why}");
        assert!(why.contains("--accept-new") && why.ends_with(&format!("\n{}", stranger.line.trim_end())), "{why}");
    }
    assert_eq!(stranger.refusal("openssh", &[]), stranger.refusal("ssh2", &[]));
    stranger.know(&stranger.line);
    assert!(WAYS.iter().all(|way| stranger.check(way, &[]).code == 0));
}

#[test]
fn accept_new_adds_one_line() {
    for way in WAYS {
        let Some(stranger) = Stranger::new("") else { return };
        // With release and scope told, the other connections are made as soon as the first is.
        let done = stranger.check(way, &["--accept-new", "--ontap", "9.12.1", "--scope", "svm"]);
        assert_eq!((done.code, stranger.known()), (0, stranger.line.clone()), "{way}: {done:?}");
        assert_eq!((stranger.check(way, &[]).code, stranger.known()), (0, stranger.line.clone()), "{way}");
    }
}

#[test]
fn keys_that_must_not_be_trusted_are_refused_alike_whatever_is_wished() {
    let Some(stranger) = Stranger::new("") else { return };
    let (name, fingerprint) = (stranger.name(), fingerprint(&stranger));
    let own = stranger.line.split_once(' ').unwrap().1.to_owned();
    let cases = [
        (format!("{name} {OTHER}\n"), format!("the host key of {name} has CHANGED: ")),
        (
            format!("{}@revoked * {own}", stranger.line),
            format!("the host key of {name} is revoked in {}:2: ssh-ed25519 {fingerprint}", stranger.path()),
        ),
        (
            format!("{name} {OF_OTHER_TYPE}\n"),
            format!("the host key of {name} is not known: ssh-ed25519 {fingerprint}; {}:1 knows", stranger.path()),
        ),
    ];
    for (text, wanted) in cases {
        stranger.know(&text);
        for more in [&[][..], &["--accept-new"]] {
            for way in WAYS {
                let why = stranger.refusal(way, more);
                assert_eq!(why, stranger.refusal("ssh2", &[]), "{more:?}");
                assert!(why.starts_with(&wanted) && why.contains(&fingerprint), "{way} {more:?}: {why}\nnot: {wanted}");
            }
        }
    }
}

#[test]
fn a_key_that_a_file_of_ssh_revokes_is_refused_alike_though_it_is_known() {
    let Some(stranger) = Stranger::new("") else { return };
    let file = stranger.place.folder.path().join("revoked").display().to_string();
    stranger.know(&stranger.line);
    stranger.configure(&format!("  RevokedHostKeys {file}"));
    let own = stranger.line.split_once(' ').unwrap().1;
    stranger.place.write("revoked", &format!("{OTHER}\n{own}"));
    let (name, fingerprint) = (stranger.name(), fingerprint(&stranger));
    for way in WAYS {
        let why = stranger.refusal(way, &["--accept-new"]);
        let wanted = format!("the host key of {name} is revoked in {file}:2: ssh-ed25519 {fingerprint}");
        assert!(why.starts_with(&wanted), "{way}: {why}");
    }
    stranger.place.write("revoked", &format!("{OTHER}\n"));
    assert!(WAYS.iter().all(|way| stranger.check(way, &[]).code == 0));
}

#[test]
fn a_file_of_revoked_keys_that_cannot_be_read_trusts_nobody() {
    let Some(stranger) = Stranger::new("") else { return };
    let file = stranger.place.folder.path().join("revoked");
    stranger.know(&stranger.line);
    stranger.configure(&format!("  RevokedHostKeys {}", file.display()));
    assert!(stranger.refusal("ssh2", &[]).starts_with(&format!("`{}`, which `RevokedHostKeys`", file.display())));
    stranger.refusal("openssh", &[]);
    // A binary list, which revokes another key: OpenSSH reads it.
    stranger.place.write("other.pub", OTHER);
    let made = std::process::Command::new("ssh-keygen")
        .args(["-k", "-f"])
        .arg(&file)
        .arg(stranger.place.folder.path().join("other.pub"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let why = stranger.refusal("ssh2", &[]);
    assert!(why.contains(&file.display().to_string()) && why.contains("--transport openssh"), "{why}");
    assert_eq!(stranger.check("openssh", &[]).code, 0);
}

#[test]
fn strictness_that_ssh_is_configured_to_have_counts_and_weakness_does_not() {
    for word in ["yes", "ask", "no", "off"] {
        let Some(stranger) = Stranger::new(&format!("  StrictHostKeyChecking {word}")) else { return };
        for way in WAYS {
            let why = stranger.refusal(way, &[]);
            assert!(why.contains("is not known: ssh-ed25519 SHA256:"), "{word} {way}: {why}");
        }
        stranger.know(&format!("{} {OTHER}\n", stranger.name()));
        for way in WAYS {
            assert!(stranger.refusal(way, &[]).contains("has CHANGED"), "{word} {way}");
        }
    }
}

#[test]
fn accept_new_in_the_configuration_of_ssh_is_a_wish_like_the_option() {
    for way in WAYS {
        let Some(stranger) = Stranger::new("  StrictHostKeyChecking accept-new") else { return };
        let done = stranger.check(way, &[]);
        assert_eq!((done.code, stranger.known()), (0, stranger.line.clone()), "{way}: {done:?}");
        // Our own configuration has the last word.
        stranger.know("");
        let own = read(&stranger.place, "ndmp-preflight.toml");
        stranger.place.write("ndmp-preflight.toml", &format!("[ssh]\naccept-new = false\n{own}"));
        let done = stranger.check(way, &[]);
        assert_eq!((done.code, stranger.known()), (4, String::new()), "{way}: {done:?}");
    }
}

#[test]
fn new_names_are_hidden_where_ssh_is_configured_to() {
    for way in WAYS {
        let Some(stranger) = Stranger::new("  HashKnownHosts yes") else { return };
        let done = stranger.check(way, &["--accept-new"]);
        let known = stranger.known();
        assert_eq!((done.code, known.lines().count()), (0, 1), "{way}: {done:?} {known}");
        assert!(known.starts_with("|1|") && !known.contains("127.0.0.1"), "{way}: {known}");
        // Either way finds what the other hid.
        assert!(WAYS.iter().all(|way| stranger.check(way, &[]).code == 0), "{way}");
        let found = std::process::Command::new("ssh-keygen")
            .args(["-F", &stranger.name(), "-f", &stranger.path()])
            .output()
            .unwrap();
        assert!(found.status.success(), "{way}: {known}");
    }
}

#[test]
fn logins_of_the_same_moment_add_one_line() {
    let Some(stranger) = Stranger::new("  IdentitiesOnly yes") else { return };
    let endpoint = Endpoint {
        alias: "127.0.0.1".into(),
        host: "127.0.0.1".into(),
        port: stranger.cluster.port(),
        user: "op".into(),
        known_hosts: vec![stranger.path().into()],
        ssh_config: Some(stranger.place.folder.path().join("ssh_config")),
        ..Endpoint::default()
    };
    let policy = HostKeyPolicy { accept_new: true };
    let transport = OpensshTransport::new(endpoint, Deadlines::default(), policy, false, Cancel::new());
    std::thread::scope(|scope| {
        let logins: Vec<_> = (0..4).map(|_| scope.spawn(|| transport.connect().map(drop))).collect();
        assert!(logins.into_iter().all(|login| login.join().unwrap().is_ok()));
    });
    assert_eq!(stranger.known(), stranger.line);
}
