"""Hints that go away: one quiet line at the bottom of the map, each until its key was used once or it was sent away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QMetaObject, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QWidget

from app.ui.actions import ACTIONS
from app.ui.canvas.view import MapView
from app.ui.places import choices, choose
from app.ui.session import Session

_SEEN = "hints_seen"
_BELOW = 14
_SIDE = 20


@dataclass(frozen=True, slots=True)
class Moment:
    """What there is now, by which a hint comes at a time when it is of use."""

    factors: int
    links: int
    selected: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What the key of an action does, and when that is worth saying."""

    action: str
    words: str
    worth: Callable[[Moment], bool]


HINTS = (
    Hint("factor.why", "asks why: type what leads to what is selected.", lambda now: now.selected == 1),
    Hint("factor.sibling", "adds another beside it.", lambda now: now.factors >= 2 and now.selected == 1),
    Hint("capture.open", "takes down what is said, a whole chain at a time.", lambda now: now.factors >= 3),
    Hint("link.effect", "links what is selected to something else it leads to.", lambda now: now.factors >= 5),
    Hint("link.next", "selects a link; 1, 2 and 3 say how sure it is.", lambda now: now.links >= 4),
    Hint("edit.anything", "finds any factor, and everything Headwater can do.", lambda now: now.factors >= 6),
    Hint("factor.pin", "pins a factor, so that it never makes room for others.", lambda now: now.factors >= 9),
    Hint("present.toggle", "shows the map to the room.", lambda now: now.factors >= 8),
    Hint("help.page", "is help: how to read the ranking, and where your file is.", lambda now: now.factors >= 10),
)


class Hints(QObject):
    """Shows one hint at a time over the view; the next comes with a later step, never at once."""

    def __init__(self, session: Session, view: MapView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._keys = {spec.id: spec.shown_key or " or ".join(spec.keys[:1]) for spec in ACTIONS}
        kept = choices().get(_SEEN)
        self._seen = {str(each) for each in kept} if isinstance(kept, list) else set()
        self._revision = -1
        self._before: list[QWidget] = []
        self._listening: list[QMetaObject.Connection] = []
        self.now: Hint | None = None
        self.line = QWidget(view)
        self.line.setObjectName("hint")
        self.line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.away = QToolButton(view)
        self.away.setObjectName("hint-away")
        self.away.setText("×")
        self.away.setAccessibleName("Do not show this hint again")
        self.away.setToolTip("Do not show this again (Esc)")
        self.away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.away.clicked.connect(self.dismiss)
        row = QHBoxLayout(self.line)
        row.setContentsMargins(14, 6, 36, 6)
        row.addWidget(self.words)
        # The map below it can be taken hold of; only its cross is for the mouse.
        self.line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._show(False)
        view.installEventFilter(self)
        view.tab_pressed.connect(partial(self.used, "factor.why"))
        view.enter_pressed.connect(partial(self.used, "factor.sibling"))
        view.zoomed.connect(self.place)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.place)
        session.map_changed.connect(self._on_changed)
        session.selection_changed.connect(self._on_changed)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        self._on_changed()

    def listen(self, actions: Mapping[str, QAction]) -> None:
        """A hint has done its work once its action was taken, by key or otherwise."""
        for hint in HINTS:
            if hint.action in actions:
                triggered = actions[hint.action].triggered
                self._listening.append(triggered.connect(partial(self._on_triggered, hint.action)))

    def give_way_to(self, widget: QWidget) -> None:
        """No hint is shown while this stands over the map."""
        self._before.append(widget)
        widget.installEventFilter(self)

    # -- which one

    def _on_changed(self, _what: object = None) -> None:
        """With a new step, and while none is shown, the next one that is worth saying."""
        revision = self._session.document.revision
        if self.now is None and revision != self._revision:
            self._revision = revision
            now = self._moment()
            self.now = next(
                (
                    hint
                    for hint in HINTS
                    if hint.action not in self._seen and self._keys.get(hint.action) and hint.worth(now)
                ),
                None,
            )
            if self.now is not None:
                self.words.setText(f"<b>{self._keys[self.now.action]}</b> {self.now.words}")
        self.place()

    def _moment(self) -> Moment:
        session = self._session
        return Moment(len(session.boxes), len(session.map.links), len(session.selected_factors()))

    def used(self, action: str) -> None:
        """The key of an action was used: its hint is not needed any more."""
        if any(hint.action == action for hint in HINTS) and action not in self._seen:
            self._seen.add(action)
            choose(**{_SEEN: sorted(self._seen)})
        if self.now is not None and self.now.action == action:
            self._end()

    def _on_triggered(self, action: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  # a Qt slot
        self.used(action)

    def dismiss(self) -> None:
        """Send the hint away for good."""
        if self.now is not None:
            self.used(self.now.action)

    def _end(self) -> None:
        self.now = None
        self._revision = self._session.document.revision
        self.place()

    # -- where

    def place(self, _value: int = 0) -> None:
        """At the bottom in the middle, unless that would cover what is in hand or something stands there already."""
        shown = self.now is not None and bool(self._session.boxes)
        if shown:
            self.line.adjustSize()
            size = self.line.sizeHint()
            room = self._view.rect()
            at = QRect(
                (room.width() - size.width()) // 2, room.height() - size.height() - _BELOW, size.width(), size.height()
            )
            self.line.setGeometry(at)
            shown = room.width() > size.width() + 2 * _SIDE and not self._would_cover(at)
            side = at.height() - 4
            self.away.setGeometry(at.right() - side - 2, at.top() + 2, side, side)
        self._show(shown)

    def _show(self, shown: bool) -> None:  # noqa: FBT001  # what it is about
        for widget in (self.line, self.away):
            if widget.isVisible() != shown:
                widget.setVisible(shown)
            if shown:
                widget.raise_()

    def _would_cover(self, at: QRect) -> bool:
        if any(widget.isVisible() for widget in self._before):
            return True
        editor = self._view.writing.editor
        if editor is not None and at.intersects(editor.geometry()):
            return True
        boxes = (self._session.boxes.get(id_) for id_ in self._session.selected_factors())
        return any(
            at.intersects(self._view.mapFromScene(_rect(box.x, box.y, box.width, box.height)).boundingRect())
            for box in boxes
            if box is not None
        )

    def _on_focus(self, _old: QWidget | None, _new: QWidget | None) -> None:
        if self.now is not None:
            self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc with nothing else to end sends the hint away; what it gives way to comes and goes."""
        kind = event.type()
        if watched is self._view:
            if kind == QEvent.Type.Resize:
                self.place()
            elif (
                isinstance(event, QKeyEvent)
                and kind == QEvent.Type.KeyPress
                and event.key() == Qt.Key.Key_Escape
                and self.line.isVisible()
                and not self._session.selection
            ):
                self.dismiss()
        elif kind in (QEvent.Type.Show, QEvent.Type.Hide) and self.now is not None:
            self.place()
        return False

    def close_map(self) -> None:
        """Let go of the session and of the program."""
        self.now = None
        while self._listening:  # the actions outlive the map and would keep all of it
            QObject.disconnect(self._listening.pop())
        self._session.map_changed.disconnect(self._on_changed)
        self._session.selection_changed.disconnect(self._on_changed)
        QApplication.instance().focusChanged.disconnect(self._on_focus)  # type: ignore[union-attr]


def _rect(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x - width / 2, y - height / 2, width, height)
