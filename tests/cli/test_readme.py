"""Every command that the README shows, run as it stands, in a copy of the checkout with the program on the PATH.

A block of the README that begins with ```sh is run line by line; those that install or build (scripts/…) are run by scripts/demo and scripts/check themselves.
"""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUSTER = Path(os.environ.get("MUSTER", str(ROOT / "build/src/cli/muster"))).resolve()
PAGES = ["README.md", "rules/README.md", "gazetteers/README.md", "docs/database.md", "docs/report.md", "docs/formats.md", "docs/collections.md"]


def commands(page):
    for block in re.findall(r"(?ms)^```sh\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8")):
        lines = block.replace("\\\n", " ")
        for line in lines.split("\n"):
            line = re.sub(r"\s+#.*$", "", line).strip()
            if line and not line.startswith(("#", "scripts/", "meson", "ninja", "sudo")):
                yield line


class Readme(unittest.TestCase):
    def test_every_command_runs(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        shutil.copytree(ROOT / "samples", folder / "samples")
        for part in ("gazetteers", "rules", "tests"):
            os.symlink(ROOT / part, folder / part)
        env = {**os.environ, "PATH": f"{MUSTER.parent}:{os.environ['PATH']}", "MUSTER_DATA": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
        ran = 0
        for page in PAGES:
            if not (ROOT / page).exists():
                continue
            for command in commands(page):
                with self.subTest(page=page, command=command):
                    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, capture_output=True, text=True, timeout=300)
                    self.assertEqual(done.returncode, 0, done.stdout[-500:] + done.stderr[-1500:])
                    ran += 1
        self.assertGreater(ran, 8)


if __name__ == "__main__":
    unittest.main()
