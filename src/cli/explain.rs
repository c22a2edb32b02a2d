//! `explain RULE`: all that is known of one rule.

use clap::Args;
use ndmp_preflight::fault::nearest;
use ndmp_preflight::report::{Exit, hang, subject};
use ndmp_preflight::rule::{Catalog, Example, Rule};
use owo_colors::OwoColorize;

use super::complaint::Complaint;
use super::rules::reach;
use super::setting::SettingOptions;

/// Explain one rule: why, what passes, how to mend it, where it is documented, examples
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// Name of the rule
    rule: String,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Explain {
    /// Explains it.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let found = setting.catalog.rules.iter().find(|rule| rule.id == self.rule);
        let rule = found.ok_or_else(|| unknown(&self.rule, &setting.catalog))?;
        let wide = setting.screen.style(setting.verbosity).prose();
        setting.screen.write(explained(rule, wide).as_bytes())?;
        Ok(Exit::Ready)
    }
}

fn unknown(name: &str, catalog: &Catalog) -> Complaint {
    let names = || catalog.rules.iter().map(|rule| rule.id.as_str());
    let first = nearest(name, names());
    let alike = names().filter(|known| Some(*known) != first && name.len() > 2 && known.contains(name));
    let near: Vec<_> = first.into_iter().chain(alike).take(4).map(|near| format!("`{near}`")).collect();
    let near = if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(" or ")) };
    Complaint::Usage(format!("no rule is called `{name}`; {near}`ndmp-preflight rules` lists all"))
}

fn explained(rule: &Rule, wide: usize) -> String {
    let mut page = format!("{} ({})\n{}\n\n", rule.id.bold(), rule.severity.word(), rule.title);
    let head = |label: &str| format!("{}  ", format!("{label:<9}").dimmed());
    let mut say = |label: &str, text: &str| {
        if !text.is_empty() {
            page.push_str(&(hang(&head(label), 11, text, wide) + "\n"));
        }
    };
    say("why", &rule.why);
    say("passes", &rule.passes);
    say("applies", &reach(&rule.applies));
    if !rule.document.section.is_empty() {
        let (section, edition) = (&rule.document.section, &rule.document.edition);
        say("document", &format!("NetApp, NDMP configuration, \"{section}\", {edition}"));
    }
    say("remark", &rule.document.remark);
    for fix in &rule.fixes {
        // Commands are not wrapped: they are there to be copied.
        let mut copy = |label: &str, command: &str| page.push_str(&format!("{}{command}\n", head(label)));
        fix.commands.iter().for_each(|command| copy("fix", command));
        fix.verify.iter().for_each(|command| copy("check", command));
        fix.undo.iter().for_each(|command| copy("undo", command));
        if !fix.note.is_empty() {
            page.push_str(&(hang(&head("note"), 11, &fix.note, wide) + "\n"));
        }
    }
    page.push_str(&format!("{}{}\n", head("file"), rule.file));
    page + &rule.examples.iter().map(example).collect::<String>()
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
