"""The conversation on a map that settles as the window lets it: how still it stands, how tangled it ends."""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conversation import SCRIPT, Pause, replay

from app.drawing.picture import ends_of
from app.drawing.sizes import sizes_of
from app.layout.crossings import crossings
from app.layout.detour import is_clear
from app.layout.easing import ease
from app.layout.gain import tidy_gain
from app.layout.geometry import Box, Ends, Route, boxes_at
from app.layout.routes import route_links
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, update
from app.model.records import ABOUT_ID, About
from app.ui import tidy_offer
from app.ui.standing import Standing, given_places

FIELDS = ("label", "kind", "parked", "cause", "effect", "confidence", "together", "notes")


@dataclass
class Course:
    """What was measured on the way."""

    moved: list[float] = field(default_factory=list)
    """Mean movement of the factors that an edit did not touch, px."""
    settled: list[float] = field(default_factory=list)
    eased: list[float] = field(default_factory=list)
    offers: int = 0
    overlaps: int = 0
    under: int = 0
    """Lines that run through a box, after all edits together."""
    ratio: float = 0.0
    map: CauseMap | None = None
    crossings: int = 0
    fresh: int = 0


def overlapping(boxes: Mapping[str, Box]) -> int:
    """How many pairs of boxes overlap."""
    every = list(boxes.values())
    return sum(
        abs(a.x - b.x) < (a.width + b.width) / 2 - 0.1 and abs(a.y - b.y) < (a.height + b.height) / 2 - 0.1
        for n, a in enumerate(every)
        for b in every[:n]
    )


def under_boxes(boxes: Mapping[str, Box], routes: Mapping[str, Route], links: Sequence[Ends]) -> int:
    """How many lines run through a box that is none of their ends; a box is taken one unit smaller all round."""
    found = 0
    for link in links:
        others = [box for id_, box in boxes.items() if id_ not in (link.cause, link.effect)]
        edges = [(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1) for box in others]
        found += not is_clear(routes[link.id], edges)
    return found


def run(*, taking: bool) -> Course:
    """Let the whole script happen to a map that settles as the window does it; ``taking`` every Tidy offered."""
    course = Course()
    cause_map = CauseMap.of([About(id=ABOUT_ID)])
    standing = Standing(cause_map)
    size_then = 0
    for done in replay(SCRIPT, cause_map):
        if isinstance(done.moment, Pause):
            size = len(standing.boxes) + len(standing.routes)
            if size - size_then >= tidy_offer.GROWTH:
                symptoms = {factor.id for factor in cause_map.symptoms()}
                gain = tidy_gain(standing.boxes, standing.routes, ends_of(cause_map), symptoms)
                if gain.fewer >= max(tidy_offer.LEAST_FEWER, tidy_offer.LEAST_PART * gain.now):
                    course.offers += 1
                    size_then = size
                    if taking:
                        cause_map = cause_map.apply(given_places(cause_map, [], gain.places))
                        standing.follow(cause_map, gain.places)
            continue
        before = dict(standing.boxes)
        changes = _changes(cause_map, done.cause_map)
        after = cause_map.apply(changes)
        begun = time.perf_counter()
        changes = standing.with_room(cause_map, after, changes, ())
        course.settled.append(time.perf_counter() - begun)
        cause_map = cause_map.apply(changes)
        standing.follow(cause_map, {change.id for change in changes})
        touched = _touched(cause_map, changes)
        begun = time.perf_counter()
        symptoms = {factor.id for factor in cause_map.symptoms()}
        places = ease(standing.boxes, ends_of(cause_map), touched, symptoms=symptoms) if touched else {}
        course.eased.append(time.perf_counter() - begun)
        cause_map = cause_map.apply(given_places(cause_map, [], places))
        standing.follow(cause_map, places)
        own = touched | {change.id for change in changes if change.table == "factor" and change.id not in before}
        others = [id_ for id_ in before if id_ in standing.boxes and id_ not in own]
        if others:
            now = standing.boxes
            course.moved.append(
                statistics.mean(abs(now[i].x - before[i].x) + abs(now[i].y - before[i].y) for i in others)
            )
        course.overlaps += overlapping(standing.boxes)
        course.under += under_boxes(standing.boxes, standing.routes, ends_of(cause_map))
    symptoms = {factor.id for factor in cause_map.symptoms()}
    sizes = sizes_of(cause_map)
    course.crossings = crossings(standing.routes)
    fresh: Mapping[str, Route] = route_links(
        boxes_at(tidy(sizes, ends_of(cause_map), symptoms), sizes), ends_of(cause_map)
    )
    course.fresh = crossings(fresh)
    course.map = cause_map
    course.ratio = course.crossings / max(course.fresh, 1)
    return course


def _changes(before: CauseMap, after: CauseMap) -> list:
    """What leads from one map to the other, places apart: the script knows none."""
    found: list = []
    for table in ("link", "factor"):
        old, new = (
            {id_: getattr(each, table + "s")[id_] for id_ in getattr(each, table + "s")} for each in (before, after)
        )
        found = [*(Remove(old[id_]) for id_ in old.keys() - new.keys()), *found]
        fresh = [Add(new[id_]) for id_ in new if id_ not in old]
        for id_ in new.keys() & old.keys():
            kept = {f: getattr(new[id_], f) for f in FIELDS if hasattr(new[id_], f)}
            found += update(old[id_], **kept)
        found = [*found, *fresh] if table == "link" else [*fresh, *found]
    removed = [each for each in found if isinstance(each, Remove)]
    removed.sort(key=lambda each: each.table != "link")
    return [*(each for each in found if not isinstance(each, Remove)), *removed]


def _touched(cause_map: CauseMap, changes: list) -> set[str]:
    ids = {change.id for change in changes}
    return {end for id_ in ids if id_ in cause_map.links for end in _ends(cause_map, id_)}


def _ends(cause_map: CauseMap, link: str) -> tuple[str, str]:
    return cause_map.links[link].cause, cause_map.links[link].effect
