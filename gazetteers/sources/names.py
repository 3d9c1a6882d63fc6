"""Given names romanised, and the names that stand in the lists by hand."""
import glob
import re

from romanise import fold, russian

# Romanised forms that are above all something else in English text.
NOT_NAMES = {"florida", "may", "june", "august", "april", "gori", "roma", "agra", "nika", "era", "lima", "china", "zarya", "mir", "mars", "van"}


def listed(pattern):
    """Folded names and aliases of .list files."""
    found = set()
    for path in sorted(glob.glob(pattern)):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and line[0] not in "#@-":
                    for alias in line.split(";")[0].split("|"):
                        found.add(fold(re.sub(r"@\w+", "", alias).strip()))
    return found


def rows(path):
    """Folded names of a .tsv file with names in its first column."""
    with open(path, encoding="utf-8") as lines:
        return {fold(line.split("\t")[0].strip()) for line in list(lines)[2:]}


def told(path):
    """Folded names and aliases of a .tsv file with columns of that name."""
    with open(path, encoding="utf-8") as lines:
        table = [line.rstrip("\n").split("\t") for line in lines][1:]
    columns = [table[0].index(title) for title in ("name", "aliases") if title in table[0]]
    return {fold(re.sub(r"@\w+", "", alias)) for row in table[1:] for i in columns if i < len(row) for alias in row[i].split("|")}


def given(path, words, known):
    """Given names of Russia and its neighbours, of four letters or more, that no list has and that are no words of English."""
    names, taken = set(), words | NOT_NAMES | known
    with open(path, encoding="utf-8") as lines:
        for name in map(str.strip, lines):
            if re.fullmatch(r"[а-яё]+", name):
                latin = russian(name)
                if len(latin) > 3 and fold(latin) not in taken:
                    names.add(latin)
    head = '#gaz 1 kind=given case=title source="natasha 1.6.0, romanised" licence=MIT'
    return [head, "name"] + sorted(names)
