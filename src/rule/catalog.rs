//! All tables, rules and profiles: those of the binary, and a site's own through the same door.

use super::Rule;
use super::form::{Form, parse_form};
use super::profile::Profile;
use super::profile_file::read_profile;
use super::rule_file::{Taken, read_rule};
use super::vocabulary::Vocabulary;
use crate::fault::{Fault, Faults, open};
use crate::table::{Definition, derived_faults, listing_faults, parse_definition, settle_listings};

/// Everything that a judgement knows before it sees a cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// What each ONTAP command answers, in the order of their files.
    pub tables: Vec<Definition>,
    /// The rules by folder and name; a site's own behind them.
    pub rules: Vec<Rule>,
    /// What backup applications need, by name.
    pub profiles: Vec<Profile>,
    /// What is typed in backup applications, by the names of their profiles.
    pub forms: Vec<Form>,
    /// Paths and texts of a site's own files, to tell whether another run had the same.
    pub site: Vec<(String, String)>,
}

/// What a file describes, by the folder it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Table,
    Profile,
    Form,
    Rule,
}

impl Catalog {
    /// The catalog of these files, each a path and its text.
    ///
    /// # Errors
    /// All faults of all files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Result<Self, Vec<Fault>> {
        let mut catalog = Self::default();
        catalog.add(files)?;
        Ok(catalog)
    }

    /// Adds a site's own files: each a path and its text. A path in a folder `tables`, `profiles` or `forms` is one
    /// of those, every other a rule.
    ///
    /// # Errors
    /// All faults of all files, with names that are taken already; the catalog stays as it was.
    pub fn add_site(&mut self, files: Vec<(String, String)>) -> Result<(), Vec<Fault>> {
        let named: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        self.add(&named)?;
        self.site.extend(files);
        Ok(())
    }

    /// The rule of that name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The profile that `--dma` calls so, by its name or by an alias.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.is_called(name))
    }

    fn add(&mut self, files: &[(&str, &str)]) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let of = |shape| files.iter().copied().filter(move |(path, _)| shape_of(path) == shape);
        let mut next = self.clone();
        for (path, text) in of(Shape::Table) {
            match parse_definition(path, text).and_then(|table| next.new_table(path, text, table)) {
                Ok(table) => next.tables.push(table),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() {
            settle_listings(&mut next.tables, self.tables.len());
            faults.extend(next.faults_between(of(Shape::Table)));
        }
        // Rules that were measured by half of the tables would get faults that are none.
        let is_whole = faults.is_empty();
        if is_whole {
            let rules = next.new_rules(of(Shape::Rule), &mut faults);
            next.rules.extend(rules);
        } else {
            faults.extend(of(Shape::Rule).filter_map(|(path, text)| open(path, text).err()).flatten());
        }
        for (path, text) in of(Shape::Profile) {
            match next.new_profile(path, text, is_whole && faults.is_empty()) {
                Ok(profile) => next.profiles.push(profile),
                Err(found) => faults.extend(found),
            }
        }
        for (path, text) in of(Shape::Form) {
            match next.new_form(path, text) {
                Ok(form) => next.forms.push(form),
                Err(found) => faults.extend(found),
            }
        }
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

    /// A profile whose names nobody else has; its symptoms name rules that there are, where all of them are known.
    fn new_profile(&self, path: &str, text: &str, are_rules_known: bool) -> Result<Profile, Vec<Fault>> {
        let rules: Vec<&str> = self.rules.iter().map(|rule| rule.id.as_str()).collect();
        let profile = read_profile(path, text, are_rules_known.then_some(&*rules))?;
        let names = || std::iter::once(&profile.name).chain(&profile.aliases);
        match names().find_map(|name| Some((name, self.profile(name)?))) {
            Some((name, other)) => Err(taken(path, text, &format!("profile `{name}`"), &other.file)),
            None => Ok(profile),
        }
    }

    fn new_form(&self, path: &str, text: &str) -> Result<Form, Vec<Fault>> {
        let form = parse_form(path, text)?;
        match self.forms.iter().find(|other| other.name == form.name) {
            Some(other) => Err(taken(path, text, &format!("form `{}`", form.name), &other.file)),
            None => Ok(form),
        }
    }

    /// The rules of the files in their order: cluster, network, service, tape, each by name.
    fn new_rules<'f>(&self, files: impl Iterator<Item = (&'f str, &'f str)>, faults: &mut Vec<Fault>) -> Vec<Rule> {
        let vocabulary = Vocabulary::of(&self.tables);
        let mut names: Taken = self.rules.iter().map(|rule| (rule.id.clone(), rule.file.clone())).collect();
        let mut rules = Vec::new();
        for (path, text) in files {
            match read_rule(path, text, &vocabulary, &names, &[]) {
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

fn folder(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}

fn shape_of(path: &str) -> Shape {
    match folder(path).rsplit(['/', '\\']).next() {
        Some("tables") => Shape::Table,
        Some("profiles") => Shape::Profile,
        Some("forms") => Shape::Form,
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
