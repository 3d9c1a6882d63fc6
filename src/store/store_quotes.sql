-- store_quotes.sql: schema 3: what a quote is worth, who else may have said it, whom its speaker has it from, and what stands between quotation marks
-- though nobody is seen to say it.

ALTER TABLE quote ADD COLUMN hedge TEXT;      -- what weakens it: "appears to"
ALTER TABLE quote ADD COLUMN doubt TEXT;      -- the writer's doubt: "could not be independently verified"
ALTER TABLE quote ADD COLUMN same INTEGER;    -- equal for the same words, whatever the case and marks; null where they are few
CREATE INDEX quote_same ON quote (same) WHERE same IS NOT NULL;

CREATE TABLE candidate (                      -- whom a pronoun or description may mean as well, likeliest first
    quote  INTEGER NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    PRIMARY KEY (quote, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX candidate_entity ON candidate (entity);

CREATE TABLE relay (                          -- a report inside a quote: whom its speaker has it from
    quote          INTEGER NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL,
    speaker        TEXT NOT NULL,
    speaker_entity INTEGER REFERENCES entity (id) ON DELETE SET NULL,
    cue            TEXT,
    start          INTEGER NOT NULL,          -- the words that name the speaker
    "end"          INTEGER NOT NULL,
    PRIMARY KEY (quote, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_speaker ON relay (speaker_entity) WHERE speaker_entity IS NOT NULL;

CREATE TABLE unattributed (
    document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    sentence INTEGER,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    said     TEXT NOT NULL,
    speaker  TEXT CHECK (speaker IS NULL),
    reason   TEXT NOT NULL,
    PRIMARY KEY (document, number),
    FOREIGN KEY (document, sentence) REFERENCES sentence (document, number)
) STRICT, WITHOUT ROWID;

DROP VIEW said;
DROP VIEW said_row;

CREATE VIEW said_row AS
SELECT q.id, q.document AS document_id, q.speaker, e.role, e.affiliation, q.said, q.kind, q.cue, q.stance, d.date, d.doc AS document,
       d.title, substr(d.text, s.start + 1, s."end" - s.start) AS sentence, q.start, q."end" AS "end", d.path, e.name AS speaker_name,
       q.reason, q.hedge, q.doubt, d.outlet,
       (SELECT group_concat(r.speaker, ' < ') FROM relay r WHERE r.quote = q.id) AS relayed,
       (SELECT group_concat(x.name, '|') FROM candidate c JOIN entity x ON x.id = c.entity WHERE c.quote = q.id) AS candidates,
       q.speaker_entity, q.same
FROM quote q
JOIN document d ON d.id = q.document
LEFT JOIN sentence s ON s.document = q.document AND s.number = q.sentence
LEFT JOIN entity e ON e.id = q.speaker_entity;

CREATE VIEW said AS
SELECT speaker, role, affiliation, said, kind, cue, stance, date, document, title, sentence, start, "end", reason, hedge, doubt, outlet,
       relayed, candidates
FROM said_row;

-- Who and what is named in a quote.
CREATE VIEW said_about AS
SELECT DISTINCT q.speaker, q.stance, e.kind, e.name, q.said, d.date, d.doc AS document, q.start, q."end" AS "end"
FROM quote q
JOIN document d ON d.id = q.document
JOIN mention m ON m.document = q.document AND m.start >= q.start AND m."end" <= q."end"
JOIN entity e ON e.id = m.entity;

-- The figures that a quote gives.
CREATE VIEW said_figures AS
SELECT q.speaker, q.stance, f.measure, f.low, f.high, f.qualifier, f.unit, f.counted, f.place, q.said, d.date, d.doc AS document, f.start,
       f."end" AS "end"
FROM quote q
JOIN document d ON d.id = q.document
JOIN sentence s ON s.document = q.document AND s.start < q."end" AND s."end" > q.start
JOIN figure f ON f.document = s.document AND f.sentence = s.number AND f.start >= q.start AND f."end" <= q."end";

-- What more than one document quotes, and who had it first.
CREATE VIEW said_again AS
SELECT said, speaker, date, document, first_value(speaker) OVER first AS first_speaker, first_value(date) OVER first AS first_date,
       first_value(document) OVER first AS first_document, row_number() OVER first AS time
FROM said_row
WHERE same IN (SELECT same FROM quote WHERE same IS NOT NULL GROUP BY same HAVING count(DISTINCT document) > 1)
WINDOW first AS (PARTITION BY same ORDER BY date IS NULL, date, document_id, start);
