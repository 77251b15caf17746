"""Every page of "Look closer" in a storm of edits, suppositions and looks back: nothing breaks, the map stays true."""

import random

import pytest

from app.model import edits
from app.ui import considering, session

PAGES = ("Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+7", "Alt+8")

ACTS = (
    *("page", "page", "select", "link", "several", "delete", "rename", "cause", "mark", "unmark", "undo", "redo"),
    *("what if", "what if", "back", "slide", "escape", "changeable", "keys"),
)


def act(driver, dice: random.Random) -> None:
    """One act of somebody in a hurry."""
    own = driver.session
    factors, links = [*own.map.factors], [*own.map.links]
    what = dice.choice(ACTS)
    if what == "page":
        driver.press(dice.choice(PAGES))
    elif what == "select" and factors:
        own.select([dice.choice(factors)])
    elif what == "several" and factors:
        own.select(dice.sample(factors, min(3, len(factors))))
    elif what == "link" and links:
        own.select([dice.choice(links)])
    elif what == "delete" and factors:
        own.perform("Delete", edits.delete(own.map, [dice.choice(factors)]))
    elif what == "rename" and factors:
        own.perform("Rename", edits.rename(own.map, dice.choice(factors), f"Said {dice.random():.3f}"))
    elif what == "cause" and factors:
        own.perform("Add a cause", edits.add_cause(own.map, dice.choice(factors), f"Why {dice.random():.3f}"))
    elif what in ("mark", "unmark") and factors:
        some = dice.sample(factors, min(len(factors), 1 if what == "mark" else 4))
        own.perform("Mark", edits.toggle_symptom(own.map, some))
    elif what == "undo":
        own.undo()
    elif what == "redo":
        own.redo()
    elif what == "what if":
        driver.workspace.supposing.mark()
    elif what == "back":
        driver.workspace.supposing.take_all_back()
    elif what == "slide":
        driver.press("Alt+8", dice.choice(["Home", "Left", "Left", "End"]))
    elif what == "escape":
        driver.press("Esc")
    elif what == "changeable":
        driver.window.toggle_changeable()
    elif what == "keys":
        driver.press(*dice.choices(["Tab", "Down", "Up", "Enter", "Right", "Left", "Space"], k=4))


@pytest.mark.parametrize("late", [False, True], ids=["read at once", "read late"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_breaks_and_undoing_all_leads_back(driver, monkeypatch, seed, late):
    driver.window.opening.open_example()
    driver.settle()
    if late:
        monkeypatch.setattr(considering, "SMALL", 0)
        monkeypatch.setattr(session, "AT_ONCE", 0)
    begun = driver.session.map
    dice = random.Random(seed)
    for _ in range(60):
        act(driver, dice)
        if dice.random() < 0.6:
            driver.settle()
    driver.session.look_at(None)
    driver.session.suppose(None)
    driver.qtbot.waitUntil(lambda: driver.session.is_read, timeout=30_000)
    driver.settle()
    assert driver.session.map == driver.session.document.map
    while driver.session.document.can_undo:
        driver.session.undo()
    assert {**driver.session.map.factors} == {**begun.factors}
    assert {**driver.session.map.links} == {**begun.links}
