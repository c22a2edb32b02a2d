//! ONTAP's query language: `*`, `!`, `|`, `a..b`, `<`, `>`, `<=`, `>=`, quotes.

/// A parsed query.
#[derive(Clone, Debug, PartialEq)]
pub struct Query;
