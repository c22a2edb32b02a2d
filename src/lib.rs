//! Tells whether a NetApp ONTAP 9 cluster is ready for NDMP tape backup.

pub mod config;
pub mod facts;
pub mod fault;
pub mod judge;
pub mod report;
pub mod rule;
pub mod source;
pub mod table;
