//! Lines that speak of the session and not of the cluster: logins, questions, counts of what was changed.

use super::command::echo;

/// Whether ONTAP, `ssh` or a shell says something of the session itself.
pub(super) fn is_noise(text: &str) -> bool {
    const BEGINNINGS: [&str; 9] = [
        "Enter passphrase for key ",
        "Unsuccessful login attempts since",
        "Your privilege has changed",
        "Your privilege have changed",
        "Your privileges has changed",
        "Your privileges have changed",
        "This is your first recorded login",
        "Do you want to continue",
        "Do you wish to continue",
    ];
    let may_begin = text.starts_with(|c: char| c.is_ascii_digit() || "ELUYTPDCGSFl(rseu[+".contains(c));
    if !may_begin && !text.contains('@') {
        return false;
    }
    echo(text).is_some()
        || matches!(text, "Password:" | "logout" | "Goodbye")
        || is_ended_well(text)
        || BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
        || [is_last_login, asks_for_password, counts_changes, is_closed].iter().any(|is_it| is_it(text))
}

/// What a shell or a script says behind a command that ended well, and how long it took: `rc=0`, `real 0m1.251s`.
fn is_ended_well(text: &str) -> bool {
    let is_time = |behind: &str| {
        let own = behind.trim_start().strip_suffix('s');
        let is_clock = |own: &str| own.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'm' | b'.' | b','));
        own.is_some_and(|own| !own.is_empty() && own.starts_with(|c: char| c.is_ascii_digit()) && is_clock(own))
    };
    let timed = ["real", "user", "sys"].iter().find_map(|word| text.strip_prefix(word));
    let is_pause = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let is_step = text.starts_with("[Pipeline] ")
        || text == "Finished: SUCCESS"
        || text.strip_prefix("+ sleep ").is_some_and(is_pause);
    is_step
        || matches!(text, "rc=0" | "rc: 0" | "exit code: 0" | "exit status: 0" | "Exit code: 0" | "Exit status: 0")
        || timed.is_some_and(|behind| behind.starts_with([' ', '\t']) && is_time(behind))
}

/// `Last login time: 11/21/2026 08:00:01`
fn is_last_login(text: &str) -> bool {
    let rest = text.strip_prefix("Last Login").or_else(|| text.strip_prefix("Last login"));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    rest.is_some_and(|rest| !rest.starts_with(is_word) && rest.contains(|c: char| c.is_ascii_digit()))
}

/// `(admin@192.0.2.1) Password:`, or the question alone.
pub(super) fn is_password_question(text: &str) -> bool {
    text == "Password:" || asks_for_password(text)
}

/// `(admin@192.0.2.1) Password:`
fn asks_for_password(text: &str) -> bool {
    const ASKED: [&str; 2] = ["Password:", "password:"];
    let (login, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let behind = rest.strip_prefix(' ').unwrap_or_default();
    let host = login.split_once('@').map(|(_, host)| host);
    host.is_some_and(|host| ASKED.iter().any(|asked| behind.starts_with(asked) || host.contains(asked)))
}

/// `2 entries were modified.`
fn counts_changes(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let done = match (rest.strip_prefix(" entries were "), rest.strip_prefix(" entry was ")) {
        (Some(done), _) if done.starts_with("acted on") => return rest.len() < text.len(),
        (done, other) => done.or(other).unwrap_or_default(),
    };
    rest.len() < text.len() && ["modified", "added", "deleted"].iter().any(|word| done.starts_with(word))
}

/// `Connection to 192.0.2.1 closed.`, or one that others share, and nothing that tells why.
fn is_closed(text: &str) -> bool {
    let own = text.strip_prefix("Shared connection to ").or_else(|| text.strip_prefix("Connection to "));
    let rest = own.unwrap_or_default();
    let (host, behind) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    !host.is_empty() && matches!(behind.trim_end_matches(['.', ' ']), " closed" | " closed by remote host")
}

#[cfg(test)]
mod tests {
    use super::is_noise;

    #[test]
    fn what_is_said_of_the_session_is_no_data() {
        for text in [
            "Last login time: 11/21/2026 08:00:01",
            "Last Login : 11/21/2026",
            "Unsuccessful login attempts since last login: 3",
            "Your privilege has changed since last login.",
            "Your privileges have changed since last login.",
            "This is your first recorded login.",
            "(admin@192.0.2.1) Password:",
            "admin@192.0.2.1's password:",
            "(admin@192.0.2.1)password: ",
            "admin@tayPassword:",
            "Password:",
            "Enter passphrase for key '/home/a/.ssh/id_rsa':",
            "Do you want to continue? {y|n}: y",
            "Do you wish to continue? {y|n}: y",
            "2 entries were modified.",
            "12 entries were acted on.",
            "1 entry was added.",
            "1 entry was deleted.",
            "logout",
            "Connection to 192.0.2.1 closed.",
            "Shared connection to tay closed.",
            "Goodbye",
            "rc=0",
            "Exit status: 0",
            "[Pipeline] // node",
            "Finished: SUCCESS",
            "+ sleep 2",
            "real\t0m1.251s",
            "sys     0.01s",
        ] {
            assert!(is_noise(text), "{text}");
        }
        for text in [
            "Last Loginname 4",
            "Last login: never",
            "Last login time",
            "Your privileges change",
            "Password: x",
            "admin@tay  Password:",
            "admin Password:",
            "Do you like it",
            "2 entries were displayed.",
            "1 entry was acted on.",
            "entries were modified",
            " entry was added.",
            "logout tay",
            "Connection to closed.",
            "Shared connection to tay lost.",
            "Connection to 192.0.2.1 closed because the node is down.",
            "Connection to 192.0.2.1",
            "Goodbye tay",
            "rc=1",
            "Finished: FAILURE",
            "[Pipeline]",
            "exit code: 255",
            "real  true",
            "users",
            "sys 4",
            "tay-1          true    true",
        ] {
            assert!(!is_noise(text), "{text}");
        }
    }
}
