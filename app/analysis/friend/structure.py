"""Questions about the shape of a map: what hangs loose, what seems too simple, what may be told twice."""

from collections.abc import Iterator, Sequence

import networkx as nx

from app.analysis.friend.question import Question, listed, quoted
from app.analysis.reading import Reading
from app.model.cause_map import CauseMap

_MOST = 12
"""Questions of one rule asked one by one: after a dozen nobody listens."""


def structure_questions(cause_map: CauseMap, reading: Reading) -> Iterator[Question]:
    """What the shape of the map raises, the plainest gaps first."""
    yield from _unexplained(cause_map, reading)
    islands = [part for part in _islands(cause_map) if len(part) > 1]
    alone = {id_ for part in islands for id_ in part}
    circles = [group for group in _closed_circles(cause_map, reading) if alone.isdisjoint(group)]
    yield from _circles(cause_map, circles)
    yield from _apart(cause_map, islands)
    told = alone.union(*circles)
    yield from _nowhere(cause_map, [id_ for id_ in reading.leads_nowhere if id_ not in told])
    yield from _only_one_cause(cause_map)
    yield from _together(cause_map)
    yield from _both_ways(cause_map)
    yield from _jumps(cause_map)


def _question(rule: str, about: tuple[str, ...], asks: str, why: str, ground: str) -> Question:
    return Question("Structure", rule, about, asks, why, ground)


def _unexplained(cause_map: CauseMap, reading: Reading) -> Iterator[Question]:
    for id_ in reading.unexplained:
        yield _question(
            "unexplained symptom",
            (id_,),
            f"No cause is given for {quoted(cause_map, id_)}. Why is it so?",
            "While nothing leads to it, no cause on this map can be said to relieve it.",
            "Goldratt: causality existence",
        )


def _islands(cause_map: CauseMap) -> list[tuple[str, ...]]:
    """The parts of the map that no link joins to its largest part, each in map order."""
    graph = nx.Graph()
    graph.add_nodes_from(each.id for each in cause_map.on_the_map())
    graph.add_edges_from((each.cause, each.effect) for each in cause_map.links.values())
    order = {id_: at for at, id_ in enumerate(cause_map.factors)}
    parts = [tuple(sorted(part, key=order.__getitem__)) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    return parts[1:]


def _closed_circles(cause_map: CauseMap, reading: Reading) -> list[tuple[str, ...]]:
    """The loops that lead to nothing outside themselves and hold no symptom."""
    found = []
    for group in reading.loop_groups:
        members = set(group)
        leaves = any(link.effect not in members for id_ in group for link in cause_map.links_out_of(id_))
        if not leaves and not any(cause_map.factors[id_].is_symptom for id_ in group):
            found.append(group)
    return found


def _circles(cause_map: CauseMap, circles: Sequence[tuple[str, ...]]) -> Iterator[Question]:
    for group in circles:
        yield _question(
            "loop with no way out",
            group,
            f"{listed(cause_map, group)} feed each other and lead to nothing else. What do people see of it?",
            "A vicious circle matters for what it does to people; as drawn it does nothing.",
            "Goldratt: predicted effect",
        )


def _apart(cause_map: CauseMap, islands: Sequence[tuple[str, ...]]) -> Iterator[Question]:
    why = "What hangs together with nothing else cannot be weighed against it."
    for part in islands[:_MOST]:
        asks = f"{listed(cause_map, part)} touch nothing else on the map. What joins them to it? Or is it another map?"
        yield _question("island", part, asks, why, "Goldratt: causality existence")
    if rest := islands[_MOST:]:
        ids = tuple(id_ for part in rest for id_ in part)
        more = f"{len(rest)} more parts of the map touch" if len(rest) > 1 else "One more part of the map touches"
        asks = f"{more} nothing else on it, with {listed(cause_map, ids)}. Do they belong on one map?"
        yield _question("more islands", ids, asks, why, "Goldratt: causality existence")


def _nowhere(cause_map: CauseMap, ids: Sequence[str]) -> Iterator[Question]:
    why = "A cause that leads to nothing people see or feel takes effort from those that do."
    for id_ in ids[:_MOST]:
        asks = f"{quoted(cause_map, id_)} leads to no symptom. What does it bring about, or does it belong elsewhere?"
        yield _question("leads nowhere", (id_,), asks, why, "Goldratt: predicted effect")
    if rest := tuple(ids[_MOST:]):
        lead = f"{len(rest)} more causes lead" if len(rest) > 1 else "One more cause leads"
        asks = f"{lead} to no symptom: {listed(cause_map, rest)}. Is a symptom missing, or do they belong elsewhere?"
        yield _question("more lead nowhere", rest, asks, why, "Goldratt: predicted effect")


def _only_one_cause(cause_map: CauseMap) -> Iterator[Question]:
    for factor in cause_map.symptoms():
        given = cause_map.links_into(factor.id)
        if len(given) == 1:
            yield _question(
                "only one cause",
                (factor.id, given[0].id),
                f"Only one cause is given for {quoted(cause_map, factor.id)}. What else brings it about?",
                "Most of what people see has several causes; with one, the map may have stopped too soon.",
                "Goldratt: additional cause",
            )


def _together(cause_map: CauseMap) -> Iterator[Question]:
    groups: dict[str, list[str]] = {}
    for link in cause_map.links.values():
        if link.together:
            groups.setdefault(link.together, []).append(link.id)
    for members in groups.values():
        if len(members) == 1:
            yield _question(
                "together with nothing",
                (members[0],),
                f"{quoted(cause_map, members[0])} only together with something else, but with what?",
                "Causes needed together stop all of it when one goes: it must be known which they are.",
                "Goldratt: cause insufficiency",
            )


def _both_ways(cause_map: CauseMap) -> Iterator[Question]:
    seen: set[str] = set()
    for link in cause_map.links.values():
        back = cause_map.link_between(link.effect, link.cause)
        seen.add(link.id)
        if back is not None and back.id not in seen:
            yield _question(
                "both ways",
                (link.id, back.id),
                f"“{cause_map.factors[link.cause].label}” and “{cause_map.factors[link.effect].label}” lead to each"
                " other. Is it really a circle, or are they two names of one thing?",
                "A circle of two ranks high as a root loop; if it is one thing said twice, the ranking is wrong.",
                "Goldratt: tautology",
            )


def _jumps(cause_map: CauseMap) -> Iterator[Question]:
    """A link beside a way round by one factor: fewest ways round first, least sure first; so many of them at most."""
    found = []
    for link in cause_map.links.values():
        direct = {each.effect for each in cause_map.links_out_of(link.cause)} - {link.effect}
        between = [each.cause for each in cause_map.links_into(link.effect) if each.cause in direct]
        if between:
            found.append((len(between), link.confidence, link, tuple(between)))
    found.sort(key=lambda each: each[:2])
    for _, _, link, ways in found[:_MOST]:
        cause, effect = cause_map.factors[link.cause].label, cause_map.factors[link.effect].label
        yield _question(
            "a jump",
            (link.id, *ways),
            f"“{cause}” leads to “{effect}” by way of {listed(cause_map, ways)}, and also straight. Is there a"
            " second way, or is it the same one told twice?",
            "A way told twice makes a cause look surer than it is.",
            "Goldratt: clarity",
        )
