"""The picture as SVG: what the painter drew, told plainly, its words as text with their font carried.

Browsers read the carried font and show the text itself. Slide and drawing programs mostly do not, and would set the
words in a font of other widths; for them the outlines of the same glyphs are shown, and the text lies unpainted where
they are, so that it can still be found, copied and read aloud. Only browsers understand ``@supports``, which swaps
the two.
"""

import base64
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QRawFont, QTextLayout
from PySide6.QtSvg import QSvgGenerator

from app.drawing.fonts import FAMILY, font, font_file, runs_left
from app.drawing.sheet import Sheet
from app.drawing.theme import Theme

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"  # older programs know no other
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FALL_BACK = f"'{FAMILY}', Verdana, 'DejaVu Sans', Arial, sans-serif"
_FACE_OF = {"400": "Regular", "700": "Bold"}
_UNSEEN = " \u00a0\u200b\u200c\u200d\ufe0e\ufe0f"
_SVG_DEFAULTS = {
    "fill": "black",
    "fill-opacity": "1",
    "stroke": "none",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
}


def svg_of(picture: Sheet, theme: Theme, *, clear: bool = False) -> bytes:
    """The picture as an SVG document in UTF-8 (needs a QGuiApplication); ``clear``: with nothing behind it."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    width, height = f"{picture.size.width():g}", f"{picture.size.height():g}"
    pixels = picture.unit * 96 / 25.4
    on_paper = abs(pixels - 1) > 1e-6
    sides = [side * (picture.unit if on_paper else 1) for side in (picture.size.width(), picture.size.height())]
    wide, high = (f"{side:.6g}{'mm' if on_paper else 'px'}" for side in sides)
    form = {"width": wide, "height": high, "viewBox": f"0 0 {width} {height}"}
    svg = ET.Element(_tag("svg"), form | {"role": "img", "aria-labelledby": "title desc", "font-family": _FALL_BACK})
    ET.SubElement(svg, _tag("title"), {"id": "title"}).text = picture.title
    ET.SubElement(svg, _tag("desc"), {"id": "desc"}).text = described(picture)
    style, words = ET.SubElement(svg, _tag("style")), _Words(ET.SubElement(svg, _tag("defs")))
    lines = {_letters(line): line for line in picture.lines}
    place, group = "", ET.SubElement(svg, _tag("g"))
    for around in _drawn(picture, theme, clear=clear):
        where = _transform(around.get("transform", ""))
        if where != place:
            place, group = where, ET.SubElement(svg, _tag("g"), {"transform": where} if where else {})
        for drawn in around:
            if drawn.tag != _tag("text"):
                group.append(_shape(around, drawn))
        for text in _texts(around, lines):
            words.add(group, text)
    style.text = _style(words.weights)
    ET.indent(svg, "")
    document: str = ET.tostring(svg, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode()


def described(picture: Sheet) -> str:
    """The picture in words, for those who hear it."""
    return picture.described


def _tag(name: str) -> str:
    return f"{{{_SVG}}}{name}"


def _drawn(picture: Sheet, theme: Theme, *, clear: bool) -> Iterator[ET.Element]:
    """What the painter drew: groups, each with one pen, brush and place, that hold shapes and texts."""
    buffer = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(picture.size.toSize())
    generator.setViewBox(QRectF(QPointF(0, 0), picture.size))
    painter = QPainter(generator)
    picture.paint(painter, theme, ground=not clear)
    painter.end()
    drawing = ET.fromstring(bytes(buffer.data().data()))  # noqa: S314  # made by Qt a line ago, not by a stranger
    for outer in drawing.findall(_tag("g")):
        yield from (around for around in outer.findall(_tag("g")) if len(around))


def _transform(matrix: str) -> str:
    """``matrix(…)`` in the shortest words, '' for none."""
    a, b, c, d, x, y = (float(part) for part in matrix.removeprefix("matrix(").removesuffix(")").split(","))
    if (b, c) != (0, 0):
        return matrix
    parts = [f"translate({x:g} {y:g})"] if x or y else []
    if (a, d) != (1, 1):
        parts.append(f"scale({a:g})" if a == d else f"scale({a:g} {d:g})")
    return " ".join(parts)


def _shape(around: ET.Element, drawn: ET.Element) -> ET.Element:
    """The shape with its own look on it, as short as may be."""
    look = {name: drawn.get(name, around.get(name, usual)) for name, usual in _SVG_DEFAULTS.items()}
    bare = look["stroke"] == "none"
    look = {
        name: value.replace(",", " ") if name == "stroke-dasharray" else value
        for name, value in look.items()
        if value != _SVG_DEFAULTS[name] and not (bare and name.startswith("stroke"))
    }
    form = {
        name: " ".join(value.split())
        for name, value in drawn.attrib.items()
        if name not in _SVG_DEFAULTS and name != "vector-effect"
    }
    if drawn.tag not in {_tag("path"), _tag("polygon")}:
        form.pop("fill-rule", None)
    return ET.Element(drawn.tag, form | look)


@dataclass(frozen=True, slots=True)
class _Text:
    """One line of words: its left end on the base line, and how it is set."""

    words: str
    x: float
    y: float
    size: float
    weight: str
    colour: str


def _letters(text: str) -> str:
    return "".join(sorted("".join(text.split())))


def _texts(around: ET.Element, lines: Mapping[str, str]) -> Iterator[_Text]:
    """The lines of words in a group.

    The painter parts a line where script, direction or font change, and gives the parts from left to right;
    ``lines`` knows the whole lines by their letters, as they are read.
    """
    rows: dict[str, list[ET.Element]] = {}
    for drawn in around.findall(_tag("text")):
        rows.setdefault(drawn.get("y", "0"), []).append(drawn)
    for y, parts in rows.items():
        words = "".join(part.text or "" for part in parts)
        yield _Text(
            words=lines.get(_letters(words), words) if len(parts) > 1 else words,
            x=min(float(part.get("x", "0")) for part in parts),
            y=float(y),
            size=float(parts[0].get("font-size", "15")),
            weight=parts[0].get("font-weight", "400"),
            colour=parts[0].get("fill", "#000000"),
        )


class _Words:
    """Writes texts with their outlines, keeping each glyph's outline once."""

    def __init__(self, defs: ET.Element) -> None:
        self.weights: set[str] = set()
        self._defs = defs
        self._names: dict[tuple[str, str, float, int], str] = {}

    def add(self, group: ET.Element, text: _Text) -> None:
        """Put a line into the group: outlines, and the text itself."""
        outlines, ours = self._outlines(text)
        if outlines is not None:
            if ours:
                outlines.set("class", "o")
            group.append(outlines)
        form = {_SPACE: "preserve", "x": f"{text.x:g}", "y": f"{text.y:g}", "font-size": f"{text.size:g}px"}
        if text.weight != "400":
            form["font-weight"] = text.weight
        if runs_left(text.words):
            form |= {"direction": "rtl", "text-anchor": "end"}
        if outlines is None:
            form["fill"] = text.colour
        else:
            form |= {"fill": "none", "color": text.colour}
            if ours:
                form["class"] = "t"
        ET.SubElement(group, _tag("text"), form).text = text.words
        self.weights.add(text.weight)

    def _outlines(self, text: _Text) -> tuple[ET.Element | None, bool]:
        """The line's glyphs (None if one has no outline, as in colour emoji), and whether the carried font has all."""
        layout = QTextLayout(text.words, font(text.size, bold=text.weight == "700"))
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        group, ours = ET.Element(_tag("g"), {"fill": text.colour}), True
        for run in layout.glyphRuns():
            face = run.rawFont()
            ours = ours and face.familyName() == FAMILY
            blank = set(face.glyphIndexesForString(_UNSEEN))
            for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
                path = face.pathForGlyph(glyph)
                if not path.isEmpty():
                    x, y = text.x + at.x(), text.y + at.y() - line.ascent()
                    form = {_HREF: f"#{self._name(face, glyph, path)}", "x": f"{x:.7g}", "y": f"{y:.7g}"}
                    ET.SubElement(group, _tag("use"), form)
                elif glyph not in blank:
                    return None, False
        return (group if len(group) else None), ours

    def _name(self, face: QRawFont, glyph: int, path: QPainterPath) -> str:
        key = (face.familyName(), face.styleName(), face.pixelSize(), glyph)
        if key not in self._names:
            name = self._names[key] = f"g{len(self._names)}"
            ET.SubElement(self._defs, _tag("path"), {"id": name, "d": _path_data(path)})
        return self._names[key]


def _path_data(path: QPainterPath) -> str:
    """A path in SVG's words; a cubic curve comes as one element and two that hold its data."""
    words = []
    elements = [path.elementAt(at) for at in range(path.elementCount())]
    for element in elements:
        kind = {0: "M", 1: "L", 2: "C"}.get(element.type.value, "")
        words.append(f"{kind}{element.x:.2f} {element.y:.2f}")
    return " ".join(words) + "Z"


def _style(weights: set[str]) -> str:
    rules = []
    for weight in sorted(weights & set(_FACE_OF)):
        data = base64.b64encode(font_file(_FACE_OF[weight]).read_bytes()).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
            f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
        )
    rules.append("@supports (display:block){.o{display:none}.t{fill:currentColor}}")
    return "\n".join(rules)
