"""Joining: what there is to decide before maps become one, what was said so far, and what comes of it. No window."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.model.cause_map import CauseMap
from app.model.changes import Add, Change
from app.model.compare import changes_between
from app.model.merging import Merged, merged
from app.model.merging_words import counted, listed, what_comes
from app.model.pairing import Decided, Key, Pair, Said, decided
from app.model.reuniting import Conflict, Parted, Side, conflicts, moot, parted, reunited


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the open map: the map where they parted, the copy now, and what was done here and there since."""

    name: str
    base: CauseMap
    theirs: CauseMap
    here: tuple[Change, ...] = ()
    there: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """A conflict between the open map and one of its copies (by number)."""

    copy: int
    conflict: Conflict


Question = Disputed | Pair


class Joining:
    """The open map, its copies, and the maps of tables; answers may be given, changed and taken back in any order."""

    def __init__(
        self, ours: CauseMap, tables: Sequence[tuple[str, CauseMap]], copies: Sequence[Copy], pairs: Sequence[Pair]
    ) -> None:
        self.tables = list(tables)
        self.copies = list(copies)
        self.pairs = list(pairs)
        self.keeps_origin = True
        self._said_of_pairs: dict[Pair, Said] = {}
        self._said_of_copies: dict[Disputed, Side] = {}
        self._order: list[Question] = []
        self.parted: list[Parted] = []
        self.base = ours
        self.begin_from(ours)

    def begin_from(self, ours: CauseMap) -> None:
        """The open map as it is now."""
        self.ours = ours
        self._compare()
        self._decide()

    def _compare(self) -> None:
        """Walk through the copies one after another, each against what came of the one before."""
        now = self.ours
        self.parted = []
        self._disputed: list[Disputed] = []
        for number, copy in enumerate(self.copies):
            here = (*copy.here, *changes_between(self.ours, now)) if number else copy.here
            copies = parted(copy.base, now, copy.theirs, here, copy.there)
            found = conflicts(copies)
            said = {each.conflict: side for each, side in self._said_of_copies.items() if each.copy == number}
            away = moot(copies, found, said)
            self._disputed += [Disputed(number, each) for each in found if each not in away]
            self.parted.append(copies)
            now = reunited(copies, said)
        self.base = now

    def _decide(self) -> None:
        gone = {(0, id_) for id_ in self.ours.factors.keys() - self.base.factors.keys()}
        left = [pair for pair in self.pairs if pair.first not in gone] if gone else self.pairs
        self.decided: Decided = decided(left, self._said_of_pairs)

    # -- asking

    @property
    def asked(self) -> list[Question]:
        """What a person decides, answered or not, in the order in which it is gone through."""
        return [*self._disputed, *(pair for pair in self.decided.shown if not pair.sure)]

    @property
    def sure(self) -> list[Pair]:
        """The pairs that are the same unless somebody says otherwise."""
        return [pair for pair in self.decided.shown if pair.sure]

    def said(self, question: Question) -> Said | Side | None:
        """What was said of it; None while it is open (a sure pair is the same until then)."""
        if isinstance(question, Pair):
            return self._said_of_pairs.get(question)
        return self._said_of_copies.get(question)

    def say(self, question: Question, said: Said | Side) -> None:
        """Answer a question, or answer it otherwise."""
        self._forget(question)
        self._order.append(question)
        if isinstance(question, Pair):
            assert said != "ours"
            self._said_of_pairs[question] = said
        else:
            self._said_of_copies[question] = "theirs" if said == "theirs" else "ours"
            self._compare()
        self._decide()

    def take_back(self) -> Question | None:
        """Take back the last answer, and say to which question; None if there is none."""
        if not self._order:
            return None
        question = self._order[-1]
        self._forget(question)
        if not isinstance(question, Pair):
            self._compare()
        self._decide()
        return question

    def _forget(self, question: Question) -> None:
        if question in self._order:
            self._order.remove(question)
        if isinstance(question, Pair):
            self._said_of_pairs.pop(question, None)
        else:
            self._said_of_copies.pop(question, None)

    @property
    def open(self) -> list[Question]:
        """What is not answered yet."""
        return [each for each in self.asked if self.said(each) is None]

    # -- looking

    def map_of(self, number: int) -> tuple[str, CauseMap]:
        """The name and map of a number as pairs have it."""
        return self.tables[number - 1] if number else ("This map", self.base)

    def label_of(self, key: Key) -> str:
        """The words of a factor."""
        return self.map_of(key[0])[1].factors[key[1]].label

    # -- what comes of it

    def rename(self, number: int, name: str) -> None:
        """Call a table by another name (number from 0)."""
        self.tables[number] = (name, self.tables[number][1])

    def merged(self) -> Merged:
        """All changes as one, from the open map; open questions leave their factors apart, and ours as it is."""
        classes = [(members[0], key) for members in self.decided.classes for key in members[1:]]
        words = {
            pair.first: self.label_of(pair.second)
            for pair, said in self._said_of_pairs.items()
            if said == "theirs" and pair in self.decided.shown
        }
        made = merged(self.base, self.tables, classes, words=words, origin=self.keeps_origin)
        if not self.copies:
            return made
        changes = changes_between(self.ours, self.base.apply(made.changes))
        come = Counter(each.table for each in changes if isinstance(each, Add))
        return replace(made, changes=changes, come=come)

    def sentence(self, made: Merged) -> str:
        """What will come in, and what stays undecided."""
        said = [what_comes(made)]
        if self.copies:
            names = listed([f"“{copy.name}”" for copy in self.copies])
            verb = "is a copy" if len(self.copies) == 1 else "are copies"
            said.insert(0, f"{names} {verb} of this map: what was done there since is taken over.")
        if left := len(self.open):
            stands = "it stays apart, or as it is here" if left == 1 else "they stay apart, or as they are here"
            said.append(f"{counted(left, 'question')} left open: {stands}.")
        return " ".join(said)
