"""Leaks: whether bytes of a file hold a string that was left out of it, anywhere: rows, history, unused pages."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from app.model.cause_map import CauseMap

_WIDE = ("utf-16-le", "utf-16-be")


def leak_in(path: Path, gone: Iterable[str], cause_map: CauseMap, empty: Path) -> str:
    """The first of these strings that the file holds more often than the map in it does; '' if there is none.

    A string may be part of a longer word of the map ("Ann" of "Annual"), and of what every file holds; ``empty``: a
    file of a map with nothing in it. Letters of the Latin alphabet are compared whatever their case.
    """
    data, usual = path.read_bytes().lower(), empty.read_bytes().lower()
    rows = [
        "".join(value if isinstance(value, str) else "\x01" for _, value in record).encode().lower()
        for record in cause_map.records()
    ]
    for string in gone:
        plain = string.encode().lower()
        told = sum(row.count(plain) for row in rows) + usual.count(plain)
        if data.count(plain) > told:
            return string
        if any(data.count(string.encode(code).lower()) > usual.count(string.encode(code).lower()) for code in _WIDE):
            return string
    return ""


def check_for_leaks(path: Path, gone: Iterable[str], cause_map: CauseMap) -> str:
    """The same, against an empty map made for it."""
    from app.storage.file import MapFile

    with TemporaryDirectory(prefix="headwater-") as folder:
        empty = Path(folder, "empty.headwater")
        MapFile.create(empty, CauseMap.empty()).close()
        return leak_in(path, gone, cause_map, empty)
