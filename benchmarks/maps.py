"""Maps to measure with: grown as a room full of people grows one, the same for the same arguments everywhere."""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.model.cause_map import CauseMap
from app.model.ids import id_for
from app.model.records import ABOUT_ID, CONFIDENCE, About, Factor, Link, Record

BACK = 0.2
"""The part of the links beyond the tree that run from an effect back to one of its causes and close a loop."""

TOGETHER = 0.08
"""The part of the factors with several causes of which two are needed together."""


def random_map(factors: int, links: int, seed: int, symptoms: int = 8) -> CauseMap:
    """A map with so many factors and links, of which so many factors are symptoms.

    People ask "why?" of something on the wall, most often of what came lately; then causes are found to feed several
    effects, a few links close loops, and some causes are needed together. ValueError where so many links do not fit.
    """
    if not 0 < symptoms <= factors or links > factors * (factors - 1) // 2:
        raise ValueError("That map cannot be made.")
    dice = random.Random(seed)
    pairs: dict[tuple[int, int], None] = {}
    for cause in range(symptoms, factors):
        if len(pairs) < links:
            recent = max(0, cause - max(symptoms, factors // 6))
            effect = dice.randrange(recent if dice.random() < 0.7 else 0, cause)
            pairs[cause, effect] = None
    while len(pairs) < links:
        low, high = sorted((dice.randrange(factors), dice.randrange(factors)))
        pair = (low, high) if dice.random() < BACK else (high, low)
        if low != high and pair[::-1] not in pairs:
            pairs[pair] = None
    return CauseMap.of(_records(dice, factors, list(pairs), seed, symptoms))


def _records(dice: random.Random, factors: int, pairs: list[tuple[int, int]], seed: int, symptoms: int) -> list[Record]:
    def name(kind: str, at: int) -> str:
        return id_for("random map", str(seed), kind, str(at))

    causes: dict[int, list[int]] = {}
    for cause, effect in pairs:
        causes.setdefault(effect, []).append(cause)
    needed = {
        (cause, effect)
        for effect, its in causes.items()
        if len(its) > 1 and dice.random() < TOGETHER
        for cause in dice.sample(its, 2)
    }
    records: list[Record] = [About(id=ABOUT_ID, title=f"Random map {seed}")]
    records += [
        Factor(id=name("factor", at), label=f"Factor {at + 1} of the map", kind="symptom" if at < symptoms else "cause")
        for at in range(factors)
    ]
    records += [
        Link(
            id=name("link", at),
            cause=name("factor", cause),
            effect=name("factor", effect),
            confidence=dice.choice(list(CONFIDENCE.values())),
            polarity="-" if dice.random() < 0.1 else "+",
            together=name("together", effect) if (cause, effect) in needed else "",
        )
        for at, (cause, effect) in enumerate(pairs)
    ]
    return records
