//! `rules`: the rules by name, for people and for scripts; and what a site needs to write its own.

mod check;
mod loaded;
mod skeleton;
mod test;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use ndmp_preflight::check::profile;
use ndmp_preflight::report::{Exit, hang, json};
use ndmp_preflight::rule::{Applies, Matter, Parameter, Profile, Rule, Severity};
use owo_colors::OwoColorize;
use serde::Serialize;

use super::complaint::Complaint;
use super::setting::SettingOptions;

/// List the rules; begin, check and test a site's own
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Rules {
    #[command(subcommand)]
    action: Option<Action>,
    /// How to show them
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(["human", "json"]))]
    format: String,
    /// What is expected with this backup application; `help` lists them
    #[arg(long, value_name = "NAME")]
    dma: Option<String>,
    #[command(flatten)]
    setting: SettingOptions,
}

/// What is done with a site's own files.
#[derive(Debug, Subcommand)]
enum Action {
    Check(check::Check),
    Test(test::Test),
    New(skeleton::New),
}

impl Rules {
    /// Lists them, or does what is wanted with a site's own.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        match self.action {
            None => self.list(),
            Some(Action::Check(check)) => check.run(),
            Some(Action::Test(test)) => test.run(),
            Some(Action::New(new)) => new.run(),
        }
    }

    fn list(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let rules = &setting.catalog.rules;
        let profile = self.dma.as_deref().map(|name| profile(name, &setting.catalog)).transpose()?;
        if self.format == "json" {
            let mut out = Vec::new();
            let written = json::pretty(&Sheet::of(rules, profile), &mut out);
            written.map_err(|error| Complaint::Usage(format!("rules: {error}")))?;
            setting.screen.stream(|stream| stream.write_all(&out))?;
            return Ok(Exit::Ready);
        }
        let wide = setting.screen.style(setting.verbosity).prose();
        let text = profile.map_or_else(|| listing(rules, wide), |profile| expectations(rules, profile, wide));
        setting.screen.write(text.as_bytes())?;
        Ok(Exit::Ready)
    }
}

fn listing(rules: &[Rule], wide: usize) -> String {
    let column = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    let line = |rule: &Rule| {
        let id = format!("{:column$}", rule.id);
        let head = format!("{}  {:6}  ", id.bold(), rule.severity.word());
        hang(&head, column + 10, &format!("{} [{}{}]", rule.title, reach(&rule.applies), by_site(rule)), wide) + "\n"
    };
    let lines: String = rules.iter().map(line).collect();
    format!("{lines}\n{} rules; `ndmp-preflight explain RULE` tells more about one\n", rules.len())
}

/// What a site has set of it.
fn by_site(rule: &Rule) -> String {
    let weight = rule.severity_was.map(|was| format!("; by the site, else {}", was.word()));
    let number = |own: &Parameter| Some(format!("; {} {} by the site, else {}", own.name, own.value, own.was?));
    weight.into_iter().chain(rule.parameters.iter().filter_map(number)).collect()
}

/// What each rule expects with this application: first the rules that expect something else with another one.
fn expectations(rules: &[Rule], profile: &Profile, wide: usize) -> String {
    let column = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    let line = |rule: &Rule, text: &str| {
        let id = format!("{:column$}", rule.id);
        let head = format!("{}  {:6}  ", id.bold(), rule.severity.word());
        hang(&head, column + 10, &format!("{text} [{}]", reach(&rule.applies)), wide) + "\n"
    };
    let own: String = rules.iter().filter_map(|rule| Some(line(rule, &expected(rule, profile)?))).collect();
    let others = rules.iter().filter(|rule| expected(rule, profile).is_none());
    let others: String = others.map(|rule| line(rule, &rule.passes)).collect();
    let title = format!("expected with {} (--dma {}):", profile.title, profile.name);
    format!("{}\n\n{own}\n{}\n\n{others}", title.bold(), "expected with any application:".bold())
}

/// What the rule expects because of the application; `None`: the same with all.
fn expected(rule: &Rule, profile: &Profile) -> Option<String> {
    let matter = Matter::ALL.into_iter().find(|matter| matter.rules().contains(&rule.id.as_str()))?;
    Some(profile.expects(matter))
}

/// When a rule concerns a cluster, in words; `always` when it always does.
pub(super) fn reach(applies: &Applies) -> String {
    let mut parts = Vec::new();
    parts.extend(applies.scope.as_ref().map(|scope| format!("{scope} scope")));
    parts.extend(applies.ontap.map(|releases| format!("ONTAP {releases}")));
    parts.extend(applies.tape.then(|| "tape local".to_owned()));
    parts.extend(applies.address.then(|| "address given".to_owned()));
    parts.extend(applies.dma.then(|| "application named".to_owned()));
    parts.extend(applies.svm.then(|| "data SVM named".to_owned()));
    parts.extend(applies.register.then(|| "registered LIF named".to_owned()));
    parts.extend(applies.streams.then(|| "streams planned".to_owned()));
    parts.extend(applies.nodes.then(|| "several nodes".to_owned()));
    if parts.is_empty() { "always".to_owned() } else { parts.join(", ") }
}

/// `ndmp-preflight/rules/v1`.
#[derive(Serialize)]
struct Sheet<'a> {
    schema: &'static str,
    /// The application with which this is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    dma: Option<&'a str>,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    title: &'a str,
    severity: &'static str,
    /// What its file says, where a site has set another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity_was: Option<&'static str>,
    /// The numbers that a site may set.
    #[serde(skip_serializing_if = "<[Parameter]>::is_empty")]
    parameters: &'a [Parameter],
    why: &'a str,
    passes: &'a str,
    /// What it expects with that application, where it is not the same with all.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    scope: Option<&'a str>,
    ontap: Option<String>,
    tape: Option<&'static str>,
    /// Commands whose answers let a rule speak that the document does not have.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    beyond: &'a [String],
    section: &'a str,
    edition: &'a str,
    file: &'a str,
}

impl<'a> Sheet<'a> {
    fn of(rules: &'a [Rule], profile: Option<&'a Profile>) -> Self {
        let entry = |rule: &'a Rule| Entry {
            rule: &rule.id,
            title: &rule.title,
            severity: rule.severity.word(),
            severity_was: rule.severity_was.map(Severity::word),
            parameters: &rule.parameters,
            why: &rule.why,
            passes: &rule.passes,
            expected: profile.and_then(|profile| expected(rule, profile)),
            scope: rule.applies.scope.as_deref(),
            ontap: rule.applies.ontap.map(|releases| releases.to_string()),
            tape: rule.applies.tape.then_some("local"),
            beyond: &rule.beyond,
            section: &rule.document.section,
            edition: &rule.document.edition,
            file: &rule.file,
        };
        let dma = profile.map(|profile| profile.name.as_str());
        Self { schema: "ndmp-preflight/rules/v1", dma, rules: rules.iter().map(entry).collect() }
    }
}
