//! Several commands on one line, or in one frame of a page: each answer is to its own, with the options of that.

use crate::hiding::Answers;
use crate::saved::{Saved, plain};
use crate::wrong::Wrong;
use crate::{clusters, good, session};

/// The answers below the line with all their commands, by this form.
fn line(form: &str, name: &str, answers: &[(String, String)]) -> String {
    let commands: Vec<&str> = answers.iter().map(|(command, _)| command.as_str()).collect();
    let texts: String = answers.iter().map(|(_, text)| format!("{text}\n")).collect();
    format!("{}\n{texts}", form.replace("CL", name).replace("CMD", &commands.join("; ")))
}

const FORMS: [&str; 4] = ["CL::> CMD", "CL::> set -rows 0; CMD", "CL::> rows 0; CMD", "$ ssh admin@CL \"rows 0; CMD\""];

#[test]
fn each_answer_below_a_line_of_commands_is_to_its_own() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        for form in FORMS {
            wrong.check(&[0], &format!("{name}: {form}, all"), &Saved::text(&line(form, name, &answers)));
            let halves = answers.split_at(answers.len() / 2);
            let text = line(form, name, halves.0) + &line(form, name, halves.1);
            wrong.check(&[0], &format!("{name}: {form}, halves"), &Saved::text(&text));
        }
        for (at, pair) in answers.windows(2).enumerate() {
            let text =
                session(name, &answers[..at]) + &line(FORMS[at % 3], name, pair) + &session(name, &answers[at + 2..]);
            wrong.check(&[0], &format!("{name}: {}; {}", pair[0].0, pair[1].0), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// Where one of several answers to a command is not there, nobody knows whose the others are.
#[test]
fn an_answer_that_a_line_of_commands_lacks_is_no_other_s() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        for command in ["network interface show", "vserver services ndmp show"] {
            let own: Answers = answers.iter().filter(|own| own.0.starts_with(command)).cloned().collect();
            let rest: Answers = answers.iter().filter(|other| !own.contains(other)).cloned().collect();
            for (at, (lost, _)) in own.iter().enumerate() {
                let others: Answers = answers.iter().filter(|(other, _)| other != lost).cloned().collect();
                let is_needed = Saved::text(&session(name, &others)).report(&plain()).exit_code != 0;
                for said in
                    ["", "There are no entries matching your query.\n", "Error: not authorized for that command\n"]
                {
                    let mut given = own.clone();
                    said.clone_into(&mut given[at].1);
                    for form in FORMS {
                        let text = session(name, &rest) + &line(form, name, &given);
                        let codes: &[u8] = if is_needed || !said.is_empty() { &[1, 3] } else { &[0, 1, 3] };
                        wrong.check(codes, &format!("{name}: {form}: {lost}: {said}"), &Saved::text(&text));
                    }
                }
            }
        }
    }
    wrong.none();
}

/// What stands in a frame above the answers, and in one round them.
const FRAMES: [[&str; 4]; 4] = [
    ["```\n", "```\n\n", "```\n", "```\n"],
    ["```bash\n# what we ask\n", "```\n\n\n", "```text\n", "```\n\nWords of the page.\n"],
    ["<pre>\n", "</pre>\n", "<pre>\n", "</pre>\n"],
    ["", "\n", "", "\n"],
];

/// The commands in a frame of their own, and all answers in the next.
fn framed([open, close, begin, end]: [&str; 4], answers: &[(String, String)]) -> String {
    let commands: String = answers.iter().map(|(command, _)| format!("{command}\n")).collect();
    let texts: String = answers.iter().map(|(_, text)| format!("{text}\n")).collect();
    format!("{open}{commands}{close}{begin}{texts}{end}")
}

/// The answers with those to one command taken together at the end.
fn gathered(command: &str, answers: &Answers) -> (Answers, Answers) {
    answers.iter().cloned().partition(|own| !own.0.starts_with(command))
}

#[test]
fn each_answer_below_a_frame_of_commands_is_to_its_own() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        for command in ["network interface show", "vserver services ndmp show", "cluster show"] {
            let (rest, own) = gathered(command, &answers);
            for frame in FRAMES {
                let text = session(name, &rest) + &format!("{name}::> \n\n") + &framed(frame, &own);
                wrong.check(&[0], &format!("{name}: {command}, {frame:?}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

/// Where fewer answers than commands stand there, none is taken for all that a command shows; no LIF is missing for it.
#[test]
fn an_answer_that_a_frame_of_commands_lacks_is_no_other_s() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        let (rest, own) = gathered("network interface show", &answers);
        for at in 0..own.len() {
            let others: Answers = answers.iter().filter(|(other, _)| *other != own[at].0).cloned().collect();
            let is_needed = Saved::text(&session(name, &others)).report(&plain()).exit_code != 0;
            for said in ["", "There are no entries matching your query.\n"] {
                let mut given = own.clone();
                said.clone_into(&mut given[at].1);
                for frame in FRAMES {
                    let text = session(name, &rest) + &format!("{name}::> \n\n") + &framed(frame, &given);
                    let codes: &[u8] = if is_needed || !said.is_empty() { &[3] } else { &[0, 3] };
                    wrong.check(codes, &format!("{name}: {frame:?}: {}: {said}", own[at].0), &Saved::text(&text));
                }
            }
        }
    }
    wrong.none();
}
