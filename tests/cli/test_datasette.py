"""`muster report --format metadata` with the real Datasette: every view and table opens, and every question runs, on a database that is in use (WAL).

Datasette is installed into a folder of its own by pip; where no package index can be reached the test is skipped, and says so.
"""
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

from program import MUSTER, ROOT

DATASETTE = "datasette==0.65.5"
VALUES = {"measure": "killed", "word": "market", "words": "market", "name": "ministry", "kind": "unit"}
BASE = "/our+facts"  # of "our facts.db"
MAY_BE_EMPTY = {"places_where_sources_differ", "named_together"}


def install(folder):
    """The datasette command, or None where it cannot be had."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    done = subprocess.run([folder / "venv/bin/pip", "install", "-q", "--disable-pip-version-check", "--timeout", "10", "--retries", "1", DATASETTE],
                          capture_output=True, text=True)
    return folder / "venv/bin/datasette" if done.returncode == 0 else None


class Datasette(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.db = cls.folder / "our facts.db"
        subprocess.run([MUSTER, "add", "--quiet", cls.db, ROOT / "samples"], check=True)
        cls.metadata = cls.folder / "metadata.yaml"
        subprocess.run([MUSTER, "report", "--quiet", cls.db, "--format", "metadata", "-o", cls.metadata], check=True)
        cls.datasette = install(cls.folder)
        if cls.datasette:
            cls.serve()

    @classmethod
    def serve(cls):
        server = subprocess.Popen([cls.datasette, cls.db, "-m", cls.metadata, "-p", "0", "--setting", "sql_time_limit_ms", "10000"],
                                  stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        cls.addClassCleanup(server.stderr.close)
        cls.addClassCleanup(server.wait)
        cls.addClassCleanup(server.terminate)
        for line in server.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                cls.address = found[0]
                return
        raise RuntimeError("datasette does not start")

    def setUp(self):
        if not self.datasette:
            self.skipTest("no package index can be reached, so there is no Datasette to test with")

    def get(self, path, **values):
        words = "?" + urllib.parse.urlencode(values) if values else ""
        with urllib.request.urlopen(self.address + path + words, timeout=60) as answer:
            text = answer.read().decode()
        return json.loads(text) if ".json" in path else text

    def test_a_database_that_is_written_to_is_shown(self):
        writer = sqlite3.connect(self.db)
        self.assertEqual(writer.execute("PRAGMA journal_mode").fetchone()[0], "wal")
        writer.execute("UPDATE run SET arguments = 'changed'")
        writer.commit()
        self.assertEqual(self.get(f"{BASE}/run.json", _shape="array")[0]["arguments"], "changed")
        self.assertIn("Who said what, a row a quote.", self.get(f"{BASE}/said"))
        self.assertIn("Which rules found the figures", self.get(BASE))
        writer.close()

    def test_every_question_runs(self):
        queries = self.get("/-/metadata.json")["databases"]["our facts"]["queries"]
        self.assertGreater(len(queries), 10)
        for name, query in queries.items():
            with self.subTest(question=name):
                wanted = {key: VALUES[key] for key in re.findall(r"(?<!:):([a-z]+)", query["sql"])}
                rows = self.get(f"{BASE}/{name}.json", _shape="array", **wanted)
                if name not in MAY_BE_EMPTY:
                    self.assertTrue(rows, "no rows")

    def test_every_table_and_column_that_is_described_is_there(self):
        tables = self.get("/-/metadata.json")["databases"]["our facts"]["tables"]
        with sqlite3.connect(self.db) as db:
            for name, about in tables.items():
                columns = {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
                self.assertTrue(columns, name)
                self.assertLessEqual({*about.get("columns", {}), *about.get("facets", [])}, columns, name)
                self.get(f"{BASE}/{name}.json", _shape="array")

    def test_views_have_facets_and_quotes_can_be_searched(self):
        facets = self.get(f"{BASE}/said.json")["facet_results"]
        self.assertIn("stance", facets.get("results", facets))
        found = self.get(f"{BASE}/said_row.json", _shape="array", _search="market")
        self.assertTrue(found)
        self.assertTrue(all("market" in row["said"].lower() for row in found))


if __name__ == "__main__":
    unittest.main()
