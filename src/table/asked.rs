//! Answers of which it is known what was asked: whether all of them came.

use super::Definition;
use super::answer::{Answer, Status};

/// A table whose end nobody saw may have had more rows, unless ONTAP's count or a sentence shows that it is whole.
pub(super) fn doubt(answer: &mut Answer, tables: &[Definition]) {
    let is_shown = answer.announced.is_some() || !tables[answer.table].sentences.is_empty();
    if answer.status == Status::Complete && !is_shown {
        answer.status = Status::CutOff;
        "the end of the answer was not seen".clone_into(&mut answer.why);
    }
}
