"""Editing the map as an outline, where indenting says "is a cause of". Pure, like the verbs in edits.

A row is a factor together with the effect it stands under ('' for a row at the outer edge).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.errors import RuleBroken
from app.model import edits, reshape
from app.model.cause_map import CauseMap
from app.model.changes import Change

Changes = list[Change]


@dataclass(frozen=True, slots=True)
class Row:
    """A factor where it stands in the outline."""

    factor: str
    under: str = ""


def move(cause_map: CauseMap, row: Row, under: str) -> Changes:
    """The row under another effect, or at the outer edge (''): its link goes with it, with all that is known of it.

    RuleBroken if the factor would stand under itself, or is a cause of that effect already.
    """
    if under == row.under:
        return []
    if under == row.factor:
        raise RuleBroken("A factor cannot be its own cause.")
    if under and cause_map.link_between(row.factor, under):
        cause, effect = (cause_map.factors[id_].label for id_ in (row.factor, under))
        raise RuleBroken(f"“{cause}” is a cause of “{effect}” already.")
    link = cause_map.link_between(row.factor, row.under) if row.under else None
    if link is None:
        return edits.link(cause_map, row.factor, under) if under else []
    return reshape.redirect(cause_map, link.id, effect=under) if under else edits.delete(cause_map, [link.id])


def move_all(cause_map: CauseMap, moves: Iterable[tuple[Row, str]]) -> Changes:
    """Several rows, each under its new effect, one after another; RuleBroken, and none of them, if one cannot go."""
    changes: Changes = []
    for row, under in moves:
        step = move(cause_map, row, under)
        cause_map = cause_map.apply(step)
        changes += step
    return changes


def indent(cause_map: CauseMap, row: Row, above: str) -> Changes:
    """The row made a cause of the row above it beside which it stood."""
    if not above:
        raise RuleBroken("There is no row above it that it could be a cause of.")
    return move(cause_map, row, above)


def outdent(cause_map: CauseMap, row: Row, outer: str) -> Changes:
    """The row made a cause of what the row above it leads to (``outer``; '' leaves it without this link)."""
    if not row.under:
        raise RuleBroken("It stands at the outer edge already.")
    return move(cause_map, row, outer)


def detach(cause_map: CauseMap, rows: Sequence[Row]) -> Changes:
    """The rows taken away from the effects they stand under; the factors stay on the map."""
    found = [cause_map.link_between(row.factor, row.under) for row in rows if row.under]
    links = [link.id for link in found if link is not None]
    if not links:
        raise RuleBroken("It stands under no effect here. Del deletes the factor itself.")
    return edits.delete(cause_map, links)
