"""Upstream: the most upstream causes of a map, in their order, each with its figures and its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.analysis.groups import Groups
from app.analysis.loops import short_loops
from app.analysis.ranking import Counts, are_level, level_groups, places
from app.analysis.reach import longest_chains, steps_to_symptoms
from app.analysis.reasons import Others, Standing, headline, named, reason
from app.analysis.relief import relief
from app.analysis.settings import Settings
from app.analysis.trials import Robustness, robustness

BREAK_POINTS = 3
"""How many members of a root loop are named as the place to break it."""

_LOOKS = 20_000  # a break point's short loops are a last resort and must not hold up an edit


@dataclass(frozen=True)
class UpstreamCause:
    """One of the most upstream causes: a single factor that nothing leads to, or a root loop.

    ``rank``: from 1; where the trials cannot tell causes apart and share and relief are the same, they share a rank
    and the next one counts them (1, 1, 3); ``sharing``: how many have this rank. ``members``: factor ids, of a
    root loop those that are no symptoms, in map order. ``reach``: ids of the symptoms downstream of it, in map order;
    ``share``: their weight in that of all symptoms (0 to 1). ``expected_share``, ``interval`` (5th and 95th of 100
    trials) and ``stability`` (part of the trials in the top three): see app.analysis.trials. ``steps``: fewest links
    to its nearest symptom; ``longest``: most links between groups on a chain down to a symptom, a loop counting as
    one place, and no fewer than ``steps``. ``relief``: ids of the symptoms that would stop if it alone (a loop: all
    its members) were fixed. ``is_core``: its share is that of a core problem. ``break_points``: of a root loop, at
    most three members, best first. ``reason``: why it ranks there, in a few plain sentences; ``headline``: one line of
    it for lists.
    """

    rank: int
    sharing: int
    members: tuple[str, ...]
    is_loop: bool
    reach: tuple[str, ...]
    share: float
    expected_share: float
    interval: tuple[float, float]
    stability: float
    steps: int
    longest: int
    relief: tuple[str, ...]
    is_core: bool
    break_points: tuple[str, ...]
    reason: str
    headline: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A most upstream cause before it has a rank; ``row``: its row in the table of shares, causes × trials."""

    group: int
    members: list[int]
    reach: int
    relief: int
    trials: Robustness
    row: int
    figures: tuple[int, int]
    others_remain: bool
    name: tuple[str, str]
    break_points: list[int]


def upstream_causes(
    groups: Groups, reach: list[int], settings: Settings, *, changeable_only: bool
) -> tuple[UpstreamCause, ...]:
    """The most upstream causes by rank; ``reach``: the symptoms of each group, as reach_of_groups gives them.

    Expected share orders them as far as the trials tell causes apart (app.analysis.ranking); within what they cannot
    tell apart share, relief alone and label do.
    """
    candidates, shares = _candidates(groups, reach, settings)
    candidates.sort(key=lambda each: (-each.trials.mean, -each.figures[0], each.name))
    steps, longest = steps_to_symptoms(groups), longest_chains(groups)
    found: list[UpstreamCause] = []
    for group in level_groups(candidates, lambda first, other: are_level(shares[first.row], shares[other.row])):
        ranked = places(group, len(found), lambda each: each.figures, lambda each: each.name)
        above = candidates[len(found) - 1].trials.mean if found else None
        told = _others(groups, ranked, len(candidates), above)
        for (rank, sharing, each), others in zip(ranked, told, strict=True):
            place = _Place(rank, sharing, others, changeable_only)
            fewest = min(steps[member] for member in each.members)
            found.append(_told(groups, each, place, (fewest, max(fewest, longest[each.group])), settings))
    return tuple(found)


def name_of(groups: Groups, members: list[int]) -> tuple[str, str]:
    """What orders causes of equal figures: the first label of theirs in the alphabet, then its factor's id."""
    return min((groups.factors[member].label, groups.factors[member].id) for member in members)


def upstream_sources(groups: Groups, reach: list[int]) -> list[tuple[int, list[int]]]:
    """The groups that are most upstream causes, each with its members that are no symptoms."""
    found: list[tuple[int, list[int]]] = []
    for at in groups.sources():
        members = [member for member in groups.groups[at] if not groups.factors[member].is_symptom]
        if members and reach[at]:
            found.append((at, members))
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    rank: int
    sharing: int
    others: Others
    changeable_only: bool


def _told(
    groups: Groups, found: _Candidate, place: _Place, steps: tuple[int, int], settings: Settings
) -> UpstreamCause:
    def ids(numbers: list[int]) -> tuple[str, ...]:
        return tuple(groups.factors[at].id for at in numbers)

    reached, relieved = _symptoms(groups, found.reach), _symptoms(groups, found.relief)
    share = groups.weight(found.reach) / groups.total if groups.total else 0.0
    standing = _standing(groups, found, place, reached, relieved)
    return UpstreamCause(
        rank=place.rank,
        sharing=place.sharing,
        members=ids(found.members),
        is_loop=len(groups.groups[found.group]) > 1,
        reach=ids(reached),
        share=share,
        expected_share=found.trials.expected_share,
        interval=found.trials.interval,
        stability=found.trials.stability,
        steps=steps[0],
        longest=steps[1],
        relief=ids(relieved),
        is_core=groups.total > 0 and share >= settings.core_share - 1e-9,
        break_points=ids(found.break_points),
        reason=reason(standing),
        headline=headline(standing),
    )


def _standing(groups: Groups, found: _Candidate, place: _Place, reached: list[int], relieved: list[int]) -> Standing:
    return Standing(
        causes=len(found.members),
        is_loop=len(groups.groups[found.group]) > 1,
        symptoms_inside=len(groups.groups[found.group]) - len(found.members),
        reached=_labels(groups, reached),
        symptoms=len(groups.symptoms),
        on_average=found.trials.symptoms,
        expected_share=found.trials.expected_share,
        weighted=len(set(groups.weights)) > 1,
        relieved=_labels(groups, relieved),
        others_remain=found.others_remain,
        changeable_only=place.changeable_only,
        others=place.others,
    )


def _others(groups: Groups, ranked: list[tuple[int, int, _Candidate]], of: int, above: int | None) -> Iterator[Others]:
    """How each cause of a level group stands beside all ``of`` causes; ``above``: the least mean of those before."""
    causes = [cause for _, _, cause in ranked]
    names = [_named(groups, cause) for cause in causes]
    first = ranked[0][0]
    for at, (rank, sharing, cause) in enumerate(ranked):
        start, end = rank - first, rank - first + sharing
        beside = causes[:start] or causes[end:]
        yield Others(
            of=of,
            rank=rank,
            more=first - 1,
            strictly=above is None or above > cause.trials.mean,
            sharing=names[start:at] + names[at + 1 : end],
            ahead=names[:start],
            behind=names[end:],
            by_reach=any(other.figures[0] != cause.figures[0] for other in beside),
            by_relief=any(other.figures[0] == cause.figures[0] for other in beside),
        )


def _named(groups: Groups, cause: _Candidate) -> str:
    return named(_labels(groups, cause.members), *_labels(groups, cause.break_points[:1]))


def _labels(groups: Groups, numbers: list[int]) -> list[str]:
    return [groups.factors[at].label for at in numbers]


def _candidates(groups: Groups, reach: list[int], settings: Settings) -> tuple[list[_Candidate], Counts]:
    """The causes, and what each reached in every trial."""
    sources = upstream_sources(groups, reach)
    trials, shares = robustness(groups, [members for _, members in sources], settings, reach)
    breakers = [(at, member) for at, members in sources if len(groups.groups[at]) > 1 for member in members]
    fixes = [members for _, members in sources] + [[member] for _, member in breakers]
    effect = relief(groups, fixes)
    points: dict[int, list[tuple[int, int, int]]] = {}
    for (at, member), relieved, stopped in zip(
        breakers, effect.symptoms[len(sources) :], effect.stopped[len(sources) :], strict=True
    ):
        points.setdefault(at, []).append((groups.weight(relieved), stopped, member))
    candidates = [
        _Candidate(
            group=at,
            members=members,
            reach=reach[at],
            relief=relieved,
            trials=trials[row],
            row=row,
            figures=(groups.weight(reach[at]), groups.weight(relieved)),
            others_remain=not (reach[at] & ~relieved & (effect.never | _inside(groups, at))),
            name=name_of(groups, members),
            break_points=_break_points(groups, at, points.get(at, []), settings),
        )
        for row, ((at, members), relieved) in enumerate(zip(sources, effect.symptoms[: len(sources)], strict=True))
    ]
    return candidates, shares


def _break_points(groups: Groups, group: int, points: list[tuple[int, int, int]], settings: Settings) -> list[int]:
    """The members whose fixing relieves most, then stops most of the loop, then lies on most short loops."""
    if not points:
        return []
    times: dict[int, int] = {}
    circles, _ = short_loops(groups, [group], settings, _LOOKS)
    for circle in circles:
        for link in circle:
            times[groups.cause[link]] = times.get(groups.cause[link], 0) + 1
    best = sorted(
        points, key=lambda each: (-each[0], -each[1], -times.get(each[2], 0), groups.factors[each[2]].label, each[2])
    )
    return [member for _, _, member in best[:BREAK_POINTS]]


def _inside(groups: Groups, group: int) -> int:
    """The symptoms in a group, as bits."""
    return sum(1 << bit for bit, at in enumerate(groups.symptoms) if groups.group_of[at] == group)


def _symptoms(groups: Groups, bits: int) -> list[int]:
    return [at for bit, at in enumerate(groups.symptoms) if bits >> bit & 1]
