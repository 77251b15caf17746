"""The page of evidence: added to what is selected, listed, filtered, changed; by real keys, in the real file."""

from plain_file import rows_in

from app.model import grounding


def fill(driver, page, source, strength=2):
    page.source.setFocus()
    driver.type(source)
    page.strength.setCurrentIndex(strength)
    page.source.setFocus()
    driver.press("Enter")


def test_q_adds_evidence_to_what_is_selected_and_it_is_in_the_file(started):
    started.view.setFocus()
    started.session.select([started.id_of("People wait in hospital")])
    started.press("Q")
    page = started.workspace.basis.page
    assert started.focused() is page.source
    fill(started, page, "Ward count, June", strength=3)
    rows = rows_in(started.session.document.path)["evidence"]
    assert [(row["source"], row["strength"], row["kind"]) for row in rows.values()] == [("Ward count, June", 3, "data")]
    assert page.source.text() == ""
    assert page.rows.words() == ("Data · strong\nWard count, June",)


def test_q_without_a_selection_says_what_to_do(started):
    started.session.select([])
    started.workspace.basis.add_evidence()
    started.settle()
    assert "Select a factor or a link first" in started.workspace.said.text()


def test_evidence_on_a_link(started):
    started.add_cause("Staff leave")
    link = next(iter(started.session.map.links))
    started.session.select([link])
    started.workspace.basis.add_evidence()
    fill(started, started.workspace.basis.page, "Exit interviews")
    assert [each.subject for each in started.session.map.evidence.values()] == [link]
    assert "“Staff leave” → “People wait in hospital”" in started.workspace.basis.page.form_heading.text()


def test_evidence_without_a_source_is_refused_and_what_was_typed_stays(started):
    started.session.select([started.id_of("People wait in hospital")])
    started.workspace.basis.add_evidence()
    page = started.workspace.basis.page
    page.date.setFocus()
    started.type("2026")
    started.press("Enter")
    assert "where the evidence is from" in started.workspace.said.text()
    assert page.date.text() == "2026"
    assert not started.session.map.evidence


def test_f2_changes_and_del_takes_away_and_both_can_be_undone(started):
    subject = started.id_of("People wait in hospital")
    started.session.perform(
        "Add", grounding.add_evidence(started.session.map, subject, source="Old\nlines", strength=1)
    )
    before = started.session.map
    started.session.select([subject])
    started.workspace.basis.evidence()
    started.settle()
    page = started.workspace.basis.page
    page.rows.setFocus()
    started.press("Down", "F2")
    page.strength.setCurrentIndex(3)
    page.source.setFocus()
    started.press("Enter")
    changed = next(iter(started.session.map.evidence.values()))
    assert (changed.strength, changed.source) == (3, "Old\nlines")
    page.rows.setFocus()
    started.press("Down", "Del")
    assert not started.session.map.evidence
    started.press("Ctrl+Z", "Ctrl+Z")
    assert started.session.map == before


def test_what_has_no_evidence_is_listed_and_lit_up(started):
    started.add_cause("Staff leave")
    subject = started.id_of("People wait in hospital")
    started.session.perform("Add", grounding.add_evidence(started.session.map, subject, source="A count"))
    started.session.select([])
    started.workspace.basis.evidence()
    started.settle()
    page = started.workspace.basis.page
    page.shown.setCurrentIndex(page.shown.findData("none"))
    started.settle()
    assert page.rows.words() == ("Staff leave",)
    assert set(started.session.shown.factors) == {started.id_of("Staff leave")}


def test_a_source_of_two_wordings_is_kept_as_text_and_an_address_is_never_opened(started):
    subject = started.id_of("People wait in hospital")
    started.session.select([subject])
    started.workspace.basis.add_evidence()
    page = started.workspace.basis.page
    page.address.setFocus()
    started.type("file:///etc/passwd")
    started.press("Enter")
    assert next(iter(started.session.map.evidence.values())).address == "file:///etc/passwd"
    assert "file:///etc/passwd" in page.rows.words()[0]


def test_half_typed_evidence_stays_with_what_it_was_begun_about_and_is_kept_at_closing(started):
    from app.document import Document

    started.add_cause("Staff leave")
    wait = started.id_of("People wait in hospital")
    started.session.select([wait])
    started.workspace.basis.add_evidence()
    started.type("A ward count")
    started.session.select([started.id_of("Staff leave")])
    started.settle()
    page = started.workspace.basis.page
    assert page.source.text() == "A ward count"
    assert "People wait in hospital" in page.form_heading.text()
    path = started.session.document.path
    started.window.close_map()
    started.settle()
    with Document.open(path) as document:
        assert [(each.subject, each.source) for each in document.map.evidence.values()] == [(wait, "A ward count")]


def test_f2_and_then_q_begins_anew_and_esc_gives_up(started):
    started.add_cause("Staff leave")
    wait = started.id_of("People wait in hospital")
    started.session.perform("Add", grounding.add_evidence(started.session.map, wait, source="Old"))
    started.session.select([wait])
    started.workspace.basis.evidence()
    started.settle()
    page = started.workspace.basis.page
    page.rows.setFocus()
    started.press("Down", "F2")
    assert page.source.text() == "Old"
    started.session.select([started.id_of("Staff leave")])
    started.workspace.basis.add_evidence()
    assert page.source.text() == ""
    started.type("New")
    started.press("Esc")
    assert page.source.text() == ""
    assert len(started.session.map.evidence) == 1
