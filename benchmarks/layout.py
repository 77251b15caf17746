"""Layout against Debian's dot on the same maps: python benchmarks/layout.py [--smoke | --crossings].

Rows of ``map | what | ours | dot | ratio``; ratio = ours / dot, below one is better for us. Times in milliseconds, best
of several runs: *tidy* is the whole map anew with its curves (dot: one run of the program, curves included); *routes*
all curves, *moved* the curves after one box was moved, and *newcomer* room for one more box, each against a whole run
of dot, which has nothing smaller to offer. *crossings* and *lines through boxes* are counted in both drawings with the
same counters, boxes of the same size.
"""

import argparse
import json
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from drawing_metrics import Curve, Rectangle, hits
from maps import random_map

from app.layout.crossings import crossings
from app.layout.geometry import Box, Ends, boxes_at
from app.layout.newcomer import room_for
from app.layout.routes import reroute, route_links
from app.layout.tidy import tidy

SHARED = Path(__file__).resolve().parents[2] / "shared" / "maps" / "neutral"
GENERATED = ((60, 90), (150, 210), (300, 500), (500, 700))
POINTS = 72.0
"""Units of length in an inch of dot's."""


@dataclass(frozen=True)
class Drawn:
    """A map to measure: its boxes' sizes, its links, its symptoms."""

    name: str
    sizes: dict[str, tuple[float, float]]
    links: list[Ends]
    symptoms: list[str]

    @property
    def ends(self) -> dict[str, tuple[str, str]]:
        """Cause and effect of each link, by its id."""
        return {link.id: (link.cause, link.effect) for link in self.links}


def size_of(label: str) -> tuple[float, float]:
    """Give a box's size from its label, without asking a font."""
    lines = len(textwrap.wrap(label, 22)) or 1
    return (184.0, 24.0 + 20.0 * min(lines, 4))


def drawn(name: str, labels: dict[str, str], pairs: Sequence[tuple[str, str]], symptoms: list[str]) -> Drawn:
    kept = dict.fromkeys((a, b) for a, b in pairs if a != b and a in labels and b in labels)
    links = [Ends(f"link {n}", cause, effect) for n, (cause, effect) in enumerate(kept)]
    return Drawn(name, {key: size_of(label) for key, label in labels.items()}, links, symptoms)


def shared_maps() -> list[Drawn]:
    found = []
    for path in sorted(SHARED.glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        labels = {str(node["id"]): str(node["label"]) for node in told["nodes"]}
        pairs = [(str(link["cause"]), str(link["effect"])) for link in told["links"]]
        symptoms = [str(node["id"]) for node in told["nodes"] if node.get("kind") == "symptom"]
        found.append(drawn(path.stem, labels, pairs, symptoms))
    return found


def generated_map(factors: int, links: int) -> Drawn:
    cause_map = random_map(factors, links, seed=factors)
    labels = {key: factor.label for key, factor in cause_map.factors.items()}
    pairs = [(link.cause, link.effect) for link in cause_map.links.values()]
    return drawn(f"grown {factors}/{links}", labels, pairs, [factor.id for factor in cause_map.symptoms()])


def dot_source(given: Drawn) -> str:
    names = {key: f"n{n}" for n, key in enumerate(given.sizes)}
    lines = ['digraph { rankdir=LR; nodesep=0.31; ranksep=1.33; node [shape=box fixedsize=true label=""];']
    for key, (width, height) in given.sizes.items():
        lines.append(f"{names[key]} [width={width / POINTS:.4f} height={height / POINTS:.4f}];")
    lines += [f"{names[link.cause]} -> {names[link.effect]} [id={n}];" for n, link in enumerate(given.links)]
    return "\n".join([*lines, "}"])


def dot_drawing(given: Drawn, told: str) -> tuple[dict[str, Box], dict[str, Curve]]:
    """Read dot's own answer (its json form): boxes and curves, y downwards."""
    answer = json.loads(told)
    keys = list(given.sizes)
    boxes: dict[str, Box] = {}
    for node in answer.get("objects", []):
        x, y = map(float, node["pos"].split(","))
        key = keys[int(node["name"][1:])]
        boxes[key] = Box(x, -y, *given.sizes[key])
    curves: dict[str, Curve] = {}
    for edge in answer.get("edges", []):
        words = [word for word in edge["pos"].split() if word[0] not in "es"]
        points = [tuple(map(float, word.split(","))) for word in words]
        curves[given.links[int(edge["id"])].id] = [(x, -y) for x, y in points]
    return boxes, curves


def fastest(act: Callable[[], object], runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def count(given: Drawn, boxes: dict[str, Box], curves: dict[str, Curve]) -> tuple[int, int]:
    edges = {key: Rectangle(box.left, box.top, box.right, box.bottom) for key, box in boxes.items()}
    return crossings(curves), len(hits(edges, given.ends, curves))


def measure(given: Drawn, dot: str, runs: int) -> tuple[int, int]:
    """Print one map's rows; give our crossings and dot's."""
    source = dot_source(given)

    def run_dot() -> str:
        return subprocess.run([dot, "-Tjson"], input=source, capture_output=True, text=True, check=True).stdout

    their_time = fastest(run_dot, runs)
    theirs, their_hits = count(given, *dot_drawing(given, run_dot()))
    boxes: dict[str, Box] = {}

    def arrange() -> None:
        boxes.update(boxes_at(tidy(given.sizes, given.links, given.symptoms), given.sizes))
        route_links(boxes, given.links)

    row(given.name, "tidy", fastest(arrange, runs), their_time)
    routes = route_links(boxes, given.links)
    row("", "routes", fastest(lambda: route_links(boxes, given.links), runs), their_time)
    key = max(boxes, key=lambda key: sum(key in (link.cause, link.effect) for link in given.links))
    moved = {**boxes, key: replace(boxes[key], x=boxes[key].x + 24, y=boxes[key].y + 16)}
    row("", "moved", fastest(lambda: reroute(moved, given.links, routes, {key}), runs), their_time)
    row("", "newcomer", fastest(lambda: room_for((184.0, 64.0), boxes, effects=[key]), runs), their_time)
    ours, our_hits = count(given, boxes, routes)
    row("", "crossings", ours, theirs)
    row("", "lines through boxes", our_hits, their_hits)
    return ours, theirs


def compare(given: Drawn, dot: str) -> None:
    """Print one map's crossings alone."""
    told = subprocess.run([dot, "-Tjson"], input=dot_source(given), capture_output=True, text=True, check=True).stdout
    boxes = boxes_at(tidy(given.sizes, given.links, given.symptoms), given.sizes)
    ours, _ = count(given, boxes, route_links(boxes, given.links))
    row(given.name, "crossings", ours, crossings(dot_drawing(given, told)[1]))


def row(name: str, what: str, ours: float, dot: float) -> None:
    ratio = f"{ours / dot:8.2f}" if dot else "       –"
    print(f"{name:34} | {what:19} | {ours:9.1f} | {dot:9.1f} | {ratio}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true", help="a short run: one small map, once")
    parser.add_argument("--crossings", action="store_true", help="crossings on the shared maps alone, in less time")
    asked = parser.parse_args()
    smoke = asked.smoke
    dot = shutil.which("dot")
    if not dot:
        print("Debian's dot is not here (package graphviz): nothing to measure against.")
        return 0
    maps = [generated_map(30, 42)] if smoke else [*shared_maps(), *(generated_map(*size) for size in GENERATED)]
    print(f"{'map':34} | {'what':19} | {'ours':>9} | {'dot':>9} | {'ratio':>8}")
    if asked.crossings:
        for given in shared_maps():
            compare(given, dot)
        return 0
    totals = [measure(given, dot, 1 if smoke else 3) for given in maps]
    row("all maps together", "crossings", sum(ours for ours, _ in totals), sum(theirs for _, theirs in totals))
    return 0


if __name__ == "__main__":
    sys.exit(main())
