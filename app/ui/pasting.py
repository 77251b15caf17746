"""Reading a long paste a little at a time: the window stays alive, what has come so far is shown, Esc gives it up."""

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.capture import Draft
from app.model.pasted import Reading, reading_pasted
from app.ui.session import Session

_TURN = 0.008
"""Seconds of reading between two looks at the keyboard."""


class Pasting(QObject):
    """Reads one paste after another into a draft; nothing is changed by that."""

    progressed = Signal(float)
    """How much has been read, 0 to 1."""
    read = Signal(object)
    """The Draft."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self._reading: Reading | None = None
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._go_on)

    @property
    def is_reading(self) -> bool:
        """Whether a paste is being read."""
        return self._reading is not None

    def start(self, text: str, selected: str) -> None:
        """Read this text, and give up whatever was being read."""
        self._reading = reading_pasted(self.session.map, text, selected)
        self._turns.start()
        self._go_on()

    def give_up(self) -> None:
        """Leave off."""
        self._reading = None
        self._turns.stop()

    def _go_on(self) -> None:
        until, far = perf_counter() + _TURN, 0.0
        while self._reading is not None:
            try:
                far = next(self._reading)
            except StopIteration as done:
                draft: Draft = done.value
                self.give_up()
                self.read.emit(draft)
                return
            if perf_counter() > until:
                self.progressed.emit(far)
                return
