"""Trace: what leads to some factors, and what they lead to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.model.cause_map import CauseMap
from app.model.records import Link


@dataclass(frozen=True)
class Trace:
    """Factor ids up- and downstream of the chosen factors, and the ids of the links on ways through them.

    A chosen factor is in neither set, unless another chosen one (or a loop of its own) leads to it or from it.
    """

    upstream: frozenset[str]
    downstream: frozenset[str]
    links: frozenset[str]


def trace(cause_map: CauseMap, factor_ids: Iterable[str]) -> Trace:
    """Follow the links from the chosen factors both ways to their ends. Ids that are not on the map are passed over."""
    chosen = [id_ for id_ in factor_ids if id_ in cause_map.factors]
    upstream, into = _followed(chosen, cause_map.links_into, "cause")
    downstream, out = _followed(chosen, cause_map.links_out_of, "effect")
    return Trace(upstream, downstream, into | out)


def _followed(
    chosen: list[str], links_at: Callable[[str], tuple[Link, ...]], end: str
) -> tuple[frozenset[str], frozenset[str]]:
    factors: set[str] = set()
    links: set[str] = set()
    waiting, known = list(chosen), set(chosen)
    while waiting:
        for link in links_at(waiting.pop()):
            links.add(link.id)
            other = getattr(link, end)
            factors.add(other)
            if other not in known:
                known.add(other)
                waiting.append(other)
    return frozenset(factors), frozenset(links)
