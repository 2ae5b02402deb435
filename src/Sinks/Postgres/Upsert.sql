-- Every insert goes by the order of its key, so that two servers that write the same streams wait for each other and never in a circle.
INSERT INTO stream.streams AS had
SELECT stream_id, min(first_seen), max(last_seen) FROM staged_sessions GROUP BY stream_id ORDER BY stream_id COLLATE "C"
ON CONFLICT (stream_id) DO UPDATE SET first_seen = least(had.first_seen, excluded.first_seen), last_seen = greatest(had.last_seen, excluded.last_seen);

INSERT INTO stream.sessions AS had (stream_id, session_id, first_seen, last_seen, model, width, height, inferred, dropped)
SELECT * FROM staged_sessions ORDER BY stream_id COLLATE "C", session_id COLLATE "C"
ON CONFLICT (stream_id, session_id) DO UPDATE SET
    first_seen = least(had.first_seen, excluded.first_seen), last_seen = greatest(had.last_seen, excluded.last_seen),
    -- A batch of drops alone knows no model.
    model = CASE excluded.model WHEN '' THEN had.model ELSE excluded.model END,
    width = CASE excluded.model WHEN '' THEN had.width ELSE excluded.width END,
    height = CASE excluded.model WHEN '' THEN had.height ELSE excluded.height END,
    inferred = had.inferred + excluded.inferred, dropped = had.dropped + excluded.dropped;

INSERT INTO stream.summaries AS had (stream_id, minute, inferred, dropped, latency)
SELECT * FROM staged_summaries ORDER BY stream_id COLLATE "C", minute
ON CONFLICT (stream_id, minute) DO UPDATE SET
    inferred = had.inferred + excluded.inferred, dropped = had.dropped + excluded.dropped, latency = stream.add_latencies(had.latency, excluded.latency);

INSERT INTO stream.summary_drops AS had
SELECT * FROM staged_drops ORDER BY stream_id COLLATE "C", minute, reason COLLATE "C"
ON CONFLICT (stream_id, minute, reason) DO UPDATE SET frames = had.frames + excluded.frames;

INSERT INTO stream.summary_objects AS had
SELECT * FROM staged_objects ORDER BY stream_id COLLATE "C", minute, label COLLATE "C"
ON CONFLICT (stream_id, minute, label) DO UPDATE SET
    objects = had.objects + excluded.objects, frames = had.frames + excluded.frames, least = least(had.least, excluded.least), most = greatest(had.most, excluded.most);

INSERT INTO stream.hours AS had
SELECT stream_id, stream.hour_of(minute), sum(inferred), sum(dropped), stream.sum_latencies(latency) FROM staged_summaries GROUP BY 1, 2 ORDER BY stream_id COLLATE "C", 2
ON CONFLICT (stream_id, hour) DO UPDATE SET
    inferred = had.inferred + excluded.inferred, dropped = had.dropped + excluded.dropped, latency = stream.add_latencies(had.latency, excluded.latency);

INSERT INTO stream.hour_drops AS had
SELECT stream_id, stream.hour_of(minute), reason, sum(frames) FROM staged_drops GROUP BY 1, 2, 3 ORDER BY stream_id COLLATE "C", 2, reason COLLATE "C"
ON CONFLICT (stream_id, hour, reason) DO UPDATE SET frames = had.frames + excluded.frames;

INSERT INTO stream.hour_objects AS had
SELECT stream_id, stream.hour_of(minute), label, sum(objects), sum(frames), min(least), max(most) FROM staged_objects GROUP BY 1, 2, 3 ORDER BY stream_id COLLATE "C", 2, label COLLATE "C"
ON CONFLICT (stream_id, hour, label) DO UPDATE SET
    objects = had.objects + excluded.objects, frames = had.frames + excluded.frames, least = least(had.least, excluded.least), most = greatest(had.most, excluded.most);

INSERT INTO stream.events
SELECT * FROM staged_events ORDER BY time, id COLLATE "C"
ON CONFLICT (time, id) DO NOTHING;
