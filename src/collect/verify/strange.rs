//! What no collector writes: commands that nobody sends, answers to commands that were not sent, and claims that exclude each
//! other.

use crate::collect::bundle::{Bundle, Entry};
use crate::collect::script::{Show, parts};

/// All of it, in words.
pub(super) fn strange(bundle: &Bundle) -> Vec<String> {
    let mut strange: Vec<String> = bundle.entries.iter().filter_map(unsendable).collect();
    strange.extend(bundle.entries.iter().filter_map(torn_claim));
    strange.extend(misnamed(bundle));
    strange.dedup();
    strange
}

fn unsendable(entry: &Entry) -> Option<String> {
    match (Show::parse(&entry.command), parts(&entry.sent)) {
        (Err(error), _) | (_, Err(error)) => Some(error.to_string()),
        (_, Ok(parts)) if !parts.contains(&entry.command.as_str()) => {
            Some(format!("what was sent for `{}` does not hold it", entry.command))
        }
        _ => None,
    }
}

/// An answer whose end was seen, and of which it is told why its end is lost.
fn torn_claim(entry: &Entry) -> Option<String> {
    let is_torn = entry.whole && entry.is_lost();
    is_torn.then(|| format!("the end of the answer to `{}` was seen, and lost: {}", entry.command, entry.lost_why()))
}

/// Commands that stand there twice, and files that are not called after their commands: an answer may be another's.
fn misnamed(bundle: &Bundle) -> Vec<String> {
    let mut named = Bundle::default();
    let mut found = Vec::new();
    for entry in &bundle.entries {
        if named.entries.iter().any(|other| other.command == entry.command) {
            found.push(format!("`{}` is answered twice", entry.command));
        }
        named.push(entry.clone());
        let file = named.entries.last().map_or("", |own| own.file.as_str());
        if file != entry.file {
            found.push(format!("the answer to `{}` stands in `{}`, not in `{file}`", entry.command, entry.file));
        }
    }
    found
}
