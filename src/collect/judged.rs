//! The report that was made of a bundle, with all that it depended on besides the evidence, so that anyone can make it
//! again and compare.

use std::borrow::Cow;
use std::net::IpAddr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use super::digest::sha256;
use crate::judge::{
    Attestation, Attested, Backup, Expect, MOST_ADDRESSES, Question, ScopeWish, UserWish, Waiver, judge,
};
use crate::report::{FailOn, Format, Policy, Report, Style, Target, Verbosity};
use crate::rule::Catalog;

/// A report and its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// What it depended on.
    pub terms: Terms,
    /// The rules that made it, where that was told.
    pub rules: Option<Rules>,
    /// The report, as `--format json` prints it.
    pub report: String,
}

/// What a report depends on besides the evidence and the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Terms {
    scope: String,
    dma: Option<String>,
    reservations: String,
    reservations_by: String,
    #[serde(default)]
    reservations_told: bool,
    #[serde(default)]
    cab: Option<bool>,
    #[serde(default)]
    cab_told: bool,
    dma_addresses: Vec<IpAddr>,
    #[serde(default)]
    register: Vec<String>,
    #[serde(default)]
    register_roles: Vec<String>,
    #[serde(default)]
    svms: Vec<String>,
    #[serde(default)]
    authentication: Option<String>,
    #[serde(default)]
    streams: Option<u32>,
    tape: bool,
    ontap: Option<String>,
    expect_drives: Option<u32>,
    expect_changers: Option<u32>,
    user: Option<String>,
    user_vserver: Option<String>,
    user_roles: Vec<String>,
    waivers: Vec<WaiverTerms>,
    #[serde(default)]
    attestations: Vec<AttestationTerms>,
    today: String,
    fail_on_should: bool,
    allow_unknown: bool,
    left_out: Vec<String>,
}

/// The tables, rules and profiles that made a report, by their checksums.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Checksum of those of the program.
    own: String,
    /// Those of a site.
    #[serde(default)]
    site: Vec<SiteFile>,
}

/// A file of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SiteFile {
    /// Its name; where the folder lies is nobody's business.
    file: String,
    sha256: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct WaiverTerms {
    rule: String,
    only: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    observed: Vec<String>,
    reason: String,
    until: String,
    place: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct AttestationTerms {
    what: String,
    value: Option<String>,
    by: String,
    on: String,
    until: Option<String>,
    place: String,
}

impl Terms {
    /// Why nobody can have asked this.
    pub(super) fn fault(&self) -> Option<String> {
        let count = self.dma_addresses.len();
        (count > MOST_ADDRESSES)
            .then(|| format!("its report asks for {count} addresses; at most {MOST_ADDRESSES} are asked"))
    }
}

/// What the rules of the catalog, but for those that are left out, say of a bundle.
pub fn report(bundle: &Bundle, catalog: &Catalog, question: &Question, policy: Policy, left_out: &[String]) -> Report {
    let mut selected = Cow::Borrowed(catalog);
    if !left_out.is_empty() {
        selected.to_mut().rules.retain(|rule| !left_out.contains(&rule.id));
    }
    let readings = bundle.readings(&selected.tables);
    let judged = readings.iter().map(|reading| Target::of(reading, judge(reading, &selected, question), question));
    Report { left_out: left_out.to_vec(), ..Report::of(judged.collect(), policy) }
}

impl Judged {
    /// Judges the bundle by the rules of the catalog, but for those that are left out.
    pub fn of(bundle: &Bundle, catalog: &Catalog, question: &Question, policy: Policy, left_out: &[String]) -> Self {
        Self::telling(&report(bundle, catalog, question, policy, left_out), catalog, question, policy)
    }

    /// What a bundle keeps of its report, which was made by the rules of the catalog.
    pub fn telling(report: &Report, catalog: &Catalog, question: &Question, policy: Policy) -> Self {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = Format::Json.write(report, &Style::plain(Verbosity::Normal), &mut text);
        let text = String::from_utf8_lossy(&text).into_owned();
        let terms = Terms::of(question, policy, &report.left_out);
        Self { terms, rules: Some(Rules::of(catalog)), report: text }
    }

    /// The same judgement made again, of what the bundle holds now and by the rules of this program.
    pub fn again(&self, bundle: &Bundle, catalog: &Catalog) -> Self {
        let terms = &self.terms;
        let fail_on = if terms.fail_on_should { FailOn::Should } else { FailOn::Must };
        let policy = Policy { fail_on, allow_unknown: terms.allow_unknown };
        Self::of(bundle, catalog, &terms.question(), policy, &terms.left_out)
    }
}

impl Rules {
    /// Of those of the program, and of a site's own.
    pub fn of(catalog: &Catalog) -> Self {
        let file = |(path, text): &(String, String)| SiteFile {
            file: path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            sha256: sha256(text.as_bytes()),
        };
        Self { own: sha256(Catalog::embedded_text().as_bytes()), site: catalog.site.iter().map(file).collect() }
    }

    /// Names of the site's files that stand here and not, as they are, in `other`.
    fn missing_in(&self, other: &Self) -> Vec<&str> {
        let is_there = |file: &SiteFile| other.site.iter().any(|known| known.sha256 == file.sha256);
        self.site.iter().filter(|file| !is_there(file)).map(|file| file.file.as_str()).collect()
    }
}

impl Judged {
    /// Why this program's rules cannot be expected to make the report again, and what to do about it. `version` is that
    /// of the program that made it.
    pub(super) fn other_rules(&self, version: &str, catalog: &Catalog) -> Option<String> {
        let (here, version) = (Rules::of(catalog), version.escape_debug().to_string());
        let this = env!("CARGO_PKG_VERSION");
        let Some(rules) = &self.rules else {
            return Some(format!(
                "the bundle does not tell by which rules it was made (by version {version}, and this is {this}); if by a site's rules too, pass `--rules DIR`"
            ));
        };
        if rules.own != here.own || version != this {
            return Some(format!(
                "it was made by the rules of version {version}, and this is {this}; use that version to compare"
            ));
        }
        if let Some(names) = listed(&rules.missing_in(&here)) {
            return Some(format!(
                "it was made with a site's rules that are not here ({names}); pass the folder that they are in, `--rules DIR`"
            ));
        }
        let names = listed(&here.missing_in(rules))?;
        Some(format!("it was made without a site's rules that are here ({names}); leave out `--rules`"))
    }
}

fn listed(names: &[&str]) -> Option<String> {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.escape_debug())).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

impl Terms {
    fn of(question: &Question, policy: Policy, left_out: &[String]) -> Self {
        let scope = match question.scope {
            ScopeWish::Auto => "auto",
            ScopeWish::Svm => "svm",
            ScopeWish::Node => "node",
        };
        Self {
            scope: scope.to_owned(),
            dma: question.dma.clone(),
            reservations: question.reservations.clone(),
            reservations_by: question.reservations_by.clone(),
            reservations_told: question.reservations_told,
            cab: question.cab,
            cab_told: question.cab_told,
            dma_addresses: question.dma_addresses.clone(),
            register: question.backup.register.clone(),
            register_roles: question.backup.register_roles.clone(),
            svms: question.backup.svms.clone(),
            authentication: question.backup.authentication.clone(),
            streams: question.backup.streams,
            tape: question.tape,
            ontap: question.ontap.clone(),
            expect_drives: question.expect.drives,
            expect_changers: question.expect.changers,
            user: question.user.name.clone(),
            user_vserver: question.user.vserver.clone(),
            user_roles: question.user.roles.clone(),
            waivers: question.waivers.iter().map(WaiverTerms::of).collect(),
            attestations: question.attestations.iter().map(AttestationTerms::of).collect(),
            today: question.today.to_string(),
            fail_on_should: policy.fail_on == FailOn::Should,
            allow_unknown: policy.allow_unknown,
            left_out: left_out.to_vec(),
        }
    }

    /// The rules that were not judged.
    pub(super) fn left_out(&self) -> &[String] {
        &self.left_out
    }

    pub(super) fn question(&self) -> Question {
        let scope = match self.scope.as_str() {
            "svm" => ScopeWish::Svm,
            "node" => ScopeWish::Node,
            _ => ScopeWish::Auto,
        };
        Question {
            scope,
            dma: self.dma.clone(),
            reservations: self.reservations.clone(),
            reservations_by: self.reservations_by.clone(),
            reservations_told: self.reservations_told,
            cab: self.cab,
            cab_told: self.cab_told,
            dma_addresses: self.dma_addresses.clone(),
            backup: Backup {
                register: self.register.clone(),
                register_roles: self.register_roles.clone(),
                svms: self.svms.clone(),
                authentication: self.authentication.clone(),
                streams: self.streams,
            },
            tape: self.tape,
            ontap: self.ontap.clone(),
            expect: Expect { drives: self.expect_drives, changers: self.expect_changers },
            user: UserWish {
                name: self.user.clone(),
                vserver: self.user_vserver.clone(),
                roles: self.user_roles.clone(),
            },
            waivers: self.waivers.iter().map(WaiverTerms::waiver).collect(),
            attestations: self.attestations.iter().filter_map(AttestationTerms::attestation).collect(),
            today: date(&self.today),
        }
    }
}

impl WaiverTerms {
    fn of(waiver: &Waiver) -> Self {
        Self {
            rule: waiver.rule.clone(),
            only: waiver.only.clone(),
            observed: waiver.observed.clone(),
            reason: waiver.reason.clone(),
            until: waiver.until.to_string(),
            place: waiver.place.clone(),
        }
    }

    fn waiver(&self) -> Waiver {
        Waiver {
            rule: self.rule.clone(),
            only: self.only.clone(),
            observed: self.observed.clone(),
            reason: self.reason.clone(),
            until: date(&self.until),
            place: self.place.clone(),
        }
    }
}

impl AttestationTerms {
    fn of(one: &Attestation) -> Self {
        Self {
            what: one.what.word().to_owned(),
            value: one.value.clone(),
            by: one.by.clone(),
            on: one.on.to_string(),
            until: one.until.map(|until| until.to_string()),
            place: one.place.clone(),
        }
    }

    /// `None`: of something that this program does not know, which the comparison shows.
    fn attestation(&self) -> Option<Attestation> {
        Some(Attestation {
            what: Attested::ALL.into_iter().find(|what| what.word() == self.what)?,
            value: self.value.clone(),
            by: self.by.clone(),
            on: date(&self.on),
            until: self.until.as_deref().map(date),
            place: self.place.clone(),
        })
    }
}

/// A date that cannot be read is the first of all; the comparison shows it.
fn date(text: &str) -> Date {
    text.parse().unwrap_or(Date::MIN)
}
