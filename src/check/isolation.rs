//! One target's misfortune is its own: a fault of this program that a text brings out ends that target, and no other.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does the work for one target. What it leaves half done is its own and thrown away, so that nothing broken is seen.
///
/// # Errors
/// A fault of this program, in words.
pub fn isolated<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|fault| {
        let help = "nothing of it was judged; please report it, with the text if you may";
        format!("a fault of this program, not of the cluster, ended its check ({}): {help}", words(fault.as_ref()))
    })
}

/// What the fault says of itself.
fn words(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| fault.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn a_fault_is_told_and_ends_nothing_else() {
        let place = 7;
        let told = isolated(|| -> u8 { panic!("no cell at {place}") });
        assert!(told.is_err_and(|told| told.contains("not of the cluster") && told.contains("(no cell at 7)")));
        assert_eq!(isolated(|| 3), Ok(3));
    }
}
