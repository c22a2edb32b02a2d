//! Answers as programs keep them, in JSON, YAML and what Ansible shows: as good as in a session, and never where the program tells that
//! one failed, is another host's, or is not what it was.

use serde_json::{Value, json};

use crate::hiding::Answers;
use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{clusters, good};

/// A command with its answer as some program keeps it.
struct Kept {
    host: String,
    command: String,
    text: String,
    code: u8,
}

fn kept(host: &str, answers: &[(String, String)]) -> Vec<Kept> {
    let of = |(command, text): &(String, String)| Kept {
        host: host.to_owned(),
        command: command.clone(),
        text: text.clone(),
        code: 0,
    };
    answers.iter().map(of).collect()
}

impl Kept {
    fn lines(&self) -> Value {
        self.text.lines().collect()
    }

    fn object(&self) -> Value {
        json!({"host": self.host, "cmd": self.command, "rc": self.code, "stdout": self.text})
    }

    fn result(&self) -> Value {
        let cmd = format!("ssh {} \"{}\"", self.host, self.command);
        json!({"changed": true, "cmd": cmd, "rc": self.code, "item": self.command, "stderr": "", "stdout": self.text, "stdout_lines": self.lines()})
    }
}

type Form = (&'static str, fn(&[Kept]) -> String);

/// Forms that tell the host of each command and how it ended.
const TELLING: [Form; 3] = [
    ("objects", |all| format!("{:#}", all.iter().map(Kept::object).collect::<Value>())),
    ("lines of objects", |all| all.iter().map(|own| format!("{}\n", own.object())).collect()),
    ("results", |all| {
        format!("{:#}", json!({"results": all.iter().map(Kept::result).collect::<Value>(), "changed": true}))
    }),
];

/// Forms that do not.
const SILENT: [Form; 6] = [
    ("names", |all| format!("{:#}", all.iter().map(|own| (own.command.clone(), json!(own.text))).collect::<Value>())),
    ("names in an object", |all| {
        let own: Value = all.iter().map(|own| (own.command.clone(), own.lines())).collect();
        json!({"cluster": all[0].host, "commands": own}).to_string()
    }),
    ("pairs", |all| format!("{:#}", all.iter().map(|own| json!([own.command, own.text])).collect::<Value>())),
    ("lists", |all| {
        let commands: Vec<&str> = all.iter().map(|own| own.command.as_str()).collect();
        let texts: Vec<&str> = all.iter().map(|own| own.text.as_str()).collect();
        let lines: Vec<Value> = all.iter().map(Kept::lines).collect();
        format!(
            "{:#}",
            json!({"invocation": {"module_args": {"commands": commands}}, "stdout": texts, "stdout_lines": lines})
        )
    }),
    ("scalars", |all| all.iter().map(|own| format!("{}: |\n{}\n", own.command, indented(&own.text, "  "))).collect()),
    ("items of scalars", |all| {
        let item = |own: &Kept| format!("- command: \"{}\"\n  output: |\n{}", own.command, indented(&own.text, "    "));
        all.iter().map(item).collect()
    }),
];

fn indented(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}\n")).collect()
}

fn playbook(all: &[Kept]) -> String {
    let task = |own: &Kept| {
        let debug = json!({"out.stdout_lines": own.lines()});
        format!(
            "TASK [{}] ****\nchanged: [{}]\n\nTASK [debug] ****\nok: [{}] => {debug:#}\n\n",
            own.command, own.host, own.host
        )
    };
    let tasks: String = all.iter().map(task).collect();
    let recap = format!("PLAY RECAP ****\n{} : ok=9 changed=9 unreachable=0 failed=0\n", all[0].host);
    format!("PLAY [ndmp] ****\n\n{tasks}{recap}")
}

fn forms() -> Vec<Form> {
    TELLING.into_iter().chain(SILENT).chain([("playbook", playbook as fn(&[Kept]) -> String)]).collect()
}

/// Commands whose answers every ready cluster must have given.
const NEEDED: [&str; 3] = ["cluster show", "vserver services ndmp show", "system services ndmp node-scope-mode status"];

/// The answers of which no prompt needs to tell the end are the last.
fn counted(mut answers: Answers) -> Answers {
    answers.sort_by_key(|(_, text)| text.trim_end().ends_with("entries were displayed."));
    answers
}

#[test]
fn answers_that_a_program_kept_are_whole() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let all = kept(&cluster.name, &counted(good(&cluster)));
        for (name, form) in forms() {
            wrong.check(&[0], &format!("{}: {name}", cluster.name), &Saved::text(&form(&all)));
        }
    }
    wrong.none();
}

#[test]
fn an_answer_that_a_program_lacks_is_no_proof() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = counted(good(&cluster));
        for (name, form) in forms() {
            for command in NEEDED {
                let at = answers.iter().position(|own| own.0 == command).unwrap();
                let lines: Vec<&str> = answers[at].1.lines().collect();
                let cut = lines[..lines.len().saturating_sub(2)].join("\n");
                for said in ["Error: not authorized for that command\n", "", &cut, "(see above)\n"] {
                    let mut all = kept(&cluster.name, &answers);
                    said.clone_into(&mut all[at].text);
                    let what = format!("{}: {name}: {command}: {said}", cluster.name);
                    wrong.check(&[1, 3], &what, &Saved::text(&form(&all)));
                }
            }
        }
    }
    wrong.none();
}

#[test]
fn what_a_program_tells_beside_an_answer_counts() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = counted(good(&cluster));
        for (name, form) in TELLING {
            for command in NEEDED {
                let at = answers.iter().position(|own| own.0 == command).unwrap();
                let mut failed = kept(&cluster.name, &answers);
                failed[at].code = 255;
                wrong.check(
                    &[1, 3],
                    &format!("{}: {name}: {command} failed", cluster.name),
                    &Saved::text(&form(&failed)),
                );
                let mut other = kept(&cluster.name, &answers);
                "leven9".clone_into(&mut other[at].host);
                let what = format!("{}: {name}: {command} of another", cluster.name);
                wrong.check(&[1, 3], &what, &Saved::text(&form(&other)));
            }
        }
        let all = kept(&cluster.name, &answers);
        for (from, to) in [
            ("\"stdout\": \"NDMP node-scope-mode is disabled", "\"stdout\": \"NDMP node-scope-mode is enabled"),
            ("\"unreachable\": false", "\"unreachable\": true"),
        ] {
            let text = TELLING[2].1(&all)
                .replace("\"stderr\": \"\"", "\"stderr\": \"\", \"unreachable\": false")
                .replace(from, to);
            wrong.check(&[1, 3], &format!("{}: {to}", cluster.name), &Saved::text(&text));
        }
    }
    wrong.none();
}

#[test]
fn lists_of_which_one_is_longer_are_not_paired() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let all = kept(&cluster.name, &counted(good(&cluster)));
        let whole: Value = serde_json::from_str(&SILENT[3].1(&all)).unwrap();
        for list in ["stdout", "stdout_lines"] {
            let mut value = whole.clone();
            value[list].as_array_mut().unwrap().remove(1);
            wrong.check(&[1, 3], &format!("{}: {list}", cluster.name), &Saved::text(&format!("{value:#}")));
        }
    }
    wrong.none();
}

#[test]
fn a_change_that_a_program_kept_counts() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        for (name, form) in TELLING {
            let mut all = kept(&cluster.name, &counted(good(&cluster)));
            let command = format!("vserver services ndmp off -vserver {}", cluster.name);
            all.push(Kept { host: cluster.name.clone(), command, text: String::new(), code: 0 });
            wrong.check(&[1, 3], &format!("{}: {name}", cluster.name), &Saved::text(&form(&all)));
        }
    }
    wrong.none();
}

/// What a program keeps beside the answers, or instead of them: what somebody wants, or what was.
#[test]
fn what_a_field_calls_expected_or_old_proves_nothing() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = good(&cluster);
        let of = |named: &dyn Fn(&str, &str) -> String| {
            let all: Vec<String> = answers.iter().map(|(command, text)| named(command, text)).collect();
            Saved::text(&format!("[{}]\n", all.join(",\n")))
        };
        let json = |text: &str| serde_json::to_string(text).unwrap();
        for name in ["expected", "expected_output", "template", "before", "old", "sample", "planned"] {
            let instead =
                of(&|command, text| format!("{{\"command\": {}, \"{name}\": {}}}", json(command), json(text)));
            wrong.check(&[1, 3, 4], &format!("{}: instead: {name}", cluster.name), &instead);
            let within = of(&|command, text| {
                format!("{{\"{name}\": {{\"command\": {}, \"stdout\": {}}}}}", json(command), json(text))
            });
            wrong.check(&[1, 3, 4], &format!("{}: within: {name}", cluster.name), &within);
            let beside = of(&|command, text| {
                format!("{{\"command\": {}, \"stdout\": {}, \"{name}\": true}}", json(command), json(text))
            });
            wrong.check(&[1, 3, 4], &format!("{}: beside: {name}", cluster.name), &beside);
        }
    }
    wrong.none();
}
