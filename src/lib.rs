//! Tells whether a NetApp ONTAP 9 cluster is ready for NDMP tape backup.
//!
//! One word of ONTAP's output walks through the rooms of this library in one direction, from the file it came in to the
//! line of the report that it decides:
//!
//! ```text
//! Capture -> Answer -> Facts -> Outcome -> Report -> bytes
//!  source    table     facts    judge      report
//! ```
//!
//! - [`source`]: bytes to text and lines, in whatever encoding; secrets are masked before anything else sees them. Every
//!   character keeps the line and column that it had.
//! - [`table`]: text to answers. What each ONTAP command prints is described in `rules/tables/*.toml`; the readers know
//!   layouts, not commands. What cannot be read with certainty is left out, and the answer's status says so.
//! - [`rule`]: the rule files, checked when the program is built, and a site's own at load: every name, type and value word, all
//!   faults at once, with their places.
//! - [`facts`]: records joined to rows of entities (a LIF, a node, a tape device) from all answers that tell something of
//!   them. An absent fact comes with the reason for its absence.
//! - [`judge`]: rules x facts to outcomes, in three-valued truth: no evidence is never a pass.
//! - [`report`]: one report value, one file a format.
//!
//! These rooms take values and give values: no file, clock, environment, network or colour is in them. Outside stand
//! [`collect`] (clusters that are asked, and what they answered), [`config`] (the configuration file), [`saved`] (what was saved or pasted), [`check`] (what leads from all that to a report), [`trial`] (rules tried on their own examples), [`redaction`] (a paste that can be shown to others) and the command line of the binary; [`fault`] is how a wrong TOML file is told. The
//! library builds without its default feature `cli`.
//!
//! Facts join by entity rather than by command, because ONTAP tells one thing in many places: a LIF's home node stands in
//! `network interface show -failover`, its role in the option that was typed, its services in a policy. A rule names the
//! column; which answer told it is worked out underneath, and so is which answer is missing.
//!
//! ```
//! use ndmp_preflight::judge::{Question, Verdict, judge};
//! use ndmp_preflight::rule::Catalog;
//! use ndmp_preflight::source::Capture;
//!
//! let catalog = Catalog::embedded().map_err(|faults| faults[0].to_string())?;
//! let text = "tay::> version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n\ntay::>";
//! let captures = vec![Capture::read("session.txt", text.into()).map_err(|error| error.to_string())?];
//! let readings = ndmp_preflight::table::read("session", captures, &catalog.tables);
//! let judgement = judge(&readings[0], &catalog, &Question::plain(jiff::civil::date(2026, 11, 22)));
//! let version = judgement.outcomes.iter().find(|outcome| outcome.rule == "ontap-version");
//! assert_eq!(version.map(|outcome| outcome.verdict), Some(Verdict::Pass));
//! assert!(judgement.outcomes.iter().any(|outcome| outcome.verdict == Verdict::Unknown));
//! # Ok::<(), String>(())
//! ```

pub mod check;
pub mod collect;
pub mod config;
mod embedded;
pub mod facts;
pub mod fault;
pub mod judge;
pub mod redaction;
pub mod report;
pub mod rule;
pub mod saved;
pub mod schema;
pub mod source;
pub mod table;
pub mod trial;
