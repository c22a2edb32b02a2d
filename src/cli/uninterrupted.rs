//! Where a program hears of no signal, it ends as the system ends it; a file that is half written has another name until it is whole.

use super::complaint::Complaint;

/// There is nothing to watch for.
#[expect(clippy::unnecessary_wraps, reason = "as it is where there are signals")]
pub(super) fn watch() -> Result<(), Complaint> {
    Ok(())
}

/// No signal tells that a file may not grow; writing it is an error as it is.
pub(super) fn survive_limits() {}
