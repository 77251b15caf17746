"""From files or records to one step: read beside the window, ask on the sheet, place what is new, bring it in."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.drawing.picture import ends_of
from app.drawing.sizes import size_of, sizes_of
from app.errors import RuleBroken
from app.joining.copies import Brought, as_copy, read_others
from app.joining.joining import Copy, Joining
from app.layout.geometry import Box, Point
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change
from app.model.merging import Merged
from app.model.merging_words import counted, listed
from app.model.pairing import Pair, proposing
from app.model.records import ABOUT_ID, About, Factor, Record
from app.ui.inquiry import Inquiries
from app.ui.merging.sheet import Sheet
from app.ui.standing import TIDY_AT_ONCE, given_places, newcomers

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow
    from app.ui.session import Session

_FILES = "Headwater maps (*.headwater)"
_AIR = 8.0
"""Map units between boxes that do not touch."""


def merge_maps(window: "MainWindow") -> None:
    """Ask which maps to bring into the open one, then which of their factors are the same."""
    if window.workspace is None:
        return
    folder = str(window.workspace.session.document.path.parent)
    chosen, _ = QFileDialog.getOpenFileNames(window, "Merge maps into this one", folder, _FILES)
    if chosen:
        merge_files(window, [Path(each) for each in chosen])


def merge_files(window: "MainWindow", paths: Sequence[Path]) -> "Bringing | None":
    """Bring the maps of these files into the open one; None where nothing can be brought in."""
    session = _session(window)
    if session is None:
        return None
    own = session.document.path.resolve()
    others = [path for path in dict.fromkeys(paths) if path.resolve() != own]
    if not others:
        window.tell("That is the open map itself; choose the files of other maps.")
        return None
    bringing = Bringing(window, session)
    bringing.read(others)
    return bringing


def add_map(window: "MainWindow", records: Iterable[Record], name: str) -> "Bringing | None":
    """Bring the records of a map of another program into the open one; None where nothing can be brought in."""
    session = _session(window)
    if session is None:
        return None
    given = list(records)
    about = [] if any(isinstance(each, About) for each in given) else [About(id=ABOUT_ID)]
    try:
        cause_map = CauseMap.of([*about, *given])
    except RuleBroken as error:
        window.tell(str(error))
        return None
    bringing = Bringing(window, session)
    bringing.propose([(name, cause_map)], [])
    return bringing


def _session(window: "MainWindow") -> "Session | None":
    session = window.workspace.session if window.workspace is not None else None
    if session is None or session.refuses():
        return None
    if session.read_only:
        window.tell(session.read_only)
        return None
    return session


class Bringing(QObject):
    """One bringing together, from the files to the step; it goes with its sheet."""

    def __init__(self, window: "MainWindow", session: "Session") -> None:
        self.sheet = Sheet(window)
        super().__init__(self.sheet)
        self._window, self._session = window, session
        self._inquiries = Inquiries(self)
        self._refused: list[str] = []
        self.sheet.wanted.connect(self._bring_in)
        self.sheet.finished.connect(self._on_finished)
        session.destroyed.connect(self.sheet.reject)  # a map that is closed meanwhile takes nothing in

    def _on_finished(self) -> None:
        self._inquiries.stop()
        self.sheet.deleteLater()

    def _fail(self, _why: str = "") -> None:
        self._window.tell("The maps could not be brought together this time; nothing was changed.")
        self.sheet.reject()

    # -- reading

    def read(self, paths: Sequence[Path]) -> None:
        """Read files; what cannot be read is told, and the others go on."""
        self.sheet.wait(f"Reading {counted(len(paths), 'map')} …")
        self.sheet.open()
        steps = [head.id for head in self._session.document.history()]
        self._inquiries.ask("read", self._on_read, read_others, list(paths), steps, failed=self._fail)

    def _on_read(self, found: Sequence[Brought | str]) -> None:
        self._refused = [each for each in found if isinstance(each, str)]
        tables: list[tuple[str, CauseMap]] = []
        copies: list[Copy] = []
        for each in found:
            if isinstance(each, Brought):
                copy = as_copy(self._session.document, each)
                if copy is not None:
                    copies.append(copy)
                else:
                    tables.append((each.name, each.cause_map))
        if not tables and not copies:
            self._window.tell(" ".join(self._refused))
            self.sheet.reject()
            return
        self.propose(tables, copies)

    def propose(self, tables: Sequence[tuple[str, CauseMap]], copies: Sequence[Copy]) -> None:
        """Find what may be the same, then ask."""
        before = Joining(self._session.map, [], copies, [])
        maps = [before.base, *(cause_map for _, cause_map in tables)]
        words = "Looking for what is the same …"
        self.sheet.wait(words)
        self.sheet.open()

        def found(pairs: Sequence[Pair]) -> None:
            self.sheet.begin(Joining(self._session.map, tables, copies, pairs))
            if self._refused:
                self._window.tell(" ".join(self._refused))

        if not tables:
            found([])
            return
        part = partial(self.sheet.wait, words)
        self._inquiries.ask("propose", found, proposing, maps, part=part, failed=self._fail)

    # -- bringing in

    def _bring_in(self) -> None:
        joining, session = self.sheet.joining, self._session
        if joining is None or session.refuses():
            return
        if joining.ours is not session.map:
            joining.begin_from(session.map)
        made = joining.merged()
        try:
            changes = _with_room_of_their_own(session, _with_own_places(joining, made))
            after = session.map.apply(changes)
        except RuleBroken as error:
            self._window.tell(str(error))
            self.sheet.reject()
            return
        new = newcomers(after, changes)
        if len(new) <= TIDY_AT_ONCE:
            self._perform(changes, made)
            return
        self.sheet.wait(f"Arranging {len(new):,} factors with the rest …")
        before = {id_: (box.x, box.y) for id_, box in session.boxes.items() if id_ in after.factors}
        pinned = frozenset(factor.id for factor in after.on_the_map() if factor.pinned)
        symptoms = frozenset(factor.id for factor in after.symptoms())
        job = partial(tidy, before=before, pinned=pinned)

        def placed(places: dict[str, Point]) -> None:
            moved = {id_: place for id_, place in places.items() if id_ in after.factors}
            self._perform(given_places(after, changes, moved), made, settle=False)

        def failed(_why: str) -> None:
            self._perform(changes, made)

        self._inquiries.ask("place", placed, job, sizes_of(after), ends_of(after), symptoms, failed=failed)

    def _perform(self, changes: Sequence[Change], made: Merged, *, settle: bool = True) -> None:
        joining, session = self.sheet.joining, self._session
        assert joining is not None
        names = [f"“{name}”" for name, _ in (*((copy.name, None) for copy in joining.copies), *joining.tables)]
        label = f"Bring in {listed(names)}" if len(names) < 4 else f"Bring in {len(names)} maps"
        new = [each.id for each in changes if isinstance(each, Add) and isinstance(each.record, Factor)]
        done = session.perform(label, changes, select=new if len(new) == 1 else (), settle=settle)
        self.sheet.accept()
        if done:
            come = [counted(made.come[table], table) for table in ("factor", "link")]
            self._window.tell(f"{listed(come)} came in from {listed(names)}. {_UNDO}")
            if self._window.workspace is not None:
                self._window.workspace.view.fit()


_UNDO = "Undo takes all of it back."


def _with_own_places(joining: Joining, made: Merged) -> list[Change]:
    """On an empty map, the only map that comes stands as it stood where it comes from."""
    changes = list(made.changes)
    if joining.copies or len(joining.tables) != 1 or joining.ours.factors:
        return changes
    stood = joining.tables[0][1].factors
    return [
        Add(each.record.with_fields({"x": stood[each.id].x, "y": stood[each.id].y}))
        if isinstance(each, Add) and isinstance(each.record, Factor) and each.id in stood
        else each
        for each in changes
    ]


def _with_room_of_their_own(session: "Session", changes: Sequence[Change]) -> list[Change]:
    """Newcomers whose place of before is taken here have none: they find another."""
    after = session.map.apply(changes)
    came = {each.id for each in changes if isinstance(each, Add)}
    boxes = [
        Box(factor.x, factor.y, *size_of(factor))
        for factor in after.on_the_map()
        if factor.id not in came and factor.x is not None and factor.y is not None
    ]
    found: list[Change] = []
    for each in changes:
        record = each.record if isinstance(each, Add) else None
        if isinstance(record, Factor) and record.x is not None and record.y is not None and not record.parked:
            box = Box(record.x, record.y, *size_of(record))
            if any(_meet(box, other) for other in boxes):
                found.append(Add(record.with_fields({"x": None, "y": None})))
                continue
            boxes.append(box)
        found.append(each)
    return found


def _meet(one: Box, other: Box) -> bool:
    return (
        one.left < other.right + _AIR
        and other.left < one.right + _AIR
        and one.top < other.bottom + _AIR
        and other.top < one.bottom + _AIR
    )
