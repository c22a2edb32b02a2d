//! What to capture: the commands for what is planned, in the form that people read.

use ndmp_preflight::collect::plan::{Plan, Purpose};
use ndmp_preflight::report::Shell;

use crate::desk::Desk;
use crate::order::Order;

/// The name under which a loop reaches the cluster, until somebody writes another.
const HOST: &str = "admin@cluster1";

/// As text to be pasted: into a session, or, with the name of a shell, into that.
pub(crate) fn of(desk: &Desk, order: &Order, how: &str) -> Option<String> {
    let (catalog, questions) = desk.asked(order)?;
    let plan = Plan::with(&catalog, &questions.plain, Purpose::Check);
    let commands = plan.steps.iter().map(|step| step.saved().text());
    match Shell::of(how) {
        Some(shell) => Some(shell.capture(HOST, HOST, commands)),
        // A pager waits for a key, which eats the next command.
        None => Some(std::iter::once("rows 0").chain(commands).map(|command| format!("{command}\n")).collect()),
    }
}
