//! The LIFs that the backup application addresses: those that the plan names, else those of the roles that its profile registers.

use std::net::IpAddr;

use super::super::context::{Context, Scope};
use super::super::rows;
use super::each::{ip, rows_of, told};
use crate::facts::{Fact, Mark, Row, Why};

/// The LIFs that the plan means by a name or an address. SVMs may have LIFs of one name: then those of an SVM that it names are
/// meant.
pub(in crate::judge) fn meant<'f>(context: &Context<'f>, wanted: &str) -> Vec<&'f Row> {
    let found: Vec<&Row> = context.facts.rows("lif").iter().filter(|lif| is_it(lif, wanted)).collect();
    let question = context.question;
    let is_planned = |lif: &&Row| {
        let mut svms = question.backup.svms.iter().chain(&question.user.vserver);
        svms.any(|svm| lif.is("vserver", svm))
    };
    let planned: Vec<&Row> = found.iter().copied().filter(is_planned).collect();
    if planned.is_empty() { found } else { planned }
}

fn is_it(lif: &Row, wanted: &str) -> bool {
    match wanted.parse::<IpAddr>() {
        Ok(address) => lif.text("address").and_then(|text| ip(&text)) == Some(address),
        Err(_) => lif.is("lif", wanted),
    }
}

/// The LIFs that the plan names, each once; what may mean several is none of them.
pub(in crate::judge) fn planned<'f>(context: &Context<'f>) -> Vec<&'f Row> {
    let mut lifs: Vec<&Row> = Vec::new();
    for wanted in &context.question.backup.register {
        if let [only] = meant(context, wanted).as_slice()
            && !holds(&lifs, only)
        {
            lifs.push(*only);
        }
    }
    lifs
}

/// Whether this very row is among them.
pub(in crate::judge) fn holds(lifs: &[&Row], lif: &Row) -> bool {
    lifs.iter().any(|one| std::ptr::eq(*one, lif))
}

/// Whether the profile of the application registers LIFs of this role, and the plan names none. What applications say of their
/// LIF they say of SVM scope.
pub(super) fn is_of_profile(context: &Context<'_>, lif: &Row) -> bool {
    let backup = &context.question.backup;
    backup.register.is_empty()
        && matches!(context.scope, Ok(Scope::Svm))
        && backup.register_roles.iter().any(|role| lif.is("role", role))
}

/// The LIFs of the roles that the application registers by its profile, and why others may be among them.
pub(super) fn of_roles<'f>(context: &Context<'f>) -> (Vec<&'f Row>, Option<Why>) {
    let roles = context.question.backup.register_roles.join("|");
    let subject = [("vserver", "vserver"), ("lif", "lif")];
    let (groups, gap) = rows::subjects(context, &rows_of("lif", &subject, &[("role", &roles)], "no-lif"));
    (groups.into_iter().filter_map(|(_, rows)| rows.first().copied()).collect(), gap)
}

/// The SVMs whose data LIFs the plan names: sessions log in there.
pub(in crate::judge) fn svms(context: &Context<'_>) -> Vec<String> {
    let is_data = |lif: &&Row| told(context, "lif", lif, "role").is_ok_and(|(role, _)| role == "data");
    let own = planned(context).into_iter().filter(is_data).filter_map(|lif| lif.text("vserver"));
    own.map(|vserver| vserver.into_owned()).collect()
}

/// The same where all LIFs that the plan names are of data SVMs, and it names no SVM: these are what is backed up.
pub(in crate::judge) fn only_svms(context: &Context<'_>) -> Vec<String> {
    let register = &context.question.backup.register;
    let svms = svms(context);
    if svms.len() < register.len() { Vec::new() } else { svms }
}

/// Where it stands that the LIF has no IP address: one of FC has a WWPN there, or none.
pub(in crate::judge) fn without_address(context: &Context<'_>, lif: &Row) -> Option<Mark> {
    if lif.text("wwpn").is_some() {
        return lif.mark("wwpn");
    }
    let Fact::Known { value, mark, .. } = context.facts.fact("lif", lif, "address") else { return None };
    ip(&value.text()).is_none_or(|address| address.is_unspecified()).then_some(mark)
}
