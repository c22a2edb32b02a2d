//! Texts of a file that are read with values in the place of names in braces, which the same file tells.

use super::Faults;

/// Texts that ONTAP printed, and a file in the file: they stay as they are.
const AS_THEY_ARE: [&str; 2] = ["input", "config"];

impl Faults<'_> {
    /// From now on texts are read with these values in the place of their names in braces.
    pub(crate) fn fill(&self, values: Vec<(String, String)>) {
        *self.filled.borrow_mut() = values;
    }

    /// Whether the file has the name in braces.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.text.contains(&format!("{{{name}}}"))
    }

    /// The text below `key` with the values in it.
    pub(super) fn filled(&self, text: String, key: &str) -> String {
        if !text.contains('{') || AS_THEY_ARE.contains(&key) {
            return text;
        }
        let values = self.filled.borrow();
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}
