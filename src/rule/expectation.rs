//! What a profile makes the rules expect of a cluster, in words: one sentence a matter.

use super::matter::Matter;
use super::profile::Profile;

impl Profile {
    /// What the rules of the matter expect with this application, unless the plan or an attestation says otherwise.
    pub fn expects(&self, matter: Matter) -> String {
        match matter {
            Matter::Cab => self.expects_of_scope(),
            Matter::Reservations => self.expects_of_reservations(),
            Matter::Authentication => {
                let offers = self.authentication.as_ref().map(|cell| cell.value.offers.iter());
                // ONTAP never takes a session without a password.
                let offers = offers.map(|all| all.filter(|offer| *offer != "none").map(String::as_str));
                let offers = offers.map(|all| all.collect::<Vec<_>>().join(" or "));
                asked(offers.map(|offers| format!("each SVM with NDMP, or each node, takes {offers}")))
            }
            Matter::Registers => {
                let roles = self.registers.as_ref().map(|cell| cell.value.roles.join(" or "));
                let which = match roles.filter(|roles| !roles.is_empty()) {
                    Some(roles) => format!("what `--register` names, else each LIF of role {roles} in SVM scope,"),
                    None => "what `--register` names".to_owned(),
                };
                format!("{which} is up and gives what is planned")
            }
            Matter::AddressFamily => {
                asked(self.address_family.as_ref().map(|cell| expected_of_family(&cell.value).to_owned()))
            }
            Matter::Ports => asked(self.told(matter).map(|told| format!("open are {}", told.words))),
            Matter::NdmpVersions => {
                let cell = self.ndmp_versions.as_ref();
                asked(cell.map(|cell| passes(cell.value.iter().any(|version| version == "v4"))))
            }
            Matter::BlockSize => asked(
                self.told(matter).map(|told| format!("its blocks ({}) are within ONTAP's 4 to 256 KiB", told.words)),
            ),
        }
    }

    fn expects_of_scope(&self) -> String {
        match self.uses_cab() {
            Some(true) => "NDMP is SVM-scoped or node-scoped: it works in both".to_owned(),
            Some(false) => "NDMP is node-scoped".to_owned(),
            None => "NDMP is node-scoped; in SVM scope it is unknown (ask-application), until somebody tells of CAB"
                .to_owned(),
        }
    }

    fn expects_of_reservations(&self) -> String {
        match self.usual_reservations() {
            Some(value) => {
                let settings = self.reservations.as_ref().and_then(|cell| cell.value.settings());
                let settings = settings.map(|settings| format!(" ({settings})")).unwrap_or_default();
                format!("tape.reservations is {value}{settings}")
            }
            None => "tape.reservations is persistent; any other value is unknown (ask-application)".to_owned(),
        }
    }
}

/// What is not told is not judged, and asked.
fn asked(told: Option<String>) -> String {
    told.unwrap_or_else(|| "nothing (not-told): the report asks".to_owned())
}

fn passes(holds: bool) -> String {
    if holds { "nothing more: it passes" } else { "it fails, whatever the cluster" }.to_owned()
}

fn expected_of_family(family: &str) -> &'static str {
    match family {
        "ipv4" => "every node has a LIF for NDMP with an IPv4 address",
        "ipv6" => "every node has a LIF for NDMP with an IPv6 address",
        _ => "nothing (any-family): it talks over both",
    }
}
