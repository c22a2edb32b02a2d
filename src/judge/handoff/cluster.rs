//! The cluster itself: its name, release, nodes, NDMP scope, version and extensions.

use super::Desk;
use super::sheet::{Chapter, Part};
use super::told::Told;
use crate::facts::{Reason, Row};

/// ONTAP speaks no other version (ND:tape-backup/ndmpd-invalid-version-number-version-reference.adoc).
const VERSION: &str = "4";

pub(super) fn chapter(desk: &Desk<'_>) -> Chapter {
    let context = desk.context;
    let release = match &context.release {
        Ok(release) => Told::value(&release.text),
        Err(why) => Told::untold(why),
    };
    let parts = vec![
        Part::line("name", "cluster", of_cluster(desk, "cluster-name")),
        Part::line("release", "ONTAP", release),
        Part::line("nodes", "nodes", nodes(desk)),
        Part::line("scope", "NDMP scope", scope(desk)),
        Part::line("ndmp_version", "NDMP version", version(desk)),
        Part::line("cluster_aware_backup", "CAB extension", cluster_aware(desk)),
        Part::line("connection_address_extension", "CAE extension (IPv6)", Told::value("yes")),
        Part::line("restartable_backup", "extension 0x2050", of_cluster(desk, "is-extension-0x2050-enabled")),
    ];
    Chapter { key: "cluster", title: "Cluster".to_owned(), parts }
}

fn of_cluster(desk: &Desk<'_>, column: &str) -> Told {
    let none = || Told::open(Reason::NotCaptured, "no answer tells it");
    desk.context.facts.cluster().map_or_else(none, |cluster| Told::of(desk.context, "cluster", cluster, column))
}

fn nodes(desk: &Desk<'_>) -> Told {
    let names: Vec<String> = desk.nodes();
    match desk.context.facts.gap("node", &[]) {
        None => Told::List(names),
        Some(why) if names.is_empty() => Told::untold(&why),
        Some(why) => {
            Told::untold(&crate::facts::Why { text: format!("seen: {}; {}", names.join(", "), why.text), ..why })
        }
    }
}

fn scope(desk: &Desk<'_>) -> Told {
    match &desk.context.scope {
        Ok(scope) => Told::value(scope.word()),
        Err(why) => Told::untold(why),
    }
}

/// What the admin SVM is set to, else the only version that there is.
fn version(desk: &Desk<'_>) -> Told {
    let shown = |row: &Row| Told::of(desk.context, "vserver", row, "maxversion").text();
    desk.admin().and_then(shown).map_or_else(|| Told::value(VERSION), Told::Value)
}

/// The extension is of SVM scope only (ND:tape-backup/ndmp-extensions-supported-reference.adoc), and can be switched off there; no
/// command that is asked shows whether it is.
fn cluster_aware(desk: &Desk<'_>) -> Told {
    match desk.is_svm_scoped() {
        Some(true) => Told::value("offered in SVM scope, unless somebody switched it off"),
        Some(false) => Told::value("not in node scope"),
        None => scope(desk),
    }
}
