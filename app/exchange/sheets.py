"""Links and factors as CSV, for spreadsheets. No cell can be taken for a formula."""

import csv
import io

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe(value: object) -> str:
    """A cell that a spreadsheet takes for words, whatever it begins with; figures stay figures."""
    words = "" if value is None else str(value)
    if isinstance(value, int | float):
        return words
    return f"'{words}" if words.startswith(_DANGEROUS) or words.lstrip("'").startswith(_DANGEROUS) else words


def links_csv(cause_map: CauseMap) -> bytes:
    """A row a link; factors without any stand alone in their row. UTF-8 with a mark, as Excel needs it."""
    rows: list[list[object]] = [["Cause", "Effect", "Certainty", "Confidence", "Polarity", "Together", "Note"]]
    groups: dict[str, int] = {}
    for link in cause_map.links.values():
        group = groups.setdefault(link.together, len(groups) + 1) if link.together else ""
        rows.append(
            [
                cause_map.factors[link.cause].label,
                cause_map.factors[link.effect].label,
                link.certainty,
                link.confidence,
                {"+": "more", "-": "less"}.get(link.polarity, ""),
                group,
                link.note,
            ]
        )
    linked = {end for link in cause_map.links.values() for end in (link.cause, link.effect)}
    rows += [[each.label, "", "", "", "", "", ""] for each in cause_map.factors.values() if each.id not in linked]
    return as_csv(rows)


def factors_csv(cause_map: CauseMap, reading: Reading) -> bytes:
    """A row a factor, with its rank and reach."""
    rows: list[list[object]] = [
        ["Factor", "Kind", "Theme", "Rank", "Symptoms reached", "Who can change it", "Effort", "Impact", "Notes"]
    ]
    rows += [
        [
            each.label,
            "parked" if each.parked else each.kind,
            each.theme,
            reading.rank_of.get(each.id, ""),
            "" if each.is_symptom else len(reading.reach_of(each.id)),
            "" if each.control == "not asked" else each.control,
            each.effort,
            each.impact,
            each.notes,
        ]
        for each in cause_map.factors.values()
    ]
    return as_csv(rows)


def as_csv(rows: list[list[object]]) -> bytes:
    """Rows as CSV, every cell safe."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
