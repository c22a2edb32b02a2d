//! `known_hosts`: which keys a host is known by. Read by ourselves, for the SSH library takes revoked keys for good, gives
//! up at one bad line and knows neither patterns nor types of keys.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use hmac::{Hmac, Mac};
use sha1::Sha1;
use ssh_key::PublicKey;
use ssh_key::known_hosts::{Entry, HostPatterns, Marker};

use super::endpoint::Endpoint;

/// What `known_hosts` says of a key that a host shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the host's key.
    Known,
    /// Nothing is known of it.
    Unknown {
        /// File and line where the host is known by a key of another type.
        other: Option<String>,
    },
    /// The host is known by another key of this type.
    Changed {
        /// File and line of that key.
        place: String,
    },
    /// The key must not be used.
    Revoked {
        /// File and line that says so.
        place: String,
    },
}

/// The lines of all `known_hosts` files.
#[derive(Debug, Default)]
pub struct KnownHosts {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    place: String,
    entry: Entry,
}

/// The name under which the key of a host is kept: lowercase, with its port where it is not 22.
pub fn kept_name(endpoint: &Endpoint) -> String {
    match &endpoint.host_key_alias {
        Some(alias) => alias.to_lowercase(),
        None => name_and_port(&endpoint.host, endpoint.port),
    }
}

fn name_and_port(host: &str, port: u16) -> String {
    let host = host.to_lowercase();
    if port == 22 { host } else { format!("[{host}]:{port}") }
}

/// The line that makes a key known.
pub fn line_of(name: &str, key: &PublicKey) -> String {
    let mut bare = key.clone();
    bare.set_comment("");
    format!("{name} {}", bare.to_openssh().unwrap_or_default().trim_end())
}

impl KnownHosts {
    /// Reads files; one that does not exist holds nothing.
    ///
    /// # Errors
    /// The file that is there and cannot be read: it might revoke a key.
    pub fn read(files: &[PathBuf]) -> Result<Self, (PathBuf, io::Error)> {
        let mut all = Self::default();
        for file in files {
            match std::fs::read(file) {
                Ok(bytes) => all.add(&file.display().to_string(), &String::from_utf8_lossy(&bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err((file.clone(), error)),
            }
        }
        Ok(all)
    }

    /// Adds the lines of a file. A line that cannot be read is passed over, never the file.
    pub fn add(&mut self, file: &str, text: &str) {
        let lines = text.lines().enumerate();
        let read =
            lines.filter_map(|(at, line)| Some(Line { place: format!("{file}:{}", at + 1), entry: entry(line)? }));
        self.lines.extend(read);
    }

    /// What is known of the key that the host of this name shows.
    pub fn standing(&self, name: &str, key: &PublicKey) -> Standing {
        let own: Vec<&Line> = self.lines.iter().filter(|line| is_of(line.entry.host_patterns(), name)).collect();
        let same = |line: &&&Line| line.entry.public_key().key_data() == key.key_data();
        let revoked = |line: &&&Line| line.entry.marker() == Some(&Marker::Revoked);
        if let Some(line) = own.iter().filter(same).find(revoked) {
            return Standing::Revoked { place: line.place.clone() };
        }
        let plain: Vec<&Line> = own.into_iter().filter(|line| line.entry.marker().is_none()).collect();
        if plain.iter().any(|line| same(&line)) {
            return Standing::Known;
        }
        let of_type = plain.iter().find(|line| line.entry.public_key().algorithm() == key.algorithm());
        match of_type {
            Some(line) => Standing::Changed { place: line.place.clone() },
            None => Standing::Unknown { other: plain.first().map(|line| line.place.clone()) },
        }
    }

    /// The types of keys by which the host of this name is known, in the files' order.
    pub fn types(&self, name: &str) -> Vec<String> {
        let own =
            self.lines.iter().filter(|line| line.entry.marker().is_none() && is_of(line.entry.host_patterns(), name));
        let mut types: Vec<String> = own.map(|line| line.entry.public_key().algorithm().as_str().to_owned()).collect();
        let mut seen = std::collections::HashSet::new();
        types.retain(|word| seen.insert(word.clone()));
        types
    }
}

/// Reads one line; OpenSSH takes any blanks between the words, the parser exactly one.
fn entry(line: &str) -> Option<Entry> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let count = if words.first()?.starts_with('@') { 4 } else { 3 };
    if words[0].starts_with('#') || words.len() < count {
        return None;
    }
    words[..count].join(" ").parse().ok()
}

fn is_of(patterns: &HostPatterns, name: &str) -> bool {
    match patterns {
        HostPatterns::HashedName { salt, hash } => Hmac::<Sha1>::new_from_slice(salt)
            .is_ok_and(|mac| mac.chain_update(name.as_bytes()).verify_slice(hash).is_ok()),
        HostPatterns::Patterns(patterns) => {
            let fits = |pattern: &str| glob(&pattern.to_lowercase().chars().collect::<Vec<_>>(), name);
            patterns.iter().any(|pattern| !pattern.starts_with('!') && fits(pattern))
                && !patterns.iter().filter_map(|pattern| pattern.strip_prefix('!')).any(fits)
        }
    }
}

/// `*` is any text, `?` any character; everything else, brackets too, is itself.
fn glob(pattern: &[char], name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut seen, mut star) = (0, 0, None);
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(c) if *c == '?' || *c == name[seen] => (at, seen) = (at + 1, seen + 1),
            _ => {
                let Some((before, taken)) = star else { return false };
                (at, seen) = (before + 1, taken + 1);
                star = Some((before, taken + 1));
            }
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

/// Bytes of the salt with which OpenSSH hides a name, as many as the hash has.
const SALT: usize = 20;

/// How the name of a host is written into a new line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// As it is.
    #[default]
    Plain,
    /// As a hash with a salt of its own, so that the file tells nobody which hosts there are.
    Hidden,
}

impl Naming {
    fn written(self, name: &str) -> io::Result<String> {
        match self {
            Self::Plain => Ok(name.to_owned()),
            Self::Hidden => hidden(name),
        }
    }
}

/// `|1|SALT|HASH`
fn hidden(name: &str) -> io::Result<String> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(io::Error::other)?;
    let mac = Hmac::<Sha1>::new_from_slice(&salt).map_err(io::Error::other)?.chain_update(name.as_bytes());
    let patterns = HostPatterns::HashedName { salt: salt.to_vec(), hash: mac.finalize().into_bytes().into() };
    Ok(patterns.to_string())
}

/// Adds the key of a host of which nothing is known to a file. Two who add at the same time add one line.
///
/// # Errors
/// The file cannot be written, or says something of this host by now.
pub fn remember(file: &Path, name: &str, key: &PublicKey, naming: Naming) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut open = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(file)?;
    open.lock()?;
    let text = whole(&mut open)?;
    let mut known = KnownHosts::default();
    known.add(&file.display().to_string(), &text);
    match known.standing(name, key) {
        Standing::Known => Ok(()),
        Standing::Unknown { other: None } => {
            let start = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            let (line, before) = (line_of(&naming.written(name)?, key), open.metadata()?.len());
            // Half a line on a full disk would be nobody's key.
            let written = open.write_all(format!("{start}{line}\n").as_bytes());
            written.or_else(|error| open.set_len(before).and(Err(error)))
        }
        standing => Err(io::Error::other(format!("the file changed meanwhile: {standing:?}"))),
    }
}

fn whole(file: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
