//! `plan`: what `check HOST` would send, and why; nothing is sent.

use clap::Args;
use clap::builder::PossibleValuesParser;
use ndmp_preflight::collect::answers::MARK;
use ndmp_preflight::collect::plan::{Known, Plan as Steps, Planned};
use ndmp_preflight::collect::script::Setting as SessionSetting;
use ndmp_preflight::judge::Scope;
use ndmp_preflight::report::{Exit, Shell, clean, hang, json};
use ndmp_preflight::rule::OntapRange;
use ndmp_preflight::table::Reading;
use owo_colors::OwoColorize;
use serde::Serialize;

use super::aim::plan;
use super::complaint::Complaint;
use super::options::AimOptions;
use super::purpose::{PurposeOptions, name};
use super::setting::SettingOptions;

/// Show the exact commands that `check HOST` would send, and why each is needed; nothing is sent
///
/// With the same options `check`, `collect` and `role` mean the same commands. They follow from the selected rules: each is asked once, for the fields that a rule reads. The release and
/// the NDMP scope are asked first, where they decide which others are sent.
#[derive(Args, Debug)]
pub(crate) struct Plan {
    /// Cluster that would be asked; it counts where the configuration plans another backup of it
    #[arg(value_name = "HOST")]
    host: Option<String>,
    /// How to show it; ontap: the commands alone, to paste into a session; sh, powershell and plink: as a loop that captures all of it, a
    /// file a command
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(["human", "json", "ontap"].into_iter().chain(Shell::WORDS)))]
    format: String,
    #[command(flatten)]
    purpose: PurposeOptions,
    #[command(flatten)]
    aim: AimOptions,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Plan {
    /// Shows the plan.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting_of_clusters()?;
        let questions = self.aim.aim(&mut setting)?.questions;
        let question = questions.of(self.host.as_deref().unwrap_or_default());
        let steps = plan(&setting.catalog, question, self.purpose.purpose)?;
        if let Some(shell) = Shell::of(&self.format) {
            setting
                .screen
                .write(capture(shell, &steps, self.host.as_deref().unwrap_or("admin@cluster1")).as_bytes())?;
        } else if self.format == "ontap" {
            setting.screen.write(pasted(&steps).as_bytes())?;
        } else if self.format == "json" {
            let mut out = Vec::new();
            let written = json::pretty(&Sheet::of(&steps, self.host.as_deref()), &mut out);
            written.map_err(|error| Complaint::Usage(format!("plan: {error}")))?;
            setting.screen.stream(|stream| stream.write_all(&out))?;
        } else {
            let told = Known::of(&Reading::default(), &setting.catalog, question);
            let wide = setting.screen.style(setting.verbosity).prose();
            setting
                .screen
                .write(page(&steps, told, (self.host.as_deref(), name(self.purpose.purpose)), wide).as_bytes())?;
        }
        Ok(Exit::Ready)
    }
}

/// Settings of the own session that go before the commands.
fn settings() -> Vec<String> {
    let settings = [SessionSetting::NoConfirmations, SessionSetting::NoPager, SessionSetting::AskedFieldsOnly];
    let number = "set -showseparator \"|~N~|\"".to_owned();
    settings.iter().map(SessionSetting::to_string).chain([number]).collect()
}

/// The loop that captures what the plan asks for, in the forms that people read, and what to do with it.
fn capture(shell: Shell, steps: &Steps, host: &str) -> String {
    let forms = steps.steps.iter().map(|step| step.saved().text());
    let (text, folder) = (shell.capture(host, host, forms), Shell::folder(host));
    format!("# then: ndmp-preflight check --from {folder}\n{text}")
}

/// What is pasted into a session: no pager, then the commands in the forms that people read.
fn pasted(steps: &Steps) -> String {
    let forms: String = steps.steps.iter().map(|step| format!("{}\n", step.saved().text())).collect();
    format!("set -rows 0\n{forms}")
}

/// How many of the commands a cluster is sent, by its release and NDMP scope where these are not `told`: the fewest and the
/// most.
fn counts(steps: &Steps, told: Known) -> (usize, usize) {
    let scopes = told.scope.map_or_else(|| vec![Scope::Svm, Scope::Node], |scope| vec![scope]);
    let eras = [OntapRange::Before9101, OntapRange::From9101];
    let eras = eras.into_iter().filter(|era| told.era.is_none_or(|told| told == *era));
    let of_scopes = |era| scopes.iter().map(move |scope| Known { era: Some(era), scope: Some(*scope) });
    let known = eras.flat_map(of_scopes);
    let sent = known.map(|known| steps.steps.iter().filter(|step| step.applies(&known)).count());
    sent.fold((usize::MAX, 0), |(least, most), count| (least.min(count), most.max(count)))
}

/// `20 commands`, or how many of them a cluster is sent.
fn counted(steps: &Steps, told: Known) -> String {
    let all = steps.steps.len();
    match counts(steps, told) {
        (least, most) if least == all => format!("{most} commands"),
        (least, most) if least == most => format!("{most} of these {all} commands"),
        (least, most) => format!("{least} to {most} of these {all} commands"),
    }
}

fn page(steps: &Steps, told: Known, (host, command): (Option<&str>, &str), wide: usize) -> String {
    let host = host.map(|host| format!(" to {}", clean(host))).unwrap_or_default();
    let count = counted(steps, told);
    let depends = if count.contains(" of ") { ", by its release and NDMP scope" } else { "" };
    let head = format!("`{command}` would send {count}{host}{depends}, and nothing else. Nothing is sent now.");
    let mut page = hang("", 0, &head, wide) + "\n\n";
    page += &hang(
        "settings  ",
        10,
        &format!(
            "{}; for the own session, N counts the commands. `{MARK}` once more before and behind a command that has to be \
             asked alone, to see where its answer begins and ends",
            settings().join("; ")
        ),
        wide,
    );
    page += "\n";
    let (first, others): (Vec<&Planned>, Vec<&Planned>) = steps.steps.iter().partition(|step| step.first);
    for (head, steps) in [("first, because the others depend on the answers", first), ("then", others)] {
        if !steps.is_empty() {
            page += &format!("\n{}\n", head.bold());
            page += &steps.iter().map(|step| paragraph(step, wide)).collect::<String>();
        }
    }
    page
}

fn paragraph(step: &Planned, wide: usize) -> String {
    let mut text = format!("  {}\n", step.show);
    let mut say = |label: &str, words: &str| {
        text.push_str(&(hang(&format!("      {}  ", format!("{label:<7}").dimmed()), 15, words, wide) + "\n"));
    };
    if let Some(when) = when(step) {
        say("when", &when);
    }
    say("why", &step.why);
    if step.plain != step.show {
        say("else", &format!("{}  (where the release does not know the form above)", step.plain));
    }
    text
}

fn when(step: &Planned) -> Option<String> {
    let era = step.when.era.map(|era| format!("ONTAP {}", range(era)));
    let scope = step.when.scope.map(|scope| format!("{} scope", scope.word()));
    let parts: Vec<String> = era.into_iter().chain(scope).collect();
    (!parts.is_empty()).then(|| format!("only in {}", parts.join(", ")))
}

fn range(era: OntapRange) -> &'static str {
    match era {
        OntapRange::Before9101 => "<9.10.1",
        OntapRange::From9101 => ">=9.10.1",
    }
}

/// `ndmp-preflight/plan/v1`.
#[derive(Serialize)]
struct Sheet<'a> {
    schema: &'static str,
    host: Option<&'a str>,
    settings: Vec<String>,
    commands: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    command: &'a str,
    plain: &'a str,
    first: bool,
    ontap: Option<&'static str>,
    scope: Option<&'static str>,
    why: &'a str,
    rules: &'a [String],
}

impl<'a> Sheet<'a> {
    fn of(steps: &'a Steps, host: Option<&'a str>) -> Self {
        let entry = |step: &'a Planned| Entry {
            command: step.show.text(),
            plain: step.plain.text(),
            first: step.first,
            ontap: step.when.era.map(range),
            scope: step.when.scope.map(|scope| scope.word()),
            why: &step.why,
            rules: &step.rules,
        };
        let commands = steps.steps.iter().map(entry).collect();
        Self { schema: "ndmp-preflight/plan/v1", host, settings: settings(), commands }
    }
}
