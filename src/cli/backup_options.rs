//! What is told of the backup that is planned, on the command line and in the environment. `[backup]` of the configuration
//! file fills what they leave open.

use std::net::IpAddr;

use clap::Args;
use clap::builder::{BoolishValueParser, NonEmptyStringValueParser, PossibleValuesParser};
use ndmp_preflight::config::{AUTHENTICATIONS, Planned, RESERVATIONS, TAPES, machine_address};

use super::options::choice;

/// Above these options in the help; none else stands there.
const HEADING: &str = "The backup that is planned";

/// The backup that is planned.
#[derive(Args, Debug)]
pub(crate) struct BackupOptions {
    /// Profile of the backup application; `help` lists them
    #[arg(long, help_heading = HEADING, value_name = "NAME", env = "NDMP_PREFLIGHT_DMA", hide_env = true)]
    dma: Option<String>,

    /// Address from which the backup application connects (repeatable)
    #[arg(
        long = "dma-address",
        help_heading = HEADING,
        value_name = "ADDRESS",
        value_delimiter = ',',
        env = "NDMP_PREFLIGHT_DMA_ADDRESS",
        hide_env = true,
        value_parser = machine_address
    )]
    dma_addresses: Vec<IpAddr>,

    /// LIF that the backup application addresses, by address or name (repeatable)
    #[arg(long, help_heading = HEADING, value_name = "LIF", value_delimiter = ',', env = "NDMP_PREFLIGHT_REGISTER", hide_env = true,
        value_parser = NonEmptyStringValueParser::new())]
    register: Vec<String>,

    /// Backup user
    #[arg(long, help_heading = HEADING, value_name = "NAME", env = "NDMP_PREFLIGHT_USER", hide_env = true,
        value_parser = NonEmptyStringValueParser::new())]
    user: Option<String>,

    /// Data SVM that is backed up with its own NDMP service (repeatable)
    #[arg(long = "svm", help_heading = HEADING, value_name = "NAME", value_delimiter = ',', env = "NDMP_PREFLIGHT_SVM", hide_env = true,
        value_parser = NonEmptyStringValueParser::new())]
    svms: Vec<String>,

    /// Whether tape devices are attached to the cluster; none: three-way or remote NDMP
    #[arg(long, help_heading = HEADING, value_name = "WHERE", env = "NDMP_PREFLIGHT_TAPE", hide_env = true, value_parser = choice(&TAPES))]
    tape: Option<bool>,

    /// Method of tape reservations that the backup application wants
    #[arg(long, help_heading = HEADING, value_name = "VALUE", env = "NDMP_PREFLIGHT_RESERVATIONS", hide_env = true,
        value_parser = PossibleValuesParser::new(RESERVATIONS))]
    reservations: Option<String>,

    /// Authentication that the backup application uses
    #[arg(long, help_heading = HEADING, value_name = "TYPE", env = "NDMP_PREFLIGHT_AUTHENTICATION", hide_env = true,
        value_parser = PossibleValuesParser::new(AUTHENTICATIONS))]
    authentication: Option<String>,

    /// Whether the backup application uses cluster aware backup
    #[arg(long, help_heading = HEADING, value_name = "BOOL", env = "NDMP_PREFLIGHT_CAB", hide_env = true,
        value_parser = BoolishValueParser::new())]
    cab: Option<bool>,

    /// Backup streams at the same time
    #[arg(long, help_heading = HEADING, value_name = "NUMBER", env = "NDMP_PREFLIGHT_STREAMS", hide_env = true,
        value_parser = clap::value_parser!(u32).range(1..))]
    streams: Option<u32>,
}

impl BackupOptions {
    /// What they tell.
    pub(crate) fn planned(self) -> Planned {
        Planned {
            dma: self.dma,
            dma_addresses: self.dma_addresses,
            register: self.register,
            svms: self.svms,
            user: self.user,
            reservations: self.reservations,
            authentication: self.authentication,
            cab: self.cab,
            streams: self.streams,
            tape: self.tape,
            ..Planned::default()
        }
    }
}
