"""Copies for others: none of what was left out is anywhere in the file, byte for byte, and the rest is all there."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_file import select

from app.analysis.grounds import Grounds
from app.analysis.reading import read
from app.analysis.voices import organisations_of
from app.cli import main
from app.document import Document
from app.errors import NotWritten
from app.exchange.example import example_records
from app.model import edits, grounding
from app.model.changes import Add, update
from app.model.leaving_out import What, without
from app.model.records import Answer, Evidence, Factor, Link, Saying, Voice, Vote

NAMES = ("Ada Okafor", "Bjørn “Bo” O'Hara", "Zoë-Ann", "A B. C", "Ann", "Anna")
TRUST = "Northborough Acute Trust"
SAID = "They never rang me back, not once; it's a “system”."


def filled(document):
    """A map in which what must go stands everywhere that words can stand."""
    records = [
        Factor(id="s", label=f"People wait, says {NAMES[0]}", kind="symptom", notes=f"{TRUST} knows.\n{SAID}"),
        Factor(id="a", label="Annual plans are late", theme=TRUST),
        Link(id="l", cause="a", effect="s", note=f"{NAMES[1]}: sure"),
        *(
            Voice(id=f"v{at}", name=name, organisation=TRUST if at else "Council", role=f"deputy of {NAMES[2]}")
            for at, name in enumerate(NAMES)
        ),
        Saying(id="y", voice="v1", subject="a"),
        Evidence(id="e", subject="a", source=f"Interview with {NAMES[2]}", quotation=SAID, organisation=TRUST),
        Vote(id="o", factor="a", organisation=TRUST, dots=3),
        Answer(id="q", question="one-voice a", state="answered", words=f"Ask {NAMES[4]}", by=NAMES[5]),
    ]
    document.perform("Fill", [Add(each) for each in records])
    document.perform(f"Rename for {NAMES[0]}", edits.rename(document.map, "s", f"Renamed by {NAMES[0]} of {TRUST}"))
    document.perform("Write notes", update(document.map.factors["s"], notes=f"x{SAID}" * 400))
    document.perform("Write notes again", update(document.map.factors["s"], notes=f"{TRUST}. {SAID}"))
    document.undo()


def holds(data: bytes, string: str) -> bool:
    return any(string.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))


@pytest.fixture
def document(tmp_path):
    made = Document.create(tmp_path / "map.headwater", "A plan for " + TRUST, author="Grace Hopper")
    filled(made)
    yield made
    made.close()


def test_nothing_that_was_left_out_is_in_the_copy_byte_for_byte(document, tmp_path):
    copy = tmp_path / "copy.headwater"
    document.save_without(copy, What())
    there, data = document.path.read_bytes(), copy.read_bytes()
    for string in (*NAMES[:4], "Anna", TRUST, "Council", SAID, "Grace Hopper"):
        assert holds(there, string)
        assert not holds(data, string)
        assert not holds(data, string.upper())
    assert data.count(b"Ann") == data.count(b"Annual")  # part of a longer word is another word
    assert select(copy, "SELECT count(*) FROM journal") == [(0,)]
    assert not list(tmp_path.glob(".~*part*"))


def test_the_rest_is_there_and_says_the_same(document, tmp_path):
    copy = tmp_path / "copy.headwater"
    document.save_without(copy, What())
    before = document.map
    with Document.open(copy) as other:
        after = other.map
        assert [each.id for each in after.records()] == [each.id for each in before.records()]
        assert after.factors["a"].label == "Annual plans are late"
        assert after.evidence["e"].source == "Interview with […]"
        assert after.evidence["e"].strength == before.evidence["e"].strength
        one, two = read(before), read(after)
        assert [cause.expected_share for cause in one.upstream] == [cause.expected_share for cause in two.upstream]
        assert len(organisations_of(after, "a")) == len(organisations_of(before, "a"))
        levels = [Grounds(m, r).levels(r.upstream[0]) for m, r in ((before, one), (after, two))]
        assert levels[0] == levels[1]


@pytest.mark.parametrize(
    ("what", "kept", "gone"),
    [
        (What(names=True, organisations=False, quotations=False), (TRUST, SAID), (NAMES[0],)),
        (What(names=False, organisations=True, quotations=False), (NAMES[0], SAID), (TRUST,)),
        (What(names=False, organisations=False, quotations=True), (TRUST, NAMES[0]), (SAID,)),
    ],
)
def test_only_what_was_asked_for_is_left_out(document, tmp_path, what, kept, gone):
    copy = tmp_path / "copy.headwater"
    document.save_without(copy, what)
    data = copy.read_bytes()
    assert all(holds(data, string) for string in kept)
    assert not any(holds(data, string) for string in gone)


def test_an_organisation_called_by_a_plain_word_leaves_that_word_alone(tmp_path):
    with Document.create(tmp_path / "map.headwater", "t") as document:
        document.perform(
            "Add", [Add(Factor(id="a", label="Leaders do not trust each other", notes="The Trust says so"))]
        )
        document.perform("Add", [Add(Voice(id="v", organisation="Trust"))])
        left = document.left_without(What())
    assert left.cause_map.factors["a"].label == "Leaders do not trust each other"
    assert left.cause_map.factors["a"].notes == "The Organisation 1 says so"


def test_a_copy_that_would_hold_one_of_them_is_not_made(document, tmp_path, monkeypatch):
    copy = tmp_path / "copy.headwater"
    copy.write_bytes(b"what was there")
    honest = without

    def careless(cause_map, what, authors=()):
        left = honest(cause_map, what, authors)
        factor = left.cause_map.factors["a"]
        return type(left)(
            cause_map=left.cause_map,
            gone=(*left.gone, factor.label.split()[0] + "\x7f"),
            names=1,
            organisations=1,
            quotations=1,
            places={},
        )

    monkeypatch.setattr("app.document.without", careless)
    monkeypatch.setattr("app.storage.leaks.leak_in", lambda *_: "Ada")
    with pytest.raises(NotWritten, match="“Ada” would still be in the file"):
        document.save_without(copy, What())
    assert copy.read_bytes() == b"what was there"
    assert sorted(each.name for each in tmp_path.iterdir() if "part" in each.name) == []


def test_a_leak_is_found_in_unused_pages_of_a_file(document, tmp_path):
    from app.storage.leaks import check_for_leaks

    left = document.left_without(What())
    copy = tmp_path / "copy.headwater"
    document.save_without(copy, What())
    assert check_for_leaks(copy, left.gone, left.cause_map) == ""
    with copy.open("ab") as file:
        file.write(b"\0" * 100 + TRUST.encode() + b"\0" * 100)
    assert check_for_leaks(copy, left.gone, left.cause_map) == TRUST


WORDS = st.text(st.sampled_from("abAB é'%_.0“"), min_size=1, max_size=6).map(lambda s: " ".join(s.split())).filter(bool)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=3), WORDS, st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_names_are_no_field_holds_them_as_words(tmp_path, names, organisations, label, data):
    path = Path(tmp_path, f"{data.draw(st.uuids())}.headwater")
    with Document.create(path, "t") as document:
        records = [Factor(id="a", label=f"{label} {names[0]} {organisations[0]}"[:100])]
        records += [Voice(id=f"v{n}", name=name, organisation=organisations[0]) for n, name in enumerate(names)]
        document.perform("Fill", [Add(each) for each in records])
        for at, name in enumerate(organisations):
            document.perform("Vote", grounding.set_votes(document.map, "a", name, at + 1))
        copy = path.with_suffix(".copy.headwater")
        left = document.save_without(copy, What())
    with Document.open(copy) as other:
        assert not any(voice.name for voice in other.map.voices.values())
        assert {vote.organisation for vote in other.map.votes.values()}.isdisjoint(organisations)
        for string in left.gone:
            assert string not in other.map.factors["a"].label.split()
    for each in (path, copy):
        each.unlink()


def test_the_clean_copy_does_not_say_who_answered(document, tmp_path):
    copy = tmp_path / "clean.headwater"
    document.save_copy(copy, clean=True)
    with Document.open(copy) as other:
        assert [each.by for each in other.map.answers.values()] == [""]


def test_on_the_command_line(document, tmp_path, capsys):
    document.close()
    out = tmp_path / "out.headwater"
    assert main(["copy", str(document.path), str(out), "--without", "names", "quotations"]) == 0
    assert "Checked" in capsys.readouterr().out
    assert holds(out.read_bytes(), TRUST)
    assert not holds(out.read_bytes(), NAMES[0])
    assert main(["copy", str(document.path), str(out)]) != 0


def test_the_example_without_its_organisations_keeps_its_marks(tmp_path):
    title, records = example_records()
    with Document.create(tmp_path / "e.headwater", title, records) as document:
        left = document.left_without(What())
        before, after = document.map, left.cause_map
    one, two = read(before), read(after)
    marks = [[Grounds(m, r).levels(cause) for cause in r.upstream] for m, r in ((before, one), (after, two))]
    assert marks[0] == marks[1]
    assert left.organisations >= 16
