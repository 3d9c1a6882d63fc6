-- store_claims.sql: schema 2: claims, the accounts they belong to, and the signatures by which copies are known. All of it is of one
-- document each, so that adding does no work on the others; `muster audit` compares.

CREATE TABLE account (
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    minute   INTEGER,                       -- of the day, of a post of a live blog
    place    TEXT,
    country  TEXT,                          -- ISO code
    date     TEXT,                          -- of what happened
    names    TEXT,                          -- a|b|c, folded: who and where is named
    words    TEXT,                          -- what happened, with what, at what kind of site
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    account   INTEGER NOT NULL,
    sentence  INTEGER,
    figure    INTEGER REFERENCES figure (id) ON DELETE SET NULL, -- null: a number that nobody asserts
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    low       ANY CHECK (typeof(low) IN ('integer', 'real', 'null')),
    high      ANY CHECK (typeof(high) IN ('integer', 'real', 'null')),
    qualifier TEXT CHECK (qualifier IN (@QUALIFIER@)),
    unit      TEXT NOT NULL CHECK (unit IN (@UNIT@)),
    measure   TEXT NOT NULL CHECK (measure IN (@MEASURE@)),
    scope     TEXT NOT NULL CHECK (scope IN (@SCOPE@)),
    told      TEXT NOT NULL CHECK (told IN (@TOLD@)),
    counted   TEXT,                         -- as the text has it
    noun      TEXT,                         -- its head, singular
    kind      TEXT,                         -- the group of that: civilian, force, family, drone, …
    side      TEXT,
    place     TEXT,
    place_id  TEXT,                         -- of the gazetteer's entry
    region    TEXT,
    country   TEXT,
    broad     INTEGER NOT NULL,             -- 1: the place is a country or a region, in which others lie
    latitude  REAL,
    longitude REAL,
    date      TEXT,                         -- of what happened, ISO, as precise as known
    dated     TEXT NOT NULL CHECK (dated IN (@DATED@)), -- where that date stands
    since     TEXT,                         -- of a total: from when on
    source    TEXT,
    source_entity INTEGER REFERENCES entity (id) ON DELETE SET NULL,
    words     TEXT,
    run       INTEGER NOT NULL REFERENCES run (id),
    FOREIGN KEY (document, account) REFERENCES account (document, number) ON DELETE CASCADE,
    CHECK (start >= 0 AND start < "end")
) STRICT;
CREATE INDEX claim_document ON claim (document, account);
CREATE INDEX claim_figure ON claim (figure) WHERE figure IS NOT NULL;
CREATE INDEX claim_source ON claim (source_entity) WHERE source_entity IS NOT NULL;
CREATE INDEX claim_measure ON claim (measure, place);

CREATE TABLE signature (
    document INTEGER PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    shingles INTEGER NOT NULL,              -- sequences of four words
    hashes   BLOB NOT NULL                  -- 256 minimal hashes, 4 bytes each, little-endian
) STRICT, WITHOUT ROWID;

CREATE VIEW claims AS
SELECT c.id, c.measure, c.low, c.high, c.qualifier, c.unit, c.counted, c.kind, c.side, c.scope, c.told, c.place, c.region, c.country, c.latitude,
       c.longitude, c.date, c.dated, c.since, c.source, d.outlet AS via, d.doc AS document, d.date AS document_date, d.title,
       substr(d.text, s.start + 1, s."end" - s.start) AS sentence, c.start, c."end" AS "end", d.path
FROM claim c
JOIN document d ON d.id = c.document
LEFT JOIN sentence s ON s.document = c.document AND s.number = c.sentence;
