//! The ports between: who connects to whom.

use super::Desk;
use super::sheet::{Chapter, Part, Table};
use super::told::Told;

/// NDMP, and NDMP over TLS (ND:networking/ontap_port_usage_on_a_storage_system_overview.adoc).
pub(super) const NDMP: &str = "10000";
pub(super) const NDMPS: &str = "30000";

pub(super) fn chapter(desk: &Desk<'_>) -> Chapter {
    let addresses: Vec<String> = desk.context.question.dma_addresses.iter().map(ToString::to_string).collect();
    let from = if addresses.is_empty() { "the backup application".to_owned() } else { addresses.join(", ") };
    let control = Told::value(format!("tcp {NDMP}: from {from} to each host above"));
    let mut parts = vec![Part::line("control", "control", control)];
    parts.extend((desk.is_svm_scoped() != Some(false)).then(|| Part::Table(of_svms(desk))));
    parts.extend(desk.without_admin());
    parts.push(Part::line("data", "data", data(desk)));
    Chapter { key: "ports", title: "Ports".to_owned(), parts }
}

/// Where data connections go (ND:tape-backup/common-ndmp-topologies-reference.adoc).
fn data(desk: &Desk<'_>) -> Told {
    if desk.context.question.tape {
        return Told::value("none for tapes at the cluster: the data stay in it");
    }
    Told::value(
        "three-way or remote: the cluster connects to the data mover of the application, so open its data ports there; its \
         own documentation tells which",
    )
}

/// Control over TLS and the range of data ports, which each SVM has for itself
/// (ND:tape-backup/ndmp-server-secure-control-svm-scoped-mode-concept.adoc).
fn of_svms(desk: &Desk<'_>) -> Table {
    let row = |svm: &String| {
        let tls = match desk.of_svm(svm, "is-secure-control-connection-enabled") {
            told if told.is("true") => Told::value(format!("tcp {NDMPS}, as well as {NDMP}")),
            told if told.is("false") => Told::value("off"),
            told => told,
        };
        vec![Told::value(svm), tls, desk.of_svm(svm, "data-port-range")]
    };
    let columns = vec!["vserver", "tls_control", "data_port_range"];
    Table { key: "svms", title: "", columns, rows: desk.svms().iter().map(row).collect() }
}
