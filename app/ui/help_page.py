"""Help in the program: one page, offline, its keys taken from the table of actions."""

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout

import resources
from app.drawing.theme import Theme
from app.ui.actions import ACTIONS
from app.ui.keys_words import CAPTURE
from app.ui.places import choices, choose

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

SIZES = (13, 15, 16, 18, 21, 24, 28, 34)
"""Sizes of the words, in pixels."""
_USUAL = 16
_CHOICE = "help_size"
_KEY = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def help_html() -> str:
    """The page's text with each action's key in the place of its name (KeyError if there is no such action)."""
    keys = {spec.id: spec.shown_key or " or ".join(spec.keys[:1]) for spec in ACTIONS}
    page = (Path(resources.__file__).parent / "help" / "help.html").read_text("utf-8")
    page = _KEY.sub(lambda found: f"<span class='key'>{escape(keys[found[1]])}</span>", page)
    rows = "".join(
        f"<tr><td class='line'>{escape(line)}</td><td class='says'>{escape(says)}</td></tr>" for line, says in CAPTURE
    )
    return page.replace("<!--capture-->", f"<table width='100%'>{rows}</table>")


def _sheet(theme: Theme, size: int) -> str:
    return f"""
    body {{ font-size: {size}px; color: {theme.text}; }}
    p, li, td {{ font-size: {size}px; line-height: 130%; color: {theme.text}; }}
    p {{ margin-top: {size // 2}px; }}
    li {{ margin-top: {size // 3}px; }}
    h1 {{ font-size: {round(size * 1.9)}px; margin-bottom: 0; color: {theme.text}; }}
    h2 {{ font-size: {round(size * 1.3)}px; margin-top: {round(size * 1.8)}px; margin-bottom: 0; color: {theme.text}; }}
    a {{ color: {theme.accent}; }}
    .lead {{ font-size: {round(size * 1.15)}px; color: {theme.second_text}; margin-top: 2px; }}
    .key {{ font-weight: bold; color: {theme.accent}; }}
    .line {{ font-weight: bold; padding: 3px 18px 3px 0; }}
    .says {{ padding: 3px 0; }}
    """


class HelpPage(QDialog):
    """The page in a window of its own, beside the work and not in its way."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("Help")
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = QTextBrowser()
        self.page.setAccessibleName("Help")
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.anchorClicked.connect(self._on_link)
        self.page.document().setDocumentMargin(26)
        kept = choices().get(_CHOICE)
        self.size_now = kept if isinstance(kept, int) and kept in SIZES else _USUAL
        self._lay_out()
        for keys, by in ((("Ctrl++", "Ctrl+="), 1), (("Ctrl+-",), -1), (("Ctrl+0",), 0)):
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(lambda _=False, by=by: self.scale(by))
            self.addAction(action)
        self.show_page()
        self.resize(820, 860)
        self.page.setFocus()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 4)
        foot.addStretch(1)
        for words, spoken, act in (
            ("A-", "Smaller words", lambda: self.scale(-1)),
            ("A+", "Larger words", lambda: self.scale(1)),
            ("Keys", "Every key on one page", lambda: self._do("help.keys")),
            ("Close", "Close", self.reject),
        ):
            button = QPushButton(words)
            button.setAccessibleName(spoken)
            button.setToolTip(spoken)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 8)
        whole.addWidget(self.page)
        whole.addLayout(foot)

    def show_page(self) -> None:
        """The page in the theme's colours and the chosen size, where one was reading."""
        bar = self.page.verticalScrollBar()
        at = bar.value() / max(1, bar.maximum())
        self.page.document().setDefaultStyleSheet(_sheet(self._window.theme, self.size_now))
        self.page.setHtml(help_html())
        bar.setValue(round(at * bar.maximum()))

    def scale(self, by: int) -> None:
        """Words one size larger or smaller; 0: the usual size."""
        place = min(len(SIZES) - 1, max(0, SIZES.index(self.size_now) + by))
        self.size_now = SIZES[place] if by else _USUAL
        choose(**{_CHOICE: self.size_now})
        self.show_page()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self.show_page()

    def _on_link(self, link: QUrl) -> None:
        if link.scheme() == "do":
            self._do(link.path())
        else:
            self.page.scrollToAnchor(link.fragment())

    def _do(self, action: str) -> None:
        self._window.actions_by_id[action].trigger()
