"""How far the back row sits: a small window that changes nothing but the size of words, and at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLabel, QWidget

from app.ui.presenting.room import (
    LEAST_METRES,
    LEAST_WIDTH,
    MOST_METRES,
    MOST_WIDTH,
    Room,
    colours,
    keep_colours,
    keep_room,
)

_COLOURS = (("dark", "Dark"), ("light", "Light"), ("program", "As the program"))


class DistanceDialog(QDialog):
    """Three settings, kept as they are changed; ``pixels`` is the width of the projected picture."""

    chosen = Signal()

    def __init__(self, room: Room, pixels: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Text size for the room")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pixels = pixels
        self.metres = _length(room.metres, LEAST_METRES, MOST_METRES, 0.5, "Metres from the screen to the back row")
        self.picture = _length(room.width, LEAST_WIDTH, MOST_WIDTH, 0.1, "Width of the picture in metres")
        self.colours = QComboBox()
        self.colours.setAccessibleName("Colours for the room")
        for value, words in _COLOURS:
            self.colours.addItem(words, value)
        self.colours.setCurrentIndex(self.colours.findData(colours()))
        self.said = QLabel()
        self.said.setObjectName("second")
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(360)
        form = QFormLayout(self)
        form.setContentsMargins(20, 18, 20, 16)
        form.setVerticalSpacing(12)
        form.addRow("From the screen to the back row", self.metres)
        form.addRow("Width of the picture", self.picture)
        form.addRow("Colours", self.colours)
        form.addRow(self.said)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        form.addRow(buttons)
        self._say()
        self.metres.valueChanged.connect(self._on_room)
        self.picture.valueChanged.connect(self._on_room)
        self.colours.currentIndexChanged.connect(self._on_colours)

    @property
    def room(self) -> Room:
        """The room as it is given."""
        return Room(self.metres.value(), self.picture.value())

    def _on_room(self) -> None:
        keep_room(self.room)
        self._say()
        self.chosen.emit()

    def _on_colours(self) -> None:
        keep_colours(self.colours.currentData())
        self.chosen.emit()

    def _say(self) -> None:
        room = self.room
        if room.fits_a_box(self._pixels, self._pixels):
            high = room.least_capital(self._pixels) / self._pixels * room.width * 1000
            words = f"Capitals are at least {high:.0f} mm high: 1/200 of the way to the back row, and readable there."
        else:
            words = "From so far even one box would not fit into the picture: a wider one is needed, or fewer rows."
        self.said.setText(words)


def _length(value: float, least: float, most: float, step: float, name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, most)
    box.setSingleStep(step)
    box.setDecimals(1)
    box.setSuffix(" m")
    box.setValue(value)
    box.setAccessibleName(name)
    return box
