"""What a factor or link says once several are one: the open map's word stands, gaps are filled from the others.

Where the others differ among themselves, most decide, then the alphabet: in which order they came decides nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from app.model.pairing import same_words
from app.model.records import TEXT_LIMIT, Factor, Link, clean_text

T = TypeVar("T")


def factor_fields(kept: Factor, others: Sequence[Factor], words: str, *, linked: bool) -> dict[str, Any]:
    """The fields of a factor of the open map once these are the same; ``words``: others that were chosen for it."""
    every = [kept, *others]
    symptom = any(each.is_symptom for each in every)
    label = words or kept.label
    return {
        "label": label,
        "kind": "symptom" if symptom else "cause",
        "notes": _notes(kept.notes, every, label),
        "theme": kept.theme or _most((each.theme for each in others), ""),
        "control": _filled(kept, others, lambda each: each.control, "not asked"),
        "effort": _filled(kept, others, lambda each: each.effort, None),
        "impact": _filled(kept, others, lambda each: each.impact, None),
        "weight": _filled(kept, others, lambda each: each.weight, 1.0),
        "parked": all(each.parked for each in every) and not symptom and not linked,
    }


def new_factor(id_: str, records: Sequence[Factor], words: str, *, linked: bool) -> Factor:
    """The one factor that these become on a map that has none of them; it has no place yet."""
    spelt = [each.label for each in records]
    # Capitals throughout are how one table wrote, not what all of them mean.
    label = words or _most((each for each in spelt if not each.isupper()), "") or _most(spelt, "")
    blank = Factor(id=id_, label=label, parked=True)
    return blank.with_fields(factor_fields(blank, records, label, linked=linked))


def _filled(kept: Factor, others: Sequence[Factor], of: Callable[[Factor], T], blank: T) -> T:
    return of(kept) if of(kept) != blank else _most(map(of, others), blank)


def _most(values: Iterable[T], blank: T) -> T:
    """The value that most have; of equally many, the first by the alphabet or the smallest."""
    counts = Counter(value for value in values if value != blank)
    return min(counts, key=lambda value: (-counts[value], value), default=blank)


def _notes(first: str, every: Sequence[Factor], label: str) -> str:
    """All notes, each once, and the words that gave way to others (not where only their spelling did)."""
    told = [first] if first else []
    for text in sorted({each.notes for each in every if each.notes}):
        if not any(text in there for there in told):
            told.append(text)
    for text in sorted({f"Also: {each.label}" for each in every if same_words(each.label) != same_words(label)}):
        if not any(text in there for there in told):
            told.append(text)
    return clean_text("\n\n".join(told))[:TEXT_LIMIT] if told != [first] else first


def link_fields(kept: Link | None, held: Sequence[tuple[str, Link]]) -> tuple[dict[str, Any], bool]:
    """The fields of a link that several maps have (their names and links), and whether they dispute its polarity.

    The surest word stands. Where one says more and another less, the open map's sign stands, or none, and the note
    says who says what.
    """
    links = [link for _, link in held]
    signs: dict[str, list[str]] = {}
    for name, link in held:
        if link.polarity:
            signs.setdefault(link.polarity, []).append(name)
    disputed = len(signs) > 1
    polarity = kept.polarity if kept is not None and kept.polarity else next(iter(signs)) if len(signs) == 1 else ""
    notes = [kept.note] if kept is not None and kept.note else []
    told = sorted({link.note for link in links if link.note})
    if disputed:
        more, less = (" and ".join(sorted(signs[sign])) for sign in "+-")
        told.append(f"More of the one makes more of the other, says {more}; less, says {less}. Ask which.")
    notes += [text for text in told if not any(text in there for there in notes)]
    note = kept.note if kept is not None and notes == [kept.note] else clean_text("\n\n".join(notes))[:TEXT_LIMIT]
    return {"confidence": max(link.confidence for link in links), "polarity": polarity, "note": note}, disputed
