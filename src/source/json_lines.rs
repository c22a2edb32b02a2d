//! Logs of which each line is a JSON object, with the line of the text in one of its fields.

use serde_json::{Map, Value};

/// Fields that programs put a line of output in.
const FIELDS: [&str; 7] = ["msg", "message", "log", "line", "output", "stdout", "text"];

/// Lines that make such a log.
const LINES: usize = 3;

/// The lines of the text; `None` where it is no such log.
pub(super) fn said(text: &str) -> Option<String> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let object = |line: &str| serde_json::from_str::<Map<String, Value>>(line.trim()).ok();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let first = lines().next().and_then(object)?;
    let field = FIELDS.iter().find(|field| first.get(**field).is_some_and(Value::is_string))?;
    let line = |line: &str| {
        let object = object(line)?;
        Some(object.get(*field)?.as_str()?.trim_end_matches(['\r', '\n']).to_owned() + "\n")
    };
    (lines().take(LINES).count() == LINES).then(|| lines().map(line).collect())?
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn each_line_of_a_log_says_a_line() {
        let log = "{\"time\":\"1\",\"msg\":\"Node  Health\"}\n{\"time\":\"2\",\"msg\":\"\"}\n{\"msg\":\"a\\tb\\n\"}\n";
        assert_eq!(said(log).as_deref(), Some("Node  Health\n\na\tb\n"));
        for text in ["{\"msg\":\"a\"}\n", "{\n \"msg\": \"a\"\n}\n", "{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n", "a\nb\nc\n"] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
