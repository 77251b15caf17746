"""The driver, and a look for what is left behind after each test."""

import gc

import pytest
from driver import Driver
from PySide6.QtWidgets import QApplication, QGraphicsItem

from app.ui.session import Session


@pytest.fixture
def driver(qtbot):
    """A person at a fresh window; after the test no session may still be alive."""
    made = Driver(qtbot)
    yield made
    made.close()
    made.window.deleteLater()
    made.window = None
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    QApplication.processEvents()
    gc.collect()
    left = [type(each).__name__ for each in gc.get_objects() if isinstance(each, Session | QGraphicsItem)]
    assert not left, f"left behind: {left[:5]}"


@pytest.fixture
def started(driver):
    """A map that was begun with one symptom."""
    driver.begin("People wait in hospital")
    return driver
