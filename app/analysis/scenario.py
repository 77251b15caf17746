"""What if? What is left of a map if some factors were fixed and some links were weaker than thought, or wrong.

A rejected link is left out as if it had been deleted, before anything is fixed: what it led to does not go away by
that, it only has a cause less. A doubted link stays half as often. Of what the fixed factors leave, relief decides (see
app.analysis.relief): what was active and is not any more is gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.analysis.groups import WEIGHT_UNIT, Groups, groups_of
from app.analysis.reading import Reading, unexplained
from app.analysis.relief import activity
from app.analysis.upstream import UpstreamCause
from app.model.cause_map import CauseMap
from app.model.records import RECORDS, REFERENCES, Factor, Link, Record, Supposed

HALF = 0.5
"""How much of its confidence a doubted link keeps."""

Why = Literal["caused", "loop", "unexplained", "waiting"]


@dataclass(frozen=True, slots=True)
class Suppositions:
    """What is supposed: ids of factors that would be fixed, and of links that are doubted or rejected.

    Ids that are not on the map are passed over. A link that is both counts as rejected.
    """

    fixed: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is supposed."""
        return bool(self.fixed or self.doubted or self.rejected)

    def __len__(self) -> int:
        """How much is supposed."""
        return len(self.fixed) + len(self.doubted) + len(self.rejected)

    def of(self, id_: str) -> Supposed | None:
        """What is supposed of a factor or link; None: nothing."""
        if id_ in self.fixed:
            return "fixed"
        return "rejected" if id_ in self.rejected else "doubted" if id_ in self.doubted else None

    def with_(self, ids: Iterable[str], what: Supposed | None) -> "Suppositions":
        """The same with this supposed of some factors or links in place of what was; None: nothing."""
        chosen = frozenset(ids)
        kept = {name: getattr(self, name) - chosen for name in ("fixed", "doubted", "rejected")}
        if what is not None:
            kept[what] |= chosen
        return Suppositions(**kept)

    def within(self, cause_map: CauseMap) -> "Suppositions":
        """Only what is about the factors and links of this map; parked factors are not on it."""
        factors, links = cause_map.factors, cause_map.links
        return Suppositions(
            frozenset(id_ for id_ in self.fixed if id_ in factors and not factors[id_].parked),
            frozenset(id_ for id_ in self.doubted if id_ in links),
            frozenset(id_ for id_ in self.rejected if id_ in links),
        )


def kept_in(cause_map: CauseMap, scenario_id: str) -> Suppositions:
    """What a scenario of the map supposes."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in cause_map.suppositions.values():
        if each.scenario == scenario_id:
            found[each.what].add(each.subject)
    return Suppositions(*(frozenset(found[what]) for what in ("fixed", "doubted", "rejected")))


@dataclass(frozen=True, slots=True)
class Stay:
    """A symptom that would stay, and why.

    ``caused``: ``causes`` still lead to it, one that suffices or all that are needed together; ``way``: ids of links
    from ``start``, a factor that would go on without a cause on the map, down to the symptom. ``loop``: nothing from
    outside keeps it up, but the loop that it belongs to goes on; ``causes``: those of its direct causes that do, if
    any. ``unexplained``: nothing on the map leads to it. ``waiting``: all that leads to it waits for it in turn, so
    that nothing on the map brought it about in the first place.
    """

    symptom: str
    why: Why
    causes: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    start: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would follow. Symptom ids in map order; every symptom of the map is in one of ``gone`` and ``stays``.

    ``gone``: would go away, because what was fixed led to them (or they were fixed themselves). ``stays``: the others.
    ``unexplained``: those of them that are explained on the map and not any more once the rejected links are left out.
    ``stopped``: all factors that would be active no more, the fixed ones and the gone symptoms among them.
    ``weight_gone``, ``weight``: of the symptoms that go and of all, in units of one symptom.
    """

    gone: tuple[str, ...]
    stays: tuple[Stay, ...]
    unexplained: tuple[str, ...]
    stopped: frozenset[str]
    weight_gone: float
    weight: float

    @property
    def share_gone(self) -> float:
        """The weight of the symptoms that go in that of all, from 0 to 1."""
        return self.weight_gone / self.weight if self.weight else 0.0


def suppose(cause_map: CauseMap, suppositions: Suppositions) -> CauseMap:
    """What would be left of the map, to be read like any other.

    Links that are needed together go with any of their causes: what is left of them brings nothing about.
    """
    told = suppositions.within(cause_map)
    if not told:
        return cause_map
    links = _links_left(cause_map, told)
    if not told.fixed:
        return _left(cause_map, cause_map.factors, links)
    world = _World.of(cause_map, links, told.fixed)
    factors = {id_: each for id_, each in cause_map.factors.items() if id_ not in world.stopped}
    lost = {
        link.together
        for link in links.values()
        if link.together and link.cause in world.stopped and link.effect in world.active
    }
    kept = {
        id_: link
        for id_, link in links.items()
        if link.cause in factors and link.effect in factors and link.together not in lost
    }
    return _left(cause_map, factors, kept)


def outcome(before: CauseMap, suppositions: Suppositions) -> Outcome:
    """What would follow if this came, symptom by symptom."""
    told = suppositions.within(before)
    world = _World.of(before, _links_left(before, told), told.fixed)
    groups = world.groups
    symptoms = [groups.factors[at].id for at in groups.symptoms]
    gone = tuple(id_ for id_ in symptoms if id_ in world.stopped)
    bare = frozenset(unexplained(groups))
    stays = _Reasons(world, bare).of([at for at, id_ in zip(groups.symptoms, symptoms, strict=True) if id_ not in gone])
    bare_before = frozenset(unexplained(groups_of(before))) if told.rejected else bare
    weight = {id_: units / WEIGHT_UNIT for id_, units in zip(symptoms, groups.weights, strict=True)}
    return Outcome(
        gone=gone,
        stays=tuple(stays),
        unexplained=tuple(each.symptom for each in stays if each.symptom in bare and each.symptom not in bare_before),
        stopped=world.stopped,
        weight_gone=sum(weight[id_] for id_ in gone),
        weight=sum(weight.values()),
    )


@dataclass(frozen=True, slots=True)
class _World:
    """The map without the rejected links, and what is active on it once some factors are fixed.

    ``active``: ids of what is; ``stopped``: of what was before, and of all that was fixed.
    """

    groups: Groups
    fixed: frozenset[str]
    active: frozenset[str]
    stopped: frozenset[str]

    @classmethod
    def of(cls, cause_map: CauseMap, links: Mapping[str, Link], fixed: frozenset[str]) -> "_World":
        groups = groups_of(_left(cause_map, cause_map.factors, links))
        active, _ = activity(groups, {at: 1 for at, each in enumerate(groups.factors) if each.id in fixed}, 1)
        told = list(zip(groups.factors, active, strict=True))
        return cls(
            groups,
            fixed,
            frozenset(factor.id for factor, bits in told if bits & _FIXED),
            fixed | {factor.id for factor, bits in told if bits == _NOTHING},
        )


_FIXED, _NOTHING = 1, 2
"""The two worlds that activity is asked about, as bits: with the factors fixed, and with nothing fixed."""


def _links_left(cause_map: CauseMap, told: Suppositions) -> dict[str, Link]:
    """The links but those that are rejected, the doubted ones with half of their confidence."""
    return {
        id_: link.model_copy(update={"confidence": link.confidence * HALF}) if id_ in told.doubted else link
        for id_, link in cause_map.links.items()
        if id_ not in told.rejected
    }


def _left(cause_map: CauseMap, factors: Mapping[str, Factor], links: Mapping[str, Link]) -> CauseMap:
    """A map of these factors and links, and of all else that still refers to what is there."""
    tables: dict[str, dict[str, Record]] = {name: {} for name in RECORDS}
    tables["factor"], tables["link"] = dict(factors), dict(links)
    for record in cause_map.records():
        fields = REFERENCES.get(record.table, {})
        if record.table not in ("factor", "link") and all(
            any(getattr(record, field) in tables[target] for target in targets) for field, targets in fields.items()
        ):
            tables[record.table][record.id] = record
    return CauseMap(tables)


class _Reasons:
    """Why what goes on goes on: for each active factor the way on which activity first came to it.

    Told in rounds from what needs no cause, so that no reason rests on itself.
    """

    def __init__(self, world: _World, bare: frozenset[str]) -> None:
        self._world = world
        self._groups = groups = world.groups
        self._bare = bare
        self._on = [factor.id in world.active for factor in groups.factors]
        self._by: dict[int, list[int]] = {}
        """For each active factor the links, all of them needed, that make it so; none where it needs no cause."""
        self._begin()
        self._carry()

    def of(self, symptoms: Sequence[int]) -> list[Stay]:
        """The reasons for which these stay."""
        return [self._stay(at) for at in symptoms]

    def _begin(self) -> None:
        groups = self._groups
        for at in groups.sources():
            self._by |= {member: [] for member in groups.groups[at] if self._on[member]}

    def _carry(self) -> None:
        groups, fresh = self._groups, list(self._by)
        while fresh:
            waiting = dict.fromkeys(groups.effect[link] for at in fresh for link in groups.out[at])
            found = {
                at: way
                for at in waiting
                if self._on[at] and at not in self._by and (way := self._surest_way(at)) is not None
            }
            self._by |= found
            fresh = list(found)

    def _surest_way(self, at: int) -> list[int] | None:
        """The links of the surest way into a factor of which all causes go on for reasons of their own."""
        groups = self._groups
        ways: dict[str, list[int]] = defaultdict(list)
        for link in groups.into[at]:
            ways[groups.links[link].together or f"alone {link}"].append(link)
        whole = [links for links in ways.values() if all(groups.cause[link] in self._by for link in links)]
        return max(whole, key=lambda links: min(groups.links[link].confidence for link in links), default=None)

    def _stay(self, at: int) -> Stay:
        groups, id_ = self._groups, self._groups.factors[at].id
        if id_ in self._bare:
            return Stay(id_, "unexplained")
        if at not in self._by:
            return Stay(id_, "waiting")
        links = self._by[at]
        if links:
            start, way = self._way_up(links[0])
            return Stay(id_, "caused", self._causes(links), way, start)
        return Stay(id_, "loop", self._causes([link for link in groups.into[at] if self._on[groups.cause[link]]]))

    def _causes(self, links: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._groups.factors[self._groups.cause[link]].id for link in links)

    def _way_up(self, link: int) -> tuple[str, tuple[str, ...]]:
        """Where the way begins that ends with this link, and its links in order."""
        groups, way = self._groups, [link]
        while by := self._by[groups.cause[way[-1]]]:
            way.append(by[0])
        return groups.factors[groups.cause[way[-1]]].id, tuple(groups.links[each].id for each in reversed(way))


@dataclass(frozen=True, slots=True)
class Shift:
    """One most upstream cause before and after; None where it is not one.

    ``expected_before``, ``expected_after``: the weight of the symptoms that it reaches on average over the trials, as a
    share of all symptoms *before*, so that the two can be compared: what goes away is not reached any more.
    """

    before: UpstreamCause | None
    after: UpstreamCause | None
    expected_before: float
    expected_after: float

    @property
    def members(self) -> tuple[str, ...]:
        """The factors that are meant: as they are after, or else as they were."""
        cause = self.after or self.before
        return cause.members if cause is not None else ()


def shifts(before: Reading, after: Reading, found: Outcome) -> tuple[Shift, ...]:
    """How the ranking would move: the causes of after in their order, then those that are none any more in theirs.

    A loop that falls apart stands before each of its parts.
    """
    left = 1 - found.share_gone
    told, met = [], set()
    for cause in after.upstream:
        was = next((before.cause_of[id_] for id_ in cause.members if id_ in before.cause_of), None)
        met.add(id(was))
        told.append(Shift(was, cause, was.expected_share if was else 0.0, cause.expected_share * left))
    return (*told, *(Shift(each, None, each.expected_share, 0.0) for each in before.upstream if id(each) not in met))
