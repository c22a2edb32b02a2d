//! What the backup administrator types in one application, from `rules/forms/NAME.toml`: lines with the names of what the sheet
//! tells in braces.

use serde::{Deserialize, Serialize};

use super::rule_file::{is_kebab, word};
use super::template::placeholders;
use crate::fault::{Fault, Faults, Section, Text, advice, open};

/// What is typed in one application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Path below `rules/`, or the path of a site's own file.
    pub file: String,
    /// The name of the application's profile.
    pub name: String,
    /// The lines in their order.
    pub lines: Vec<FormLine>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormLine {
    /// What it is in the words of the application.
    pub what: String,
    /// What is typed; names in braces.
    pub text: String,
    /// Whether it is typed exactly so, as a command is.
    pub exact: bool,
    /// What it stands once for; `None`: once in all.
    pub each: Option<Each>,
    /// `svm` or `node`: the only NDMP scope in which it is typed.
    pub scope: Option<String>,
    /// Where it is documented.
    pub source: String,
}

/// What a line stands once for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Each {
    /// A LIF that is registered.
    Host,
    /// The cluster, where one of its own LIFs is registered.
    Cluster,
    /// A data SVM that is backed up on its own.
    Svm,
    /// A tape drive.
    Drive,
    /// A media changer.
    Changer,
}

const KEYS: [&str; 2] = ["name", "line"];
const LINE: [&str; 6] = ["what", "type", "exact", "each", "scope", "source"];
const EACH: [&str; 5] = ["host", "cluster", "svm", "drive", "changer"];

/// What may stand in braces.
const WORDS: [&str; 10] =
    ["host", "port", "user", "vserver", "cluster", "node", "device", "alias", "serial", "device-id"];

/// Reads and checks one form.
///
/// # Errors
/// All faults of the file, in its order.
pub(crate) fn parse_form(file: &str, text: &str) -> Result<Form, Vec<Fault>> {
    let document = open(file, text)?;
    let faults = Faults::new(file, text);
    let root = Section::file(&document, &KEYS, &faults);
    let name = root.need("name").map(|name| kebab(name, &faults)).unwrap_or_default();
    let lines: Vec<FormLine> = root.sections("line", &LINE).iter().map(|section| line(section, &faults)).collect();
    if lines.is_empty() {
        root.missing("line", "expected what is typed, each below a `[[line]]`");
    }
    faults.settle(Form { file: file.to_owned(), name, lines })
}

fn kebab(name: Text, faults: &Faults<'_>) -> String {
    if !is_kebab(&name.value) {
        let message = format!("`{}` is not a profile name", name.value);
        faults.add_text(&name, message, "expected lowercase words with hyphens between them");
    }
    name.value
}

fn line(section: &Section<'_, '_>, faults: &Faults<'_>) -> FormLine {
    let template = |key: &str| section.need(key).map(|text| checked(text, faults)).unwrap_or_default();
    let each = word(section.text("each"), "thing", &EACH, faults);
    FormLine {
        what: template("what"),
        text: template("type"),
        exact: section.flag("exact").unwrap_or_default(),
        each: each.as_deref().and_then(each_of),
        scope: word(section.text("scope"), "NDMP scope", &["svm", "node"], faults),
        source: section.needed_string("source"),
    }
}

fn each_of(word: &str) -> Option<Each> {
    let at = EACH.iter().position(|known| *known == word)?;
    [Each::Host, Each::Cluster, Each::Svm, Each::Drive, Each::Changer].get(at).copied()
}

/// The text, after a look at each name in braces.
fn checked(text: Text, faults: &Faults<'_>) -> String {
    match placeholders(&text.value) {
        Ok(found) => {
            for name in found.iter().filter(|found| !WORDS.contains(&found.name.as_str())) {
                let message = format!("`{{{}}}` is told by no sheet", name.name);
                faults.add_within(&text, name.place.clone(), message, advice(&name.name, WORDS.iter().copied()));
            }
        }
        Err(at) => faults.add_within(&text, at..at + 1, "this brace is not closed".to_owned(), String::new()),
    }
    text.value
}
