//! One column of a table as it stands in a certain text: its definition, and its place under the ruler.

use super::kind::is_up_down;
use super::{Column, Kind};

/// One column in place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    /// Field name.
    pub(super) name: String,
    /// How its cells read.
    pub(super) kind: Kind,
    /// What the elements of its list are known to be, or begin with; empty where they are free.
    pub(super) words: Vec<String>,
    /// The fields in a cell that holds several.
    pub(super) splits: Vec<String>,
    /// Column at which its ruler starts, from 0; `None` where the text does not tell.
    pub(super) offset: Option<usize>,
    /// Width of its ruler.
    pub(super) width: usize,
    /// Printed once for several rows.
    pub(super) group: bool,
    /// May be blank.
    pub(super) blank: bool,
    /// Whether ONTAP prints `-` in it where nothing is set, so that a blank cell is a lost one.
    pub(super) dashed: bool,
    /// Set to the right.
    pub(super) right: bool,
    /// Tells records apart.
    pub(super) key: bool,
    /// Whether it has a heading; a list on lines of its own has none.
    pub(super) headed: bool,
    /// The lowest line of its heading.
    pub(super) bottom: String,
    /// Whether the heading names a column at all; cells under an unreadable heading are passed over.
    pub(super) named: bool,
}

impl Slot {
    pub(super) fn of(column: &Column, key: &[String]) -> Self {
        Self {
            name: column.name.clone(),
            kind: column.kind.clone(),
            words: column.words.clone(),
            splits: column.splits.clone(),
            offset: None,
            width: 0,
            group: column.group,
            blank: column.blank,
            dashed: false,
            right: column.right,
            key: key.contains(&column.name),
            headed: !column.headings.is_empty() || column.splits.is_empty() && !matches!(column.kind, Kind::Targets),
            bottom: column.headings.first().and_then(|lines| lines.last()).unwrap_or(&column.name).clone(),
            named: true,
        }
    }

    /// A column that no definition describes.
    pub(super) fn unknown(name: &str, named: bool) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Text,
            words: Vec::new(),
            splits: Vec::new(),
            offset: None,
            width: 0,
            group: false,
            blank: true,
            dashed: false,
            right: false,
            key: false,
            headed: true,
            bottom: name.to_owned(),
            named,
        }
    }

    /// Lets its cells be blank, or not. Of names and texts ONTAP has empty ones; of what is told by few words or figures it prints `-`
    /// where nothing is set.
    pub(super) fn become_blank(&mut self, blank: bool) {
        let is_free = matches!(
            self.kind,
            Kind::Name
                | Kind::Word
                | Kind::Text
                | Kind::List
                | Kind::Addresses
                | Kind::ServiceAddresses
                | Kind::Targets
        );
        self.dashed = !(is_free || self.blank || self.kind == Kind::Port);
        self.blank = blank;
    }

    /// The fields that its cell tells.
    pub(super) fn fields(&self) -> &[String] {
        if self.splits.is_empty() { std::slice::from_ref(&self.name) } else { &self.splits }
    }

    /// Whether an element, or a part of one that was broken, can be one of its list.
    pub(super) fn may_list(&self, part: &str) -> bool {
        let is_part = |word: &String| word.starts_with(part) || word.ends_with(part);
        self.kind != Kind::List || self.words.is_empty() || self.words.iter().any(is_part)
    }

    /// Column behind its ruler; 0 where the text does not tell.
    pub(super) fn end(&self) -> usize {
        self.offset.map_or(0, |offset| offset + self.width)
    }

    /// Columns between its offset and the text: the admin word of a LIF's status is set to the right in four columns.
    pub(super) fn text_indent(&self, text: &str) -> usize {
        let is_status = matches!(self.kind, Kind::UpDown) && self.width >= 10 && is_up_down(text);
        let admin = || text.split('/').next().map_or(4, str::len);
        if is_status { 4_usize.saturating_sub(admin()) } else { 0 }
    }

    /// Whether its cell has one line for each element or address.
    pub(super) fn goes_on_below(&self) -> bool {
        matches!(self.kind, Kind::List | Kind::Addresses | Kind::ServiceAddresses | Kind::Targets)
    }

    /// Whether its cell may go on on the next line.
    pub(super) fn goes_on(&self) -> bool {
        matches!(
            self.kind,
            Kind::List
                | Kind::Addresses
                | Kind::ServiceAddresses
                | Kind::Targets
                | Kind::Text
                | Kind::Enumeration { .. }
        )
    }
}
