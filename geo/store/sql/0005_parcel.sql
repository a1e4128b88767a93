-- Something to hand over before a courier collects it, or to collect before a job. Of what is known of either, a NULL
-- says that it is not: any time, any place, no job.
CREATE TABLE parcel (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL CHECK (direction IN ('out', 'in')),
    what TEXT NOT NULL,
    carrier TEXT NOT NULL DEFAULT '',     -- out: who is to take it; '' = whoever does
    site_id INTEGER REFERENCES site (id), -- in: where it waits
    job_id INTEGER REFERENCES job (id),   -- out: the job that yields it; in: the job that needs it
    ready_day INTEGER,
    ready_s INTEGER CHECK (ready_s BETWEEN 0 AND 86400), -- NULL: from the day's beginning
    due_day INTEGER,
    due_s INTEGER CHECK (due_s BETWEEN 0 AND 86400),     -- NULL: by the day's end
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
    done_day INTEGER,
    done_site_id INTEGER REFERENCES site (id), -- where it was handed over or collected
    CHECK (ready_s IS NULL OR ready_day IS NOT NULL),
    CHECK (due_s IS NULL OR due_day IS NOT NULL)
) STRICT;
CREATE INDEX parcel_site ON parcel (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX parcel_job ON parcel (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX parcel_done_site ON parcel (done_site_id) WHERE done_site_id IS NOT NULL;
CREATE INDEX parcel_open ON parcel (id) WHERE state = 'open';

PRAGMA user_version = 5;
