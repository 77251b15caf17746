"""Take the picture of the window anew that the README shows: python packaging/picture_for_readme.py."""

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
OUT = ROOT / "docs" / "images" / "headwater.png"


def main() -> None:
    """Write it: the example map in light colours, its first cause selected and traced."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"] = os.environ["HEADWATER_MAPS"] = folder
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from app.ui.main_window import MainWindow

        application = QApplication([])
        window = MainWindow()
        window.resize(1600, 960)
        window.show()
        if window.theme.is_dark:
            window.toggle_dark()
        window.opening.open_example()
        QTest.qWait(300)
        assert window.workspace is not None
        session = window.workspace.session
        assert session.reading is not None
        session.select(session.reading.upstream[0].members)
        QTest.qWait(300)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(OUT))
        window.close()
        application.quit()


if __name__ == "__main__":
    main()
