//! A ready cluster, and behind it a command that changes it: in one line with what shows it, ended by an error that refuses nothing,
//! at another shell, at a service processor, at a switch; or with answers that their style, their file or a title above says are none of it.
//! Never ready; ready where the same form changes nothing.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::{Answers, Case};
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

/// A ready cluster, and a command that breaks it.
struct Changed {
    case: Case,
    node: String,
    change: String,
}

/// Each command that breaks something, at a cluster of each branch of releases that has it.
fn all() -> Vec<Changed> {
    let clusters = [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
    ];
    let mut all = Vec::new();
    for (at, cluster) in clusters.iter().enumerate() {
        for found in BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == (at == 1))) {
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            let printed = |cluster: &Cluster| cluster.answers(Regime::Overflowing, true);
            let node = cluster.nodes[1].clone();
            for change in found.changes {
                let change = change.replace('N', &node).replace('C', &cluster.name);
                let case = Case {
                    name: cluster.name.clone(),
                    good: printed(cluster),
                    bad: printed(&broken),
                    other: Vec::new(),
                };
                all.push(Changed { case, node: node.clone(), change });
            }
        }
    }
    all
}

/// The good session with these lines behind it.
fn behind(case: &Case, lines: &str) -> Saved {
    Saved::text(&format!("{}{lines}", case.session(&case.good)))
}

#[test]
fn a_change_in_one_line_with_what_shows_it_is_seen() {
    let mut wrong = Wrong::default();
    for Changed { case, change, .. } in &all() {
        // What ends at one node's shell shows no answer of its own.
        for (show, good, _) in case.changed() {
            let sign = [";", "; ", " ; "][change.len() % 3];
            {
                let rest: Answers = case.good.iter().filter(|(command, _)| command != show).cloned().collect();
                let (session, prompt) = (case.session(&rest), case.prompt());
                let text = format!("{session}{prompt}{show}{sign}{change}\n{good}\n{prompt}\n");
                wrong.check(&[1, 3], &format!("{show}{sign}{change}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

#[test]
fn several_commands_of_one_line_are_read_one_below_the_other() {
    let mut wrong = Wrong::default();
    for Changed { case, .. } in all().iter().step_by(28) {
        let is_plain = |command: &str| !command.starts_with("options") && !command.contains("failover");
        let tables: Vec<&(String, String)> = case.good.iter().filter(|(command, _)| is_plain(command)).collect();
        for pair in tables.windows(2).filter(|pair| pair[0].0.split(" -").next() != pair[1].0.split(" -").next()) {
            let (first, second) = (pair[0], pair[1]);
            let rest: Answers = case.good.iter().filter(|own| own.0 != first.0 && own.0 != second.0).cloned().collect();
            let line = format!("{}; {}", first.0, second.0);
            let text = format!("{}{line}\n{}\n{}\n{}", case.prompt(), first.1, second.1, case.session(&rest));
            wrong.check(&[0], &format!("{} {line}", case.name), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// Errors that do not say that nothing was done, or that tell a state.
const OPEN: [&str; 11] = [
    "Error: command failed: RPC: Timed out [from mgwd on node \"N\" (VSID: -1) to mgwd at 192.0.2.9]",
    "Error: command failed: Operation timed out.",
    "Error: command failed: The operation is still in progress.",
    "Error: command failed: RPC: Remote system error - Connection refused",
    "Error: command failed: The node that hosts this session went down.",
    "Error: There are running sessions.\nInfo: It holds for new sessions.",
    "Error: command failed: it is already so.",
    "Error: command failed: it does not exist.",
    "Error: command failed: node N is unreachable.",
    "Warning: sessions end.\nDo you want to continue? {y|n}: n\nDo you want to continue? {y|n}: y",
    "Error: command failed: not allowed on N.\n1 entry was acted on.",
];

/// Errors that say so.
const REFUSED: [&str; 6] = [
    "Error: not authorized for that command",
    "Error: command failed: The operation is not supported.",
    "Error: invalid argument \"-x\"",
    "Error: \"x\" is not a recognized command",
    "Error: command failed: Access denied.",
    "Warning: sessions end.\nDo you want to continue? {y|n}: y\nDo you want to continue? {y|n}: n",
];

#[test]
fn an_error_that_refuses_nothing_leaves_it_open_what_holds() {
    let mut wrong = Wrong::default();
    for Changed { case, node, change } in all().iter().filter(|own| !own.change.contains(" run ")).step_by(3) {
        let prompt = case.prompt();
        for (codes, errors) in [(&[1, 3][..], &OPEN[..]), (&[0], &REFUSED)] {
            for error in errors {
                let error = error.replace('N', node);
                let text = behind(case, &format!("{prompt}{change}\n\n{error}\n\n{prompt}\n"));
                wrong.check(codes, &format!("{change} {error}"), &text);
            }
        }
    }
    for Changed { case, node, .. } in all().iter().step_by(27) {
        let prompt = case.prompt();
        let asked =
            |error: &str| format!("{prompt}system services ndmp status -node {node}\n\nError: {error}\n\n{prompt}\n");
        let unreachable = format!("show failed: Node {node} is not reachable.");
        wrong.check(&[1, 3], &unreachable, &behind(case, &asked(&unreachable)));
        wrong.check(&[0], "not authorized", &behind(case, &asked("not authorized for that command")));
    }
    wrong.none();
}

/// Lines by which other shells give a command (`CMD`) to a cluster (`CL`).
const SHELLS: [&str; 22] = [
    "joe@hop:~$ ssh admin@CL \"CMD\"",
    "joe@hop:~$ ssh -l admin CL 'CMD'",
    "joe@hop:~$ ssh admin@CL \"version\" && ssh admin@CL \"CMD\"",
    "joe@hop:~$ ssh admin@CL 'version'; ssh admin@CL 'CMD'",
    "joe@hop:~$ ssh ssh://admin@CL:22 \"CMD\"",
    "joe@hop:~$ sshpass -e ssh admin@CL \"CMD\"",
    "joe@hop:~$ clush -w CL \"CMD\"",
    "joe@hop:~$ pssh -H CL -i 'CMD'",
    "joe@hop:~$ klink admin@CL \"CMD\"",
    "joe@hop:~$ rsh -l admin CL CMD",
    "joe@hop:~$ autossh admin@CL CMD",
    "joe@hop:~$ python3 run.py --host CL --cmd \"CMD\"",
    "joe@hop:~$ python3 -c \"c.send_command('CMD')\"",
    "joe@hop:~$ echo \"CMD\" | ssh admin@CL",
    "PS C:\\> ssh.exe admin@CL \"CMD\"",
    "PS C:\\> & ssh admin@CL \"CMD\"",
    "PS C:\\> & \"C:\\Program Files\\PuTTY\\plink.exe\" -batch admin@CL \"CMD\"",
    "C:\\> \"C:\\Program Files\\PuTTY\\plink.exe\" -batch admin@CL \"CMD\"",
    "C:\\Users\\joe>plink -batch admin@CL \"CMD\"",
    "PS C:\\> Invoke-SSHCommand -SessionId 0 -Command \"CMD\"",
    "PS C:\\> Invoke-NcSsh \"CMD\"",
    "[joe@hop ~]$ env TERM=dumb ssh admin@CL \"CMD\"",
];

#[test]
fn a_change_from_another_shell_is_seen() {
    let mut wrong = Wrong::default();
    for (at, Changed { case, change, .. }) in all().iter().filter(|own| !own.change.contains('*')).enumerate() {
        for shell in SHELLS.iter().skip(at % 6).step_by(6) {
            let line = shell.replace("CL", &case.name).replace("CMD", change);
            wrong.check(&[1, 3], &line, &behind(case, &format!("exit\nGoodbye\n{line}\n")));
        }
    }
    wrong.none();
}

/// Lines that change something by other means.
const OTHERS: [&str; 20] = [
    "joe@hop:~$ plink -m off.txt admin@CL",
    "joe@hop:~$ ssh admin@CL < off.txt",
    "joe@hop:~$ ./ndmp_off.sh",
    "joe@hop:~$ python3 ndmp_off.py CL",
    "joe@hop:~$ ./prepare CL",
    "joe@hop:~$ terraform apply -auto-approve",
    "joe@hop:~$ ansible-playbook ndmp.yml",
    "joe@hop:~$ curl -sku admin --json '{\"enabled\":false}' https://CL/api/protocols/ndmp/svms/1",
    "joe@hop:~$ curl -sku admin -X PATCH https://CL/api/protocols/ndmp/svms/1 -d @off.json",
    "SP N> system power off",
    "BMC N> system reset current",
    "SP N> system core",
    "*> halt",
    "*> ifconfig e0c down",
    "fcsw2:admin> portdisable 8",
    "fcsw2:FID128:admin> switchdisable",
    "mds1(config-if)# shutdown",
    "N% sudo ifconfig e0c down",
    "joe@hop:~$ sudo ifconfig e0c down",
    "LOADER-B> boot_ontap",
];

/// Lines that change nothing.
const HARMLESS: [&str; 26] = [
    "joe@hop:~$ ls -l",
    "joe@hop:~$ cd CL",
    "joe@hop:~$ mkdir CL",
    "joe@hop:~$ nslookup CL",
    "joe@hop:~$ ping -c1 CL",
    "joe@hop:~$ ssh-keyscan -t ed25519 CL",
    "joe@hop:~$ tar czf CL.tgz CL/",
    "joe@hop:~$ grep -c entries session.log",
    "joe@hop:~$ grep \"vserver services ndmp off\" session.log",
    "joe@hop:~$ scp session.log joe@nas:/tmp/",
    "joe@hop:~$ curl -sku admin https://CL/api/cluster?fields=version",
    "joe@hop:~$ vi network.txt",
    "joe@hop:~$ exit",
    "joe@hop:~$ sleep 1",
    "joe@hop:~$ uptime",
    "joe@hop:~$ nc -vz CL 10000",
    "joe@hop:~$ export CLUSTER=CL",
    "C:\\> dir",
    "C:\\> ping CL",
    "PS C:\\> Test-NetConnection CL -Port 10000",
    "PS C:\\> Get-Content session.log -Tail 1",
    "SP N> exit",
    "SP N> system power status",
    "BMC N> version",
    "fcsw2:admin> switchshow",
    "mds1(config-if)# exit",
];

#[test]
fn what_is_typed_elsewhere_counts_where_it_changes_something() {
    let mut wrong = Wrong::default();
    for Changed { case, node, .. } in all().iter().step_by(27) {
        for (codes, lines) in [(&[1, 3][..], &OTHERS[..]), (&[0], &HARMLESS)] {
            for line in lines {
                let line = line
                    .replace("CL", &case.name)
                    .replace("N>", &format!("{node}>"))
                    .replace("N%", &format!("{node}%"));
                wrong.check(codes, &line, &behind(case, &format!("exit\nGoodbye\n{line}\n")));
                let before = format!("{line}\n{}", case.session(&case.good));
                wrong.check(&[0], &format!("{line} before the session"), &Saved::text(&before));
            }
        }
        for line in [
            format!("systemshell -node {node} -command \"sudo ifconfig e0c down\""),
            format!("vserver options -vserver {node} -option-name tape.reservations -option-value off"),
            format!("options {node} tape.reservations off"),
        ] {
            let prompt = case.prompt();
            wrong.check(&[1, 3], &line, &behind(case, &format!("{prompt}{line}\n\n{prompt}\n")));
        }
    }
    wrong.none();
}

/// The session with each line of its answers in such marks.
fn styled(case: &Case, open: &str, close: &str) -> Saved {
    let of = |text: &str| -> String {
        let line = |line: &str| if line.trim().is_empty() { "\n".to_owned() } else { format!("{open}{line}{close}\n") };
        text.lines().map(line).collect()
    };
    let all: Answers = case.good.iter().map(|(command, text)| (command.clone(), of(text))).collect();
    Saved::text(&case.session(&all))
}

#[test]
fn what_its_style_strikes_out_or_hides_proves_nothing() {
    let mut wrong = Wrong::default();
    for Changed { case, .. } in all().iter().step_by(27) {
        for (open, close) in [
            ("<span style=\"text-decoration: line-through;\">", "</span>"),
            ("<span style='display:none'>", "</span>"),
            ("<i style=\"color:red;visibility: hidden\">", "</i>"),
            ("\u{1b}[9m", "\u{1b}[0m"),
            ("\u{1b}[1;8m", "\u{1b}[m"),
        ] {
            wrong.check(&[1, 3], &format!("{open:?}"), &styled(case, open, close));
        }
        for (open, close) in
            [("<span style=\"color:red\">", "</span>"), ("\u{1b}[38;5;9m", "\u{1b}[0m"), ("\u{1b}[1m", "\u{1b}[0m")]
        {
            wrong.check(&[0], &format!("{open:?}"), &styled(case, open, close));
        }
    }
    wrong.none();
}

/// What `ssh`, `plink` and hosts say before an answer.
const SAID: [&str; 8] = [
    "** WARNING: connection is not using a post-quantum key exchange algorithm.\n** This session may be vulnerable to \"store now, decrypt later\" attacks.\n** The server may need to be upgraded. See https://openssh.com/pq.html\n",
    "Warning: Permanently added '192.0.2.10' (ED25519) to the list of known hosts.\n",
    "The authenticity of host '192.0.2.10 (192.0.2.10)' can't be established.\nED25519 key fingerprint is SHA256:abcdef.\nThis key is not known by any other names.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? yes\n",
    "Using username \"admin\".\nKeyboard-interactive authentication prompts from server:\n| Password: \nEnd of keyboard-interactive prompts from server\n",
    "Access granted. Press Return to begin session. \n",
    "X11 forwarding request failed on channel 0\n",
    "bash: warning: setlocale: LC_ALL: cannot change locale (en_US.UTF-8)\n",
    "*************************\n* Authorized users only *\n*************************\n",
];

/// Prompts of shells, of one line and of two.
const PROMPTS: [&str; 6] = [
    "joe@hop:~$ ",
    "C:\\Users\\joe>",
    "PS C:\\> & ",
    "\u{279c}  ~ ",
    "joe@hop /cygdrive/c\n$ ",
    "[2026-03-04 09:02.11]  ~\n[joe.hop] \u{27a4} ",
];

#[test]
fn words_of_the_login_before_an_answer_take_nothing_from_it() {
    let mut wrong = Wrong::default();
    for Changed { case, .. } in all().iter().step_by(27) {
        let session = |prompt: &str, said: &str| {
            let one = |(command, text): &(String, String)| {
                format!("{prompt}ssh admin@{} \"{command}\"\n{said}{text}\n", case.name)
            };
            case.good.iter().map(one).collect::<String>() + prompt
        };
        for prompt in PROMPTS {
            wrong.check(&[0], prompt, &Saved::text(&session(prompt, "")));
        }
        for said in SAID {
            wrong.check(&[0], said, &Saved::text(&session(PROMPTS[0], said)));
        }
    }
    wrong.none();
}

/// The answers in a file each, named by a pattern of the command.
fn files(case: &Case, pattern: &str) -> Saved {
    let name = |command: &str| pattern.replace("CMD", &command.replace(' ', "_")).replace("CL", &case.name);
    let file = |(command, text): &(String, String)| (name(command), text.clone());
    Saved { files: case.good.iter().map(file).collect() }
}

#[test]
fn names_of_files_tell_the_command_and_what_speaks_against_it() {
    let mut wrong = Wrong::default();
    for Changed { case, .. } in all().iter().step_by(27) {
        for pattern in [
            "CMD.txt",
            "05_CMD.txt",
            "05-CMD.txt",
            "5. CMD.txt",
            "20260304_CMD.txt",
            "CL_CMD.txt",
            "ssh_admin@CL_CMD.txt",
            "case-4711/CMD.txt",
        ] {
            wrong.check(&[0], pattern, &files(case, pattern));
        }
        for pattern in [
            "expected/CMD.txt",
            "SOLL/CMD.txt",
            "CMD_old.txt",
            "CMD_draft.txt",
            "CMD.txt.expected",
            "planned/CMD.txt",
            "CMD_before_fix.txt",
        ] {
            wrong.check(&[1, 3], pattern, &files(case, pattern));
        }
    }
    wrong.none();
}

#[test]
fn an_answer_below_the_name_of_another_cluster_is_that_one_s() {
    let mut wrong = Wrong::default();
    for Changed { case, .. } in all().iter().step_by(27) {
        for title in [
            "Cluster: OTHER",
            "Cluster Name: OTHER",
            "Host: OTHER",
            "[OTHER]",
            "OTHER:",
            "Connected to OTHER",
            "=== OTHER ===",
        ] {
            for (codes, other) in [(&[3][..], "bernas1"), (&[0], case.name.as_str())] {
                let (command, text) = &case.good[case.good.len() - 1];
                let rest: Answers = case.good[..case.good.len() - 1].to_vec();
                let title = title.replace("OTHER", other);
                let behind = format!("{}exit\nGoodbye\n\n{title}\n\n{command}\n{text}\n", case.prompt());
                wrong.check(codes, &title, &Saved::text(&(case.session(&rest) + &behind)));
            }
        }
    }
    wrong.none();
}
