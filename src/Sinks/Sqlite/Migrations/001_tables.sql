-- The tables of Postgres/Migrations; minutes are Unix seconds, other times Unix milliseconds.
CREATE TABLE offsets (
    log_id TEXT PRIMARY KEY,
    next INTEGER NOT NULL
);

CREATE TABLE streams (
    stream_id TEXT PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
);

CREATE TABLE sessions (
    stream_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    model TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    inferred INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    received INTEGER GENERATED ALWAYS AS (inferred + dropped) STORED,
    PRIMARY KEY (stream_id, session_id)
);

CREATE TABLE summaries (
    stream_id TEXT NOT NULL,
    minute INTEGER NOT NULL,
    inferred INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    received INTEGER GENERATED ALWAYS AS (inferred + dropped) STORED,
    latency TEXT NOT NULL, -- a JSON array: frames by bucket
    PRIMARY KEY (stream_id, minute)
);
CREATE INDEX summaries_by_minute ON summaries (minute, stream_id);

CREATE TABLE summary_drops (
    stream_id TEXT NOT NULL,
    minute INTEGER NOT NULL,
    reason TEXT NOT NULL,
    frames INTEGER NOT NULL,
    PRIMARY KEY (stream_id, minute, reason)
);
CREATE INDEX summary_drops_by_minute ON summary_drops (minute);

CREATE TABLE summary_objects (
    stream_id TEXT NOT NULL,
    minute INTEGER NOT NULL,
    label TEXT NOT NULL,
    objects INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    PRIMARY KEY (stream_id, minute, label)
);
CREATE INDEX summary_objects_by_minute ON summary_objects (minute);

CREATE TABLE events (
    id TEXT NOT NULL,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    stream_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (time, id)
);
CREATE INDEX events_by_stream ON events (stream_id, time, id);
