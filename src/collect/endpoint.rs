//! Where a cluster is and who logs in: what the user typed, the inventory's entry and the configuration of `ssh`, in
//! this order of weight.

use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::time::Duration;

use super::cancel::Cancel;
use super::ssh_config::{self, Settings, Surroundings};
use super::transport::TransportError;
use crate::config::Host;
use crate::source::is_unseen;

/// A host as it is typed: `[user@]host[:port]`, an IPv6 address in brackets where a port follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Who logs in, where it was said.
    pub user: Option<String>,
    /// Name, address, alias of the inventory or of `~/.ssh/config`; without brackets.
    pub host: String,
    /// SSH port, where it was said.
    pub port: Option<u16>,
}

/// Where a cluster is, who logs in, and what proves both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// What the user typed.
    pub typed: String,
    /// The name that `~/.ssh/config` may know: what was typed, or the inventory's address.
    pub alias: String,
    /// Name or address to connect to.
    pub host: String,
    /// SSH port.
    pub port: u16,
    /// Who logs in.
    pub user: String,
    /// Private keys to try, in this order.
    pub identities: Vec<PathBuf>,
    /// Those of `identities` that were named for this run rather than in the configuration of `ssh`.
    pub chosen_identities: Vec<PathBuf>,
    /// Certificates of these keys, where the configuration names some.
    pub certificates: Vec<PathBuf>,
    /// Whether only keys of `identities` may be tried, also of those in the agent.
    pub identities_only: bool,
    /// Socket of the agent.
    pub agent: Option<PathBuf>,
    /// How to get there other than directly.
    pub detour: Option<Detour>,
    /// Deadline of the connection, where the configuration says one.
    pub connect_timeout: Option<Duration>,
    /// The user's `known_hosts` files; new keys go to the first.
    pub known_hosts: Vec<PathBuf>,
    /// The machine's `known_hosts` files.
    pub global_known_hosts: Vec<PathBuf>,
    /// Files of keys that no host may show.
    pub revoked_host_keys: Vec<PathBuf>,
    /// The name under which the host key is kept, where it is another than the host's.
    pub host_key_alias: Option<String>,
    /// Whether names are hidden in new lines of `known_hosts`.
    pub hash_known_hosts: bool,
    /// Whether `ssh` is configured to add the key of a host that has none yet to `known_hosts`.
    pub accept_new: bool,
    /// A configuration of `ssh` other than the user's own.
    pub ssh_config: Option<PathBuf>,
}

/// A way to the cluster that goes through another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detour {
    /// `ProxyJump`: hosts to go through, as `ssh -J` takes them.
    Jump(String),
    /// `ProxyCommand`: a command of the shell whose input and output is the connection.
    Command(String),
}

impl Typed {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Why it is no host.
    pub fn parse(text: &str) -> Result<Self, TransportError> {
        let wrong = |reason: &str| {
            TransportError::Local(format!("`{text}` is not a host: {reason}; expected `[user@]host[:port]`"))
        };
        let (user, rest) = match text.rsplit_once('@') {
            Some((user, rest)) => (Some(user.to_owned()), rest),
            None => (None, text),
        };
        let (host, port) = host_and_port(rest).ok_or_else(|| wrong("a bracket or port cannot be read"))?;
        let port = port
            .map(|port| port.parse().ok().filter(|port| *port > 0))
            .map(|port: Option<u16>| port.ok_or_else(|| wrong("the port is not a number from 1 to 65535")));
        if user.as_deref().is_some_and(|user| !is_user(user)) {
            return Err(wrong("the user name cannot be one"));
        }
        if !is_host(host) {
            return Err(wrong("the name cannot be one"));
        }
        Ok(Self { user, host: host.to_owned(), port: port.transpose()? })
    }
}

fn host_and_port(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        return if after.is_empty() { Some((host, None)) } else { Some((host, Some(after.strip_prefix(':')?))) };
    }
    let bare = text.split('%').next().unwrap_or_default();
    if bare.parse::<Ipv6Addr>().is_ok() {
        return Some((text, None));
    }
    match text.split_once(':') {
        Some((_, port)) if port.contains(':') => None,
        Some((host, port)) => Some((host, Some(port))),
        None => Some((text, None)),
    }
}

/// A user name that cannot be taken for an option or for several words.
fn is_user(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('-') && text.chars().all(|c| !is_unseen(c) && !c.is_whitespace())
}

fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%');
    !text.is_empty() && !text.starts_with('-') && text.chars().all(fits)
}

impl Endpoint {
    /// Merges what was typed, the inventory's entry and what `ssh` is configured to do; the first that speaks wins.
    ///
    /// # Errors
    /// What was typed is no host, `ssh` cannot read its configuration, nobody says who logs in, or the user wants to end.
    pub fn resolve(typed: &str, inventory: Option<&Host>, cancel: &Cancel) -> Result<Self, TransportError> {
        Self::resolve_until(typed, inventory, &Surroundings::of_this_machine(), cancel)
    }

    /// The same in other surroundings than this machine's.
    ///
    /// # Errors
    /// As [`Endpoint::resolve`].
    pub fn resolve_in(
        typed: &str,
        inventory: Option<&Host>,
        surroundings: &Surroundings,
    ) -> Result<Self, TransportError> {
        Self::resolve_until(typed, inventory, surroundings, &Cancel::new())
    }

    fn resolve_until(
        typed: &str,
        inventory: Option<&Host>,
        surroundings: &Surroundings,
        cancel: &Cancel,
    ) -> Result<Self, TransportError> {
        let own = Typed::parse(typed)?;
        let entry = inventory.map(|entry| Typed::parse(&entry.address)).transpose()?;
        let port = inventory.and_then(|entry| entry.port).and_then(|port| u16::try_from(port).ok());
        let user = own.user.or(inventory.and_then(|entry| entry.user.clone()));
        let asked = Typed {
            user: user.or(entry.as_ref().and_then(|entry| entry.user.clone())),
            port: own.port.or(port).or(entry.as_ref().and_then(|entry| entry.port)),
            host: entry.map_or(own.host, |entry| entry.host),
        };
        let settings = ssh_config::settings(&asked, surroundings, cancel)?;
        Self::merged(typed, asked, settings, surroundings)
    }

    fn merged(typed: &str, asked: Typed, settings: Settings, around: &Surroundings) -> Result<Self, TransportError> {
        let user = asked.user.or(settings.user).or_else(|| around.user.clone()).ok_or_else(|| {
            TransportError::Local(format!(
                "nobody says who logs in at `{typed}`; write `user@{typed}` or `--login USER`"
            ))
        })?;
        Ok(Self {
            typed: typed.to_owned(),
            host: settings.host.unwrap_or_else(|| asked.host.clone()),
            alias: asked.host,
            port: asked.port.or(settings.port).unwrap_or(22),
            user,
            identities: settings.identities,
            chosen_identities: Vec::new(),
            certificates: settings.certificates,
            identities_only: settings.identities_only,
            agent: settings.agent,
            detour: settings.detour,
            connect_timeout: settings.connect_timeout,
            known_hosts: settings.known_hosts,
            global_known_hosts: settings.global_known_hosts,
            revoked_host_keys: settings.revoked_host_keys,
            host_key_alias: settings.host_key_alias,
            hash_known_hosts: settings.hash_known_hosts,
            accept_new: settings.accept_new,
            ssh_config: around.ssh_config.clone(),
        })
    }

    /// Names a private key to try before all others.
    pub fn choose_identity(&mut self, path: PathBuf) {
        self.identities.insert(self.chosen_identities.len(), path.clone());
        self.chosen_identities.push(path);
    }

    /// Host and port for messages, an IPv6 address in brackets.
    pub fn address(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> (Option<String>, String, Option<u16>) {
        let typed = Typed::parse(text).unwrap();
        (typed.user, typed.host, typed.port)
    }

    #[test]
    fn hosts_are_read() {
        let none: Option<&str> = None;
        let cases = [
            ("filer", none, "filer", None),
            ("admin@filer:2222", Some("admin"), "filer", Some(2222)),
            ("DOM\\op@filer.example.com", Some("DOM\\op"), "filer.example.com", None),
            ("op@example.com@filer", Some("op@example.com"), "filer", None),
            ("[2001:db8::7]:2222", none, "2001:db8::7", Some(2222)),
            ("op@[2001:db8::7]", Some("op"), "2001:db8::7", None),
            ("2001:db8::7", none, "2001:db8::7", None),
            ("fe80::1%eth0", none, "fe80::1%eth0", None),
        ];
        for (text, user, host, port) in cases {
            assert_eq!(typed(text), (user.map(str::to_owned), host.to_owned(), port), "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        let cases = [
            "",
            "@filer",
            "-oProxyCommand=x",
            "op@-oProxyCommand=x",
            "-l@filer",
            "filer:0",
            "filer:65536",
            "filer:ssh",
            "filer:",
            "a:b:c",
            "[2001:db8::7",
            "[2001:db8::7]22",
            "fi ler",
            "filer;reboot",
            "op x@filer",
            "filer\n",
        ];
        for text in cases {
            let error = Typed::parse(text).unwrap_err().to_string();
            assert!(error.contains("expected `[user@]host[:port]`"), "{text:?}: {error}");
        }
    }

    fn entry() -> Host {
        Host {
            name: "prod".into(),
            address: "192.0.2.9".into(),
            user: Some("preflight".into()),
            port: Some(2022),
            ..Host::default()
        }
    }

    fn nowhere() -> Surroundings {
        Surroundings { user: Some("me".into()), ..Surroundings::default() }
    }

    #[test]
    fn what_is_typed_wins_over_the_inventory() {
        let both = Endpoint::resolve_in("boss@prod:2200", Some(&entry()), &nowhere()).unwrap();
        assert_eq!((&*both.user, &*both.host, both.port), ("boss", "192.0.2.9", 2200));
        let inventory = Endpoint::resolve_in("prod", Some(&entry()), &nowhere()).unwrap();
        assert_eq!(
            (&*inventory.user, inventory.port, inventory.address()),
            ("preflight", 2022, "192.0.2.9:2022".into())
        );
        let plain = Endpoint::resolve_in("filer", None, &nowhere()).unwrap();
        assert_eq!((&*plain.user, plain.port), ("me", 22));
    }

    #[test]
    fn nobody_who_logs_in_is_told() {
        let error = Endpoint::resolve_in("filer", None, &Surroundings::default()).unwrap_err().to_string();
        assert_eq!(error, "nobody says who logs in at `filer`; write `user@filer` or `--login USER`");
    }
}
