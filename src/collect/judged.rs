//! The report that was made of a bundle, with all that it depended on besides the evidence, so that anyone can make it
//! again and compare.

use std::net::IpAddr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::bundle::Bundle;
use crate::judge::{Expect, Question, ScopeWish, UserWish, Waiver, judge};
use crate::report::{FailOn, Policy, Report, Target, json};
use crate::rule::Catalog;

/// A report and its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// What it depended on.
    pub terms: Terms,
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
    dma_addresses: Vec<IpAddr>,
    tape: bool,
    ontap: Option<String>,
    expect_drives: Option<u32>,
    expect_changers: Option<u32>,
    user: Option<String>,
    user_vserver: Option<String>,
    user_roles: Vec<String>,
    waivers: Vec<WaiverTerms>,
    today: String,
    fail_on_should: bool,
    allow_unknown: bool,
    left_out: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct WaiverTerms {
    rule: String,
    only: Vec<(String, String)>,
    reason: String,
    until: String,
    place: String,
}

impl Judged {
    /// Judges the bundle by the rules of the catalog, but for those that are left out.
    pub fn of(bundle: &Bundle, catalog: &Catalog, question: &Question, policy: Policy, left_out: &[String]) -> Self {
        let mut catalog = catalog.clone();
        catalog.rules.retain(|rule| !left_out.contains(&rule.id));
        let readings = bundle.readings(&catalog.tables);
        let judged = readings.iter().map(|reading| Target::of(reading, judge(reading, &catalog, question), question));
        let report = Report { left_out: left_out.to_vec(), ..Report::of(judged.collect(), policy) };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = json::write(&report, &mut text);
        let report = String::from_utf8_lossy(&text).into_owned();
        Self { terms: Terms::of(question, policy, left_out), report }
    }

    /// The same judgement made again, of what the bundle holds now and by the rules of this program.
    pub fn again(&self, bundle: &Bundle, catalog: &Catalog) -> Self {
        let terms = &self.terms;
        let fail_on = if terms.fail_on_should { FailOn::Should } else { FailOn::Must };
        let policy = Policy { fail_on, allow_unknown: terms.allow_unknown };
        Self::of(bundle, catalog, &terms.question(), policy, &terms.left_out)
    }
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
            dma_addresses: question.dma_addresses.clone(),
            tape: question.tape,
            ontap: question.ontap.clone(),
            expect_drives: question.expect.drives,
            expect_changers: question.expect.changers,
            user: question.user.name.clone(),
            user_vserver: question.user.vserver.clone(),
            user_roles: question.user.roles.clone(),
            waivers: question.waivers.iter().map(WaiverTerms::of).collect(),
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
            dma_addresses: self.dma_addresses.clone(),
            tape: self.tape,
            ontap: self.ontap.clone(),
            expect: Expect { drives: self.expect_drives, changers: self.expect_changers },
            user: UserWish {
                name: self.user.clone(),
                vserver: self.user_vserver.clone(),
                roles: self.user_roles.clone(),
            },
            waivers: self.waivers.iter().map(WaiverTerms::waiver).collect(),
            today: date(&self.today),
        }
    }
}

impl WaiverTerms {
    fn of(waiver: &Waiver) -> Self {
        Self {
            rule: waiver.rule.clone(),
            only: waiver.only.clone(),
            reason: waiver.reason.clone(),
            until: waiver.until.to_string(),
            place: waiver.place.clone(),
        }
    }

    fn waiver(&self) -> Waiver {
        Waiver {
            rule: self.rule.clone(),
            only: self.only.clone(),
            reason: self.reason.clone(),
            until: date(&self.until),
            place: self.place.clone(),
        }
    }
}

/// A date that cannot be read is the first of all; the comparison shows it.
fn date(text: &str) -> Date {
    text.parse().unwrap_or(Date::MIN)
}
