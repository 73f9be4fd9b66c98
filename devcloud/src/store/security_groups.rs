//! Security groups and their rules.

use rusqlite::{Connection, OptionalExtension, Row, params};

/// A security group; times are milliseconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) revision: i64,
}

/// What a group lets through. Nothing given stands for everything.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) project_id: String,
    pub(crate) group_id: String,
    /// `ingress` or `egress`
    pub(crate) direction: String,
    /// `IPv4` or `IPv6`
    pub(crate) ethertype: String,
    pub(crate) protocol: Option<String>,
    pub(crate) port_min: Option<i64>,
    pub(crate) port_max: Option<i64>,
    pub(crate) remote_ip_prefix: Option<String>,
    pub(crate) remote_group_id: Option<String>,
    pub(crate) description: String,
    pub(crate) created_at: i64,
}

const GROUP: &str = "id, project_id, name, description, created_at, updated_at, revision
    FROM security_groups";
const RULE: &str = "id, project_id, group_id, direction, ethertype, protocol, port_min, port_max,
    remote_ip_prefix, remote_group_id, description, created_at FROM security_group_rules";

fn group(row: &Row<'_>) -> rusqlite::Result<Group> {
    Ok(Group {
        id: row.get(0)?,
        project_id: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
        revision: row.get(6)?,
    })
}

fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        project_id: row.get(1)?,
        group_id: row.get(2)?,
        direction: row.get(3)?,
        ethertype: row.get(4)?,
        protocol: row.get(5)?,
        port_min: row.get(6)?,
        port_max: row.get(7)?,
        remote_ip_prefix: row.get(8)?,
        remote_group_id: row.get(9)?,
        description: row.get(10)?,
        created_at: row.get(11)?,
    })
}

/// Keeps a new group, as yet without rules.
pub(crate) fn insert(db: &Connection, new: &Group) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO security_groups VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            new.id,
            new.project_id,
            new.name,
            new.description,
            new.created_at,
            new.updated_at,
            new.revision
        ],
    )?;
    Ok(())
}

/// Keeps a new rule, and counts the change of its group.
pub(crate) fn insert_rule(db: &Connection, new: &Rule) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO security_group_rules
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            new.id,
            new.project_id,
            new.group_id,
            new.direction,
            new.ethertype,
            new.protocol,
            new.port_min,
            new.port_max,
            new.remote_ip_prefix,
            new.remote_group_id,
            new.description,
            new.created_at
        ],
    )?;
    touch(db, &new.group_id, new.created_at)
}

/// Counts a change of a group's rules.
pub(crate) fn touch(db: &Connection, group_id: &str, now: i64) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE security_groups SET updated_at = ?2, revision = revision + 1 WHERE id = ?1",
        params![group_id, now],
    )?;
    Ok(())
}

/// A project's groups, by id.
pub(crate) fn of_project(db: &Connection, project_id: &str) -> rusqlite::Result<Vec<Group>> {
    let sql = format!("SELECT {GROUP} WHERE project_id = ?1 ORDER BY id");
    db.prepare(&sql)?.query_map([project_id], group)?.collect()
}

pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Group>> {
    let sql = format!("SELECT {GROUP} WHERE id = ?1");
    db.query_row(&sql, [id], group).optional()
}

/// A group's rules, by id.
pub(crate) fn rules(db: &Connection, group_id: &str) -> rusqlite::Result<Vec<Rule>> {
    let sql = format!("SELECT {RULE} WHERE group_id = ?1 ORDER BY id");
    db.prepare(&sql)?.query_map([group_id], rule)?.collect()
}

pub(crate) fn delete_rule(db: &Connection, id: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM security_group_rules WHERE id = ?1", [id])?;
    Ok(())
}
