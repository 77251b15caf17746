"""What makes one map of another, and what it was after each step: for any two maps, and any history."""

import pytest
from any_changes import changes_on
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, inverse, update
from app.model.compare import changes_between
from app.model.moments import Moments
from app.model.records import Factor, Snapshot
from app.model.steps import Step


@st.composite
def histories(draw, most: int = 12):
    """A map at each moment, and the steps between: each step that does not fit is left out."""
    maps = [CauseMap.empty("A map")]
    steps = []
    for _ in range(draw(st.integers(0, most))):
        changes = draw(changes_on(maps[-1]))
        try:
            maps.append(maps[-1].apply(changes))
        except RuleBroken:
            continue
        steps.append(Step("Do", tuple(changes)))
    return maps, steps


@settings(deadline=None)
@given(histories(), st.data())
def test_the_changes_between_two_maps_make_one_of_the_other_and_can_be_undone(history, data):
    maps, _ = history
    one, other = data.draw(st.sampled_from(maps)), data.draw(st.sampled_from(maps))
    changes = changes_between(one, other)
    assert one.apply(changes) == other
    assert other.apply(inverse(changes)) == one
    assert (changes == ()) == (one == other)


def test_a_table_can_be_left_as_it_is():
    empty = CauseMap.empty()
    full = empty.apply([Add(Factor(id="a", label="A")), Add(Snapshot(id="s", name="Then"))])
    left = full.apply(changes_between(full, empty, leave=frozenset({"snapshot"})))
    assert (set(left.factors), set(left.snapshots)) == (set(), {"s"})


def reader(by_id):
    return lambda ids: [by_id[id_] for id_ in ids]


@settings(deadline=None)
@given(histories(most=40), st.data())
def test_every_moment_is_the_map_as_it_was(history, data):
    maps, steps = history
    by_id = {step.id: step for step in steps}
    moments = Moments(reader(by_id))
    known = data.draw(st.integers(0, len(steps)))
    moments.come_to([step.id for step in steps[:known]], maps[known])
    assert moments.at(0) == maps[0]
    moments.come_to([step.id for step in steps], maps[-1])
    for number in data.draw(st.permutations(range(len(maps)))):
        assert moments.at(number) == maps[number]
    for number, step in enumerate(steps, 1):
        assert moments.number_of(step.id) == number


def test_a_history_that_became_another_is_walked_anew():
    one = CauseMap.empty()
    first = Step("Add", (Add(Factor(id="a", label="A")),))
    other = Step("Add", (Add(Factor(id="b", label="B")),))
    moments = Moments(reader({each.id: each for each in (first, other)}))
    moments.come_to([first.id], one.apply(first.changes))
    assert set(moments.at(1).factors) == {"a"}
    moments.come_to([other.id], one.apply(other.changes))
    assert set(moments.at(1).factors) == {"b"}
    assert moments.at(0) == one


def test_a_long_history_is_looked_at_in_any_order_without_keeping_every_moment():
    cause_map = CauseMap.empty().apply([Add(Factor(id="a", label="0"))])
    steps = []
    for n in range(1, 301):
        step = Step("Rename", tuple(update(cause_map.factors["a"], label=str(n))))
        steps.append(step)
        cause_map = cause_map.apply(step.changes)
    read = []
    by_id = {step.id: step for step in steps}
    moments = Moments(lambda ids: read.extend(ids) or [by_id[id_] for id_ in ids])
    moments.come_to([step.id for step in steps], cause_map)
    for number in [*range(300, -1, -1), *range(0, 301, 7), 150, 149, 151]:
        assert moments.at(number).factors["a"].label == str(number)
    assert len(moments._maps) < 90
    read.clear()
    moments.at(201)
    assert len(read) <= 16, "a moment is never far from one that is kept"


def test_a_step_that_cannot_be_read_ends_the_walk_in_one_sentence():
    one = CauseMap.empty().apply([Add(Factor(id="a", label="A"))])
    steps = {"1": Step("?", tuple(update(one.factors["a"].with_fields({"label": "B"}), label="C")))}
    moments = Moments(reader(steps))
    moments.come_to(["1"], one)
    assert moments.at(1) == one
    with pytest.raises(RuleBroken, match="cannot be read as far back"):
        moments.at(0)
    with pytest.raises(RuleBroken, match="cannot be read as far back"):
        moments.at(-1)
    with pytest.raises(RuleBroken, match="is not in the history"):
        moments.number_of("nothing")


def test_what_stays_the_same_is_shared_between_moments():
    one = CauseMap.empty().apply([Add(Factor(id=f"f{n}", label="F")) for n in range(3)])
    step = Step("Rename", tuple(update(one.factors["f0"], label="G")))
    moments = Moments(reader({step.id: step}))
    moments.come_to([step.id], one.apply(step.changes))
    assert moments.at(0).factors["f1"] is moments.at(1).factors["f1"]
