"""Where things are kept on this computer: maps, recent ones, choices. All text, all local."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

_MOST_RECENT = 8
_MOST_BYTES = 150
"""Of a name: file systems allow 255, and a date, a lock's name and a number come on top."""


def data_folder() -> Path:
    """The folder for what the program itself remembers (HEADWATER_DATA overrides it)."""
    override = os.environ.get("HEADWATER_DATA")
    if override:
        return Path(override)
    import platformdirs  # with hashlib and datetime, what would hold up the first paint

    return platformdirs.user_data_path("headwater", appauthor=False)


def maps_folder() -> Path:
    """Where new maps are put: Headwater in the person's documents (HEADWATER_MAPS overrides it)."""
    override = os.environ.get("HEADWATER_MAPS")
    if override:
        return Path(override)
    import platformdirs

    return platformdirs.user_documents_path() / "Headwater"


def paper_template() -> Path:
    """Where a person's own template of the board paper lies, if they have one."""
    return maps_folder() / "Board paper template.docx"


def new_map_path(first_words: str) -> Path:
    """A free file name for a new map, from its first words and today's date."""
    from datetime import date

    return free_path(maps_folder(), f"{file_name(first_words)} {date.today():%Y-%m-%d}", ".headwater")  # noqa: DTZ011  # the person's own day


def free_path(folder: Path, stem: str, ending: str) -> Path:
    """A path that no file has yet: the name, else the name with a number behind it."""
    path, number = folder / f"{stem}{ending}", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}){ending}", number + 1
    return path


def with_ending(chosen: str, ending: str) -> Path:
    """The path that was chosen; where its ending is added, a free name, since nobody was asked about that one."""
    path = Path(chosen)
    return path if path.suffix.lower() == ending else free_path(path.parent, path.name, ending)


def file_name(words: str) -> str:
    """Words as a file name that every system allows."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", words)
    plain = " ".join(plain.split()).strip(". ")[:60]
    plain = plain.encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore").strip(". ")
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", plain)
    return "Map" if not plain or reserved else plain


@dataclass(frozen=True, slots=True)
class Recent:
    """A map that was open before."""

    path: Path
    title: str

    @property
    def thumbnail(self) -> Path:
        """Its small picture (it may not exist)."""
        from hashlib import blake2b

        return data_folder() / "pictures" / f"{blake2b(os.fsencode(self.path), digest_size=10).hexdigest()}.png"


def recent_maps() -> list[Recent]:
    """The maps opened last that still exist, newest first; a damaged list is an empty one."""
    try:
        rows = json.loads((data_folder() / "recent.json").read_text("utf-8"))
        found = [Recent(Path(str(row["path"])), str(row["title"])) for row in rows]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    return [recent for recent in found if recent.path.is_file()]


def remember_map(path: Path, title: str) -> Recent:
    """Put a map at the head of the list of recent ones."""
    this = Recent(path.resolve(), title)
    kept = [this, *(recent for recent in recent_maps() if recent.path != this.path)][:_MOST_RECENT]
    _write("recent.json", [{"path": str(recent.path), "title": recent.title} for recent in kept])
    return this


def choices() -> dict[str, object]:
    """The person's own settings; a damaged file is an empty one."""
    try:
        found = json.loads((data_folder() / "choices.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def choose(**values: object) -> None:
    """Remember some settings."""
    _write("choices.json", choices() | values)


def _write(name: str, value: object) -> None:
    """Remembering is a comfort: where it cannot be done, the work goes on without."""
    try:
        data_folder().mkdir(parents=True, exist_ok=True)
        fresh = data_folder() / f"{name}.new"
        fresh.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(data_folder() / name)
    except (OSError, ValueError):  # ValueError: a path that is no text
        return
