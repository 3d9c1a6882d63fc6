-- store_actors.sql: schema 8: who did it, of those killed, wounded and taken.

ALTER TABLE figure ADD COLUMN actor TEXT;
ALTER TABLE figure ADD COLUMN actor_entity INTEGER REFERENCES entity (id) ON DELETE SET NULL;
CREATE INDEX figure_actor ON figure (actor_entity) WHERE actor_entity IS NOT NULL;
DROP VIEW counted;
DROP VIEW counted_row;
CREATE VIEW counted_row AS SELECT f.id, f.document AS document_id, f.measure, f.low, f.high, f.qualifier, f.unit, f.counted, f.side,
    f.place, f.date, f.source, d.doc AS document, d.title, substr(d.text, s.start + 1, s."end" - s.start) AS sentence, f.start, f."end" AS
    "end", d.path, d.date AS document_date, e.role, e.affiliation, f.actor FROM figure f JOIN document d ON d.id = f.document LEFT JOIN
    sentence s ON s.document = f.document AND s.number = f.sentence LEFT JOIN entity e ON e.id = f.source_entity;
CREATE VIEW counted AS SELECT measure, low, high, qualifier, unit, counted, side, place, date, source, document, title, sentence, start,
    "end", actor FROM counted_row;
