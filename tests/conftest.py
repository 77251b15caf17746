"""What every test stands on: no screen, and folders of its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """No test sees or touches what the person at this computer has."""
    monkeypatch.setenv("HEADWATER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HEADWATER_STILL", "1")  # nothing moves by itself but where a test asks for it
    monkeypatch.setenv("HEADWATER_MAPS", str(tmp_path / "maps"))
