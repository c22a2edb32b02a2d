//! A user who can get an NDMP password
//! (ND:tape-backup/user-authentication-svm-scoped-ndmp-mode-concept.adoc, ND:ndmp/configure-backup-user-cluster-task.adoc).

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use crate::facts::{Mark, Row, Why};

struct Wanted {
    vserver: String,
    name: Option<String>,
    roles: Vec<String>,
}

/// A user of the admin SVM (or the configured one) with ssh, password, a right role, not locked, not of Active Directory.
pub(super) fn ndmp_user(context: &Context<'_>) -> Vec<Finding> {
    let user = &context.question.user;
    let subject: Vec<(String, String)> = user.name.iter().map(|name| ("user".to_owned(), name.clone())).collect();
    let admin = context.facts.cluster_name();
    let Some(vserver) = user.vserver.clone().or_else(|| admin.clone()) else {
        let why = Why::new("not-captured", "the name of the admin SVM is not known; `cluster identity show` tells it");
        let why = Why { commands: vec!["cluster identity show".to_owned()], ..why };
        return vec![Finding::about(subject, Truth::Unknown(why))];
    };
    let is_admin = admin.as_ref() == Some(&vserver);
    let own = if is_admin { ["admin", "backup"] } else { ["vsadmin", "vsadmin-backup"] };
    let roles = own.iter().map(|role| (*role).to_owned()).chain(user.roles.iter().cloned()).collect();
    let wanted = Wanted { vserver, name: user.name.clone(), roles };
    vec![judge(context, subject, &wanted)]
}

fn judge(context: &Context<'_>, subject: Vec<(String, String)>, wanted: &Wanted) -> Finding {
    let is_its = |row: &&Row| {
        row.text("vserver").as_ref() == Some(&wanted.vserver)
            && wanted.name.as_ref().is_none_or(|name| row.text("user-or-group-name").as_ref() == Some(name))
    };
    let rows: Vec<&Row> = context.facts.rows("security-login").iter().filter(is_its).collect();
    let finding = |truth| {
        let name = wanted.name.clone().unwrap_or_else(|| "<user>".to_owned());
        let role = wanted.roles.iter().find(|role| role.ends_with("backup")).map_or("backup", String::as_str);
        let finding = Finding::about(subject.clone(), truth).word("vserver", &wanted.vserver).word("user", name);
        finding.word("backup-role", role).word("named", wanted.name.is_some().to_string())
    };
    let mut unsure = None;
    for row in &rows {
        match faults(context, row, wanted) {
            Ok(faults) if faults.is_empty() => return usable(finding(Truth::True), row),
            Ok(_) => {}
            Err(why) => unsure = unsure.or(Some(why)),
        }
    }
    let gap = || context.facts.gap("security-login", &[("vserver".to_owned(), wanted.vserver.clone())]);
    match unsure.or_else(gap) {
        Some(why) => finding(Truth::Unknown(why)),
        None => unusable(context, finding(Truth::False), &rows, wanted),
    }
}

fn usable(finding: Finding, row: &Row) -> Finding {
    let text = |column: &str| row.text(column).unwrap_or_default();
    let message = format!(
        "{} of {} can get an NDMP password: ssh with {}, role {}",
        text("user-or-group-name"),
        text("vserver"),
        text("authentication-method"),
        text("role")
    );
    finding
        .marks(row.mark("user-or-group-name"))
        .marks(row.mark("authentication-method"))
        .marks(row.mark("role"))
        .message(message)
}

/// What is wrong with a row, each with its mark; empty when the user can get an NDMP password through it.
fn faults(context: &Context<'_>, row: &Row, wanted: &Wanted) -> Result<Vec<(String, Option<Mark>)>, Why> {
    let fact = |column: &str| match context.facts.fact("security-login", row, column) {
        crate::facts::Fact::Known { value, mark, .. } => Ok((value.text(), Some(mark))),
        crate::facts::Fact::Unknown(why) => Err(why),
        crate::facts::Fact::NoneOf(_) => Err(Why::new("not-captured", "no answer tells it")),
    };
    let mut faults = Vec::new();
    let (application, mark) = fact("application")?;
    if application != "ssh" {
        faults.push((format!("application {application}, not ssh"), mark));
        return Ok(faults);
    }
    let (method, mark) = fact("authentication-method")?;
    if !matches!(method.as_str(), "password" | "nsswitch") {
        faults.push((format!("method {method}, not password"), mark));
        return Ok(faults);
    }
    let (role, mark) = fact("role")?;
    if !wanted.roles.contains(&role) {
        faults.push((format!("role {role}, not {}", wanted.roles.join(" or ")), mark));
    }
    let (name, mark) = fact("user-or-group-name")?;
    if name.contains('\\') {
        faults.push(("an Active Directory user".to_owned(), mark));
    }
    let (locked, mark) = fact("is-account-locked")?;
    match locked.as_str() {
        "no" => {}
        "-" if method == "nsswitch" => {}
        "yes" => faults.push(("the account is locked".to_owned(), mark)),
        _ if faults.is_empty() => {
            return Err(
                Why::new("unset", "it is not told whether the account is locked").with(mark.into_iter().collect())
            );
        }
        _ => {}
    }
    Ok(faults)
}

fn unusable(context: &Context<'_>, finding: Finding, rows: &[&Row], wanted: &Wanted) -> Finding {
    let who = wanted.name.as_ref().map_or_else(
        || format!("no user of {}", wanted.vserver),
        |name| format!("{name} of {} cannot", wanted.vserver),
    );
    let nearest = rows
        .iter()
        .filter_map(|row| Some((row, faults(context, row, wanted).ok()?)))
        .min_by_key(|(_, faults)| distance(faults));
    let verb = if wanted.name.is_some() { "get" } else { "can get" };
    match nearest {
        Some((row, faults)) => {
            let texts: Vec<&str> = faults.iter().map(|(text, _)| text.as_str()).collect();
            let near = row.text("user-or-group-name").unwrap_or_default();
            let message = format!("{who} {verb} an NDMP password; nearest is {near}: {}", texts.join("; "));
            let marks: Vec<Mark> = faults.iter().filter_map(|(text, mark)| Some(mark.clone()?.noted(text))).collect();
            finding.word("faults", kinds(&texts)).words_of(row).marks(marks).message(message)
        }
        None => {
            let scope = [("vserver".to_owned(), wanted.vserver.clone())];
            let marks = context.facts.listings("security-login", &scope);
            let message = format!("{who} {verb} an NDMP password: there is no such account");
            finding.word("faults", "none").marks(marks).message(message)
        }
    }
}

/// The kinds of faults, which choose the advice.
fn kinds(texts: &[&str]) -> String {
    const KINDS: [(&str, &str); 7] = [
        ("application ", "application"),
        ("method ", "method"),
        ("second ", "second-method"),
        ("role ", "role"),
        ("an Active Directory", "directory"),
        ("a group", "group"),
        ("the account is locked", "locked"),
    ];
    let kind = |text: &&str| KINDS.iter().find(|(start, _)| text.starts_with(start)).map_or("other", |(_, kind)| kind);
    texts.iter().map(kind).collect::<Vec<_>>().join(", ")
}

/// A row of another application is farther from usable than one of another method, and that than one of a wrong role.
fn distance(faults: &[(String, Option<Mark>)]) -> usize {
    let weight = |text: &str| {
        if text.starts_with("application") {
            100
        } else if text.starts_with("method") {
            10
        } else {
            1
        }
    };
    faults.iter().map(|(text, _)| weight(text)).sum()
}
