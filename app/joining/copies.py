"""The maps of other files, read beside the window; none of the files is locked or changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import HeadwaterError, RuleBroken
from app.joining.joining import Copy
from app.model.cause_map import CauseMap
from app.model.changes import Change
from app.model.reuniting import common_steps

if TYPE_CHECKING:
    from app.document import Document


@dataclass(frozen=True, slots=True)
class Brought:
    """A map to bring in, under the name of whoever brings it.

    If it is a copy of the open map, ``common`` is how many steps their histories begin with in common, ``base`` the
    map as it was then, and ``changes`` all that was done there since.
    """

    name: str
    cause_map: CauseMap
    common: int = -1
    base: CauseMap | None = None
    changes: tuple[Change, ...] = ()


def read_others(paths: Sequence[Path], steps: Sequence[str]) -> list[Brought | str]:
    """The maps of these files, or for each that cannot be read why; ``steps``: the ids of the open map's history."""
    return [_read(path, steps) for path in paths]


def _read(path: Path, steps: Sequence[str]) -> Brought | str:
    from app.document import Document

    try:
        with Document.open(path, look_only=True) as document:
            theirs = [head.id for head in document.history()]
            common = common_steps(steps, theirs)
            try:
                if common < document.earliest_moment():
                    return Brought(path.stem, document.map)
                base = document.moments.at(common)
                done = tuple(change for step in document.steps_after(common) for change in step.changes)
            except RuleBroken:  # without its history it is a map like any other
                return Brought(path.stem, document.map)
            return Brought(path.stem, document.map, common, base, done)
    except HeadwaterError as error:
        return str(error)
    except OSError:
        return f"“{path.name}” cannot be read."


def as_copy(document: "Document", brought: Brought) -> Copy | None:
    """The map as a copy of the open one that was edited apart, if it is one and both histories can be read."""
    base, common = brought.base, brought.common
    if base is None or common < document.earliest_moment():
        return None
    try:
        if common == 0 and not (base.factors and document.moments.at(0) == base):
            return None
        here = tuple(change for step in document.steps_after(common) for change in step.changes)
    except RuleBroken:
        return None
    return Copy(brought.name, base, brought.cause_map, here, brought.changes)
