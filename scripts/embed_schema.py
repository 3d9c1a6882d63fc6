#!/usr/bin/env python3
"""Makes C of the steps of the schema, with the record's words put in for @KIND@ and the like, and of what they come to: the schema of a new
database, which SQLite itself makes of them here.

usage: embed_schema.py OUT.c RECORD.def STEP1.sql STEP2.sql ...    in the order of their versions
"""
import os
import re
import sqlite3
import sys


def read_words(path):
    """(group, word) of each word of the record."""
    with open(path, encoding="utf-8") as file:
        return re.findall(r"\b([A-Z]+)\((\w+)\)", re.sub(r"^#.*$", "", file.read(), flags=re.M))


def read_step(path, words):
    with open(path, encoding="utf-8") as file:
        schema = file.read()
    for group in {group for group, _ in words}:
        listed = ", ".join(f"'{word}'" for name, word in words if name == group)
        schema = schema.replace(f"@{group}@", listed)
    left = re.search(r"@[A-Z]+@", schema)
    if left:
        sys.exit(f"{path}: {left.group()} is no group of the record")
    return "".join(line + "\n" for line in schema.splitlines() if line and not line.startswith("--"))


def newest(steps):
    """Tables first, those of full text without the ones that they make for themselves; then what rests on tables."""
    database = sqlite3.connect(":memory:")
    for step in steps:
        database.executescript(step)
    rows = database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    virtual = tuple(f"{name}_" for _, name, sql in rows if sql.startswith("CREATE VIRTUAL"))
    made = [(kind, sql) for kind, name, sql in rows if kind != "table" or not name.startswith(virtual)]
    return "".join(f"{sql};\n" for wanted in ("table", "index", "view", "trigger") for kind, sql in made if kind == wanted)


def literal(sql):
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in sql.splitlines())
    return "\n".join(f'    "{line}\\n"' for line in lines)


def main(out_path, record_path, *step_paths):
    words = read_words(record_path)
    steps = [read_step(path, words) for path in step_paths]
    with open(out_path, "w", encoding="utf-8") as out:
        out.write('/* Made from the steps of the schema. */\n#include "store/store_db.h"\n\nconst store_step store_steps[] = {\n')
        for version, (path, sql) in enumerate(zip(step_paths, steps), 1):
            out.write(f"    /* {os.path.basename(path)} */ {{{version},\n{literal(sql)}}},\n")
        out.write(f"}};\nconst int store_step_count = {len(steps)};\n\n")
        out.write(f"const store_step store_newest = {{{len(steps)},\n{literal(newest(steps))}}};\n")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
