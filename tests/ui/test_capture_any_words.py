"""Whatever is said, in whatever script and length, goes through the capture bar whole."""

import pytest
from PySide6.QtGui import QGuiApplication


def paste_line(driver, text):
    driver.press("Ctrl+J")
    QGuiApplication.clipboard().setText(text)
    driver.press("Ctrl+V", "Enter")


def test_a_line_of_five_thousand_words_is_kept_whole(started):
    words = " ".join(f"longword{number}" for number in range(5_000))
    assert len(words) > 32_767, "more than Qt's fields take by themselves"
    paste_line(started, f"{words} > people wait in hospital")
    (link,) = started.session.map.links.values()
    assert started.session.map.factors[link.cause].notes == words


@pytest.mark.parametrize(
    "label", ["لا توجد رعاية منزلية", "🚑🏥 queue", "他们等待", "Zwölf Bögen für Küche", 'a "b" c']
)
def test_words_of_any_script_come_out_as_they_went_in(started, label):
    paste_line(started, f"{label} > people wait in hospital")
    assert started.links() == {(label, "People wait in hospital")}
    paste_line(started, f"x > {label}")
    assert ("x", label) in started.links()
