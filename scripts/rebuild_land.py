#!/usr/bin/env python3
"""Makes src/report/page/land.txt, the ground of the report's map, from Natural Earth by way of the npm package world-atlas.

usage: rebuild_land.py      (needs npm)

A line a ring of coast: longitude and latitude of its first point, then the steps to the next ones, all in twentieths of a degree. Only coasts:
borders are what the articles are about. Lines are thinned (Douglas and Peucker) and the smallest islands left out.
"""
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "world-atlas@2.0.2"
OUT = Path(__file__).resolve().parents[1] / "src/report/page/land.txt"
UNIT, TOLERANCE, LEAST_AREA = 20, 0.05, 0.06  # units a degree; degrees; square degrees


def fetch(folder):
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
        return json.load(archive.extractfile("package/land-50m.json"))


def arcs_of(topology):
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        yield points


def rings_of(topology):
    arcs = list(arcs_of(topology))
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            for ring in polygon:
                points = []
                for index in ring:
                    points += (arcs[index] if index >= 0 else arcs[~index][::-1])[1 if points else 0:]
                yield points


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2


def distance(point, a, b):
    (x, y), (ax, ay), (bx, by) = point, a, b
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0
    return ((x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2) ** 0.5


def thin(points):
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: distance(points[i], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > TOLERANCE or first == 0 and last == len(points) - 1:
            keep.add(far)
            todo += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def line_of(points):
    units = [(round(x * UNIT), round(y * UNIT)) for x, y in points]
    steps, at = [], (0, 0)
    for point in units:
        if not steps or point != at:
            steps.append(f"{point[0] - at[0]} {point[1] - at[1]}")
        at = point
    return ",".join(steps)


def main():
    with tempfile.TemporaryDirectory() as folder:
        rings = [ring for ring in rings_of(fetch(folder)) if area(ring) >= LEAST_AREA]
    lines = [line_of(thin(ring)) for ring in sorted(rings, key=area, reverse=True)]
    OUT.write_text("\n".join(line for line in lines if line.count(",") >= 3) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
