//! The role of Ansible, against simulated clusters over a real inventory.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::ontap::Manner;
use crate::rig::{Cluster, PASSWORD, Place};
use crate::server::Faults;
use crate::{example, path, told, tool, tools};

/// An inventory of these clusters.
fn inventory(clusters: &[&Cluster]) -> String {
    let host = |cluster: &&Cluster| {
        format!(
            "    {}:\n      ansible_host: 127.0.0.1\n      ansible_port: {}\n      ndmp_preflight_backup: {{dma: netbackup, \
             register: [cluster_mgmt]}}\n",
            cluster.name,
            cluster.port()
        )
    };
    format!("ontap:\n  vars:\n    ansible_user: op\n  hosts:\n{}", clusters.iter().map(host).collect::<String>())
}

fn play(place: &Place, more: &[&str]) -> Output {
    let folder = place.folder.path();
    let mut command: Command = tool("ansible-playbook").unwrap();
    command.args(["-i", "inventory.yml"]).arg(example("ansible/playbook.yml")).args(more).current_dir(folder);
    let output = format!("ndmp_preflight_output={}", folder.join("out").display());
    command.args(["-e", &output, "-e", "{\"ndmp_preflight_options\": [\"--tape\", \"none\"]}"]);
    command
        .env("PATH", path())
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .env("ANSIBLE_LOCALHOST_WARNING", "false")
        .env("ANSIBLE_NOCOLOR", "1")
        .env("NDMP_PREFLIGHT_SSH_CONFIG", folder.join("ssh_config"))
        .env("NDMP_PREFLIGHT_PASSWORD", PASSWORD)
        .env("NDMP_PREFLIGHT_NOW", "2026-11-22");
    command.output().unwrap()
}

/// What the last lines of a play say of a host: `ok=5 failed=0`.
fn recap(told: &str, host: &str, key: &str) -> usize {
    let line = told
        .lines()
        .rev()
        .find(|line| line.starts_with(host) && line.contains("ok="))
        .unwrap_or_else(|| panic!("{told}"));
    let value = line.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    value.unwrap().parse().unwrap()
}

#[test]
fn a_play_fails_for_the_cluster_that_is_not_ready_and_for_no_other() {
    if tools().is_none() {
        return;
    }
    let ready = Cluster::plain("ready-svm-9.12.1").named("strathspey");
    let faulty = Cluster::new("many-faults", Manner::default(), Faults::default()).named("tweed");
    let place = Place::of(&[&ready, &faulty]);
    place.write("inventory.yml", &inventory(&[&ready, &faulty]));
    let done = play(&place, &[]);
    let text = told(&done);
    assert!(!done.status.success(), "{text}");
    assert_eq!((recap(&text, "strathspey", "failed"), recap(&text, "tweed", "failed")), (0, 1), "{text}");
    assert!(text.contains("strathspey: ready"), "{text}");
    assert!(text.contains("tweed: not-ready (exit code 1): ") && text.contains("lif-failover-local"), "{text}");
    // No password is written anywhere.
    for name in ["strathspey", "tweed"] {
        let plan = fs::read_to_string(place.folder.path().join(format!("out/{name}.toml"))).unwrap();
        assert!(plan.contains("dma = \"netbackup\"\n") && plan.contains("register = [\"cluster_mgmt\"]\n"), "{plan}");
        assert!(!plan.contains(PASSWORD) && !text.contains(PASSWORD));
    }
    assert_eq!(place.files("out").iter().filter(|name| name.ends_with(".ndmp.tar.gz")).count(), 2);
    let calm = play(&place, &["--limit", "strathspey"]);
    assert!(calm.status.success(), "{}", told(&calm));
    // What the site accepts is the site's.
    let accepted = play(&place, &["-e", "{\"ndmp_preflight_accepted\": [0, 1]}"]);
    assert!(accepted.status.success(), "{}", told(&accepted));
}

/// The inventory of the example is one for both.
#[test]
fn ansible_s_inventory_is_ours() {
    let Some(folder) = tools() else { return };
    let place = Place::of(&[]);
    let program = folder.join("bin/ansible-inventory");
    let line =
        format!("inventory = \"{} -i {} --list\"\n", program.display(), example("ansible/inventory.yml").display());
    place.write("ndmp-preflight.toml", &line);
    // Its plan holds for saved output of that name.
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/ready-svm-9.12.1/version.txt");
    place.write("tweed/version.txt", &fs::read_to_string(sample).unwrap());
    let done = place.run(&["check", "--from", "tweed", "--format", "json", "--config", "ndmp-preflight.toml"]);
    assert_eq!(done.json()["targets"][0]["planned"]["dma_addresses"][0], "192.0.2.9", "{done:?}");
    let wrong = place.run(&["check", "--group", "ontpa", "--config", "ndmp-preflight.toml"]);
    assert!(wrong.code == 2 && wrong.err.contains("did you mean `ontap`?"), "{wrong:?}");
    assert!(Path::new(&program).exists());
}
