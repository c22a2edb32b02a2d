//! Which question is asked of which target, by the name under which it was reached.

use ndmp_preflight::judge::{Question, Questions};

use super::saved::plain;

#[test]
fn a_target_has_its_own_question_under_its_bare_name_and_with_user_and_port() {
    let own = |release: &str| Question { ontap: Some(release.to_owned()), ..plain() };
    let named = [("ayr.example.com", "9.9.1"), ("2001:db8::7", "9.8")];
    let questions = Questions {
        own: named.iter().map(|(name, release)| ((*name).to_owned(), own(release))).collect(),
        ..Questions::from(plain())
    };
    let of = |target: &str| questions.of(target).ontap.clone();
    for target in ["ayr.example.com", "AYR.example.com", "admin@ayr.example.com", "admin@ayr.example.com:2222"] {
        assert_eq!(of(target).as_deref(), Some("9.9.1"), "{target}");
    }
    assert_eq!(of("ayr.example.com:22").as_deref(), Some("9.9.1"));
    assert_eq!(of("admin@2001:db8::7").as_deref(), Some("9.8"), "the last part of an address is no port");
    assert_eq!((of("troon.example.com"), of("2001:db8::7:22")), (None, None));
}
