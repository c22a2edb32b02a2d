//! `rules/tables/NAME.toml` to a checked [`Definition`]. Knows the shape of the file, not ONTAP.

use std::collections::BTreeSet;

use super::{
    Column, Definition, Era, Kind, Sentence, Spelled, View, bare, derived, effect, example_file, is_pasteable,
    own_names,
};
use crate::fault::{Fault, Faults, Section, Text, advice, open};

const KEYS: [&str; 22] = [
    "command",
    "entity",
    "key",
    "lists",
    "holds-admin",
    "counted",
    "argument",
    "advice",
    "directory",
    "fields",
    "era",
    "changed-by",
    "never-empty",
    "behind",
    "about",
    "reference",
    "column",
    "derived",
    "view",
    "sentence",
    "effect",
    "example",
];
const COLUMN_KEYS: [&str; 14] = [
    "name",
    "heading",
    "or-headings",
    "labels",
    "type",
    "words",
    "group",
    "splits",
    "one-field",
    "blank",
    "right",
    "fact",
    "field",
    "era",
];
const ERAS: [(&str, Era); 2] = [("old", Era::Old), ("new", Era::New)];
const VIEW_KEYS: [&str; 7] = ["option", "columns", "above", "headless", "counted", "entity", "key"];
const SENTENCE_KEYS: [&str; 3] = ["text", "field", "value"];

/// The type words of a column, besides `{a|b}`.
const TYPES: [(&str, Kind); 19] = [
    ("name", Kind::Name),
    ("word", Kind::Word),
    ("text", Kind::Text),
    ("bool", Kind::Bool),
    ("integer", Kind::Integer),
    ("up-down", Kind::UpDown),
    ("address-mask", Kind::AddressMask),
    ("address", Kind::Address),
    ("node-port", Kind::NodePort),
    ("port", Kind::Port),
    ("device-id", Kind::DeviceId),
    ("list", Kind::List),
    ("addresses", Kind::Addresses),
    ("service-addresses", Kind::ServiceAddresses),
    ("targets", Kind::Targets),
    ("time", Kind::Time),
    ("size", Kind::Size),
    ("percent", Kind::Percent),
    ("option-name", Kind::OptionName),
];

/// Reads and checks one table file.
///
/// # Errors
/// All faults of the file, in its order: syntax, unknown keys and types, names that no column has.
pub fn parse_definition(file: &str, text: &str) -> Result<Definition, Vec<Fault>> {
    let document = open(file, text)?;
    let faults = Faults::new(file, text);
    let root = Section::file(&document, &KEYS, &faults);
    let sheet = Sheet::of(root.sections("column", &COLUMN_KEYS), &faults);
    let mut definition = Definition {
        file: file.to_owned(),
        command: command(&root, &faults),
        entity: root.needed_string("entity"),
        key: sheet.names(root.texts("key")),
        lists: root.flag("lists"),
        holds_admin: holds_admin(&root, &sheet.names, &faults),
        about: root.needed_string("about"),
        reference: root.string("reference"),
        counted: root.flag("counted").unwrap_or(true),
        columns: sheet.columns(),
        derived: derived::read(&root, &faults),
        views: root.sections("view", &VIEW_KEYS).iter().map(|view| sheet.view(view)).collect(),
        sentences: root.sections("sentence", &SENTENCE_KEYS).iter().map(|row| sheet.sentence(row)).collect(),
        argument: root.string("argument"),
        advice: advised(&root, &faults),
        directory: directory(&root, &faults),
        without_fields: root.flag("fields") == Some(false),
        era: era(&root, &faults),
        changed_by: paths(root.texts("changed-by"), &faults),
        never_empty: strings(root.texts("never-empty")),
        behind: strings(root.texts("behind")),
        effects: Vec::new(),
        examples: example_file::examples(&root, &sheet.names, &faults),
        spelled: Spelled::default(),
    };
    definition.effects = effect::read(&root, &definition, &faults);
    own_names::complete(&mut definition);
    complete_words(&mut definition);
    if !root.has("column") {
        root.missing("column", "a table has at least one `[[column]]`");
    }
    faults.settle(definition)
}

/// Gives each view the words of its headings.
fn complete_words(definition: &mut Definition) {
    let Definition { columns, views, .. } = definition;
    for view in views {
        let named = view.columns.iter().filter_map(|name| columns.iter().find(|column| column.name == *name));
        let lines = named.filter_map(|column| column.headings.first()).flatten();
        let words = lines.flat_map(|line| line.split_whitespace());
        view.words = words.map(|word| bare(word).to_ascii_lowercase()).collect();
    }
}

/// Commands are printed into roles and plans for people to paste: they are words and nothing else.
pub(super) fn is_path(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    text.split(' ').all(is_word)
}

fn command(root: &Section, faults: &Faults) -> String {
    let Some(text) = root.need("command") else { return String::new() };
    if !is_path(&text.value) {
        let advice = "expected lower-case words with one blank between them, as in `network interface show`";
        faults.add_text(&text, format!("`{}` is no command", text.value.escape_debug()), advice);
    }
    text.value
}

/// Paths of commands.
fn paths(texts: Vec<Text>, faults: &Faults) -> Vec<String> {
    for text in texts.iter().filter(|text| !is_path(&text.value)) {
        let message = format!("`{}` is no command", text.value.escape_debug());
        faults.add_text(text, message, "expected lower-case words with one blank between them");
    }
    strings(texts)
}

/// Where the command stands in full; a role that named less than the whole command would give more rights than it needs.
fn directory(root: &Section, faults: &Faults) -> String {
    let Some(text) = root.text("directory") else { return String::new() };
    let command = root.string("command");
    let is_full = text.value == command || text.value.ends_with(&format!(" {command}"));
    if !is_full || !is_path(&text.value) {
        let message = format!("`{}` is not the command in full", text.value.escape_debug());
        faults.add_text(&text, message, format!("expected words that end with `{command}`"));
    }
    text.value
}

/// Whether the admin SVM always has a row; it is looked for by the name of its SVM.
fn holds_admin(root: &Section, columns: &BTreeSet<String>, faults: &Faults) -> bool {
    let holds = root.flag("holds-admin") == Some(true);
    if holds && !columns.contains("vserver") {
        let help = "expected a `[[column]]` of that name, in which the admin SVM is looked for";
        faults.add(root.key_span("holds-admin"), "no column `vserver` tells which SVM a row is of", help);
    }
    holds
}

/// What people are advised to type: the command with more behind it. Another command would not tell what is missing.
fn advised(root: &Section, faults: &Faults) -> String {
    let Some(text) = root.text("advice") else { return String::new() };
    let command = root.quiet_string("command");
    let is_argument = |word: &str| is_pasteable(word.trim_start_matches('-'));
    let is_one = |rest: &str| rest.starts_with(' ') && rest.trim().split(' ').all(is_argument);
    if !text.value.strip_prefix(&command).is_some_and(is_one) {
        let message = format!("`{}` is not the command with an argument", text.value.escape_debug());
        faults.add_text(&text, message, format!("expected words that begin with `{command} `"));
    }
    text.value
}

/// The columns of a file, which the other parts of it speak of.
struct Sheet<'s, 't> {
    columns: Vec<Section<'s, 't>>,
    /// Their names.
    names: BTreeSet<String>,
    faults: &'s Faults<'t>,
}

impl<'s, 't> Sheet<'s, 't> {
    fn of(columns: Vec<Section<'s, 't>>, faults: &'s Faults<'t>) -> Self {
        let names = columns.iter().map(|column| column.quiet_string("name")).collect();
        Self { columns, names, faults }
    }
}

impl Sheet<'_, '_> {
    fn columns(&self) -> Vec<Column> {
        let mut seen = BTreeSet::new();
        self.columns.iter().map(|section| self.column(section, &mut seen)).collect()
    }

    fn column(&self, section: &Section, seen: &mut BTreeSet<String>) -> Column {
        let name = section.need("name");
        if let Some(name) = name.as_ref().filter(|name| !seen.insert(name.value.clone())) {
            let message = format!("column `{}` is described twice", name.value);
            self.faults.add_text(name, message, "keep one of the two");
        }
        let name = name.map(|name| name.value).unwrap_or_default();
        let fact = section.text("fact").map_or_else(|| name.clone(), |fact| fact.value);
        let splits = self.names(section.texts("splits"));
        Column {
            fact,
            name,
            headings: self.headings(section, splits.len()),
            labels: strings(section.texts("labels")),
            kind: section.text("type").map(|word| self.kind(&word)).unwrap_or_default(),
            group: section.flag("group").unwrap_or(false),
            blank: section.flag("blank").unwrap_or(false),
            right: section.flag("right").unwrap_or(false),
            splits,
            field: section.text("field").map(|field| self.names(vec![field]).concat()),
            era: era(section, self.faults),
            words: strings(section.texts("words")),
        }
    }

    /// The headings of a column. One such as `Admin/Oper` stands over two values: read as one word, they would be no value of
    /// either field.
    fn headings(&self, section: &Section, splits: usize) -> Vec<Vec<String>> {
        let first = Some(section.texts("heading")).filter(|lines| !lines.is_empty());
        let spellings: Vec<Vec<Text>> = first.into_iter().chain(section.lists("or-headings")).collect();
        let is_one = section.flag("one-field") == Some(true) || splits == 2;
        let bottoms = spellings.iter().filter_map(|lines| lines.last());
        for bottom in bottoms.filter(|bottom| !is_one && names_two(&bottom.value)) {
            let help = "name both fields in `splits`, or say `one-field = true` where its cells hold one value";
            self.faults.add_text(bottom, format!("`{}` stands over two fields", bottom.value), help);
        }
        spellings.into_iter().map(strings).collect()
    }

    fn kind(&self, word: &Text) -> Kind {
        if let Some(kind) = parse_kind(&word.value) {
            return kind;
        }
        self.faults.add_text(word, format!("unknown type `{}`", word.value), type_advice(&word.value));
        Kind::default()
    }

    fn view(&self, section: &Section) -> View {
        View {
            option: section.string("option"),
            columns: self.names(section.texts("columns")),
            above: self.names(section.texts("above")),
            headless: section.flag("headless").unwrap_or(false),
            counted: section.flag("counted"),
            entity: section.text("entity").map(|entity| entity.value),
            key: section.has("key").then(|| self.names(section.texts("key"))),
            lists: None,
            words: Vec::new(),
        }
    }

    fn sentence(&self, section: &Section) -> Sentence {
        let field = section.need("field").map(|field| self.names(vec![field]).concat());
        let text = section.needed_string("text");
        // A placeholder gives the value; a sentence without one must name it.
        let value = if text.contains('{') { section.string("value") } else { section.needed_string("value") };
        Sentence { text, field: field.unwrap_or_default(), value }
    }

    /// The names, each of which must be a column.
    fn names(&self, texts: Vec<Text>) -> Vec<String> {
        for text in texts.iter().filter(|text| !self.names.contains(&text.value)) {
            let help = advice(&text.value, self.names.iter().map(String::as_str));
            self.faults.add_text(text, format!("unknown column `{}`", text.value), help);
        }
        strings(texts)
    }
}

/// What to write in the place of a word that names no type.
pub(super) fn type_advice(word: &str) -> String {
    advice(word, TYPES.iter().map(|(name, _)| *name).chain(["{a|b}", "{a|b|...}"]))
}

/// The type that a word names; `{a|b}` and `{a|b|...}` besides those of the list.
pub(super) fn parse_kind(word: &str) -> Option<Kind> {
    let Some(inner) = word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return TYPES.iter().find(|(name, _)| *name == word).map(|(_, kind)| kind.clone());
    };
    let open = inner.ends_with("|...");
    let words = inner.strip_suffix("|...").unwrap_or(inner).split('|').map(|word| word.trim().to_owned());
    let words: Vec<String> = words.collect();
    (!words.iter().any(String::is_empty)).then_some(Kind::Enumeration { words, open })
}

/// Whether a slash stands between two words: `Admin/Oper`.
fn names_two(line: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    line.split_once('/').is_some_and(|(left, right)| ends(left.chars().next_back()) && ends(right.chars().next()))
}

fn era(section: &Section, faults: &Faults) -> Option<Era> {
    let word = section.text("era")?;
    let found = ERAS.iter().find(|(known, _)| *known == word.value).map(|(_, era)| *era);
    if found.is_none() {
        let help = advice(&word.value, ERAS.iter().map(|(known, _)| *known));
        faults.add_text(&word, format!("unknown era `{}`", word.value), help);
    }
    found
}

fn strings(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// The faults that a second look at a file finds, once all tables are known.
pub(super) fn faults_of(file: &str, text: &str, look: impl FnOnce(&Section<'_, '_>, &Faults<'_>)) -> Vec<Fault> {
    let document = match open(file, text) {
        Ok(document) => document,
        Err(faults) => return faults,
    };
    let faults = Faults::new(file, text);
    look(&Section::file(&document, &KEYS, &faults), &faults);
    faults.settle(()).err().unwrap_or_default()
}
