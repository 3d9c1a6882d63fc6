#!/usr/bin/env python3
"""What users have in their folders: files as the tools they use write them. The texts are invented, the shapes are those of the tools."""
import json
import unittest

from program import Case

HIT = "At least 12 people were killed when a shell hit a bus in Orlivka on Tuesday, the governor said."
DENIAL = "The defence ministry denied striking civilians and said 40 enemy soldiers had been killed near the village."
URL = "https://harbourpost.example/a/1"


class Folders(Case):
    def read(self, name, content, expect=0):
        """-> the documents that a file gives, each a dictionary, and what was said of the others"""
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content)
        self.db.unlink(missing_ok=True)
        _, err = self.run_muster("add", "--no-user-data", "--quiet", "-j1", self.db, self.write(name, content), expect=expect)
        return [dict(row) for row in self.query("SELECT * FROM document ORDER BY id")], err

    def check(self, document, **wanted):
        self.assertEqual({key: document[key] for key in wanted}, wanted)

    def test_posts_of_a_telegram_channel(self):
        pieces = ["At least ", {"type": "bold", "text": "12 people"}, " were killed, the governor said. ", {"type": "link", "text": URL}]
        posts = [{"id": 1, "type": "service", "date": "2025-03-04T08:00:00", "action": "create_channel", "text": ""},
                 {"id": 2, "type": "message", "date": "2025-03-04T10:02:11", "from": "Orlivka Live", "text": pieces},
                 {"id": 3, "type": "message", "date": "2025-03-04T10:30:00", "photo": "photos/1.jpg", "text": ""},
                 {"id": 4, "type": "message", "date": "2025-03-05T11:00:00", "from": "Orlivka Live", "text": DENIAL}]
        documents, _ = self.read("result.json", {"name": "Orlivka Live", "type": "public_channel", "id": 11, "messages": posts})
        self.assertEqual([d["doc"] for d in documents], ["2", "4"])
        self.check(documents[0], text=f"At least 12 people were killed, the governor said. {URL}", date="2025-03-04", author="Orlivka Live")

    def test_posts_of_other_networks(self):
        tweet = {"id_str": "1896", "created_at": "Tue Mar 04 10:02:11 +0000 2025", "full_text": HIT, "user": {"name": "Governor"}}
        for name, content in (("tweets.json", [tweet]), ("tweets.js", "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}])),
                              ("v2.json", {"data": [{"id": "1896", "text": HIT, "created_at": "2025-03-04T10:02:11.000Z"}], "meta": {"result_count": 1}}),
                              ("toot.json", [{"id": "1896", "created_at": "2025-03-04T10:02:11Z", "content": f"<p>{HIT}</p>"}]),
                              ("sky.json", {"feed": [{"post": {"id": "1896", "record": {"text": HIT, "createdAt": "2025-03-04T10:00:00Z"}}}]}),
                              ("threads.json", [{"kind": "Listing", "data": {"children": [{"data": {"selftext": HIT, "created_utc": 1741082531}}]}}])):
            with self.subTest(name):
                documents, _ = self.read(name, content)
                self.assertEqual(len(documents), 1)
                self.check(documents[0], text=HIT, date="2025-03-04")

    def test_what_interfaces_for_news_answer(self):
        item = {"title": "Shell hits bus", "url": URL, "date": "2025-03-04"}
        answers = {
            "site.json": [{"id": 5, "date": "2025-03-04T10:00:00", "link": URL, "title": {"rendered": "Shell hits bus"},
                           "content": {"rendered": f"<p>{HIT}</p>", "protected": False}, "excerpt": {"rendered": "<p>A bus.</p>"}}],
            "paper.json": {"response": {"status": "ok", "results": [{"webPublicationDate": "2025-03-04T10:00:00Z", "webTitle": "Shell hits bus",
                                                                     "webUrl": URL, "fields": {"bodyText": HIT}}]}},
            "relief.json": {"data": [{"id": "1", "fields": {"title": "Shell hits bus", "body": HIT, "date": {"created": "2025-03-04"}, "url": URL}}]},
            "feed.json": {"version": "1.1", "title": "Harbour Post", "description": "News of the coast.", "items": [dict(item, content_text=HIT)]},
            "message.json": {"status": "ok", "message": "success", "articles": [dict(item, content=HIT)]},
            "page.json": dict(item, source=URL, text=HIT, description="A bus.", **{"source-hostname": "Harbour Post"})}
        for name, answer in answers.items():
            with self.subTest(name):
                documents, _ = self.read(name, answer)
                self.assertEqual(len(documents), 1)
                self.check(documents[0], text=HIT, date="2025-03-04", title="Shell hits bus", url=URL)
                self.assertEqual(documents[0]["outlet"], "Harbour Post" if name == "page.json" else None)

    def test_an_article_with_a_teaser_and_captions_is_one(self):
        documents, _ = self.read("a.json", {"text": HIT, "comments": [{"text": DENIAL}], "images": [{"caption": "A bus"}]})
        self.assertEqual([d["text"] for d in documents], [HIT])
        documents, _ = self.read("a.json", {"summary": HIT, "images": [{"caption": "A bus"}]})
        self.assertEqual([d["text"] for d in documents], [HIT])

    def test_tables_of_events_and_fields_with_lines(self):
        documents, _ = self.read("events.csv", "event_id_cnty,event_date,source,notes,fatalities\n"
                                 f"UKR1,04 March 2025,Harbour Post,\"{HIT}\",12\nUKR2,05 March 2025,Harbour Post,,0\n")
        self.assertEqual(len(documents), 1)
        self.check(documents[0], doc="UKR1", date="2025-03-04", outlet="Harbour Post", text=HIT)
        documents, _ = self.read("a.tsv", f'id\ttext\n1\t"{HIT}\n\nIt was ""late""."\n2\t{DENIAL}\n')
        self.assertEqual([d["text"] for d in documents], [f'{HIT}\n\nIt was "late".', DENIAL])
        documents, _ = self.read("b.tsv", f'id\ttext\n1\t"Late," he said.\n2\t"{DENIAL}\n')
        self.assertEqual(len(documents), 2)

    def check_hit(self, document, **more):
        self.check(document, title="Shell hits bus in Orlivka", date="2025-03-04", **more)

    def facts(self):
        """-> the names of the only document, and the numbers it gives"""
        return {row["name"] for row in self.query("SELECT name FROM named")}, [row["low"] for row in self.query("SELECT low FROM counted ORDER BY low")]

    def test_notes_with_front_matter(self):
        story = f"# Shell hits bus in Orlivka\n\n{HIT}\n\n## Denial\n\n{DENIAL}\n"
        yaml = f'---\ntitle: "Shell hits bus in Orlivka"\ndate: 2025-03-04\nauthor: Ana Brezovar\noutlet: Harbour Post\nurl: {URL}\ntags: [war, "300 days"]\n---\n\n'
        toml = f"+++\ntitle = 'Shell hits bus in Orlivka'\ndate = 2025-03-04T10:00:00Z\nauthor = \"Ana Brezovar\"\nsource = \"{URL}\"\noutlet = 'Harbour Post'\n+++\n"
        typed = f"Title: Shell hits bus in Orlivka\nDate: 4 March 2025\nAuthor: Ana Brezovar\nSource: Harbour Post\nURL: {URL}\n\n{HIT}\n\n{DENIAL}\n"
        clipped = f"# Shell hits bus in Orlivka\n\nSource: {URL}\nPublished: 2025-03-04\nAuthor: Ana Brezovar\nOutlet: Harbour Post\n\n{HIT}\n\n{DENIAL}\n"
        for note in (yaml + story, toml + story, typed, clipped, typed.replace("\n", "\r\n")):
            with self.subTest(note[:12]):
                documents, _ = self.read("note.md", note)
                self.assertEqual(len(documents), 1)
                self.check_hit(documents[0], author="Ana Brezovar", outlet="Harbour Post", url=URL, text=note)
                names, figures = self.facts()
                self.assertNotIn("Ana Brezovar", names)
                self.assertEqual(figures, [12, 40])

    def test_one_label_and_a_rule_between_parts_are_text(self):
        documents, _ = self.read("a.txt", f"Summary: {HIT}\n\n{DENIAL}\n")
        self.assertEqual(self.facts()[1], [12, 40])
        documents, _ = self.read("b.txt", f"---\n{HIT}\n\n{DENIAL}\n")
        self.assertEqual(self.facts()[1], [12, 40])

    def test_articles_of_a_news_archive(self):
        centred = f"""


                               1 of 2 DOCUMENTS


                               Harbour Post

                            March 4, 2025 Tuesday

Shell hits bus in Orlivka

BYLINE: Ana Brezovar

SECTION: WORLD; Pg. 4

LENGTH: 412 words

BODY:

   {HIT}

   {DENIAL}

LOAD-DATE: March 5, 2025

LANGUAGE: ENGLISH

                     Copyright 2025 Harbour Post Media
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                             Northern Wire Service

                      March 6, 2025 Thursday 9:14 AM GMT

HEADLINE: Toll in Orlivka rises to 15

LENGTH: 120 words

   The number of people killed in Orlivka has risen to 15, officials said on Thursday.
"""
        flat = f"""Shell hits bus in Orlivka

Harbour Post

March 4, 2025 Tuesday

Copyright 2025 Harbour Post Media All Rights Reserved

Section: WORLD; Pg. 4
Length: 412 words
Byline: Ana Brezovar

Body

{HIT}

{DENIAL}

Load-Date: March 5, 2025

End of Document
Toll in Orlivka rises to 15

Northern Wire Service

March 6, 2025 Thursday

Length: 120 words

Body

The number of people killed in Orlivka has risen to 15, officials said on Thursday.

End of Document
"""
        coded = f"""
HD   Shell hits bus in Orlivka
BY   By Ana Brezovar
WC   412 words
PD   4 March 2025
SN   Harbour Post

LP   {HIT}

TD   {DENIAL}

AN   Document HRBP000020250304el3400001

HD   Toll in Orlivka rises to 15
WC   120 words
PD   6 March 2025
SN   Northern Wire Service

LP   The number of people killed in Orlivka has risen to 15, officials said on Thursday.

AN   Document NWS0000020250306el3600002
"""
        for name, text in (("centred.txt", centred), ("flat.txt", flat), ("coded.txt", coded)):
            with self.subTest(name):
                documents, _ = self.read(name, text)
                self.assertEqual([d["path"].split("!")[1] for d in documents], ["1", "2"])
                self.check_hit(documents[0], author="Ana Brezovar", outlet="Harbour Post")
                self.check(documents[1], title="Toll in Orlivka rises to 15", date="2025-03-06", outlet="Northern Wire Service")
                names, figures = self.facts()
                self.assertEqual(figures, [12, 15, 15, 40] if documents[1]["title"] in documents[1]["text"] else [12, 15, 40])
                self.assertNotIn("Ana Brezovar", names)

    def test_a_text_larger_than_a_document_is_read_in_parts(self):
        text = "".join(f"{HIT} Line {i}.\n\n" for i in range(20))
        whole, _ = self.read("a.txt", text)
        self.assertEqual([d["path"].endswith("a.txt") for d in whole], [True])
        for encoding in ("utf-8", "utf-16"):
            self.read("b.txt", text.encode(encoding))
            parts, _ = self.records("--max-size", "500", "b.txt", expect=None)
            self.assertGreater(len(parts), 4)
            self.assertEqual([p["doc"] for p in parts], [f"b-{i + 1}" for i in range(len(parts))])
            self.assertEqual(sum(figure["low"] == 12 for p in parts for figure in p["figures"]), 20)

    def test_pages_whose_story_a_script_shows(self):
        data = {"@type": "NewsArticle", "headline": "Shell hits bus in Orlivka", "datePublished": "2025-03-04", "articleBody": f"{HIT}\n\n{DENIAL}"}
        page = ('<html><head><script type="application/ld+json">%s</script></head><body><div id="root"></div>%s'
                '<footer>All rights reserved.</footer></body></html>')
        for shown in ("", f"<p>{HIT[:40]}…</p><p>Subscribe to read on.</p>"):
            documents, _ = self.read("a.html", page % (json.dumps(data), shown))
            self.check_hit(documents[0], text=f"Shell hits bus in Orlivka\n\n{HIT}\n\n{DENIAL}")
            self.assertEqual(self.facts()[1], [12, 40])
        marked = dict(data, articleBody=f"<h1>Shell hits bus in Orlivka</h1><p>{HIT}</p><p>{DENIAL}</p>")
        documents, _ = self.read("a.html", page % (json.dumps(marked), ""))
        self.check_hit(documents[0], text=f"Shell hits bus in Orlivka\n\n{HIT}\n\n{DENIAL}")
        documents, _ = self.read("a.html", page % (json.dumps(data), f"<article><h1>Bus hit</h1><p>{HIT}</p><p>{DENIAL}</p></article>"))
        self.assertEqual(documents[0]["text"], f"Bus hit\n\n{HIT}\n\n{DENIAL}")
        _, said = self.read("b.html", '<html><body><div id="__next"></div><script>start()</script></body></html>', expect=1)
        self.assertIn("b.html: a page without text: scripts would load its story", said)

    def test_a_folder_of_saved_pages(self):
        picture = b"\xff\xd8\xff\xe0" + bytes(range(1, 200))
        folder = self.folder / "pages"
        for name, content in {"bus.html": f"<html><body><h1>Bus hit</h1><p>{HIT}</p><p>{DENIAL}</p></body></html>", "bus_files/app.js": "var a = 1;",
                              "bus_files/bus.jpg": picture, "map.jpg": picture, "case_files/a.txt": HIT}.items():
            self.write(f"pages/{name}", content)
        (folder / "gone.txt").symlink_to("nowhere")
        _, err = self.run_muster("add", "--no-user-data", "--quiet", self.db, folder, expect=1)
        self.assertEqual(err, f"{folder}/gone.txt: the link leads nowhere\n")
        paths = [row["path"] for row in self.query("SELECT path FROM document ORDER BY path")]
        self.assertEqual(paths, [f"{folder}/bus.html", f"{folder}/case_files/a.txt"])
        _, err = self.run_muster("add", "--no-user-data", "--quiet", self.db, folder / "map.jpg", expect=1)
        self.assertIn("map.jpg: not a text: it is a JPEG image", err)


if __name__ == "__main__":
    unittest.main()
