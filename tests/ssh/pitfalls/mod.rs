//! The fourteen pitfalls of libssh2, as `src/collect/ssh/mod.rs` numbers them, and what fails where the code falls into one.
//!
//! | pitfall | code that falls into it | tests |
//! |---|---|---|
//! | 1 small packets wait | leaves Nagle's algorithm on | `waiting::pitfall_1_*` |
//! | 2 the status is 0 until it is there | asks for it before the channel is closed; waits for one that never comes | `answers::pitfall_2_*` |
//! | 3 a cut that looks like an end | takes status 0 for completeness | `answers::pitfall_3_*`, `cut_answers_are_never_a_pass` in `tests/live` |
//! | 4 behind a cut nothing is left | takes an answer over only when it is complete | `answers::pitfall_4_*` |
//! | 5 a full window of the other output | reads one output only | `answers::pitfall_5_*` |
//! | 6 timeouts of one wait each | has no clock of its own, for connecting, greeting, or an answer | `waiting::pitfall_6_*` |
//! | 7 closing waits once more | closes in order what does not answer | `waiting::pitfall_7_*` |
//! | 8 a lock that is held, and a drop that takes none | shares a connection; touches a session that another thread waits with | `sharing::pitfall_8_*` |
//! | 9 "would wait" | takes it for an error or an end; asks the socket for the wrong thing | `waiting::pitfall_9_*` |
//! | 10 no sign of life | sends none in a long silence | `waiting::pitfall_10_*` |
//! | 11 no text before the login is an error | takes it for one | `logging_in::pitfall_11_*` |
//! | 12 no jumps, tokens, single sign-on, certificates | goes straight, or refuses without the other way | `logging_in::pitfall_12_*` |
//! | 13 host certificates first | leaves the order to the library | `logging_in::pitfall_13_*` |
//! | 14 no way back while bytes come | looks at the clock between calls only; lets the library keep what it does not know | `floods::pitfall_14_*` |

mod answers;
mod floods;
mod logging_in;
mod sharing;
mod waiting;

/// Whoever adds a pitfall to the list adds a test.
#[test]
fn every_pitfall_of_the_list_has_a_test() {
    let list = include_str!("../../../src/collect/ssh/mod.rs");
    let tests = [
        include_str!("answers.rs"),
        include_str!("floods.rs"),
        include_str!("logging_in.rs"),
        include_str!("sharing.rs"),
        include_str!("waiting.rs"),
    ]
    .concat();
    let numbers: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("//! ")?.split_once(". "))
        .filter_map(|(number, _)| number.parse::<usize>().is_ok().then_some(number))
        .collect();
    assert!(numbers.len() >= 14, "{numbers:?}");
    for number in numbers {
        assert!(tests.contains(&format!("#[test]\nfn pitfall_{number}_")), "no test of pitfall {number}");
    }
}
