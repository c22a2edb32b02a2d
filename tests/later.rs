//! A ready cluster, and what is shown or written later: rows that a query chose, a value below a row, a change with all of it shown
//! again. Never ready where that contradicts what readiness rests on; ready where it does not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/answers.rs"]
mod answers;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/cluster.rs"]
mod cluster;
mod saved;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/table.rs"]
mod table;
#[path = "never/wrong.rs"]
mod wrong;

use cluster::Cluster;
use saved::Saved;
use table::Regime;
use wrong::Wrong;

/// Names of a row.
type Names = Vec<(&'static str, String)>;

/// What is asked for: command, names of rows, options that let the rows of a ready cluster through, and options that do not.
struct Asked {
    command: &'static str,
    field: &'static str,
    rows: Vec<Names>,
    fitting: &'static [&'static str],
    excluding: &'static [&'static str],
}

fn asked(cluster: &Cluster) -> Vec<Asked> {
    let name = &cluster.name;
    let named = |name: &'static str, text: &str| (name, text.to_owned());
    // What is broken is broken at the first of them.
    let (icl, rest): (Vec<_>, Vec<_>) = cluster.lifs.iter().partition(|lif| lif.role == "intercluster");
    let lifs: Vec<Names> =
        icl.iter().chain(&rest).map(|lif| vec![named("vserver", &lif.vserver), named("lif", &lif.name)]).collect();
    let all: Vec<Names> = cluster.svms.iter().map(|svm| vec![named("vserver", &svm.name)]).collect();
    let enabled: Vec<Names> =
        all.iter().zip(&cluster.svms).filter(|(_, svm)| svm.enabled).map(|(own, _)| own.clone()).collect();
    let user = |own: &(&str, &str, &str, &str, &str)| {
        vec![
            named("vserver", name),
            named("user-or-group-name", own.0),
            named("application", own.1),
            named("authentication-method", own.2),
        ]
    };
    vec![
        Asked {
            command: "network interface show",
            field: "lif",
            rows: lifs.clone(),
            fitting: &["-status-oper !down", "-status-oper u*", "-status-oper up|down"],
            excluding: &["-status-oper !up", "-status-oper d*", "-status-oper down|unknown"],
        },
        Asked {
            command: "network interface show",
            field: "lif",
            rows: lifs,
            fitting: &["-failover-policy !disabled"],
            excluding: &["-failover-policy !local-only", "-failover-policy broadcast*|system*"],
        },
        Asked {
            command: "vserver services ndmp show",
            field: "vserver",
            rows: enabled,
            fitting: &["-enable !false"],
            excluding: &["-enable !true", "-enable f*"],
        },
        Asked {
            command: "vserver services ndmp show",
            field: "vserver",
            rows: all,
            fitting: &["-authtype challenge", "-authtype chall*"],
            excluding: &["-authtype plaintext", "-authtype plain*|none"],
        },
        Asked {
            command: "security login show",
            field: "user-or-group-name",
            rows: cluster.users.iter().rev().map(user).collect(),
            fitting: &["-is-account-locked !yes"],
            excluding: &["-is-account-locked !no", "-is-account-locked y*"],
        },
    ]
}

/// The command and its answer with these rows, as ONTAP prints the fields of a key.
fn answer(asked: &Asked, option: &str, rows: &[Names]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].1.len()).max().unwrap().max(rows[0][at].0.len());
    let line = |cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..rows[0].len()).map(|at| format!("{:w$}", cell(at), w = width(at))).collect();
        cells.join(" ").trim_end().to_owned() + "\n"
    };
    let heading = line(&|at| rows[0][at].0.to_owned()) + &line(&|at| "-".repeat(width(at)));
    let body: String = rows.iter().map(|row| line(&|at| row[at].1.clone())).collect();
    let count = if rows.len() > 1 { format!("{} entries were displayed.\n", rows.len()) } else { String::new() };
    format!("{} {option} -fields {}\n{heading}{body}{count}\n", asked.command, asked.field)
}

#[test]
fn a_row_that_a_query_chose_fits_it() {
    let mut wrong = Wrong::default();
    let mut tried = 0;
    for (name, nodes, release) in [("c1", ["-01", "-02"], "9.9.1P5"), ("lab_7", ["-a", "-b"], "9.15.1")] {
        let cluster = Cluster::ready(name, &nodes, release, false);
        let good: String = cluster
            .answers(Regime::Overflowing, false)
            .iter()
            .map(|(command, text)| format!("{name}::> {command}\n{text}\n"))
            .collect();
        let mut check = |codes: &[u8], what: &str, text: String| {
            wrong.check(codes, what, &Saved::text(&text));
            tried += 1;
        };
        for asked in asked(&cluster) {
            let later = |option: &str, count: usize| {
                format!("{name}::> {}{name}::>\n", answer(&asked, option, &asked.rows[..count]))
            };
            for option in asked.fitting {
                let text = format!("{good}{}", later(option, asked.rows.len()));
                check(&[0], &format!("{name}: {} {option}, later", asked.command), text);
            }
            for option in asked.excluding {
                let what = format!("{name}: {} {option}", asked.command);
                check(&[1, 3], &format!("{what}, later"), format!("{good}{}", later(option, 1)));
                // What was shown after it counts, and not the query.
                check(&[0], &format!("{what}, before"), format!("{}{good}{name}::>\n", later(option, 1)));
            }
        }
    }
    assert!(tried > 40, "only {tried} were tried");
    wrong.none();
}

/// The answers of a ready cluster, with prompt and command.
fn shown(cluster: &Cluster) -> Vec<(String, String)> {
    cluster.answers(Regime::Overflowing, false).iter().map(|(command, text)| (command.clone(), text.clone())).collect()
}

fn session(name: &str, answers: &[(String, String)]) -> String {
    answers.iter().map(|(command, text)| format!("{name}::> {command}\n{text}\n")).collect::<String>() + name + "::>\n"
}

#[test]
fn a_value_alone_below_a_row_puts_the_row_in_doubt() {
    // The command, a word of its row, and values that would be no good there.
    let rows: [(&str, &str, &[&str]); 4] = [
        ("options", "persistent", &["off", "scsi"]),
        ("security login show", "ndmp_user", &["yes", "publickey"]),
        ("network interface show", "local-only", &["disabled", "broadcast-domain-wide"]),
        ("cluster show", "true", &["false"]),
    ];
    let (mut wrong, mut tried) = (Wrong::default(), 0);
    for (name, release) in [("c1", "9.9.1P5"), ("lab_7", "9.15.1")] {
        let good = shown(&Cluster::ready(name, &["-01", "-02"], release, false));
        for (command, word, values) in rows {
            for (at, (_, text)) in good.iter().enumerate().filter(|(_, (own, _))| own.starts_with(command)) {
                let row = text.lines().position(|line| line.contains(word) && !line.contains(':'));
                let Some(row) = row.filter(|_| command != "cluster show" || at == 0) else { continue };
                for value in values {
                    for below in [(*value).to_owned(), format!("    {value}"), format!("\n{value}")] {
                        let mut lines: Vec<&str> = text.lines().collect();
                        lines.insert(row + 1, &below);
                        let mut all = good.clone();
                        all[at].1 = lines.join("\n") + "\n";
                        wrong.check(
                            &[1, 3],
                            &format!("{name}: {below:?} below {word}"),
                            &Saved::text(&session(name, &all)),
                        );
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 20, "only {tried} were tried");
    wrong.none();
}

#[test]
fn what_a_change_made_doubtful_counts_where_all_is_shown_again() {
    let mut wrong = Wrong::default();
    for (name, release) in [("c1", "9.9.1P5"), ("lab_7", "9.15.1")] {
        let good = shown(&Cluster::ready(name, &["-01", "-02"], release, false));
        for change in [
            "storage tape online -node NODE -name st0",
            "storage tape reset -node NODE -name st0",
            "storage tape alias clear -node NODE -name st1",
            "storage tape config-file delete -filename x.TCF",
            "storage tape load-balance modify -node * -enabled true",
            "network port modify -node NODE -port e0c -mtu 9000",
            "system node rename -node NODE -newname NODE",
        ] {
            let change = change.replace("NODE", &format!("{name}-01"));
            let again = [good.clone(), vec![(change.clone(), String::new())], good.clone()].concat();
            wrong.check(&[0], &format!("{name}: {change}, all again"), &Saved::text(&session(name, &again)));
            let once = [good.clone(), vec![(change.clone(), String::new())]].concat();
            let is_tape = change.starts_with("storage tape");
            let codes: &[u8] = if is_tape { &[3] } else { &[0, 3] };
            wrong.check(codes, &format!("{name}: {change}, nothing again"), &Saved::text(&session(name, &once)));
        }
    }
    wrong.none();
}

#[test]
fn a_command_that_a_page_names_was_not_typed() {
    let (mut wrong, mut tried) = (Wrong::default(), 0);
    for (name, release) in [("c1", "9.9.1P5"), ("lab_7", "9.15.1")] {
        let good = shown(&Cluster::ready(name, &["-01", "-02"], release, false));
        let text = session(name, &good);
        for (command, _) in &good {
            let said = format!("```\n{command}\n```\n\nFor both nodes, this command tells what the backup needs.\n\n");
            let general = format!("`{command} -comment _your_comment_`\n\nSyntax\n\n");
            for (what, all) in [
                ("above", format!("{said}{text}")),
                ("below", format!("{text}\n\n{said}")),
                ("in general terms", format!("{general}{text}")),
            ] {
                wrong.check(&[0], &format!("{name}: {command} named {what}"), &Saved::text(&all));
            }
        }
        // What may be ONTAP's words takes what was shown before away.
        for printed in ["oak-01    false     x", "NDMP is set to plaintext on the second one."] {
            for command in ["options tape.reservations", "vserver services ndmp show -vserver <removed>"] {
                let text = format!("{text}\n\n{command}\n{printed}\n");
                wrong.check(&[1, 3], &format!("{name}: {command}: {printed}"), &Saved::text(&text));
                tried += 1;
            }
        }
    }
    assert!(tried > 6, "only {tried} were tried");
    wrong.none();
}
