"""What leaves the window as a file or by the clipboard: copies of the map, and pictures of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from app.drawing.theme import THEMES
from app.errors import HeadwaterError
from app.ui.places import choices, choose, file_name, free_path

if TYPE_CHECKING:
    from app.drawing.picture import Picture
    from app.ui.main_window import MainWindow
    from app.ui.session import Session

FILES = "Headwater maps (*.headwater)"


class Saving(QObject):
    """Copies and pictures of the map that is open."""

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
        if dialog.exec() != LeavingOut.DialogCode.Accepted:
            return
        proposed = free_path(document.path.parent, f"{document.path.stem} without names", ".headwater")
        chosen, _ = QFileDialog.getSaveFileName(self.window, "Save a copy without names", str(proposed), FILES)
        if not chosen:
            return
        path = _with_ending(chosen, ".headwater")
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
        path = _with_ending(chosen, ".headwater")
        try:
            document.save_copy(path, clean=clean)
        except HeadwaterError as error:
            self.window.tell(str(error))
        else:
            self.window.tell(f"A copy is in {path.name}. You go on working in {document.path.name}.")

    def _picture(self) -> "Picture":
        from app.analysis.reading import read
        from app.drawing.picture import picture_with, today_in_words

        session = self._session()
        reading = session.reading if session.supposed is None else None  # a picture is of the map, not of what if
        date = session.looking or today_in_words()
        return picture_with(session.map, reading or read(session.map), session.boxes, session.routes, date=date)

    def export(self) -> None:
        """Save the whole map as a picture."""
        from app.exchange.images import export_picture
        from app.ui.export_dialog import ExportDialog

        dialog = ExportDialog(self.window)
        if dialog.exec() != ExportDialog.DialogCode.Accepted:
            return
        ending = dialog.format.currentData()
        document = self._session().document
        name = file_name(document.map.title or document.path.stem)
        proposed = free_path(document.path.parent, name, f".{ending}")
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, "Export a picture", str(proposed), f"{ending.upper()} (*.{ending})"
        )
        if not chosen:
            return
        path = _with_ending(chosen, f".{ending}")
        try:
            export_picture(path, self._picture(), THEMES[dialog.theme.currentData()], scale=dialog.scale.currentData())
        except HeadwaterError as error:
            self.window.tell(str(error))
        else:
            self.window.tell(f"The picture is in {path}.")

    def import_map(self) -> None:
        """Make a map of one from another program, after saying what will come in."""
        kinds = "Maps of other programs (*.json *.prsm *.graphml *.xml *.csv *.tsv *.txt *.md *.mmd *.mdl *.dag)"
        chosen, _ = QFileDialog.getOpenFileName(self.window, "Import a map", "", f"{kinds};;All files (*)")
        if chosen:
            self.preview_import(Path(chosen))

    def preview_import(self, path: Path) -> None:
        """Say what is in a file, ask which way its arrows point, and open what comes of it as a map of its own."""
        from app.ui.import_dialog import ImportDialog

        try:
            dialog = ImportDialog(path, self.window)
        except HeadwaterError as error:
            self.window.tell(str(error))
            return
        except OSError:
            self.window.tell(f"“{path.name}” cannot be read.")
            return
        if dialog.exec() == ImportDialog.DialogCode.Accepted:
            self.window.open_imported(dialog.imported, path.stem)

    def export_map(self) -> None:
        """Write the map for another program."""
        from app.exchange.formats import FORMATS

        document = self._session().document
        kinds = {f"{each.words} (*{each.ending})": each.name for each in FORMATS}
        last = str(choices().get("export_format", ""))
        chosen_kind = next((words for words, name in kinds.items() if name == last), next(iter(kinds)))
        name = file_name(document.map.title or document.path.stem)
        proposed = document.path.parent / name
        chosen, kind = QFileDialog.getSaveFileName(
            self.window, "Export for another program", str(proposed), ";;".join(kinds), chosen_kind
        )
        if chosen:
            self.write_map(Path(chosen), kinds.get(kind, ""))

    def write_map(self, path: Path, name: str) -> None:
        """Write the map in the format of a name; where the file has another ending, that of the format is added."""
        from app.analysis.reading import read
        from app.exchange.formats import export_map, format_of

        session = self._session()
        try:
            wanted = format_of(path, name)
            path = _with_ending(str(path), wanted.ending) if path.suffix.lower() != wanted.ending else path
            export_map(path, session.map, read(session.map), wanted.name)
        except HeadwaterError as error:
            self.window.tell(str(error))
        else:
            choose(export_format=wanted.name)
            self.window.tell(f"{path.name} is written. It does not hold {wanted.loses}.")

    def copy_picture(self) -> None:
        """Put a picture of the whole map on the clipboard."""
        from app.exchange.images import picture_mime

        QApplication.clipboard().setMimeData(picture_mime(self._picture(), THEMES["light"]))
        self.window.tell("The picture is on the clipboard: paste it into a slide or a document.")


def _with_ending(chosen: str, ending: str) -> Path:
    """The path that was chosen; where its ending is added, a free name, since nobody was asked about that one."""
    path = Path(chosen)
    return path if path.suffix.lower() == ending else free_path(path.parent, path.name, ending)
