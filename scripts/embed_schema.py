#!/usr/bin/env python3
"""Makes a C string of one step of the schema, with the record's words put in for @KIND@ and the like.

usage: embed_schema.py SCHEMA.sql RECORD.def OUT.c    the string is called as the .sql file
"""
import os
import re
import sys


def main(schema_path, record_path, out_path):
    with open(schema_path, encoding="utf-8") as file:
        schema = file.read()
    with open(record_path, encoding="utf-8") as file:
        words = re.findall(r"\b([A-Z]+)\((\w+)\)", re.sub(r"^#.*$", "", file.read(), flags=re.M))
    for group in {group for group, _ in words}:
        listed = ", ".join(f"'{word}'" for name, word in words if name == group)
        schema = schema.replace(f"@{group}@", listed)
    left = re.search(r"@[A-Z]+@", schema)
    if left:
        sys.exit(f"{schema_path}: {left.group()} is no group of {record_path}")
    with open(out_path, "w", encoding="utf-8") as out:
        name = os.path.splitext(os.path.basename(schema_path))[0]
        out.write(f'/* Made from {name}.sql. */\n#include "store/store_db.h"\n\nconst char {name}[] =\n')
        for line in schema.splitlines():
            if line and not line.startswith("--"):
                escaped = line.replace("\\", "\\\\").replace('"', '\\"')
                out.write(f'    "{escaped}\\n"\n')
        out.write("    ;\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
