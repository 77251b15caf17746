"""Side by side: several sets of suppositions on one map, each with what would follow from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.analysis.reading import UpstreamCause, read
from app.analysis.scenario import Outcome, Suppositions, outcome, suppose
from app.analysis.settings import Settings
from app.analysis.trials import IN_TOP
from app.model.cause_map import CauseMap


@dataclass(frozen=True)
class Side:
    """What would follow from one set of suppositions: ``first``: the first three causes of what would be left."""

    outcome: Outcome
    first: tuple[UpstreamCause, ...]


def side_by_side(
    cause_map: CauseMap,
    told: Mapping[str, Suppositions],
    settings: Settings = Settings(),  # noqa: B008  # frozen
    changeable_only: bool = False,  # noqa: FBT001, FBT002  # asked for by place, from another process
) -> Iterator[tuple[str, Side]]:
    """One side after the other, under its name."""
    for name, each in told.items():
        left = read(suppose(cause_map, each), settings, changeable_only=changeable_only)
        yield name, Side(outcome(cause_map, each), left.upstream[:IN_TOP])
