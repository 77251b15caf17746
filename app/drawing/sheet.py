"""What every writer of pictures can put down: a map's picture, a page of paper, a page of words."""

from typing import Protocol

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from app.drawing.theme import Theme


class Sheet(Protocol):
    """Something with a size that paints itself; one unit is ``unit`` millimetres."""

    @property
    def title(self) -> str:
        """What a file of it is called inside."""
        ...

    @property
    def subtitle(self) -> str:
        """What it is, in a line."""
        ...

    @property
    def described(self) -> str:
        """It in words, for those who hear it."""
        ...

    @property
    def lines(self) -> tuple[str, ...]:
        """Every whole line of words on it, as it is read."""
        ...

    @property
    def size(self) -> QSizeF:
        """Width and height in units."""
        ...

    @property
    def unit(self) -> float:
        """Millimetres a unit."""
        ...

    def paint(self, painter: QPainter, theme: Theme, *, ground: bool = True) -> None:
        """Paint it with its top left corner at (0, 0); ``ground`` fills it first."""
        ...
