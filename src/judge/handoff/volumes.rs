//! What can be backed up: the volumes of data SVMs, by the node that owns them, with the paths by which they are named; and how
//! much at a time.

use super::Desk;
use super::sheet::{Chapter, Part, Table};
use super::told::Told;
use crate::facts::{Reason, Row, Why, named};

pub(super) fn chapter(desk: &Desk<'_>) -> Chapter {
    let facts = desk.context.facts;
    let mut rows: Vec<&Row> = facts.rows("volume").iter().filter(|row| is_wanted(desk, row)).collect();
    rows.sort_by_key(|row| row.text("node").map(|node| node.into_owned()));
    let gap = facts.gap("volume", &[]);
    // ND:tape-backup/ndmp-concept.adoc; ND:tape-backup/blocking-factor-concept.adoc
    let mut parts = vec![
        Part::line("path", "form of a path", Told::value("/SVM/volume, or /SVM/volume/path below it")),
        Part::line("block_size", "block size", Told::value("4 to 256 KB")),
    ];
    match (&gap, rows.is_empty()) {
        (Some(why), true) if why.reason == Reason::NotCaptured => {
            parts.push(Part::line("more", "volumes", uncaptured(desk, why)));
        }
        (Some(why), _) => {
            parts.push(Part::line("more", if rows.is_empty() { "volumes" } else { "more volumes" }, untold(why)))
        }
        (None, true) => parts.push(Part::line("more", "volumes", Told::value("no data SVM in question has any"))),
        (None, false) => {}
    }
    let columns = vec!["node", "path", "state", "type", "root_volume"];
    let rows = rows.into_iter().map(|row| cells(desk, row)).collect();
    parts.push(Part::Table(Table { key: "volumes", title: "volumes", columns, rows }));
    Chapter { key: "volumes", title: "Volumes".to_owned(), parts }
}

fn untold(why: &Why) -> Told {
    Told::untold(why)
}

/// The list alone does not tell the nodes.
fn uncaptured(desk: &Desk<'_>, why: &Why) -> Told {
    let commands = desk.context.facts.asking_commands("volume", &["node", "state", "type"]);
    let text = format!("not captured; run {}", named(&commands));
    Told::untold(&Why { commands, text, ..why.clone() })
}

/// Whether the volume is one of a data SVM in question. The volumes of nodes cannot be backed up (ND:tape-backup/ndmp-concept.adoc).
fn is_wanted(desk: &Desk<'_>, row: &Row) -> bool {
    let Some(svm) = row.text("vserver") else { return false };
    if !desk.plan.svms.is_empty() {
        return desk.plan.svms.iter().any(|wanted| *wanted == svm);
    }
    let kind = desk.svm(&svm).and_then(|svm| svm.text("type"));
    let is_of_node = desk.nodes().iter().any(|node| *node == svm);
    kind.map_or(!is_of_node && desk.context.facts.cluster_name().as_deref() != Some(&*svm), |kind| kind == "data")
}

fn cells(desk: &Desk<'_>, row: &Row) -> Vec<Told> {
    let text = |column: &str| row.text(column).unwrap_or_default();
    let of = |column: &str| Told::of(desk.context, "volume", row, column);
    let path = Told::value(format!("/{}/{}", text("vserver"), text("volume")));
    vec![node(desk, row), path, of("state"), of("type"), root(desk, row)]
}

/// The node that owns it; a FlexGroup has several.
fn node(desk: &Desk<'_>, row: &Row) -> Told {
    let own = Told::of(desk.context, "volume", row, "node");
    match (&own, row.facts.contains_key("nodes")) {
        (Told::Untold(_), true) => Told::of(desk.context, "volume", row, "nodes"),
        _ => own,
    }
}

/// Whether it is the root volume of its SVM.
fn root(desk: &Desk<'_>, row: &Row) -> Told {
    let svm = row.text("vserver").unwrap_or_default();
    match desk.of_svm(&svm, "rootvolume") {
        Told::Untold(why) => Told::Untold(why),
        told => Told::value(if row.text("volume").is_some_and(|name| told.is(&name)) { "yes" } else { "no" }),
    }
}

/// How much at a time (ND:tape-backup/scalability-limits-ndmp-sessions-reference.adoc,
/// scalability-limits-dump-backup-restore-sessions-concept.adoc, ndmp-concept.adoc).
pub(super) fn limits(desk: &Desk<'_>) -> Chapter {
    let by_memory = |few: u32, some: u32, most: u32| {
        format!("{few} on a node with less than 16 GB of memory, {some} with less than 24 GB, {most} from 24 GB on")
    };
    let row = |row: &Row| {
        let model = Told::of(desk.context, "node", row, "model");
        vec![Told::value(row.text("node").unwrap_or_default()), model]
    };
    let rows = desk.context.facts.rows("node").iter().map(row).collect();
    let mut parts = vec![
        Part::line("sessions", "NDMP sessions", Told::value(by_memory(8, 20, 36))),
        Part::line("dumps", "dumps, restores", Told::value(by_memory(4, 16, 32))),
        Part::line("tapes", "at its tapes", Told::value("16 backups and restores on a node at the same time")),
        Part::line(
            "memory",
            "memory",
            Told::value("no `show` that is read here tells it: `sysconfig -a` of the nodeshell does"),
        ),
        Part::Table(Table { key: "nodes", title: "", columns: vec!["node", "model"], rows }),
    ];
    let streams = desk.plan.streams.map(|streams| Told::value(format!("{streams} at the same time in all")));
    parts.extend(streams.map(|told| Part::line("planned_streams", "planned streams", told)));
    Chapter { key: "limits", title: "Limits of each node".to_owned(), parts }
}
