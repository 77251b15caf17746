"""What each factor and link looks like right now: the analysis turned into looks, for screen and pictures alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.analysis.reading import Reading
from app.drawing.beads import Edges, Spark, edges_of
from app.drawing.sizes import lines_of
from app.layout.geometry import Box, Route
from app.model.cause_map import CauseMap
from app.model.records import Certainty, Factor, Link, Polarity

Look = Literal["symptom", "root", "cause"]


@dataclass(frozen=True, slots=True)
class FactorFace:
    """One box: its words in lines, its kind, whether it is in a loop, and its rank if it is most upstream."""

    lines: tuple[str, ...]
    look: Look
    in_loop: bool
    rank: int | None
    width: float
    height: float
    beads: int | None = None
    """The strength of its evidence, 0 to 3; None without any."""
    spark: Spark | None = None


@dataclass(frozen=True, slots=True)
class LinkFace:
    """One line: its curve (3k+1 Bézier control points), how sure it is, and its sign."""

    route: Route
    certainty: Certainty
    polarity: Polarity
    together: str
    beads: int | None = None


def face_of(factor: Factor, box: Box, reading: Reading | None, edges: Edges | None = None) -> FactorFace:
    """How a factor looks under a reading (None: before there is one), with the marks on its edge."""
    rank = reading.rank_of.get(factor.id) if reading else None
    look: Look = "symptom" if factor.is_symptom else "root" if rank is not None else "cause"
    return FactorFace(
        lines=lines_of(factor.label, symptom=factor.is_symptom),
        look=look,
        in_loop=bool(reading and factor.id in reading.in_loop),
        rank=rank,
        width=box.width,
        height=box.height,
        beads=edges.beads.get(factor.id) if edges else None,
        spark=edges.sparks.get(factor.id) if edges else None,
    )


def link_face(link: Link, route: Route, edges: Edges | None = None) -> LinkFace:
    """How a link looks along a curve."""
    beads = edges.beads.get(link.id) if edges else None
    return LinkFace(route, link.certainty, link.polarity, link.together, beads)


def factor_faces(cause_map: CauseMap, boxes: Mapping[str, Box], reading: Reading | None) -> dict[str, FactorFace]:
    """The faces of all factors that have a box."""
    edges = edges_of(cause_map)
    there = ((id_, factor) for id_, factor in cause_map.factors.items() if id_ in boxes)
    return {id_: face_of(factor, boxes[id_], reading, edges) for id_, factor in there}


def link_faces(cause_map: CauseMap, routes: Mapping[str, Route]) -> dict[str, LinkFace]:
    """The faces of all links that have a curve."""
    edges = edges_of(cause_map)
    return {id_: link_face(link, routes[id_], edges) for id_, link in cause_map.links.items() if id_ in routes}
