//! ONTAP's text to typed cells: which command a text answers, its records, and the facts that they tell.

mod definition;

pub use definition::{Column, Definition, Kind, Sentence, View};
