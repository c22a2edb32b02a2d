//! What ONTAP prints of a made-up cluster.

use super::cluster::{Changer, Cluster, Handing, Lif, Svm};
use super::saved::Saved;
use super::table::{EMPTY, Regime, Shape};

impl Cluster {
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

    pub(crate) fn answers(&self, regime: Regime, by_role: bool) -> Vec<(String, String)> {
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
        ["9.7", "9.8", "9.9"].iter().any(|old| self.release.starts_with(old))
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
