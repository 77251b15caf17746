"""Every key on one page, from the table of actions: to look through, to search, to print."""

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import HeadwaterError
from app.exchange.files import write_whole
from app.ui.keys_sheet import paint_sheet, sheet_pdf
from app.ui.keys_words import CAPTURE, Group, groups_with
from app.ui.places import free_path, maps_folder

_NAME = "Headwater keys"


class KeysPage(QDialog):
    """Two columns of keys. Open beside the work, not in its way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find a key")
        self.field.setAccessibleName("Find a key: type what it does")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(420)
        self.print = QPushButton("Print …")
        self.save = QPushButton("Save as PDF …")
        close = QPushButton("Close")
        for button in (self.print, self.save, close):
            button.setAutoDefault(False)
        self.said = QLabel()
        self.said.setObjectName("second")
        self.columns = [QLabel(), QLabel()]
        self._lay_out(close)
        self.field.textChanged.connect(self.show_keys)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        close.clicked.connect(self.reject)
        self.show_keys("")
        self.resize(1180, 800)
        self.field.setFocus()

    def _lay_out(self, close: QPushButton) -> None:
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(20, 8, 20, 8)
        columns.setSpacing(36)
        for words in self.columns:
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setWordWrap(True)
            columns.addWidget(words, 1)
        self.area = QScrollArea()
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Keys and what they do")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 4)
        foot.addWidget(self.said, 1)
        for button in (self.print, self.save, close):
            foot.addWidget(button)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 0)
        head.addWidget(self.field, 1)
        head.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addLayout(head)
        whole.addWidget(self.area)
        whole.addLayout(foot)

    def show_keys(self, typed: str) -> None:
        """The keys in which these words stand; with no words, every key."""
        found = groups_with(typed)
        halves: tuple[list[Group], list[Group]] = ([], [])
        half, count = sum(_lines(group) for group in found) / 2, 0
        for group in found:
            halves[count >= half - _lines(group) / 2].append(group)
            count += _lines(group)
        for label, some in zip(self.columns, halves, strict=True):
            label.setText("".join(_table(group) for group in some))
        if not found:
            self.columns[0].setText(f"No key has to do with “{escape(typed.strip())}”. Ctrl+K finds every action.")

    def _save(self) -> None:
        """Keep the page as a file."""
        proposed = free_path(maps_folder() if maps_folder().is_dir() else Path.home(), _NAME, ".pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the keys", str(proposed), "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".pdf" else free_path(path.parent, path.name, ".pdf")
        try:
            write_whole(path, lambda file: file.write(sheet_pdf()))
        except HeadwaterError as error:
            self.said.setText(str(error))
        else:
            self.said.setText(f"The page is in {path}.")

    def _print(self) -> None:
        """Ask the system where to print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_NAME)
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        if not paint_sheet(printer):
            self.said.setText("The printer did not take the page. Save it as PDF and print that instead.")


def _lines(group: Group) -> int:
    return 2 + len(group.rows)


def _table(group: Group) -> str:
    rows = "".join(
        f"<tr><td style='padding:3px 18px 3px 0' width='{'50%' if set(group.rows) <= set(CAPTURE) else '34%'}'>"
        f"<b>{escape(keys)}</b></td><td style='padding:3px 0'>{escape(words)}</td></tr>"
        for keys, words in group.rows
    )
    return f"<h3>{escape(group.title)}</h3><table width='100%'>{rows}</table>"
