"""A map as Kumu's JSON: elements and connections."""

import json

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap


def kumu(cause_map: CauseMap, reading: Reading) -> bytes:
    """Elements by label (a repeated label gets a number, since Kumu knows elements by it), connections between them."""
    labels: dict[str, str] = {}
    seen: set[str] = set()
    for id_, factor in cause_map.factors.items():
        name, at = factor.label, 1
        while name in seen:
            at += 1
            name = f"{factor.label} ({at})"
        seen.add(name)
        labels[id_] = name
    elements = [
        {
            "label": labels[id_],
            "type": "Symptom" if factor.is_symptom else "Most upstream cause" if id_ in reading.rank_of else "Cause",
            "description": factor.notes,
            **({"tags": [factor.theme]} if factor.theme else {}),
            **({"rank": reading.rank_of[id_]} if id_ in reading.rank_of else {}),
        }
        for id_, factor in cause_map.factors.items()
    ]
    connections = [
        {
            "from": labels[link.cause],
            "to": labels[link.effect],
            "direction": "directed",
            "type": link.polarity or "causes",
            "certainty": link.certainty,
            "description": link.note,
        }
        for link in cause_map.links.values()
    ]
    whole = {"elements": elements, "connections": connections}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
