"""Rescue: a map that is damaged or gone is repaired into a new one, or an earlier copy of it is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.errors import FileDamaged, HeadwaterError
from app.ui.places import free_path, maps_folder
from app.ui.saving import FILES

if TYPE_CHECKING:
    from app.earlier import Backup
    from app.ui.main_window import MainWindow


class Rescue(QObject):
    """What the window offers when a file cannot be read."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window

    def offer(self, path: Path, error: HeadwaterError) -> None:
        """Say what is wrong with a file and what can be done; nothing is done by itself."""
        from app.earlier import copies_of_place

        copies = copies_of_place(path)
        damaged = isinstance(error, FileDamaged)
        if not damaged and not copies:
            return
        box = QMessageBox(self.window)
        box.setObjectName("rescue")
        box.setWindowTitle("This map cannot be opened")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(str(error))
        mend = box.addButton("Repair into a new map", QMessageBox.ButtonRole.ActionRole) if damaged else None
        count = f"{len(copies)} earlier {'copy' if len(copies) == 1 else 'copies'}"
        older = box.addButton("Earlier copies …", QMessageBox.ButtonRole.ActionRole) if copies else None
        said = "The file stays as it is." if damaged else ""
        box.setInformativeText(f"{said} This computer keeps {count} of it.".strip() if copies else said)
        leave = box.addButton(QMessageBox.StandardButton.Close)
        box.setEscapeButton(leave)
        box.setDefaultButton(older or mend or leave)
        box.finished.connect(box.deleteLater)
        box.exec()
        if mend is not None and box.clickedButton() is mend:
            self.repair_from(path)
        elif older is not None and box.clickedButton() is older:
            self.earlier_copies(path)

    def earlier_copies(self, place: Path | None = None) -> None:
        """List the copies that were kept, of the open map first, and open the one that is chosen as a new map."""
        from app.ui.earlier_copies import EarlierCopies

        workspace = self.window.workspace
        map_id = workspace.session.document.map_id if workspace else ""
        dialog = EarlierCopies(self.window, map_id=map_id, place=place)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec() == EarlierCopies.DialogCode.Accepted and dialog.chosen is not None:
            self._open_copy(dialog.chosen)

    def _open_copy(self, backup: "Backup") -> None:
        from app.earlier import restore

        place = Path(backup.place) if backup.place else maps_folder() / "A map.headwater"
        stem = f"{place.stem} as of {backup.made:%Y-%m-%d %H.%M}"
        target = free_path(self._folder(place), stem, ".headwater")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            restore(backup, target)
        except (HeadwaterError, OSError) as error:
            self.window.tell(str(error) if isinstance(error, HeadwaterError) else "The copy could not be opened here.")
            return
        if self.window.opening.open_path(target):
            self.window.tell(f"The earlier copy is now a map of its own, {target.name}.")

    def repair_map(self) -> None:
        """Ask which map is damaged, and repair it."""
        chosen, _ = QFileDialog.getOpenFileName(self.window, "Repair a damaged map", "", f"{FILES};;All files (*)")
        if chosen:
            self.repair_from(Path(chosen))

    def repair_from(self, path: Path) -> None:
        """Make a new map of what can be read, open it, and give the account."""
        from app.earlier import repair

        target = free_path(self._folder(path), f"{path.stem} repaired", ".headwater")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            told = repair(path, target)
        except (HeadwaterError, OSError) as error:
            self.window.tell(str(error) if isinstance(error, HeadwaterError) else f"“{path.name}” cannot be read.")
            return
        if not self.window.opening.open_path(target):
            return
        box = QMessageBox(self.window)
        box.setObjectName("repaired")
        box.setWindowTitle("What was repaired")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"What could be read of “{path.name}” is now in “{target.name}”. The damaged file is as it was.")
        box.setInformativeText("\n\n".join(told.sentences()))
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setModal(False)
        box.show()

    def _folder(self, path: Path) -> Path:
        """Beside the map if its folder is there and takes files, else where new maps are put."""
        import os

        return path.parent if path.parent.is_dir() and os.access(path.parent, os.W_OK) else maps_folder()
