//! Commands that a shell sent to a cluster: `ssh -l joe cl1 "version"`, `plink -batch cl1 version`, `Invoke-NcSsh "version"`.

/// Options of `ssh` and `plink` that a value follows.
const SSH_VALUED: &str = "bcDEeFIiJLlmOopPQRSWw";

/// Words before `ssh` that change nothing of what it does.
const AROUND: [&str; 5] = ["sudo", "time", "nohup", "exec", "command"];

/// Host and command of `ssh -l joe host cluster show`, behind a shell's prompt or alone; no command for a login.
pub(super) fn shell_command(line: &str) -> Option<(String, String)> {
    let trimmed = line.trim_start();
    if !trimmed.contains("ssh ") && !trimmed.contains("plink") && !trimmed.contains("-NcSsh") {
        return None;
    }
    if let Some((_, quoted)) = trimmed.split_once("-NcSsh") {
        return Some((String::new(), of_toolkit(quoted)?));
    }
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    let at = words.iter().position(|word| is_ssh(word))?;
    let before = before(&words[..at]);
    if !before.is_none_or(is_prompt) || trimmed.contains("   ") {
        return None;
    }
    let mut words = words[at + 1..].iter().copied().peekable();
    let mut has_login = false;
    let mut host = None;
    while let Some(word) = words.next_if(|word| host.is_none() || word.starts_with('-')) {
        match word.strip_prefix('-') {
            None => host = Some(word),
            Some("-") => break,
            Some(option) => {
                has_login |= option.starts_with('l');
                let takes = option.len() == 1 && option.ends_with(|c| SSH_VALUED.contains(c)) || option == "pw";
                if takes {
                    words.next();
                }
            }
        }
    }
    let host = host.filter(|host| has_login || host.contains('@') || before.is_some())?;
    let is_host = host.chars().all(|c| c.is_alphanumeric() || "@.-_:[]%\\".contains(c));
    let command = words.collect::<Vec<_>>().join(" ");
    // What a file holds that is sent, nobody knows.
    if command.starts_with("< ") && !command.starts_with("< /dev/null") {
        return None;
    }
    is_host.then(|| (host_name(host), alone(&command)))
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
    let is_beside = rest.is_empty() || rest.starts_with('#') || rest.starts_with("| tee ") && !rest[1..].contains('|');
    let own = own.trim();
    let own = own.strip_suffix("exit").map(str::trim_end).and_then(|own| own.strip_suffix(';')).unwrap_or(own);
    match inner {
        _ if is_beside => own.trim_matches(['"', '\'']).to_owned(),
        Some((own, rest)) if rest.trim_start().starts_with("| ") => format!("{own} {}", rest.trim_start()),
        _ => command.trim_matches(['"', '\'']).to_owned(),
    }
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

fn is_ssh(word: &str) -> bool {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    matches!(name, "ssh" | "plink" | "plink.exe" | "ssh.exe")
}

/// Verbs of NetApp's toolkit for PowerShell that leave a cluster as it is.
const READING: [&str; 5] = ["Get-", "Connect-", "Test-", "Read-", "Show-"];

/// Whether another command of a shell may change a cluster: it speaks to one by other means than a plain `ssh HOST COMMAND`.
pub(in crate::table) fn may_change(typed: &str) -> bool {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let has = |word: &str| words.iter().any(|own| own.trim_matches(['"', '\'']) == word);
    let first = words.iter().find(|word| !AROUND.contains(word)).copied().unwrap_or_default();
    let is_request = matches!(first, "curl" | "http" | "wget" | "Invoke-RestMethod" | "Invoke-WebRequest")
        && (["PATCH", "POST", "PUT", "DELETE"].iter().any(|method| typed.to_uppercase().contains(method))
            || words.iter().any(|word| *word == "-d" || word.starts_with("--data")));
    let is_toolkit = first.contains("-Nc") && !READING.iter().any(|verb| first.starts_with(verb));
    let is_playbook = first.starts_with("ansible") && !has("--check") && first != "ansible-inventory";
    let is_called = |word: &&str| is_ssh(word.trim_matches(['(', '`', ';']));
    let is_fed = is_called(&first) && has("<") || words.iter().skip(1).any(is_called);
    let is_sent = is_fed && !typed.contains("show");
    is_request || is_toolkit || is_playbook || is_sent
}
