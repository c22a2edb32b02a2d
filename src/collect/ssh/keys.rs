//! Private keys that can be tried: those of the agent, and files.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ssh_key::{HashAlg, PrivateKey, PublicKey};
use zeroize::Zeroizing;

use super::super::clean;
use super::super::endpoint::Endpoint;

/// How long the agent may think about which keys it has.
const AGENT_ANSWERS: Duration = Duration::from_secs(3);
/// Larger than any list of an agent or any key file.
const LARGEST: u64 = 256 * 1024;

/// A key to try.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// What it is called in messages.
    pub(super) label: String,
    /// Its public part as the agent and the server know it, where it can be told.
    pub(super) blob: Option<Vec<u8>>,
    pub(super) kind: Kind,
}

/// Where a key is.
#[derive(Clone)]
pub(super) enum Kind {
    /// In the agent behind this socket.
    Agent(PathBuf),
    /// In a file that lies open.
    File(Zeroizing<String>),
    /// In a file that needs a passphrase.
    Locked(PathBuf, Zeroizing<String>),
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Agent(_) => "Agent",
            Self::File(_) => "File",
            Self::Locked(..) => "Locked",
        })
    }
}

impl Key {
    /// Whether there is one signature algorithm for it. With RSA there are several, and which of them a server takes it
    /// tells only behind the key exchange (RFC 8308).
    pub(super) fn signs_one_way(&self) -> bool {
        let algorithm = self.blob.as_deref().and_then(|mut blob| string(&mut blob));
        algorithm.is_some_and(|name| !name.starts_with(b"ssh-rsa"))
    }
}

/// The keys of an endpoint, and words about those that cannot be used.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) keys: Vec<Key>,
    pub(super) unusable: Vec<String>,
}

/// Finds the keys: of the agent first, among them those first that are configured for this host; each key once.
pub(super) fn keys(endpoint: &Endpoint) -> Keys {
    let mut files = Keys::default();
    endpoint.identities.iter().for_each(|path| files.add_file(path));
    let configured: Vec<Vec<u8>> = endpoint
        .identities
        .iter()
        .filter_map(|path| public_part(path))
        .chain(files.keys.iter().filter_map(|key| key.blob.clone()))
        .collect();
    let mut found = Keys { keys: Vec::new(), unusable: files.unusable };
    let is_configured = |key: &Key| key.blob.as_ref().is_some_and(|blob| configured.contains(blob));
    if let Some(socket) = &endpoint.agent {
        found.add_agent(socket);
    }
    found.keys.sort_by_key(|key| !is_configured(key));
    found.keys.retain(|key| !endpoint.identities_only || is_configured(key));
    let held: Vec<Option<Vec<u8>>> = found.keys.iter().map(|key| key.blob.clone()).collect();
    found.keys.extend(files.keys.into_iter().filter(|key| key.blob.is_none() || !held.contains(&key.blob)));
    found
}

impl Keys {
    fn add_agent(&mut self, socket: &Path) {
        match identities(socket) {
            Ok(found) => self.keys.extend(found.into_iter().map(|(blob, comment)| Key {
                label: format!("key {} of the agent ({})", fingerprint(&blob), clean(&comment)),
                blob: Some(blob),
                kind: Kind::Agent(socket.to_owned()),
            })),
            // No agent, or one of a session that has ended: nothing to tell.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {}
            Err(error) => self.unusable.push(format!("agent `{}`: {error}", socket.display())),
        }
    }

    fn add_file(&mut self, path: &Path) {
        let label = format!("key file `{}`", path.display());
        let text = match read(path) {
            Ok(text) => text,
            // Most of the default files do not exist.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.unusable.push(format!("{label}: cannot be read: {error}")),
        };
        match sort_of(path, text) {
            Ok((kind, blob)) => self.keys.push(Key { label, blob, kind }),
            Err(reason) => self.unusable.push(format!("{label}: {reason}")),
        }
    }
}

/// Whether a private key lies open, told by its head: the SSH library calls a locked one an unknown format.
fn sort_of(path: &Path, text: Zeroizing<String>) -> Result<(Kind, Option<Vec<u8>>), &'static str> {
    if !text.contains("-----BEGIN ") {
        return Err("is no private key");
    }
    let parsed = PrivateKey::from_openssh(text.as_bytes()).ok();
    let blob = parsed.as_ref().and_then(|key| key.public_key().to_bytes().ok());
    if parsed.as_ref().is_some_and(|key| key.algorithm().as_str().starts_with("sk-")) {
        return Err("is on a token; add it to the agent, or use --transport openssh");
    }
    let locked = parsed.map_or_else(|| text.contains("ENCRYPTED"), |key| key.is_encrypted());
    let blob = blob.or_else(|| public_part(path));
    Ok((if locked { Kind::Locked(path.to_owned(), text) } else { Kind::File(text) }, blob))
}

fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    std::fs::File::open(path)?.take(LARGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// The public part that lies beside a private key.
fn public_part(path: &Path) -> Option<Vec<u8>> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".pub");
    let text = read(Path::new(&beside)).ok()?;
    PublicKey::from_openssh(text.trim_end()).ok()?.to_bytes().ok()
}

/// A certificate of the user's that only OpenSSH shows: one that is configured, or that lies beside a key.
pub(super) fn certificate(endpoint: &Endpoint) -> Option<PathBuf> {
    let beside = endpoint.identities.iter().map(|path| {
        let mut beside = path.as_os_str().to_owned();
        beside.push("-cert.pub");
        PathBuf::from(beside)
    });
    endpoint.certificates.iter().cloned().chain(beside).find(|path| path.exists())
}

fn fingerprint(blob: &[u8]) -> String {
    let key = PublicKey::from_bytes(blob);
    key.map_or_else(|_| "of unknown type".to_owned(), |key| key.fingerprint(HashAlg::Sha256).to_string())
}

/// Asks an agent for its keys and their comments. Asked by ourselves, for the SSH library would wait for it forever.
fn identities(socket: &Path) -> io::Result<Vec<(Vec<u8>, String)>> {
    let mut agent = UnixStream::connect(socket)?;
    agent.set_read_timeout(Some(AGENT_ANSWERS))?;
    agent.set_write_timeout(Some(AGENT_ANSWERS))?;
    agent.write_all(&[0, 0, 0, 1, 11])?;
    let mut length = [0; 4];
    agent.read_exact(&mut length).map_err(silent)?;
    let mut answer = Vec::new();
    let length = u64::from(u32::from_be_bytes(length));
    agent.take(length.min(LARGEST)).read_to_end(&mut answer).map_err(silent)?;
    listed(&answer).ok_or_else(|| io::Error::other("its answer cannot be read"))
}

fn silent(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            io::Error::other(format!("no answer within {} s", AGENT_ANSWERS.as_secs()))
        }
        _ => error,
    }
}

fn listed(answer: &[u8]) -> Option<Vec<(Vec<u8>, String)>> {
    let mut rest = answer.strip_prefix(&[12])?;
    let count = number(&mut rest)?;
    let mut found = Vec::new();
    for _ in 0..count {
        let blob = string(&mut rest)?.to_vec();
        found.push((blob, String::from_utf8_lossy(string(&mut rest)?).into_owned()));
    }
    Some(found)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (head, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(u32::from_be_bytes(*head))
}

fn string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_an_agent_is_read_and_a_cut_one_is_not() {
        let answer = [&[12, 0, 0, 0, 1, 0, 0, 0, 2][..], b"ab", &[0, 0, 0, 1], b"c"].concat();
        assert_eq!(listed(&answer), Some(vec![(b"ab".to_vec(), "c".to_owned())]));
        for cut in 0..answer.len() {
            assert_eq!(listed(&answer[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn an_agent_that_never_answers_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("agent");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let endpoint = Endpoint { agent: Some(socket.clone()), ..Endpoint::default() };
        let found = keys(&endpoint);
        assert!(found.keys.is_empty());
        assert_eq!(found.unusable, [format!("agent `{}`: no answer within 3 s", socket.display())]);
    }

    #[test]
    fn what_is_no_key_is_told_and_what_is_not_there_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("text");
        std::fs::write(&text, "hello").unwrap();
        let endpoint = Endpoint { identities: vec![text.clone(), folder.path().join("none")], ..Endpoint::default() };
        assert_eq!(keys(&endpoint).unusable, [format!("key file `{}`: is no private key", text.display())]);
    }

    #[test]
    fn a_locked_key_of_either_format_is_told_by_its_head() {
        let path = Path::new("/nonexistent");
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n";
        let new = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
        let open = "-----BEGIN RSA PRIVATE KEY-----\n";
        let locked = |text: &str| matches!(sort_of(path, Zeroizing::new(text.into())), Ok((Kind::Locked(..), _)));
        assert_eq!([old, new, open].map(locked), [true, true, false]);
    }
}
