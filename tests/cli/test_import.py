"""muster import: each format's own manners, the list that comes out passes check and is found in a text, malformed lines, hostile files."""
import json
import time

from program import Case

GEONAMES = """9000001\tVelykyi Zubr\tVelykyi Zubr\tVeliki Zubr,Великий Зубр,VZB,http://example.org/z\t48.5\t37.9\tP\tPPL\tUA\t\t05\t\t\t\t12000\t\t120\tEurope/Kyiv\t2024-01-01
9000002\tZubr Air Base\tZubr Air Base\t\t48.6\t37.8\tS\tAIRB\tUA\t\t05\t\t\t\t0\t\t120\tEurope/Kyiv\t2024-01-01
9000003\tZubr Hamlet\tZubr Hamlet\t\t48.6\t37.8\tP\tPPL\tUA\t\t05\t\t\t\t40\t\t120\tEurope/Kyiv\t2024-01-01
9000004\tZubr Shop\tZubr Shop\t\t48.6\t37.8\tS\tRET\tUA\t\t05\t\t\t\t0\t\t120\tEurope/Kyiv\t2024-01-01
"""
WIKIDATA = """item,itemLabel,itemAltLabel,coord,population,startTime,positionLabel,genderLabel
http://www.wikidata.org/entity/Q900001,Ostap Vyrlo,"Ostap Virlo, O. Vyrlo",,,2021-03-04T00:00:00Z,mayor of Zubr,male
http://www.wikidata.org/entity/Q900001,Ostap Vyrlo,"Ostap Virlo, O. Vyrlo",,,2021-03-04T00:00:00Z,member of parliament,male
http://www.wikidata.org/entity/Q900002,Lake Zubr,,Point(37.9 48.5),,,,
"""
FTM = "\n".join(json.dumps(x, ensure_ascii=False) for x in (
    {"id": "zz-1", "caption": "Ostap Vyrlo", "schema": "Person", "properties": {
        "name": ["Ostap Vyrlo", "Вирло Остап"], "weakAlias": ["Vyrlo"], "country": ["ua"], "gender": ["male"], "position": ["mayor; of Zubr"], "wikidataId": ["Q900001"]}},
    {"id": "zz-2", "caption": "Zubr | Trade", "schema": "Company", "properties": {"name": ["Zubr | Trade"], "alias": ["ZT@Zubr"]}},
    {"id": "zz-3", "caption": "1 High Street", "schema": "Address", "properties": {"name": ["1 High Street"]}})) + "\n"
SPACY = """{"label": "ORG", "pattern": "Zubr Works", "id": "zubr-works"}
{"label": "ORG", "pattern": [{"LOWER": "zubr"}, {"LOWER": "plant"}], "id": "zubr-works"}
{"label": "GPE", "pattern": "Velykyi Zubr"}
{"label": "ORG", "pattern": [{"LOWER": "zubr"}, {"IS_DIGIT": true}]}
"""
PETRARCH = """; comment
ZUBRIA_
+ZUBRIAN_REPUBLIC_  # another name
\t[ZUB]
OSTAP_VYRLO_  [ZUBGOV 051219-110101]
+O._VYRLO_
\t[ZUBOPP >110102]
MYKOLA_TSUP_ [ZUBMIL <20101231]
"""


class Import(Case):
    def imported(self, name, content, *options, expect=0):
        path = self.write(name, content)
        out, err = self.run_muster("import", *options, path, expect=expect)
        rows = [line.split("\t") for line in out.splitlines()[2:]]
        if rows:
            self.write("own/gazetteers/mine.tsv", out)
            found, _ = self.run_muster("check", "--no-user-data", "--quiet", self.folder / "own")
            self.assertNotIn("mine.tsv", found)
        return {row[2]: row for row in rows}, err

    def test_geonames(self):
        rows, err = self.imported("UA.txt", GEONAMES)
        self.assertEqual(["gn:9000001", "place", "Velykyi Zubr", "Veliki Zubr|Великий Зубр|VZB@code", "feature=city;country=UA;lat=48.5;lon=37.9;pop=12000"],
                         rows["Velykyi Zubr"])
        self.assertIn("feature=air base", rows["Zubr Air Base"][4])
        self.assertIn("feature=village", rows["Zubr Hamlet"][4])
        self.assertIn("3 entries, 1 passed over", err)
        out, _ = self.run_muster("lookup", "--no-user-data", "--json", "--data", self.folder / "own", "Veliki Zubr")
        self.assertEqual(("Velykyi Zubr", "GeoNames", "CC BY 4.0"), tuple(json.loads(out)[key] for key in ("name", "source", "licence")))

    def test_wikidata(self):
        rows, _ = self.imported("answer.csv", WIKIDATA, "--kind", "person")
        self.assertEqual("wd:Q900001", rows["Ostap Vyrlo"][0])
        self.assertEqual("Ostap Virlo|O. Vyrlo", rows["Ostap Vyrlo"][3])
        self.assertEqual("wikidata=Q900001;valid_from=2021-03-04;role=mayor of Zubr|member of parliament;gender=m", rows["Ostap Vyrlo"][4])
        self.assertIn("lat=48.5;lon=37.9", rows["Lake Zubr"][4])

    def test_follow_the_money(self):
        rows, err = self.imported("entities.ftm.json", FTM)
        self.assertEqual(["ftm:zz-1", "person", "Ostap Vyrlo", "Вирло Остап|Vyrlo@weak", "wikidata=Q900001;country=UA;gender=m;role=mayor\\; of Zubr"],
                         rows["Ostap Vyrlo"])
        self.assertEqual(["organisation", "ZT\\@Zubr"], [rows["Zubr | Trade"][i] for i in (1, 3)])
        self.assertIn("1 passed over", err)

    def test_spacy(self):
        rows, err = self.imported("patterns.jsonl", SPACY, expect=1)
        self.assertEqual(["spacy:zubr-works", "organisation", "Zubr Works", "zubr plant@any"], rows["Zubr Works"][:4])
        self.assertEqual("place", rows["Velykyi Zubr"][1])
        self.assertRegex(err, r"patterns\.jsonl:4:1: error: .*fixed words")

    def test_gate(self):
        definitions = self.write("gate/lists.def", "zubr.lst:location:town:english\nfirst.lst:person_first:male\n")
        towns = self.write("gate/zubr.lst", "Velykyi Zubr:country=UA:pop=12000\nMalyi Zubr&country=UA\n\nZubr 2\n")
        out, _ = self.run_muster("import", definitions, towns, self.write("gate/first.lst", "Ostapko\n"))
        self.assertIn("\tplace\tVelykyi Zubr\t\tcountry=UA;pop=12000\n", out)
        self.assertIn("\tplace\tMalyi Zubr\t\tcountry=UA\n", out)
        self.assertIn("\tgiven\tOstapko\t", out)
        _, err = self.run_muster("import", self.write("alone.lst", "X\n"), expect=1)
        self.assertIn("--kind", err)

    def test_petrarch(self):
        rows, _ = self.imported("zubria.actors", PETRARCH)
        self.assertEqual(["person", "Zubria", "Zubrian Republic", "codes=ZUB"], rows["Zubria"][1:])
        self.assertEqual("codes=ZUBGOV:2005-12-19..2011-01-01|ZUBOPP:2011-01-02..", rows["Ostap Vyrlo"][4])
        self.assertEqual("codes=ZUBMIL:..2010-12-31;valid_to=2010-12-31", rows["Mykola Tsup"][4])

    def test_csv_with_a_map(self):
        table = 'Unit;Other names;Brigade\n"1st ""Zubr"" Battalion";1 Zubr|Zubr One;9th Zubr Brigade\n"2nd\nBattalion";;\n'
        rows, _ = self.imported("units.csv", table, "--kind", "unit", "--map", "name=Unit", "--map", "aliases=Other names", "--map", "parent=Brigade",
                                "--source", 'a "table" of mine', "--licence", "CC0")
        self.assertEqual(["", "unit", '1st "Zubr" Battalion', "1 Zubr|Zubr One", "parent=9th Zubr Brigade"], rows['1st "Zubr" Battalion'])
        self.assertIn("2nd Battalion", rows)
        out, _ = self.run_muster("lookup", "--no-user-data", "--json", "--data", self.folder / "own", "Zubr One")
        self.assertEqual(("a 'table' of mine", "CC0"), tuple(json.loads(out)[key] for key in ("source", "licence")))
        record = self.record("The Zubr One advanced on Friday.\n", "--data", self.folder / "own")
        self.assertIn("unit", {m["kind"] for m in record["mentions"]})

    def test_a_lone_quotation_mark_in_a_tsv_is_one(self):
        rows, _ = self.imported("names.tsv", 'name\tkind\n"Abu Zubr\tperson\nMalyi Zubr\tplace\n')
        self.assertEqual(["person", "place"], [rows[name][1] for name in ('"Abu Zubr', "Malyi Zubr")])

    def test_what_is_wrong_in_a_later_line_of_a_row_is_told_there(self):
        broken = self.write("b.csv", b'name,kind\n"Velykyi\nZu\xffbr",place\n"Malyi\nZubr",place\n')
        out, err = self.run_muster("import", broken, expect=1)
        self.assertRegex(err, r"b\.csv:3:3: error: this is no valid UTF-8")
        self.assertEqual(["Malyi Zubr"], [line.split("\t")[2] for line in out.splitlines()[2:]])

    def test_output(self):
        to = self.folder / "mine.tsv"
        self.run_muster("import", "-o", to, "--quiet", self.write("UA.txt", GEONAMES))
        self.assertTrue(to.read_text().startswith("#gaz 1 source=\"GeoNames\""))
        _, err = self.run_muster("import", "-o", self.folder / "mine.list", self.folder / "UA.txt", expect=2)
        self.assertIn(".tsv", err)
        self.run_muster("import", "-o", self.folder / "none/mine.tsv", self.folder / "UA.txt", expect=3)
        out, _ = self.run_muster("import", "--format", "geonames", "-", stdin=GEONAMES.encode())
        self.assertIn("gn:9000001", out)

    def test_usage(self):
        csv = self.write("a.csv", "a,b\n1,2\n")
        for options, code, what in ((["--format", "xml"], 2, "geonames"), (["--map", "name"], 2, "KEY=COLUMN"), ([], 1, "--map name=COLUMN"),
                                    (["--map", "name=c"], 1, "not there"), (["--map", "name=a"], 1, "--kind")):
            _, err = self.run_muster("import", *options, csv, expect=code)
            self.assertIn(what, err)
        self.run_muster("import", self.folder / "none.csv", expect=1)

    def test_malformed_lines_are_told_with_their_place_and_the_rest_goes_on(self):
        cases = [("a.csv", ["--kind", "place"], 'name,lat\nZubr,north\n"Open\nMalyi Zubr,1\nA,1,2\n,3\n', [(2, "is a number"), (3, "not closed"), (5, "3 cells"), (6, "no name")]),
                 ("g.txt", ["--format", "geonames"], GEONAMES + "1\t2\n", [(5, "19 columns")]),
                 ("f.json", ["--format", "ftm"], FTM + '{"id": \n[1]\n{"schema": "Person"}\n{"schema": "Person", "properties": {}}\n',
                  [(4, "no JSON"), (5, "no object"), (6, "properties"), (7, "name is missing")]),
                 ("p.actors", [], PETRARCH + "X_ [ABC 99]\nY_ [ABC\n", [(9, "a code is"), (10, "not closed")]),
                 ("q.actors", [], "+A_\n", [(1, "no actor")]),
                 ("b.lst", ["--kind", "place"], "A:x=1:y\n...\n", [(1, "key=value"), (2, "no letter")])]
        for name, options, content, errors in cases:
            with self.subTest(name=name):
                _, err = self.imported(name, content, *options, expect=1)
                for line, what in errors:
                    self.assertRegex(err, rf"{name}:{line}:\d+: error: .*{what}")
        broken = self.write("broken.lst", b"Zubr\n\xff\xfe\nMalyi\x00 Zubr\nMalyi Zubr\n")
        out, err = self.run_muster("import", "--kind", "place", broken, expect=1)
        self.assertRegex(err, r"broken\.lst:2:1: error: this is no valid UTF-8")
        self.assertRegex(err, r"broken\.lst:3:6: error: a NUL")
        self.assertIn("\tMalyi Zubr\t", out)

    def test_hostile_files_cost_little(self):
        files = [("h.csv", b"name,kind\n" + b'"' * 2_000_001, []), ("i.csv", b"name,kind\n" + b'"a\n' * 300_001, []), ("j.json", b'{"a":' * 1_000_000, ["--format", "ftm"]),
                 ("k.lst", b"x" * 5_000_000 + b"\n" + b"a:b=c" * 500_000, ["--kind", "place"]), ("l.actors", b"[" * 3_000_000 + b"\n" + b"A_ " + b"[B]" * 300_000, []),
                 ("o.actors", b"A_ " + b"".join(b"[B%d]" % i for i in range(300_000)), []),
                 ("p.txt", GEONAMES.splitlines()[0].replace("VZB", ",".join(f"Zubr{i}" for i in range(300_000))).encode(), []),
                 ("q.csv", b"name\n" + b'"a""\n' * 300_000, ["--kind", "place"]),
                 ("m.csv", b"," * 1_000_000 + b"\n", ["--map", "name=a"]), ("n.jsonl", b'{"label":"ORG","pattern":"Zubr","id":"z"}\n' * 200_000, [])]
        for name, content, options in files:
            with self.subTest(name=name):
                path = self.write(name, content)
                began = time.monotonic()
                try:
                    self.run_muster("import", "--quiet", *options, path, expect=1)
                except AssertionError:
                    self.run_muster("import", "--quiet", *options, path, expect=0)
                self.assertLess(time.monotonic() - began, 30)
