"""Analysis against plain networkx on the same maps: python benchmarks/analysis.py [--smoke].

Rows of ``name | ours | floor | ratio``, times in milliseconds, best of several runs; ratio = ours / floor. *warm* is
the reading after one link was edited, as while people type; *cold* with all draws made anew. The floor of a reading
answers the same questions with networkx's own functions, one search a question; that of the trials draws every link
and searches from every cause, for a few draws, counted up to all of them. Where rustworkx is installed, its searches
are a second floor.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import networkx as nx
import numpy as np
from maps import random_map

from app.analysis.draws import forget_draws
from app.analysis.groups import groups_of
from app.analysis.loops import find_loops
from app.analysis.reach import reach_of_groups
from app.analysis.reading import read
from app.analysis.settings import Settings
from app.analysis.trials import robustness
from app.model.cause_map import CauseMap
from app.model.changes import update

SETTINGS = Settings()


def best(run: Callable[[], object], times: int) -> float:
    """The least time of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken) * 1000


def row(name: str, ours: float, floor: float) -> None:
    print(f"{name:50} | {ours:9.2f} | {floor:11.1f} | {ours / floor:7.4f}", flush=True)


# -- ours


def edited_read(cause_map: CauseMap) -> Callable[[], float]:
    """How long a reading takes, in milliseconds, each time after another confidence of one link."""
    states = [cause_map]
    dice = random.Random(1)

    def edit() -> None:
        links = list(states[-1].links.values())
        link = links[dice.randrange(len(links))]
        states[:] = [states[-1].apply(update(link, confidence=round(dice.uniform(0.3, 0.99), 6)))]

    def run() -> float:
        edit()
        start = time.perf_counter()
        read(states[-1], SETTINGS)
        return (time.perf_counter() - start) * 1000

    return run


def trials_of(cause_map: CauseMap) -> Callable[[], object]:
    groups = groups_of(cause_map)
    reach = reach_of_groups(groups)
    causes = [
        members
        for at in groups.sources()
        if reach[at] and (members := [each for each in groups.groups[at] if not groups.factors[each].is_symptom])
    ]
    return lambda: robustness(groups, causes, SETTINGS, reach)


# -- plain networkx


def graph_of(cause_map: CauseMap) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(cause_map.factors)
    graph.add_edges_from((each.cause, each.effect, {"link": each}) for each in cause_map.links.values())
    return graph


def plain_causes(graph: nx.DiGraph, symptoms: set[str]) -> list[set[str]]:
    condensed = nx.condensation(graph)
    groups = [condensed.nodes[at]["members"] - symptoms for at in condensed if condensed.in_degree(at) == 0]
    return [group for group in groups if group and any(nx.descendants(graph, each) & symptoms for each in group)]


def plain_trials(graph: nx.DiGraph, causes: list[set[str]], symptoms: set[str], draws: int) -> list[list[int]]:
    dice = random.Random(0)
    found = []
    for _ in range(draws):
        left = nx.DiGraph()
        left.add_nodes_from(graph)
        left.add_edges_from((a, b) for a, b, link in graph.edges(data="link") if dice.random() < link.confidence)
        reached = [set().union(*(nx.descendants(left, each) for each in group)) & symptoms for group in causes]
        found.append([len(each) for each in reached])
    return found


def plain_active(graph: nx.DiGraph, seeds: set[str], fixed: set[str]) -> set[str]:
    active = seeds - fixed
    waiting = list(active)
    while waiting:
        for effect in graph.successors(waiting.pop()):
            if effect in active or effect in fixed:
                continue
            together: dict[str, bool] = {}
            for cause, _, link in graph.in_edges(effect, data="link"):
                name = link.together or link.id
                together[name] = together.get(name, True) and cause in active
            if any(together.values()):
                active.add(effect)
                waiting.append(effect)
    return active


def plain_reading(cause_map: CauseMap) -> None:
    """All of a reading but its trials, sentences and break points."""
    graph = graph_of(cause_map)
    symptoms = {each.id for each in cause_map.symptoms()}
    condensed = nx.condensation(graph)
    causes = plain_causes(graph, symptoms)
    seeds = set().union(*(condensed.nodes[at]["members"] for at in condensed if condensed.in_degree(at) == 0))
    before = plain_active(graph, seeds, set())
    for group in causes:
        lengths = [nx.single_source_shortest_path_length(graph, each) for each in group]
        assert any(symptom in length for length in lengths for symptom in symptoms)
        rest = graph.subgraph(group)
        left = seeds if len(group) == 1 or not nx.is_directed_acyclic_graph(rest) else seeds - group
        assert before >= plain_active(graph, left, group)
    longest: dict[int, int] = {}
    for at in reversed(list(nx.topological_sort(condensed))):
        below = [longest[after] + 1 for after in condensed.successors(at) if after in longest]
        if below or condensed.nodes[at]["members"] & symptoms:
            longest[at] = max(below, default=0)
    reverse = graph.reverse(copy=False)
    led = symptoms.union(*(nx.descendants(reverse, symptom) for symptom in symptoms))
    assert len(led) <= len(graph)


# -- rustworkx, if it is there: the same questions in Rust, one search a question


def rust_reading(cause_map: CauseMap, draws: int) -> tuple[float, float] | None:
    """Milliseconds of a reading without trials, and of all trials, written by hand with rustworkx; None without it."""
    try:
        import rustworkx as rx
    except ImportError:
        return None
    at = {id_: n for n, id_ in enumerate(cause_map.factors)}
    arcs = [(at[each.cause], at[each.effect]) for each in cause_map.links.values()]
    sure = np.array([each.confidence for each in cause_map.links.values()])
    symptoms = {at[each.id] for each in cause_map.symptoms()}

    def graph_with(kept: list[tuple[int, int]]) -> "rx.PyDiGraph":
        graph = rx.PyDiGraph(multigraph=False)
        graph.add_nodes_from(range(len(at)))
        graph.add_edges_from_no_data(kept)
        return graph

    whole = graph_with(arcs)
    causes: list[list[int]] = []

    def plain() -> None:
        groups = [set(each) - symptoms for each in rx.strongly_connected_components(whole)]
        entered = [any(a not in group for b in group for a in whole.predecessor_indices(b)) for group in groups]
        causes[:] = [
            list(group)
            for group, is_entered in zip(groups, entered, strict=True)
            if group and not is_entered and any(rx.descendants(whole, each) & symptoms for each in group)
        ]
        for group in causes:
            for each in group:
                rx.digraph_dijkstra_shortest_path_lengths(whole, each, lambda _: 1.0)
        for symptom in symptoms:
            rx.ancestors(whole, symptom)

    reading = best(plain, 3)
    dice = np.random.default_rng(0)

    def one_draw() -> None:
        kept = np.flatnonzero(dice.random(len(arcs)) < sure).tolist()
        left = graph_with([arcs[n] for n in kept])
        for group in causes:
            len(set().union(*(rx.descendants(left, each) for each in group)) & symptoms)

    taken = best(lambda: [one_draw() for _ in range(draws)], 2) / draws
    return reading, taken * SETTINGS.trials


# -- the rows


def measure(factors: int, links: int, times: int, draws: int) -> None:
    cause_map = random_map(factors, links, seed=1)
    size = f"{factors} factors, {links} links"
    graph = graph_of(cause_map)
    symptoms = {each.id for each in cause_map.symptoms()}
    causes = plain_causes(graph, symptoms)
    again = 1 if factors > 1000 else 2
    per_draw = best(lambda: plain_trials(graph, causes, symptoms, draws), again) / draws
    all_draws = per_draw * SETTINGS.trials
    plain = best(lambda: plain_reading(cause_map), again) + all_draws
    read(cause_map, SETTINGS)
    warm = edited_read(cause_map)
    row(f"reading, warm, {size}", min(warm() for _ in range(times)), plain)
    row(f"reading, cold, {size}", best(lambda: (forget_draws(), read(cause_map, SETTINGS)), times), plain)
    rust = rust_reading(cause_map, max(draws, 2))
    if rust is not None:
        whole = best(lambda: (forget_draws(), read(cause_map, SETTINGS)), times)
        row(f"reading, cold, {size}, rustworkx", whole, sum(rust))
    trials = trials_of(cause_map)
    row(f"2,048 trials, cold, {size}", best(lambda: (forget_draws(), trials()), times), all_draws)
    row(f"2,048 trials, warm, {size}", best(trials, times), all_draws)
    circles = best(lambda: find_loops(cause_map, SETTINGS), times)
    row(f"loops of up to 6 links, {size}", circles, best(lambda: list(nx.simple_cycles(graph, 6)), 1))


def main() -> None:
    parser = argparse.ArgumentParser(description="Analysis against plain networkx.")
    parser.add_argument("--smoke", action="store_true", help="small maps and few runs: only that it works")
    smoke = parser.parse_args().smoke
    print(f"{'name':50} | {'ours (ms)':>9} | {'floor (ms)':>11} | {'ratio':>7}")
    measure(60, 95, 2 if smoke else 40, 2 if smoke else 20)
    if not smoke:
        measure(300, 500, 30, 8)
        measure(5000, 8000, 5, 1)


if __name__ == "__main__":
    main()
