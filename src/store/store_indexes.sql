-- store_indexes.sql: schema 4: a key to a run, or to a sentence beside one to its document, needs no index of its own: runs stay, and a
-- document's rows are found by it. They were a tenth of a database and more of the time to fill it.

DROP INDEX IF EXISTS entity_run;
DROP INDEX IF EXISTS mention_run;
DROP INDEX IF EXISTS figure_run;
DROP INDEX IF EXISTS quote_run;
DROP INDEX IF EXISTS claim_run;
DROP INDEX IF EXISTS mention_sentence;
DROP INDEX IF EXISTS sentence_block;
