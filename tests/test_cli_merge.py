"""``headwater merge``: maps of tables and copies edited apart become one, with real files and the real command."""

import pytest
from model.cut_maps import example, overlapping, said
from test_cli import done, refused

from app.document import Document
from app.model import edits
from app.model.merging import TABLE
from app.model.records import Factor, Link


def written(tmp_path, name, cause_map):
    path = tmp_path / f"{name}.headwater"
    Document.create(path, name, [each for each in cause_map.records() if each.table != "about"]).close()
    return path


def f(id_, label, **fields):
    return Factor(id=id_, label=label, **fields)


SMALL = (
    f("a", "Pay is low", x=0.0, y=0.0),
    f("b", "Care staff leave", x=300.0, y=0.0),
    f("c", "People wait in hospital", kind="symptom", x=600.0, y=0.0),
    Link(id="ab", cause="a", effect="b"),
    Link(id="bc", cause="b", effect="c"),
)


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.headwater"
    Document.create(path, "Small", SMALL).close()
    return path


def test_five_parts_of_the_example_give_it_back_as_one_step(tmp_path):
    whole = example()
    parts = overlapping(whole, 5, lambda label, number: label.upper() if number == 3 else label)
    paths = [written(tmp_path, f"Table {number}", part) for number, part in enumerate(parts, 1)]
    before = [path.read_bytes() for path in paths]
    out = tmp_path / "all.headwater"
    told = done("merge", *paths, out)
    assert told.splitlines()[-1].startswith(f"{len(whole.factors)} factors and {len(whole.links)} links are in ")
    assert [path.read_bytes() for path in paths] == before
    with Document.open(out) as document:
        assert said(document.map) == said(whole)
        brought = {each.organisation for each in document.map.voices.values() if each.role == TABLE}
        assert brought
        assert brought <= {f"Table {number}" for number in (2, 3, 4, 5)}
        assert all(each.x is not None for each in document.map.on_the_map())
        document.undo()
        assert said(document.map) == said(parts[0])


def test_copies_edited_apart_are_joined_by_their_histories(small, tmp_path):
    copy = tmp_path / "from Ada.headwater"
    with Document.open(small) as document:
        document.save_copy(copy)
        document.perform("Reword", edits.rename(document.map, "a", "Pay is too low"))
    with Document.open(copy) as document:
        document.perform("Delete", edits.delete(document.map, ["b"]))
        document.perform("Reword", edits.rename(document.map, "a", "Pay is poor"))
    out = tmp_path / "one.headwater"
    told = done("merge", small, copy, out)
    assert "“from Ada” is a copy of this map" in told
    assert "Both copies have changed the words" in told
    assert "Pay is poor" in told
    with Document.open(out) as document:
        # What only one copy deleted is gone; what both changed is as in the first.
        assert {each.label for each in document.map.factors.values()} == {"Pay is too low", "People wait in hospital"}


def test_near_words_stay_apart_and_are_told(small, tmp_path):
    table = tmp_path / "links.csv"
    table.write_text("cause,effect\nPay is low.,Care staff leave us\nRents are high,Care staff leave us\n", "utf-8")
    out = tmp_path / "one.headwater"
    told = done("merge", small, table, out)
    assert "“Care staff leave” (This map) and “Care staff leave us” (links)" in told
    with Document.open(out) as document:
        labels = [each.label for each in document.map.factors.values()]
        assert sorted(labels) == sorted(
            ["Pay is low", "Care staff leave", "Care staff leave us", "People wait in hospital", "Rents are high"]
        )


def test_what_cannot_be_read_leaves_nothing_behind(small, tmp_path):
    wrong, out = tmp_path / "wrong.headwater", tmp_path / "one.headwater"
    wrong.write_text("Dear all", "utf-8")
    assert "wrong.headwater" in refused("merge", small, wrong, out)
    assert not out.exists()
    out.write_text("kept", "utf-8")
    assert "there already" in refused("merge", small, small, out)
    assert out.read_text("utf-8") == "kept"
