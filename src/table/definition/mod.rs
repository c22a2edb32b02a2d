//! What one ONTAP command answers: its columns, their types, headings and labels, and the views it prints.

mod derived;
mod effect;
mod example_file;
mod file;
mod listing;
mod own_names;
mod pasted;
mod spelled;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::table::{Status, Value};

pub use derived::Derived;
pub(crate) use derived::faults as derived_faults;
pub use effect::Effect;
pub(crate) use effect::ROW;
pub use file::parse_definition;
use file::parse_kind;
pub(crate) use listing::{faults as listing_faults, settle as settle_listings};
pub use pasted::is_pasteable;
pub(crate) use pasted::narrowed;
pub(crate) use spelled::{Spelled, Spelling, bare, normal};

/// Description of one ONTAP `show` command, from `rules/tables/NAME.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Path below `rules/`, such as `tables/lif.toml`.
    pub file: String,
    /// Canonical command without options, such as `network interface show`.
    pub command: String,
    /// What its records are facts about, such as `lif`.
    pub entity: String,
    /// Names of the fields that tell its records apart.
    pub key: Vec<String>,
    /// Whether its answers list all rows of the entity; `None`: the file does not say, and they do.
    pub lists: Option<bool>,
    /// Whether the admin SVM always has a row in its answers.
    pub holds_admin: bool,
    /// What the answer is for, in a sentence.
    pub about: String,
    /// Where the layout is documented or was seen.
    pub reference: String,
    /// Whether ONTAP prints `N entries were displayed.` below two and more rows.
    pub counted: bool,
    /// All known columns.
    pub columns: Vec<Column>,
    /// Facts that follow from those that the tables print.
    pub derived: Vec<Derived>,
    /// The layouts that it prints.
    pub views: Vec<View>,
    /// Sentences that are a whole answer.
    pub sentences: Vec<Sentence>,
    /// What is typed behind the command to ask it; may be empty.
    pub argument: String,
    /// What people are advised to type, where it is not the command and its fields; may be empty.
    pub advice: String,
    /// Where the command stands in ONTAP's hierarchy, where it is an alias; else empty.
    pub directory: String,
    /// Whether the command does not know `-fields`.
    pub without_fields: bool,
    /// The releases that the command is for; `None`: all.
    pub era: Option<Era>,
    /// Commands of other directories that change what it shows.
    pub changed_by: Vec<String>,
    /// Whether every cluster has such records, so that an answer without any is none of it: `always`, or only for these
    /// values of its filters.
    pub never_empty: Vec<String>,
    /// Entities that are mended before those of this table: what is done here rests on them.
    pub behind: Vec<String>,
    /// What commands do to its rows.
    pub effects: Vec<Effect>,
    /// Texts with the records that are read from them.
    #[serde(skip)]
    pub examples: Vec<TableExample>,
    /// The headings of its columns as they are compared with damaged ones.
    #[serde(skip)]
    pub(crate) spelled: Spelled,
}

/// Releases before or from 9.10.1, the release that replaced firewall policies by service policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Era {
    /// Before 9.10.1.
    Old,
    /// From 9.10.1.
    New,
}

impl Definition {
    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether each record is an option: its value is a fact under the option's name, `tape-reservations`.
    pub fn names_options(&self) -> bool {
        self.columns.iter().any(|column| column.kind == Kind::OptionName)
    }

    /// Whether its records, or those of one of its views, are facts about the entity.
    pub fn tells(&self, entity: &str) -> bool {
        self.entity == entity || self.views.iter().any(|view| view.entity.as_deref() == Some(entity))
    }

    /// Whether a whole answer shows every row of the entity that its filters let through.
    pub fn lists(&self, entity: &str) -> bool {
        let of_view = || self.views.iter().find(|view| view.entity.as_deref() == Some(entity))?.lists;
        if self.entity == entity { self.lists } else { of_view() }.unwrap_or(true)
    }
}

/// One column of a command.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// ONTAP's field name, or a name of our own for a cell that holds several fields.
    pub name: String,
    /// Name of the fact in its entity, where it differs from `name`.
    pub fact: String,
    /// Heading in tables, top line first, then other spellings of it.
    pub headings: Vec<Vec<String>>,
    /// Label in instance views and device blocks, then other spellings of it.
    pub labels: Vec<String>,
    /// How its cells read.
    pub kind: Kind,
    /// Whether it is a leading key that is printed once for several rows.
    pub group: bool,
    /// Whether its cell may be blank.
    pub blank: bool,
    /// Whether its cells are set to the right end of their column.
    pub right: bool,
    /// The fields in a cell that holds several (`up/down`), in order.
    pub splits: Vec<String>,
    /// The field that `-fields` asks for in its place, where ONTAP has none of its name; it tells the same.
    pub field: Option<String>,
    /// The releases that have the field; `None`: all.
    pub era: Option<Era>,
    /// The words that the elements of its list are known to be; empty where they are free. Of a text: what ONTAP is known
    /// to print there, so that words behind it are somebody's.
    pub words: Vec<String>,
}

/// How the cells of a column read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// One word; seldom several.
    #[default]
    Name,
    /// One word, never several.
    Word,
    /// Free text with blanks.
    Text,
    /// `true` or `false`, or `-`.
    Bool,
    /// One of the named words, or `-`; other words are possible in new releases when `open`.
    Enumeration {
        /// The words.
        words: Vec<String>,
        /// Whether other words may stand there too.
        open: bool,
    },
    /// A whole number.
    Integer,
    /// `admin/oper` status of a LIF.
    UpDown,
    /// `address/length`, a WWPN, or `-`.
    AddressMask,
    /// An IP address.
    Address,
    /// `node:port`.
    NodePort,
    /// A port name such as `e0a`, `a0a-120`, `1b`.
    Port,
    /// A tape device ID such as `sw4:10.11L1`.
    DeviceId,
    /// A list, parted by commas.
    List,
    /// A list of addresses with masks, parted by commas, `-` when empty.
    Addresses,
    /// `service: address, address` one below the other.
    ServiceAddresses,
    /// `node:port` parted by commas, over several lines, behind `Failover Targets:` where it has that label.
    Targets,
    /// A duration or a time, with blanks.
    Time,
    /// A size with its unit, or `-`.
    Size,
    /// A percentage, or `-`.
    Percent,
    /// An option name with a dot in it, such as `tape.reservations`.
    OptionName,
}

impl Kind {
    /// Whether several values stand in one cell.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List | Self::Addresses | Self::ServiceAddresses | Self::Targets)
    }
}

/// One layout of a command.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The option that asks for it, without its dash; empty for the plain layout.
    pub option: String,
    /// Names of its columns from left to right; empty for a view of labels only.
    pub columns: Vec<String>,
    /// Names of the columns whose `Label: value` lines stand above the table (`Node`, `Media Changer`).
    pub above: Vec<String>,
    /// Whether it is printed without any heading.
    pub headless: bool,
    /// Whether ONTAP counts its rows, where it differs from the command.
    pub counted: Option<bool>,
    /// What its records are about, where it differs from the command.
    pub entity: Option<String>,
    /// What tells its records apart, where it differs from the command.
    pub key: Option<Vec<String>>,
    /// Whether its answers list all rows of an entity of its own; settled when all tables are known.
    pub lists: Option<bool>,
    /// The words of its headings column by column, in small letters and without plural and marks.
    pub words: Vec<String>,
}

/// A sentence that is a whole answer, such as `NDMP node-scope-mode is enabled.`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Text of the sentence, without regard to case and blanks.
    pub text: String,
    /// The field that it tells.
    pub field: String,
    /// The value that it tells.
    pub value: String,
}

/// A text that ONTAP printed, and what is read from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableExample {
    /// The line of its file on which it begins, from 1.
    pub line: usize,
    /// What was typed, where the text begins with the answer.
    pub command: Option<String>,
    /// The text.
    pub input: String,
    /// Whether the answer is all there.
    pub status: Status,
    /// The fields of each record that the table describes, in the order of the text.
    pub records: Vec<BTreeMap<String, Value>>,
}
