"""Whatever is done to a map: rows = replayed journal = memory, also after closing, and undo leads back exactly."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from plain_file import in_order, replayed, rows_in, rows_of

from app.document import Document
from app.errors import RuleBroken
from app.model import edits
from app.model.changes import Add
from app.model.ids import new_id
from app.model.records import (
    Action,
    Answer,
    Evidence,
    Link,
    Measure,
    Measurement,
    Preparation,
    Remedy,
    Saying,
    Scenario,
    Snapshot,
    Supposition,
    Voice,
    Vote,
)

WORDS = st.text(max_size=30)
FIGURES = st.floats(-1e6, 1e6)
NTH = st.integers(0, 1000)


class AMapInUse(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.path = self.folder / "map.headwater"

    @initialize()
    def begin(self):
        self.document = Document.create(self.path, "A map", author="Ada")
        self.start = rows_in(self.path)
        self.states = [self.document.map]
        self.at = 0

    def teardown(self):
        self.document.close()
        shutil.rmtree(self.folder)

    def nth(self, records, n):
        return list(records)[n % len(records)]

    def do(self, label, changes):
        before = self.document.map
        try:
            step = self.document.perform(label, changes)
        except RuleBroken:
            assert self.document.map is before
            return
        if step is None:
            assert self.document.map is before
        else:
            del self.states[self.at + 1 :]
            self.states.append(self.document.map)
            self.at += 1

    @rule(words=WORDS, kind=st.sampled_from(["symptom", "cause"]), x=FIGURES, y=FIGURES)
    def add_a_factor(self, words, kind, x, y):
        try:
            changes = edits.add_factor(words, kind, (x, y))
        except RuleBroken:
            return
        self.do("Add a factor", changes)

    @rule(n=NTH, words=WORDS)
    @precondition(lambda self: self.document.map.factors)
    def ask_why(self, n, words):
        effect = self.nth(self.document.map.factors, n)
        self.do("Add a cause", edits.add_cause(self.document.map, effect, f"because {words}"))

    @rule(n=NTH, m=NTH)
    @precondition(lambda self: self.document.map.factors)
    def draw_a_link(self, n, m):
        ends = {"cause": self.nth(self.document.map.factors, n), "effect": self.nth(self.document.map.factors, m)}
        self.do("Link", [Add(Link(id=new_id(), **ends))])

    @rule(n=NTH, words=st.one_of(WORDS, st.just("long " * 200)), x=FIGURES)
    @precondition(lambda self: self.document.map.factors)
    def rename_and_move(self, n, words, x):
        factor = self.nth(self.document.map.factors, n)
        renamed = edits.rename(self.document.map, factor, f"a{words}")
        self.do("Rename", [*renamed, *edits.move(self.document.map, {factor: (x, -x)})])

    @rule(n=NTH, word=st.sampled_from(["established", "likely", "tentative"]), sign=st.sampled_from(["+", "-", ""]))
    @precondition(lambda self: self.document.map.links)
    def judge_a_link(self, n, word, sign):
        link = self.nth(self.document.map.links, n)
        changes = edits.set_confidence(self.document.map, [link], word)
        self.do("Judge", [*changes, *edits.set_polarity(self.document.map, [link], sign)])

    @rule(n=NTH, apart=st.booleans())
    @precondition(lambda self: self.document.map.links)
    def need_together(self, n, apart):
        link = self.document.map.links[self.nth(self.document.map.links, n)]
        links = [each.id for each in self.document.map.links_into(link.effect)]
        if apart or len(links) < 2:
            self.do("Need apart", edits.need_apart(self.document.map, links))
        else:
            self.do("Need together", edits.need_together(self.document.map, links))

    @rule(n=NTH, value=FIGURES, lived=st.booleans())
    @precondition(lambda self: self.document.map.factors)
    def note_the_rest(self, n, value, lived):
        factor = self.nth(self.document.map.factors, n)
        voice, action, measure = (
            Voice(id=new_id(), role="nurse", lived_experience=lived),
            Action(id=new_id(), what="Do it"),
            Measure(id=new_id(), subject=factor, name="Days", baseline=value),
        )
        rest = [
            Saying(id=new_id(), voice=voice.id, subject=factor),
            Evidence(id=new_id(), subject=factor, strength=2),
            Vote(id=new_id(), factor=factor, organisation="Trust", dots=int(value) % 7),
            Answer(id=new_id(), question=f"one voice {factor}", state="parked", words="Later"),
            Remedy(id=new_id(), action=action.id, factor=factor),
            Preparation(id=new_id(), action=action.id, factor=factor),
            Measurement(id=new_id(), measure=measure.id, date="2026-01-01", value=value),
            scenario := Scenario(id=new_id(), name="If so"),
            Supposition(id=new_id(), scenario=scenario.id, subject=factor, what="fixed"),
            Snapshot(id=new_id(), name="Now", step=self.document.history()[-1].id),
        ]
        self.do("Note", [Add(record) for record in (voice, action, measure, *rest)])

    @rule(ns=st.lists(NTH, min_size=1, max_size=4))
    @precondition(lambda self: self.document.map.factors)
    def delete_some(self, ns):
        all_ids = [*self.document.map.factors, *self.document.map.links]
        self.do("Delete", edits.delete(self.document.map, {self.nth(all_ids, n) for n in ns}))

    @rule()
    def change_what_does_not_fit(self):
        self.do("Link to nothing", [Add(Link(id=new_id(), cause="nobody", effect="nothing"))])

    @rule()
    def undo(self):
        assert self.document.can_undo == (self.at > 0)
        step = self.document.undo()
        assert (step is not None) == (self.at > 0)
        self.at = max(self.at - 1, 0)
        assert self.document.map == self.states[self.at]

    @rule()
    def redo(self):
        assert self.document.can_redo == (self.at + 1 < len(self.states))
        step = self.document.redo()
        assert (step is not None) == (self.at + 1 < len(self.states))
        self.at = min(self.at + 1, len(self.states) - 1)
        assert self.document.map == self.states[self.at]

    @rule()
    def close_and_reopen(self):
        before = self.document
        before.close()
        self.document = Document.open(self.path)
        assert self.document.map == before.map
        assert self.document.history() == before.history()
        assert (self.document.undo_label, self.document.redo_label) == (before.undo_label, before.redo_label)

    @invariant()
    def rows_are_memory_are_the_replayed_journal(self):
        rows = rows_in(self.path)
        assert rows == rows_of(self.document.map)
        assert in_order(rows) == in_order(rows_of(self.document.map))
        again = replayed(self.path, self.start)
        assert again == rows
        assert in_order(again) == in_order(rows)


TestAMapInUse = AMapInUse.TestCase
TestAMapInUse.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
