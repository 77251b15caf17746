"""Every key on one page, from the table of actions."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.actions import ACTIONS, MENUS

_ARROWS = (
    "<tr><td style='padding:3px 18px 3px 0'><b>Arrows</b></td><td>Go to a cause, an effect, or a box beside</td></tr>"
)
_COLUMNS = (("Map",), tuple(menu for menu in MENUS if menu != "Map"))


class KeysPage(QDialog):
    """Two columns: what is done to the map, and the rest. Open beside the work, not in its way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(20, 16, 20, 8)
        columns.setSpacing(36)
        for menus in _COLUMNS:
            words = QLabel("".join(_table(menu) for menu in menus))
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setWordWrap(True)
            columns.addWidget(words)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(area)
        whole.addWidget(buttons)
        self.resize(1100, 760)


def _table(menu: str) -> str:
    rows = "".join(
        f"<tr><td style='padding:3px 18px 3px 0'><b>{key}</b></td><td style='padding:3px 0'>{spec.help}</td></tr>"
        for spec in ACTIONS
        if spec.menu == menu and (key := spec.shown_key or " or ".join(spec.keys))
    )
    return f"<h3>{menu}</h3><table>{rows}{_ARROWS if menu == 'Map' else ''}</table>" if rows else ""
