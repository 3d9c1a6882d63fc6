#!/usr/bin/env python3
"""Makes C strings of the report's page and of Datasette's metadata.

usage: embed_page.py OUT.c METADATA.yaml LAND.txt PAGE.html PAGE.css SCRIPT.js…

The style and the scripts (one after the other) are put into the page, and their hashes into its content security policy: nothing else may
run or style in it. The page is cut at @TITLE@ and @DATA@, the metadata at @DATABASE@, where the program puts in what it has.
"""
import base64
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path


def hash_of(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def c_array(name, pieces):
    lines = [f"const char *const {name}[] = {{"]
    for piece in pieces:
        for line in piece.splitlines(keepends=True) or [""]:
            escaped = line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
            lines.append(f'    "{escaped}"')
        lines.append("    ,")
    return "\n".join([*lines, "};", ""])


def island(name, value):
    """Data as the program itself writes them into the page (report_island.c)."""
    packed = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 9)
    return f'<script type="text/plain" id="data-{name}">{base64.b64encode(packed).decode()}</script>\n'


def main(out, metadata, land, page, style, *scripts):
    coasts = [[int(number) for number in re.split("[ ,]", line)] for line in Path(land).read_text(encoding="ascii").splitlines()]
    style = Path(style).read_text(encoding="utf-8")
    script = '"use strict";\n' + "".join(Path(path).read_text(encoding="utf-8") for path in scripts)
    if re.search(r"</(script|style)|<!--", script + style, re.I):
        sys.exit("style and scripts must not hold what ends them in HTML")
    html = Path(page).read_text(encoding="utf-8")
    parts = {"@STYLE_HASH@": hash_of(style), "@SCRIPT_HASH@": hash_of(script), "@STYLE@": style, "@SCRIPT@": script, "@LAND@": island("land", coasts)}
    for mark, text in parts.items():
        if html.count(mark) != 1:
            sys.exit(f"{page}: {mark} must stand in it once")
        html = html.replace(mark, text)
    pieces, questions = re.split("@TITLE@|@DATA@", html), Path(metadata).read_text(encoding="utf-8").split("@DATABASE@")
    if len(pieces) != 3 or len(questions) != 2:
        sys.exit("the page wants @TITLE@ and @DATA@ once each, the metadata @DATABASE@")
    head = '/* Made from src/report/page/. */\n#include "report/report.h"\n\n'
    Path(out).write_text(head + c_array("report_page", pieces) + "\n" + c_array("report_metadata", questions), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 7:
        sys.exit(__doc__)
    main(*sys.argv[1:])
