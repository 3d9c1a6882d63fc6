#!/usr/bin/env python3
"""Breaks long lines of rule files where a reader would: before an alternative or an element, as far outside of brackets as can be.

    scripts/wrap_rules.py [FILE…]      without files: all of rules/

Lines that are short enough stay as their author broke them. What a rule means does not change: a clause goes on over lines that are
indented deeper (rules/README.md).
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 150
LEAST = 60  # characters that a piece has at least, where it can
PIECE = re.compile(r'''"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|/(?=\S)(?:[^/\\\n]|\\.)*/i?|\#(?=\s).*|.''')
OPENS, CLOSES = "([{", ")]}"


def breaks(text, mapping):
    """-> [(column, depth)]: where a new line may begin. A fact of an example keeps its kind and its text together."""
    found, depth, at = [], 0, 0
    example = re.match(r"  (yes|no) ", text)
    for piece in PIECE.findall(text):
        if piece.startswith("#") and len(piece) > 1:
            break
        if piece in OPENS:
            depth += 1
        elif piece in CLOSES:
            depth -= 1
        elif piece == " " and text[at + 1 : at + 2] not in (" ", "") and not (example and text[at + 1] == '"') and (not mapping or text[at - 1] == ","):
            found.append((at + 1, depth))
        at += len(piece)
    return found


def closed(text, column):
    """Whether no brace is open there: repetitions and features stay in one piece."""
    open_braces = 0
    for piece in PIECE.findall(text[:column]):
        open_braces += (piece == "{") - (piece == "}")
    return open_braces == 0


def best(text, places, limit):
    """Before an alternative, outermost, as far right as can be."""
    fitting = [place for place in places if place[0] <= limit and closed(text, place[0])]
    fitting = [place for place in fitting if place[0] >= LEAST] or fitting
    if not fitting:
        later = [place for place in places if closed(text, place[0])]
        return later[0] if later else None
    return min(fitting, key=lambda place: (place[1], not text.startswith("|", place[0]), -place[0]))


def indent_of(line):
    """Where what goes on from a line begins: under a clause's first word, or a little further in than a line that goes on itself."""
    if line[0] != " ":
        return 6
    if line[2] != " ":
        return max(len(re.match(r"  \w+ *", line)[0]), 9)
    return len(line) - len(line.lstrip()) + 2


def wrap_comment(line):
    indent, words, made = re.match(r" *# *", line)[0], line.split("#", 1)[1].split(), []
    for word in words:
        if made and len(made[-1]) + 1 + len(word) <= WIDTH:
            made[-1] += " " + word
        else:
            made.append(indent + word)
    return made


def wrap(line, mapping):
    if len(line) <= WIDTH:
        return [line]
    if line.lstrip().startswith("#"):
        return wrap_comment(line)
    base, made, outer = indent_of(line), [], 0
    while len(line) > WIDTH:
        start = len(line) - len(line.lstrip())
        place = best(line, [one for one in breaks(line, mapping) if one[0] > start + 9], WIDTH)
        if not place:
            break
        column, depth = place
        made.append(line[:column].rstrip())
        outer += depth
        line = " " * (base + 2 * max(outer, 0)) + line[column:]
    return made + [line]


def goes_on(first, line):
    """Whether a line is one more of the clause, or of the `let` or `map`, that another begins."""
    indent = len(line) - len(line.lstrip())
    return line.strip() and not line.lstrip().startswith("#") and (indent > 2 if first.startswith("  ") else indent > 0 and first[:3] in ("let", "map"))


def clauses(lines):
    """-> lists of lines that belong together"""
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and goes_on(lines[at], lines[end]) and not lines[at].lstrip().startswith("#"):
            end += 1
        yield lines[at:end]
        at = end


def wrap_clause(lines):
    """As its author broke it, if its lines are short enough; else all of it anew, unless a comment stands in it."""
    mapping = lines[0].startswith("map")
    if all(wrap(line, mapping) == [line] for line in lines):
        return lines
    if any(" # " in line for line in lines):
        return [piece for line in lines for piece in wrap(line, mapping)]
    return wrap(" ".join([lines[0].rstrip(), *(line.strip() for line in lines[1:])]), mapping)


def wrapped(text):
    """The text of a rule file with its long lines broken; one that has been broken stays as it is."""
    return "\n".join(line for clause in clauses(text.split("\n")) for line in wrap_clause(clause))


def files():
    return sorted((ROOT / "rules").rglob("*.rules"))


def main():
    for path in [Path(name) for name in sys.argv[1:]] or files():
        before = path.read_text()
        after = wrapped(before)
        if after != before:
            path.write_text(after)


if __name__ == "__main__":
    main()
