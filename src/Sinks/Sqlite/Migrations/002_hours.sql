-- Hours, added up in the same transaction as their minutes; see Postgres/Migrations/004_hours.sql.
CREATE TABLE hours (
    stream_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    inferred INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    latency TEXT NOT NULL,
    PRIMARY KEY (stream_id, hour)
);
CREATE INDEX hours_by_hour ON hours (hour, stream_id);

CREATE TABLE hour_drops (
    stream_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    reason TEXT NOT NULL,
    frames INTEGER NOT NULL,
    PRIMARY KEY (stream_id, hour, reason)
);
CREATE INDEX hour_drops_by_hour ON hour_drops (hour);

CREATE TABLE hour_objects (
    stream_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    label TEXT NOT NULL,
    objects INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    PRIMARY KEY (stream_id, hour, label)
);
CREATE INDEX hour_objects_by_hour ON hour_objects (hour);

INSERT INTO hours
SELECT stream_id, minute / 3600 * 3600 AS hour, sum(inferred), sum(dropped), (
    SELECT json_group_array(frames) FROM (
        SELECT sum(bucket.value) AS frames FROM summaries l, json_each(l.latency) AS bucket
        WHERE l.stream_id = s.stream_id AND l.minute >= s.minute / 3600 * 3600 AND l.minute < s.minute / 3600 * 3600 + 3600 GROUP BY bucket.key ORDER BY bucket.key))
FROM summaries s GROUP BY 1, 2;
INSERT INTO hour_drops SELECT stream_id, minute / 3600 * 3600, reason, sum(frames) FROM summary_drops GROUP BY 1, 2, 3;
INSERT INTO hour_objects SELECT stream_id, minute / 3600 * 3600, label, sum(objects), sum(frames), min(least), max(most) FROM summary_objects GROUP BY 1, 2, 3;
