//! Which tables list all rows of their entity. Knows what the files say, not which commands there are.

use super::Definition;
use super::file::faults_of;
use crate::fault::Fault;

/// Settles it for the tables from the `new`th on: one that does not say lists all rows, unless another one says that it does.
/// What the tables before them list stays as it is, whatever a site's own tables say.
pub(crate) fn settle(tables: &mut [Definition], new: usize) {
    let listed: Vec<String> =
        tables.iter().filter(|table| table.lists == Some(true)).map(|table| table.entity.clone()).collect();
    for table in tables.iter_mut().skip(new) {
        let own = table.entity.clone();
        if table.lists.is_none() && listed.contains(&own) {
            table.lists = Some(false);
        }
        let is_listed = |entity: &String| *entity != own && listed.contains(entity);
        for view in &mut table.views {
            view.lists = view.entity.as_ref().filter(|entity| is_listed(entity)).map(|_| false);
        }
    }
}

/// The fault of a file whose entity no table lists: whether all of its rows were seen could never be told.
pub(crate) fn faults(file: &str, text: &str, table: &Definition, tables: &[Definition]) -> Vec<Fault> {
    let entity = &table.entity;
    if table.lists != Some(false) || tables.iter().any(|other| other.tells(entity) && other.lists(entity)) {
        return Vec::new();
    }
    faults_of(file, text, |root, faults| {
        let help = format!("expected `lists = true` in the table whose answers show every row of `{entity}`");
        faults.add(root.key_span("lists"), format!("no table lists all rows of `{entity}`"), help);
    })
}
