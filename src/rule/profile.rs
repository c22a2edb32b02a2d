//! What one backup application needs, from `rules/profiles/NAME.toml`.

use serde::{Deserialize, Serialize};

use super::rule_file::{is_kebab, word};
use crate::fault::{Fault, Faults, Section, open};

const KEYS: [&str; 7] = ["name", "title", "about", "reference", "reservations", "cab", "registers"];

/// What one backup application needs; only facts with a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Path below `rules/`, or the path of a site's own file.
    pub file: String,
    /// The word for `--dma`.
    pub name: String,
    /// The name that its vendor gives it.
    pub title: String,
    /// What it asks of ONTAP, in a sentence or two.
    pub about: String,
    /// Where that is documented.
    pub reference: String,
    /// The value of `tape.reservations` that it wants; `None`: it does not say.
    pub reservations: Option<String>,
    /// Whether it supports Cluster Aware Backup; `None`: it does not say.
    pub cab: Option<bool>,
    /// What the backup administrator registers in it; may be empty.
    pub registers: String,
}

/// Reads and checks one profile.
///
/// # Errors
/// All faults of the file, in its order.
pub fn parse_profile(file: &str, text: &str) -> Result<Profile, Vec<Fault>> {
    let document = open(file, text)?;
    let faults = Faults::new(file, text);
    let root = Section::file(&document, &KEYS, &faults);
    let reservations = ["off", "scsi", "persistent"];
    let profile = Profile {
        file: file.to_owned(),
        name: name(&root, &faults),
        title: root.needed_string("title"),
        about: root.needed_string("about"),
        reference: root.needed_string("reference"),
        reservations: word(root.text("reservations"), "value of `tape.reservations`", &reservations, &faults),
        cab: word(root.text("cab"), "answer", &["yes", "no"], &faults).map(|answer| answer == "yes"),
        registers: root.string("registers"),
    };
    faults.settle(profile)
}

fn name(root: &Section, faults: &Faults) -> String {
    let Some(name) = root.need("name") else { return String::new() };
    if !is_kebab(&name.value) {
        let message = format!("`{}` is not a profile name", name.value);
        faults.add_text(&name, message, "expected lowercase words with hyphens between them");
    }
    name.value
}
