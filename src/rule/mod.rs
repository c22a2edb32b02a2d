//! Checked rules: what `rules/**/*.toml` says, after every name, type and value word in it was found to be right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod catalog;
mod check_file;
mod condition_file;
mod example_file;
mod expectation;
mod fix_file;
mod form;
mod matter;
mod parameter_file;
mod profile;
mod profile_file;
mod query;
mod reads;
mod releases;
mod rule_file;
mod template;
mod verdict;
mod vocabulary;

pub use catalog::Catalog;
pub use form::{Each, Form, FormLine};
pub use matter::{Matter, Told};
pub use profile::{Authentication, BlockSize, Cell, Ports, Profile, Registers, Reservations, Symptom};
pub use profile_file::parse_profile;
pub use query::{Query, QueryError, Word};
pub use reads::Read;
pub(crate) use releases::SERVICE_POLICIES;
pub use releases::{Numbers, Releases, release_text};
pub(crate) use rule_file::parse_set;
pub use rule_file::{SEVERITIES, is_rule_name, parse_rule};
pub use verdict::{Severity, Verdict};

/// The functions of `judge::builtin`, by the names that `builtin = "..."` gives them.
pub const BUILTINS: &[&str] = &[
    "ontap-version",
    "media-changer-visible",
    "tape-drive-qualified",
    "ndmp-scope",
    "ndmp-scope-deprecated",
    "ndmp-user",
    "lif-failover-data",
    "lif-firewall-ndmp",
    "lif-service-ndmp",
    "mgmt-lif-service-ndmp",
    "lif-port-up",
    "lif-svm-ndmp-enabled",
    "lif-address-family",
    "backup-svm-enabled",
    "backup-svm-lif",
    "backup-svm-user",
    "node-ndmp-user",
    "svm-ndmp-allowed",
    "no-takeover",
    "volume-node-lif",
    "registered-lif",
    "route-covers-address",
    "ndmp-user-dedicated",
    "tape-alias-uniform",
    "tape-device-count",
    "tape-path-count",
    "ndmp-session-capacity",
    "dma-scope",
    "dma-authentication",
    "dma-address-family",
    "dma-ndmp-version",
    "dma-block-size",
    "dma-ports",
    "tape-reservations",
    "lif-allowed-dma",
    "capture-secret",
];

/// The numbers that functions of `judge::builtin` read of their rules.
pub const BUILTIN_PARAMETERS: &[(&str, &[&str])] =
    &[("tape-device-count", &["drives", "changers"]), ("tape-path-count", &["paths"])];

/// What a query may take from the options, the profile or the configuration, in braces, and the name of the admin SVM.
pub const PARAMETERS: &[&str] =
    &["ndmp-roles", "local-roles", "local-policies", "reservations", "drives", "admin-svm", "backed-up"];

/// Words that functions of `judge::builtin` give besides columns, for `when` and for the texts of `[fix]`: the function,
/// the word, and what it may be (nothing: anything).
pub const BUILTIN_WORDS: &[(&str, &str, &[&str])] = &[
    ("ndmp-scope", "found-mode", &["on", "off"]),
    ("ndmp-scope", "platform", PLATFORMS),
    ("dma-scope", "found-mode", &["on", "off"]),
    ("dma-scope", "platform", PLATFORMS),
    ("backup-svm-enabled", "state", &[]),
    ("backup-svm-enabled", "subtype", &[]),
    ("ndmp-scope-deprecated", "wanted", &["auto", "svm", "node"]),
    ("lif-firewall-ndmp", "entry", ENTRIES),
    ("lif-firewall-ndmp", "lacks", &["family"]),
    ("lif-firewall-ndmp", "assumed", &["true", "false"]),
    ("lif-service-ndmp", "entry", ENTRIES),
    ("lif-service-ndmp", "lacks", &["family"]),
    ("lif-service-ndmp", "policy", &[]),
    ("mgmt-lif-service-ndmp", "entry", ENTRIES),
    ("mgmt-lif-service-ndmp", "lacks", &["family"]),
    ("mgmt-lif-service-ndmp", "policy", &[]),
    ("lif-allowed-dma", "entry", ENTRIES),
    ("lif-allowed-dma", "decides", &["firewall-policy", "service-policy"]),
    ("lif-allowed-dma", "assumed", &["true", "false"]),
    (
        "registered-lif",
        "lack",
        &["absent", "up", "link", "role", "tapes", "tapes-of-user", "svm", "svm-of-user", "user", "family", "volumes"],
    ),
    ("volume-node-lif", "wants", &["intercluster", "other"]),
    ("volume-node-lif", "decides", &["firewall-policy", "service-policy"]),
    ("lif-address-family", "decides", &["firewall-policy", "service-policy"]),
    ("dma-address-family", "decides", &["firewall-policy", "service-policy"]),
    ("dma-authentication", "offers", &["challenge", "clear-text"]),
    ("tape-alias-uniform", "bound-to", &["serial", "path"]),
    ("ndmp-user", "faults", USER_FAULTS),
    ("ndmp-user", "named", &["true", "false"]),
];

/// What ONTAP runs on: FSx for ONTAP has no node scope.
const PLATFORMS: &[&str] = &["fsx", "own"];

/// How a policy stands to NDMP: no entry for it, one that lets nobody in, one that lets others in.
const ENTRIES: &[&str] = &["absent", "empty", "other"];

/// What keeps the nearest account from an NDMP password; `none` where there is no account at all.
const USER_FAULTS: &[&str] =
    &["none", "application", "method", "second-method", "role", "directory", "group", "locked", "other"];

/// One rule: specification, documentation and examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Path below `rules/`, or the path of a site's own file.
    pub file: String,
    /// Name, subject first, kebab-case.
    pub id: String,
    /// What must hold, in a few words.
    pub title: String,
    /// Weight.
    pub severity: Severity,
    /// The weight that its file gives it, where a site has given it another one.
    pub severity_was: Option<Severity>,
    /// The numbers in it that a site may set.
    pub parameters: Vec<Parameter>,
    /// Why it matters.
    pub why: String,
    /// What passes, in words.
    pub passes: String,
    /// Of a rule that the document does not have, the commands whose answers let it speak; else empty.
    pub beyond: Vec<String>,
    /// Columns of which an answer must show one before such a rule speaks; empty: any answer to those commands will do.
    pub captured: Vec<Read>,
    /// Commands, each with the options that it must have, that undo what such a rule is about: where one was typed and nothing was
    /// captured behind it, the rule is unknown.
    pub undone_by: Vec<String>,
    /// When the rule concerns a cluster at all.
    pub applies: Applies,
    /// Where the prerequisite is documented.
    pub document: Document,
    /// What is checked.
    pub check: Check,
    /// Entities and columns that a function of `judge::builtin` reads; empty for rules about rows.
    pub reads: Vec<(String, String)>,
    /// Sentences for the outcomes; templates with `{column}`.
    pub say: Say,
    /// How to mend a failure: the first that fits what was seen counts.
    pub fixes: Vec<Fix>,
    /// What people see at the backup application where it fails.
    pub causes: Vec<Cause>,
    /// Texts with their known verdicts.
    #[serde(skip)]
    pub examples: Vec<Example>,
}

/// A number of a rule that a site may set. It stands in the sentences and conditions of the rule already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What counts.
    pub value: u32,
    /// What its file says, where a site has set something else.
    pub was: Option<u32>,
}

/// How a failure of the rule shows at the backup application, or on ONTAP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// What is seen: words that are printed, or a sentence.
    pub symptom: String,
    /// What is behind it.
    pub cause: String,
    /// Where that is documented.
    pub source: String,
}

/// When a rule concerns a cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Applies {
    /// `svm` or `node`.
    pub scope: Option<String>,
    /// Releases.
    pub ontap: Option<Releases>,
    /// Only where tape devices are attached to the cluster (`--tape local`).
    pub tape: bool,
    /// Only where an address of the backup application is given (`--dma-address`).
    pub address: bool,
    /// Only where the backup application is named (`--dma`), or the plan tells how it works.
    pub dma: bool,
    /// Only in a cluster of more than one node.
    pub nodes: bool,
    /// Only where a data SVM is named: one that is backed up (`--svm`), or that of the backup user (`[user] vserver`).
    pub svm: bool,
    /// Only where it is told which LIFs are registered (`--register`).
    pub register: bool,
    /// Only where it is told how many streams are planned (`--streams`).
    pub streams: bool,
}

impl Applies {
    /// Whether it concerns a cluster only where something is told of the backup that is planned.
    pub fn is_of_plan(&self) -> bool {
        self.address || self.dma || self.svm || self.register || self.streams
    }
}

/// Releases before or from 9.10.1, the release that replaced firewall policies by service policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OntapRange {
    /// `<9.10.1`
    Before9101,
    /// `>=9.10.1`
    From9101,
}

/// Source of a prerequisite.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Section of NetApp's guide "NDMP configuration".
    pub section: String,
    /// Date of the edition, `YYYY-MM-DD`.
    pub edition: String,
    /// What other editions or pages say, with their source; may be empty.
    pub remark: String,
}

/// What is checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Check {
    /// Rows of one entity and a claim about them.
    Rows(Box<RowCheck>),
    /// A function of `judge::builtin` by name.
    Builtin(String),
}

/// Rows of one entity and a claim about them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowCheck {
    /// The entity, such as `lif`.
    pub each: String,
    /// Names of the subject and the columns that give them, in order. Rows with equal subjects are one outcome.
    pub subject: Vec<(String, String)>,
    /// Which rows are in scope.
    pub scope: Vec<Condition>,
    /// The claim.
    pub claim: Claim,
    /// Reason code of `not-applicable` when no row is in scope.
    pub none: String,
}

/// A claim about the rows of one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Claim {
    /// Every row meets all conditions.
    Expect(Vec<Condition>),
    /// At least one row meets all conditions.
    Some(Vec<Condition>),
    /// All rows have the same value in this column.
    Same(String),
    /// So many rows of another entity meet all conditions.
    Has {
        /// The other entity.
        entity: String,
        /// Pairs of columns, other entity's first, whose values must be equal.
        on: Vec<(String, String)>,
        /// What the other rows must meet.
        with: Vec<Condition>,
        /// How many there must be: a query on a number, or a parameter in braces.
        count: String,
        /// Count different values of this column, not rows.
        distinct: Option<String>,
    },
}

/// `column = "query"`, or what a list must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Column of the entity.
    pub column: String,
    /// What its value must be.
    pub test: Test,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// ONTAP's query language; may hold `{parameter}`.
    Query(String),
    /// For lists.
    List {
        /// The list must hold all these.
        holds: Vec<String>,
        /// The list must hold nothing else than these (`None`: anything).
        within: Option<Vec<String>>,
    },
}

/// Templates of the sentences.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Say {
    /// When it passes.
    pub pass: String,
    /// When it fails.
    pub fail: String,
}

/// How to mend a failure; templates with `{column}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// What must be seen for it, in words that read on from "where"; empty where the conditions alone tell it.
    pub told: String,
    /// What must be seen for it: conditions on the judged row, or on each row of `of`.
    pub when: Vec<Condition>,
    /// The rows of another entity that it is about, one set of commands for each.
    pub of: Option<OtherRows>,
    /// ONTAP commands, in order; empty where no ONTAP command can mend it.
    pub commands: Vec<String>,
    /// ONTAP command that shows whether it worked.
    pub verify: Option<String>,
    /// ONTAP command that takes it back.
    pub undo: Option<String>,
    /// What to do besides or instead.
    pub note: String,
    /// The columns that choose it and fill its texts; a builtin's stand among its own.
    pub reads: Vec<Read>,
}

/// Rows of another entity that belong to the judged row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OtherRows {
    /// The other entity.
    pub entity: String,
    /// Pairs of columns, other entity's first, whose values must be equal.
    pub on: Vec<(String, String)>,
    /// Pairs of columns, other entity's first, whose values must differ.
    pub not_on: Vec<(String, String)>,
}

/// A text with its known verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The line of its file on which it begins, from 1.
    pub line: usize,
    /// The verdict that the rule must give.
    pub verdict: Verdict,
    /// The reason code, where it is unknown or not applicable.
    pub reason: Option<String>,
    /// The subject (all of it).
    pub subject: BTreeMap<String, String>,
    /// Options of `check` for this example.
    pub options: ExampleOptions,
    /// What ONTAP printed.
    pub input: String,
}

/// Options of `check` for an example.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExampleOptions {
    /// `--scope`
    pub scope: Option<String>,
    /// `--tape`
    pub tape: Option<String>,
    /// `--ontap`
    pub ontap: Option<String>,
    /// `--dma`
    pub dma: Option<String>,
    /// `--dma-address`
    pub dma_address: Vec<String>,
    /// Text of a configuration file.
    pub config: Option<String>,
}
