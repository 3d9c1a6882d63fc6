-- store_things.sql: schema 6: one thing under several spellings (Kyiv, Kiev) is one row, called what it is called most: the lists' id says
-- that it is one.

DROP VIEW named;
CREATE VIEW named AS WITH spelled AS (SELECT kind, coalesce(link, name) AS thing, name, sum(mentions) AS mentions FROM entity GROUP BY
    1, 2, 3), best AS (SELECT kind, thing, name, max(mentions) FROM spelled GROUP BY kind, thing) SELECT e.kind, b.name, sum(e.mentions) AS
    mentions, count(DISTINCT e.document) AS documents, min(d.date) AS first_seen, max(d.date) AS last_seen FROM entity e JOIN document d ON
    d.id = e.document JOIN best b ON b.kind = e.kind AND b.thing = coalesce(e.link, e.name) GROUP BY e.kind, b.thing;
