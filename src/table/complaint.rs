//! ONTAP's complaints: sentences of its own in or beside an answer, which say that something of it may be missing.
//!
//! A complaint makes an answer incomplete unless it is known to be harmless; what is known stands in [`HARMLESS`], by name.

/// A complaint that takes nothing away from an answer.
struct Harmless {
    /// Words that all stand in it, in lower case.
    words: &'static [&'static str],
    /// Why it is harmless, and where it was seen.
    #[expect(dead_code, reason = "read by who maintains the list: no entry without its reason")]
    reason: &'static str,
}

/// The complaints that are known to be harmless. Whatever is not here makes an answer incomplete.
const HARMLESS: &[Harmless] = &[
    Harmless {
        words: &["commands are potentially dangerous"],
        reason: "`set -privilege` warns of the commands to come (ND:system-admin/set-privilege-level-task.adoc)",
    },
    Harmless {
        words: &["cluster ha has not been configured"],
        reason: "`cluster show` of two nodes names a setting; its table is whole (docs.netapp.com/us-en/ontap-cli, cluster show)",
    },
    Harmless {
        words: &["failover-group", "no valid failover targets"],
        reason: "`network interface create` and `modify` warn of the LIF's targets (docs.netapp.com/us-en/ontap-cli, network interface modify)",
    },
    Harmless { words: &["deprecated"], reason: "names a newer command; the answer is the old command's, and whole" },
    Harmless { words: &["your password", "expire"], reason: "of the person who logs in, not of the answer" },
];

/// Whether the whole sentence is one that takes nothing away.
pub(crate) fn is_harmless(sentence: &str) -> bool {
    let lower = sentence.to_ascii_lowercase();
    HARMLESS.iter().any(|harmless| harmless.words.iter().all(|words| lower.contains(words)))
}

/// Whether a line without a label says that something did not come: `Node "n2" is not reachable; its entries are not shown.`
pub(crate) fn is_trouble(text: &str) -> bool {
    const SIGNS: [&str; 28] = [
        "cannot be",
        "connection refused",
        "could not",
        "deleted",
        "couldn't",
        "did not respond",
        "failed to",
        "has failed",
        "host is down",
        "incomplete",
        "internal error",
        "is down",
        "is offline",
        "might be missing",
        "left out",
        "no route to host",
        "not available",
        "not reachable",
        "not responding",
        "not shown",
        "omitted",
        "out of quorum",
        "partial",
        "rpc:",
        "timed out",
        "truncated",
        "unable to",
        "unreachable",
    ];
    let lower = text.to_ascii_lowercase();
    text.contains(' ') && SIGNS.iter().any(|sign| lower.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::{is_harmless, is_trouble};

    #[test]
    fn only_known_complaints_are_harmless() {
        for sentence in [
            "Warning: These advanced commands are potentially dangerous; use them only when directed to do so by NetApp personnel.",
            "Warning: Cluster HA has not been configured. Cluster HA must be configured on a two-node cluster",
            "Info: This command is deprecated. Use \"network interface service-policy show\" instead.",
            "Warning: Your password will expire in 3 days.",
        ] {
            assert!(is_harmless(sentence), "{sentence}");
        }
        for sentence in
            ["Warning: Unable to list entries on node ayr-02.", "Info: Results may differ.", "Error: timeout"]
        {
            assert!(!is_harmless(sentence), "{sentence}");
        }
    }

    #[test]
    fn a_sentence_without_label_is_known_by_what_did_not_come() {
        assert!(is_trouble("Node \"ayr-02\" is not reachable; its entries are not shown."));
        assert!(is_trouble(
            "RPC: Couldn't make connection [from mgwd on node \"ayr-01\" (VSID: -1) to mgwd at 192.0.2.2]"
        ));
        assert!(!is_trouble("That is all that I could capture today, Tom"));
    }
}
