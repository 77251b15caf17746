"""Where Headwater keeps what is not in a map: the user's own data folder."""

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """The user's data folder for Headwater (``HEADWATER_DATA`` if that is set); it need not exist yet."""
    chosen = os.environ.get("HEADWATER_DATA")
    return Path(chosen) if chosen else user_data_path("headwater", appauthor=False)


def sync_folder(folder: Path) -> None:
    """Make new and vanished names in a folder last, where the system can be asked to."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some shares cannot; the file itself was synced
        pass
    finally:
        os.close(descriptor)
