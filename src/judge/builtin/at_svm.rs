//! Users of data SVMs: they log in at the data LIFs of their SVM alone, behind which there is no tape
//! (ND:tape-backup/availability-volumes-tapes-backup-restore-lif-reference.adoc,
//! user-authentication-svm-scoped-ndmp-mode-concept.adoc).

use std::collections::BTreeSet;

use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::addressed;
use super::each::svm;
use super::svm::admin_svm;
use crate::facts::Why;

/// The data SVMs at which the planned user logs in where nobody says it: those to which the plan leads, if one of them has an account
/// of that name and the admin SVM has none. Each SVM has a `vsadmin` of its own.
pub(super) fn homes(context: &Context<'_>) -> Vec<String> {
    let question = context.question;
    let (Some(name), None) = (&question.user.name, &question.user.vserver) else { return Vec::new() };
    let Some(admin) = context.facts.cluster_name() else { return Vec::new() };
    let backup = &question.backup;
    // What is registered, or is by the profile, says where sessions come in; else the SVMs that are backed up by themselves.
    let is_free = backup.register.is_empty() && backup.register_roles.is_empty();
    let svms: BTreeSet<String> = if is_free {
        backup.svms.iter().cloned().collect()
    } else {
        addressed::only_svms(context).into_iter().collect()
    };
    let accounts = context.facts.rows("security-login").iter().filter(|row| row.is("user-or-group-name", name));
    let owners: BTreeSet<String> = accounts.filter_map(|row| Some(row.text("vserver")?.into_owned())).collect();
    if owners.contains(&admin) || owners.is_disjoint(&svms) { Vec::new() } else { svms.into_iter().collect() }
}

/// What the planned user of a data SVM does not reach, where nobody names a LIF: another SVM that is backed up, or tapes; `None`:
/// nothing is wrong with that.
pub(super) fn of_user<'f>(context: &Context<'f>) -> Option<Finding<'f>> {
    let question = context.question;
    let homes = homes(context);
    let vserver = question.user.vserver.as_ref().or(homes.first())?;
    let other = question.backup.svms.iter().find(|svm| *svm != vserver && !homes.contains(svm));
    if !matches!(context.scope, Ok(Scope::Svm)) || !question.tape && other.is_none() {
        return None;
    }
    let about = |truth| Finding::about(vec![("vserver".to_owned(), vserver.clone())], truth);
    // An account of that name at the admin SVM, in what is missing of the answer, would be the one that is meant.
    let gap = || context.facts.gap("security-login", &[]).filter(|_| question.user.vserver.is_none());
    match is_admin(context, vserver).and_then(|is_admin| gap().map_or(Ok(is_admin), Err)) {
        Ok(true) => return None,
        Ok(false) => {}
        Err(why) => return Some(about(Truth::Unknown(why))),
    }
    let own = svm(context, vserver).ok().and_then(|row| row.mark("vserver"));
    let marks = own.map_or_else(|| context.facts.listings("lif", &[]), |mark| vec![mark]);
    let who = question.user.name.clone().unwrap_or_else(|| "the backup user".to_owned());
    let who = format!("{who} of {vserver} logs in at the data LIFs of {vserver} alone");
    let (lack, message) = match other {
        Some(other) => ("svm-of-user", format!("{who}, and {other} is backed up too")),
        None => {
            let text = "of which none gives a tape device, and tapes at the cluster are planned (--tape local)";
            ("tapes-of-user", format!("{who}, {text}"))
        }
    };
    Some(about(Truth::False).word("lack", lack).marks(marks).message(message))
}

/// Whether the SVM is the admin SVM: by the name of the cluster, or by its type.
fn is_admin(context: &Context<'_>, vserver: &str) -> Result<bool, Why> {
    admin_svm(context).map(|admin| admin == *vserver).or_else(|why| {
        let row = svm(context, vserver).ok().and_then(|row| row.text("type"));
        match row.as_deref() {
            Some("admin") => Ok(true),
            Some("data") => Ok(false),
            _ => Err(why),
        }
    })
}
