//! Modules as one script: what each takes from others stands before it, and nothing is taken from elsewhere.

use std::path::{Path, PathBuf};

use crate::text;

/// The module and all that it needs, in an order in which none needs a later one.
///
/// # Errors
/// A file that is not there, an `import` of something else than a file, and a word that would end the script.
pub(crate) fn joined(start: &Path) -> Result<String, String> {
    let (mut known, mut script) = (Vec::new(), String::from("\n"));
    add(start, &mut known, &mut script)?;
    match ["</script", "<!--", "\nimport "].iter().find(|word| script.contains(**word)) {
        Some(word) => Err(format!("`{}` stands in a module of the page", word.trim())),
        None => Ok(script),
    }
}

fn add(path: &Path, known: &mut Vec<PathBuf>, script: &mut String) -> Result<(), String> {
    let path = path.canonicalize().map_err(|error| format!("`{}`: {error}", path.display()))?;
    if known.contains(&path) {
        return Ok(());
    }
    known.push(path.clone());
    let module = text(&path)?;
    for name in module.lines().filter_map(taken) {
        add(&path.with_file_name(name), known, script)?;
    }
    for line in module.lines().filter(|line| taken(line).is_none()) {
        script.push_str(line);
        script.push('\n');
    }
    Ok(())
}

/// The file that a line takes something from.
fn taken(line: &str) -> Option<&str> {
    line.strip_prefix("import ")?.split_once(" from \"")?.1.strip_suffix("\";")
}

#[cfg(test)]
mod tests {
    use super::taken;

    #[test]
    fn an_import_names_a_file() {
        assert_eq!(taken("import { h } from \"./element.js\";"), Some("./element.js"));
        assert_eq!(taken("const text = 'import { h } from \"./element.js\";';"), None);
    }
}
