"""Opening: from a file, another program's map, the example or a first symptom to the map on screen."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.errors import FileDamaged, FileGone, HeadwaterError
from app.ui.places import maps_folder, new_map_path
from app.ui.saving import FILES

if TYPE_CHECKING:
    from app.document import Document
    from app.exchange.neutral import Imported
    from app.ui.main_window import MainWindow


class Opening(QObject):
    """Makes or reads a document and has the window put it up; what is open stays open where that fails."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window

    def begin_with(self, words: str) -> None:
        """Make a map of the first symptom."""
        from app.model import edits

        def make() -> "Document":
            from app.document import Document

            label, _ = edits.worded(words)
            path = new_map_path(label)
            path.parent.mkdir(parents=True, exist_ok=True)
            return Document.create(path, label)

        if self._show(make):
            workspace = self.window.workspace
            assert workspace is not None
            changes = edits.add_factor(words, "symptom", (0.0, 0.0))
            workspace.session.perform("Add a symptom", changes, select=[changes[0].id])
            workspace.view.fit()
            self.window.start.field.clear()

    def new_map(self) -> None:
        """Go to the question a map begins with."""
        self.window.close_map()

    def open_map(self) -> None:
        """Ask which map to open."""
        folder = str(maps_folder() if maps_folder().is_dir() else Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self.window, "Open a map", folder, f"{FILES};;All files (*)")
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> bool:
        """Open the map of a file; True if that went well. What is open stays open if it does not."""
        if self._is_open(path):
            return True

        def make() -> "Document":
            from app.document import Document

            return Document.open(path)

        return self._show(make, path)

    def open_imported(self, imported: "Imported", name: str) -> None:
        """Open what came from another program as a new map; what had to be mended is told."""
        path = new_map_path(imported.title or name)

        def make() -> "Document":
            from app.document import Document

            path.parent.mkdir(parents=True, exist_ok=True)
            return Document.create(path, imported.title or name, imported.records)

        if self._show(make):
            self.window.tell(f"A new map was made of “{name}”; the file itself is as it was.")

    def open_example(self) -> None:
        """Open one's own copy of the example."""
        path = maps_folder() / "Delayed discharge example.headwater"
        if self._is_open(path):
            return

        def make() -> "Document":
            from app.document import Document
            from app.exchange.example import example_records

            if path.exists():
                return Document.open(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            title, records = example_records()
            return Document.create(path, title, records)

        self._show(make)

    def _is_open(self, path: Path) -> bool:
        workspace = self.window.workspace
        return workspace is not None and workspace.session.document.path.resolve() == path.resolve()

    def _show(self, make: "Callable[[], Document]", path: Path | None = None) -> bool:
        try:
            document = make()
        except (HeadwaterError, OSError) as error:
            self.window.tell(
                str(error) if isinstance(error, HeadwaterError) else f"That cannot be done here: {error.strerror}."
            )
            if self.window.workspace is None:
                self.window.to_start()
            if path is not None and isinstance(error, FileDamaged | FileGone):
                self.window.rescue.offer(path, error)
            return False
        self.window.put_up(document)
        return True
