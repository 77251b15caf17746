"""Doubts: which links to test first, because the first three causes would be others if one of them were wrong.

A trial in which a link is missing elects no new upstream causes: there the link is in doubt, and the map stands. Here a
link is judged to be wrong altogether. Then it goes, and the map without it may have other upstream causes: its effect,
if nothing else leads there, or the parts of a loop that it closed. So each doubtful link is left out in turn, with the
same draws for all others (common random numbers), and what comes is exactly the ranking of the map with that link
deleted.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from app.analysis.groups import groups_of
from app.analysis.settings import Settings
from app.analysis.without import Placed, TopCauses
from app.model.cause_map import CauseMap
from app.model.records import Factor, Link

Progress = tuple[int, int]
"""How many links have been tried, of how many."""

_NEWS = 100  # how often progress is told


@dataclass(frozen=True, slots=True)
class TopCause:
    """A cause among the first three: its rank, its factors that are no symptoms (ids, in map order), its figure."""

    rank: int
    members: tuple[str, ...]
    is_loop: bool
    expected_share: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful link whose absence changes the first three.

    ``top``: the first three without it. ``left``: those of now that are not among them then, and ``came``: those of
    then that are not among them now; a loop that falls apart stays if a part of it does. ``moved``: how many others
    have another rank or other factors. ``shift``: by how much the expected shares of all these differ together.
    """

    link: str
    confidence: float
    top: tuple[TopCause, ...]
    left: tuple[TopCause, ...]
    came: tuple[TopCause, ...]
    moved: int
    shift: float


@dataclass(frozen=True, slots=True)
class Doubts:
    """The links to test first, in order. ``top``: the first three as the map stands; all who share the last place too.

    ``tried``: how many links are doubtful; ``links``: how many there are on what was read.
    """

    top: tuple[TopCause, ...]
    tests: tuple[Doubt, ...]
    tried: int
    links: int


def is_doubtful(link: Link) -> bool:
    """Whether a link is one to test: anything that is not called established."""
    return link.certainty != "established"


def links_to_test(
    cause_map: CauseMap,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    keep: Callable[[Factor], bool] | None = None,
) -> Generator[Progress, None, Doubts]:
    """Try each doubtful link and return those that matter; progress comes about a hundred times.

    In order: more causes leaving the first three, then more that come or move, then the greater shift; of equals the
    least confident, then map order. ``keep``: the factors that are read, as in groups_of.
    """
    causes = TopCauses(groups_of(cause_map, keep), settings)
    groups = causes.groups
    doubtful = [at for at, link in enumerate(groups.links) if is_doubtful(link)]
    now = _Top(causes)
    found: list[tuple[tuple[int, int, int, float, int], Doubt]] = []
    told = -1
    for done, at in enumerate(doubtful):
        if done * _NEWS // len(doubtful) > told:
            told = done * _NEWS // len(doubtful)
            yield done, len(doubtful)
        with causes.without(at):
            then = _Top(causes)
            if then.rows != now.rows:
                doubt, amount = _doubt(groups.links[at], causes, now, then)
                found.append(((*amount, doubt.confidence, at), doubt))
    found.sort(key=lambda each: each[0])
    return Doubts(now.causes, tuple(doubt for _, doubt in found), len(doubtful), len(groups.links))


class _Top:
    """The first three of one moment."""

    def __init__(self, causes: TopCauses) -> None:
        self.placed = causes.top()
        self.rows = frozenset((rank, source.members) for rank, source in self.placed)
        self.rank_of = {member: (rank, source.members) for rank, source in self.placed for member in source.members}
        self._causes = causes

    @property
    def causes(self) -> tuple[TopCause, ...]:
        return self.told(self.placed)

    def told(self, placed: Sequence[Placed]) -> tuple[TopCause, ...]:
        groups, trials = self._causes.groups, self._causes.settings.trials
        whole = groups.total * trials
        return tuple(
            TopCause(
                rank,
                tuple(groups.factors[member].id for member in source.members),
                source.is_loop,
                source.mean / whole if whole else 0.0,
            )
            for rank, source in placed
        )

    def lacks(self, other: "_Top") -> list[Placed]:
        """Those of another moment of whom none is here."""
        return [each for each in other.placed if not any(member in self.rank_of for member in each[1].members)]


def _doubt(link: Link, causes: TopCauses, now: _Top, then: _Top) -> tuple[Doubt, tuple[int, int, int]]:
    left, came = then.lacks(now), now.lacks(then)
    gone = {source for _, source in left}
    moved = sum(
        source not in gone and any(then.rank_of.get(member) != (rank, source.members) for member in source.members)
        for rank, source in now.placed
    )
    shift = sum(abs(source.mean - causes.mean_of(source.members)) for _, source in now.placed)
    shift += sum(abs(source.mean - causes.mean_before(source.members)) for _, source in came)
    whole = causes.groups.total * causes.settings.trials
    doubt = Doubt(
        link.id, link.confidence, then.causes, now.told(left), then.told(came), moved, shift / whole if whole else 0.0
    )
    return doubt, (-len(left), -(moved + len(came)), -shift)
