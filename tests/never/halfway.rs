//! A cluster in the middle of a change: nodes of two releases, and LIFs that are all on another node.

use crate::cluster::Cluster;
use crate::hiding::Case;
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

fn case(cluster: &Cluster, by_role: bool) -> Case {
    let good = cluster.answers(Regime::Overflowing, by_role);
    Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() }
}

/// The images of the nodes, each with the release that it runs.
fn images(nodes: &[String], releases: &[&str]) -> [(&'static str, String); 3] {
    let running = nodes.iter().zip(releases.iter().cycle());
    let row = |(node, release): (&String, &&str)| format!("{node:<14} {release:<23} 3/11/2025 08:01:00\n");
    let installed = |(node, release): (&String, &&str)| {
        format!(
            "{node}\n         image1  false   false   9.3P18                    5/2/2023 10:11:12\n         image2  true    true    {release:<25} 3/11/2025 08:01:02\n"
        )
    };
    let count = format!("{} entries were displayed.\n", nodes.len());
    let heading = "Node           Current Version         Installation Date\n-------------- ----------------------- -------------------\n";
    let of_images = "                 Is      Is                                Install\nNode     Image   Default Current Version                   Date\n-------- ------- ------- ------- ------------------------- -------------------\n";
    let all = of_images.to_owned() + &running.clone().map(installed).collect::<String>();
    let all = all + &format!("{} entries were displayed.\n", 2 * nodes.len());
    [
        ("cluster image show", heading.to_owned() + &running.map(row).collect::<String>() + &count),
        ("system image show", all.clone()),
        ("system node image show", all),
    ]
}

#[test]
fn nodes_of_two_releases_leave_open_which_policies_decide() {
    let mut wrong = Wrong::default();
    for (own, other, near) in [("9.9.1P4", "9.10.1P16", "9.8P18"), ("9.12.1P8", "9.9.1P20", "9.11.1P4")] {
        let cluster = Cluster::ready("tay7", &["-01", "-02"], own, false);
        let case = case(&cluster, true);
        for (releases, allowed) in [
            (vec![own, other], [3]),
            (vec![other, own], [3]),
            (vec![other], [3]),
            (vec![own], [0]),
            (vec![near, own], [0]),
        ] {
            for (command, text) in images(&cluster.nodes, &releases) {
                for at in [3, case.good.len()] {
                    let mut all = case.good.clone();
                    all.insert(at, (command.to_owned(), text.clone()));
                    wrong.check(&allowed, &format!("{own}: {command} {releases:?}"), &Saved::text(&case.session(&all)));
                }
            }
        }
        // Before the update all nodes were old.
        let mut all = case.good.clone();
        let (command, text) = images(&cluster.nodes, &["9.9.1P2"])[0].clone();
        all.insert(0, (command.to_owned(), text));
        wrong.check(&[0], &format!("{own} updated"), &Saved::text(&case.session(&all)));
    }
    wrong.none();
}

/// The session without the columns that tell homes, which only the view by `-fields` has.
#[test]
fn a_node_on_which_no_lif_is_has_none_wherever_their_homes_are() {
    let mut wrong = Wrong::default();
    for release in ["9.9.1P4", "9.15.1"] {
        for nodes in [&["-01", "-02"][..], &["-a", "-b", "-c"]] {
            let mut cluster = Cluster::ready("tay7", nodes, release, false);
            let names = cluster.nodes.clone();
            let last = names.len() - 1;
            let lif = cluster.lif("intercluster", last);
            (lif.node, lif.home) = (names[0].clone(), "false");
            let case = case(&cluster, true);
            let telling = |command: &str| command.contains("-fields") || command.contains("-failover");
            let all: Vec<(String, String)> =
                case.good.iter().filter(|(command, _)| !telling(command)).cloned().collect();
            let what = format!("{release} {}", names.len());
            wrong.check(&[1], &what, &Saved::text(&case.session(&all)));
            // Where it was cut off, the node may have one behind the end.
            let cut = |(command, text): &(String, String)| {
                let is_lif = command.starts_with("network interface show");
                let kept = text.lines().take_while(|line| !is_lif || !line.contains(&format!("{}_icl1", names[last])));
                (command.clone(), kept.map(|line| format!("{line}\n")).collect())
            };
            // Of one row ONTAP prints no count.
            let allowed: &[u8] = if last > 1 { &[3] } else { &[1, 3] };
            wrong.check(
                allowed,
                &format!("{what} cut off"),
                &Saved::text(&case.session(&all.iter().map(cut).collect())),
            );
        }
    }
    wrong.none();
}
