"""A map for programs that draw or analyse graphs: GraphML for yEd, DOT, Mermaid, DAGitty."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from app.analysis.reading import Reading
from app.drawing.picture import boxes_of
from app.drawing.theme import LIGHT
from app.model.cause_map import CauseMap
from app.model.records import Factor, Link

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_WRAPPED = {"fontSize": "12", "autoSizePolicy": "node_size", "configuration": "CroppingLabel"}
"""yEd breaks the words of such a label within the box."""
_YED = "http://www.yworks.com/xml/graphml"


def _names(cause_map: CauseMap) -> dict[str, str]:
    """A short name for each factor: n1, n2 and so on."""
    return {id_: f"n{at}" for at, id_ in enumerate(cause_map.factors, 1)}


def _looks(factor: Factor, reading: Reading) -> tuple[str, str, str]:
    """Fill, border and text of its box, as in Headwater."""
    if factor.is_symptom:
        return LIGHT.symptom, LIGHT.symptom_border, LIGHT.symptom_text
    if factor.id in reading.rank_of:
        return LIGHT.root, LIGHT.root, LIGHT.root_text
    return LIGHT.card, LIGHT.loop if factor.id in reading.in_loop else LIGHT.card_border, LIGHT.text


# -- GraphML


def graphml(cause_map: CauseMap, reading: Reading) -> bytes:
    """GraphML with yEd's labels, places and looks; what any other reader wants stands in plain data beside it."""
    ET.register_namespace("", _GRAPHML)
    ET.register_namespace("y", _YED)
    root = ET.Element(f"{{{_GRAPHML}}}graphml")
    keys = (
        ("label", "node", "string"),
        ("kind", "node", "string"),
        ("notes", "node", "string"),
        ("theme", "node", "string"),
        ("rank", "node", "int"),
        ("x", "node", "double"),
        ("y", "node", "double"),
        ("confidence", "edge", "double"),
        ("polarity", "edge", "string"),
        ("together", "edge", "string"),
        ("note", "edge", "string"),
    )
    for name, of, kind in keys:
        ET.SubElement(root, f"{{{_GRAPHML}}}key", {"id": name, "for": of, "attr.name": name, "attr.type": kind})
    for name, of in (("nodegraphics", "node"), ("edgegraphics", "edge")):
        ET.SubElement(root, f"{{{_GRAPHML}}}key", {"id": name, "for": of, "yfiles.type": name})
    ET.SubElement(
        root, f"{{{_GRAPHML}}}key", {"id": "title", "for": "graph", "attr.name": "title", "attr.type": "string"}
    )
    graph = ET.SubElement(root, f"{{{_GRAPHML}}}graph", {"id": "G", "edgedefault": "directed"})
    _data(graph, "title", cause_map.title)
    names, boxes = _names(cause_map), boxes_of(cause_map)
    for id_, factor in cause_map.factors.items():
        node = ET.SubElement(graph, f"{{{_GRAPHML}}}node", {"id": names[id_]})
        box = boxes.get(id_)
        told: dict[str, object] = {"label": factor.label, "kind": factor.kind, "rank": reading.rank_of.get(id_)}
        told |= {"x": box.x, "y": box.y} if box else {}
        told |= {"notes": factor.notes, "theme": factor.theme}
        for name, value in told.items():
            if value not in (None, ""):
                _data(node, name, str(value))
        shape = ET.SubElement(_data(node, "nodegraphics"), f"{{{_YED}}}ShapeNode")
        if box is not None:
            place = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
            ET.SubElement(shape, f"{{{_YED}}}Geometry", {name: f"{value:.1f}" for name, value in place.items()})
        fill, border, text = _looks(factor, reading)
        ET.SubElement(shape, f"{{{_YED}}}Fill", {"color": fill, "transparent": "false"})
        ET.SubElement(shape, f"{{{_YED}}}BorderStyle", {"color": border, "type": "line", "width": "1.5"})
        label = ET.SubElement(shape, f"{{{_YED}}}NodeLabel", {"textColor": text, **_WRAPPED})
        label.text = plain(factor.label)
        ET.SubElement(shape, f"{{{_YED}}}Shape", {"type": "roundrectangle"})
    for at, link in enumerate(cause_map.links.values(), 1):
        ends = {"id": f"e{at}", "source": names[link.cause], "target": names[link.effect]}
        edge = ET.SubElement(graph, f"{{{_GRAPHML}}}edge", ends)
        _data(edge, "confidence", f"{link.confidence:g}")
        if link.polarity:
            _data(edge, "polarity", link.polarity)
        if link.together:
            _data(edge, "together", link.together)
        if link.note:
            _data(edge, "note", link.note)
        line = ET.SubElement(_data(edge, "edgegraphics"), f"{{{_YED}}}PolyLineEdge")
        style = "dashed" if link.certainty == "tentative" else "line"
        width = "2.5" if link.certainty == "established" else "1.5"
        ET.SubElement(line, f"{{{_YED}}}LineStyle", {"color": LIGHT.link, "type": style, "width": width})
        ET.SubElement(line, f"{{{_YED}}}Arrows", {"source": "none", "target": "standard"})
        if link.polarity == "-":
            ET.SubElement(line, f"{{{_YED}}}EdgeLabel").text = "−"
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _data(parent: ET.Element, key: str, words: str | None = None) -> ET.Element:
    data = ET.SubElement(parent, f"{{{_GRAPHML}}}data", {"key": key})
    if words is not None:
        data.text = plain(words)
    return data


def plain(words: str) -> str:
    """Words without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", words)


def _broken(words: str, most: int = 26) -> str:
    lines: list[str] = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


# -- DOT


def dot(cause_map: CauseMap, reading: Reading) -> bytes:
    """Graphviz' DOT, from left to right."""
    names = _names(cause_map)
    lines = [
        "digraph headwater {",
        f"  label={_quoted(cause_map.title)}; rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname=Helvetica];',
    ]
    for factor in cause_map.factors.values():
        fill, border, text = _looks(factor, reading)
        words = _quoted(_broken(factor.label))
        lines.append(f'  {names[factor.id]} [label={words}, fillcolor="{fill}", color="{border}", fontcolor="{text}"];')
    lines += [f"  {names[link.cause]} -> {names[link.effect]}{_dot_style(link)};" for link in cause_map.links.values()]
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _dot_style(link: Link) -> str:
    styles = {"established": "penwidth=2", "likely": "", "tentative": "style=dashed"}
    parts = [styles[link.certainty], 'label="−"' if link.polarity == "-" else ""]
    told = ", ".join(part for part in parts if part)
    return f" [{told}]" if told else ""


def _quoted(words: str) -> str:
    inner = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'


# -- Mermaid


def mermaid(cause_map: CauseMap, reading: Reading) -> bytes:
    """A Mermaid flowchart, from left to right."""
    names = _names(cause_map)
    lines = ["flowchart LR"]
    for factor in cause_map.factors.values():
        words = f'"{_mermaid_words(factor.label)}"'
        lines.append(f"  {names[factor.id]}({words})" if factor.is_symptom else f"  {names[factor.id]}[{words}]")
    arrows = {"established": "==>", "likely": "-->", "tentative": "-.->"}
    for link in cause_map.links.values():
        less = "|less|" if link.polarity == "-" else ""
        lines.append(f"  {names[link.cause]} {arrows[link.certainty]}{less} {names[link.effect]}")
    symptoms = [names[each.id] for each in cause_map.symptoms()]
    roots = [names[id_] for id_ in reading.rank_of if id_ in names]
    for name, members, colours in (
        ("symptom", symptoms, (LIGHT.symptom, LIGHT.symptom_border, LIGHT.symptom_text)),
        ("root", roots, (LIGHT.root, LIGHT.root, LIGHT.root_text)),
    ):
        if members:
            fill, border, text = colours
            lines += [
                f"  classDef {name} fill:{fill},stroke:{border},color:{text}",
                f"  class {','.join(members)} {name}",
            ]
    return ("\n".join(lines) + "\n").encode()


def _mermaid_words(words: str) -> str:
    """Words as entities where Mermaid or HTML would take them for something else."""
    return "".join(f"#{ord(c)};" if c in '"<>&#;`\\[]{}|' else c for c in words)


# -- DAGitty


def dagitty(cause_map: CauseMap, reading: Reading) -> bytes:
    """DAGitty's dag { … }: most upstream causes as exposures, symptoms as outcomes. A loop stays a loop."""
    names = dict(zip(cause_map.factors, _dagitty_names(cause_map), strict=True))
    boxes = boxes_of(cause_map)
    lines = ["dag {"]
    for id_, factor in cause_map.factors.items():
        marks = ["outcome"] if factor.is_symptom else ["exposure"] if id_ in reading.rank_of else []
        if id_ in boxes:
            marks.append(f'pos="{boxes[id_].x / 100:.3f},{boxes[id_].y / 100:.3f}"')
        lines.append(f'"{names[id_]}"' + (f" [{','.join(marks)}]" if marks else ""))
    lines += [f'"{names[link.cause]}" -> "{names[link.effect]}"' for link in cause_map.links.values()]
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _dagitty_names(cause_map: CauseMap) -> Iterator[str]:
    """Labels without quotes, each once."""
    seen: set[str] = set()
    for factor in cause_map.factors.values():
        words = " ".join(factor.label.replace('"', "'").replace("\\", "/").split())
        name, at = words, 1
        while name in seen:
            at += 1
            name = f"{words} ({at})"
        seen.add(name)
        yield name
