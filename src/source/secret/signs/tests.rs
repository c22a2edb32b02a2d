//! No secret may be lost because its expression was not made.

use super::*;

/// Parts of which texts with secrets are made.
const PARTS: [&str; 46] = [
    "_",
    "7",
    "password",
    "Password",
    "secret",
    "api-key",
    "pw",
    " ",
    " ",
    " ",
    ":",
    "=",
    "|",
    "->",
    " is ",
    " was ",
    "and ",
    "with ",
    ", ",
    "/",
    "(",
    "curl",
    " -u ",
    "--user ",
    "sshpass",
    " -p ",
    "smbclient",
    " -U ",
    "ConvertTo-SecureString ",
    "authorization",
    "basic ",
    "type=password",
    " value=",
    "<password>",
    "</",
    "://",
    "joe:",
    "@host",
    "joe%",
    "wren7x",
    "\"",
    "'",
    "\n",
    "-",
    "-password ",
    "the ",
];

#[test]
fn no_match_is_lost_where_a_sign_is_not_looked_for() {
    let signs: Vec<&Sign> = SURE.iter().chain([&LABEL, &PLAIN_LABEL, &TOLD, &OPEN]).collect();
    let mut matched = vec![0; signs.len()];
    let mut state = 7_u64;
    let mut below = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % most) as usize
    };
    for _ in 0..60_000 {
        let text: String = (0..2 + below(7)).map(|_| PARTS[below(PARTS.len() as u64)]).collect();
        let all =
            |sign: &Sign| sign.made().map(|made| made.find_iter(&text).map(|found| found.range()).collect::<Vec<_>>());
        assert_eq!(all(&PLAIN_LABEL), all(&LABEL), "{text:?}");
        for (sign, count) in signs.iter().zip(&mut matched) {
            if sign.made().is_some_and(|made| made.is_match(&text)) {
                *count += 1;
                assert!((sign.needs)(&text), "{text:?}: {}", sign.pattern);
            }
        }
    }
    assert!(matched.iter().all(|count| *count > 0), "{matched:?}");
}
