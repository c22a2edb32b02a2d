//! Stub of the catalog.

use super::Rule;
use crate::fault::Fault;
use crate::table::Definition;

/// All rules, tables and profiles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// The tables.
    pub tables: Vec<Definition>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The profiles.
    pub profiles: Vec<Profile>,
}

/// What one backup application needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Name for `--dma`.
    pub name: String,
    /// Its full name.
    pub title: String,
    /// Value of `tape.reservations` that it wants.
    pub reservations: Option<String>,
}

impl Catalog {
    /// What is embedded (stub).
    pub fn embedded() -> Result<Self, Vec<Fault>> {
        Ok(Self::default())
    }

    /// Adds a site's files (stub).
    pub fn add_site(&mut self, _files: Vec<(String, String)>) -> Result<(), Vec<Fault>> {
        Ok(())
    }
}
