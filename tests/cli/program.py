"""What the tests of the program share: where it is, and a case with a folder and a database of its own that runs it.

scripts/check runs the tests with MUSTER set to the program; without it, it is that of build/.
"""
import contextlib
import functools
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUSTER = os.environ.get("MUSTER", str(ROOT / "build/src/cli/muster"))
ARTICLE = (
    "Shelling kills four near Kharkiv\n\nKHARKIV, Ukraine, 3 May 2025\n\n"
    "At least four soldiers were killed near Kharkiv on Friday, Ukraine’s defence ministry said.\n\n"
    "“We will rebuild every house,” said governor Taras Hlynko.\n"
)


def json_lines(text):
    """What stands in it, an object a line."""
    return [json.loads(line) for line in text.splitlines()]


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.db = self.folder / "facts.db"

    @functools.cached_property
    def article(self):
        return self.write("article.txt", ARTICLE)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_muster(self, *words, expect=0, stdin=None, env=None, timeout=300, limits=()):
        """Runs the program in the folder; `expect`: its exit status (None: done, or some documents failed); `limits`: pairs for setrlimit.
        -> what it printed, and its messages"""
        def bound():
            for which, most in limits:
                resource.setrlimit(which, (most, most))

        done = subprocess.run([MUSTER, *map(str, words)], input=stdin, capture_output=True, timeout=timeout, cwd=self.folder,
                              env={**os.environ, **(env or {})}, preexec_fn=bound if limits else None)
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertIn(done.returncode, (0, 1) if expect is None else (expect,), f"muster {words}: {out[-500:]}{err[-2000:]}")
        return out, err

    def records(self, *words, **how):
        """What `extract` tells of documents, and its messages."""
        out, err = self.run_muster("extract", "--no-user-data", "--format", "jsonl", *words, **how)
        return json_lines(out), err

    def record(self, content, *more, name="text.txt"):
        """What it tells of one text."""
        records, _ = self.records(*more, self.write(name, content))
        return records[0]

    def rows(self, *words, **how):
        """The rows that a verb prints."""
        return json_lines(self.run_muster(*words, "--json", **how)[0])

    def query(self, sql, db=None):
        """The rows of a question to a database, by column."""
        with contextlib.closing(sqlite3.connect(db or self.db)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql).fetchall()

    def shell(self, sql, db=None):
        """The same as the sqlite3 shell prints it."""
        done = subprocess.run(["sqlite3", str(db or self.db), sql], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()
