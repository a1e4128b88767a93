-- What calendars were told of a day's stops (export ics), so that a change can say that it is one, and a stop that was
-- dropped can be withdrawn. Not under undo: a calendar that has seen the third version never takes the second for news.
-- No names: they are looked up when they are needed.
CREATE TABLE calendar_event (
    uid TEXT PRIMARY KEY,
    day INTEGER NOT NULL,             -- of the plan
    site_uuid TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    changed_utc INTEGER NOT NULL,     -- when it was told last
    digest INTEGER NOT NULL,          -- of what it was told
    starts_utc INTEGER NOT NULL,
    ends_utc INTEGER NOT NULL,
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX calendar_event_day ON calendar_event (day);

PRAGMA user_version = 9;
