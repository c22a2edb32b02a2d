//! What is behind an answer that is not there: the command was typed, and the cluster did not know it or refused it.

use super::Target;
use super::layout::clean;
use crate::judge::Outcome;

/// The causes that the text shows for outcomes which wait for commands; none where these were not typed at all.
pub(super) fn of(group: &[&Outcome], target: &Target) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    for command in group.iter().flat_map(|outcome| wanted(&outcome.message)) {
        let found = refused(command, target).into_iter().chain(misspelt(command, target));
        for cause in found {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
    }
    causes
}

/// The commands that a sentence says to run.
fn wanted(message: &str) -> impl Iterator<Item = &str> {
    let behind = message.rfind("; run `").map_or("", |at| &message[at..]);
    behind.split('`').skip(1).step_by(2)
}

/// The command without its options.
fn path(command: &str) -> &str {
    command.split(" -").next().unwrap_or(command).trim()
}

fn refused<'t>(command: &'t str, target: &'t Target) -> Vec<String> {
    let is_it = |answer: &&super::AnswerLine| answer.status == "refused" && path(&answer.command) == path(command);
    let told = |answer: &super::AnswerLine| {
        clean(&format!("`{}` at {}:{} was refused: {}", answer.command, answer.source, answer.line, answer.why))
    };
    target.answers.iter().filter(is_it).map(told).collect()
}

fn misspelt<'t>(command: &'t str, target: &'t Target) -> Vec<String> {
    let is_it = |slip: &&crate::table::Slip| slip.meant.as_deref() == Some(path(command));
    let told = |slip: &crate::table::Slip| {
        let (place, typed, words) = (&slip.place, &slip.typed, &slip.words);
        clean(&format!("`{typed}` at {place} is misspelt ({words}); meant is `{}`", path(command)))
    };
    target.slips.iter().filter(is_it).map(told).collect()
}
