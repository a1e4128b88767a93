-- Which file brought a haven first, and since when the list that it came from has it no longer. NULL: it is there.
ALTER TABLE haven ADD COLUMN list TEXT NOT NULL DEFAULT '';
ALTER TABLE haven ADD COLUMN gone_day INTEGER;
-- Who has a thing that few have: looked up without reading everybody.
CREATE INDEX amenity_name ON amenity (name);

PRAGMA user_version = 4;
