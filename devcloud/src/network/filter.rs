//! What a port's security groups let in. There is no packet filter here: a guest asks before it answers.

use rusqlite::Connection;

use crate::store::ports;
use crate::store::security_groups::{self, Rule};

/// Where SSH listens, as security groups see it. What a guest really binds does not matter to them.
const SSH: i64 = 22;

/// Whether anybody at all may reach TCP 22 of a server over IPv4: the guest listens then, and asks of each who comes.
pub(crate) fn lets_in_ssh(db: &Connection, server: &str) -> rusqlite::Result<bool> {
    any_port(db, server, |rule| rule.remote_group_id.is_none())
}

/// Whether one of the rules for TCP 22 of one of the server's ports is as wanted. A port without a group lets nothing in.
fn any_port(
    db: &Connection,
    server: &str,
    wanted: impl Fn(&Rule) -> bool,
) -> rusqlite::Result<bool> {
    for port in ports::of_device(db, server)? {
        for group in ports::groups(db, &port.id)? {
            let rules = security_groups::rules(db, &group)?;
            if rules.iter().any(|rule| is_for_ssh(rule) && wanted(rule)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn is_for_ssh(rule: &Rule) -> bool {
    let protocol = rule.protocol.as_deref();
    rule.direction == "ingress"
        && rule.ethertype == "IPv4"
        && matches!(protocol, None | Some("tcp" | "6"))
        && rule.port_min.is_none_or(|least| least <= SSH)
        && rule.port_max.is_none_or(|most| SSH <= most)
}
