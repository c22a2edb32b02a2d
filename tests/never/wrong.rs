//! Captures that were judged wrongly.

use super::saved::{Saved, plain};

/// What went wrong, and a copy for a person to look at.
#[derive(Default)]
pub(crate) struct Wrong(Vec<String>);

impl Wrong {
    pub(crate) fn check(&mut self, allowed: &[u8], what: &str, saved: &Saved) {
        let report = saved.report(&plain());
        if allowed.contains(&report.exit_code) {
            return;
        }
        self.0.push(format!("{what}: exit code {}, because {}", report.exit_code, report.because));
        if let Ok(folder) = std::env::var("NEVER_READY_DUMP") {
            let folder = std::path::Path::new(&folder).join(what.replace([' ', '/', ':', '`'], "-"));
            std::fs::create_dir_all(&folder).unwrap();
            saved
                .files
                .iter()
                .for_each(|(name, text)| std::fs::write(folder.join(name.replace(' ', "_")), text).unwrap());
        }
    }

    pub(crate) fn none(self) {
        assert!(self.0.is_empty(), "{} wrong\n{}", self.0.len(), self.0.join("\n"));
    }
}
