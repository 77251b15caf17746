"""The main window: start page or workspace, menus and tools from the table of actions. It only assembles."""

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QImage, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from app import __version__
from app.drawing.theme import THEMES, Theme
from app.ui.actions import ACTIONS, MENUS, ActionSpec, changes_the_map, enabled
from app.ui.crash import Faults
from app.ui.exporting import Exporting
from app.ui.look import dress
from app.ui.opening import Opening
from app.ui.places import choices, choose, remember_map
from app.ui.rescue import Rescue
from app.ui.saving import Saving
from app.ui.start_page import StartPage
from app.ui.tools import TitleField, Tools

if TYPE_CHECKING:
    from app.document import Document
    from app.ui.help_page import HelpPage
    from app.ui.keeping import Keeping
    from app.ui.keys_page import KeysPage
    from app.ui.workspace import Workspace


_OWN = ("saving", "exporting", "opening", "rescue")
_BEHIND = ("presenting", "session", "offer")
"""Whose actions need nothing of this window, so that the room's picture may go on covering it."""


class MainWindow(QMainWindow):
    """One window, one map at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Headwater")
        self.setObjectName("main")
        self.setMinimumSize(QSize(760, 480))
        self.theme: Theme = THEMES["dark" if self._wants_dark() else "light"]
        dress(cast("QApplication", QApplication.instance()), self.theme)
        self.workspace: Workspace | None = None
        self.actions_by_id: dict[str, QAction] = {}
        self.start = StartPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start)
        self.setCentralWidget(self.pages)
        self.title_field = TitleField()
        self.title_field.editingFinished.connect(self._on_title)
        self.saving, self.exporting, self.opening = Saving(self), Exporting(self), Opening(self)
        self.faults = Faults(self)
        self.rescue, self.keeping = Rescue(self), cast("Keeping | None", None)
        self._make_actions()
        self._tools: Tools | None = None
        self._warned = ""
        self.start.symptom_given.connect(self.opening.begin_with)
        self.start.open_wanted.connect(self.opening.open_map)
        self.start.example_wanted.connect(self.opening.open_example)
        self.start.recent_wanted.connect(self.opening.open_path)
        self._restore_place()
        self._refresh_actions()
        self.start.field.setFocus()

    def _wants_dark(self) -> bool:
        chosen = choices().get("theme")
        if chosen in THEMES:
            return chosen == "dark"
        return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    # -- actions

    def _make_actions(self) -> None:
        menus = {name: self.menuBar().addMenu(f"&{name}" if name != "Plan" else "P&lan") for name in MENUS}
        group: dict[str, int] = {}
        for spec in ACTIONS:
            if group.setdefault(spec.menu, spec.group) != spec.group:
                menus[spec.menu].addSeparator()
                group[spec.menu] = spec.group
            menus[spec.menu].addAction(self._make_action(spec))

    def _make_action(self, spec: ActionSpec) -> QAction:
        shown = f"{spec.text}\t{spec.shown_key}" if spec.shown_key else spec.text
        action = QAction(shown, self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setCheckable(spec.toggles)
        key = spec.shown_key or (spec.keys[0] if spec.keys else "")
        action.setToolTip(f"{spec.help} ({key})" if key else spec.help)
        action.setStatusTip(spec.help)
        if spec.where != "window":
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _=False, name=spec.handler: self._run(name))
        self.actions_by_id[spec.id] = action
        return action

    def _run(self, handler: str) -> None:
        where, method = handler.split(".")
        owner: object = self
        self._finish_typing()
        if self.workspace is not None and where not in _BEHIND:
            self.workspace.presenting.step_aside()
        if where in _OWN:
            owner = getattr(self, where)
        elif where != "window":
            if self.workspace is None:
                return
            owner = self.workspace.owner_of(where, method)
        cast("Callable[[], None]", getattr(owner, method))()

    def _finish_typing(self) -> None:
        """Make steps of all that is being typed, wherever the keyboard is."""
        if self.workspace is not None:
            self.workspace.finish_typing()
            self._on_title()

    def _refresh_actions(self) -> None:
        workspace = self.workspace
        session = workspace.session if workspace else None
        read_only = bool(session and session.read_only)
        for spec in ACTIONS:
            self.actions_by_id[spec.id].setEnabled(
                not (read_only and changes_the_map(spec))
                and enabled(
                    spec.when,
                    has_map=session is not None,
                    factors=len(session.selected_factors()) if session else 0,
                    links=len(session.selected_links()) if session else 0,
                    can_undo=bool(session and session.document.can_undo),
                    can_redo=bool(session and session.document.can_redo),
                )
            )
        self.actions_by_id["view.dark"].setChecked(self.theme.is_dark)
        self.actions_by_id["view.still"].setChecked(choices().get("reduce_motion") is True)
        if session:
            self.actions_by_id["view.changeable"].setChecked(session.changeable_only)
            self.actions_by_id["edit.undo"].setText(_undoing("Undo", session.undo_label))
            self.actions_by_id["edit.redo"].setText(_undoing("Redo", session.redo_label))
            if not self.title_field.hasFocus() and self.title_field.text() != session.map.title:
                self.title_field.setText(session.map.title)
                self.title_field.setCursorPosition(0)
            self.setWindowTitle(f"{session.map.title or session.document.path.stem} – Headwater")

    # -- opening and closing

    def show_opening(self, name: str) -> None:
        """What stands in the window for the moment until a map is there."""
        words = QLabel(f"Opening {name} …")
        words.setObjectName("second")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(words)
        self.pages.setCurrentWidget(words)

    def put_up(self, document: "Document") -> None:
        """Show a map in place of the one before, which is closed."""
        from app.ui.keeping import Keeping
        from app.ui.session import Session
        from app.ui.workspace import Workspace

        try:
            workspace = Workspace(Session(document), self.theme)
        except BaseException:
            document.close()
            raise
        self._leave_map()
        self.workspace = workspace
        self.workspace.changed.connect(self._refresh_actions)
        self.workspace.hints.listen(self.actions_by_id)
        for spec in ACTIONS:
            if spec.where != "window":
                panes = (self.workspace.view, self.workspace.outline)
                for pane in panes if spec.where == "map" else panes[1:]:
                    pane.addAction(self.actions_by_id[spec.id])
        if self._tools is None:
            self._tools = Tools(self.title_field, self.actions_by_id)
            self.addToolBar(self._tools)
        self._tools.show()
        self.pages.addWidget(self.workspace)
        self.pages.setCurrentWidget(self.workspace)
        self._refresh_actions()
        remember_map(document.path, document.map.title)
        self.keeping = Keeping(self.workspace.session, self.theme)
        self.keeping.told.connect(self.tell)
        self.workspace.view.setFocus()
        QTimer.singleShot(0, self.workspace, self.workspace.view.fit)
        if document.notice or document.read_only:
            self.workspace.say(document.notice or document.read_only)
        # What a map is made of stays until it is closed: looking through all of it for garbage in the middle of an edit
        # costs more than a frame.
        gc.collect()
        gc.freeze()

    def close_map(self) -> None:
        """Close the map and go to the start page."""
        if self._may_leave():
            self._leave_map()
            self.to_start()

    def _may_leave(self) -> bool:
        """Whether nothing would be lost; if it would, say so and offer another place, once."""
        self._finish_typing()
        if self.workspace is None:
            return True
        document = self.workspace.session.document
        if document.retry() or not document.at_risk or self._warned == document.waiting:
            return True
        self._warned = document.waiting
        self.tell(f"{document.waiting} Close once more to leave without it.")
        QTimer.singleShot(0, self, self.saving.save_copy)
        return False

    def to_start(self) -> None:
        """Show the start page."""
        self.pages.setCurrentWidget(self.start)
        self.start.show_recent()
        if self._tools is not None:
            self._tools.hide()
        self.setWindowTitle("Headwater")
        self._refresh_actions()
        self.start.field.setFocus()

    def _leave_map(self) -> None:
        self._finish_typing()
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        if self.keeping is not None:
            self.keeping.finish()
            self.keeping = None
        self._keep_thumbnail(workspace)
        workspace.close_map()
        self.pages.removeWidget(workspace)
        workspace.hide()
        workspace.deleteLater()
        gc.unfreeze()

    def _keep_thumbnail(self, workspace: "Workspace") -> None:
        """The small picture for the start page: shapes are enough at that size."""
        session = workspace.session
        recent = remember_map(session.document.path, session.map.title)
        scene = workspace.view.map_scene
        around = scene.map_extent()
        image = QImage(432, 256, QImage.Format.Format_RGB32)
        image.fill(self.theme.canvas)
        if not around.isEmpty() and len(session.boxes) <= 1000:
            session.select([])
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            scene.render(painter, image.rect().toRectF().adjusted(12, 12, -12, -12), around)
            painter.end()
        try:
            recent.thumbnail.parent.mkdir(parents=True, exist_ok=True)
            image.save(str(recent.thumbnail))
        except OSError:
            return

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing to ask: everything is saved. Where it cannot be, that is said first."""
        if not self._may_leave():
            event.ignore()
            return
        choose(window=bytes(self.saveGeometry().toBase64().data()).decode())
        self.hide()
        self.exporting.finish()
        self._leave_map()
        super().closeEvent(event)

    def _restore_place(self) -> None:
        kept = choices().get("window")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            screen = QApplication.primaryScreen().availableGeometry()
            self.resize(min(1600, screen.width()), min(960, screen.height()))

    # -- the map's own things

    def _on_title(self) -> None:
        if self.workspace is not None and self.title_field.isModified():
            from app.model import edits

            session = self.workspace.session
            self.title_field.setModified(False)
            session.perform("Change the title", edits.set_title(session.map, self.title_field.text()))

    def tell(self, sentence: str) -> None:
        """Say one sentence to the person, without asking for anything."""
        if self.workspace is not None:
            self.workspace.say(sentence)
        else:
            self.start.hint.setText(sentence)
            self.start.hint.setObjectName("warning")
            self.start.hint.style().polish(self.start.hint)

    # -- looking

    def zoom_in(self) -> None:
        """Larger."""
        assert self.workspace is not None
        self.workspace.view.zoom_by_key(1)

    def zoom_out(self) -> None:
        """Smaller."""
        assert self.workspace is not None
        self.workspace.view.zoom_by_key(-1)

    def zoom_full(self) -> None:
        """Boxes at their own size."""
        assert self.workspace is not None
        self.workspace.view.set_zoom(1.0)
        self.workspace.view.show_selection()

    def toggle_changeable(self) -> None:
        """All most upstream causes, or those that can be changed."""
        assert self.workspace is not None
        session = self.workspace.session
        session.set_changeable_only(not session.changeable_only)
        self._refresh_actions()

    def toggle_dark(self) -> None:
        """Between light and dark."""
        self.theme = THEMES["light" if self.theme.is_dark else "dark"]
        choose(theme=self.theme.name)
        dress(cast("QApplication", QApplication.instance()), self.theme)
        self.title_field.setCursorPosition(0)
        if self.workspace is not None:
            self.workspace.set_theme(self.theme)
        self._refresh_actions()

    def show_focus(self) -> None:
        """Go to the most upstream causes."""
        if self.workspace is not None:
            self.workspace.right.setCurrentWidget(self.workspace.focus)
            self.workspace.panes()[2].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_parked(self) -> None:
        """Go to the parking lot."""
        assert self.workspace is not None
        self.workspace.show_parked()

    def toggle_motion(self) -> None:
        """Things glide, or are in their places at once."""
        choose(reduce_motion=choices().get("reduce_motion") is not True)
        self._refresh_actions()

    def next_pane(self) -> None:
        """Give the keyboard to the next pane."""
        self._go_round(1)

    def previous_pane(self) -> None:
        """Give the keyboard to the pane before."""
        self._go_round(-1)

    def _go_round(self, by: int) -> None:
        assert self.workspace is not None
        panes = self.workspace.panes()
        focused = QApplication.focusWidget()
        here = next((n for n, pane in enumerate(panes) if focused is not None and _belongs(focused, pane)), -by)
        panes[(here + by) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def find_anything(self) -> None:
        """One field for factors and actions alike."""
        from app.ui.palette import Palette

        Palette(self)

    def show_help(self) -> None:
        """What Headwater is for and how it works."""
        from app.ui.help_page import HelpPage

        self._show_beside(HelpPage)

    def show_keys(self) -> None:
        """Every key on one page."""
        from app.ui.keys_page import KeysPage

        self._show_beside(KeysPage)

    def _show_beside(self, kind: "type[HelpPage | KeysPage]") -> None:
        """Show a page beside the work; if it is open already, that one."""
        page = next((each for each in self.findChildren(kind) if each.isVisible()), None) or kind(self)
        page.show()
        page.raise_()
        page.activateWindow()

    def show_about(self) -> None:
        """Version and licence."""
        box = QMessageBox(self)
        box.setWindowTitle("About Headwater")
        box.setText(f"Headwater {__version__}")
        box.setInformativeText(
            "Finds the most upstream causes, with the people who know them.\n\nFree software. It works without a"
            " network and sends nothing anywhere. Its letters are Atkinson Hyperlegible, by the Braille Institute."
        )
        box.setModal(False)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.show()


def _undoing(verb: str, label: str) -> str:
    """A menu's words for undo or redo; people's own words in a label stay as they wrote them."""
    return f"{verb} {label[:1].lower()}{label[1:]}".strip().replace("&", "&&")


def _belongs(focused: QWidget, pane: QWidget) -> bool:
    """Whether the keyboard is in a pane, or beside its widget on the same side of the window."""
    if focused is pane or pane.isAncestorOf(focused):
        return True
    tabs = pane.parentWidget()
    while tabs is not None and not isinstance(tabs, QTabWidget):
        tabs = tabs.parentWidget()
    return tabs is not None and tabs.isAncestorOf(focused)
