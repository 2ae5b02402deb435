CREATE TEMP TABLE staged_sessions (
    stream_id text, session_id text, first_seen timestamptz, last_seen timestamptz, model text, width integer, height integer, inferred bigint, dropped bigint
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE staged_summaries (stream_id text, minute timestamptz, inferred bigint, dropped bigint, latency integer[]) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE staged_drops (stream_id text, minute timestamptz, reason text, frames bigint) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE staged_objects (
    stream_id text, minute timestamptz, label text, objects bigint, frames bigint, least bigint, most bigint
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE staged_events (id text, time timestamptz, kind text, stream_id text, session_id text, body jsonb) ON COMMIT DELETE ROWS;
