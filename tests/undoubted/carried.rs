//! Commands that a program carried to a cluster from a shell: `pdsh`, `ansible`, cmdlets, `ssh` through another host, a file that is
//! shown at once. The answers are as good as at a prompt; never where a host, the program or the file tells otherwise.

use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{clusters, good};

/// How a command (`CMD`) is carried to a host (`CL`), what stands above its answer, before each line of it, and behind it.
struct Carrier {
    line: &'static str,
    above: &'static str,
    before: &'static str,
    behind: &'static str,
}

const fn carrier(line: &'static str, above: &'static str, before: &'static str, behind: &'static str) -> Carrier {
    Carrier { line, above, before, behind }
}

const CARRIERS: [Carrier; 11] = [
    carrier("$ pdsh -w CL 'CMD'", "", "CL: ", ""),
    carrier("$ clush -bw CL 'CMD'", "---------------\nCL\n---------------\n", "", ""),
    carrier(
        "[joe@awx ~]$ ansible all-filers -m raw -a 'CMD'",
        "CL | CHANGED | rc=0 >>\n",
        "",
        "Shared connection to CL closed.\n",
    ),
    carrier("PS C:\\> (Invoke-SSHCommand -SessionId 0 -Command \"CMD\").Output", "", "", ""),
    carrier("PS C:\\> $r = Invoke-SSHCommand -SessionId 0 -Command \"CMD\"; $r.ExitStatus; $r.Output", "0\n", "", ""),
    carrier("PS C:\\> Invoke-SSHCommand -SessionId 0 \"CMD\" | Select-Object -ExpandProperty Output", "", "", ""),
    carrier(
        "PS C:\\> Invoke-NcSsh -Command \"CMD\"",
        "\n\nNcController : CL\nValue        : \n",
        "               ",
        "\n\n",
    ),
    carrier("$ ssh -t jump1 \"ssh admin@CL 'CMD'\"", "", "", ""),
    carrier("$ ssh admin@CL \"CMD\" > out.txt\n$ cat out.txt", "", "", ""),
    carrier("$ ssh admin@CL 'CMD' > out.txt; cat out.txt", "", "", ""),
    carrier("$ ssh -t admin@CL 'CMD'", "", "", "Shared connection to CL closed.\n"),
];

impl Carrier {
    fn said(&self, host: &str, (command, text): &(String, String)) -> String {
        let [line, above, before, behind] =
            [self.line, self.above, self.before, self.behind].map(|part| part.replace("CL", host));
        let answer: String = text.lines().map(|own| format!("{before}{own}\n")).collect();
        format!("{}\n{above}{answer}{behind}\n", line.replace("CMD", command))
    }

    fn session(&self, host: &str, answers: &[(String, String)]) -> String {
        answers.iter().map(|own| self.said(host, own)).collect()
    }
}

#[test]
fn answers_to_commands_that_a_program_carried_are_whole() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        for carrier in &CARRIERS {
            let text = carrier.session(&cluster.name, &good(&cluster)) + "$\n";
            wrong.check(&[0], &format!("{}: {}", cluster.name, carrier.line), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// Commands whose answers every ready cluster must have given.
const NEEDED: [&str; 4] =
    ["cluster show", "storage tape show", "vserver services ndmp show", "system services ndmp node-scope-mode status"];

#[test]
fn an_answer_that_a_program_did_not_bring_whole_is_no_proof() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = good(&cluster);
        for carrier in &CARRIERS {
            for command in NEEDED {
                let at = answers.iter().position(|own| own.0 == command).unwrap();
                let lines: Vec<&str> = answers[at].1.lines().collect();
                let cut = lines[..lines.len().saturating_sub(2)].join("\n");
                for said in ["Error: not authorized for that command", "", &cut] {
                    let mut given = answers.clone();
                    given[at].1 = format!("{said}\n");
                    let text = carrier.session(&cluster.name, &given) + "$\n";
                    let what = format!("{}: {}: {command}: {said}", cluster.name, carrier.line);
                    wrong.check(&[1, 3], &what, &Saved::text(&text));
                }
            }
        }
    }
    wrong.none();
}

#[test]
fn another_host_that_a_program_asked_is_another_cluster() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = good(&cluster);
        let of_hosts = CARRIERS.iter().filter(|own| own.line.contains("CL") || own.above.contains("CL"));
        for carrier in of_hosts {
            for command in NEEDED {
                let said =
                    |own: &(String, String)| carrier.said(if own.0 == command { "leven9" } else { &cluster.name }, own);
                let text: String = answers.iter().map(said).collect();
                let what = format!("{}: {}: {command}", cluster.name, carrier.line);
                wrong.check(&[1, 3], &what, &Saved::text(&(text + "$\n")));
            }
        }
    }
    wrong.none();
}

/// Lines of a shell (`CMD`) below which the text of an answer tells nothing of the cluster.
const OTHERS: [&str; 10] = [
    "$ echo 'CMD'",
    "$ pdsh -w CL,leven9 'CMD'",
    "$ pdsh -a 'CMD'",
    "$ grep -A40 'CMD' ssh.log",
    "$ ssh admin@CL \"CMD\" > out.txt\n$ cat old.txt",
    "$ ssh admin@CL \"CMD\" > out.txt\n$ vi out.txt\n$ cat out.txt",
    "$ ssh admin@CL \"CMD\" > out.txt; ./mend out.txt; cat out.txt",
    "$ ssh admin@CL \"CMD\" > out.txt; cat old.txt",
    "$ ssh jump1 \"ssh admin@CL 'CMD' | ./mend\"",
    "PS C:\\> (Invoke-SSHCommand -SessionId 1 -Command \"CMD\").Output",
];

#[test]
fn what_another_program_prints_is_no_answer() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let carrier = if cluster.release.starts_with("9.8") { &CARRIERS[3] } else { &CARRIERS[4] };
        for other in OTHERS {
            for command in ["cluster show", "vserver services ndmp show"] {
                let line = other.replace("CL", &cluster.name).replace("CMD", command);
                let said = |own: &(String, String)| match own.0 == command {
                    true => format!("{line}\n{}\n", own.1),
                    false => carrier.said(&cluster.name, own),
                };
                let text: String = good(&cluster).iter().map(said).collect();
                wrong.check(&[1, 3], &format!("{}: {line}", cluster.name), &Saved::text(&(text + "$\n")));
            }
        }
    }
    wrong.none();
}

/// What a program did to the cluster (`CL`) behind all answers.
const CHANGES: [&str; 5] = [
    "$ pdsh -w CL 'vserver services ndmp off -vserver CL'",
    "$ pdsh -w CL 'cluster show; vserver services ndmp off -vserver CL'",
    "$ pdsh -w CL 'cluster show'; pdsh -w CL 'vserver services ndmp off -vserver CL'",
    "$ ssh jump1 \"ssh admin@CL 'vserver services ndmp off -vserver CL'\"",
    "PS C:\\> (Invoke-SSHCommand -SessionId 0 -Command \"vserver services ndmp off -vserver CL\").Output",
];

#[test]
fn a_change_that_a_program_carried_counts() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        for change in CHANGES {
            let change = change.replace("CL", &cluster.name);
            let text = crate::session(&cluster.name, &good(&cluster));
            let what = format!("{}: {change}", cluster.name);
            wrong.check(&[1, 3], &what, &Saved::text(&format!("{text}{}::>\n{change}\n$\n", cluster.name)));
        }
    }
    wrong.none();
}
