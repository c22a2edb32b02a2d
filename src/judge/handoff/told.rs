//! A value of the sheet, or why it cannot be told and which command would tell it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::super::context::Context;
use crate::facts::{Fact, Reason, Row, Why};
use crate::table::Value;

/// What is told of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A value, as ONTAP prints it or as the sheet says it.
    Value(String),
    /// Several.
    List(Vec<String>),
    /// A line that is typed exactly so.
    Command(String),
    /// It cannot be told.
    Untold(Untold),
}

/// Why something cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// A short code, as that of an unknown outcome.
    pub reason: &'static str,
    /// A sentence.
    pub why: String,
    /// Commands whose answers would tell it.
    pub run: Vec<String>,
}

impl Told {
    /// A value.
    pub(super) fn value(text: impl Into<String>) -> Self {
        Self::Value(text.into())
    }

    /// What cannot be told, for this reason.
    pub(super) fn untold(why: &Why) -> Self {
        Self::Untold(Untold { reason: why.reason.word(), why: why.text.clone(), run: why.commands.clone() })
    }

    /// What cannot be told, in words of the sheet's own.
    pub(super) fn open(reason: Reason, why: impl Into<String>) -> Self {
        Self::untold(&Why::new(reason, why))
    }

    /// What the answers tell of a column of a row.
    pub(super) fn of(context: &Context<'_>, entity: &str, row: &Row, column: &str) -> Self {
        match context.facts.fact(entity, row, column) {
            Fact::Known { mark, value, .. } => match mark.doubt {
                Some(why) => Self::open(why.reason, format!("`{}` stands there; {}", value.text(), why.text)),
                None => Self::known(value),
            },
            Fact::NoneOf(_) => Self::untold(&context.facts.undecided(entity, row, column)),
            Fact::Unknown(why) => Self::untold(&why),
        }
    }

    fn known(value: Value) -> Self {
        match value {
            Value::Text(text) if matches!(text.as_str(), "" | "-") => Self::open(Reason::Unset, "ONTAP shows none"),
            Value::Text(text) => Self::Value(text.into()),
            Value::List(words) if words.is_empty() => Self::open(Reason::Unset, "ONTAP shows none"),
            Value::List(words) => Self::List(words),
        }
    }

    /// The value, where there is one.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Value(text) | Self::Command(text) => Some(text.clone()),
            Self::List(words) => Some(words.join(", ")),
            Self::Untold(_) => None,
        }
    }

    /// Whether it is told, and this.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self, Self::Value(own) if own == text)
    }

    /// The same with words behind its value.
    pub(super) fn noted(self, note: &str) -> Self {
        match self {
            Self::Value(text) => Self::Value(format!("{text} ({note})")),
            Self::List(words) => Self::Value(format!("{} ({note})", words.join(", "))),
            told => told,
        }
    }
}

/// `{"value": ...}`, a text or a list of texts; where it cannot be told `{"value": null, "reason": ..., "why": ..., "run": [...]}`.
impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Value(text) | Self::Command(text) => map.serialize_entry("value", text)?,
            Self::List(words) => map.serialize_entry("value", words)?,
            Self::Untold(Untold { reason, why, run }) => {
                map.serialize_entry("value", &None::<String>)?;
                map.serialize_entry("reason", reason)?;
                map.serialize_entry("why", why)?;
                map.serialize_entry("run", run)?;
            }
        }
        map.end()
    }
}
