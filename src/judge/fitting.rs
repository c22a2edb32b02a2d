//! Which commands of a fix the release has: service policies took over from roles and firewall policies.

use super::context::Context;
use crate::rule::OntapRange;
use crate::table::{Definition, Era};

/// The release in which LIFs got service policies in place of roles (docs.netapp.com/us-en/ontap-cli, network interface create).
const ROLES_END: [u32; 3] = [9, 6, 0];

/// The commands that the release has; all of them where it is not known, or where none would be left.
pub(super) fn fitting(commands: Vec<String>, context: &Context<'_>) -> Vec<String> {
    let fit: Vec<String> = commands.iter().filter(|command| fits(command, context)).cloned().collect();
    if fit.is_empty() { commands } else { fit }
}

fn fits(command: &str, context: &Context<'_>) -> bool {
    let is_its = |table: &&Definition| table.command.strip_suffix("show").is_some_and(|of| command.starts_with(of));
    let eras = context.catalog.tables.iter().filter(is_its).filter_map(|table| table.era);
    let excluded = |era: Era| match era {
        Era::Old => context.era == Ok(OntapRange::From9101),
        Era::New => context.era == Ok(OntapRange::Before9101),
    };
    if eras.into_iter().any(excluded) {
        return false;
    }
    let Ok(release) = &context.release else { return true };
    let has_roles = release.numbers < ROLES_END;
    if command.contains(" -service-policy ") {
        return !has_roles;
    }
    !command.contains(" -role intercluster ") || has_roles
}
