-- Hours, added up in the same transaction as their minutes: a day is 24 rows and not 1440. They are few enough for one table.
CREATE TABLE stream.hours (
    stream_id text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
    inferred bigint NOT NULL,
    dropped bigint NOT NULL,
    latency integer[] NOT NULL,
    PRIMARY KEY (stream_id, hour)
);
CREATE INDEX ON stream.hours (hour, stream_id);

CREATE TABLE stream.hour_drops (
    stream_id text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
    reason text COLLATE "C" NOT NULL,
    frames bigint NOT NULL,
    PRIMARY KEY (stream_id, hour, reason)
);

CREATE TABLE stream.hour_objects (
    stream_id text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
    label text COLLATE "C" NOT NULL,
    objects bigint NOT NULL,
    frames bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    PRIMARY KEY (stream_id, hour, label)
);

CREATE FUNCTION stream.hour_of(minute timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_bin('1 hour', minute, 'epoch')
$$;

CREATE AGGREGATE stream.sum_latencies(integer[]) (SFUNC = stream.add_latencies, STYPE = integer[], INITCOND = '{}');

INSERT INTO stream.hours SELECT stream_id, stream.hour_of(minute), sum(inferred), sum(dropped), stream.sum_latencies(latency) FROM stream.summaries GROUP BY 1, 2;
INSERT INTO stream.hour_drops SELECT stream_id, stream.hour_of(minute), reason, sum(frames) FROM stream.summary_drops GROUP BY 1, 2, 3;
INSERT INTO stream.hour_objects
SELECT stream_id, stream.hour_of(minute), label, sum(objects), sum(frames), min(least), max(most) FROM stream.summary_objects GROUP BY 1, 2, 3;

CREATE FUNCTION stream.drop_hours_before(oldest date) RETURNS void LANGUAGE sql AS $$
    DELETE FROM stream.hours WHERE hour < (oldest || ' 00:00:00+00')::timestamptz;
    DELETE FROM stream.hour_drops WHERE hour < (oldest || ' 00:00:00+00')::timestamptz;
    DELETE FROM stream.hour_objects WHERE hour < (oldest || ' 00:00:00+00')::timestamptz;
$$;

-- What a summary is made of: its minutes, or where it is of whole hours these. The planner, or at the latest the run, drops one of the two.
CREATE FUNCTION stream.parts(width interval, of_stream text, since timestamptz, until timestamptz)
RETURNS TABLE (stream_id text, start timestamptz, inferred bigint, dropped bigint, latency integer[]) LANGUAGE sql STABLE AS $$
    SELECT s.stream_id, s.minute, s.inferred, s.dropped, s.latency FROM stream.summaries s
    WHERE width < interval '1 hour' AND s.minute >= since AND s.minute < until AND (of_stream IS NULL OR s.stream_id = of_stream)
    UNION ALL
    SELECT h.stream_id, h.hour, h.inferred, h.dropped, h.latency FROM stream.hours h
    WHERE width >= interval '1 hour' AND h.hour >= since AND h.hour < until AND (of_stream IS NULL OR h.stream_id = of_stream)
$$;

CREATE FUNCTION stream.drop_parts(width interval, of_stream text, since timestamptz, until timestamptz)
RETURNS TABLE (reason text, frames bigint) LANGUAGE sql STABLE AS $$
    SELECT d.reason, d.frames FROM stream.summary_drops d WHERE width < interval '1 hour' AND d.stream_id = of_stream AND d.minute >= since AND d.minute < until
    UNION ALL
    SELECT d.reason, d.frames FROM stream.hour_drops d WHERE width >= interval '1 hour' AND d.stream_id = of_stream AND d.hour >= since AND d.hour < until
$$;

CREATE FUNCTION stream.object_parts(width interval, of_stream text, since timestamptz, until timestamptz)
RETURNS TABLE (label text, objects bigint, frames bigint, fewest bigint, most bigint) LANGUAGE sql STABLE AS $$
    SELECT o.label, o.objects, o.frames, o.least, o.most FROM stream.summary_objects o
    WHERE width < interval '1 hour' AND o.stream_id = of_stream AND o.minute >= since AND o.minute < until
    UNION ALL
    SELECT o.label, o.objects, o.frames, o.least, o.most FROM stream.hour_objects o
    WHERE width >= interval '1 hour' AND o.stream_id = of_stream AND o.hour >= since AND o.hour < until
$$;

-- As before, but for where the parts come from. Widths are those of minutes below an hour, and of hours from there on.
CREATE OR REPLACE FUNCTION stream.rollup(width interval, of_stream text, since timestamptz, until timestamptz, after_start timestamptz, after_stream text, max_rows integer)
RETURNS TABLE (stream_id text, start timestamptz, inferred bigint, dropped bigint, latency integer[], drops jsonb, objects jsonb)
LANGUAGE sql STABLE AS $$
    WITH page AS (
        -- Minutes lie in the index as they are asked for.
        (SELECT s.minute AS start, s.stream_id
        FROM stream.summaries s
        WHERE width = interval '1 minute'
            AND s.minute >= greatest(since, after_start) AND s.minute < until AND (of_stream IS NULL OR s.stream_id = of_stream)
            AND (s.minute, s.stream_id) > (after_start, after_stream COLLATE "C")
        ORDER BY s.minute, s.stream_id
        LIMIT max_rows)
        UNION ALL
        (SELECT date_bin(width, p.start, 'epoch') AS start, p.stream_id
        FROM stream.parts(width, of_stream, greatest(since, after_start), until) p
        WHERE width > interval '1 minute'
        GROUP BY 1, 2
        HAVING (date_bin(width, p.start, 'epoch'), p.stream_id COLLATE "C") > (after_start, after_stream COLLATE "C")
        ORDER BY 1, p.stream_id COLLATE "C"
        LIMIT max_rows))
    SELECT page.stream_id, page.start, counts.inferred, counts.dropped, latencies.latency, drops.drops, objects.objects
    FROM page
    CROSS JOIN LATERAL (
        SELECT sum(p.inferred)::bigint AS inferred, sum(p.dropped)::bigint AS dropped
        FROM stream.parts(width, page.stream_id, page.start, page.start + width) p) AS counts
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(frames::integer ORDER BY i), '{}') AS latency FROM (
            SELECT i, sum(n) AS frames FROM stream.parts(width, page.stream_id, page.start, page.start + width) p, unnest(p.latency) WITH ORDINALITY AS bucket (n, i)
            GROUP BY i) AS bucket) AS latencies
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(reason, frames), '{}') AS drops FROM (
            SELECT d.reason, sum(d.frames)::bigint AS frames FROM stream.drop_parts(width, page.stream_id, page.start, page.start + width) d
            GROUP BY d.reason) AS reason) AS drops
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(label, counted), '{}') AS objects FROM (
            SELECT o.label, jsonb_build_object('objects', sum(o.objects)::bigint, 'frames', sum(o.frames)::bigint, 'least', min(o.fewest), 'most', max(o.most)) AS counted
            FROM stream.object_parts(width, page.stream_id, page.start, page.start + width) o
            GROUP BY o.label) AS label) AS objects
    ORDER BY page.start, page.stream_id COLLATE "C"
$$;
