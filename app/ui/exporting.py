"""Pictures, documents and other formats of the map, written while the talk goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from app.drawing.theme import THEMES
from app.ui.inquiry import Inquiries
from app.ui.places import choices, choose, file_name, free_path, paper_template, with_ending

if TYPE_CHECKING:
    from app.exchange.pictures import PictureChoice, Source
    from app.ui.main_window import MainWindow
    from app.ui.session import Session

_PATIENCE_MS = 20_000
"""How long leaving waits for what is being written."""


class Exporting(QObject):
    """Has files written by a process beside the window's, one after another, so that nobody waits for them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.window = window
        self._inquiries: Inquiries | None = None
        self._parts: dict[str, tuple[Path, str]] = {}

    @property
    def inquiries(self) -> Inquiries:
        """The process that writes, from when it is first wanted."""
        if self._inquiries is None:
            self._inquiries = Inquiries(self)
        return self._inquiries

    def _session(self) -> "Session":
        assert self.window.workspace is not None
        return self.window.workspace.session

    # -- pictures

    def source(self) -> "Source":
        """The map as it is on screen, for pictures: under no supposition, at the moment that is being looked at."""
        from app.analysis.reading import read
        from app.drawing.picture import today_in_words
        from app.exchange.pictures import Source

        session = self._session()
        session.rerouting.finish()
        reading = session.reading if session.supposed is None else None  # a picture is of the map, not of what if
        return Source(
            session.map,
            reading or read(session.map),
            dict(session.boxes),
            dict(session.routes),
            tuple(session.selection),
            session.looking or today_in_words(),
        )

    def picture(self) -> None:
        """Choose what the picture shall be, see it, and save it."""
        from app.ui.export_dialog import ExportDialog

        dialog = ExportDialog(self.source(), self.inquiries, self.window)
        dialog.finished.connect(dialog.deleteLater)
        accepted = dialog.exec() == ExportDialog.DialogCode.Accepted
        self.inquiries.cancel("preview")
        if not accepted:
            return
        choice = dialog.choice
        ending = f".{choice.ending}"
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, "Export a picture", str(self._proposed(ending)), f"{ending[1:].upper()} (*{ending})"
        )
        if chosen:
            choose(picture=choice.as_values())
            self.write_picture(with_ending(chosen, ending), choice)

    def picture_again(self) -> None:
        """The same picture once more, as the map is now: over the last one of this map if nobody touched that."""
        from app.exchange.pictures import PictureChoice

        told = choices().get("picture")
        if not told:
            self.picture()
            return
        choice = PictureChoice.of(told)
        self.write_picture(self._last_path(choice), choice)

    def write_picture(self, path: Path, choice: "PictureChoice") -> None:
        """Have a picture written; how far it is and where it came to is told below the map."""
        from app.exchange.pictures import picture_written

        where = str(self._session().document.path)

        def done(refused: str) -> None:
            if refused:
                self.window.tell(refused)
                return
            choose(picture_last={"map": where, "path": str(path), "was": _was(path)})
            self.window.tell(f"The picture is in {path}. F12 writes it again.")

        self.window.tell("The picture is being written; go on.")
        self._write(path, done, picture_written, self.source(), choice)

    def copy_picture(self) -> None:
        """Put a picture of the whole map on the clipboard."""
        from app.drawing.picture import picture_with
        from app.exchange.images import picture_mime

        source = self.source()
        picture = picture_with(source.cause_map, source.reading, source.boxes, source.routes, date=source.date)
        QApplication.clipboard().setMimeData(picture_mime(picture, THEMES["light"]))
        self.window.tell("The picture is on the clipboard: paste it into a slide or a document.")

    def _proposed(self, ending: str) -> Path:
        document = self._session().document
        return free_path(document.path.parent, file_name(document.map.title or document.path.stem), ending)

    def _last_path(self, choice: "PictureChoice") -> Path:
        last = choices().get("picture_last")
        ending = f".{choice.ending}"
        if isinstance(last, dict) and last.get("map") == str(self._session().document.path):
            path = Path(str(last.get("path")))
            if path.suffix.lower() == ending and (not path.exists() or _was(path) == last.get("was")):
                return path
        return self._proposed(ending)

    # -- documents and other programs

    def map(self) -> None:
        """Write the map for another program."""
        from app.exchange.formats import FORMATS

        kinds = {f"{each.words} (*{each.ending})": each.name for each in FORMATS}
        last = str(choices().get("export_format", ""))
        chosen_kind = next((words for words, name in kinds.items() if name == last), next(iter(kinds)))
        document = self._session().document
        proposed = document.path.parent / file_name(document.map.title or document.path.stem)
        chosen, kind = QFileDialog.getSaveFileName(
            self.window, "Export for another program", str(proposed), ";;".join(kinds), chosen_kind
        )
        if chosen:
            self.write_map(Path(chosen), kinds.get(kind, ""))

    def write_map(self, path: Path, name: str) -> None:
        """Write the map in the format of a name; where the file has another ending, that of the format is added."""
        from app.errors import HeadwaterError
        from app.exchange.formats import format_of, map_written

        try:
            wanted = format_of(path, name)
        except HeadwaterError as error:
            self.window.tell(str(error))
            return
        path = with_ending(str(path), wanted.ending) if path.suffix.lower() != wanted.ending else path

        def done(refused: str) -> None:
            choose(export_format=wanted.name)
            without = f" It does not hold {wanted.loses}." if wanted.loses else ""
            self.window.tell(refused or f"{path.name} is written.{without}")

        self.window.tell(f"{path.name} is being written; go on.")
        source = self.source()
        template = paper_template()
        chosen = str(template) if template.is_file() else ""
        self._write(path, done, map_written, source.cause_map, source.reading, wanted.name, source.date, chosen)

    def _document(self, name: str) -> None:
        from app.exchange.formats import format_of

        wanted = format_of(Path(), name)
        chosen, _ = QFileDialog.getSaveFileName(
            self.window, wanted.words, str(self._proposed(wanted.ending)), f"{wanted.words} (*{wanted.ending})"
        )
        if chosen:
            self.write_map(with_ending(chosen, wanted.ending), name)

    def board_paper(self) -> None:
        """The board paper, for Word."""
        self._document("board-paper")

    def template(self) -> None:
        """Put the board paper's template where it can be edited in Word; from then on papers are made from it."""
        from app.exchange.office.board_paper_template import usual_template

        path = paper_template()
        if path.exists():
            self.window.tell(f"Board papers are made from {path}: edit it in Word, or delete it to have the usual one.")
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(usual_template())
        except OSError:
            self.window.tell(f"{path} could not be written.")
            return
        self.window.tell(f"{path} is there: edit its styles, header and footer in Word. Board papers are made from it.")

    def slides(self) -> None:
        """Slides with the map as shapes, for PowerPoint."""
        self._document("slides")

    def workbook(self) -> None:
        """All tables, for Excel."""
        self._document("workbook")

    def web_page(self) -> None:
        """A page that any browser shows, with no network."""
        self._document("web")

    # -- the process that writes

    def _write(self, path: Path, done: Callable[[str], None], job: Callable[..., object], *arguments: object) -> None:
        name, mark = f"write {path}", uuid4().hex
        self._parts[name] = path, mark

        def told(refused: str) -> None:
            self._parts.pop(name, None)
            done(refused)

        def failed(_why: str) -> None:
            self._drop(name)
            self.window.tell(f"“{path.name}” could not be written: what was to write it ended.")

        def part(share: float) -> None:
            if share < 1:
                self.window.tell(f"“{path.name}” is being written: {share:.0%}.")

        self.inquiries.ask(name, told, job, path, *arguments, mark, part=part, failed=failed)

    @property
    def busy(self) -> bool:
        """Whether something is still being written."""
        return bool(self._parts)

    def finish(self) -> None:
        """Let what is being written be finished, as far as that does not take for ever; then end the process."""
        if self.busy:
            loop, ticks, last = QEventLoop(), QTimer(), QTimer()
            ticks.timeout.connect(lambda: None if self.busy else loop.quit())
            ticks.start(20)
            last.setSingleShot(True)
            last.timeout.connect(loop.quit)
            last.start(_PATIENCE_MS)
            loop.exec()
        if self._inquiries is not None:
            self._inquiries.stop()
            self._inquiries = None
        for name in list(self._parts):
            self._drop(name)

    def _drop(self, name: str) -> None:
        """Forget what was not written, and take away what there is of it."""
        from app.exchange.files import part_of

        if (found := self._parts.pop(name, None)) is not None:
            part_of(*found).unlink(missing_ok=True)


def _was(path: Path) -> list[int]:
    """What tells whether a file was touched since."""
    try:
        there = path.stat()
    except OSError:
        return []
    return [there.st_mtime_ns, there.st_size]
