-- store_traits.sql: schema 7: which place of that name it is if not the one taken, and what a unit's name says of it.

ALTER TABLE entity ADD COLUMN runner_up TEXT;
ALTER TABLE entity ADD COLUMN designation TEXT;
ALTER TABLE entity ADD COLUMN arm TEXT;
ALTER TABLE entity ADD COLUMN echelon TEXT;
ALTER TABLE entity ADD COLUMN state TEXT;
ALTER TABLE entity ADD COLUMN parent TEXT;
CREATE VIEW units AS WITH spelled AS (SELECT coalesce(link, name) AS thing, name, sum(mentions) AS mentions FROM entity WHERE kind =
    'unit' GROUP BY 1, 2), best AS (SELECT thing, name, max(mentions) FROM spelled GROUP BY thing) SELECT b.name, max(e.designation) AS
    designation, max(e.arm) AS arm, max(e.echelon) AS echelon, max(e.state) AS state, max(e.parent) AS parent, sum(e.mentions) AS mentions,
    count(DISTINCT e.document) AS documents, min(d.date) AS first_seen, max(d.date) AS last_seen FROM entity e JOIN document d ON d.id =
    e.document JOIN best b ON b.thing = coalesce(e.link, e.name) WHERE e.kind = 'unit' GROUP BY b.thing;
