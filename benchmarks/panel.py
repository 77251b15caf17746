"""The pages of "Look closer" after an edit, against the reading alone: python benchmarks/panel.py [--smoke].

Rows of ``name | ours | floor | ratio``, times in milliseconds; the floor is the reading of the same map, which every
edit costs anyway. Each page is worked out as the program does it, from the map after one link was edited; what the
program asks its worker process for is done here at once, so that no time between processes is counted.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from maps import random_map

from app.analysis.acting import where_to_act
from app.analysis.cuts import cuts
from app.analysis.differences import differences, rank_moves
from app.analysis.doubts import links_to_test
from app.analysis.loop_groups import find_in_loops
from app.analysis.opinions import second_opinions
from app.analysis.paths import find_paths
from app.analysis.reading import read
from app.analysis.scenario import Suppositions, outcome, shifts, suppose
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.changes import update
from app.model.ids import id_for
from app.model.records import ABOUT_ID, About, Factor, Link

SETTINGS = Settings()
MOST_TESTED = 1500
"""Of maps of more links, which to test first is worked out only when asked for."""


def tangled_map(factors: int, links: int, group: int, seed: int) -> CauseMap:
    """A map in which so many of the factors stand in one loop group, and the rest lead into it or out of it."""
    dice = random.Random(seed)
    inside = range(group)
    pairs = {(at, (at + 1) % group): None for at in inside}
    for at in range(group, factors):
        pairs[(at, dice.randrange(group)) if at % 2 else (dice.randrange(group), at)] = None
    while len(pairs) < links:
        cause, effect = dice.randrange(group), dice.randrange(group)
        if cause != effect:
            pairs[cause, effect] = None
    symptoms = [at for at in range(group, factors) if not at % 2][:8]
    named = [id_for("tangled map", str(seed), str(at)) for at in range(factors)]
    return CauseMap.of(
        [
            About(id=ABOUT_ID),
            *(
                Factor(id=id_, label=f"Factor {at}", kind="symptom" if at in symptoms else "cause")
                for at, id_ in enumerate(named)
            ),
            *(
                Link(
                    id=f"{cause}-{effect}", cause=named[cause], effect=named[effect], confidence=dice.uniform(0.4, 0.95)
                )
                for cause, effect in pairs
            ),
        ]
    )


def timed(run: Callable[[], object], times: int) -> float:
    """The least time of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def to_its_end(asked: Iterator[object]) -> None:
    for _ in asked:
        pass


def measure(name: str, cause_map: CauseMap, times: int) -> None:
    link = [*cause_map.links.values()][len(cause_map.links) // 2]
    after = cause_map.apply(update(link, confidence=0.62))
    before = read(cause_map, SETTINGS)
    reading = read(after, SETTINGS)
    floor = timed(lambda: read(after, SETTINGS), times)
    first = reading.upstream[0]
    what = Suppositions(fixed=frozenset(first.members))

    def supposed() -> None:
        found = outcome(after, what)
        shifts(reading, read(suppose(after, what), SETTINGS), found)

    def compared() -> None:
        differences(cause_map, after)
        rank_moves(before, read(after, SETTINGS), cause_map, after)

    pages: dict[str, Callable[[], object]] = {
        "what the first cause hangs on": lambda: cuts(after, first.members),
        "which links to test first": lambda: to_its_end(links_to_test(after, SETTINGS)),
        "what if the first cause were fixed": supposed,
        "where to act": lambda: where_to_act(after, reading, 6, 60),
        "loops, break points": lambda: find_in_loops(after, SETTINGS),
        "paths, first cause to its first symptom": lambda: find_paths(after, first.members[0], first.reach[0]),
        "second opinions": lambda: second_opinions(after),
        "two moments compared": compared,
    }
    print(f"{f'{name}: the reading alone':60} | {floor:9.1f} | {floor:9.1f} |    1.00", flush=True)
    for page, run in pages.items():
        if page.startswith("which links") and len(after.links) > MOST_TESTED:
            print(f"{f'{name}: {page}':60} | when asked |", flush=True)
            continue
        ours = timed(run, times)
        print(f"{f'{name}: {page}':60} | {ours:9.1f} | {floor:9.1f} | {ours / floor:7.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="The pages of Look closer against the reading alone.")
    parser.add_argument("--smoke", action="store_true", help="a small map and one run: only that it works")
    smoke = parser.parse_args().smoke
    print(f"{'name':60} | {'ours (ms)':>9} | {'floor':>9} | {'ratio':>7}")
    measure("60/95", random_map(60, 95, seed=1), 1 if smoke else 10)
    if not smoke:
        measure("300/500", random_map(300, 500, seed=1), 5)
        measure("361/1,087, a loop group of 210", tangled_map(361, 1087, 210, seed=1), 2)
        measure("5,000/8,000", random_map(5000, 8000, seed=1), 1)


if __name__ == "__main__":
    main()
