#!/usr/bin/env python3
"""Rules of the house that no compiler checks: which stage includes which, files that call each other, file names, sizes, exported names, rules that no phase names, tests that are not run,
long lines of rules."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAGES = ["base", "read", "token", "gazetteer", "name", "rule", "entity", "quote", "figure", "claim", "store", "import", "audit", "report"]
FILE_LINES, FUNCTION_LINES, USUAL_LINES = 600, 60, 30


def sources():
    return sorted(p for p in (ROOT / "src").rglob("*.[ch]"))


def check_includes():
    """A stage sees base and the stages left of it; the program sees only muster.h."""
    for path in sources():
        folder = path.parent.name
        for line, text in enumerate(path.read_text().split("\n"), 1):
            found = re.match(r'#include ([<"])([^">]+)[">]', text)
            if not found:
                continue
            target = found[2].split("/")[0]
            if folder in STAGES and found[1] == '"' and target in STAGES and STAGES.index(target) > STAGES.index(folder):
                yield f"{path}:{line}: {folder} includes {target}, which stands right of it"
            if folder == "cli" and found[1] == '"' and target != "cli":
                yield f"{path}:{line}: the program includes {found[2]}; it may see only <muster.h>"


def functions(text):
    """(name, first line, lines) of each function: a line at the margin that ends with {, to the } at the margin."""
    lines, start, name = text.split("\n"), None, ""
    for number, line in enumerate(lines, 1):
        if start is None and line.endswith(") {") and not line.startswith((" ", "\t", "}", "#")):
            found = re.search(r"(\w+)\(", line)
            start, name = number, found[1] if found else "?"
        elif start is None and line.endswith(") {") and line.startswith(" ") and number > 1 and re.match(r"^\w.*[(,]$", lines[number - 2]):
            found = re.search(r"(\w+)\(", lines[number - 2])
            start, name = number - 1, found[1] if found else "?"
        elif start is not None and line == "}":
            yield name, start, number - start + 1
            start = None


def check_sizes():
    lengths = []
    for path in sources() + sorted((ROOT / "bench").glob("*.c")):
        text = path.read_text()
        if text.count("\n") > FILE_LINES:
            yield f"{path}: {text.count(chr(10))} lines, more than {FILE_LINES}"
        for name, line, length in functions(text):
            lengths.append(length)
            if length > FUNCTION_LINES:
                yield f"{path}:{line}: {name} has {length} lines, more than {FUNCTION_LINES}"
    lengths.sort()
    usual = lengths[len(lengths) * 9 // 10]
    if usual > USUAL_LINES:
        yield f"a tenth of the functions has more than {usual} lines; {USUAL_LINES} are enough"


def check_names():
    seen = {}
    for path in sources():
        if path.name in seen:
            yield f"{path}: a file of that name is in {seen[path.name].parent} too"
        seen[path.name] = path
        folder = path.parent.name
        if folder in STAGES[1:] and not path.stem.startswith(folder):
            yield f"{path}: does not begin with its stage's name"


def check_heads():
    for path in sources() + sorted((ROOT / "tests").rglob("*.[ch]")):
        text = path.read_text()
        if not text.startswith("/*"):
            yield f"{path}: has no comment at its head"
        elif path.suffix == ".c" and ROOT / "src" in path.parents and not text.startswith(f"/* {path.name}: "):
            yield f"{path}: its head does not begin with its name and what it is for"


def check_map():
    """src/README.md leads through the files of each stage, all of them."""
    text = (ROOT / "src/README.md").read_text()
    sections = dict(re.findall(r"(?ms)^## ([\w ]+)\n(.*?)(?=^## |\Z)", text))
    for path in sorted((ROOT / "src").rglob("*.c")):
        stage = path.parent.name
        short = re.sub(rf"^(cli|{stage})_", "", path.stem)
        told = re.findall(r"`([\w/.]+)`", sections.get("beside the stages" if stage == "src" else stage, ""))
        if short not in told and path.stem not in (stage, "muster") and not short.startswith("cmd_"):
            yield f"src/README.md: does not tell where {stage}/{path.name} stands on the data's way"


def reached(calls, start):
    seen, open_ = set(), [start]
    while open_:
        for name in calls[open_.pop()] - seen:
            seen.add(name)
            open_.append(name)
    return seen


def check_circles():
    """The files of a stage stand above each other: none calls a function of a file that calls, over however many files, one of its own."""
    texts, owner = {}, {}
    for path in sorted((ROOT / "src").glob("*/*.c")):
        text = re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', " ", path.read_text(), flags=re.S)
        texts[path.stem] = set(re.findall(r"\w+", text))
        for name in re.findall(r"(?m)^(?!static)\w[\w *]*?(\w+_\w+)\([^;{]*\) \{$", text):
            owner[name] = path.stem
    calls = {stem: {owner[word] for word in words & owner.keys()} - {stem} for stem, words in texts.items()}
    for stem in calls:
        circle = {other for other in reached(calls, stem) if stem in reached(calls, other)}
        if circle and stem == min(circle):
            yield f"src: these files call each other: {' '.join(sorted(circle))}"


LOCALE = re.compile(r"(?<!\w)(strto(?:d|f|ld)|atof|strn?casecmp|strcasestr|to(?:lower|upper)|is(?:alnum|alpha|digit|lower|punct|space|upper|xdigit)|setlocale)\(")
LOCALE_ALLOWED = {"str.c": {"strtod"}}  # it takes the digits apart itself


def check_locale():
    """The library says the same whatever the locale of the program that it is part of: letters and numbers go through base/str.h."""
    for path in sources():
        for line, text in enumerate(path.read_text().split("\n"), 1):
            for name in LOCALE.findall(text):
                if path.parent.name != "cli" and name not in LOCALE_ALLOWED.get(path.name, ()):
                    yield f"{path}:{line}: {name} asks the locale; base/str.h has what does not"


def check_phases():
    text = (ROOT / "rules/phases").read_text()
    named = set(re.findall(r"[\w/-]+\.rules", text))
    there = {str(p.relative_to(ROOT / "rules")) for p in (ROOT / "rules").rglob("*.rules")}
    included = {name for p in (ROOT / "rules").rglob("*.rules") for name in re.findall(r'(?m)^include "([^"]+)"', p.read_text())}
    for name in sorted(named - there):
        yield f"rules/phases: {name} does not exist"
    for name in sorted(there - named - included):
        yield f"rules/{name}: no phase and no include names it"


def check_steps():
    """scripts/check runs every file of tests/cli."""
    text = (ROOT / "scripts/check").read_text()
    for path in sorted((ROOT / "tests/cli").glob("test_*.py")):
        if f" {path.name}" not in text:
            yield f"scripts/check: has no line for {path}"


ROLES = [  # list, attribute, the X-macros that name what it may say, and their macro
    ("gazetteers/claim/claim_cues.list", "role", "src/claim/claim_role.def", "CUE"),
    ("gazetteers/claim/clause_words.list", "role", "src/claim/claim_role.def", "WORD"),
    ("gazetteers/claim/group_traits.list", "trait", "src/audit/audit_trait.def", "TRAIT"),
]


def check_roles():
    """What a list gives to its words is what the program knows, and the head of the list says what each means."""
    for name, attribute, definitions, macro in ROLES:
        text = (ROOT / name).read_text()
        known = set(re.findall(rf"(?m)^{macro}\((\w+)\)", (ROOT / definitions).read_text()))
        told = set(re.findall(r"(?m)^#   (\w+) ", text))
        for number, line in enumerate(text.split("\n"), 1):
            found = re.search(rf"; *{attribute}=([\w|]+)", line)
            for role in found[1].split("|") if found and not line.startswith("#") else []:
                if role not in known:
                    yield f"{ROOT / name}:{number}: {definitions} has no {macro}({role})"
        for role in sorted(known ^ told):
            yield f"{ROOT / name}: its head says {'nothing of' if role in known else 'what is no role:'} {role}"
    told = (ROOT / "gazetteers/claim/counted_groups.list").read_text() + (ROOT / "gazetteers/claim/group_traits.list").read_text()
    for group in re.findall(r"(?m)^GROUP\((\w+)\)", (ROOT / "src/claim/claim_group.def").read_text()):
        if not re.search(rf"(?m)^{group} ;|; *group={group}\b", told):
            yield f"src/claim/claim_group.def: no list has the group {group}"
    shape = (ROOT / "src/store/store_shape.c").read_text()
    for group in re.findall(r"'(\w+)'", " ".join(re.findall(r"#define (?:CIVILIAN|ARMED) (.*)", shape))):
        if not re.search(rf"(?m)^{group} ;|; *group={group}\b", told):
            yield f"src/store/store_shape.c: no list has the group {group}"


def check_wrapped():
    """Rule files have lines that fit on a screen."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import wrap_rules

    for path in wrap_rules.files():
        text = path.read_text()
        if wrap_rules.wrapped(text) != text:
            yield f"{path}: lines of more than {wrap_rules.WIDTH} characters; scripts/wrap_rules.py breaks them"


CHECKS = [check_includes, check_circles, check_sizes, check_names, check_heads, check_map, check_locale, check_phases, check_steps, check_roles, check_wrapped]


def main():
    failed = 0
    for check in CHECKS:
        problems = list(check())
        failed += bool(problems)
        for problem in problems:
            print(problem.replace(str(ROOT) + "/", ""), file=sys.stderr)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
