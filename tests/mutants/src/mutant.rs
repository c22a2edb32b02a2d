//! Which of the changes that are compiled into the program is in force: none, unless `NDMP_MUTANT` names one by its number. With
//! `NDMP_REACHED` a process writes into that file the number of each change whose place it comes to.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

const UNREAD: u32 = u32::MAX;
const REACHING: u32 = u32::MAX - 1;

static NUMBER: AtomicU32 = AtomicU32::new(UNREAD);
static SEEN: [AtomicU64; 512] = [const { AtomicU64::new(0) }; 512];
static REACHED: OnceLock<Option<File>> = OnceLock::new();

/// Whether change `number` is in force.
#[inline(always)]
pub(crate) fn is(number: u32) -> bool {
    let own = NUMBER.load(Ordering::Relaxed);
    if own < REACHING { own == number } else { told(number) }
}

#[cold]
#[inline(never)]
fn told(number: u32) -> bool {
    if NUMBER.load(Ordering::Relaxed) == UNREAD {
        let own = if std::env::var_os("NDMP_REACHED").is_some() {
            REACHING
        } else {
            std::env::var("NDMP_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        NUMBER.store(own, Ordering::Relaxed);
        if own != REACHING {
            return own == number;
        }
    }
    let bit = 1u64 << (number % 64);
    if SEEN[(number / 64) as usize % 512].fetch_or(bit, Ordering::Relaxed) & bit == 0 {
        let file = REACHED.get_or_init(|| {
            let path = std::env::var_os("NDMP_REACHED")?;
            OpenOptions::new().create(true).append(true).open(path).ok()
        });
        if let Some(mut file) = file.as_ref() {
            let _ = file.write_all(format!("{number}\n").as_bytes());
        }
    }
    false
}

/// An iterator that is one of two: what a function says that returns `impl Iterator`, and what a change of it does.
#[derive(Clone)]
pub(crate) enum Either<A, B> {
    Changed(A),
    Own(B),
}

impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for Either<A, B> {
    type Item = A::Item;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Changed(one) => one.next(),
            Self::Own(one) => one.next(),
        }
    }
}

impl<A: DoubleEndedIterator, B: DoubleEndedIterator<Item = A::Item>> DoubleEndedIterator for Either<A, B> {
    fn next_back(&mut self) -> Option<Self::Item> {
        match self {
            Self::Changed(one) => one.next_back(),
            Self::Own(one) => one.next_back(),
        }
    }
}
