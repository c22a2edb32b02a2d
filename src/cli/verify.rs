//! `verify`: whether a bundle is what was collected, whether all of it is there, and whether its report comes out again.

use std::path::{Path, PathBuf};

use clap::Args;
use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::verify::Verified;
use ndmp_preflight::report::{Exit, clean};
use ndmp_preflight::rule::Catalog;

use super::complaint::Complaint;
use super::setting::SettingOptions;

/// Check a bundle: its checksums, that all answers are there, and that its report comes out again
#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Verify {
    /// Bundles (NAME.ndmp.tar.gz)
    #[arg(value_name = "BUNDLE", required = true)]
    bundles: Vec<PathBuf>,
    #[command(flatten)]
    setting: SettingOptions,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every bundle is as it was written, whole, and gives the report that it holds
  1  the report that a bundle holds is not the one that it gives
  2  usage or configuration
  3  answers are missing, or their end was not seen
  4  a bundle cannot be read, or is not what was written
When several apply: 2, 4, 1, 3, 0.";

impl Verify {
    /// Checks them one after the other.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let mut exits = Vec::new();
        let mut page = String::new();
        for path in &self.bundles {
            let (text, exit) = verified(path, &setting.catalog);
            page += &text;
            exits.push(exit);
        }
        setting.screen.write(page.as_bytes())?;
        let order = [Exit::Unreadable, Exit::NotReady, Exit::Undecided];
        Ok(order.into_iter().find(|exit| exits.contains(exit)).unwrap_or(Exit::Ready))
    }
}

fn verified(path: &Path, catalog: &Catalog) -> (String, Exit) {
    let bundle = match Bundle::read(path) {
        Ok(bundle) => bundle,
        Err(error) => return (format!("{}\n", clean(&error.to_string())), Exit::Unreadable),
    };
    let found = Verified::of(&bundle, catalog);
    let (path, target) = (clean(&path.display().to_string()), clean(&bundle.target));
    let mut text = format!("{path}: {} answers of {target}, checksums as written\n", bundle.entries.len());
    let lines =
        |head: &str, all: &[String]| all.iter().map(|line| format!("  {head}: {}\n", clean(line))).collect::<String>();
    text += &lines("missing", &found.missing);
    text += &lines("report differs", &found.different);
    if found.missing.is_empty() {
        text += "  all answers are there\n";
    }
    text += match &bundle.judged {
        None => "  holds no report to compare\n",
        Some(_) if found.different.is_empty() => "  the report comes out again\n",
        Some(_) => "",
    };
    (text, exit(&found))
}

fn exit(found: &Verified) -> Exit {
    match (found.different.is_empty(), found.missing.is_empty()) {
        (false, _) => Exit::NotReady,
        (_, false) => Exit::Undecided,
        _ => Exit::Ready,
    }
}
