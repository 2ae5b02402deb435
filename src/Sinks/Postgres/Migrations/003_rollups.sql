-- Bucket by bucket; the longer one decides the length.
CREATE FUNCTION stream.add_latencies(integer[], integer[]) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY i), '{}') FROM unnest($1, $2) WITH ORDINALITY AS pair (a, b, i)
$$;

-- Milliseconds in the middle of a bucket. The first is all below 256 µs; then eight to an octave.
CREATE FUNCTION stream.bucket_middle(bucket bigint) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN bucket = 1 THEN 0.128 ELSE 0.256 * power(2::double precision, (bucket - 2) / 8) * (1 + ((bucket - 2) % 8 + 0.5) / 8) END
$$;

-- The milliseconds that this fraction of the frames did not exceed, within 6.25 %; null where there are no frames.
CREATE FUNCTION stream.percentile(latency integer[], fraction double precision) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT stream.bucket_middle(i)
    FROM (SELECT i, sum(n) OVER (ORDER BY i) AS seen, sum(n) OVER () AS total FROM unnest(latency) WITH ORDINALITY AS bucket (n, i)) AS running
    WHERE seen >= greatest(1, ceil(fraction * total))
    ORDER BY i LIMIT 1
$$;

-- Summaries of any width whose start lies in [since, until), behind (after_start, after_stream), ordered by start and stream.
-- The page is found first, by keys alone; sums are made for its rows only.
CREATE FUNCTION stream.rollup(width interval, of_stream text, since timestamptz, until timestamptz, after_start timestamptz, after_stream text, max_rows integer)
RETURNS TABLE (stream_id text, start timestamptz, inferred bigint, dropped bigint, latency integer[], drops jsonb, objects jsonb)
LANGUAGE sql STABLE AS $$
    WITH page AS (
        -- Minutes lie in the index as they are asked for; the planner drops one of the two parts.
        (SELECT s.minute AS start, s.stream_id
        FROM stream.summaries s
        WHERE width = interval '1 minute'
            AND s.minute >= greatest(since, after_start) AND s.minute < until AND (of_stream IS NULL OR s.stream_id = of_stream)
            AND (s.minute, s.stream_id) > (after_start, after_stream COLLATE "C")
        ORDER BY s.minute, s.stream_id
        LIMIT max_rows)
        UNION ALL
        (SELECT date_bin(width, s.minute, 'epoch') AS start, s.stream_id
        FROM stream.summaries s
        WHERE width > interval '1 minute'
            AND s.minute >= greatest(since, after_start) AND s.minute < until AND (of_stream IS NULL OR s.stream_id = of_stream)
        GROUP BY 1, 2
        HAVING (date_bin(width, s.minute, 'epoch'), s.stream_id) > (after_start, after_stream COLLATE "C")
        ORDER BY 1, 2
        LIMIT max_rows))
    SELECT page.stream_id, page.start, counts.inferred, counts.dropped, latencies.latency, drops.drops, objects.objects
    FROM page
    CROSS JOIN LATERAL (
        SELECT sum(s.inferred)::bigint AS inferred, sum(s.dropped)::bigint AS dropped
        FROM stream.summaries s WHERE s.stream_id = page.stream_id AND s.minute >= page.start AND s.minute < page.start + width) AS counts
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(frames::integer ORDER BY i), '{}') AS latency FROM (
            SELECT i, sum(n) AS frames FROM stream.summaries s, unnest(s.latency) WITH ORDINALITY AS bucket (n, i)
            WHERE s.stream_id = page.stream_id AND s.minute >= page.start AND s.minute < page.start + width GROUP BY i) AS bucket) AS latencies
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(reason, frames), '{}') AS drops FROM (
            SELECT d.reason, sum(d.frames)::bigint AS frames FROM stream.summary_drops d
            WHERE d.stream_id = page.stream_id AND d.minute >= page.start AND d.minute < page.start + width GROUP BY d.reason) AS reason) AS drops
    CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_object_agg(label, counted), '{}') AS objects FROM (
            SELECT o.label, jsonb_build_object('objects', sum(o.objects)::bigint, 'frames', sum(o.frames)::bigint, 'least', min(o.least), 'most', max(o.most)) AS counted
            FROM stream.summary_objects o
            WHERE o.stream_id = page.stream_id AND o.minute >= page.start AND o.minute < page.start + width GROUP BY o.label) AS label) AS objects
    ORDER BY page.start, page.stream_id
$$;

-- For people and dashboards: the hours or days that begin in [since, until).
CREATE FUNCTION stream.hourly(since timestamptz, until timestamptz DEFAULT now(), of_stream text DEFAULT NULL)
RETURNS TABLE (stream_id text, start timestamptz, received bigint, inferred bigint, dropped bigint, drops jsonb, objects jsonb, p50_ms double precision, p95_ms double precision, p99_ms double precision)
LANGUAGE sql STABLE AS $$
    SELECT stream_id, start, inferred + dropped, inferred, dropped, drops, objects, stream.percentile(latency, 0.5), stream.percentile(latency, 0.95), stream.percentile(latency, 0.99)
    FROM stream.rollup('1 hour', of_stream, date_bin('1 hour', since + interval '1 hour' - interval '1 microsecond', 'epoch'), date_bin('1 hour', until + interval '1 hour' - interval '1 microsecond', 'epoch'), '-infinity', '', NULL)
$$;

CREATE FUNCTION stream.daily(since timestamptz, until timestamptz DEFAULT now(), of_stream text DEFAULT NULL)
RETURNS TABLE (stream_id text, start timestamptz, received bigint, inferred bigint, dropped bigint, drops jsonb, objects jsonb, p50_ms double precision, p95_ms double precision, p99_ms double precision)
LANGUAGE sql STABLE AS $$
    SELECT stream_id, start, inferred + dropped, inferred, dropped, drops, objects, stream.percentile(latency, 0.5), stream.percentile(latency, 0.95), stream.percentile(latency, 0.99)
    FROM stream.rollup('1 day', of_stream, date_bin('1 day', since + interval '1 day' - interval '1 microsecond', 'epoch'), date_bin('1 day', until + interval '1 day' - interval '1 microsecond', 'epoch'), '-infinity', '', NULL)
$$;
