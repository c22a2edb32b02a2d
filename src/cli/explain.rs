//! `explain RULE`: all that is known of one rule.

use clap::Args;
use ndmp_preflight::fault::nearest;
use ndmp_preflight::report::Exit;
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
        setting.screen.write(explained(rule).as_bytes())?;
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

fn explained(rule: &Rule) -> String {
    let mut page = format!("{} ({})\n{}\n\n", rule.id.bold(), rule.severity.word(), rule.title);
    let mut say = |label: &str, text: &str| {
        for (index, line) in text.trim().lines().enumerate() {
            let label = if index == 0 { label } else { "" };
            page.push_str(&format!("{}  {line}\n", format!("{label:<9}").dimmed()));
        }
    };
    say("why", &rule.why);
    say("passes", &rule.passes);
    say("applies", &reach(&rule.applies));
    say("document", &format!("\"{}\", edition {}", rule.document.section, rule.document.edition));
    say("remark", &rule.document.remark);
    if let Some(fix) = &rule.fix {
        fix.commands.iter().for_each(|command| say("fix", command));
        say("check", fix.verify.as_deref().unwrap_or_default());
        say("undo", fix.undo.as_deref().unwrap_or_default());
        say("note", &fix.note);
    }
    say("file", &rule.file);
    page + &rule.examples.iter().map(example).collect::<String>()
}

fn example(example: &Example) -> String {
    let subject: Vec<_> = example.subject.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let reason = example.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let mut head = format!("example: {}{reason}  {}{}", example.verdict.word(), subject.join(", "), options(example));
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
