"""What a captured line means on a map: which factors it names, and the changes it comes to, as one step.

``parse`` (the grammar) stands in :mod:`app.model.phrases`. Nothing here alters a map or fails on any text.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, update
from app.model.edits import worded
from app.model.ids import new_id
from app.model.phrases import Line, Term, parse
from app.model.records import CONFIDENCE, LABEL_LIMIT, Factor, Link

__all__ = ["Draft", "Drafting", "Line", "Term", "numbers_of", "parse", "sameness", "understand"]

_MOST_LINKS = 2_000
"""In one line: a list of causes times a list of effects grows fast."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What would happen. ``says`` is that in one sentence; with a ``problem`` (one sentence too) nothing would."""

    changes: tuple[Change, ...] = ()
    says: str = ""
    problem: str = ""
    terms: tuple[str, ...] = ()
    """The factor of each term of the line, in order ('' where none is known)."""
    new: tuple[Factor, ...] = ()
    """Factors that would be added, those for the parking lot with them."""
    links: tuple[Link, ...] = ()
    """Links that would be added."""
    go_to: str = ""
    """The existing factor to go to, where the line names but that."""
    last: str = ""
    """What to select afterwards: the last new factor on the map, else the last one named."""

    @property
    def existing(self) -> tuple[str, ...]:
        """The factors of the map that the line names."""
        made = {factor.id for factor in self.new}
        return tuple(dict.fromkeys(id_ for id_ in self.terms if id_ and id_ not in made))


def numbers_of(cause_map: CauseMap) -> dict[str, int]:
    """The number of each factor on the map, by which it can be named: its place among those not parked, from 1."""
    return {factor.id: number for number, factor in enumerate(cause_map.on_the_map(), 1)}


def sameness(words: str) -> str:
    """Equal for words that name one factor: without case, spaces and full stops."""
    return _kept_sameness(words) if len(words) <= LABEL_LIMIT else _sameness(words)


def _sameness(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(folded.split()).replace(".", "") or folded


_kept_sameness = lru_cache(maxsize=40_000)(_sameness)


def understand(cause_map: CauseMap, line: Line, selected: str = "", taken: Mapping[int, str] | None = None) -> Draft:
    """What a line would do on this map.

    ``selected`` is the factor that a line beginning with an arrow goes on from; ``taken`` names the factor of a term
    (by its number in the line) where a person chose it.
    """
    drafting = Drafting(cause_map)
    return drafting.line(line, selected, taken or {}) or drafting.draft()


_latest: list[tuple[CauseMap, dict[str, str]]] = []
"""The map looked at last: it is looked at at every key."""


def _known_in(cause_map: CauseMap) -> Mapping[str, str]:
    """The factor for each sameness: the first on the map, else the first parked."""
    if not _latest or _latest[0][0] is not cause_map:
        known: dict[str, str] = {}
        for factor in (*cause_map.on_the_map(), *cause_map.parked()):
            known.setdefault(sameness(factor.label), factor.id)
        _latest[:] = [(cause_map, known)]
    return _latest[0][1]


class Drafting:
    """Changes gathered line by line; later lines know the factors of earlier ones."""

    def __init__(self, cause_map: CauseMap) -> None:
        self.map = cause_map
        self.new: dict[str, Factor] = {}
        self.links: dict[tuple[str, str], Link] = {}
        self.terms: list[str] = []
        self._causes: dict[str, list[str]] = {}
        self._changed: dict[str, dict[str, object]] = {}
        self.ends: tuple[list[str], list[str]] = ([], [])
        """The most upstream and the most downstream factors of the line before."""
        self._numbers: list[str] | None = None
        self._linked: set[str] = set()
        self._named: list[str] = []
        self._there = _known_in(cause_map)
        self._known: dict[str, str] = {}

    # -- factors

    def named(self, words: str) -> str | None:
        """The factor of these words, of the map or already drafted."""
        same = sameness(words)
        return self._there.get(same) or self._known.get(same)

    def numbered(self, number: int) -> str | None:
        """The factor with this number on the map."""
        if self._numbers is None:
            self._numbers = list(numbers_of(self.map))
        return self._numbers[number - 1] if 0 < number <= len(self._numbers) else None

    def factor(self, words: str, *, parked: bool = False) -> str:
        """The factor of these words, drafted if it is new; RuleBroken where no factor can hold them."""
        id_ = self.named(words)
        if id_ is None:
            label, notes = worded(words)
            id_ = self.named(label)
        if id_ is None:
            id_ = new_id()
            self.new[id_] = Factor(id=id_, label=label, notes=notes, parked=parked)
            self._known[sameness(words)] = self._known[sameness(label)] = id_
        return id_

    def name(self, ids: Iterable[str]) -> None:
        """Remember that these factors were named, in this order."""
        self._named += ids

    def change(self, id_: str, **fields: object) -> None:
        """Other values for some fields of a factor, new or of the map."""
        if id_ in self.new:
            factor = self.new[id_]
            if any(getattr(factor, name) != value for name, value in fields.items()):
                self.new[id_] = factor.with_fields(fields)
        else:
            self._changed.setdefault(id_, {}).update(fields)

    def words_of(self, id_: str) -> str:
        """The label of a factor, new or of the map."""
        return (self.new.get(id_) or self.map.factors[id_]).label

    # -- links

    def link(self, cause: str, effect: str, *, tentative: bool = False, together: str = "") -> None:
        """Link two factors, unless they are; RuleBroken if they are one."""
        if cause == effect:
            raise RuleBroken(f"“{_short(self.words_of(cause))}” cannot be its own cause.")
        for end in (cause, effect):
            self._linked.add(end)
            if (self.new.get(end) or self.map.factors[end]).parked:
                self.change(end, parked=False)
        there = self.map.link_between(cause, effect) if cause in self.map.factors else None
        if there is not None:
            if tentative and there.certainty != "tentative":
                self._changed.setdefault(there.id, {}).update(confidence=CONFIDENCE["tentative"])
            if together:
                self._changed.setdefault(there.id, {}).update(together=together)
            return
        drafted = self.links.get((cause, effect))
        if drafted is None:
            confidence = CONFIDENCE["tentative" if tentative else "likely"]
            self.links[cause, effect] = Link(
                id=new_id(), cause=cause, effect=effect, confidence=confidence, together=together
            )
            self._causes.setdefault(effect, []).append(cause)
        elif together or tentative:
            fields: dict[str, object] = {"together": together} if together else {}
            if tentative:
                fields["confidence"] = CONFIDENCE["tentative"]
            self.links[cause, effect] = drafted.with_fields(fields)

    def _group(self, causes: Collection[str], effect: str) -> str:
        """The together group for links into one effect: one they have already, else a new one."""
        groups: dict[str, list[Link]] = {}
        mine: set[str] = set()
        drafted = (self.links[cause, effect] for cause in self._causes.get(effect, ()))
        for link in (*self.map.links_into(effect), *drafted):
            group = str(self._changed.get(link.id, {}).get("together", link.together))
            if group:
                groups.setdefault(group, []).append(link)
                if link.cause in causes:
                    mine.add(group)
        if not mine:
            return new_id()
        first, *others = (group for group in groups if group in mine)
        for link in (each for group in others for each in groups[group]):
            self.link(link.cause, effect, together=first)  # what was needed with one of them is needed with all
        return first

    # -- lines

    def line(self, line: Line, selected: str = "", taken: Mapping[int, str] | None = None) -> Draft | None:
        """Add what a line says; None if all went well, else a draft with the problem (and this is then of no use)."""
        try:
            self._line(line, selected, taken or {})
        except RuleBroken as error:
            return Draft(problem=str(error), terms=tuple(self.terms))
        return None

    def _line(self, line: Line, selected: str, taken: Mapping[int, str]) -> None:
        given = self._given(
            line, selected, taken
        )  # all that could go wrong goes wrong here, before anything is drafted
        stages: list[list[str]] = []
        terms = iter(given)
        for stage in line.stages:
            ids = []
            for term in stage:
                id_ = next(terms) or self.factor(term.words, parked=not line.arrows)
                if term.symptom:
                    self.change(id_, kind="symptom", parked=False)
                self._named.append(id_)
                ids.append(id_)
            self.terms += ids
            stages.append(ids)
        if line.joins_on:
            stages[0] = [selected]
            self._named.insert(0, selected)
        for number, arrow in enumerate(line.arrows):
            before, after = stages[number], stages[number + 1]
            doubted = [*zip(line.stages[number + 1], after, strict=True)]
            if number == 0 and not line.joins_on:
                doubted += zip(line.stages[0], before, strict=True)  # no arrow stands before them
            doubt = {*before, *after} if arrow.tentative else {id_ for term, id_ in doubted if term.tentative}
            causes, effects = (before, after) if arrow.forward else (after, before)
            named = line.stages[number if arrow.forward else number + 1]
            self._stage(causes, effects, doubt, _together(named, causes))
        first, last = stages[0], stages[-1] or stages[-2] if len(stages) > 1 else stages[0]
        self.ends = (last, first) if line.arrows and not line.arrows[0].forward else (first, last)

    def _stage(
        self, causes: Sequence[str], effects: Sequence[str], doubt: Collection[str], together: Sequence[set[str]]
    ) -> None:
        for effect in effects:
            group_of: dict[str, str] = {}
            for members in together:
                group_of.update(dict.fromkeys(members, self._group(members, effect)))
            for cause in causes:
                unsure = cause in doubt or effect in doubt
                self.link(cause, effect, tentative=unsure, together=group_of.get(cause, ""))

    def _given(self, line: Line, selected: str, taken: Mapping[int, str]) -> list[str]:
        """The factors that the terms name, '' where one is new; RuleBroken if the line cannot be done."""
        if line.puzzle:
            raise RuleBroken(line.puzzle)
        if line.joins_on and selected not in self.map.factors and selected not in self.new:
            raise RuleBroken("Select a factor first: a line that begins with an arrow goes on from it.")
        given: list[str] = []
        stages: list[dict[str, str]] = []
        for stage in line.stages:
            found: dict[str, str] = {}
            for term in stage:
                id_ = self._term(term, taken.get(len(given), ""))
                given.append(id_)
                found[id_ or sameness(worded(term.words)[0])] = term.words
            stages.append(found)
        if line.joins_on:
            stages[0] = {selected: self.words_of(selected)}
        count = 0
        for one, other in pairwise(stages):
            count += len(one) * len(other)
            if twice := one.keys() & other.keys():
                raise RuleBroken(f"“{_short(one[min(twice)])}” cannot be its own cause.")
        if count > _MOST_LINKS:
            raise RuleBroken(f"One line makes at most {_MOST_LINKS:,} links.")
        return given

    def _term(self, term: Term, taken: str) -> str:
        digits = term.words.removeprefix("#")
        if taken in self.map.factors:
            return taken
        if not term.literal and digits.isascii() and digits.isdigit():
            found = self.numbered(int(digits)) if len(digits) < 8 else None
            if found is None:
                raise RuleBroken(f"There is no factor with the number {_short(digits)}; in quotes it is a word.")
            return found
        return self.named(term.words) or self.named(worded(term.words)[0]) or ""

    # -- the whole

    def park_what_is_alone(self) -> None:
        """New causes without links wait beside the map."""
        for id_ in [id_ for id_, factor in self.new.items() if not factor.is_symptom and not factor.parked]:
            if id_ not in self._linked:
                self.change(id_, parked=True)

    def draft(self, preface: str = "", afterword: str = "") -> Draft:
        """All that was gathered, as one step. ``preface`` and ``afterword`` go around its sentence."""
        updates = [
            change
            for id_, fields in self._changed.items()
            for change in update(self.map.factors.get(id_) or self.map.links[id_], **fields)
        ]
        changes: list[Change] = [Add(factor) for factor in self.new.values()]
        changes += updates
        changes += [Add(link) for link in self.links.values()]
        on_map = [id_ for id_ in self.new if not self.new[id_].parked]
        named = [id_ for id_ in self._named if id_ in self.map.factors]
        one = len(set(named)) == 1 and not changes
        said = self._says(updates)
        says = (f"{preface}: {said}" if preface else said[:1].upper() + said[1:]) + afterword
        return Draft(
            changes=tuple(changes),
            says=says,
            terms=tuple(self.terms),
            new=tuple(self.new.values()),
            links=tuple(self.links.values()),
            go_to=named[0] if one else "",
            last=on_map[-1] if on_map else named[-1] if named else "",
        )

    def _says(self, updates: Sequence[Change]) -> str:
        parked = sum(factor.parked for factor in self.new.values())
        added = [
            _count(number, word)
            for number, word in ((len(self.new) - parked, "factor"), (len(self.links), "link"))
            if number
        ]
        fields = [change.after for change in updates if not isinstance(change, Add) and hasattr(change, "after")]
        unparked = sum("parked" in each for each in fields)
        symptoms = sum("kind" in each for each in fields)
        parts = [
            f"adds {' and '.join(added)}" if added else "",
            f"parks {_count(parked, 'factor')}" if parked else "",
            f"takes {_count(unparked, 'factor')} out of the parking lot" if unparked else "",
            f"marks {_count(symptoms, 'factor')} as symptom{'s' * (symptoms != 1)}" if symptoms else "",
            "makes a link tentative" if any("confidence" in each for each in fields) else "",
            "calls links needed together" if any("together" in each for each in fields) else "",
        ]
        said = ", ".join(part for part in parts if part)
        if said:
            return said
        if self._linked:
            return "all of this is on the map already"
        if self._named:
            factor = self.map.factors[self._named[-1]]
            where = "waits in the parking lot already" if factor.parked else "goes to"
            return f"{where}: “{_short(factor.label)}”"
        return ""


def _together(stage: Sequence[Term], ids: Sequence[str]) -> list[set[str]]:
    """The sets of factors joined by ``+``, of two or more each."""
    sets: list[set[str]] = []
    for term, id_ in zip(stage, ids, strict=False):
        if term.together and sets:
            sets[-1].add(id_)
        else:
            sets.append({id_})
    return [each for each in sets if len(each) > 1]


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59].rstrip() + "…"
