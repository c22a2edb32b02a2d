//! Signatures of bundles: made with the user's own key and checked by OpenSSH's `ssh-keygen`, which knows agents, tokens and
//! certificates, so that anyone can check them by hand:
//! `ssh-keygen -Y verify -f SIGNERS -I NAME -n ndmp-preflight-bundle -s BUNDLE.sig < BUNDLE`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use std::{env, fs};

use ssh_key::{HashAlg, SshSig};

use super::bundle::signature_of;
use super::cancel::Cancel;
use super::child::{Running, output_of_running};
use super::clean;

/// What our signatures are for: one that was made for mail or for a commit signs no bundle.
pub const NAMESPACE: &str = "ndmp-preflight-bundle";

/// How long `ssh-keygen` may take by itself, and with a person who types a passphrase or touches a token.
const LIMITS: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(180));
/// How every signature begins.
const BEGIN: &[u8] = b"-----BEGIN SSH SIGNATURE-----";
/// No signature is larger; one of a certificate has some thousand bytes.
const LARGEST: u64 = 64 << 10;
/// Of so many names by which a key is listed each is tried.
const MOST_NAMES: usize = 16;

/// One person is asked one thing at a time.
static ASKING: Mutex<()> = Mutex::new(());

/// Why a bundle is not signed, or not by whom it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No program, or one that does not end.
    #[error("`ssh-keygen`, which signs and checks signatures, does not do it: {0}; it comes with OpenSSH, from 8.2 on")]
    Program(String),
    /// The key does not sign.
    #[error(
        "the key `{}` does not sign: {why}; name a private key that you may use, or the public one of a key in the agent",
        clean(key)
    )]
    Key {
        /// The file.
        key: String,
        /// What `ssh-keygen` says.
        why: String,
    },
    /// The list of signers cannot be used.
    #[error("the list of signers `{}`: {why}", clean(list))]
    List {
        /// The file.
        list: String,
        /// What is wrong with it.
        why: String,
    },
    /// The signature is not the one that was expected.
    #[error("expected {expected}; found {found}")]
    Wrong {
        /// What was expected, in words.
        expected: String,
        /// What was found, in words.
        found: String,
    },
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The file of the key.
    key: PathBuf,
    /// Whether `ssh-keygen` may ask a person at the terminal.
    asks: bool,
}

/// Whose signatures count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// The file that lists them, as `ssh-keygen` has it under ALLOWED SIGNERS.
    pub signers: PathBuf,
    /// The one of them that must have signed, where that is not all the same.
    pub name: Option<String>,
}

/// A signature that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The name by which the list knows the signer.
    pub by: String,
    /// Type and fingerprint of the key.
    pub key: String,
}

impl Signed {
    /// `said` is the sentence in which `ssh-keygen` tells whose signature it is: it ends with the key.
    fn of(name: &str, said: &[u8]) -> Self {
        let said = clean(&String::from_utf8_lossy(said));
        let key = said.rsplit_once(" with ").map(|(_, key)| key.to_owned()).unwrap_or_default();
        Self { by: clean(name), key }
    }
}

impl Signer {
    /// The owner of this key, with `~/` at its front as everywhere. Whether it can be used is looked at here, so that nobody hears
    /// it only when all clusters were asked.
    ///
    /// # Errors
    /// No `ssh-keygen`, or no key.
    pub fn new(key: &Path, asks: bool) -> Result<Self, SignatureError> {
        let home = env::home_dir().zip(key.strip_prefix("~").ok()).map(|(home, below)| home.join(below));
        let key = home.unwrap_or_else(|| key.to_owned());
        let public = key.with_added_extension("pub");
        let file = if key.exists() { &key } else { &public };
        let own = Self { key: key.clone(), asks };
        if !file.exists() {
            return Err(own.unfit("no such file"));
        }
        // The file is no argument that could be taken for an option.
        let told = keygen(Keygen::new(&["-l", "-f"]).arg(file), Vec::new(), false, &Cancel::new())?;
        told.map(|_| own.clone()).map_err(|why| own.unfit(&why))
    }

    /// The signature of these bytes, as `ssh-keygen` writes it into a file.
    ///
    /// # Errors
    /// What `ssh-keygen` says.
    pub fn sign(&self, bytes: Vec<u8>, cancel: &Cancel) -> Result<Vec<u8>, SignatureError> {
        let _one = self.asks.then(|| ASKING.lock().unwrap_or_else(PoisonError::into_inner));
        let call = Keygen::new(&["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(&self.key);
        let signature = keygen(call, bytes, self.asks, cancel)?.map_err(|why| self.unfit(&why))?;
        if signature.starts_with(BEGIN) { Ok(signature) } else { Err(self.unfit("`ssh-keygen` gave no signature")) }
    }

    fn unfit(&self, why: &str) -> SignatureError {
        SignatureError::Key { key: self.key.display().to_string(), why: why.to_owned() }
    }
}

impl Trusted {
    /// Who signed the bundle of these bytes, which lies at `path`.
    ///
    /// # Errors
    /// There is no signature, or not the one that is expected; or that cannot be told.
    pub fn signer_of(&self, path: &Path, bytes: &[u8], cancel: &Cancel) -> Result<Signed, SignatureError> {
        self.look()?;
        let place = signature_of(path);
        let signature = self.read(&place)?;
        let names = self.name.clone().map_or_else(|| self.names(&place, cancel), |name| Ok(vec![name]))?;
        let mut told = String::new();
        for name in names.iter().take(MOST_NAMES) {
            let call = Keygen::new(&["-Y", "verify", "-n", NAMESPACE, "-f"]).arg(&self.signers);
            let call = call.arg("-I").arg(name).arg("-s").arg(&place);
            match keygen(call, bytes.to_vec(), false, cancel)? {
                Ok(said) => return Ok(Signed::of(name, &said)),
                Err(why) => told = why,
            }
        }
        Err(self.wrong(&self.found(&signature, &names, &told)))
    }

    /// A list that cannot be opened names nobody, and is no fault of the bundle.
    fn look(&self) -> Result<(), SignatureError> {
        let list = self.signers.display().to_string();
        let is_file = fs::File::open(&self.signers).and_then(|file| file.metadata());
        match is_file {
            Ok(there) if there.is_dir() => Err(SignatureError::List { list, why: "is a directory".to_owned() }),
            Ok(_) => Ok(()),
            Err(error) => Err(SignatureError::List { list, why: error.to_string() }),
        }
    }

    fn read(&self, place: &Path) -> Result<Vec<u8>, SignatureError> {
        let name = clean(&place.display().to_string());
        let mut text = Vec::new();
        let is_file = fs::metadata(place).map(|there| there.is_file());
        let read = match is_file {
            Ok(true) => fs::File::open(place).and_then(|file| file.take(LARGEST).read_to_end(&mut text)),
            Ok(false) => return Err(self.wrong(&format!("`{name}`, which is no file"))),
            Err(error) => Err(error),
        };
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(self.wrong(&format!("no signature: `{name}` is not there")))
            }
            Err(error) => Err(self.wrong(&format!("`{name}`, which cannot be read: {error}"))),
            Ok(_) if text.starts_with(BEGIN) => Ok(text),
            Ok(_) => Err(self.wrong(&format!("`{name}`, which is no signature of OpenSSH"))),
        }
    }

    /// The names by which the list knows the key. Patterns are names too: who signed is one of those whom they fit.
    fn names(&self, place: &Path, cancel: &Cancel) -> Result<Vec<String>, SignatureError> {
        let call = Keygen::new(&["-Y", "find-principals", "-f"]).arg(&self.signers).arg("-s").arg(place);
        // Nobody by that key is no error, and the other reasons are told by the check itself.
        let told = keygen(call, Vec::new(), false, cancel)?.unwrap_or_default();
        let told = String::from_utf8_lossy(&told).into_owned();
        let names = told.split(['\n', '\r', ',']).filter(|name| !name.is_empty() && !name.starts_with('!'));
        Ok(names.map(str::to_owned).collect())
    }

    fn found(&self, signature: &[u8], names: &[String], told: &str) -> String {
        let list = clean(&self.signers.display().to_string());
        // What the library cannot take apart, such as one with a certificate, `ssh-keygen` can.
        let signature = SshSig::from_pem(signature).ok();
        let key = signature.as_ref().map_or_else(|| "a certificate or a key of another kind".to_owned(), shown);
        if let Some(other) = signature.as_ref().map(SshSig::namespace).filter(|namespace| *namespace != NAMESPACE) {
            return format!("one that was made for `{}`, by {key}", clean(other));
        }
        if names.is_empty() {
            return format!("one by {key}, which `{list}` does not list");
        }
        let told = format!(" (`ssh-keygen`: {told})");
        if told.contains("incorrect signature") {
            return format!("one by {key} that does not fit: the bundle or its signature is another one{told}");
        }
        let names = clean(&names.join(", "));
        format!("one by {key}, which `{list}` does not let sign bundles as {names}{told}")
    }

    fn wrong(&self, found: &str) -> SignatureError {
        let list = clean(&self.signers.display().to_string());
        let whose = self.name.as_ref().map_or_else(|| "a key".to_owned(), |name| format!("the key of {}", clean(name)));
        let expected = format!("a signature for `{NAMESPACE}` by {whose} in `{list}`");
        SignatureError::Wrong { expected, found: found.to_owned() }
    }
}

/// The key that made a signature, by its type and fingerprint.
fn shown(signature: &SshSig) -> String {
    let key = signature.public_key();
    format!("the key {} {}", clean(key.algorithm().as_str()), key.fingerprint(HashAlg::Sha256))
}

/// A call of `ssh-keygen`. Names of files are values of options, and so never taken for options.
struct Keygen(Command);

impl Keygen {
    fn new(words: &[&str]) -> Self {
        let mut command = Command::new("ssh-keygen");
        command.env("LC_ALL", "C").args(words);
        Self(command)
    }

    fn arg(mut self, word: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.arg(word);
        self
    }
}

/// What it printed, or why it did not do it, in its own words.
fn keygen(
    Keygen(mut command): Keygen,
    input: Vec<u8>,
    asks: bool,
    cancel: &Cancel,
) -> Result<Result<Vec<u8>, String>, SignatureError> {
    if !asks {
        // At a terminal that is nobody's it would wait for a passphrase for ever.
        let others = [("SSH_ASKPASS_REQUIRE", "force"), ("SSH_ASKPASS", "false")];
        command.envs(others.into_iter().filter(|(name, _)| env::var_os(name).is_none()));
    }
    let limit = if asks { LIMITS.1 } else { LIMITS.0 };
    let failed = |error: io::Error| SignatureError::Program(error.to_string());
    let running = Running::fed(&mut command, input, !asks).map_err(failed)?;
    let (status, output, errors) = output_of_running(running, limit, cancel).map_err(failed)?;
    let why = || clean(&[String::from_utf8_lossy(&errors), String::from_utf8_lossy(&output)].join(" "));
    Ok(if status.success() { Ok(output) } else { Err(why()) })
}
