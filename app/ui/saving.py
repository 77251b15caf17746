"""Copies of the map that is open, and maps that are brought in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from app.errors import HeadwaterError
from app.ui.places import free_path, with_ending

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.session import Session

FILES = "Headwater maps (*.headwater)"


class Saving(QObject):
    """Copies of the map that is open, and maps of other programs."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window

    def _session(self) -> "Session":
        assert self.window.workspace is not None
        return self.window.workspace.session

    def save_copy(self) -> None:
        """Keep a copy under another name."""
        self._save_copy(clean=False)

    def save_clean_copy(self) -> None:
        """Keep a copy without history and names."""
        self._save_copy(clean=True)

    def save_without(self) -> None:
        """Keep a copy without names, organisations or quotations."""
        from app.ui.leaving_out import LeavingOut

        document = self._session().document
        dialog = LeavingOut(document, self.window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec() != LeavingOut.DialogCode.Accepted:
            return
        proposed = free_path(document.path.parent, f"{document.path.stem} without names", ".headwater")
        chosen, _ = QFileDialog.getSaveFileName(self.window, "Save a copy without names", str(proposed), FILES)
        if not chosen:
            return
        path = with_ending(chosen, ".headwater")
        try:
            left = document.save_without(path, dialog.what)
        except HeadwaterError as error:
            self.window.tell(str(error))
        else:
            checked = f"Checked byte for byte. {left.warning}" if left.warning else "Checked: none is in the file."
            self.window.tell(f"{path.name} is without {left.said}. {checked}")

    def _save_copy(self, *, clean: bool) -> None:
        document = self._session().document
        proposed = free_path(document.path.parent, f"{document.path.stem} copy", ".headwater")
        chosen, _ = QFileDialog.getSaveFileName(self.window, "Save a copy", str(proposed), FILES)
        if not chosen:
            return
        path = with_ending(chosen, ".headwater")
        try:
            document.save_copy(path, clean=clean)
        except HeadwaterError as error:
            self.window.tell(str(error))
        else:
            self.window.tell(f"A copy is in {path.name}. You go on working in {document.path.name}.")

    def import_map(self) -> None:
        """Make a map of one from another program, after saying what will come in."""
        endings = (
            *("json", "prsm", "graphml", "gml", "dot", "gv", "xml", "opml", "mm", "xmind", "xlogic"),
            *("xlsx", "xlsm", "csv", "tsv", "txt", "md", "mmd", "mdl", "dag"),
        )
        kinds = f"Maps of other programs ({' '.join(f'*.{each}' for each in endings)})"
        chosen, _ = QFileDialog.getOpenFileName(self.window, "Import a map", "", f"{kinds};;All files (*)")
        if chosen:
            self.preview_import(Path(chosen))

    def merge_maps(self) -> None:
        """Bring other maps into the open one, after asking what is the same."""
        from app.ui.merging.bring import merge_maps

        merge_maps(self.window)

    def import_copied(self) -> None:
        """The same with what is on the clipboard as text."""
        text = QApplication.clipboard().text()
        if text.strip():
            self._preview(None, text)
        else:
            self.window.tell("There is no text on the clipboard: copy a table or a map first.")

    def preview_import(self, path: Path) -> None:
        """Say what is in a file, ask what it does not say itself, and bring it in."""
        self._preview(path, "")

    def _preview(self, path: Path | None, text: str) -> None:
        from app.ui.import_dialog import ImportDialog

        window = self.window
        may_join = window.workspace is not None and not window.workspace.session.read_only
        try:
            dialog = ImportDialog(path, window, text=text, inquiries=window.exporting.inquiries, may_join=may_join)
        except HeadwaterError as error:
            window.tell(str(error))
            return
        except OSError:
            window.tell(f"“{path.name if path else ''}” cannot be read.")
            return
        dialog.finished.connect(dialog.deleteLater)
        accepted = dialog.exec() == ImportDialog.DialogCode.Accepted
        window.exporting.inquiries.cancel("import")
        imported = dialog.imported
        if not accepted or imported is None:
            return
        name = path.stem if path is not None else "what was copied"
        if dialog.into_open:
            from app.ui.merging.bring import add_map

            add_map(window, imported.records, imported.title or name)
        else:
            window.opening.open_imported(imported, name)
