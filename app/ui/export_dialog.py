"""What the exported picture is to be: format, size, colours."""

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from app.ui.places import choices, choose

_FORMATS = (("png", "PNG, for slides and e-mail"), ("svg", "SVG, to edit or enlarge"), ("pdf", "PDF, to print"))
_SCALES = ((1, "1×"), (2, "2×: sharp on a slide"), (3, "3×"), (4, "4×: a large print"))
_THEMES = (("light", "Light"), ("dark", "Dark"))


class ExportDialog(QDialog):
    """Three choices, remembered for the next time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a picture")
        last = choices()
        self.format = _combo(_FORMATS, last.get("picture_format"), "Format")
        self.scale = _combo(_SCALES, last.get("picture_scale", 2), "Size")
        self.theme = _combo(_THEMES, last.get("picture_theme"), "Colours")
        form = QFormLayout(self)
        form.setContentsMargins(20, 18, 20, 16)
        form.setVerticalSpacing(12)
        words = QLabel("The whole map, with title, ranks, legend and date.")
        words.setObjectName("second")
        form.addRow(words)
        form.addRow("Format", self.format)
        form.addRow("Size", self.scale)
        form.addRow("Colours", self.theme)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setText("Choose where …")
        buttons.button(QDialogButtonBox.StandardButton.Save).setDefault(True)
        form.addRow(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.format.currentIndexChanged.connect(self._on_format)
        self._on_format()

    def _on_format(self) -> None:
        self.scale.setEnabled(self.format.currentData() == "png")

    def accept(self) -> None:
        """Remember the choices."""
        choose(
            picture_format=self.format.currentData(),
            picture_scale=self.scale.currentData(),
            picture_theme=self.theme.currentData(),
        )
        super().accept()


def _combo(options: tuple[tuple[object, str], ...], chosen: object, name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box
