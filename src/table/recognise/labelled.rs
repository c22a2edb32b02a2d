//! Whether labels tell their table where no command does: instance views of other commands have labels of the same names.

use std::collections::BTreeSet;

use super::super::body::Item;
use super::super::{Definition, heading, labels};

/// Labels that say something which not every table says.
const FEWEST: usize = 2;

/// Whether enough labels are this table's, and not most of them another's.
pub(super) fn are_told(definition: &Definition, block: &[&Item<'_>]) -> bool {
    let mut own = BTreeSet::new();
    let mut strange = 0;
    for item in block {
        match labels::labelled(definition, &item.line, 0, false) {
            Some(label) => drop(own.insert(label.field)),
            None => strange += usize::from(labels::labelled(definition, &item.line, 0, true).is_some()),
        }
    }
    // Beside strange labels keys tell nothing: other commands tell their records apart by the same ones.
    let may_tell = |name: &String| strange == 0 || !definition.key.contains(name);
    let is_telling = |name: &&String| may_tell(name) && !heading::is_common_name(name);
    let telling = own.iter().filter(is_telling).count();
    telling >= FEWEST && own.len() * 2 >= strange
}
