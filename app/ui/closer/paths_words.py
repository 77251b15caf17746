"""Sentences of "Paths": how many ways there are, what each of them makes of it, and how it is read aloud."""

from app.analysis.paths import Path, Paths
from app.analysis.walk import sentences
from app.model.cause_map import CauseMap


def how_many(found: Paths, cause_map: CauseMap, *, leads_back: bool) -> str:
    """How many ways lead there, up to which bound, and whether it was reached."""
    start, goal = _named(cause_map, found.start), _named(cause_map, found.goal)
    if found.shortest is None:
        other_way = " It leads the other way: swap them." if leads_back else ""
        return f"No way on this map leads from {start} to {goal}.{other_way}"
    count = len(found.listed)
    bound = f"up to {found.longest} links"
    if found.capped:
        said = f"More than {count:,} ways of {bound} lead there; the {count:,} shortest are listed."
    elif found.spent:
        said = f"There are too many ways to look at them all: {count:,} of {bound} are listed, and there may be more."
    elif count == 1:
        said = f"One way of {bound} leads there."
    else:
        said = f"{count:,} ways of {bound} lead there."
    return f"{said} {_what_they_make(found)}".rstrip()


def _what_they_make(found: Paths) -> str:
    """Whether the listed ways agree on what more of the first makes of the last."""
    less = sum(not path.makes_more for path in found.listed)
    count = len(found.listed)
    if not less:
        return ""
    if less == count:
        return "More of the first makes less of the last." if count == 1 else "By all of them more makes less."
    return f"They pull both ways: by {count - less:,} more makes more, by {less:,} more makes less."


def rows_of(found: Paths) -> list[Path]:
    """The ways as they are listed: the shortest, the surest if it is another, then the rest."""
    if found.shortest is None or found.strongest is None:
        return []
    first = [found.shortest]
    if found.strongest.links != found.shortest.links:
        first.append(found.strongest)
    known = {path.links for path in first}
    return [*first, *(path for path in found.listed if path.links not in known)]


def path_row(path: Path, found: Paths, cause_map: CauseMap) -> str:
    """A way in the list: what is best about it, its length, how surely it holds, and what it goes through."""
    names = []
    if found.shortest is not None and path.links == found.shortest.links:
        names.append("Shortest")
    if found.strongest is not None and path.links == found.strongest.links:
        names.append("Surest")
    parts = [" and ".join(names).capitalize()] if names else []
    parts.append(f"{len(path.links)} link{'s' * (len(path.links) != 1)}")
    parts.append(f"{chance(path.confidence)} sure")
    if not path.makes_more:
        parts.append("more makes less")
    between = [_named(cause_map, id_) for id_ in path.factors[1:-1]]
    return f"{' · '.join(parts)}\n{'By way of ' + ' → '.join(between) if between else 'Directly'}"


def chance(confidence: float) -> str:
    """How often all links of a way hold, as whole per cent; never "0%" for what may be."""
    if 0 < confidence < 0.005:
        return "less than 1%"
    return f"{round(100 * confidence)}%"


def read_aloud(path: Path, cause_map: CauseMap) -> str:
    """The whole way in one sentence: because of the first, therefore the second, and so on."""
    return sentences(cause_map, path.upstream())[-1]


def whys(path: Path, cause_map: CauseMap) -> tuple[str, ...]:
    """One question and answer for each link, from the effect upstream."""
    return sentences(cause_map, path.upstream())[1:-1]


def _named(cause_map: CauseMap, id_: str) -> str:
    return f"“{cause_map.factors[id_].label}”"
