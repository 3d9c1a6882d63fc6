"""What the program says of its options, what the manual says, and what the shell completes are the same; and no document names one that is not."""
import re
import subprocess
import unittest

from program import ROOT, Case

OPTION = r"(?<![\w-])--([a-z][a-z-]*[a-z])"


class Options(Case):
    def help_of(self, *verb):
        return self.run_muster(*verb, "--help")[0]

    def by_verb(self):
        verbs = re.findall(r"(?m)^  ([a-z]+) {2,}", self.help_of().partition("usage:")[2])
        self.assertGreater(len(verbs), 10)
        return {verb: set(re.findall(OPTION, self.help_of(verb))) for verb in verbs}

    def test_manual(self):
        told = set().union(*self.by_verb().values())
        manual = set(re.findall(r"Fl -([a-z][a-z-]*[a-z])", (ROOT / "man/muster.1").read_text()))
        self.assertEqual(set(), told - manual, "the manual leaves out")
        self.assertEqual(set(), manual - told - {"help", "version"}, "the manual has what no verb takes")

    def test_completions(self):
        told = set().union(*self.by_verb().values())
        for name in ("muster.bash", "_muster"):
            known = set(re.findall(OPTION, (ROOT / "completions" / name).read_text()))
            self.assertEqual(set(), told - known, f"{name} leaves out")
            self.assertEqual(set(), known - told - {"help", "version"}, f"{name} has what no verb takes")

    def test_what_bash_completes_for_a_verb(self):
        script = 'source "$0"; COMP_WORDS=(muster "$1" --); COMP_CWORD=2; _muster; printf "%s\\n" "${COMPREPLY[@]}"'
        for verb, options in self.by_verb().items():
            done = subprocess.run(["bash", "-c", script, ROOT / "completions/muster.bash", verb], capture_output=True, text=True, timeout=60)
            told = options - {"data"} if verb == "import" else options  # its help speaks of what another verb does with the list
            self.assertEqual({f"--{option}" for option in told - {"help"}}, set(done.stdout.split()) - {"--help"}, verb)

    def test_documents(self):
        by_verb = self.by_verb()
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
            for verb, rest in re.findall(r"\bmuster ([a-z]+)((?: [^`\n|#]*)?)", path.read_text()):
                for option in re.findall(OPTION, rest) if verb in by_verb else []:
                    self.assertIn(option, by_verb[verb] | {"help"}, f"{path.name}: muster {verb}{rest}")


if __name__ == "__main__":
    unittest.main()
