#!/usr/bin/env python3
"""Pairs of names for `muster match`, by construction: names put together from common given and family names (nobody in particular), written in
the systems in use; and namesakes that share a word.

    tests/names/pairs.py [held|open]     prints same|different, a tab, and the pair

Two halves by family name: `open` to look at while the lists grow, `held` to measure. Ukrainian and Russian names go through published tables
(Ukrainian national 2010, BGN/PCGN, scholarly, GOST/passport, press); Arabic and Persian ones are written sound by sound in the manners of the
English, French and German press, of Egypt and of libraries. One pair in eight has a slip of a kind that reporters make.
"""
import random
import sys
import zlib

UKRAINIAN = {
    "national": dict(zip("абвгґдежзиійклмнопрстуфхцчшьєїюяї'", "a b v h g d e zh z y i i k l m n o p r s t u f kh ts ch sh  ie i iu ia i ".split(" ")), щ="shch"),
    "bgn": dict(zip("абвгґдежзиійклмнопрстуфхцчшьєїюяї'", "a b v h g d e zh z y i y k l m n o p r s t u f kh ts ch sh ’ ye yi yu ya yi ".split(" ")), щ="shch"),
    "scholarly": dict(zip("абвгґдежзиійклмнопрстуфхцчшьєїюяї'", "a b v h g d e ž z y i j k l m n o p r s t u f x c č š ' je ji ju ja ji ".split(" ")), щ="šč"),
    "press": dict(zip("абвгґдежзиійклмнопрстуфхцчшьєїюяї'", "a b v h g d e zh z y i y k l m n o p r s t u f kh ts ch sh  ye yi yu ya yi ".split(" ")), щ="shch"),
}
RUSSIAN = {
    "bgn": dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "))),
    "passport": dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia".split(" "))),
    "scholarly": dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g d e ë ž z i j k l m n o p r s t u f x c č š šč  y ' è ju ja".split(" "))),
}
GIVEN = """Олександр Александр|Володимир Владимир|Сергій Сергей|Микола Николай|Михайло Михаил|Дмитро Дмитрий|Андрій Андрей|Юрій Юрий|Ігор Игорь|Євген Евгений|
Олег Олег|Олексій Алексей|Василь Василий|Віталій Виталий|Віктор Виктор|Анатолій Анатолий|Богдан Богдан|Борис Борис|Григорій Григорий|Данило Даниил|Денис Денис|
Іван Иван|Ілля Илья|Кирило Кирилл|Костянтин Константин|Максим Максим|Павло Павел|Петро Пётр|Роман Роман|Степан Степан|Федір Фёдор|Ярослав Ярослав|В'ячеслав Вячеслав|
Олена Елена|Ольга Ольга|Катерина Екатерина|Наталія Наталья|Ірина Ирина|Юлія Юлия|Тетяна Татьяна|Світлана Светлана"""
FAMILY = """Шевченко Шевченко|Коваленко Коваленко|Бондаренко Бондаренко|Ткаченко Ткаченко|Кириленко Кириленко|Кравчук Кравчук|Поліщук Полищук|Гончарук Гончарук|Лисенко Лысенко|
Харченко Харченко|Щербина Щербина|Гриценко Гриценко|Зінченко Зинченко|Мельник Мельник|Вовк Волк|Яценюк Яценюк|Журавель Журавель|Хоменко Хоменко|Цибуля Цыбуля|Чорний Чёрный|
Залужний Залужный|Рудницький Рудницкий|Левицький Левицкий|Соколовський Соколовский|Криницький Криницкий|Гуменюк Гуменюк|Дзюба Дзюба|Єременко Еременко|Ільченко Ильченко|
Юрченко Юрченко|Яковенко Яковенко|Савченко Савченко|Тимошенко Тимошенко|Петров Петров|Іванов Иванов|Соловйов Соловьёв|Ковальов Ковалёв|Захаров Захаров|Григор'єв Григорьев|
Горбачов Горбачёв|Хрущов Хрущёв|Медведєв Медведев|Жуков Жуков|Цвєтков Цветков|Щукін Щукин|Пушкін Пушкин|Ключников Ключников|Чижов Чижов|Єршов Ершов|Кисельов Киселёв"""
FATHERS = "Олександрович Александрович|Іванович Иванович|Петрович Петрович|Сергійович Сергеевич|Миколайович Николаевич|Дмитрович Дмитриевич|Юрійович Юрьевич|Васильович Васильевич"
# Sounds: capital letters are those that writers render in several ways.
ARABIC_GIVEN = "muHammad aHmad Hasan Husayn 3ali 3umar khAlid kharIm qAsim yUsuf ibrAhIm isma3Il sulaymAn jamAl jamIl 3abd-al-raHmAn 3abd-al-lah khalIl nAsir mustafa fAruq sa3Id sAliH walId tAriq mUsa".split()
ARABIC_FAMILY = "qaddAfi Hadi nasrallAh hashimi jabUri zawAhiri baghdAdi masri tamimi dulaymi shamari tikrIti kUrdi najjAr Haddad khatIb shaykhUn za3tari rifA3i sharIf Husayni yAsIn karbalA'i mAliki janAbi qurayshi".split()
KOREAN = "Kim:Kim Lee:Yi Park:Bak Choi:Choe Jung:Jeong Cho:Jo".split()


def half(word):
    return "held" if zlib.crc32(word.encode()) % 2 else "open"


def romanise(word, table, system):
    out = ""
    for i, letter in enumerate(word.lower()):
        part = table.get(letter, "")
        if system in ("national", "bgn", "press") and i == 0 and letter in "єїюяй" and table is not RUSSIAN.get(system):
            part = {"є": "ye", "ї": "yi", "ю": "yu", "я": "ya", "й": "y"}[letter]
        if system == "bgn" and letter == "е" and "ы" in table and (i == 0 or word[i - 1].lower() in "аеёиоуыэюяйъь"):
            part = "ye"
        out += part
    if system == "press":
        out = out.replace("yy", "y")
    return out[:1].upper() + out[1:]


def slavic(pair, language, system):
    table = (UKRAINIAN if language == 0 else RUSSIAN)[system]
    return romanise(pair[language], table, system)


MANNERS = {
    "press": {"H": "h", "3": "", "A": "a", "I": "i", "U": "u", "q": "q", "kh": "kh", "ay": "ai", "article": "al-"},
    "french": {"H": "h", "3": "", "A": "a", "I": "i", "U": "ou", "u": "ou", "q": "k", "kh": "kh", "ay": "ei", "j": "dj", "sh": "ch", "article": "al-"},
    "egypt": {"H": "h", "3": "", "A": "a", "I": "i", "U": "ou", "u": "o", "q": "q", "kh": "kh", "ay": "ei", "j": "g", "article": "el-"},
    "e": {"H": "h", "3": "", "A": "a", "I": "ee", "U": "oo", "u": "o", "q": "q", "kh": "kh", "ay": "ei", "ad": "ed", "article": "al-"},
    "library": {"H": "ḥ", "3": "ʻ", "A": "ā", "I": "ī", "U": "ū", "q": "q", "kh": "kh", "ay": "ay", "article": "al-"},
}


def arabic(word, manner):
    table, out, i = MANNERS[manner], "", 0
    while i < len(word):
        for size in (2, 1):
            if word[i:i + size] in table:
                out += table[word[i:i + size]]
                break
        else:
            size, out = 1, out + word[i]
        i += size
    words = [w[:1].upper() + w[1:] if w not in ("al", "el") else w for w in out.replace("-", " ").split(" ")]
    text = " ".join(words)
    if " al " in text:
        text = {"french": text.replace("Abd al ", "Abdel "), "egypt": text.replace("Abd al ", "Abdel "), "e": text.replace("Abd al ", "Abdul ")}.get(
            manner, text.replace(" al ", " al-"))
    return text


def slip(random_, name):
    """A vowel mistaken, a letter doubled, left out or exchanged, in the longest word, not at its ends."""
    words = name.split(" ")
    at = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[at]
    if len(word) < 7:
        return name
    i = random_.randrange(2, len(word) - 2)
    kind = random_.randrange(4)
    if kind == 0 and word[i] in "aeiou":
        word = word[:i] + random_.choice("aeiou") + word[i + 1:]
    elif kind == 1:
        word = word[:i] + word[i] + word[i:]
    elif kind == 2:
        word = word[:i] + word[i + 1:]
    else:
        word = word[:i] + word[i + 1] + word[i] + word[i + 2:]
    words[at] = word
    return " ".join(words)


def feminine(name):
    for old, new in (("ський", "ська"), ("цький", "цька"), ("ский", "ская"), ("цкий", "цкая"), ("ний", "на"), ("ный", "ная"), ("ов", "ова"), ("ов", "ова"), ("єв", "єва"), ("ев", "ева"), ("ёв", "ёва"), ("ін", "іна"), ("ин", "ина")):
        if name.endswith(old):
            return name[:-len(old)] + new
    return name


def slavic_pairs(which, random_):
    given = [tuple(g.split(" ")) for g in GIVEN.replace("\n", "").split("|")]
    fathers = [tuple(f.split(" ")) for f in FATHERS.split("|")]
    family = [tuple(f.split(" ")) for f in FAMILY.replace("\n", "").split("|") if half(f) == which]
    forms = [(0, s) for s in UKRAINIAN] + [(1, s) for s in RUSSIAN]

    def write(g, f, father=None, form=None, woman=False):
        language, system = form or random_.choice(forms)
        f = tuple(map(feminine, f)) if woman else f
        middle = [slavic(father, language, system)] if father else []
        return " ".join([slavic(g, language, system)] + middle + [slavic(f, language, system)])

    for f in family:
        for g in random_.sample(given, 12):
            woman = given.index(g) >= 33
            one, two = random_.sample(forms, 2)
            other = write(g, f, form=two, woman=woman)
            yield "same", write(g, f, form=one, woman=woman), slip(random_, other) if random_.random() < 0.12 else other
            if not woman:
                a, b = random_.sample(fathers, 2)
                yield "same", write(g, f), write(g, f, a)
                yield "different", write(g, f, a), write(g, f, b)
                yield "same", (" ".join(g[0:1] + f[0:1])), write(g, f, form=two)
                yield "same", f"{slavic(g, *one)[0]}. {slavic(f, *one)}", write(g, f, form=two)
        for _ in range(12):
            a, b = random_.sample(given[:33], 2)
            yield "different", write(a, f), write(b, f)
        for _ in range(12):
            g, other = random_.choice(given[:33]), random_.choice([x for x in family if x != f])
            yield "different", write(g, f), write(g, other)


def arabic_pairs(which, random_):
    family = [f for f in ARABIC_FAMILY if half(f) == which]
    for f in family:
        for g in random_.sample(ARABIC_GIVEN, 12):
            one, two = random_.sample(sorted(MANNERS), 2)
            articles = random_.choice([(True, True), (True, True), (False, False), (True, False)])

            def write(manner, with_article, given=g, name=f):
                return arabic(given, manner) + " " + (MANNERS[manner]["article"] if with_article else "") + arabic(name, manner)

            other = write(two, articles[1])
            yield "same", write(one, articles[0]), slip(random_, other) if random_.random() < 0.12 else other
            namesake = random_.choice([x for x in ARABIC_GIVEN if x != g])
            yield "different", write(one, True), write(two, True, given=namesake)
            stranger = random_.choice([x for x in family if x != f])
            yield "different", write(one, True), write(two, True, name=stranger)
        a, b = random_.sample(["bakr", "3umar", "Hasan", "muHammad", "mUsa", "yAsir"], 2)
        yield "different", f"Abu {arabic(a, 'press')} al-{arabic(f, 'press')}", f"Abu {arabic(b, 'press')} al-{arabic(f, 'press')}"
        yield "same", f"Abu {arabic(a, 'press')} al-{arabic(f, 'press')}", f"Abou {arabic(a, 'french')} al-{arabic(f, 'french')}"


def pairs(which):
    random_ = random.Random(f"names {which}")
    yield from slavic_pairs(which, random_)
    yield from arabic_pairs(which, random_)


if __name__ == "__main__":
    for verdict, one, two in pairs(sys.argv[1] if len(sys.argv) > 1 else "open"):
        print(verdict, one, two, sep="\t")
