//! Tables of commands that no table describes: none comes out under the name of another command.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{Answer, Status, read};
use saved::catalog;

#[path = "other_commands/known.rs"]
mod known;
#[path = "other_commands/tables.rs"]
mod tables;

use known::KNOWN;
use tables::OTHERS;

fn answers(text: &str) -> Vec<Answer> {
    let read = read("lewis", vec![Capture::of_text("x.txt", text)], &catalog().tables);
    read.into_iter().flat_map(|target| [target.answers, target.generic].concat()).collect()
}

fn doubled(text: &str) -> String {
    text.replace('\n', "\n\n")
}

/// The command without what is typed or said behind its words.
fn bare(command: &str) -> &str {
    command.split(" -").next().unwrap().split(" #").next().unwrap()
}

/// What of the text is called an answer of a table that is described, all there or not.
fn wrong(command: &str, form: &str, text: &str) -> Vec<String> {
    // Of its own answer may be told that it cannot be read.
    let is_own = |answer: &Answer| {
        answer.status == Status::Unreadable && answer.records.is_empty() && bare(command).starts_with(&answer.command)
    };
    let wrong = answers(text).into_iter().filter(|answer| !answer.generic && !is_own(answer));
    wrong.map(|answer| format!("{form} {command}: {} {:?}", answer.command, answer.status)).collect()
}

#[test]
fn a_table_without_its_command_is_never_taken_for_another() {
    let all = OTHERS
        .iter()
        .flat_map(|(command, text)| [wrong(command, "bare", text), wrong(command, "doubled", &doubled(text))].concat());
    assert_eq!(all.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_table_behind_its_own_prompt_is_never_taken_for_another() {
    let all = OTHERS.iter().flat_map(|(command, text)| {
        let session = format!("lewis::> {}\n{text}\nlewis::> ", bare(command));
        let open = format!("lewis::> {}\n\n{text}", bare(command));
        let (twice, open) = (doubled(&session), [session, open]);
        let open = open.iter().flat_map(|text| wrong(command, "behind its prompt", text));
        open.chain(wrong(command, "doubled behind its prompt", &twice)).collect::<Vec<_>>()
    });
    assert_eq!(all.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_table_below_its_echo_is_never_taken_for_another() {
    let all = OTHERS.iter().flat_map(|(command, text)| {
        let text = format!("({})\n{text}", bare(command));
        [wrong(command, "below its echo", &text), wrong(command, "doubled below its echo", &doubled(&text))].concat()
    });
    assert_eq!(all.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn doubled_lines_behind_a_prompt_are_read_by_their_own_headings() {
    let is_read = |(command, text): &&(&str, &str)| {
        let session = doubled(&format!("lewis::> {}\n{text}\nlewis::> ", bare(command)));
        answers(&session).iter().any(|answer| answer.generic && answer.command == bare(command))
    };
    let lost: Vec<&str> = OTHERS.iter().filter(|other| !is_read(other)).map(|(command, _)| *command).collect();
    // The first is a command that a table describes, of an older release with other columns; the second shows nothing by name.
    assert_eq!(lost, ["network interface failover-groups show", "system services ndmp status"]);
}

#[test]
fn a_known_table_is_recognised_without_its_command() {
    let is_read = |(how, command, text): &&(&str, &str, &str)| {
        // Which column the one is that somebody renamed is not known, so that the answer lacks one.
        let status = if how.contains("renamed") { Status::CutOff } else { Status::Complete };
        let is_its = |text: &str| {
            let answers = answers(text);
            answers.len() == 1 && answers[0].command == *command && answers[0].status == status
        };
        is_its(text) && is_its(&doubled(text))
    };
    let lost: Vec<_> = KNOWN.iter().filter(|known| !is_read(known)).map(|(how, command, _)| (how, command)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}
