#!/usr/bin/env python3
"""Kills `muster add` at any moment, again and again, and looks at what it leaves.

    kill_loop.py [KILLS [SEED]]      MUSTER: the program, if not build/src/cli/muster

Each time the database must be whole (PRAGMA integrity_check, foreign_key_check, and its full text against its texts), every document that the log told as stored
must be in it, with all its facts, once; and the next run goes on. A run that gets to its end is compared with one that was left alone, and a new database begun.
"""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUSTER = os.environ.get("MUSTER", str(ROOT / "build/src/cli/muster"))
ARTICLES = 400  # several batches
COUNTS = ("SELECT d.path, d.hash, (SELECT count(*) FROM mention WHERE document = d.id), (SELECT count(*) FROM figure WHERE document = d.id), "
          "(SELECT count(*) FROM quote WHERE document = d.id), (SELECT count(*) FROM sentence WHERE document = d.id), "
          "(SELECT count(*) FROM claim WHERE document = d.id) FROM document d ORDER BY d.path")


def start(db, folder, log, jobs):
    return subprocess.Popen([MUSTER, "add", "--no-user-data", "--quiet", "-j", str(jobs), "--log", str(log), str(db), str(folder)])


def look(db):
    """What is stored, by path; complains about what must not be."""
    if not db.exists() or not db.stat().st_size:
        return {}, []
    wrong = []
    connection = sqlite3.connect(db)
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        wrong.append("integrity_check")
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'claim'").fetchone():
        return {}, wrong
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        wrong.append("a fact without its document")
    for table in ("document_fts", "quote_fts"):
        try:
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            wrong.append(f"{table} differs from its texts")
    rows = connection.execute(COUNTS).fetchall()
    connection.close()
    stored = {row[0]: row[1:] for row in rows}
    if len(stored) != len(rows):
        wrong.append("a document twice")
    return stored, wrong


def told(log):
    """Paths that the log says were stored; its last line may be cut off."""
    paths = []
    for line in log.read_text().split("\n")[:-1] if log.exists() else []:
        event = json.loads(line)
        if event["event"] == "added":
            paths.append(event["path"])
    return paths


def main():
    kills, rng = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    work = Path(tempfile.mkdtemp(prefix="muster-kill."))
    folder, db, log = work / "articles", work / "facts.db", work / "log"
    subprocess.run([ROOT / "bench/corpus", folder, str(ARTICLES)], check=True)
    whole_db = work / "whole.db"
    start(whole_db, folder, work / "whole.log", 1).wait()
    began = time.monotonic()
    start(work / "again.db", folder, work / "again.log", 1).wait()
    longest = (time.monotonic() - began) * 1.1
    whole, wrong = look(whole_db)
    killed = finished = failed = 0
    while killed < kills:
        process = start(db, folder, log, rng.randint(1, 2))
        time.sleep(rng.uniform(0, longest))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        stored, wrong = look(db)
        paths = told(log)
        if not set(paths) <= set(stored):
            wrong.append(f"lost: {sorted(set(paths) - set(stored))[:3]}")
        if len(set(paths)) != len(paths):
            wrong.append("stored twice")
        wrong += [f"half stored: {path}" for path, row in stored.items() if row != whole[path]][:3]
        if process.returncode == 0:
            finished += 1
            if stored != whole:
                wrong.append("a finished run lacks something")
        if wrong:
            failed += 1
            print(f"kill {killed}: {'; '.join(wrong)}", file=sys.stderr)
        if wrong or process.returncode == 0:
            for path in work.glob("facts.db*"):
                path.unlink()
            log.unlink(missing_ok=True)
    shutil.rmtree(work)
    print(f"{killed} kills, {finished} runs that got to their end with {len(whole)} documents each")
    print(f"{killed - failed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
