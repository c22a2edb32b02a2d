//! Broken clusters of every size, era and scope, with what is asked about them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use ndmp_preflight::judge::{Question, judge};
use ndmp_preflight::report::{Policy, Report, Target};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

use super::breaks::BREAKS;
use super::cluster::Cluster;
use super::hiding::{Answers, Case};
use super::saved::{Saved, plain, whole};
use super::table::Regime;

/// What else is changed in the text that is printed of the broken cluster.
type Edit = fn(&Cluster, &mut Answers);

/// One cluster, one broken prerequisite.
pub(crate) struct Scene {
    pub(crate) name: String,
    pub(crate) found: &'static str,
    pub(crate) cluster: Cluster,
    pub(crate) broken: Cluster,
    pub(crate) case: Case,
    pub(crate) question: Question,
    pub(crate) changes: &'static [&'static str],
    pub(crate) regime: Regime,
}

/// A break with its name, what it damages, and the commands that cause it.
type More = (&'static str, fn(&mut Cluster), Edit, &'static [&'static str]);

fn nothing(_: &Cluster, _: &mut Answers) {}

fn edit(answers: &mut Answers, command: &str, anchor: &str, from: &str, to: &str) {
    for (_, text) in answers.iter_mut().filter(|(own, _)| own == command) {
        let at = text.find(anchor).unwrap();
        let start = at + text[at..].find(from).unwrap();
        text.replace_range(start..start + from.len(), to);
    }
}

/// Needs two nodes, SVM scope and tape.
const MORE: [More; 8] = [
    ("unhealthy", |_| (), |c, a| edit(a, "cluster show", &c.nodes[1], "true ", "false"), &[]),
    (
        "second-method",
        |_| (),
        |_, a| edit(a, "security login show", "ndmp_user", "none", "publickey"),
        &[
            "security login modify -vserver C -user-or-group-name ndmp_user -application ssh -authentication-method password -second-authentication-method publickey",
        ],
    ),
    (
        "mixed-reservations",
        |c| c.reservations[1].1 = "scsi",
        nothing,
        &["options -vserver N -option-name tape.reservations -option-value scsi"],
    ),
    (
        "no-LUN-0",
        |c| {
            let node = c.nodes[1].clone();
            for device in c.devices.iter_mut().filter(|device| device.node == node && device.kind == "tape drive") {
                device.id += "L3";
            }
        },
        nothing,
        &[],
    ),
    ("changer-error", |c| c.devices[4].status = "error", nothing, &[]),
    (
        "LIF-on-another-node",
        |c| c.lif("intercluster", 1).node = c.nodes[0].clone(),
        nothing,
        &["network interface migrate -vserver C -lif N_icl1 -destination-node other -destination-port e0d"],
    ),
    ("publickey", |c| c.users[1].2 = "publickey", nothing, &[]),
    (
        "plaintext-too",
        |c| c.svms[0].authentication = "plaintext, challenge",
        nothing,
        &["vserver services ndmp modify -vserver C -authtype plaintext,challenge"],
    ),
];

/// Needs node scope.
const NODE: [More; 2] = [
    (
        "node-NDMP-off",
        |c| c.node_ndmp[1].1 = false,
        nothing,
        &["system services ndmp off -node N", "system services ndmp modify -node N -enable false"],
    ),
    ("clear-text", |c| c.node_ndmp[1].2 = true, nothing, &["system services ndmp modify -node N -clear-text true"]),
];

/// Needs one node alone.
const ONE: [More; 4] = [
    ("LIF-down", |c| c.lif("intercluster", 0).status = "up/down", nothing, &[]),
    ("NDMP-off", |c| c.svms[0].enabled = false, nothing, &["vserver services ndmp off -vserver C"]),
    ("locked", |c| c.users[1].4 = "yes", nothing, &["security login lock -vserver C -username ndmp_user"]),
    ("failover", |c| c.lif("intercluster", 0).failover = "sfo-partner-only", nothing, &[]),
];

fn clusters() -> Vec<Cluster> {
    let mut node = Cluster::ready("ns.example", &["-n1", "-n2"], "9.9.1P8", false);
    node.is_node_scope = true;
    vec![
        Cluster::ready("c1", &["-01", "-02"], "9.8P3", false),
        Cluster::ready("k", &["1", "2"], "9.15.1", false),
        Cluster::ready("production-cluster-west-07", &["-01", "-02", "-03", "-04"], "9.12.1P4", false),
        Cluster::ready("solo", &["-01"], "9.8P3", false),
        node,
        no_tape(),
    ]
}

fn no_tape() -> Cluster {
    let mut cluster = Cluster::ready("lab_7", &["-a", "-b"], "9.15.1", false);
    (cluster.devices, cluster.supported, cluster.changers) = (Vec::new(), Vec::new(), Vec::new());
    cluster
}

fn has_tape(cluster: &Cluster) -> bool {
    !cluster.devices.is_empty()
}

fn question(cluster: &Cluster) -> Question {
    Question { tape: has_tape(cluster), ..plain() }
}

fn applies(name: &str, cluster: &Cluster) -> bool {
    let of_tape = ["reservations", "drive-offline", "path-failed", "unqualified", "no-tape", "no-LUN-0"];
    let of_tape = of_tape.contains(&name) || ["mixed-reservations", "changer-error"].contains(&name);
    let of_svm = ["failover-of-the-cluster", "management-LIF-down", "NDMP-off", "plaintext", "roles", "locked"];
    let of_svm = of_svm.contains(&name)
        || ["user-gone", "role-of-the-user", "second-method", "publickey", "plaintext-too"].contains(&name);
    (!of_tape || has_tape(cluster)) && (!of_svm || !cluster.is_node_scope)
}

fn printed(cluster: &Cluster, regime: Regime, by_role: bool, has_tape: bool) -> Answers {
    let mut answers = cluster.answers(regime, by_role);
    if !has_tape {
        answers.retain(|(command, _)| !command.contains("tape"));
    }
    answers
}

fn breaks(cluster: &Cluster) -> Vec<More> {
    if cluster.nodes.len() == 1 {
        return ONE.to_vec();
    }
    let is_old = cluster.release.starts_with("9.8") || cluster.release.starts_with("9.9");
    let fits = |old: Option<bool>| old.is_none_or(|old| old == is_old);
    let document = BREAKS.iter().filter(|found| fits(found.is_old));
    let mut all: Vec<More> = document.map(|found| (found.name, found.damage, nothing as Edit, found.changes)).collect();
    all.extend(MORE);
    all.extend(NODE.iter().filter(|_| cluster.is_node_scope));
    all.retain(|found| applies(found.0, cluster));
    all
}

/// All of them, printed in both regimes and in both ways to ask.
pub(crate) fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (at, cluster) in clusters().into_iter().enumerate() {
        for (index, (found, damage, edit, changes)) in breaks(&cluster).into_iter().enumerate() {
            let regime = if (at + index) % 2 == 0 { Regime::Wrapped } else { Regime::Overflowing };
            let by_role = (at + index / 2) % 2 == 0;
            scenes.push(scene(&cluster, found, damage, edit, changes, (regime, by_role)));
        }
    }
    scenes
}

/// The same in lines that hold one record each.
pub(crate) fn plain_scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for cluster in clusters() {
        for (at, (found, damage, edit, changes)) in breaks(&cluster).into_iter().enumerate() {
            scenes.push(scene(&cluster, found, damage, edit, changes, (Regime::Overflowing, at % 2 == 0)));
        }
    }
    scenes
}

fn scene(
    cluster: &Cluster,
    found: &'static str,
    damage: fn(&mut Cluster),
    edit: Edit,
    changes: &'static [&'static str],
    (regime, by_role): (Regime, bool),
) -> Scene {
    let mut broken = cluster.clone();
    damage(&mut broken);
    let has_tape = has_tape(cluster);
    let mut bad = printed(&broken, regime, by_role, has_tape);
    edit(&broken, &mut bad);
    let case = Case {
        name: cluster.name.clone(),
        good: printed(cluster, regime, by_role, has_tape),
        bad,
        other: printed(cluster, regime, !by_role, has_tape),
    };
    let (name, question) = (format!("{} {found}", cluster.name), question(cluster));
    Scene { name, found, cluster: cluster.clone(), broken, case, question, changes, regime }
}

impl Scene {
    /// A command with the names of this cluster: `N` is the second node, `C` the cluster.
    pub(crate) fn typed(&self, command: &str) -> String {
        let node = self.cluster.nodes.get(1).unwrap_or(&self.cluster.nodes[0]);
        let word = |word: &str| match word {
            "N" => node.clone(),
            "C" => self.cluster.name.clone(),
            "other" => self.cluster.nodes[0].clone(),
            _ => word.replace("N_", &format!("{node}_")),
        };
        command.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }
}

/// What went wrong, and how many cases there were, by way.
#[derive(Default)]
pub(crate) struct Wrong {
    pub(crate) wrong: Vec<String>,
    pub(crate) cases: usize,
}

impl Wrong {
    /// Judges by all rules. A part of the cases alone, the same at each run, unless `NEVER_READY_ALL` is set.
    pub(crate) fn check_one_in(&mut self, part: u64, allowed: &[u8], scene: &Scene, way: &str, saved: &Saved) {
        let mut hasher = DefaultHasher::new();
        (&scene.name, way).hash(&mut hasher);
        if hasher.finish().is_multiple_of(part) || std::env::var_os("NEVER_READY_ALL").is_some() {
            self.check(allowed, scene, way, saved);
        }
    }

    pub(crate) fn check(&mut self, allowed: &[u8], scene: &Scene, way: &str, saved: &Saved) {
        self.cases += 1;
        let report = report(saved, &scene.question);
        if allowed.contains(&report.exit_code) {
            return;
        }
        let because = report.because.chars().take(160).collect::<String>();
        self.wrong.push(format!("{} | {way} | exit code {}, because {because}", scene.name, report.exit_code));
        if let Ok(folder) = std::env::var("NEVER_READY_DUMP") {
            let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
            let what: String = format!("{}-{way}", scene.name).chars().map(plain).take(230).collect();
            write(&Path::new(&folder).join(what), saved);
        }
    }

    pub(crate) fn none(self) {
        assert!(self.wrong.is_empty(), "{} of {} wrong\n{}", self.wrong.len(), self.cases, self.wrong.join("\n"));
    }
}

fn write(folder: &Path, saved: &Saved) {
    std::fs::create_dir_all(folder).unwrap();
    let name = |name: &str| folder.join(name.replace([' ', '/'], "_"));
    saved.files.iter().for_each(|(file, text)| std::fs::write(name(file), text).unwrap());
}

fn report(saved: &Saved, question: &Question) -> Report {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &whole().tables);
    let target = |reading| Target::of(reading, judge(reading, whole(), question), question);
    Report::of(readings.iter().map(target).collect(), Policy::default())
}
