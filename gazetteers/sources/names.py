"""Given names romanised, and the names that stand in the lists by hand."""
import glob
import re

from romanise import fold, russian

# Romanised forms that are above all something else in English text.
NOT_NAMES = {"may", "june", "august", "april", "gori", "roma", "agra", "nika", "era", "lima", "china", "zarya", "mir", "mars", "van"}


def listed(folder):
    """Folded names and aliases of all .list files of a folder."""
    found = set()
    for path in sorted(glob.glob(f"{folder}/*.list")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and line[0] not in "#@-":
                    for alias in line.split(";")[0].split("|"):
                        found.add(fold(re.sub(r"@\w+", "", alias).strip()))
    return found


def given(path, words):
    """Russian and Ukrainian given names of four letters or more that are no words of English."""
    names = set()
    with open(path, encoding="utf-8") as lines:
        for name in map(str.strip, lines):
            if re.fullmatch(r"[а-яё]+", name):
                latin = russian(name)
                if len(latin) > 3 and latin.lower() not in words and latin.lower() not in NOT_NAMES:
                    names.add(latin)
    head = '#gaz 1 kind=given source="natasha 1.6.0, romanised" licence=MIT'
    return [head, "name"] + sorted(names)
