//! `verify`: whether a bundle is what was collected, whether all of it is there, and whether its report comes out again.

use std::path::{Path, PathBuf};

use clap::Args;
use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::verify::Verified;
use ndmp_preflight::report::{Exit, clean, minute};
use ndmp_preflight::rule::Catalog;

use super::complaint::{Complaint, shown};
use super::setting::SettingOptions;
use super::signatures::Signatures;

/// Check a bundle: its checksums, that all answers are there, and that its report comes out again
#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Verify {
    /// Bundles (NAME.ndmp.tar.gz)
    #[arg(value_name = "BUNDLE", required = true)]
    bundles: Vec<PathBuf>,
    /// Tell who signed them too: a file of keys that may sign, as ssh-keygen has it under ALLOWED SIGNERS
    #[arg(long, value_name = "FILE", env = "NDMP_PREFLIGHT_SIGNER", hide_env = true)]
    signer: Option<PathBuf>,

    /// Who must have signed them, as that file names him
    #[arg(long, value_name = "NAME", env = "NDMP_PREFLIGHT_SIGNED_BY", hide_env = true, requires = "signer")]
    signed_by: Option<String>,

    #[command(flatten)]
    setting: SettingOptions,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every bundle is as it was written, whole, and gives the report that it holds, if it holds one
  1  the report that a bundle holds is not the one that it gives
  2  usage or configuration
  3  answers are missing, or their end was not seen; or the report cannot be compared, for it was made by other rules: by a
     site's that --rules does not name, or by those of another version. That is no damage
  4  a bundle cannot be read, is not what was written, or is not signed as --signer wants it
When several apply: 2, 4, 1, 3, 0.

Checksums show accidents and careless changes. Whoever changes a bundle on purpose can write them anew, but no signature: --sign
of collect and of check makes it, and --signer checks it, also by hand:
ssh-keygen -Y verify -f FILE -I NAME -n ndmp-preflight-bundle -s BUNDLE.sig < BUNDLE";

impl Verify {
    /// Checks them one after the other.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let mut exits = Vec::new();
        let mut page = String::new();
        let signatures = Signatures::of(self.signer, self.signed_by)?;
        for path in &self.bundles {
            let (text, exit) = verified(path, &setting.catalog, &signatures)?;
            page += &text;
            exits.push(exit);
        }
        setting.screen.write(page.as_bytes())?;
        let order = [Exit::Unreadable, Exit::NotReady, Exit::Undecided];
        Ok(order.into_iter().find(|exit| exits.contains(exit)).unwrap_or(Exit::Ready))
    }
}

fn verified(path: &Path, catalog: &Catalog, signatures: &Signatures) -> Result<(String, Exit), Complaint> {
    // What is signed and what is read are the same bytes, whatever becomes of the file.
    let read = Bundle::load(path).and_then(|bytes| Ok((Bundle::of(&path.display().to_string(), &bytes)?, bytes)));
    let (bundle, bytes) = match read {
        Ok(read) => read,
        Err(error) => return Ok((format!("{}\n", clean(&error.to_string())), Exit::Unreadable)),
    };
    let (signed, is_trusted) = signatures.line(path, &bytes)?;
    let found = Verified::of(&bundle, catalog);
    let mut text = heading(path, &bundle);
    let lines =
        [("not as collected", &found.strange), ("missing", &found.missing), ("report differs", &found.different)];
    for (what, line) in lines.iter().flat_map(|(what, lines)| lines.iter().map(move |line| (what, line))) {
        text += &format!("  {what}: {}\n", clean(line));
    }
    if found.strange.is_empty() {
        text += "  what was sent are commands that only read, and settings of the own session\n";
    }
    if found.missing.is_empty() {
        text += "  all answers are there\n";
    }
    text += &compared(&bundle, &found);
    text += &format!("  {signed}\n");
    Ok((text, if is_trusted { exit(&found) } else { Exit::Unreadable }))
}

/// Whose bundle it is, of when, and what its checksums cover.
fn heading(path: &Path, bundle: &Bundle) -> String {
    let when = bundle.collected().map(|time| format!(", collected {}", minute(time))).unwrap_or_default();
    let covered = if bundle.unsealed {
        "checksums of the answers as written; the manifest has none of its own, an older program wrote it: its times, names, \
         addresses and notes are not covered"
    } else {
        "checksums as written, those of the manifest too"
    };
    let (path, target) = (shown(path), clean(&bundle.target));
    format!("{path}: {} answers of {target}{when}\n  {covered}\n", bundle.entries.len())
}

fn compared(bundle: &Bundle, found: &Verified) -> String {
    match (&bundle.judged, &found.other_rules) {
        (None, _) => "  holds no report to compare\n".to_owned(),
        (_, Some(why)) => format!("  the report cannot be compared, which is no damage: {}\n", clean(why)),
        _ if found.different.is_empty() => "  the report comes out again\n".to_owned(),
        _ => String::new(),
    }
}

fn exit(found: &Verified) -> Exit {
    if !found.strange.is_empty() {
        Exit::Unreadable
    } else if !found.different.is_empty() {
        Exit::NotReady
    } else if !found.missing.is_empty() || found.other_rules.is_some() {
        Exit::Undecided
    } else {
        Exit::Ready
    }
}
