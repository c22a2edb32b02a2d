//! Words that are sought in every text: what the search needs to know of them is worked out once.

use std::sync::OnceLock;

use memchr::memmem::Finder;

/// Words that are sought.
pub(crate) struct Sought {
    words: &'static str,
    finder: OnceLock<Finder<'static>>,
}

impl Sought {
    /// Of these words.
    pub(crate) const fn new(words: &'static str) -> Self {
        Self { words, finder: OnceLock::new() }
    }

    fn finder(&self) -> &Finder<'static> {
        self.finder.get_or_init(|| Finder::new(self.words))
    }

    /// Whether they stand anywhere in the text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.finder().find(text.as_bytes()).is_some()
    }

    /// The bytes at which they stand.
    pub(crate) fn all_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        self.finder().find_iter(text.as_bytes())
    }
}
