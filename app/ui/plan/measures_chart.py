"""The chart of a measure as a widget: painted as in pictures, read out in words, pasted into."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drawing.theme import Theme
from app.drawing.xmr_chart import Chart, paint_chart


class ChartView(QWidget):
    """Takes the keyboard, so that a column of figures can be pasted into it."""

    def __init__(self, theme: Theme, paste: Callable[[], None]) -> None:
        super().__init__()
        self.theme = theme
        self.chart: Chart | None = None
        self._paste = paste
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Chart")
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_chart(self, chart: Chart | None) -> None:
        """Paint this chart; None: nothing."""
        if chart != self.chart:
            self.chart = chart
            self.setAccessibleName(f"Chart: {chart.title}" if chart else "Chart")
            self.setAccessibleDescription(chart.said if chart else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Wide and flat."""
        return QSize(480, 230)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chart, and a frame while the keyboard is here."""
        painter = QPainter(self)
        place = QRectF(self.rect())
        if self.chart is not None:
            paint_chart(painter, self.chart, place, self.theme, titled=False)  # its name is beside it
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V takes in what is on the clipboard."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)
