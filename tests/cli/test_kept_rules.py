"""Compiled rules kept from run to run: the same facts with them and without, made anew when anything they depend on changes, refused when
damaged, and never in the way: two processes at once, folders that cannot be written."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from program import MUSTER, ROOT, Case

RULE = 'phase names\nrule zorb\n  match "zorb" x:[cap]\n  make {} x\n  yes "the zorb Qorrim"\n  no "the zorb"\n'


class Kept(Case):
    @classmethod
    def setUpClass(cls):
        cls.lists = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.lists)
        subprocess.run([MUSTER, "lookup", "Kyiv"], check=True, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(cls.lists)})

    def setUp(self):
        super().setUp()
        shutil.copytree(self.lists, self.folder / "cache")
        self.cache = {"XDG_CACHE_HOME": str(self.folder / "cache"), "XDG_DATA_HOME": str(self.folder / "home")}
        self.text = self.write("zorb.txt", "The zorb Qorrim was seen near Kharkiv on Monday, and two soldiers were killed.\n")

    def extract(self, *more, text=None, expect=0):
        return self.run_muster("extract", "--format", "jsonl", *more, text or self.text, env=self.cache, expect=expect)[0]

    def kept(self):
        return sorted((self.folder / "cache/muster").glob("rules-*"))

    def only(self):
        files = self.kept()
        self.assertEqual(1, len(files), files)
        return files[0]

    def stamp(self):
        info = self.only().stat()
        return info.st_ino, info.st_mtime_ns

    def test_the_same_facts(self):
        samples = ROOT / "samples"
        fresh = self.extract("--no-cache", text=samples)
        self.assertEqual([], self.kept())
        first = self.extract(text=samples)
        stamp = self.stamp()
        second = self.extract(text=samples)
        self.assertEqual(stamp, self.stamp())
        self.assertEqual((fresh, fresh), (first, second))
        out, _ = self.run_muster("explain", samples / "2025-03-10-harbour-post-strike.txt", env=self.cache)
        self.assertIn("rules/figures/casualties.rules:", out)
        self.assertEqual(stamp, self.stamp())

    def test_a_rule_that_changes(self):
        own = self.folder / "own"
        plain = self.extract()
        self.assertNotIn('"Qorrim"', plain)
        rule = self.write("own/rules/extra/mine.rules", RULE.format("organisation"))
        times = rule.stat()
        self.assertIn('"kind": "organisation"', self.extract("--data", own))
        self.assertEqual(plain, self.extract())
        rule.write_text(RULE.format("person      ")[:len(RULE.format("organisation"))])
        os.utime(rule, ns=(times.st_atime_ns, times.st_mtime_ns))  # of the same size and time
        self.assertIn('"kind": "person"', self.extract("--data", own))
        rule.rename(rule.with_name("other.rules"))
        before = {path.stat().st_ino for path in self.kept()}
        self.assertIn('"kind": "person"', self.extract("--data", own))
        self.assertNotEqual(before, {path.stat().st_ino for path in self.kept()})
        (own / "rules/extra/other.rules").unlink()
        (own / "gazetteers").mkdir()
        self.assertEqual(plain, self.extract("--data", own))

    def test_a_file_that_lies_over_another(self):
        own = self.folder / "own"
        (own / "rules").mkdir(parents=True)
        plain = self.extract("--data", own)
        self.assertIn('"rule": "passive-harm"', plain)
        self.write("own/rules/figures/casualties.rules", "# none\n")
        self.assertNotIn('"rule": "passive-harm"', self.extract("--data", own))
        self.write("own/rules/phases", "phase last: last.rules\n")
        self.write("own/rules/last.rules", RULE.replace("phase names\n", "").format("organisation"))
        self.extract("--data", own)
        (own / "rules/phases").unlink()
        (own / "rules/figures/casualties.rules").unlink()
        self.assertEqual(plain, self.extract("--data", own))

    def test_a_list_that_changes(self):
        self.write("own/gazetteers/a.list", "@kind zorbling\nQorrim\n")
        rule = 'phase names\nrule zorb\n  match x:@zorbling\n  make organisation x\n  yes "the zorb Qorrim"\n  no "the zorb"\n'
        self.write("own/rules/extra/mine.rules", rule)
        self.assertIn('"kind": "organisation"', self.extract("--data", self.folder / "own"))
        self.write("own/gazetteers/a.list", "@kind zorblong\nQorrim\n")
        _, err = self.run_muster("extract", "--data", self.folder / "own", self.text, env=self.cache, expect=1)
        self.assertIn("zorbling", err)

    def test_wrong_rules_are_told_each_time(self):
        self.extract()
        self.write("own/rules/extra/bad.rules", "phase names\nrule bad\n  match (\n")
        for _ in range(2):
            _, err = self.run_muster("extract", "--data", self.folder / "own", self.text, env=self.cache, expect=1)
            self.assertIn("bad.rules:4", err)

    def test_tags(self):
        self.write("own/rules/extra/mine.rules", RULE.format("organisation").replace("  make", "  tags zorbs off\n  make"))
        own = self.folder / "own"
        off = self.extract("--data", own)
        on = self.extract("--data", own, "--with", "zorbs")
        self.assertIn('"kind": "organisation"', on)
        self.assertEqual((off, on), (self.extract("--data", own), self.extract("--data", own, "--with", "zorbs")))

    def test_damage(self):
        good = self.extract()
        path, whole = self.only(), self.only().read_bytes()
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        damages = [(bytes(flipped), "their checksum does not fit"), (whole[:-8], "not as long as it says"), (whole[:20], "no file of compiled rules"),
                   (b"", None), (b"MUSTRULE", None), (whole + b"more", None), (b"x" * 5000, None)]
        for bytes_, message in damages:
            with self.subTest(message=message, size=len(bytes_)):
                path.write_bytes(bytes_)
                self.assertEqual(good, self.extract())
                self.assertEqual(whole, path.read_bytes())
                if not message:
                    continue
                path.write_bytes(bytes_)
                out, err = self.run_muster("check", "--no-user-data", env=self.cache)
                self.assertIn(message, out + err)
                self.assertIn("compiled anew", out + err)
                self.assertEqual(whole, path.read_bytes())

    def test_processes_at_once(self):
        command = [MUSTER, "extract", "--format", "jsonl", str(self.text)]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **self.cache}) for _ in range(4)]
        found = {process.communicate(timeout=300)[0] for process in running}
        self.assertEqual(1, len(found))
        self.assertEqual([0] * 4, [process.returncode for process in running])
        self.only()  # nothing half written lies beside it
        self.assertEqual(found.pop().decode(), self.extract())

    def test_nowhere_to_keep_them(self):
        good = self.extract()
        in_the_way = str(self.write("file", "no folder"))
        for cache in (in_the_way, "/proc/none", "/dev/null"):
            out, _ = self.run_muster("extract", "--format", "jsonl", self.text, env={**self.cache, "XDG_CACHE_HOME": cache})
            self.assertEqual(good, out)
        path = self.only()
        path.unlink()
        path.mkdir()  # a folder of that name cannot be replaced
        self.assertEqual(good, self.extract())

    def test_the_oldest_go(self):
        for tag in "abcdef":
            self.extract("--without", tag)
        self.assertEqual(4, len(self.kept()))


if __name__ == "__main__":
    unittest.main()
