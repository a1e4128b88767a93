-- What services on the network answered about a journey, so that it need not be asked again. No data of the person's: not
-- under undo, and thrown away at any time without loss. Coordinates are degrees times a million, rounded.
CREATE TABLE travel_cache (
    source TEXT NOT NULL,   -- the service and its address, without any key
    from_lat_e6 INTEGER NOT NULL,
    from_lon_e6 INTEGER NOT NULL,
    to_lat_e6 INTEGER NOT NULL,
    to_lon_e6 INTEGER NOT NULL,
    seconds INTEGER CHECK (seconds >= 0),                            -- NULL: there is no way
    metres INTEGER CHECK (metres >= 0 AND (metres IS NULL) = (seconds IS NULL)),
    fetched_utc INTEGER NOT NULL,
    PRIMARY KEY (source, from_lat_e6, from_lon_e6, to_lat_e6, to_lon_e6)
) STRICT, WITHOUT ROWID;
CREATE INDEX travel_cache_age ON travel_cache (fetched_utc);

PRAGMA user_version = 3;
