//! All tables, rules and profiles: those of the binary, and a site's own through the same door.

use rayon::prelude::*;

use super::Rule;
use super::example_file::Examples;
use super::profile::{Profile, parse_profile};
use super::rule_file::{Taken, read_rule};
use super::vocabulary::Vocabulary;
use crate::fault::{Fault, Faults};
use crate::table::{Definition, derived_faults, listing_faults, parse_definition, settle_listings};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Everything that a judgement knows before it sees a cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// What each ONTAP command answers, in the order of their files.
    pub tables: Vec<Definition>,
    /// The rules by folder and name; a site's own behind them.
    pub rules: Vec<Rule>,
    /// What backup applications need, by name.
    pub profiles: Vec<Profile>,
    /// Paths and texts of a site's own files, to tell whether another run had the same.
    pub site: Vec<(String, String)>,
}

/// Whether a text stands in the files of this program, be it in a word: what ONTAP prints and rules compare stands there.
pub fn is_word(text: &str) -> bool {
    FILES.iter().any(|(_, file)| file.contains(text))
}

/// What a file describes, by the folder it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Table,
    Profile,
    Rule,
}

impl Catalog {
    /// The tables, rules and profiles of this program.
    ///
    /// # Errors
    /// All faults of all files; none, as the tests load it.
    pub fn embedded() -> Result<Self, Vec<Fault>> {
        let mut catalog = Self::default();
        catalog.add(FILES, Examples::Read)?;
        Ok(catalog)
    }

    /// The same without the examples of tables and rules, by which nobody judges: they are more than half of the text, which
    /// each start would read.
    ///
    /// # Errors
    /// All faults of all files; none, as the tests load it.
    pub fn for_judging() -> Result<Self, Vec<Fault>> {
        let files: Vec<(&str, &str)> = FILES.iter().map(|(path, text)| (*path, before_examples(text))).collect();
        let mut catalog = Self::default();
        catalog.add(&files, Examples::LeftOut)?;
        Ok(catalog)
    }

    /// Adds a site's own files: each a path and its text. A path in a folder `tables` or `profiles` is one of those,
    /// every other a rule.
    ///
    /// # Errors
    /// All faults of all files, with names that are taken already; the catalog stays as it was.
    pub fn add_site(&mut self, files: Vec<(String, String)>) -> Result<(), Vec<Fault>> {
        let named: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        self.add(&named, Examples::Read)?;
        self.site.extend(files);
        Ok(())
    }

    /// All files of the program in one text, to tell whether another program has the same.
    pub(crate) fn embedded_text() -> String {
        FILES.iter().map(|(path, text)| format!("{path}\n{text}\n")).collect()
    }

    /// The rule of that name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The profile of that name.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    fn add(&mut self, files: &[(&str, &str)], examples: Examples) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let of = |shape| files.iter().copied().filter(move |(path, _)| shape_of(path) == shape);
        let mut next = self.clone();
        let tables: Vec<_> = of(Shape::Table).collect();
        let parsed: Vec<_> = tables.par_iter().map(|(path, text)| parse_definition(path, text)).collect();
        for ((path, text), parsed) in tables.into_iter().zip(parsed) {
            match parsed.and_then(|table| next.new_table(path, text, table)) {
                Ok(table) => next.tables.push(table),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() {
            settle_listings(&mut next.tables, self.tables.len());
            faults.extend(next.faults_between(of(Shape::Table)));
        }
        for (path, text) in of(Shape::Profile) {
            match next.new_profile(path, text) {
                Ok(profile) => next.profiles.push(profile),
                Err(found) => faults.extend(found),
            }
        }
        if !faults.is_empty() {
            return Err(faults); // rules measured by half of the tables would get faults that are none
        }
        let rules = next.new_rules(of(Shape::Rule), examples, &mut faults);
        next.rules.extend(rules);
        if faults.is_empty() {
            *self = next;
            return Ok(());
        }
        Err(faults)
    }

    fn new_table(&self, path: &str, text: &str, table: Definition) -> Result<Definition, Vec<Fault>> {
        match self.tables.iter().find(|other| other.command == table.command) {
            Some(other) => Err(taken(path, text, &format!("table `{}`", table.command), &other.file)),
            None => Ok(table),
        }
    }

    /// The faults of tables that show only beside the others.
    fn faults_between<'f>(&self, files: impl Iterator<Item = (&'f str, &'f str)>) -> Vec<Fault> {
        let of = |(path, text)| {
            let table = self.tables.iter().find(|table| table.file == path)?;
            let derived = derived_faults(path, text, table, &self.tables);
            Some([listing_faults(path, text, table, &self.tables), derived].concat())
        };
        files.filter_map(of).flatten().collect()
    }

    fn new_profile(&self, path: &str, text: &str) -> Result<Profile, Vec<Fault>> {
        let profile = parse_profile(path, text)?;
        match self.profile(&profile.name) {
            Some(other) => Err(taken(path, text, &format!("profile `{}`", profile.name), &other.file)),
            None => Ok(profile),
        }
    }

    /// The rules of the files in their order: cluster, network, service, tape, each by name.
    fn new_rules<'f>(
        &self,
        files: impl Iterator<Item = (&'f str, &'f str)>,
        examples: Examples,
        faults: &mut Vec<Fault>,
    ) -> Vec<Rule> {
        let vocabulary = Vocabulary::of(&self.tables);
        let mut names: Taken = self.rules.iter().map(|rule| (rule.id.clone(), rule.file.clone())).collect();
        let files: Vec<_> = files.collect();
        let read = |(path, text): &(&str, &str)| read_rule(path, text, &vocabulary, &names, examples);
        let read: Vec<_> = files.par_iter().map(read).collect();
        let mut rules = Vec::new();
        for ((path, text), read) in files.into_iter().zip(read) {
            // That its name is taken is one of its faults.
            let is_wrong = read.as_ref().map_or(true, |rule| names.contains_key(&rule.id));
            match if is_wrong { read_rule(path, text, &vocabulary, &names, examples) } else { read } {
                Ok(rule) => {
                    names.insert(rule.id.clone(), rule.file.clone());
                    rules.push(rule);
                }
                Err(found) => faults.extend(found),
            }
        }
        rules.sort_by(|a, b| (folder(&a.file), &a.id).cmp(&(folder(&b.file), &b.id)));
        rules
    }
}

/// The file up to its examples, which stand at its end.
fn before_examples(text: &str) -> &str {
    text.find("\n[[example]]").map_or(text, |at| &text[..=at])
}

fn folder(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}

fn shape_of(path: &str) -> Shape {
    match folder(path).rsplit(['/', '\\']).next() {
        Some("tables") => Shape::Table,
        Some("profiles") => Shape::Profile,
        _ => Shape::Rule,
    }
}

/// The fault of a file that describes what another one has described, on its first line.
fn taken(path: &str, text: &str, what: &str, other: &str) -> Vec<Fault> {
    let faults = Faults::new(path, text);
    faults.add(
        0..text.find('\n').unwrap_or(text.len()),
        format!("{what} is already in `{other}`"),
        "keep one of the two",
    );
    faults.settle(()).err().unwrap_or_default()
}
