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

/// The next of numbers that look random.
fn next(state: &mut u64, most: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % most as u64) as usize
}

#[test]
fn no_secret_is_lost_beside_a_label_that_tells_none() {
    const BESIDE: [&str; 14] = [
        "Allow Clear Text Password",
        "clear-text password",
        "Clear Text  Password",
        "Allow ",
        "Password",
        "secret",
        ": ",
        ":",
        " : ",
        "=",
        "true",
        "Wren4711x",
        " ",
        "\"",
    ];
    let (mut state, mut count) = (11_u64, 0);
    for _ in 0..30_000 {
        let length = 2 + next(&mut state, 6);
        let text: String = (0..length).map(|_| BESIDE[next(&mut state, BESIDE.len())]).collect();
        let by_all = runs(&text, &|sign| sign.made());
        assert_eq!(secrets(&text), by_all, "{text:?}");
        count += usize::from(!by_all.is_empty());
    }
    assert!(count > 1000, "{count}");
    assert!(!gate::may_be_label("allow clear text password: true\n"));
}

#[test]
fn no_match_is_lost_where_a_sign_is_not_looked_for() {
    let signs: Vec<&Sign> = SURE.iter().chain([&LABEL, &PLAIN_LABEL, &TOLD, &OPEN]).collect();
    let mut matched = vec![0; signs.len()];
    let mut state = 7_u64;
    let mut below = |most: usize| next(&mut state, most);
    for _ in 0..60_000 {
        let text: String = (0..2 + below(7)).map(|_| PARTS[below(PARTS.len())]).collect();
        let all =
            |sign: &Sign| sign.made().map(|made| made.find_iter(&text).map(|found| found.range()).collect::<Vec<_>>());
        assert_eq!(all(&PLAIN_LABEL), all(&LABEL), "{text:?}");
        for (sign, count) in signs.iter().zip(&mut matched) {
            if sign.made().is_some_and(|made| made.is_match(&text)) {
                *count += 1;
                assert!((sign.needs)(&text.to_ascii_lowercase()), "{text:?}: {}", sign.pattern);
            }
        }
    }
    assert!(matched.iter().all(|count| *count > 0), "{matched:?}");
}
