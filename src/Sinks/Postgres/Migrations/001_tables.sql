-- Up to where the records of each result log are counted here; written together with what they add up to.
CREATE TABLE stream.offsets (
    log_id uuid PRIMARY KEY,
    next bigint NOT NULL,
    written timestamptz NOT NULL DEFAULT now()
);

-- Texts are ordered by their bytes, as everywhere else in the server.
CREATE TABLE stream.streams (
    stream_id text COLLATE "C" PRIMARY KEY,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL
);

CREATE TABLE stream.sessions (
    stream_id text COLLATE "C" NOT NULL,
    session_id text COLLATE "C" NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    model text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    inferred bigint NOT NULL,
    dropped bigint NOT NULL,
    received bigint GENERATED ALWAYS AS (inferred + dropped) STORED,
    PRIMARY KEY (stream_id, session_id)
);

CREATE TABLE stream.summaries (
    stream_id text COLLATE "C" NOT NULL,
    minute timestamptz NOT NULL,
    inferred bigint NOT NULL,
    dropped bigint NOT NULL,
    received bigint GENERATED ALWAYS AS (inferred + dropped) STORED,
    latency integer[] NOT NULL, -- frames by bucket, see stream.bucket_middle
    PRIMARY KEY (stream_id, minute)
) PARTITION BY RANGE (minute);
CREATE INDEX ON stream.summaries (minute, stream_id);

CREATE TABLE stream.summary_drops (
    stream_id text COLLATE "C" NOT NULL,
    minute timestamptz NOT NULL,
    reason text COLLATE "C" NOT NULL,
    frames bigint NOT NULL,
    PRIMARY KEY (stream_id, minute, reason)
) PARTITION BY RANGE (minute);

CREATE TABLE stream.summary_objects (
    stream_id text COLLATE "C" NOT NULL,
    minute timestamptz NOT NULL,
    label text COLLATE "C" NOT NULL,
    objects bigint NOT NULL, -- in all frames together
    frames bigint NOT NULL,  -- that have the label
    least bigint NOT NULL,   -- of those frames
    most bigint NOT NULL,
    PRIMARY KEY (stream_id, minute, label)
) PARTITION BY RANGE (minute);

CREATE TABLE stream.events (
    id text COLLATE "C" NOT NULL,
    time timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    stream_id text COLLATE "C" NOT NULL,
    session_id text COLLATE "C" NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (time, id)
) PARTITION BY RANGE (time);
CREATE INDEX ON stream.events (stream_id, time, id);
