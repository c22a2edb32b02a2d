//! Commands that a shell sent to a cluster: `ssh -l joe cl1 "version"`, `plink -batch cl1 version`, `Invoke-NcSsh "version"`.

use std::borrow::Cow;

/// Options of `ssh` and `plink` that a value follows.
const SSH_VALUED: &str = "bcDEeFIiJLlmOopPQRSWw";

/// Words before `ssh` that change nothing of what it does.
pub(super) const AROUND: [&str; 6] = ["sudo", "time", "nohup", "exec", "command", "&"];

/// Host and command of `ssh -l joe host cluster show`, behind a shell's prompt or alone; no command for a login.
pub(super) fn shell_command(line: &str) -> Option<(String, String)> {
    if !["ssh", "link", "-NcSsh"].iter().any(|sign| line.contains(sign)) && !line.contains("rsh ") {
        return None;
    }
    let apart = apart(line.trim_start());
    let trimmed = without_path(&apart);
    if let Some((_, quoted)) = trimmed.split_once("-NcSsh") {
        return Some((String::new(), of_toolkit(quoted)?));
    }
    let (host, mut rest) = beyond(call(&trimmed)?);
    // Calls that stand one behind the other send their commands to one host: `"version" && ssh admin@cl1 "cluster show"`.
    let mut commands = Vec::new();
    while let Some((own, behind)) = followed(&rest, &host) {
        if commands.len() == MOST_CALLS {
            return None;
        }
        commands.push(own);
        rest = behind;
    }
    commands.push(alone(&rest));
    Some((host, commands.join("; ")))
}

/// Hosts that are gone through one behind the other.
const MOST_HOPS: usize = 4;

/// The call that another one sends to a host between: `ssh jump "ssh admin@cl1 'version'"` asks `cl1`. What the shell of that host
/// does besides is not looked through.
fn beyond((mut host, mut command): (String, String)) -> (String, String) {
    for _ in 0..MOST_HOPS {
        let own = alone(&command);
        let is_plain = own.starts_with("ssh ") && !own.contains(['|', ';', '&', '<', '>', '`']);
        let Some(inner) = is_plain.then(|| call(&format!("$ {own}"))).flatten() else { break };
        (host, command) = inner;
    }
    (host, command)
}

/// Calls on one line that are looked through: each is a pass over what stands behind it.
const MOST_CALLS: usize = 16;

/// Host and command of a program that sends one, whatever stands behind it.
fn call(trimmed: &str) -> Option<(String, String)> {
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    let at = words.iter().position(|word| is_ssh(word))?;
    let before = before(&words[..at]).map(|last| signed(&words[..at]).unwrap_or(last));
    if !before.is_none_or(is_prompt) || trimmed.contains("   ") {
        return None;
    }
    let (host, has_login, command) = called(&words[at + 1..], words[at].contains("link"))?;
    let is_named = has_login || host.contains('@') || before.is_some();
    let host = host.strip_prefix("ssh://").unwrap_or(host);
    let is_host = host.chars().all(|c| c.is_alphanumeric() || "@.-_:[]%\\".contains(c));
    // What a file holds that is sent, nobody knows.
    if !is_named || !is_host || command.starts_with("< ") && !command.starts_with("< /dev/null") {
        return None;
    }
    Some((host_name(host), command))
}

/// The host that a program is given, whether it is told who logs in there, and the command.
fn called<'w>(words: &[&'w str], is_putty: bool) -> Option<(&'w str, bool, String)> {
    let mut words = words.iter().copied().peekable();
    let mut has_login = false;
    let mut host = None;
    while let Some(word) = words.next_if(|word| host.is_none() || word.starts_with('-')) {
        match word.strip_prefix('-') {
            None => host = Some(word),
            Some("-") => break,
            Some("m") if is_putty => return None,
            Some(option) => {
                has_login |= option.starts_with('l');
                let takes = option.len() == 1 && option.ends_with(|c| SSH_VALUED.contains(c)) || option == "pw";
                if takes {
                    words.next();
                }
            }
        }
    }
    Some((host?, has_login, words.collect::<Vec<_>>().join(" ")))
}

/// The last word before `ssh` that is none of those which change nothing: `timeout 30`, `sshpass -e`, `sudo`.
fn before<'w>(words: &[&'w str]) -> Option<&'w str> {
    match words {
        [rest @ .., one] if AROUND.contains(one) => before(rest),
        [rest @ .., "timeout", _] | [rest @ .., "sshpass", "-e"] | [rest @ .., "sshpass", "-p" | "-f", _] => {
            before(rest)
        }
        _ => words.last().copied(),
    }
}

/// Whether a word ends a prompt. A row's masked name may stand before `ssh` too, `<removed>  ssh  password`; and a shell that tells
/// what it runs puts a sign before it.
fn is_prompt(word: &str) -> bool {
    let is_mask = word.starts_with('<') && word.ends_with('>') || word.starts_with('[') && word.ends_with(']');
    let is_trace = word.bytes().all(|byte| byte == b'+');
    (word.ends_with(['$', '#', '%', '>', ']']) || is_trace) && !is_mask
}

/// The line with room behind the prompt of a Windows shell: `C:\Users\joe>ssh admin@cl1 version`.
fn apart(line: &str) -> Cow<'_, str> {
    let is_drive = line.get(1..3) == Some(":\\") && line.starts_with(|c: char| c.is_ascii_alphabetic());
    match line.split_once('>') {
        Some((path, typed)) if is_drive && !path.contains('"') => Cow::Owned(format!("{path}> {}", typed.trim_start())),
        _ => Cow::Borrowed(line),
    }
}

/// The sign of a prompt that is no letter of ASCII's, `➜  ~ `, `❯ `, which may stand before a path.
fn signed<'w>(words: &[&'w str]) -> Option<&'w str> {
    const SIGNS: [&str; 6] = ["\u{279c}", "\u{276f}", "\u{3bb}", "\u{27a4}", "\u{bb}", "\u{25b6}"];
    let is_sign = |word: &&&str| SIGNS.contains(word);
    words.first().filter(is_sign).or_else(|| words.last().filter(is_sign)).map(|_| "$")
}

/// The line with the path of a program in quotation marks, `"C:\Program Files\PuTTY\plink.exe" cl1 version`, cut to its name.
fn without_path(line: &str) -> Cow<'_, str> {
    let Some(end) = PROGRAMS.iter().find_map(|name| line.find(&format!("{name}\""))) else {
        return Cow::Borrowed(line);
    };
    let Some(start) = line[..end].rfind('"') else { return Cow::Borrowed(line) };
    let behind = line[end..].split_once('"').map_or("", |(_, behind)| behind);
    let name = line[end..].split('"').next().unwrap_or_default();
    let is_path = line[start + 1..end].is_empty() || line[..end].ends_with(['\\', '/']);
    if is_path { Cow::Owned(format!("{}{name}{behind}", &line[..start])) } else { Cow::Borrowed(line) }
}

/// The command that the first of two calls sends, and what the second one sends, where both go to the host.
fn followed(command: &str, host: &str) -> Option<(String, String)> {
    let quote = command.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (own, rest) = command[1..].split_once(quote)?;
    let next = ["&&", "||", ";", "&"].iter().find_map(|sign| rest.trim_start().strip_prefix(sign))?;
    let (other, behind) = call(&without_path(&format!("$ {}", next.trim())))?;
    (other == host && !behind.is_empty()).then(|| (own.trim().to_owned(), behind))
}

/// The command without what the shell does beside it and without the login's end. What goes through another command than `tee` is
/// not what the cluster answered, and stays.
fn alone(command: &str) -> String {
    let quote = command.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = quote.and_then(|quote| command[1..].split_once(quote));
    let (own, mut rest) = match inner {
        Some((own, rest)) => (own, rest.trim()),
        None => {
            let end = [" 2>", " | tee ", " </dev/null", " < /dev/null", " # "]
                .iter()
                .filter_map(|sign| command.find(sign))
                .min();
            let (own, rest) = command.split_at(end.unwrap_or(command.len()));
            (own, rest.trim())
        }
    };
    for sign in ["2>&1", "2>/dev/null", "2> /dev/null", "</dev/null", "< /dev/null", "> /dev/tty"] {
        rest = rest.trim_start_matches(sign).trim_start();
    }
    let is_beside = rest.is_empty()
        || rest.starts_with('#')
        || rest.starts_with("| tee ") && !rest[1..].contains('|')
        || is_kept_and_shown(rest);
    let own = own.trim();
    let own = own.strip_suffix("exit").map(str::trim_end).and_then(|own| own.strip_suffix(';')).unwrap_or(own);
    match inner {
        // The quotation marks within are those of the next shell.
        Some(_) if is_beside && !own.starts_with(['"', '\'']) => own.to_owned(),
        _ if is_beside => own.trim_matches(['"', '\'']).to_owned(),
        Some((own, rest)) if ["| ", "> "].iter().any(|sign| rest.trim_start().starts_with(sign)) => {
            format!("{own} {}", rest.trim_start())
        }
        _ => command.trim_matches(['"', '\'']).to_owned(),
    }
}

/// Whether the answer goes to a file that is shown right behind it, `> a.txt; cat a.txt`.
fn is_kept_and_shown(rest: &str) -> bool {
    let parts = rest.split_once(';').or_else(|| rest.split_once("&&"));
    parts.is_some_and(|(kept, shown)| {
        kept.trim().strip_prefix('>').is_some_and(|file| shows_file(shown.trim(), file.trim()))
    })
}

/// Whether a command of a shell shows this file and nothing else.
pub(in crate::table) fn shows_file(command: &str, file: &str) -> bool {
    const SHOWING: [&str; 5] = ["cat", "more", "type", "Get-Content", "gc"];
    let is_name = file.chars().all(|c| c.is_alphanumeric() || "-_./\\:~".contains(c)) && !file.is_empty();
    is_name && command.split_once(' ').is_some_and(|(own, shown)| SHOWING.contains(&own) && shown.trim() == file)
}

/// The command and the file that its answer goes to: `cluster show > a.txt`.
pub(in crate::table) fn kept(typed: &str) -> Option<(&str, &str)> {
    let (command, file) = typed.split_once(" > ")?;
    let file = file.trim().trim_end_matches("2>&1").trim_end();
    (!file.contains([' ', '>', '|', ';', '&'])).then_some((command.trim(), file))
}

/// The name of the host in `[user@]host[:port]`, in small letters.
fn host_name(host: &str) -> String {
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    let name = name.rsplit_once("]:").map_or(name, |(name, _)| name);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match name.split_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => name,
    };
    name.trim_matches(['[', ']']).trim_end_matches('.').to_lowercase()
}

/// The command in `Invoke-NcSsh "cluster show"`, or behind `-Command`, of NetApp's toolkit for PowerShell.
fn of_toolkit(rest: &str) -> Option<String> {
    let quote = rest.find(['"', '\''])?;
    let mark = rest[quote..].chars().next()?;
    let (command, _) = rest[quote + 1..].split_once(mark)?;
    Some(command.trim().to_owned())
}

/// Programs that send a command to a host.
const PROGRAMS: [&str; 8] = ["ssh", "ssh.exe", "plink", "plink.exe", "klink", "klink.exe", "autossh", "rsh"];

pub(super) fn is_ssh(word: &str) -> bool {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    PROGRAMS.contains(&name)
}
