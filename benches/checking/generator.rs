//! Clusters of any size, printed as ONTAP prints them, in both of its ways to place cells that are too wide. The same sizes
//! give the same texts.

use std::fs;
use std::path::Path;

use super::cluster::{Cluster, Device, Handing, Lif, Svm};
use super::table::Regime;

/// How large a work is.
#[derive(Clone, Copy)]
pub(crate) struct Measures {
    pub(crate) targets: usize,
    pub(crate) nodes: usize,
    /// LIFs for data.
    pub(crate) lifs: usize,
    /// Drives of each node.
    pub(crate) drives: usize,
}

/// Writes a folder for each cluster.
pub(crate) fn fleet(folder: &Path, measures: Measures) {
    for number in 0..measures.targets {
        let name = format!("cluster{number:05}");
        let regime = if number % 2 == 0 { Regime::Wrapped } else { Regime::Overflowing };
        let saved = cluster(&name, measures).saved(regime, false, Handing::FilesWithCommands);
        let own = folder.join(&name);
        fs::create_dir_all(&own).unwrap();
        saved.files.iter().for_each(|(file, text)| fs::write(own.join(file), text).unwrap());
    }
}

fn cluster(name: &str, measures: Measures) -> Cluster {
    let nodes: Vec<String> = (1..=measures.nodes).map(|node| format!("-{node:02}")).collect();
    let nodes: Vec<&str> = nodes.iter().map(String::as_str).collect();
    let mut cluster = Cluster::ready(name, &nodes, "9.9.1P5", false);
    for svm in 0..measures.lifs.div_ceil(64) {
        let name = format!("svm_data_{svm:03}");
        cluster.svms.push(Svm { name, kind: "data", enabled: false, authentication: "challenge" });
    }
    for lif in 0..measures.lifs {
        cluster.lifs.push(Lif {
            vserver: format!("svm_data_{:03}", lif / 64),
            name: format!("data_lif_{lif:06}"),
            role: "data",
            status: "up/up",
            address: format!("198.51.{}.{}/24", lif / 250 % 250, lif % 250 + 1),
            node: cluster.nodes[lif % measures.nodes].clone(),
            home: "true",
            failover: "system-defined",
            firewall: "data",
            service: "default-data-files",
        });
    }
    for (at, node) in cluster.nodes.clone().into_iter().enumerate() {
        for drive in 0..measures.drives / measures.nodes.min(measures.drives) {
            cluster.devices.push(Device {
                node: node.clone(),
                id: format!("sw{at}:{}.{}", drive / 64 + 1, drive % 64 + 1),
                kind: "tape drive",
                description: "IBM LTO 8 ULT3580".to_owned(),
                status: "normal",
            });
        }
    }
    cluster
}

/// Writes so many rules of a site, each about all LIFs.
pub(crate) fn site_rules(folder: &Path, count: usize) {
    fs::create_dir_all(folder).unwrap();
    for number in 0..count {
        let id = format!("site-lif-{number:03}");
        fs::write(folder.join(format!("{id}.toml")), RULE.replace("{id}", &id)).unwrap();
    }
}

const RULE: &str = r#"id       = "{id}"
title    = "LIFs for data are at home"
severity = "info"
why      = "a bench"
passes   = "is-home is true"

[check]
each    = "lif"
where   = { role = "data" }
expect  = { is-home = "true" }
subject = { vserver = "vserver", lif = "lif" }
none    = "no-data-lif"

[say]
pass = "{lif} is at home"
fail = "{lif} is away"

[[example]]
verdict = "pass"
subject = { vserver = "vs1", lif = "data1" }
input   = """
tay::> network interface show -fields role,is-home
vserver lif          role         is-home
------- ------------ ------------ -------
tay     cluster_mgmt cluster-mgmt true
vs1     data1        data         true
2 entries were displayed.

tay::>
"""
"#;
