"""Latin spellings of Ukrainian and Russian names."""
import re
import unicodedata

# Resolution 55 of the Cabinet of Ministers of Ukraine, 2010. Two values: at the start of a word, elsewhere.
UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": ("ye", "ie"), "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": ("yi", "i"), "й": ("y", "i"), "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": ("yu", "iu"),
    "я": ("ya", "ia"), "'": "", "’": "", "ʼ": "",
}

# The style of the English-language press: BGN/PCGN without primes, "e" for "ё".
RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}


def _letters(text, table):
    start, out = True, []
    for letter in text.lower():
        value = table.get(letter, letter)
        if isinstance(value, tuple):
            value = value[0] if start else value[1]
        out.append(value)
        if letter not in "'’ʼ":
            start = not letter.isalpha()
    return "".join(out)


def _capitals(text):
    return "".join(c.upper() if i == 0 or text[i - 1] in " -" else c for i, c in enumerate(text))


def ukrainian(text):
    return _capitals(_letters(text.lower().replace("зг", "zgh"), UKRAINIAN))


def russian(text):
    latin = _letters(text, RUSSIAN)
    words = [w[:-2] + "y" if w.endswith(("iy", "yy")) else w for w in latin.split(" ")]
    return _capitals(" ".join(words))


def plain(text):
    """Without accents."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)))


def fold(text):
    """What the gazetteers hold for the same name: no case, accents, apostrophes; hyphens are spaces."""
    return "".join(c for c in plain(text) if c not in "'’ʼ‘`´ʻ").replace("-", " ").replace("–", " ").lower()


# From the spellings of maps to those of the press: "Ash Shaykh Miskin" is al-Sheikh Miskin.
ARABIC = [
    (re.compile(r"\b(?:ad|an|ar|as|ash|at|ath|az) (?=[dnrstz])", re.I), "al "),
    (re.compile(r"\bDayr\b"), "Deir"),
    (re.compile(r"\bTall\b"), "Tal"),
    (re.compile(r"\bShaykh\b"), "Sheikh"),
    (re.compile(r"\bAyn\b"), "Ain"),
    (re.compile(r"\bBayt\b"), "Beit"),
    (re.compile(r"\bAbu al\b"), "Abul"),
]


def arabic(name):
    """Spellings of an Arabic name that the press uses: other articles, other endings."""
    base = plain(name).replace("-", " ")
    press = base
    for pattern, value in ARABIC:
        press = pattern.sub(value, press)
    forms = []
    for form in (press, base):
        form = form[0].upper() + form[1:]
        short = re.sub(r"(?<=\w\w)ah\b", "a", form)
        for each in (form, short, re.sub(r"\b([Aa])l ", lambda m: ("E" if m[1] == "A" else "e") + "l ", short)):
            forms.append(each)
            if re.match(r"[AE]l \w{5,}$", each):
                forms.append(each[3:])
    return forms
