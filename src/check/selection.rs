//! `--select` and `--ignore`: globs on the names of rules.

use regex::Regex;

use super::Usage;
use crate::fault::nearest;
use crate::rule::Catalog;

/// Which rules are judged.
#[derive(Debug)]
pub struct Selection {
    select: Vec<Regex>,
    ignore: Vec<Regex>,
}

impl Selection {
    /// Each glob must match a rule of `catalog`: one that does not is a slip that would hide what it was meant for.
    ///
    /// # Errors
    /// The glob, and the nearest name.
    pub fn new(select: &[String], ignore: &[String], catalog: &Catalog) -> Result<Self, Usage> {
        let all = |option: &str, globs: &[String]| -> Result<Vec<Regex>, Usage> {
            globs.iter().map(|glob| checked(option, glob, catalog)).collect()
        };
        Ok(Self { select: all("--select", select)?, ignore: all("--ignore", ignore)? })
    }

    /// Whether the rule is judged.
    pub fn holds(&self, rule: &str) -> bool {
        let any = |globs: &[Regex]| globs.iter().any(|glob| glob.is_match(rule));
        (self.select.is_empty() || any(&self.select)) && !any(&self.ignore)
    }
}

/// `*` stands for any text, `?` for any character.
///
/// # Errors
/// The glob is too large.
pub fn glob(word: &str) -> Result<Regex, Usage> {
    let pattern = regex::escape(word).replace(r"\*", ".*").replace(r"\?", ".");
    Regex::new(&format!("^(?:{pattern})$")).map_err(|error| Usage(error.to_string()))
}

fn checked(option: &str, glob: &str, catalog: &Catalog) -> Result<Regex, Usage> {
    let regex = self::glob(glob)?;
    let names = || catalog.rules.iter().map(|rule| rule.id.as_str());
    if names().any(|name| regex.is_match(name)) {
        return Ok(regex);
    }
    let help = nearest(glob, names()).map(|near| format!("did you mean `{near}`?"));
    let help = help.unwrap_or_else(|| "`ndmp-preflight rules` lists all".to_owned());
    Err(Usage(format!("`{option} {glob}` matches no rule; {help}")))
}
