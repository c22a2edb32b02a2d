//! A field's own name is one of its labels and one of its headings: ONTAP's people retype tables with field names.

use super::{Column, Definition, Kind};

/// Adds the name of each field, as it is and with blanks, to its labels and headings, unless another column is called so.
pub(super) fn complete(definition: &mut Definition) {
    let declared = definition.columns.clone();
    for (at, column) in definition.columns.iter_mut().enumerate() {
        // A cell of several fields has a name of our own, which no text shows.
        if !column.splits.is_empty() {
            continue;
        }
        let others = || declared.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
        let is_bare = column.headings.is_empty()
            && (column.kind == Kind::Targets
                || definition.views.iter().any(|view| view.columns.contains(&column.name)));
        for name in [column.name.clone(), column.name.replace('-', " ")] {
            if !column.labels.iter().any(|own| is_same(own, &name)) && !others().any(|other| is_labelled(other, &name))
            {
                column.labels.push(name.clone());
            }
            // What stands in a view without a heading of its own must not begin to have one.
            if !is_bare && !is_headed(column, &name) && !others().any(|other| is_headed(other, &name)) {
                column.headings.push(vec![name]);
            }
        }
    }
}

fn is_labelled(column: &Column, name: &str) -> bool {
    column.labels.iter().any(|label| is_same(label, name))
}

fn is_headed(column: &Column, name: &str) -> bool {
    column.headings.iter().any(|lines| is_same(&lines.join(" "), name))
}

/// Without regard to case, and to the plural that the reader does not regard either.
fn is_same(one: &str, other: &str) -> bool {
    one.trim_end_matches('s').eq_ignore_ascii_case(other.trim_end_matches('s'))
}
