-- A stop may be for parcels alone, or for a rest. A CHECK cannot be altered, so the table is made again: the same columns
-- in the same order, the same ids, so that what undo has recorded of it still fits. Nothing refers to it; its rows wait in
-- a table of their own rather than under a new name, because a renaming would read every trigger and view of SpatiaLite's.
CREATE TABLE plan_stop_kept AS SELECT * FROM plan_stop;
DROP TABLE plan_stop;

CREATE TABLE plan_stop (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    seq INTEGER NOT NULL, -- 1..; home at both ends is not a stop
    kind TEXT NOT NULL CHECK (kind IN ('job', 'visit', 'break', 'parcel', 'rest')),
    site_id INTEGER REFERENCES site (id),
    job_id INTEGER REFERENCES job (id),
    arrive_s INTEGER NOT NULL, -- seconds elapsed since the local midnight of plan.day
    start_s INTEGER NOT NULL,
    depart_s INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'skipped'))
) STRICT;

INSERT INTO plan_stop (id, uuid, plan_id, seq, kind, site_id, job_id, arrive_s, start_s, depart_s, state)
SELECT id, uuid, plan_id, seq, kind, site_id, job_id, arrive_s, start_s, depart_s, state FROM plan_stop_kept ORDER BY id;
DROP TABLE plan_stop_kept;

CREATE UNIQUE INDEX plan_stop_seq ON plan_stop (plan_id, seq);
CREATE INDEX plan_stop_site ON plan_stop (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX plan_stop_job ON plan_stop (job_id) WHERE job_id IS NOT NULL;

PRAGMA user_version = 6;
