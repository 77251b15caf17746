"""Gliding: what a step has moved goes to its new place in a fifth of a second, and can be overtaken at any moment.

Only what is seen glides: the session's boxes and curves are the final ones from the first moment on.
"""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from app.layout.geometry import Box, Point, Route
from app.ui.motion import motion_is_wanted
from app.ui.session import Session

DURATION = 200
"""Milliseconds."""
MOST = 150
"""When more than so many factors move at once, as by Tidy on a large map, they are in their places at once."""
_STILL = 0.5


class Gliding(QObject):
    """Moves the items of a scene. ``stand`` puts a factor's item somewhere, ``draw`` lays a link's along a curve."""

    def __init__(
        self,
        session: Session,
        stand: Callable[[str, float, float], None],
        draw: Callable[[str, Route], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._stand, self._draw = stand, draw
        self._from: dict[str, Point] = {}
        self._to: dict[str, Point] = {}
        self._links: list[tuple[str, str, str]] = []
        self.animation = QVariantAnimation(self)
        self.animation.setStartValue(0.0)
        self.animation.setEndValue(1.0)
        self.animation.setDuration(DURATION)
        self.animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.animation.valueChanged.connect(self._go_to)
        self.animation.finished.connect(self.finish)

    def on_the_way(self) -> set[str]:
        """The factors that are not seen in their places yet."""
        return set(self._from)

    def begin(self, seen: Mapping[str, Point]) -> None:
        """Let those glide that stand elsewhere than where they were last ``seen``."""
        boxes = self.session.boxes
        moved = {
            id_: (x, y)
            for id_, (x, y) in seen.items()
            if id_ in boxes and abs(boxes[id_].x - x) + abs(boxes[id_].y - y) > _STILL
        }
        if not moved:
            return
        to = {id_: (boxes[id_].x, boxes[id_].y) for id_ in moved}
        if to == self._to:  # they are on their way there, and only look different
            self._go_to(self.animation.currentValue())
            return
        self.animation.stop()
        before, links = self._links, self.session.map.links.values()
        self._links = [(k.id, k.cause, k.effect) for k in links if k.cause in moved or k.effect in moved]
        self._from, self._to = moved, to
        self._rest({link for link, _, _ in before} - {link for link, _, _ in self._links})
        if len(moved) > MOST or not motion_is_wanted():
            self.finish()
            return
        self._go_to(0.0)
        self.animation.start()

    def _go_to(self, part: float) -> None:
        """Show everything this part of the way (0 to 1)."""
        boxes, now = self.session.boxes, {}
        for id_, (x, y) in self._from.items():
            box = boxes.get(id_)
            if box is not None:
                now[id_] = Box(x + (box.x - x) * part, y + (box.y - y) * part, box.width, box.height)
                self._stand(id_, now[id_].x, now[id_].y)
        for link, cause, effect in self._links:
            one, other = now.get(cause, boxes.get(cause)), now.get(effect, boxes.get(effect))
            if one is not None and other is not None and link in self.session.routes:
                self._draw(link, between(one, other))

    def finish(self) -> None:
        """Have all in their places, and the curves as they are."""
        moved, links = self._from, self._links
        self._from, self._to, self._links = {}, {}, []
        self.animation.stop()
        boxes = self.session.boxes
        for id_ in moved:
            if id_ in boxes:
                self._stand(id_, boxes[id_].x, boxes[id_].y)
        self._rest(link for link, _, _ in links)

    def _rest(self, links: Iterable[str]) -> None:
        """Have these links run along their own curves."""
        for link in links:
            if link in self.session.routes:
                self._draw(link, self.session.routes[link])

    def close_map(self) -> None:
        """Stop where things are."""
        self._from, self._to, self._links = {}, {}, []
        self.animation.stop()


def between(cause: Box, effect: Box) -> Route:
    """A plain curve from the right side of the cause to the left side of the effect, wherever they are."""
    first, last = (cause.right, cause.y), (effect.left, effect.y)
    reach = max(abs(last[0] - first[0]) / 2, 30.0)
    return (first, (first[0] + reach, first[1]), (last[0] - reach, last[1]), last)
