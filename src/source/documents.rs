//! Commands with their answers in JSON, however a program put them: objects with a field for each, with the command for the name of the
//! field, pairs, and a list of commands beside a list of as many answers; also one value behind the other.

use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, SeqAccess, Visitor};

use super::exchange::{Exchange, is_show, session};

/// A value of JSON, with its fields in the order in which they stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    Truth(bool),
    Number(String),
    Text(String),
    List(Vec<Value>),
    Fields(Vec<(String, Value)>),
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Ordered)
    }
}

/// Reads a value in order.
struct Ordered;

impl<'de> Visitor<'de> for Ordered {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Value::Fields(fields))
    }
}

/// Fields that programs put a command in.
const COMMANDS: [&str; 8] = ["cmd", "command", "cli", "item", "name", "task", "request", "query"];

/// Fields that programs put an answer in; the same may stand in several.
const ANSWERS: [&str; 9] =
    ["stdout", "stdout_lines", "output", "output_lines", "result", "response", "answer", "lines", "text"];

/// Fields that tell which host was asked.
const HOSTS: [&str; 7] = ["host", "hostname", "cluster", "target", "device", "ansible_host", "inventory_hostname"];

/// Words in the names of fields that hold what the cluster did not print, or not now.
const AGAINST: [&str; 16] = [
    "baseline", "before", "desired", "draft", "example", "expected", "fake", "mock", "old", "planned", "previous",
    "sample", "should", "template", "want", "wanted",
];

/// Fields that say nothing of the answer.
const SILENT: [&str; 16] = [
    "changed",
    "start",
    "end",
    "delta",
    "ts",
    "time",
    "timestamp",
    "date",
    "level",
    "id",
    "invocation",
    "rc",
    "stderr",
    "stderr_lines",
    "ansible_loop_var",
    "_ansible_item_label",
];

/// The session that a text of JSON tells; `None` where it is no such text.
pub(super) fn told(text: &str) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let values: Vec<Value> = values.collect::<Result<_, _>>().ok()?;
    let mut all = Vec::new();
    values.iter().try_for_each(|value| value.gather("", &mut all).then_some(()))?;
    session(&all)
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text that a value is, or the lines of which are its strings, also one list in another.
    pub(super) fn lines(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::List(values) => match values.as_slice() {
                [only @ Self::List(_)] => only.lines(),
                values => {
                    let lines: Option<Vec<&str>> = values.iter().map(Self::text).collect();
                    lines.map(|lines| lines.join("\n"))
                }
            },
            _ => None,
        }
    }

    /// Whether a field says of itself that it does not hold.
    fn is_off(&self) -> bool {
        matches!(self, Self::Nothing | Self::Truth(false))
    }

    fn field(&self, name: &str) -> Option<&Self> {
        let Self::Fields(fields) = self else { return None };
        fields.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Adds the commands with their answers; `false` where commands stand beside another number of answers.
    pub(super) fn gather(&self, host: &str, all: &mut Vec<Exchange>) -> bool {
        match self {
            Self::List(values) => match self.pair(host) {
                Some(own) => {
                    all.push(own);
                    true
                }
                None => values.iter().all(|value| value.gather(host, all)),
            },
            Self::Fields(fields) => {
                let own = HOSTS.iter().find_map(|name| self.field(name)?.text());
                let host = own.unwrap_or(host);
                if let Some(exchange) = self.exchange(host) {
                    all.push(exchange);
                    return true;
                }
                if let Some(commands) = self.commands() {
                    return self.beside(&commands, host, all);
                }
                gather_fields(fields, host, all)
            }
            _ => true,
        }
    }

    /// `["cluster show", "Node  Health ..."]`.
    fn pair(&self, host: &str) -> Option<Exchange> {
        let Self::List(values) = self else { return None };
        let [command, answer] = values.as_slice() else { return None };
        let (command, answer) = (command.text().filter(|text| is_show(text))?, answer.lines()?);
        (!is_show(&answer)).then(|| Exchange {
            host: host.to_owned(),
            command: command.to_owned(),
            answers: vec![answer],
            ..Exchange::default()
        })
    }

    /// The command and the answer of which fields tell.
    fn exchange(&self, host: &str) -> Option<Exchange> {
        let Self::Fields(fields) = self else { return None };
        let named = || COMMANDS.iter().filter_map(|name| self.field(name)?.text());
        let is_asked = |text: &&str| is_show(text);
        let is_named = |name: &&str| self.field(name).is_some_and(|value| value.text().is_some());
        // What another command did counts too; a name is anything's.
        let other = ["cmd", "command", "cli"].iter().find(|name| is_named(name));
        let command = named().find(is_asked).or_else(|| self.field(other?)?.text())?;
        let mut answers: Vec<String> = Vec::new();
        let own = ANSWERS.iter().filter_map(|name| self.field(name)?.lines());
        // What a program says itself stands beside the answer, or in its place.
        let message = self.field("msg").and_then(Self::lines).into_iter();
        for answer in own.chain(message.filter(|_| !ANSWERS.iter().any(|name| self.field(name).is_some()))) {
            let is_again = answers.iter().any(|own| own.trim_end() == answer.trim_end());
            if !is_again && answer != command && !answer.is_empty() {
                answers.push(answer);
            }
        }
        // Where it is all that there is, it is no answer that a cluster gave.
        let against = fields.iter().find(|(name, value)| speaks_against(name) && !value.is_off());
        answers.extend(against.filter(|_| answers.is_empty()).and_then(|(_, value)| value.lines()));
        let said = fields.iter().filter_map(|(name, value)| said(name, value));
        let said = said.filter(|text| !answers.contains(text)).collect();
        let fault = match against {
            Some((name, _)) => beside(name),
            None if answers.len() > 1 => "two answers are kept, and they differ".to_owned(),
            None => self.fault(),
        };
        Some(Exchange { host: host.to_owned(), command: command.to_owned(), answers, said, fault })
    }

    /// The only text in the fields, as the answer to a command that is told elsewhere.
    pub(super) fn answer_of(&self, host: &str, command: &str) -> Option<Exchange> {
        let Self::Fields(fields) = self else { return None };
        let texts = fields.iter().filter(|(name, _)| !SILENT.contains(&name.as_str()));
        let mut answers: Vec<String> = texts.filter_map(|(_, value)| value.lines()).collect();
        answers.dedup_by(|own, before| own.trim_end() == before.trim_end());
        let (host, command) = (host.to_owned(), command.to_owned());
        let fault = self.fault();
        (answers.len() == 1).then(|| Exchange { host, command, answers, fault, ..Exchange::default() })
    }

    /// How the fields say that the command failed.
    fn fault(&self) -> String {
        const CODES: [&str; 6] = ["rc", "exit_code", "exit_status", "exitcode", "returncode", "exit"];
        const FAILED: [&str; 6] = ["failed", "unreachable", "skipped", "truncated", "timed_out", "cached"];
        let code = CODES.iter().find_map(|name| match self.field(name)? {
            Self::Number(code) if code != "0" => Some(format!("the command ended with code {code}")),
            _ => None,
        });
        let failed = || FAILED.iter().find(|name| self.field(name) == Some(&Self::Truth(true)));
        let fields = || match self {
            Self::Fields(fields) => fields.as_slice(),
            _ => &[],
        };
        let is_told = |name: &str, text: &str| !ANSWERS.contains(&name) && !name.starts_with("stderr") && is_bad(text);
        let told = || fields().iter().find_map(|(name, value)| value.text().filter(|text| is_told(name, text)));
        let stderr = || {
            let text = self.field("stderr")?.lines()?;
            let is_told = |line: &&str| !line.trim().is_empty() && !line.starts_with("Warning: Permanently added ");
            text.lines().find(is_told).map(str::to_owned)
        };
        let code = code.or_else(|| failed().map(|name| (*name).to_owned())).or_else(stderr);
        code.or_else(|| told().map(str::to_owned)).unwrap_or_default()
    }

    /// The commands that a list in the fields, or in the fields of one, names.
    fn commands(&self) -> Option<Vec<String>> {
        let Self::Fields(fields) = self else { return None };
        let own = fields.iter().find_map(|(_, value)| match value {
            Self::List(values) if values.len() > 1 => {
                let texts: Option<Vec<String>> = values.iter().map(|value| value.text().map(str::to_owned)).collect();
                texts.filter(|texts| texts.iter().all(|text| is_show(text)))
            }
            _ => None,
        });
        let within = || ["invocation", "module_args"].iter().find_map(|name| self.field(name)?.commands());
        own.or_else(within)
    }

    /// Adds each of the commands with the answer that stands in its place.
    fn beside(&self, commands: &[String], host: &str, all: &mut Vec<Exchange>) -> bool {
        let lists = ANSWERS.iter().chain(&["results", "outputs", "responses", "answers"]);
        let lists: Vec<&Vec<Self>> = lists
            .filter_map(|name| match self.field(name)? {
                Self::List(values) => Some(values),
                _ => None,
            })
            .collect();
        let Some(first) = lists.first() else { return false };
        if lists.iter().any(|list| list.len() != commands.len()) || !self.fault().is_empty() {
            return false;
        }
        for (at, command) in commands.iter().enumerate() {
            let Some(answer) = first[at].lines() else { return false };
            let is_same = |list: &&Vec<Self>| list[at].lines().is_some_and(|own| own.trim_end() == answer.trim_end());
            if !lists.iter().all(is_same) {
                return false;
            }
            let (host, command) = (host.to_owned(), command.clone());
            all.push(Exchange { host, command, answers: vec![answer], ..Exchange::default() });
        }
        true
    }
}

/// The same of each field: its name may be the command, or the host where several fields hold commands.
fn gather_fields(fields: &[(String, Value)], host: &str, all: &mut Vec<Exchange>) -> bool {
    let mut parts: Vec<(&str, Vec<Exchange>)> = Vec::new();
    let mut is_whole = true;
    for (name, value) in fields {
        let mut own = Vec::new();
        match value.lines().filter(|_| is_show(name)) {
            Some(answer) => {
                let (host, command) = (host.to_owned(), name.clone());
                all.push(Exchange { host, command, answers: vec![answer], ..Exchange::default() });
            }
            None => is_whole &= value.gather(host, &mut own),
        }
        if speaks_against(name) {
            own.iter_mut().for_each(|exchange| exchange.fault = beside(name));
        }
        if !own.is_empty() {
            parts.push((name, own));
        }
    }
    let is_several = parts.len() > 1;
    for (name, mut own) in parts {
        let is_unnamed = |exchange: &&mut Exchange| is_several && exchange.host.is_empty();
        own.iter_mut().filter(is_unnamed).for_each(|exchange| name.clone_into(&mut exchange.host));
        all.extend(own);
    }
    is_whole
}

/// `expected_output`, `template`.
fn speaks_against(name: &str) -> bool {
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| AGAINST.contains(&word))
}

/// What such a field says of an answer.
fn beside(name: &str) -> String {
    format!("it is kept as `{name}`, which is not what the cluster prints now")
}

/// Whether one word of a program says that something went wrong: `failed`, `timeout`.
fn is_bad(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_word = |word: &str| !lower.contains(' ') && lower.contains(word);
    ["fail", "error", "timeout", "timed", "unreachable", "partial", "truncated", "aborted"].into_iter().any(is_word)
}

/// What a field tells beside a command and its answer, where it is a sentence.
fn said(name: &str, value: &Value) -> Option<String> {
    let is_known = |names: &[&str]| names.contains(&name);
    let is_sentence = |text: &&str| text.contains(' ') && text.contains(char::is_alphabetic) && !text.contains('\n');
    let text = value.text().filter(is_sentence)?;
    let is_silent = is_known(&COMMANDS) || is_known(&ANSWERS) || is_known(&HOSTS) || is_known(&SILENT);
    (!is_silent).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_session_is_told_by_all_shapes_of_a_document() {
        let own = "$ cluster show\nNode\nayr-1\n\n";
        for text in [
            "{\"cluster show\": \"Node\\nayr-1\"}",
            "{\"cluster show\": [\"Node\", \"ayr-1\"]}",
            "[[\"cluster show\", \"Node\\nayr-1\\n\"]]",
            "[{\"cmd\": \"cluster show\", \"stdout\": \"Node\\r\\nayr-1\", \"stdout_lines\": [\"Node\", \"ayr-1\"]}]",
            "{\"item\": \"cluster show\", \"msg\": \"Node\\nayr-1\", \"changed\": true}\n",
        ] {
            let expected = if text.contains("\\r") { None } else { Some(own) };
            assert_eq!(told(text).as_deref().filter(|_| expected.is_some()), expected, "{text}");
        }
    }

    #[test]
    fn what_failed_is_told_as_an_error() {
        let text = "{\"host\": \"ayr\", \"command\": \"cluster show\", \"rc\": 255, \"output\": \"Node\"}";
        let own = "$ ssh ayr \"cluster show\"\nNode\nError: the command ended with code 255\n\n";
        assert_eq!(told(text).as_deref(), Some(own));
        for other in [
            "{\"a\": \"b\"}",
            "{\"cluster show\": \"\"}",
            "[1, 2",
            "{\"commands\": [\"version\", \"cluster show\"], \"stdout\": [\"x\"]}",
        ] {
            assert_eq!(told(other), None, "{other}");
        }
    }
}
