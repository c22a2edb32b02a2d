//! A command with its answer as programs keep them, and the lines of a shell that say the same.

/// A command, the host that it was sent to, and what came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exchange {
    /// The host, empty where none is told.
    pub(super) host: String,
    /// The command, as a shell or ONTAP took it.
    pub(super) command: String,
    /// The answers: one, or several where the program keeps it twice and they differ.
    pub(super) answers: Vec<String>,
    /// What the program tells beside it.
    pub(super) said: Vec<String>,
    /// How the program says that it failed; empty where it does not.
    pub(super) fault: String,
}

impl Exchange {
    /// Whether the command shows something, as far as its form tells.
    pub(super) fn is_show(&self) -> bool {
        is_show(&self.command)
    }

    /// Whether the host is one that a command line of `ssh` can name.
    pub(super) fn has_plain_host(&self) -> bool {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
        !self.host.is_empty() && self.host.chars().all(is_part) && !self.command.contains('"')
    }

    /// The lines of a session.
    pub(super) fn lines(&self) -> String {
        let said: String = self.said.iter().map(|said| format!("\n{said}\n\n")).collect();
        let command = match self.command.starts_with("ssh ") || !self.has_plain_host() {
            true => format!("$ {}\n", self.command),
            false => format!("$ ssh {} \"{}\"\n", self.host, self.command),
        };
        let is_closed = |answer: &str| answer.is_empty() || answer.ends_with('\n');
        let answer = |answer: &String| answer.replace("\r\n", "\n") + if is_closed(answer) { "" } else { "\n" };
        let answers: Vec<String> = self.answers.iter().map(answer).collect();
        let fault = if self.fault.is_empty() { String::new() } else { format!("Error: {}\n", self.fault) };
        format!("{said}{command}{}{fault}\n", answers.join(&command))
    }
}

/// The session that these make, of which one must show something of ONTAP's. `None` where several hosts were asked that cannot be told
/// apart in it.
pub(super) fn session(all: &[Exchange]) -> Option<String> {
    let mut hosts: Vec<&str> = all.iter().map(|own| own.host.as_str()).filter(|host| !host.is_empty()).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let is_told = hosts.len() < 2 || all.iter().all(|own| own.host.is_empty() || own.has_plain_host());
    let is_any = all.iter().any(|own| own.is_show() && own.answers.iter().any(|answer| !answer.trim().is_empty()));
    (is_told && is_any).then(|| all.iter().map(Exchange::lines).collect())
}

/// Whether a text has the form of a command that shows something: `cluster show -fields health`, `version`,
/// `ssh admin@cl1 "version"`.
pub(super) fn is_show(text: &str) -> bool {
    const LONGEST: usize = 400;
    let inner = text.strip_prefix("ssh ").and_then(|rest| {
        let quote = rest.find(['"', '\''])?;
        Some(rest[quote + 1..].trim_end_matches(['"', '\'']))
    });
    let words: Vec<&str> = inner.unwrap_or(text).split(' ').collect();
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let is_path =
        || words.iter().take_while(|word| !word.starts_with('-') && !word.contains('.')).all(|word| is_word(word));
    let is_show = || words.len() > 1 && words.iter().any(|word| word.starts_with("show"));
    let is_other = || matches!(words.as_slice(), ["version"] | ["options", _] | ["system", .., "status"]);
    text.len() <= LONGEST && !text.contains('\n') && (is_other() || is_show() && is_path())
}
