-- What the file said about a job at the last import, so that the same file again leaves alone what was changed by hand.
-- Lines "field=value" as cli/import/jobs.c writes them; '' for jobs booked by hand, and for those imported before.
ALTER TABLE job ADD COLUMN imported TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 2;
