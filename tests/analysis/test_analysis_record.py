"""The record of a reading: plain JSON, with labels, and a fingerprint of what was read."""

import json
import random

from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app import __version__
from app.analysis.loops import find_loops
from app.analysis.reading import read
from app.analysis.record import as_json, as_record, in_order, rounded
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.changes import Add, update
from app.model.edits import move
from app.model.records import Scenario

FEW = Settings(trials=64)


@settings(deadline=None, max_examples=60)
@given(maps(), st.booleans())
def test_a_record_says_what_the_reading_says_in_json_and_labels(cause_map, changeable_only):
    record = as_record(cause_map, FEW, changeable_only)
    assert json.loads(as_json(record)) == record
    cause_map = in_order(cause_map)
    reading = read(cause_map, FEW, changeable_only=changeable_only)
    listed = find_loops(cause_map, FEW)

    def labels(ids):
        return [cause_map.factors[id_].label for id_ in ids]

    assert (record["title"], record["factors"], record["links"], record["symptoms"]) == (
        cause_map.title, len(cause_map.factors), len(cause_map.links), labels(reading.symptoms),
    )  # fmt: skip
    assert record["reading"] == ("causes you can change" if changeable_only else "all causes")
    for row, cause in zip(record["upstream"], reading.upstream, strict=True):
        for name in ("rank", "is_loop", "share", "expected_share", "stability", "steps", "longest", "is_core"):
            assert row[name] == rounded(getattr(cause, name))
        assert row["labels"] == labels(cause.members)
        assert row["reach"] == labels(cause.reach)
        assert row["relief"] == labels(cause.relief)
        assert row["break_points"] == labels(cause.break_points)
        assert row["interval"] == rounded(list(cause.interval))
        assert (row["ids"], row["sharing"]) == (list(cause.members), cause.sharing)
        assert (row["reason"], row["headline"]) == (cause.reason, cause.headline)
    assert record["loop_groups"] == [labels(group) for group in reading.loop_groups]
    assert record["loops"] == [{"labels": labels(loop.members), "kind": loop.kind} for loop in listed.loops]
    assert record["unexplained"] == labels(reading.unexplained)
    assert record["leads_nowhere"] == labels(reading.leads_nowhere)
    assert record["version"] == __version__
    assert record["settings"]["trials"] == 64


def test_capped_is_told_when_loops_are_left_out():
    cause_map = small_map("A>B B>A B>C C>B C>S")
    assert as_record(cause_map, FEW)["capped"] is False
    record = as_record(cause_map, Settings(trials=64, most_loops=1))
    assert record["capped"] is True
    assert len(record["loops"]) == 1


@settings(deadline=None, max_examples=60)
@given(maps(), st.booleans(), st.randoms(use_true_random=False))
def test_a_record_is_the_same_text_in_whatever_order_the_records_of_the_map_came(
    cause_map, changeable_only, dice: random.Random
):
    records = [*cause_map.records()]
    dice.shuffle(records)
    one, other = (as_json(as_record(each, FEW, changeable_only)) for each in (cause_map, CauseMap.of(records)))
    assert one == other
    assert one.isascii()


def test_floats_are_rounded_to_nine_places_and_nothing_else_is_touched():
    assert rounded({"a": [1 / 3, 2, "1.23456789012", None, True, {"b": (2 / 3)}]}) == {
        "a": [0.333333333, 2, "1.23456789012", None, True, {"b": 0.666666667}]
    }


def test_the_fingerprint_of_the_map_is_about_the_map_alone():
    cause_map = small_map("A>B B>S")
    before = as_record(cause_map, FEW)["map_fingerprint"]
    renamed = CauseMap.of([each.model_copy(update={"title": "Other"}) if each.table == "about" else each
                           for each in cause_map.records()])  # fmt: skip
    assert [
        as_record(cause_map, Settings(trials=65, seed=4))["map_fingerprint"],
        as_record(cause_map, FEW, changeable_only=True)["map_fingerprint"],
        as_record(cause_map.apply(move(cause_map, {"A": (5, 5)})), FEW)["map_fingerprint"],
        as_record(renamed, FEW)["map_fingerprint"],
    ] == [before] * 4
    weaker = cause_map.apply(update(cause_map.links["A>B"], confidence=0.5))
    assert as_record(weaker, FEW)["map_fingerprint"] != before


def test_the_fingerprint_changes_with_what_is_read_and_with_nothing_else():
    cause_map = small_map("A>B B>S")
    before = as_record(cause_map, FEW)["fingerprint"]
    moved = cause_map.apply(move(cause_map, {"A": (5, 5)}))
    assert as_record(moved, FEW)["fingerprint"] == before
    others = [
        as_record(cause_map, Settings(trials=65)),
        as_record(cause_map, FEW, changeable_only=True),
        as_record(cause_map.apply(update(cause_map.links["A>B"], confidence=0.5)), FEW),
        as_record(cause_map.apply(update(cause_map.links["A>B"], together="g")), FEW),
        as_record(cause_map.apply(update(cause_map.factors["S"], weight=2.0)), FEW),
        as_record(cause_map.apply(update(cause_map.factors["A"], control="ours")), FEW),
        as_record(cause_map.apply(update(cause_map.factors["A"], effort=2)), FEW),
        as_record(cause_map.apply([Add(Scenario(id="c", name="If so"))]), FEW),
    ]
    assert len({before, *(each["fingerprint"] for each in others)}) == 9
