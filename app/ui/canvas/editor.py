"""Words typed in place: a field over a box. Enter keeps them, Esc leaves no trace."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.drawing.fonts import font
from app.drawing.sizes import LINE_HEIGHT, TEXT_SIZE, WIDTH
from app.drawing.theme import Theme

AFTER_ENTER, AFTER_TAB, AFTER_LEAVING = "enter", "tab", "leaving"
_LEAST_PIXELS = 15


class LabelEditor(QPlainTextEdit):
    """The field. ``finished`` gives the text and how it was left, ``cancelled`` that nothing is to happen."""

    finished = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget, theme: Theme, words: str, prompt: str) -> None:
        super().__init__(parent)
        self._open = True
        self.theme = theme
        self.setAccessibleName(prompt)
        self.setPlaceholderText(prompt)
        self.setPlainText(words)
        self.selectAll()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(False)
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {theme.panel}; color: {theme.text}; border: 2px solid {theme.accent};"
            f" border-radius: 8px; padding: 2px 6px; selection-background-color: {theme.accent};"
            f" selection-color: {theme.accent_text}; }}"
        )

    def lay_over(self, box: QRectF, zoom: float) -> None:
        """Stand over a box given in the view's pixels; words are never set too small to read."""
        pixels = max(_LEAST_PIXELS, round(TEXT_SIZE * zoom))
        face = font(pixels)
        self.setFont(face)
        width = max(box.width(), WIDTH * pixels / TEXT_SIZE) + 6
        lines = self.lines(face, width - 30)
        height = max(box.height(), (lines * LINE_HEIGHT + 22) * pixels / TEXT_SIZE) + 6
        middle = box.center()
        self.setGeometry(round(middle.x() - width / 2), round(middle.y() - height / 2), round(width), round(height))

    def lines(self, face: QFont, width: float) -> int:
        """How many lines its words (or, as long as there are none, its question) take at a width."""
        metrics = QFontMetricsF(face)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
        words = self.toPlainText() or self.placeholderText()
        return max(
            1, round(metrics.boundingRect(QRectF(0, 0, width, 10_000), flags, words).height() / metrics.height())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Tab keep the words, Esc drops them; all else is typing."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.leave(AFTER_ENTER)
            case Qt.Key.Key_Tab:
                self.leave(AFTER_TAB)
            case Qt.Key.Key_Escape:
                self.cancel()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field keeps what was typed: nothing is ever lost."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave(AFTER_LEAVING)

    def leave(self, how: str) -> None:
        """Close the field and hand over its words."""
        if self._open:
            self._open = False
            viewport = self.parentWidget()
            if self.hasFocus() and viewport is not None:
                viewport.setFocus()  # hidden with the keyboard, it would give that to whatever comes next in the window
            self.hide()
            self.finished.emit(self.toPlainText(), how)
            self.deleteLater()

    def cancel(self) -> None:
        """Close the field and drop its words."""
        if self._open:
            self._open = False
            self.hide()
            self.cancelled.emit()
            self.deleteLater()


class Writing(QObject):
    """At most one editor open on a view, and where it stands."""

    def __init__(self, viewport: QWidget, kind: type[LabelEditor] = LabelEditor) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._kind = kind
        self.editor: LabelEditor | None = None
        self._place: Callable[[], tuple[QRectF, float]] | None = None

    def start(
        self,
        theme: Theme,
        words: str,
        prompt: str,
        place: Callable[[], tuple[QRectF, float]],
        kept: Callable[[str, str], None],
        dropped: Callable[[], None],
    ) -> None:
        """Open the field; ``place`` says where its box is in the view now, and the zoom."""
        self.finish()
        editor = self._kind(self._viewport, theme, words, prompt)
        self.editor, self._place = editor, place
        editor.finished.connect(lambda text, how: self._close(editor, lambda: kept(text, how)))
        editor.cancelled.connect(lambda: self._close(editor, dropped))
        editor.textChanged.connect(self.follow)
        self.follow()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self) -> None:
        """Stay over the box when the view moves or the words grow."""
        if self.editor is not None and self._place is not None:
            self.editor.lay_over(*self._place())

    def finish(self) -> None:
        """Keep what is being typed and close the field."""
        if self.editor is not None:
            self.editor.leave(AFTER_LEAVING)

    def _close(self, editor: LabelEditor, then: Callable[[], None]) -> None:
        if self.editor is editor:
            self.editor, self._place = None, None
        then()
