"""What a picture is to be: a preview, and the choices beside it."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.exchange.pictures import PRESETS, PictureChoice, Shown, preview
from app.ui.inquiry import Inquiries
from app.ui.places import choices

if TYPE_CHECKING:
    from app.exchange.pictures import Source

_OF_ONES_OWN = "As chosen below"
_WHAT = (
    ("map", "The whole map"),
    ("selection", "What is selected"),
    ("chain", "The ways through what is selected"),
    ("focus", "Where to focus, in words"),
    ("everything", "All of it: map, where to focus, first chains"),
)
_ENDINGS = (("png", "PNG, for slides and e-mail"), ("svg", "SVG, to edit or enlarge"), ("pdf", "PDF, to print"))
_PAPERS = (
    ("", "As large as the map"),
    ("A4", "A4"),
    ("A3", "A3"),
    ("A2", "A2"),
    ("A1", "A1"),
    ("A0", "A0"),
    ("slide", "Slide 16:9"),
    ("slide 4:3", "Slide 4:3"),
)
_WAYS = (("auto", "Whichever shows words larger"), ("lying", "Landscape"), ("upright", "Portrait"))
_THEMES = (("light", "Light"), ("dark", "Dark"), ("grey", "Greys, for a grey printer"))
_SCALES = ((1, "1×"), (2, "2×: sharp on a slide"), (3, "3×"), (4, "4×: a large print"))
_DOTS = ((96, "96 dots an inch: a screen"), (150, "150 dots an inch"), (300, "300 dots an inch: print"), (600, "600"))
_TILES = (("", "One sheet"), ("A4", "Cut over A4 sheets"), ("A3", "Cut over A3 sheets"))
_PARTS = (
    ("title", "Title"),
    ("date", "Date"),
    ("legend", "Legend"),
    ("ranks", "Ranks"),
    ("standing", "Where to start, below"),
)
_PREVIEW = QSize(620, 470)


class ExportDialog(QDialog):
    """The choice as it stands is :attr:`choice`; the preview is made beside the window by what will write the file."""

    def __init__(self, source: "Source", inquiries: Inquiries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a picture")
        self._source, self._inquiries = source, inquiries
        self.choice = PictureChoice.of(choices().get("picture"))
        self.preset = _combo([("", _OF_ONES_OWN), *((name, words) for name, (words, _) in PRESETS.items())], "For")
        self.fields: dict[str, QComboBox] = {
            "what": _combo(_WHAT, "Show"),
            "ending": _combo(_ENDINGS, "Format"),
            "paper": _combo(_PAPERS, "Paper"),
            "way": _combo(_WAYS, "Which way it lies"),
            "tiles": _combo(_TILES, "Sheets"),
            "scale": _combo(_SCALES, "Size"),
            "dots": _combo(_DOTS, "Sharpness"),
            "theme": _combo(_THEMES, "Colours"),
        }
        self.parts = {name: QCheckBox(words) for name, words in _PARTS}
        self.clear = QCheckBox("Nothing behind it (transparent)")
        self.footer = QLineEdit()
        self.footer.setPlaceholderText("such as the board and the item")
        self.footer.setMaxLength(200)
        self.footer.setAccessibleName("Footer")
        self.picture, self.told = QLabel(), QLabel()
        self._timer = QTimer(self, singleShot=True, interval=60)
        self._timer.timeout.connect(self._preview)
        self._lay_out()
        self._show_choice()
        for name, field in self.fields.items():
            field.activated.connect(partial(self._on_change, name))
        for name, box in (*self.parts.items(), ("clear", self.clear)):
            box.clicked.connect(partial(self._on_change, name))
        self.footer.textEdited.connect(partial(self._on_change, "footer"))
        self.preset.activated.connect(self._on_preset)
        self.preset.setFocus()

    def _lay_out(self) -> None:
        self.picture.setFixedSize(_PREVIEW + QSize(24, 24))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setObjectName("preview")
        self.picture.setAccessibleName("Preview")
        self.told.setWordWrap(True)
        self.told.setObjectName("second")
        self.told.setMinimumHeight(self.told.fontMetrics().height() * 3)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setMaximumWidth(_PREVIEW.width())
        left = QVBoxLayout()
        left.addWidget(self.picture)
        left.addWidget(self.told)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(8)
        self.form.addRow("For", self.preset)
        for name, words in (
            ("what", "Show"),
            ("ending", "Format"),
            ("paper", "Paper"),
            ("way", "Lying"),
            ("tiles", "Sheets"),
            ("scale", "Size"),
            ("dots", "Sharpness"),
            ("theme", "Colours"),
        ):
            self.form.addRow(words, self.fields[name])
        ticks = QVBoxLayout()
        ticks.setSpacing(4)
        for box in (*self.parts.values(), self.clear):
            ticks.addWidget(box)
        self.form.addRow("With", ticks)
        self.form.addRow("Footer", self.footer)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(left)
        row.addLayout(self.form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setText("Choose where …")
        buttons.button(QDialogButtonBox.StandardButton.Save).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.addLayout(row)
        column.addWidget(buttons)

    def _on_preset(self) -> None:
        name = self.preset.currentData()
        if name:
            self.choice = replace(PRESETS[name][1], footer=self.choice.footer)
        self._show_choice()

    def _on_change(self, name: str, _value: object = None) -> None:
        value: object
        if name in self.fields:
            value = self.fields[name].currentData()
        elif name == "footer":
            value = " ".join(self.footer.text().split())
        else:
            value = (self.clear if name == "clear" else self.parts[name]).isChecked()
        self.choice = _made_possible(replace(self.choice, **{name: value}), name)  # type: ignore[arg-type]
        self._show_choice()

    def _show_choice(self) -> None:
        """Every field as the choice has it, those away that have no say in it."""
        for name, field in self.fields.items():
            field.setCurrentIndex(max(0, field.findData(getattr(self.choice, name))))
        for name, box in self.parts.items():
            box.setChecked(getattr(self.choice, name))
        self.clear.setChecked(self.choice.clear)
        if not self.footer.hasFocus():
            self.footer.setText(self.choice.footer)
        at = self.choice
        preset = next((name for name, (_, made) in PRESETS.items() if _same(made, at)), "")
        self.preset.setCurrentIndex(max(0, self.preset.findData(preset)))
        words = at.what == "focus"
        for name, shown in (
            ("way", bool(at.paper)),
            ("tiles", at.paper in ("A3", "A2", "A1", "A0") and at.what != "everything"),
            ("scale", at.ending == "png" and not at.paper and not words),
            ("dots", at.ending == "png" and bool(at.paper or words)),
        ):
            self.form.setRowVisible(self.fields[name], shown)
        self.parts["standing"].setEnabled(at.ranks and at.what in ("map", "everything"))
        self._timer.start()

    def _preview(self) -> None:
        size = _PREVIEW * self.devicePixelRatioF()
        self._inquiries.ask("preview", self._on_shown, preview, self._source, self.choice, size.width(), size.height())

    def _on_shown(self, shown: Shown) -> None:
        picture = QPixmap()
        picture.loadFromData(shown.png)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(picture)
        self.told.setText(" ".join(shown.told))
        self.picture.setAccessibleDescription(self.told.text())


def _made_possible(choice: PictureChoice, changed: str) -> PictureChoice:
    """The choice with what does not go together put right, in favour of what was chosen last."""
    if changed == "ending" and choice.ending != "pdf":
        choice = replace(choice, tiles="", what="map" if choice.what == "everything" else choice.what)
    if choice.what == "everything" or choice.paper not in ("A3", "A2", "A1", "A0"):
        choice = replace(choice, tiles="")
    if choice.what in ("everything", "focus") and not choice.paper:
        choice = replace(choice, paper="A4")
    if choice.tiles or choice.what == "everything":
        choice = replace(choice, ending="pdf")
    return choice


def _same(one: PictureChoice, other: PictureChoice) -> bool:
    return replace(one, footer="") == replace(other, footer="")


def _combo(options: "list[tuple[str, str]] | tuple[tuple[object, str], ...]", name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    return box
