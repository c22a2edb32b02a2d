//! The loop that captures commands, one file each, named by the command: for the shells that people have.

/// A shell, and the program in it that reaches the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shell {
    /// Any POSIX shell, with OpenSSH.
    Sh,
    /// PowerShell, with the OpenSSH of Windows.
    Powershell,
    /// PowerShell, with PuTTY's `plink`, whose key Pageant holds.
    Plink,
}

impl Shell {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sh => "sh",
            Self::Powershell => "powershell",
            Self::Plink => "plink",
        }
    }

    /// The names of all.
    pub const WORDS: [&str; 3] = ["sh", "powershell", "plink"];

    /// The one of that name.
    pub fn of(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|known| *known == word)?;
        [Self::Sh, Self::Powershell, Self::Plink].get(at).copied()
    }

    /// The one that the person at this system most likely has.
    pub fn usual() -> Self {
        if cfg!(windows) { Self::Powershell } else { Self::Sh }
    }

    /// The name of a folder for a cluster (`[user@]name[:port]`), which no shell takes for more.
    pub fn folder(name: &str) -> String {
        let (host, _) = parted(name.rsplit(['/', '@']).next().unwrap_or_default());
        let name = kept(&host.replace(':', "_"), "");
        let name = name.trim_start_matches(['-', '.']);
        if name.is_empty() { "cluster".to_owned() } else { name.to_owned() }
    }

    /// Captures `commands` of `host` (`[user@]name[:port]`) into `folder`.
    pub fn capture<'c>(self, host: &str, folder: &str, commands: impl IntoIterator<Item = &'c str>) -> String {
        let (account, port) = parted(host);
        let folder = Self::folder(folder);
        let list: String = commands.into_iter().map(|command| format!("{command}\n")).collect();
        let port = |option: &str| port.map(|port| format!("{option} {port} ")).unwrap_or_default();
        match self {
            Self::Sh => posix(&format!("ssh -n {}{account}", port("-p")), &folder, &list),
            Self::Powershell => powershell(&format!("ssh -n {}{account}", port("-p")), &folder, &list),
            Self::Plink => powershell(&format!("plink -ssh -batch {}{account}", port("-P")), &folder, &list),
        }
    }
}

fn posix(ssh: &str, folder: &str, list: &str) -> String {
    format!(
        "mkdir -p {folder}\n\
         while read -r command; do\n  \
         {ssh} \"set -rows 0; $command\" > \"{folder}/$(printf %s \"$command\" | tr ' /' '__').txt\"\n\
         done <<'END'\n{list}END\n"
    )
}

fn powershell(ssh: &str, folder: &str, list: &str) -> String {
    format!(
        "New-Item -ItemType Directory -Force {folder} | Out-Null\n\
         @'\n{list}'@ -split \"\\r?\\n\" | Where-Object {{ $_ }} | ForEach-Object {{\n  \
         {ssh} \"set -rows 0; $_\" | Set-Content -Encoding utf8 \"{folder}/$($_ -replace '[ /]', '_').txt\"\n}}\n"
    )
}

/// `[user@]name` and the port. An address of IPv6 has its own colons.
fn parted(host: &str) -> (String, Option<u16>) {
    let told = host.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']'));
    let told = told.and_then(|(name, port)| Some((name, port.parse().ok()?)));
    let (name, port) = told.map_or((host, None), |(name, port)| (name, Some(port)));
    (kept(&name.replace(['[', ']'], ""), "@:%"), port)
}

/// The text without what a shell would take for more than a name.
fn kept(text: &str, others: &str) -> String {
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') || others.contains(*c);
    text.chars().filter(is_plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_parted_and_nothing_of_it_is_a_command() {
        assert_eq!(parted("op@cluster1:2222"), ("op@cluster1".to_owned(), Some(2222)));
        assert_eq!(parted("op@[2001:db8::7]:22"), ("op@2001:db8::7".to_owned(), Some(22)));
        assert_eq!(parted("2001:db8::7"), ("2001:db8::7".to_owned(), None));
        assert_eq!(parted("op@c1;reboot $(x)"), ("op@c1rebootx".to_owned(), None));
        assert_eq!(
            (Shell::folder("../op@c1"), Shell::folder("-rf"), Shell::folder("/")),
            ("c1".into(), "rf".into(), "cluster".into())
        );
    }
}
