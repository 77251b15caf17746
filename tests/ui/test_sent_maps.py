"""What a map is at the other end of the pipe: the same records in the same order, whatever was sent before."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import inverse
from app.model.records import ABOUT_ID, About, Factor, Link
from app.ui.sent_maps import Differing, Receiver, Sender


def first():
    factors = [Factor(id=f"f{at}", label=f"Factor {at}") for at in range(12)]
    links = [Link(id=f"k{at}", cause=f"f{at}", effect=f"f{at + 1}") for at in range(11)]
    return CauseMap.of([About(id=ABOUT_ID, title="Map"), *factors, *links])


def in_order(cause_map):
    return [(record.table, record) for record in cause_map.records()]


@given(st.lists(st.tuples(st.sampled_from(["rename", "delete", "undo", "add", "again", "title"]), st.integers(0, 40))))
@settings(max_examples=80, deadline=None)
def test_it_is_the_same_map_after_any_edits(acts):
    sender, receiver = Sender(), Receiver()
    cause_map, done = first(), []
    maps = [cause_map]
    for act, number in acts:
        ids = list(cause_map.factors)
        changes = ()
        if act == "rename" and ids:
            changes = edits.rename(cause_map, ids[number % len(ids)], f"Other words {number}")
        elif act == "delete" and ids:
            changes = edits.delete(cause_map, [ids[number % len(ids)]])
        elif act == "add":
            changes = edits.add_factor(f"New {number}", "cause", (0.0, 0.0))
        elif act == "title":
            changes = edits.set_title(cause_map, f"Title {number}")
        elif act == "undo" and done:
            changes = inverse(done.pop())
        if changes:
            cause_map = cause_map.apply(changes)
            if act != "undo":
                done.append(changes)
        maps.append(cause_map if act != "again" else maps[number % len(maps)])
    for each in maps:
        arrived = receiver.incoming(pickle.loads(pickle.dumps(sender.outgoing(each))))  # our own
        assert in_order(arrived) == in_order(each)


def test_of_a_small_change_little_goes_through():
    sender, cause_map = Sender(), first()
    whole = pickle.dumps(sender.outgoing(cause_map))
    sent = sender.outgoing(cause_map.apply(edits.rename(cause_map, "f3", "Other words")))
    assert isinstance(sent, Differing)
    assert len(pickle.dumps(sent)) < len(whole) / 4
    assert sender.outgoing("anything else") == "anything else"


def test_who_knows_nothing_gets_it_whole():
    sender, cause_map = Sender(), first()
    sender.outgoing(cause_map)
    sender.forget()
    assert in_order(Receiver().incoming(sender.outgoing(cause_map))) == in_order(cause_map)
