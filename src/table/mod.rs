//! ONTAP's text to typed cells: which command a text answers, its records, and the facts that they tell.

mod definition;
mod definition_file;
mod reading;

pub use definition::{Column, Definition, Kind, Sentence, View};
pub use definition_file::parse_definition;
pub(crate) use definition_file::parse_kind;
pub use reading::{Answer, Reading, Record, Status, Value, read};
