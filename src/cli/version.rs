//! `--version --verbose`: what the program was built with, for whoever reports a fault.

use std::env;

use ndmp_preflight::report::Exit;
use ndmp_preflight::rule::Catalog;

use super::complaint::Complaint;
use super::output::Screen;

/// `--version` beside `--verbose` and no command, in any order. `None`: nobody asks for it.
pub(super) fn told() -> Option<Result<Exit, Complaint>> {
    let words: Vec<_> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let is = |word: &str, short: char, long: &str| {
        word == long || word.strip_prefix('-').is_some_and(|own| own.chars().eq([short]) || own == "Vv" || own == "vV")
    };
    let is_version = |word: &String| is(word, 'V', "--version");
    let is_verbose = |word: &String| is(word, 'v', "--verbose");
    let is_meant = words.iter().any(is_version)
        && words.iter().any(is_verbose)
        && words.iter().all(|word| is_version(word) || is_verbose(word));
    is_meant.then(|| Screen::new(Some("never")).stream(|out| out.write_all(page()?.as_bytes())).map(|()| Exit::Ready))
}

fn page() -> std::io::Result<String> {
    let catalog = Catalog::for_judging().map_err(|faults| std::io::Error::other(faults.len().to_string()))?;
    let features = [
        ("cli", cfg!(feature = "cli")),
        ("ssh", cfg!(feature = "ssh")),
        ("vendored-openssl", cfg!(feature = "vendored-openssl")),
        ("page", cfg!(feature = "page")),
    ];
    let features: Vec<&str> = features.into_iter().filter_map(|(name, is_on)| is_on.then_some(name)).collect();
    let commit = match env!("PREFLIGHT_BUILT_COMMIT") {
        "" => String::new(),
        commit => format!("commit    {commit}\n"),
    };
    Ok(format!(
        "ndmp-preflight {}\n{commit}compiler  {}\ntarget    {}, {}\nfeatures  {}\nrules     {} rules, {} tables, {} applications\n",
        env!("CARGO_PKG_VERSION"),
        env!("PREFLIGHT_BUILT_COMPILER"),
        env!("PREFLIGHT_BUILT_TARGET"),
        if env!("PREFLIGHT_BUILT_OPT_LEVEL") == "0" { "not optimised" } else { "optimised" },
        features.join(", "),
        catalog.rules.len(),
        catalog.tables.len(),
        catalog.profiles.len(),
    ))
}
