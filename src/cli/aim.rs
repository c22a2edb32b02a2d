//! What is judged, and so what is asked: options and configuration as one question, and the rules that are left.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::collect::plan::{Plan, Purpose};
use ndmp_preflight::config::{Config, Options, Planned};
use ndmp_preflight::fault::nearest;
use ndmp_preflight::judge::{MOST_ADDRESSES, Question, Questions};
use ndmp_preflight::rule::{Catalog, Profile};

use super::complaint::Complaint;
use super::selection::Selection;
use super::setting::Setting;

/// What is judged.
pub(super) struct Aim {
    pub(super) questions: Questions,
    pub(super) selection: Selection,
    /// The names of the rules that are left out.
    pub(super) left_out: Vec<String>,
}

impl Aim {
    /// Puts the questions, and leaves what is not selected out of the catalog. `planned`: what the command line and the
    /// environment tell of the backup.
    pub(super) fn of(options: &Options, planned: &Planned, setting: &mut Setting) -> Result<Self, Complaint> {
        let selection = Selection::new(&options.select, &options.ignore, &setting.catalog)?;
        let mut questions = questions(options, planned, &setting.config, &setting.catalog)?;
        let left_out = narrow(&mut setting.catalog, &mut questions, &selection);
        Ok(Self { questions, selection, left_out })
    }
}

/// What a question asks of a cluster; a command that a table names and that may not be sent is a fault of the table.
pub(super) fn plan(catalog: &Catalog, question: &Question, purpose: Purpose) -> Result<Plan, Complaint> {
    let plan = Plan::with(catalog, question, purpose);
    match plan.refused.first() {
        Some(refused) => Err(Complaint::Usage(format!("{refused}; it stands in a table of `--rules`"))),
        None => Ok(plan),
    }
}

/// What a run may send to any of its clusters: the plan of the question, and what the others need beside it.
pub(super) fn plan_of_all(catalog: &Catalog, questions: &Questions, purpose: Purpose) -> Result<Plan, Complaint> {
    let mut all = plan(catalog, &questions.plain, purpose)?;
    for (_, question) in &questions.own {
        for step in plan(catalog, question, purpose)?.steps {
            if !all.steps.iter().any(|known| known.show == step.show) {
                all.steps.push(step);
            }
        }
    }
    Ok(all)
}

/// The questions that options and configuration ask.
fn questions(options: &Options, planned: &Planned, config: &Config, catalog: &Catalog) -> Result<Questions, Complaint> {
    let of = |planned: Planned| question(options, planned, config, catalog);
    let own = config.hosts.iter().filter(|host| !host.backup.is_empty());
    let own = own.map(|host| {
        let told = planned.clone().over(&host.backup).over(&options.backup);
        of(told).map(|question| (host.name.clone(), question))
    });
    let named = config.hosts.iter().filter_map(|host| Some((host.name.clone(), host.cluster.clone()?)));
    let clusters = named.collect();
    Ok(Questions { own: own.collect::<Result<_, _>>()?, plain: of(planned.clone().over(&options.backup))?, clusters })
}

/// The question about a cluster of which this backup is planned.
fn question(options: &Options, planned: Planned, config: &Config, catalog: &Catalog) -> Result<Question, Complaint> {
    let today = options.now.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let addresses = planned.dma_addresses.len();
    if addresses > MOST_ADDRESSES {
        let help = "name those of the servers that make connections";
        return Err(Complaint::Usage(format!("{addresses} `--dma-address`; at most {MOST_ADDRESSES}: {help}")));
    }
    if let Some(early) = config.attestations.iter().find(|one| one.on > today) {
        let (place, what, on) = (&early.place, early.what.word(), early.on);
        let text = format!("{place}: `{what}` is attested on {on}, and today is {today}");
        return Err(Complaint::Usage(format!("{text}: nobody attests what is still to come")));
    }
    let profile = planned.dma.as_deref().map(|name| profile(name, catalog)).transpose()?;
    let mut question = Question {
        scope: options.scope.unwrap_or_default(),
        ontap: options.ontap.clone(),
        expect: config.expect,
        user: config.user.clone(),
        waivers: config.waivers.clone(),
        attestations: config.attestations.clone(),
        ..Question::plain(today)
    };
    planned.ask(&mut question, profile);
    Ok(question)
}

/// The profile of that name.
pub(super) fn profile<'c>(name: &str, catalog: &'c Catalog) -> Result<&'c Profile, Complaint> {
    let names: Vec<_> = catalog.profiles.iter().map(|profile| profile.name.as_str()).collect();
    let Some(profile) = catalog.profile(name) else {
        let aliases = catalog.profiles.iter().flat_map(|profile| &profile.aliases).map(String::as_str);
        let near = nearest(name, names.iter().copied().chain(aliases)).map(|near| format!("did you mean `{near}`? "));
        let known = if names.is_empty() {
            "there are none".to_owned()
        } else {
            format!("the profiles are {} (`--dma help` tells whose they are)", names.join(", "))
        };
        let all = near.unwrap_or_default() + &known;
        return Err(Complaint::Usage(format!("no profile of a backup application is called `{name}`; {all}")));
    };
    Ok(profile)
}

/// Leaves out what is not selected. Waivers of rules that are left out are not asked for; waivers of rules that nobody
/// knows stay, for they are findings. Gives the names of the rules that are left out.
fn narrow(catalog: &mut Catalog, questions: &mut Questions, selection: &Selection) -> Vec<String> {
    let known = |rule: &str| catalog.rules.iter().any(|known| known.id == rule);
    let own = questions.own.iter_mut().map(|(_, question)| question);
    for question in own.chain([&mut questions.plain]) {
        question.waivers.retain(|waiver| selection.holds(&waiver.rule) || !known(&waiver.rule));
    }
    let left_out = catalog.rules.iter().map(|rule| rule.id.clone()).filter(|rule| !selection.holds(rule)).collect();
    catalog.rules.retain(|rule| selection.holds(&rule.id));
    left_out
}
