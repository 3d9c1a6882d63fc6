"""The program over letters with attachments, and over records and pages in encodings other than UTF-8 and in the packings of the web."""
import gzip
import io
import json
import resource
import unittest
import zipfile
import zlib
from email.message import EmailMessage

from program import Case

PAGE = ("<html><head><title>Fire</title></head><body><h1>Fire</h1><p>Nine soldiers were killed in Kyiv — «officials» said, and the fire "
        "went on until the evening.</p></body></html>")


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for name, content in members:
            to.writestr(name, content)
    return out.getvalue()


def brotli(data):
    """What a brotli packer makes that does not pack: blocks of plain bytes."""
    out, first = b"", True
    for at in range(0, len(data), 60000):
        piece, bits, used = data[at:at + 60000], 0, 0
        for value, width in ([(0, 1)] if first else []) + [(0, 1), (0, 2), (len(piece) - 1, 16), (1, 1)]:
            bits |= value << used
            used += width
        out += bits.to_bytes((used + 7) // 8, "little") + piece
        first = False
    return out + b"\x03"


class Letters(Case):
    def read(self, name, content, *words, **how):
        return self.records(*words, self.write(name, content), **how)

    def shown(self, name, *words):
        return self.run_muster("extract", "--no-user-data", *words, self.folder / name, expect=None)[0]

    def letter(self, *attached):
        letter = EmailMessage()
        letter["From"], letter["Subject"], letter["Date"] = "North Desk <desk@h.example>", "Evening report", "Tue, 4 Mar 2025 18:00:00 +0000"
        letter["Message-ID"], letter["MIME-Version"] = "<r1@h.example>", "1.0"
        letter.set_content("Two drones fell near Kyiv. The report is attached.\n")
        for main, sub, name, content in attached:
            letter.add_attachment(content, maintype=main, subtype=sub, filename=name)
        return letter.as_bytes()

    def test_letters_of_one_id_keep_their_attachments_apart(self):
        box = b""
        for word in (b"Seven", b"Eight"):
            letter = self.letter(("text", "plain", "a.txt", word + b" soldiers were killed.")).replace(b"\r\n", b"\n")
            signed = b"DKIM-Signature: v=1; h=From:\n Message-ID:Subject;\n" + letter
            box += b"From desk@h.example Tue Mar  4 18:00:00 2025\n" + signed + b"\n"
        records, _ = self.read("box.mbox", box)
        self.assertEqual([r["path"].split("!", 1)[1] for r in records],
                         ["r1@h.example", "r1@h.example!a.txt", "r1@h.example~2", "r1@h.example~2!a.txt"])

    def test_attachments_are_documents(self):
        rows = "id,date,text\n1,2025-03-04,Three tanks were destroyed in Kyiv.\n2,,Four soldiers were wounded.\n"
        content = self.letter(("application", "octet-stream", "a/../page.html", PAGE.encode()), ("text", "csv", "rows.csv", rows.encode()),
                              ("image", "png", "logo.png", b"\x89PNG\r\n\x1a\n" + bytes(64)), ("text", "calendar", "x.ics", b"BEGIN:VCALENDAR\r\n"),
                              ("application", "zip", "more.zip", zipped(("in/five.txt", "Five people were detained."))),
                              ("text", "plain", "плач.txt", "Six people were killed.".encode()))
        records, _ = self.read("r.eml", content)
        self.assertEqual([r["path"].split("/", self.folder.as_posix().count("/") + 1)[-1] for r in records],
                         ["r.eml", "r.eml!page.html", "r.eml!rows.csv!1", "r.eml!rows.csv!2", "r.eml!more.zip!in/five.txt", "r.eml!плач.txt"])
        self.assertEqual([[f["low"] for f in r["figures"]][:1] for r in records], [[2], [9], [3], [4], [5], [6]])
        self.assertEqual([r["title"] for r in records][:2], ["Evening report", "Fire"])
        box = b"From desk@h.example Tue Mar  4 18:00:00 2025\n" + content.replace(b"\r\n", b"\n") + b"\n"
        records, _ = self.read("b.mbox", box * 2)
        self.assertEqual(len(records), 12)
        self.assertIn("b.mbox!r1@h.example!page.html", records[1]["path"])

    def test_hostile_attachments(self):
        inner = self.letter(("text", "plain", "x.txt", b"Six people were killed."))
        for _ in range(8):
            inner = self.letter(("application", "octet-stream", "in.eml", inner))
        records, _ = self.read("deep.eml", inner)
        self.assertLess(len(records), 8)
        bomb = zipped(("x.txt", "Nine were killed. " * (4 << 20)))
        records, err = self.read("bomb.eml", self.letter(("application", "zip", "x.zip", bomb)), expect=1)
        self.assertIn("as bombs do (--max-ratio)", err)
        whole = self.letter(("application", "zip", "x.zip", zipped(("x.txt", "Nine were killed."))), ("text", "html", "y.html", PAGE.encode()))
        for cut in range(0, len(whole), 97):
            self.run_muster("extract", "--no-user-data", "--as", "mail", "-", stdin=whole[:cut], expect=None, timeout=60)

    def test_letters_without_memory_are_a_message(self):
        self.read("small.eml", self.letter())  # the lists are compiled once, which takes more memory
        content = self.letter(("application", "octet-stream", "x.bin", bytes(60 << 20)))
        _, err = self.read("large.eml", content, "-j", "1", expect=1, limits=[(resource.RLIMIT_AS, 600 << 20)])
        self.assertIn("out of memory", err)

    def test_records_in_other_encodings(self):
        rows = "id;datum;date;text\r\n1;x;04.03.2025;Nine soldiers – “all young” – were killed in Kyiv, São Tomé officials said.\r\n2;y;;Two drones fell.\r\n"
        lines = "".join(json.dumps({"id": n, "title": "Пожежа", "text": f"{n} soldiers were killed — «so» said officials."}, ensure_ascii=False) + "\r\n" for n in (3, 4))
        feed = ("<?xml version=\"1.0\" encoding=\"utf-16\"?><rss version=\"2.0\"><channel><title>North Wire</title><item><guid>g1</guid><title>Удар</title>"
                "<pubDate>Tue, 04 Mar 2025 18:00:00 GMT</pubDate><description>Five soldiers were killed in Kyiv.</description></item></channel></rss>")
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"):
            records, _ = self.read("rows.csv", rows.encode(encoding))
            self.assertEqual([(r["doc"], r["date"]) for r in records], [("1", "2025-03-04"), ("2", None)], encoding)
            self.assertIn("“all young” –", self.shown("rows.csv"), encoding)
            self.assertIn("São", self.shown("rows.csv"), encoding)
        for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-8-sig"):
            records, _ = self.read("lines.jsonl", lines.encode(encoding))
            self.assertEqual([(r["doc"], r["title"], r["figures"][0]["low"]) for r in records], [("3", "Пожежа", 3), ("4", "Пожежа", 4)], encoding)
            records, _ = self.read("feed.xml", feed.encode(encoding) if encoding != "utf-8-sig" else feed.replace("utf-16", "utf-8").encode(encoding))
            self.assertEqual([(r["doc"], r["title"], r["date"]) for r in records], [("g1", "Удар", "2025-03-04")], encoding)
            records, _ = self.read("page", PAGE.encode(encoding))
            self.assertEqual([(r["title"], r["figures"][0]["low"]) for r in records], [("Fire", 9)], encoding)
        self.read("old.csv", "id,text\n1,В Києві загинули 9 людей.\n".encode("cp1251"), "--encoding", "windows-1251")
        self.assertIn("загинули", self.shown("old.csv", "--encoding", "windows-1251"))
        _, err = self.read("old.csv", b"id,text\n1,x\n", "--encoding", "no-such", expect=2)
        self.assertIn("no encoding is called", err)

    def test_encodings_that_pages_name(self):
        page = '<html><head><meta charset=%s><title>T</title></head><body><p>Nine soldiers were killed in %s.</p></body></html>'
        for name, place in (("ISO_8859-5", "Київ"), ("shift_jis", "東京"), ("windows-1256", "دمشق")):
            records, _ = self.read("page.html", (page % (name, place)).encode(name))
            self.assertEqual(records[0]["blocks"][-1]["kind"], "body")
            self.assertIn(place, self.shown("page.html"), name)

    def test_packed_pages_of_web_archives(self):
        def record(uri, coding, body):
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}\r\n\r\n".encode() + body
            return f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"

        page, long_page = PAGE.encode(), (PAGE + "<!--" + "x" * 200000 + "-->").encode()
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = [("br", brotli(page)), ("br", brotli(long_page)), ("deflate", zlib.compress(page)), ("deflate", raw.compress(page) + raw.flush()),
                  ("gzip", gzip.compress(page)), ("br", page), ("identity", page)]
        content = b"".join(record(f"http://a.b/{i}", *one) for i, one in enumerate(packed))
        records, _ = self.read("a.warc", content)
        self.assertEqual([r["doc"] for r in records], [f"http://a.b/{i}" for i in range(len(packed))])
        self.assertTrue(all(r["title"] == "Fire" and r["figures"][0]["low"] == 9 for r in records))
        broken = record("http://a.b/x", "br", brotli(page)[:-60] + b"\xff\xff") + record("http://a.b/y", "deflate", b"\xff" * 50)
        records, err = self.read("b.warc", broken + content, expect=1)
        self.assertEqual(len(records), len(packed))
        self.assertIn("the page http://a.b/x cannot be unpacked (br)", err)
        self.assertIn("the page http://a.b/y cannot be unpacked (deflate)", err)
        bomb = record("http://a.b/z", "deflate", zlib.compress(b"<p>x</p>" * (8 << 20)))
        _, err = self.read("c.warc", bomb, "--max-size", "1M", expect=1)
        self.assertIn("larger than --max-size", err)


if __name__ == "__main__":
    unittest.main()
