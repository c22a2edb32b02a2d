//! A table and a rule that are right, for tests to put their slips into.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

use ndmp_preflight::fault::Fault;
use ndmp_preflight::rule::parse_rule;
use ndmp_preflight::table::{Definition, parse_definition};

const LIF: &str = r#"
command = "network interface show"
entity  = "lif"
key     = ["vserver", "lif"]
about   = "the LIFs"

[[column]]
name = "vserver"
type = "name"

[[column]]
name = "lif"
type = "name"

[[column]]
name   = "status"
type   = "up-down"
splits = ["status-admin", "status-oper"]

[[column]]
name = "status-admin"
type = "{up|down}"

[[column]]
name = "status-oper"
type = "{up|down}"

[[column]]
name = "failover-policy"
type = "{local-only|broadcast-domain-wide|disabled|...}"

[[column]]
name = "is-home"
type = "bool"

[[column]]
name = "netmask-length"
type = "integer"

[[column]]
name = "targets"
type = "list"

[[column]]
name = "curr-node"
type = "name"

[[column]]
name = "home-node"
type = "name"

[[derived]]
column = "on-home-node"
type   = "{yes|no|untold}"
from   = ["home-node", "curr-node"]

[[derived]]
column = "role"
type   = "{intercluster|cluster-mgmt|node-mgmt|data|cluster|...}"
from   = ["lif"]
"#;

const NODE: &str = r#"
command = "options"
entity  = "node"
key     = []
about   = "the options of the nodes"

[[column]]
name = "tape-reservations"
type = "{off|scsi|persistent}"
"#;

/// A rule that is right; the tests put their slips into it.
pub(crate) const RULE: &str = r#"id       = "lif-failover-local"
title    = "LIFs stay on their node"
severity = "must"
why      = "A session does not survive its LIF moving."
passes   = "failover policy is local-only"

[check]
each   = "lif"
where  = { role = "intercluster|node-mgmt" }
expect = { failover-policy = "local-only" }

[say]
pass = "failover policy of {lif} is {failover-policy}"
fail = "failover policy of {lif} is {failover-policy}, not local-only"

[fix]
commands = ["network interface modify -vserver {vserver} -lif {lif} -failover-policy local-only"]

[[example]]
verdict = "pass"
subject = { vserver = "alpha", lif = "ic1" }
input   = ""
"#;

pub(crate) const FILE: &str = "network/lif-failover-local.toml";

pub(crate) fn tables() -> Vec<Definition> {
    let of = |(file, text)| parse_definition(file, text).unwrap();
    [("tables/lif.toml", LIF), ("tables/options.toml", NODE)].map(of).to_vec()
}

pub(crate) fn shown(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n")
}

/// The faults of the rule after some of its words were replaced.
pub(crate) fn faults_with(changes: &[(&str, &str)]) -> String {
    let text = changes.iter().fold(RULE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is not in the rule");
        text.replacen(from, to, 1)
    });
    shown(&parse_rule(FILE, &text, &tables()).unwrap_err())
}
