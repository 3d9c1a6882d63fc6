"""The program as its users meet it: verbs, files good and bad, databases good and bad, the sqlite3 shell."""
import json
import os
import signal
import sqlite3
import subprocess
import time
import unittest

from program import ARTICLE, MUSTER, ROOT, Case


class Verbs(Case):
    def test_help_version_and_usage(self):
        out, _ = self.run_muster("--help")
        for verb in "add extract merge said figures named report explain check lookup import match test".split():
            self.assertIn(f"\n  {verb} ", out)
            text, _ = self.run_muster(verb, "--help")
            self.assertTrue(text.startswith("examples:\n"))
        out, _ = self.run_muster("--version")
        for library in ("ICU", "PCRE2", "SQLite"):
            self.assertIn(library, out)
        _, err = self.run_muster("frobnicate", expect=2)
        self.assertIn('no verb "frobnicate"', err)
        _, err = self.run_muster("said", "--frob", "x", expect=2)
        self.assertIn("no option --frob", err)
        _, err = self.run_muster("add", "x.db", expect=2)
        self.assertIn("too few arguments", err)
        _, err = self.run_muster("said", "--why-not", "r", self.db, expect=2)
        self.assertIn("no option --why-not", err)
        _, err = self.run_muster("extract", "--date", "tomorrow", self.article, expect=2)
        self.assertIn("2024-12-17", err)
        _, err = self.run_muster("extract", "--format", "xml", self.article, expect=2)
        self.assertIn("jsonl", err)

    def test_offsets_are_code_points_of_the_text(self):
        text = "\U0001F4A5 Čeští vojáci?\n\nSoldiers from Ukraine met in Kyiv, said Antony Blinken. “It’s over,” he said.\n"
        record = self.record(text)
        self.assertTrue(record["mentions"])
        for item in record["mentions"] + record["quotes"] + record["figures"]:
            self.assertEqual(text[item["start"]:item["end"]], text[item["start"]:item["end"]].strip())
        names = {text[m["start"]:m["end"]] for m in record["mentions"]}
        self.assertIn("Kyiv", names)

    def test_extract_formats(self):
        out, _ = self.run_muster("extract", self.article)
        self.assertIn("Kharkiv", out)
        out, _ = self.run_muster("extract", "--format", "brat", self.article)
        self.assertRegex(out, r"(?m)^T1\t\w+ \d+ \d+")
        text = ARTICLE
        for line in out.splitlines():
            if line.startswith("T"):
                _, span, words = line.split("\t")
                fragments = [part.split(" ")[-2:] for part in span.split(" ", 1)[1].split(";")]
                self.assertEqual(" ".join(text[int(a):int(b)] for a, b in fragments), words)

    def test_standard_input(self):
        out, _ = self.run_muster("extract", "--format", "jsonl", "-", stdin=ARTICLE.encode())
        self.assertIn("Kharkiv", out)

    def test_explain_and_why_not(self):
        out, _ = self.run_muster("explain", self.article)
        self.assertRegex(out, r"rule [\w-]+ \(.*\.rules:\d+\)")
        self.assertIn("figure killed", out)
        _, err = self.run_muster("explain", "--why-not", "no-such-rule", self.article, expect=2)
        self.assertIn('no rule is called "no-such-rule"', err)

    def test_lookup(self):
        self.assertIn("Kharkiv", {row["name"] for row in self.rows("lookup", "Kharkov")})
        _, err = self.run_muster("lookup", "Xyzzyplugh", expect=1)
        self.assertIn("no list knows", err)


    def test_what_came_before_changes_nothing(self):
        """What a worker has learnt of one document must not show in another."""
        samples = sorted((ROOT / "samples").glob("*.txt"))
        there, _ = self.run_muster("extract", "--no-user-data", "-j", "1", "--format", "jsonl", *samples)
        back, _ = self.run_muster("extract", "--no-user-data", "-j", "1", "--format", "jsonl", *reversed(samples))
        self.assertEqual(len(samples), there.count("\n"))
        self.assertEqual(there.split("\n")[:-1], back.split("\n")[-2::-1])


class Knowledge(Case):
    def test_own_folder_adds_overrides_and_retires(self):
        self.write("own/gazetteers/place/mine.list", "@kind place\nZembla Nova | Zemblagrad ; country=ZZ\n")
        text = "Troops reached Zemblagrad on Monday.\n"
        path = self.write("t.txt", text)
        out, _ = self.run_muster("extract", "--format", "jsonl", "--data", self.folder / "own", path)
        record = json.loads(out)
        self.assertIn((15, 25, "place"), {(m["start"], m["end"], m["kind"]) for m in record["mentions"]})
        self.write("own/gazetteers/place/mine.list", "@kind place\n- Kharkiv\n")
        path = self.write("t.txt", "Troops reached Kharkiv on Monday.\n")
        _, err = self.run_muster("lookup", "--json", "Kharkiv", "--data", self.folder / "own", expect=1)
        self.assertIn("no list knows", err)

    def test_own_rules(self):
        self.write("own/rules/extra/mine.rules", 'phase names\nrule zorb\n  match "zorb" x:[cap]\n  make organisation x\n'
                   '  yes "the zorb Alpha" organisation "Alpha"\n  no "the zorb alpha"\n')
        path = self.write("t.txt", "They met the zorb Quxly today.\n")
        out, _ = self.run_muster("extract", "--format", "jsonl", "--data", self.folder / "own", path)
        self.assertIn("organisation", {m["kind"] for m in json.loads(out)["mentions"]})

    def test_errors_name_file_line_and_column(self):
        self.write("own/gazetteers/bad.list", "@kind place\n@case sometimes\nX\n")
        out, _ = self.run_muster("check", self.folder / "own", expect=1)
        self.assertRegex(out, r"bad\.list:2:\d+: error: ")
        os.remove(self.folder / "own/gazetteers/bad.list")
        self.write("own/rules/extra/bad.rules", 'phase names\nrule broken\n  match "a" (\n  make person\n  yes "a"\n  no "b"\n')
        out, _ = self.run_muster("check", self.folder / "own", expect=1)
        self.assertRegex(out, r"bad\.rules:4:\d+: error: ")
        self.assertIn("^", out)
        _, err = self.run_muster("extract", "--data", self.folder / "own", self.article, expect=1)
        self.assertRegex(err, r"bad\.rules:4:\d+: error: ")

    def test_an_example_that_does_not_hold_is_an_error(self):
        self.write("own/rules/extra/mine.rules", 'phase names\nrule zorb\n  match "zorb" x:[cap]\n  make organisation x\n'
                   '  yes "the zorb alpha"\n  no "the zorb Beta"\n')
        out, _ = self.run_muster("check", self.folder / "own", expect=1)
        self.assertIn("does not hold", out)

    def test_no_such_data_folder(self):
        _, err = self.run_muster("extract", "--data", self.folder / "none", self.article, expect=2)
        self.assertIn("no such folder", err)

    def test_damaged_compiled_lists_are_noticed_and_made_anew(self):
        cache = {"XDG_CACHE_HOME": str(self.folder / "cache")}
        good, _ = self.run_muster("extract", "--format", "jsonl", self.article, env=cache)
        files = [p for p in (self.folder / "cache/muster").iterdir() if p.is_file()]
        self.assertTrue(files)
        for path in files:
            data = bytearray(path.read_bytes())
            for at in range(len(data) // 2, len(data), 9973):
                data[at] ^= 0xFF
            path.write_bytes(bytes(data))
        again, _ = self.run_muster("extract", "--format", "jsonl", self.article, env=cache)
        self.assertEqual(good, again)


class BadInput(Case):
    def test_missing_and_unreadable(self):
        _, err = self.run_muster("extract", self.folder / "none.txt", expect=1)
        self.assertIn("No such file", err)
        _, err = self.run_muster("extract", "/proc/self/mem", expect=1)
        self.assertIn("/proc/self/mem", err)

    def test_one_bad_document_does_not_stop_a_run(self):
        self.write("folder/a.txt", ARTICLE)
        self.write("folder/b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
        self.write("folder/c.txt", ARTICLE.replace("four", "five"))
        _, err = self.run_muster("add", self.db, self.folder / "folder", expect=1)
        self.assertIn("b.doc", err)
        self.assertIn("2 added", err)
        self.assertIn("1 failed", err)

    def test_empty_file(self):
        record = self.record("")
        self.assertEqual(record["mentions"], [])

    def test_loops_of_links(self):
        self.write("loop/a.txt", ARTICLE)
        os.symlink(self.folder / "loop", self.folder / "loop/again")
        os.symlink(self.folder / "loop/self", self.folder / "loop/self")
        out, err = self.run_muster("extract", "--format", "jsonl", self.folder / "loop", expect=1)
        self.assertEqual(len(out.splitlines()), 1)
        self.assertIn("circle", err)

    def test_encodings(self):
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
            bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
            record = self.record(bom + ARTICLE.encode(encoding))
            self.assertIn("Taras Hlynko", {e["name"] for e in record["entities"]}, encoding)
        latin = ("Général Dupré a été tué près de l’aéroport. " * 20).replace("’", "'").encode("latin-1")
        self.assertTrue(self.record(latin))

    def test_line_ends_and_broken_bytes(self):
        plain = self.record(ARTICLE)
        for end in ("\r\n", "\r", "\u2028"):
            other = self.record(ARTICLE.replace("\n", end))
            self.assertEqual(len(plain["mentions"]), len(other["mentions"]), repr(end))
            self.assertEqual(len(plain["quotes"]), len(other["quotes"]), repr(end))
        record = self.record(ARTICLE.encode()[:60] + b"\xff\xfe\x00\xc3" + ARTICLE.encode()[60:])
        self.assertTrue(record["mentions"])

    def test_unclosed_quotation(self):
        record = self.record("“We will not stop, said the minister of defence.\n\nNobody answered in Kyiv.\n")
        self.assertIn("Kyiv", json.dumps(record["entities"]))

    def test_a_line_of_20_megabytes(self):
        line = "Soldiers were seen in Kharkiv and 12 people were killed. " * 360_000
        began = time.monotonic()
        self.write("long.txt", line)
        out, _ = self.run_muster("extract", "--format", "jsonl", self.folder / "long.txt", timeout=550)
        self.assertGreater(out.count('"start"'), 360_000)
        self.assertLess(time.monotonic() - began, 500)


class Database(Case):
    def add(self, *more, expect=0):
        return self.run_muster("add", self.db, *(more or (self.article,)), expect=expect)

    def test_spellings_of_one_thing_are_one_row(self):
        one, other = self.folder / "one.txt", self.folder / "other.txt"
        one.write_text("Shells hit Kyiv on Saturday. In Kyiv nobody was hurt.\n", encoding="utf-8")
        other.write_text("Shells hit Kiev on Saturday.\n", encoding="utf-8")
        self.run_muster("add", "--no-user-data", "--quiet", self.db, one, other)
        rows = self.rows("named", self.db, "--kind", "place")
        self.assertEqual([(row["name"], row["mentions"], row["documents"]) for row in rows], [("Kyiv", 3, 2)])

    def test_names_that_the_text_breaks_into_lines(self):
        body = ("   KINSHASA, 3 MAY 2025 (RADIO OF THE FREE EASTERN PROVINCES) -- [TEXT] SOUTH\n"
                "AFRICA SAID TODAY THAT AT LEAST NINE MEMBERS OF THE MISSION, ALL OF THEM SOUTH\n"
                "AFRICAN SOLDIERS, HAD BEEN KILLED IN THE ATTACK ON THE TOWN, AND THAT PETER\n"
                "JOHNSON HAD BEEN WOUNDED IN IT.  A SPOKESMAN ADDED THAT NO LESS THAN 12 SOUTH\n"
                "AFRICAN SOLDIERS WERE MISSING IN THE HILLS AND THAT NOBODY KNEW WHERE THEY ARE.\n")
        self.run_muster("add", "--quiet", self.db, self.write("cable.txt", body))
        self.assertEqual("2025-05-03", self.shell("SELECT date FROM document").strip())
        for table, column in (("entity", "name"), ("alias", "name"), ("figure", "counted"), ("figure", "side"), ("claim", "counted")):
            self.assertEqual("0", self.shell(f"SELECT count(*) FROM {table} WHERE instr({column}, char(10))").strip(), f"{table}.{column}")
        names = self.shell("SELECT name FROM entity").split("\n")
        self.assertIn("SOUTH AFRICA", names)
        self.assertIn("PETER JOHNSON", names)

    def test_adding_again_changes_nothing_and_a_changed_text_is_replaced(self):
        self.add()
        before = self.shell("SELECT (SELECT count(*) FROM mention), (SELECT count(*) FROM quote), (SELECT count(*) FROM figure)")
        _, err = self.add()
        self.assertIn("1 unchanged", err)
        self.assertEqual(before, self.shell("SELECT (SELECT count(*) FROM mention), (SELECT count(*) FROM quote), (SELECT count(*) FROM figure)"))
        self.write("article.txt", ARTICLE.replace("four", "five"))
        _, err = self.add()
        self.assertIn("1 replaced", err)
        self.assertEqual(self.shell("SELECT count(*) FROM document"), "1")
        self.assertEqual(self.shell("SELECT low FROM counted WHERE measure = 'killed' AND qualifier = 'at_least'"), "5")

    def test_views_in_the_sqlite3_shell(self):
        self.add()
        for view, columns in (("said", "speaker role affiliation said kind cue stance date document title sentence start end "
                               "reason hedge doubt outlet relayed candidates"),
                              ("counted", "measure low high qualifier unit counted side place date source document title sentence start end actor"),
                              ("named", "kind name mentions documents first_seen last_seen")):
            self.assertEqual(self.shell(f"SELECT group_concat(name, ' ') FROM pragma_table_info('{view}')"), columns)
        self.assertIn("Taras Hlynko", self.shell("SELECT speaker FROM said WHERE said LIKE '%rebuild%'"))
        self.assertEqual(self.shell("PRAGMA integrity_check"), "ok")
        self.assertEqual(self.shell("PRAGMA foreign_key_check"), "")
        wrong = self.shell("SELECT count(*) FROM mention m JOIN document d ON d.id = m.document "
                           "WHERE trim(substr(d.text, m.start + 1, m.end - m.start)) <> substr(d.text, m.start + 1, m.end - m.start)")
        self.assertEqual(wrong, "0")

    def test_every_fact_has_rule_and_run(self):
        self.add()
        for table in ("mention", "quote", "figure"):
            self.assertEqual(self.shell(f"SELECT count(*) FROM {table} WHERE rule IS NULL OR run IS NULL"), "0", table)

    def test_queries(self):
        self.add()
        out, _ = self.run_muster("said", self.db, "--by", "Hlynko", "--json")
        self.assertIn("rebuild", json.loads(out.splitlines()[0])["said"])
        out, _ = self.run_muster("said", self.db, "--about", "rebuild", "--csv")
        self.assertTrue(out.startswith("speaker,"))
        out, _ = self.run_muster("figures", self.db, "--measure", "killed", "--json")
        self.assertEqual(json.loads(out.splitlines()[0])["low"], 4)
        out, _ = self.run_muster("named", self.db, "--kind", "place")
        self.assertIn("Kharkiv", out)
        out, _ = self.run_muster("said", self.db, "--about", '") OR 1=1 --', "--json")
        self.assertEqual(out, "")
        _, err = self.run_muster("said", self.db, "--stance", "frowned", expect=2)
        self.assertIn("asserted", err)

    def test_foreign_newer_and_no_databases(self):
        with sqlite3.connect(self.db) as other:
            other.execute("CREATE TABLE mine(x)")
        other.close()
        _, err = self.add(expect=3)
        self.assertIn("another program", err)
        self.assertEqual(self.shell("SELECT group_concat(name) FROM sqlite_schema"), "mine")
        os.remove(self.db)
        self.add()
        self.shell("PRAGMA user_version = 999")
        _, err = self.add(expect=3)
        self.assertIn("newer", err)
        self.write("facts.db", "This is a text, long enough to be no database at all. " * 100)
        _, err = self.add(expect=3)
        self.assertIn("facts.db", err)
        os.remove(self.db)
        _, err = self.run_muster("said", self.db, expect=3)
        self.assertIn("facts.db", err)
        self.assertFalse(self.db.exists())

    def test_locked(self):
        self.add()
        holder = sqlite3.connect(self.db, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        self.write("article.txt", ARTICLE.replace("four", "six"))
        _, err = self.run_muster("add", self.db, self.article, expect=3, timeout=120)
        self.assertIn("locked", err)
        holder.execute("ROLLBACK")
        holder.close()
        self.add()

    def test_full_disk(self):
        small = self.folder / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(small)], capture_output=True).returncode != 0:
            self.skipTest("needs a file system of its own")
        self.addCleanup(subprocess.run, ["umount", "-l", str(small)], capture_output=True)
        for n in range(200):
            self.write(f"many/{n}.txt", ARTICLE.replace("four", str(n + 2)) + f"Paragraph {n} about Kyiv.\n" * 40)
        _, err = self.run_muster("add", small / "full.db", self.folder / "many", expect=3)
        self.assertIn("full", err)
        subprocess.run(["mount", "-o", "remount,size=40m", str(small)], check=True, capture_output=True)
        self.assertEqual(self.shell("PRAGMA integrity_check", small / "full.db"), "ok")
        self.run_muster("add", small / "full.db", self.folder / "many")
        self.assertEqual(self.shell("SELECT count(*) FROM document", small / "full.db"), "200")

    def test_a_killed_run_leaves_all_finished_documents(self):
        for n in range(400):
            self.write(f"many/{n:03}.txt", ARTICLE.replace("four", str(n + 2)) + f"Paragraph {n} about Kyiv.\n" * 60)
        for round_number in range(8):
            process = subprocess.Popen([MUSTER, "add", str(self.db), str(self.folder / "many")], stderr=subprocess.DEVNULL)
            time.sleep(0.1 + 0.06 * round_number)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if self.db.exists() and self.db.stat().st_size:
                self.assertEqual(self.shell("PRAGMA integrity_check"), "ok")
                if self.shell("SELECT count(*) FROM sqlite_schema WHERE name = 'document'") == "1":
                    self.assertEqual(self.shell("SELECT count(*) FROM document d WHERE NOT EXISTS (SELECT 1 FROM mention WHERE document = d.id)"), "0")
        self.run_muster("add", self.db, self.folder / "many")
        self.assertEqual(self.shell("SELECT count(*), count(DISTINCT path) FROM document"), "400|400")

    def test_the_order_of_files_does_not_matter(self):
        dumps = []
        for order in (1, -1):
            db = self.folder / f"order{order}.db"
            paths = sorted((ROOT / "samples").glob("*.txt"))[::order]
            self.run_muster("add", db, *paths)
            dumps.append(self.shell("SELECT d.doc, m.start, m.end, m.kind FROM mention m JOIN document d ON d.id = m.document ORDER BY 1, 2, 3", db))
        self.assertEqual(*dumps)


if __name__ == "__main__":
    unittest.main()
