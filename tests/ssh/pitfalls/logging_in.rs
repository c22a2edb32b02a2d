//! What libssh2 lacks or does its own way until somebody is logged in: pitfalls 11 to 13.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::ssh_config::Surroundings;
use russh::MethodKind;

use crate::openssh::{openssh_works, own_config};
use crate::rig::{Answers, connect, patient, refusal, script};
use crate::server::{Access, Faults};
use crate::simulated::{keyed, rig, text};
use crate::sshd::{Sshd, has_keys, make_key, run, user, works};

#[test]
fn pitfall_11_a_text_before_the_login_that_nobody_asked_for_is_no_error() {
    let Some((keyed, _)) = keyed(&[MethodKind::PublicKey], false, 6) else { return };
    let faults = Faults { banner: Some("Authorised users only\r\n".repeat(100)), ..Faults::default() };
    let mut rig = rig(Access::default(), faults, |_| text("ok"));
    rig.endpoint.identities = keyed.endpoint.identities.clone();
    let mut connection = connect(&rig.endpoint, patient(), Answers::none()).unwrap();
    assert_eq!(connection.ask(&script("cluster show")).output, b"ok");
}

#[test]
fn pitfall_12_a_jump_host_is_gone_through_as_ssh_is_configured() {
    let (Some(cluster), Some(jump)) = (Sshd::start(""), Sshd::start("")) else { return };
    let user = user();
    let known = cluster.path("both_known");
    fs::write(&known, [cluster.know(&["ed25519"]), jump.know(&["ed25519"])].concat()).unwrap();
    let config = cluster.path("ssh_config");
    let text = format!(
        "Match host filer exec true\n  ProxyJump stone\nHost filer\n  HostName 127.0.0.1\n  Port {}\n  IdentityFile {}\n\
         Host stone\n  HostName 127.0.0.1\n  Port {}\n  IdentityFile {}\nHost *\n  User {user}\n  IdentityAgent none\n  \
         UserKnownHostsFile {}\n",
        cluster.port,
        cluster.path("id").display(),
        jump.port,
        jump.path("id").display(),
        known.display()
    );
    fs::write(&config, text).unwrap();
    let around =
        Surroundings { ssh: Some("ssh".into()), ssh_config: Some(config.clone()), home: None, user: None, agent: None };
    let endpoint = Endpoint::resolve_in("filer", None, &around).unwrap();
    assert_eq!((&*endpoint.host, endpoint.port, &endpoint.user), ("127.0.0.1", cluster.port, &user));
    works(&endpoint, Answers::none());
    assert!(jump.log().contains("Accepted publickey") && cluster.log().contains("Accepted publickey"));
    openssh_works(&endpoint);
    fs::write(&known, cluster.know(&["ed25519"])).unwrap();
    let error = refusal(&endpoint, patient(), Answers::none()).to_string();
    assert!(error.contains("the way through `stone`: ") && error.contains("verification failed"), "{error}");
}

#[test]
fn pitfall_12_a_proxy_command_is_a_way_too() {
    let Some(sshd) = Sshd::start("") else { return };
    let config = sshd.path("ssh_config");
    let (known, id) = (sshd.path("known_hosts"), sshd.path("id"));
    let command = format!("ssh -F {} -W %h:%p stone", config.display());
    let text = format!(
        "Host filer\n  HostName 127.0.0.1\n  ProxyCommand {command}\nHost stone\n  HostName 127.0.0.1\nHost *\n  Port {}\n  \
         User {}\n  IdentityFile {}\n  UserKnownHostsFile {}\n  BatchMode yes\n",
        sshd.port,
        user(),
        id.display(),
        known.display()
    );
    fs::write(&config, text).unwrap();
    sshd.know(&["ed25519"]);
    let around = Surroundings { ssh: Some("ssh".into()), ssh_config: Some(config), ..Surroundings::default() };
    works(&Endpoint::resolve_in("filer", None, &around).unwrap(), Answers::none());
    assert_eq!(sshd.log().matches("Accepted publickey").count(), 2, "{}", sshd.log());
}

#[test]
fn pitfall_12_what_only_openssh_can_is_told_with_the_way_to_do_it() {
    let Some(sshd) = Sshd::start("PubkeyAuthentication no\nGSSAPIAuthentication yes") else { return };
    let error = refusal(&sshd.endpoint(), patient(), Answers::of(&["let-me-in"], false)).to_string();
    let wanted = "gssapi-with-mic; --transport openssh takes your own `ssh`, which can";
    assert!(error.contains("The SSH library knows no ") && error.contains(wanted), "{error}");
}

#[test]
fn pitfall_12_a_certificate_of_the_user_goes_through_openssh() {
    if !has_keys() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority");
    make_key(&authority, "ed25519", "", &[]);
    let trusted = format!("TrustedUserCAKeys {}.pub", authority.display());
    let Some(sshd) = Sshd::start(&trusted) else { return };
    let (id, name) = (sshd.path("id"), user());
    fs::write(sshd.path("authorized_keys"), "").unwrap();
    let public = id.with_extension("pub");
    run("ssh-keygen", &["-q", "-s", authority.to_str().unwrap(), "-I", "op", "-n", &name, public.to_str().unwrap()]);
    let beside = own_config(&sshd, "id");
    let config = beside.ssh_config.clone().unwrap();
    let certificate = sshd.path("elsewhere");
    let around = Surroundings { ssh: Some("ssh".into()), ssh_config: Some(config.clone()), ..Surroundings::default() };
    for moved in [false, true] {
        if moved {
            fs::rename(sshd.path("id-cert.pub"), &certificate).unwrap();
            let text = fs::read_to_string(&config).unwrap();
            fs::write(&config, format!("{text}CertificateFile {}\n", certificate.display())).unwrap();
        }
        let endpoint = Endpoint::resolve_in(&format!("{name}@{}", beside.address()), None, &around).unwrap();
        let shown = if moved { certificate.clone() } else { sshd.path("id-cert.pub") };
        let wanted = format!("The SSH library cannot show the certificate `{}`; --transport openssh ", shown.display());
        let error = refusal(&endpoint, patient(), Answers::none()).to_string();
        assert!(error.contains(&wanted), "{error}");
        openssh_works(&endpoint);
    }
}

#[test]
fn pitfall_13_a_host_certificate_is_never_asked_for() {
    let Some(sshd) = Sshd::start("HostCertificate /nonexistent") else { return };
    drop(sshd);
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority");
    make_key(&authority, "ed25519", "", &[]);
    let certificate = folder.path().join("host-cert.pub");
    let Some(sshd) = Sshd::start(&format!("HostCertificate {}", certificate.display())) else { return };
    let host = sshd.path("host_ed25519.pub");
    run("ssh-keygen", &["-q", "-s", authority.to_str().unwrap(), "-I", "host", "-h", host.to_str().unwrap()]);
    fs::copy(sshd.path("host_ed25519-cert.pub"), &certificate).unwrap();
    // The server reads its certificates anew at SIGHUP.
    run("kill", &["-HUP", &sshd.child.id().to_string()]);
    thread::sleep(Duration::from_millis(500));
    let offered = Command::new("ssh-keyscan")
        .args(["-c", "-p", &sshd.port.to_string(), "127.0.0.1"])
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    assert!(offered.is_ok_and(|lines| lines.contains("cert-v01")), "the server shows no certificate");
    works(&sshd.endpoint(), Answers::none());
}
