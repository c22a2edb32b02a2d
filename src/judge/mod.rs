//! Rule x facts to outcome: three-valued truth with its evidence.

mod judgement;
mod outcome;
mod question;

pub use judgement::{Judgement, judge};
pub use outcome::{Evidence, Outcome, Severity, Verdict};
pub use question::{Expect, Question, ScopeWish, UserWish, Waiver};
