"""Out and in again: what a format does not bring back is what it says it cannot hold, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.exchange.foreign.read import read_foreign
from app.exchange.formats import DOCUMENTS, FORMATS
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link, clean_line

pytestmark = pytest.mark.usefixtures("qapp")

TWO_WAY = [each for each in (*FORMATS, *DOCUMENTS) if each.name not in ("factors", "board-paper", "slides", "web")]
SAYS = {
    "kind": "what is a symptom",
    "notes": "notes",
    "theme": "themes",
    "place": "places",
    "control": "who can change what",
    "effort": "effort",
    "weight": "weights",
    "parked": "what is parked",
    "polarity": "signs",
    "certainty": "how sure links are",
    "note": "notes",
    "together": "what is needed together",
    "title": "the title",
}
"""What each thing is called where a format says that it does not hold it."""

AWKWARD = [
    "Waits < 4 hours",
    "R & D",
    '"Quoted" twice',
    "=1+1",
    "+ more",
    "- less",
    "@home",
    "; semicolons, commas",
    "[brackets] (and) {braces}",
    "a -> b --> c",
    "# heading",
    "* star",
    "1. first",
    "back\\slash",
    "`ticks`",
    "אין מספיק מיטות",
    "Naïve façade 漢字 👩‍👩‍👧",
    "end",
    "graph",
    "class",
    "x" * 180,
]
PLAIN = st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="<&"), min_size=1, max_size=30)
LABEL = st.one_of(st.sampled_from(AWKWARD), PLAIN.map(clean_line).filter(lambda words: any(map(str.isalnum, words))))
WORDS = st.sampled_from(["", "", "Said twice", "Two, three", "äöü"])


@st.composite
def maps(draw):
    labels = draw(st.lists(LABEL, min_size=2, max_size=6, unique_by=lambda words: words.casefold().replace('"', "'")))
    factors = [
        Factor(
            id=f"f{at}",
            label=label,
            kind=draw(st.sampled_from(["cause", "cause", "symptom"])),
            notes=draw(WORDS),
            theme=draw(st.sampled_from(["", "Money"])),
            control=draw(st.sampled_from(["not asked", "ours", "influence"])),
            effort=draw(st.sampled_from([None, 2])),
            weight=draw(st.sampled_from([1.0, 3.0])),
            x=200.0 * at,
            y=draw(st.sampled_from([0.0, 150.0, -75.5])),
        )
        for at, label in enumerate(labels)
    ]
    some = st.tuples(st.integers(0, len(labels) - 1), st.integers(0, len(labels) - 1)).filter(lambda p: p[0] != p[1])
    pairs = draw(st.lists(some, min_size=1, max_size=8, unique=True))
    links = [
        Link(
            id=f"k{at}",
            cause=f"f{cause}",
            effect=f"f{effect}",
            confidence=draw(st.sampled_from([0.95, 0.8, 0.5])),
            polarity=draw(st.sampled_from(["", "+", "-"])),
            note=draw(WORDS),
        )
        for at, (cause, effect) in enumerate(pairs)
    ]
    into = {}
    for link in links:
        into.setdefault(link.effect, []).append(link)
    for effect, its in into.items():
        if len(its) > 1 and draw(st.booleans()):
            links = [each.with_fields({"together": f"g{effect}"}) if each in its[:2] else each for each in links]
    return CauseMap.of([About(id=ABOUT_ID, title="Why people wait"), *factors, *links])


def told(cause_map, spelt):
    """All that a map says, thing by thing, by its words."""
    names = {each.id: spelt(each.label) for each in cause_map.factors.values()}

    def factors(of):
        return {names[each.id]: of(each) for each in cause_map.factors.values()}

    def links(of):
        return {(names[each.cause], names[each.effect]): of(each) for each in cause_map.links.values()}

    groups = {}
    for ends, group in links(lambda k: k.together).items():
        if group:
            groups.setdefault(group, set()).add(ends)
    return {
        "labels": set(names.values()),
        "links": set(links(lambda _: None)),
        "kind": factors(lambda f: f.kind),
        "notes": factors(lambda f: f.notes),
        "theme": factors(lambda f: f.theme),
        "place": factors(lambda f: (f.x, f.y)),
        "control": factors(lambda f: f.control),
        "effort": factors(lambda f: (f.effort, f.impact)),
        "weight": factors(lambda f: f.weight),
        "parked": factors(lambda f: f.parked),
        "polarity": links(lambda k: k.polarity),
        "certainty": links(lambda k: k.certainty),
        "note": links(lambda k: k.note),
        "together": set(map(frozenset, groups.values())),
        "title": cause_map.title,
    }


@pytest.mark.parametrize("form", TWO_WAY, ids=lambda each: each.name)
@given(maps())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_lost_is_what_was_said(form, cause_map):
    data = form.write(cause_map, read(cause_map), "14 November 2026")
    imported = read_foreign(data, f"map{form.ending}")
    quotes = "quotation marks" in form.loses
    before, after = (
        told(each, lambda label: label.replace('"', "'").replace("\\", "/") if quotes else label)
        for each in (cause_map, CauseMap.of(imported.records))
    )
    assert after["labels"] == before["labels"]
    assert after["links"] == before["links"]
    unsaid = {thing for thing, words in SAYS.items() if before[thing] != after[thing] and words not in form.loses}
    assert not unsaid, {thing: (before[thing], after[thing]) for thing in unsaid}
