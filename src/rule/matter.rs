//! What can be known of a backup application, one matter a cell of its profile; and how to ask for what no source tells.

/// One matter that a profile may tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Cluster aware backup.
    Cab,
    /// Tape reservations.
    Reservations,
    /// Authentication.
    Authentication,
    /// The LIF or host name that is registered.
    Registers,
    /// Families of addresses.
    AddressFamily,
    /// Ports.
    Ports,
    /// Versions of NDMP.
    NdmpVersions,
    /// Sizes of blocks on tape.
    BlockSize,
}

/// What a profile tells of one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'p> {
    /// The value, in words.
    pub words: String,
    /// Where it is documented.
    pub source: &'p str,
    /// What else must be known of it; may be empty.
    pub remark: &'p str,
}

impl Matter {
    /// All matters, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Cab,
        Self::Reservations,
        Self::Authentication,
        Self::Registers,
        Self::AddressFamily,
        Self::Ports,
        Self::NdmpVersions,
        Self::BlockSize,
    ];

    /// Its name: that of its section in a profile.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cab => "cab",
            Self::Reservations => "reservations",
            Self::Authentication => "authentication",
            Self::Registers => "registers",
            Self::AddressFamily => "address-family",
            Self::Ports => "ports",
            Self::NdmpVersions => "ndmp-versions",
            Self::BlockSize => "block-size",
        }
    }

    /// The rules that rest on it.
    pub fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Cab => &["dma-scope"],
            Self::Reservations => &["tape-reservations"],
            Self::Authentication => &["dma-authentication"],
            Self::Registers => &["registered-lif"],
            Self::AddressFamily => &["dma-address-family"],
            Self::Ports => &["dma-ports", "ndmp-data-ports"],
            Self::NdmpVersions => &["dma-ndmp-version"],
            Self::BlockSize => &["dma-block-size"],
        }
    }

    /// What to ask the vendor of the application.
    pub fn question(self) -> &'static str {
        match self {
            Self::Cab => "does it use NetApp's cluster aware backup (CAB) extension of NDMP?",
            Self::Reservations => {
                "which method of tape reservations does it use: none, SCSI reserve (SPC-2), or SCSI persistent reserve?"
            }
            Self::Authentication => {
                "can it authenticate by MD5 (challenge), and which method does it use unless it is told?"
            }
            Self::Registers => {
                "which LIF is registered as its NDMP host: cluster management, node management, intercluster, or one of the SVM?"
            }
            Self::AddressFamily => "does it talk NDMP over IPv4, over IPv6, or over both?",
            Self::Ports => "at which ports does it take data connections, and who opens them?",
            Self::NdmpVersions => "does it speak NDMP version 4, the only one of ONTAP?",
            Self::BlockSize => "which block size does it write to tape, and does it fit ONTAP's 4 to 256 KiB?",
        }
    }

    /// How the answer is given to this program.
    pub fn settled_by(self) -> &'static str {
        match self {
            Self::Cab => "`cab = true` or `false` in [backup], or [[attest]] \"dma-supports-cab\"",
            Self::Reservations => {
                "`--reservations VALUE`, `reservations` in [backup], or [[attest]] \"dma-reservations\" with its value"
            }
            Self::Authentication => "`authentication` in [backup], or [[attest]] \"dma-authentication\" with its value",
            Self::Registers => "`--register ADDRESS`, or `register` in [backup]",
            Self::AddressFamily => "[[attest]] \"dma-address-family\" with its value",
            Self::Ports => "[[attest]] \"data-ports-open\"",
            Self::NdmpVersions => "[[attest]] \"dma-ndmp-version\" with its value",
            Self::BlockSize => "[[attest]] \"dma-block-size\" with its value",
        }
    }
}
