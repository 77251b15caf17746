"""Showing: what an answer lights up on the map, and how. The canvas draws it; pages ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["on", "doubt", "gone", "new", "changed", "fixed"]
"""How something stands out. Each has its own colour and its own sign; ``on`` is simply not faded, a link as traced."""

SIGNS: Mapping[Tone, str] = {"on": "", "doubt": "?", "gone": "✕", "new": "+", "changed": "≠", "fixed": "✓"}
"""What tells the tones apart without colour."""


def letter_of(number: int) -> str:
    """The letter that a numbered dot bears: A to Z, then AA and so on."""
    first, last = divmod(number, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + last)


@dataclass(frozen=True, slots=True)
class Shown:
    """Factors and links that stand out, by id.

    ``badges``: a few letters beside some of them. ``dots``: the numbers of those who spoke of a factor, each shown in a
    colour and with a letter of its own.

    With ``fade_rest`` everything else fades; without it only what is gone, and ``faint``, which has no sign. Ids that
    are not on the map are passed over.
    """

    factors: Mapping[str, Tone] = field(default_factory=dict)
    links: Mapping[str, Tone] = field(default_factory=dict)
    badges: Mapping[str, str] = field(default_factory=dict)
    fade_rest: bool = True
    faint: frozenset[str] = frozenset()
    dots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def marked(self) -> frozenset[str]:
        """The ids that have a sign or a badge of their own."""
        toned = {id_ for tones in (self.factors, self.links) for id_, tone in tones.items() if tone != "on"}
        return frozenset(toned | self.badges.keys() | self.dots.keys())
