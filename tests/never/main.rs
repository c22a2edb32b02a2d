//! Ready clusters of which something is broken, or says otherwise, where a reader may not see it: never ready. And the other way round:
//! what says nothing leaves a ready cluster ready.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![allow(dead_code, clippy::allow_attributes, reason = "other tests use other parts of what is shared")]

mod alike;
#[path = "../printed/answers.rs"]
mod answers;
mod breaks;
mod broken;
#[path = "../printed/cluster.rs"]
mod cluster;
mod doubted;
mod glued;
mod halfway;
mod hiding;
mod introduced;
mod mixed;
mod outside;
mod overwritten;
mod passed_by;
#[path = "../cli/program.rs"]
mod program;
#[path = "../saved/mod.rs"]
mod saved;
mod subjects;
#[path = "../printed/table.rs"]
mod table;
mod titled;
mod wrong;
