-- store_schema.sql: the database of facts, schema 1 (without the indexes that schema 4 dropped). `@KIND@` and the like stand for the
-- record's words (src/base/record.def).
-- Positions are code points of document.text: substr(text, start + 1, "end" - start). Numbers of sentences and entities are per document.
-- The views at the end are the public face and keep their columns.

CREATE TABLE run (
    id        INTEGER PRIMARY KEY,
    started   TEXT NOT NULL,                 -- UTC, ISO 8601
    ended     TEXT,                          -- null: still going on, or killed
    versions  TEXT NOT NULL,                 -- of Muster and its libraries
    engine    TEXT NOT NULL,                 -- hash of lists and rules
    arguments TEXT,
    added     INTEGER NOT NULL DEFAULT 0,
    replaced  INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE rule (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                      -- of the rule, or of the mechanism
    file TEXT NOT NULL DEFAULT '',           -- '' for a mechanism
    line INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, file, line)
) STRICT;

CREATE TABLE document (
    id       INTEGER PRIMARY KEY,
    doc      TEXT NOT NULL,                  -- name: base name without extension
    path     TEXT NOT NULL DEFAULT '',
    title    TEXT,
    date     TEXT,                           -- ISO, as precise as known
    outlet   TEXT,
    encoding TEXT,
    hash     TEXT NOT NULL,                  -- SHA-256 of the file's bytes
    length   INTEGER NOT NULL,               -- code points
    run      INTEGER NOT NULL REFERENCES run (id),
    text     TEXT NOT NULL,
    UNIQUE (doc, path)
) STRICT;
CREATE INDEX document_run ON document (run);

CREATE TABLE block (
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN (@BLOCK@)),
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sentence (
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    block    INTEGER NOT NULL,
    PRIMARY KEY (document, number),
    FOREIGN KEY (document, block) REFERENCES block (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity (
    id          INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN (@KIND@)),
    name        TEXT NOT NULL,
    role        TEXT,
    affiliation TEXT,
    link        TEXT,                        -- id of the gazetteer's entry
    wikidata    TEXT,
    latitude    REAL,
    longitude   REAL,
    mentions    INTEGER NOT NULL,
    rule        INTEGER NOT NULL REFERENCES rule (id),
    run         INTEGER NOT NULL REFERENCES run (id),
    UNIQUE (document, number)
) STRICT;
CREATE INDEX entity_name ON entity (kind, name);
CREATE INDEX entity_rule ON entity (rule);

CREATE TABLE alias (
    entity INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    name   TEXT NOT NULL,                    -- as some mention has it
    PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    entity   INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    sentence INTEGER,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN (@KIND@)),
    entry    TEXT,                           -- id of the gazetteer's entry that it rests on
    rule     INTEGER NOT NULL REFERENCES rule (id),
    run      INTEGER NOT NULL REFERENCES run (id),
    PRIMARY KEY (document, number),
    FOREIGN KEY (document, sentence) REFERENCES sentence (document, number),
    CHECK (start >= 0 AND start < "end")
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_entity ON mention (entity);
CREATE INDEX mention_rule ON mention (rule);

CREATE TABLE figure (
    id            INTEGER PRIMARY KEY,
    document      INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    sentence      INTEGER,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    low           ANY CHECK (typeof(low) IN ('integer', 'real', 'null')),
    high          ANY CHECK (typeof(high) IN ('integer', 'real', 'null')),
    qualifier     TEXT CHECK (qualifier IN (@QUALIFIER@)),
    unit          TEXT NOT NULL CHECK (unit IN (@UNIT@)),
    measure       TEXT NOT NULL CHECK (measure IN (@MEASURE@)),
    counted       TEXT,                      -- what is counted, as the text has it
    side          TEXT,                      -- the name in it: whose they are
    place         TEXT,
    place_entity  INTEGER REFERENCES entity (id) ON DELETE SET NULL,
    date          TEXT,
    source        TEXT,
    source_entity INTEGER REFERENCES entity (id) ON DELETE SET NULL,
    entry         TEXT,
    rule          INTEGER NOT NULL REFERENCES rule (id),
    run           INTEGER NOT NULL REFERENCES run (id),
    FOREIGN KEY (document, sentence) REFERENCES sentence (document, number),
    CHECK (start >= 0 AND start < "end")
) STRICT;
CREATE INDEX figure_sentence ON figure (document, sentence);
CREATE INDEX figure_rule ON figure (rule);
CREATE INDEX figure_measure ON figure (measure);
CREATE INDEX figure_place ON figure (place_entity) WHERE place_entity IS NOT NULL;
CREATE INDEX figure_source ON figure (source_entity) WHERE source_entity IS NOT NULL;

CREATE TABLE quote (
    id             INTEGER PRIMARY KEY,
    document       INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    sentence       INTEGER,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    said           TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN (@SPEECH@)),
    stance         TEXT NOT NULL CHECK (stance IN (@STANCE@)),
    speaker        TEXT,
    speaker_entity INTEGER REFERENCES entity (id) ON DELETE SET NULL,
    speaker_start  INTEGER,                  -- the words beside the quote that name the speaker
    speaker_end    INTEGER,
    cue            TEXT,
    cue_start      INTEGER,
    cue_end        INTEGER,
    reason         TEXT,                     -- how the speaker was found, or why not
    entry          TEXT,
    rule           INTEGER NOT NULL REFERENCES rule (id),
    run            INTEGER NOT NULL REFERENCES run (id),
    FOREIGN KEY (document, sentence) REFERENCES sentence (document, number),
    CHECK (start >= 0 AND start < "end")
) STRICT;
CREATE INDEX quote_sentence ON quote (document, sentence);
CREATE INDEX quote_rule ON quote (rule);
CREATE INDEX quote_speaker ON quote (speaker_entity) WHERE speaker_entity IS NOT NULL;

-- Full text. Triggers keep it true whoever changes the tables.

CREATE VIRTUAL TABLE document_fts USING fts5 (title, text, content = 'document', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER document_fts_insert AFTER INSERT ON document BEGIN
    INSERT INTO document_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER document_fts_delete AFTER DELETE ON document BEGIN
    INSERT INTO document_fts (document_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER document_fts_update AFTER UPDATE OF title, text ON document BEGIN
    INSERT INTO document_fts (document_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO document_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;

CREATE VIRTUAL TABLE quote_fts USING fts5 (said, content = 'quote', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER quote_fts_insert AFTER INSERT ON quote BEGIN
    INSERT INTO quote_fts (rowid, said) VALUES (new.id, new.said);
END;
CREATE TRIGGER quote_fts_delete AFTER DELETE ON quote BEGIN
    INSERT INTO quote_fts (quote_fts, rowid, said) VALUES ('delete', old.id, old.said);
END;
CREATE TRIGGER quote_fts_update AFTER UPDATE OF said ON quote BEGIN
    INSERT INTO quote_fts (quote_fts, rowid, said) VALUES ('delete', old.id, old.said);
    INSERT INTO quote_fts (rowid, said) VALUES (new.id, new.said);
END;

-- The rows behind the public views, with the keys that queries need.

CREATE VIEW said_row AS
SELECT q.id, q.document AS document_id, q.speaker, e.role, e.affiliation, q.said, q.kind, q.cue, q.stance, d.date, d.doc AS document,
       d.title, substr(d.text, s.start + 1, s."end" - s.start) AS sentence, q.start, q."end" AS "end", d.path, e.name AS speaker_name
FROM quote q
JOIN document d ON d.id = q.document
LEFT JOIN sentence s ON s.document = q.document AND s.number = q.sentence
LEFT JOIN entity e ON e.id = q.speaker_entity;

CREATE VIEW counted_row AS
SELECT f.id, f.document AS document_id, f.measure, f.low, f.high, f.qualifier, f.unit, f.counted, f.side, f.place, f.date, f.source,
       d.doc AS document, d.title, substr(d.text, s.start + 1, s."end" - s.start) AS sentence, f.start, f."end" AS "end",
       d.path, d.date AS document_date, e.role, e.affiliation
FROM figure f
JOIN document d ON d.id = f.document
LEFT JOIN sentence s ON s.document = f.document AND s.number = f.sentence
LEFT JOIN entity e ON e.id = f.source_entity;

-- The public face.

CREATE VIEW said AS
SELECT speaker, role, affiliation, said, kind, cue, stance, date, document, title, sentence, start, "end" FROM said_row;

CREATE VIEW counted AS
SELECT measure, low, high, qualifier, unit, counted, side, place, date, source, document, title, sentence, start, "end" FROM counted_row;

CREATE VIEW named AS
SELECT e.kind, e.name, sum(e.mentions) AS mentions, count(DISTINCT e.document) AS documents,
       min(d.date) AS first_seen, max(d.date) AS last_seen
FROM entity e JOIN document d ON d.id = e.document
GROUP BY e.kind, e.name;

CREATE VIEW claimed AS
SELECT source AS claimant, role, affiliation, measure, low, high, qualifier, unit, counted, side, place,
       coalesce(date, document_date) AS date, document, title, sentence, start, "end"
FROM counted_row
WHERE source IS NOT NULL;
