//! The pages on backup applications: what to type, what is known, what nobody tells, what it shows when something is wrong.

use std::fmt::Write;

use ndmp_preflight::rule::{Catalog, Form, FormLine, Matter, Profile};

pub(super) fn page(profile: &Profile, catalog: &Catalog) -> String {
    let name = &profile.name;
    let mut page = format!("# {}\n\n{}\n\n", profile.title, linked(&profile.about));
    let also: String = profile.aliases.iter().map(|alias| format!(", or `--dma {alias}`")).collect();
    let _ = write!(page, "`check --dma {name}`{also} judges by what stands here; `ndmp-preflight explain {name}` ");
    page.push_str("prints it.\n");
    if let Some(form) = catalog.forms.iter().find(|form| form.name == *name) {
        page.push_str(&typed(form));
    }
    page.push_str(&known(profile, catalog));
    page.push_str(&untold(profile, catalog));
    let symptoms: String = profile
        .symptoms
        .iter()
        .map(|own| {
            let rule = if own.rule.is_empty() { String::new() } else { format!(", {}", to_rule(&own.rule)) };
            format!("- {}: {}{rule} ({})\n", linked(&own.text), linked(&own.means), linked(&own.source))
        })
        .collect();
    page.push_str(&chapter("What it shows when something is wrong", &symptoms));
    let read: String = profile.looked_in.iter().map(|source| format!("- {}\n", linked(source))).collect();
    page + &chapter("Read as well, and tells none of it", &read)
}

/// A heading with what stands below it; nothing where nothing does.
fn chapter(title: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n## {title}\n\n{text}") }
}

fn typed(form: &Form) -> String {
    let row = |line: &FormLine| {
        let scope = line.scope.as_ref().map(|scope| format!(" (in the {scope} scope)")).unwrap_or_default();
        let text = if line.exact { format!("`{}`", line.text) } else { in_braces(&line.text) };
        format!("- **{}**{scope}: {text}\n  Source: {}\n", in_braces(&line.what), linked(&line.source))
    };
    let lines: String = form.lines.iter().map(row).collect();
    let lead = "`ndmp-preflight handoff` fills in what stands in braces, and says it once for each host, drive or changer.\n\n";
    chapter("What to type into it", &format!("{lead}{lines}"))
}

fn known(profile: &Profile, catalog: &Catalog) -> String {
    let line = |matter: Matter| {
        let told = profile.told(matter)?;
        let remark = if told.remark.is_empty() { String::new() } else { format!(" {}", linked(told.remark)) };
        let (words, source, rules) = (linked(&told.words), linked(told.source), rules(matter, catalog).0);
        Some(format!("- **{}**: {words}.{remark} Judged by {rules}.\n  Source: {source}\n", matter.word()))
    };
    chapter("What is known of it", &Matter::ALL.into_iter().filter_map(line).collect::<String>())
}

fn untold(profile: &Profile, catalog: &Catalog) -> String {
    let line = |matter: &Matter| {
        let (rules, count) = rules(*matter, catalog);
        let ask = if count == 1 { "asks" } else { "ask" };
        let settled = matter.settled_by().replace("[[attest]]", "`[[attest]]`").replace(" [backup]", " `[backup]`");
        let question = matter.question();
        format!("- **{}**: {question} Settled by {settled}; until then {rules} {ask}.\n", matter.word())
    };
    let lines: String = profile.untold().iter().map(line).collect();
    chapter("What no source tells: ask its vendor", &lines)
}

/// The rules that rest on a matter, and how many they are.
fn rules(matter: Matter, catalog: &Catalog) -> (String, usize) {
    let own: Vec<String> =
        matter.rules().iter().filter(|rule| catalog.rule(rule).is_some()).map(|rule| to_rule(rule)).collect();
    (own.join(" and "), own.len())
}

fn to_rule(rule: &str) -> String {
    format!("[`{rule}`](../rules/{rule}.md)")
}

/// A text whose names in braces are those that the sheet fills in.
fn in_braces(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let outside = |part: &str| part.replace('{', "`{").replace('}', "}`");
    parts.map(|(at, part)| if at % 2 == 0 { outside(part) } else { format!("`{part}`") }).collect()
}

/// A text with its addresses as links, and nothing else that Markdown would take for markup.
fn linked(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_start_matches('(');
        let end = bare.trim_end_matches([',', ';', '.', ')', ':']);
        let (before, after) = (&word[..word.len() - bare.len()], &bare[end.len()..]);
        let host = end.trim_start_matches("https://").split('/').next().unwrap_or_default();
        let is_host = host.contains('.')
            && host
                .split('.')
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
            && host.chars().next_back().is_some_and(char::is_alphabetic);
        if is_host && (end.contains('/') || end.starts_with("https://")) {
            return format!("{before}<https://{}>{after}", end.trim_start_matches("https://"));
        }
        word.replace('<', "&lt;").replace('*', "\\*")
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
