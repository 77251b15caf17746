"""Whether things may move on screen, and whether all has to be there at once."""

import os

from app.ui.places import choices


def is_still() -> bool:
    """Whether everything has to be shown at once, as for a test or a picture (HEADWATER_STILL=1)."""
    return os.environ.get("HEADWATER_STILL") == "1"


def motion_is_wanted() -> bool:
    """Whether things may glide to their places: not for those who have asked the program or the system for less."""
    from PySide6.QtWidgets import QApplication, QStyle

    if is_still() or choices().get("reduce_motion") is True:
        return False
    style = QApplication.style()
    return style is None or style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
