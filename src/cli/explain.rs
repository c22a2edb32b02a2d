//! `explain NAME`: all that is known of a rule, of a backup application, or of a code in a report.

use clap::Args;
use ndmp_preflight::check::glob;
use ndmp_preflight::facts::{Teller, tellers};
use ndmp_preflight::fault::nearest;
use ndmp_preflight::report::{Exit, hang, subject};
use ndmp_preflight::rule::{Catalog, Condition, Example, Fix, Parameter, Profile, Rule, release_text};
use ndmp_preflight::table::Era;
use owo_colors::OwoColorize;

use super::application;
use super::causes;
use super::complaint::Complaint;
use super::documentation::address;
use super::glossary::{Entry, entries};
use super::rules::reach;
use super::setting::SettingOptions;

/// Explain rules (why, what passes, how to mend it, where it is documented, examples), backup applications (what is known of
/// them, from where, and what it makes the rules expect), reasons, findings on the configuration, and exit codes
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Rule, application, reason such as cut-off, finding such as waiver-expired, exit code, or a glob such as 'lif-*' (repeatable)
    #[arg(value_name = "NAME", required_unless_present_any = ["symptom", "all"])]
    names: Vec<String>,
    /// Everything that there is to explain
    #[arg(long, conflicts_with_all = ["names", "symptom"])]
    all: bool,
    /// Words that the backup application or ONTAP shows, such as "reservation conflict": the rules that find what is behind them
    #[arg(long, value_name = "WORDS", conflicts_with = "names")]
    symptom: Option<String>,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Explain {
    /// Explains it.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let catalog = &setting.catalog;
        let wide = setting.screen.style(setting.verbosity).prose();
        if let Some(words) = &self.symptom {
            setting.screen.linked(&causes::page(words, catalog, wide)?)?;
            return Ok(Exit::Ready);
        }
        let subjects = subjects(catalog);
        let mut pages: Vec<&Subject<'_>> = Vec::new();
        let all = ["*".to_owned()];
        for name in if self.all { &all[..] } else { &self.names } {
            let named = named(name, &subjects);
            if named.is_empty() {
                return Err(unknown(name, &subjects));
            }
            pages.extend(named);
        }
        let mut told: Vec<String> = Vec::new();
        for page in pages.iter().map(|subject| subject.page(catalog, wide)) {
            if !told.contains(&page) {
                told.push(page);
            }
        }
        setting.screen.linked(&told.join("\n"))?;
        Ok(Exit::Ready)
    }
}

/// What can be explained.
enum Subject<'c> {
    Rule(&'c Rule),
    Application(&'c Profile),
    Code(Entry),
}

impl Subject<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Rule(rule) => &rule.id,
            Self::Application(profile) => &profile.name,
            Self::Code(entry) => &entry.code,
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Self::Rule(rule) => rule.id == word,
            Self::Application(profile) => profile.name == word || profile.aliases.iter().any(|alias| alias == word),
            Self::Code(entry) => entry.is(word),
        }
    }

    fn page(&self, catalog: &Catalog, wide: usize) -> String {
        match self {
            Self::Rule(rule) => explained(rule, catalog, wide),
            Self::Application(profile) => application::page(profile, catalog, wide),
            Self::Code(entry) => entry.page(wide),
        }
    }
}

fn subjects(catalog: &Catalog) -> Vec<Subject<'_>> {
    let rules = catalog.rules.iter().map(Subject::Rule);
    let applications = catalog.profiles.iter().map(Subject::Application);
    rules.chain(applications).chain(entries().into_iter().map(Subject::Code)).collect()
}

/// What a name means: all that are called so, and where it is a glob, all that it matches.
fn named<'s, 'c>(name: &str, subjects: &'s [Subject<'c>]) -> Vec<&'s Subject<'c>> {
    let glob = name.contains(['*', '?']).then(|| glob(name).ok()).flatten();
    let is_it = |subject: &&Subject<'c>| match &glob {
        Some(glob) => glob.is_match(subject.name()),
        None => subject.is(name),
    };
    subjects.iter().filter(is_it).collect()
}

fn unknown(name: &str, subjects: &[Subject<'_>]) -> Complaint {
    let names = || subjects.iter().map(Subject::name);
    let first = nearest(name, names());
    let alike = names().filter(|known| Some(*known) != first && name.len() > 2 && known.contains(name));
    let near: Vec<_> = first.into_iter().chain(alike).take(4).map(|near| format!("`{near}`")).collect();
    let near = if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(" or ")) };
    let lists = "`ndmp-preflight rules` lists the rules, `rules --dma help` the applications; reasons, findings and exit codes are \
                 explained too";
    Complaint::Usage(format!("no rule and no application is called `{name}`; {near}{lists}"))
}

fn explained(rule: &Rule, catalog: &Catalog, wide: usize) -> String {
    let by_site = rule.severity_was.map(|was| format!(" by the site, {} by its file", was.word())).unwrap_or_default();
    let mut page = format!("{} ({}{by_site})\n{}\n\n", rule.id.bold(), rule.severity.word(), rule.title);
    let mut say = |label: &str, text: &str| {
        if !text.is_empty() {
            page.push_str(&(hang(&head(label), 11, text, wide) + "\n"));
        }
    };
    say("why", &rule.why);
    say("passes", &rule.passes);
    say("applies", &reach(&rule.applies));
    rule.parameters.iter().for_each(|own| say("number", &number(rule, own)));
    if !rule.document.section.is_empty() {
        let (section, edition) = (&rule.document.section, &rule.document.edition);
        let (label, near) = if rule.beyond.is_empty() { ("document", "") } else { ("beyond", "nearest section of ") };
        say(label, &format!("{near}NetApp, NDMP configuration, \"{section}\", {edition}"));
        say("", &address(section));
    }
    say("remark", &rule.document.remark);
    rule.causes.iter().for_each(|cause| say("seen as", &format!("{}: {}", cause.symptom, cause.cause)));
    let tellers = tellers(rule, catalog);
    if tellers.is_empty() {
        say("rests on", "the text as it was captured");
    }
    for (at, teller) in tellers.iter().enumerate() {
        say(if at == 0 { "rests on" } else { "" }, &told(teller));
    }
    say("since", &since(rule));
    rule.fixes.iter().for_each(|fix| page.push_str(&mended(fix, rule.fixes.len() > 1, wide)));
    page.push_str(&format!("{}{}\n", head("file"), rule.file));
    let whole = if rule.examples.is_empty() { Catalog::embedded().ok() } else { None };
    let rule = whole.as_ref().and_then(|whole| whole.rule(&rule.id)).unwrap_or(rule);
    page + &rule.examples.iter().map(example).collect::<String>()
}

/// `drives = 32 by the site, 64 by its file`, and where a site sets it.
fn number(rule: &Rule, own: &Parameter) -> String {
    let Parameter { name, value, was } = own;
    match was {
        Some(was) => format!("{name} = {value} by the site, {was} by its file"),
        None => format!("{name} = {value}; a site sets another one in its configuration: [rule.{}]", rule.id),
    }
}

fn head(label: &str) -> String {
    format!("{}  ", format!("{label:<9}").dimmed())
}

/// `` `network interface show`: lif, role, service-policy (from ONTAP 9.10.1) ``
fn told(teller: &Teller) -> String {
    let of = |era: Option<Era>| match era {
        Some(Era::Old) => " (before ONTAP 9.10.1)",
        Some(Era::New) => " (from ONTAP 9.10.1)",
        None => "",
    };
    let columns: Vec<String> = teller.columns.iter().map(|(name, era)| format!("{name}{}", of(*era))).collect();
    format!("`{}`{}: {}", teller.command, of(teller.era), columns.join(", "))
}

/// The releases that the rule speaks of, and the edition that asks for it.
fn since(rule: &Rule) -> String {
    let releases = rule.applies.ontap.unwrap_or_default();
    let releases = match (releases.from, releases.before) {
        (None, None) => "ONTAP 9, all releases".to_owned(),
        (Some(from), None) => format!("ONTAP {}", release_text(from)),
        (None, Some(before)) => format!("ONTAP 9, before {}", release_text(before)),
        (Some(from), Some(before)) => format!("ONTAP {}, before {}", release_text(from), release_text(before)),
    };
    let edition = &rule.document.edition;
    if edition.is_empty() { releases } else { format!("{releases}; by the edition of {edition}") }
}

/// How to mend a failure, and what must have been seen for it.
fn mended(fix: &Fix, is_one_of_several: bool, wide: usize) -> String {
    let mut page = String::new();
    if is_one_of_several {
        page.push_str(&(hang(&head("where"), 11, &seen(fix), wide) + "\n"));
    }
    // Commands are not wrapped: they are there to be copied.
    let mut copy = |label: &str, command: &str| page.push_str(&format!("{}{command}\n", head(label)));
    fix.commands.iter().for_each(|command| copy("fix", command));
    fix.verify.iter().for_each(|command| copy("check", command));
    fix.undo.iter().for_each(|command| copy("undo", command));
    if !fix.note.is_empty() {
        page.push_str(&(hang(&head("note"), 11, &fix.note, wide) + "\n"));
    }
    page
}

fn seen(fix: &Fix) -> String {
    if !fix.told.is_empty() {
        return fix.told.clone();
    }
    let conditions: Vec<String> = fix.when.iter().map(Condition::told).collect();
    let Some(of) = &fix.of else {
        return if conditions.is_empty() { "nothing above fits".to_owned() } else { conditions.join(", ") };
    };
    let same = of.on.iter().map(|(their, our)| format!("{their} is its {our}"));
    let other = of.not_on.iter().map(|(their, our)| format!("{their} is not its {our}"));
    let all: Vec<String> = same.chain(other).chain(conditions).collect();
    format!("there is a {} with {}", of.entity, all.join(", "))
}

fn example(example: &Example) -> String {
    let reason = example.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let mut head =
        format!("example: {}{reason}  {}{}", example.verdict.word(), subject(&example.subject), options(example));
    head.truncate(head.trim_end().len());
    let input: String =
        example.input.trim_end().lines().map(|line| format!("    {line}\n").replace("    \n", "\n")).collect();
    format!("\n{}\n\n{input}", head.bold())
}

/// The options of `check` with which the example is judged.
fn options(example: &Example) -> String {
    let given = &example.options;
    let named = [("scope", &given.scope), ("tape", &given.tape), ("ontap", &given.ontap), ("dma", &given.dma)];
    let mut words: Vec<_> =
        named.iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("--{name} {value}"))).collect();
    words.extend(given.dma_address.iter().map(|address| format!("--dma-address {address}")));
    if words.is_empty() { String::new() } else { format!("  with {}", words.join(" ")) }
}
