"""The recorded conversation, typed into the real window with real keys: no key is dropped, nothing is lost."""

from collections import Counter

import conversation as talk
from PySide6.QtGui import QGuiApplication

KEY_OF = {"established": "1", "likely": "2", "tentative": "3"}


class Facilitator:
    """Does each moment of the script by keyboard, from the bar and back to it."""

    def __init__(self, driver):
        self.driver = driver

    @property
    def bar(self):
        return self.driver.workspace.capture

    def do(self, moment):
        if not self.bar.isVisible():
            self.driver.press("Ctrl+J")
        assert self.driver.focused() is self.bar.field
        match moment:
            case talk.Say(text):
                self.say(text)
            case talk.TakeOffer():
                self.take(moment)
            case talk.GoTo(label):
                self.say(talk.quoted(label))
            case talk.Paste(text):
                QGuiApplication.clipboard().setText(text)
                self.driver.press("Ctrl+V")
                self.driver.qtbot.waitUntil(lambda: "Enter adds" in self.bar.says.text())
                self.driver.press("Enter")
            case talk.Undo():
                self.driver.press("Ctrl+Z")
            case talk.Pause():
                pass
            case _:
                self.from_the_map(moment)

    def say(self, text):
        self.driver.type(text)
        assert self.bar.field.text() == text, "a key was dropped"
        self.driver.press("Enter")
        assert self.bar.field.text() == "", self.bar.says.text()

    def take(self, moment):
        self.driver.type(moment.before + moment.typed)
        self.driver.press(*["Down"] * moment.downs)
        self.driver.type(moment.after)
        assert self.bar.field.text() == talk.typed(moment)
        self.driver.press("Enter")
        assert self.bar.field.text() == "", self.bar.says.text()

    def from_the_map(self, moment):
        first = getattr(moment, "cause", "") or getattr(moment, "kept", "") or moment.label
        self.say(talk.quoted(first))
        self.driver.press("Esc")
        assert self.driver.selected() == {first}
        if hasattr(moment, "cause"):
            wanted = talk.link_of(self.driver.session.map, moment.cause, moment.effect)
            for _ in range(12):
                self.driver.press("K")
                if self.driver.session.selection == (wanted,):
                    break
        match moment:
            case talk.Rename(_, words):
                self.driver.press("F2", "Ctrl+A")
                self.driver.type(words)
                self.driver.press("Enter")
            case talk.ChangeKind():
                self.driver.press("M")
            case talk.DeleteLink():
                self.driver.press("Del")
            case talk.SetCertainty(_, _, certainty):
                self.driver.press(KEY_OF[certainty])
            case talk.Reverse():
                self.driver.press("R")
            case talk.Merge(_, label):
                self.pick("J", label)
            case talk.Reattach(_, _, other):
                self.pick("E", other)

    def pick(self, key, label):
        self.driver.press(key)
        self.driver.type(label)
        self.driver.press("Enter")


def said_on(cause_map):
    """All that matters of a map but its ids and places."""
    label = {factor.id: factor.label for factor in cause_map.factors.values()}
    links = cause_map.links.values()
    return (
        Counter((factor.label, factor.kind, factor.parked) for factor in cause_map.factors.values()),
        Counter((label[k.cause], label[k.effect], k.certainty, bool(k.together)) for k in links),
    )


def test_the_whole_conversation_by_keyboard_comes_to_the_map_it_is_meant_to(driver):
    facilitator = Facilitator(driver)
    first, *rest = talk.replay()
    driver.begin(talk.typed(first.moment).removesuffix("!"))
    begun = driver.session.map
    for done in rest:
        facilitator.do(done.moment)
        assert said_on(driver.session.map) == said_on(done.cause_map), done.moment
    boxes = list(driver.session.boxes.values())
    assert len(boxes) == len(driver.labels())
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = abs(one.x - other.x) >= (one.width + other.width) / 2
            assert apart or abs(one.y - other.y) >= (one.height + other.height) / 2, "two factors overlap"
    while driver.session.map != begun:
        before = driver.session.map
        driver.press("Ctrl+Z")
        assert driver.session.map != before, "nothing more can be undone"
