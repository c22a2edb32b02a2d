//! What is judged, and so what is asked: options and configuration as one question, and the rules that are left.

use jiff::civil::Date;

use super::Usage;
use super::selection::Selection;
use crate::config::{Config, Options, Planned};
use crate::fault::nearest;
use crate::judge::{MOST_ADDRESSES, Question, Questions};
use crate::rule::{Catalog, Profile};

/// What is judged.
pub struct Aim {
    /// What is asked of the targets.
    pub questions: Questions,
    /// The rules that are judged.
    pub selection: Selection,
    /// The names of the rules that are left out.
    pub left_out: Vec<String>,
}

impl Aim {
    /// Puts the questions on `today`, and leaves what is not selected out of the catalog. `planned`: what goes before the
    /// configuration in what is told of the backup.
    ///
    /// # Errors
    /// A rule, an application or a day that cannot be meant.
    pub fn of(
        options: &Options,
        planned: &Planned,
        config: &Config,
        catalog: &mut Catalog,
        today: Date,
    ) -> Result<Self, Usage> {
        let selection = Selection::new(&options.select, &options.ignore, catalog)?;
        let mut questions = questions(options, planned, (config, today), catalog)?;
        let left_out = narrow(catalog, &mut questions, &selection);
        Ok(Self { questions, selection, left_out })
    }
}

/// The questions that options and configuration ask.
fn questions(
    options: &Options,
    planned: &Planned,
    (config, today): (&Config, Date),
    catalog: &Catalog,
) -> Result<Questions, Usage> {
    let of = |planned: Planned| question(options, planned, (config, today), catalog);
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
fn question(
    options: &Options,
    planned: Planned,
    (config, today): (&Config, Date),
    catalog: &Catalog,
) -> Result<Question, Usage> {
    let addresses = planned.dma_addresses.len();
    if addresses > MOST_ADDRESSES {
        let help = "name those of the servers that make connections";
        return Err(Usage(format!("{addresses} `--dma-address`; at most {MOST_ADDRESSES}: {help}")));
    }
    if let Some(early) = config.attestations.iter().find(|one| one.on > today) {
        let (place, what, on) = (&early.place, early.what.word(), early.on);
        let text = format!("{place}: `{what}` is attested on {on}, and today is {today}");
        return Err(Usage(format!("{text}: nobody attests what is still to come")));
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
///
/// # Errors
/// There is none; the nearest name.
pub fn profile<'c>(name: &str, catalog: &'c Catalog) -> Result<&'c Profile, Usage> {
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
        return Err(Usage(format!("no profile of a backup application is called `{name}`; {all}")));
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
