//! Names of columns and reasons, as whoever uses the library sees them.

use ndmp_preflight::facts::{Name, Reason};

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
