"""GraphML as yEd, Gephi and networkx write it."""

import xml.etree.ElementTree as ET

from app.exchange.foreign.plain import Plain, words_of
from app.exchange.foreign.xml_maps import name_of

_LABELS = ("label", "name", "title", "text")
_NOTES = ("description", "note", "notes")


def read_graphml(root: ET.Element) -> Plain:
    """Nodes with yEd's labels and places, or the data called label, x and y; edges as arrows."""
    plain = Plain()
    keys = {
        each.get("id", ""): (each.get("attr.name") or "").casefold() for each in root.iter() if name_of(each) == "key"
    }
    undirected = 0
    graph = next((each for each in root.iter() if name_of(each) == "graph"), None)
    if graph is not None:
        about = [each for each in graph if name_of(each) == "data"]
        plain.title = next((words_of(each.text) for each in about if keys.get(each.get("key") or "") == "title"), "")
    usual = graph.get("edgedefault", "directed") if graph is not None else "directed"
    for each in root.iter():
        if name_of(each) == "node" and each.get("id"):
            told = _told(each, keys)
            label = next((told[name] for name in _LABELS if told.get(name)), "")
            notes = next((told[name] for name in _NOTES if told.get(name)), "")
            kind = "symptom" if told.get("kind") == "symptom" else "cause"
            x, y = _figure(told.get("x")), _figure(told.get("y"))
            theme = words_of(told.get("theme"))
            plain.box(str(each.get("id")), label, notes=notes, kind=kind, theme=theme, x=x, y=y)
        elif name_of(each) == "edge":
            told = _told(each, keys)
            sign = told.get("polarity") or told.get("sign") or ""
            start, end = str(each.get("source") or ""), str(each.get("target") or "")
            undirected += (each.get("directed") or ("true" if usual == "directed" else "false")) == "false"
            polarity = {"+": "+", "-": "-", "−": "-"}.get(sign.strip())
            label = next((told[name] for name in ("edge label", *_LABELS) if told.get(name)), "")
            confidence = _figure(told.get("confidence"))
            plain.arrow(
                start,
                end,
                polarity=polarity,
                note=told.get("note") or words_of(label).strip("−"),
                confidence=confidence,
                and_group=told.get("together"),
                style=told.get("line color", ""),
            )
    if undirected:
        plain.notes.append(f"{undirected} links have no direction; each was taken as it is written.")
    return plain


def _told(each: ET.Element, keys: dict[str, str]) -> dict[str, str]:
    """The data of a node or an edge by its name; what yEd draws stands under "label", "x" and "y"."""
    told: dict[str, str] = {}
    for data in each:
        if name_of(data) != "data":
            continue
        name = keys.get(data.get("key") or "", "") or (data.get("key") or "").casefold()
        words = (data.text or "").strip()
        if words:
            told.setdefault(name, words)
        for part in data.iter():
            if name_of(part) in ("NodeLabel", "EdgeLabel") and (part.text or "").strip():
                told["label"] = words_of(part.text)
            elif name_of(part) == "LineStyle" and part.get("color"):
                told["line color"] = str(part.get("color"))
            elif name_of(part) == "Geometry" and "x" not in told:
                x, y = _figure(part.get("x")), _figure(part.get("y"))
                wide, high = _figure(part.get("width")) or 0.0, _figure(part.get("height")) or 0.0
                if x is not None and y is not None:
                    told |= {"x": str(x + wide / 2), "y": str(y + high / 2)}
    return told


def _figure(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
