"""The chart of effort and share in a window of its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.drawing.theme import Theme
from app.ui.closer.chart import EffortChart
from app.ui.pages.page import second


class ChartWindow(QDialog):
    """The chart in a window of its own, beside the map; Esc closes it."""

    def __init__(self, theme: Theme, parent: QWidget, closed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Effort and what it reaches")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chart = EffortChart(theme)
        self.said = second()
        self.said.setMinimumHeight(44)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.chart.said.connect(self.said.setText)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(self.chart, 1)
        column.addWidget(self.said)
        self.resize(940, 700)
        self.finished.connect(closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the window; Enter does nothing by itself."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
