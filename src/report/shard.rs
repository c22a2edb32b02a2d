//! A run that several machines share: which targets each of them judges, and how the reports of all make the one that a single
//! machine would have written.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Policy;

/// `2/4`: the second of four parts of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which one, from 1.
    pub part: usize,
    /// How many there are.
    pub of: usize,
}

/// More machines than that share no run.
const MOST: usize = 10_000;

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected K/N, such as 2/4: the second of four parts (at most {MOST})");
        let (part, of) = text.split_once('/').ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| (1..=MOST).contains(number));
        let (part, of) = number(part).zip(number(of)).ok_or_else(wrong)?;
        if part > of {
            Err(format!("there is no part {part} of {of}: the first is 1/{of}, the last {of}/{of}"))
        } else {
            Ok(Self { part, of })
        }
    }
}

impl Part {
    /// Whether a target of that name is judged in this part. The name alone decides: another target more moves none, and one
    /// part more takes from each of the others only what becomes its own (jump consistent hash, Lamping and Veach, 2014).
    pub fn holds(self, name: &str) -> bool {
        self.of_name(name) + 1 == self.part
    }

    fn of_name(self, name: &str) -> usize {
        let digest = Sha256::digest(name.as_bytes());
        let mut key = digest.iter().take(8).fold(0_u64, |key, byte| key << 8 | u64::from(*byte));
        let (mut own, mut next) = (0_u64, 0_u64);
        while next < self.of as u64 {
            own = next;
            key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
            // The quotient of 2^31 and a number of 31 bits, rounded down: no float decides where a target goes.
            next = ((own + 1) << 31) / ((key >> 33) + 1);
        }
        usize::try_from(own).unwrap_or_default()
    }
}

/// What the report of a part says of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which part it is.
    #[serde(flatten)]
    pub own: Part,
    /// What all parts were given.
    #[serde(flatten)]
    pub run: Run,
    /// What the exit code depends on.
    #[serde(flatten)]
    pub policy: Policy,
    /// Targets whose bundles could not be kept, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unkept: Vec<(String, String)>,
}

/// What all parts of a run have in common: with other targets, rules or questions they are not of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// How many inputs (paths, hosts) all parts were given.
    pub inputs: usize,
    /// SHA-256 of their names, in order.
    pub names: String,
    /// SHA-256 of the rules, tables and profiles that the program has, and of the site's own.
    pub rules: String,
    /// SHA-256 of the options and of the configuration.
    pub question: String,
}

impl Run {
    /// Notes the names of all inputs.
    pub fn name<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        let mut all = Sha256::new();
        self.inputs = 0;
        for name in names {
            self.inputs += 1;
            all.update(name.as_bytes());
            all.update([0]);
        }
        self.names = hex(&all.finalize());
    }
}

/// SHA-256 of these texts, in hexadecimal digits.
pub fn digest<'t>(texts: impl Iterator<Item = &'t [u8]>) -> String {
    let mut all = Sha256::new();
    for text in texts {
        all.update(Sha256::digest(text));
    }
    hex(&all.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether these are all parts of one run, each once; each with the name of its report.
///
/// # Errors
/// What is missing, there twice, or of another run.
pub(super) fn settle(parts: &[(&str, Option<&Shard>)]) -> Result<(), String> {
    if let Some((name, _)) = parts.iter().find(|(_, shard)| shard.is_none()) {
        return Err(format!("`{name}` is no part of a run that was shared (`--shard`), and others are"));
    }
    let parts: Vec<(&str, &Shard)> = parts.iter().filter_map(|(name, shard)| Some((*name, (*shard)?))).collect();
    let Some((first, shard)) = parts.first() else { return Ok(()) };
    for (at, (name, other)) in parts.iter().enumerate() {
        if let Some(what) = differing(shard, other) {
            return Err(format!("`{name}` {what} than `{first}`: they are no parts of one run"));
        }
        if let Some((twin, _)) = parts[..at].iter().find(|(_, before)| before.own == other.own) {
            return Err(format!("part {} of {} is there twice: `{twin}` and `{name}`", other.own.part, other.own.of));
        }
    }
    let of = shard.own.of;
    let is_missing = |part: &usize| !parts.iter().any(|(_, shard)| shard.own.part == *part);
    let missing: Vec<String> = (1..=of).filter(is_missing).map(|part| format!("{part}/{of}")).collect();
    match missing.len() {
        0 => Ok(()),
        1 => Err(format!("the part {} is missing", missing[0])),
        _ => Err(format!("the parts {} are missing", missing.join(", "))),
    }
}

/// In what the one is of another run than the other.
fn differing(one: &Shard, other: &Shard) -> Option<String> {
    let (run, others) = (&one.run, &other.run);
    if one.own.of != other.own.of {
        return Some(format!("is a part of {}, not of {}, so of another run", other.own.of, one.own.of));
    }
    let whats = [
        (run.rules != others.rules, "was judged by other rules"),
        (
            run.question != others.question || one.policy != other.policy,
            "was judged with other options or another configuration",
        ),
        (run.inputs != others.inputs || run.names != others.names, "was given other targets"),
    ];
    whats.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(of: usize) -> Vec<usize> {
        (0..2000).map(|at| Part { part: 1, of }.of_name(&format!("cluster{at}"))).collect()
    }

    /// Each target is in one part, the parts are about as large, and one part more takes only what becomes its own.
    #[test]
    fn one_part_more_moves_few() {
        for of in 1..40 {
            let (few, more) = (places(of), places(of + 1));
            let moved = few.iter().zip(&more).filter(|(before, after)| before != after);
            assert!(moved.clone().all(|(_, after)| *after == of), "{of}");
            assert!(moved.count() < 2 * 2000 / (of + 1), "{of}");
            let largest = (0..of).map(|own| few.iter().filter(|place| **place == own).count()).max();
            assert!(few.iter().all(|place| *place < of) && largest < Some(2000 / of * 2 + 20), "{of}");
        }
    }

    #[test]
    fn a_part_is_two_numbers() {
        assert_eq!("2/4".parse(), Ok(Part { part: 2, of: 4 }));
        for wrong in ["", "2", "0/4", "5/4", "2/0", "a/b", "1/4/2", "-1/2", "1/99999"] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
