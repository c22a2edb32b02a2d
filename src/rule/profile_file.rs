//! `rules/profiles/NAME.toml` to a checked [`Profile`]: no cell without a source, and no word that a cell does not know.

use super::profile::{Authentication, BlockSize, Cell, Ports, Profile, Registers, Reservations, Symptom};
use super::rule_file::{is_kebab, word};
use crate::fault::{Fault, Faults, Section, Text, advice, open};

const KEYS: [&str; 14] = [
    "name",
    "aliases",
    "title",
    "about",
    "looked-in",
    "cab",
    "reservations",
    "authentication",
    "registers",
    "address-family",
    "ports",
    "ndmp-versions",
    "block-size",
    "symptom",
];
const RESERVATIONS: [&str; 3] = ["off", "scsi", "persistent"];
const DEPENDS: &str = "depends";
const METHODS: [&str; 3] = ["challenge", "plaintext", "none"];
const ROLES: [&str; 4] = ["intercluster", "cluster-mgmt", "node-mgmt", "data"];
const FAMILIES: [&str; 3] = ["ipv4", "ipv6", "both"];
const VERSIONS: [&str; 3] = ["v2", "v3", "v4"];

/// Reads and checks one profile.
///
/// # Errors
/// All faults of the file, in its order.
pub fn parse_profile(file: &str, text: &str) -> Result<Profile, Vec<Fault>> {
    read_profile(file, text, None)
}

/// The same, where the names of all rules are known.
pub(super) fn read_profile(file: &str, text: &str, rules: Option<&[&str]>) -> Result<Profile, Vec<Fault>> {
    let document = open(file, text)?;
    let faults = Faults::new(file, text);
    let root = Section::file(&document, &KEYS, &faults);
    let reader = Reader { root: &root, faults: &faults };
    let profile = Profile {
        file: file.to_owned(),
        name: reader.name(root.need("name")),
        aliases: root.texts("aliases").into_iter().map(|alias| reader.name(Some(alias))).collect(),
        title: root.needed_string("title"),
        about: root.needed_string("about"),
        looked_in: root.texts("looked-in").into_iter().map(|text| text.value).collect(),
        cab: reader.cell("cab", &["value"], "value = \"yes\"", |cell| reader.answer(cell)),
        reservations: reader
            .cell("reservations", &["value", "usual", "choices"], "value = \"scsi\"", |cell| reader.reservations(cell)),
        authentication: reader
            .cell("authentication", &["value", "usual"], "value = [\"challenge\"]", |cell| reader.authentication(cell)),
        registers: reader.cell("registers", &["value", "words"], "words = \"the cluster-management LIF\"", |cell| {
            reader.registers(cell)
        }),
        address_family: reader.cell("address-family", &["value"], "value = \"ipv4\"", |cell| {
            word(cell.need("value"), "family of addresses", &FAMILIES, &faults)
        }),
        ports: reader.cell("ports", &["control", "data", "opens"], "control = 10000", |cell| reader.ports(cell)),
        ndmp_versions: reader.cell("ndmp-versions", &["value"], "value = [\"v4\"]", |cell| {
            Some(reader.words(cell, "version of NDMP", &VERSIONS))
        }),
        block_size: reader
            .cell("block-size", &["least", "usual", "most"], "most = 256", |cell| reader.block_size(cell)),
        symptoms: reader.symptoms(rules),
    };
    faults.settle(profile)
}

struct Reader<'r, 's, 't> {
    root: &'r Section<'s, 't>,
    faults: &'r Faults<'t>,
}

impl<'s, 't> Reader<'_, 's, 't> {
    fn name(&self, name: Option<Text>) -> String {
        let Some(name) = name else { return String::new() };
        if !is_kebab(&name.value) || name.value == "help" {
            let message = format!("`{}` is not a profile name", name.value);
            let help = "expected lowercase words with hyphens between them, and not `help`, which lists the profiles";
            self.faults.add_text(&name, message, help);
        }
        name.value
    }

    /// The cell of that name, with its source; `form` is what stands in it besides, for who wrote a value without.
    fn cell<T>(
        &self,
        key: &str,
        own: &[&str],
        form: &str,
        read: impl Fn(&Section<'s, 't>) -> Option<T>,
    ) -> Option<Cell<T>> {
        if let Some(text) = (!self.root.quiet_string(key).is_empty()).then(|| self.root.text(key)).flatten() {
            let help = format!("expected a table: `[{key}]` with `{form}` and `source = \"...\"`");
            self.faults.add_text(&text, format!("`{key}` names no source"), help);
            return None;
        }
        let cell = self.root.section(key, &[own, &["source", "remark"]].concat())?;
        let value = read(&cell);
        if !cell.has("source") {
            cell.missing("source", "say where it is documented; what no source tells is no cell");
        }
        let source = if cell.has("source") { cell.needed_string("source") } else { String::new() };
        Some(Cell { value: value?, source, remark: cell.string("remark") })
    }

    fn answer(&self, cell: &Section) -> Option<bool> {
        word(cell.need("value"), "answer", &["yes", "no"], self.faults).map(|answer| answer == "yes")
    }

    /// A list of words that must hold one at least.
    fn words(&self, cell: &Section, what: &str, known: &[&str]) -> Vec<String> {
        if !cell.has("value") {
            cell.missing("value", &format!("expected an array of these: `{}`", known.join("`, `")));
        } else if cell.is_array("value") && cell.texts("value").is_empty() {
            self.faults.add(cell.key_span("value"), "`value` is empty", "leave the cell out where no source tells it");
        }
        let words = cell.texts("value").into_iter();
        words.filter_map(|text| word(Some(text), what, known, self.faults)).collect()
    }

    fn reservations(&self, cell: &Section) -> Option<Reservations> {
        let known = [&RESERVATIONS[..], &[DEPENDS]].concat();
        let value = word(cell.need("value"), "value of `tape.reservations`", &known, self.faults)?;
        if value != DEPENDS {
            for key in ["usual", "choices"].into_iter().filter(|key| cell.has(key)) {
                let help = "expected it beside `value = \"depends\"` alone";
                self.faults.add(cell.key_span(key), format!("`{key}` stands beside one sure value"), help);
            }
            return Some(Reservations { usual: Some(value), choices: Vec::new() });
        }
        if !cell.has("choices") {
            let help = "expected each value with the setting that it is right with, as in \
                        `choices = { scsi = \"SPC-2 reserve\", persistent = \"SCSI persistent reserve\" }`";
            cell.missing("choices", help);
        }
        let pairs = cell.pairs("choices").unwrap_or_default();
        for (value, _) in &pairs {
            word(Some(value.clone()), "value of `tape.reservations`", &RESERVATIONS, self.faults);
        }
        let choices: Vec<(String, String)> = pairs.into_iter().map(|(value, with)| (value.value, with.value)).collect();
        let usual = self.one_of(cell, &choices.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>());
        Some(Reservations { usual, choices })
    }

    fn authentication(&self, cell: &Section) -> Option<Authentication> {
        let offers = self.words(cell, "way to authenticate", &METHODS);
        let usual = self.one_of(cell, &offers.iter().map(String::as_str).collect::<Vec<_>>());
        Some(Authentication { offers, usual })
    }

    /// `usual` is one of the values beside it.
    fn one_of(&self, cell: &Section, values: &[&str]) -> Option<String> {
        let usual = cell.text("usual")?;
        if !values.is_empty() && !values.contains(&usual.value.as_str()) {
            let message = format!("`{}` is none of the values beside it", usual.value);
            self.faults.add_text(&usual, message, advice(&usual.value, values.iter().copied()));
        }
        Some(usual.value)
    }

    fn registers(&self, cell: &Section) -> Option<Registers> {
        let roles = if cell.has("value") { self.words(cell, "role of a LIF", &ROLES) } else { Vec::new() };
        Some(Registers { roles, words: cell.needed_string("words") })
    }

    fn ports(&self, cell: &Section) -> Option<Ports> {
        let control = cell.number("control", 1).and_then(|port| self.port(cell, port));
        let data = cell.text("data").and_then(|text| self.range(&text));
        let opens = word(cell.text("opens"), "end that opens connections", &["cluster", "application"], self.faults);
        self.not_bare(cell, &["control", "data", "opens"]);
        Some(Ports { control, data, opens })
    }

    fn port(&self, cell: &Section, port: u32) -> Option<u16> {
        let port = u16::try_from(port).ok();
        if port.is_none() {
            self.faults.add(cell.key_span("control"), "`control` is out of range", "expected a port, 65535 at most");
        }
        port
    }

    /// `1024..32767`
    fn range(&self, text: &Text) -> Option<(u16, u16)> {
        let ports = text.value.split_once("..").and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        let range = ports.filter(|(first, last): &(u16, u16)| first <= last);
        if range.is_none() {
            let message = format!("`{}` is not a range of ports", text.value);
            self.faults.add_text(text, message, "expected the first and the last, as in `1024..32767`");
        }
        range
    }

    fn block_size(&self, cell: &Section) -> Option<BlockSize> {
        let size = |key| cell.number(key, 1);
        self.not_bare(cell, &["least", "usual", "most"]);
        Some(BlockSize { least: size("least"), usual: size("usual"), most: size("most") })
    }

    /// A cell of several values has one of them at least.
    fn not_bare(&self, cell: &Section, keys: &[&str]) {
        if !keys.iter().any(|key| cell.has(key)) {
            self.faults.add(cell.span(), "the cell says nothing", format!("expected one of `{}`", keys.join("`, `")));
        }
    }

    fn symptoms(&self, rules: Option<&[&str]>) -> Vec<Symptom> {
        let symptom = |section: &Section| {
            let rule = section.text("rule");
            if let (Some(rule), Some(rules)) = (&rule, rules)
                && !rules.contains(&rule.value.as_str())
            {
                let help = advice(&rule.value, rules.iter().copied());
                self.faults.add_text(rule, format!("there is no rule `{}`", rule.value), help);
            }
            Symptom {
                text: section.needed_string("text"),
                means: section.needed_string("means"),
                rule: rule.map(|rule| rule.value).unwrap_or_default(),
                source: section.needed_string("source"),
            }
        };
        self.root.sections("symptom", &["text", "means", "rule", "source"]).iter().map(symptom).collect()
    }
}
