"""Two copies of one map that were edited apart become one; only what is truly in conflict is asked."""

from any_changes import changes_on
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model import edits, reshape
from app.model.cause_map import CauseMap
from app.model.changes import Add, inverse, update
from app.model.records import (
    REFERENCES,
    About,
    Answer,
    Evidence,
    Factor,
    Link,
    Saying,
    Voice,
)
from app.model.reuniting import Conflict, changes_to_reunite, common_steps, conflicts, moot, parted, reunited

UNITS = {"factor": [{"kind", "parked"}], "link": [{"cause", "effect", "together"}]}


def a_map(*records):
    return CauseMap.of([About(id="about", title="Summit"), *records])


def f(id_, label=None, **fields):
    return Factor(id=id_, label=label or id_, **fields)


def k(cause, effect, **fields):
    return Link(id=f"{cause}>{effect}", cause=cause, effect=effect, **fields)


BASE = a_map(f("a"), f("b"), f("c"), k("a", "b"), k("b", "c"), Evidence(id="e", subject="a", source="count"))


def apart(here, there, base=BASE):
    return parted(base, base.apply(here), base.apply(there), here, there)


# -- what is asked


def test_other_fields_of_one_factor_are_both_taken():
    copies = apart(edits.set_factors(BASE, ["a"], effort=2), edits.set_factors(BASE, ["a"], theme="Staff", label="A"))
    assert conflicts(copies) == []
    joined = reunited(copies).factors["a"]
    assert (joined.effort, joined.theme, joined.label) == (2, "Staff", "A")


def test_the_same_field_changed_to_other_values_is_asked_and_both_answers_do_as_they_say():
    copies = apart(edits.set_factors(BASE, ["a"], effort=2), edits.set_factors(BASE, ["a"], effort=4))
    (asked,) = conflicts(copies)
    assert asked == Conflict("factor", "a", "changed", ("effort",))
    assert reunited(copies).factors["a"].effort == 2
    assert reunited(copies, {asked: "theirs"}).factors["a"].effort == 4
    assert reunited(copies, {asked: "ours"}).factors["a"].effort == 2


def test_the_same_change_on_both_sides_is_no_question():
    copies = apart(edits.set_factors(BASE, ["a"], effort=2), edits.set_factors(BASE, ["a"], effort=2))
    assert conflicts(copies) == []
    assert changes_to_reunite(copies) == ()


def test_where_things_stand_is_never_asked():
    copies = apart(edits.move(BASE, {"a": (1, 1), "b": (2, 2)}), edits.move(BASE, {"a": (5, 5), "c": (6, 6)}))
    assert conflicts(copies) == []
    joined = reunited(copies).factors
    assert [(joined[id_].x, joined[id_].y) for id_ in "abc"] == [(1, 1), (2, 2), (6, 6)]


def test_what_one_deleted_goes_with_all_that_hangs_on_it_unless_the_other_changed_it():
    copies = apart([], edits.delete(BASE, ["a"]))
    assert conflicts(copies) == []
    assert set(reunited(copies).factors) == {"b", "c"}
    moved = apart(edits.move(BASE, {"a": (9, 9)}), edits.delete(BASE, ["a"]))
    assert conflicts(moved) == []


def test_deleted_there_and_changed_here_is_asked():
    copies = apart(edits.set_factors(BASE, ["a"], effort=2), edits.delete(BASE, ["a"]))
    (asked,) = conflicts(copies)
    assert asked == Conflict("factor", "a", "gone there")
    assert "a" in reunited(copies).factors
    assert "a" not in reunited(copies, {asked: "theirs"}).factors
    other = apart(edits.delete(BASE, ["a"]), edits.set_factors(BASE, ["a"], effort=2))
    (asked,) = conflicts(other)
    assert asked.what == "gone here"
    assert reunited(other).factors["a"].effort == 2
    assert "a" not in reunited(other, {asked: "ours"}).factors


def test_deleted_there_and_built_upon_here_is_asked_and_what_was_built_goes_along():
    new = [Add(f("d")), Add(k("d", "a"))]
    copies = apart(new, edits.delete(BASE, ["a"]))
    (asked,) = conflicts(copies)
    assert (asked.table, asked.id, asked.what) == ("factor", "a", "gone there")
    kept = reunited(copies, {asked: "ours"})
    assert "d>a" in kept.links
    assert "a>b" not in kept.links  # nobody here has touched that link
    gone = reunited(copies, {asked: "theirs"})
    assert set(gone.factors) == {"b", "c", "d"}
    assert set(gone.links) == {"b>c"}


def test_a_link_that_is_kept_brings_back_its_ends_and_is_not_asked_about_once_they_are_to_go():
    here = [*edits.set_factors(BASE, ["a"], effort=3), *update(BASE.links["a>b"], confidence=0.5)]
    copies = apart(here, edits.delete(BASE, ["a"]))
    asked = conflicts(copies)
    assert [each.id for each in asked] == ["a", "a>b"]
    assert moot(copies, asked, {asked[0]: "theirs"}) == {asked[1]}
    assert moot(copies, asked, {asked[0]: "ours"}) == set()
    assert "a>b" not in reunited(copies, {asked[0]: "theirs"}).links
    only_link = apart(update(BASE.links["a>b"], confidence=0.5), edits.delete(BASE, ["a"]))
    assert [each.id for each in conflicts(only_link)] == ["a>b"]
    assert "a" in reunited(only_link).factors


def test_what_both_added_by_themselves_is_there_once():
    here = [Add(f("h", "Pay is low")), Add(Link(id="l1", cause="h", effect="a", confidence=0.5))]
    there = [
        Add(f("t", "pay is low.")),
        Add(Link(id="l2", cause="t", effect="a", confidence=0.95)),
        Add(Evidence(id="n", subject="l2", source="audit")),
    ]
    copies = apart(here, there)
    asked = conflicts(copies)
    assert asked == [Conflict("factor", "h", "changed", ("label",)), Conflict("link", "l1", "changed", ("confidence",))]
    joined = reunited(copies, {asked[1]: "theirs"})
    assert len(joined.factors) == 4
    assert joined.links["l1"].confidence == 0.95
    assert joined.evidence["n"].subject == "l1"


def test_copies_can_be_reunited_again_and_again():
    here, there = edits.set_factors(BASE, ["a"], effort=2), [Add(f("n", "new")), Add(f("m", "gone again"))]
    ours, theirs = BASE.apply(here), BASE.apply(there)
    once = changes_to_reunite(parted(BASE, ours, theirs, here, there))
    ours, here = ours.apply(once), [*here, *once]
    more = [*edits.set_factors(theirs, ["n"], label="newer"), *edits.delete(theirs, ["m"])]
    theirs, there = theirs.apply(more), [*there, *more]
    copies = parted(BASE, ours, theirs, here, there)
    assert conflicts(copies) == []
    again = reunited(copies)
    assert again.factors["n"].label == "newer"
    assert "m" not in again.factors
    built = [Add(k("m", "a"))]
    copies = parted(BASE, ours.apply(built), theirs, [*here, *built], there)
    assert [each.what for each in conflicts(copies)] == ["gone there"]


def test_two_links_of_other_making_between_the_same_factors_become_one():
    here = reshape.redirect(BASE, "a>b", effect="c")
    there = [Add(Link(id="n", cause="a", effect="c")), Add(Evidence(id="m", subject="n", source="audit"))]
    joined = reunited(apart(here, there))
    assert set(joined.links) == {"a>b", "b>c"}
    assert joined.evidence["m"].subject == "a>b"


def test_what_is_parked_here_and_linked_there_stays_on_the_map():
    base = a_map(f("a"), f("b"))
    copies = apart(edits.park(base, ["a"]), [Add(k("a", "b"))], base)
    joined = reunited(copies)
    assert not joined.factors["a"].parked
    assert "a>b" in joined.links


def test_a_question_that_both_answered_is_asked_once():
    here = [Add(Answer(id="p", question="q a", state="answered", words="yes"))]
    there = [Add(Answer(id="r", question="q a", state="answered", words="no"))]
    assert conflicts(apart(here, there)) == [Conflict("answer", "p", "changed", ("words",))]


def test_the_same_person_added_on_both_sides_is_one_voice():
    here = [Add(Voice(id="v", organisation="Council", name="Ann")), Add(Saying(id="s", voice="v", subject="a"))]
    there = [Add(Voice(id="w", organisation="council", name="ann")), Add(Saying(id="t", voice="w", subject="a"))]
    copies = apart(here, there)
    joined = reunited(copies)
    assert (len(joined.voices), len(joined.sayings)) == (1, 1)


def test_how_far_two_histories_go_together():
    assert common_steps(["1", "2", "3"], ["1", "2", "9", "3"]) == 2
    assert common_steps([], ["1"]) == 0


# -- any two copies


@st.composite
def copies_of_a_map(draw):
    """A base, and what two people did to it; ids that the second adds are her own, as new ids are."""
    base = CauseMap.empty("t")
    for _ in range(3):
        base = applied(base, draw(changes_on(base)))[0]
    both = []
    for side in ("", "'"):
        now, done = base, []
        for _ in range(draw(st.integers(0, 3))):
            changes = draw(changes_on(now))
            now, fitting = applied(now, [own(each, base, side) for each in changes])
            done += fitting
        both.append((now, done))
    return base, both[0], both[1]


def own(change, base, side):
    """New records have ids that nobody else gives; what they name is named as it is."""
    if not isinstance(change, Add) or not side or change.table == "about" or base.get(change.table, change.id):
        return change
    return Add(change.record.with_fields({"id": change.id + side}))


def applied(cause_map, changes):
    """As many of the changes as fit, each by itself."""
    fitting = []
    for change in changes:
        try:
            cause_map = cause_map.apply([change])
        except RuleBroken:
            continue
        fitting.append(change)
    return cause_map, fitting


def slow_count(base, ours, theirs):
    """Conflicts counted record by record and pair by pair, from the rule as it is told."""

    def at(cause_map):
        return {(r.table, r.id): dict(r) for r in cause_map.records() if r.table != "snapshot"}

    was, here, there = at(base), at(ours), at(theirs)
    count = 0
    for key, values in was.items():
        if key in here and key in there:
            names = [{n} for n in values if n not in {"x", "y"} and not any(n in u for u in UNITS.get(key[0], []))]
            for unit in [*UNITS.get(key[0], []), *names]:
                v0, v1, v2 = ({n: side[key][n] for n in unit} for side in (was, here, there))
                count += v1 not in (v0, v2) and v2 != v0
        elif key in here or key in there:
            left = here if key in here else there
            changed = any(left[key][n] != v for n, v in values.items() if n not in {"x", "y"})
            built = any(
                r[field] == key[1] and key[0] in targets and (other not in was or was[other][field] != key[1])
                for other, r in left.items()
                for field, targets in REFERENCES.get(other[0], {}).items()
            )
            count += changed or built
    return count


def natural_twins(base, ours, theirs):
    return parted(base, ours, theirs).theirs is not theirs


@settings(max_examples=150, deadline=None)
@given(copies_of_a_map())
def test_as_many_conflicts_are_asked_as_a_slow_count_finds(made):
    base, (ours, _), (theirs, _) = made
    assume(not natural_twins(base, ours, theirs))
    shared = {(r.table, r.id) for r in ours.records()} & {(r.table, r.id) for r in theirs.records()}
    assume(all(base.get(*key) for key in shared))
    assert len(conflicts(parted(base, ours, theirs))) == slow_count(base, ours, theirs)


@settings(max_examples=120, deadline=None)
@given(copies_of_a_map())
def test_edits_that_do_not_meet_are_as_if_done_one_after_the_other(made):
    base, (ours, _), (theirs, _) = made
    copies = parted(base, ours, theirs)
    assume(copies.theirs is theirs)
    assume(not conflicts(copies))
    assume(base not in (theirs, ours))
    net = list(parted_changes(base, theirs))
    try:
        in_turn = ours.apply(net)
    except RuleBroken:
        assume(False)
    assert set(as_text(reunited(copies))) == set(as_text(in_turn))
    assert ours.apply(changes_to_reunite(copies)).apply(inverse(changes_to_reunite(copies))) == ours


def parted_changes(base, theirs):
    from app.model.compare import changes_between

    return changes_between(base, theirs, leave=frozenset({"snapshot"}))


def as_text(cause_map):
    return [repr(each) for each in cause_map.records() if each.table != "snapshot"]


@settings(max_examples=150, deadline=None)
@given(copies_of_a_map(), st.data())
def test_whatever_is_answered_the_map_is_sound_and_undone_exactly(made, data):
    base, (ours, here), (theirs, there) = made
    copies = parted(base, ours, theirs, here, there)
    asked = conflicts(copies)
    said = {each: data.draw(st.sampled_from(["ours", "theirs"])) for each in asked if data.draw(st.booleans())}
    result = reunited(copies, said)
    CauseMap.of(result.records())
    changes = changes_to_reunite(copies, said)
    after = ours.apply(changes)
    assert after == result
    assert after.apply(inverse(changes)) == ours


@settings(max_examples=100, deadline=None)
@given(copies_of_a_map())
def test_a_copy_nobody_touched_brings_everything_and_takes_everything(made):
    base, (ours, here), (theirs, there) = made
    assert reunited(parted(base, ours, base, here, [])) == ours
    assert set(as_text(reunited(parted(base, base, theirs, [], there)))) == set(as_text(theirs))
