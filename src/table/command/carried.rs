//! Commands that another program than `ssh` carried to a cluster: `ansible west -m raw -a 'version'`, `pdsh -w cl1 'version'`,
//! `(Invoke-SSHCommand -SessionId 0 -Command "version").Output`. Which host was asked is part of it: two hosts are two clusters.

use super::super::Definition;
use super::remote::AROUND;
use super::{Prompt, Typed, is_directory_word};

/// Programs that send what they are given to hosts, beside those in whose names `ssh` stands.
const PROGRAMS: [&str; 9] =
    ["ansible", "bolt", "clush", "dcli", "dsh", "pdsh", "Invoke-NcSystemCli", "rush", "tentakel"];

/// Programs in whose names `ssh` stands, and which send nothing.
const OTHERS: [&str; 6] = ["ssh-add", "ssh-agent", "ssh-copy-id", "ssh-keygen", "ssh-keyscan", "sshfs"];

/// Arguments in quotation marks that are looked at.
const MOST: usize = 8;

/// What a command line of a shell asks of a cluster through such a program; `None` where it may do anything else besides.
pub(in crate::table) fn carried(typed: &str, tables: &[Definition]) -> Option<Prompt> {
    let (before, command, behind) = quoted(typed, tables)?;
    let words: Vec<&str> = before.split_whitespace().map(|word| word.trim_start_matches('(')).collect();
    let program = program(&words)?;
    let is_simple = !before.contains(['|', ';', '<', '>', '`', '&']) && !before.contains("$(");
    if !is_simple || !sends(program) {
        return None;
    }
    let passed = passed(behind)?;
    let around: Vec<&str> = words.iter().copied().chain(behind.split_whitespace()).collect();
    let host = host(program, &around)?;
    Some(Prompt { host, typed: format!("{command}{passed}"), ..Prompt::default() })
}

/// The first argument in quotation marks that shows something of ONTAP's, with what stands before and behind it.
fn quoted<'t>(typed: &'t str, tables: &[Definition]) -> Option<(&'t str, &'t str, &'t str)> {
    let mut from = 0;
    for _ in 0..MOST {
        let open = from + typed[from..].find(['"', '\''])?;
        let mark = typed[open..].chars().next()?;
        let close = open + 1 + typed[open + 1..].find(mark)?;
        let command = typed[open + 1..close].trim();
        if is_show(command, tables) {
            return Some((&typed[..open], command, &typed[close + 1..]));
        }
        from = close + 1;
    }
    None
}

fn is_show(command: &str, tables: &[Definition]) -> bool {
    let has_show = || command.split(' ').any(|word| word.starts_with("show"));
    is_directory_word(command) && has_show() || Typed::parse(command, "", tables).definition.is_some()
}

/// The program of a command line, behind what changes nothing of it and behind a variable that takes its answer.
fn program<'w>(words: &[&'w str]) -> Option<&'w str> {
    let words = match words {
        [name, "=", rest @ ..] if name.starts_with('$') => rest,
        _ => words,
    };
    let first = words.iter().find(|word| !AROUND.contains(word))?;
    first.rsplit(['/', '\\']).next()
}

fn sends(program: &str) -> bool {
    let name = program.strip_suffix(".exe").unwrap_or(program);
    let is_of_ssh = name.to_ascii_lowercase().contains("ssh") && !OTHERS.contains(&name) && !is_made(name);
    is_of_ssh || PROGRAMS.contains(&name)
}

/// `New-SSHSession`, `Get-SSHTrustedHost`, and scripts, which may do anything.
fn is_made(name: &str) -> bool {
    let is_cmdlet = name.split_once('-').is_some_and(|(verb, _)| verb.starts_with(|c: char| c.is_ascii_uppercase()));
    is_cmdlet && !name.starts_with("Invoke-") || name.contains('.')
}

/// What of the command line behind the command leaves something out of its answer; `None` where nobody knows what it does.
fn passed(behind: &str) -> Option<String> {
    let mut rest = behind.trim();
    while let Some(inner) = rest.strip_prefix(')') {
        rest = inner;
    }
    let (own, pipe) = rest.split_once('|').map_or((rest, None), |(own, pipe)| (own, Some(pipe.trim())));
    if !own.split(';').all(|part| is_property(part.trim()) || is_options(part.trim())) || own.contains("; -") {
        return None;
    }
    match pipe {
        None => Some(String::new()),
        Some(pipe) if shows_property(pipe) || pipe.starts_with("dshbak") && !pipe.contains('|') => Some(String::new()),
        Some(pipe) => Some(format!(" | {pipe}")),
    }
}

/// Properties of an object that are the answer, or say how the command ended.
const PROPERTIES: [&str; 7] = ["output", "value", "result", "exitstatus", "host", "stdout", "trim()"];

/// `.Output`, `$r.Output`, `$r`.
fn is_property(part: &str) -> bool {
    let is_of_object = part.is_empty() || part.starts_with(['$', '.']);
    let part = part.strip_prefix('$').unwrap_or(part);
    let mut names = part.split('.');
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_of_object
        && names.next().is_some_and(is_name)
        && names.all(|name| PROPERTIES.contains(&name.to_ascii_lowercase().as_str()))
}

/// `-SessionId 0 -TimeOut 30`, `-i hosts.ini`, `2>&1`.
fn is_options(part: &str) -> bool {
    let is_option = |c: char| c.is_ascii_alphanumeric() || "-_./=:$@\\".contains(c);
    let part = part.trim_end_matches("2>&1").trim_end().trim_end_matches(')').trim_end();
    part.is_empty() || part.starts_with('-') && part.split_whitespace().all(|word| word.chars().all(is_option))
}

/// `Select-Object -ExpandProperty Output`, `select -expand value`.
fn shows_property(pipe: &str) -> bool {
    let words: Vec<String> = pipe.split_whitespace().map(str::to_ascii_lowercase).collect();
    let is_expanded = |option: &str| option.len() > 2 && "-expandproperty".starts_with(option);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["select-object" | "select", option, name] => is_expanded(option) && PROPERTIES.contains(name),
        ["foreach-object" | "%", name] => PROPERTIES.contains(name),
        ["out-string"] => true,
        _ => false,
    }
}

/// The host that was asked, empty where the command line does not tell it; `None` where it may be several.
fn host(program: &str, words: &[&str]) -> Option<String> {
    let after = |is_option: &dyn Fn(&str) -> bool| {
        let at = words.iter().position(|word| word.starts_with('-') && is_option(word))?;
        words.get(at + 1).copied()
    };
    let login = words.iter().find_map(|word| word.split_once('@').filter(|(user, _)| !user.is_empty()));
    let session = after(&|option| ["-sessionid", "-index", "-sshsession"].contains(&option.to_lowercase().as_str()));
    let controller = after(&|option| option.eq_ignore_ascii_case("-controller"));
    let name = match program {
        "ansible" => words.iter().skip_while(|word| **word != program).nth(1).copied()?,
        _ if program.starts_with("Invoke-") => match (controller, session) {
            (Some(controller), _) => controller,
            (None, Some(session)) => return Some(format!("session {}", session.trim_end_matches(')'))),
            (None, None) => "",
        },
        _ => match login {
            Some((_, host)) => host,
            None => after(&|option| matches!(option, "--host" | "--hosts") || option.ends_with(['w', 'H']))?,
        },
    };
    let is_one = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c)) && name != "all";
    is_one.then(|| name.trim_end_matches('.').to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::carried;
    use crate::rule::Catalog;

    #[test]
    fn what_a_program_carries_is_told_with_its_host() {
        let tables = Catalog::embedded().unwrap().tables;
        for (line, host, command) in [
            ("ansible west -m raw -a 'cluster show'", "west", "cluster show"),
            ("ansible west -i hosts.ini -m raw -a 'cluster show' -u admin", "west", "cluster show"),
            ("pdsh -w ayr1 'cluster show'", "ayr1", "cluster show"),
            ("clush -bw ayr1 'cluster show'", "ayr1", "cluster show"),
            ("pssh -i -H ayr1 \"cluster show\"", "ayr1", "cluster show"),
            ("tsh ssh admin@ayr1 'cluster show'", "", ""),
            ("(Invoke-SSHCommand -SessionId 0 -Command \"cluster show\").Output", "session 0", "cluster show"),
            (
                "Invoke-SSHCommand -Command \"cluster show\" -SessionId 0 | Select -Expand Output",
                "session 0",
                "cluster show",
            ),
            (
                "$r = Invoke-SSHCommand -SSHSession $s \"cluster show\"; $r.ExitStatus; $r.Output",
                "session $s",
                "cluster show",
            ),
            ("$r = Invoke-SSHCommand -Index 2 -Command \"cluster show\"; $r.Output", "session 2", "cluster show"),
            ("pdsh -w ayr1 'cluster show' | dshbak -c", "ayr1", "cluster show"),
            ("pdsh -w ayr1 'cluster show' | grep true", "ayr1", "cluster show | grep true"),
            ("pdsh -w ayr1,ayr2 'cluster show'", "", ""),
            ("pdsh -a 'cluster show'", "", ""),
            ("pdsh -w ayr1 'cluster show'; reboot", "", ""),
            ("pdsh -w ayr1 'cluster show' && ./off.sh", "", ""),
            ("pdsh -w ayr1 'vserver services ndmp off -vserver ayr1'", "", ""),
            ("echo 'cluster show'", "", ""),
            ("grep -A20 'cluster show' ssh.log", "", ""),
            ("./ssh-all.sh 'cluster show'", "", ""),
            ("New-SSHSession -ComputerName 'cluster show'", "", ""),
        ] {
            let told = carried(line, &tables).map(|own| (own.host, own.typed)).unwrap_or_default();
            assert_eq!((told.0.as_str(), told.1.as_str()), (host, command), "{line}");
        }
    }
}
