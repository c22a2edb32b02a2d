//! Commands below which nothing can be read, and what is told of them.

use super::Definition;
use super::answer::Answer;
use super::body::{Item, ItemKind};
use super::reader::{self, Origin};
use super::recognise::Tables;
use super::segments::Segment;
use super::session::Session;
use crate::source::Capture;

/// Keeps that nothing could be read below a command.
pub(super) fn note(
    session: &mut Session,
    (segment, asked): (&Segment, Option<Origin>),
    items: &[Item<'_>],
    capture: &Capture,
    known: &Tables<'_>,
) {
    remark(session, segment, items, capture);
    let unread = asked.and_then(|asked| unread(segment, &known.tables[asked.table], &asked, items));
    session.answers.extend(unread);
}

/// Keeps that rows stand below a heading of which no command and no table is known.
pub(super) fn note_heading(session: &mut Session, heading: &Item<'_>, capture: &Capture) {
    let words = heading.line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = format!("no table has the heading `{words}`; what stands below it was passed over");
    session.remarks.push((None, format!("{}:{}: {what}", capture.name, heading.line.number)));
}

/// The answer to a known command of which nothing can be read; `None` where nothing of one is there, or ONTAP's help is.
fn unread(segment: &Segment, definition: &Definition, origin: &Origin, items: &[Item<'_>]) -> Option<Answer> {
    const INTERRUPTED: &str = "^C";
    let is_text = |item: &&Item<'_>| item.kind == ItemKind::Text && item.line.text.trim() != INTERRUPTED;
    let first = items.iter().find(is_text)?;
    let is_help = segment.typed.as_ref().is_some_and(|typed| typed.text.contains('?'));
    (!is_help).then(|| reader::unread(definition, origin, &first.line))
}

fn remark(session: &mut Session, segment: &Segment, items: &[Item<'_>], capture: &Capture) {
    let place = format!("{}:{}", capture.name, segment.line);
    let of_cluster = |text: String| (segment.prompt.clone(), text);
    match &segment.typed {
        Some(typed) if typed.definition.is_some() => {
            let what = if items.iter().any(|item| item.kind == ItemKind::Text) {
                "its answer cannot be read"
            } else {
                "no answer follows"
            };
            session.unanswered.push(of_cluster(typed.command.clone()));
            session.remarks.push(of_cluster(format!("{place}: `{}`: {what}", typed.text)));
        }
        Some(typed) if typed.command.split(' ').any(|word| word.starts_with("show")) => {
            let what = format!("{place}: no table describes `{}`; its answer was passed over", typed.text);
            session.remarks.push(of_cluster(what));
        }
        _ => {}
    }
}
