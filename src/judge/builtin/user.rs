//! A user who can get an NDMP password
//! (ND:tape-backup/user-authentication-svm-scoped-ndmp-mode-concept.adoc, ND:ndmp/configure-backup-user-cluster-task.adoc).

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::{self, Truth};
use super::at_svm;
use super::each::{each, rows_of, svm, told};
use super::svm::{admin_svm, logged_in, of_each};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::table::{Kind, narrowed};

/// The role of the administrator of FSx for ONTAP.
const FSX_ROLE: &str = "fsxadmin";

struct Wanted {
    vserver: String,
    name: Option<String>,
    /// Not the built-in `admin`.
    is_dedicated: bool,
    roles: Vec<String>,
}

/// A user of the admin SVM (or the configured one) with ssh, password, a right role, not locked, not of Active Directory.
pub(super) fn ndmp_user<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let user = &context.question.user;
    let subject: Vec<(String, String)> = user.name.iter().map(|name| ("user".to_owned(), name.clone())).collect();
    let of = |vserver: String| {
        judge(context, subject.clone(), &Wanted { name: user.name.clone(), ..Wanted::at(context, vserver) })
    };
    // At each of several SVMs: what is wrong at one is told.
    let mut found: Vec<Finding<'f>> = at_svm::homes(context).into_iter().map(of).collect();
    if let Some(wrong) = found.iter().position(|finding| finding.truth != Truth::True) {
        return vec![found.swap_remove(wrong)];
    }
    if let Some(first) = found.into_iter().next() {
        return vec![first];
    }
    match user.vserver.clone().map_or_else(|| admin_svm(context), Ok) {
        Ok(vserver) => vec![of(vserver)],
        Err(why) => vec![Finding::about(subject, Truth::Unknown(why))],
    }
}

/// A user of the admin SVM other than the built-in `admin` can get an NDMP password: that of `admin` ends with each change of its
/// login password, and gives more rights than a backup needs.
pub(super) fn ndmp_user_dedicated<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    match admin_svm(context) {
        Ok(vserver) => {
            vec![judge(context, Vec::new(), &Wanted { is_dedicated: true, ..Wanted::at(context, vserver) })]
        }
        Err(why) => vec![Finding::unknown(why)],
    }
}

/// Every data SVM that is backed up with its own service has a user who can get an NDMP password; that of the configured backup
/// user is not asked once more.
pub(super) fn backup_svm_user<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let own = &context.question.user.vserver;
    let others = logged_in(context).into_iter().filter(|vserver| own.as_ref() != Some(vserver)).collect();
    of_each(others, |vserver| {
        let subject = vec![("vserver".to_owned(), vserver.to_owned())];
        match svm(context, vserver) {
            // No account can be made at an SVM that whole answers do not show.
            Err(why) if why.reason == Reason::Contradiction => Finding::about(subject, Truth::Unknown(why)),
            _ => judge(context, subject, &Wanted::at(context, vserver.to_owned())),
        }
    })
}

/// In node scope sessions log in as the NDMP user of each node, which is to be the planned one.
pub(super) fn node_ndmp_user<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let Some(name) = &context.question.user.name else {
        return vec![Finding::not_applicable("no-user", "nobody told the backup user (--user)")];
    };
    let check = rows_of("node", &[("node", "node")], &[], "no-node");
    each(context, &check, "no node is shown", |subject, rows| {
        let told = rows.first().map(|row| told(context, "node", row, "user-id"));
        told.into_iter().map(|told| of_node(subject.clone(), name, told)).collect()
    })
}

fn of_node<'f>(subject: Vec<(String, String)>, name: &str, told: Result<(String, Mark), Why>) -> Finding<'f> {
    let node = subject.first().map(|(_, node)| node.clone()).unwrap_or_default();
    let about = |truth| Finding::about(subject.clone(), truth).word("node", &node).word("user", name);
    match told {
        Err(why) => about(Truth::Unknown(why)),
        Ok((user, mark)) if user == *name => {
            about(Truth::True).marks([mark]).message(format!("{user} is the NDMP user of {node}"))
        }
        Ok((user, mark)) => {
            let message =
                format!("the NDMP user of {node} is {user}, and {name} is planned: in node scope no other one logs in");
            about(Truth::False).word("user-id", user).marks([mark.noted(&format!("should be {name}"))]).message(message)
        }
    }
}

impl Wanted {
    /// Any user of the SVM with one of the roles that may back it up.
    fn at(context: &Context<'_>, vserver: String) -> Self {
        let is_admin = context.facts.cluster_name().as_ref() == Some(&vserver);
        let own = if is_admin { ["admin", "backup"] } else { ["vsadmin", "vsadmin-backup"] };
        // The administrator of FSx for ONTAP has a role of its own.
        let of_fsx = [FSX_ROLE.to_owned()].into_iter().filter(|_| is_admin && context.is_fsx());
        let of_site = context.question.user.roles.iter().cloned();
        let roles = own.iter().map(|role| (*role).to_owned()).chain(of_fsx).chain(of_site).collect();
        Self { vserver, name: None, is_dedicated: false, roles }
    }
}

/// Name and role of the accounts of an SVM that surely can get an NDMP password; why none is told where there may be some.
pub(in crate::judge) fn fitting(
    context: &Context<'_>,
    vserver: &str,
    name: Option<&str>,
) -> Result<Vec<(String, String)>, Why> {
    let wanted = Wanted { name: name.map(str::to_owned), ..Wanted::at(context, vserver.to_owned()) };
    let is_its = |row: &&Row| row.is("vserver", vserver) && name.is_none_or(|name| row.is("user-or-group-name", name));
    let (mut fitting, mut unsure) = (Vec::new(), None);
    for row in context.facts.rows("security-login").iter().filter(is_its) {
        let text = |column: &str| row.text(column).unwrap_or_default().into_owned();
        match (faults(context, row, &wanted), written_beside(row)) {
            (Ok(faults), None) if faults.is_empty() => fitting.push((text("user-or-group-name"), text("role"))),
            (Ok(faults), Some(why)) if faults.is_empty() => unsure = unsure.or(Some(why)),
            (Ok(_), _) => {}
            (Err(why), _) => unsure = unsure.or(Some(why)),
        }
    }
    let gap = || context.facts.gap("security-login", &[("vserver".to_owned(), vserver.to_owned())]);
    match unsure.filter(|_| fitting.is_empty()).or_else(|| gap().filter(|_| fitting.is_empty())) {
        Some(why) => Err(why),
        None => Ok(fitting),
    }
}

/// The role that an account for backups gets. FSx for ONTAP gives accounts of the file system its own roles alone
/// (docs.aws.amazon.com, FSx for ONTAP, roles and users).
fn backup_role(wanted: &Wanted) -> &str {
    let of = |is_it: fn(&str) -> bool| wanted.roles.iter().map(String::as_str).find(|role| is_it(role));
    of(|role| role == FSX_ROLE).or_else(|| of(|role| role.ends_with("backup"))).unwrap_or("backup")
}

fn judge<'f>(context: &Context<'f>, subject: Vec<(String, String)>, wanted: &Wanted) -> Finding<'f> {
    let is_its = |row: &&Row| {
        let is_named = wanted.name.as_ref().is_none_or(|name| row.is("user-or-group-name", name));
        row.is("vserver", &wanted.vserver)
            && is_named
            && !(wanted.is_dedicated && row.is("user-or-group-name", "admin"))
    };
    let rows: Vec<&Row> = context.facts.rows("security-login").iter().filter(is_its).collect();
    let finding = |truth| {
        let name = wanted.name.clone().unwrap_or_else(|| "<user>".to_owned());
        let finding = Finding::about(subject.clone(), truth).word("vserver", &wanted.vserver).word("user", name);
        finding.word("backup-role", backup_role(wanted)).word("named", wanted.name.is_some().to_string())
    };
    let (mut fitting, mut unsure, mut by_hand) = (Vec::new(), None, None);
    for row in &rows {
        match faults(context, row, wanted) {
            Ok(faults) if faults.is_empty() => match written_beside(row) {
                Some(why) => by_hand = by_hand.or(Some(why)),
                None => fitting.push(*row),
            },
            Ok(_) => {}
            Err(why) => unsure = unsure.or(Some(why)),
        }
    }
    // Whoever wrote beside a fitting account knows more of it than the table does.
    if let Some(why) = by_hand {
        return finding(Truth::Unknown(why));
    }
    if let [first, rest @ ..] = fitting.as_slice() {
        return usable(finding(Truth::True), first, rest);
    }
    let gap = || context.facts.gap("security-login", &[("vserver".to_owned(), wanted.vserver.clone())]);
    match unsure.or_else(gap).or_else(|| of_nobody(context, wanted)) {
        Some(why) => finding(Truth::Unknown(why)),
        None => unusable(context, finding(Truth::False), &rows, wanted),
    }
}

/// An account whose SVM no line tells may be the wanted one: the tables of 9.0 and 9.1 have no line above them.
fn of_nobody(context: &Context<'_>, wanted: &Wanted) -> Option<Why> {
    let rows = context.facts.rows("security-login").iter().filter(|row| row.text("vserver").is_none());
    let mut names = rows.filter_map(|row| row.text("user-or-group-name"));
    let name = names.find(|name| wanted.name.as_ref().is_none_or(|wanted| wanted == name))?;
    let listing = context.facts.listing_commands("security-login");
    let svm = narrowed("vserver", &wanted.vserver);
    let commands: Vec<String> = listing.iter().map(|command| format!("{command}{svm}")).collect();
    let text = format!("it is not told of which SVM {name} is an account; run {}", named(&commands));
    Some(Why { commands, ..Why::new(Reason::ColumnMissing, text) })
}

fn written_beside(row: &Row) -> Option<Why> {
    let columns = ["user-or-group-name", "application", "authentication-method", "role", "is-account-locked"];
    columns.iter().find_map(|column| row.mark(column)?.doubt).map(|why| (*why).clone())
}

fn usable<'f>(finding: Finding<'f>, row: &'f Row, others: &[&'f Row]) -> Finding<'f> {
    let text = |column: &str| row.text(column).unwrap_or_default();
    let message = format!(
        "{} of {} can get an NDMP password: ssh with {}, role {}",
        text("user-or-group-name"),
        text("vserver"),
        text("authentication-method"),
        text("role")
    );
    let mut names: Vec<_> = others.iter().filter_map(|row| row.text("user-or-group-name")).collect();
    names.dedup();
    names.retain(|name| *name != text("user-or-group-name"));
    let message = if names.is_empty() { message } else { format!("{message}; so can {}", names.join(", ")) };
    finding
        .marks(row.mark("user-or-group-name"))
        .marks(row.mark("authentication-method"))
        .marks(row.mark("role"))
        .message(message)
}

/// What is wrong with a row, each with its mark; empty when the user can get an NDMP password through it.
type Faults = Vec<(String, Option<Mark>)>;

fn faults(context: &Context<'_>, row: &Row, wanted: &Wanted) -> Result<Faults, Why> {
    let mut faults = Vec::new();
    let (application, mark) = word(context, row, "application")?;
    if application != "ssh" {
        faults.push((format!("application {application}, not ssh"), mark));
        return Ok(faults);
    }
    let (method, mark) = word(context, row, "authentication-method")?;
    if !matches!(method.as_str(), "password" | "nsswitch") {
        faults.push((format!("method {method}, not password"), mark));
        return Ok(faults);
    }
    let (role, mark) = word(context, row, "role")?;
    if !wanted.roles.contains(&role) {
        if truth::is_mask(&role) || wanted.roles.iter().any(|wanted| truth::looks_like(&role, wanted)) {
            return Err(strange("role", &role, mark));
        }
        faults.push((format!("role {role}, not {}", wanted.roles.join(" or ")), mark));
    }
    let (name, mark) = word(context, row, "user-or-group-name")?;
    if name.contains('\\') {
        faults.push(("an Active Directory user".to_owned(), mark));
    } else if name.contains(' ') {
        // No name of ONTAP's own has a blank: somebody wrote beside it.
        return Err(strange("user-or-group-name", &name, mark));
    }
    let second = second_method(context, row);
    let lock = lock(context, row, &method);
    let group = if method == "nsswitch" { group(context, row) } else { Ok(None) };
    // One fault that is seen is enough, whatever else is not told.
    let mut untold = None;
    for told in [second, lock, group] {
        match told {
            Ok(fault) => faults.extend(fault),
            Err(why) => untold = untold.or(Some(why)),
        }
    }
    untold.filter(|_| faults.is_empty()).map_or(Ok(faults), Err)
}

/// The word in a column; one that ONTAP is not known to print there decides nothing.
fn word(context: &Context<'_>, row: &Row, column: &str) -> Result<(String, Option<Mark>), Why> {
    let (text, mark) = match context.facts.fact("security-login", row, column) {
        Fact::Known { value, mark, .. } => (value.text(), mark),
        Fact::Unknown(why) => return Err(why),
        Fact::NoneOf(_) => return Err(Why::new(Reason::NotCaptured, "no answer tells it")),
    };
    match context.kind("security-login", column) {
        Some(Kind::Enumeration { words, .. }) if text != "-" => {
            let own = words.iter().find(|own| own.eq_ignore_ascii_case(&text)).cloned();
            own.map(|own| (own, Some(mark.clone()))).ok_or_else(|| strange(column, &text, Some(mark)))
        }
        _ => Ok((text, Some(mark))),
    }
}

fn strange(column: &str, word: &str, mark: Option<Mark>) -> Why {
    let text = format!("`{word}` is no word that ONTAP is known to print as {column}");
    Why::new(Reason::UnknownValue, text).with(mark.map(|mark| mark.noted("unknown word")).into_iter().collect())
}

/// A second method, which a backup application cannot give. Accounts have had one since ONTAP 9.3
/// (docs.netapp.com/us-en/ontap-cli, security login create).
fn second_method(context: &Context<'_>, row: &Row) -> Result<Option<(String, Option<Mark>)>, Why> {
    match word(context, row, "second-authentication-method") {
        Ok((method, _)) if matches!(method.as_str(), "none" | "-" | "") => Ok(None),
        Ok((method, mark)) => Ok(Some((format!("second method {method}"), mark))),
        Err(why)
            if why.reason == Reason::ColumnMissing
                && context.release.as_ref().is_ok_and(|release| release.numbers < [9, 3, 0]) =>
        {
            Ok(None)
        }
        Err(why) => Err(why),
    }
}

fn lock(context: &Context<'_>, row: &Row, method: &str) -> Result<Option<(String, Option<Mark>)>, Why> {
    let (locked, mark) = word(context, row, "is-account-locked")?;
    match locked.as_str() {
        "no" => Ok(None),
        "-" if method == "nsswitch" => Ok(None),
        "yes" => Ok(Some(("the account is locked".to_owned(), mark))),
        _ => {
            let text = "it is not told whether the account is locked";
            Err(Why::new(Reason::Unset, text).with(mark.into_iter().collect()))
        }
    }
}

/// A name service's group gets no NDMP password.
fn group(context: &Context<'_>, row: &Row) -> Result<Option<(String, Option<Mark>)>, Why> {
    match word(context, row, "is-ns-switch-group") {
        Ok((word, _)) if matches!(word.as_str(), "no" | "false" | "-") => Ok(None),
        Ok((_, mark)) => Ok(Some(("a group of the name service".to_owned(), mark))),
        Err(why) if why.reason == Reason::ColumnMissing => {
            let run = named(&why.commands);
            let text = format!("it is not told whether it is a user or a group of the name service; run {run}");
            Err(Why { text, ..why })
        }
        Err(why) => Err(why),
    }
}

fn unusable<'f>(context: &Context<'f>, finding: Finding<'f>, rows: &[&'f Row], wanted: &Wanted) -> Finding<'f> {
    let who = wanted.name.as_ref().map_or_else(
        || format!("no user of {}{}", wanted.vserver, if wanted.is_dedicated { " other than admin" } else { "" }),
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
            let nearest = if wanted.name.is_some() { String::new() } else { format!("; nearest is {near}") };
            let message = format!("{who} {verb} an NDMP password{nearest}: {}", texts.join("; "));
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
