"""Words of a map where Qt would take what looks like markup for markup: they are shown as they were written."""

from html import escape

from PySide6 import QtGui


def as_tip(words: str) -> str:
    """Words as a tool tip. What stands in a file may look like a picture or a link; nothing of it is fetched."""
    return f"<qt>{escape(words)}</qt>" if QtGui.Qt.mightBeRichText(words) else words
