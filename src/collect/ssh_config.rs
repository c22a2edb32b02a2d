//! What `ssh` is configured to do for a host, as `ssh -G` tells it; plain defaults where OpenSSH is not installed.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::cancel::Cancel;
use super::child::output_of;
use super::endpoint::{Detour, Typed};
use super::transport::TransportError;

/// `Match exec` runs commands of the user; longer than this nothing sensible takes.
const LIMIT: Duration = Duration::from_secs(10);

/// What of this machine decides how a host is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// OpenSSH's client; `None` when it must not be asked.
    pub ssh: Option<PathBuf>,
    /// A configuration of `ssh` other than the user's own.
    pub ssh_config: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The user's name on this machine.
    pub user: Option<String>,
    /// Socket of the agent.
    pub agent: Option<PathBuf>,
}

/// What is configured for one host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) user: Option<String>,
    pub(super) identities: Vec<PathBuf>,
    pub(super) certificates: Vec<PathBuf>,
    pub(super) identities_only: bool,
    pub(super) agent: Option<PathBuf>,
    pub(super) detour: Option<Detour>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) known_hosts: Vec<PathBuf>,
    pub(super) global_known_hosts: Vec<PathBuf>,
    pub(super) revoked_host_keys: Vec<PathBuf>,
    pub(super) host_key_alias: Option<String>,
    pub(super) hash_known_hosts: bool,
    pub(super) accept_new: bool,
}

impl Surroundings {
    /// This machine's: `ssh` of the path, and `NDMP_PREFLIGHT_SSH_CONFIG` as its configuration where it is set.
    pub fn of_this_machine() -> Self {
        let path = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        Self {
            ssh: Some(PathBuf::from("ssh")),
            ssh_config: path("NDMP_PREFLIGHT_SSH_CONFIG"),
            home: std::env::home_dir(),
            user: user.filter(|user| !user.is_empty()),
            agent: path("SSH_AUTH_SOCK"),
        }
    }

    fn in_home(&self, names: &[&str]) -> Vec<PathBuf> {
        self.home.iter().flat_map(|home| names.iter().map(move |name| home.join(".ssh").join(name))).collect()
    }

    /// `~` and the tokens that `ssh -G` leaves in paths.
    fn expanded(&self, text: &str, host: &str) -> PathBuf {
        let home = self.home.clone().unwrap_or_default();
        let text = match text.strip_prefix("~/") {
            Some(rest) => home.join(rest).display().to_string(),
            None => text.to_owned(),
        };
        let user = self.user.clone().unwrap_or_default();
        tokens(&text, &[('d', &home.display().to_string()), ('h', host), ('u', &user)]).into()
    }
}

/// Replaces `%x` by its value; `%%` is a percent sign.
pub(super) fn tokens(text: &str, values: &[(char, &str)]) -> String {
    let mut whole = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let token = if c == '%' { rest.next() } else { None };
        match token {
            Some('%') => whole.push('%'),
            Some(name) => match values.iter().find(|(token, _)| *token == name) {
                Some((_, value)) => whole.push_str(value),
                None => whole.extend(['%', name]),
            },
            None => whole.push(c),
        }
    }
    whole
}

/// Asks `ssh -G`, or takes the defaults.
pub(super) fn settings(asked: &Typed, around: &Surroundings, cancel: &Cancel) -> Result<Settings, TransportError> {
    let Some(ssh) = &around.ssh else { return Ok(defaults(around)) };
    match output_of(&mut question(ssh, asked, around), LIMIT, cancel) {
        Ok((status, output, _)) if status.success() => Ok(read(&String::from_utf8_lossy(&output), asked, around)),
        Ok((_, _, errors)) => Err(unreadable(asked, &super::clean(&String::from_utf8_lossy(&errors)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(defaults(around)),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(TransportError::Interrupted),
        Err(error) => Err(unreadable(asked, &error.to_string())),
    }
}

fn unreadable(asked: &Typed, reason: &str) -> TransportError {
    TransportError::Local(format!("`ssh -G {}` cannot read the configuration of `ssh`: {reason}", asked.host))
}

fn question(ssh: &Path, asked: &Typed, around: &Surroundings) -> Command {
    let mut command = Command::new(ssh);
    command.arg("-G");
    if let Some(config) = &around.ssh_config {
        command.arg("-F").arg(config);
    }
    if let Some(user) = &asked.user {
        command.args(["-l", user]);
    }
    if let Some(port) = asked.port {
        command.args(["-p", &port.to_string()]);
    }
    command.args(["--", &asked.host]);
    command
}

fn defaults(around: &Surroundings) -> Settings {
    Settings {
        identities: around.in_home(&["id_ed25519", "id_ecdsa", "id_rsa"]),
        agent: around.agent.clone(),
        known_hosts: around.in_home(&["known_hosts", "known_hosts2"]),
        global_known_hosts: vec!["/etc/ssh/ssh_known_hosts".into(), "/etc/ssh/ssh_known_hosts2".into()],
        ..Settings::default()
    }
}

/// Reads the lines `key value` of `ssh -G`.
fn read(text: &str, asked: &Typed, around: &Surroundings) -> Settings {
    let mut settings = Settings { agent: around.agent.clone(), ..Settings::default() };
    for (key, value) in text.lines().filter_map(|line| line.trim_end().split_once(' ')) {
        take(&mut settings, key, value, asked, around);
    }
    settings
}

fn take(settings: &mut Settings, key: &str, value: &str, asked: &Typed, around: &Surroundings) {
    let said = (value != "none").then(|| value.to_owned());
    match key {
        "hostname" => settings.host = said.map(|host| host.trim_matches(['[', ']']).to_owned()),
        "port" => settings.port = value.parse().ok(),
        "user" => settings.user = said,
        "identityfile" => settings.identities.extend(said.map(|path| around.expanded(&path, &asked.host))),
        "certificatefile" => settings.certificates.extend(said.map(|path| around.expanded(&path, &asked.host))),
        "identitiesonly" => settings.identities_only = value == "yes" || value == "true",
        "identityagent" => settings.agent = agent(value, asked, around),
        "proxyjump" => settings.detour = said.map(Detour::Jump),
        "proxycommand" => settings.detour = said.map(Detour::Command),
        "connecttimeout" => settings.connect_timeout = value.parse().ok().map(Duration::from_secs),
        "userknownhostsfile" => settings.known_hosts = paths(value, asked, around),
        "globalknownhostsfile" => settings.global_known_hosts = paths(value, asked, around),
        "revokedhostkeys" => settings.revoked_host_keys = paths(value, asked, around),
        "hostkeyalias" => settings.host_key_alias = said,
        "hashknownhosts" => settings.hash_known_hosts = value == "yes" || value == "true",
        // Whatever else it says, keys that are not known are refused here.
        "stricthostkeychecking" => settings.accept_new = value == "accept-new",
        _ => {}
    }
}

fn agent(value: &str, asked: &Typed, around: &Surroundings) -> Option<PathBuf> {
    match value {
        "none" => None,
        "SSH_AUTH_SOCK" => around.agent.clone(),
        path => Some(around.expanded(path, &asked.host)),
    }
}

/// `ssh -G` puts blanks between paths and none of its quotes: what does not begin like a path belongs to the one before.
fn paths(value: &str, asked: &Typed, around: &Surroundings) -> Vec<PathBuf> {
    let mut found: Vec<String> = Vec::new();
    for word in value.split(' ') {
        match found.last_mut() {
            Some(last) if !word.starts_with(['/', '~', '%']) => *last = format!("{last} {word}"),
            _ => found.push(word.to_owned()),
        }
    }
    found.retain(|path| path != "none");
    found.iter().map(|path| around.expanded(path, &asked.host)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around() -> Surroundings {
        Surroundings {
            home: Some("/home/op".into()),
            user: Some("op".into()),
            agent: Some("/run/agent".into()),
            ..Surroundings::default()
        }
    }

    fn read_lines(text: &str) -> Settings {
        read(text, &Typed { host: "filer".into(), ..Typed::default() }, &around())
    }

    #[test]
    fn every_key_that_counts_is_read() {
        let text = "host filer\nuser backup\nhostname 192.0.2.4\nport 2201\nidentityfile ~/.ssh/id_a\nidentityfile \
                    /keys/of %h/id\nproxyjump j1,j2:2222\nconnecttimeout 7\nhostkeyalias tay\nidentitiesonly yes\n\
                    certificatefile ~/.ssh/id_a-cert.pub\n\
                     userknownhostsfile /home/op/kh1 /srv/a b/kh\nglobalknownhostsfile none\nidentityagent none\n\
                     hashknownhosts yes\nstricthostkeychecking accept-new\nrevokedhostkeys ~/re voked\n";
        let wanted = Settings {
            host: Some("192.0.2.4".into()),
            port: Some(2201),
            user: Some("backup".into()),
            identities: vec!["/home/op/.ssh/id_a".into(), "/keys/of filer/id".into()],
            certificates: vec!["/home/op/.ssh/id_a-cert.pub".into()],
            identities_only: true,
            agent: None,
            detour: Some(Detour::Jump("j1,j2:2222".into())),
            connect_timeout: Some(Duration::from_secs(7)),
            known_hosts: vec!["/home/op/kh1".into(), "/srv/a b/kh".into()],
            global_known_hosts: Vec::new(),
            revoked_host_keys: vec!["/home/op/re voked".into()],
            host_key_alias: Some("tay".into()),
            hash_known_hosts: true,
            accept_new: true,
        };
        assert_eq!(read_lines(text), wanted);
    }

    #[test]
    fn none_is_no_value_and_the_agent_of_the_environment_stays() {
        let read =
            read_lines("connecttimeout none\nproxyjump none\nidentityagent SSH_AUTH_SOCK\nrevokedhostkeys none\n");
        assert_eq!(read.revoked_host_keys, Vec::<PathBuf>::new());
        assert_eq!((read.connect_timeout, read.detour, read.agent), (None, None, Some("/run/agent".into())));
    }

    #[test]
    fn nothing_but_accept_new_accepts_new_keys() {
        for word in ["true", "false", "ask", "yes", "no", "off", "none"] {
            assert!(!read_lines(&format!("stricthostkeychecking {word}\n")).accept_new, "{word}");
        }
        assert!(!read_lines("hashknownhosts no\n").hash_known_hosts);
    }

    #[test]
    fn an_unknown_token_stays_and_two_percent_signs_are_one() {
        assert_eq!(tokens("a%%b%h%x%", &[('h', "filer")]), "a%bfiler%x%");
    }

    #[test]
    fn without_openssh_there_are_defaults() {
        let around = Surroundings { ssh: Some("/nonexistent/ssh".into()), ..around() };
        let settings = settings(&Typed { host: "filer".into(), ..Typed::default() }, &around, &Cancel::new()).unwrap();
        assert_eq!(settings.known_hosts[0], PathBuf::from("/home/op/.ssh/known_hosts"));
        assert_eq!(settings.identities[0], PathBuf::from("/home/op/.ssh/id_ed25519"));
        assert_eq!(settings.agent, Some("/run/agent".into()));
    }
}
