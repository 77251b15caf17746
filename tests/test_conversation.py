"""The recorded conversation holds what it is meant to hold, so that tests typing it test something."""

from collections import Counter

from conversation import (
    SCRIPT,
    DeleteLink,
    GoTo,
    Merge,
    Paste,
    Pause,
    Reattach,
    Rename,
    Reverse,
    Say,
    TakeOffer,
    Undo,
    replay,
    typed,
)

from app.model.likeness import alike


def test_it_ends_with_about_sixty_factors_and_ninety_links_and_nothing_loose():
    *_, last = replay()
    cause_map = last.cause_map
    on_map = tuple(cause_map.on_the_map())
    assert 57 <= len(on_map) <= 65
    assert 86 <= len(cause_map.links) <= 96
    assert all(cause_map.links_into(f.id) or cause_map.links_out_of(f.id) for f in on_map)
    assert 4 <= len(cause_map.symptoms()) <= 6
    assert cause_map.parked()
    assert {link.certainty for link in cause_map.links.values()} == {"established", "likely", "tentative"}
    assert any(link.together for link in cause_map.links.values())


def test_it_holds_every_kind_of_turn_a_talk_takes():
    kinds = Counter(type(moment) for moment in SCRIPT)
    assert kinds[Say] > sum(kinds.values()) / 2
    assert kinds[TakeOffer] >= 8
    assert kinds[Pause] >= 9
    assert [kinds[each] for each in (Reverse, Merge, Reattach, DeleteLink, GoTo, Paste)] == [1] * 6
    assert kinds[Rename] >= 2
    assert kinds[Undo] >= 3
    words = sum(len(typed(moment).split()) for moment in SCRIPT if isinstance(moment, Say | TakeOffer))
    assert words / 80 < 20, "more than twenty minutes at 80 words a minute"


def test_every_offer_is_there_when_it_is_taken():
    before = None
    for done in replay():
        if isinstance(done.moment, TakeOffer):
            offered = alike(before, done.moment.typed)
            labels = [before.factors[id_].label for id_ in offered]
            assert labels[done.moment.downs - 1 : done.moment.downs] == [done.moment.meant]
            assert all(term.label != done.moment.typed for term in done.draft.new)
        before = done.cause_map


def test_parked_factors_come_onto_the_map_later_and_an_undo_puts_them_back():
    parked = [[factor.label for factor in done.cause_map.parked()] for done in replay()]
    assert ["who waters the plants"] in parked
    assert "who waters the plants" not in parked[-1]
    assert max(map(len, parked)) >= 3


def test_no_line_does_nothing():
    for done in replay():
        if isinstance(done.moment, Say | TakeOffer | Paste):
            assert done.changes, done.moment
