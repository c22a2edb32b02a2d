//! `rules/**/NAME.toml` to a checked [`Rule`]: its head, sentences and commands. What it checks is read next door.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeTable;

use super::Severity;
use super::check_file::{Checked, checked};
use super::condition_file::check_names;
use super::example_file::examples;
use super::fix_file::FixReader;
use super::parameter_file::{look_for_missing, parameters};
use super::vocabulary::{Entity, Vocabulary};
use super::{Applies, Cause, Check, Document, PARAMETERS, Read, Releases, Rule, Say};
use crate::fault::{Fault, Faults, Section, Text, advice, open};
use crate::table::Definition;

const KEYS: [&str; 16] = [
    "id",
    "title",
    "severity",
    "why",
    "passes",
    "beyond",
    "captured",
    "undone-by",
    "applies",
    "document",
    "parameters",
    "check",
    "say",
    "fix",
    "cause",
    "example",
];
/// The words of a severity.
pub const SEVERITIES: [(&str, Severity); 3] =
    [("must", Severity::Must), ("should", Severity::Should), ("info", Severity::Info)];

/// Rule names that other files have taken, with those files.
pub(super) type Taken = BTreeMap<String, String>;

/// Reads and checks one rule file against the tables.
///
/// # Errors
/// All faults of the file, in its order: syntax, unknown keys, names, types and value words.
pub fn parse_rule(file: &str, text: &str, tables: &[Definition]) -> Result<Rule, Vec<Fault>> {
    read_rule(file, text, &Vocabulary::of(tables), &Taken::new(), &[])
}

/// The same with other numbers in the place of its own.
///
/// # Errors
/// All faults of the file, in its order.
pub(crate) fn parse_set(
    file: &str,
    text: &str,
    tables: &[Definition],
    set: &[(String, u32)],
) -> Result<Rule, Vec<Fault>> {
    read_rule(file, text, &Vocabulary::of(tables), &Taken::new(), set)
}

/// The same for many files, whose tables were looked through once.
pub(super) fn read_rule(
    file: &str,
    text: &str,
    vocabulary: &Vocabulary,
    taken: &Taken,
    set: &[(String, u32)],
) -> Result<Rule, Vec<Fault>> {
    let document = open(file, text)?;
    in_its_place(&document, file, text)?;
    let faults = Faults::new(file, text);
    let root = Section::file(&document, &KEYS, &faults);
    let parameters = parameters(&root, &faults, set);
    look_for_missing(&root, &parameters);
    faults.fill(parameters.iter().map(|own| (own.name.clone(), own.value.to_string())).collect());
    let Checked { check, entity, subject, reads } = checked(&root, vocabulary, &faults);
    let fixes = FixReader { root: &root, faults: &faults, vocabulary, check: &check, entity, reads: &reads };
    let reader = Reader { root: &root, faults: &faults, entity, is_builtin: matches!(check, Check::Builtin(_)) };
    let rule = Rule {
        file: file.to_owned(),
        id: reader.id(file, taken),
        title: root.needed_string("title"),
        severity: choice(root.need("severity"), "severity", &SEVERITIES, &faults).unwrap_or(Severity::Must),
        severity_was: None,
        parameters,
        why: root.needed_string("why"),
        passes: root.needed_string("passes"),
        beyond: reader.beyond(vocabulary),
        captured: reader.captured(vocabulary),
        undone_by: reader.undone_by(),
        applies: reader.applies(),
        document: reader.document(),
        say: reader.say(),
        fixes: fixes.fixes(),
        causes: causes(&root),
        examples: examples(&root, &faults, subject.as_deref()),
        check,
        reads,
    };
    faults.settle(rule)
}

/// A file that describes what a command prints is no rule; each of its keys would be told as an unknown one.
fn in_its_place(document: &Spanned<DeTable<'_>>, file: &str, text: &str) -> Result<(), Vec<Fault>> {
    let key = |name| document.get_ref().get_key_value(name).map(|(key, _)| key.span());
    let faults = Faults::new(file, text);
    if let Some(place) = key("command").filter(|_| key("entity").is_some() && key("id").is_none()) {
        faults.add(place, "a table stands among the rules", "move the file into a folder called `tables`");
    }
    faults.settle(())
}

/// The value of one of a few words; `None` when it is not there or another word.
pub(super) fn choice<T: Copy>(text: Option<Text>, what: &str, words: &[(&str, T)], faults: &Faults) -> Option<T> {
    let text = text?;
    let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
    if found.is_none() {
        let help = advice(&text.value, words.iter().map(|(word, _)| *word));
        faults.add_text(&text, format!("unknown {what} `{}`", text.value), help);
    }
    found
}

/// Like [`choice`], keeping the word itself.
pub(super) fn word(text: Option<Text>, what: &str, words: &[&str], faults: &Faults) -> Option<String> {
    let pairs: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
    choice(text, what, &pairs, faults).map(str::to_owned)
}

/// Whether a name is one that a rule may have: lowercase words and numbers with single hyphens between them.
pub fn is_rule_name(name: &str) -> bool {
    is_kebab(name)
}

/// Whether a name is lowercase words and numbers with single hyphens between them.
pub(super) fn is_kebab(name: &str) -> bool {
    let good = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.split('-').all(good)
}

fn causes(root: &Section) -> Vec<Cause> {
    let cause = |section: &Section| Cause {
        symptom: section.needed_string("symptom"),
        cause: section.needed_string("cause"),
        source: section.needed_string("source"),
    };
    root.sections("cause", &["symptom", "cause", "source"]).iter().map(cause).collect()
}

struct Reader<'r, 's, 't> {
    root: &'r Section<'s, 't>,
    faults: &'s Faults<'t>,
    entity: Option<&'r Entity<'r>>,
    is_builtin: bool,
}

impl Reader<'_, '_, '_> {
    fn id(&self, file: &str, taken: &Taken) -> String {
        let Some(id) = self.root.need("id") else { return String::new() };
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let word = &id.value;
        if !is_kebab(word) {
            let message = format!("`{word}` is not a rule name");
            self.faults.add_text(&id, message, "expected lowercase words with hyphens between them");
        } else if word != stem {
            let message = format!("rule `{word}` stands in a file called `{name}`");
            self.faults.add_text(&id, message, format!("expected `{stem}`, or the file `{word}.toml`"));
        } else if let Some(other) = taken.get(word) {
            let message = format!("rule `{word}` is already in `{other}`");
            self.faults.add_text(&id, message, "give it another name, and its file the same");
        }
        id.value
    }

    fn applies(&self) -> Applies {
        let keys = ["scope", "ontap", "tape", "address", "dma", "nodes", "svm", "register", "streams"];
        let Some(section) = self.root.section("applies", &keys) else { return Applies::default() };
        let given = |key, what| word(section.text(key), what, &["given"], self.faults).is_some();
        Applies {
            scope: word(section.text("scope"), "scope", &["svm", "node"], self.faults),
            ontap: self.releases(section.text("ontap")),
            tape: word(section.text("tape"), "place of tape devices", &["local"], self.faults).is_some(),
            address: given("address", "state of the address"),
            dma: given("dma", "state of the application"),
            nodes: word(section.text("nodes"), "number of nodes", &[">1"], self.faults).is_some(),
            svm: given("svm", "state of the data SVMs"),
            register: given("register", "state of the registered LIFs"),
            streams: given("streams", "state of the streams"),
        }
    }

    fn releases(&self, text: Option<Text>) -> Option<Releases> {
        let text = text?;
        let releases = Releases::parse(&text.value);
        if releases.is_none() {
            let message = format!("unknown range of releases `{}`", text.value);
            self.faults.add_text(&text, message, "expected `>=9.10.1`, `<9.10.1`, or both as in `>=9.6 <9.12.1`");
        }
        releases
    }

    /// The commands whose answers let a rule speak that the document does not have.
    fn beyond(&self, vocabulary: &Vocabulary) -> Vec<String> {
        let commands = self.root.texts("beyond");
        for command in commands.iter().filter(|command| !vocabulary.commands().any(|known| known == command.value)) {
            let message = format!("no table describes the command `{}`", command.value);
            self.faults.add_text(command, message, advice(&command.value, vocabulary.commands()));
        }
        commands.into_iter().map(|command| command.value).collect()
    }

    /// The columns of which one must be shown.
    fn captured(&self, vocabulary: &Vocabulary) -> Vec<Read> {
        let read = |text: Text| {
            let (entity, column) = text.value.split_once('.').unwrap_or((&text.value, ""));
            let known = vocabulary.entity(entity);
            if known.is_some_and(|known| known.has(column)) {
                return Some((entity.to_owned(), column.to_owned()));
            }
            let columns = known.iter().flat_map(|known| known.columns());
            let help = if known.is_some() { advice(column, columns) } else { advice(entity, vocabulary.names()) };
            self.faults.add_text(&text, format!("`{}` is no column of an entity", text.value), help);
            None
        };
        self.root.texts("captured").into_iter().filter_map(read).collect()
    }

    /// Commands that change the cluster; a rule of the document is stale by itself where its evidence is.
    fn undone_by(&self) -> Vec<String> {
        let commands = self.root.texts("undone-by");
        let is_path = |word: &&str| !word.starts_with('-');
        let is_show = |word: &str| word == "show" || word.starts_with("show-");
        for command in &commands {
            let path: Vec<&str> = command.value.split(' ').take_while(is_path).collect();
            if path.len() < 2 || path.iter().copied().any(is_show) {
                let message = format!("`{}` is no command that changes a cluster", command.value);
                self.faults.add_text(command, message, "expected a whole one, such as `volume offline`");
            }
        }
        commands.into_iter().map(|command| command.value).collect()
    }

    fn document(&self) -> Document {
        let Some(section) = self.root.section("document", &["section", "edition", "remark"]) else {
            return Document::default();
        };
        let edition = section.text("edition");
        let wrong = |text: &&Text| text.value.parse::<jiff::civil::Date>().is_err();
        if let Some(text) = edition.as_ref().filter(wrong) {
            let message = format!("`{}` is not a date", text.value);
            self.faults.add_text(text, message, "expected `YYYY-MM-DD`");
        }
        let edition = edition.map(|text| text.value).unwrap_or_default();
        Document { section: section.needed_string("section"), edition, remark: section.string("remark") }
    }

    fn say(&self) -> Say {
        let Some(section) = self.root.section("say", &["pass", "fail"]) else {
            if !self.is_builtin && !self.root.has("say") {
                self.root.missing("say", "expected `[say]` with the sentences `pass` and `fail`");
            }
            return Say::default();
        };
        let sentence = |key| {
            let text = if self.is_builtin { section.text(key) } else { section.need(key) };
            self.template(text).unwrap_or_default()
        };
        Say { pass: sentence("pass"), fail: sentence("fail") }
    }

    /// A text whose names in braces are columns or parameters.
    fn template(&self, text: Option<Text>) -> Option<String> {
        let text = text?;
        let entity = self.entity;
        let known = |name: &str| {
            let is_column = entity.is_none_or(|entity| entity.has(name));
            self.is_builtin || is_column || name == "count" || PARAMETERS.contains(&name)
        };
        let all = || entity.iter().flat_map(|entity| entity.columns()).chain(PARAMETERS.iter().copied()).collect();
        check_names(&text, self.faults, "column", &known, &all);
        Some(text.value)
    }
}
