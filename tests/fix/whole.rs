//! Clusters that are ready, broken in several ways at once: the plan makes them ready again, in the rehearsal.

use ndmp_preflight::judge::fix::{FixPlan, Then, plan};
use ndmp_preflight::judge::{Question, ScopeWish, UserWish, Verdict, Waiver, judge};
use ndmp_preflight::report::{Policy, Report, Target};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

use super::look;
use super::saved::{Saved, plain, whole};

/// The plan for damaged files, and how many failures there were.
fn planned(saved: &Saved, question: &Question) -> (FixPlan, Report, usize) {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &whole().tables);
    let judgement = judge(&readings[0], whole(), question);
    let failures = judgement.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Fail).count();
    let plan = plan(&readings[0], whole(), question);
    look(&plan, &judgement.outcomes, "whole");
    let then = Target { outcomes: plan.after.clone(), ..Target::of(&readings[0], judgement, question) };
    (plan, Report::of(vec![then], Policy::default()), failures)
}

fn commands(plan: &FixPlan) -> Vec<&str> {
    plan.steps.iter().flat_map(|step| &step.commands).map(String::as_str).collect()
}

/// One damage, which fails, and which one command mends.
type Damage = (&'static str, fn(&mut Saved), &'static str);

const SESSION: &str = "terminal-transcript";

const DAMAGES: [Damage; 4] = [
    (
        "failover policy",
        |saved| {
            saved.edit(SESSION, "dunkeld-01:e0M        local-only", "local-only", "disabled");
        },
        "network interface modify -vserver dunkeld -lif dunkeld-01_mgmt1 -failover-policy local-only",
    ),
    (
        "service policy",
        |saved| {
            let entry = "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n";
            saved.snip(SESSION, "default-intercluster       intercluster-core", entry, "");
        },
        "network interface service-policy add-service -vserver dunkeld -policy default-intercluster \
         -service backup-ndmp-control -allowed-addresses 0.0.0.0/0",
    ),
    (
        "authentication",
        |saved| later(saved, "Authentication Type: plaintext,challenge\n", "Enable NDMP on Vserver: true\n"),
        "vserver services ndmp modify -vserver dunkeld -authtype challenge",
    ),
    (
        "service",
        |saved| later(saved, "Authentication Type: challenge\n", "Enable NDMP on Vserver: false\n"),
        "vserver services ndmp on -vserver dunkeld",
    ),
];

fn later(saved: &mut Saved, authentication: &str, enabled: &str) {
    let text = format!(
        "dunkeld::> vserver services ndmp show -vserver dunkeld\n\n Vserver: dunkeld\n {authentication} {enabled} \
         Preferred Interface Role: intercluster, cluster-mgmt, node-mgmt\n\ndunkeld::> exit"
    );
    saved.replace(SESSION, "dunkeld::> exit", &text);
}

#[test]
fn any_two_damages_are_mended_by_their_two_commands() {
    for (at, (one, damage, command)) in DAMAGES.iter().enumerate() {
        for (other, also, second) in &DAMAGES[at..] {
            // Two of one answer would be the later one alone.
            if at == 2 && *other == "service" {
                continue;
            }
            let mut saved = Saved::sample("terminal-transcript.txt");
            damage(&mut saved);
            if one != other {
                also(&mut saved);
            }
            let (plan, then, failures) = planned(&saved, &plain());
            assert!(failures > 0, "{one} and {other}");
            let commands = commands(&plan);
            assert!(commands.contains(command), "{one} and {other}: {commands:#?}");
            assert!(commands.contains(second), "{one} and {other}: {commands:#?}");
            assert_eq!(commands.len(), if one == other { 1 } else { 2 }, "{one} and {other}: {commands:#?}");
            assert_eq!(then.exit_code, 0, "{one} and {other}: {}", then.because);
        }
    }
}

#[test]
fn what_rests_on_others_stands_behind_them() {
    let mut saved = Saved::sample("terminal-transcript.txt");
    DAMAGES.iter().filter(|(what, ..)| *what != "authentication").for_each(|(_, damage, _)| damage(&mut saved));
    let (plan, ..) = planned(&saved, &plain());
    let commands = commands(&plan);
    let place = |start: &str| commands.iter().position(|command| command.starts_with(start)).unwrap();
    assert!(place("vserver services ndmp on") < place("network interface service-policy"), "{commands:#?}");
    assert!(place("network interface service-policy") < place("network interface modify"), "{commands:#?}");
}

/// Who asks for one network less is served first, and the rest follows from what the rules say then.
#[test]
fn a_policy_is_opened_no_further_than_it_must_be() {
    let mut saved = Saved::sample("terminal-transcript.txt");
    DAMAGES[1].1(&mut saved);
    let question =
        Question { dma_addresses: vec!["192.0.2.9".parse().unwrap(), "198.51.100.9".parse().unwrap()], ..plain() };
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &whole().tables);
    // Whichever rule stands first.
    let mut reversed = whole().clone();
    reversed.rules.reverse();
    for catalog in [whole(), &reversed] {
        opened(&plan(&readings[0], catalog, &question));
    }
}

fn opened(plan: &FixPlan) {
    let commands = commands(plan);
    let own: Vec<&&str> = commands.iter().filter(|command| command.contains("-policy default-intercluster")).collect();
    let head = "network interface service-policy";
    let tail = "-vserver dunkeld -policy default-intercluster -service backup-ndmp-control -allowed-addresses";
    assert_eq!(own, [&format!("{head} add-service {tail} 192.0.2.9/32,198.51.100.9/32").as_str()], "{commands:#?}");
    let undo: Vec<&String> = plan
        .steps
        .iter()
        .filter(|step| step.commands[..] == [own[0].to_string()])
        .flat_map(|step| &step.undo)
        .collect();
    let shut = "-vserver dunkeld -policy default-intercluster -service backup-ndmp-control";
    assert_eq!(undo, [&format!("{head} remove-service {shut}")]);
}

/// A cluster that is ready stays ready: what would be better, and make it undecided, is planned apart.
#[test]
fn no_step_of_less_weight_makes_a_ready_cluster_undecided() {
    let (plan, then, failures) = planned(&Saved::sample("ready-node-scope"), &plain());
    assert_eq!((failures, then.exit_code), (1, 0), "{}", then.because);
    let why = plan.steps[0].not_rehearsed.as_deref().unwrap();
    assert!(why.starts_with("plan it apart from the others: `"), "{why}");
    assert_eq!(commands(&plan), ["system services ndmp node-scope-mode off"]);
}

/// Without cluster aware backup the application needs node scope, and an SVM that is backed up by itself needs the other one: neither
/// is typed before somebody says which of them holds.
#[test]
fn two_steps_that_take_back_each_other_are_both_planned_apart() {
    let mut question = Question { cab: Some(false), tape: false, ..plain() };
    question.backup.svms = vec!["svm-aviemore-fs1".to_owned()];
    let (plan, report, _) = planned(&Saved::sample("ready-svm-9.12.1"), &question);
    let of_scope: Vec<_> =
        plan.steps.iter().filter(|step| step.commands[..].concat().contains("node-scope-mode")).collect();
    assert_eq!(of_scope.len(), 2, "{:?}", plan.steps);
    for (step, other) in of_scope.iter().zip(["backup-svm-scope", "dma-scope"]) {
        let why = step.not_rehearsed.as_deref().unwrap_or_default();
        assert!(step.apart && why.contains(&format!("`{other}`")), "{why}");
    }
    assert_eq!(report.exit_code, 1, "the cluster is as it was");
}

/// FSx for ONTAP refuses node scope: no plan types what it refuses.
#[test]
fn node_scope_is_no_step_where_it_is_not_offered() {
    let text = Saved::sample("terminal-transcript.txt").files[0].1.clone();
    let commands_of = |text: &str| {
        let question = Question { scope: ScopeWish::Node, ..plain() };
        let (plan, _, _) = planned(&Saved::text(text), &question);
        let own = plan.steps.iter().find(|step| step.mends.iter().any(|one| one.rule == "ndmp-scope")).unwrap().clone();
        (own.commands, own.note)
    };
    assert_eq!(commands_of(&text).0, ["system services ndmp node-scope-mode on"]);
    let (commands, note) = commands_of(&text.replace("dunkeld", "FsxId01"));
    assert!(
        commands.is_empty() && note.starts_with("Amazon FSx for ONTAP offers no node scope"),
        "{commands:?} {note}"
    );
}

/// In node scope two rules speak of the user of a node: the one that is planned is set, not somebody to be filled in.
#[test]
fn the_planned_user_is_set_where_others_leave_it_open() {
    let mut saved = Saved::sample("ready-node-scope");
    saved.replace("session", "false        ndmp_bk", "false        root");
    let of = |user: Option<&str>| {
        let wish = UserWish { name: user.map(str::to_owned), ..UserWish::default() };
        let (plan, ..) = planned(&saved, &Question { user: wish, scope: ScopeWish::Node, ..plain() });
        let is_own = |command: &&String| command.contains("-user-id");
        plan.steps.iter().flat_map(|step| &step.commands).filter(is_own).cloned().collect::<Vec<_>>()
    };
    let wanted =
        |user: &str| ["a", "b"].map(|node| format!("system services ndmp modify -node sannox-{node} -user-id {user}"));
    assert_eq!(of(Some("backup_admin1")), wanted("backup_admin1"));
    assert_eq!(of(None), wanted("<user>"));
}

/// The planned account needs no more than to be unlocked, and is then the one besides the built-in admin: nobody has to make another.
#[test]
fn what_another_step_mends_is_no_step_of_its_own() {
    let wish = UserWish { name: Some("bkp_galashiels".to_owned()), ..UserWish::default() };
    let (plan, ..) = planned(&Saved::sample("many-faults"), &Question { user: wish, ..plain() });
    let own: Vec<&str> = commands(&plan).into_iter().filter(|command| command.starts_with("security login")).collect();
    assert_eq!(own, ["security login unlock -vserver tweed -username bkp_galashiels"]);
    let step = plan.steps.iter().find(|step| step.commands.iter().any(|command| command.contains("unlock"))).unwrap();
    let rules: Vec<&str> = step.mends.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["ndmp-user", "ndmp-user-dedicated"]);
    // Nobody is planned: then an account has to be made, for the built-in admin is no good one.
    let (plan, ..) = planned(&Saved::sample("many-faults"), &plain());
    assert!(
        commands(&plan).iter().any(|command| command.starts_with("security login create")),
        "{:?}",
        commands(&plan)
    );
}

/// FSx for ONTAP has no role `backup` for accounts of the file system: one that is made gets the role that there is.
#[test]
fn an_account_gets_a_role_that_there_is() {
    let text = Saved::sample("terminal-transcript.txt").files[0].1.clone();
    for (name, role) in [("dunkeld", "backup"), ("FsxId01", "fsxadmin")] {
        let wish = UserWish { name: Some("backup_admin1".to_owned()), ..UserWish::default() };
        let (plan, ..) = planned(&Saved::text(&text.replace("dunkeld", name)), &Question { user: wish, ..plain() });
        let step = plan.steps.iter().find(|step| step.mends.iter().any(|one| one.rule == "ndmp-user")).unwrap();
        let account = "-user-or-group-name backup_admin1 -application ssh -authentication-method password";
        assert_eq!(step.commands, [format!("security login create -vserver {name} {account} -role {role}")]);
        assert!(step.mends.iter().all(|one| one.then == Then::Passes), "{step:#?}");
    }
}

/// What the configuration itself has wrong is a step like any other: its note says what to do.
#[test]
fn a_waiver_that_ended_is_taken_out_by_hand() {
    let (rule, reason, place) = ("lif-up".to_owned(), "planned".to_owned(), "preflight.toml:2".to_owned());
    let until = jiff::civil::date(2026, 1, 1);
    let waiver = Waiver { rule, reason, until, place, only: Vec::new(), observed: Vec::new() };
    let (plan, ..) = planned(&Saved::sample("ready-svm-9.12.1"), &Question { waivers: vec![waiver], ..plain() });
    assert_eq!(plan.steps.len(), 1, "{:#?}", plan.steps);
    let step = &plan.steps[0];
    assert_eq!((step.commands.len(), step.note.as_str()), (0, "renew it or take it out of the configuration"));
    assert_eq!(step.mends[0].rule, "waiver-expired");
}
