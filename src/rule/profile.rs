//! What one backup application needs, from `rules/profiles/NAME.toml`: cells, each with its own source. What no source tells
//! is no cell, but a question to the application's vendor ([`Matter`]).

use serde::{Deserialize, Serialize};

use super::matter::{Matter, Told};

/// What one backup application needs; only what a source tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Path below `rules/`, or the path of a site's own file.
    pub file: String,
    /// The word for `--dma`.
    pub name: String,
    /// Other words for `--dma`, such as a name that the vendor has given up.
    pub aliases: Vec<String>,
    /// The name that its vendor gives it.
    pub title: String,
    /// What kind of application it is, in a sentence or two.
    pub about: String,
    /// What was read besides the sources of its cells, and tells no cell.
    pub looked_in: Vec<String>,
    /// Whether it uses cluster aware backup (CAB).
    pub cab: Option<Cell<bool>>,
    /// The value of `tape.reservations` that it needs.
    pub reservations: Option<Cell<Reservations>>,
    /// How it can authenticate.
    pub authentication: Option<Cell<Authentication>>,
    /// Which LIF or host name is registered in it.
    pub registers: Option<Cell<Registers>>,
    /// The families of the addresses that it can talk to: `ipv4`, `ipv6` or `both`.
    pub address_family: Option<Cell<String>>,
    /// The ports that it needs open.
    pub ports: Option<Cell<Ports>>,
    /// The versions of NDMP that it speaks: `v2`, `v3`, `v4`.
    pub ndmp_versions: Option<Cell<Vec<String>>>,
    /// The sizes of the blocks that it writes to tape.
    pub block_size: Option<Cell<BlockSize>>,
    /// What it shows when something is wrong.
    pub symptoms: Vec<Symptom>,
}

/// What a source tells of one matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell<T> {
    /// The value.
    pub value: T,
    /// Where it is documented.
    pub source: String,
    /// What else must be known of it; may be empty.
    pub remark: String,
}

/// The value of `tape.reservations` that an application needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservations {
    /// The value that is wanted unless somebody says otherwise: that of the application's own default. `None`: it depends on
    /// settings of the application, and no source tells its default.
    pub usual: Option<String>,
    /// Where it depends on a setting of the application: values, and the setting with which each is right, in words.
    pub choices: Vec<(String, String)>,
}

/// How an application can authenticate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// What it offers, in ONTAP's words: `challenge` (MD5), `plaintext`, or `none`, which ONTAP never takes.
    pub offers: Vec<String>,
    /// Which of these it uses unless it is told otherwise.
    pub usual: Option<String>,
}

/// Which LIF or host name is registered in an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registers {
    /// The roles of LIFs that it must be, as `network interface show -role` has them; empty: no source names one.
    pub roles: Vec<String>,
    /// The same and more, in words.
    pub words: String,
}

/// The ports that an application needs open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ports {
    /// The port of the cluster that it opens its control connection to.
    pub control: Option<u16>,
    /// First and last port at which data connections are taken.
    pub data: Option<(u16, u16)>,
    /// Who opens the data connection of three-way and remote backups: `cluster` or `application`.
    pub opens: Option<String>,
}

/// The sizes of the blocks that an application writes to tape, in KiB.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockSize {
    /// The smallest that can be set.
    pub least: Option<u32>,
    /// That which it uses unless it is told otherwise.
    pub usual: Option<u32>,
    /// The largest that can be set.
    pub most: Option<u32>,
}

/// What an application shows when something is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symptom {
    /// The words that it shows.
    pub text: String,
    /// What they mean.
    pub means: String,
    /// The rule that would have told before; may be empty.
    pub rule: String,
    /// Where that is documented.
    pub source: String,
}

impl Profile {
    /// Whether `name` is its word for `--dma`, or was.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }

    /// Whether it uses cluster aware backup; `None`: no source tells.
    pub fn uses_cab(&self) -> Option<bool> {
        self.cab.as_ref().map(|cell| cell.value)
    }

    /// The value of `tape.reservations` that is wanted where nobody says otherwise; `None`: no source tells.
    pub fn usual_reservations(&self) -> Option<&str> {
        self.reservations.as_ref()?.value.usual.as_deref()
    }

    /// What it tells of one matter, in words, with the source.
    pub fn told(&self, matter: Matter) -> Option<Told<'_>> {
        match matter {
            Matter::Cab => cell(&self.cab, |cab| if *cab { "yes" } else { "no" }.to_owned()),
            Matter::Reservations => cell(&self.reservations, Reservations::told),
            Matter::Authentication => cell(&self.authentication, Authentication::told),
            Matter::Registers => cell(&self.registers, Registers::told),
            Matter::AddressFamily => cell(&self.address_family, |family| family_words(family).to_owned()),
            Matter::Ports => cell(&self.ports, Ports::told),
            Matter::NdmpVersions => cell(&self.ndmp_versions, |versions| versions.join(", ")),
            Matter::BlockSize => cell(&self.block_size, BlockSize::told),
        }
    }

    /// What no source tells.
    pub fn untold(&self) -> Vec<Matter> {
        Matter::ALL.into_iter().filter(|matter| self.told(*matter).is_none()).collect()
    }
}

fn cell<T>(cell: &Option<Cell<T>>, words: impl Fn(&T) -> String) -> Option<Told<'_>> {
    let cell = cell.as_ref()?;
    Some(Told { words: words(&cell.value), source: &cell.source, remark: &cell.remark })
}

impl Reservations {
    /// `depends: scsi with SPC-2 reserve; persistent with SCSI persistent reserve; scsi unless something else is said`.
    pub fn told(&self) -> String {
        let usual = self.usual.as_deref();
        let Some(settings) = self.settings() else { return usual.unwrap_or_default().to_owned() };
        let usual = usual.map(|usual| format!("; {usual} unless something else is said")).unwrap_or_default();
        format!("depends: {settings}{usual}")
    }

    /// Which value is right with which setting of the application; `None` where there is but one value.
    pub fn settings(&self) -> Option<String> {
        let of = |(value, setting): &(String, String)| format!("{value} with {setting}");
        let all: Vec<String> = self.choices.iter().map(of).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// Whether a value can be right, with whatever setting.
    pub fn allows(&self, value: &str) -> bool {
        self.usual.as_deref() == Some(value) || self.choices.iter().any(|(choice, _)| choice == value)
    }
}

impl Authentication {
    fn told(&self) -> String {
        let words = |word: &String| if word == "challenge" { "challenge (MD5)".to_owned() } else { word.clone() };
        let offers: Vec<String> = self.offers.iter().map(words).collect();
        let usual = self.usual.as_ref().map(|usual| format!("; {usual} unless it is told otherwise"));
        offers.join(", ") + &usual.unwrap_or_default()
    }
}

impl Registers {
    fn told(&self) -> String {
        if self.roles.is_empty() {
            return self.words.clone();
        }
        format!("{} (role {})", self.words, self.roles.join(" or "))
    }
}

impl Ports {
    fn told(&self) -> String {
        let control = self.control.map(|port| format!("{port} of the cluster for control"));
        let data = self.data.map(|(first, last)| format!("{first} to {last} for data"));
        let opens = self.opens.as_ref().map(|who| format!("the {who} opens the data connection"));
        [control, data, opens].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

impl BlockSize {
    fn told(&self) -> String {
        let of = |size: Option<u32>, when: &str| size.map(|size| format!("{size} KiB {when}"));
        let all = [of(self.usual, "unless it is set"), of(self.least, "at least"), of(self.most, "at most")];
        all.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// `IPv4 only` for `ipv4`.
fn family_words(family: &str) -> &str {
    match family {
        "ipv4" => "IPv4 only",
        "ipv6" => "IPv6 only",
        "both" => "IPv4 and IPv6",
        other => other,
    }
}
