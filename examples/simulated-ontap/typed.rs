//! What was typed: commands of a text, and their words.

/// The commands of a text, parted at semicolons outside quotation marks.
pub(crate) fn commands(script: &str) -> Vec<String> {
    let mut commands = vec![String::new()];
    let mut is_quoted = false;
    for c in script.chars() {
        is_quoted ^= c == '"';
        match (c, commands.last_mut()) {
            (';' | '\n', _) if !is_quoted => commands.push(String::new()),
            (c, Some(last)) => last.push(c),
            _ => {}
        }
    }
    commands.into_iter().map(|command| command.trim().to_owned()).filter(|command| !command.is_empty()).collect()
}

/// The words of a command, without the quotation marks around them.
pub(crate) fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in command.chars() {
        is_quoted ^= c == '"';
        match (c, words.last_mut()) {
            ('"', _) => {}
            (' ', Some(last)) if !is_quoted && !last.is_empty() => words.push(String::new()),
            (' ', _) if !is_quoted => {}
            (c, Some(last)) => last.push(c),
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
