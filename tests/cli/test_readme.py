"""Every command that the README and the notes show, run as it stands, in a copy of the checkout with the program on the PATH.

A block that begins with ```sh is run line by line; those that install or build (scripts/…) are run by scripts/demo and scripts/check themselves.
"""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import program

from program import ROOT

MUSTER = Path(program.MUSTER).resolve()
PAGES = ["README.md", "rules/README.md", "gazetteers/README.md", *sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))]


def commands(page):
    for block in re.findall(r"(?ms)^```sh\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8")):
        lines = block.replace("\\\n", " ")
        for line in lines.split("\n"):
            line = re.sub(r"\s+#.*$", "", line).strip()
            if line and not line.startswith(("#", "scripts/", "meson", "ninja", "sudo")):
                yield line


def files(page):
    """-> (name, content) of the files that a page has the reader write: the name on a line of its own, the content in a block below it."""
    return re.findall(r"(?ms)^`(my/[\w./]+)`\n\n```\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"))


def shown(page):
    """-> (command, lines of its output) of blocks that show a session: `$ command`, what it prints; `…` stands for the rest."""
    for block in re.findall(r"(?ms)^```\n(\$ .*?)^```", (ROOT / page).read_text(encoding="utf-8")):
        for session in re.split(r"(?m)^\$ ", block)[1:]:
            command, *lines = session.strip().split("\n")
            yield command, [line for line in lines if line and line != "…"]


def gist(line):
    """A line without what changes whenever something is added: how many facts there are, in which line of which file a rule or word stands, the name of the
    database, and where a narrow table cuts its texts."""
    line = re.sub(r"\d+(?= (?:mentions|figures|quotes))|(?<=:)\d+(?=\)?$)", "N", line)
    return re.sub(r"….*$", "", line).rstrip()


class Database(program.Case):
    def test_the_columns_of_every_view_are_those_that_the_notes_name(self):
        self.run_muster("add", "--quiet", self.db, self.article)
        told = {}
        for view, columns in re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| (`.*) \|$", (ROOT / "docs/database.md").read_text(encoding="utf-8").split("## Words")[0]):
            told[view] = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", columns))
        views = [row[0] for row in self.query("SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT LIKE '%_row'")]
        self.assertEqual(set(told), set(views))
        for view in views:
            self.assertEqual(told[view], [row[1] for row in self.query(f"PRAGMA table_info({view})")], view)


class Readme(unittest.TestCase):
    def test_what_is_shown_is_what_is_printed(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        shutil.copytree(ROOT / "samples", folder / "samples")
        env = {**os.environ, "PATH": f"{MUSTER.parent}:{os.environ['PATH']}", "MUSTER_DATA": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "124"}
        sessions = list(shown("README.md"))
        self.assertGreater(len(sessions), 3)
        for command, lines in sessions:
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
            printed = [gist(line) for line in (done.stdout + done.stderr).split("\n")]
            for line in lines:
                with self.subTest(command=command, line=line):
                    self.assertTrue(any(p.startswith(gist(line)) for p in printed), "\n".join(printed[:40]))

    def test_every_command_runs(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        shutil.copytree(ROOT / "samples", folder / "samples")
        for part in ("gazetteers", "rules", "tests"):
            os.symlink(ROOT / part, folder / part)
        env = {**os.environ, "PATH": f"{MUSTER.parent}:{os.environ['PATH']}", "MUSTER_DATA": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
        ran = 0
        for page in PAGES:
            for name, content in files(page):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(content, encoding="utf-8")
            for command in commands(page):
                with self.subTest(page=page, command=command):
                    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
                    self.assertEqual(done.returncode, 0, done.stdout[-500:] + done.stderr[-1500:])
                    ran += 1
        self.assertGreater(ran, 8)


if __name__ == "__main__":
    unittest.main()
