"""Help in the program: offline, by keyboard, in any size and theme, and never out of step with the keys."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

import resources
from app.drawing.theme import THEMES
from app.ui.actions import ACTIONS
from app.ui.help_page import SIZES, HelpPage, help_html
from app.ui.keys_page import KeysPage


def help_of(driver):
    return next(each for each in driver.window.findChildren(HelpPage) if each.isVisible())


def close(driver):
    """Esc in the page; the system then gives the keyboard back to the window."""
    help_of(driver).page.setFocus()
    driver.press("Esc")
    driver.window.activateWindow()
    driver.view.setFocus()
    driver.settle()


def test_f1_shows_help_beside_the_work(started):
    started.press("F1")
    page = help_of(started)
    assert not page.isModal()
    words = page.page.toPlainText()
    for heading in ("What it is for", "A map in five steps", "Reading the ranking", "Where the file is"):
        assert words.count(heading) == 2  # once in the list of contents
    assert "press Tab" in words
    assert "pay is low > staff leave > no home care" in words
    close(started)
    started.add_cause("Staff leave")
    assert "Staff leave" in started.labels()


def test_f1_again_shows_the_same_page(started):
    started.press("F1")
    page = help_of(started)
    started.window.show_help()
    assert [each for each in started.window.findChildren(HelpPage) if each.isVisible()] == [page]


def test_help_is_there_on_the_start_page_too(driver):
    driver.press("F1")
    assert help_of(driver).page.toPlainText().startswith("Headwater")


def test_every_action_named_in_the_text_has_a_key():
    text = (Path(resources.__file__).parent / "help" / "help.html").read_text("utf-8")
    keys = {spec.id: spec.keys or spec.shown_key for spec in ACTIONS}
    named = re.findall(r"\{([^}]*)\}", text)
    assert named
    assert all(keys[name] for name in named)
    assert "{" not in help_html()


def test_nothing_on_the_page_is_fetched_and_every_link_leads_somewhere():
    html = help_html()
    anchors = set(re.findall(r'name="([^"]+)"', html))
    links = re.findall(r'href="([^"]+)"', html)
    assert {link[1:] for link in links if link.startswith("#")} == anchors
    assert all(link[0] == "#" or link.removeprefix("do:") in {spec.id for spec in ACTIONS} for link in links)
    assert not re.search(r"src=|url\(|https?:", html)


def test_the_words_grow_and_the_size_is_remembered(started):
    started.press("F1")
    page = help_of(started)
    before = page.page.document().size().height()
    page.page.setFocus()
    for _ in SIZES:
        started.press("Ctrl++")
    assert page.size_now == SIZES[-1]
    assert page.page.document().size().height() > before
    close(started)
    started.press("F1")
    assert help_of(started).size_now == SIZES[-1]
    started.press("Ctrl+0", "Ctrl+-")
    assert help_of(started).size_now in SIZES[1:-1]


def test_help_follows_the_theme(started):
    started.press("F1")
    page = help_of(started)
    started.window.toggle_dark()
    started.settle()
    sheet = page.page.document().defaultStyleSheet()
    assert started.window.theme.text in sheet
    other = THEMES["light" if started.window.theme.is_dark else "dark"]
    assert other.text not in sheet


@pytest.mark.parametrize("link", ["#ranking", "do:help.keys"])
def test_links_go_to_their_part_or_do_what_they_say(started, link):
    started.press("F1")
    page = help_of(started)
    page.page.anchorClicked.emit(QUrl(link))
    started.settle()
    if link == "#ranking":
        assert page.page.verticalScrollBar().value() > 0
    else:
        assert any(each.isVisible() for each in started.window.findChildren(KeysPage))
