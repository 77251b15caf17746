"""The timeline: bars from start to due along the months, quick wins above what is deep-rooted, and what prepares."""

from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.analysis.plan_words import STATUS, owner, spoken
from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap
from app.ui.pages.page import second
from app.ui.plan.summary_page import PlanPage
from app.ui.plan.timeline_places import HEAD, NAMES, ROW, Bar, Lines, lines_of, moved

_EMPTY = "Nothing is planned yet. Select causes on the map and press Shift+A, or press Ins here."
_HOW = "↑↓ chooses · Enter opens · Alt+←→ moves it by a month, with Shift only its end · arrow: prepares"
_INSIDE = 8


class Chart(QWidget):
    """The painted timeline, with one bar in hand."""

    chosen = Signal(str)
    shifted = Signal(int, bool)
    """By so many months; only its end."""
    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.current = ""
        self.lines: Lines | None = None
        self._map: CauseMap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The plan along the months")

    def show_lines(self, lines: Lines, current: str, cause_map: CauseMap) -> None:
        """Show these bars, and which of them is in hand."""
        self.lines, self.current, self._map = lines, current, cause_map
        self.setMinimumSize(QSize(lines.width, lines.height))
        bar = self.bar
        said = spoken(bar.one, cause_map) if bar else f"{len(lines.bars)} actions. The arrows go from one to the next."
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
        self.update()

    @property
    def bar(self) -> Bar | None:
        """The bar in hand."""
        bars = self.lines.bars if self.lines else ()
        return next((each for each in bars if each.one.action.id == self.current), None)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Months, today, names, bars, arrows."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self.theme.panel))
        if self.lines is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_months(painter, self.lines)
            for words, top in self.lines.heads:
                painter.setFont(font(13, bold=True))
                painter.setPen(QColor(self.theme.second_text))
                painter.drawText(QRect(4, top, NAMES, 26), int(Qt.AlignmentFlag.AlignVCenter), words)
            for bar in self.lines.bars:
                self._paint_bar(painter, bar)
            self._paint_arrows(painter, self.lines)
            self._paint_today(painter, self.lines)
            self._paint_head(painter, self.lines)
        painter.end()

    def _paint_months(self, painter: QPainter, lines: Lines) -> None:
        theme = self.theme
        for day, x in lines.months:
            painter.setPen(QPen(QColor(theme.line), 1.6 if day.month == 1 else 1))
            painter.drawLine(QPointF(x, HEAD - 6), QPointF(x, lines.height))

    def _paint_head(self, painter: QPainter, lines: Lines) -> None:
        """The names of the months, which stay in sight when the rows are scrolled."""
        top = self.visibleRegion().boundingRect().top()
        painter.fillRect(QRect(0, top, self.width(), HEAD), QColor(self.theme.panel))
        painter.setPen(QColor(self.theme.second_text))
        painter.setFont(font(12))
        for at, (day, x) in enumerate(lines.months):
            painter.drawText(QPointF(x + 3, top + HEAD - 8), f"{day:%b}")
            if at == 0 or day.month == 1:
                painter.drawText(QPointF(x + 3, top + HEAD - 24), f"{day.year}")

    def _paint_today(self, painter: QPainter, lines: Lines) -> None:
        if lines.today is None:
            return
        painter.setPen(QPen(QColor(self.theme.warning), 2))
        painter.drawLine(QPointF(lines.today, HEAD - 8), QPointF(lines.today, lines.height))
        painter.setFont(font(12, bold=True))
        painter.drawText(QRectF(lines.today + 4, lines.height - 18, 60, 16), 0, "Today")

    def _paint_bar(self, painter: QPainter, bar: Bar) -> None:
        theme, action = self.theme, bar.one.action
        row = QRectF(0, bar.top, self.width(), ROW)
        if action.id == self.current:
            painter.setPen(QPen(QColor(theme.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(QColor(theme.text))
        painter.setFont(font(13))
        metrics = QFontMetrics(font(13))
        name = QRect(8, bar.top, NAMES - 18, ROW)
        words = metrics.elidedText(action.what, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), words)
        beside = owner(action)
        if bar.left is None or bar.right is None:
            told = " → ".join(part for part in (action.start, action.due) if part)
            beside = " · ".join(part for part in (f"“{told}”" if told else "no dates yet", beside) if part)
            self._paint_beside(painter, NAMES + 8, bar, beside)
            return
        place = QRectF(bar.left, bar.top + 7, bar.right - bar.left, ROW - 14)
        colour = QColor(_colour(action.status, theme))
        hollow = action.status == "not started"
        painter.setPen(QPen(colour, 1.6, Qt.PenStyle.DashLine if hollow else Qt.PenStyle.SolidLine))
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
        painter.drawRoundedRect(place, 4, 4)
        unsaid = " · end not told" if bar.open_end else " · start not told" if bar.open_start else ""
        told = STATUS[action.status] + unsaid
        inside = metrics.horizontalAdvance(told) + 2 * _INSIDE <= place.width()
        if inside:
            painter.setPen(QColor(theme.text if hollow else theme.panel))
            painter.drawText(place.adjusted(_INSIDE, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), told)
        self._paint_beside(painter, bar.right + 8, bar, beside if inside else f"{told} · {beside}".rstrip(" ·"))

    def _paint_beside(self, painter: QPainter, x: float, bar: Bar, words: str) -> None:
        room = QRect(round(x), bar.top, max(0, self.width() - round(x) - 6), ROW)
        painter.setPen(QColor(self.theme.second_text))
        shown = QFontMetrics(font(13)).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_arrows(self, painter: QPainter, lines: Lines) -> None:
        bars = {bar.one.action.id: bar for bar in lines.bars}
        for arrow in lines.arrows:
            start, end = bars[arrow.start], bars[arrow.end]
            if start.right is None or end.left is None:
                continue
            near = self.current in (arrow.start, arrow.end)
            colour = QColor(self.theme.accent if near else self.theme.link)
            pen = QPen(colour, 2.2 if near else 1.4)
            if not arrow.told:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            down = end.middle > start.middle
            tip = QPointF(max(end.left + 6, NAMES + 6), end.top + (6 if down else ROW - 6))
            from_ = QPointF(max(NAMES, start.right - 4), start.top + (ROW - 7 if down else 7))
            path = QPainterPath(from_)
            bend = (tip.y() - from_.y()) / 2
            path.cubicTo(from_ + QPointF(0, bend), tip - QPointF(0, bend), tip - QPointF(0, 5 if down else -5))
            painter.drawPath(path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            back = -7 if down else 7
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4.5, back), tip + QPointF(4.5, back)]))

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes a bar in hand."""
        for bar in self.lines.bars if self.lines else ():
            if bar.top <= event.position().y() < bar.top + ROW:
                self.chosen.emit(bar.one.action.id)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """All that is told of it."""
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose; Alt with Left and Right moves what is chosen."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        months = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key, 0)
        bars = self.lines.bars if self.lines else ()
        if step and bars and held == Qt.KeyboardModifier.NoModifier:
            ids = [bar.one.action.id for bar in bars]
            at = ids.index(self.current) + step if self.current in ids else 0
            self.chosen.emit(ids[max(0, min(len(ids) - 1, at))])
        elif months and held & Qt.KeyboardModifier.AltModifier:
            self.shifted.emit(months, bool(held & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The bar in hand shows that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It is elsewhere."""
        super().focusOutEvent(event)
        self.update()


def _colour(status: str, theme: Theme) -> str:
    return {"red": theme.red, "amber": theme.amber, "green": theme.green, "blue": theme.accent}.get(
        status, theme.second_text
    )


class _Area(QScrollArea):
    """Says when it has another width."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The months share the width."""
        super().resizeEvent(event)
        self.resized.emit()


class TimelinePage(PlanPage):
    """Bars along the months."""

    title = "Timeline"
    _seen = ""

    def made_view(self) -> QWidget:
        """The chart in what scrolls it, and below it how it is used."""
        self.chart = Chart(self.theme)
        self.area = _Area()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.chart)
        self.empty = second(_EMPTY)
        self.how.setText(_HOW)
        self.chart.chosen.connect(self.planning.choose)
        self.chart.shifted.connect(self._shift)
        self.chart.opened.connect(self.open_form)
        self.chart.installEventFilter(self)
        self.area.resized.connect(self.show_plan)
        self.area.verticalScrollBar().valueChanged.connect(self.chart.update)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.empty, self.area):
            column.addWidget(widget, int(widget is self.area))
        return whole

    def show_plan(self) -> None:
        """The bars as they are now; the one in hand is brought in sight."""
        plan = self.planning.plan
        actions = plan.actions if plan else ()
        self.empty.setVisible(plan is not None and not actions)
        self.area.setVisible(bool(actions))
        self.chart.theme = self.theme
        today = date.today()  # noqa: DTZ011  # the calendar on the wall
        lines = lines_of(actions, today, self.area.viewport().width())
        self.chart.show_lines(lines, self.planning.chosen, self.session.map)
        bar = self.chart.bar
        if bar is not None and bar.one.action.id != self._seen:
            self._seen = bar.one.action.id
            self.area.ensureVisible(round(bar.left or 0), round(bar.middle), 60, 60)

    def first_field(self) -> QWidget:
        """The chart, or, of an empty plan, what begins it."""
        return self.chart if self.planning.session.map.actions else self.line.add

    def _shift(self, months: int, only_end: bool) -> None:  # noqa: FBT001  # a Qt slot
        bar = self.chart.bar
        if bar is None or self.session.refuses():
            return
        one, told = bar.one, {}
        if one.due is not None:
            told["due"] = moved(one.due, months).isoformat()
        if one.start is not None and not only_end:
            told["start"] = moved(one.start, months).isoformat()
        if told:
            self.planning.set("Move an action in time", one.action.id, **told)
        else:
            self.session.told.emit("It has no date that can be moved: Enter opens it, and a date can be told there.")
