//! A made-up cluster as a value, and what ONTAP prints of it.

use super::saved::Saved;
use super::table::{EMPTY, Regime, Shape};

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

    /// What is printed of it, handed over in this way.
    pub(crate) fn saved(&self, regime: Regime, by_role: bool, handing: Handing) -> Saved {
        let answers = self.answers(regime, by_role);
        let prompt = format!("{}::> ", self.name);
        let file = |command: &str| format!("{}.txt", command.replace(' ', "_"));
        let mut saved = Saved::default();
        match handing {
            Handing::Files => {
                saved.files = answers.iter().map(|(command, text)| (file(command), text.clone())).collect()
            }
            Handing::FilesWithCommands => {
                saved.files = answers
                    .iter()
                    .map(|(command, text)| (file(command), format!("{prompt}{command}\n{text}")))
                    .collect();
            }
            Handing::Session => {
                let text: String =
                    answers.iter().map(|(command, text)| format!("{prompt}{command}\n{text}\n")).collect();
                saved.files = vec![("session.log".to_owned(), text + &prompt)];
            }
            Handing::Bare => {
                let text: String = answers.iter().map(|(command, text)| format!("{command}\n{text}\n")).collect();
                saved.files = vec![("paste".to_owned(), text)];
            }
        }
        saved
    }

    fn answers(&self, regime: Regime, by_role: bool) -> Vec<(String, String)> {
        let mut answers = vec![
            ("version".to_owned(), format!("NetApp Release {}: Thu Jun 15 09:27:51 UTC 2023\n", self.release)),
            ("cluster show".to_owned(), self.cluster_show(regime)),
            ("vserver show".to_owned(), self.vserver_show(regime)),
            ("system services ndmp node-scope-mode status".to_owned(), self.scope()),
            ("network interface show".to_owned(), self.interfaces(regime, |_| true)),
            ("storage tape show".to_owned(), self.tape_show(regime)),
            ("storage tape show-supported-status".to_owned(), self.supported_status(regime)),
            ("storage tape show-media-changer".to_owned(), self.media_changers(regime)),
            ("options tape.reservations".to_owned(), self.options()),
        ];
        answers.extend(if by_role { self.by_role(regime) } else { self.by_fields(regime) });
        if self.is_node_scope {
            answers.push(("system services ndmp show".to_owned(), self.node_services(regime)));
        } else {
            answers.push(("vserver services ndmp show".to_owned(), self.svm_services(regime)));
            answers.push((format!("vserver services ndmp show -vserver {}", self.name), self.admin_service()));
            answers.push(("security login show".to_owned(), self.logins(regime)));
        }
        if self.is_old() {
            answers.push(("system services firewall policy show".to_owned(), self.firewall_policies()));
        } else {
            answers.push(("network interface service-policy show".to_owned(), self.service_policies()));
        }
        answers
    }

    fn is_old(&self) -> bool {
        self.release.starts_with("9.9") || self.release.starts_with("9.7")
    }

    fn scope(&self) -> String {
        format!("NDMP node-scope-mode is {}.\n", if self.is_node_scope { "enabled" } else { "disabled" })
    }

    fn cluster_show(&self, regime: Regime) -> String {
        let shape = Shape::new(1, &[(&["Node"], 21), (&["Health"], 7), (&["Eligibility"], 12)]);
        shape.table(&rows(self.nodes.iter().map(|node| vec![node.as_str(), "true", "true"])), regime)
    }

    fn vserver_show(&self, regime: Regime) -> String {
        let shape = Shape::new(
            1,
            &[
                (&["Vserver"], 11),
                (&["Type"], 7),
                (&["Subtype"], 10),
                (&["Admin", "State"], 10),
                (&["Operational", "State"], 11),
                (&["Root", "Volume"], 10),
                (&["Aggregate"], 10),
            ],
        );
        let svm = |svm: &Svm| match svm.kind {
            "admin" => vec![
                svm.name.clone(),
                "admin".to_owned(),
                "-".to_owned(),
                "-".to_owned(),
                "-".to_owned(),
                "-".to_owned(),
                "-".to_owned(),
            ],
            _ => ["", "data", "default", "running", "running", "root1", "aggr1"]
                .iter()
                .enumerate()
                .map(|(at, cell)| if at == 0 { svm.name.clone() } else { (*cell).to_owned() })
                .collect(),
        };
        shape.table(&self.svms.iter().map(svm).collect::<Vec<_>>(), regime)
    }

    fn interfaces(&self, regime: Regime, is_wanted: impl Fn(&Lif) -> bool) -> String {
        let shape = Shape::new(
            1,
            &[
                (&["", "Vserver"], 11),
                (&["Logical", "Interface"], 10),
                (&["Status", "Admin/Oper"], 10),
                (&["Network", "Address/Mask"], 18),
                (&["Current", "Node"], 13),
                (&["Current", "Port"], 7),
                (&["Is", "Home"], 4),
            ],
        );
        let lifs = self.lifs.iter().filter(|lif| is_wanted(lif));
        shape.grouped(
            &rows(lifs.map(|lif| vec![&lif.vserver, &lif.name, lif.status, &lif.address, &lif.node, "e0M", lif.home])),
            regime,
        )
    }

    fn by_role(&self, regime: Regime) -> Vec<(String, String)> {
        let mut answers: Vec<(String, String)> = ["intercluster", "cluster-mgmt", "node-mgmt"]
            .iter()
            .map(|role| {
                (format!("network interface show -role {role}"), self.interfaces(regime, |lif| lif.role == *role))
            })
            .collect();
        let shape = Shape::new(
            1,
            &[
                (&["", "Vserver"], 8),
                (&["Logical", "Interface"], 15),
                (&["Home", "Node:Port"], 21),
                (&["Failover", "Policy"], 15),
                (&["Failover", "Group"], 15),
            ],
        );
        let mut text = shape.heading();
        let mut group = "";
        for lif in &self.lifs {
            if lif.vserver != group {
                text += &format!("{}\n", lif.vserver);
                group = &lif.vserver;
            }
            let home = format!("{}:e0M", lif.node);
            let cells = ["", &lif.name, &home, lif.failover, "Default"].map(str::to_owned);
            text += &(shape.line(&cells, regime) + "\n");
            text += &format!("{}Failover Targets: {home}\n", " ".repeat(25));
        }
        text += &format!("{} entries were displayed.\n", self.lifs.len());
        answers.push(("network interface show -failover".to_owned(), text));
        let own = if self.is_old() { ("firewall-policy", 0) } else { ("service-policy", 1) };
        let cells: Vec<Vec<String>> =
            rows(self.lifs.iter().map(|lif| vec![&lif.vserver, &lif.name, [lif.firewall, lif.service][own.1]]));
        answers.push((
            format!("network interface show -fields {}", own.0),
            Shape::fields(&["vserver", "lif", own.0], &cells).table(&cells, regime),
        ));
        answers
    }

    fn by_fields(&self, regime: Regime) -> Vec<(String, String)> {
        let own = if self.is_old() { ("firewall-policy", 0) } else { ("service-policy", 1) };
        let names = ["vserver", "lif", "role", "home-node", "failover-policy", own.0];
        let cells: Vec<Vec<String>> = rows(self.lifs.iter().map(|lif| {
            vec![lif.vserver.as_str(), &lif.name, lif.role, &lif.node, lif.failover, [lif.firewall, lif.service][own.1]]
        }));
        let command = format!("network interface show -fields role,home-node,failover-policy,{}", own.0);
        vec![(command, Shape::fields(&names, &cells).table(&cells, regime))]
    }

    fn tape_show(&self, regime: Regime) -> String {
        let shape =
            Shape::new(2, &[(&["Device ID"], 22), (&["Device Type"], 14), (&["Description"], 30), (&["Status"], 8)]);
        shape.sections(
            "Node",
            &rows(self.devices.iter().map(|d| vec![d.node.as_str(), &d.id, d.kind, &d.description, d.status])),
            regime,
        )
    }

    fn supported_status(&self, regime: Regime) -> String {
        let shape =
            Shape::new(2, &[(&["", "Tape Drives"], 30), (&["Is", "Supported"], 9), (&["", "Support Status"], 31)]);
        let word =
            |is: &bool| if *is { ("true", "Dynamically Qualified") } else { ("false", "Nonqualified tape drive") };
        let cells = self.supported.iter().map(|(node, name, is)| vec![node.as_str(), name, word(is).0, word(is).1]);
        shape.sections("Node", &rows(cells), regime)
    }

    fn media_changers(&self, regime: Regime) -> String {
        if self.changers.is_empty() {
            return EMPTY.to_owned();
        }
        let shape = Shape::new(
            2,
            &[(&["Node"], 24), (&["Initiator"], 9), (&["Alias"], 7), (&["Device State"], 24), (&["Status"], 8)],
        );
        let block = |changer: &Changer| {
            let paths =
                rows(changer.paths.iter().map(|(node, status)| vec![node.as_str(), "2b", "mc0", "in-use", status]));
            let body: String = paths.iter().map(|row| shape.line(row, regime) + "\n").collect();
            format!(
                "\nMedia Changer: {}\n  Description: IBM 3584L32\n         WWNN: 5:003:08c141:7a2e10\n         WWPN: 5:003:08c141:7a6e10\n\
                 Serial Number: 0000013B81940401\n\n       Errors: {}\n\nPaths:\n{}{body}",
                changer.id,
                changer.errors,
                shape.heading()
            )
        };
        self.changers.iter().map(block).collect()
    }

    fn options(&self) -> String {
        let mut text: String = self
            .reservations
            .iter()
            .map(|(node, value)| format!("\n{node}\n    tape.reservations                 {value}\n"))
            .collect();
        if self.reservations.len() > 1 {
            text += &format!("{} entries were displayed.\n", self.reservations.len());
        }
        text
    }

    fn svm_services(&self, regime: Regime) -> String {
        let shape = Shape::new(1, &[(&["Vserver"], 13), (&["Enabled"], 9), (&["Authentication type"], 19)]);
        shape.table(
            &rows(self.svms.iter().map(|svm| vec![svm.name.as_str(), yes(svm.enabled), svm.authentication])),
            regime,
        )
    }

    fn admin_service(&self) -> String {
        let admin = &self.svms[0];
        let lines = [
            ("Vserver", admin.name.as_str()),
            ("NDMP Version", "4"),
            ("Authentication Type", admin.authentication),
            ("Enable NDMP on Vserver", yes(admin.enabled)),
            ("Preferred Interface Role", self.roles),
            ("Is Secure Control Connection Enabled", "false"),
        ];
        let text: String = lines.iter().map(|(label, value)| format!("{label:>36}: {value}\n")).collect();
        format!("\n{text}")
    }

    fn node_services(&self, regime: Regime) -> String {
        let shape = Shape::new(1, &[(&["Node"], 21), (&["Enabled"], 9), (&["Clear text"], 11), (&["User Id"], 9)]);
        let cells =
            self.node_ndmp.iter().map(|(node, on, clear, user)| vec![node.as_str(), yes(*on), yes(*clear), *user]);
        shape.table(&rows(cells), regime)
    }

    fn logins(&self, regime: Regime) -> String {
        let shape = Shape::new(
            1,
            &[
                (&["", "User/Group", "Name"], 14),
                (&["", "", "Application"], 11),
                (&["", "Authentication", "Method"], 13),
                (&["", "", "Role Name"], 16),
                (&["", "Acct", "Locked"], 6),
                (&["Second", "Authentication", "Method"], 14),
            ],
        );
        let cells = self.users.iter().map(|(user, application, method, role, locked)| {
            vec![self.name.as_str(), user, application, method, role, locked, "none"]
        });
        shape.sections("Vserver", &rows(cells), regime)
    }

    fn firewall_policies(&self) -> String {
        let mut text =
            "Vserver Policy       Service    Allowed\n------- ------------ ---------- -------------------\n".to_owned();
        let mut policy = "";
        for (name, service, list) in &self.firewall {
            if *name != policy {
                text += &format!("{}\n        {name}\n", self.name);
                policy = name;
            }
            text += &format!("                     {service:<10} {list}\n");
        }
        text + &format!("{} entries were displayed.\n", self.firewall.len())
    }

    fn service_policies(&self) -> String {
        let mut text = "Vserver   Policy                     Service: Allowed Addresses\n--------- -------------------------- ----------------------------------------\n".to_owned();
        let mut group = "";
        for (vserver, policy, services) in &self.services {
            if vserver != group {
                text += &format!("{vserver}\n");
                group = vserver;
            }
            for (at, (service, list)) in services.iter().enumerate() {
                text += &format!("          {:<26} {service}: {list}\n", if at == 0 { policy } else { "" });
            }
            text.push('\n');
        }
        text + &format!("{} entries were displayed.\n", self.services.len())
    }
}

fn yes(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

fn rows<'a, R>(rows: impl Iterator<Item = R>) -> Vec<Vec<String>>
where
    R: IntoIterator<Item = &'a str>,
{
    rows.map(|row| row.into_iter().map(str::to_owned).collect()).collect()
}
