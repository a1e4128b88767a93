-- How a site's place came about, beside site.placed_by: kept as long as the place stays where it was put.
CREATE TABLE placing (
    site_id INTEGER PRIMARY KEY REFERENCES site (id),
    placed_by TEXT NOT NULL CHECK (placed_by IN ('import', 'hand', 'geocoder')), -- says nothing once site.placed_by differs
    source TEXT NOT NULL DEFAULT '',     -- who answered: the service and its host, without any key; a list of places
    source_id TEXT NOT NULL DEFAULT '',  -- of what was found, at the source
    label TEXT NOT NULL DEFAULT '',      -- what was found, one line
    precision TEXT NOT NULL DEFAULT 'house' CHECK (precision IN ('house', 'interpolated', 'street', 'postcode', 'area')),
    placed_utc INTEGER,
    asked TEXT NOT NULL DEFAULT '',      -- the address that was asked for
    reviewed INTEGER NOT NULL DEFAULT 0 CHECK (reviewed IN (0, 1))
) STRICT;

-- Sites that wait for a person to look, with what was found.
CREATE TABLE site_review (
    site_id INTEGER PRIMARY KEY REFERENCES site (id),
    asked TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    asked_utc INTEGER NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0 CHECK (wrong IN (0, 1)) -- nothing of it is right: not to be asked again
) STRICT;
CREATE TABLE review_candidate (
    site_id INTEGER NOT NULL REFERENCES site_review (site_id),
    seq INTEGER NOT NULL, -- 1..; the best first
    lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon REAL NOT NULL CHECK (lon BETWEEN -180 AND 180),
    precision TEXT NOT NULL CHECK (precision IN ('house', 'interpolated', 'street', 'postcode', 'area')),
    matched INTEGER NOT NULL DEFAULT 0,    -- bits of what was asked
    mismatched INTEGER NOT NULL DEFAULT 0,
    label TEXT NOT NULL DEFAULT '',
    source_id TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '',
    suburb TEXT NOT NULL DEFAULT '',
    town TEXT NOT NULL DEFAULT '',
    county TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site_id, seq)
) STRICT, WITHOUT ROWID;

-- What geocoding services answered, so that they need not be asked again. Not under undo.
CREATE TABLE geocode_cache (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    key TEXT NOT NULL,    -- the question, folded
    found INTEGER NOT NULL CHECK (found IN (0, 1)),
    asked_utc INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (service, key)
) STRICT;
CREATE INDEX geocode_cache_age ON geocode_cache (found, asked_utc);

-- Addresses and names from maps, to look up without a network. Not under undo: each list is a file, replaced whole when
-- it is imported again. Coordinates are degrees times ten million.
CREATE TABLE place_list (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    day INTEGER -- of its data, NULL when it does not say
) STRICT;
-- What has a name: the part of a street that shares a town and a postcode, a postcode, a town.
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES place_list (id),
    precision TEXT NOT NULL CHECK (precision IN ('street', 'postcode', 'area')),
    name TEXT NOT NULL,
    suburb TEXT NOT NULL,
    town TEXT NOT NULL,
    town_guessed INTEGER NOT NULL CHECK (town_guessed IN (0, 1)), -- the nearest one; nothing says that it is in it
    county TEXT NOT NULL,
    postcode TEXT NOT NULL,
    country TEXT NOT NULL,
    within TEXT NOT NULL,    -- all settlements that it lies in, the smallest first, each ended by a line feed
    size INTEGER NOT NULL,   -- of a town: 0 the largest
    lat_e7 INTEGER NOT NULL CHECK (lat_e7 BETWEEN -900000000 AND 900000000),
    lon_e7 INTEGER NOT NULL CHECK (lon_e7 BETWEEN -1800000000 AND 1800000000),
    source_id TEXT NOT NULL
) STRICT;
CREATE INDEX place_of_list ON place (list_id);
-- Towns in bands of a tenth of a degree.
CREATE INDEX place_area ON place ((lat_e7 + 900000000) / 1000000, lon_e7) WHERE precision = 'area';
-- The folded words of a row of place, under its id; streets also as one word, as they are compared. The cell is of those
-- whose town is guessed.
CREATE VIRTUAL TABLE place_words USING fts5 (name, town, postcode, cell);
-- The houses of a street, and without a number the points of the street itself.
CREATE TABLE place_point (
    id INTEGER PRIMARY KEY,
    place_id INTEGER NOT NULL REFERENCES place (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    lat_e7 INTEGER NOT NULL CHECK (lat_e7 BETWEEN -900000000 AND 900000000),
    lon_e7 INTEGER NOT NULL CHECK (lon_e7 BETWEEN -1800000000 AND 1800000000),
    source_id TEXT NOT NULL
) STRICT;
CREATE INDEX place_point_of ON place_point (place_id);
-- In bands of a five-hundredth of a degree, 222 m.
CREATE INDEX place_point_at ON place_point ((lat_e7 + 900000000) / 20000, lon_e7);

-- Own sites by address.
CREATE INDEX site_postcode ON site (upper(replace(postcode, ' ', ''))) WHERE postcode <> '';
CREATE INDEX site_street_only ON site (lower(street)) WHERE street <> '';

PRAGMA user_version = 8;
