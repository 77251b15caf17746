"""Differences: what is otherwise in one map than in an earlier one, and in what it says, as plain sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.analysis.reading import Reading, UpstreamCause, can_change
from app.model.cause_map import CauseMap
from app.model.records import Factor, Link

_SHORT = 60
_A_LITTLE = 0.05
"""An expected share that is no further from the earlier one is not worth a sentence where the rank is the same."""


@dataclass(frozen=True, slots=True)
class Differences:
    """From an earlier map to a later one: ids of factors and links that came, went, and what is otherwise in others.

    ``changed``: for each factor or link in both whose content differs, in words. Where things stand does not count.
    """

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.added or self.gone or self.changed)


@dataclass(frozen=True, slots=True)
class RankMove:
    """A most upstream cause of either map whose rank or share differs; None: it is none there. ``said``: one sentence.

    ``by``: by how much the expected share (0 to 1) differs.
    """

    members: tuple[str, ...]
    before: int | None
    after: int | None
    said: str
    by: float = 0.0


def differences(before: CauseMap, after: CauseMap) -> Differences:
    """What is otherwise, in map order; of what went, in the order of the earlier map."""
    pairs = ((before.factors, after.factors), (before.links, after.links))
    changed: dict[str, tuple[str, ...]] = {}
    for id_, factor in after.factors.items():
        was = before.factors.get(id_)
        if was is not None and was is not factor and (words := _factor_words(was, factor)):
            changed[id_] = words
    for id_, link in after.links.items():
        old = before.links.get(id_)
        if old is not None and old is not link and (words := _link_words(old, link)):
            changed[id_] = words
    return Differences(
        added=tuple(id_ for old, new in pairs for id_ in new if id_ not in old),
        gone=tuple(id_ for old, new in pairs for id_ in old if id_ not in new),
        changed=changed,
    )


# -- in words


def _factor_words(was: Factor, now: Factor) -> tuple[str, ...]:
    said = []
    if was.label != now.label:
        said.append(f"was called {quoted(was.label)}")
    if was.kind != now.kind:
        said.append(f"is a {now.kind} now")
    if was.parked != now.parked:
        said.append("was taken off the map and parked" if now.parked else "was brought onto the map")
    if was.control != now.control:
        said.append(_CONTROL[now.control])
    if was.weight != now.weight:
        said.append(f"counts {now.weight:g} instead of {was.weight:g}")
    for name in ("effort", "impact"):
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            said.append(f"{name} {_number(new)} instead of {_number(old)}")
    if was.theme != now.theme:
        said.append(f"theme “{now.theme}”" if now.theme else "without a theme")
    if was.notes != now.notes:
        said.append("has other notes")
    return tuple(said)


_CONTROL = {
    "ours": "can be changed by someone in the room",
    "influence": "can be influenced",
    "fact of life": "is a fact of life",
    "not asked": "has no answer to who can change it",
}


def _number(value: int | None) -> str:
    return "not asked" if value is None else str(value)


def _link_words(was: Link, now: Link) -> tuple[str, ...]:
    said = []
    if (was.cause, was.effect) != (now.cause, now.effect):
        said.append("has other ends")
    if was.certainty != now.certainty:
        said.append(f"is {now.certainty} instead of {was.certainty}")
    elif was.confidence != now.confidence:
        said.append(f"holds in {now.confidence:.0%} instead of {was.confidence:.0%}")
    if was.polarity != now.polarity:
        said.append({"+": "makes more of it", "-": "makes less of it", "": "has no sign"}[now.polarity])
    if bool(was.together) != bool(now.together):
        said.append("is needed together with others" if now.together else "suffices alone")
    elif was.together != now.together:
        said.append("is needed together with other links")
    if was.note != now.note:
        said.append("has another note")
    return tuple(said)


def quoted(label: str) -> str:
    """A label in a sentence, its first words where it is long."""
    return f"“{label if len(label) <= _SHORT else label[:_SHORT].rsplit(maxsplit=1)[0].rstrip(',;:') + ' …'}”"


def named(id_: str, cause_map: CauseMap) -> str:
    """A factor or a link by its words."""
    factor = cause_map.factors.get(id_)
    if factor is not None:
        return quoted(factor.label)
    link = cause_map.links[id_]
    return f"{quoted(cause_map.factors[link.cause].label)} → {quoted(cause_map.factors[link.effect].label)}"


# -- ranks


def rank_moves(before: Reading, after: Reading, earlier: CauseMap, later: CauseMap) -> tuple[RankMove, ...]:
    """The most upstream causes that have another rank or share, or are in one reading alone: these first."""
    moves = []
    for cause in after.upstream:
        was = _same(cause, before)
        if was is None:
            was_there = not earlier.factors.keys().isdisjoint(cause.members)
            why = _why_not(cause, before, earlier) if was_there else "was not on the map"
            said = f"Number {cause.rank}, {_title(cause, later)}, {why}."
            moves.append(RankMove(cause.members, None, cause.rank, said))
        elif (by := abs(was.expected_share - cause.expected_share)) > _A_LITTLE or was.rank != cause.rank:
            way = "up" if cause.rank < was.rank else "down"
            went = f"went {way} from {was.rank} to {cause.rank}"
            rank = went if cause.rank != was.rank else f"is number {cause.rank} as before"
            said = f"{_begun(cause, later)} {rank}{_share(was, cause)}."
            moves.append(RankMove(cause.members, was.rank, cause.rank, said, by))
    for cause in before.upstream:
        if _same(cause, after) is None:
            what = _what_became(cause, after, later)
            said = f"{_begun(cause, earlier)}, number {cause.rank} before, {what}."
            moves.append(RankMove(cause.members, cause.rank, None, said))
    return tuple(sorted(moves, key=_how_far, reverse=True))


def _how_far(move: RankMove) -> float:
    """Those of the first ranks before others: from 4 to 1 is further than from 20 to 16."""
    if move.before is None or move.after is None:
        return 10.0 / (move.before or move.after or 1) + 10.0
    return abs(1 / move.before - 1 / move.after) + move.by / move.after


def _share(was: UpstreamCause, now: UpstreamCause) -> str:
    """How many symptoms it leads to, or else its expected share, where they are others now; '' if they are not."""
    if len(was.reach) != len(now.reach):
        return f"; it leads to {len(now.reach)} symptom{'s' * (len(now.reach) != 1)} instead of {len(was.reach)}"
    old, new = f"{was.expected_share:.0%}", f"{now.expected_share:.0%}"
    return f"; its expected share of the symptoms is {new} instead of {old}" if old != new else ""


def _same(cause: UpstreamCause, reading: Reading) -> UpstreamCause | None:
    return next((reading.cause_of[id_] for id_ in cause.members if id_ in reading.cause_of), None)


def _title(cause: UpstreamCause, cause_map: CauseMap) -> str:
    labels = [quoted(cause_map.factors[id_].label) for id_ in cause.members]
    return labels[0] if len(labels) == 1 else f"the loop round {labels[0]}"


def _begun(cause: UpstreamCause, cause_map: CauseMap) -> str:
    title = _title(cause, cause_map)
    return title[:1].upper() + title[1:]


def _why_not(cause: UpstreamCause, before: Reading, earlier: CauseMap) -> str:
    there = [id_ for id_ in cause.members if id_ in earlier.factors]
    if any(earlier.factors[id_].is_symptom for id_ in there):
        return "was a symptom"
    if before.changeable_only and not any(can_change(earlier.factors[id_]) for id_ in there):
        return "was called a fact of life"
    if all(earlier.factors[id_].parked or not before.reach_of(id_) for id_ in there):
        return "led to no symptom"
    return "had a cause of its own"


def _what_became(cause: UpstreamCause, after: Reading, later: CauseMap) -> str:
    there = [id_ for id_ in cause.members if id_ in later.factors and not later.factors[id_].parked]
    if not there:
        return "is not on the map any more"
    if all(later.factors[id_].is_symptom for id_ in there):
        return "is a symptom now"
    if after.changeable_only and not any(can_change(later.factors[id_]) for id_ in there):
        return "is called a fact of life now"
    if not any(after.reach_of(id_) for id_ in there):
        return "leads to no symptom any more"
    links = [link for id_ in there for link in later.links_into(id_) if link.cause not in cause.members]
    above = [link.cause for link in links if not after.changeable_only or can_change(later.factors[link.cause])]
    nearest = next((id_ for id_ in above if id_ in after.cause_of), above[0] if above else "")
    return f"has a cause now: {quoted(later.factors[nearest].label)}" if nearest else "is part of a loop now"
