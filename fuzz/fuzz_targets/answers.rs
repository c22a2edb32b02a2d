//! Whatever a cluster sends is told apart without panic, and no byte of it counts twice.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ndmp_preflight::collect::answers::{Joined, join, marked};
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;

static JOINED: LazyLock<Vec<Joined>> = LazyLock::new(|| {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let steps = Plan::of(&catalog, &Question::plain(jiff::civil::date(2026, 11, 22))).steps;
    vec![join(&steps[..2]), join(&steps), marked(&steps[..3])]
});

fuzz_target!(|bytes: &[u8]| {
    for joined in JOINED.iter() {
        let pieces = joined.split(bytes);
        let told: usize = pieces.iter().flatten().map(|piece| piece.text.len()).sum();
        assert!(told <= bytes.len() * 2 + 2, "{told} of {}", bytes.len());
    }
});
