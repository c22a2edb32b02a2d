//! What `verify` says of the signature of a bundle.

use std::path::{Path, PathBuf};

use ndmp_preflight::collect::bundle::signature_of;

use super::complaint::{Complaint, shown};

/// Whose signatures are wanted, if any are.
pub(super) struct Signatures {
    #[cfg(feature = "ssh")]
    trusted: Option<ndmp_preflight::collect::signature::Trusted>,
}

impl Signatures {
    /// By the keys of this list, of this name in it.
    #[cfg(feature = "ssh")]
    pub(super) fn of(signers: Option<PathBuf>, name: Option<String>) -> Result<Self, Complaint> {
        use ndmp_preflight::collect::signature::Trusted;
        Ok(Self { trusted: signers.map(|signers| Trusted { signers, name }) })
    }

    /// Without SSH there is nothing that starts a program.
    #[cfg(not(feature = "ssh"))]
    pub(super) fn of(signers: Option<PathBuf>, _: Option<String>) -> Result<Self, Complaint> {
        let help = "check it with `ssh-keygen -Y verify`, or build with the feature `ssh`";
        let told = || format!("`--signer` cannot be had: this program was built without SSH; {help}");
        signers.map_or(Ok(Self {}), |_| Err(Complaint::Usage(told())))
    }

    /// What is said of the signature of a bundle, and whether nothing stands against trusting it.
    ///
    /// # Errors
    /// It cannot be told for any bundle: no list, no `ssh-keygen`.
    #[cfg(feature = "ssh")]
    pub(super) fn line(&self, bundle: &Path, bytes: &[u8]) -> Result<(String, bool), Complaint> {
        use ndmp_preflight::collect::cancel::Cancel;
        use ndmp_preflight::collect::signature::SignatureError;
        let Some(trusted) = &self.trusted else { return Ok((unlooked(bundle), true)) };
        match trusted.signer_of(bundle, bytes, &Cancel::new()) {
            Ok(signed) => Ok((format!("signed by {}, with {}", signed.by, signed.key), true)),
            Err(error @ SignatureError::Wrong { .. }) => Ok((format!("not signed as it must be: {error}"), false)),
            Err(error) => Err(Complaint::Usage(format!("`--signer`: {error}"))),
        }
    }

    #[cfg(not(feature = "ssh"))]
    pub(super) fn line(&self, bundle: &Path, _: &[u8]) -> Result<(String, bool), Complaint> {
        Ok((unlooked(bundle), true))
    }
}

/// Where nobody asked for a signature.
fn unlooked(bundle: &Path) -> String {
    let place = signature_of(bundle);
    if place.exists() {
        let place = shown(&place);
        return format!(
            "`{place}` was not looked at: `--signer FILE` tells whether it is the signature of whom you trust"
        );
    }
    "not signed: whoever changes a bundle on purpose can write its checksums anew".to_owned()
}
