"""A map as one web page that any browser shows, with no network: to move in, to search, to trace, to hear, to print."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import resources
from app.analysis.reading import Reading
from app.analysis.voices import evidence_on, has_lived_experience, organisations_of
from app.drawing.faces import FactorFace
from app.drawing.fonts import FAMILY, font_file, runs_left
from app.drawing.link import curve_of, direction_of, feet_of, head_of
from app.drawing.picture import Picture, picture_of
from app.drawing.sizes import LINE_HEIGHT, PILL_SIDE, SIDE
from app.drawing.theme import DARK, LIGHT, Theme
from app.exchange.outlines import MARKS, rows
from app.layout.geometry import Route
from app.model.cause_map import CauseMap

_STRENGTH = ("no strength told", "weak", "moderate", "strong")
_TOKENS = {
    "canvas": "canvas",
    "panel": "panel",
    "card": "card",
    "border": "card_border",
    "text": "text",
    "second": "second_text",
    "link": "link",
    "traced": "traced_link",
    "root": "root",
    "root-text": "root_text",
    "symptom": "symptom",
    "symptom-border": "symptom_border",
    "symptom-text": "symptom_text",
    "loop": "loop",
    "accent": "accent",
    "rank": "rank",
    "rank-text": "rank_text",
    "line": "line",
}


def web_page(cause_map: CauseMap, reading: Reading, *, date: str) -> bytes:
    """The page of a map under a reading, in UTF-8 (needs a QGuiApplication); ``date`` as it shall be read.

    It holds no names of people: who said something is told by organisation.
    """
    folder = Path(resources.__file__).parent / "web"
    picture = picture_of(cause_map, reading, date=date)
    numbers = {id_: at for at, id_ in enumerate(picture.factors)}
    style = _style((folder / "page.css").read_text("utf-8"))
    script = (folder / "page.js").read_text("utf-8")
    which = "Most upstream causes you can change" if reading.changeable_only else "Most upstream causes"
    page = Template((folder / "page.html").read_text("utf-8")).substitute(
        policy=_policy(style, script),
        title=escape(picture.title),
        subtitle=escape(picture.subtitle),
        which=which,
        style=style,
        script=script,
        map=_map(cause_map, picture, reading, numbers),
        ranking=_ranking(cause_map, reading, numbers),
        outline="\n".join(_outline(cause_map, numbers)),
        data=_data(cause_map, picture, reading, numbers),
    )
    return page.encode("utf-8", "replace")


def _policy(style: str, script: str) -> str:
    """What the browser lets the page do: show this style, run this script, use fonts it carries; nothing else."""
    style_sum, script_sum = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_sum}'; script-src 'sha256-{script_sum}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _style(rules: str) -> str:
    faces = [
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/ttf;base64,"
        f"{base64.b64encode(font_file(face).read_bytes()).decode()}) format('truetype')}}"
        for face, weight in (("Regular", 400), ("Bold", 700))
    ]
    light, dark = _colours(LIGHT), _colours(DARK)
    return "\n".join(
        [
            *faces,
            f":root{{{light}}}",
            f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}",
            f":root[data-theme=light]{{{light};color-scheme:light}}",
            f":root[data-theme=dark]{{{dark};color-scheme:dark}}",
            rules,
        ]
    )


def _colours(theme: Theme) -> str:
    told = [f"--{name}:{getattr(theme, role)}" for name, role in _TOKENS.items()]
    return ";".join([*told, f"--is-dark:{int(theme.is_dark)}"])


# -- the map


def _map(cause_map: CauseMap, picture: Picture, reading: Reading, numbers: dict[str, int]) -> str:
    extent = picture.extent
    view = (extent.left(), extent.top(), max(extent.width(), 1.0), max(extent.height(), 1.0))
    shapes = [
        _link(cause_map, id_, face.route, numbers, face.certainty, face.polarity) for id_, face in picture.links.items()
    ]
    groups: dict[str, list[Route]] = {}
    for link in picture.links.values():
        if link.together:
            groups.setdefault(link.together, []).append(link.route)
    for routes in groups.values():
        if len(routes) > 1:
            points = " ".join(f"{foot.x():.1f},{foot.y():.1f}" for foot in feet_of(routes))
            shapes.append(f'<polyline class="together" points="{points}"/>')
    shapes += [
        _factor(face, picture.places[id_], numbers[id_], place_words(cause_map, reading, id_))
        for id_, face in picture.factors.items()
    ]
    box = " ".join(f"{value:.1f}" for value in view)
    inside = "\n".join(shapes)
    return f'<svg id="map" viewBox="{box}" role="group" aria-label="{escape(picture.title)}">\n{inside}\n</svg>'


def _link(  # noqa: PLR0917  # the parts of one line
    cause_map: CauseMap, id_: str, route: Route, numbers: dict[str, int], certainty: str, polarity: str
) -> str:
    link = cause_map.links[id_]
    shape = head_of(route, link.certainty)
    head = " ".join(f"{shape.at(at).x():.1f},{shape.at(at).y():.1f}" for at in range(shape.size()))
    sign = ""
    if polarity == "-":
        (x, y), (dx, dy) = route[-1], direction_of(route)
        x, y = x - dx * 20, y - dy * 20
        sign = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5"/>'
            f'<line x1="{x - 3.4:.1f}" y1="{y:.1f}" x2="{x + 3.4:.1f}" y2="{y:.1f}"/>'
        )
    return (
        f'<g class="link {certainty}" aria-hidden="true" data-c="{numbers[link.cause]}" '
        f'data-e="{numbers[link.effect]}">'
        f'<path d="{_path(route)}"/><polygon points="{head}"/>{sign}</g>'
    )


def _path(route: Route) -> str:
    path = curve_of(route)
    words = []
    for at in range(path.elementCount()):
        element = path.elementAt(at)
        words.append(f"{'MLC '[min(element.type.value, 3)].strip()}{element.x:.1f} {element.y:.1f}")
    return " ".join(words)


def _factor(face: FactorFace, place: tuple[float, float], number: int, words: str) -> str:
    wide, high = face.width, face.height
    radius = min(high / 2, 26.0) if face.look == "symptom" else 8.0
    side = PILL_SIDE if face.look == "symptom" else SIDE
    label = " ".join(face.lines)
    left = runs_left(label)
    x = wide / 2 - side if left else side - wide / 2
    top = -len(face.lines) * LINE_HEIGHT / 2 + LINE_HEIGHT * 0.72
    lines = "".join(
        f'<tspan x="{x:.1f}" y="{top + row * LINE_HEIGHT:.1f}">{escape(line)}</tspan>'
        for row, line in enumerate(face.lines)
    )
    marks = ""
    if face.rank is not None:
        at = f'x="{-wide / 2 + 1:.1f}" y="{-high / 2 + 5.5:.1f}"'
        marks += f'<circle class="disc" cx="{-wide / 2 + 1:.1f}" cy="{-high / 2 + 1:.1f}" r="11"/>'
        marks += f'<text class="number" {at}>{face.rank}</text>'
    if face.in_loop:
        marks += (
            f'<g transform="translate({wide / 2 - 1:.1f} {-high / 2 + 1:.1f})"><circle class="ring" r="9"/>'
            '<path class="round" d="M3.6 2.6 A4.6 4.6 0 1 1 1 -4.5"/>'
            '<polygon class="round-head" points="5,-4.2 0.4,-7.6 0,-1.6"/></g>'
        )
    classes = f"factor {face.look}{' loop' if face.in_loop else ''}"
    way = ' direction="rtl"' if left else ""
    return (
        f'<g class="{classes}" id="factor-{number + 1}" tabindex="-1" role="button" aria-pressed="false" '
        f'aria-label="{escape(label)}: {escape(words)}" transform="translate({place[0]:.1f} {place[1]:.1f})">'
        f'<rect x="{-wide / 2:.1f}" y="{-high / 2:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{radius:.1f}"/>'
        f"<text{way}>{lines}</text>{marks}</g>"
    )


def place_words(cause_map: CauseMap, reading: Reading, id_: str) -> str:
    """A factor's place as one hears it: "cause, leads to 4 of 5 symptoms, 2 causes"."""
    factor = cause_map.factors[id_]
    rank = reading.rank_of.get(id_)
    kind = "symptom" if factor.is_symptom else f"most upstream cause, rank {rank}" if rank is not None else "cause"
    parts = [kind.capitalize()]
    if not factor.is_symptom:
        total = len(reading.symptoms)
        parts.append(f"leads to {len(reading.reach_of(id_))} of {total} symptom{'s' * (total != 1)}")
    causes = len(cause_map.links_into(id_))
    parts.append(f"{causes or 'no'} cause{'s' * (causes != 1)}")
    if id_ in reading.in_loop:
        parts.append("in a loop")
    return ", ".join(parts)


# -- in words


def _ranking(cause_map: CauseMap, reading: Reading, numbers: dict[str, int]) -> str:
    if not reading.upstream:
        return '<p class="second">No cause leads to a symptom yet.</p>'
    made = []
    for cause in reading.upstream:
        first = (cause.break_points or cause.members)[0]
        label = " + ".join(cause_map.factors[id_].label for id_ in cause.members)
        made.append(
            f'<li><button class="cause" data-n="{numbers[first]}"><span class="rank">{cause.rank}</span>'
            f"<span>{escape(label)}</span></button>"
            f"<details><summary>Why</summary><p>{escape(cause.reason)}</p></details></li>"
        )
    return f'<ol class="ranks">{"".join(made)}</ol>'


def _outline(cause_map: CauseMap, numbers: dict[str, int]) -> Iterator[str]:
    """Nested lists: symptoms first, below each what leads to it."""
    deep = -1
    for depth, id_, mark in rows(cause_map):
        if depth > deep:
            yield "<ul>" * (depth - deep)
        else:
            yield "</li>" + "</ul></li>" * (deep - depth)
        deep = depth
        factor = cause_map.factors[id_]
        look = ' class="symptom-words"' if factor.is_symptom else ""
        words = escape(factor.label) + MARKS[mark]
        number = numbers.get(id_)
        yield (
            f"<li><span{look}>{words}</span>"
            if number is None
            else (f'<li><a href="#trace={number + 1}" data-n="{number}"{look}>{words}</a>')
        )
    if deep >= 0:
        yield "</li></ul>" * (deep + 1)


def _data(cause_map: CauseMap, picture: Picture, reading: Reading, numbers: dict[str, int]) -> str:
    """What the script needs, as JSON that no label can end early."""
    factors: list[dict[str, Any]] = []
    for id_ in picture.factors:
        x, y = picture.places[id_]
        factors.append(
            {
                "label": cause_map.factors[id_].label,
                "place": place_words(cause_map, reading, id_),
                "told": list(_told(cause_map, reading, id_)),
                "causes": [numbers[link.cause] for link in cause_map.links_into(id_)],
                "effects": [numbers[link.effect] for link in cause_map.links_out_of(id_)],
                "x": round(x, 1),
                "y": round(y, 1),
            }
        )
    words = json.dumps({"factors": factors}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        words = words.replace(sign, f"\\u{ord(sign):04x}")
    return words


def _told(cause_map: CauseMap, reading: Reading, id_: str) -> Iterator[str]:
    cause = reading.cause_of.get(id_)
    if cause is not None:
        yield cause.reason
    if cause_map.factors[id_].notes:
        yield cause_map.factors[id_].notes
    evidence = evidence_on(cause_map, id_)
    if evidence:
        best = max(each.strength for each in evidence)
        pieces = f"{len(evidence)} piece{'s' * (len(evidence) != 1)} of evidence"
        yield f"{pieces}: {_STRENGTH[best]} at best." if len(evidence) > 1 else f"{pieces}: {_STRENGTH[best]}."
    named = organisations_of(cause_map, id_)
    if named:
        yield f"Said by {', '.join(named)}."
    if has_lived_experience(cause_map, id_) and not any("experience" in name.casefold() for name in named):
        yield "Experts by experience said it too."
