"""The program over files of every format: what is a document in them, its id, path, title and date, and what broken and hostile ones get."""
import bz2
import gzip
import io
import json
import lzma
import re
import shutil
import tarfile
import unittest
import zipfile

from program import Case


class Formats(Case):
    def test_json_lines_are_a_document_a_line(self):
        path = self.write("a.jsonl", '{"id": 7, "headline": "Raid", "text": "Nine soldiers were killed in Kyiv.", "published": "2024-12-17T10:00Z"}\n'
                          '{"id": 7, "body": ["Two drones fell.", "One burned."]}\n{"torn\n{"words": ""}\n{"text": ""}\n{"content": "Five tanks were destroyed."}')
        records, err = self.records(path, expect=1)
        self.assertEqual([r["doc"] for r in records], ["7", "7~2", "a-6"])
        self.assertEqual([r["path"].split("!")[1] for r in records], ["7", "7~2", "6"])
        self.assertEqual((records[0]["title"], records[0]["date"]), ("Raid", "2024-12-17"))
        self.assertIn("a.jsonl:3:1: error: record 3 is broken JSON", err)
        self.assertIn("a.jsonl:4:1: error: record 4 has no field that is known to hold a text", err)

    def test_json_arrays_and_wrapped_arrays(self):
        item = {"text": "Nine soldiers were killed.", "title": "T"}
        for whole in ([item, item], {"status": "ok", "articles": [item, item]}, {"response": {"docs": [item, item]}}):
            for indent in (None, 2):
                records, _ = self.records(self.write("b.json", json.dumps(whole, indent=indent)))
                self.assertEqual([r["doc"] for r in records], ["b-1", "b-2"])

    def test_one_object_is_one_document(self):
        for indent in (None, 1):
            records, _ = self.records(self.write("c.json", json.dumps({"title": "T", "text": "Nine soldiers were killed."}, indent=indent)))
            self.assertEqual([(r["doc"], r["path"].split("/")[-1], r["title"]) for r in records], [("c", "c.json", "T")])

    def test_stated_fields(self):
        path = self.write("d.jsonl", '{"meta": {"key": "x1"}, "t": "Nine soldiers were killed.", "text": "no"}\n{"meta": {"key": "x2"}, "t": "Two."}\n')
        records, _ = self.records("--text-field", "t", "--id-field", "meta.key", path)
        self.assertEqual([r["doc"] for r in records], ["x1", "x2"])
        self.assertEqual([f["low"] for f in records[0]["figures"]], [9])

    def test_tables(self):
        rows = 'id,date,text\n1,17 Dec 2024,"Nine soldiers, all ""young"",\nwere killed in Kyiv."\n2,,Two drones fell.\n3\n'
        records, err = self.records(self.write("e.csv", rows), expect=1)
        self.assertEqual([(r["doc"], r["date"]) for r in records], [("1", "2024-12-17"), ("2", None)])
        self.assertIn("e.csv:5:1: error: row 3 has no text", err)
        records, _ = self.records(self.write("f", rows.replace("3\n", "").replace(",", ";")))
        self.assertEqual(len(records), 2)
        records, _ = self.records(self.write("g.tsv", 'title\tbody\nA "quoted\tNine were killed.\n"B\tTwo were killed.\n'))
        self.assertEqual([r["title"] for r in records], ['A "quoted', '"B'])
        _, err = self.records(self.write("h.csv", "x,y\n1,2\n3,4\n"), expect=1)
        self.assertIn("name it with --text-field; there are x, y", err)
        _, err = self.records(self.write("i.csv", 'id,text\n1,"never closed\n2,b\n'), expect=1)
        self.assertIn("is never closed", err)

    def test_texts_that_look_like_tables_or_json_are_texts(self):
        for text in ("Kyiv, text, and more\nNine soldiers were killed.\n", "{Note: nine soldiers were killed.}\n", "[Nine soldiers were killed.]\n",
                     "From: the front\nDate: today\n\nNine soldiers were killed.\n", "Nine < ten > eight soldiers were killed.\n"):
            records, _ = self.records(self.write("j.txt", text))
            self.assertEqual([r["doc"] for r in records], ["j"], text)

    def test_explain_leads_back_to_the_bytes(self):
        page = "<html><body><h1>Удар &amp; fire</h1><p>At&nbsp;dawn\n  <b>Nine</b> soldiers were killed in Kyiv, &#171;officials&#187; said.</p></body></html>".encode()
        out, _ = self.run_muster("explain", "--no-user-data", self.write("a.html", page))
        for fact, word in (("figure", b"Nine"), ("place", b"Kyiv")):
            lines = next(part for part in re.split(r"(?m)^(?=\S)", out) if f"  {fact} " in part)
            self.assertEqual(int(re.search(r"at byte (\d+) of .*a\.html", lines)[1]), page.index(word))

    def test_database_keeps_where_documents_are_from(self):
        page = ("<html><head><meta name=author content='Ana Reis'><link rel=canonical href='https://h.example/1'>"
                "<meta property=article:modified_time content=2025-05-05></head><body><h1>Fire</h1><p>Nine soldiers were killed in Kyiv.</p></body></html>")
        archive = self.write("a.zip", self.zipped(("x/p.html", page)))
        for expected in ("1 added", "1 unchanged"):
            _, err = self.run_muster("add", "--no-user-data", self.db, archive)
            self.assertIn(expected, err)
        self.assertEqual([tuple(row) for row in self.query("SELECT doc, path, format, author, url, modified FROM document")],
                         [("p", f"{archive}!x/p.html", "html", "Ana Reis", "https://h.example/1", "2025-05-05")])
        self.assertEqual([row["source"] for row in self.query("SELECT source FROM block ORDER BY number")], [page.index("Fire"), page.index("Nine")])

    def test_archives(self):
        text, lines = b"Nine soldiers were killed.\n", b'{"id": "a", "text": "Two were killed."}\n{"id": "b", "text": "Three were wounded."}\n'
        zipped = io.BytesIO()
        with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as to:
            for name, content in (("x/one.txt", text), ("../../two.txt", text), ("l.jsonl", lines), ("p/.hidden", text), ("q.gz", gzip.compress(text))):
                to.writestr(name, content)
        tarred = io.BytesIO()
        with tarfile.open(fileobj=tarred, mode="w:xz") as to:
            for name, content in (("in.zip", zipped.getvalue()), ("three.html", b"<html><body><h1>T</h1><p>Four were killed.</p></body></html>")):
                info = tarfile.TarInfo(name)
                info.size = len(content)
                to.addfile(info, io.BytesIO(content))
        inner = ["x/one.txt", "../../two.txt", "l.jsonl!a", "l.jsonl!b", "q.gz"]
        path = self.write("a.zip", zipped.getvalue())
        records, _ = self.records(path)
        self.assertEqual([r["path"] for r in records], [f"{path}!{name}" for name in inner])
        self.assertEqual([r["doc"] for r in records], ["one", "two", "a", "b", "q"])
        path = self.write("b", tarred.getvalue())
        records, _ = self.records(path)
        self.assertEqual([r["path"] for r in records], [f"{path}!in.zip!{name}" for name in inner] + [f"{path}!three.html"])
        records, _ = self.records("-", stdin=tarred.getvalue())
        self.assertEqual(len(records), 6)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.zip", "b"], "nothing is unpacked to the disk")
        for packed in (bz2.compress(lines), lzma.compress(lines), gzip.compress(lines) + gzip.compress(lines)):
            records, _ = self.records(self.write("c.jsonl.x", packed))
            self.assertEqual([r["doc"] for r in records][:2], ["a", "b"])
        for archive in (zipped.getvalue(), tarred.getvalue(), gzip.compress(lines * 50)):
            for cut in (10, len(archive) // 2, len(archive) - 3):
                self.run_muster("extract", "--no-user-data", "--format", "jsonl", self.write("cut", archive[:cut]), expect=None)
        _, err = self.records("--max-depth", "1", self.write("d.zip", tarred.getvalue()), expect=1)
        self.assertIn("archives lie inside archives more than 1 deep (--max-depth)", err)

    def test_web_archives(self):
        def record(kind, uri, body):
            return (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body + b"\r\n\r\n"

        def answer(body, status="200 OK", kind="text/html; charset=windows-1251", more=""):
            return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body

        page = "<html><body><h1>Удар</h1><p>Nine soldiers were killed in Kyiv.</p></body></html>"
        chunked = b"%x\r\n%b\r\n5\r\nNine.\r\n0\r\n\r\n" % (5, b"Two. ")
        whole = [record("warcinfo", "", b"x: y\r\n"), record("request", "http://a.b/1", b"GET / HTTP/1.1\r\n\r\n"),
                 record("response", "http://a.b/1", answer(page.encode("cp1251"))), record("response", "http://a.b/i.png", answer(b"x", kind="image/png")),
                 record("response", "http://a.b/2", answer(b"gone", status="404 Not Found")),
                 record("response", "http://a.b/3", answer(chunked, kind="text/plain", more="Transfer-Encoding: chunked\r\n")),
                 record("response", "<http://a.b/1>", answer(gzip.compress(page.encode()), kind="text/html", more="Content-Encoding: gzip\r\n")),
                 record("resource", "http://a.b/4", b"no type")]
        for content in (b"".join(whole), b"".join(map(gzip.compress, whole))):
            records, _ = self.records(self.write("a.warc.gz", content))
            self.assertEqual([r["doc"] for r in records], ["http://a.b/1", "http://a.b/3", "http://a.b/1~3"])
            self.assertEqual(records[0]["title"], "Удар")
        records, err = self.records(self.write("b.warc", b"".join(whole)[:-300]), expect=1)
        self.assertIn("the last record is cut off", err)
        records, err = self.records(self.write("b.warc", whole[2] + b"garbage" + whole[2]), expect=1)
        self.assertIn("no WARC record where one should begin", err)

    def zipped(self, *members):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
            for name, content in members:
                to.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
        return out.getvalue()

    CORE = "<x><dc:title xmlns:dc='d'>Report</dc:title><dc:creator xmlns:dc='d'>North Desk</dc:creator><dc:date xmlns:dc='d'>2025-03-04</dc:date></x>"

    def test_office_documents(self):
        docx = self.zipped(("[Content_Types].xml", "<t/>"), ("docProps/core.xml", self.CORE.replace("dc:date", "dcterms:created").replace("xmlns:dc='d'>2025", "xmlns:dcterms='d'>2025")),
                           ("word/document.xml", "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Evening</w:t></w:r></w:p>"
                            "<w:p><w:r><w:t>Nine soldiers </w:t></w:r><w:del><w:r><w:delText>ten</w:delText></w:r></w:del><w:r><w:t>were killed in Kyiv.</w:t></w:r></w:p></w:body></w:document>"))
        odt = self.zipped(("mimetype", "application/vnd.oasis.opendocument.text"), ("meta.xml", self.CORE),
                          ("content.xml", "<o xmlns:text='t'><text:h>Evening</text:h><text:p>Nine<text:s/>soldiers were <text:span>killed</text:span> in Kyiv.</text:p></o>"))
        chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>%s</h1><p>%s soldiers were killed in Kyiv.</p></body></html>"
        epub = self.zipped(("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<c><rootfiles><rootfile full-path='OEBPS/b.opf'/></rootfiles></c>"),
                           ("OEBPS/b.opf", "<package>" + self.CORE + "<manifest><item id='b' href='b%20two.xhtml'/><item id='a' href='a.xhtml'/></manifest>"
                            "<spine><itemref idref='a'/><itemref idref='b'/><itemref idref='a'/></spine></package>"),
                           ("OEBPS/b two.xhtml", chapter % ("Rain", "Three")), ("OEBPS/a.xhtml", chapter % ("Fire", "Nine")))
        for content, lows in ((docx, [9]), (odt, [9]), (epub, [9, 3])):
            records, _ = self.records(self.write("a", content))
            self.assertEqual([(r["title"], r["date"]) for r in records], [("Report", "2025-03-04")])
            self.assertEqual([f["low"] for f in records[0]["figures"]], lows)
            records, _ = self.records(self.write("b.zip", self.zipped(("x/y.doc", content))))
            self.assertEqual([r["doc"] for r in records], ["y"])
            for cut in (40, len(content) // 2, len(content) - 9):
                self.run_muster("extract", "--no-user-data", "--format", "jsonl", self.write("cut", content[:cut]), expect=None)
        bomb = self.zipped(("[Content_Types].xml", "<t/>"), ("word/document.xml", "<w:p>" + " " * (40 << 20)))
        _, err = self.records(self.write("c", bomb), expect=1)
        self.assertIn("it unpacks to too much", err)

    def test_pdf(self):
        body = b"BT /F1 12 Tf 72 700 Td (Nine soldiers were killed in Kyiv.) Tj ET"
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                   b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
                   b"<</Length %d>>stream\n%b\nendstream" % (len(body), body), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
        content = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%bendobj\n" % (i + 1, o) for i, o in enumerate(objects)) + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
        path = self.write("a.pdf", content)
        if not shutil.which("pdftotext"):
            _, err = self.records(path, expect=1)
            self.assertIn("install poppler-utils", err)
            return
        records, _ = self.records(path)
        self.assertEqual([f["low"] for f in records[0]["figures"]], [9])
        _, err = self.records(self.write("b.pdf", b"%PDF-1.4\nbroken"), expect=1)
        self.assertIn("b.pdf: a PDF file that pdftotext cannot read", err)

    def test_bombs(self):
        packed = gzip.compress(b"nine were killed. " * (4 << 20))
        _, err = self.records(self.write("a.gz", packed), expect=1)
        self.assertIn("it unpacks to more than 250 times its size, as bombs do (--max-ratio)", err)
        _, err = self.records("--max-ratio", "5000", "--max-total", "20M", self.write("a.gz", packed), expect=1)
        self.assertIn("the file unpacks to more than 20971520 bytes (--max-total)", err)

    def test_hostile_markup(self):
        for markup, said in (("<div>" * 5000, "elements nest more than 1000 deep"),
                             ("<p " + " ".join(f"a{i}" for i in range(100000)), "a tag has more than 5000 attributes"),
                             ("<p>" + "</x>" * 50000 + "<" * 50000, None), ("<h1>x</h1>" * 20000, None)):
            _, err = self.records("--as", "html", self.write("a", "<html><title>" + "y" * 100000 + "</title><body>" + markup), expect=1 if said else 0)
            self.assertIn(said or "", err)

    def test_limits(self):
        lines = "".join(json.dumps({"text": "x" * n}) + "\n" for n in (10, 5000, 10))
        records, err = self.records("--max-size", "1k", self.write("k.jsonl", lines), expect=1)
        self.assertEqual([r["doc"] for r in records], ["k-1", "k-3"])
        self.assertIn("k.jsonl:2:1: error: the line is longer than 1024 bytes (--max-size)", err)
        records, err = self.records("--max-size", "1k", self.write("k.json", "[" + lines.replace("}\n{", "},\n{") + "]"), expect=1)
        self.assertEqual([r["doc"] for r in records], ["k-1", "k-3"])
        _, err = self.records("--max-size", "1k", self.write("k.html", "<html><body><p>" + "x" * 1025), expect=1)
        self.assertIn("larger than 1024 bytes, the limit for one document (--max-size)", err)
        _, err = self.run_muster("extract", "--max-size", "none", "k.txt", expect=2)
        self.assertIn("write a number from 1", err)


if __name__ == "__main__":
    unittest.main()
