//! The thirteen pitfalls of libssh2, and what fails where the code falls into one.

mod answers;
mod logging_in;
mod sharing;
mod waiting;
