#!/usr/bin/env python3
"""The stories of tests/stories: their texts and truth, and how near an audit comes to it.

usage: stories.py FOLDER     writes them down as a set: texts/, gold.jsonl, pairs.jsonl, copies.jsonl, set.json
       stories.py DB         says what `muster audit DB --json` gets wrong

Counted are: claims found (F1 of spans that overlap, one to one), groups (B-cubed F1 over the true claims; one not found is alone and wrong),
labels (F1 over the true pairs; a predicted pair of two found claims that is no true one is false, but not within one document), copies
(F1 over pairs of documents).
"""
import json
import re
import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from itertools import combinations
from pathlib import Path

from program import MUSTER, ROOT

STORIES = ROOT / "tests/stories"
LABELS = ("agrees", "refines", "updates", "conflicts", "denies")


class Story:
    """texts: doc -> text. claims: id -> (doc, start, end). group, letter: id -> name. pairs: (id, id) -> label, the earlier first. copies."""

    def __init__(self, folder):
        self.name, self.texts, self.dates, self.claims = folder.name, {}, {}, {}
        self.group, self.letter, self.pairs, self.copies = {}, {}, {}, set()
        for path in sorted(folder.glob("*.txt")):
            if path.name != "truth.txt":
                self.read_text(path.stem, path.read_text())
        self.read_truth((folder / "truth.txt").read_text())

    def read_text(self, doc, marked):
        text = ""
        for part in re.split(r"(\{[^{}#]*#\w+\})", marked):
            mark = re.fullmatch(r"\{([^{}#]*)#(\w+)\}", part)
            if mark:
                assert mark[2] not in self.claims, f"{doc}: {mark[2]} twice"
                self.claims[mark[2]] = doc, len(text), len(text) + len(mark[1])
                self.group[mark[2]] = mark[2]
                text += mark[1]
            else:
                text += part
        self.texts[doc] = text
        line = text.split("\n")[1]
        self.dates[doc] = datetime.strptime(line.rsplit(", ", 1)[1], "%d %B %Y").date().isoformat()

    def read_truth(self, truth):
        blocks = []
        for line in truth.split("\n"):
            words = line.split()
            if not words:
                continue
            if words[0] == "copies":
                self.copies.add(frozenset(words[1:]))
            elif words[0] == "group":
                blocks.append((f"{self.name}/{words[1]}", {}, {}))
            elif ":" in words:
                blocks[-1][1][words[0]] = words[words.index(":") + 1:]
            else:
                blocks[-1][2][tuple(words[:2])] = words[2]
        for name, letters, labels in blocks:
            self.add_group(name, letters, labels)

    def add_group(self, name, letters, labels):
        of = {claim: letter for letter, claims in letters.items() for claim in claims}
        for claim in of:
            assert self.group[claim] == claim, f"{claim} in two groups"
            self.group[claim] = name
        order = sorted(of, key=lambda c: (self.dates[self.claims[c][0]], self.claims[c][0], self.claims[c][1]))
        for a, b in combinations(order, 2):
            label = labels.get((a, b)) or labels.get((b, a))
            if not label and self.claims[a][0] != self.claims[b][0]:
                same = of[a] == of[b]
                label = "agrees" if same else labels.get((of[a], of[b])) or labels.get((of[b], of[a]))
                assert label, f"{name}: how do {of[a]} and {of[b]} stand to each other?"
            if label:
                assert label in LABELS, label
                self.pairs[a, b] = label


def stories():
    everything = [Story(folder) for folder in sorted(STORIES.iterdir()) if folder.is_dir()]
    names = [doc for story in everything for doc in story.texts]
    assert len(names) == len(set(names)), f"two articles of one name: {sorted(name for name in set(names) if names.count(name) > 1)}"
    return everything


def audit(database, *more):
    done = subprocess.run([MUSTER, "audit", database, "--json", *more], capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def f1(right, predicted, true):
    return 1.0 if not predicted and not true else 2 * right / (predicted + true)


class Result:
    """An audit beside the truth."""

    def __init__(self, all_stories, printed):
        self.claims = {(s.name, c): (doc, a, b) for s in all_stories for c, (doc, a, b) in s.claims.items()}
        self.group = {(s.name, c): s.group[c] if "/" in s.group[c] else f"{s.name}/alone/{c}" for s in all_stories for c in s.claims}
        self.pairs = {frozenset(((s.name, a), (s.name, b))): label for s in all_stories for (a, b), label in s.pairs.items()}
        self.copies = {pair for s in all_stories for pair in s.copies}
        self.texts = {doc: text for s in all_stories for doc, text in s.texts.items()}
        rows = [json.loads(line) for line in printed.splitlines()]
        self.found = {row["claim"]: row for row in rows if "claim" in row}
        self.found_pairs = [(*row["pair"], row["label"], row["why"]) for row in rows if "pair" in row]
        self.found_copies = {frozenset(row["copies"]) for row in rows if "copies" in row}
        self.match()

    def match(self):
        by_doc = defaultdict(list)
        for number, row in self.found.items():
            by_doc[row["doc"]].append((row["start"], row["end"], number))
        self.to_found, taken = {}, set()
        for claim, (doc, start, end) in self.claims.items():
            near = [(abs(a - start) + abs(b - end), n) for a, b, n in by_doc[doc] if a < end and start < b and n not in taken]
            if near:
                self.to_found[claim] = min(near)[1]
                taken.add(min(near)[1])
        self.to_true = {n: claim for claim, n in self.to_found.items()}

    def scores(self):
        loose = sum(n not in self.to_true and not (row["qualifier"] == "implied" and (row["low"] or 0) >= 2) for n, row in self.found.items())
        claims = f1(len(self.to_found), len(self.to_found) + loose, len(self.claims))
        return {"claims": claims, "groups": self.b_cubed(), "labels": self.labels(),
                "copies": f1(len(self.copies & self.found_copies), len(self.found_copies), len(self.copies))}

    def b_cubed(self):
        true, found = defaultdict(set), defaultdict(set)
        for claim in self.claims:
            true[self.group[claim]].add(claim)
            if claim in self.to_found:
                found[self.found[self.to_found[claim]]["group"]].add(claim)
        precision = recall = 0
        for claims in found.values():
            for claim in claims:
                both = len(claims & true[self.group[claim]])
                precision += both / len(claims)
                recall += both / len(true[self.group[claim]])
        total = len(self.claims)
        return 2 * precision * recall / total / (precision + recall) if precision else 0

    def true_pair(self, a, b):
        if a not in self.to_true or b not in self.to_true:
            return None
        pair = frozenset((self.to_true[a], self.to_true[b]))
        within = self.found[a]["doc"] == self.found[b]["doc"]
        return pair if pair in self.pairs or not within else None

    def labels(self):
        predicted = {self.true_pair(a, b): label for a, b, label, _ in self.found_pairs if self.true_pair(a, b)}
        right = sum(self.pairs.get(pair) == label for pair, label in predicted.items())
        return f1(right, len(predicted), len(self.pairs))

    # What is wrong, for people

    def told(self, claim):
        doc, start, end = self.claims[claim]
        text = self.texts[doc]
        return f"{claim[1]} {doc}: …{text[max(0, start - 50):start]}[{text[start:end]}]{text[end:end + 40]}…".replace("\n", "/")

    def errors(self):
        for claim in self.claims:
            if claim not in self.to_found:
                yield "missed  " + self.told(claim)
        for n, row in self.found.items():
            if n not in self.to_true:
                text = self.texts[row["doc"]]
                yield f"false   {row['doc']}: …{text[max(0, row['start'] - 40):row['start']]}[{text[row['start']:row['end']]}]".replace("\n", "/")
        yield from self.group_errors()
        for a, b, label, why in self.found_pairs:
            pair = self.true_pair(a, b)
            if pair and self.pairs.get(pair) != label and pair in self.pairs:
                yield f"label   {label} ({why}), not {self.pairs[pair]}:\n          " + "\n          ".join(
                    self.told(self.to_true[n]) for n in (a, b))

    def why(self, a, b):
        numbers = f"{self.to_found[a]}:{self.to_found[b]}"
        return subprocess.run([MUSTER, "audit", self.database, "--why", numbers], capture_output=True, text=True).stdout.strip()

    def group_errors(self):
        number = {c: self.found[n]["group"] for c, n in self.to_found.items()}
        true, found = defaultdict(list), defaultdict(list)
        for claim, group in number.items():
            true[self.group[claim]].append(claim)
            found[group].append(claim)
        for name, claims in true.items():
            if len({number[c] for c in claims}) > 1:
                yield f"split   {name}: " + " | ".join(" ".join(c[1] for c in claims if number[c] == g) for g in sorted({number[c] for c in claims}))
                first = [next(c for c in claims if number[c] == g) for g in sorted({number[c] for c in claims})]
                for a, b in combinations(first, 2):
                    yield f"          {a[1]} {b[1]}: {self.why(a, b)}"
        for group, claims in found.items():
            if len({self.group[c] for c in claims}) > 1:
                yield f"merged  {group}: " + " | ".join(f"{name}: " + " ".join(c[1] for c in claims if self.group[c] == name)
                                                       for name in sorted({self.group[c] for c in claims}))


def write_texts(all_stories, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for story in all_stories:
        for doc, text in story.texts.items():
            (folder / f"{doc}.txt").write_text(text)


def write_set(folder):
    everything, numbers = stories(), {}
    write_texts(everything, folder / "texts")
    docs = defaultdict(list)
    for story in everything:
        for claim, (doc, start, end) in story.claims.items():
            numbers[story.name, claim] = len(numbers) + 1
            group = story.group[claim] if "/" in story.group[claim] else f"{story.name}/{claim}"
            docs[doc, story.dates[doc]].append({"id": len(numbers), "start": start, "end": end, "group": group, "measure": None, "low": None,
                                               "high": None, "qualifier": None})
    lines = [{"doc": doc, "date": date, "claims": claims} for (doc, date), claims in docs.items()]
    pairs = [{"pair": [numbers[s.name, a], numbers[s.name, b]], "label": label} for s in everything for (a, b), label in s.pairs.items()]
    copies = [{"copies": sorted(pair)} for s in everything for pair in s.copies]
    for name, rows in (("gold", lines), ("pairs", pairs), ("copies", copies)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "set.json").write_text(json.dumps({"name": folder.name, "task": "audit", "split": "own", "source": "own", "licence": "", "bars": {}}))


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    if Path(sys.argv[1]).is_file():
        result = Result(stories(), audit(sys.argv[1]))
        result.database = sys.argv[1]
        print("\n".join(result.errors()))
        print({name: round(value, 3) for name, value in result.scores().items()})
    else:
        write_set(Path(sys.argv[1]))
