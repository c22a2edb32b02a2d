//! What a cluster is asked for: by `check`, or by `handoff`, which needs more.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::collect::plan::Purpose;

/// What for.
#[derive(Args, Debug)]
pub(crate) struct PurposeOptions {
    /// What the answers are for: handoff needs more of them
    #[arg(long = "for", value_name = "COMMAND", default_value = "check",
        value_parser = PossibleValuesParser::new(["check", "handoff"]).map(|word| of(&word)))]
    pub(crate) purpose: Purpose,
}

fn of(word: &str) -> Purpose {
    if word == "handoff" { Purpose::Handoff } else { Purpose::Check }
}

/// The command that asks for it.
pub(crate) fn name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Check => "check",
        Purpose::Handoff => "handoff",
    }
}
