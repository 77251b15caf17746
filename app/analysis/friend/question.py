"""A question of the critical friend: what it asks about, why that matters, and on what ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.model.cause_map import CauseMap

Group = Literal["Standing", "Structure", "Plan", "Wording"]
GROUPS: tuple[Group, ...] = ("Standing", "Structure", "Plan", "Wording")
"""In the order in which they are asked: what could change where people focus comes first."""


@dataclass(frozen=True, slots=True)
class Question:
    """``rule``: its short name. ``about``: ids of the factors, links or actions it is about, those to be shown first.

    ``asks`` is the question, ``why`` says why it matters, ``ground`` names the rule of good practice behind it.
    """

    group: Group
    rule: str
    about: tuple[str, ...]
    asks: str
    why: str
    ground: str

    @property
    def key(self) -> str:
        """By which its answer is kept: the same question of the same things, whatever else has changed."""
        return " ".join([self.rule.replace(" ", "-"), *self.about])


def quoted(cause_map: CauseMap, id_: str) -> str:
    """A factor's words, or both ends of a link's, in quotation marks."""
    if id_ in cause_map.factors:
        return f"“{cause_map.factors[id_].label}”"
    link = cause_map.links[id_]
    return f"“{cause_map.factors[link.cause].label}” leads to “{cause_map.factors[link.effect].label}”"


def listed(cause_map: CauseMap, ids: Sequence[str], most: int = 3) -> str:
    """Several of them, the first few by name."""
    named = [quoted(cause_map, id_) for id_ in ids[:most]]
    left = len(ids) - len(named)
    if left:
        return f"{', '.join(named)} and {left} more"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
