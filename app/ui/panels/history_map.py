"""What "History" puts on the map: two moments as one picture, with what came, went and is otherwise."""

from app.analysis.differences import Differences
from app.drawing.sizes import size_of
from app.layout.geometry import Box
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Factor, Link, Record
from app.ui.showing import Shown, Tone
from app.ui.standing import PLACE_AT_ONCE, Standing


def both(before: CauseMap, after: CauseMap, found: Differences) -> CauseMap:
    """The later map with what has gone since the earlier one, where it stood, or near it where something else does."""
    gone = [before.factors[id_] for id_ in found.gone if id_ in before.factors]
    links = [before.links[id_] for id_ in found.gone if id_ in before.links]
    if not gone and not links:
        return after
    standing = Standing(after)
    placed = [each if each.parked else _apart(each, standing) for each in gone]
    whole = _with(after, placed, links)
    homeless = [each for each in placed if each.x is None and not each.parked]
    if homeless and len(homeless) <= PLACE_AT_ONCE:
        places = standing.places_after(after, whole, [Add(each) for each in homeless], [*after.factors])
        there = {each.id: places.get(each.id) for each in homeless}
        moved = [_at(each, there.get(each.id)) for each in placed]
        whole = _with(after, moved, links)
    return whole


def _with(after: CauseMap, factors: list[Factor], links: list[Link]) -> CauseMap:
    known = {each.id for each in (*factors, *after.factors.values()) if not each.parked}
    pairs = {(link.cause, link.effect) for link in after.links.values()}
    kept: list[Record] = [
        each.model_copy(update={"together": ""})
        for each in links
        if {each.cause, each.effect} <= known and (each.cause, each.effect) not in pairs
    ]
    return after.apply([*(Add(each) for each in factors), *(Add(each) for each in kept)])


def _apart(factor: Factor, standing: Standing) -> Factor:
    """A factor that has gone, without its place if something else stands there now."""
    if factor.x is None or factor.y is None:
        return factor
    own = Box(factor.x, factor.y, *size_of(factor))
    taken = any(
        own.left < box.right and box.left < own.right and own.top < box.bottom and box.top < own.bottom
        for box in standing.boxes.values()
    )
    return factor.with_fields({"x": None, "y": None}) if taken else factor


def _at(factor: Factor, place: tuple[float, float] | None) -> Factor:
    return factor if place is None else factor.with_fields({"x": place[0], "y": place[1]})


def shown_differences(found: Differences, whole: CauseMap) -> Shown:
    """What came, went and is otherwise, each in its tone; the rest fades."""
    tones: dict[str, Tone] = dict.fromkeys(found.added, "new")
    tones.update(dict.fromkeys(found.gone, "gone"))
    tones.update(dict.fromkeys(found.changed, "changed"))
    return Shown(
        factors={id_: tone for id_, tone in tones.items() if id_ in whole.factors},
        links={id_: tone for id_, tone in tones.items() if id_ in whole.links},
    )
