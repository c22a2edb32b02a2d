//! Answers of which it is known what was asked: whether all of them came.

use std::sync::Arc;

use super::Definition;
use super::answer::{Answer, Status};
use super::command::Typed;
use super::found::Found;
use super::reader::{self, Origin};
use crate::source::{Asked, Capture};

/// Says of the answers to a command whose end nobody saw what that means for them.
pub(super) fn settle(answers: &mut Vec<Answer>, asked: &Asked, from: (&Capture, usize), tables: &[Definition]) {
    answers.iter_mut().filter(|answer| !answer.generic).for_each(|answer| doubt(answer, tables));
    explain(answers, asked, from, tables);
}

/// A table whose end nobody saw may have had more rows, unless ONTAP's count or a sentence shows that it is whole.
fn doubt(answer: &mut Answer, tables: &[Definition]) {
    let is_shown = answer.announced.is_some() || !tables[answer.table].sentences.is_empty();
    if answer.status == Status::Complete && !is_shown {
        answer.status = Status::CutOff;
        "the end of the answer was not seen".clone_into(&mut answer.why);
    }
}

/// Says of an answer that is not whole why its end is lost; where nothing of it was read, there is none.
fn explain(answers: &mut Vec<Answer>, asked: &Asked, (capture, source): (&Capture, usize), tables: &[Definition]) {
    if asked.lost.is_empty() {
        return;
    }
    let last = (1..=capture.line_count()).rfind(|&number| !capture.line(number).is_blank()).unwrap_or_default();
    let is_torn = |answer: &Answer| answer.why_place.is_some_and(|place| place.line as usize == last);
    for answer in answers.iter_mut().filter(|answer| answer.status == Status::Unreadable && is_torn(answer)) {
        answer.status = Status::CutOff;
        "it ends within a line".clone_into(&mut answer.why);
    }
    if answers.iter().all(|answer| answer.generic) {
        answers.extend(missing(asked, source, tables));
    }
    for answer in answers.iter_mut().filter(|answer| matches!(answer.status, Status::CutOff | Status::Unreadable)) {
        answer.why = format!("{}: {}", answer.why, asked.lost);
    }
}

/// The answer that never came to a command of a table, where it is known why.
pub(super) fn missing(asked: &Asked, source: usize, tables: &[Definition]) -> Option<Answer> {
    let typed = Typed::parse(&asked.command, "", tables);
    let table = typed.definition.filter(|_| !asked.lost.is_empty())?;
    let origin = Origin { table, typed: Some(Arc::new(typed)), source, line: 1, ..Origin::default() };
    let answer = reader::answer(&tables[table], &origin, Found::default());
    Some(Answer { status: Status::Missing, why: asked.lost.clone(), why_place: None, ..answer })
}
