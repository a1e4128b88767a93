-- The first schema. Run as one transaction with SpatiaLite loaded. A SELECT in a migration must answer 1: SpatiaLite's
-- functions report failure as 0, without an error. ASCII only. The last lines set application_id and user_version.
--
-- Every row of a person's data has a uuid, so that stores can be merged one day. Foreign keys do not cascade: undo
-- replays row changes, and a cascade would delete rows behind its back; the store's files delete children by name.
-- Texts are '' when unknown, never NULL; numbers, dates and places are NULL when unknown.
-- Dates are days since 1970-01-01; instants are UTC seconds; times of day are wall-clock seconds.

SELECT InitSpatialMetaData(0, 'WGS84');

CREATE TABLE engineer (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    is_self INTEGER NOT NULL DEFAULT 0 CHECK (is_self IN (0, 1)),
    home_lat REAL CHECK (home_lat BETWEEN -90 AND 90),
    home_lon REAL CHECK (home_lon BETWEEN -180 AND 180),
    work_start_s INTEGER NOT NULL DEFAULT 28800 CHECK (work_start_s BETWEEN 0 AND 86400),
    work_end_s INTEGER NOT NULL DEFAULT 63000 CHECK (work_end_s BETWEEN 0 AND 172800),
    work_days INTEGER NOT NULL DEFAULT 31 -- bit 0 = Monday
) STRICT;
CREATE UNIQUE INDEX engineer_self ON engineer (is_self) WHERE is_self = 1;

-- Not STRICT: SpatiaLite's geometry column has a type of its own.
CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL DEFAULT '',  -- the owner's own number for it
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,     -- text_fold(name), for matching
    street TEXT NOT NULL DEFAULT '',
    town TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    placed_by TEXT NOT NULL DEFAULT '' CHECK (placed_by IN ('', 'import', 'hand', 'geocoder')),
    hours TEXT NOT NULL DEFAULT '',
    service_s INTEGER CHECK (service_s BETWEEN 0 AND 86400),
    tags TEXT NOT NULL DEFAULT '', -- space-separated
    created_utc INTEGER NOT NULL
);
-- Column geom: the place, NULL when it is not known. idx_site_geom is its R*Tree.
SELECT AddGeometryColumn('site', 'geom', 4326, 'POINT', 'XY');
SELECT CreateSpatialIndex('site', 'geom');

-- SpatiaLite's triggers prepare SQL anew and scan its tables for every row, which makes an import four times as slow.
-- These do the same, under the same names, so that SpatiaLite can put its own back: only points in WGS 84; the R*Tree
-- follows; the times by which layer statistics know that they are stale, to the second.
DROP TRIGGER ggi_site_geom;
DROP TRIGGER ggu_site_geom;
DROP TRIGGER gii_site_geom;
DROP TRIGGER giu_site_geom;
DROP TRIGGER gid_site_geom;
DROP TRIGGER tmi_site_geom;
DROP TRIGGER tmu_site_geom;
DROP TRIGGER tmd_site_geom;
CREATE TRIGGER ggi_site_geom BEFORE INSERT ON site WHEN NEW.geom IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'site.geom is not a point in WGS 84') WHERE GeometryConstraints(NEW.geom, 1, 4326) IS NOT 1;
END;
CREATE TRIGGER ggu_site_geom BEFORE UPDATE OF geom ON site WHEN NEW.geom IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'site.geom is not a point in WGS 84') WHERE GeometryConstraints(NEW.geom, 1, 4326) IS NOT 1;
END;
CREATE TRIGGER gii_site_geom AFTER INSERT ON site WHEN NEW.geom IS NOT NULL BEGIN
    INSERT INTO idx_site_geom (pkid, xmin, xmax, ymin, ymax)
        VALUES (NEW.id, MbrMinX(NEW.geom), MbrMaxX(NEW.geom), MbrMinY(NEW.geom), MbrMaxY(NEW.geom));
END;
CREATE TRIGGER giu_site_geom AFTER UPDATE OF id, geom ON site BEGIN
    DELETE FROM idx_site_geom WHERE pkid = OLD.id;
    INSERT INTO idx_site_geom (pkid, xmin, xmax, ymin, ymax)
        SELECT NEW.id, MbrMinX(NEW.geom), MbrMaxX(NEW.geom), MbrMinY(NEW.geom), MbrMaxY(NEW.geom)
        WHERE NEW.geom IS NOT NULL;
END;
CREATE TRIGGER gid_site_geom AFTER DELETE ON site WHEN OLD.geom IS NOT NULL BEGIN
    DELETE FROM idx_site_geom WHERE pkid = OLD.id;
END;
CREATE TRIGGER tmi_site_geom AFTER INSERT ON site BEGIN
    UPDATE geometry_columns_time SET last_insert = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        WHERE f_table_name = 'site' AND f_geometry_column = 'geom'
        AND last_insert < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 second');
END;
CREATE TRIGGER tmu_site_geom AFTER UPDATE OF geom ON site BEGIN
    UPDATE geometry_columns_time SET last_update = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        WHERE f_table_name = 'site' AND f_geometry_column = 'geom'
        AND last_update < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 second');
END;
CREATE TRIGGER tmd_site_geom AFTER DELETE ON site BEGIN
    UPDATE geometry_columns_time SET last_delete = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        WHERE f_table_name = 'site' AND f_geometry_column = 'geom'
        AND last_delete < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 second');
END;
CREATE UNIQUE INDEX site_key ON site (key) WHERE key <> '';
-- The rules of store_site_match, each one look-up however many sites share a name.
CREATE INDEX site_name ON site (name_folded, upper(replace(postcode, ' ', '')));
CREATE INDEX site_street ON site (name_folded, lower(street), lower(town)) WHERE street <> '';

CREATE TABLE customer (
    site_id INTEGER PRIMARY KEY REFERENCES site (id),
    goal_days INTEGER CHECK (goal_days BETWEEN 1 AND 36500),
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'on_hold', 'closed')),
    status_reason TEXT NOT NULL DEFAULT '',
    no_drop_in INTEGER NOT NULL DEFAULT 0 CHECK (no_drop_in IN (0, 1)),
    engineer_id INTEGER REFERENCES engineer (id)
) STRICT;

CREATE TABLE haven (
    site_id INTEGER PRIMARY KEY REFERENCES site (id),
    kind TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    source_id TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX haven_source ON haven (source, source_id) WHERE source_id <> '';

CREATE TABLE amenity (
    site_id INTEGER NOT NULL REFERENCES site (id),
    name TEXT NOT NULL,
    PRIMARY KEY (site_id, name)
) STRICT, WITHOUT ROWID;

-- When a courier collects at a parcel_drop site, at the latest.
CREATE TABLE collection (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    carrier TEXT NOT NULL DEFAULT '',
    weekdays INTEGER NOT NULL DEFAULT 31, -- bit 0 = Monday
    cutoff_s INTEGER NOT NULL CHECK (cutoff_s BETWEEN 0 AND 86400)
) STRICT;
CREATE INDEX collection_site ON collection (site_id);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    department TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    phone_digits TEXT NOT NULL DEFAULT '', -- text_phone_digits(phone), for look-up
    email TEXT NOT NULL DEFAULT '',
    drink TEXT NOT NULL DEFAULT '',
    left_day INTEGER -- has left; stays on record
) STRICT;
CREATE INDEX contact_site ON contact (site_id, left_day);
-- The last nine digits are the same with and without the country code.
CREATE INDEX contact_phone ON contact (substr(phone_digits, -9)) WHERE phone_digits <> '';

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    uid TEXT NOT NULL DEFAULT '',   -- the calendar's or the file's own
    sequence INTEGER NOT NULL DEFAULT 0,
    site_id INTEGER NOT NULL REFERENCES site (id),
    day INTEGER NOT NULL,
    earliest_s INTEGER NOT NULL CHECK (earliest_s BETWEEN 0 AND 86400),
    latest_s INTEGER NOT NULL CHECK (latest_s >= earliest_s AND latest_s <= 172800), -- latest start
    duration_s INTEGER NOT NULL CHECK (duration_s BETWEEN 0 AND 86400),
    title TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'cancelled')),
    engineer_id INTEGER REFERENCES engineer (id)
) STRICT;
CREATE INDEX job_day ON job (day, status);
CREATE INDEX job_site ON job (site_id);
CREATE UNIQUE INDEX job_uid ON job (uid) WHERE uid <> '';

-- What happened at a stop. The last visit of a customer is always derived from here.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    job_id INTEGER REFERENCES job (id),
    engineer_id INTEGER REFERENCES engineer (id),
    day INTEGER NOT NULL,
    at_s INTEGER,        -- wall-clock seconds, NULL when only the day is known
    duration_s INTEGER,
    kind TEXT NOT NULL CHECK (kind IN ('job', 'visit', 'imported')),
    outcome TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX visit_site ON visit (site_id, day);
CREATE INDEX visit_job ON visit (job_id) WHERE job_id IS NOT NULL;

CREATE TABLE promise (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    contact_id INTEGER REFERENCES contact (id),
    what TEXT NOT NULL,
    made_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'broken')),
    settled_day INTEGER
) STRICT;
CREATE INDEX promise_site ON promise (site_id);
CREATE INDEX promise_contact ON promise (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX promise_open ON promise (due_day) WHERE state = 'open';

-- kind complaint has a settled_day once it is resolved. private, tender and politics never leave unless named.
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    kind TEXT NOT NULL CHECK (kind IN ('plain', 'private', 'tender', 'politics', 'complaint')),
    day INTEGER NOT NULL,
    body TEXT NOT NULL,
    settled_day INTEGER
) STRICT;
CREATE INDEX note_site ON note (site_id);
CREATE INDEX note_complaint ON note (site_id) WHERE kind = 'complaint' AND settled_day IS NULL;

-- One plan a day and engineer; planning again replaces it.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    engineer_id INTEGER REFERENCES engineer (id),
    made_utc INTEGER NOT NULL,
    summary TEXT NOT NULL -- the whole plan as JSON, schema "rounds-plan" (docs/json.md)
) STRICT;
CREATE UNIQUE INDEX plan_day ON plan (day, coalesce(engineer_id, 0));

CREATE TABLE plan_stop (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    seq INTEGER NOT NULL, -- 1..; home at both ends is not a stop
    kind TEXT NOT NULL CHECK (kind IN ('job', 'visit', 'break')),
    site_id INTEGER REFERENCES site (id),
    job_id INTEGER REFERENCES job (id),
    arrive_s INTEGER NOT NULL, -- seconds elapsed since the local midnight of plan.day
    start_s INTEGER NOT NULL,
    depart_s INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'skipped'))
) STRICT;
CREATE UNIQUE INDEX plan_stop_seq ON plan_stop (plan_id, seq);
CREATE INDEX plan_stop_site ON plan_stop (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX plan_stop_job ON plan_stop (job_id) WHERE job_id IS NOT NULL;

-- One row a command that changed the store. Not itself under undo. The steps taken back are the newest ones.
CREATE TABLE undo_step (
    id INTEGER PRIMARY KEY,
    at_utc INTEGER NOT NULL,
    command TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
    bytes INTEGER NOT NULL,  -- of the change set; 0 when it was too large to keep: that command cannot be taken back
    changeset BLOB NOT NULL  -- of SQLite's session extension, in the direction of the command
) STRICT;

-- What a person sees as layers in QGIS. No notes and no people: a layer is easily copied and handed on.
CREATE VIEW customers AS
SELECT s.id AS id, s.key AS key, s.name AS name, s.street AS street, s.town AS town, s.postcode AS postcode,
    c.status AS status, c.status_reason AS status_reason, c.goal_days AS goal_days,
    date(v.day * 86400, 'unixepoch') AS last_visit,
    CAST(julianday('now') - 2440587.5 AS INTEGER) - v.day AS days_since,
    (SELECT date(min(j.day) * 86400, 'unixepoch') FROM job j WHERE j.site_id = s.id AND j.status = 'open') AS next_job,
    c.no_drop_in AS no_drop_in, s.hours AS hours, s.service_s / 60 AS minutes_on_site,
    (SELECT group_concat(a.name, ', ') FROM amenity a WHERE a.site_id = s.id) AS amenities,
    s.tags AS tags, e.name AS engineer, s.uuid AS uuid, s.geom AS geom
FROM site s
JOIN customer c ON c.site_id = s.id
LEFT JOIN engineer e ON e.id = c.engineer_id
LEFT JOIN (SELECT site_id, max(day) AS day FROM visit GROUP BY site_id) v ON v.site_id = s.id;

CREATE VIEW havens AS
SELECT s.id AS id, s.key AS key, s.name AS name, s.street AS street, s.town AS town, s.postcode AS postcode,
    h.kind AS kind,
    (SELECT group_concat(a.name, ', ') FROM amenity a WHERE a.site_id = s.id) AS amenities,
    (SELECT group_concat(trim(k.carrier || ' ' || strftime('%H:%M', k.cutoff_s, 'unixepoch')), ', ')
        FROM collection k WHERE k.site_id = s.id) AS collections,
    s.hours AS hours, s.tags AS tags, h.source AS source, s.uuid AS uuid, s.geom AS geom
FROM site s
JOIN haven h ON h.site_id = s.id;

INSERT INTO views_geometry_columns
    (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
    ('customers', 'geom', 'id', 'site', 'geom', 1),
    ('havens', 'geom', 'id', 'site', 'geom', 1);

PRAGMA application_id = 1380930894; -- 0x524F554E, "ROUN"
PRAGMA user_version = 1;

