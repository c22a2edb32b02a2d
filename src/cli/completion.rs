//! `generate completions`: what a shell completes, with the names of rules, applications and clusters.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};
use clap_complete::Shell;

use super::setting::Setting;

/// The script for the shell. Names are those of now: whoever adds a rule or a cluster prints it anew.
pub(super) fn script(cli: Command, shell: Shell, setting: &Setting) -> Vec<u8> {
    let names = Names::of(setting);
    let own = |command: Command| {
        let is_explain = command.get_name() == "explain";
        command.mut_args(|arg| names.offered(arg, is_explain))
    };
    let mut cli = cli.mut_subcommands(|command| own(command).mut_subcommands(own));
    let (name, mut text) = (cli.get_name().to_owned(), Vec::new());
    clap_complete::generate(shell, &mut cli, name, &mut text);
    if shell == Shell::Bash { named_once(text) } else { text }
}

/// The hyphen in the program's name becomes one word where the script follows the commands, and another where it looks them up
/// (clap_complete 4.6.11, `aot/shells/bash.rs`): without this no option of a command is ever completed.
fn named_once(script: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&script);
    text.replace("ndmp__subcmd__preflight", "ndmp__preflight").into_bytes()
}

/// What can be completed, each with what it is.
struct Names {
    rules: Vec<PossibleValue>,
    applications: Vec<PossibleValue>,
    clusters: Vec<PossibleValue>,
}

impl Names {
    fn of(setting: &Setting) -> Self {
        let catalog = &setting.catalog;
        let rule = |rule: &ndmp_preflight::rule::Rule| value(&rule.id, &rule.title);
        let clusters = setting.config.hosts.iter().map(|host| value(&host.name, "a cluster of the inventory"));
        Self {
            rules: catalog.rules.iter().filter_map(rule).collect(),
            applications: catalog.profiles.iter().filter_map(|own| value(&own.name, &own.title)).collect(),
            clusters: clusters.flatten().collect(),
        }
    }

    /// The argument with the values that a shell offers for it; the program takes others too.
    fn offered(&self, arg: Arg, is_explain: bool) -> Arg {
        let values = match arg.get_id().as_str() {
            "select" | "ignore" | "rule" => self.rules.clone(),
            "names" if is_explain => [self.rules.clone(), self.applications.clone()].concat(),
            "dma" => self.applications.clone(),
            "hosts" | "host" => self.clusters.clone(),
            _ => Vec::new(),
        };
        if values.is_empty() { arg } else { arg.value_parser(PossibleValuesParser::new(values)) }
    }
}

/// A name that no shell takes for more than a name.
fn value(name: &str, about: &str) -> Option<PossibleValue> {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    let about = about.replace(['\'', '"', '`', '$', '\\'], "");
    // The parser keeps names for as long as the program runs; it ends with the script.
    is_plain.then(|| PossibleValue::new(&*name.to_owned().leak()).help(about))
}
