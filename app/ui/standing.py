"""Where things stand: the boxes and curves of a map, kept in step with it, and the places of what is new."""

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Self

from app.drawing.picture import ends_of
from app.drawing.sizes import size_of, sizes_of
from app.layout.geometry import Box, Ends, Point, Route
from app.layout.routes import plain_route, rerouted, route_links
from app.layout.settle import settle
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, Update, update
from app.model.records import Factor, Link

TIDY_AT_ONCE = 30
"""Up to so many factors Tidy takes a few hundredths of a second and need not leave the window's process."""
PLACE_AT_ONCE = 60
"""Up to so many newcomers find room one by one; more are arranged among themselves first."""
PLAIN_FROM = 1_000
"""From so many factors on, links are plain curves from box to box: nobody can follow one among thousands, and leading
each through the gaps would take longer than people wait."""
_AROUND = 1_200.0
"""On so large a map a change looks so far around for room, to all sides."""
_BELOW = 60.0
"""Free height between the map and many newcomers that come at once."""


class Standing:
    """Boxes and routes by id. Parked factors stand nowhere."""

    def __init__(self, cause_map: CauseMap) -> None:
        self.boxes: dict[str, Box] = {}
        self.routes: dict[str, Route] = {}
        self._ends: dict[str, tuple[str, str]] = {}
        self.stand_all(cause_map)

    def stand_all(self, cause_map: CauseMap) -> None:
        """Work everything out anew; where places are missing, a small map is tidied and a large one put in rows."""
        factors = cause_map.on_the_map()
        sizes = sizes_of(cause_map)
        if any(f.x is None or f.y is None for f in factors):
            symptoms = {f.id for f in factors if f.is_symptom}
            few = len(sizes) <= TIDY_AT_ONCE
            places = tidy(sizes, ends_of(cause_map), symptoms) if few else in_rows(sizes)
        else:
            places = {f.id: (f.x or 0.0, f.y or 0.0) for f in factors}
        self.boxes = {id_: Box(*places[id_], *size) for id_, size in sizes.items()}
        self._ends = {link.id: (link.cause, link.effect) for link in cause_map.links.values()}
        self.routes = self._all_plain() if self._is_large() else route_links(self.boxes, ends_of(cause_map))

    def _is_large(self) -> bool:
        return len(self.boxes) >= PLAIN_FROM

    def _all_plain(self) -> dict[str, Route]:
        boxes = self.boxes
        return {
            id_: plain_route(boxes[cause], boxes[effect])
            for id_, (cause, effect) in self._ends.items()
            if cause in boxes and effect in boxes
        }

    def apart(self) -> Self:
        """The same once more, to be changed by itself."""
        other = copy.copy(self)
        other.boxes, other.routes, other._ends = dict(self.boxes), dict(self.routes), dict(self._ends)  # noqa: SLF001
        return other

    def follow(self, cause_map: CauseMap, touched: Iterable[str]) -> None:
        """Boxes and curves of what was touched; nothing else is worked out again."""
        if self._is_large():
            self._follow_large(cause_map, touched)
            return
        moved, relinked = self._follow_boxes(cause_map, touched)
        if moved or relinked:
            self.routes = rerouted(self.boxes, ends_of(cause_map), self.routes, moved)

    def follow_plainly(self, cause_map: CauseMap, touched: Iterable[str]) -> tuple[set[str], set[str]]:
        """As :meth:`follow`, with curves that take no time; says which boxes moved and which curves are plain now.

        What has no place, nor had one before, stands in rows below the rest.
        """
        touched = tuple(touched)
        factors, boxes = cause_map.factors, self.boxes
        lost = [factors[id_] for id_ in touched if id_ in factors and id_ not in boxes and _has_no_place(factors[id_])]
        moved, _ = self._follow_boxes(cause_map, [id_ for id_ in touched if id_ not in {each.id for each in lost}])
        sizes = {each.id: size_of(each) for each in lost}
        for id_, place in many_places(boxes, sizes, in_rows(sizes)).items():
            boxes[id_] = Box(*place, *sizes[id_])
        moved.update(sizes)
        shown = {id_: ends for id_, ends in self._ends.items() if ends[0] in boxes and ends[1] in boxes}
        plain = {
            id_ for id_, (cause, effect) in shown.items() if id_ not in self.routes or cause in moved or effect in moved
        }
        self.routes = {
            id_: plain_route(boxes[cause], boxes[effect]) if id_ in plain else self.routes[id_]
            for id_, (cause, effect) in shown.items()
        }
        return moved, plain

    def _follow_large(self, cause_map: CauseMap, touched: Iterable[str]) -> None:
        """As :meth:`follow`, looking at no link but those of what was touched."""
        touched = tuple(touched)
        moved, _ = self._follow_boxes(cause_map, touched)
        links = {id_: cause_map.links[id_] for id_ in touched if id_ in cause_map.links}
        for id_ in moved:
            links |= {each.id: each for each in (*cause_map.links_into(id_), *cause_map.links_out_of(id_))}
        routes = {id_: route for id_, route in self.routes.items() if id_ in self._ends}
        for id_, link in links.items():
            ends = self.boxes.get(link.cause), self.boxes.get(link.effect)
            if ends[0] is not None and ends[1] is not None:
                routes[id_] = plain_route(ends[0], ends[1])
            else:
                routes.pop(id_, None)
        self.routes = routes

    def _follow_boxes(self, cause_map: CauseMap, touched: Iterable[str]) -> tuple[set[str], bool]:
        """Which boxes came, went or moved, and whether any link was touched."""
        factors, links = cause_map.factors, cause_map.links
        moved: set[str] = set()
        relinked = False
        for id_ in touched:
            factor = factors.get(id_)
            if factor is not None and not factor.parked:
                box = self._box(factor)
                if box != self.boxes.get(id_):
                    self.boxes[id_] = box
                    moved.add(id_)
            elif id_ in self.boxes:
                del self.boxes[id_]
                moved.add(id_)
            elif id_ in links or id_ in self.routes:
                relinked = True
                ends = (links[id_].cause, links[id_].effect) if id_ in links else None
                if ends != self._ends.get(id_):
                    self.routes.pop(id_, None)  # its old curve leads somewhere else
                if ends is None:
                    self._ends.pop(id_, None)
                else:
                    self._ends[id_] = ends
        return moved, relinked

    def _box(self, factor: Factor) -> Box:
        old = self.boxes.get(factor.id)
        x = factor.x if factor.x is not None else old.x if old else 0.0
        y = factor.y if factor.y is not None else old.y if old else 0.0
        return Box(x, y, *size_of(factor))

    # -- before a step

    def with_room(
        self, cause_map: CauseMap, after: CauseMap, changes: Sequence[Change], hand: Collection[str]
    ) -> list[Change]:
        """The changes with the places of newcomers and of all that has to make room for them.

        ``after`` is ``cause_map`` after the changes. What is in ``hand``, pinned, or given a place by the changes
        themselves stays where it is.
        """
        places = self.places_after(cause_map, after, changes, hand)
        return given_places(after, changes, places)

    def places_after(
        self, cause_map: CauseMap, after: CauseMap, changes: Sequence[Change], hand: Collection[str]
    ) -> dict[str, Point]:
        """The places that newcomers and what they push would have after the changes; {} where nothing has to move."""
        new, resized, moved, links = _what_is_new(cause_map, after, changes)
        if not (new or resized or moved or links):
            return {}
        factors = after.factors
        boxes = {id_: box for id_, box in self.boxes.items() if id_ in factors and not factors[id_].parked}
        for id_ in resized | moved:
            factor, old = factors[id_], boxes.get(id_)
            x, y = (factor.x, factor.y) if factor.x is not None else (old.x, old.y) if old else (None, None)
            if x is not None and y is not None:
                boxes[id_] = Box(x, y, *size_of(factor))
        pinned = {id_ for id_, factor in factors.items() if factor.pinned}
        still = pinned | (set(hand) - moved)  # what was just put somewhere stays, but never on what is pinned
        loose = {end for link in links if (end := _loose_end(cause_map, link, boxes, still | moved)) is not None}
        sizes = {id_: size_of(factors[id_]) for id_ in factors if id_ in new}
        symptoms = {factor.id for factor in factors.values() if factor.is_symptom}
        if self._is_large():
            boxes = _near(after, boxes, new | resized | moved | {end for k in links for end in (k.cause, k.effect)})
            ends = _ends_among(after, boxes.keys() | new)
        else:
            ends = ends_of(after)
        if len(new) > PLACE_AT_ONCE:
            return many_places(boxes, sizes, tidy(sizes, ends, symptoms & new))
        changed = [id_ for id_ in boxes if id_ in resized or id_ in moved]
        free = [id_ for id_ in boxes if id_ in loose]
        return settle(boxes, ends, sizes, still=still, loose=free, changed=changed, symptoms=symptoms)


def _near(after: CauseMap, boxes: Mapping[str, Box], ids: Collection[str]) -> dict[str, Box]:
    """The boxes around these, and around what those among them without a box are linked to."""
    centres = [boxes[id_] for id_ in ids if id_ in boxes]
    for id_ in ids:
        others = [each.cause for each in after.links_into(id_)] + [each.effect for each in after.links_out_of(id_)]
        centres += [boxes[each] for each in others if id_ not in boxes and each in boxes]
    near: set[str] = set()
    for each in centres:
        left, right, top, bottom = each.x - _AROUND, each.x + _AROUND, each.y - _AROUND, each.y + _AROUND
        near.update(id_ for id_, box in boxes.items() if left < box.x < right and top < box.y < bottom)
    return {id_: box for id_, box in boxes.items() if id_ in near}


def _ends_among(cause_map: CauseMap, ids: Collection[str]) -> list[Ends]:
    """The links between these, as the layout room takes them."""
    found = (link for id_ in ids for link in cause_map.links_into(id_) if link.cause in ids)
    return [Ends(link.id, link.cause, link.effect) for link in found]


def many_places(
    boxes: Mapping[str, Box], sizes: Mapping[str, tuple[float, float]], among: Mapping[str, Point]
) -> dict[str, Point]:
    """Many newcomers, arranged among themselves, as a block below the map."""
    if not among:
        return {}
    left = min((box.left for box in boxes.values()), default=0.0)
    bottom = max((box.bottom for box in boxes.values()), default=-_BELOW)
    own_left = min(x - sizes[id_][0] / 2 for id_, (x, _) in among.items())
    own_top = min(y - sizes[id_][1] / 2 for id_, (_, y) in among.items())
    dx, dy = left - own_left, bottom + _BELOW - own_top
    return {id_: (round(x + dx, 2), round(y + dy, 2)) for id_, (x, y) in among.items()}


def differing(before: CauseMap, after: CauseMap) -> frozenset[str]:
    """The ids of the factors and links that are not the same in both maps."""
    return frozenset(
        id_
        for old, new in ((before.factors, after.factors), (before.links, after.links))
        for id_ in old.keys() | new.keys()
        if old.get(id_) is not new.get(id_) and old.get(id_) != new.get(id_)
    )


def given_places(after: CauseMap, changes: Sequence[Change], places: Mapping[str, Point]) -> list[Change]:
    """The changes with these places: newcomers are added where they are to stand, the rest is moved."""
    left = {id_: (round(float(x), 2), round(float(y), 2)) for id_, (x, y) in places.items()}
    found: list[Change] = []
    for change in changes:
        if isinstance(change, Add) and change.id in left:
            x, y = left.pop(change.id)
            found.append(Add(change.record.with_fields({"x": x, "y": y})))
        else:
            found.append(change)
    for id_, (x, y) in left.items():
        found.extend(update(after.factors[id_], x=x, y=y))
    return found


def newcomers(after: CauseMap, changes: Sequence[Change]) -> set[str]:
    """The ids of the factors that the changes put on the map without a place."""
    ids = {change.id for change in changes if change.table == "factor" and not isinstance(change, Remove)}
    return {id_ for id_ in ids if id_ in after.factors and _has_no_place(after.factors[id_])}


def _loose_end(cause_map: CauseMap, link: Link, boxes: Mapping[str, Box], still: Collection[str]) -> str | None:
    """The end of a new link that stood for itself until now and may come to the other one; symptoms stay."""
    for end in (link.cause, link.effect):
        alone = end in boxes and not (cause_map.links_into(end) or cause_map.links_out_of(end))
        if alone and end not in still and not cause_map.factors[end].is_symptom:
            return end
    return None


def _has_no_place(factor: Factor) -> bool:
    return not factor.parked and (factor.x is None or factor.y is None)


def _what_is_new(
    cause_map: CauseMap, after: CauseMap, changes: Sequence[Change]
) -> tuple[set[str], set[str], set[str], list[Link]]:
    """Newcomers without a place, factors whose words changed, factors given a place, links that are new."""
    new = newcomers(after, changes)
    resized: set[str] = set()
    moved: set[str] = set()
    links: list[Link] = []
    for change in changes:
        if change.table == "factor" and change.id in after.factors and change.id not in new:
            fields = change.after.keys() if isinstance(change, Update) else {"x"} if isinstance(change, Add) else set()
            factor = after.factors[change.id]
            if factor.parked:
                continue
            if fields & {"x", "y"}:
                moved.add(change.id)
            if fields & {"label", "kind"}:
                resized.add(change.id)
        elif change.table == "link" and change.id in after.links:
            link = after.links[change.id]
            old = cause_map.links.get(change.id)
            if old is None or (old.cause, old.effect) != (link.cause, link.effect):
                links.append(link)
    return new, resized, moved, links


def in_rows(sizes: Mapping[str, tuple[float, float]]) -> dict[str, Point]:
    """Places in plain rows: what stands until a large map has been tidied."""
    columns = max(1, round(len(sizes) ** 0.5))
    wide = max((width for width, _ in sizes.values()), default=0.0) + 60
    high = max((height for _, height in sizes.values()), default=0.0) + 30
    return {id_: (number % columns * wide, number // columns * high) for number, id_ in enumerate(sizes)}
