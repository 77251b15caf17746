"""Walk: the way from something seen up to a most upstream cause, one "why?" at a time, with what to say aloud."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from math import log

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap
from app.model.records import Link, Polarity

_DOUBT = 1e-9
"""The least confidence that is told from none, so that its logarithm is a number."""

_ROUND_WORDS = "“”\"'‘’(),:;"
_BEGINS = '.!?:;·–—-“"(/'
"""What a word may follow that has its capital only because something begins with it."""
_NO_NAMES = frozenset(["A", "An", "The", "It", "They", "We", "No", "Not", "Too", "There", "This", "That", "People"])


@dataclass(frozen=True, slots=True)
class Walk:
    """A way upstream. ``factors``: from the effect that is asked about to the last cause, each once.

    ``links``: one fewer; ``links[n]`` leads from ``factors[n + 1]`` to ``factors[n]``.
    """

    factors: tuple[str, ...]
    links: tuple[str, ...]

    def holds(self, cause_map: CauseMap) -> bool:
        """Whether every factor and link of it is still on the map, and where it was."""
        return all(id_ in cause_map.factors for id_ in self.factors) and all(
            (link := cause_map.links.get(id_)) is not None
            and (link.effect, link.cause) == (self.factors[at], self.factors[at + 1])
            for at, id_ in enumerate(self.links)
        )


def way_between(cause_map: CauseMap, effect: str, causes: Collection[str]) -> Walk | None:
    """The way up from an effect to the nearest of some causes; None where none of them leads to it.

    Of all ways it has the fewest links that make less of their effect, since these do not answer a "why?"; of those
    the fewest links; of those it is the one most likely to hold (the highest product of its links' confidences); of
    those the one that comes first on the map. Loops are no trouble: no factor comes twice. (Dijkstra 1959, with these
    costs in this order.)
    """
    goals = {id_ for id_ in causes if id_ in cause_map.factors and id_ != effect}
    if effect not in cause_map.factors or not goals:
        return None
    reached: dict[str, Link | None] = {}
    waiting: list[tuple[int, int, float, int, str, Link | None]] = [(0, 0, 0.0, 0, effect, None)]
    turn = 0
    while waiting:
        against, steps, doubt, _, at, link = heappop(waiting)
        if at in reached:
            continue
        reached[at] = link
        if at in goals:
            return _way_back(reached, at)
        for each in cause_map.links_into(at):
            if each.cause not in reached:
                turn += 1
                further = doubt - log(max(each.confidence, _DOUBT))
                heappush(waiting, (against + (each.polarity == "-"), steps + 1, further, turn, each.cause, each))
    return None


def _way_back(reached: dict[str, Link | None], goal: str) -> Walk:
    factors, links, at = [goal], [], goal
    while (link := reached[at]) is not None:
        links.append(link.id)
        at = link.effect
        factors.append(at)
    return Walk(tuple(reversed(factors)), tuple(reversed(links)))


def walk_for(cause_map: CauseMap, reading: Reading, selection: Sequence[str] = ()) -> Walk | None:
    """The walk that is meant by what is selected; None where nothing upstream is known.

    It begins at the first selected factor that is no most upstream cause (a symptom before others), else at the symptom
    to which most of the most upstream causes lead. It ends at the selected most upstream cause, else at the one with
    the best rank that leads to where it begins, before others one that does so without making less of anything.
    """
    chosen = [id_ for id_ in selection if id_ in cause_map.factors and not cause_map.factors[id_].parked]
    tops = [reading.cause_of[id_] for id_ in chosen if id_ in reading.cause_of]
    starts = sorted(
        (id_ for id_ in chosen if id_ not in reading.cause_of), key=lambda id_: not cause_map.factors[id_].is_symptom
    )
    if not starts:
        known = Counter(id_ for cause in reading.upstream for id_ in cause.reach)
        symptoms = [id_ for id_ in reading.symptoms if id_ in cause_map.factors]
        starts = sorted(symptoms, key=lambda id_: -known[id_])
        if tops:
            starts = [id_ for id_ in starts if id_ in tops[0].reach]
    else:
        starts = starts[:1]
    for start in starts:
        for causes in (tops, reading.upstream):
            ways = [way for each in causes if (way := way_between(cause_map, start, each.members)) is not None]
            if ways:
                return next((way for way in ways if not _makes_less(cause_map, way)), ways[0])
    return None


def _makes_less(cause_map: CauseMap, walk: Walk) -> bool:
    return any(cause_map.links[id_].polarity == "-" for id_ in walk.links)


def sentences(cause_map: CauseMap, walk: Walk) -> tuple[str, ...]:
    """What to read aloud: the question, then one answer for each link, then the whole chain downstream.

    "People wait. Why?" / "People wait. Why? Because beds are full." / … / "Because A, therefore B, therefore C."
    """
    labels = [_Label.of(cause_map, id_) for id_ in walk.factors]
    signs = [cause_map.links[id_].polarity for id_ in walk.links]
    asked = [f"{labels[0].begun} {_question(signs[0])}" if signs else labels[0].begun]
    for at, sign in enumerate(signs):
        asked.append(f"{labels[at].begun} {_question(sign)} {_answer(labels[at + 1], sign)}")
    if signs:
        asked.append(_chain(labels[::-1], signs[::-1]))
    return tuple(asked)


def _question(sign: Polarity) -> str:
    return "What makes less of it?" if sign == "-" else "Why?"


def _answer(cause: "_Label", sign: Polarity) -> str:
    if sign == "-":
        return f"This: {cause.within}."
    return f"Because {cause.within}."


def _chain(labels: list["_Label"], signs: list[Polarity]) -> str:
    """From cause to effect. Behind a '−' it is said of each effect whether there is more or less of it."""
    parts = [f"Because {labels[0].within}"]
    more, counted = True, False
    for label, sign in zip(labels[1:], signs, strict=True):
        if sign == "-":
            more, counted = not more, True
        if counted and not sign:
            # This link does not say which way it works.
            parts.append(f"which has to do with this: {label.within}")
            more, counted = True, False
        elif counted:
            parts.append(f"therefore {'more' if more else 'less'} of this: {label.within}")
        else:
            parts.append(f"therefore {label.within}")
    return ", ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class _Label:
    """A label as the start of a sentence, with its full stop, and as a part within one."""

    begun: str
    within: str

    @classmethod
    def of(cls, cause_map: CauseMap, id_: str) -> "_Label":
        label = cause_map.factors[id_].label
        bare = label.rstrip(" .,;:…") or label
        stop = "" if bare[-1:] in "?!？！؟" else "."
        return cls(bare[:1].upper() + bare[1:] + stop, _within(cause_map, bare))


def _within(cause_map: CauseMap, label: str) -> str:
    """The label inside a sentence: its first letter small, unless the word is a name or an abbreviation."""
    first = label.split(maxsplit=1)[0]
    plain = first.strip(_ROUND_WORDS)
    if len(plain) < 2 and (plain != "A" or label == first):
        return label
    if not first[:1].isupper() or plain[1:] != plain[1:].lower() or not plain.isalpha() or _is_name(cause_map, plain):
        return label
    return label[:1].lower() + label[1:]


def _is_name(cause_map: CauseMap, word: str) -> bool:
    """Whether the map has the word with a capital inside some label, where nothing but a name has one."""
    if word in _NO_NAMES:
        return False
    for factor in cause_map.factors.values():
        if word in factor.label:
            for before, each in pairwise(factor.label.split()):
                if each.strip(_ROUND_WORDS + ".") == word and before[-1] not in _BEGINS:
                    return True
    return False
