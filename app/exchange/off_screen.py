"""Drawing where there is no screen, or in a process beside the window's."""

import os
import sys


def draw_without_a_screen() -> None:
    """Words are measured with Qt, which ends the program where the screen it finds announced is not there."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        return
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _kept.append(QGuiApplication([]))


_kept: list[object] = []
