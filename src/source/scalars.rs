//! Commands with their answers in YAML: `cluster show: |`, or `command: cluster show` and `output: |`, with the lines of the answer
//! indented below.

use super::exchange::is_show;

/// Fields that hold an answer.
const ANSWERS: [&str; 8] = ["output", "stdout", "answer", "result", "response", "text", "content", "msg"];

/// Fields that hold a command.
const COMMANDS: [&str; 5] = ["command", "cmd", "cli", "item", "name"];

/// The text with each such answer below its command, as a shell shows it; `None` where there is none.
pub(super) fn shown(text: &str) -> Option<String> {
    [": |\n", ": |-\n", ": |+\n", ": |\r\n", ": |2", ": |4"]
        .iter()
        .any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
        .then_some(())?;
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut command: Option<(usize, String)> = None;
    let (mut at, mut is_changed) = (0, false);
    while at < lines.len() {
        let field = Field::of(lines[at]);
        let asked = field.as_ref().and_then(|field| field.asked(command.as_ref()));
        if let (Some(asked), Some(field)) = (asked, &field) {
            let block = field.block(&lines[at + 1..]);
            out.extend(["$ ", &asked, "\n"]);
            block.iter().for_each(|line| out.extend([line, "\n"]));
            out.push('\n');
            (at, is_changed, command) = (at + 1 + block.len(), true, None);
            continue;
        }
        let named = field.filter(|field| COMMANDS.contains(&field.name) && is_show(field.value));
        match named {
            // The line is kept where no answer follows.
            Some(field) if Field::of(lines.get(at + 1).unwrap_or(&"")).is_some_and(|next| next.is_answer()) => {
                command = Some((field.indent, field.value.to_owned()));
            }
            _ => out.extend([lines[at], "\n"]),
        }
        at += 1;
    }
    out.truncate(out.len() - usize::from(!text.ends_with('\n')));
    is_changed.then_some(out)
}

/// A line that begins a field.
struct Field<'t> {
    /// Blanks before its name, the mark of a list among them.
    indent: usize,
    name: &'t str,
    value: &'t str,
}

impl<'t> Field<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let text = line.trim_start();
        let text = text.strip_prefix("- ").map_or(text, str::trim_start);
        let indent = line.len() - text.len();
        // A command may hold a colon.
        let end = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len))?;
        let (name, value) = (text[..end].trim(), text[end + 1..].trim());
        Some(Self { indent, name: unquoted(name), value: unquoted(value) })
    }

    /// Whether the lines below are its value.
    fn is_block(&self) -> bool {
        let behind = self.value.strip_prefix('|');
        behind.is_some_and(|behind| behind.len() < 3 && behind.bytes().all(|byte| b"+-123456789".contains(&byte)))
    }

    fn is_answer(&self) -> bool {
        self.is_block() && ANSWERS.contains(&self.name)
    }

    /// The command whose answer the lines below are: the field's own name, or the one above it in the same item.
    fn asked(&self, above: Option<&(usize, String)>) -> Option<String> {
        if self.is_block() && is_show(self.name) {
            return Some(self.name.to_owned());
        }
        above.filter(|(indent, _)| self.is_answer() && *indent == self.indent).map(|(_, command)| command.clone())
    }

    /// The lines of the value among those below it, without the indent that they have in common.
    fn block(&self, below: &[&'t str]) -> Vec<&'t str> {
        let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
        let is_within = |line: &&&str| line.trim().is_empty() || indent(line) > self.indent;
        let own: Vec<&str> = below.iter().take_while(is_within).copied().collect();
        let said = |line: &&&str| !line.trim().is_empty();
        let least = own.iter().filter(said).map(indent).min().unwrap_or(0);
        own.into_iter().map(|line| line.get(least..).unwrap_or_default()).collect()
    }
}

fn unquoted(text: &str) -> &str {
    let inner = |mark: char| text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn an_answer_stands_below_its_command() {
        let named = "cluster show: |\n    Node Health\n  ---- ------\n\nversion: |-\n  9.9\nend\n";
        let own = "$ cluster show\n  Node Health\n---- ------\n\n\n$ version\n9.9\n\nend\n";
        assert_eq!(shown(named).as_deref(), Some(own));
        let fields = "- command: \"cluster show\"\n  output: |\n    Node\n- cmd: version\n";
        assert_eq!(shown(fields).as_deref(), Some("$ cluster show\nNode\n\n- cmd: version\n"));
        for other in ["a: |\n  b\n", "output: |\n  Node\n", "Vserver: x\n  a: b\n"] {
            assert_eq!(shown(other), None, "{other}");
        }
    }
}
