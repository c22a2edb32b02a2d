//! Allowed addresses of a service policy as `-fields` tells them: one list for all services, read or left alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use saved::{Saved, of_rule, plain};

/// The outcomes of `lif-allowed-dma` for a LIF whose policy has these services and addresses.
fn outcomes(services: &str, addresses: &str) -> Vec<String> {
    let text = format!(
        "c1::> version\nNetApp Release 9.15.1: Tue Jan 18 11:24:13 UTC 2022\n\n\
        c1::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is disabled.\n\n\
        c1::> network interface service-policy show -fields services,service-allowed-addresses\n\
        vserver|~2~|policy|~2~|services|~2~|service-allowed-addresses|~2~|\n\
        Vserver|~2~|Policy|~2~|Services|~2~|Addresses|~2~|\nc1|~2~|ic|~2~|{services}|~2~|{addresses}|~2~|\n\n\
        c1::> network interface show -fields role,service-policy\n\
        vserver|~1~|lif|~1~|role|~1~|service-policy|~1~|\nVserver|~1~|Lif|~1~|Role|~1~|Policy|~1~|\n\
        c1|~1~|ic1|~1~|intercluster|~1~|ic|~1~|\n\nc1::>"
    );
    let mut question = plain();
    question.dma_addresses = vec!["192.0.2.9".parse().unwrap(), "2001:db8::9".parse().unwrap()];
    of_rule(&Saved::text(&text).outcomes(&question), "lif-allowed-dma")
}

#[test]
fn an_address_without_a_service_goes_on_with_the_one_before_it() {
    let services = "intercluster-core,backup-ndmp-control";
    let all = "intercluster-core:0.0.0.0/0,backup-ndmp-control:192.0.2.0/24,2001:db8::/64";
    for addresses in [all.to_owned(), format!("\"{all}\""), all.replace(',', "\",\"")] {
        let seen = outcomes(services, &addresses);
        assert_eq!(seen, ["192.0.2.9/ic1 pass", "2001:db8::9/ic1 pass"], "{addresses}");
    }
    let narrow = "intercluster-core:0.0.0.0/0,::/0,backup-ndmp-control:192.0.2.0/24";
    assert_eq!(outcomes(services, narrow), ["192.0.2.9/ic1 pass", "2001:db8::9/ic1 fail"]);
}

#[test]
fn a_list_that_fits_the_services_in_no_way_tells_nothing() {
    let services = "intercluster-core,backup-ndmp-control";
    for addresses in [
        "backup-ndmp-control:0.0.0.0/0",
        "intercluster-core:0.0.0.0/0,backup-ndmp:0.0.0.0/0",
        "0.0.0.0/0,intercluster-core:0.0.0.0/0,backup-ndmp-control:0.0.0.0/0",
        "0.0.0.0/0,::/0",
        "-",
    ] {
        let seen = outcomes(services, addresses);
        assert_eq!(
            seen,
            ["192.0.2.9/ic1 unknown:column-missing", "2001:db8::9/ic1 unknown:column-missing"],
            "{addresses}"
        );
    }
}
