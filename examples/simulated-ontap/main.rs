//! A simulated ONTAP that answers over SSH.

fn main() {}
