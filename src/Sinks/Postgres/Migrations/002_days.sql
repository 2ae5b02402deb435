-- Partitions are days of UTC: retention drops tables and never deletes rows.

-- Two servers may do this at once; the lock goes with the transaction. 6020341 is the number of the migrations, too.
CREATE FUNCTION stream.add_days(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    day date;
BEGIN
    PERFORM pg_advisory_xact_lock(6020341);
    FOREACH parent IN ARRAY ARRAY['summaries', 'summary_drops', 'summary_objects', 'events'] LOOP
        FOR day IN SELECT first + n FROM generate_series(0, last - first) AS n LOOP
            -- Asked for first, as creating locks the parent even where it is for nothing.
            IF to_regclass(format('stream.%I', parent || to_char(day, '_YYYYMMDD'))) IS NULL THEN
                EXECUTE format('CREATE TABLE stream.%I PARTITION OF stream.%I FOR VALUES FROM (%L) TO (%L)',
                    parent || to_char(day, '_YYYYMMDD'), parent, day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
            END IF;
        END LOOP;
    END LOOP;
END $$;

-- The number of partitions that went.
CREATE FUNCTION stream.drop_days_before(oldest date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    part text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(6020341);
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent IN ('stream.summaries'::regclass, 'stream.summary_drops'::regclass, 'stream.summary_objects'::regclass, 'stream.events'::regclass)
            AND right(c.relname, 8) < to_char(oldest, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE stream.%I', part);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM stream.sessions WHERE last_seen < (oldest || ' 00:00:00+00')::timestamptz;
    DELETE FROM stream.streams WHERE last_seen < (oldest || ' 00:00:00+00')::timestamptz;
    RETURN dropped;
END $$;
