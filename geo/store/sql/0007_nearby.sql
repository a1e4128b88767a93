-- What lies near a place, without a look at anything else. The Earth is cut into 2^23 columns and rows, and a cell's number
-- has the bits of both in turn (column, row, column ...), so that each square of cells is one stretch of numbers, however
-- large it is. geo/store/cell.h has the same in C.
-- Made from site, customer and amenity, and kept so by triggers: not under undo, which replays changes of those.
CREATE TABLE nearby_cell (
    site_id INTEGER PRIMARY KEY,
    x INTEGER NOT NULL CHECK (x BETWEEN 0 AND 8388607), -- west to east
    y INTEGER NOT NULL CHECK (y BETWEEN 0 AND 8388607), -- south to north
    -- The bits are moved apart by halves: by 16, by 8 ... Shifts and masks have one rank in SQLite, hence the brackets.
    x8 INTEGER AS ((x | (x << 16)) & 0x0000FFFF0000FFFF),
    x4 INTEGER AS ((x8 | (x8 << 8)) & 0x00FF00FF00FF00FF),
    x2 INTEGER AS ((x4 | (x4 << 4)) & 0x0F0F0F0F0F0F0F0F),
    x1 INTEGER AS ((x2 | (x2 << 2)) & 0x3333333333333333),
    y8 INTEGER AS ((y | (y << 16)) & 0x0000FFFF0000FFFF),
    y4 INTEGER AS ((y8 | (y8 << 8)) & 0x00FF00FF00FF00FF),
    y2 INTEGER AS ((y4 | (y4 << 4)) & 0x0F0F0F0F0F0F0F0F),
    y1 INTEGER AS ((y2 | (y2 << 2)) & 0x3333333333333333),
    cell INTEGER AS (((x1 | (x1 << 1)) & 0x5555555555555555) | (((y1 | (y1 << 1)) & 0x5555555555555555) << 1)) STORED
) STRICT;

-- Each placed site once as '', once as '*' if it is a customer, and once for each thing that it offers.
CREATE TABLE nearby (
    what TEXT NOT NULL,
    cell INTEGER NOT NULL,
    site_id INTEGER NOT NULL,
    PRIMARY KEY (what, cell, site_id)
) STRICT, WITHOUT ROWID;

-- What it must hold.
CREATE VIEW nearby_made AS
SELECT '' AS what, cell, site_id FROM nearby_cell
UNION ALL
SELECT '*', n.cell, n.site_id FROM nearby_cell n JOIN customer c ON c.site_id = n.site_id
UNION ALL
SELECT a.name, n.cell, n.site_id FROM nearby_cell n JOIN amenity a ON a.site_id = n.site_id;

INSERT INTO nearby_cell (site_id, x, y)
SELECT id, min(CAST((MbrMinX(geom) + 180.0) * 8388608.0 / 360.0 AS INTEGER), 8388607),
    min(CAST((MbrMinY(geom) + 90.0) * 8388608.0 / 180.0 AS INTEGER), 8388607)
FROM site WHERE geom IS NOT NULL ORDER BY id;
INSERT INTO nearby SELECT what, cell, site_id FROM nearby_made ORDER BY what, cell, site_id;

CREATE TRIGGER nearby_cell_insert AFTER INSERT ON nearby_cell BEGIN
    INSERT INTO nearby VALUES ('', NEW.cell, NEW.site_id);
    INSERT INTO nearby SELECT '*', NEW.cell, site_id FROM customer WHERE site_id = NEW.site_id;
    INSERT INTO nearby SELECT name, NEW.cell, site_id FROM amenity WHERE site_id = NEW.site_id;
END;
CREATE TRIGGER nearby_cell_delete BEFORE DELETE ON nearby_cell BEGIN
    DELETE FROM nearby WHERE what = '' AND cell = OLD.cell AND site_id = OLD.site_id;
    DELETE FROM nearby WHERE what = '*' AND cell = OLD.cell AND site_id = OLD.site_id;
END;
CREATE TRIGGER nearby_cell_delete_amenities BEFORE DELETE ON nearby_cell
WHEN EXISTS (SELECT 1 FROM amenity WHERE site_id = OLD.site_id) BEGIN
    DELETE FROM nearby WHERE what IN (SELECT name FROM amenity WHERE site_id = OLD.site_id)
        AND cell = OLD.cell AND site_id = OLD.site_id;
END;
CREATE TRIGGER nearby_site_insert AFTER INSERT ON site WHEN NEW.geom IS NOT NULL BEGIN
    INSERT INTO nearby_cell (site_id, x, y)
        VALUES (NEW.id, min(CAST((MbrMinX(NEW.geom) + 180.0) * 8388608.0 / 360.0 AS INTEGER), 8388607),
            min(CAST((MbrMinY(NEW.geom) + 90.0) * 8388608.0 / 180.0 AS INTEGER), 8388607));
END;
CREATE TRIGGER nearby_site_update AFTER UPDATE OF id, geom ON site
WHEN NEW.geom IS NOT OLD.geom OR NEW.id <> OLD.id BEGIN
    DELETE FROM nearby_cell WHERE site_id = OLD.id;
    INSERT INTO nearby_cell (site_id, x, y)
        SELECT NEW.id, min(CAST((MbrMinX(NEW.geom) + 180.0) * 8388608.0 / 360.0 AS INTEGER), 8388607),
            min(CAST((MbrMinY(NEW.geom) + 90.0) * 8388608.0 / 180.0 AS INTEGER), 8388607)
        WHERE NEW.geom IS NOT NULL;
END;
CREATE TRIGGER nearby_site_delete AFTER DELETE ON site WHEN OLD.geom IS NOT NULL BEGIN
    DELETE FROM nearby_cell WHERE site_id = OLD.id;
END;
CREATE TRIGGER nearby_customer_insert AFTER INSERT ON customer BEGIN
    INSERT INTO nearby SELECT '*', cell, site_id FROM nearby_cell WHERE site_id = NEW.site_id;
END;
CREATE TRIGGER nearby_customer_update AFTER UPDATE OF site_id ON customer WHEN NEW.site_id <> OLD.site_id BEGIN
    DELETE FROM nearby WHERE what = '*' AND site_id = OLD.site_id
        AND cell = (SELECT cell FROM nearby_cell WHERE site_id = OLD.site_id);
    INSERT INTO nearby SELECT '*', cell, site_id FROM nearby_cell WHERE site_id = NEW.site_id;
END;
CREATE TRIGGER nearby_customer_delete AFTER DELETE ON customer BEGIN
    DELETE FROM nearby WHERE what = '*' AND site_id = OLD.site_id
        AND cell = (SELECT cell FROM nearby_cell WHERE site_id = OLD.site_id);
END;
CREATE TRIGGER nearby_amenity_insert AFTER INSERT ON amenity BEGIN
    INSERT INTO nearby SELECT NEW.name, cell, site_id FROM nearby_cell WHERE site_id = NEW.site_id;
END;
CREATE TRIGGER nearby_amenity_update AFTER UPDATE ON amenity
WHEN NEW.site_id <> OLD.site_id OR NEW.name <> OLD.name BEGIN
    DELETE FROM nearby WHERE what = OLD.name AND site_id = OLD.site_id
        AND cell = (SELECT cell FROM nearby_cell WHERE site_id = OLD.site_id);
    INSERT INTO nearby SELECT NEW.name, cell, site_id FROM nearby_cell WHERE site_id = NEW.site_id;
END;
CREATE TRIGGER nearby_amenity_delete AFTER DELETE ON amenity BEGIN
    DELETE FROM nearby WHERE what = OLD.name AND site_id = OLD.site_id
        AND cell = (SELECT cell FROM nearby_cell WHERE site_id = OLD.site_id);
END;

-- It was there to find what few offer.
DROP INDEX amenity_name;

PRAGMA user_version = 7;
