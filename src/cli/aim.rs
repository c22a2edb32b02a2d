//! What is judged, and so what is asked: options and configuration as one question, and the rules that are left.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::config::{Config, Options};
use ndmp_preflight::fault::nearest;
use ndmp_preflight::judge::{MOST_ADDRESSES, Question};
use ndmp_preflight::rule::{Catalog, Profile};

use super::complaint::Complaint;
use super::selection::Selection;
use super::setting::Setting;

/// What is judged.
pub(super) struct Aim {
    pub(super) question: Question,
    pub(super) selection: Selection,
    /// The names of the rules that are left out.
    pub(super) left_out: Vec<String>,
}

impl Aim {
    /// Puts the question, and leaves what is not selected out of the catalog.
    pub(super) fn of(options: &Options, setting: &mut Setting) -> Result<Self, Complaint> {
        let selection = Selection::new(&options.select, &options.ignore, &setting.catalog)?;
        let mut question = question(options, &setting.config, &setting.catalog)?;
        let left_out = narrow(&mut setting.catalog, &mut question, &selection);
        Ok(Self { question, selection, left_out })
    }
}

/// What a question asks of a cluster; a command that a table names and that may not be sent is a fault of the table.
pub(super) fn plan(catalog: &Catalog, question: &Question) -> Result<Plan, Complaint> {
    let plan = Plan::of(catalog, question);
    match plan.refused.first() {
        Some(refused) => Err(Complaint::Usage(format!("{refused}; it stands in a table of `--rules`"))),
        None => Ok(plan),
    }
}

/// The question that options and configuration ask.
fn question(options: &Options, config: &Config, catalog: &Catalog) -> Result<Question, Complaint> {
    let today = options.now.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let plain = Question::plain(today);
    let addresses = options.dma_addresses.len();
    if addresses > MOST_ADDRESSES {
        let help = "name those of the servers that make connections";
        return Err(Complaint::Usage(format!("{addresses} `--dma-address`; at most {MOST_ADDRESSES}: {help}")));
    }
    let profile = options.dma.as_deref().map(|name| profile(name, catalog)).transpose()?;
    let of_profile =
        profile.and_then(|profile| Some((profile.reservations.clone()?, format!("profile {}", profile.name))));
    let by_user = || options.reservations.clone().map(|value| (value, "--reservations".to_owned()));
    let wanted = by_user().or(of_profile);
    let reservations_told = wanted.is_some();
    let (reservations, reservations_by) = wanted.unwrap_or((plain.reservations, plain.reservations_by));
    Ok(Question {
        scope: options.scope.unwrap_or_default(),
        dma: options.dma.clone(),
        reservations,
        reservations_by,
        reservations_told,
        cab: config.cab.or_else(|| profile?.cab),
        dma_addresses: options.dma_addresses.clone(),
        tape: options.tape.unwrap_or(true),
        ontap: options.ontap.clone(),
        expect: config.expect,
        user: config.user.clone(),
        waivers: config.waivers.clone(),
        today,
    })
}

/// The profile of that name.
fn profile<'c>(name: &str, catalog: &'c Catalog) -> Result<&'c Profile, Complaint> {
    let names: Vec<_> = catalog.profiles.iter().map(|profile| profile.name.as_str()).collect();
    let Some(profile) = catalog.profiles.iter().find(|profile| profile.name == name) else {
        let near = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        let known = if names.is_empty() {
            "there are none".to_owned()
        } else {
            format!("the profiles are {}", names.join(", "))
        };
        let all = near.unwrap_or_default() + &known;
        return Err(Complaint::Usage(format!("no profile of a backup application is called `{name}`; {all}")));
    };
    Ok(profile)
}

/// Leaves out what is not selected. Waivers of rules that are left out are not asked for; waivers of rules that nobody
/// knows stay, for they are findings. Gives the names of the rules that are left out.
fn narrow(catalog: &mut Catalog, question: &mut Question, selection: &Selection) -> Vec<String> {
    let known = |rule: &str| catalog.rules.iter().any(|known| known.id == rule);
    question.waivers.retain(|waiver| selection.holds(&waiver.rule) || !known(&waiver.rule));
    let left_out = catalog.rules.iter().map(|rule| rule.id.clone()).filter(|rule| !selection.holds(rule)).collect();
    catalog.rules.retain(|rule| selection.holds(&rule.id));
    left_out
}
