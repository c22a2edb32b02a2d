//! Rules that the document does not have, where their evidence was captured of some and not of all.

use super::cluster::outcomes;
use super::saved::{Saved, plain, word};
use super::session::typed;

const SVMS: &str = "vserver show -fields vserver,type
vserver type
------- -----
ayr     admin
vs1     data
vs2     data
3 entries were displayed.";
const OF_ONE: &str =
    "volume show -vserver vs1 -fields state\nvserver volume state\n------- ------ ------\nvs1     root   online";

#[test]
fn nobody_is_asked_for_the_rest_unless_the_answer_to_what_was_asked_is_lost() {
    let of = |saved: &Saved| outcomes(saved, &plain(), "volume-online").iter().map(word).collect::<Vec<_>>();
    let whole = typed(&[SVMS, OF_ONE]);
    assert_eq!(of(&whole), ["pass", "not-applicable:not-captured"]);
    let lacking = typed(&[SVMS, &format!("{OF_ONE}\n2 entries were displayed.")]);
    assert_eq!(of(&lacking), ["pass", "unknown:not-captured"], "a row is lost");
    let mut unanswered = whole.clone();
    *unanswered.file("text") += " volume show\n";
    assert_eq!(of(&unanswered), ["pass", "unknown:not-captured"], "no answer follows");
    let nothing = Saved::text("ayr::> volume show -fields node,state,type\n");
    assert_eq!(of(&nothing), ["unknown:not-captured"]);
}
