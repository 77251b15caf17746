"""Keys that give the map another shape: merge, split, turn, re-attach, insert, pin, park, copy, cut and paste."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, QPointF
from PySide6.QtWidgets import QApplication

from app.drawing.sizes import sizes_of
from app.errors import HeadwaterError
from app.model import edits, reshape
from app.model.changes import Change
from app.model.parts import as_words, copy_part, paste_part
from app.ui.editing import TWO_LINES, Editing, Place
from app.ui.standing import given_places, many_places

PART = "application/x-headwater-part"
"""The clipboard's name for a part of a map."""


class Reshaping(QObject):
    """The verbs that need more than one factor or link, as a person does them."""

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self.editing = editing
        self.session = editing.session

    # -- factors

    def merge(self) -> None:
        """Make one of the selected factors; of a single one, ask what it is the same as."""
        session = self.session
        chosen = session.selected_factors()
        if len(chosen) == 1:
            words = session.map.factors[chosen[0]].label
            others = [factor for factor in session.map.factors.values() if factor.id != chosen[0]]
            self.editing.pick(f"“{words}” is the same as …", others, lambda other: self._merge(chosen[0], [other]))
        elif chosen:
            self._merge(chosen[0], chosen[1:])
        else:
            session.told.emit("Select the factors that are the same thing: the first keeps its words.")

    def _merge(self, kept: str, others: Sequence[str]) -> None:
        label = "Merge two factors" if len(others) == 1 else f"Merge {len(others) + 1} factors"
        self.editing.do(label, lambda: reshape.merge(self.session.map, kept, others), select=[kept])

    def split(self) -> None:
        """Make two of the selected factor: its words are shown with a stroke where they part."""
        session = self.session
        chosen = session.selected_factors()
        if len(chosen) != 1:
            session.told.emit("Select one factor that says two things.")
            return
        factor = session.map.factors[chosen[0]]
        first, second = reshape.split_words(factor.label) or (factor.label, "")

        def parted(text: str) -> None:
            one, _, two = text.partition(" / ")
            if not one.strip() or not two.strip():
                session.told.emit("Put a stroke with spaces ( / ) between the two things; nothing was split.")
                return
            self._split(factor.id, one, two)

        self.editing.write_over(factor.id, f"{first} / {second}", "One thing / the other", parted)

    def _split(self, id_: str, one: str, two: str) -> None:
        if id_ in self.session.map.factors:
            self.editing.perform_new("Split a factor", lambda: reshape.split(self.session.map, id_, one, two))

    def pin(self) -> None:
        """Keep the selected factors where they stand, or let them make room again."""
        chosen = self.session.selected_factors()
        cause_map = self.session.map
        free = all(cause_map.factors[id_].pinned for id_ in chosen)
        self.editing.do("Unpin" if free else "Pin", lambda: edits.pin(cause_map, chosen))

    def park(self) -> None:
        """Put the selected factors into the parking lot."""
        chosen = [id_ for id_ in self.session.selected_factors() if not self.session.map.factors[id_].parked]
        if chosen:
            many = f"Park {len(chosen)} factors" if len(chosen) > 1 else "Park a factor"
            self.editing.do(many, lambda: edits.park(self.session.map, chosen), select=[])

    def place_parked(self, listed: str, at: QPointF) -> None:
        """Put parked factors (ids, one a line) on the map: the first one here, the others where there is room."""
        factors = self.session.map.factors
        ids = [id_ for id_ in listed.split("\n") if id_ in factors and factors[id_].parked]
        if ids:
            here = {"x": round(at.x(), 2), "y": round(at.y(), 2)}

            def make() -> list[Change]:
                first = edits.set_factors(self.session.map, ids[:1], parked=False, **here)
                return [*first, *edits.unpark(self.session.map, ids[1:])]

            many = f"Take {len(ids)} factors onto the map" if len(ids) > 1 else "Take a factor onto the map"
            self.editing.do(many, make, select=ids)

    def unpark(self, ids: list[str]) -> None:
        """Bring parked factors onto the map; they find room."""
        label = f"Take {len(ids)} factors onto the map" if len(ids) > 1 else "Take a factor onto the map"
        self.editing.do(label, lambda: edits.unpark(self.session.map, ids), select=ids)

    def unpark_as_causes(self, ids: list[str]) -> None:
        """Bring parked factors onto the map as causes of the factor selected there."""
        effects = [id_ for id_ in self.session.selected_factors() if id_ in self.session.boxes]
        if not effects:
            self.session.told.emit("Select the effect on the map first.")
            return

        def make() -> list[Change]:
            return [change for id_ in ids for change in edits.link(self.session.map, id_, effects[-1])]

        self.editing.do("Take a cause onto the map", make, select=effects[-1:])

    def delete_parked(self, ids: list[str]) -> None:
        """Delete factors from the parking lot; Undo brings them back."""
        what = f"Delete {len(ids)} parked factors" if len(ids) > 1 else "Delete a parked factor"
        kept = [id_ for id_ in self.session.selection if id_ not in ids]
        self.editing.do(what, lambda: edits.delete(self.session.map, ids), select=kept)

    # -- links

    def reverse(self) -> None:
        """Turn the selected links round."""
        links = self.session.selected_links()
        self.editing.do("Reverse a link", lambda: reshape.reverse(self.session.map, links))

    def insert_between(self) -> None:
        """Ask what comes between the two ends of the selected link."""
        session, links = self.session, self.session.selected_links()
        if len(links) != 1:
            session.told.emit("Select one link: press K on a factor, or click the line.")
            return
        link = session.map.links[links[0]]
        cause, effect = session.map.factors[link.cause], session.map.factors[link.effect]
        place = self.editing.room(reshape.insert_between(session.map, link.id, TWO_LINES))
        prompt = f"What comes between “{cause.label}” and “{effect.label}”?"

        def add(text: str, at: Place) -> str | None:
            def make() -> list[Change]:
                changes = reshape.insert_between(session.map, link.id, text)
                return given_places(session.map.apply(changes), changes, {changes[0].id: at})

            return self.editing.perform_new("Insert a cause", make) if link.id in session.map.links else None

        self.editing.ask(prompt, place, add, effect=effect.id)

    def move_effect(self) -> None:
        """Ask to which other factor the selected link leads."""
        self._move_end(downstream=True)

    def move_cause(self) -> None:
        """Ask from which other factor the selected link comes."""
        self._move_end(downstream=False)

    def _move_end(self, *, downstream: bool) -> None:
        session, links = self.session, self.session.selected_links()
        if len(links) != 1:
            session.told.emit("Select one link: press K on a factor, or click the line.")
            return
        link = session.map.links[links[0]]
        stays = session.map.factors[link.cause if downstream else link.effect]
        prompt = f"“{stays.label}” leads to …" if downstream else f"“{stays.label}” is caused by …"
        others = [factor for factor in session.map.factors.values() if factor.id not in (link.cause, link.effect)]
        self.editing.pick(prompt, others, lambda other: self.redirect(link.id, other, downstream=downstream))

    def redirect(self, link: str, other: str, *, downstream: bool) -> None:
        """Move one end of a link to another factor."""
        ends = {"effect": other} if downstream else {"cause": other}
        make = lambda: reshape.redirect(self.session.map, link, **ends)  # noqa: E731
        self.editing.do("Move the end of a link", make, select=[link])

    def together(self) -> None:
        """The selected links are all needed at once, or, if they are so already, suffice each on its own."""
        links, cause_map = self.session.selected_links(), self.session.map
        groups = {cause_map.links[id_].together for id_ in links}
        if links and groups == {cause_map.links[links[0]].together} and groups != {""}:
            self.editing.do("Each suffices alone", lambda: edits.need_apart(cause_map, links))
        else:
            self.editing.do("Needed together", lambda: edits.need_together(cause_map, links))

    def less(self) -> None:
        """More of the cause makes less of the effect, or, if it is said so already, no longer."""
        links, cause_map = self.session.selected_links(), self.session.map
        less = all(cause_map.links[id_].polarity == "-" for id_ in links)
        self.editing.do("Change a link's sign", lambda: edits.set_polarity(cause_map, links, "" if less else "-"))

    # -- the clipboard

    def copy(self) -> None:
        """Put the selected factors, and the links between them, on the clipboard."""
        cause_map, chosen = self.session.map, self.session.selected_factors()
        if not chosen:
            self.session.told.emit("Select the factors to copy.")
            return
        mime = QMimeData()
        mime.setData(PART, copy_part(cause_map, chosen).encode())
        mime.setText(as_words(cause_map, chosen))
        QApplication.clipboard().setMimeData(mime)
        self.session.told.emit(f"Copied {len(chosen)} factor{'s' * (len(chosen) > 1)}.")

    def cut(self) -> None:
        """Copy the selected factors and take them off the map."""
        if self.session.selected_factors():
            self.copy()
            self.editing.delete()

    def paste(self) -> None:
        """Bring in what is on the clipboard: a part of a map, or words, one line each."""
        mime = QApplication.clipboard().mimeData()
        if not self.editing.may_change():
            return
        if mime.hasFormat(PART):
            self._paste_part(bytes(mime.data(PART).data()).decode("utf-8", "replace"))
        elif mime.hasText() and mime.text().strip():
            self.editing.words_pasted.emit(mime.text())
        else:
            self.session.told.emit("There is nothing to paste: copy factors, or lines of text, first.")

    def _paste_part(self, text: str) -> None:
        session = self.session
        try:
            changes, places = paste_part(session.map, text)
            after = session.map.apply(changes)
        except HeadwaterError as error:
            session.told.emit(str(error))
            return
        made = [change.id for change in changes if change.table == "factor"]
        placed = given_places(after, changes, many_places(session.boxes, sizes_of(after, places), places))
        label = f"Paste {len(made)} factors" if len(made) > 1 else "Paste a factor"
        if session.perform(label, placed, select=made, settle=len(places) < len(made)):
            self.editing.view.show_selection()
