//! A session as copied from a terminal: what is said later in it counts.

use super::SESSION;
use super::saved::{Saved, plain};

const FILE: &str = "terminal-transcript";
const END: &str = "dunkeld::> exit";

fn turns(what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    SESSION.turns(&plain(), what, damage, wanted, code);
}

fn later(command: &str, answer: &str) -> impl Fn(&mut Saved) + use<> {
    let text = format!("dunkeld::> {command}\n{answer}\n{END}");
    move |saved: &mut Saved| {
        saved.replace(FILE, END, &text);
    }
}

#[test]
fn a_later_answer_counts() {
    let show = "                             Vserver: dunkeld\n                 Authentication Type: challenge\n              \
                Enable NDMP on Vserver: false\n            Preferred Interface Role: intercluster, cluster-mgmt, node-mgmt\n";
    let off = later("vserver services ndmp show -vserver dunkeld", &format!("\n{show}"));
    // The table before it says otherwise, and it stands earlier in the same session. No other SVM has NDMP on.
    let none = "svm-ndmp-authentication {} not-applicable:no-ndmp-svm";
    turns("NDMP is off now", off, &["svm-ndmp-enabled ~ fail", "svm-ndmp-authentication ~ gone", none], 1);
    let scope = later("system services ndmp node-scope-mode status", "NDMP node-scope-mode is disabled.\n");
    turns("the same again", scope, &[], 0);
    let reservations = later(
        "options tape.reservations",
        "\ndunkeld-01\n    tape.reservations                 persistent\n\ndunkeld-02\n    tape.reservations                 off\n2 entries were displayed.\n",
    );
    turns("reservations", reservations, &["tape-reservations ~-02 fail", "tape-reservations-uniform {} fail"], 1);
    let version = later("version", "NetApp Release 8.3.2: Tue Feb 23 11:16:32 UTC 2016\n");
    SESSION.reddens(
        &plain(),
        "release",
        version,
        &[
            "ontap-version {} fail",
            // That release has no such service policies as were shown.
            "lif-service-ndmp {} unknown:contradiction",
            "lif-firewall-ndmp {} unknown:contradiction",
            "mgmt-lif-service-ndmp {} unknown:contradiction",
        ],
        1,
    );
}

#[test]
fn the_only_answers_of_a_session() {
    let lif = |saved: &mut Saved| {
        saved.edit(FILE, "dunkeld-01:e0M        local-only", "local-only", "disabled");
    };
    turns("failover policy", lif, &["lif-failover-local ~-01_mgmt1 fail"], 1);
    let service = |saved: &mut Saved| {
        saved.snip(
            FILE,
            "default-intercluster       intercluster-core",
            "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n",
            "",
        );
    };
    turns("service policy", service, &["lif-service-ndmp ~-01_ic fail", "lif-service-ndmp ~-02_ic fail"], 1);
    let refused = |saved: &mut Saved| {
        saved.snip(FILE, "options tape.reservations", "\n\ndunkeld-01\n    tape.reservations                 persistent\n\ndunkeld-02\n    tape.reservations                 persistent\n2 entries were displayed.", "\n\nError: \"options\" is not a recognized command");
    };
    let wanted = [
        "tape-reservations ~-01 unknown:refused",
        "tape-reservations ~-02 unknown:refused",
        "tape-reservations-uniform {} unknown:refused",
    ];
    turns("refused", refused, &wanted, 3);
}

/// All of them, for the table.
pub(super) const EACH: [fn(); 2] = [a_later_answer_counts, the_only_answers_of_a_session];
