//! Any rule, table, profile and configuration file loads or is refused with its faults, each at a place in the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndmp_preflight::config::Config;
use ndmp_preflight::fault::Fault;
use ndmp_preflight::rule::Catalog;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let faults: Vec<Fault> = match kind % 4 {
        0 => Config::parse("fuzz.toml", text).err().unwrap_or_default(),
        kind => {
            let folder = ["tables", "rules", "profiles"][usize::from(kind) - 1];
            let name = format!("{folder}/fuzz.toml");
            Catalog::default().add_site(vec![(name, text.to_owned())]).err().unwrap_or_default()
        }
    };
    let lines = text.split('\n').count();
    for fault in faults {
        assert!(fault.line >= 1 && fault.line <= lines && fault.column >= 1, "{fault}");
    }
});
