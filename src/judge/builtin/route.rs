//! Packets to the backup application find their way: its address is in the LIF's own subnet, or a route of the LIF covers it
//! (ND:networking/create_a_static_route.adoc, ND:networking/display_routing_information.adoc).

use std::net::IpAddr;

use ipnet::IpNet;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::access_rules::{each_session_lif, shown};
use super::each::{ip, told};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::table::Value;

/// The LIF's own subnet or a route of it covers each address of the backup application that is of its family.
pub(super) fn route_covers_address<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    each_session_lif(context, |context, subject, lif| {
        context.question.dma_addresses.iter().map(|address| covered(context, subject.clone(), lif, *address)).collect()
    })
}

pub(super) fn covered<'f>(
    context: &Context<'f>,
    mut subject: Vec<(String, String)>,
    lif: &'f Row,
    address: IpAddr,
) -> Finding<'f> {
    subject.push(("address".to_owned(), address.to_string()));
    let name = lif.text("lif").unwrap_or_default();
    let about = |truth| Finding::about(subject.clone(), truth).words_of(lif).word("address", address.to_string());
    let unknown = |why: Why| about(Truth::Unknown(shown(why, lif)));
    let (subnet, mark) = match subnet(context, lif) {
        Ok(told) => told,
        Err(why) => return unknown(why),
    };
    if subnet.addr().is_ipv4() != address.is_ipv4() {
        return about(Truth::True).marks([mark]).message(format!("{name} is of the other family than {address}"));
    }
    if subnet.contains(&address) {
        let message = format!("{address} is in {subnet}, the subnet of {name}");
        return about(Truth::True).marks([mark]).message(message);
    }
    match routed(context, lif, (subnet, address)) {
        Err(why) => unknown(why),
        Ok(Some((destination, mark))) => {
            let message = format!("the route to {destination} leads from {name} to {address}");
            about(Truth::True).marks([mark]).message(message)
        }
        Ok(None) => {
            let message =
                format!("{address} is outside {subnet}, the subnet of {name}, and no route of it leads there");
            about(Truth::False).marks([mark.noted(&format!("no way to {address}"))]).message(message)
        }
    }
}

/// The LIF's own subnet, with the mark of its address.
fn subnet(context: &Context<'_>, lif: &Row) -> Result<(IpNet, Mark), Why> {
    let (text, mark) = told(context, "lif", lif, "address")?;
    let unreadable = |text: String| Why::new(Reason::Unreadable, text).with(vec![mark.clone()]);
    let own = ip(&text).ok_or_else(|| unreadable(format!("`{text}` is no IP address")))?;
    let (length, _) = told(context, "lif", lif, "netmask-length")?;
    let net = length.parse().ok().and_then(|length| IpNet::new(own, length).ok());
    let net = net.ok_or_else(|| unreadable(format!("`{length}` is no length of a netmask")))?;
    Ok((net.trunc(), mark))
}

/// The route that leads from the LIF to the address; `None`: none does.
fn routed(context: &Context<'_>, lif: &Row, (subnet, address): (IpNet, IpAddr)) -> Result<Option<(String, Mark)>, Why> {
    let (vserver, _) = told(context, "lif", lif, "vserver")?;
    let name = lif.text("lif").unwrap_or_default();
    let mut unsure = None;
    for route in context.known.rows_with(context, ("route", "vserver"), Some(&vserver)) {
        if !route.is("vserver", &vserver) {
            continue;
        }
        let (destination, mark) = told(context, "route", route, "destination")?;
        let Ok(net) = destination.parse::<IpNet>() else {
            let why = Why::new(Reason::Unreadable, format!("`{destination}` is not an address with a mask"));
            unsure = unsure.or(Some(why.with(vec![mark])));
            continue;
        };
        if !net.contains(&address) {
            continue;
        }
        match serves(context, route, &name, subnet) {
            Ok(true) => return Ok(Some((destination, mark))),
            Ok(false) => {}
            Err(why) => unsure = unsure.or(Some(why.with(vec![mark]))),
        }
    }
    let gap = || context.facts.gap("route", &[("vserver".to_owned(), vserver.clone())]);
    unsure.or_else(gap).map_or(Ok(None), Err)
}

/// Whether the LIF uses the route: it is listed with it, or the gateway is in its subnet.
fn serves(context: &Context<'_>, route: &Row, lif: &str, subnet: IpNet) -> Result<bool, Why> {
    match context.facts.fact("route", route, "lifs") {
        Fact::Known { value: Value::List(lifs), .. } => return Ok(lifs.iter().any(|name| name == lif)),
        Fact::Known { value, .. } => return Ok(value.text() == lif),
        // A list that was not asked for may be made up for; one that is cut off or refused may not.
        Fact::Unknown(why) if !matches!(why.reason, Reason::NotCaptured | Reason::ColumnMissing) => return Err(why),
        Fact::Unknown(why) if route.facts.contains_key("lifs") => return Err(why),
        _ => {}
    }
    let (gateway, mark) = told(context, "route", route, "gateway")?;
    let Ok(gateway) = gateway.parse::<IpAddr>() else {
        return Err(Why::new(Reason::Unreadable, format!("`{gateway}` is no address")).with(vec![mark]));
    };
    if subnet.contains(&gateway) {
        return Ok(true);
    }
    let run = named(&context.facts.telling_commands("route", "lifs"));
    Err(Why::new(Reason::ColumnMissing, format!("no answer tells which LIFs the route serves: run {run}")))
}
