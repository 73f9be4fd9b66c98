-- What belongs to one region's image service. There is nothing behind the sizes and sums.
CREATE TABLE IF NOT EXISTS images (
    id         TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    name       TEXT,
    status     TEXT NOT NULL,
    visibility TEXT NOT NULL,
    size       INTEGER,
    min_disk   INTEGER NOT NULL,
    min_ram    INTEGER NOT NULL,
    hidden     INTEGER NOT NULL,
    -- A JSON object of texts: os_distro and the like.
    properties TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
