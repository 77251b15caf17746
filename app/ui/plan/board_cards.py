"""A card of the board, painted: what, who, when, the causes, how quick, and the three lights."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.analysis.days import shown_day
from app.analysis.plan import ASKED, Planned
from app.analysis.plan_words import PACE, owner, spoken, when
from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap

CARD = int(Qt.ItemDataRole.UserRole)
"""What holds the card of an item."""

LETTERS = {"red": "R", "amber": "A", "green": "G", "not asked": "–"}
"""What tells the lights apart without colour."""

_GAP, _INSIDE, _LINE, _LIGHT = 6, 9, 18, 17
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card says. ``due``: longer and shorter ways to say it; ``lights``: what each action is asked for."""

    id: str
    number: int
    what: str
    who: str
    due: tuple[str, ...]
    causes: str
    pace: str
    lights: tuple[str, str, str]
    spoken: str


def card_of(one: Planned, number: int, cause_map: CauseMap) -> Card:
    """The card of an action."""
    action = one.action
    day = shown_day(action.due)
    labels = [cause_map.factors[id_].label for id_ in one.causes if id_ in cause_map.factors]
    return Card(
        id=action.id,
        number=number,
        what=action.what,
        who=owner(action) or "No owner yet",
        due=(when(one), "was " * one.late + day, day) if day else ("no due date",),
        causes="; ".join(labels) or "Works on no cause",
        pace=PACE[one.pace] if one.pace else "",
        lights=(action.capacity, action.capability, action.commitment),
        spoken=f"{number}. {spoken(one, cause_map)}",
    )


def light_colour(light: str, theme: Theme) -> str:
    """The colour of a light."""
    return {"red": theme.red, "amber": theme.amber, "green": theme.green}.get(light, theme.second_text)


def paint_light(painter: QPainter, theme: Theme, light: str, place: QRectF) -> None:
    """A disc with a letter; one that was not asked for is a ring."""
    colour = QColor(light_colour(light, theme))
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush if light == "not asked" else colour)
    painter.drawEllipse(place)
    painter.setFont(font(12, bold=True))
    painter.setPen(QColor(theme.second_text if light == "not asked" else theme.panel))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), LETTERS[light])


class Cards(QStyledItemDelegate):
    """Paints cards, each as high as its words need at the list's width."""

    def __init__(self, rows: QListWidget, theme: Theme) -> None:
        super().__init__(rows)
        self.theme = theme
        self._list = rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The width of the list; up to three lines of what is to be done, and three more lines."""
        width = self._list.viewport().width()
        card = index.data(CARD)
        if not isinstance(card, Card):
            return QSize(width, 40)
        lines = broken(card.what, width - 2 * _INSIDE - 4, _MOST_LINES)
        return QSize(width, (len(lines) + 3) * _LINE + 4 + 2 * _INSIDE + _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One card."""
        card = index.data(CARD)
        if not isinstance(card, Card):
            return
        theme = self.theme
        place: QRect = option.rect
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        held = chosen and self._list.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(place).adjusted(2, 1, -2, -_GAP)
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.card_border), 2 if held else 1))
        painter.setBrush(QColor(theme.accent_soft if chosen else theme.card))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._paint_words(painter, card, body.toRect().adjusted(_INSIDE, _INSIDE - 1, -_INSIDE, -_INSIDE))
        painter.restore()

    def _paint_words(self, painter: QPainter, card: Card, room: QRect) -> None:
        theme, metrics = self.theme, QFontMetrics(font(13))
        at_middle = int(Qt.AlignmentFlag.AlignVCenter)
        y = room.top()

        def line(words: str, colour: str, indent: int = 0) -> None:
            place = QRect(room.left() + indent, y, room.width() - indent, _LINE)
            painter.setPen(QColor(colour))
            painter.drawText(place, at_middle, metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width()))

        painter.setFont(font(14, bold=True))
        painter.setPen(QColor(theme.text))
        for words in broken(card.what, room.width(), _MOST_LINES):
            painter.drawText(QRect(room.left(), y, room.width() + 4, _LINE), at_middle, words)
            y += _LINE
        painter.setFont(font(13))
        y += 2
        line(card.who, theme.text)
        y += _LINE
        pace = f"{card.pace} · " if card.pace else ""
        line(pace, theme.text)
        line(card.causes, theme.second_text, metrics.horizontalAdvance(pace))
        y += _LINE + 2
        x = room.left()
        for light in card.lights:
            paint_light(painter, theme, light, QRectF(x + 0.5, y + 0.5, _LIGHT - 1, _LIGHT - 1))
            x += _LIGHT + 3
        painter.setFont(font(13))
        painter.setPen(QColor(theme.second_text))
        rest = QRect(x + 4, y, room.right() - x - 4, _LIGHT)
        fits = (each for each in card.due if metrics.horizontalAdvance(each) <= rest.width())
        shown = next(fits, metrics.elidedText(card.due[-1], Qt.TextElideMode.ElideRight, rest.width()))
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown)


@lru_cache(maxsize=512)
def broken(words: str, width: int, most: int) -> tuple[str, ...]:
    """Bold words in lines of this width, no more than so many; the last one says if more is to come."""
    metrics = QFontMetrics(font(14, bold=True))
    lines: list[str] = []
    rest = words.split()
    while rest:
        count = 1
        while count < len(rest) and metrics.horizontalAdvance(" ".join(rest[: count + 1])) <= width:
            count += 1
        if len(lines) == most - 1:
            count = len(rest)
        lines.append(metrics.elidedText(" ".join(rest[:count]), Qt.TextElideMode.ElideRight, max(20, width)))
        rest = rest[count:]
    return tuple(lines)


def tip_of(card: Card) -> str:
    """What a card says in full."""
    lights = " · ".join(f"{name}: {light}" for name, light in zip(ASKED, card.lights, strict=True))
    return "\n".join([card.what, f"{card.who}, {card.due[0]}", f"Works on: {card.causes}", lights])
