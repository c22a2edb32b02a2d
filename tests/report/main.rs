//! The report: verdicts, exit codes and all formats, from values without any text or cluster.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod fixture;
mod formats;
mod verdict;
