//! What neither a command nor a source tells: questions to the vendor of the backup application, and to the site.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Attested, Question};
use crate::rule::{Catalog, Matter};

/// A question that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// Who can answer it: `vendor`, the maker of the application, or `site`.
    pub whom: Cow<'static, str>,
    /// What it is about: a cell of the profile, such as `cab`, or a word of `[[attest]]`.
    pub about: Cow<'static, str>,
    /// The question.
    pub ask: String,
    /// How the answer is given to this program.
    pub settled_by: Cow<'static, str>,
    /// The rules that rest on the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// What no command of a cluster shows, whatever the application.
const OF_SITE: [(Attested, &str, &str); 2] = [
    (
        Attested::DataPortsOpen,
        "are the ports for data open between the cluster and the backup servers? Who opened port 10000 alone can browse, and back up nothing.",
        "[[attest]] \"data-ports-open\"",
    ),
    (
        Attested::NdmpPasswordGenerated,
        "was the NDMP password generated after the login password of the backup user was last set?",
        "[[attest]] \"ndmp-password-generated\"",
    ),
];

/// The questions that are open where an application is named.
pub(super) fn open(question: &Question, catalog: &Catalog) -> Vec<OpenQuestion> {
    let Some(profile) = question.dma.as_ref().and_then(|name| catalog.profile(name)) else { return Vec::new() };
    let untold = profile.untold().into_iter().filter(|matter| !is_settled(question, *matter));
    let of_vendor = untold.map(|matter| of_vendor(matter, catalog));
    let of_site = OF_SITE.into_iter().filter(|(what, ..)| question.attested(*what).is_none());
    of_vendor.chain(of_site.map(of_one_site)).collect()
}

fn of_vendor(matter: Matter, catalog: &Catalog) -> OpenQuestion {
    let rules = matter.rules().iter().filter(|rule| catalog.rule(rule).is_some());
    OpenQuestion {
        whom: "vendor".into(),
        about: matter.word().into(),
        ask: matter.question().to_owned(),
        settled_by: matter.settled_by().into(),
        rules: rules.map(|rule| (*rule).to_owned()).collect(),
    }
}

fn of_one_site((what, ask, settled_by): (Attested, &str, &'static str)) -> OpenQuestion {
    OpenQuestion {
        whom: "site".into(),
        about: what.word().into(),
        ask: ask.to_owned(),
        settled_by: settled_by.into(),
        rules: Vec::new(),
    }
}

/// Whether the plan or an attestation answers it, or nobody needs to know.
fn is_settled(question: &Question, matter: Matter) -> bool {
    let is_attested = |what| question.attested(what).is_some();
    match matter {
        Matter::Cab => question.cab.is_some(),
        Matter::Reservations => question.reservations_told || !question.tape,
        Matter::Authentication => question.backup.authentication.is_some(),
        Matter::Registers => !question.backup.register.is_empty(),
        Matter::AddressFamily => is_attested(Attested::DmaAddressFamily),
        Matter::Ports => is_attested(Attested::DataPortsOpen),
        Matter::NdmpVersions => is_attested(Attested::DmaNdmpVersion),
        Matter::BlockSize => is_attested(Attested::DmaBlockSize),
    }
}
