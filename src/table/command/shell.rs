//! Prompts of shells that are not ONTAP's, `joe@host:~$ `, `[joe@host ~]$ `, `$ `, `host# `, `PS C:\> `: they end an answer.

use super::DIRECTORIES;

/// Signs that end such a prompt.
const SIGNS: [char; 3] = ['$', '#', '%'];

/// Commands of a shell that tell a prompt which is but a name and a sign.
const TELLING: [&str; 23] = [
    "cat",
    "cd",
    "clear",
    "configure",
    "copy",
    "exit",
    "history",
    "hostname",
    "less",
    "logout",
    "ls",
    "more",
    "plink",
    "pwd",
    "scp",
    "screen",
    "sftp",
    "show",
    "ssh",
    "sudo",
    "tmux",
    "version",
    "whoami",
];

/// Commands that show what was saved, or run what somebody wrote: what they print may be any answer.
const SHOWING: [&str; 14] = [
    "cat",
    "more",
    "less",
    "type",
    "gc",
    "Get-Content",
    "head",
    "tail",
    "bash",
    "sh",
    "expect",
    "sshpass",
    "ansible",
    "perl",
];

/// The shell's prompts of one text.
#[derive(Default)]
pub(in crate::table) struct Shells {
    /// A prompt that is but a name and a sign.
    named: Option<String>,
}

impl Shells {
    /// What was typed behind the prompt at the start of `line`; `None` when there is no prompt.
    pub(in crate::table) fn typed<'t>(&mut self, line: &'t str) -> Option<&'t str> {
        let line = without_environment(line);
        let first = line.split([' ', '\t']).next().filter(|first| !first.is_empty())?;
        let found = plain(line).or_else(|| bracketed(line)).or_else(|| windows(line)).or_else(|| device(line, first));
        found.or_else(|| account(line, first)).or_else(|| self.named(line, first)).map(str::trim)
    }

    /// Behind a name with a sign. A name of ONTAP's may end so too, therefore a command must stand behind the first of them.
    fn named<'t>(&mut self, line: &'t str, first: &'t str) -> Option<&'t str> {
        let name = first.strip_suffix(SIGNS).filter(|name| is_name(name))?;
        let rest = line[first.len()..].trim_start();
        let is_known =
            self.named.as_deref() == Some(first) && (rest.is_empty() || line[first.len()..].starts_with(' '));
        let word = rest.split(' ').next().unwrap_or_default();
        let is_command = TELLING.contains(&word) || DIRECTORIES.contains(&word) && rest.contains(' ');
        if is_command && !name.is_empty() && !rest.contains("  ") {
            self.named = Some(first.to_owned());
            return Some(rest);
        }
        is_known.then_some(rest)
    }
}

/// Whether the line may begin with such a prompt: asked of every line.
pub(in crate::table) fn may_begin(line: &[u8]) -> bool {
    let word = line.iter().take(LONGEST).position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    let word = &line[..word.unwrap_or_else(|| line.len().min(LONGEST))];
    matches!(word.last(), Some(b'$' | b'#' | b'%')) || word.contains(&b'@') || line.starts_with(b"(")
}

/// Bytes that the first word of a prompt has at most.
const LONGEST: usize = 200;

/// Whether the command shows a text that may be any answer.
pub(in crate::table) fn is_showing(typed: &str) -> bool {
    let word = typed.split(' ').find(|word| *word != "sudo").unwrap_or_default();
    let is_script = [".sh", ".py", ".ps1", ".pl", ".exp"].iter().any(|ending| word.ends_with(ending));
    SHOWING.contains(&word) || word.starts_with(['.', '/', '~']) || word.starts_with("python") || is_script
}

/// The line without the name of an environment, `(venv) `, which some put before the prompt.
fn without_environment(line: &str) -> &str {
    let inner = line.strip_prefix('(').and_then(|inner| inner.split_once(") "));
    inner.filter(|(name, _)| is_name(name)).map_or(line, |(_, rest)| rest)
}

/// `$ command`, and the sign alone. Somebody may write the sign before anything, so that the command must be known: words that
/// stand in the place of rows end no answer.
fn plain(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('$')?;
    let word = rest.trim_start().split(' ').next().unwrap_or_default();
    let is_known =
        TELLING.contains(&word) || DIRECTORIES.contains(&word) || is_showing(rest.trim_start()) || is_run(rest);
    let is_typed = rest.starts_with(' ') && is_known;
    (rest.is_empty() || is_typed).then_some(rest)
}

/// Whether words behind a sign run something that may reach a cluster: a loop, a tool, or `ssh` somewhere in the line.
fn is_run(rest: &str) -> bool {
    const FIRST: [&str; 29] = [
        "ansible-playbook",
        "awk",
        "clush",
        "curl",
        "date",
        "echo",
        "egrep",
        "env",
        "for",
        "grep",
        "http",
        "if",
        "make",
        "nohup",
        "parallel",
        "pdsh",
        "printf",
        "pssh",
        "salt",
        "sed",
        "sleep",
        "terraform",
        "time",
        "tofu",
        "until",
        "wget",
        "while",
        "xargs",
        "zgrep",
    ];
    const SENDING: [&str; 3] = ["ssh", "plink", "sshpass"];
    let mut words = rest.split_whitespace();
    let is_set = |word: &str| word.split_once('=').is_some_and(|(name, _)| is_name(name));
    words.next().is_some_and(|first| FIRST.contains(&first) || is_set(first))
        || words.any(|word| SENDING.contains(&word))
}

/// `[joe@host ~]$ command`.
fn bracketed(line: &str) -> Option<&str> {
    let (inner, rest) = line.strip_prefix('[')?.split_once(']')?;
    let is_shell = inner.contains('@') || inner.contains('~') || inner.contains(" /");
    is_shell.then(|| signed(rest.trim_start())).flatten()
}

/// What is typed at a node's service processor (`SP n1> `, `BMC n1> `), at a node that serves nothing (`*> `), or at a switch.
fn device<'t>(line: &'t str, first: &'t str) -> Option<&'t str> {
    const MAINTENANCE: [&str; 14] = [
        "aggr",
        "disk",
        "environment",
        "exit",
        "fcadmin",
        "ha-config",
        "halt",
        "ifconfig",
        "label",
        "sasadmin",
        "storage",
        "sysconfig",
        "ucadmin",
        "version",
    ];
    if first == "*>" {
        let typed = line[first.len()..].trim_start();
        return MAINTENANCE.contains(&typed.split(' ').next()?).then_some(typed);
    }
    let of_processor = || {
        let (name, typed) = line.strip_prefix("SP ").or_else(|| line.strip_prefix("BMC "))?.split_once('>')?;
        is_name(name).then_some(typed)
    };
    let of_switch = || {
        let (name, user) = first.strip_suffix('>')?.split_once(':')?;
        let user = user.strip_prefix("FID").and_then(|user| user.split_once(':')).map_or(user, |(_, user)| user);
        (is_name(name) && is_name(user)).then(|| &line[first.len()..])
    };
    switch(line, first).or_else(of_processor).or_else(of_switch)
}

/// `cs1(config-if-range)# command`.
fn switch<'t>(line: &'t str, first: &str) -> Option<&'t str> {
    let (name, mode) = first.split_once('(')?;
    let is_mode = mode.starts_with("config") && mode.ends_with(")#");
    (is_mode && is_name(name)).then(|| &line[first.len()..])
}

/// `PS C:\> command`, `C:\> command`.
fn windows(line: &str) -> Option<&str> {
    let bare = line.strip_prefix("PS ");
    let (path, rest) = bare.unwrap_or(line).split_once('>')?;
    let is_drive = path.get(1..3) == Some(":\\") && path.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_drive || bare.is_some() && path.starts_with(['/', '~'])).then_some(rest)
}

/// `joe@host:~$ command`, `joe@host ~ % command`.
fn account<'t>(line: &'t str, first: &'t str) -> Option<&'t str> {
    let (user, host) = first.split_once('@').filter(|(user, _)| is_name(user))?;
    let host_name = host.split(':').next().unwrap_or_default().trim_end_matches(SIGNS);
    if !is_name(host_name.trim_end_matches('>')) || user.is_empty() {
        return None;
    }
    if first.ends_with(SIGNS) || first.ends_with('>') && first.contains(':') {
        return Some(&line[first.len()..]);
    }
    // A path, or a sign apart from the path, stands behind it.
    let mut rest = line[first.len()..].strip_prefix(' ')?;
    let is_path = |word: &str| word.starts_with(['~', '/', '(']);
    let mut has_path = host.contains(':');
    for _ in 0..3 {
        if let Some(typed) = has_path.then(|| signed(rest)).flatten() {
            return Some(typed);
        }
        let word = rest.split(' ').next().filter(|word| is_path(word))?;
        if word.ends_with(SIGNS) {
            return Some(&rest[word.len()..]);
        }
        has_path = true;
        rest = rest[word.len()..].strip_prefix(' ')?;
    }
    None
}

/// What stands behind a sign alone.
fn signed(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(SIGNS)?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(rest)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::Shells;

    #[test]
    fn prompts_of_shells_are_known() {
        for (line, typed) in [
            ("$", ""),
            ("$ lun show -fields size", "lun show -fields size"),
            ("opc@drum:~$", ""),
            ("tapes@keir:/srv/dumps$ ls", "ls"),
            ("root@keir:/srv # ls -l", "ls -l"),
            ("joe@mac ~ % version", "version"),
            ("[joe@keir ~]$ cat a.txt", "cat a.txt"),
            ("[root@keir /]# ", ""),
            ("PS C:\\> cluster show", "cluster show"),
            ("C:\\temp> dir", "dir"),
            ("(venv) joe@keir:~$ ls", "ls"),
            ("keir# cluster show", "cluster show"),
            ("bash-4.2$ ssh joe@keir", "ssh joe@keir"),
            ("cs1(config-if-range)# *no shutdown*", "*no shutdown*"),
            ("cs1# configure terminal", "configure terminal"),
        ] {
            assert_eq!(Shells::default().typed(line), Some(typed), "{line}");
        }
        let mut shells = Shells::default();
        assert_eq!(shells.typed("keir#"), None);
        assert_eq!(shells.typed("keir# version"), Some("version"));
        assert_eq!(shells.typed("keir#"), Some(""));
    }

    #[test]
    fn values_and_remarks_are_no_prompts() {
        for line in [
            "joe@corp       ssh         password      backup           no     none",
            "joe@corp  # to be removed",
            "joe@corp ssh # to be removed",
            "keir$          ssh         password      backup           no     none",
            "SRV1$",
            "[still to do] # ask joe",
            "#Vols",
            "svm# planned",
            "a> b",
            "  $ indented",
            "$5 per month",
        ] {
            assert_eq!(Shells::default().typed(line), None, "{line}");
        }
    }
}
