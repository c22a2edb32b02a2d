//! What is told of one row by several answers: which of it counts.

use ndmp_preflight::facts::Facts;

use super::joined::read;
use super::present::rows;
use super::saved::{Saved, whole};
use super::session::{NODES, typed};

const STATUS: (&str, &str, &str) = ("lif", "lif", "status-oper");
const ROLE: (&str, &str, &str) = ("lif", "lif", "role");

fn lif(options: &str, column: &str, value: &str) -> String {
    format!(
        "network interface show{options} -fields {column}\nvserver lif {column}\n------- --- -------------------\nayr     ic1 {value}"
    )
}

fn of(parts: &[&str], column: (&str, &str, &str)) -> Vec<String> {
    rows(&typed(parts), column)
}

fn in_files(first: &str, second: &str) -> Saved {
    let mut saved = typed(&[first]);
    saved.with("another", &typed(&[second]).files[0].1);
    saved
}

#[test]
fn in_a_session_the_later_value_counts_and_of_two_files_neither() {
    let (up, down) = (lif("", "status-oper", "up"), lif(" -vserver ayr", "status-oper", "down"));
    assert_eq!(of(&[&up, &down], STATUS), ["ic1 down"]);
    assert_eq!(of(&[&down, &up], STATUS), ["ic1 up"]);
    assert_eq!(of(&[&up, &down, &up], STATUS), ["ic1 up"]);
    assert_eq!(rows(&in_files(&up, &down), STATUS), ["ic1 contradiction"]);
    assert_eq!(rows(&in_files(&up, &up.replace("up", "UP")), STATUS), ["ic1 up"], "the same but for capitals");
    let reading = read(&in_files(&up, &down));
    let facts = Facts::of(&reading, whole());
    let why = facts.fact("lif", &facts.rows("lif")[0], "status-oper");
    let text = "the evidence contradicts itself: `status-oper` is `up` and `down` at different places";
    assert!(format!("{why:?}").contains(text), "{why:?}");
    let mut three = in_files(&up, &down);
    three.with("yet another", &typed(&[&up]).files[0].1);
    assert_eq!(rows(&three, STATUS), ["ic1 contradiction"]);
    // A later one of the same session settles what it shows anew, and not what another file says.
    let mut settled = typed(&[&up, &down]);
    settled.with("another", &typed(&[&down]).files[0].1);
    assert_eq!(rows(&settled, STATUS), ["ic1 down"]);
}

/// A LIF keeps its role as long as it is there.
#[test]
fn of_two_roles_one_is_wrong_whichever_came_later() {
    let (own, other) = (lif("", "role", "intercluster"), lif(" -vserver ayr", "role", "node-mgmt"));
    assert_eq!(of(&[&own, &other], ROLE), ["ic1 contradiction"]);
    assert_eq!(of(&[&own, &own.replace("show", "show -vserver ayr")], ROLE), ["ic1 intercluster"]);
}

#[test]
fn a_command_that_was_mistyped_is_answered_by_the_next_one() {
    let up = lif("", "status-oper", "up");
    let mistyped = |words: &str| format!("network interface show -fields status-oper\n\nError: {words}");
    let of = |parts: &[&str]| {
        let reading = read(&typed(parts));
        let facts = Facts::of(&reading, whole());
        facts.gap("lif", &[]).map_or_else(String::new, |why| why.reason.to_string())
    };
    for words in ["\"status-opr\" is not a recognized command", "invalid argument \"status-opr\"", "ambiguous argument"]
    {
        assert_eq!(of(&[&mistyped(words), &up]), "", "{words}");
        assert_eq!(of(&[&up, &mistyped(words)]), "", "it asked for nothing: {words}");
        let other = mistyped(words).replace("-fields status-oper", "-fields status-opr");
        assert_eq!(of(&[&other, &up]), "", "{words}");
    }
    let refused = "command failed: not authorized for that command";
    assert_eq!(of(&[&mistyped(refused), &up]), "");
    assert_eq!(of(&[&up, &mistyped(refused)]), "refused", "the later answer to the same question");
}

#[test]
fn a_value_that_is_masked_counts_for_what_it_says() {
    let (up, masked) = (lif("", "status-oper", "up"), lif(" -vserver ayr", "status-oper", "<masked>"));
    let status = |parts: &[&str]| of(parts, STATUS).remove(0);
    assert_eq!(status(&[&masked, &up]), "ic1 up");
    assert_ne!(status(&[&up, &masked]), "ic1 up", "the later one is masked");
    assert_ne!(rows(&in_files(&up, &masked), STATUS)[0], "ic1 up");
    assert_ne!(rows(&in_files(&masked, &up), STATUS)[0], "ic1 up");
}

#[test]
fn two_commands_that_show_one_node_tell_of_one_row() {
    let model = "system node show -fields model,health\nnode   model   health\n------ ------- ------\nayr-01 FAS8300 true\nayr-02 FAS8300 true\n2 entries were displayed.";
    assert_eq!(of(&[NODES, model], ("node", "node", "model")), ["ayr-01 FAS8300", "ayr-02 FAS8300"]);
    assert_eq!(of(&[NODES, model], ("node", "node", "eligibility")), ["ayr-01 true", "ayr-02 true"]);
    assert_eq!(of(&[NODES, model], ("node", "node", "health")), ["ayr-01 true", "ayr-02 true"]);
}

#[test]
fn a_remark_beside_a_name_is_gone_where_the_row_is_shown_anew_behind_a_change() {
    let noted = lif("", "status-oper", "up     <-- moves");
    let clean = lif(" -vserver ayr", "status-oper", "up");
    let change = "network interface modify -vserver ayr -lif ic1 -status-admin up";
    assert_eq!(of(&[&noted], STATUS), ["ic1? up"]);
    assert_eq!(of(&[&noted, &clean], STATUS), ["ic1 up"]);
    assert_eq!(of(&[&noted, change, &clean], STATUS), ["ic1 up"]);
    assert_eq!(of(&[&clean, change, &noted], STATUS), ["ic1 up"]);
}

#[test]
fn a_row_without_its_svm_is_that_of_the_only_lif_of_the_name() {
    let own = "network interface show -fields status-oper\nlif status-oper\n--- -----------\nic1 down\nic7 up\n2 entries were displayed.";
    let named = |rows: &[&str]| {
        format!(
            "network interface show -fields role\nvserver lif role\n------- --- ------------\n{}\n{} entries were displayed.",
            rows.join("\n"),
            rows.len()
        )
    };
    let first = "ayr     ic1 intercluster";
    assert_eq!(of(&[&named(&[first]), own], STATUS), ["ic1 down", "ic7 up"]);
    assert_eq!(of(&[own, &named(&[first])], STATUS), ["ic1 down"]);
    let two = named(&[first, "vs1     ic1 data"]);
    let told = of(&[&two, own], STATUS);
    assert_eq!(
        (told.len(), told.iter().any(|row| row == "ic1 down")),
        (3, false),
        "of which of the two it is nobody knows: {told:?}"
    );
}
