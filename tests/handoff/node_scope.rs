//! Node scope: one host and one user a node.

use super::program::{Ran, run};
use super::{edited, values};
use serde_json::{Value, json};

fn of_sample(options: &str) -> Ran {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    run(root, &format!("handoff --from sample-outputs/ready-node-scope {options}"))
}

/// The sheet of the sample.
pub(crate) fn sample() -> Value {
    let value: Value = serde_json::from_str(&of_sample("--format json").out).unwrap();
    value["targets"][0]["sheet"].clone()
}

#[test]
fn each_node_has_a_host_and_a_user_and_the_command_for_its_password() {
    let ran = of_sample("--format json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    let sheet = &value["targets"][0]["sheet"];
    let hosts = &sheet["register"]["hosts"];
    assert_eq!(values(hosts, "node"), ["sannox-a", "sannox-b"]);
    assert_eq!(values(hosts, "role"), ["intercluster", "intercluster"]);
    assert_eq!(values(hosts, "tapes"), ["those of its node", "those of its node"]);
    let users = &sheet["login"]["users"];
    assert_eq!(values(users, "user"), ["ndmp_bk", "ndmp_bk"]);
    let command = |node: &str| format!("system services ndmp password -node {node}");
    assert_eq!(values(users, "password"), [command("sannox-a"), command("sannox-b")]);
    assert_eq!(values(&sheet["authentication"]["types"], "types"), [json!(["challenge"]), json!(["challenge"])]);
    assert_eq!(sheet["cluster"]["cluster_aware_backup"]["value"], "not in node scope");
    assert_eq!(sheet["register"]["unusable"].as_array().unwrap().len(), 0, "node scope takes intercluster LIFs");
}

/// What an application registers in SVM scope says nothing of node scope.
#[test]
fn an_application_that_registers_the_cluster_has_a_host_for_each_node_all_the_same() {
    let value: Value = serde_json::from_str(&of_sample("--format json --dma netbackup").out).unwrap();
    let hosts = &value["targets"][0]["sheet"]["register"]["hosts"];
    assert_eq!(values(hosts, "node"), ["sannox-a", "sannox-b"]);
}

#[test]
fn a_form_has_a_line_for_each_node() {
    let out = of_sample("--dma storage-protect").out;
    for (node, address) in [("sannox-a", "198.51.100.81"), ("sannox-b", "198.51.100.82")] {
        let line = format!(
            "DEFINE DATAMOVER <mover> TYPE=NAS HLADDRESS={address} LLADDRESS=10000 USERID=ndmp_bk PASSWORD=<NDMP password> \
             DATAFORMAT=NETAPPDUMP"
        );
        assert!(out.contains(&format!("data mover of the node {node}")) && out.contains(&line), "{out}");
    }
    assert!(!out.contains("TYPE=NASCLUSTER"), "{out}");
}

#[test]
fn what_a_lif_of_a_node_gives_and_who_logs_in_there_is_the_node_s_own() {
    let hosts = sample()["register"]["hosts"].clone();
    let why = "in node scope a LIF gives the volumes and tapes of its node";
    assert_eq!(values(&hosts, "why"), [why, why]);
    assert_eq!(values(&hosts, "users"), ["the NDMP user of the node", "the NDMP user of the node"]);
    assert_eq!(values(&hosts, "volumes"), ["those of its node", "those of its node"]);
}

/// What the sheet says of the sample with some things in the place of others.
fn changed(changes: &[(&str, &str)], options: &str) -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs/ready-node-scope/session.txt");
    let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let text = changes.iter().fold(text, |text, (from, to)| edited(&text, from, to));
    super::sheet(&text, options)["sheet"].clone()
}

#[test]
fn what_a_node_takes_as_a_password_is_told_of_each() {
    let of = |word: &str| {
        let row = "sannox-b              true      false ";
        let sheet = changed(&[(row, &row.replace("false ", &format!("{word:<6}")))], "");
        sheet["authentication"]["types"][1]["types"].clone()
    };
    assert_eq!(of("false")["value"], json!(["challenge"]));
    assert_eq!(of("true")["value"], json!(["challenge", "plaintext"]));
    assert_eq!(of("-")["value"], Value::Null, "nobody tells it");
}

#[test]
fn a_node_management_lif_counts_where_it_is_open_or_its_node_has_no_other() {
    let open = [
        ("firewall policy show -policy intercluster", "firewall policy show"),
        (
            "3 entries were displayed.\n\nsannox::> options",
            "        mgmt\n                     ndmp       0.0.0.0/0, ::/0\n4 entries were displayed.\n\nsannox::> options",
        ),
    ];
    let down = [("sannox-a_ic  up/up    198.51.100.81", "sannox-a_ic  up/down  198.51.100.81")];
    let of = |changes: &[(&str, &str)], options: &str| {
        let register = changed(changes, options)["register"].clone();
        (values(&register["hosts"], "lif"), values(&register["unusable"], "lif"))
    };
    let names = |names: &[&str]| names.iter().map(|name| json!(name)).collect::<Vec<_>>();
    let ic = names(&["sannox-a_ic", "sannox-b_ic"]);
    assert_eq!(of(&[], ""), (ic.clone(), names(&[])), "nobody needs those that are closed");
    assert_eq!(of(&open, ""), (ic, names(&[])));
    assert_eq!(of(&open, "--register sannox-a_mgmt").0, names(&["sannox-a_mgmt"]), "beside one that is open");
    assert_eq!(of(&[], "--register sannox-a_mgmt").0, names(&[]));
    assert_eq!(of(&down, ""), (names(&["sannox-b_ic"]), names(&["sannox-a_ic", "sannox-a_mgmt"])));
    let both = [open.as_slice(), &down].concat();
    assert_eq!(of(&both, ""), (names(&["sannox-a_mgmt", "sannox-b_ic"]), names(&["sannox-a_ic"])));
}
