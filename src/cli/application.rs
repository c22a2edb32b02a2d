//! What is known of backup applications, for people: the list of `--dma help`, and the page of one.

use std::env;

use clap::{ArgMatches, Command, FromArgMatches};
use ndmp_preflight::report::{Exit, hang};
use ndmp_preflight::rule::{Catalog, FormLine, Matter, Profile, Symptom};
use owo_colors::OwoColorize;

use super::complaint::Complaint;
use super::documentation::opened;
use super::setting::SettingOptions;

/// The word for `--dma` that asks for the list.
const HELP: &str = "help";

/// `--dma help` lists the applications, whatever the command needs besides. `None`: nobody asks for it.
pub(super) fn listed(command: fn() -> Command) -> Option<Result<Exit, Complaint>> {
    let is_typed = || env::args_os().any(|word| word.to_string_lossy().trim_start_matches("--dma=") == HELP);
    let is_set = || env::var_os("NDMP_PREFLIGHT_DMA").is_some_and(|word| word == HELP);
    let matches = (is_typed() || is_set()).then(|| command().ignore_errors(true).try_get_matches().ok()).flatten()?;
    let (_, own) = matches.subcommand()?;
    let name = own.try_get_one::<String>("dma").ok().flatten()?;
    (name == HELP).then(|| list(own))
}

fn list(own: &ArgMatches) -> Result<Exit, Complaint> {
    let setting =
        SettingOptions::from_arg_matches(own).map_err(|error| Complaint::Usage(error.to_string()))?.setting()?;
    setting.screen.write(all(&setting.catalog).as_bytes())?;
    Ok(Exit::Ready)
}

fn all(catalog: &Catalog) -> String {
    let wide = catalog.profiles.iter().map(|profile| profile.name.len()).max().unwrap_or(0);
    let line = |profile: &Profile| {
        let also =
            if profile.aliases.is_empty() { String::new() } else { format!(" (or {})", profile.aliases.join(", ")) };
        format!("{}  {}{also}\n", format!("{:wide$}", profile.name).bold(), profile.title)
    };
    let lines: String = catalog.profiles.iter().map(line).collect();
    let count = catalog.profiles.len();
    format!(
        "{lines}\n{count} applications; `ndmp-preflight explain NAME` tells what is known of one, `rules --dma NAME` what is expected with it\n"
    )
}

/// All that is known of one application, and what is not.
pub(super) fn page(profile: &Profile, catalog: &Catalog, wide: usize) -> String {
    let mut page = format!("{} (backup application)\n{}\n\n", profile.name.bold(), profile.title);
    let mut say = |label: &str, text: &str| {
        page.push_str(&(hang(&head(label), INDENT, text, wide) + "\n"));
    };
    if !profile.aliases.is_empty() {
        say("also", &profile.aliases.join(", "));
    }
    say("about", &profile.about);
    say("file", &profile.file);
    let told = Matter::ALL.into_iter().filter(|matter| profile.told(*matter).is_some());
    told.for_each(|matter| page.push_str(&cell(profile, matter, catalog, wide)));
    page.push_str(&untold(profile, catalog, wide));
    page.push_str(&typed(profile, catalog, wide));
    page + &symptoms(&profile.symptoms, wide) + &looked_in(profile, wide)
}

const INDENT: usize = 16;

fn head(label: &str) -> String {
    format!("{}  ", format!("{label:<14}").dimmed())
}

/// A cell: its value, its source, its remark, and what it makes the rules expect.
fn cell(profile: &Profile, matter: Matter, catalog: &Catalog, wide: usize) -> String {
    let Some(told) = profile.told(matter) else { return String::new() };
    let line = |label: &str, text: &str| hang(&head(label), INDENT, text, wide) + "\n";
    let remark = if told.remark.is_empty() { String::new() } else { line("", told.remark) };
    let source = line("", &format!("source: {}", opened(told.source)));
    format!("\n{}{remark}{source}{}", line(matter.word(), &told.words), expected(profile, matter, catalog, wide))
}

/// What the rules that rest on the matter expect; nothing where there are none.
fn expected(profile: &Profile, matter: Matter, catalog: &Catalog, wide: usize) -> String {
    let rules = matter.rules().iter().filter(|rule| catalog.rule(rule).is_some());
    let line =
        |rule: &&str| hang(&head(""), INDENT, &format!("`{rule}` expects: {}", profile.expects(matter)), wide) + "\n";
    rules.map(line).collect()
}

fn untold(profile: &Profile, catalog: &Catalog, wide: usize) -> String {
    let line = |matter: &Matter| {
        let text = format!("{} Settled by {}.", matter.question(), matter.settled_by());
        hang(&head(matter.word()), INDENT, &text, wide) + "\n" + &expected(profile, *matter, catalog, wide)
    };
    let lines: String = profile.untold().iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("\n{}\n\n{lines}", "no source tells; ask its vendor:".bold()) }
}

/// What is typed into it, with the names of what the sheet tells in braces.
fn typed(profile: &Profile, catalog: &Catalog, wide: usize) -> String {
    let form = catalog.forms.iter().find(|form| form.name == profile.name);
    let line = |line: &FormLine| {
        hang("  ", 2, &format!("{}: {}; source: {}", line.what, line.text, opened(&line.source)), wide) + "\n"
    };
    let lines: String = form.iter().flat_map(|form| &form.lines).map(line).collect();
    let title = "what is typed into it (`handoff` fills in what stands in braces):";
    if lines.is_empty() { lines } else { format!("\n{}\n\n{lines}", title.bold()) }
}

fn symptoms(symptoms: &[Symptom], wide: usize) -> String {
    let line = |symptom: &Symptom| {
        let rule = if symptom.rule.is_empty() { String::new() } else { format!(" (rule `{}`)", symptom.rule) };
        let source = opened(&symptom.source);
        let text = format!("{}: {}{rule}; source: {source}", symptom.text, symptom.means);
        hang("  ", 2, &text, wide) + "\n"
    };
    let lines: String = symptoms.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("\n{}\n\n{lines}", "what it shows when something is wrong:".bold()) }
}

fn looked_in(profile: &Profile, wide: usize) -> String {
    let lines: String = profile.looked_in.iter().map(|source| hang("  ", 2, &opened(source), wide) + "\n").collect();
    if lines.is_empty() { lines } else { format!("\n{}\n\n{lines}", "read as well, and tells none of it:".bold()) }
}
