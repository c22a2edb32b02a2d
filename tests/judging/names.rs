//! Names of columns and reasons, as whoever uses the library sees them.

use ndmp_preflight::facts::{Fact, Facts, Name, Reason, Row};

use super::joined::read;
use super::saved::whole;
use super::session::{NODES, typed};

#[test]
fn names_of_columns_stand_in_the_order_of_their_letters_and_show_them() {
    assert!(Name::from("curr-node") < Name::from("home-node"));
    assert!(Name::from("home-port") > Name::from("home-node"));
    assert!(Name::from("lif") >= Name::from("lif"));
    assert_eq!(format!("{:?}", Name::from("curr-node")), "\"curr-node\"");
}

#[test]
fn a_reason_is_shown_as_its_code() {
    assert_eq!(Reason::NotCaptured.to_string(), "not-captured");
}

#[test]
fn a_column_is_asked_for_by_its_name_where_the_plain_answer_does_not_show_it() {
    let reading = read(&typed(&[NODES]));
    let facts = Facts::of(&reading, whole());
    let asked = |entity: &str, column: &str| match facts.fact(entity, &Row::default(), column) {
        Fact::Unknown(why) => why.commands.join("; "),
        told => format!("{told:?}"),
    };
    assert_eq!(asked("lif", "status-oper"), "network interface show", "it is half of a column there");
    assert_eq!(asked("lif", "failover-policy"), "network interface show -fields failover-policy");
    assert_eq!(asked("port", "link"), "network port show");
}
