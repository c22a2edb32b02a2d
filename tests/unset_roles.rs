//! LIFs whose role ONTAP does not print: their service policy tells it, or nobody does.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use saved::{Saved, of_rule, plain};

const POLICIES: &str = "c1::> network interface service-policy show -fields services\n\
    vserver|~2~|policy|~2~|services|~2~|\nVserver|~2~|Policy|~2~|Services|~2~|\n\
    c1|~2~|own-ic|~2~|intercluster-core,backup-ndmp-control|~2~|\nc1|~2~|own-mgmt|~2~|management-core|~2~|\n\
    2 entries were displayed.\n\n";

/// The outcomes of `lif-up` for two LIFs with this role.
fn outcomes(role: &str, policies: &str) -> Vec<String> {
    let text = format!(
        "c1::> version\nNetApp Release 9.15.1: Tue Jan 18 11:24:13 UTC 2022\n\n\
        c1::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is enabled.\n\n{policies}\
        c1::> network interface show -fields role,status-admin,status-oper,service-policy\n\
        vserver|~1~|lif|~1~|role|~1~|status-admin|~1~|status-oper|~1~|service-policy|~1~|\n\
        Vserver|~1~|Lif|~1~|Role|~1~|Admin|~1~|Oper|~1~|Policy|~1~|\n\
        c1|~1~|ic1|~1~|{role}|~1~|up|~1~|down|~1~|own-ic|~1~|\n\
        c1|~1~|m1|~1~|{role}|~1~|up|~1~|up|~1~|own-mgmt|~1~|\n\
        2 entries were displayed.\n\nc1::>"
    );
    of_rule(&Saved::text(&text).outcomes(&plain()), "lif-up")
}

#[test]
fn a_service_policy_tells_the_role_that_is_not_printed() {
    for role in ["-", "undef", "\"\""] {
        assert_eq!(outcomes(role, POLICIES), ["ic1 fail"], "{role}");
        assert_eq!(outcomes(role, ""), ["{} unknown:unset"], "{role}");
    }
    assert_eq!(outcomes("intercluster", POLICIES), ["ic1 fail", "m1 pass"]);
    assert_eq!(outcomes("data", POLICIES), ["{} not-applicable:no-lif"]);
}
