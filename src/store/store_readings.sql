-- store_readings.sql: schema 10: how the files of a run were read.

ALTER TABLE run ADD COLUMN reading TEXT;
