-- store_origins.sql: schema 5: what a document was made of, and where each of its blocks stands in the file.

ALTER TABLE document ADD COLUMN format TEXT;
ALTER TABLE document ADD COLUMN author TEXT;
ALTER TABLE document ADD COLUMN url TEXT;
ALTER TABLE document ADD COLUMN modified TEXT;
ALTER TABLE block ADD COLUMN source INTEGER;
