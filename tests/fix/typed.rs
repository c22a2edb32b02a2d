//! The rehearsal against the cluster itself, as far as a text can be one: what the commands of a plan change is changed in ONTAP's
//! own words, read again and judged anew. What the plan said of each failure must be so.

use ndmp_preflight::judge::fix::{Then, plan};
use ndmp_preflight::judge::{Question, UserWish, Verdict, judge};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Reading};

use super::saved::{Saved, plain, whole};

const SESSION: &str = "session";

/// What stands behind an option.
fn value<'c>(command: &'c str, option: &str) -> Option<&'c str> {
    let mut words = command.split(' ').skip_while(|word| *word != option);
    words.nth(1)
}

/// Types a command; whether the text shows what it changes.
fn typed(saved: &mut Saved, command: &str) -> bool {
    let own = |option: &str| value(command, option);
    let text = saved.file(SESSION).clone();
    let of_svm = |svm: &str| format!("\n                                 Vserver: {svm}\n");
    if let (Some(node), Some(new)) = (own("-vserver"), own("-option-value")) {
        return cell(saved, &format!("\n{node}\n    tape.reservations "), new);
    }
    if let (Some(svm), Some(new)) = (own("-vserver"), own("-authtype").or(own("-preferred-interface-role"))) {
        let label = if own("-authtype").is_some() { "Authentication Type: " } else { "Preferred Interface Role: " };
        let Some(at) = text.find(of_svm(svm).trim_start()) else { return false };
        let start = at + text[at..].find(label).unwrap() + label.len();
        let end = start + text[start..].find('\n').unwrap();
        saved.file(SESSION).replace_range(start..end, &new.replace(',', ", "));
        return true;
    }
    if let (Some(policy), Some(list)) = (own("-policy"), own("-allow-list")) {
        let Some(at) = text.find(&format!("\n        {policy}\n")) else { return false };
        let start = at + text[at..].find("ndmp       ").unwrap() + "ndmp       ".len();
        let end = start + text[start..].find('\n').unwrap();
        saved.file(SESSION).replace_range(start..end, &list.replace(',', ", "));
        return true;
    }
    if let Some(user) = own("-username") {
        let unlocked = |line: &str| {
            if line.starts_with(&format!("{user} ")) { line.replace(" yes ", " no  ") } else { line.into() }
        };
        let lines: Vec<String> = text.lines().map(unlocked).collect();
        *saved.file(SESSION) = lines.join("\n") + "\n";
        return *saved.file(SESSION) != text;
    }
    match (own("-lif"), own("-failover-policy")) {
        (Some(lif), Some(new)) => cell(saved, &format!("         {lif}    tweed-01:a0a-210      "), new),
        _ => false,
    }
}

/// Sets the cell behind an anchor, in its column.
fn cell(saved: &mut Saved, anchor: &str, new: &str) -> bool {
    let text = saved.file(SESSION).clone();
    let Some(at) = text.find(anchor) else { return false };
    let old = text[at + anchor.len()..].split_whitespace().next().unwrap().to_owned();
    saved.edit(SESSION, anchor, &old, new);
    true
}

fn read(saved: &Saved) -> Reading {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    table::read("saved", captures, &whole().tables).remove(0)
}

fn questions() -> Vec<Question> {
    let planned = |addresses: &[&str]| addresses.iter().map(|text| text.parse().unwrap()).collect();
    let user = UserWish { name: Some("bkp_galashiels".to_owned()), ..UserWish::default() };
    vec![
        plain(),
        Question { dma_addresses: planned(&["192.0.2.9"]), ..plain() },
        Question { dma_addresses: planned(&["192.0.2.9", "198.51.100.9", "2001:db8::9"]), user, ..plain() },
        Question { reservations: "scsi".to_owned(), reservations_by: "--reservations".to_owned(), ..plain() },
    ]
}

#[test]
fn what_is_typed_does_what_was_rehearsed() {
    let mut compared = 0;
    for question in questions() {
        let mut saved = Saved::sample("many-faults");
        let planned = plan(&read(&saved), whole(), &question);
        for command in planned.steps.iter().filter(|step| step.not_rehearsed.is_none()).flat_map(|step| &step.commands)
        {
            // Whether a drive works again nobody can tell, and so it is said.
            assert!(typed(&mut saved, command) || command.starts_with("storage tape online "), "{command}");
        }
        let after = judge(&read(&saved), whole(), &question).outcomes;
        for one in planned.steps.iter().flat_map(|step| &step.mends) {
            let found = after.iter().find(|outcome| outcome.rule == one.rule && outcome.subject == one.subject);
            let verdict = found.map_or(Verdict::NotApplicable, |outcome| outcome.verdict);
            let told = match one.then {
                Then::Passes => Verdict::Pass,
                Then::NotApplicable => Verdict::NotApplicable,
                Then::Fails | Then::NotRehearsed => Verdict::Fail,
                Then::Unknown => continue,
            };
            assert_eq!(verdict, told, "{} {:?}: {found:#?}", one.rule, one.subject);
            compared += 1;
        }
    }
    assert!(compared > 70, "{compared}");
}
