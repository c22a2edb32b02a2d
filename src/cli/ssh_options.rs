//! The options with which clusters are asked over SSH, on the command line and in the environment. `[ssh]` of the
//! configuration file fills what they leave open.

use std::path::PathBuf;

use clap::Args;
use clap::builder::BoolishValueParser;
use ndmp_preflight::config::{MEANS, Means, Ssh};

use super::complaint::Complaint;
use super::options::choice;

/// How to reach clusters and how to ask them. They come last in a command, for their heading holds for all that follow.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Options for HOST")]
pub(crate) struct SshOptions {
    /// Who logs in, where HOST does not say it
    #[arg(long, value_name = "USER", env = "NDMP_PREFLIGHT_LOGIN", hide_env = true)]
    login: Option<String>,

    /// SSH port, where HOST does not say it
    #[arg(long, value_name = "PORT", env = "NDMP_PREFLIGHT_PORT", hide_env = true,
        value_parser = clap::value_parser!(u32).range(1..=65_535))]
    port: Option<u32>,

    /// Private key to try first
    #[arg(long, value_name = "FILE", env = "NDMP_PREFLIGHT_IDENTITY", hide_env = true)]
    identity: Option<String>,

    /// ssh2: built in; openssh: your own ssh, for keys and detours that only it knows [default: ssh2]
    #[arg(long, value_name = "WAY", env = "NDMP_PREFLIGHT_TRANSPORT", hide_env = true, value_parser = choice(&MEANS))]
    transport: Option<Means>,

    /// Add the key of a host that has none yet to known_hosts; a changed key is always refused
    #[arg(long, env = "NDMP_PREFLIGHT_ACCEPT_NEW", hide_env = true, value_parser = BoolishValueParser::new())]
    accept_new: bool,

    /// One connection a cluster, not up to four
    #[arg(long, env = "NDMP_PREFLIGHT_GENTLE", hide_env = true, value_parser = BoolishValueParser::new())]
    gentle: bool,

    /// Deadline of a phase: connect, key-exchange, authentication, first-byte, idle, command or run (repeatable)
    #[arg(
        long = "deadline",
        value_name = "PHASE=SECONDS",
        value_delimiter = ',',
        env = "NDMP_PREFLIGHT_DEADLINE",
        hide_env = true
    )]
    deadlines: Vec<String>,

    /// Folder that keeps what was collected: one bundle NAME.ndmp.tar.gz a cluster
    #[arg(short, long, value_name = "DIR", env = "NDMP_PREFLIGHT_OUTPUT", hide_env = true)]
    output: Option<PathBuf>,

    /// Ask a cluster so many times more where the way to it failed: refused, unreachable, timed out or broken; never where it did not
    /// let in or shows another host key. The report says how often it was asked [default: 0]
    #[arg(long, value_name = "N", env = "NDMP_PREFLIGHT_RETRIES", hide_env = true, value_parser = clap::value_parser!(u32).range(0..=20))]
    retries: Option<u32>,

    /// Ask no further cluster once one is not ready or could not be asked; those that were not asked are told, and are undecided
    #[arg(long, env = "NDMP_PREFLIGHT_FAIL_FAST", hide_env = true, value_parser = BoolishValueParser::new())]
    fail_fast: bool,

    /// Sign each bundle with this SSH key, by ssh-keygen; the signature lies beside it, NAME.ndmp.tar.gz.sig
    #[arg(long, value_name = "KEY", env = "NDMP_PREFLIGHT_SIGN", hide_env = true)]
    sign: Option<PathBuf>,
}

impl SshOptions {
    /// The folder of the bundles, as these options or the configuration file have it.
    pub(crate) fn folder(&self, ssh: &Ssh) -> Option<PathBuf> {
        self.output.clone().or_else(|| ssh.output.as_ref().map(PathBuf::from))
    }

    /// The files of the private keys.
    pub(crate) fn keys(&self, ssh: &Ssh) -> Vec<PathBuf> {
        let identity = self.identity.as_ref().or(ssh.identity.as_ref()).map(PathBuf::from);
        identity.into_iter().chain(self.sign.clone().or_else(|| ssh.sign.as_ref().map(PathBuf::from))).collect()
    }

    /// Refuses a key that would sign nothing.
    ///
    /// # Errors
    /// It was named, and nobody named a folder for the bundles.
    pub(crate) fn look(&self, ssh: &Ssh) -> Result<(), Complaint> {
        let is_idle = self.sign.is_some() && self.folder(ssh).is_none();
        let told = "`--sign` signs bundles, and none is kept: name a folder with `-o DIR`, or leave `--sign` out";
        if is_idle { Err(Complaint::Usage(told.to_owned())) } else { Ok(()) }
    }

    /// Fills `ssh`, that of the configuration file, over with what was given here.
    pub(crate) fn over(self, ssh: Ssh) -> Ssh {
        Ssh {
            user: self.login.or(ssh.user),
            port: self.port.or(ssh.port),
            identity: self.identity.or(ssh.identity),
            transport: self.transport.or(ssh.transport),
            accept_new: self.accept_new.then_some(true).or(ssh.accept_new),
            gentle: self.gentle.then_some(true).or(ssh.gentle),
            deadlines: if self.deadlines.is_empty() { ssh.deadlines } else { self.deadlines },
            output: self.output.map(|folder| folder.display().to_string()).or(ssh.output),
            retries: self.retries.or(ssh.retries),
            fail_fast: self.fail_fast.then_some(true).or(ssh.fail_fast),
            sign: self.sign.map(|key| key.display().to_string()).or(ssh.sign),
        }
    }
}
