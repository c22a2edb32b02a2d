//! What is judged, and so what is asked: options and configuration as one question, and what is sent for it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::check::Aim;
use ndmp_preflight::collect::plan::{Plan, Purpose};
use ndmp_preflight::config::{Options, Planned};
use ndmp_preflight::judge::{Question, Questions};
use ndmp_preflight::rule::Catalog;

use super::complaint::Complaint;
use super::setting::Setting;

/// Puts the questions, and leaves what is not selected out of the catalog. `planned`: what the command line and the
/// environment tell of the backup.
pub(super) fn aim(options: &Options, planned: &Planned, setting: &mut Setting) -> Result<Aim, Complaint> {
    let today = options.now.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    Ok(Aim::of(options, planned, &setting.config, &mut setting.catalog, today)?)
}

/// What a question asks of a cluster; a command that a table names and that may not be sent is a fault of the table.
pub(super) fn plan(catalog: &Catalog, question: &Question, purpose: Purpose) -> Result<Plan, Complaint> {
    let plan = Plan::with(catalog, question, purpose);
    match plan.refused.first() {
        Some(refused) => Err(Complaint::Usage(format!("{refused}; it stands in a table of `--rules`"))),
        None => Ok(plan),
    }
}

/// What a run may send to any of its clusters: the plan of the question, and what the others need beside it.
pub(super) fn plan_of_all(catalog: &Catalog, questions: &Questions, purpose: Purpose) -> Result<Plan, Complaint> {
    let mut all = plan(catalog, &questions.plain, purpose)?;
    for (_, question) in &questions.own {
        for step in plan(catalog, question, purpose)?.steps {
            if !all.steps.iter().any(|known| known.show == step.show) {
                all.steps.push(step);
            }
        }
    }
    Ok(all)
}
