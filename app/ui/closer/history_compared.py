"""The part of "History" that compares two moments: with what, and what is otherwise."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.analysis.differences import Differences, RankMove, differences, rank_moves
from app.analysis.reading import read
from app.model.cause_map import CauseMap
from app.model.records import Snapshot
from app.ui.closer.history_map import both, shown_differences
from app.ui.closer.history_words import difference_rows, summary
from app.ui.pages.long_list import LongList
from app.ui.pages.page import RowList, heading, plain
from app.ui.session import Session

_AT_ONCE = 120
"""Up to so many factors both maps are read at once."""
_QUIET = 120
"""Milliseconds after the last moment until larger ones are read: not while somebody slides past."""
_RANKS = "history: ranks"


class Compared(QWidget):
    """A list of moments to compare with, and under it what came, went, is otherwise and moved in the ranking."""

    chosen = Signal(object)
    """What to compare with: None (nothing), "now", "beginning", "here", or the id of a named moment."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.number: int | None = None
        """The moment that is compared with, None: no comparison."""
        self._rows: list[str] = []
        self._moves: tuple[RankMove, ...] = ()
        self._found: Differences | None = None
        self.other = QComboBox()
        self.other.setAccessibleName("Compare the moment on the slider with")
        self.said = plain()
        self.ranks = RowList("Causes that moved in the ranking")
        self.changes = RowList("What came, went and is otherwise")
        self.all_ranks = LongList(self.ranks, "moves")
        self.all_changes = LongList(self.changes, "differences")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_QUIET)
        self._wait.timeout.connect(self._ask)
        self._question: Callable[[], None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.ranks_heading = heading("In the ranking")
        self.changes_heading = heading("On the map")
        for part in (
            *(heading("Compare"), self.other, self.said, self.changes_heading, self.all_changes),
            *(self.ranks_heading, self.all_ranks),
        ):
            column.addWidget(part)
        self.other.activated.connect(lambda _: self.chosen.emit(self.other.currentData()))
        self.changes.row_chosen.connect(lambda row: self._point(self._rows[row]))
        self.ranks.row_chosen.connect(lambda row: self._point(*self._moves[row].members))
        self.clear()

    def offer(self, named: Sequence[Snapshot]) -> None:
        """What there is to compare with."""
        kept = self.other.currentData()
        self.other.clear()
        self.other.addItem("Compare with nothing", None)
        self.other.addItem("Compare with now", "now")
        self.other.addItem("Compare with the beginning", "beginning")
        for each in named:
            self.other.addItem(f"Compare with “{each.name}”", each.id)
        self.other.addItem("Compare with here: then move the slider", "here")
        self.other.setCurrentIndex(max(0, self.other.findData(kept)))

    def clear(self) -> None:
        """Compare nothing any more."""
        if self.number is not None:
            self.session.show(None)
        self.number = None
        self.other.setCurrentIndex(0)
        self._wait.stop()
        self._found = self._question = None
        if self.session.inquiries.is_busy(_RANKS):
            self.session.inquiries.cancel(_RANKS)
        for part in (self.said, self.changes_heading, self.ranks_heading):
            part.hide()
        for rows in (self.all_ranks, self.all_changes):
            rows.start_over()
            rows.show_all([])

    def show_between(self, before: CauseMap, after: CauseMap, words: str) -> None:
        """Put both on the map, and what is otherwise in words."""
        found = self._found = differences(before, after)
        whole = both(before, after, found)
        self.session.look_at(whole, words, read_as=after)
        self.session.show(shown_differences(found, whole))
        rows = difference_rows(found, before, after)
        self._rows = [id_ for id_, _ in rows]
        self.all_changes.show_all([said for _, said in rows])
        self.changes_heading.setVisible(bool(rows))
        self.said.show()
        then = partial(self._show_moves, found, before, after)
        job = partial(moves_between, changeable_only=self.session.changeable_only)
        if len(after.factors) <= _AT_ONCE:
            then(job(before, after))
            return
        self._show_moves(found, before, after, None)
        ask = self.session.inquiries.ask
        self._question = partial(ask, _RANKS, partial(self._show_asked, found, then), job, before, after)
        self._wait.start()

    def _ask(self) -> None:
        if self._question is not None:
            self._question()

    def _show_asked(self, found: Differences, then: Callable[[Any], None], moves: tuple[RankMove, ...]) -> None:
        if self._found is found:
            then(moves)

    def _show_moves(
        self, found: Differences, before: CauseMap, after: CauseMap, moves: tuple[RankMove, ...] | None
    ) -> None:
        self._moves = moves or ()
        self.all_ranks.show_all([each.said for each in self._moves])
        self.ranks_heading.setVisible(bool(moves))
        self.said.setText(summary(found, moves, before, after))

    def _point(self, *ids: str) -> None:
        here = self.session.map
        self.session.select([id_ for id_ in ids if id_ in here.factors or id_ in here.links], "history")


def moves_between(before: CauseMap, after: CauseMap, *, changeable_only: bool) -> tuple[RankMove, ...]:
    """How the most upstream causes moved from one map to another."""
    one, other = (read(each, changeable_only=changeable_only) for each in (before, after))
    return rank_moves(one, other, before, after)
