//! The security group `default`, which every project has as soon as anybody looks: everything may leave, and what comes in
//! must come from a member of the same group. So TCP 22 is closed until somebody opens it.
//! Source: Neutron's table `default_security_group_rules` as its migrations fill it.

use rusqlite::Connection;

use crate::clock;
use crate::store::security_groups::{self, Group, Rule};

/// Its name, in every project.
pub(crate) const DEFAULT: &str = "default";

/// A project's group of that name, made if need be.
pub(super) fn ensure(db: &Connection, project_id: &str) -> rusqlite::Result<Group> {
    let groups = security_groups::of_project(db, project_id)?;
    if let Some(group) = groups.into_iter().find(|group| group.name == DEFAULT) {
        return Ok(group);
    }
    let group = new(project_id, DEFAULT, "Default security group");
    security_groups::insert(db, &group)?;
    for ethertype in ["IPv4", "IPv6"] {
        let mut rule = egress(&group, ethertype);
        security_groups::insert_rule(db, &rule)?;
        rule.id = uuid::Uuid::new_v4().to_string();
        rule.direction = "ingress".to_owned();
        rule.remote_group_id = Some(group.id.clone());
        security_groups::insert_rule(db, &rule)?;
    }
    Ok(security_groups::find(db, &group.id)?.unwrap_or(group))
}

/// A group that is new, without rules and not stored.
pub(super) fn new(project_id: &str, name: &str, description: &str) -> Group {
    let now = clock::now();
    Group {
        id: uuid::Uuid::new_v4().to_string(),
        project_id: project_id.to_owned(),
        name: name.to_owned(),
        description: description.to_owned(),
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}

/// The rule that lets everything of one IP version out, which every new group has for both.
pub(super) fn egress(group: &Group, ethertype: &str) -> Rule {
    Rule {
        id: uuid::Uuid::new_v4().to_string(),
        project_id: group.project_id.clone(),
        group_id: group.id.clone(),
        direction: "egress".to_owned(),
        ethertype: ethertype.to_owned(),
        protocol: None,
        port_min: None,
        port_max: None,
        remote_ip_prefix: None,
        remote_group_id: None,
        description: String::new(),
        created_at: clock::now(),
    }
}
