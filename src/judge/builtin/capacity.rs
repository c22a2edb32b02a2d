//! How many backup streams a node can run at once: it depends on its memory
//! (ND:tape-backup/scalability-limits-dump-concept.adoc and its neighbours).

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::each::{each, rows_of};
use crate::facts::{Reason, Why};

/// Streams that any node runs, whatever its memory.
const LEAST: u32 = 4;
/// Streams that a node with the most memory runs, and those to its own tape drives.
const MOST: u32 = 32;
const MOST_LOCAL: u32 = 16;

/// The planned streams fit the nodes' limits.
pub(super) fn ndmp_session_capacity<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let Some(streams) = context.question.backup.streams else { return Vec::new() };
    let nodes = u32::try_from(context.facts.rows("node").len()).unwrap_or(u32::MAX);
    let gap = context.facts.gap("node", &[]);
    let most = if context.question.tape { MOST_LOCAL } else { MOST };
    let check = rows_of("node", &[("node", "node")], &[], "no-node");
    each(context, &check, "no node is shown", |subject, rows| {
        let marks: Vec<_> = rows.iter().filter_map(|row| row.mark("node")).collect();
        let about = |truth| Finding::about(subject.clone(), truth).marks(marks.clone());
        if streams <= LEAST {
            return vec![about(Truth::True).message(format!("{streams} streams are no more than any node can run"))];
        }
        if gap.is_none() && streams > most.saturating_mul(nodes) {
            let of = if context.question.tape { " to its own tape drives" } else { "" };
            let message = format!("{streams} streams are more than {nodes} node(s) can run: at most {most} each{of}");
            return vec![about(Truth::False).message(message)];
        }
        let text = format!(
            "{streams} streams may be too many for one node: by its memory it runs {LEAST}, 16 or {MOST}, and no command that is asked shows the memory; compare the node's model with NetApp's table of limits"
        );
        vec![about(Truth::Unknown(Why::new(Reason::NoMatch, text)))]
    })
}
