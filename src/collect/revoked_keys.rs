//! `RevokedHostKeys`: files of keys that no host may show. Where one of them cannot be read, no host is trusted, as OpenSSH
//! has it: it may revoke the very key that is shown.

use std::path::{Path, PathBuf};

use ssh_key::PublicKey;

use super::transport::TransportError;

/// How a binary list (KRL) begins.
const BINARY: &[u8] = b"SSHKRL";

/// The keys of all files.
#[derive(Debug, Default)]
pub(super) struct RevokedKeys(Vec<(String, PublicKey)>);

impl RevokedKeys {
    /// Reads files of public keys, one a line.
    ///
    /// # Errors
    /// A file that is not there, cannot be read or is a binary list, and a line that cannot be read.
    pub(super) fn read(files: &[PathBuf]) -> Result<Self, TransportError> {
        let mut all = Self::default();
        for file in files {
            let bytes = std::fs::read(file).map_err(|error| unreadable(file, &format!("cannot be read: {error}")))?;
            if bytes.starts_with(BINARY) || bytes.contains(&0) {
                return Err(unreadable(file, "is a binary list, which only OpenSSH reads; use --transport openssh"));
            }
            all.add(file, &String::from_utf8_lossy(&bytes))?;
        }
        Ok(all)
    }

    fn add(&mut self, file: &Path, text: &str) -> Result<(), TransportError> {
        let lines = text.lines().map(str::trim).enumerate();
        for (at, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let place = format!("{}:{}", file.display(), at + 1);
            let key = key_of(line).ok_or_else(|| {
                unreadable(
                    Path::new(&place),
                    "is no public key; correct it, or see whether --transport openssh reads it",
                )
            })?;
            self.0.push((place, key));
        }
        Ok(())
    }

    /// File and line that revoke a key.
    pub(super) fn place_of(&self, key: &PublicKey) -> Option<&str> {
        self.0.iter().find(|(_, revoked)| revoked.key_data() == key.key_data()).map(|(place, _)| &**place)
    }
}

fn unreadable(what: &Path, reason: &str) -> TransportError {
    TransportError::Local(format!(
        "`{}`, which `RevokedHostKeys` of `ssh` names, {reason}; it may revoke the cluster's key, so nothing was sent",
        what.display()
    ))
}

/// `TYPE BASE64`, also behind the options of a line of `authorized_keys`.
fn key_of(line: &str) -> Option<PublicKey> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    words.windows(2).find_map(|pair| PublicKey::from_openssh(&pair.join(" ")).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPVXqRylav3yz1g/qFRQoPP6QJkWL8nZJqa6t8VRG0kn";
    const OTHER: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBJLj/yDO/+j1FhSN3XlVmb1ugNg/LHMRDNE40bStYDwXMJaaEhw/xCEhWz6UFEHHmSOCLuGNi07VGGQSNv7ncgo=";

    fn read(text: &[u8]) -> Result<RevokedKeys, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("revoked");
        std::fs::write(&file, text).unwrap();
        let shown = format!("{}/", folder.path().display());
        RevokedKeys::read(&[file]).map_err(|error| error.to_string().replace(&shown, ""))
    }

    #[test]
    fn a_listed_key_is_revoked_and_no_other_one() {
        let key = PublicKey::from_openssh(KEY).unwrap();
        let text = format!("# lost\r\n\n \t{OTHER} of the old filer\r\n\tno-pty,command=\"a b\"  {KEY}\n");
        let place = read(text.as_bytes()).unwrap().place_of(&key).unwrap().to_owned();
        assert!(place.ends_with("revoked:4"), "{place}");
        assert_eq!(read(OTHER.as_bytes()).unwrap().place_of(&key), None);
        assert_eq!(read(b"").unwrap().place_of(&key), None);
    }

    #[test]
    fn what_cannot_be_read_trusts_nobody() {
        let cases: [(&[u8], &str); 4] = [
            (b"SSHKRL\n\0\0\0\0\x01", "`revoked`, which `RevokedHostKeys` of `ssh` names, is a binary list"),
            (b"\0", "use --transport openssh"),
            (b"# a\nserial: 7\n", "`revoked:2`, which `RevokedHostKeys` of `ssh` names, is no public key"),
            (b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPVX\n", "`revoked:1`"),
        ];
        for (text, wanted) in cases {
            let why = read(text).unwrap_err();
            assert!(why.contains(wanted) && why.ends_with("so nothing was sent"), "{why}\nnot: {wanted}");
        }
        let missing = RevokedKeys::read(&["/nonexistent/revoked".into()]).unwrap_err().to_string();
        assert!(
            missing.starts_with("`/nonexistent/revoked`, which") && missing.contains("cannot be read"),
            "{missing}"
        );
    }
}
