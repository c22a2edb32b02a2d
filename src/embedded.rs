//! The files of `rules/` in the program, and the catalog that the build made of them: a start reads no TOML.

use std::thread;

use crate::fault::Fault;
use crate::rule::{Catalog, Rule, Severity, parse_set};
use crate::table::Definition;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The tables without their examples, checked and written by the build script.
static TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tables.postcard"));

/// What else is in the catalog: rules, profiles and forms.
static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.postcard"));

impl Catalog {
    /// The tables, rules and profiles of this program with their examples, read from their files.
    ///
    /// # Errors
    /// All faults of all files; none, as the build has read the same.
    pub fn embedded() -> Result<Self, Vec<Fault>> {
        Self::of(FILES)
    }

    /// The same as the build compiled it, without the examples of tables and rules, by which nobody judges.
    ///
    /// # Errors
    /// All faults of all files; none, as the build has read the same.
    pub fn for_judging() -> Result<Self, Vec<Fault>> {
        let tables = || postcard::from_bytes::<Vec<Definition>>(TABLES);
        let (tables, rest) = thread::scope(|scope| {
            let beside = thread::Builder::new().spawn_scoped(scope, tables).ok();
            let rest = postcard::from_bytes(RULES);
            // Where no thread can be had, it takes as long as both.
            (beside.and_then(|beside| beside.join().ok()).unwrap_or_else(tables), rest)
        });
        match (tables, rest) {
            (Ok(tables), Ok((rules, profiles, forms))) => Ok(Self { tables, rules, profiles, forms, site: Vec::new() }),
            _ => Self::embedded(),
        }
    }

    /// Gives a rule the weight and the numbers that a site wants. What its file says is kept beside them.
    ///
    /// # Errors
    /// The faults that the file has with these numbers.
    pub fn set_rule(
        &mut self,
        id: &str,
        severity: Option<Severity>,
        numbers: &[(String, u32)],
    ) -> Result<(), Vec<Fault>> {
        let Some(at) = self.rules.iter().position(|rule| rule.id == id) else { return Ok(()) };
        if !numbers.is_empty() {
            let own = &self.rules[at];
            let text = self.text_of(&own.file).unwrap_or_default();
            let set = parse_set(&own.file, &text, &self.tables, numbers)?;
            self.rules[at] = Rule { examples: own.examples.clone(), ..set };
        }
        let rule = &mut self.rules[at];
        if let Some(severity) = severity.filter(|severity| *severity != rule.severity) {
            rule.severity_was = Some(std::mem::replace(&mut rule.severity, severity));
        }
        let word = severity.map(|severity| format!("severity {}, ", severity.word())).unwrap_or_default();
        // Whoever judges the same evidence without them judges by other rules.
        self.site.push((format!("[rule.{id}]"), format!("[rule.{id}] {word}{numbers:?}")));
        Ok(())
    }

    fn text_of(&self, file: &str) -> Option<String> {
        let own = FILES.iter().find(|(path, _)| *path == file).map(|(_, text)| (*text).to_owned());
        own.or_else(|| self.site.iter().find(|(path, _)| path == file).map(|(_, text)| text.clone()))
    }

    /// All files of the program in one text, to tell whether another program has the same.
    pub(crate) fn embedded_text() -> String {
        FILES.iter().map(|(path, text)| format!("{path}\n{text}\n")).collect()
    }
}

/// Whether a text stands in the files of this program, be it in a word: what ONTAP prints and rules compare stands there.
#[cfg(feature = "ssh")]
pub(crate) fn is_word(text: &str) -> bool {
    FILES.iter().any(|(_, file)| file.contains(text))
}
