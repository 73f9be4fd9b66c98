-- What belongs to one region's network service. A port has one address, and all of them are inside 127.0.0.0/8.
CREATE TABLE IF NOT EXISTS address_blocks (
    -- The second of the four numbers that all addresses of a region have in common.
    octet INTEGER PRIMARY KEY
);
CREATE TABLE IF NOT EXISTS networks (
    id         TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    shared     INTEGER NOT NULL,
    external   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
-- The subnet is 127.OCTET.NUMBER.0/24.
CREATE TABLE IF NOT EXISTS subnets (
    id         TEXT PRIMARY KEY,
    network_id TEXT NOT NULL UNIQUE REFERENCES networks (id),
    name       TEXT NOT NULL,
    number     INTEGER NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
);
-- Between its interfaces, which are ports, and an external network, where it has an address.
CREATE TABLE IF NOT EXISTS routers (
    id          TEXT PRIMARY KEY,
    project_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    external_id TEXT NOT NULL REFERENCES networks (id),
    created_at  INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS ports (
    id           TEXT PRIMARY KEY,
    project_id   TEXT NOT NULL,
    network_id   TEXT NOT NULL REFERENCES networks (id),
    name         TEXT NOT NULL,
    address      TEXT NOT NULL UNIQUE,
    mac          TEXT NOT NULL,
    device_id    TEXT NOT NULL,
    device_owner TEXT NOT NULL,
    status       TEXT NOT NULL,
    -- Whether it goes when its server does, because it was made for it.
    made_by_nova INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    revision     INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ports_by_device ON ports (device_id);
CREATE TABLE IF NOT EXISTS security_groups (
    id          TEXT PRIMARY KEY,
    project_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    revision    INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS security_group_rules (
    id               TEXT PRIMARY KEY,
    project_id       TEXT NOT NULL,
    group_id         TEXT NOT NULL REFERENCES security_groups (id) ON DELETE CASCADE,
    direction        TEXT NOT NULL,
    ethertype        TEXT NOT NULL,
    protocol         TEXT,
    port_min         INTEGER,
    port_max         INTEGER,
    remote_ip_prefix TEXT,
    remote_group_id  TEXT REFERENCES security_groups (id) ON DELETE CASCADE,
    description      TEXT NOT NULL,
    created_at       INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS rules_by_group ON security_group_rules (group_id);
CREATE TABLE IF NOT EXISTS port_security_groups (
    port_id  TEXT NOT NULL REFERENCES ports (id) ON DELETE CASCADE,
    group_id TEXT NOT NULL REFERENCES security_groups (id),
    PRIMARY KEY (port_id, group_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS floating_ips (
    id          TEXT PRIMARY KEY,
    project_id  TEXT NOT NULL,
    network_id  TEXT NOT NULL REFERENCES networks (id),
    address     TEXT NOT NULL UNIQUE,
    port_id     TEXT UNIQUE REFERENCES ports (id) ON DELETE SET NULL,
    router_id   TEXT REFERENCES routers (id),
    description TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    revision    INTEGER NOT NULL
);
