"""Coverage: the table of who has spoken on what, in a window beside the map. A cell lights up its factors."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.analysis.voices import Coverage, coverage, has_lived_experience, organisations_of
from app.drawing.theme import Theme
from app.ui.pages.page import second
from app.ui.session import Session
from app.ui.showing import Shown

_LIVED = "Any expert by experience"
_NO_THEME = "Without a theme"
_SILENT = "–"


class CoverageWindow(QDialog):
    """Themes down, organisations across, how many factors each named; "–" where nobody has spoken. Esc closes it."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget, closed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self._found: Coverage | None = None
        self.setWindowTitle("Who has spoken on what")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = second()
        self.table = QTableWidget()
        self.table.setAccessibleName("Who has spoken on what: themes down, organisations across")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        self.table.currentCellChanged.connect(lambda row, at, *_: self._light(row, at))
        self.finished.connect(closed)
        self.follow()
        self.resize(min(1240, 260 + 104 * self.table.columnCount()), min(760, 190 + 34 * self.table.rowCount()))

    def follow(self) -> None:
        """The table as it is now."""
        found = coverage(self.session.map)
        if found == self._found:
            return
        self._found = found
        heads = [_LIVED, *found.parties]
        self.table.setColumnCount(len(heads))
        self.table.setRowCount(len(found.themes))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setVerticalHeaderLabels([theme or _NO_THEME for theme in found.themes])
        for row, theme in enumerate(found.themes):
            for at, name in enumerate(heads):
                count = found.lived[theme] if not at else found.said.get((theme, name), 0)
                words = f"{count} of {found.factors[theme]}" if not at else str(count)
                item = QTableWidgetItem(words if count else _SILENT)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name} on {theme or _NO_THEME}: {count}")
                if not count:
                    item.setForeground(QColor(self.theme.second_text))
                    if not at:
                        item.setForeground(QColor(self.theme.warning))
                else:
                    item.setBackground(QColor(self.theme.accent_soft))
                self.table.setItem(row, at, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(104)
        header.setMinimumHeight(64)
        silent = [theme or _NO_THEME for theme in found.themes if not found.lived[theme]]
        missing = f" No expert by experience has spoken on: {', '.join(silent)}." if silent else ""
        self.said.setText(
            f"How many factors of each theme each organisation named. “–”: nobody has spoken yet.{missing}"
        )

    def _light(self, row: int, at: int) -> None:
        found = self._found
        if found is None or not (0 <= row < len(found.themes) and 0 <= at <= len(found.parties)):
            return
        theme, cause_map = found.themes[row], self.session.map
        of_theme = [factor.id for factor in cause_map.on_the_map() if factor.theme == theme]
        if at:
            name = found.parties[at - 1]
            lit = [id_ for id_ in of_theme if name in organisations_of(cause_map, id_)]
        else:
            lit = [id_ for id_ in of_theme if has_lived_experience(cause_map, id_)]
        self.session.show(Shown(factors=dict.fromkeys(lit, "on")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy puts the whole table on the clipboard; Enter does nothing by itself."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The table as lines with tabs, for a spreadsheet."""
        found = self._found
        if found is None:
            return
        lines = ["\t".join(["Theme", "Factors", _LIVED, *found.parties])]
        for theme in found.themes:
            counts = [found.factors[theme], found.lived[theme], *(found.said.get((theme, n), 0) for n in found.parties)]
            lines.append("\t".join([theme or _NO_THEME, *map(str, counts)]))
        QApplication.clipboard().setText("\n".join(lines))
        self.session.told.emit("The table is on the clipboard.")
