CREATE TABLE IF NOT EXISTS users (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL UNIQUE,
    password_hash   TEXT NOT NULL,
    default_project TEXT
);
CREATE TABLE IF NOT EXISTS projects (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS assignments (
    user_id    TEXT NOT NULL REFERENCES users (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    role       TEXT NOT NULL,
    PRIMARY KEY (user_id, project_id, role)
);
CREATE TABLE IF NOT EXISTS application_credentials (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    user_id     TEXT NOT NULL REFERENCES users (id),
    project_id  TEXT NOT NULL REFERENCES projects (id),
    secret_hash TEXT NOT NULL,
    UNIQUE (user_id, name)
);
-- Tokens are kept as their SHA-256, never as themselves. A revoked token has no row.
CREATE TABLE IF NOT EXISTS tokens (
    hash          BLOB PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES users (id),
    project_id    TEXT,
    credential_id TEXT,
    methods       TEXT NOT NULL,
    audit_ids     TEXT NOT NULL,
    issued_at     INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_by_user ON tokens (user_id);
CREATE TABLE IF NOT EXISTS key_pairs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     TEXT NOT NULL,
    name        TEXT NOT NULL COLLATE general_ci,
    type        TEXT NOT NULL,
    public_key  TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    UNIQUE (user_id, name)
);
CREATE TABLE IF NOT EXISTS key_pair_quotas (
    scope     TEXT NOT NULL CHECK (scope IN ('user', 'project')),
    id        TEXT NOT NULL,
    key_pairs INTEGER NOT NULL,
    PRIMARY KEY (scope, id)
);
-- Second factors: the secret of one-time codes (raw bytes), and the methods (with spaces between) that must all be shown.
CREATE TABLE IF NOT EXISTS totp_secrets (
    user_id TEXT PRIMARY KEY REFERENCES users (id),
    secret  BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS mfa_rules (
    user_id TEXT PRIMARY KEY REFERENCES users (id),
    methods TEXT NOT NULL
);
-- What has been shown so far by somebody who needs more: Keystone's receipts and Rackspace's sessions, by their SHA-256.
CREATE TABLE IF NOT EXISTS receipts (
    hash       BLOB PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id),
    methods    TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
-- Whoever has one is a user of Rackspace's identity service.
CREATE TABLE IF NOT EXISTS api_keys (
    user_id  TEXT PRIMARY KEY REFERENCES users (id),
    key_hash TEXT NOT NULL
);
-- `number` gives the order in which they were made.
CREATE TABLE IF NOT EXISTS servers (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    project_id TEXT NOT NULL,
    body       TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS servers_by_project ON servers (project_id);
-- A project's quota of servers, where it is not the default.
CREATE TABLE IF NOT EXISTS instance_quotas (
    project_id TEXT PRIMARY KEY,
    instances  INTEGER NOT NULL
);
