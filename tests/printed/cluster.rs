//! A made-up cluster as a value: ready, with one place for each thing that a test breaks.

/// Services with their addresses.
type Services = Vec<(&'static str, &'static str)>;

#[derive(Clone, Debug)]
pub(crate) struct Lif {
    pub(crate) vserver: String,
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) status: &'static str,
    pub(crate) address: String,
    pub(crate) node: String,
    pub(crate) home: &'static str,
    pub(crate) failover: &'static str,
    pub(crate) firewall: &'static str,
    pub(crate) service: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) node: String,
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) description: String,
    pub(crate) status: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Changer {
    pub(crate) id: String,
    pub(crate) errors: &'static str,
    pub(crate) paths: Vec<(String, &'static str)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Svm {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) enabled: bool,
    pub(crate) authentication: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    pub(crate) name: String,
    pub(crate) release: &'static str,
    pub(crate) is_node_scope: bool,
    pub(crate) nodes: Vec<String>,
    pub(crate) svms: Vec<Svm>,
    pub(crate) roles: &'static str,
    pub(crate) lifs: Vec<Lif>,
    /// Policy, service, addresses.
    pub(crate) firewall: Vec<(&'static str, &'static str, &'static str)>,
    /// SVM, policy, services with addresses.
    pub(crate) services: Vec<(String, &'static str, Services)>,
    pub(crate) devices: Vec<Device>,
    /// Node, name, supported.
    pub(crate) supported: Vec<(String, String, bool)>,
    pub(crate) changers: Vec<Changer>,
    pub(crate) reservations: Vec<(String, &'static str)>,
    /// Node, enabled, clear text, user.
    pub(crate) node_ndmp: Vec<(String, bool, bool, &'static str)>,
    /// User, application, method, role, locked.
    pub(crate) users: Vec<(&'static str, &'static str, &'static str, &'static str, &'static str)>,
}

/// How the answers are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handing {
    /// A file for each answer, named by its command.
    Files,
    /// The same, with prompt and command in it.
    FilesWithCommands,
    /// One session.
    Session,
    /// One text of commands and answers, without prompts.
    Bare,
}

impl Cluster {
    /// A ready cluster: every node has an intercluster and a management LIF, a drive behind a switch and one of its own.
    pub(crate) fn ready(name: &str, nodes: &[&str], release: &'static str, six: bool) -> Self {
        let own = |node: &&str| format!("{name}{node}");
        let nodes: Vec<String> = nodes.iter().map(own).collect();
        let address = |n: usize| if six { format!("2001:db8:71:{n:x}::10/64") } else { format!("192.0.2.{n}/24") };
        let lif = |lif: String, role, node: &str, n, failover, firewall, service| Lif {
            vserver: name.to_owned(),
            name: lif,
            role,
            status: "up/up",
            address: address(n),
            node: node.to_owned(),
            home: "true",
            failover,
            firewall,
            service,
        };
        let mut lifs = vec![lif(
            "cluster_mgmt".to_owned(),
            "cluster-mgmt",
            &nodes[0],
            9,
            "broadcast-domain-wide",
            "mgmt",
            "default-management",
        )];
        for (n, node) in nodes.iter().enumerate() {
            lifs.push(lif(
                format!("{node}_icl1"),
                "intercluster",
                node,
                20 + n,
                "local-only",
                "intercluster",
                "default-intercluster",
            ));
            lifs.push(lif(
                format!("{node}_mgmt1"),
                "node-mgmt",
                node,
                40 + n,
                "local-only",
                "mgmt",
                "default-management",
            ));
        }
        lifs.push(Lif {
            vserver: "svm_data".to_owned(),
            name: "data1".to_owned(),
            ..lif(String::new(), "data", &nodes[0], 60, "system-defined", "data", "default-data-files")
        });
        let any = "0.0.0.0/0, ::/0";
        let mut cluster = Self {
            name: name.to_owned(),
            release,
            is_node_scope: false,
            svms: vec![
                Svm { name: name.to_owned(), kind: "admin", enabled: true, authentication: "challenge" },
                Svm { name: "svm_data".to_owned(), kind: "data", enabled: false, authentication: "challenge" },
            ],
            roles: "intercluster, cluster-mgmt, node-mgmt",
            lifs,
            firewall: vec![
                ("data", "ndmp", any),
                ("intercluster", "https", any),
                ("intercluster", "ndmp", any),
                ("mgmt", "ndmp", any),
                ("mgmt", "ssh", any),
            ],
            services: vec![
                (
                    name.to_owned(),
                    "default-intercluster",
                    vec![("intercluster-core", any), ("backup-ndmp-control", any)],
                ),
                (
                    name.to_owned(),
                    "default-management",
                    vec![("management-core", any), ("management-ssh", any), ("backup-ndmp-control", any)],
                ),
                ("svm_data".to_owned(), "default-data-files", vec![("data-core", any), ("data-nfs", any)]),
            ],
            devices: Vec::new(),
            supported: Vec::new(),
            changers: vec![Changer { id: "sw-tape-1:4.126L1".to_owned(), errors: "-", paths: Vec::new() }],
            reservations: nodes.iter().map(|node| (node.clone(), "persistent")).collect(),
            node_ndmp: nodes.iter().map(|node| (node.clone(), true, false, "bkp")).collect(),
            users: vec![
                ("admin", "console", "password", "admin", "no"),
                ("ndmp_user", "ssh", "password", "backup", "no"),
            ],
            nodes,
        };
        cluster.add_tape();
        cluster
    }

    fn add_tape(&mut self) {
        for node in self.nodes.clone() {
            let device = |id: &str, kind, description: &str| Device {
                node: node.clone(),
                id: id.to_owned(),
                kind,
                description: description.to_owned(),
                status: "normal",
            };
            self.devices.push(device("sw-tape-1:4.126", "tape drive", "IBM LTO 8 ULT3580"));
            self.devices.push(device("sw-tape-1:4.126L1", "media changer", "IBM 3584L32"));
            self.devices.push(device("0c.7", "tape drive", "Hewlett-Packard LTO-6"));
            for name in ["IBM LTO 8 ULT3580", "Hewlett-Packard LTO-6"] {
                self.supported.push((node.clone(), name.to_owned(), true));
            }
            self.changers[0].paths.push((node, "normal"));
        }
    }

    /// The LIF of that role of the node at `at`.
    pub(crate) fn lif(&mut self, role: &str, at: usize) -> &mut Lif {
        let node = self.nodes[at].clone();
        self.lifs.iter_mut().find(|lif| lif.role == role && lif.node == node).unwrap()
    }
}
