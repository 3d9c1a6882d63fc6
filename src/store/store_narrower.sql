-- store_narrower.sql: schema 9: indexes that each document touches all over (a page for each rule, name and place that it has), and that no
-- query is quicker for: rows of rules stay, as those of runs do; names are asked for by their words, and counted over all of the table.
-- Without them a quarter of the writing is saved, and it costs no more in a large database than in a small one. A signature is larger than
-- what a page of a table without row ids takes of a row: each had a page of its own.

DROP INDEX IF EXISTS entity_rule;
DROP INDEX IF EXISTS mention_rule;
DROP INDEX IF EXISTS figure_rule;
DROP INDEX IF EXISTS quote_rule;
DROP INDEX IF EXISTS quote_same;
DROP INDEX IF EXISTS claim_measure;
DROP INDEX IF EXISTS entity_name;
CREATE TABLE signature_row (document INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE, shingles INTEGER NOT NULL, hashes
    BLOB NOT NULL) STRICT;
INSERT INTO signature_row SELECT document, shingles, hashes FROM signature;
DROP TABLE signature;
ALTER TABLE signature_row RENAME TO signature;
