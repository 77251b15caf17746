"""The worked example: why older people wait to leave hospital in an invented county."""

from importlib.resources import files

from app.exchange.neutral import read_neutral
from app.model.records import Record


def example_records() -> tuple[str, tuple[Record, ...]]:
    """Its title and records, places included."""
    data = (files("resources") / "examples" / "dtoc-summit.json").read_bytes()
    read = read_neutral(data, name="dtoc-summit.json")
    return read.title, read.records
